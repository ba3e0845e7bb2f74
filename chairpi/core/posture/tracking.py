"""The upright reference as it is today: captured once, then followed slowly while the sitter truly sits upright.

Feet, shoes and the way somebody settles move the reference by some millimetres from one hour to another; a reference that stood still
would call that a slide, and one that followed everything would learn the slide. So it is followed only in seconds that the posture
filter holds for upright and that lie near it, slowly, and never further than a clamp from where the sitter put it (`CLAMP`). Standing up
changes nothing about it.

On top of it comes where the hips came to rest this time: nobody sits down twice in the same place. That offset is learnt from
the first minute after sitting down, in which nobody has slid yet, and from the upright ones later on. It is never large, and is
forgotten with the next settling, be it sitting down or pushing up.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

from chairpi.core.posture.observation import N_OBSERVED, OBSERVED, LeastSeen, Observer
from chairpi.core.upright.reference import Reference
from chairpi.core.weighing.load import COP_FROM_N

GATE_PROBABILITY = 0.6
"""Followed only while the filter holds upright for at least so likely. Our choice, in simulation."""
GATE_MM = 25.0
"""And only within so many millimetres of the present reference, forward or back. Our choice, in simulation."""

TAU_S = 900.0
TAU_BACK_S = 2700.0
"""Time constant [s] with seat cells alone, and with cells in the backrest, which tell a slide from a moved reference less well the
faster the reference follows it. Of 300-2700 s tried in simulation, a reference that was wrong by 15 mm cost least so. Our choice."""
QUICKER = 0.2
"""At first it follows faster: with a gain of 1/(n + 0.2 tau) after n seconds, like a mean."""

FRESH_S = 60.0
"""So long after somebody sat down [s], hips that seem to have slid are where they came to rest: in an hour-long test all office workers
had slumped within 20 minutes, not within one. Not so after pushing up, which may leave a slide as it was. Our choice, in simulation."""
SETTLED_TAU_S = 30.0
"""The offset of this settling follows with a gain of 1/(n + 30 s): two thirds of what is seen count after the first minute. People settle
with a spread of 9 mm and sit in each pose with one of 7 mm, so that one pose gives away 62 % of it. Our choice, in simulation."""
SETTLED_CLAMP = {"ap_mm": 30.0, "ml_mm": 20.0, "ln_load": 0.1}
SETTLED_CLAMP_OTHERWISE = 0.6
"""It is never more than this: 30 mm, 10 % of the load. Restless people settle with a spread of 18 mm; somebody who sits down slouched is
not believed further. Our choice."""
LIFTED = math.log(0.7)
"""Load below this part of the reference's is that of somebody who pushes up: they settle anew (as a lift is defined in `core.movement`)."""

CLAMP = {"ap_mm": 25.0, "ml_mm": 25.0, "ln_load": 0.08}
CLAMP_OTHERWISE = 0.6
"""What is followed is never further than this from what the sitter captured, the offset of one settling apart: 25 mm, 8 % of the
load (the feet's share alone moves it by 6-8 %), and a factor of 1.8 in a share. Our choice."""
_CLAMPS = [CLAMP.get(name, CLAMP_OTHERWISE) for name in OBSERVED]
_SETTLED_CLAMPS = [SETTLED_CLAMP.get(name, SETTLED_CLAMP_OTHERWISE) for name in OBSERVED]
AP, ML, LN_LOAD = OBSERVED.index("ap_mm"), OBSERVED.index("ml_mm"), OBSERVED.index("ln_load")


class TrackedReference:
    """What `OBSERVED` is for the upright sitter, now.

    Parameters
    ----------
    observer
        Of the seat.
    n_cells
        Its number of cells.

    Attributes
    ----------
    observed
        In the order of `OBSERVED`; `None` without a reference.
    """

    def __init__(self, observer: Observer, n_cells: int) -> None:
        self._observer = observer
        self._tau_s = TAU_BACK_S if observer.has_back else TAU_S
        self._n_cells = n_cells
        self._least = LeastSeen(n_cells)
        self._reference: Reference | None = None
        self._trusted = True
        self._captured = [math.nan] * N_OBSERVED
        self._followed = self._captured
        self._settled = [0.0] * N_OBSERVED
        self._n_s = self._n_settled_s = 0.0
        self._since_sat_s = math.inf
        self.observed: list[float] | None = None

    def use(self, reference: Reference | None, *, trusted: bool) -> bool:
        """Judge by this reference from now on; whether it took another one's place. `trusted`: the cells' zeros are believed."""
        before = self._reference
        if reference is before and trusted == self._trusted:
            return False
        if reference is not before:
            self._least = LeastSeen(self._n_cells)
        self._reference, self._trusted = reference, trusted
        self._n_s = 0.0
        self.observed = None
        self.settled_anew()
        if reference is not None:
            if reference.force_n is not None:
                self._least.bound(reference.force_n)
            self._observe_reference()
        return before is not None and reference is not None and reference is not before

    def observe(self, force_n: Sequence[float]) -> list[float] | None:
        """One second's mean forces as `OBSERVED`; `None` without a reference to take backrest loads as a part of."""
        reference = self._reference
        if not self._trusted:
            if self._least.receive(force_n):
                self._observe_reference()
            return self._observer.observe(force_n, self._load_n(), self._least.zero_n)
        return None if reference is None else self._observer.observe(force_n, reference.total_n, None)

    def follow(
        self, observed: Sequence[float], upright_probability: float, slid_probability: float, length_s: float
    ) -> None:
        """Take one seated second that was judged: the reference comes a little nearer, if it is upright.

        Parameters
        ----------
        observed
            The second, in the order of `OBSERVED`.
        upright_probability, slid_probability
            That it is upright, and that the hips have slid with the back on the backrest.
        length_s
            Its length [s].
        """
        held = self.observed
        if held is None or not self._trusted:
            return
        self._since_sat_s += length_s
        has_just_sat = self._since_sat_s <= FRESH_S
        if observed[LN_LOAD] - held[LN_LOAD] < LIFTED and not has_just_sat:
            self.settled_anew()
        is_upright = upright_probability >= GATE_PROBABILITY and abs(observed[AP] - held[AP]) <= GATE_MM
        is_fresh = has_just_sat and upright_probability + slid_probability >= GATE_PROBABILITY
        if not is_upright and not is_fresh:
            return
        gain = 0.0
        if is_upright:
            self._n_s += length_s
            gain = min(1.0, length_s * max(1.0 / self._tau_s, 1.0 / (self._n_s + QUICKER * self._tau_s)))
        self._n_settled_s += length_s
        nearer = length_s * max(1.0 / self._tau_s, 1.0 / (self._n_settled_s + SETTLED_TAU_S))
        followed, settled = [], []
        for seen, before, offset, captured, most, most_settled in zip(
            observed, self._followed, self._settled, self._captured, _CLAMPS, _SETTLED_CLAMPS, strict=True
        ):
            off = seen - before
            if off != off:  # NaN: not fitted, or not read in this second
                off = 0.0
            after = _within(before + gain * off, captured - most, captured + most)
            # what the reference itself takes over is no offset any more
            offset_after = offset + nearer * (off - offset) - (after - before)
            followed.append(after)
            settled.append(_within(offset_after, -most_settled, most_settled))
        self._followed, self._settled = followed, settled
        self.observed = [after + offset for after, offset in zip(followed, settled, strict=True)]

    def settled_anew(self, *, sits_down: bool = False) -> None:
        """The sitter comes to rest anew, by sitting down or otherwise: how they came to rest before says nothing about it."""
        self._settled = [0.0] * N_OBSERVED
        self._n_settled_s = 0.0
        self._since_sat_s = 0.0 if sits_down else math.inf
        self._least.forget()
        if self.observed is not None:
            self.observed = self._followed

    @property
    def moved(self) -> tuple[float, float, float]:
        """How far the reference is by now from where it was captured: CoP, AP and ML [mm], and ln of the load."""
        if self.observed is None or not self._trusted:
            return 0.0, 0.0, 0.0
        ap_mm, ml_mm, ln_load = (self.observed[i] - self._captured[i] for i in (AP, ML, LN_LOAD))
        return ap_mm, ml_mm, ln_load

    def off_captured(self, observed: Sequence[float]) -> tuple[float, float] | None:
        """How far a second is from the reference as it was captured: CoP forward [mm], ln of the load; `None` where that says nothing."""
        if self._reference is None or self._reference.force_n is None or not self._trusted:
            return None
        return observed[AP] - self._captured[AP], observed[LN_LOAD] - self._captured[LN_LOAD]

    def as_record(self) -> dict[str, Any]:
        """All that survives a restart, JSON-ready."""
        return {
            "trusted": self._trusted,
            "followed": None if self.observed is None else [_or_none(value) for value in self._followed],
            "n_s": self._n_s,
            "least_n": [_or_none(value) for value in self._least.zero_n],
        }

    def recall(self, reference: Reference | None, record: Mapping[str, Any]) -> None:
        """Go on from what `as_record` gave, with the reference of that time.

        Raises
        ------
        KeyError, ValueError
            It is of another version or another seat.
        """
        followed, least_n = record["followed"], [_or_nan(value) for value in record["least_n"]]
        if len(least_n) != self._n_cells or (followed is not None and len(followed) != N_OBSERVED):
            raise ValueError("it is of another seat")
        self.use(reference, trusted=bool(record["trusted"]))
        self._least.zero_n = least_n
        self._observe_reference()
        if reference is not None and followed is not None and self._trusted:
            self._followed = self.observed = [_or_nan(value) for value in followed]
            self._n_s = float(record["n_s"])

    def _observe_reference(self) -> None:
        reference = self._reference
        if reference is None:
            return
        if reference.force_n is None:
            captured = _from_summary(reference)
        elif self._trusted:
            captured = self._observer.observe(reference.force_n, reference.total_n, None)
        else:
            captured = self._observer.observe(reference.force_n, self._load_n(), self._least.zero_n)
        self.observed = self._captured = self._followed = captured

    def _load_n(self) -> float:
        """Seat load of the reference above the least that each cell has shown [N]."""
        reference = self._reference
        if reference is None or reference.force_n is None:
            return COP_FROM_N
        return self._observer.load_n(reference.force_n, self._least.zero_n)


def _from_summary(reference: Reference) -> list[float]:
    """A reference of an older version, which kept its load and centre alone: what can be told from them."""
    observed = [math.nan] * N_OBSERVED
    observed[AP], observed[ML], observed[LN_LOAD] = (
        reference.cop_ap_mm,
        reference.cop_ml_mm,
        math.log(max(reference.total_n, COP_FROM_N)),
    )
    return observed


def _within(value: float, least: float, most: float) -> float:
    """The value, or the nearer limit; NaN stays what it is."""
    return least if value < least else most if value > most else value


def _or_none(value: float) -> float | None:
    return value if value == value else None


def _or_nan(value: float | None) -> float:
    return math.nan if value is None else float(value)
