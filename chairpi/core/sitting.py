"""Who sits, and what follows from it: bouts and breaks, postures, slides and prompts of one sitter."""

from __future__ import annotations

from chairpi.core.bouts import Bouts
from chairpi.core.events import Event, ObjectGone, ObjectSeen, Outcome, SlideEnd
from chairpi.core.judge import PostureJudge
from chairpi.core.load import G0_M_PER_S2
from chairpi.core.movement import Movement
from chairpi.core.occupancy import Occupancy
from chairpi.core.prompts import StandPrompts
from chairpi.core.reference import Reference
from chairpi.core.second import Second
from chairpi.core.settings import Settings


def tell(out: list[Event], event: Event | None) -> None:
    """Add an event, if there is one."""
    if event is not None:
        out.append(event)


class Sitting:
    """Joins what is followed while somebody sits; every method adds the events that follow to `out`.

    Parameters
    ----------
    settings
        Thresholds and times.
    judge
        Judges how they sit.
    movement
        Follows how they move.
    """

    def __init__(self, settings: Settings, judge: PostureJudge, movement: Movement) -> None:
        self.bouts = Bouts(settings.prompts)
        self.judge = judge
        self.movement = movement
        self.prompts = StandPrompts(settings.prompts)
        self._arrival_seen = False

    def occupancy_changed(
        self,
        left: Occupancy,
        state: Occupancy,
        since_t_s: float,
        second: Second,
        watched_since_t_s: float,
        out: list[Event],
    ) -> None:
        """Begin and end what belongs to the state that was `left`, and to the one that is now.

        Parameters
        ----------
        left, state, since_t_s
            What was on the seat, what is, and since when [s].
        second
            The one that settled it.
        watched_since_t_s
            Since when the seat is watched without a gap [s].
        out
            Takes the events.
        """
        if left is Occupancy.OBJECT:
            out.append(ObjectGone(second.t_s))
        match state:
            case Occupancy.SETTLING:
                self._arrival_seen = left is not Occupancy.UNKNOWN
            case Occupancy.SEATED:
                out.append(self.bouts.sat_down(second.t_s, since_t_s, seen=self._arrival_seen))
                self.prompts.sat_down(second.t_s, self.bouts.sitting_s(second.t_s))
            case Occupancy.VACANT | Occupancy.OBJECT:
                if left is Occupancy.SEATED:
                    self._gone(second.t_s, since_t_s, out, seen=True)
                self.bouts.vacant(watched_since_t_s)
                if state is Occupancy.OBJECT:
                    out.append(ObjectSeen(second.t_s, second.load_n / G0_M_PER_S2))
            case Occupancy.UNKNOWN:
                pass

    def receive(
        self, second: Second, reference: Reference | None, *, judged: bool, held_back: bool, out: list[Event]
    ) -> None:
        """Take a seated second.

        Parameters
        ----------
        second
            The one that is over.
        reference
            The sitter's own, if there is one that is believed.
        judged
            The zero is believed; if not, how somebody sits is not judged.
        held_back
            Something is in doubt: no slide begins.
        out
            Takes the events.
        """
        tell(out, self.movement.receive(second, reference if judged else None))
        self.judge.receive(second, judged=judged, held_back=held_back, out=out)
        tell(out, self.prompts.receive(second.t_s, self.bouts.sitting_s(second.t_s)))

    def lose_sight(self, t_s: float, last_seen_t_s: float | None, out: list[Event]) -> None:
        """Nobody watches since `last_seen_t_s` [s]: what is open ends as not seen to its end."""
        if self.bouts.sat_since_t_s is not None and last_seen_t_s is not None:
            self._gone(t_s, last_seen_t_s, out, seen=False)

    def _gone(self, t_s: float, left_t_s: float, out: list[Event], *, seen: bool) -> None:
        tell(out, self.judge.forget(t_s, left_t_s, SlideEnd.STOOD_UP if seen else SlideEnd.UNSEEN))
        tell(out, self.prompts.clear(t_s, Outcome.STOOD if seen else Outcome.UNSEEN))
        out.append(self.bouts.stood_up(t_s, left_t_s, seen=seen))
        self.movement.stand_up()
