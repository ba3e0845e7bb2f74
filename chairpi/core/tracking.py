"""The upright reference as it is today: captured once, then followed slowly while the sitter truly sits upright.

Feet, shoes and the way somebody settles move the reference by some millimetres from one hour to another; a reference that stood still
would call that a slide, and one that followed everything would learn the slide. So it is followed only in seconds that the posture
filter holds for upright and that lie near it, slowly, and never further than a clamp from where the sitter put it (`CLAMP`). Standing up
changes nothing about it.

On top of it comes where the hips came to rest this time: nobody sits down twice in the same place. That offset is learnt from
the first upright minutes after sitting down or pushing up, is never large, and is forgotten with the next settling.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from chairpi.core.load import COP_FROM_N, Array
from chairpi.core.observation import N_OBSERVED, OBSERVED, LeastSeen, Observer
from chairpi.core.reference import Reference

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

SETTLED_TAU_S = 90.0
"""The offset of this settling follows with a gain of 1/(n + 90 s): half of what is seen counts after a minute and a half. People settle
with a spread of 9 mm and sit in each pose with one of 7 mm, so one pose is worth about as much as what is known before. Our choice,
in simulation."""
SETTLED_CLAMP = {"ap_mm": 15.0, "ml_mm": 10.0, "ln_load": 0.05}
SETTLED_CLAMP_OTHERWISE = 0.3
"""It is never more than this: 15 mm, 5 % of the load. Somebody who sits down slouched is not believed further. Our choice."""
LIFTED = math.log(0.7)
"""Load below this part of the reference's is that of somebody who pushes up: they settle anew (as a lift is defined in `movement`)."""

CLAMP = {"ap_mm": 25.0, "ml_mm": 25.0, "ln_load": 0.08}
CLAMP_OTHERWISE = 0.6
"""What is followed is never further than this from what the sitter captured, the offset of one settling apart: 25 mm, 8 % of the
load (the feet's share alone moves it by 6-8 %), and a factor of 1.8 in a share. Our choice."""
_CLAMPS = np.array([CLAMP.get(name, CLAMP_OTHERWISE) for name in OBSERVED])
_SETTLED_CLAMPS = np.array([SETTLED_CLAMP.get(name, SETTLED_CLAMP_OTHERWISE) for name in OBSERVED])
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
        self._captured: Array = np.full(N_OBSERVED, math.nan)
        self._followed = self._captured
        self._settled: Array = np.zeros(N_OBSERVED)
        self._n_s = self._n_settled_s = 0.0
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

    def follow(self, observed: Sequence[float], upright_probability: float, length_s: float) -> None:
        """Take one seated second that was judged: the reference comes a little nearer, if it is upright."""
        held = self.observed
        if held is None or not self._trusted:
            return
        if observed[LN_LOAD] - held[LN_LOAD] < LIFTED:
            self.settled_anew()
        if upright_probability < GATE_PROBABILITY or abs(observed[AP] - held[AP]) > GATE_MM:
            return
        self._n_s += length_s
        self._n_settled_s += length_s
        off = np.nan_to_num(np.array(observed) - self._followed)
        gain = min(1.0, length_s * max(1.0 / self._tau_s, 1.0 / (self._n_s + QUICKER * self._tau_s)))
        before = self._followed
        followed = before + gain * off
        self._followed = np.minimum(np.maximum(followed, self._captured - _CLAMPS), self._captured + _CLAMPS)
        nearer = length_s * max(1.0 / self._tau_s, 1.0 / (self._n_settled_s + SETTLED_TAU_S))
        settled = self._settled + nearer * (off - self._settled)
        settled -= self._followed - before  # what the reference itself takes over is no offset any more
        self._settled = np.minimum(np.maximum(settled, -_SETTLED_CLAMPS), _SETTLED_CLAMPS)
        self.observed = (self._followed + self._settled).tolist()

    def settled_anew(self) -> None:
        """The sitter comes to rest anew: how they came to rest before says nothing about it."""
        self._settled = np.zeros(N_OBSERVED)
        self._n_settled_s = 0.0
        self._least.forget()
        if self.observed is not None:
            self.observed = self._followed.tolist()

    @property
    def moved(self) -> tuple[float, float, float]:
        """How far the reference is by now from where it was captured: CoP, AP and ML [mm], and ln of the load."""
        if self.observed is None or not self._trusted:
            return 0.0, 0.0, 0.0
        ap_mm, ml_mm, ln_load = (self.observed[i] - float(self._captured[i]) for i in (AP, ML, LN_LOAD))
        return ap_mm, ml_mm, ln_load

    def off_captured(self, observed: Sequence[float]) -> tuple[float, float] | None:
        """How far a second is from the reference as it was captured: CoP forward [mm], ln of the load; `None` where that says nothing."""
        if self._reference is None or self._reference.force_n is None or not self._trusted:
            return None
        return observed[AP] - float(self._captured[AP]), observed[LN_LOAD] - float(self._captured[LN_LOAD])

    def as_record(self) -> dict[str, Any]:
        """All that survives a restart, JSON-ready."""
        return {
            "trusted": self._trusted,
            "followed": None if self.observed is None else [_or_none(value) for value in self._followed.tolist()],
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
            self._followed = np.array([_or_nan(value) for value in followed])
            self.observed = self._followed.tolist()
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
        self.observed = captured
        self._captured = self._followed = np.array(captured)

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


def _or_none(value: float) -> float | None:
    return value if value == value else None


def _or_nan(value: float | None) -> float:
    return math.nan if value is None else float(value)
