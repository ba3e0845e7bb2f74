"""What load cells make of forces: noise, creep, hysteresis, drift, a span that is a little off, and readings that get lost."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import astuple, dataclass

import numpy as np
from numpy.typing import NDArray

from chairpi.core.calibration import Calibration
from chairpi.simulate.chair import NOISE_COUNTS, counts

Array = NDArray[np.float64]

CREEP_STEP_S = 1.0
"""How often creep is worked out anew [s]. The fastest creep takes a minute, so a step of it is far below the noise."""

TURN_N = 20.0
"""How far the force must turn back before a cell is on the other branch of its hysteresis [N]: our choice."""

# Each use of a stream's seed has its own number; none is one of the day's.
NOISE, PHASES, LOSSES = 11, 12, 13


@dataclass(frozen=True, slots=True)
class CellErrors:
    """What one load cell and its converter get wrong; the defaults are those of a usual cheap cell.

    Parameters
    ----------
    noise_counts
        Root mean square noise of one reading [counts].
    gain_error_fraction
        How much more a newton says than the calibration believes, as a part of it.
    creep_fast_fraction, creep_slow_fraction
        What a load that stays adds to its reading in the end, as parts of it.
    creep_fast_s, creep_slow_s
        Time constants of the two, for coming and for going [s].
    hysteresis_n
        How much less a cell says while the load comes than the mean of coming and going [N]; as much more while it goes.
    drift_n
        How far the zero wanders, either way [N].
    drift_period_s
        How long it takes there and back [s].
    lost_per_h
        How often readings get lost [1/h].
    lost_s
        Mean length of a loss [s].

    Raises
    ------
    ValueError
        A number is not finite, or one that has to be positive is not.

    Notes
    -----
    Sources of the defaults and of the ranges in `drawn`:

    - Noise: the HX711 data sheet's 50 nV is 25 counts; real modules show 14-16 noise-free bits, 65-130 counts
      (forum.arduino.cc/t/351959).
    - Creep: two exponentials, of a minute and of a quarter of an hour, that recover as they came. OIML R 60 tests creep over half an
      hour of load; it allows cells of class C3 0.025 % of the load, and cells without a class show 0.05-0.1 % and more. That the
      recovery is the mirror of the creep is the linear model's; in a test of 65 cells (NIST) it was 0.86 of it. How the creep is
      split between the two, and the upper end of 0.2 %, are our choice.
    - Hysteresis: 0.05 % of 50 kg from branch to branch is a usual data sheet's figure, 0.25 N (circuitjournal.com); our choice to
      let it be up to twice that.
    - Drift: tens of grams in hours (circuitjournal.com). The sine and its period are our choice.
    - Gain error: what a calibration with household masses leaves. A mass that is known to 0.5 % gives no better; our choice.
    - Losses: conversions that are dropped because the operating system read them too late, or that a loose wire spoils, come in bursts
      on one cell. No source counts them on chairs: our choice, such that one of 1.5 s, which the core calls a lost cell, is rare.
    """

    noise_counts: float = NOISE_COUNTS
    gain_error_fraction: float = 0.0
    creep_fast_fraction: float = 0.0005
    creep_slow_fraction: float = 0.0005
    creep_fast_s: float = 60.0
    creep_slow_s: float = 900.0
    hysteresis_n: float = 0.12
    drift_n: float = 0.3
    drift_period_s: float = 4 * 3600.0
    lost_per_h: float = 2.0
    lost_s: float = 0.2

    def __post_init__(self) -> None:
        if not all(map(math.isfinite, astuple(self))):
            raise ValueError(f"{self}: finite numbers are needed")
        for name in ("creep_fast_s", "creep_slow_s", "drift_period_s", "lost_s"):
            if getattr(self, name) <= 0:
                raise ValueError(f"{name} {getattr(self, name)}: more than 0 is needed")
        for name in ("noise_counts", "hysteresis_n", "lost_per_h"):
            if getattr(self, name) < 0:
                raise ValueError(f"{name} {getattr(self, name)}: 0 or more is needed")

    @classmethod
    def none(cls) -> CellErrors:
        """The ideal cell: counts are zero plus slope times force, to the nearest whole number."""
        return cls(
            noise_counts=0.0,
            creep_fast_fraction=0.0,
            creep_slow_fraction=0.0,
            hysteresis_n=0.0,
            drift_n=0.0,
            lost_per_h=0.0,
        )

    @classmethod
    def drawn(cls, rng: np.random.Generator) -> CellErrors:
        """Draw one cheap cell; sources in the class's notes."""
        creep_fraction = float(rng.uniform(0.0005, 0.002))
        fast = float(rng.uniform(0.3, 0.7))
        return cls(
            noise_counts=float(rng.uniform(25.0, 130.0)),
            gain_error_fraction=0.005 * float(rng.standard_normal()),
            creep_fast_fraction=creep_fraction * fast,
            creep_slow_fraction=creep_fraction * (1.0 - fast),
            creep_fast_s=float(rng.uniform(40.0, 90.0)),
            creep_slow_s=float(rng.uniform(600.0, 1200.0)),
            hysteresis_n=float(rng.uniform(0.0, 0.25)),
            drift_n=float(rng.uniform(0.1, 0.6)),
            drift_period_s=float(rng.uniform(2 * 3600.0, 6 * 3600.0)),
            lost_per_h=float(rng.uniform(0.5, 4.0)),
            lost_s=float(rng.uniform(0.1, 0.3)),
        )


class CellStream:
    """What the cells of one chair say, part after part; the parts' lengths change nothing.

    Parameters
    ----------
    errors
        One for all cells alike, or one for each.
    calibration
        Zero and span of each cell, as the chair believes them.
    seed
        For noise, losses and the phases of the drifts.

    Raises
    ------
    ValueError
        There is not one `CellErrors` for each cell.

    Notes
    -----
    With F the force, D the drift, H the hysteresis and L(F) its lag of first order, at rest before the first frame:

        counts = zero_counts + counts_per_n (1 + gain_error) (F + fast L_fast(F) + slow L_slow(F) + H(F)) + counts_per_n D + noise
        L'     = (F - L) / time constant
        H      = hysteresis_n (P - F) / TURN_N, where P follows F with a play of TURN_N to either side

    Play is the simplest hysteresis that forgets nothing but what the load has passed since (Krasnosel'skii and Pokrovskii 1989,
    doi:10.1007/978-3-642-61302-9).
    """

    def __init__(self, errors: CellErrors | Sequence[CellErrors], calibration: Calibration, seed: int = 0) -> None:
        n_cells = len(calibration.zero_counts)
        self.errors = (errors,) * n_cells if isinstance(errors, CellErrors) else tuple(errors)
        if len(self.errors) != n_cells:
            raise ValueError(
                f"{len(self.errors)} cells' errors but a calibration of {n_cells} cells; one for each is needed"
            )
        self._calibration = calibration
        self._noise = np.random.default_rng([seed, NOISE])
        self._noise_counts = np.array([each.noise_counts for each in self.errors])
        self._gain = 1.0 + np.array([each.gain_error_fraction for each in self.errors])
        self._drift_n = np.array([each.drift_n for each in self.errors])
        self._drift_rad_per_s = 2 * math.pi / np.array([each.drift_period_s for each in self.errors])
        self._drift_rad = np.random.default_rng([seed, PHASES]).uniform(0.0, 2 * math.pi, n_cells)
        self._creep = _Creep(self.errors)
        self._hysteresis_n = np.array([each.hysteresis_n for each in self.errors])
        self._played_n = np.zeros(n_cells)
        self._losses = [
            _Losses(each, np.random.default_rng([seed, LOSSES, cell])) for cell, each in enumerate(self.errors, start=1)
        ]
        self._last_t_s = -math.inf

    def counts(self, t_s: Array, forces_n: Array) -> Array:
        """What the cells say next.

        Parameters
        ----------
        t_s
            Shape (n,), non-decreasing and not before the part before [s]; nothing is lost before 0.
        forces_n
            Shape (n, n_cells) [N]; finite.

        Returns
        -------
        ndarray
            Shape (n, n_cells), whole numbers [counts] within the converter's 24 bits; NaN where a reading is lost.

        Raises
        ------
        ValueError
            Time runs backwards, or a force is not finite: creep would remember it for ever.
        """
        t_s, forces_n = np.asarray(t_s, dtype=np.float64), np.asarray(forces_n, dtype=np.float64)
        if not len(t_s):
            return np.empty_like(forces_n)
        if t_s[0] < self._last_t_s or (np.diff(t_s) < 0).any():
            raise ValueError(f"time runs backwards at or after {t_s[0]} s; the part before ended at {self._last_t_s} s")
        if not np.isfinite(forces_n).all():
            raise ValueError(f"a force after {t_s[0]} s is not finite")
        self._last_t_s = float(t_s[-1])
        felt_n = forces_n + self._creep.of(t_s, forces_n) + self._lagging_n(forces_n)
        drift_n = self._drift_n * np.sin(self._drift_rad_per_s * t_s[:, None] + self._drift_rad)
        said = counts(self._gain * felt_n + drift_n, self._calibration, self._noise, self._noise_counts)
        for cell, losses in enumerate(self._losses):
            for start_s, end_s in losses.between(float(t_s[0]), self._last_t_s):
                said[slice(*np.searchsorted(t_s, (start_s, end_s))), cell] = np.nan
        return said

    def _lagging_n(self, forces_n: Array) -> Array:
        """The hysteresis in (n, n_cells) forces [N].

        Each force limits the play to [F - TURN_N, F + TURN_N], and one limit after another is again a limit: so the limits are
        joined in pairs, fours, eights... instead of one by one. Only comparisons are made, hence no rounding.
        """
        if not self._hysteresis_n.any():
            return np.zeros_like(forces_n)
        low_n, high_n = forces_n - TURN_N, forces_n + TURN_N
        joined = 1
        while joined < len(forces_n):
            low_n[joined:], high_n[joined:] = (
                np.clip(low_n[:-joined], low_n[joined:], high_n[joined:]),
                np.clip(high_n[:-joined], low_n[joined:], high_n[joined:]),
            )
            joined *= 2
        played_n = np.clip(self._played_n, low_n, high_n)
        self._played_n = played_n[-1]
        lagging_n: Array = self._hysteresis_n * (played_n - forces_n) / TURN_N
        return lagging_n


class _Creep:
    """Both lags of all cells, in steps of `CREEP_STEP_S` by the exact solution for a force that stays during the step.

    A step begins at the first frame in it and takes that frame's force: whichever part brings the frame, the sums are the same.
    """

    def __init__(self, errors: Sequence[CellErrors]) -> None:
        self._fractions = np.array([[each.creep_fast_fraction, each.creep_slow_fraction] for each in errors]).T
        self._constants_s = np.array([[each.creep_fast_s, each.creep_slow_s] for each in errors]).T
        self._one_step = np.exp(-CREEP_STEP_S / self._constants_s)
        self._lag_n = np.zeros_like(self._fractions)
        self._force_n: Array | None = None
        self._step = 0

    def of(self, t_s: Array, forces_n: Array) -> Array:
        """What creep adds to forces: shapes (n,) [s] and (n, n_cells) [N] in, (n, n_cells) [N] out."""
        if not self._fractions.any():
            return np.zeros_like(forces_n)
        steps = np.floor(t_s / CREEP_STEP_S).astype(np.int64)
        begins = np.flatnonzero(np.diff(steps, prepend=steps[0] - 1 if self._force_n is None else self._step))
        lengths = np.diff(np.concatenate((begins, [len(t_s)])))
        kept_n = self._creep_n()
        creeps_n = np.empty((len(begins), forces_n.shape[1]))
        for i, (step, force_n) in enumerate(zip(steps[begins].tolist(), forces_n[begins], strict=True)):
            if self._force_n is not None:
                gone = step - self._step
                decay = self._one_step if gone == 1 else np.exp(-gone * CREEP_STEP_S / self._constants_s)
                self._lag_n = self._force_n + (self._lag_n - self._force_n) * decay
            self._step, self._force_n = step, force_n.copy()
            creeps_n[i] = self._creep_n()
        still = len(t_s) - int(lengths.sum())
        return np.concatenate((np.tile(kept_n, (still, 1)), np.repeat(creeps_n, lengths, axis=0)))

    def _creep_n(self) -> Array:
        creep_n: Array = (self._fractions * self._lag_n).sum(axis=0)
        return creep_n


class _Losses:
    """When one cell's readings are lost: bursts at random moments of random length, the same however they are asked for."""

    def __init__(self, errors: CellErrors, rng: np.random.Generator) -> None:
        self._errors = errors
        self._rng = rng
        self._bursts: list[tuple[float, float]] = []
        self._drawn_until_s = 0.0

    def between(self, start_s: float, end_s: float) -> list[tuple[float, float]]:
        """Beginnings and ends of the bursts that touch a time [s]; ask in time order."""
        if self._errors.lost_per_h == 0:
            return []
        while self._drawn_until_s <= end_s:
            began_s = self._drawn_until_s + float(self._rng.exponential(3600.0 / self._errors.lost_per_h))
            self._drawn_until_s = began_s + float(self._rng.exponential(self._errors.lost_s))
            self._bursts.append((began_s, self._drawn_until_s))
        self._bursts = [burst for burst in self._bursts if burst[1] > start_s]
        return [burst for burst in self._bursts if burst[0] <= end_s]
