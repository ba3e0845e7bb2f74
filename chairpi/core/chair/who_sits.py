"""Who sits: whose reference they are judged by, whose settings they are prompted by, and who is asked for by the load."""

from __future__ import annotations

import math
from collections.abc import Sequence

from chairpi.core.chair.parts import Parts
from chairpi.core.events.event import Event, tell
from chairpi.core.events.presence import SitterChosen, SitterSuggested
from chairpi.core.presence.occupancy import Occupancy
from chairpi.core.presence.sitters import KnownSitter
from chairpi.core.upright.reference import Reference
from chairpi.core.weighing.second import Second


def seat_first(parts: Parts, guest_reference: Reference | None) -> None:
    """At the start: judge and prompt by what is known of who sat last; the reference given is that of somebody who is not known."""
    present = parts.sitters.present
    parts.upright.use(guest_reference if present is None else present.reference)
    if present is not None:
        parts.sitting.prompts.use_sitter(-math.inf, present.sitter_id, present.settings, 0.0, [])
        parts.sitting.bouts.settings = present.settings


def choose(
    parts: Parts, t_s: float, sitter_id: int | None, out: list[Event], *, by_load: bool = False, from_now: bool = False
) -> None:
    """It is this sitter who sits; who chooses the present one says that it is nobody else.

    From the beginning of this bout on, unless only `from_now` on: what was measured of a sitter who is removed stays theirs.
    """
    sitting, sitters, carried = parts.sitting, parts.sitters, parts.carried
    if sitter_id == sitters.sitter_id:
        sitters.said()
        return
    since_t_s = sitting.bouts.sat_since_t_s
    carried[sitters.sitter_id] = sitting.bouts.carried
    sitters.choose(sitter_id, by_load=by_load, day=sitting.prompts.day)
    present = sitters.present
    again = since_t_s is not None and sitter_id in carried
    bout_s = sitting.bouts.begin_anew(t_s, carried[sitter_id] if again else (0.0, 0.0))
    if from_now:
        since_t_s, bout_s = None, 0.0
    settings = sitting.prompts.defaults if present is None else present.settings
    sitting.prompts.use_sitter(t_s, sitter_id, settings, bout_s, out, again=again)
    sitting.bouts.settings = settings
    tell(out, parts.upright.give_up(t_s, "another sitter was chosen meanwhile; try again"))
    parts.upright.use(None if present is None else present.reference)
    out.append(SitterChosen(t_s, t_s if since_t_s is None else since_t_s, sitter_id, by_load))


def follow(parts: Parts, left: Occupancy, t_s: float, out: list[Event]) -> None:
    """The state that was `left` is over: where somebody else sat only for a while, it is who usually sits again."""
    state, sitters = parts.occupancy.state, parts.sitters
    usual_id = None
    if state is Occupancy.SEATED:
        parts.carried.clear()
        usual_id = sitters.sit_down(parts.sitting.prompts.day)
    elif state in (Occupancy.VACANT, Occupancy.OBJECT) and left is not Occupancy.SETTLING:
        parts.carried.clear()
        usual_id = sitters.stand_up()
    if usual_id is not None:
        choose(parts, t_s, usual_id, out)


def look(parts: Parts, second: Second, out: list[Event]) -> None:
    """Look at a seated second's load: set somebody apart whom the chair clearly does not know, ask where it is another whom it does."""
    looks = parts.sitters.receive(second.length_s, second.load_n)
    if looks is None:
        return
    if looks.sitter_id is None:
        choose(parts, second.t_s, None, out, by_load=True)
    else:
        out.append(SitterSuggested(second.t_s, looks.sitter_id))


def know(parts: Parts, t_s: float, known: Sequence[KnownSitter], out: list[Event]) -> None:
    """Sitters came, went or changed; the present one goes on, by the settings that are said now."""
    sitting, sitters = parts.sitting, parts.sitters
    if sitters.sitter_id not in {None, *(sitter.sitter_id for sitter in known)}:
        choose(parts, t_s, None, out, from_now=True)
    sitters.know(known)
    present = sitters.present
    if present is not None:
        sitting.prompts.choose(t_s, present.settings, out)
        sitting.bouts.settings = present.settings
    sitting.prompts.forget_others(sitters.known)


def settings_chosen(parts: Parts) -> None:
    """The present sitter may have chosen to be prompted otherwise."""
    settings = parts.sitting.prompts.settings
    parts.sitting.bouts.settings = settings
    parts.sitters.give_settings(settings)
