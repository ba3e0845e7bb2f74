"""What the look back shows: soreness, pain and chair stands at the start and now, and what to do with the answer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from chairpi.dashboard.programme.mine import Mine
from chairpi.dashboard.programme.words import REVIEWS
from chairpi.language.words import N_, _, long_date, ngettext, number_text
from chairpi.programme.diary import Change, Reviewed
from chairpi.programme.plan import Ask, Today
from chairpi.programme.plan.tables import EARLIEST_REVIEW_DAYS
from chairpi.programme.progress import LivedDay, lived_days, sums_of, trend

ANSWERS_N_LEAST = 2
"""Each of the two weeks that are compared has so many check-ins: one alone says more about its day than about its week. Our choice."""

TOO_FEW = N_("too few answers yet")

NEXT_PAGES = {
    Change.BETTER: (
        (N_("What today is for"), "programme.page"),
        (N_("All exercises, with their harder forms"), "stretch.exercises"),
    ),
    Change.NO_CHANGE: (
        (N_("What today is for"), "programme.page"),
        (N_("Do the self-check again"), "programme.self_check"),
        (N_("When to get help"), "stretch.when_to_get_help"),
    ),
    Change.WORSE: (
        (N_("The warning signs"), "warning_signs.page"),
        (N_("When to get help"), "stretch.when_to_get_help"),
    ),
}
"""Where each answer leads: label and page."""


@dataclass(frozen=True, slots=True)
class Row:
    """One line of "then and now"."""

    name: str
    start: str
    now: str


def looked_back(mine: Mine, today: Today, latest: Reviewed | None) -> dict[str, object]:
    """The parts of the page that `review.html` shows.

    Parameters
    ----------
    mine, today
        Whose, and what the plan says.
    latest
        The latest review since the programme began; `None` for none.
    """
    days = lived_days(mine.entries, today.begun, today.day) if today.begun is not None else ()
    is_early = today.begun is None or (today.day - today.begun).days < EARLIEST_REVIEW_DAYS
    is_done = latest is not None and latest.day == today.day
    return {
        "rows": then_and_now(days),
        "kept": kept_text(days),
        "open": not is_early and not is_done and not today.locked and today.ask is not Ask.SIGNS,
        "not_yet": _not_yet(is_done=is_done, is_early=is_early),
        "found": REVIEWS[latest.change] if latest else None,
        "found_day": long_date(latest.day) if latest else "",
        "next_pages": NEXT_PAGES[latest.change] if latest else (),
    }


def _not_yet(*, is_done: bool, is_early: bool) -> str:
    if is_done:
        return _("This is answered for today.")
    if is_early:
        return _(
            "It is early to look back: this opens in the third week. Until then, be patient, and listen to your body."
        )
    return _("The warning signs come first.")


def then_and_now(days: Sequence[LivedDay]) -> list[Row]:
    """The means of the first and the latest week with enough answers, and the first and the latest chair stand.

    Returns
    -------
    list of Row
        Soreness, pain, and chair stands where there was one; what is too little is said to be so.
    """
    stands = [day.reps for day in days if day.reps is not None]
    rows = [
        _means(_("Soreness, 1 to 10"), [(day, day.soreness) for day in days]),
        _means(_("Pain, 0 to 10"), [(day, day.pain) for day in days]),
    ]
    if stands:
        now = number_text(stands[-1]) if len(stands) > 1 else _("one so far")
        rows.append(Row(_("Full stands in 30 s"), number_text(stands[0]), now))
    return rows


def _means(name: str, answers: Sequence[tuple[LivedDay, int | None]]) -> Row:
    values = [(day.day, float(value)) for day, value in answers if value is not None]
    # No change is named here: whether it is one is for the person to say.
    found = trend(values, n_least=ANSWERS_N_LEAST, least_change=0.0)
    if found is None:
        return Row(name, _(TOO_FEW), _(TOO_FEW))
    return Row(name, number_text(found.early, 1), number_text(found.late, 1))


def kept_text(days: Sequence[LivedDay]) -> str:
    """How many of the planned days were kept."""
    sums = sums_of(days)
    if not sums.n_planned:
        return _("No planned day is over yet.")
    if not sums.n_rest:
        return ngettext(
            "Of %(num)s planned day you kept %(kept)s.",
            "Of %(num)s planned days you kept %(kept)s.",
            sums.n_planned,
            kept=sums.n_kept,
        )
    return ngettext(
        "Of %(num)s planned day you kept %(kept)s, %(rest)s among them.",
        "Of %(num)s planned days you kept %(kept)s, %(rest)s among them.",
        sums.n_planned,
        kept=sums.n_kept,
        rest=ngettext("%(num)s day of prescribed rest", "%(num)s days of prescribed rest", sums.n_rest),
    )
