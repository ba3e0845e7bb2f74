"""What the calibration page says and draws of a guided calibration's state, in one place: the page and its JSON twin say the same."""

from __future__ import annotations

import json
import math
import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypedDict

from chairpi.dashboard.chair.calibration_state import UNDER_WAY, CellState, PressState, State, seat_cells
from chairpi.dashboard.heard import heard
from chairpi.dashboard.now.seat_picture import (
    EVEN_RADIUS,
    LARGEST,
    LEAST_DRAWN,
    UNKNOWN,
    CellDrawing,
    Drawing,
    Layout,
    layout,
)
from chairpi.dashboard.now.words import as_sentence, cell_label
from chairpi.language.words import N_, _, number_text, translated

SIZE_FROM_KG = 5.0
"""Below this on the seat [kg] the discs' sizes follow the load and not its share, so that an empty seat draws as almost nothing."""


LIVE = ("cells", "total_kg", "cop_ap_mm", "cop_ml_mm", "progress")
"""What changes by itself from second to second; everything else changes because something was done."""

STAGES = {
    "tare": N_("Zero"),
    "span": N_("Middle"),
    "corner": N_("Each cell"),
    "known": N_("Between"),
    "finish": N_("Finish"),
}
"""The way to the best result, by the action of each stage."""

_HEADINGS = {
    "tare": N_("Empty the seat"),
    "span": N_("The mass in the middle"),
    "known": N_("The mass on the cross in the picture"),
    "finish": N_("Ready to finish"),
}


@dataclass(frozen=True, slots=True)
class Stage:
    """One stage of the way: `word` says where it stands, for those who do not see its mark."""

    name: str
    word: str


@dataclass(frozen=True, slots=True)
class Pressed:
    """One corner in the wiring check, and what answered when it was pressed, if it was."""

    cell: str
    label: str
    says: str


class Live(TypedDict):
    """What moves on the page."""

    picture: Drawing
    total: str
    progress_percent: int
    progress_text: str


def key_of(state: State) -> str:
    """Tells one page from the next: it stays while only what is live changes."""
    lasting = {name: value for name, value in state.items() if name not in LIVE}
    cells = [[cell["cell"], cell["ap_mm"], cell["ml_mm"]] for cell in state["cells"]]
    return f"{zlib.crc32(json.dumps([lasting, cells], sort_keys=True).encode()):08x}"


def heading(state: State) -> str:
    """What is to be done now, in a few words."""
    if state["measuring"] is not None:
        return {"wiring": _("Checking the wires"), "feet_off": _("Keep still")}.get(
            state["measuring"], _("Measuring: hands off")
        )
    following = state["next"]
    if following is None:
        return (
            _("The new calibration is in use") if state["step"] == "finished" else _("Five minutes and something heavy")
        )
    match following:
        case {"action": "wiring", "cell": name}:
            return _("Press %(cell)s", cell=cell_label(name))
        case {"action": "wiring", "accept": True}:
            return _("Put the wiring right")
        case {"action": "wiring"}:
            return _("Empty the seat")
        case {"action": "corner", "cell": name}:
            return _("The mass over %(cell)s", cell=cell_label(name))
    return translated(_HEADINGS.get(following["action"], N_("What next?")))


def said(state: State) -> str:
    """What a person hears who does not see the page: what came of the last action, and what to do now."""
    parts = [heard(state["text"])]
    if state["refusal"]:
        parts.insert(0, _("Not measured. %(why)s", why=as_sentence(state["refusal"])))
    elif state["done"] and state["measuring"] is None:
        parts.insert(0, heard(state["done"][-1]["text"]))
    return " ".join(parts)


def stages(state: State) -> list[Stage]:
    """The stages with what is done and what is now; none while nothing has begun."""
    if state["step"] not in UNDER_WAY:
        return []
    now = state["measuring"] or (state["next"] or {}).get("action", "")
    order = list(STAGES)
    at = order.index(now) if now in STAGES else 0 if state["step"] == "empty" else -1
    words = ["done" if i < at else "now" if i == at else "to come" for i in range(len(order))]
    return [Stage(translated(name), word) for name, word in zip(STAGES.values(), words, strict=True)]


def presses(state: State) -> list[Pressed]:
    """Each corner with what answered last when it was pressed."""
    found = {one["pressed"]: one for one in state["wiring"]["presses"]} if state["wiring"] else {}
    return [
        Pressed(cell["cell"], cell_label(cell["cell"]), _answer(found.get(cell["cell"])) or _("not pressed yet"))
        for cell in seat_cells(state)
    ]


def rested(state: State) -> bool:
    """Whether the seat was measured at rest, which pressing a corner needs."""
    return any(one["action"] in ("tare", "wiring") for one in state["done"])


def live(state: State, picture: Layout) -> Live:
    """What moves on the page."""
    percent = round(100 * (state["progress"] or 0.0))
    return {
        "picture": drawing(state, picture),
        "total": _total(state),
        "progress_percent": percent,
        # The window is full and yet not taken: something still moves.
        "progress_text": _("%(percent)s %% measured", percent=percent)
        if percent < 100
        else _("Waiting until it is at rest"),
    }


def _total(state: State) -> str:
    if any(cell["lost"] for cell in seat_cells(state)):
        return _("No reading from every cell")
    if state["total_kg"] is None:
        return _("Kilograms are shown while you calibrate.")
    return _("%(mass)s on the seat", mass=kilograms(state["total_kg"]))


def kilograms(mass_kg: float, digits: int = 2) -> str:
    """A mass [kg] as people read it.

    >>> kilograms(10.049), kilograms(-0.004), kilograms(-6.04, 1)
    ('10.05 kg', '0.00 kg', '−6.0 kg')
    """
    return _("%(mass_kg)s kg", mass_kg=_figure(mass_kg, digits))


def _figure(mass_kg: float, digits: int) -> str:
    return number_text(mass_kg, digits).replace("-", "−")


def picture_of(state: State) -> Layout:
    """The seat's picture, which stays while the chair is the same one."""
    return layout([{"cell": cell["cell"], "ap_mm": cell["ap_mm"], "ml_mm": cell["ml_mm"]} for cell in state["cells"]])


def drawing(state: State, picture: Layout) -> Drawing:
    """Every cell's load, in kilograms or as a share, where it rests, and where the mass is to be put: the cross."""
    seat = seat_cells(state)
    even_kg = max(sum(max(0.0, cell["kg"] or 0.0) for cell in seat), SIZE_FROM_KG) / len(seat)
    ap_mm, ml_mm = state["cop_ap_mm"], state["cop_ml_mm"]
    target = _target_mm(state)
    return {
        "cells": [_cell(picture, cell, even_kg, len(seat)) for cell in state["cells"]],
        "cop": None if ap_mm is None or ml_mm is None else _inside(picture, picture.projection.spot(ap_mm, ml_mm)),
        "reference": None if target is None else picture.projection.spot(*target),
        "trail": [],
    }


def _disc(picture: Layout, even_shares: float) -> float:
    radius = min(picture.even_radius, EVEN_RADIUS) * min(LARGEST, math.sqrt(max(0.0, even_shares)))
    return round(radius, 1) if radius >= LEAST_DRAWN else 0.0


def _cell(picture: Layout, cell: CellState, even_kg: float, n_cells: int) -> CellDrawing:
    if cell["lost"]:
        return {"radius": 0.0, "figure": "?", "force": _("no reading"), "lost": True}
    if cell["kg"] is None:
        share = cell["share"]
        text = UNKNOWN if share is None else _("%(share)s%%", share=number_text(100 * max(0.0, share)))
        return {"radius": _disc(picture, (share or 0.0) * n_cells), "figure": text, "force": text, "lost": False}
    radius = _disc(picture, cell["kg"] / even_kg)
    return {"radius": radius, "figure": _figure(cell["kg"], 1), "force": kilograms(cell["kg"]), "lost": False}


def _target_mm(state: State) -> tuple[float, float] | None:
    """Where the mass is to be put: forward and to the right [mm]."""
    following = state["next"] or {}
    if following.get("action") == "span":
        return _middle_mm(seat_cells(state))
    if "cell" in following:
        return next((one["ap_mm"] or 0.0, one["ml_mm"]) for one in state["cells"] if one["cell"] == following["cell"])
    if "ap_mm" in following and "ml_mm" in following:
        return following["ap_mm"], following["ml_mm"]
    return None


def _middle_mm(cells: Iterable[CellState]) -> tuple[float, float]:
    places = [(cell["ap_mm"] or 0.0, cell["ml_mm"]) for cell in cells]
    return sum(ap_mm for ap_mm, _ in places) / len(places), sum(ml_mm for _, ml_mm in places) / len(places)


def _inside(picture: Layout, spot: tuple[float, float]) -> tuple[float, float] | None:
    """A spot on the drawn seat; an uncalibrated chair may put it anywhere, and beside the seat it says nothing."""
    seat = picture.seat
    inside = seat.x <= spot[0] <= seat.x + seat.width and seat.y <= spot[1] <= seat.y + seat.height
    return spot if inside else None


def _answer(press: PressState | None) -> str:
    if press is None:
        return ""
    own = press["answered"] == press["pressed"]
    strength = kilograms(press["strength_kg"], 1)
    if own and press["strength_kg"] >= 0:
        return _("its own cell answered: %(strength)s", strength=strength)
    if own:
        return _("its own cell answered, upside down: %(strength)s", strength=strength)
    cell = cell_label(press["answered"])
    if press["strength_kg"] >= 0:
        return _("%(cell)s answered: %(strength)s", cell=cell, strength=strength)
    return _("%(cell)s answered, upside down: %(strength)s", cell=cell, strength=strength)
