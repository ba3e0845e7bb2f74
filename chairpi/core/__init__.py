"""The pure core: counts in, events out. No file, pin, thread, clock, log or random number.

One direction, one module a step:
`frame` -> `despike` -> `load` -> `second` -> `occupancy` -> `zero` and `warm_up` -> `reference` and `upright` -> `bouts`, `posture`,
`slide` and `prompts`, which `sitting` joins; `chair` joins all of them and is the only door.
"""
