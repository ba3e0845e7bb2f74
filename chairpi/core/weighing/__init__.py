"""From counts to seconds and minutes of load.

One direction, one module a step: `despike` -> `weigher`, which makes `load` -> `gathering`, which makes `second` -> `minutes`. `frame_flow`
drives it; `stretches` and `cells` notice what is missing, and `life` what is alive.
"""
