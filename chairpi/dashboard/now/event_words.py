"""What the Now page says once, when something has happened."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from chairpi.dashboard.feed.messages import Sitter
from chairpi.dashboard.lengths import length, long_length
from chairpi.dashboard.now.words import cell_label
from chairpi.dashboard.sitter_words import name_of

_CLEARED = {
    "stood": "You stood up. Enjoy the break.",
    "snoozed": "The prompt is put off.",
    "dismissed": "The prompt is closed.",
    "wrong": "Noted: that prompt was wrong.",
    "ignored": "The prompt is gone. The chair leaves it at that.",
}
_CLEARED_MOVED = {"slide": "You sat back.", "still": "You shifted your weight."}
_QUIET_BEGAN = {"meeting": "The meeting has begun: no prompts.", "paused": "No prompts until tomorrow."}
_QUIET_ENDED = {"meeting": "The meeting is over: prompts may come again.", "paused": "Prompts may come again."}


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
            return "Thank you. The chair now knows how you sit upright."
        case {"event": "refused", "why": str(why)}:
            return why
        case {"event": "cell_lost", "cell": str(cell)}:
            return f"No reading from {cell_label(cell)} any more."
        case {"event": "cell_found", "cell": str(cell)}:
            return f"{cell_label(cell).capitalize()} gives readings again."
        case {"event": "empty_load_changed"}:
            return "The empty seat reads otherwise than before. The page asks about it."
        case {"event": "reference_doubted"}:
            return "The first minutes of sitting were not like your upright reference. The page asks about it."
        case {"event": "sitter_chosen", "sitter_id": None, "by_load": True}:
            return "The load is nobody's whom the chair knows. What is measured now goes into nobody's history."
        case {"event": "sitter_chosen", "sitter_id": None}:
            return "Somebody else sits here. What is measured now goes into nobody's history."
        case {"event": "sitter_chosen", "sitter_id": int(sitter_id)}:
            return f"It is {name_of(sitter_id, sitters)} who sits." if sitters else ""
        case {"event": "settings_chosen"}:
            return "The chair prompts as you chose."
        case _:
            return _of_prompts(event)


def _of_prompts(event: Mapping[str, object]) -> str:
    match event:
        case {"event": "prompt_cleared", "kind": str(kind), "outcome": "moved"}:
            return _CLEARED_MOVED.get(kind, "")
        case {"event": "prompt_cleared", "outcome": str(outcome)}:
            return _CLEARED.get(outcome, "")
        case {"event": "break_credited", "credit": "routine"}:
            return "Your routine counts as a break. The sitting clock begins anew."
        case {"event": "break_credited", "credit": "full"}:
            return "That counts as a break. The sitting clock begins anew."
        case {
            "event": "break_credited",
            "away_s": int() | float() as away_s,
            "sitting_s": int() | float() as sitting_s,
        }:
            return f"You were up for {long_length(away_s)}: the sitting clock goes back to {length(sitting_s)}."
        case {"event": "quiet_began", "why": str(why)}:
            return _QUIET_BEGAN.get(why, "")
        case {"event": "quiet_ended", "why": str(why)}:
            return _QUIET_ENDED.get(why, "")
        case {"event": "target_of_today", "lengthened": True, "stand_after_s": int() | float() as stand_after_s}:
            return f"For the rest of today prompts come after {long_length(stand_after_s)}."
        case {"event": "mark_taken_back"}:
            return "All right: it was not wrong after all."
        case _:
            return ""
