"""The upright reference in use: who may capture one, when it counts, and what a new calibration does to it."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence

from chairpi.core.events import ReferenceSet, ReferenceSource, Refused
from chairpi.core.load import COP_FROM_N, Weigher
from chairpi.core.reference import PROVISIONAL_S, Capture, Reference
from chairpi.core.requests import CaptureReference
from chairpi.core.second import Second

SAME_MM = 2.0
"""A tare that moves the reference's own centre by less than this [mm] leaves it standing: the accuracy that a Wii Balance Board has
after a linear calibration (Leach et al. 2014: 0.5-2 mm)."""


class Upright:
    """The sitter's upright reference, and the capture of another one.

    A reference that a new calibration made doubtful is kept, to be shown as such, and judges nothing; the next settled half minute, or
    the sitter, gives another one.

    Parameters
    ----------
    reference
        From an earlier day, if there is one.
    person_on_kg
        The least seat load of a person [kg].

    Attributes
    ----------
    reference
        The present one.
    """

    def __init__(self, reference: Reference | None, person_on_kg: float) -> None:
        self.reference = reference
        self._person_on_kg = person_on_kg
        self._capture: Capture | None = None

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

    def ask(self, request: CaptureReference) -> None:
        """Begin a guided capture."""
        self._capture = Capture(ReferenceSource.GUIDED, request.t_s, request.length_s)

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
            self.reference = result
            return result.as_event(t_s)
        return self._refusal(capture, t_s, result)

    def weigh_with(self, old: Weigher, new: Weigher, zero_counts: Sequence[float], t_s: float) -> Refused | None:
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
        A tare adds the same forces to every load, so what it does to the reference's centre is known: it stays while that is below
        `SAME_MM`. A new span or map weighs each cell anew, and a lost zero that was made up for is set now: the reference is doubtful.
        """
        capture, self._capture = self._capture, None
        reference = self.reference
        if reference is not None and not _centre_stays(reference, old, new, zero_counts):
            self.reference = dataclasses.replace(reference, zero_offset_n=0.0, doubtful=True)
        return None if capture is None else self._refusal(capture, t_s, "the calibration changed meanwhile; try again")

    def _refusal(self, capture: Capture, t_s: float, why: str) -> Refused | None:
        return Refused(t_s, "capture_reference", why) if capture.source is ReferenceSource.GUIDED else None


def _centre_stays(reference: Reference, old: Weigher, new: Weigher, zero_counts: Sequence[float]) -> bool:
    before, after = old.calibration, new.calibration
    if reference.zero_offset_n or (before.counts_per_n, before.seat_map) != (after.counts_per_n, after.seat_map):
        return False
    added = new.empty_load(
        [
            (was - is_) / counts_per_n
            for was, is_, counts_per_n in zip(zero_counts, after.zero_counts, after.counts_per_n, strict=True)
        ]
    )
    total_n = reference.total_n + added.total_n
    if total_n < COP_FROM_N:
        return False
    ap_mm = (reference.cop_ap_mm * reference.total_n + added.moment_ap_nmm) / total_n
    ml_mm = (reference.cop_ml_mm * reference.total_n + added.moment_ml_nmm) / total_n
    return max(abs(ap_mm - reference.cop_ap_mm), abs(ml_mm - reference.cop_ml_mm)) < SAME_MM
