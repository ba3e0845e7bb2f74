"""What may be asked of a guided calibration, when, and with which fields: tables, and the check of what came in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from chairpi.calibration.guided_sentences import WHY_NOT
from chairpi.core.seat import Seat


class Step(StrEnum):
    """Where the calibration stands."""

    IDLE = "idle"
    EMPTY = "empty"
    PLACING = "placing"
    FINISHED = "finished"


AFTER: dict[Step, dict[str, Step]] = {
    Step.IDLE: {"start": Step.EMPTY, "cancel": Step.IDLE},
    Step.EMPTY: {
        "start": Step.EMPTY, "tare": Step.PLACING, "wiring": Step.EMPTY, "finish": Step.FINISHED, "undo": Step.EMPTY,
        "cancel": Step.IDLE,
    },
    Step.PLACING: {
        "start": Step.EMPTY, "tare": Step.PLACING, "span": Step.PLACING, "corner": Step.PLACING, "known": Step.PLACING,
        "feet_off": Step.PLACING, "wiring": Step.PLACING, "finish": Step.FINISHED, "undo": Step.PLACING, "cancel": Step.IDLE,
    },
    Step.FINISHED: {"start": Step.EMPTY, "undo": Step.IDLE, "cancel": Step.IDLE},
}  # fmt: skip
"""Which actions each step allows, and where they lead once they have succeeded. Undo leads back to where the last action began."""

FIELDS: dict[str, frozenset[str]] = {
    "start": frozenset(),
    "tare": frozenset({"sure"}),
    "span": frozenset({"mass_kg"}),
    "corner": frozenset({"mass_kg", "cell"}),
    "known": frozenset({"mass_kg", "ap_mm", "ml_mm"}),
    "feet_off": frozenset({"mass_kg"}),
    "wiring": frozenset({"cell", "accept"}),
    "finish": frozenset(),
    "undo": frozenset(),
    "cancel": frozenset(),
}
"""What each action may be told."""

WITHOUT_FRAMES = frozenset({"start", "finish", "undo", "cancel"})
"""What measures nothing. The wiring check's `accept` does not either."""

NEEDED: dict[str, frozenset[str]] = {"corner": frozenset({"cell"}), "known": frozenset({"ap_mm", "ml_mm"})}
"""What an action must be told. A mass that was said once need not be said again."""

PLACED = ("span", "corner", "known")
"""What measures a mass at a place."""

BOUNDS = {"mass_kg": (1.0, 200.0), "ap_mm": (-500.0, 500.0), "ml_mm": (-500.0, 500.0)}
"""Numbers outside are a slip of the pen; below a kilogram the cells' drift is larger than the answer."""


@dataclass(frozen=True, slots=True)
class Measure:
    """How one kind of measurement is made: over which time [s], and how long it may take to come to rest [s]."""

    length_s: float
    patience_s: float


MEASURES = {
    "tare": Measure(5.0, 20.0),
    "span": Measure(4.0, 16.0),
    "corner": Measure(4.0, 16.0),
    "known": Measure(4.0, 16.0),
    "feet_off": Measure(4.0, 20.0),
    "rest": Measure(4.0, 16.0),
    "press": Measure(2.0, 20.0),
}
"""Forty frames average the noise of a usual module, 2 g, to a third of a gram. Our choice."""


class ActionRefused(ValueError):  # noqa: N818  # a refusal in words and no defect
    """An action cannot be done now; the message says why and what to do instead."""


@dataclass(frozen=True, slots=True)
class Fields:
    """What an action was told, checked."""

    mass_kg: float | None = None
    ap_mm: float | None = None
    ml_mm: float | None = None
    cell: str | None = None
    accept: bool = False
    sure: bool = False


def checked(seat: Seat, step: Step, action: str, given: Mapping[str, object]) -> Fields:
    """The fields of an action that is allowed now.

    Raises
    ------
    ActionRefused
        The action is unknown or not allowed in this step, or a field is unknown, missing or impossible.
    """
    if action not in FIELDS:
        raise ActionRefused(f"unknown action {action!r}; known are {', '.join(FIELDS)}")
    if action not in AFTER[step]:
        raise ActionRefused(WHY_NOT[step])
    given = {key: value for key, value in given.items() if value is not None}
    for key in given:
        if key not in FIELDS[action]:
            raise ActionRefused(f"{action}: unknown field {key!r}")
    missing = NEEDED.get(action, frozenset()) - given.keys()
    if missing:
        raise ActionRefused(f"{action}: {' and '.join(sorted(missing))} must be said")
    cell = given.get("cell")
    names = [one.name for one in seat.seat_cells]
    if cell is not None and cell not in names:
        raise ActionRefused(f"{action}: no seat cell is called {cell!r}; there are {', '.join(names)}")
    for key in ("accept", "sure"):
        if not isinstance(given.get(key, False), bool):
            raise ActionRefused(f"{action}: {key} is true or false, found {given[key]!r}")
    return Fields(
        mass_kg=_number(action, "mass_kg", given),
        ap_mm=_number(action, "ap_mm", given),
        ml_mm=_number(action, "ml_mm", given),
        cell=None if cell is None else str(cell),
        accept=given.get("accept") is True,
        sure=given.get("sure") is True,
    )


def placed(seat: Seat, action: str, fields: Fields, said_kg: float | None, middle_mm: tuple[float, float]) -> Fields:
    """The fields with the place that the action stands for, and with the mass [kg] that was said before where none is said now.

    Raises
    ------
    ActionRefused
        No mass was said yet.
    """
    if action not in PLACED:
        return fields
    mass_kg = said_kg if fields.mass_kg is None else fields.mass_kg
    if mass_kg is None:
        raise ActionRefused(f"{action}: the mass in kilograms must be said (mass_kg)")
    ap_mm, ml_mm = middle_mm if action == "span" else (fields.ap_mm, fields.ml_mm)
    if fields.cell is not None:
        cell = seat.cells[seat.names.index(fields.cell)]
        ap_mm, ml_mm = cell.ap_mm, cell.ml_mm
    return replace(fields, mass_kg=mass_kg, ap_mm=ap_mm, ml_mm=ml_mm)


def _number(action: str, key: str, given: Mapping[str, object]) -> float | None:
    value = given.get(key)
    if value is None:
        return None
    low, high = BOUNDS[key]
    if not isinstance(value, int | float) or isinstance(value, bool) or not low <= value <= high:
        raise ActionRefused(f"{action}: {key} is a number from {low:g} to {high:g}, found {value!r}")
    return float(value)
