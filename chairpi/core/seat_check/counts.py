"""Stands and holds counted from what the seat carries, frame by frame. A count knows nothing of chairs, sitters or requests.

The seat sees when somebody leaves it and comes back. It does not see whether the knees were straight, and not where the hands were.
"""

from __future__ import annotations

from statistics import median

STOOD_FRACTION = 0.2
SAT_FRACTION = 0.5
BACK_FRACTION = 0.8
"""Parts of the seated load: below the first somebody has left the seat, above the second they sit again, and a load that went below the
second and came back to the third without a stand was a rise that did not leave the seat. Our choice: hands that push on the seat while
rising carry a fifth of the load at most, and a touch of the seat with less than half of it is not sitting down."""

BOUNCE_S = 0.4
"""Who is off the seat for less than this has bounced [s]. Our choice: leaving the seat is followed by the whole of straightening up
(the phases of rising: Schenkman et al. 1990, Physical Therapy 70:638-648), and by all of it again on the way down."""

USUAL_OFF_S = 1.2
HALF_UP_PART = 0.25
HALF_UP_MOST_S = 1.0
"""Who rises is half way up after this part of the time that they are off the seat in their own usual stand: up takes one half of that time,
so half of it is a quarter. Before the first stand that time is taken for 1.2 s; and at most 1 s is waited for, since some rest while
standing. Our choice."""

DIP_S = 0.3
"""A load that was low for less than this is no rise [s]: the rebound of sitting down hard. Our choice."""

RELEASED_FRACTION = 0.6
"""A hold ends when the load is less far out than this part of what began it. Our choice: sway around the edge is no new hold."""

HOLD_S = 2.0
"""A hold counts as one from this length on [s]: our choice; in less somebody only passes by."""

LONGEST_FRAME_S = 0.5
"""No single frame stands for more time than this [s], five conversions of a 10 SPS chip: our choice."""


class StandCounter:
    """Counts full stands.

    Parameters
    ----------
    seated_n
        What the seat carries of this sitter before the first rise [N].

    Attributes
    ----------
    reps
        Full stands. One counts once somebody is more than half way up, as in the 30-second chair stand, in which a rise that is more
        than half done at the end counts (CDC STEADI, "30-Second Chair Stand"; Jones, Rikli and Beam 1999, Research Quarterly for
        Exercise and Sport 70:113-119). How the seat tells half way is our choice, see `HALF_UP_PART`.
    n_partial
        Rises that did not leave the seat, or only bounced off it.
    """

    def __init__(self, seated_n: float) -> None:
        self._seated_n = seated_n
        self._before: tuple[float, float] | None = None
        self._off_t_s: float | None = None
        self._dip_t_s: float | None = None
        self._is_counted = self._has_stood = False
        self._off_s: list[float] = []
        self.reps = 0
        self.n_partial = 0

    @property
    def is_up(self) -> bool:
        """Whether the sitter is off the seat."""
        return self._off_t_s is not None

    def off_s(self, t_s: float) -> float:
        """How long they have been off the seat [s]; 0 while they sit."""
        return 0.0 if self._off_t_s is None else t_s - self._off_t_s

    def receive(self, t_s: float, load_n: float) -> None:
        """Take one frame: its time [s] and the seat load [N], known."""
        part = load_n / self._seated_n
        if self._off_t_s is None and part < STOOD_FRACTION:
            self._off_t_s = self._crossed_t_s(t_s, part, STOOD_FRACTION)
        elif self._off_t_s is not None and part > SAT_FRACTION:
            self._sit(self._crossed_t_s(t_s, part, SAT_FRACTION))
        self._count(t_s, max(BOUNCE_S, self._half_up_s))
        self._follow_dip(t_s, part)
        self._before = (t_s, part)

    def finish(self, t_s: float) -> None:
        """The time is over at `t_s` [s]: a rise that is more than half done counts."""
        self._count(t_s, self._half_up_s)

    @property
    def _half_up_s(self) -> float:
        usual_s = median(self._off_s) if self._off_s else USUAL_OFF_S
        return min(HALF_UP_PART * usual_s, HALF_UP_MOST_S)

    def _count(self, t_s: float, after_s: float) -> None:
        if self._off_t_s is not None and not self._is_counted and self.off_s(t_s) >= after_s:
            self.reps += 1
            self._is_counted = self._has_stood = True

    def _sit(self, t_s: float) -> None:
        self._count(t_s, BOUNCE_S)  # whoever is back has been up, also one who was faster than before
        if self._is_counted:
            self._off_s.append(self.off_s(t_s))
        self._off_t_s, self._is_counted = None, False

    def _follow_dip(self, t_s: float, part: float) -> None:
        if part < SAT_FRACTION:
            if self._dip_t_s is None:
                self._dip_t_s = t_s
        elif part >= BACK_FRACTION and self._dip_t_s is not None:
            self.n_partial += not self._has_stood and t_s - self._dip_t_s >= DIP_S
            self._dip_t_s, self._has_stood = None, False

    def _crossed_t_s(self, t_s: float, part: float, level: float) -> float:
        """When the load crossed a level since the frame before [s], on a straight line: ten frames a second are far apart here."""
        if self._before is None:
            return t_s
        before_t_s, before = self._before
        return before_t_s + (before - level) / (before - part) * (t_s - before_t_s)


class HoldTimer:
    """Times holds to one side, or forward; it pauses while nobody holds.

    Parameters
    ----------
    reach_mm
        How far out the CoP begins a hold [mm].

    Attributes
    ----------
    held_s
        Time held, in all [s].
    n_holds
        Holds of `HOLD_S` and more.
    is_held
        Whether it is held in the latest frame.
    """

    def __init__(self, reach_mm: float) -> None:
        self._reach_mm = reach_mm
        self._this_s = 0.0
        self.held_s = 0.0
        self.n_holds = 0
        self.is_held = False

    def receive(self, length_s: float, off_mm: float) -> None:
        """Take one frame: the time since the one before [s], and how far out the CoP is [mm], NaN with nobody on the seat."""
        self.is_held = off_mm >= self._reach_mm * (RELEASED_FRACTION if self.is_held else 1.0)
        if not self.is_held:
            self._this_s = 0.0
            return
        length_s = min(length_s, LONGEST_FRAME_S)
        before_s = self._this_s
        self._this_s += length_s
        self.held_s += length_s
        self.n_holds += before_s < HOLD_S <= self._this_s
