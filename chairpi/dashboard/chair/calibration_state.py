"""A guided calibration's state as the pages get it: `chairpi.dashboard.chair.weightless` makes it of what the sensor process tells."""

from __future__ import annotations

from typing import TypedDict

UNDER_WAY = ("empty", "placing")
"""Steps of a calibration that has begun: what lies on the seat is a mass, or somebody who chose to be one."""


class CellState(TypedDict):
    """One cell now: `ap_mm` is null in the backrest, `counts` and `kg` are null without a reading and where weight is hidden.

    `lost`: without a reading. `share`: its part of what is on the seat; null where that is not known or noise.
    """

    cell: str
    label: str
    ap_mm: float | None
    ml_mm: float
    counts: float | None
    kg: float | None
    lost: bool
    share: float | None


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
    """What `chairpi.calibration.guided.GuidedCalibration.state` tells, as far as it is shown and may be told.

    `in_kg`: loads are told in kilograms, and not as shares alone.
    """

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
    in_kg: bool


def seat_cells(state: State) -> list[CellState]:
    """The cells under the seat."""
    return [cell for cell in state["cells"] if cell["ap_mm"] is not None]
