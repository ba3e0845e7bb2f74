"""When the chair asks for something, how, and what becomes of it.

Theory of operation. Each second becomes a `Situation`. The tables say the rest: `quiet.HOLDS` what holds a prompt back, `stages.STEPS`
how one asks and for how long, `tuning` what a wrong one changes. `Prompts` joins them, and keeps all that it knows of a sitter in one
plain `State`, so that a restart forgets nothing. Time is that of the seconds; the time of day is worked out from it (`core.wall`).
"""
