"""What the programme's forms say, as entries for the diary; what does not fit is answered in a sentence for the person."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from datetime import date
from enum import StrEnum
from typing import TypeVar

from chairpi.dashboard.programme.words import SCALES
from chairpi.language.words import _
from chairpi.programme.diary import (
    Change,
    CheckedIn,
    Finding,
    Occasion,
    Reviewed,
    Rhythm,
    RhythmChosen,
    SelfChecked,
    SignsAnswered,
)
from chairpi.programme.exercises import Cause

_Choice = TypeVar("_Choice", bound=StrEnum)


class UnfinishedError(ValueError):
    """A form that is not finished: what is wanted, by the name of the field that wants it.

    Parameters
    ----------
    wanted
        For each field its sentence for the person; at least one.
    """

    def __init__(self, wanted: Mapping[str, str]) -> None:
        super().__init__(" ".join(wanted.values()))
        self.wanted = dict(wanted)


def signs_of(yes: Sequence[str], none: bool, asked: Sequence[str], occasion: Occasion, day: date) -> SignsAnswered:
    """The answer to the warning signs.

    Parameters
    ----------
    yes
        Ids of the signs that were ticked.
    none
        Whether "none of these" was ticked.
    asked
        Ids of the signs that the form shows, in their order.
    occasion, day
        Why they were asked, and when.

    Raises
    ------
    UnfinishedError
        Nothing was ticked, or both a sign and "none of these": an answer that may lock or open the exercises is never guessed.
    """
    ticked = tuple(sign_id for sign_id in asked if sign_id in yes)
    if set(yes) - set(asked):
        raise UnfinishedError(
            {"signs": _("The list of signs has changed since this page was opened. Please answer it once more.")}
        )
    if ticked and none:
        raise UnfinishedError({"signs": _("Both a sign and “None of these” are ticked. Please leave only what is so.")})
    if not ticked and not none:
        raise UnfinishedError({"signs": _("Please tick what is so, or “None of these” at the end.")})
    return SignsAnswered(day, occasion, ticked)


def findings_of(form: Mapping[str, str]) -> dict[Cause, Finding]:
    """The home tests that are answered so far, in the order of the causes; what is no answer counts as none."""
    return {cause: Finding(form[cause]) for cause in Cause if form.get(cause) in list(Finding)}


def self_check_of(form: Mapping[str, str], day: date) -> SelfChecked:
    """The self-check with an answer to each test; `UnfinishedError` names those without one."""
    findings = findings_of(form)
    open_causes = [cause for cause in Cause if cause not in findings]
    if open_causes:
        raise UnfinishedError(dict.fromkeys(open_causes, _("This one waits for an answer. “Not sure” is one too.")))
    return SelfChecked(day, findings)


def check_in_of(form: Mapping[str, str], day: date) -> CheckedIn:
    """How it is today: soreness and pain, kept apart; `UnfinishedError` where one of them was not chosen."""
    soreness = _whole(form.get("soreness", ""), SCALES["soreness"])
    pain = _whole(form.get("pain", ""), SCALES["pain"])
    wanted = {}
    if soreness is None:
        wanted["soreness"] = _("Please choose from 1 to 10 how sore the muscles are.")
    if pain is None:
        wanted["pain"] = _("Please choose from 0 to 10 how much the back hurts.")
    if soreness is None or pain is None:
        raise UnfinishedError(wanted)
    return CheckedIn(day, soreness, pain, unable=form.get("unable") == "yes", at_night=form.get("at_night") == "yes")


def review_of(form: Mapping[str, str], day: date) -> Reviewed:
    """What a look back found; `UnfinishedError` where nothing was chosen."""
    change = _one_of(form.get("change", ""), Change)
    if change is None:
        raise UnfinishedError({"change": _("Please choose one of the three. “No change yet” is a good answer too.")})
    return Reviewed(day, change)


def rhythm_of(form: Mapping[str, str], day: date) -> RhythmChosen:
    """How often to strengthen; `UnfinishedError` where nothing was chosen."""
    rhythm = _one_of(form.get("rhythm", ""), Rhythm)
    if rhythm is None:
        raise UnfinishedError({"rhythm": _("Please choose every other day, or daily.")})
    return RhythmChosen(day, rhythm)


def occasion_of(text: str) -> Occasion:
    """Why the warning signs were opened; by the person's own wish where the address says nothing that is known."""
    return _one_of(text, Occasion) or Occasion.ASKED


def _one_of(text: str, choices: type[_Choice]) -> _Choice | None:
    return next((choice for choice in choices if choice.value == text), None)


def _whole(text: str, within: Collection[int]) -> int | None:
    """A whole number as a form sends it, where it lies within bounds."""
    return int(text) if re.fullmatch(r"\d{1,2}", text, re.ASCII) and int(text) in within else None
