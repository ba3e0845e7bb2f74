"""From a prompt to a routine: one that is short, fits the prompt, and is open today."""

from __future__ import annotations

from collections.abc import Sequence

from chairpi.programme.diary import Entry, SessionDone
from chairpi.programme.exercises import Place
from chairpi.programme.library import Library
from chairpi.programme.plan.today import Today
from chairpi.programme.routines import PROMPT_LONGEST_S, Routine
from chairpi.programme.session import open_part

LATELY_N = 3
"""What was done among so many latest breaks comes again only when nothing else fits. Our choice."""

FIRST_PLACE = {"stand": Place.STANDING, "slide": Place.CHAIR, "still": Place.CHAIR}
"""Where the routine of each kind of prompt is best begun: on the feet where standing up is the point, else where one is."""


def offered(kind: str, today: Today | None, library: Library, entries: Sequence[Entry] = ()) -> Routine | None:
    """The routine that a prompt offers.

    Fitting ones are those that name this kind of prompt; of these come first what only loosens, what was not done lately, what works on
    the cause that comes first, and what begins in the right place.

    Parameters
    ----------
    kind
        The prompt's kind by its public name.
    today
        What the plan says; `None` for a guest.
    library
        All content.
    entries
        The person's diary.

    Returns
    -------
    Routine | None
        Without the steps that are not open today; `None` while exercises are locked.
    """
    fitting = [open_part(one, today, spare=True) for one in library.routines.values() if kind in one.prompts]
    # A prescription, or an exercise that somebody changed, may have made one too long for a break.
    open_ones = [one for one in fitting if one is not None and one.duration_s <= PROMPT_LONGEST_S]
    done = [entry.routine_id for entry in entries if isinstance(entry, SessionDone)]
    lately = done[-LATELY_N:]

    def key(routine: Routine) -> tuple[bool, bool, int, bool, int]:
        first = routine.steps[0].exercise
        causes = [cause for step in routine.steps for cause in step.exercise.causes[:1]]
        rank = 0 if today is None else min(today.order.index(cause) for cause in causes)
        return (
            routine.strengthens,
            routine.id in lately,
            rank,
            first.place is not FIRST_PLACE.get(kind, first.place),
            routine.minutes,
        )

    return min(open_ones, key=key, default=None)
