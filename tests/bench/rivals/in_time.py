"""Detectors that watch the centre of pressure over time: rolling baseline, Page-Hinkley, calibrated threshold.

Each is fed one seated second at a time, as a shift from the sitter's guided reference, and tells slides as our core does. They are told
by the simulator who sits and when, which the chair has to find out by itself.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Protocol

from chairpi.core.events.posture import SlideBegan, SlideEnd, SlideEnded

Told = SlideBegan | SlideEnded

SHIFT_MM = 30.0
"""Forward CoP shift [mm] from which all but Page-Hinkley call it a slide: what a slide of 33 mm does in the planar static model."""
LOAD_GAIN_FRACTION = 0.01
"""A slide unloads the seat; where the load grows by more than this, "threshold and load" says that it is something else."""
BASELINE_S = 600.0
"""Time constant of the rolling baseline [s]."""
DELTA_MM = 5.0
LAMBDA_MM_S = 1500.0
"""Page-Hinkley's tolerance [mm] and threshold [mm s]: 60 s of a shift of 30 mm."""

COP_PER_SLIDE = 0.9
"""CoP shift for each millimetre that the hips slide: median over simulated people and chairs of the planar static model."""

PERSISTENCE_S = 60.0
MISS_S = 3.0
RELEASE_S = 30.0
"""A slide is told once it has lasted `PERSISTENCE_S`, where a second that does not look like one takes `MISS_S` off, and is over
when `RELEASE_S` in a row do not. The same for every rival."""


@dataclass(frozen=True, slots=True)
class SatSecond:
    """One second of a sitter against the guided reference.

    Parameters
    ----------
    t_s
        Its end [s].
    ap_mm
        Forward shift of the CoP [mm]; NaN where unknown.
    load_fraction
        Seat load against the reference's, minus 1; NaN where unknown.
    """

    t_s: float
    ap_mm: float
    load_fraction: float


class Rule(Protocol):
    """Says of each second whether it looks like a slide."""

    def looks_slid(self, second: SatSecond) -> bool:
        """Take one seated second whose shift is known."""

    def stand_up(self) -> None:
        """The sitter has left."""


class CalibratedThreshold:
    """A fixed shift from the guided reference; with a limit to the gain in load if one is given."""

    def __init__(self, load_gain_fraction: float = math.inf) -> None:
        self._load_gain_fraction = load_gain_fraction

    def looks_slid(self, second: SatSecond) -> bool:
        """Whether the shift is far enough, and the load has not grown."""
        return second.ap_mm > SHIFT_MM and second.load_fraction < self._load_gain_fraction

    def stand_up(self) -> None:
        """Forget nothing: there is nothing to forget."""


class RollingBaseline:
    """A shift from an exponentially weighted mean of the recent past, which begins at the guided reference and never stops learning."""

    def __init__(self) -> None:
        self._baseline_mm = 0.0

    def looks_slid(self, second: SatSecond) -> bool:
        """Whether the second is far forward of the baseline; then let the baseline follow it."""
        beyond_mm = second.ap_mm - self._baseline_mm
        self._baseline_mm += beyond_mm * -math.expm1(-1.0 / BASELINE_S)
        return beyond_mm > SHIFT_MM

    def stand_up(self) -> None:
        """Keep the baseline."""


class Judged:
    """What somebody else has said of each second, once for the whole day.

    Parameters
    ----------
    slid_t_s
        The ends of the seconds that look like a slide [s].
    """

    def __init__(self, slid_t_s: Collection[float]) -> None:
        self._slid_t_s = frozenset(slid_t_s)

    def looks_slid(self, second: SatSecond) -> bool:
        """Whether it was said of this second."""
        return second.t_s in self._slid_t_s

    def stand_up(self) -> None:
        """It is all said already."""


class Persistence:
    """Turns a rule into slides that are told.

    Parameters
    ----------
    rule
        What looks at each second.
    """

    def __init__(self, rule: Rule) -> None:
        self._rule = rule
        self._gathered_s = 0.0
        self._since_t_s = self._slid_t_s = math.nan
        self._told: SlideBegan | None = None

    def receive(self, second: SatSecond) -> Told | None:
        """Take one seated second; one whose shift is unknown changes nothing."""
        if math.isnan(second.ap_mm):
            return None
        t_s = second.t_s
        is_slid = self._rule.looks_slid(second)
        if is_slid:
            self._slid_t_s = t_s
            if self._gathered_s == 0.0:
                self._since_t_s = t_s - 1.0
        self._gathered_s = (
            min(self._gathered_s + 1.0, PERSISTENCE_S) if is_slid else max(self._gathered_s - MISS_S, 0.0)
        )
        if self._told is None:
            if self._gathered_s < PERSISTENCE_S:
                return None
            self._told = began(t_s, self._since_t_s, second.ap_mm)
            return self._told
        return None if t_s - self._slid_t_s < RELEASE_S else self._end(t_s, SlideEnd.RETURNED)

    def stand_up(self, t_s: float) -> Told | None:
        """The sitter has left [s]."""
        self._rule.stand_up()
        self._gathered_s = 0.0
        return self._end(t_s, SlideEnd.STOOD_UP)

    def _end(self, t_s: float, why: SlideEnd) -> Told | None:
        told, self._told = self._told, None
        return None if told is None else ended(t_s, told, why)


class PageHinkley:
    """Page-Hinkley's test for a rise of the mean begins a slide, and its mirror ends it.

    Notes
    -----
    Up: m += x - mean - delta, alarm when m - min(m) > lambda; down likewise with the signs turned; mean is that of the seconds since
    the last alarm, and all begins anew after one (Page 1954, doi:10.1093/biomet/41.1-2.100; Hinkley 1971, doi:10.1093/biomet/58.3.509;
    as in the library river). It begins with the guided reference for a mean, worth a minute of seconds: our choice, in its favour.
    """

    WORTH_S = 60.0

    def __init__(self) -> None:
        self._told: SlideBegan | None = None
        self._begin(0.0, self.WORTH_S)

    def _begin(self, mean_mm: float, worth_s: float) -> None:
        self._mean_mm, self._n_s = mean_mm, worth_s
        self._up_mm_s = self._down_mm_s = 0.0  # how far each sum is above its own lowest
        self._rise_t_s = math.nan

    def receive(self, second: SatSecond) -> Told | None:
        """Take one seated second; one whose shift is unknown changes nothing."""
        if math.isnan(second.ap_mm):
            return None
        self._n_s += 1.0
        self._mean_mm += (second.ap_mm - self._mean_mm) / self._n_s
        if self._up_mm_s == 0.0:
            self._rise_t_s = second.t_s - 1.0
        self._up_mm_s = max(0.0, self._up_mm_s + second.ap_mm - self._mean_mm - DELTA_MM)
        self._down_mm_s = max(0.0, self._down_mm_s - second.ap_mm + self._mean_mm - DELTA_MM)
        if self._up_mm_s > LAMBDA_MM_S:
            since_t_s = self._rise_t_s
            self._begin(0.0, 0.0)
            if self._told is None:
                self._told = began(second.t_s, since_t_s, second.ap_mm)
                return self._told
        elif self._down_mm_s > LAMBDA_MM_S:
            self._begin(0.0, 0.0)
            return self._end(second.t_s, SlideEnd.RETURNED)
        return None

    def stand_up(self, t_s: float) -> Told | None:
        """The sitter has left [s]: begin anew at the guided reference."""
        self._begin(0.0, self.WORTH_S)
        return self._end(t_s, SlideEnd.STOOD_UP)

    def _end(self, t_s: float, why: SlideEnd) -> Told | None:
        told, self._told = self._told, None
        return None if told is None else ended(t_s, told, why)


class Detector(Protocol):
    """Tells slides from seconds."""

    def receive(self, second: SatSecond) -> Told | None:
        """Take one seated second."""

    def stand_up(self, t_s: float) -> Told | None:
        """The sitter has left [s]."""


def rivals_in_time() -> dict[str, Detector]:
    """A new detector of each kind, by its name in the table."""
    return {
        "rolling baseline (10 min)": Persistence(RollingBaseline()),
        "Page-Hinkley": PageHinkley(),
        "calibrated threshold": Persistence(CalibratedThreshold()),
        "threshold and load": Persistence(CalibratedThreshold(LOAD_GAIN_FRACTION)),
    }


def tell(detector: Detector, seconds: Iterable[tuple[SatSecond, bool]]) -> list[Told]:
    """Everything a detector tells of a day.

    Parameters
    ----------
    seconds
        In time order, each with whether somebody sits.
    """
    told: list[Told | None] = []
    sat = False
    t_s = 0.0
    for second, sits in seconds:
        t_s = second.t_s
        if sits:
            told.append(detector.receive(second))
        elif sat:
            told.append(detector.stand_up(t_s))
        sat = sits
    if sat:
        told.append(detector.stand_up(t_s))
    return [one for one in told if one is not None]


def began(t_s: float, onset_t_s: float, ap_mm: float) -> SlideBegan:
    """A slide told at `t_s`, from a CoP shift."""
    return SlideBegan(t_s, onset_t_s, ap_mm / COP_PER_SLIDE)


def ended(t_s: float, told: SlideBegan, why: SlideEnd) -> SlideEnded:
    """The end of a slide that was told."""
    return SlideEnded(t_s, told.onset_t_s, t_s - told.onset_t_s, told.slide_mm, why)
