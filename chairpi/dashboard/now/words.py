"""Every sentence about the chair's present state, in one place: the pages, the JSON interface and the event stream say the same.

No posture is called bad, and nothing is asked for without its reason.
An empty text means that there is nothing to say: the page hides that place.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable, Mapping, Sequence

from chairpi.core.seat import Cell
from chairpi.dashboard.feed.messages import Now, Sitter
from chairpi.dashboard.heard import heard
from chairpi.dashboard.lengths import MINUTE_S, clock_face, long_length
from chairpi.dashboard.now.movement_words import PLACES as MOVEMENT_PLACES
from chairpi.dashboard.now.movement_words import movement_texts
from chairpi.dashboard.now.sitting_words import doubt_texts, posture_text, slide_texts, still_text
from chairpi.dashboard.prompts.now_words import PLACES as PROMPT_PLACES
from chairpi.dashboard.prompts.now_words import next_text, prompt_texts
from chairpi.dashboard.sitter_words import sitter_texts
from chairpi.language.words import N_, _, ngettext, number_text, translated

CENTRED_MM = 5.0
"""A centre of pressure nearer than this [mm] to a line is said to be on it; people feel and steer no finer."""

G0_M_PER_S2 = 9.80665
"""Standard gravity [m/s²] (CGPM 1901)."""

_STATE = {
    "unknown": N_("The chair is getting ready."),
    "vacant": N_("Nobody is in the chair."),
    "settling": N_("Someone is settling in."),
    "seated": N_("You are sitting."),
    "object": N_("Something lies on the seat."),
}

_PAUSED = {
    "nobody": N_("Paused: nobody in the chair."),
    "object": N_("Paused: something lies on the seat."),
    "settling": N_("Paused until you have settled in."),
    "unseen": N_("Paused: no readings came for a while, so nothing is assumed."),
    "no_cells": N_("Paused: too few load cells give readings."),
}


def as_sentence(error_text: str) -> str:
    """An error's message as a sentence on a page, in the language that is spoken where it is one that the pages know.

    >>> as_sentence("the sensor process is not running; start `chairpi sensor`")
    'The sensor process is not running; start “chairpi sensor”.'
    """
    text = re.sub(r"`([^`]*)`", r"“\1”", heard(error_text).rstrip("."))
    return f"{text[:1].upper()}{text[1:]}."


def cell_label(name: str) -> str:
    """A cell's name as a person says it."""
    return translated(Cell(name, 0.0, 0.0).label)


def listed(words: Iterable[str]) -> str:
    """Words as a spoken list.

    >>> listed(["front left"]), listed(["front left", "front right", "rear left"])
    ('front left', 'front left, front right and rear left')
    """
    *before, last = words
    return _("%(listed)s and %(last)s", listed=", ".join(before), last=last) if before else last


def sentences(
    now: Now,
    *,
    stale: bool,
    age_s: float | None,
    why: str,
    time_of: Callable[[float], str],
    moment_of: Callable[[float, float], str],
    sitters: Sequence[Sitter] = (),
    has_upper_back: bool = True,
) -> dict[str, str]:
    """All that the Now page says.

    Parameters
    ----------
    now
        The latest message.
    stale
        Whether its values are old.
    age_s
        How old they are [s]; `None` when there are none.
    why
        Why the sensor process is not heard; empty while it is.
    time_of
        POSIX seconds to local clock time.
    moment_of
        A moment to come [POSIX s] in words, and at which moment [POSIX s] they are said.
    sitters
        Whom the chair knows.
    has_upper_back
        Whether there is a cell in the upper backrest: only then the chair can tell sliding from sitting on the front edge.
    """
    lost = listed(cell_label(name) for name in now["lost_cells"]) if now["lost_cells"] else ""
    texts = {
        "state": _("The chair cannot tell just now.")
        if now["paused"] == "no_cells"
        else translated(_STATE.get(now["occupancy"], "")),
        "clock": clock_face(now["sitting_s"]),
        "clock_label": _("sitting without a break"),
        "clock_note": translated(_PAUSED.get(now["paused"], N_("Paused."))) if now["paused"] else "",
        "next": next_text(now),
        "posture": "",
        "slide": "",
        "slide_hint": "",
        "still": "",
        "doubt": "",
        "doubt_hint": "",
        **dict.fromkeys((*PROMPT_PLACES, *MOVEMENT_PLACES), ""),
        **sitter_texts(now, sitters),
        "capture": "",
        "capture_hint": "",
        "reference": _reference(now),
        "zero": _("Calibrate: set the zero anew") if now["reference"] and now["reference"]["zero_doubtful"] else "",
        "lost": "",
        "lost_hint": "",
        "lost_still": "",
        "warm": "",
        "supply": "",
        "supply_hint": "",
        "empty": "",
        "empty_hint": "",
        "cop": _centre_of_pressure(now),
        "link": "",
        "link_why": "",
        "link_hint": "",
    }
    if now["paused"] == "nobody" and now["sitting_s"] < 1 and now["away_s"] is not None:
        texts |= {"clock": clock_face(now["away_s"]), "clock_label": _("off the seat")}
    if lost:
        texts["lost"] = _("No reading from %(cells)s.", cells=lost)
        texts["lost_hint"] = _(
            "Check that the plug sits firmly and that no wire is pinched. The reading comes back by itself; nothing needs a restart."
        )
        if not now["sure"]:
            texts["lost_still"] = _(
                "Until then the other cells tell whether somebody sits: the sitting clock and the prompts go on, "
                "a little less surely. How you sit is not judged."
            )
    if stale:
        texts |= _silence(age_s, why)
    else:
        texts |= _present(now, time_of, has_upper_back=has_upper_back)
        texts |= prompt_texts(now, _quiet_until(now, moment_of)) | movement_texts(now)
    texts["title"] = _title(texts, now)
    return texts


def load_text(now: Now) -> str:
    """What a sitter weighs on the seat, for a household that wants to see it."""
    if now["occupancy"] != "seated" or now["total_n"] is None:
        return ""
    return _("The seat carries %(load_kg)s kg.", load_kg=number_text(now["total_n"] / G0_M_PER_S2, 1))


def _present(now: Now, time_of: Callable[[float], str], *, has_upper_back: bool) -> dict[str, str]:
    """What only holds while the readings are fresh: what the chair asks, and what a person may do now."""
    texts: dict[str, str] = _supply(now, time_of)
    if now["slide"]:
        onset_utc_s = now["utc_s"] - (now["t_s"] - now["slide"]["onset_t_s"])
        texts |= slide_texts(now["slide"], time_of(onset_utc_s), has_upper_back=has_upper_back)
    elif now["occupancy"] == "seated":
        texts["posture"] = posture_text(now)
    if now["occupancy"] == "seated":
        movement = now["movement"]
        has_shifted = movement is None or movement["n_micro"] + movement["n_macro"] > 0
        texts["still"] = still_text(now["still_s"], has_shifted=has_shifted)
        texts |= doubt_texts(now)
    if now["warming_up_s"] is not None and now["occupancy"] == "seated":
        minutes = max(1, math.ceil(now["warming_up_s"] / MINUTE_S))
        texts["warm"] = ngettext(
            "The chair is warming up: for %(num)s more minute it does not judge how you sit.",
            "The chair is warming up: for %(num)s more minutes it does not judge how you sit.",
            minutes,
        )
        texts["posture"] = ""
    if now["empty_load_kg"] is not None:
        load_kg = number_text(abs(now["empty_load_kg"]), 1)
        texts["empty"] = (
            _("The empty seat reads %(load_kg)s kg more than before.", load_kg=load_kg)
            if now["empty_load_kg"] > 0
            else _("The empty seat reads %(load_kg)s kg less than before.", load_kg=load_kg)
        )
        texts["empty_hint"] = _(
            "Is it a cushion or a cover that belongs to the chair from now on? If not, take it away."
        )
    if now["capturing_s"] is not None:
        texts["capture"] = ngettext(
            "Keep still: %(num)s second to go", "Keep still: %(num)s seconds to go", max(0, round(now["capturing_s"]))
        )
        texts["capture_hint"] = _(
            "Sit upright, your back against the backrest, both feet on the floor, and breathe calmly."
        )
    return texts


def _supply(now: Now, time_of: Callable[[float], str]) -> dict[str, str]:
    """That the supply voltage is or was too low, until somebody closes it."""
    if now["supply_noted_t_s"] is None:
        return {}
    if now["supply_low"]:
        says = _("The supply voltage is too low just now, so the load cells cannot be trusted.")
        means = _(
            "Until it is fine again the chair does not judge how you sit and asks for nothing but standing up. "
            "The sitting clock goes on, a little less surely."
        )
    else:
        since_utc_s = now["utc_s"] - (now["t_s"] - now["supply_noted_t_s"])
        says = _("The supply voltage is fine again. It was too low at %(time)s.", time=time_of(since_utc_s))
        means = _("What was measured meanwhile is marked as doubtful.")
    do = _("Use a 5 V supply made for this Raspberry Pi and a short, thick cable, and unplug what else it feeds.")
    return {"supply": says, "supply_hint": f"{means} {do}"}


def _silence(age_s: float | None, why: str) -> dict[str, str]:
    """What stands in place of the present state while the sensor process is not heard."""
    if why:
        why = as_sentence(why)
        hint = _(
            "This page finds it again by itself. If it stays away, look on the Raspberry Pi: “systemctl status chairpi-sensor” "
            "says how it is, and “sudo systemctl restart chairpi-sensor” starts it again."
        )
    else:
        why = _("The sensor process runs, but it sends no readings.")
        hint = _("Check the cable between the chair and the Raspberry Pi. The readings come back by themselves.")
    if age_s is None:
        nothing_yet = dict.fromkeys(
            ("clock", "clock_label", "clock_note", "next", "reference", "zero", "cop", "sitter", "suggest"), ""
        )
        link = {"link": _("The chair has not been heard yet."), "link_why": why, "link_hint": hint}
        return {"state": _("Waiting for the chair."), **nothing_yet, **link}
    return {
        "state": _("These are the last values."),
        "clock_note": "",
        "next": "",
        "suggest": "",
        "link": _("Nothing heard from the chair for %(length)s.", length=long_length(age_s)),
        "link_why": why,
        "link_hint": hint,
    }


def _title(texts: Mapping[str, str], now: Now) -> str:
    """What the browser's tab says: the prompt when there is one, else the sitting clock."""
    if texts["prompt"]:
        return f"● {texts['prompt']}"
    if texts["link"]:
        return _("No news from the chair")
    return _("Sitting %(clock)s", clock=texts["clock"]) if now["occupancy"] == "seated" else texts["state"].rstrip(".")


def _quiet_until(now: Now, moment_of: Callable[[float, float], str]) -> str:
    """When the quiet that holds the prompt to stand back ends, in words; empty where it is not known."""
    until_t_s = now["prompts"]["quiet_until_t_s"]
    return "" if until_t_s is None else moment_of(now["utc_s"] + until_t_s - now["t_s"], now["utc_s"])


def _reference(now: Now) -> str:
    reference = now["reference"]
    if reference is None:
        return _(
            "The chair does not know yet how you sit upright. Show it once, and it can tell when your hips move forward."
        )
    if reference["source"] == "guided":
        text = _("The chair knows how you sit upright: you showed it.")
    else:
        text = _("The chair has taken a first guess at how you sit upright. Showing it makes it surer.")
    if reference.get("doubtful"):
        return _(
            "The chair was calibrated anew, so what it knew of how you sit upright no longer counts. Show it again."
        )
    if reference["zero_doubtful"]:
        changed = _("The empty seat has changed since then: calibrate the chair, then show it again.")
        return f"{text} {changed}"
    return text


def _centre_of_pressure(now: Now) -> str:
    ap_mm, ml_mm = now["cop_ap_mm"], now["cop_ml_mm"]
    if now["lost_cells"] and (ap_mm is None or ml_mm is None):
        return _("Too few cells give readings to say where the weight rests.")
    if ap_mm is None or ml_mm is None:
        return _("There is too little on the seat to say where its weight rests.")
    side = (_side(ap_mm), _side(ml_mm))
    return _(_CENTRES[side], ap_mm=number_text(abs(ap_mm)), ml_mm=number_text(abs(ml_mm)))


def _side(offset_mm: float) -> int:
    return 0 if abs(offset_mm) < CENTRED_MM else 1 if offset_mm > 0 else -1


_CENTRES = {
    (0, 0): N_("The weight rests over the middle of the seat."),
    (1, 0): N_("The weight rests %(ap_mm)s mm forward of the middle of the seat."),
    (-1, 0): N_("The weight rests %(ap_mm)s mm back of the middle of the seat."),
    (0, 1): N_("The weight rests %(ml_mm)s mm to the right of the middle of the seat."),
    (0, -1): N_("The weight rests %(ml_mm)s mm to the left of the middle of the seat."),
    (1, 1): N_("The weight rests %(ap_mm)s mm forward and %(ml_mm)s mm to the right of the middle of the seat."),
    (1, -1): N_("The weight rests %(ap_mm)s mm forward and %(ml_mm)s mm to the left of the middle of the seat."),
    (-1, 1): N_("The weight rests %(ap_mm)s mm back and %(ml_mm)s mm to the right of the middle of the seat."),
    (-1, -1): N_("The weight rests %(ap_mm)s mm back and %(ml_mm)s mm to the left of the middle of the seat."),
}
"""By the side forward (1), over the middle (0) or back (-1), and by that to the right, over the middle or to the left."""
