"""What one second shows, as numbers that a Gaussian fits: how the load is shared, and what the backrest carries.

A second becomes ten numbers (`OBSERVED`). Those of the upright reference are made in the same way, and the difference of the two is
what posture is judged by (`chairpi.core.posture.features`).
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from chairpi.core.seat import BACK_LOWER, BACK_UPPER, SEAT, Seat
from chairpi.core.weighing.load import COP_FROM_N

OBSERVED = (
    "ap_mm",
    "ml_mm",
    "ln_load",
    "front_left",
    "front_right",
    "rear_left",
    "rear_right",
    "back_upper",
    "back_side",
    "back_lower",
)
"""What `Observer.observe` gives, in order; a backrest part that is not fitted or not read is NaN.

- `ap_mm`, `ml_mm`: centre of pressure [mm].
- `ln_load`: natural logarithm of the seat load [ln N].
- `front_left` ... `rear_right`: natural logarithm of each quarter's share of the seat load, plus `FLOOR`.
- `back_upper`, `back_lower`: ln(1 + load / (`BACK_SOFT` of the reference's seat load)).
- `back_side`: the same of the right upper cells, minus that of the left ones; where both sides have cells.
"""
N_OBSERVED = len(OBSERVED)
N_MM = 2
"""The first two, in millimetres, say how far; the others say what it is."""

FLOOR = 0.04
"""Added to each quarter's share before its logarithm: a quarter that carries nothing has no logarithm, and below about this share
cheap cells show their zero and not the sitter. Our choice, by judging people who were left out in turn."""

BACK_SOFT = 0.02
"""Backrest loads are told apart on a logarithm's scale from this part of the reference's seat load on, below it on a straight one:
"nothing", "touching" and "leaning" matter more than how hard somebody leans. Our choice, in the same way."""


class Observer:
    """Turns the mean forces of a second into `OBSERVED`.

    Parameters
    ----------
    seat
        Its cells; any number of seat cells at any places.

    Notes
    -----
    With u and v the centre of pressure as a part of the cells' half depth and half width, and w the warp
    sum(F_i a_i m_i) / (half depth x half width x load), a_i and m_i being the cells' positions, the quarters' shares are
    (1 +- u)(...)/4 written out: (1 + s u + t v + s t w) / 4 with the quarter's signs s and t. Four cells on the corners of a
    rectangle give just their own shares; for other layouts it is near to what such four would carry.
    """

    def __init__(self, seat: Seat) -> None:
        cells = seat.cells
        self._seat_cells = seat.indices(SEAT)
        n = len(self._seat_cells)
        middle_ap = sum(cells[i].ap_mm for i in self._seat_cells) / n
        middle_ml = sum(cells[i].ml_mm for i in self._seat_cells) / n
        half_ap = max(abs(cells[i].ap_mm - middle_ap) for i in self._seat_cells)
        half_ml = max(abs(cells[i].ml_mm - middle_ml) for i in self._seat_cells)
        self._half_ap_mm, self._half_ml_mm = half_ap, half_ml
        self._middle_ap_mm, self._middle_ml_mm = middle_ap, middle_ml
        places = [
            (i, (cells[i].ap_mm - middle_ap) / half_ap, (cells[i].ml_mm - middle_ml) / half_ml)
            for i in self._seat_cells
        ]
        has_warp = float(len(places) > 3)  # three cells leave none to measure
        self._places = [(i, u, v, has_warp * u * v) for i, u, v in places]
        upper = seat.indices(BACK_UPPER)
        self._left = tuple(i for i in upper if cells[i].ml_mm < 0)
        self._right = tuple(i for i in upper if cells[i].ml_mm > 0)
        self._upper, self._lower = upper, seat.indices(BACK_LOWER)

    @property
    def has_back(self) -> bool:
        """Whether the upper backrest is measured: only then a slide can be told from perching."""
        return bool(self._upper)

    def load_n(self, force_n: Sequence[float], zero_n: Sequence[float]) -> float:
        """What the seat cells carry above `zero_n` [N]."""
        return sum(max(force_n[cell] - zero_n[cell], 0.0) for cell, *_ in self._places)

    def observe(self, force_n: Sequence[float], reference_n: float, zero_n: Sequence[float] | None) -> list[float]:
        """One second's numbers.

        Parameters
        ----------
        force_n
            Mean force on each cell [N]; NaN for a backrest cell that was not read.
        reference_n
            Seat load of the upright reference [N]: what backrest loads are a part of.
        zero_n
            Taken off each force [N] where the zero is not believed (see `LeastSeen`); `None`: nothing.

        Returns
        -------
        list
            In the order of `OBSERVED`. A cell cannot be pulled, so a force below zero counts as none.
        """
        if zero_n is not None:
            force_n = [force - zero for force, zero in zip(force_n, zero_n, strict=True)]
        load_n = ap = ml = warp = 0.0
        for cell, u, v, w in self._places:
            pushed_n = force_n[cell]
            if pushed_n > 0.0:
                load_n += pushed_n
                ap += pushed_n * u
                ml += pushed_n * v
                warp += pushed_n * w
        if load_n < COP_FROM_N:
            load_n = COP_FROM_N
        ap, ml, warp = ap / load_n, ml / load_n, warp / load_n
        soft_n = BACK_SOFT * max(reference_n, COP_FROM_N)
        upper = _carried(force_n, self._upper, soft_n)
        side = (
            _carried(force_n, self._right, soft_n) - _carried(force_n, self._left, soft_n)
            if self._left and self._right
            else math.nan
        )
        return [
            self._middle_ap_mm + ap * self._half_ap_mm,
            self._middle_ml_mm + ml * self._half_ml_mm,
            math.log(load_n),
            _ln_share(1.0 + ap - ml - warp),  # the signs are those of the quarter: forward, and left
            _ln_share(1.0 + ap + ml + warp),
            _ln_share(1.0 - ap - ml + warp),
            _ln_share(1.0 - ap + ml - warp),
            upper,
            side,
            _carried(force_n, self._lower, soft_n),
        ]


def _ln_share(four_times: float) -> float:
    return math.log((four_times / 4.0 if four_times > 0.0 else 0.0) + FLOOR)


def _carried(force_n: Sequence[float], cells: tuple[int, ...], soft_n: float) -> float:
    if not cells:
        return math.nan
    carried_n = 0.0
    for cell in cells:
        carried_n += force_n[cell]
    return math.log1p(max(carried_n, 0.0) / soft_n) if carried_n == carried_n else math.nan


class LeastSeen:
    """The least force that each cell has shown: its zero, where the calibrated one cannot be believed.

    A cell can only be pushed, so its true zero lies at or below the least force it ever showed, and when the sitter leans away from it
    it shows just that. A seat that was never tared, or whose zero has wandered by tens of kilograms, is judged from
    these; a seat whose zero is believed is not.

    Parameters
    ----------
    n_cells
        How many cells there are.

    Attributes
    ----------
    zero_n
        The least force of each cell so far [N]; NaN for a cell that was never read.

    Notes
    -----
    Of two seconds that follow each other the greater counts, so that one wild reading makes no zero.
    """

    def __init__(self, n_cells: int) -> None:
        self.zero_n = [math.nan] * n_cells
        self._before_n: Sequence[float] | None = None

    def receive(self, force_n: Sequence[float]) -> bool:
        """Take one second's mean forces, shape (n_cells,) [N]; whether a zero is another one now."""
        before_n, self._before_n = self._before_n, force_n
        if before_n is None:
            return False
        moved = False
        for cell, (one, other) in enumerate(zip(before_n, force_n, strict=True)):
            held_n = one if one >= other else other
            if held_n == held_n and not held_n >= self.zero_n[cell]:
                self.zero_n[cell] = held_n
                moved = True
        return moved

    def bound(self, force_n: Sequence[float]) -> None:
        """Each cell has carried this [N] for a while: a reference."""
        self.zero_n = [
            force if force == force and not force >= zero else zero
            for force, zero in zip(force_n, self.zero_n, strict=True)
        ]

    def forget(self) -> None:
        """The next second does not follow the one before."""
        self._before_n = None
