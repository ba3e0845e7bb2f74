"""What cannot be written into a diary, and why: in sentences for the person."""

from __future__ import annotations

from collections.abc import Sequence
from typing import assert_never

from chairpi.language.words import _
from chairpi.programme.diary import (
    BegunAnew,
    ChairStood,
    CheckedIn,
    Entry,
    LeftOut,
    Reviewed,
    RhythmChosen,
    Seen,
    SelfChecked,
    SessionDone,
    SignsAnswered,
    Stopped,
)
from chairpi.programme.plan.fold import state_of
from chairpi.programme.plan.tables import EARLIEST_REVIEW_DAYS, Gate, Stage


def check(entries: Sequence[Entry], entry: Entry) -> None:
    """Refuse an entry that cannot be made after these.

    Raises
    ------
    ValueError
        The text says in plain words what is wrong and what to do.
    """
    state = state_of(entries, entry.day)
    match entry:
        case SignsAnswered():
            pass
        case Seen():
            if state.gate is not Gate.LOCKED:
                raise ValueError(_("the exercises are not locked, so there is nothing to confirm"))
        case SelfChecked():
            if state.stage is Stage.SIGNS:
                raise ValueError(_("please answer the warning signs first; then the self-check is open"))
        case RhythmChosen() | Stopped() | LeftOut():
            pass
        case BegunAnew():
            if state.gate is Gate.LOCKED:
                raise ValueError(
                    _("the exercises are locked: please have what you ticked looked at before you begin anew")
                )
        case SessionDone(length_s=length_s):
            if not 0.0 <= length_s <= 6 * 3600.0:
                raise ValueError(_("a session takes from 0 s to 6 h, found %(length)s s", length=f"{length_s:g}"))
        case CheckedIn(soreness=soreness, pain=pain):
            if not 1 <= soreness <= 10:
                raise ValueError(_("soreness is a whole number from 1 to 10, found %(found)s", found=soreness))
            if not 0 <= pain <= 10:
                raise ValueError(_("pain is a whole number from 0 to 10, found %(found)s", found=pain))
        case Reviewed():
            if state.begun is None or (entry.day - state.begun).days < EARLIEST_REVIEW_DAYS:
                raise ValueError(_("it is early to look back: the review opens in the third week"))
        case ChairStood(reps=reps):
            if not 0 <= reps <= 60:
                raise ValueError(_("full stands in 30 s are a number from 0 to 60, found %(found)s", found=reps))
        case _:
            assert_never(entry)
