"""How the seat is calibrated: pure fits, the wiring check, and the guided flow that gathers what they need.

`steadiness` -> `evidence` -> `fitting` and `wiring` -> `fit_errors`; `guided` leads through it a step at a time, and `session` is its
door for the sensor process. It touches nothing but what it is fed, like the core.
"""
