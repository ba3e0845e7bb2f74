"""How somebody sits: from a second's forces to posture, slide and shift. Joins what stands on the features."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from chairpi.core.events.event import Event
from chairpi.core.events.posture import Posture, SlideBegan, SlideEnd, SlideEnded
from chairpi.core.events.upright import Doubt
from chairpi.core.posture.features import FEATURES, Sway, features_of
from chairpi.core.posture.filter import N_STATES, PostureFilter
from chairpi.core.posture.model import PERCHED, SLID, UPRIGHT, PostureModel
from chairpi.core.posture.naming import Names, PostureFollower
from chairpi.core.posture.observation import Observer
from chairpi.core.posture.slide import SlideDetector
from chairpi.core.posture.tracking import TrackedReference
from chairpi.core.seat import Seat
from chairpi.core.settings import SlideSettings
from chairpi.core.upright.doubt import ReferenceDoubts
from chairpi.core.upright.reference import Reference
from chairpi.core.weighing.load import Array
from chairpi.core.weighing.second import Second

BACK = FEATURES.index("back_upper")
SEAT_NAMES, BACK_NAMES = Names(has_back=False), Names(has_back=True)
"""What can be told while the upper backrest is not read, or is."""
IS_SLID: Array = np.array([float(state in SLID) for state in range(N_STATES)])
IS_FORWARD: Array = np.array([float(state in SLID or state == PERCHED) for state in range(N_STATES)])


class PostureJudge:
    """Judges how somebody sits, a seated second at a time.

    Parameters
    ----------
    seat
        Its cells.
    settings
        When a slide is told.
    model
        The posture filter's numbers.

    Attributes
    ----------
    features
        Those of the latest second, in the order of `FEATURES`; `None` where it was not judged.
    """

    def __init__(self, seat: Seat, settings: SlideSettings, model: PostureModel) -> None:
        self._observer = Observer(seat)
        self._tracked = TrackedReference(self._observer, len(seat.cells))
        self._sway = Sway()
        self._filter = PostureFilter(model)
        self._follower = PostureFollower()
        self._detector = SlideDetector(settings)
        self._doubts = ReferenceDoubts()
        self.features: list[float] | None = None

    @property
    def posture(self) -> Posture | None:
        """The posture that has lasted; `None` while nobody sits."""
        return self._follower.posture

    @property
    def slide(self) -> SlideBegan | None:
        """The slide that is going on."""
        return self._detector.slide

    @property
    def is_slid(self) -> bool:
        """Whether a slide goes on and the latest second shows it."""
        return self._detector.slide is not None and self._detector.is_sure

    @property
    def probabilities(self) -> dict[Posture, float] | None:
        """Of each posture that these cells can tell; `None` while nothing is judged."""
        if self.features is None:
            return None
        return self._tellable.told(self._filter.probability)

    @property
    def moved(self) -> tuple[float, float, float]:
        """How far the reference is by now from where it was captured: CoP, AP and ML [mm], and ln of the load."""
        return self._tracked.moved

    @property
    def doubt(self) -> Doubt | None:
        """What the chair asks about the reference."""
        return self._doubts.why

    def use(self, reference: Reference | None, *, trusted: bool) -> None:
        """Judge by this reference from now on; `trusted`: the cells' zeros are believed."""
        self._filter.calibrated = trusted
        if self._tracked.use(reference, trusted=trusted):
            self._doubts.another_reference()

    def keep_reference(self) -> bool:
        """The sitter says that the reference is right as it is; whether there was a question."""
        return self._doubts.keep()

    def receive(self, second: Second, *, judged: bool, held_back: bool, out: list[Event]) -> None:
        """Take one seated second; what follows is added to `out`.

        Parameters
        ----------
        second
            With all seat cells read, or not: then nothing is judged.
        judged
            The zero is believed; if not, nothing is judged either.
        held_back
            Something about the chair or the reference is in doubt: no slide begins.
        out
            Takes the events.
        """
        self.features = None
        probability = self._probability(second, out) if judged else None
        sees_back = self.sees_back
        names = BACK_NAMES if sees_back else SEAT_NAMES
        changed = self._follower.receive(second.t_s, second.length_s, probability, names)
        if changed is not None:
            out.append(changed)
        forward, slide_mm = None, (0.0, 0.0)
        if probability is not None:
            forward = float((IS_SLID if sees_back else IS_FORWARD) @ probability)
            slide_mm = self._filter.slide_mm
        held_back = held_back or self._doubts.why is not None
        told = self._detector.receive(
            second.t_s, second.length_s, forward, slide_mm, sees_back=sees_back, held_back=held_back
        )
        if told is not None:
            out.append(told)

    @property
    def sees_back(self) -> bool:
        """Whether the latest second was judged with the upper backrest."""
        features = self.features
        return features is not None and features[BACK] == features[BACK]  # not NaN

    @property
    def _tellable(self) -> Names:
        """The postures that can be told by what was read in the latest second."""
        return BACK_NAMES if self.sees_back else SEAT_NAMES

    def _probability(self, second: Second, out: list[Event]) -> Array | None:
        observed = self._tracked.observe(second.force_n) if second.force_n else None
        reference = self._tracked.observed
        ln_sway = self._sway.receive(second.spread, second.length_s, second.load_n)
        if observed is None or reference is None:
            self._filter.fade(second.length_s)
            return None
        self.features = features_of(observed, reference, ln_sway)
        off = self._tracked.off_captured(observed)
        if off is not None:
            doubted = self._doubts.receive(second.t_s, second.length_s, *off)
            if doubted is not None:
                out.append(doubted)
        probability = self._filter.receive(self.features, second.length_s)
        if self._doubts.why is None:
            self._tracked.follow(observed, float(probability[UPRIGHT]), float(IS_SLID @ probability), second.length_s)
        return probability

    def as_record(self) -> dict[str, Any]:
        """All that survives a restart, JSON-ready."""
        return {
            "tracked": self._tracked.as_record(),
            "slide": self._detector.as_record(),
            "doubts": self._doubts.as_record(),
        }

    def recall(self, reference: Reference | None, record: Mapping[str, Any]) -> None:
        """Go on from what `as_record` gave, with the reference of that time.

        Raises
        ------
        KeyError, TypeError, ValueError
            It is of another version or another seat.
        """
        self._tracked.recall(reference, record["tracked"])
        self._detector.recall(record["slide"])
        self._doubts.recall(record["doubts"])

    def forget(self, t_s: float, left_t_s: float, why: SlideEnd) -> SlideEnded | None:
        """Nobody sits, or nobody watches, since `left_t_s` [s]; the slide's end, if one was going on."""
        self._follower.forget()
        self._filter.forget()
        self._sway.forget()
        if why is SlideEnd.UNSEEN:
            self._doubts.lose_sight()
        else:
            self._doubts.stand_up()
        self._tracked.settled_anew(sits_down=why is SlideEnd.STOOD_UP)
        self.features = None
        return self._detector.end(t_s, left_t_s, why)
