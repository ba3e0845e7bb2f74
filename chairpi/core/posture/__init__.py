"""How somebody sits, judged second by second against their own upright reference.

One direction, one module a step: `observation` -> `features` -> `filter`, with the numbers of `model` -> `naming` and `slide`; `tracking`
follows the reference meanwhile, and `judge` joins them.
"""
