"""What the plan says, in sentences: kind, short, and never a diagnosis."""

from __future__ import annotations

from datetime import date

from chairpi.language.words import N_, _, ngettext, number_text, translated, weekday
from chairpi.programme.diary import CheckedIn, Occasion, Rhythm
from chairpi.programme.plan.state import Answering
from chairpi.programme.plan.tables import LOOSEN_DAYS, PAIN, RISE_DAYS, SORENESS, effect_of
from chairpi.programme.signs import load_signs

_LOCKED = (
    N_(
        "You ticked a sign that somebody should look at before you exercise. The exercises stay closed until you say that this "
        "has happened."
    ),
    N_("That is a precaution and says nothing about what it is."),
)

_ASKED = {
    "self_check": N_(
        "Five short tests at home show what is tight and what is weak. They say where to begin, and no more than that."
    ),
    "check_in": N_("How is it today, after your last session? Your muscles and your back are two questions."),
    "review": N_("Time to look back: is it better than when you began?"),
}


def locked() -> tuple[str, ...]:
    """Why all exercises are closed."""
    return tuple(map(translated, _LOCKED))


def asked(question: str, occasion: Occasion) -> str:
    """Why a question comes first."""
    return translated(load_signs().why(occasion) if question == "signs" else _ASKED[question])


def asked_after_rest() -> str:
    """Why a check-in comes first where no session asks for it."""
    return _("Your days of rest are over. How is it now? Then the plan knows whether to go on.")


def rest(day: date, until: date, soreness: int | None) -> list[str]:
    """A prescribed rest."""
    why = _("Muscles grow stronger while they rest, so these days count as kept.")
    return [
        f"{_how_long(day, until, soreness)} {why}",
        _("Gentle stretching stays open, if it feels good."),
    ]


def _how_long(day: date, until: date, soreness: int | None) -> str:
    if until == day and soreness is None:
        return _("Rest from strengthening today.")
    if until == day:
        return _("Rest from strengthening today (your muscles: %(soreness)s of 10).", soreness=soreness)
    if soreness is None:
        return _("Rest from strengthening today and until %(weekday)s.", weekday=weekday(until))
    return _(
        "Rest from strengthening today and until %(weekday)s (your muscles: %(soreness)s of 10).",
        weekday=weekday(until),
        soreness=soreness,
    )


def done(day: date, next_day: date | None, *, again: bool) -> list[str]:
    """Today's session is done."""
    when = "" if next_day is None else _comes(day, next_day, again=again)
    return [_in_a_row(_("Today's session is done. Well kept."), when, _("Stretching is open every day."))]


def strengthen(day: date, latest: date | None, rhythm: Rhythm) -> list[str]:
    """A whole session today."""
    if latest is None:
        return [
            _(
                "You have loosened for some days; now the weaker muscles come in. First loosen, then strengthen, then roll."
            )
        ]
    if rhythm is Rhythm.DAILY:
        return [_("A session today, as you chose: every day. First loosen, then strengthen, then roll.")]
    return [
        ngettext(
            "Your last strengthening was %(num)s day ago, so your muscles are ready. First loosen, then strengthen, then roll.",
            "Your last strengthening was %(num)s days ago, so your muscles are ready. First loosen, then strengthen, then roll.",
            (day - latest).days,
        )
    ]


def loosen_first(n_days: int) -> list[str]:
    """The first days."""
    return [
        ngettext(
            "First loosen what is tight: stretching on one more day before anything is strengthened.",
            "First loosen what is tight: stretching on %(num)s more days before anything is strengthened.",
            max(1, LOOSEN_DAYS - n_days),
        )
    ]


def between(day: date, next_day: date | None, rhythm: Rhythm, *, again: bool) -> list[str]:
    """A day in between."""
    when = "" if next_day is None or next_day <= day else _comes(day, next_day, again=again)
    rests = _("Muscles that were worked rest a day; stretching may go on every day.")
    return [_in_a_row(_("Today is for stretching."), "" if rhythm is Rhythm.DAILY else rests, when)]


def paused() -> str:
    """After a long pause."""
    return _("It has been two weeks or more since your last session, so the dose is one step lower today.")


def sore_for_long() -> str:
    """Soreness that should have eased."""
    return _("Your muscles have been very sore for more than five days. Please show that to your doctor.")


def more_at_first() -> str:
    """The first weeks of strengthening."""
    return _(
        "It may hurt a little more at first, while weaker muscles are put to work. That usually settles within days: "
        "be patient with your body, and listen to it."
    )


def no_change(*, is_last: bool) -> str:
    """No change yet, or, after the last of the usual looks back, still none."""
    if is_last:
        return _(
            "After five weeks without a change it is time to have your back looked at. You may go on meanwhile, "
            "as long as it does not hurt more, and take the self-check once more: another cause may matter more."
        )
    return _(
        "No change yet is common after three or four weeks: results come in three to five. "
        "Go on as you do; there is another look back soon."
    )


def of_the_dose(latest: CheckedIn, answering: Answering, change: int, day: date) -> str:
    """What the answers since the latest session have done to the dose: `change` steps."""
    if change < 0:
        return _("After what you said the dose is a step lower. Less is enough for now.")
    if change > 0:
        return _(
            "Your muscles took it easily, so the dose is a small step higher. It grows by one step in a week at most."
        )
    if answering.least is not None and answering.least < 0:
        return _("The dose stays at its lowest step. Less is enough for now.")
    if effect_of(SORENESS, latest.soreness).step == 0:
        return _("Soreness of %(soreness)s is what to aim for, so the dose stays as it is.", soreness=latest.soreness)
    if effect_of(PAIN, latest.pain).step == 0 or latest.at_night:
        return _("Your muscles would take more, but your back says to wait: the dose stays as it is.")
    if answering.was_hard:
        return _("Your last session felt hard, so the dose stays as it is.")
    if answering.raised is not None and (day - answering.raised).days < RISE_DAYS:
        return _("The dose grew less than a week ago, so it stays as it is for now.")
    return _("The dose stays as it is.")


def slide(percent: float, n_days: int) -> str:
    """What the chair saw of the hips."""
    return ngettext(
        "Your hips were forward for %(percent)s %% of your sitting on the latest day; tight hamstrings and hips often go with that, "
        "so they come first.",
        "Your hips were forward for %(percent)s %% of your sitting over the latest %(num)s days; tight hamstrings and hips often go "
        "with that, so they come first.",
        n_days,
        percent=number_text(percent),
    )


def still(minutes: float, n_days: int) -> str:
    """What the chair saw of still spells."""
    return ngettext(
        "On a usual day you sat still for up to %(minutes)s min on the latest day; hips and ankles stiffen most with that, "
        "so they come first.",
        "On a usual day you sat still for up to %(minutes)s min over the latest %(num)s days; hips and ankles stiffen most with that, "
        "so they come first.",
        n_days,
        minutes=number_text(minutes),
    )


def one_sided(percent: float, n_days: int) -> str:
    """What the chair saw of the two sides."""
    share = number_text(abs(percent))
    if percent > 0:
        return ngettext(
            "More of your weight rested on your right side (%(percent)s %%) on the latest day; "
            "hips and glutes of both sides come first.",
            "More of your weight rested on your right side (%(percent)s %%) over the latest %(num)s days; "
            "hips and glutes of both sides come first.",
            n_days,
            percent=share,
        )
    return ngettext(
        "More of your weight rested on your left side (%(percent)s %%) on the latest day; "
        "hips and glutes of both sides come first.",
        "More of your weight rested on your left side (%(percent)s %%) over the latest %(num)s days; "
        "hips and glutes of both sides come first.",
        n_days,
        percent=share,
    )


def _comes(day: date, next_day: date, *, again: bool) -> str:
    if (next_day - day).days == 1:
        return _("Strengthening comes again tomorrow.") if again else _("Strengthening comes tomorrow.")
    on = weekday(next_day)
    return (
        _("Strengthening comes again on %(weekday)s.", weekday=on)
        if again
        else _("Strengthening comes on %(weekday)s.", weekday=on)
    )


def _in_a_row(*sentences: str) -> str:
    return " ".join(filter(None, sentences))
