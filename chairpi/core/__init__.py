"""The pure core: counts in, events out. No file, pin, thread, clock, log or random number.

In front stands what goes in and out. `seat`, `calibration` and `settings` make a chair; `frame` and `requests` are what it is told,
`events` what it says, and `now` what it knows at a moment. Behind is a room for each question; each leans on those before it only:

`weighing`: what do the cells carry?
`upright`: what is upright, for this sitter?
`presence`: who or what is on the seat, and for how long?
`zero`: what does the empty seat read?
`posture`: how do they sit?
`movement`: how do they move?
`seat_check`: which exercise do they do?
`time_of_day`: what does the clock on their wall show?
`prompting`: when is something asked of them?
`chair`: what follows from all of it; `chair.door` is the only door.
"""
