"""What the pages say of how somebody sits: the posture, a slide, the time since the last weight shift, a doubtful reference.

How the load lies is measured, posture is not: so most of it "seems". No posture is called better than another.
"""

from __future__ import annotations

from chairpi.dashboard.feed.messages import Now, Slide
from chairpi.dashboard.lengths import MINUTE_S, long_length
from chairpi.language.words import N_, _, translated

STEP_MM = 5
"""Lengths are said in steps of this [mm]: finer is not meant by "about"."""

_POSTURE = {
    "upright": N_("Your weight rests as it does when you sit upright."),
    "upright_off_backrest": N_("You seem to sit upright, free of the backrest."),
    "forward_slide": N_("Your hips seem to be further forward than when you sit upright."),
    "perched": N_("You seem to sit on the front part of the seat, free of the backrest."),
    "hips_forward": N_("Your hips seem to be further forward than when you sit upright."),
    "forward_lean": N_("You seem to lean forward."),
    "desk_lean": N_("You seem to lean on the desk."),
    "recline": N_("You seem to lean back."),
    "lean_left": N_("Your weight rests more on your left."),
    "lean_right": N_("Your weight rests more on your right."),
    "crossed_left": N_("Your legs seem to be crossed, with more weight on your left."),
    "crossed_right": N_("Your legs seem to be crossed, with more weight on your right."),
    "unknown": N_("The chair cannot tell just now how you sit."),
}

_DOUBT = {
    "sitter": (
        N_("Is somebody else sitting here?"),
        N_("The load is not the one of your upright reference."),
    ),
    "place": (
        N_("Was the backrest moved, or is something behind your back?"),
        N_("For the third time, sitting began further forward or further back than your upright reference."),
    ),
}

_SLID = (
    N_("Your hips have slid forward about %(slide_mm)s mm since %(time)s."),
    N_("Your hips have slid forward about %(slide_mm)s mm, give or take %(spread_mm)s, since %(time)s."),
)
_FORWARD = (
    N_("Your hips have been about %(slide_mm)s mm forward since %(time)s."),
    N_("Your hips have been about %(slide_mm)s mm forward, give or take %(spread_mm)s, since %(time)s."),
)
"""Without and with how sure the length is."""

_MEANWHILE = N_("Until this is answered, or you sit as before, the chair does not say when your hips move forward.")


def posture_text(now: Now) -> str:
    """The posture in words; empty where another sentence of the page says why there is none to tell."""
    posture, reference = now["posture"] or "", now["reference"]
    if posture == "unknown" and (reference is None or reference.get("doubtful") or not now["sure"]):
        return ""
    return translated(_POSTURE.get(posture, ""))


def slide_texts(slide: Slide, since: str, *, has_upper_back: bool) -> dict[str, str]:
    """A slide with its size and what helps; with seat cells alone it is no more than the hips being forward.

    Parameters
    ----------
    slide
        The one that goes on.
    since
        Local clock time of its onset.
    has_upper_back
        Whether a cell in the upper backrest tells a slide from sitting on the front edge.
    """
    uncertainty_mm = slide.get("uncertainty_mm")
    values: dict[str, object] = {"slide_mm": _in_steps_mm(slide["slide_mm"]), "time": since}
    if uncertainty_mm is not None:
        values["spread_mm"] = max(STEP_MM, _in_steps_mm(uncertainty_mm))
    hint = _("Sitting back so that your back meets the backrest eases the lower back.")
    if has_upper_back:
        return {"slide": _(_SLID[uncertainty_mm is not None], **values), "slide_hint": hint}
    doubt = _("Whether you slid there or sit on the front edge, the cells under the seat cannot tell.")
    return {"slide": _(_FORWARD[uncertainty_mm is not None], **values), "slide_hint": f"{hint} {doubt}"}


def _in_steps_mm(length_mm: float) -> int:
    return STEP_MM * round(length_mm / STEP_MM)


def still_text(still_s: float | None, *, has_shifted: bool = True) -> str:
    """How long ago the weight was shifted; without a shift in this sitting, how long it has not been.

    >>> still_text(20.0), still_text(725.0)
    ('You shifted your weight within the last minute.', 'You last shifted your weight 12 minutes ago.')
    >>> still_text(20.0, has_shifted=False), still_text(725.0, has_shifted=False)
    ('', 'You have not shifted your weight for 12 minutes.')
    """
    if still_s is None or (still_s < MINUTE_S and not has_shifted):
        return ""
    if not has_shifted:
        return _("You have not shifted your weight for %(length)s.", length=long_length(still_s))
    if still_s < MINUTE_S:  # a shift is told some seconds late, so a count of seconds would jump
        return _("You shifted your weight within the last minute.")
    return _("You last shifted your weight %(length)s ago.", length=long_length(still_s))


def doubt_texts(now: Now) -> dict[str, str]:
    """What the chair asks about the reference, and what the question holds back; nothing while the reference is being taken."""
    if now["capturing_s"] is not None or now["reference_doubt"] is None:
        return {}
    question, why = _DOUBT.get(now["reference_doubt"], (N_("Does your upright reference still hold?"), ""))
    return {"doubt": translated(question), "doubt_hint": f"{translated(why)} {translated(_MEANWHILE)}".lstrip()}
