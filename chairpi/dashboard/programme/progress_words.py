"""What the progress page says of the weeks: plain sentences, and where there is too little to say anything, how much is needed.

More of something is not called better, and less not worse: what is worth having is for the person to say.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date

from chairpi.dashboard.lengths import counted, length
from chairpi.dashboard.programme.chair_saw import LEAST_SITTING_S
from chairpi.dashboard.programme.looking_back import ANSWERS_N_LEAST, kept_text
from chairpi.language.words import short_date
from chairpi.programme.progress import Direction, LivedDay, Sums, Trend, sums_of, trend
from chairpi.store.day_sums import DaySums

LEAST_PAIN_CHANGE = 2.0
"""Points from 0 to 10 that people with low back pain call a change, on the average (Childs, Piva & Fritz 2005, Spine 30:1331-1334)."""
LEAST_SORENESS_CHANGE = 2.0
"""Points from 1 to 10. Our choice: as for pain."""
LEAST_STANDS_CHANGE = 2.0
"""Full stands. Our choice: people differ by one from day to day."""
LEAST_SITTING_CHANGE_S = 1800.0
"""Our choice [s a day]."""
LEAST_SHIFTS_CHANGE = 3.0
"""Weight shifts an hour. Our choice: a fifth of the 15 to 18 that office workers make (Waongenngarm et al. 2020, Applied Ergonomics 89)."""
DAYS_N_LEAST = 3
"""Days with sitting that each of the two weeks needs. Our choice: one meeting day more or less is no change."""

CAUTION = (
    "All of it lies on one time axis, so that you can see what went together. That two things changed in the same weeks does not say "
    "that one of them changed the other."
)
_WORDS = {Direction.UP: "more", Direction.DOWN: "less", Direction.SAME: "about the same"}

Compared = Sequence[tuple[date, float]]
"""Day and value, in order."""


def sentences(days: Sequence[LivedDay], measured: Mapping[date, DaySums]) -> list[tuple[str, str]]:
    """The weeks in short: what each sentence is about, and the sentence.

    Parameters
    ----------
    days
        What became of each day; empty where no programme has begun.
    measured
        What the chair measured on the days that are over, by day.
    """
    sat = {day: sums for day, sums in measured.items() if sums.sitting_s >= LEAST_SITTING_S}
    shifts = [(day, sums.shifts_per_hour) for day, sums in sat.items() if sums.shifts_per_hour is not None]
    said = []
    if days:
        said = [
            ("What was kept", kept_sentence(days)),
            ("Soreness", _answers([(day.day, day.soreness) for day in days], LEAST_SORENESS_CHANGE)),
            ("Pain", _answers([(day.day, day.pain) for day in days], LEAST_PAIN_CHANGE)),
            ("Chair stand", stands_sentence([(day.day, float(day.reps)) for day in days if day.reps is not None])),
        ]
    return [
        *said,
        ("Sitting", _measured([(day, sums.sitting_s) for day, sums in sat.items()], LEAST_SITTING_CHANGE_S, _a_day)),
        ("Movement", _measured(shifts, LEAST_SHIFTS_CHANGE, _an_hour)),
    ]


def kept_sentence(days: Sequence[LivedDay]) -> str:
    """How many planned days were kept, and what was done besides."""
    sums = sums_of(days)
    rest = " Rest that is prescribed is kept, too." if sums.n_rest else ""
    left = " What was not done is let go: the plan goes on from where you are." if sums.n_not_done else ""
    extra = f" Besides, you did something on {counted(sums.n_extra, 'day')} without a plan." if sums.n_extra else ""
    return f"{kept_text(days)}{rest}{left}{extra}"


def kept_cell(sums: Sums) -> str:
    """The same for a table.

    >>> kept_cell(Sums(2, 1, 1, 0, None, None, 0, None))
    '3 of 4'
    """
    return f"{sums.n_kept} of {sums.n_planned}" if sums.n_planned else "–"


def _answers(answers: Sequence[tuple[date, int | None]], least_change: float) -> str:
    values = [(day, float(value)) for day, value in answers if value is not None]
    found = trend(values, n_least=ANSWERS_N_LEAST, least_change=least_change)
    if found is None:
        need = f"To compare two weeks that lie apart, each needs {counted(ANSWERS_N_LEAST, 'answer')}."
        return f"{_so_far(len(values), 'answer')} {need}"
    return _compared(found, "{:.1f} of 10".format)


def stands_sentence(stood: Compared) -> str:
    """How the chair stand went."""
    found = trend(stood, n_least=1, least_change=LEAST_STANDS_CHANGE)
    if found is None:
        return f"{_so_far(len(stood), 'chair stand')} Two that lie a week apart can be compared."
    return _compared(found, "{:.3g} full stands".format)  # a week may hold several, and their mean be no whole number


def _measured(values: Compared, least_change: float, text: Callable[[float], str]) -> str:
    found = trend(values, n_least=DAYS_N_LEAST, least_change=least_change)
    if found is None:
        days = counted(DAYS_N_LEAST, "day")
        need = f"To compare two weeks that lie apart, each needs {days} with half an hour of sitting or more."
        return f"{_so_far(len(values), 'day')} {need}"
    return _compared(found, text)


def _compared(found: Trend, text: Callable[[float], str]) -> str:
    early = f"{text(found.early)} in the week from {short_date(found.early_from)}"
    late = f"{text(found.late)} in that from {short_date(found.late_from)}"
    return f"{early}, {late}: {_WORDS[found.direction]}."


def _so_far(n: int, noun: str) -> str:
    return f"{counted(n, noun)} so far." if n else f"No {noun} yet."


def _a_day(sitting_s: float) -> str:
    return f"{length(sitting_s)} a day"


def _an_hour(shifts_per_hour: float) -> str:
    return f"{shifts_per_hour:.0f} weight shifts an hour"
