"""A chair on which tests put masses: true cells with noise and drift, and what a calibration makes of them."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from chairpi.calibration.fitting import Known
from chairpi.core.calibration import Calibration
from chairpi.core.frame import Frame
from chairpi.core.seat import Seat
from chairpi.core.weighing.load import G0_M_PER_S2
from chairpi.simulate.chair import simulated_chair
from chairpi.simulate.placed import Placed
from chairpi.simulate.share import LoadShare

NOISE_N = 0.002 * G0_M_PER_S2
"""2 g: a usual module."""
DRIFT_N = 0.010 * G0_M_PER_S2
"""10 g between one placement and the next: what a cheap half-bridge's zero does in minutes."""

CORNERS = [(150.0, -150.0), (150.0, 150.0), (-150.0, -150.0), (-150.0, 150.0)]
CROSS = [(0.0, 0.0), (150.0, 0.0), (-150.0, 0.0), (0.0, -150.0), (0.0, 150.0)]
NINE = CORNERS + CROSS
LONG_CROSS = [*CROSS, (75.0, 0.0), (-75.0, 0.0), (0.0, -75.0), (0.0, 75.0)]


def seat_of_four() -> Seat:
    """The simulated chair without its backrest."""
    return Seat(simulated_chair()[0].seat_cells)


class Nothing:
    """A chair that nobody sits on."""

    def __init__(self, seat: Seat) -> None:
        self._n_cells = len(seat.cells)

    def force_at(self, t_s: float) -> tuple[float, ...]:
        """Nothing on any cell."""
        return (0.0,) * self._n_cells


class Bench:
    """Frames at 10 Hz of a seat on which masses are put.

    Parameters
    ----------
    seat, truth
        The cells, and what their counts truly mean while `placed` adds nothing.
    """

    def __init__(self, seat: Seat, truth: Calibration, seed: int = 0) -> None:
        self.seat = seat
        self.placed = Placed(seat, Nothing(seat))
        self._truth = truth
        self._rng = np.random.default_rng(seed)
        self.t_s = 100.0

    def frame(self, shake_n: float = 0.0) -> Frame:
        """The next frame; `shake_n` shakes every cell [N rms]."""
        self.t_s += 0.1
        spread_n = float(np.hypot(NOISE_N, shake_n))
        noise_n = spread_n * self._rng.standard_normal(len(self.seat.cells))
        force_n = np.array(self.placed.force_at(self.t_s)) + noise_n
        counts = np.array(self._truth.zero_counts) + np.array(self._truth.counts_per_n) * force_n
        return Frame(self.t_s, tuple(float(round(one)) for one in counts))


def known_on(
    seat: Seat,
    mixing: NDArray[np.float64],
    places: list[tuple[float, float]],
    mass_kg: float,
    rng: np.random.Generator | None = None,
) -> Known:
    """What cells with gains and cross-talk say to a mass at each place; with `rng`, noise of 40 frames' mean and drift too."""
    share = LoadShare(seat)
    total_n = mass_kg * G0_M_PER_S2
    force_n = np.array([share.at(total_n, total_n * ap, total_n * ml) for ap, ml in places]) @ mixing.T
    if rng is not None:
        force_n = force_n + NOISE_N / np.sqrt(40) * rng.standard_normal(force_n.shape)
        force_n = force_n + DRIFT_N * rng.standard_normal(force_n.shape)
    ap_mm, ml_mm = np.array(places).T
    return Known(force_n, np.full(len(places), mass_kg), ap_mm, ml_mm)
