"""The simulated chair: four cells under the seat and up to three in the backrest, each with its own zero and span."""

from __future__ import annotations

import math
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from chairpi.core.calibration import FULL_SCALE_COUNTS, Calibration
from chairpi.core.seat import Cell, Seat

NOMINAL_COUNTS_PER_N = 42.9 * 1000 / 9.80665
"""About 4375: a 50 kg half-bridge of 1 mV/V at gain 128 gives 1e-3 * 128 * 2^24 / 50,000 g = 42.9 counts/g (HX711 data sheet:
the bridge is driven by the converter's own reference, so the supply cancels)."""

NOISE_COUNTS = 65.0
"""Noise of one reading [counts], root mean square: 1.5 g. Our choice between the data sheet's 50 nV (25 counts) and real modules
(14-16 noise-free bits, 1.5-3 g; forum.arduino.cc/t/351959)."""

Place = tuple[str, float, float, float, float]
"""Name, AP and ML [mm], zero [counts], span as a part of the nominal one."""


class Layout(StrEnum):
    """Which cells a simulated chair has."""

    FOUR = "four"
    """Under the seat only."""
    SIX = "six"
    """And one in each half of the backrest: the chair of the demo."""
    SEVEN = "seven"
    """And three in the backrest, two of them side by side in its upper half: where the cells of the SmartSeat chair are
    (github.com/maxmuffin/SmartSeat)."""


SEAT_PLACES: tuple[Place, ...] = (
    ("seat_front_left", 150.0, -150.0, 84_213.0, 0.964),
    ("seat_front_right", 150.0, 150.0, -131_720.0, 1.028),
    ("seat_rear_left", -150.0, -150.0, 40_964.0, 1.0),
    ("seat_rear_right", -150.0, 150.0, -12_345.0, 0.981),
)
BACK_LOWER_PLACE: Place = ("back_lower", math.nan, 0.0, -67_890.0, 0.951)
PLACES: dict[Layout, tuple[Place, ...]] = {
    Layout.FOUR: SEAT_PLACES,
    Layout.SIX: (*SEAT_PLACES, ("back_upper", math.nan, 0.0, 152_004.0, 1.055), BACK_LOWER_PLACE),
    Layout.SEVEN: (
        *SEAT_PLACES,
        ("back_upper_left", math.nan, -120.0, 152_004.0, 1.055),
        ("back_upper_right", math.nan, 120.0, -98_431.0, 0.973),
        BACK_LOWER_PLACE,
    ),
}
"""Zeros lie within +-10 % of the bridge's full scale, the usual tolerance of its zero balance; spans differ by up to 10 %, as cheap
half-bridges do. The figures themselves are ours."""


def simulated_chair(layout: Layout = Layout.SIX) -> tuple[Seat, Calibration]:
    """Build the seat of the simulated chair and its calibration, which is exact as long as its cells are given no errors."""
    places = PLACES[layout]
    seat = Seat(tuple(Cell(name, ap_mm, ml_mm) for name, ap_mm, ml_mm, _, _ in places))
    calibration = Calibration(
        tuple(zero_counts for *_, zero_counts, _ in places),
        tuple(round(NOMINAL_COUNTS_PER_N * span_fraction, 1) for *_, span_fraction in places),
    )
    return seat, calibration


def counts(
    forces_n: NDArray[np.float64],
    calibration: Calibration,
    rng: np.random.Generator,
    noise_counts: float | NDArray[np.float64] = NOISE_COUNTS,
) -> NDArray[np.float64]:
    """What converters say to forces.

    Parameters
    ----------
    forces_n
        Shape (..., n_cells) [N].
    calibration
        Zero and span of each cell.
    rng
        Where the noise comes from.
    noise_counts
        Root mean square noise of one reading [counts], of all cells or of each.

    Returns
    -------
    ndarray
        Shape (..., n_cells), whole numbers [counts] within the converter's 24 bits.

    Notes
    -----
    counts = zero_counts + counts_per_n * force + noise.
    """
    exact = np.array(calibration.zero_counts) + np.array(calibration.counts_per_n) * forces_n
    noisy = exact + noise_counts * rng.standard_normal(exact.shape)
    return np.clip(np.rint(noisy), -FULL_SCALE_COUNTS, FULL_SCALE_COUNTS - 1)
