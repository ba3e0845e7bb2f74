"""Where a person stands: what the plan remembers of a diary while it goes through it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from chairpi.programme.diary import CheckedIn, Finding, Occasion, Reviewed, Rhythm
from chairpi.programme.exercises import Cause, Muscle
from chairpi.programme.plan.tables import FIRST_LEVEL, Gate, Stage


@dataclass(slots=True)
class Answering:
    """A session of the plan that strengthened, and what the answers since then say of its dose.

    Parameters
    ----------
    day
        Of the session.
    level
        The step of the dose with which it was done.
    raised
        The day on which the dose had grown last.
    was_hard
        It felt hard.
    least
        The least that an answer allows: 1 a step up, 0 none, -1 a step down; `None` before the first answer.
    """

    day: date
    level: int
    raised: date | None
    was_hard: bool
    least: int | None = None


@dataclass(slots=True)
class State:
    """Where a person stands.

    Attributes
    ----------
    stage, gate
        How far they have come, and whether exercises are open.
    occasion
        Why the warning signs are asked, while they are.
    signs
        Which are there, while the gate is locked.
    begun, strengthening_since
        The days of the self-check and of the first day on which strengthening was open.
    findings, rhythm
        What they answered and chose.
    level
        The step of the dose.
    rests
        Days of prescribed rest, the first and the last of each; what was over when another began is left out.
    to_answer
        The day of the latest session that no check-in has followed on a later day.
    answering
        The latest of the plan's sessions that strengthened; `None` before the first.
    raised
        The day on which the dose grew last.
    strengthened
        The days on which the plan's session strengthened something that nobody had prescribed.
    worked
        By muscle, the latest day on which it was strengthened in any way.
    loosened
        The days with stretching since the stage to loosen began.
    done
        The days on which the plan's own session was done.
    check_ins
        All of them.
    sore_since
        The first of the check-ins in a row that were super-sore.
    reviews
        All since the beginning.
    left_out
        Exercises that are to stay out.
    last_day
        The day of the latest session.
    """

    stage: Stage = Stage.SIGNS
    gate: Gate = Gate.ASKING
    occasion: Occasion = Occasion.START
    signs: tuple[str, ...] = ()
    begun: date | None = None
    strengthening_since: date | None = None
    findings: dict[Cause, Finding] = field(default_factory=dict)
    rhythm: Rhythm = Rhythm.EVERY_OTHER_DAY
    level: int = FIRST_LEVEL
    rests: list[tuple[date, date]] = field(default_factory=list)
    to_answer: date | None = None
    answering: Answering | None = None
    raised: date | None = None
    strengthened: list[date] = field(default_factory=list)
    worked: dict[Muscle, date] = field(default_factory=dict)
    loosened: list[date] = field(default_factory=list)
    done: list[date] = field(default_factory=list)
    check_ins: list[CheckedIn] = field(default_factory=list)
    sore_since: date | None = None
    reviews: list[Reviewed] = field(default_factory=list)
    left_out: set[str] = field(default_factory=set)
    last_day: date | None = None

    def rest_on(self, day: date) -> date | None:
        """The last day of a prescribed rest that holds on this day; `None`: none does."""
        return max((last for first, last in self.rests if first <= day <= last), default=None)
