"""Slides told against slides that were: events found, delays, false alarms, and shares of time flagged.

An event is a slide of at least 40 mm with the back on the backrest for at least 2 minutes at a stretch. A false alarm is a slide
told although the hips were less than 25 mm forward during all of the 2 minutes before. A slide between these two is neither:
telling it or not is no error. All four numbers are our choice: 40 mm is about a tenth of a seat's depth, and 2 minutes are what a
person may be told about without being pestered.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from chairpi.core.events.posture import SlideBegan, SlideEnded

Array = NDArray[np.float64]
Mask = NDArray[np.bool_]

EVENT_MM = 40.0
EVENT_S = 120.0
GOOD_BELOW_MM = 25.0
BEFORE_S = 120.0
"""A told slide is a false alarm when the true one was below `GOOD_BELOW_MM` for this long [s] before it was told."""

GAP_S = 10.0
"""Where the truth is silent for longer [s], the time in between counts for nothing, and no event goes on across it. Our choice."""


@dataclass(frozen=True, slots=True)
class TrueSlide:
    """One slide that should be told.

    Parameters
    ----------
    onset_t_s
        Since when the slide was large enough with the back on the backrest [s].
    end_t_s
        When it was no longer large enough, or the sitter stood up [s].
    largest_mm
        How far it went [mm]; infinite where only a label tells that there was one.
    told_t_s
        When it was told [s]; `None` when it never was.
    error_mm
        The told slide less the true one at that time [mm]; `None` where that is not known.
    """

    onset_t_s: float
    end_t_s: float
    largest_mm: float
    told_t_s: float | None
    error_mm: float | None

    @property
    def delay_s(self) -> float | None:
        """From onset until told [s]; 0 when a smaller slide had been told before it became an event."""
        return None if self.told_t_s is None else max(0.0, self.told_t_s - self.onset_t_s)


@dataclass(frozen=True, slots=True)
class FalseAlarm:
    """A slide told at `t_s` [s], of `slide_mm` [mm], when there was none."""

    t_s: float
    slide_mm: float


@dataclass(frozen=True, slots=True)
class EpisodeScore:
    """How one person's slides were told, or those of several: scores add up.

    Parameters
    ----------
    slides
        The events.
    false_alarms
        Slides told when there was none.
    seated_s
        Time seated with the true slide known [s].
    slide_s, slide_flagged_s
        Time with a slide of at least `EVENT_MM` and the back on the backrest, and how much of it a told slide was going on [s].
    good_s, good_flagged_s
        The same for the time with the hips less than `GOOD_BELOW_MM` forward [s].
    """

    slides: tuple[TrueSlide, ...] = ()
    false_alarms: tuple[FalseAlarm, ...] = ()
    seated_s: float = 0.0
    slide_s: float = 0.0
    slide_flagged_s: float = 0.0
    good_s: float = 0.0
    good_flagged_s: float = 0.0

    def __add__(self, other: EpisodeScore) -> EpisodeScore:
        return EpisodeScore(
            self.slides + other.slides,
            self.false_alarms + other.false_alarms,
            self.seated_s + other.seated_s,
            self.slide_s + other.slide_s,
            self.slide_flagged_s + other.slide_flagged_s,
            self.good_s + other.good_s,
            self.good_flagged_s + other.good_flagged_s,
        )

    @property
    def n_detected(self) -> int:
        """Events that were told."""
        return sum(slide.told_t_s is not None for slide in self.slides)

    @property
    def delays_s(self) -> list[float]:
        """Of the events that were told [s]."""
        return [delay_s for slide in self.slides if (delay_s := slide.delay_s) is not None]

    @property
    def errors_mm(self) -> list[float]:
        """How far off the told millimetres were, either way [mm], where that is known."""
        return [abs(slide.error_mm) for slide in self.slides if slide.error_mm is not None]


def score(
    truth_t_s: ArrayLike,
    slide_mm: ArrayLike,
    seated: ArrayLike,
    told: Sequence[SlideBegan | SlideEnded],
    *,
    back_contact: ArrayLike | None = None,
) -> EpisodeScore:
    """Compare the slides that were told with those that were.

    Parameters
    ----------
    truth_t_s
        Shape (n,), rising [s]. Each sample holds until the next one, `GAP_S` at most.
    slide_mm
        Shape (n,): true forward slide of the hips [mm]; infinite where it is known only that there was one, NaN where not known.
    seated
        Shape (n,), bool: whether somebody sits.
    told
        What a detector said, in time order; other events must be left out. A slide without an end goes on to the end.
    back_contact
        Shape (n,), bool: whether the back is on the backrest; always, when not given.

    Raises
    ------
    ValueError
        The shapes differ, the times do not rise, or a told slide begins before the last one ended.

    Notes
    -----
    An event lasts as long as the slide does: a reach for the desk within it does not make two of it. It is detected when a
    told slide goes on during some of it, from its onset on; one that began as a false alarm tells nothing and detects nothing.
    """
    t_s = np.asarray(truth_t_s, dtype=np.float64)
    true_mm, sits = np.asarray(slide_mm, dtype=np.float64), np.asarray(seated, dtype=np.bool_)
    contact = np.ones(len(t_s), dtype=np.bool_) if back_contact is None else np.asarray(back_contact, dtype=np.bool_)
    if not t_s.shape == true_mm.shape == sits.shape == contact.shape or t_s.ndim != 1:
        raise ValueError(
            f"shapes {t_s.shape}, {true_mm.shape}, {sits.shape}, {contact.shape}: one dimension, equally long"
        )
    if (np.diff(t_s) < 0).any():
        raise ValueError("the truth's times do not rise")
    length_s, after_gap = _lengths(t_s)
    intervals = _intervals(told)
    is_false = [_is_false_alarm(began.t_s, t_s, true_mm, sits) for began, _ in intervals]
    believed = [interval for interval, false in zip(intervals, is_false, strict=True) if not false]
    slid = sits & (true_mm >= EVENT_MM)
    good = sits & (true_mm < GOOD_BELOW_MM)
    flagged = np.zeros(len(t_s), dtype=np.bool_)
    for began, ended_t_s in intervals:
        flagged[np.searchsorted(t_s, began.t_s) : np.searchsorted(t_s, ended_t_s)] = True
    slides = []
    for first, end in _runs(slid, after_gap):
        onset = _onset(contact[first:end], length_s[first:end])
        if onset is not None:
            end_t_s = float(t_s[end - 1] + length_s[end - 1])
            largest_mm = float(true_mm[first:end].max())
            slides.append(_told_slide(float(t_s[first + onset]), end_t_s, largest_mm, believed, t_s, true_mm))

    def time_s(mask: Mask) -> float:
        return float(length_s[mask].sum())

    return EpisodeScore(
        slides=tuple(slides),
        false_alarms=tuple(
            FalseAlarm(began.t_s, began.slide_mm)
            for (began, _), false in zip(intervals, is_false, strict=True)
            if false
        ),
        seated_s=time_s(sits & ~np.isnan(true_mm)),
        slide_s=time_s(slid & contact),
        slide_flagged_s=time_s(slid & contact & flagged),
        good_s=time_s(good),
        good_flagged_s=time_s(good & flagged),
    )


def _lengths(t_s: Array) -> tuple[Array, NDArray[np.intp]]:
    """How long each sample holds [s], the last one as long as the one before it; and which come after a gap."""
    if len(t_s) < 2:
        return np.zeros(len(t_s)), np.empty(0, dtype=np.intp)
    step_s = np.diff(t_s)
    is_gap = step_s > GAP_S
    usual_s = float(np.median(step_s))
    length_s = np.where(is_gap, usual_s, step_s)
    return np.append(length_s, length_s[-1]), np.flatnonzero(is_gap) + 1


def _runs(mask: Mask, after_gap: NDArray[np.intp]) -> list[tuple[int, int]]:
    """First index of each unbroken run, and the index after its last; a gap breaks a run."""
    padded = np.concatenate([[False], mask, [False]])
    starts, ends = np.flatnonzero(~padded[:-1] & padded[1:]), np.flatnonzero(padded[:-1] & ~padded[1:])
    within = after_gap[mask[after_gap] & mask[after_gap - 1]]
    return list(zip(np.sort([*starts, *within]).tolist(), np.sort([*ends, *within]).tolist(), strict=True))


def _onset(contact: Mask, length_s: Array) -> int | None:
    """Where, within one slide, the first stretch of back contact begins that is long enough for an event."""
    for first, end in _runs(contact, np.empty(0, dtype=np.intp)):
        if length_s[first:end].sum() >= EVENT_S - 1e-6:
            return first
    return None


def _intervals(told: Sequence[SlideBegan | SlideEnded]) -> list[tuple[SlideBegan, float]]:
    """Each told slide with the time when it was told to be over [s]."""
    intervals: list[tuple[SlideBegan, float]] = []
    open_: SlideBegan | None = None
    for event in told:
        if isinstance(event, SlideBegan):
            if open_ is not None:
                raise ValueError(f"a slide begins at {event.t_s:g} s before the one of {open_.t_s:g} s ended")
            open_ = event
        elif open_ is None:
            raise ValueError(f"a slide ends at {event.t_s:g} s that never began")
        else:
            intervals.append((open_, event.t_s))
            open_ = None
    return intervals if open_ is None else [*intervals, (open_, math.inf)]


def _is_false_alarm(told_t_s: float, t_s: Array, true_mm: Array, seated: Mask) -> bool:
    """Whether there was no slide before it was told; where the slide was not known, it cannot be said, and so it is not."""
    before = slice(int(np.searchsorted(t_s, told_t_s - BEFORE_S)), int(np.searchsorted(t_s, told_t_s, side="right")))
    slide_mm, sits = true_mm[before], seated[before]
    not_known = sits & np.isnan(slide_mm)
    return len(slide_mm) > 0 and not bool((sits & (slide_mm >= GOOD_BELOW_MM)).any() or not_known.any())


def _told_slide(
    onset_t_s: float,
    end_t_s: float,
    largest_mm: float,
    believed: Sequence[tuple[SlideBegan, float]],
    t_s: Array,
    true_mm: Array,
) -> TrueSlide:
    for began, ended_t_s in believed:
        if began.t_s <= end_t_s and ended_t_s > onset_t_s:
            then_mm = float(true_mm[max(0, int(np.searchsorted(t_s, began.t_s, side="right")) - 1)])
            error_mm = began.slide_mm - then_mm if math.isfinite(then_mm) else None
            return TrueSlide(onset_t_s, end_t_s, largest_mm, began.t_s, error_mm)
    return TrueSlide(onset_t_s, end_t_s, largest_mm, None, None)
