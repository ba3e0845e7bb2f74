"""The upright reference in use: who may capture one, when it counts, and what a new calibration does to it."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence

from chairpi.core.events.requests import Refused
from chairpi.core.events.upright import ReferenceSet, ReferenceSource
from chairpi.core.upright.capture import PROVISIONAL_S, Capture, middle_of
from chairpi.core.upright.reference import Reference
from chairpi.core.weighing.load import COP_FROM_N
from chairpi.core.weighing.second import Second
from chairpi.core.weighing.weigher import Weigher

TAKES_N = 3
"""Captures that make a reference together, at most: the middle one of three is not led astray by one sitting. Our choice."""

SAME_MM = 2.0
"""A tare that moves the reference's own centre by less than this [mm] leaves it standing: the accuracy that a Wii Balance Board has
after a linear calibration (Leach et al. 2014: 0.5-2 mm)."""


class Upright:
    """The sitter's upright reference, and the capture of another one.

    A reference that a new calibration made doubtful is kept, to be shown as such, and judges nothing; the next settled half minute, or
    the sitter, gives another one.

    Parameters
    ----------
    person_on_kg
        The least seat load of a person [kg].

    Attributes
    ----------
    reference
        The present one; `None` until there is one.
    """

    def __init__(self, person_on_kg: float) -> None:
        self.reference: Reference | None = None
        self._person_on_kg = person_on_kg
        self._capture: Capture | None = None
        self._takes: tuple[Reference, ...] = ()

    @property
    def believed(self) -> Reference | None:
        """The reference to judge by, if there is one."""
        return None if self.reference is None or self.reference.doubtful else self.reference

    @property
    def zero_offset_n(self) -> float:
        """Added to every seat load [N]; 0 unless the seat's zero was seen to be off."""
        return 0.0 if self.reference is None else self.reference.zero_offset_n

    def guided_left_s(self, t_s: float) -> float | None:
        """Time left of a guided capture [s], if one runs."""
        capture = self._capture
        if capture is None or capture.source is not ReferenceSource.GUIDED:
            return None
        return max(0.0, capture.ends_t_s - t_s)

    def use(self, reference: Reference | None) -> None:
        """Go on with this reference; what was captured until now belongs to another one."""
        self.reference = reference
        self._capture = None
        self._takes = ()

    def ask(self, t_s: float, length_s: float, *, joins: bool) -> None:
        """Begin a guided capture of the next `length_s` [s]; see `chairpi.core.requests.CaptureReference`."""
        if not joins:
            self._takes = ()
        self._capture = Capture(ReferenceSource.GUIDED, t_s, length_s)

    def receive(self, second: Second, *, seated: bool, warm: bool) -> ReferenceSet | Refused | None:
        """Take one second; `warm`: the zero is believed, so that a provisional reference may be taken."""
        capture = self._capture
        if capture is None:
            if seated and warm and self.believed is None:
                self._capture = Capture(ReferenceSource.PROVISIONAL, second.t_s, PROVISIONAL_S)
            return None
        if capture.source is ReferenceSource.PROVISIONAL and not seated:
            self._capture = None
            return None
        capture.receive(second)
        return self.end_capture(second.t_s) if second.t_s >= capture.ends_t_s else None

    def end_capture(self, t_s: float) -> ReferenceSet | Refused | None:
        """What the capture that runs gives by now."""
        capture, self._capture = self._capture, None
        if capture is None:
            return None
        result = capture.result(self._person_on_kg)
        if isinstance(result, Reference):
            if result.source is ReferenceSource.GUIDED:
                self._takes = (*self._takes, result)[-TAKES_N:]
                result = middle_of(self._takes)
            self.reference = result
            return result.as_event(t_s)
        return self._refusal(capture, t_s, result)

    def give_up(self, t_s: float, why: str) -> Refused | None:
        """The capture that runs cannot be finished; what is told to somebody who had asked for it."""
        capture, self._capture = self._capture, None
        return None if capture is None else self._refusal(capture, t_s, why)

    def weigh_with(
        self, old: Weigher, new: Weigher, zero_counts: Sequence[float], t_s: float
    ) -> ReferenceSet | Refused | None:
        """The calibration is another one from now on; a capture that runs cannot be finished.

        Parameters
        ----------
        old, new
            What weighed until now, and what weighs from now on.
        zero_counts
            The zeros until now, as they were tracked [counts].
        t_s
            Time now [s].

        Notes
        -----
        A tare adds the same forces to every load, so what it does to the reference is known: while that moves its centre by less than
        `SAME_MM`, the reference is moved along and told as it is now. A new span or map weighs each cell anew, and a lost zero that
        was made up for is set now: the reference is doubtful.
        """
        refused = self.give_up(t_s, "the calibration changed meanwhile; try again")
        self._takes = ()
        reference = self.reference
        moved = None if reference is None else _moved_along(reference, old, new, zero_counts)
        if moved is not None:
            self.reference = moved
        elif reference is not None:
            self.reference = dataclasses.replace(reference, zero_offset_n=0.0, doubtful=True)
        if refused is not None:
            return refused
        return None if moved is None or moved == reference or moved.doubtful else moved.as_event(t_s)

    def _refusal(self, capture: Capture, t_s: float, why: str) -> Refused | None:
        return Refused(t_s, "capture_reference", why) if capture.source is ReferenceSource.GUIDED else None


def _moved_along(reference: Reference, old: Weigher, new: Weigher, zero_counts: Sequence[float]) -> Reference | None:
    """The same reference as the new calibration sees it; `None` where that cannot be said, or moves its centre."""
    before, after = old.calibration, new.calibration
    if reference.zero_offset_n or (before.counts_per_n, before.seat_map) != (after.counts_per_n, after.seat_map):
        return None
    added_n = [
        (was - is_) / counts_per_n
        for was, is_, counts_per_n in zip(zero_counts, after.zero_counts, after.counts_per_n, strict=True)
    ]
    added = new.empty_load(added_n)
    total_n = reference.total_n + added.total_n
    if total_n < COP_FROM_N:
        return None
    ap_mm = (reference.cop_ap_mm * reference.total_n + added.moment_ap_nmm) / total_n
    ml_mm = (reference.cop_ml_mm * reference.total_n + added.moment_ml_nmm) / total_n
    if max(abs(ap_mm - reference.cop_ap_mm), abs(ml_mm - reference.cop_ml_mm)) >= SAME_MM:
        return None
    upper_n, lower_n, force_n = reference.back_upper_n, reference.back_lower_n, reference.force_n
    return dataclasses.replace(
        reference,
        cop_ap_mm=ap_mm,
        cop_ml_mm=ml_mm,
        total_n=total_n,
        back_upper_n=None if upper_n is None else upper_n + added.back_upper_n,
        back_lower_n=None if lower_n is None else lower_n + added.back_lower_n,
        force_n=None if force_n is None else tuple(map(sum, zip(force_n, added_n, strict=True))),
    )
