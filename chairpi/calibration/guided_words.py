"""What the guided calibration says: what to do now, what was measured, and why something was refused."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from chairpi.calibration import guided_sentences as sentences
from chairpi.calibration.best_fit import Fitted, Fitter, Method
from chairpi.calibration.evidence import Evidence
from chairpi.calibration.fit_errors import Errors
from chairpi.calibration.fitting import CONDITION_LIMIT
from chairpi.calibration.guided_actions import Fields
from chairpi.calibration.wiring import wiring
from chairpi.core.seat import Seat

Suggestion = Mapping[str, object]


def place_in_words(ap_mm: float, ml_mm: float) -> str:
    """A place on the seat as a person finds it.

    >>> place_in_words(150.0, -20.0)
    '150 mm in front of the middle and 20 mm to the left'
    """
    sides = (_side(ap_mm), _side(ml_mm))
    return sentences.PLACES[sides] % {"ap_mm": f"{abs(ap_mm):.0f}", "ml_mm": f"{abs(ml_mm):.0f}"}


def _side(offset_mm: float) -> int:
    return 0 if not round(offset_mm) else 1 if offset_mm > 0 else -1


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
        return sentences.NEXT[step]
    if following["action"] == "wiring":
        kind = "accept" if "accept" in following else "press"
        return sentences.NEXT[kind] % {"cell": _label(seat, following.get("cell"))}
    place = place_in_words(_millimetres(following, "ap_mm"), _millimetres(following, "ml_mm"))
    return sentences.NEXT[str(following["action"])] % {"cell": _label(seat, following.get("cell")), "place": place}


def measuring_text(seat: Seat, kind: str, fields: Fields) -> str:
    """What to do while something is measured."""
    place = place_in_words(fields.ap_mm or 0.0, fields.ml_mm or 0.0)
    return sentences.MEASURING[kind] % {"cell": _label(seat, fields.cell), "place": place}


def unsteady_text(seat: Seat, cells: Sequence[int]) -> str:
    """Why a window was refused that did not come to rest."""
    labels = " and ".join(seat.cells[i].label for i in cells)
    return sentences.UNSTEADY % {"cells": labels}


def unknown_text(seat: Seat, cells: Sequence[int]) -> str:
    """Why a window was refused in which a cell was silent."""
    labels = " and ".join(seat.cells[i].label for i in cells)
    return sentences.SILENT % {"cells": labels}


def finished_text(fitted: Fitted) -> str:
    """What came of it, with the errors of before and after."""
    said = [sentences.RESULT % {"method": sentences.METHODS[fitted.method]}]
    if fitted.before is not None and fitted.after is not None:
        errors = {"before": errors_text(fitted.before), "after": errors_text(fitted.after)}
        said.append(sentences.RESULT_ERRORS % errors)
        said.append(sentences.JUDGED_ALONE if fitted.after.left_out else sentences.JUDGED_BY_ITSELF)
        if not better(fitted):
            said.append(sentences.NO_BETTER)
    return " ".join(said)


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
    total_g = f"{found.total_rms_kg * 1000:.0f}"
    if found.cop_rms_mm is None:
        return sentences.ERRORS % {"total_g": total_g}
    cop_mm = f"{found.cop_rms_mm:.{1 if found.cop_rms_mm >= 1 else 2}f}"
    return sentences.ERRORS_WITH_PLACE % {"total_g": total_g, "cop_mm": cop_mm}


def condition_text(condition: float) -> str:
    """What a condition number means."""
    if math.isinf(condition):
        return sentences.TOO_FEW_PLACES
    sentence = sentences.CONDITION_GOOD if condition <= CONDITION_LIMIT else sentences.CONDITION_BAD
    return sentence % {"condition": f"{condition:.1f}", "limit": f"{CONDITION_LIMIT:.0f}"}


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
