"""What the calibration page says and draws of a guided calibration's state, in one place: the page and its JSON twin say the same."""

from __future__ import annotations

import json
import math
import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypedDict

from chairpi.dashboard.now.seat_picture import EVEN_RADIUS, LARGEST, LEAST_DRAWN, CellDrawing, Drawing, Layout, layout
from chairpi.dashboard.now.words import as_sentence, cell_label

SIZE_FROM_KG = 5.0
"""Below this on the seat [kg] the discs' sizes follow the load and not its share, so that an empty seat draws as almost nothing."""


class CellState(TypedDict):
    """One cell now: `ap_mm` is null in the backrest, `counts` and `kg` are null without a reading."""

    cell: str
    label: str
    ap_mm: float | None
    ml_mm: float
    counts: float | None
    kg: float | None


class Following(TypedDict, total=False):
    """The action that is suggested, with its fields."""

    action: str
    cell: str
    accept: bool
    ap_mm: float
    ml_mm: float


class Done(TypedDict):
    """What was measured."""

    action: str
    text: str


class Errors(TypedDict):
    """How far a calibration is off on the places measured."""

    total_rms_kg: float
    cop_rms_mm: float | None
    n_placements: int
    left_out: bool
    text: str


class PressState(TypedDict):
    """What answered when a corner was pressed."""

    pressed: str
    answered: str
    strength_kg: float
    others_fraction: float


class WiringState(TypedDict):
    """What the wiring check says so far."""

    acceptable: bool
    accepted: bool
    text: list[str]
    presses: list[PressState]


class NoiseState(TypedDict):
    """One cell at rest."""

    cell: str
    noise_g: float


class Placement(TypedDict):
    """A mass that was measured, and where."""

    mass_kg: float
    ap_mm: float
    ml_mm: float


class State(TypedDict):
    """What `chairpi.calibration.guided.GuidedCalibration.state` tells, as far as it is shown."""

    step: str
    measuring: str | None
    progress: float | None
    text: str
    next: Following | None
    actions: list[str]
    refusal: str | None
    done: list[Done]
    cells: list[CellState]
    total_kg: float | None
    cop_ap_mm: float | None
    cop_ml_mm: float | None
    condition: float | None
    condition_limit: float
    condition_text: str | None
    before: Errors | None
    after: Errors | None
    can_finish: bool
    why_not: str | None
    result: str | None
    wiring: WiringState | None
    noise: list[NoiseState]
    mass_kg: float | None
    placements: list[Placement]
    n_postures: int


LIVE = ("cells", "total_kg", "cop_ap_mm", "cop_ml_mm", "progress")
"""What changes by itself from second to second; everything else changes because something was done."""

STAGES = {"tare": "Zero", "span": "Middle", "corner": "Each cell", "known": "Between", "finish": "Finish"}
"""The way to the best result, by the action of each stage."""

_HEADINGS = {
    "tare": "Empty the seat",
    "span": "The mass in the middle",
    "known": "The mass on the cross in the picture",
    "finish": "Ready to finish",
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
        return {"wiring": "Checking the wires", "feet_off": "Keep still"}.get(
            state["measuring"], "Measuring: hands off"
        )
    following = state["next"]
    if following is None:
        return "The new calibration is in use" if state["step"] == "finished" else "Five minutes and something heavy"
    match following:
        case {"action": "wiring", "cell": name}:
            return f"Press {cell_label(name)}"
        case {"action": "wiring"}:
            return "Put the wiring right"
        case {"action": "corner", "cell": name}:
            return f"The mass over {cell_label(name)}"
    return _HEADINGS.get(following["action"], "What next?")


def said(state: State) -> str:
    """What a person hears who does not see the page: what came of the last action, and what to do now."""
    parts = [state["text"]]
    if state["refusal"]:
        parts.insert(0, f"Not measured. {as_sentence(state['refusal'])}")
    elif state["done"] and state["measuring"] is None:
        parts.insert(0, state["done"][-1]["text"])
    return " ".join(parts)


def stages(state: State) -> list[Stage]:
    """The stages with what is done and what is now; none while nothing has begun."""
    if state["step"] not in ("empty", "placing"):
        return []
    now = state["measuring"] or (state["next"] or {}).get("action", "")
    order = list(STAGES)
    at = order.index(now) if now in STAGES else 0 if state["step"] == "empty" else -1
    words = ["done" if i < at else "now" if i == at else "to come" for i in range(len(order))]
    return [Stage(name, word) for name, word in zip(STAGES.values(), words, strict=True)]


def seat_cells(state: State) -> list[CellState]:
    """The cells under the seat."""
    return [cell for cell in state["cells"] if cell["ap_mm"] is not None]


def presses(state: State) -> list[Pressed]:
    """Each corner with what answered last when it was pressed."""
    found = {one["pressed"]: one for one in state["wiring"]["presses"]} if state["wiring"] else {}
    return [
        Pressed(cell["cell"], cell["label"], _answer(found.get(cell["cell"])) or "not pressed yet")
        for cell in seat_cells(state)
    ]


def rested(state: State) -> bool:
    """Whether the seat was measured at rest, which pressing a corner needs."""
    return any(one["action"] in ("tare", "wiring") for one in state["done"])


def live(state: State, picture: Layout) -> Live:
    """What moves on the page."""
    percent = round(100 * (state["progress"] or 0.0))
    total_kg = state["total_kg"]
    return {
        "picture": drawing(state, picture),
        "total": "No reading from every cell" if total_kg is None else f"{kilograms(total_kg)} on the seat",
        "progress_percent": percent,
        # The window is full and yet not taken: something still moves.
        "progress_text": f"{percent} % measured" if percent < 100 else "Waiting until it is at rest",
    }


def kilograms(mass_kg: float, digits: int = 2) -> str:
    """A mass [kg] as people read it.

    >>> kilograms(10.049), kilograms(-0.004), kilograms(-6.04, 1)
    ('10.05 kg', '0.00 kg', '−6.0 kg')
    """
    return f"{_figure(mass_kg, digits)} kg"


def _figure(mass_kg: float, digits: int) -> str:
    return f"{round(mass_kg, digits) + 0.0:.{digits}f}".replace("-", "−")


def picture_of(state: State) -> Layout:
    """The seat's picture, which stays while the chair is the same one."""
    return layout([{"cell": cell["cell"], "ap_mm": cell["ap_mm"], "ml_mm": cell["ml_mm"]} for cell in state["cells"]])


def drawing(state: State, picture: Layout) -> Drawing:
    """Every cell's load in kilograms, where it rests, and where the mass is to be put: the cross."""
    total_kg = sum(max(0.0, cell["kg"] or 0.0) for cell in seat_cells(state))
    even_kg = max(total_kg, SIZE_FROM_KG) / len(seat_cells(state))
    ap_mm, ml_mm = state["cop_ap_mm"], state["cop_ml_mm"]
    target = _target_mm(state)
    return {
        "cells": [_cell(picture, cell, even_kg) for cell in state["cells"]],
        "cop": None if ap_mm is None or ml_mm is None else _inside(picture, picture.projection.spot(ap_mm, ml_mm)),
        "reference": None if target is None else picture.projection.spot(*target),
        "trail": [],
    }


def _cell(picture: Layout, cell: CellState, even_kg: float) -> CellDrawing:
    if cell["kg"] is None:
        return {"radius": 0.0, "figure": "?", "force": "no reading", "lost": True}
    share = max(0.0, cell["kg"]) / even_kg
    radius = min(picture.even_radius, EVEN_RADIUS) * min(LARGEST, math.sqrt(share))
    return {
        "radius": round(radius, 1) if radius >= LEAST_DRAWN else 0.0,
        "figure": _figure(cell["kg"], 1),
        "force": kilograms(cell["kg"]),
        "lost": False,
    }


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
    who = "its own cell" if own else cell_label(press["answered"])
    falls = "" if press["strength_kg"] >= 0 else ", upside down"
    return f"{who} answered{falls}: {kilograms(press['strength_kg'], 1)}"
