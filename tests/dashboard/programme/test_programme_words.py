"""What the programme's pages say: there is a word for everything, and each entry of the diary is a sentence."""

from __future__ import annotations

from datetime import date
from typing import get_args

import pytest
from flask import url_for

from chairpi.dashboard.programme import card as programme_card
from chairpi.dashboard.programme import looking_back, warning_signs
from chairpi.dashboard.programme import words as programme_words
from chairpi.dashboard.programme.diary_words import entry_text
from chairpi.dashboard.programme.story import STORY
from chairpi.dashboard.programme.words import ENDS, REVIEWS, SCALES, dose_text
from chairpi.dashboard.stretch import home_test_picture
from chairpi.dashboard.web_files import web_root
from chairpi.programme.diary import (
    BegunAnew,
    ChairStood,
    Change,
    CheckedIn,
    Entry,
    Feel,
    Finding,
    LeftOut,
    Occasion,
    Reviewed,
    Rhythm,
    RhythmChosen,
    Seen,
    SelfChecked,
    SessionDone,
    SignsAnswered,
    Stopped,
    StopReason,
    Worked,
)
from chairpi.programme.exercises import Cause, Kind, Muscle
from chairpi.programme.library import load_library
from chairpi.programme.plan import Advice, Ask, Stage
from chairpi.programme.plan.fold import SESSION
from chairpi.programme.plan.tables import PAIN, SORENESS
from chairpi.programme.signs import Urgency
from chairpi.programme.wanted import Wanted

DAY = date(2026, 11, 26)
WORKED = (Worked("bridge", Kind.STRENGTHEN, (Muscle.GLUTES,)),)

SENTENCES = [
    (SignsAnswered(DAY, Occasion.START), "Warning signs: none of them."),
    (SignsAnswered(DAY, Occasion.START, ("fever", "urine")), "Warning signs: 2 signs ticked."),
    (Seen(DAY), "You said that somebody has had a look, and that exercises are fine."),
    (SelfChecked(DAY, {Cause.WEAK_GLUTES: Finding.YES, Cause.TIGHT_HIPS: Finding.NO}), "Self-check: Weak glutes."),
    (SelfChecked(DAY, {}), "Self-check: nothing stood out."),
    (RhythmChosen(DAY, Rhythm.DAILY), "Rhythm: daily."),
    (SessionDone(DAY, SESSION, WORKED, Feel.HARD, 1430.0), "The day's session: 1 exercise in 23 min, it felt hard."),
    (SessionDone(DAY, "desk-break", WORKED * 2, None, 120.0), "Desk break: 2 exercises in 2 min."),
    (SessionDone(DAY, "only-bridge", WORKED, None, 60.0), "Bridge: 1 exercise in 1 min."),
    (SessionDone(DAY, "only-gone", (), None, 60.0), "gone: 0 exercises in 1 min."),
    (SessionDone(DAY, "no-longer-there", (), None, 60.0), "no-longer-there: 0 exercises in 1 min."),
    (CheckedIn(DAY, 3, 2), "Check-in: soreness 3 of 10, pain 2 of 10."),
    (
        CheckedIn(DAY, 9, 6, unable=True, at_night=True),
        "Check-in: soreness 9 of 10, pain 6 of 10, unable to exercise, pain at night or at rest.",
    ),
    (Stopped(DAY, "bridge", StopReason.TINGLING), "Stopped in “Bridge”: tingling or numbness."),
    (Stopped(DAY, "", StopReason.DIZZY), "Stopped: dizzy or unwell."),
    (LeftOut(DAY, "bridge"), "“Bridge” is left out."),
    (LeftOut(DAY, "no-longer-there", back=True), "“no-longer-there” may come again."),
    (Reviewed(DAY, Change.NO_CHANGE), "Looked back: no change yet."),
    (ChairStood(DAY, 1), "30-second chair stand: 1 full stand."),
    (BegunAnew(DAY), "The programme began anew."),
]


@pytest.mark.parametrize(("entry", "sentence"), SENTENCES, ids=[sentence for _, sentence in SENTENCES])
def test_an_entry_is_a_sentence(entry: Entry, sentence: str):
    assert entry_text(entry, load_library()) == sentence


def test_every_kind_of_entry_has_a_sentence():
    assert {type(entry) for entry, _ in SENTENCES} == set(get_args(Entry))


@pytest.mark.parametrize(
    ("table", "members"),
    [
        pytest.param(programme_words.TITLES, Advice, id="titles"),
        pytest.param(programme_words.QUESTIONS, Ask, id="questions"),
        pytest.param(programme_words.STAGES, Stage, id="stages"),
        pytest.param(programme_words.RHYTHMS, Rhythm, id="rhythms"),
        pytest.param(programme_words.FINDINGS, Finding, id="answers"),
        pytest.param(programme_words.FOUND, Finding, id="findings"),
        pytest.param(programme_words.PHASES, Kind, id="phases"),
        pytest.param(programme_words.FEELS, Feel, id="feels"),
        pytest.param(programme_words.STOPPED_FOR, StopReason, id="reasons"),
        pytest.param(programme_words.WANTED, Wanted, id="days ahead"),
        pytest.param(programme_words.REVIEWS, Change, id="reviews"),
        pytest.param(looking_back.NEXT_PAGES, Change, id="ways on"),
        pytest.param(home_test_picture.PICTURES, Cause, id="drawings of the tests"),
        pytest.param(warning_signs.HEADINGS, Urgency, id="lists of signs"),
    ],
)
def test_there_is_a_word_for_everything(table, members):
    assert set(table) == set(members)


def test_what_can_be_started_has_a_button():
    assert set(Advice) - set(programme_words.STARTS) == {Advice.WAIT, Advice.LOCKED}


def test_the_scales_end_where_the_plans_tables_do():
    assert (SCALES["soreness"].start, SCALES["soreness"][-1]) == (1, SORENESS[-1][0])
    assert (SCALES["pain"].start, SCALES["pain"][-1]) == (0, PAIN[-1][0])
    for name, scale in SCALES.items():
        assert ENDS[name][0][0] == str(scale.start)
        assert ENDS[name][-1][0] == str(scale[-1])


def test_the_aim_is_where_the_plan_holds_the_dose():
    lowest = SORENESS[0][0] + 1
    held = [most for most, effect in SORENESS if effect.step == 0]

    assert (lowest, *held) == programme_words.AIM


@pytest.mark.parametrize(
    ("level", "said"),
    [(-3, "3 steps below"), (-1, "1 step below"), (0, "has its usual dose"), (1, "1 step above"), (4, "4 steps above")],
)
def test_the_dose_is_told_in_steps(level, said):
    assert said in dose_text(level)


def test_every_page_that_words_lead_to_is_there(dashboard):
    endpoints = {question.endpoint for question in programme_words.QUESTIONS.values()}
    endpoints |= {endpoint for ways in looking_back.NEXT_PAGES.values() for _, endpoint in ways}
    endpoints |= {endpoint for _, endpoint, _ in programme_card.MORE}
    with dashboard.app.test_request_context():
        addresses = {endpoint: url_for(endpoint) for endpoint in endpoints}

    for endpoint, address in addresses.items():
        assert dashboard.client.get(address).status_code == 200, endpoint


def test_a_way_that_no_change_has_leads_on():
    lines = " ".join(REVIEWS[Change.NO_CHANGE].lines)

    assert "not what is promised" in lines
    assert "a doctor or a physiotherapist" in lines


@pytest.mark.parametrize("told", STORY, ids=lambda told: told.told[:40])
def test_the_guide_tells_each_part_of_the_way_in_the_same_words(told):
    page = (web_root() / "help" / "programme.md").read_text(encoding="utf-8")

    assert f"| {told.told.rstrip('.')} |" in page
