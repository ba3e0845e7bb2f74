"""What the plan says, in sentences: kind, short, and never a diagnosis."""

from __future__ import annotations

from datetime import date

from chairpi.programme.diary import CheckedIn, Occasion, Rhythm
from chairpi.programme.plan.fold import Answering
from chairpi.programme.plan.tables import LOOSEN_DAYS, PAIN, RISE_DAYS, SORENESS, effect_of
from chairpi.programme.signs import load_signs

LOCKED = (
    "You ticked a sign that somebody should look at before you exercise. The exercises stay closed until you say that this "
    "has happened.",
    "That is a precaution and says nothing about what it is.",
)
PAUSED = "It has been two weeks or more since your last session, so the dose is one step lower today."
SORE_FOR_LONG = "Your muscles have been very sore for more than five days. Please show that to your doctor."
MORE_AT_FIRST = (
    "It may hurt a little more at first, while weaker muscles are put to work. That usually settles within days: "
    "be patient with your body, and listen to it."
)
NO_CHANGE_YET = (
    "No change yet is common after three or four weeks: results come in three to five. "
    "Go on as you do; there is another look back soon."
)
NO_CHANGE_STILL = (
    "After five weeks without a change it is time to have your back looked at. You may go on meanwhile, as long as it does not hurt more, "
    "and take the self-check once more: another cause may matter more."
)
RESTED_CHECK_IN = ["Your days of rest are over. How is it now? Then the plan knows whether to go on."]

_ASKED = {
    "self_check": "Five short tests at home show what is tight and what is weak. They say where to begin, and no more than that.",
    "check_in": "How is it today, after your last session? Your muscles and your back are two questions.",
    "review": "Time to look back: is it better than when you began?",
}


def asked(question: str, occasion: Occasion) -> list[str]:
    """Why a question comes first."""
    return [load_signs().why(occasion) if question == "signs" else _ASKED[question]]


def rest(day: date, until: date, soreness: int | None) -> list[str]:
    """A prescribed rest."""
    sore = "" if soreness is None else f" (your muscles: {soreness} of 10)"
    end = "today" if until == day else f"today and until {_day(until)}"
    return [
        f"Rest from strengthening {end}{sore}. Muscles grow stronger while they rest, so these days count as kept.",
        "Gentle stretching stays open, if it feels good.",
    ]


def done(day: date, next_day: date | None, *, again: bool) -> list[str]:
    """Today's session is done."""
    when = "" if next_day is None else f" {_comes(day, next_day, again=again)}"
    return [f"Today's session is done. Well kept.{when} Stretching is open every day."]


def strengthen(day: date, latest: date | None, rhythm: Rhythm) -> list[str]:
    """A whole session today."""
    if latest is None:
        return [
            "You have loosened for some days; now the weaker muscles come in. First loosen, then strengthen, then roll."
        ]
    if rhythm is Rhythm.DAILY:
        return ["A session today, as you chose: every day. First loosen, then strengthen, then roll."]
    days = (day - latest).days
    return [
        f"Your last strengthening was {days} days ago, so your muscles are ready. First loosen, then strengthen, then roll."
    ]


def loosen_first(n_days: int) -> list[str]:
    """The first days."""
    left = max(1, LOOSEN_DAYS - n_days)
    more = "one more day" if left == 1 else f"{left} more days"
    return [f"First loosen what is tight: stretching on {more} before anything is strengthened."]


def between(day: date, next_day: date | None, rhythm: Rhythm, *, again: bool) -> list[str]:
    """A day in between."""
    when = "" if next_day is None or next_day <= day else f" {_comes(day, next_day, again=again)}"
    why = "" if rhythm is Rhythm.DAILY else " Muscles that were worked rest a day; stretching may go on every day."
    return [f"Today is for stretching.{why}{when}"]


def of_the_dose(latest: CheckedIn, answering: Answering, change: int, day: date) -> str:
    """What the answers since the latest session have done to the dose: `change` steps."""
    if change < 0:
        return "After what you said the dose is a step lower. Less is enough for now."
    if change > 0:
        return (
            "Your muscles took it easily, so the dose is a small step higher. It grows by one step in a week at most."
        )
    if answering.least is not None and answering.least < 0:
        return "The dose stays at its lowest step. Less is enough for now."
    if effect_of(SORENESS, latest.soreness).step == 0:
        return f"Soreness of {latest.soreness} is what to aim for, so the dose stays as it is."
    if effect_of(PAIN, latest.pain).step == 0 or latest.at_night:
        return "Your muscles would take more, but your back says to wait: the dose stays as it is."
    if answering.was_hard:
        return "Your last session felt hard, so the dose stays as it is."
    if answering.raised is not None and (day - answering.raised).days < RISE_DAYS:
        return "The dose grew less than a week ago, so it stays as it is for now."
    return "The dose stays as it is."


def slide(percent: float, n_days: int) -> str:
    """What the chair saw of the hips."""
    return (
        f"Your hips were forward for {percent:.0f} % of your sitting {_over(n_days)}; tight hamstrings and hips often go with that, "
        "so they come first."
    )


def still(minutes: float, n_days: int) -> str:
    """What the chair saw of still spells."""
    return (
        f"On a usual day you sat still for up to {minutes:.0f} min {_over(n_days)}; hips and ankles stiffen most with that, "
        "so they come first."
    )


def one_sided(percent: float, n_days: int) -> str:
    """What the chair saw of the two sides."""
    side = "right" if percent > 0 else "left"
    return (
        f"More of your weight rested on your {side} side ({abs(percent):.0f} %) {_over(n_days)}; "
        "hips and glutes of both sides come first."
    )


def _over(n_days: int) -> str:
    return "on the latest day" if n_days == 1 else f"over the latest {n_days} days"


def _comes(day: date, next_day: date, *, again: bool) -> str:
    return f"Strengthening comes {'again ' if again else ''}{_when(day, next_day)}."


def _when(day: date, other: date) -> str:
    return "tomorrow" if (other - day).days == 1 else f"on {_day(other)}"


def _day(day: date) -> str:
    return f"{day:%A}"
