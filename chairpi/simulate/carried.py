"""What each cell carries of a stance, with the sway and the breathing of whoever takes it."""

from __future__ import annotations

import math
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from chairpi.core.seat import BACK_LOWER, BACK_UPPER, SEAT, Seat
from chairpi.simulate.back_share import BackShare
from chairpi.simulate.share import LoadShare
from chairpi.simulate.sitter import LUMBAR

Array = NDArray[np.float64]

SWAY_HZ = (0.15, 2.0)
N_SWAYS = 8
"""Sway is a sum of this many sinusoids along each axis, spread over that band, slower ones larger (amplitude as 1 / sqrt(f)):
our choice, after the 0.15-5 Hz band of posturography."""

BREATH_HZ = (0.2, 0.3)
DRIFT_N = 0.3
"""Slow drift of each cell's zero [N], either way: 30 g. Cheap half-bridges drift by tens of grams in hours
(circuitjournal.com); our choice."""
DRIFT_PERIOD_S = (2 * 3600.0, 6 * 3600.0)


class Carried:
    """One sitter's sway and breath, and the cells that carry them.

    Parameters
    ----------
    seat
        Any layout; loads are shared among its cells by `LoadShare`, and among those of one half of the backrest by `BackShare`.
    rng
        Where chance comes from; nothing is drawn from it later.
    drift_n
        How far each cell's zero drifts, either way [N].
    """

    def __init__(self, seat: Seat, rng: np.random.Generator, drift_n: float = DRIFT_N) -> None:
        self._share = LoadShare(seat)
        self._seat_cells = seat.indices(SEAT)
        self._upper, self._lower = BackShare(seat, BACK_UPPER), BackShare(seat, BACK_LOWER)
        self._sway_ap, self._sway_ml = _sway(rng), _sway(rng)
        self._breath = _wave(rng, BREATH_HZ)
        slowest_s, fastest_s = max(DRIFT_PERIOD_S), min(DRIFT_PERIOD_S)
        self._drift = [(drift_n, *_wave(rng, (1 / slowest_s, 1 / fastest_s))[1:]) for _ in seat.cells]

    def loads(self, t_s: Array, stances: Array) -> tuple[Array, ...]:
        """Loads at many instants, shape (n,) [s], from stances of shape (len(Stance), n).

        Returns
        -------
        tuple of ndarray
            Total, CoP forward and to the right, upper and lower back, where they act, and slide; sway and breathing included; each of
            shape (n,), [N] and [mm].
        """
        total_n, ap_mm, ml_mm, upper_n, lower_n, back_ml_mm, sway_mm, breath_n, slide_mm = stances
        return (
            total_n + breath_n * _many(self._breath, t_s),
            ap_mm + sway_mm * sum(_many(wave, t_s) for wave in self._sway_ap),
            ml_mm + sway_mm * sum(_many(wave, t_s) for wave in self._sway_ml),
            upper_n,
            lower_n,
            back_ml_mm,
            slide_mm,
        )

    def forces_n(self, t_s: Array, stances: Array) -> Array:
        """Force on each cell, drift included: shapes (n,) [s] and (len(Stance), n) in, shape (n, n_cells) [N] out."""
        total_n, ap_mm, ml_mm, upper_n, lower_n, back_ml_mm, _ = self.loads(t_s, stances)
        forces_n = np.stack([_many(wave, t_s) for wave in self._drift], axis=-1)
        forces_n[:, list(self._seat_cells)] += self._share.many(total_n, total_n * ap_mm, total_n * ml_mm)
        for share, load_n, at_mm in ((self._upper, upper_n, back_ml_mm), (self._lower, lower_n, LUMBAR * back_ml_mm)):
            for cell, part in share.many(at_mm):
                forces_n[:, cell] += part * load_n
        return forces_n

    def force_at(self, t_s: float, stance: tuple[float, ...]) -> tuple[float, ...]:
        """Force on each cell [N] at one instant [s]: `forces_n` to rounding, in plain numbers, for emulated chips."""
        total_n, ap_mm, ml_mm, upper_n, lower_n, back_ml_mm, sway_mm, breath_n, _ = stance
        forces_n = [_one(wave, t_s) for wave in self._drift]
        if total_n > 0:
            if breath_n > 0:
                total_n += breath_n * _one(self._breath, t_s)
                ap_mm += sway_mm * sum([_one(wave, t_s) for wave in self._sway_ap])
                ml_mm += sway_mm * sum([_one(wave, t_s) for wave in self._sway_ml])
            for cell, force_n in zip(
                self._seat_cells, self._share.at(total_n, total_n * ap_mm, total_n * ml_mm), strict=True
            ):
                forces_n[cell] += force_n
        for share, load_n, at_mm in ((self._upper, upper_n, back_ml_mm), (self._lower, lower_n, LUMBAR * back_ml_mm)):
            for cell, part in share.at(at_mm):
                forces_n[cell] += part * load_n
        return tuple(forces_n)


Wave = tuple[float, float, float]
"""Amplitude, angular frequency [rad/s], phase [rad]."""


def _one(wave: Wave, t_s: float) -> float:
    return wave[0] * math.sin(wave[1] * t_s + wave[2])


def _many(wave: Wave, t_s: Array) -> Array:
    values: Array = wave[0] * np.sin(wave[1] * t_s + wave[2])
    return values


def _wave(rng: np.random.Generator, band_hz: tuple[float, float]) -> Wave:
    low_hz, high_hz = band_hz
    frequency_hz = low_hz * (high_hz / low_hz) ** float(rng.random())
    return 1.0, 2 * math.pi * frequency_hz, float(rng.uniform(0.0, 2 * math.pi))


def _sway(rng: np.random.Generator) -> list[Wave]:
    """Sinusoids whose sum has a root mean square of 1."""
    edges_hz = np.geomspace(*SWAY_HZ, N_SWAYS + 1).tolist()
    waves = [_wave(rng, band_hz) for band_hz in pairwise(edges_hz)]
    scale = math.sqrt(2 / sum(1 / omega for _, omega, _ in waves))
    return [(scale / math.sqrt(omega), omega, phase) for _, omega, phase in waves]
