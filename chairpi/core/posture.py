"""A coarse name for how the load lies against the reference.

Four seat cells see fore and aft just two numbers, load and CoP: a slide, perching and a lean forward all move the CoP forward, so
the name is "hips forward" and not more than that.
"""

from __future__ import annotations

from chairpi.core.events import Posture, PostureChanged
from chairpi.core.reference import Shift

FORWARD_MM = 30.0
"""Forward CoP shift [mm] that is called hips forward: the median of a 30 mm slide in the planar static model is +28 mm."""

SIDE_MM = 25.0
"""Sideways CoP shift [mm] that is called a lean: a 12 degree lateral lean moves it by about 45 mm; our choice of half of that."""

CHANGE_S = 3.0
"""A new posture must last this long [s] to be reported: reaching for a cup is not a posture. Our choice."""


HELD_FRACTION = 0.7
"""A posture that is held is left only below this part of its threshold, so that sitting at the edge is not told as to and fro. Our
choice: wider than the sway of about 2 mm."""


def posture_of(shift: Shift | None, held: Posture | None = None) -> Posture:
    """Name a shift; sideways first, since a lateral lean moves the CoP forward or back as well.

    Parameters
    ----------
    shift
        From the reference; `None` where it is unknown.
    held
        The posture until now: its own threshold is lower.
    """
    if shift is None:
        return Posture.UNKNOWN
    side = Posture.LEAN_RIGHT if shift.ml_mm > 0 else Posture.LEAN_LEFT
    if abs(shift.ml_mm) >= SIDE_MM * (HELD_FRACTION if held is side else 1.0):
        return side
    forward_mm = FORWARD_MM * (HELD_FRACTION if held is Posture.HIPS_FORWARD else 1.0)
    return Posture.HIPS_FORWARD if shift.ap_mm >= forward_mm else Posture.UPRIGHT


class PostureFollower:
    """Reports a posture once it has lasted.

    Attributes
    ----------
    posture
        The present posture; `None` while nobody sits.
    """

    def __init__(self) -> None:
        self.posture: Posture | None = None
        self._candidate: tuple[Posture, float] | None = None

    def receive(self, t_s: float, length_s: float, shift: Shift | None) -> PostureChanged | None:
        """Take one seated second."""
        found = posture_of(shift, self.posture)
        if found is self.posture:
            self._candidate = None
            return None
        if self._candidate is None or self._candidate[0] is not found:
            self._candidate = (found, t_s - length_s)
        if t_s - self._candidate[1] < CHANGE_S:
            return None
        self.posture = found
        self._candidate = None
        return PostureChanged(t_s, found)

    def forget(self) -> None:
        """Nobody sits, or nobody watches."""
        self.posture = None
        self._candidate = None
