"""What is said of who sits, and once of what has happened."""

from __future__ import annotations

import pytest

from chairpi.core.events.prompting import Outcome, Quiet
from chairpi.dashboard.feed.messages import NOTHING_KNOWN
from chairpi.dashboard.now.event_words import event_sentence
from chairpi.dashboard.sitter_words import name_of, sitter_texts

SITTERS = ({"sitter_id": 1, "name": "Me"}, {"sitter_id": 2, "name": "Anna"})


def said(sitters=SITTERS, **now):
    return sitter_texts(NOTHING_KNOWN | now, sitters)


def test_a_chair_of_one_says_nothing_of_its_sitter():
    assert said(SITTERS[:1], sitter_id=1)["sitter"] == ""


def test_whose_history_it_is_stands_where_there_are_several():
    assert said(sitter_id=2)["sitter"] == "What is measured now goes into the history of “Anna”."


def test_a_guest_is_told_that_nobodys_history_grows():
    assert said(sitter_id=None)["sitter"].startswith("What is measured now goes into nobody's history.")


def test_whom_the_load_looks_like_is_asked_by_name():
    texts = said(sitter_id=1, suggested_sitter_id=2)

    assert texts["suggest"] == "Is it Anna who sits?"
    assert texts["suggest_yes"] == "Yes, Anna"


def test_nothing_is_asked_where_the_load_is_that_of_the_one_who_sits():
    assert said(sitter_id=2, suggested_sitter_id=2)["suggest"] == ""


def test_somebody_removed_meanwhile_is_somebody_else():
    assert name_of(9, SITTERS) == "Somebody else"


@pytest.mark.parametrize(
    ("event", "text"),
    [
        ({"event": "sitter_chosen", "sitter_id": 2, "by_load": False}, "It is Anna who sits."),
        (
            {"event": "sitter_chosen", "sitter_id": None, "by_load": True},
            "The load is nobody's whom the chair knows. What is measured now goes into nobody's history.",
        ),
        (
            {"event": "sitter_chosen", "sitter_id": None, "by_load": False},
            "Somebody else sits here. What is measured now goes into nobody's history.",
        ),
        ({"event": "break_credited", "credit": "full"}, "That counts as a break. The sitting clock begins anew."),
        (
            {"event": "break_credited", "credit": "part", "away_s": 40.2, "sitting_s": 1230.0},
            "You were up for 40 seconds: the sitting clock goes back to 20 min.",
        ),
        ({"event": "prompt_cleared", "kind": "slide", "outcome": "moved"}, "You sat back."),
        ({"event": "prompt_cleared", "kind": "stand", "outcome": "stood"}, "You stood up. Enjoy the break."),
        ({"event": "quiet_began", "why": "meeting"}, "The meeting has begun: no prompts."),
        ({"event": "quiet_ended", "why": "paused"}, "Prompts may come again."),
        (
            {"event": "target_of_today", "lengthened": True, "stand_after_s": 2700.0},
            "For the rest of today prompts come after 45 minutes.",
        ),
        ({"event": "target_of_today", "lengthened": False, "stand_after_s": 1800.0}, ""),
        ({"event": "empty_load_changed"}, "The empty seat reads otherwise than before. The page asks about it."),
        ({"event": "settings_chosen", "settings": {}}, "The chair prompts as you chose."),
        ({"event": "mark_taken_back"}, "All right: it was not wrong after all."),
    ],
)
def test_what_happened_is_said_once(event, text):
    assert event_sentence(event, SITTERS) == text


@pytest.mark.parametrize("outcome", Outcome)
def test_no_outcome_is_held_against_anybody(outcome):
    text = event_sentence({"event": "prompt_cleared", "kind": "stand", "outcome": outcome}, SITTERS)

    assert not {"ignored", "failed", "missed"} & set(text.lower().split())


@pytest.mark.parametrize("why", [Quiet.MEETING, Quiet.PAUSED])
def test_quiet_that_begins_and_ends_is_told(why):
    for event in ("quiet_began", "quiet_ended"):
        assert event_sentence({"event": event, "why": why}).endswith(".")
