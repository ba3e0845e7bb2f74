"""On a simulated chair nobody can press a corner or sit down: what the step asks of a person is offered as a button."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from contextlib import suppress
from typing import cast

from chairpi.dashboard.chair.calibration_state import Following
from chairpi.dashboard.feed.messages import CellPlace
from chairpi.dashboard.now.words import cell_label
from chairpi.dashboard.services import services
from chairpi.language.words import _
from chairpi.link.protocol import Message

MASS_KG = 20.0
"""What is put on the simulated seat [kg]: a can of water and another one."""
PRESS_KG = 8.0
"""How hard its corners are pressed [kg]: as one leans on a hand."""

EMPTY, UPRIGHT, BACK = "empty", "upright", "back"


def is_simulated() -> bool:
    """Whether the chair is a simulated one."""
    hello = services().feed.snapshot().hello
    return hello is not None and hello["backend"] == "simulated"


def offers(step: str, shown: Mapping[str, object]) -> list[tuple[str, str]]:
    """What can be done on the simulated chair in this step: what to send, and what the button says.

    Parameters
    ----------
    step
        One of `chairpi.dashboard.setup.steps`.
    shown
        What the step's page shows.
    """
    if not is_simulated():
        return []
    if step == "upright":
        return [(UPRIGHT, _("Somebody sits down upright")), (EMPTY, _("They stand up"))]
    if step not in ("wiring", "zero", "span", "map"):
        return []
    state = cast("Mapping[str, object]", shown.get("state") or {})
    following = cast("Following | None", state.get("next"))
    return [*_asked_for(following), (EMPTY, _("Clear the seat"))]


def _asked_for(following: Following | None) -> list[tuple[str, str]]:
    match following:
        case {"action": "wiring", "cell": str(cell)}:
            return [(f"press {cell}", _("Press on %(cell)s", cell=cell_label(cell)))]
        case {"action": "span"}:
            return [("middle", _("Put %(mass_kg)s kg in the middle", mass_kg=f"{MASS_KG:g}"))]
        case {"action": "corner", "cell": str(cell)}:
            words = _("Put %(mass_kg)s kg over %(cell)s", mass_kg=f"{MASS_KG:g}", cell=cell_label(cell))
            return [(f"over {cell}", words)]
        case {"action": "known", "ap_mm": ap_mm, "ml_mm": ml_mm}:
            return [(f"at {ap_mm} {ml_mm}", _("Put %(mass_kg)s kg on the cross", mass_kg=f"{MASS_KG:g}"))]
        case _:
            return []


def message_of(wanted: str) -> Message:
    """The message to the simulated chair.

    Raises
    ------
    ValueError
        Nothing like that can be done.
    """
    message: Message = {"request": "simulate"}
    match wanted.split():
        case ["empty"]:
            return message | {"place_kg": 0.0}
        case ["upright"]:
            return message | {"upright": True}
        case ["back"]:
            return message | {"sitter": True}
        case ["middle"]:
            places = [_place_mm(cell) for cell in _seat_cells()]
            middle_mm = (sum(axis) / len(places) for axis in zip(*places, strict=True))
            return message | _placed(MASS_KG, *middle_mm)
        case ["press" | "over" as how, name]:
            cell = next((cell for cell in _seat_cells() if cell["cell"] == name), None)
            if cell is not None:
                return message | _placed(PRESS_KG if how == "press" else MASS_KG, *_place_mm(cell))
        case ["at", ap_mm, ml_mm]:
            with suppress(ValueError):
                place_mm = float(ap_mm), float(ml_mm)
                if all(map(math.isfinite, place_mm)):
                    return message | _placed(MASS_KG, *place_mm)
    raise ValueError(_("That cannot be done on the simulated chair."))


def _placed(mass_kg: float, ap_mm: float, ml_mm: float) -> Message:
    return {"place_kg": mass_kg, "ap_mm": ap_mm, "ml_mm": ml_mm}


def _seat_cells() -> Sequence[CellPlace]:
    hello = services().feed.snapshot().hello
    return [cell for cell in hello["cells"] if cell["ap_mm"] is not None] if hello else []


def _place_mm(cell: CellPlace) -> tuple[float, float]:
    return cell["ap_mm"] or 0.0, cell["ml_mm"]
