"""The pure core: counts in, events out. No file, pin, thread, clock, log or random number.

One direction, one module a step:
`frame` -> `despike` -> `load` -> `second` -> `occupancy` -> `bouts` -> `reference` -> `slide` and
`posture` -> `prompts`; `chair` joins them and is the only door.
"""
