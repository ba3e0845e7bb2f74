"""What the Now page says once, when something has happened."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from chairpi.dashboard.feed.messages import Sitter
from chairpi.dashboard.heard import heard
from chairpi.dashboard.lengths import length, long_length
from chairpi.dashboard.now.words import as_sentence, cell_label
from chairpi.dashboard.sitter_words import name_of
from chairpi.language.words import N_, _, translated

_CLEARED = {
    "stood": N_("You stood up. Enjoy the break."),
    "snoozed": N_("The prompt is put off."),
    "dismissed": N_("The prompt is closed."),
    "wrong": N_("Noted: that prompt was wrong."),
    "ignored": N_("The prompt is gone. The chair leaves it at that."),
}
_CLEARED_MOVED = {"slide": N_("You sat back."), "still": N_("You shifted your weight.")}
_QUIET_BEGAN = {"meeting": N_("The meeting has begun: no prompts."), "paused": N_("No prompts until tomorrow.")}
_QUIET_ENDED = {"meeting": N_("The meeting is over: prompts may come again."), "paused": N_("Prompts may come again.")}


def event_sentence(event: Mapping[str, object], sitters: Sequence[Sitter] = ()) -> str:
    """What the page says when this has happened; empty for what needs no saying.

    Parameters
    ----------
    event
        As it came over the live link.
    sitters
        Whom the chair knows.
    """
    match event:
        case {"event": "reference_set", "source": "guided"}:
            return _("Thank you. The chair now knows how you sit upright.")
        case {"event": "refused", "why": str(why)}:
            return heard(why)
        case {"event": "cell_lost", "cell": str(cell)}:
            return _("No reading from %(cell)s any more.", cell=cell_label(cell))
        case {"event": "cell_found", "cell": str(cell)}:
            return as_sentence(_("%(cell)s gives readings again", cell=cell_label(cell)))
        case {"event": "supply_changed", "low": True}:
            return _("The supply voltage is too low. What is read until it is fine again is doubtful.")
        case {"event": "supply_changed"}:
            return _("The supply voltage is fine again.")
        case {"event": "empty_load_changed"}:
            return _("The empty seat reads otherwise than before. The page asks about it.")
        case {"event": "reference_doubted"}:
            return _("The first minutes of sitting were not like your upright reference. The page asks about it.")
        case {"event": "sitter_chosen", "sitter_id": None, "by_load": True}:
            return _("The load is nobody's whom the chair knows. What is measured now goes into nobody's history.")
        case {"event": "sitter_chosen", "sitter_id": None}:
            return _("Somebody else sits here. What is measured now goes into nobody's history.")
        case {"event": "sitter_chosen", "sitter_id": int(sitter_id)}:
            return _("It is %(name)s who sits.", name=name_of(sitter_id, sitters)) if sitters else ""
        case {"event": "settings_chosen"}:
            return _("The chair prompts as you chose.")
        case _:
            return _of_prompts(event)


def _of_prompts(event: Mapping[str, object]) -> str:
    match event:
        case {"event": "prompt_cleared", "kind": str(kind), "outcome": "moved"}:
            return translated(_CLEARED_MOVED.get(kind, ""))
        case {"event": "prompt_cleared", "outcome": str(outcome)}:
            return translated(_CLEARED.get(outcome, ""))
        case {"event": "break_credited", "credit": "routine"}:
            return _("Your routine counts as a break. The sitting clock begins anew.")
        case {"event": "break_credited", "credit": "full"}:
            return _("That counts as a break. The sitting clock begins anew.")
        case {
            "event": "break_credited",
            "away_s": int() | float() as away_s,
            "sitting_s": int() | float() as sitting_s,
        }:
            return _(
                "You were up for %(away)s: the sitting clock goes back to %(sitting)s.",
                away=long_length(away_s),
                sitting=length(sitting_s),
            )
        case {"event": "quiet_began", "why": str(why)}:
            return translated(_QUIET_BEGAN.get(why, ""))
        case {"event": "quiet_ended", "why": str(why)}:
            return translated(_QUIET_ENDED.get(why, ""))
        case {"event": "target_of_today", "lengthened": True, "stand_after_s": int() | float() as stand_after_s}:
            return _("For the rest of today prompts come after %(length)s.", length=long_length(stand_after_s))
        case {"event": "mark_taken_back"}:
            return _("All right: it was not wrong after all.")
        case _:
            return ""
