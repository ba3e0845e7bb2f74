"""When the chair asks for something, how, and what becomes of it.

Theory of operation. Each second becomes a `Situation`. The tables say the rest: `quiet.HOLDS` what holds a prompt back, `stages.STEPS`
how one asks and for how long, `tuning` what a wrong one changes. `Desk` keeps all that is known of a sitter in one plain `State`, so that
a restart forgets nothing; `Prompts` decides second by second, `following` what becomes of a prompt, `answers` what a person asks.
Time is that of the seconds; the time of day is worked out from it (`core.time_of_day.wall`).
"""
