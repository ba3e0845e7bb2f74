"""The sentences about the present state."""

from __future__ import annotations

import pytest

from chairpi.core.events.posture import Posture
from chairpi.core.events.upright import Doubt
from chairpi.dashboard.feed.messages import NOTHING_KNOWN
from chairpi.dashboard.lengths import clock_face, length, long_length
from chairpi.dashboard.now.event_words import event_sentence
from chairpi.dashboard.now.words import as_sentence, sentences

UNKIND = ("bad", "wrong", "poor", "must", "error", "fail", "slouch", "warning", "danger")


def said(now, *, stale=False, age_s=0.0, why="", has_upper_back=True):
    return sentences(
        {**NOTHING_KNOWN, **now},
        stale=stale,
        age_s=age_s,
        why=why,
        time_of=lambda utc_s: f"<{utc_s:g}>",
        moment_of=lambda utc_s, now_utc_s: f"<{utc_s - now_utc_s:+g}>",
        sitters=({"sitter_id": 1, "name": "Me"}, {"sitter_id": 2, "name": "Anna"}),
        has_upper_back=has_upper_back,
    )


@pytest.mark.parametrize(
    ("length_s", "text"),
    [(-1, "0 s"), (59.9, "59 s"), (60, "1 min"), (3599, "59 min"), (3600, "1 h 00 min"), (86_400, "24 h 00 min")],
)
def test_lengths_are_rounded_down(length_s, text):
    assert length(length_s) == text


def test_the_clock_face_stays_short():
    assert clock_face(10 * 3600) == "10:00 h"


@pytest.mark.parametrize(
    ("length_s", "text"), [(1, "1 second"), (59, "59 seconds"), (60, "1 minute"), (2700, "45 minutes")]
)
def test_long_lengths_know_one_from_many(length_s, text):
    assert long_length(length_s) == text


def test_every_state_has_the_same_places(fakes):
    states = [said(state) for state in fakes.STATES.values()]
    states += [said({}, stale=True, age_s=None, why="gone"), said(fakes.SITTING, stale=True, age_s=9.0)]

    assert len({frozenset(state) for state in states}) == 1
    assert all(isinstance(text, str) for state in states for text in state.values())


def test_no_sentence_scolds_or_frightens(fakes):
    for state in fakes.STATES.values():
        for posture in (*Posture, None):
            for doubt in (*Doubt, None):
                for text in said(state | {"posture": posture, "reference_doubt": doubt}).values():
                    assert not any(word in text.lower().split() for word in UNKIND), text


@pytest.mark.parametrize("posture", Posture)
def test_every_posture_has_a_sentence(fakes, posture):
    assert said(fakes.SITTING | {"posture": posture})["posture"].endswith(".")


@pytest.mark.parametrize(
    "changes",
    [
        pytest.param({"reference": None}, id="no reference"),
        pytest.param({"sure": False, "lost_cells": ["seat_rear_left"]}, id="a lost cell"),
        pytest.param({"warming_up_s": 100.0}, id="warming up"),
    ],
)
def test_where_the_page_says_why_no_posture_is_told_it_is_not_said_twice(fakes, changes):
    assert said(fakes.CANNOT_TELL | changes)["posture"] == ""


def test_a_slide_is_timed_by_the_wall_clock_of_its_onset(fakes):
    slide = {"onset_t_s": 4400.0, "length_s": 600.0, "slide_mm": 38.0, "uncertainty_mm": 8.0}

    text = said(fakes.SITTING | {"t_s": 5000.0, "utc_s": 10_000.0, "slide": slide})["slide"]

    assert text == "Your hips have slid forward about 40 mm, give or take 10, since <9400>."


@pytest.mark.parametrize(
    ("uncertainty_mm", "size"),
    [
        (17.6, "about 40 mm, give or take 20, since"),
        (0.4, "about 40 mm, give or take 5, since"),
        (None, "about 40 mm since"),
    ],
)
def test_a_slides_size_is_no_surer_than_it_is_measured(fakes, uncertainty_mm, size):
    slide = fakes.SLIDING["slide"] | {"uncertainty_mm": uncertainty_mm}

    assert size in said(fakes.SLIDING | {"slide": slide})["slide"]


def test_seat_cells_alone_never_tell_of_a_slide(fakes):
    for posture in Posture:
        if posture is not Posture.FORWARD_SLIDE:  # the core says hips forward there
            texts = said(fakes.SLIDING | {"posture": posture}, has_upper_back=False)
            assert not any("slide" in text.lower() for text in texts.values())


@pytest.mark.parametrize(
    ("still_s", "text"),
    [
        (0.0, "You shifted your weight within the last minute."),
        (61.0, "You last shifted your weight 1 minute ago."),
        (1500.0, "You last shifted your weight 25 minutes ago."),
        (None, ""),
    ],
)
def test_the_last_weight_shift_is_told_in_minutes(fakes, still_s, text):
    assert said(fakes.SITTING | {"still_s": still_s})["still"] == text


def test_no_shift_in_this_sitting_is_no_shift_within_the_last_minute(fakes):
    just_sat = fakes.SITTING | {"movement": fakes.SITTING["movement"] | {"n_micro": 0, "n_macro": 0}}

    assert said(just_sat | {"still_s": 20.0})["still"] == ""
    assert said(just_sat | {"still_s": 600.0})["still"] == "You have not shifted your weight for 10 minutes."


def test_the_question_about_the_reference_says_what_was_seen_and_what_waits(fakes):
    sitter, place = (said(fakes.DOUBTED | {"reference_doubt": doubt}) for doubt in ("sitter", "place"))

    assert sitter["doubt"] == "Is somebody else sitting here?"
    assert place["doubt"] == "Was the backrest moved, or is something behind your back?"
    for texts in (sitter, place):
        assert "Until this is answered" in texts["doubt_hint"]


@pytest.mark.parametrize(
    "changes",
    [
        pytest.param({"capturing_s": 4.0}, id="it is being answered"),
        pytest.param({"occupancy": "vacant", "paused": "nobody"}, id="nobody sits"),
        pytest.param({"reference_doubt": None}, id="no question"),
    ],
)
def test_the_question_about_the_reference_waits_for_a_sitter_who_can_answer(fakes, changes):
    assert said(fakes.DOUBTED | changes)["doubt"] == ""


@pytest.mark.parametrize(
    ("changes", "text"),
    [
        pytest.param({"next_prompt_s": 379.0}, "Next prompt to stand in 6 min.", id="soon"),
        pytest.param({"next_prompt_s": 20.0}, "A prompt to stand comes within a minute.", id="very soon"),
        pytest.param({"next_prompt_s": None}, "", id="the quiet line says why"),
        pytest.param({"paused": "nobody"}, "", id="paused"),
    ],
)
def test_the_next_prompt_is_told(fakes, changes, text):
    assert said(fakes.SITTING | changes)["next"] == text


@pytest.mark.parametrize(
    ("ap_mm", "ml_mm", "text"),
    [
        (0.0, 0.0, "The weight rests over the middle of the seat."),
        (30.2, 1.0, "The weight rests 30 mm forward of the middle of the seat."),
        (-8.0, -12.0, "The weight rests 8 mm back and 12 mm to the left of the middle of the seat."),
        (None, None, "There is too little on the seat to say where its weight rests."),
    ],
)
def test_the_place_of_the_weight_is_told_from_the_sitters_side(fakes, ap_mm, ml_mm, text):
    assert said(fakes.SITTING | {"cop_ap_mm": ap_mm, "cop_ml_mm": ml_mm})["cop"] == text


def test_the_tab_tells_of_a_prompt_first(fakes):
    assert said(fakes.PROMPTING)["title"] == "● Time to stand up for a moment"
    assert said(fakes.SITTING)["title"] == "Sitting 23 min"
    assert said(fakes.VACANT)["title"] == "Nobody is in the chair"
    assert said(fakes.SITTING, stale=True)["title"] == "No news from the chair"


def test_a_state_of_a_newer_sensor_process_is_no_crash(fakes):
    strange = {
        "occupancy": "floating",
        "posture": "dancing",
        "reference_doubt": "gravity",
        "prompt": {"kind": "sing", "reason": "Why not."},
    }

    assert said(fakes.PROMPTING | strange)["prompt_reason"] == "Why not."
    assert said(fakes.PROMPTING | strange | {"paused": "holiday"})["prompt_reason"] == ""


def test_an_errors_message_becomes_a_sentence():
    assert as_sentence("nobody there; start `chairpi sensor`.") == "Nobody there; start “chairpi sensor”."


@pytest.mark.parametrize(
    ("event", "text"),
    [
        ({"event": "reference_set", "source": "guided"}, "Thank you. The chair now knows how you sit upright."),
        ({"event": "reference_set", "source": "provisional"}, ""),
        ({"event": "refused", "why": "Please sit down first."}, "Please sit down first."),
        ({"event": "cell_lost", "cell": "seat_rear_left"}, "No reading from rear left any more."),
        ({"event": "cell_found", "cell": "seat_rear_left"}, "Rear left gives readings again."),
        (
            {"event": "reference_doubted", "why": "place"},
            "The first minutes of sitting were not like your upright reference. The page asks about it.",
        ),
        ({"event": "minute"}, ""),
    ],
)
def test_events_worth_a_word_get_one(event, text):
    assert event_sentence(event) == text


def test_a_lost_cell_says_what_goes_on_and_how_surely():
    texts = said({"lost_cells": ["seat_rear_left"], "sure": False})

    assert texts["lost"] == "No reading from rear left."
    assert "the sitting clock and the prompts go on" in texts["lost_still"]


def test_warming_up_is_said_while_somebody_sits():
    texts = said({"occupancy": "seated", "paused": None, "warming_up_s": 130.0})

    assert texts["warm"] == "The chair is warming up: for 3 more minutes it does not judge how you sit."


def test_a_change_of_the_empty_seat_is_asked_about():
    texts = said({"empty_load_kg": 1.24})

    assert texts["empty"] == "The empty seat reads 1.2 kg more than before."
