"""Who sits, and what follows from it: bouts and breaks, postures, slides and prompts of one sitter."""

from __future__ import annotations

from chairpi.core.events.event import Event, tell
from chairpi.core.events.posture import Posture, PostureChanged, SlideEnd, SlideEnded
from chairpi.core.events.presence import BreakCredited, Credit, ObjectGone, ObjectSeen
from chairpi.core.events.prompting import Moment
from chairpi.core.movement.movement import Movement
from chairpi.core.now.movement import MovementNow
from chairpi.core.posture.judge import PostureJudge
from chairpi.core.presence.bouts import Bouts
from chairpi.core.presence.occupancy import Occupancy
from chairpi.core.prompting import following
from chairpi.core.prompting.answers import end_routine
from chairpi.core.prompting.prompts import Prompts
from chairpi.core.prompting.situation import Situation
from chairpi.core.settings import Settings
from chairpi.core.upright.reference import Reference
from chairpi.core.weighing.load import G0_M_PER_S2
from chairpi.core.weighing.second import Second

RATE_KNOWN_S = 600.0
"""Shifts an hour are said after so much sitting [s]: two epochs of the in-chair movement index."""


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
    latest_number
        Of the prompts so far.
    """

    def __init__(self, settings: Settings, judge: PostureJudge, movement: Movement, latest_number: int = 0) -> None:
        self.bouts = Bouts(settings.prompts, settings.occupancy.on_s)
        self.judge = judge
        self.movement = movement
        self._person_on_n = settings.occupancy.person_on_kg * G0_M_PER_S2
        self.prompts = Prompts(settings.prompts, latest_number)
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
        t_s = second.t_s
        if left is Occupancy.OBJECT:
            out.append(ObjectGone(t_s))
        match state:
            case Occupancy.SETTLING:
                self._arrival_seen = left is not Occupancy.UNKNOWN
            case Occupancy.SEATED:
                self._see(since_t_s, out)
                sat_down, credit = self.bouts.sat_down(t_s, since_t_s, seen=self._arrival_seen)
                out.append(sat_down)
                self._credited(t_s, credit, out)
                is_part = credit is not None and credit.credit is Credit.PART
                following.back(self.prompts, t_s, sat_down.break_s, out, is_part=is_part)
            case Occupancy.VACANT | Occupancy.OBJECT:
                self._see(watched_since_t_s, out)
                if left is Occupancy.SEATED:
                    self._gone(t_s, since_t_s, out, seen=True)
                self.bouts.vacant(watched_since_t_s)
                if state is Occupancy.OBJECT:
                    out.append(ObjectSeen(t_s, second.load_n / G0_M_PER_S2))
            case Occupancy.UNKNOWN:
                pass

    def finish_routine(self, t_s: float, out: list[Event], *, is_done: bool) -> bool:
        """A routine is over; one that was done counts as a break. Whether one was begun lately."""
        took_s = end_routine(self.prompts, t_s)
        if took_s is not None and is_done:
            self._credited(t_s, self.bouts.routine_done(t_s, took_s), out)
        return took_s is not None

    def _see(self, t_s: float, out: list[Event]) -> None:
        if self.bouts.see(t_s):
            following.break_taken(self.prompts, t_s, out, seen=False)

    def _credited(self, t_s: float, credit: BreakCredited | None, out: list[Event]) -> None:
        if credit is not None:
            out.append(credit)
            if credit.credit is not Credit.PART:
                following.break_taken(self.prompts, t_s, out)

    def receive(
        self,
        second: Second,
        reference: Reference | None,
        *,
        judged: bool,
        held_back: bool,
        checking: bool,
        cell_lost: bool,
        out: list[Event],
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
        checking
            The seat counts stands or times holds: what is done for that is not judged, and no prompt comes.
        cell_lost
            A cell is not being read.
        out
            Takes the events.
        """
        bouts, judge, movement = self.bouts, self.judge, self.movement
        judged = judged and not checking
        shift = movement.receive(second, reference if judged else None)
        tell(out, shift)
        n_told = len(out)
        judge.receive(second, judged=judged, held_back=held_back, out=out)
        receptive = None if shift is None else Moment.SHIFT
        slide_ended = None
        for event in out[n_told:]:
            match event:
                case PostureChanged(posture=Posture.RECLINE):
                    receptive = receptive or Moment.LEAN_BACK
                case SlideEnded():
                    slide_ended = event
        self.prompts.receive(
            Situation(
                second.t_s,
                second.length_s,
                seated=True,
                vacant=False,
                sitting_s=bouts.sitting_s(second.t_s),
                sat_since_t_s=bouts.sat_since_t_s,
                receptive=receptive,
                shifted_at_t_s=None if shift is None else shift.at_t_s,
                still_s=movement.still_s(second.t_s),
                slide=judge.slide,
                slide_ended=slide_ended,
                is_slid=judge.is_slid,
                rising=second.load_n < self._person_on_n,
                sees_back=judge.sees_back,
                in_doubt=not judged or held_back or reference is None or judge.doubt is not None,
                checking=checking,
                cell_lost=cell_lost,
                load_n=second.load_n,
                cop_ap_mm=second.cop_ap_mm,
                cop_ml_mm=second.cop_ml_mm,
            ),
            out,
        )

    def nobody(self, second: Second, *, vacant: bool, out: list[Event]) -> None:
        """Take a second in which nobody is seen to sit; `vacant`: it is seen that nobody does."""
        if vacant:
            self._credited(second.t_s, self.bouts.wait(second.t_s), out)
        sitting_s = self.bouts.sitting_s(second.t_s)
        self.prompts.receive(
            Situation(second.t_s, second.length_s, seated=False, vacant=vacant, sitting_s=sitting_s), out
        )

    def lose_sight(self, t_s: float, last_seen_t_s: float | None, out: list[Event]) -> None:
        """Nobody watches since `last_seen_t_s` [s]: what is open ends as not seen to its end."""
        if last_seen_t_s is not None:
            if self.bouts.sat_since_t_s is not None:
                self._gone(t_s, last_seen_t_s, out, seen=False)
            self.bouts.lose_sight(last_seen_t_s)
        self.prompts.lose_sight(t_s, out)

    def _gone(self, t_s: float, left_t_s: float, out: list[Event], *, seen: bool) -> None:
        tell(out, self.judge.forget(t_s, left_t_s, SlideEnd.STOOD_UP if seen else SlideEnd.UNSEEN))
        if seen:
            following.left(self.prompts, left_t_s)
        out.append(self.bouts.stood_up(t_s, left_t_s, seen=seen))
        self.movement.stand_up()

    def movement_now(self, t_s: float) -> MovementNow | None:
        """How the sitter has moved in this bout; `None` while nobody sits."""
        since_t_s, movement = self.bouts.sat_since_t_s, self.movement
        if since_t_s is None:
            return None
        length_s = t_s - since_t_s
        n_shifts = movement.n_micro + movement.n_macro
        return MovementNow(
            n_micro=movement.n_micro,
            n_macro=movement.n_macro,
            shifts_per_hour=n_shifts * 3600.0 / length_s if length_s >= RATE_KNOWN_S else None,
            longest_still_s=movement.longest_still_s(t_s),
            balance=movement.balance,
            variety=movement.variety,
            n_lifts=movement.n_lifts,
            n_off_loads=movement.n_off_loads,
        )
