"""The posture's name: what the filter's probabilities come to, once it lasts and once it is sure enough.

"Cannot tell" is an answer. With seat cells alone a slide and perching on the front edge move the load in the same way (on a real chair,
their order by the forward shift is no better than a coin's), so the two are one name there: hips forward.
"""

from __future__ import annotations

import numpy as np

from chairpi.core.events.posture import Posture, PostureChanged
from chairpi.core.posture.model import STATES, label_of
from chairpi.core.weighing.load import Array

SURE_PROBABILITY = 0.6
"""A posture is named from this probability on. Our choice."""
HELD_PROBABILITY = 0.35
"""A posture that is named keeps its name down to this, so that sitting at the edge of two is not told as to and fro. Our choice."""

CHANGE_S = 3.0
"""A new posture must last this long [s] to be reported: reaching for a cup is not a posture. Our choice."""

FORWARD = (Posture.FORWARD_SLIDE, Posture.PERCHED)


class Names:
    """The names that a set of cells can tell.

    Parameters
    ----------
    has_back
        Whether the upper backrest is measured; if not, slide and perched become hips forward.

    Attributes
    ----------
    postures
        The names.
    of_state
        That of each of the filter's states.
    """

    def __init__(self, *, has_back: bool) -> None:
        names = [Posture(label_of(state)) for state in STATES]
        if not has_back:
            names = [Posture.HIPS_FORWARD if name in FORWARD else name for name in names]
        self.of_state = tuple(names)
        self.postures = tuple(dict.fromkeys(names))
        self._adds = np.array([[float(name is posture) for name in names] for posture in self.postures])

    def probability(self, probability: Array) -> Array:
        """Of each of `postures`, from that of each of the filter's states."""
        summed: Array = self._adds @ probability
        return summed

    def told(self, probability: Array) -> dict[Posture, float]:
        """Each name with its probability."""
        return dict(zip(self.postures, self.probability(probability).tolist(), strict=True))


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

    def receive(self, t_s: float, length_s: float, probability: Array | None, names: Names) -> PostureChanged | None:
        """Take one seated second; `probability` is `None` where nothing can be judged; `names`: what can be told by now."""
        found = Posture.UNKNOWN if probability is None else self._name(probability, names)
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

    def _name(self, probability: Array, names: Names) -> Posture:
        by_state: list[float] = probability.tolist()
        likeliest = max(by_state)
        if likeliest >= SURE_PROBABILITY:  # then no other name can have as much: the short way for nearly every second
            return names.of_state[by_state.index(likeliest)]
        named = names.probability(probability)
        best = int(named.argmax())
        if named[best] >= SURE_PROBABILITY:
            return names.postures[best]
        held = self.posture
        if held in names.postures and named[names.postures.index(held)] >= HELD_PROBABILITY:
            return held
        return Posture.UNKNOWN

    def forget(self) -> None:
        """Nobody sits, or nobody watches."""
        self.posture = None
        self._candidate = None
