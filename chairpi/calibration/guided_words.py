"""What the guided calibration says: what to do now, what was measured, and why something was refused."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from chairpi.calibration.evidence import Evidence, Fitted, Fitter, Method
from chairpi.calibration.fit_errors import Errors
from chairpi.calibration.fitting import CONDITION_LIMIT
from chairpi.calibration.guided_actions import Fields
from chairpi.calibration.wiring import wiring
from chairpi.core.seat import Seat

Suggestion = Mapping[str, object]

MEASURING = {
    "tare": "Measuring the empty seat. Leave it alone for a moment.",
    "span": "Measuring the mass in the middle. Leave it alone for a moment.",
    "corner": "Measuring the mass over {cell}. Leave it alone for a moment.",
    "known": "Measuring the mass {place}. Leave it alone for a moment.",
    "feet_off": "Measuring this posture. Feet off the floor, back off the backrest, keep still.",
    "rest": "Measuring the seat at rest. Leave it alone for a moment.",
    "press": "Press firmly on the seat over {cell}, on nothing else, and hold until it is measured.",
}

NEXT = {
    "idle": "Begin when you have five minutes and something whose mass you know, such as a full ten-litre can. "
    "Let the chair run for ten minutes first, so that it is warm.",
    "tare": "Take everything off the seat, step back, and set the zero.",
    "press": "Press with one hand on the seat over {cell}, and hold while it is measured.",
    "accept": "The wiring check found something that can be put right in software. Accept it, or change the wires and begin again.",
    "span": "Put the mass in the middle of the seat and measure it. It must touch nothing but the seat.",
    "corner": "Put the mass over {cell} and measure it.",
    "known": "Put the mass with its middle {place} and measure it. Or finish: every place more makes the map better.",
    "finish": "All places are measured. Look at the figures and finish.",
    "finished": "The new calibration is in use. Take everything off the seat. Undo goes back to the one before.",
}

UNSTEADY_PERSON = (
    "your weight on the seat changed, so this posture was not measured; hold still for five seconds, and let nothing but the seat "
    "carry you"
)

JUDGED_BY_ITSELF = "on the very measurements it was made from, which flatters it"

METHODS = {
    Method.ZERO: "the zero only",
    Method.SPAN: "zero, and one scale for all cells",
    Method.FEET_OFF: "zero, and a gain for each cell from one person's postures",
    Method.CORNERS: "zero, and a gain for each cell",
    Method.MAP: "zero, a gain for each cell, and a map of the whole seat",
}


def place_in_words(ap_mm: float, ml_mm: float) -> str:
    """A place on the seat as a person finds it.

    >>> place_in_words(150.0, -20.0)
    '150 mm in front of the middle and 20 mm to the left'
    """
    parts = []
    if round(ap_mm):
        parts.append(f"{abs(ap_mm):.0f} mm {'in front of' if ap_mm > 0 else 'behind'} the middle")
    if round(ml_mm):
        side = "right" if ml_mm > 0 else "left"
        parts.append(f"{abs(ml_mm):.0f} mm to the {side}" + ("" if parts else " of the middle"))
    return " and ".join(parts) or "in the middle"


def suggestion(seat: Seat, fitter: Fitter, evidence: Evidence) -> Suggestion:
    """What to do next for the best result: the action and its fields, mass left out.

    Zero, the middle, each cell, then halfway between neighbouring cells: nine places where there are four corners. A wiring
    check that has begun comes first.
    """
    if evidence.zero_counts is None:
        return _wiring_suggestion(seat, evidence) or {"action": "tare"}
    if not evidence.placements:
        return {"action": "span"}
    done = [(placement.ap_mm, placement.ml_mm) for placement in evidence.placements]
    for cell in seat.seat_cells:
        if (cell.ap_mm, cell.ml_mm) not in done:
            return {"action": "corner", "cell": cell.name}
    for ap_mm, ml_mm in _halfway(fitter):
        if (ap_mm, ml_mm) not in done:
            return {"action": "known", "ap_mm": ap_mm, "ml_mm": ml_mm}
    return {"action": "finish"}


def _wiring_suggestion(seat: Seat, evidence: Evidence) -> Suggestion | None:
    if evidence.rest_counts is None:
        return None
    found = wiring(seat, evidence.presses)
    if found.one_for_all is None:
        for name in (*found.missing, *found.unclear):
            return {"action": "wiring", "cell": name}
    accepted = evidence.inverted or evidence.places_mm
    return {"action": "wiring", "accept": True} if found.acceptable and not accepted else None


def next_text(seat: Seat, step: str, following: Suggestion) -> str:
    """What to do now, when nothing is being measured."""
    if step in ("idle", "finished"):
        return NEXT[step]
    if following["action"] == "wiring":
        return NEXT["accept" if "accept" in following else "press"].format(cell=_label(seat, following.get("cell")))
    place = place_in_words(_millimetres(following, "ap_mm"), _millimetres(following, "ml_mm"))
    return NEXT[str(following["action"])].format(cell=_label(seat, following.get("cell")), place=place)


def measuring_text(seat: Seat, kind: str, fields: Fields) -> str:
    """What to do while something is measured."""
    place = place_in_words(fields.ap_mm or 0.0, fields.ml_mm or 0.0)
    return MEASURING[kind].format(cell=_label(seat, fields.cell), place=place)


def unsteady_text(seat: Seat, cells: Sequence[int]) -> str:
    """Why a window was refused that did not come to rest."""
    labels = " and ".join(seat.cells[i].label for i in cells)
    return f"{labels} did not come to rest, so nothing was measured; let go of the seat, wait until nothing swings and ask again"


def unknown_text(seat: Seat, cells: Sequence[int]) -> str:
    """Why a window was refused in which a cell was silent."""
    labels = " and ".join(seat.cells[i].label for i in cells)
    return (
        f"no reading from {labels}, so nothing was measured; look at its wires, and at what chairpi doctor says of it"
    )


def finished_text(fitted: Fitted) -> str:
    """What came of it, with the errors of before and after."""
    text = f"New calibration: {METHODS[fitted.method]}."
    if fitted.before is not None and fitted.after is not None:
        text += f" Error before: {errors_text(fitted.before)}; after: {errors_text(fitted.after)}."
        if fitted.after.left_out:
            text += " Each placement was judged by a fit that had not seen it."
        else:
            text += f" That is judged {JUDGED_BY_ITSELF}."
        if not better(fitted):
            text += " That is no better than before on these placements."
    return text


def better(fitted: Fitted) -> bool:
    """Whether the new calibration is closer to the placements than the old one, in place where that is known, else in mass."""
    before, after = fitted.before, fitted.after
    if before is None or after is None:
        return True
    if before.cop_rms_mm is not None and after.cop_rms_mm is not None and fitted.method is not Method.SPAN:
        return after.cop_rms_mm <= before.cop_rms_mm or after.total_rms_kg < before.total_rms_kg
    return after.total_rms_kg <= before.total_rms_kg


def errors_text(found: Errors) -> str:
    """Errors as a person reads them."""
    place = "" if found.cop_rms_mm is None else f" and {found.cop_rms_mm:.{1 if found.cop_rms_mm >= 1 else 2}f} mm"
    return f"{found.total_rms_kg * 1000:.0f} g{place}"


def condition_text(condition: float) -> str:
    """What a condition number means."""
    if math.isinf(condition):
        return "too few places as yet to tell the cells apart"
    verdict = "good" if condition <= CONDITION_LIMIT else "these places do not tell the cells apart yet"
    return f"condition number {condition:.1f} (limit {CONDITION_LIMIT:.0f}): {verdict}"


def _label(seat: Seat, name: object) -> str:
    return next((cell.label for cell in seat.cells if cell.name == name), "")


def _halfway(fitter: Fitter) -> list[tuple[float, float]]:
    """Halfway between neighbours, once round the seat."""
    middle_ap, middle_ml = fitter.middle_mm
    ring = sorted(fitter.places_mm, key=lambda place: math.atan2(place[1] - middle_ml, place[0] - middle_ap))
    return [
        ((here[0] + there[0]) / 2, (here[1] + there[1]) / 2)
        for here, there in zip(ring, [*ring[1:], ring[0]], strict=True)
    ]


def _millimetres(following: Suggestion, key: str) -> float:
    value = following.get(key, 0.0)
    return value if isinstance(value, float) else 0.0
