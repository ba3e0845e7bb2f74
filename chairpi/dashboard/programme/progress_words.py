"""What the progress page says of the weeks: plain sentences, and where there is too little to say anything, how much is needed.

More of something is not called better, and less not worse: what is worth having is for the person to say.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date

from chairpi.dashboard.lengths import length
from chairpi.dashboard.programme.chair_saw import LEAST_SITTING_S
from chairpi.dashboard.programme.looking_back import ANSWERS_N_LEAST, kept_text
from chairpi.language.words import N_, _, ngettext, number_text, short_date
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

UNKNOWN = "–"
"""Stands in a table where there is nothing."""

_COMPARED = {
    Direction.UP: N_("%(early)s in the week from %(early_from)s, %(late)s in that from %(late_from)s: more."),
    Direction.DOWN: N_("%(early)s in the week from %(early_from)s, %(late)s in that from %(late_from)s: less."),
    Direction.SAME: N_(
        "%(early)s in the week from %(early_from)s, %(late)s in that from %(late_from)s: about the same."
    ),
}

Compared = Sequence[tuple[date, float]]
"""Day and value, in order."""


def caution() -> str:
    """What the pictures do not say."""
    return _(
        "All of it lies on one time axis, so that you can see what went together. That two things changed in the same weeks does not say "
        "that one of them changed the other."
    )


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
            (_("What was kept"), kept_sentence(days)),
            (_("Soreness"), _answers([(day.day, day.soreness) for day in days], LEAST_SORENESS_CHANGE)),
            (_("Pain"), _answers([(day.day, day.pain) for day in days], LEAST_PAIN_CHANGE)),
            (_("Chair stand"), stands_sentence([(day.day, float(day.reps)) for day in days if day.reps is not None])),
        ]
    return [
        *said,
        (_("Sitting"), _measured([(day, sums.sitting_s) for day, sums in sat.items()], LEAST_SITTING_CHANGE_S, _a_day)),
        (_("Movement"), _measured(shifts, LEAST_SHIFTS_CHANGE, shifts_an_hour)),
    ]


def kept_sentence(days: Sequence[LivedDay]) -> str:
    """How many planned days were kept, and what was done besides."""
    sums = sums_of(days)
    said = [kept_text(days)]
    if sums.n_rest:
        said.append(_("Rest that is prescribed is kept, too."))
    if sums.n_not_done:
        said.append(_("What was not done is let go: the plan goes on from where you are."))
    if sums.n_extra:
        said.append(
            ngettext(
                "Besides, you did something on %(num)s day without a plan.",
                "Besides, you did something on %(num)s days without a plan.",
                sums.n_extra,
            )
        )
    return " ".join(said)


def kept_cell(sums: Sums) -> str:
    """The same for a table.

    >>> kept_cell(Sums(2, 1, 1, 0, None, None, 0, None))
    '3 of 4'
    """
    return _("%(kept)s of %(planned)s", kept=sums.n_kept, planned=sums.n_planned) if sums.n_planned else UNKNOWN


def _answers(answers: Sequence[tuple[date, int | None]], least_change: float) -> str:
    values = [(day, float(value)) for day, value in answers if value is not None]
    found = trend(values, n_least=ANSWERS_N_LEAST, least_change=least_change)
    if found is not None:
        return _compared(found, _of_ten)
    n = len(values)
    so_far = ngettext("%(num)s answer so far.", "%(num)s answers so far.", n) if n else _("No answer yet.")
    need = ngettext(
        "To compare two weeks that lie apart, each needs %(num)s answer.",
        "To compare two weeks that lie apart, each needs %(num)s answers.",
        ANSWERS_N_LEAST,
    )
    return f"{so_far} {need}"


def stands_sentence(stood: Compared) -> str:
    """How the chair stand went."""
    found = trend(stood, n_least=1, least_change=LEAST_STANDS_CHANGE)
    if found is not None:
        return _compared(found, _full_stands)
    n = len(stood)
    so_far = (
        ngettext("%(num)s chair stand so far.", "%(num)s chair stands so far.", n) if n else _("No chair stand yet.")
    )
    need = _("Two that lie a week apart can be compared.")
    return f"{so_far} {need}"


def _measured(values: Compared, least_change: float, text: Callable[[float], str]) -> str:
    found = trend(values, n_least=DAYS_N_LEAST, least_change=least_change)
    if found is not None:
        return _compared(found, text)
    n = len(values)
    so_far = ngettext("%(num)s day so far.", "%(num)s days so far.", n) if n else _("No day yet.")
    need = ngettext(
        "To compare two weeks that lie apart, each needs %(num)s day with half an hour of sitting or more.",
        "To compare two weeks that lie apart, each needs %(num)s days with half an hour of sitting or more.",
        DAYS_N_LEAST,
    )
    return f"{so_far} {need}"


def _compared(found: Trend, text: Callable[[float], str]) -> str:
    return _(
        _COMPARED[found.direction],
        early=text(found.early),
        early_from=short_date(found.early_from),
        late=text(found.late),
        late_from=short_date(found.late_from),
    )


def _of_ten(value: float) -> str:
    return _("%(value)s of 10", value=number_text(value, 1))


def _full_stands(stands: float) -> str:
    """A week may hold several, and their mean be no whole number."""
    number = number_text(stands, 0 if stands == int(stands) else 1)
    return ngettext("%(stands)s full stand", "%(stands)s full stands", stands, stands=number)


def _a_day(sitting_s: float) -> str:
    return _("%(length)s a day", length=length(sitting_s))


def shifts_an_hour(shifts_per_hour: float) -> str:
    """How often somebody shifted their weight."""
    return ngettext(
        "%(num)s weight shift an hour",
        "%(num)s weight shifts an hour",
        round(shifts_per_hour),
    )
