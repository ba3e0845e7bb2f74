"""Which check by the seat runs, whether one may begin, and what is left of the latest one."""

from __future__ import annotations

from chairpi.core.events.seat_check import SeatCheckDone, SeatCheckEnd, SeatCheckKind
from chairpi.core.now.seat_check import SeatCheckNow
from chairpi.core.seat_check.check import SeatCheck

LENGTH_S = (5.0, 600.0)
"""How long a check may be asked for [s]."""

KEPT_S = 900.0
"""How long the result can be read [s]: our choice."""


class SeatChecks:
    """The check that runs, or the latest one.

    Parameters
    ----------
    half_width_mm
        Half the distance between the seat's left and right cells [mm].
    """

    def __init__(self, half_width_mm: float) -> None:
        self._half_width_mm = half_width_mm
        self._check: SeatCheck | None = None
        self._is_told = True

    @property
    def runs(self) -> bool:
        """Whether one goes on, or its end has not been told yet."""
        return not self._is_told

    def ask(self, kind: SeatCheckKind, t_s: float, length_s: float) -> SeatCheckDone | None:
        """Begin a check; the end of the one that ran, if there was one."""
        ended = self.end(t_s, SeatCheckEnd.ENDED)
        self._check, self._is_told = SeatCheck(kind, t_s, length_s, self._half_width_mm), False
        return ended

    def receive(self, t_s: float, load_n: float, ap_mm: float, ml_mm: float) -> None:
        """Take one frame, as `SeatCheck.receive` does."""
        if self._check is not None:
            self._check.receive(t_s, load_n, ap_mm, ml_mm)

    def end(self, t_s: float, why: SeatCheckEnd) -> SeatCheckDone | None:
        """End the one that runs, if one does."""
        if self._check is not None:
            self._check.stop(t_s, why)
        return self.told(t_s)

    def told(self, t_s: float) -> SeatCheckDone | None:
        """The end of a check that has ended and was not told yet, told at a time [s]."""
        if self._is_told or self._check is None or self._check.end is None:
            return None
        self._is_told = True
        return self._check.done(t_s)

    def now(self, t_s: float) -> SeatCheckNow | None:
        """The one that runs, or the latest one's result for `KEPT_S`."""
        check = self._check
        if check is None or (check.ended_t_s is not None and t_s - check.ended_t_s > KEPT_S):
            return None
        return check.now(t_s)


def why_not(length_s: float, *, seated: bool, sure: bool, trusted: bool, capturing: bool) -> str | None:
    """Why no check can begin now, in words for the sitter; `None` where one can.

    Parameters
    ----------
    length_s
        For how long it was asked [s].
    seated, sure, trusted
        Whether somebody sits, all seat cells are read, and the zero is believed.
    capturing
        The upright reference is being taken.
    """
    low_s, high_s = LENGTH_S
    for is_so, why in (
        (not low_s <= length_s <= high_s, f"{length_s:g} s is not between {low_s:g} s and {high_s:g} s"),
        (not sure, "a cell under the seat is not being read, so the seat cannot count; the Health page names it"),
        (not seated, "nobody sits on the chair yet; sit down, wait for some seconds and start again"),
        (not trusted, "the seat's zero is not set, so it cannot count; the calibration sets it"),
        (capturing, "your upright reference is being taken; start again in a moment"),
    ):
        if is_so:
            return why
    return None
