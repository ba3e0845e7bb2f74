"""Where the load cells are: `Cell` and `Seat`."""

from __future__ import annotations

import math
from dataclasses import dataclass

SEAT = "seat_"
BACK_UPPER = "back_upper"
BACK_LOWER = "back_lower"

LINE_MM = 20.0
"""Seat cells whose spread across their best line is below this root mean square [mm] count as "on one
line": the CoP across that line would then be noise. Our choice; a real seat has 100 mm and more."""


@dataclass(frozen=True, slots=True)
class Cell:
    """One load cell.

    Parameters
    ----------
    name
        Begins with `seat_`, `back_upper` or `back_lower`, for instance `seat_front_left`.
    ap_mm
        Anteroposterior position [mm], forward +; NaN for a backrest cell.
    ml_mm
        Mediolateral position [mm], the sitter's right +.
    """

    name: str
    ap_mm: float
    ml_mm: float

    @property
    def in_seat(self) -> bool:
        """Whether the cell is under the seat (else in the backrest)."""
        return self.name.startswith(SEAT)

    @property
    def label(self) -> str:
        """The name as a person says it: `seat_front_left` is "front left"."""
        return self.name.removeprefix(SEAT).replace("_", " ")


@dataclass(frozen=True, slots=True)
class Seat:
    """The cells of one chair, in the order of every array's last axis.

    Raises
    ------
    ValueError
        A name is given twice or begins with no known prefix, a seat cell has no finite position, there are
        fewer than three seat cells, or they lie on one line. The message names the cell.
    """

    cells: tuple[Cell, ...]

    def __post_init__(self) -> None:
        names = [cell.name for cell in self.cells]
        for name in names:
            if names.count(name) > 1:
                raise ValueError(f"cell {name!r} is given twice; each cell needs its own name")
            if not name.startswith((SEAT, BACK_UPPER, BACK_LOWER)):
                raise ValueError(f"cell {name!r}: a name begins with seat_, back_upper or back_lower")
        for cell in self.cells:
            if not math.isfinite(cell.ml_mm) or (cell.in_seat and not math.isfinite(cell.ap_mm)):
                raise ValueError(f"cell {cell.name!r}: its position must be finite, found {cell.ap_mm}:{cell.ml_mm} mm")
        seat_cells = self.seat_cells
        if len(seat_cells) < 3:
            raise ValueError(
                f"at least three seat cells are needed to find the centre of pressure, found {len(seat_cells)}"
            )
        if _spread_across_line_mm(seat_cells) < LINE_MM:
            raise ValueError(
                "the seat cells lie on one line, so the centre of pressure across it is unknown; check positions: "
                + ", ".join(f"{cell.name} at {cell.ap_mm:g}:{cell.ml_mm:g} mm" for cell in seat_cells)
            )

    @property
    def names(self) -> tuple[str, ...]:
        """The cells' names, in order."""
        return tuple(cell.name for cell in self.cells)

    @property
    def seat_cells(self) -> tuple[Cell, ...]:
        """The cells under the seat."""
        return tuple(cell for cell in self.cells if cell.in_seat)

    def indices(self, prefix: str) -> tuple[int, ...]:
        """Positions, in the arrays' last axis, of the cells whose name begins with `prefix`."""
        return tuple(i for i, name in enumerate(self.names) if name.startswith(prefix))


def half_width_mm(seat: Seat) -> float:
    """Half the distance between the seat's left and right cells [mm]: the mean distance from the middle of those that lie aside of it."""
    aside_mm = [abs(cell.ml_mm) for cell in seat.seat_cells if abs(cell.ml_mm) >= LINE_MM]
    return sum(aside_mm) / len(aside_mm)  # never none: a seat so narrow is refused


def _spread_across_line_mm(cells: tuple[Cell, ...]) -> float:
    """Root mean square distance [mm] of the cells from their best line: the smaller eigenvalue, squared root."""
    n = len(cells)
    mean_ap = sum(cell.ap_mm for cell in cells) / n
    mean_ml = sum(cell.ml_mm for cell in cells) / n
    aa = sum((cell.ap_mm - mean_ap) ** 2 for cell in cells) / n
    mm = sum((cell.ml_mm - mean_ml) ** 2 for cell in cells) / n
    am = sum((cell.ap_mm - mean_ap) * (cell.ml_mm - mean_ml) for cell in cells) / n
    smaller = (aa + mm) / 2 - math.hypot((aa - mm) / 2, am)
    return math.sqrt(max(0.0, smaller))
