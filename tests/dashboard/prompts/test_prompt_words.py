"""What is said of prompts: a sentence for every word of the core, and none that counts against anybody."""

from __future__ import annotations

import pytest

from chairpi.core.events.prompting import DismissReason, Moment, NoticeKind, Outcome, PromptKind, Quiet
from chairpi.core.now.chair import Paused
from chairpi.core.now.prompting import Due
from chairpi.core.now.signal import Stage
from chairpi.dashboard.feed.messages import NO_PROMPTS, NOTHING_KNOWN
from chairpi.dashboard.prompts import now_words, quiet_words
from chairpi.dashboard.prompts import prompt_words as words

UNKIND = ("bad", "poor", "must", "error", "fail", "failed", "lazy", "slouch", "warning", "danger", "ignored", "again!")
SITTING = NOTHING_KNOWN | {"occupancy": "seated", "paused": None, "sitting_s": 1500.0, "t_s": 100.0, "utc_s": 1000.0}


def said(changes=(), until="", **now):
    return now_words.prompt_texts(SITTING | now | {"prompts": NO_PROMPTS | dict(changes)}, until)


@pytest.mark.parametrize(
    ("table", "kinds"),
    [
        pytest.param(words.TITLES, PromptKind, id="titles"),
        pytest.param(words.KINDS, PromptKind, id="kinds"),
        pytest.param(words.HEADINGS, PromptKind, id="headings"),
        pytest.param(words.MOMENTS, Moment, id="moments"),
        pytest.param(now_words.STAGES, Stage, id="stages"),
        pytest.param(now_words.DUES, Due, id="where the prompt is"),
        pytest.param(now_words.NOTICES, NoticeKind, id="notices"),
        pytest.param(words.OUTCOMES, Outcome, id="outcomes"),
        pytest.param(words.REASONS, DismissReason, id="reasons"),
    ],
)
def test_every_word_of_the_core_has_one_for_people(table, kinds):
    assert {str(kind) for kind in kinds} == {str(key) for key in table}


@pytest.mark.parametrize("quiet", Quiet)
def test_every_quiet_says_why_with_and_without_its_end(quiet):
    for until in ("", "14:30"):
        text = quiet_words.quiet_text(quiet, until)

        assert text.endswith(".")
        assert "{" not in text
        assert not set(UNKIND) & set(text.lower().split())


@pytest.mark.parametrize(
    ("quiet", "until", "text"),
    [
        ("meeting", "14:30", "Meeting until 14:30."),
        ("meeting", "", "Meeting, until you end it."),
        ("paused", "", "Quiet until tomorrow."),
        ("outside_hours", "13:00", "Outside your working hours until 13:00."),
        ("holiday", "tomorrow 00:00", "A holiday: no prompts until tomorrow 00:00."),
        ("snoozed", "14:35", "Put off until 14:35."),
        ("dismissed", "14:35", "No further prompt of this kind until your next break."),
        ("of a newer version", "", "Quiet for now."),
        (None, "", ""),
    ],
)
def test_the_state_line_says_why_it_is_quiet(quiet, until, text):
    assert quiet_words.quiet_text(quiet, until) == text


def test_an_empty_chair_is_told_of_the_meeting_and_not_of_what_needs_a_sitter():
    meeting = said({"quiet": "meeting"}, paused="nobody")
    silenced = said({"quiet": "silenced", "due": "owed"}, paused="nobody")

    assert meeting["quiet"] == "Meeting, until you end it."
    assert meeting["quiet_end"] == "End the meeting"
    assert silenced["quiet"] == ""


def test_who_closed_a_prompt_to_stand_is_left_alone_by_all_kinds_and_of_the_others_by_that_kind():
    stand = said({"quiet": "dismissed", "slide_quiet": "dismissed", "due": "owed"})
    slide = said({"slide_quiet": "dismissed"})

    assert stand["quiet"] == stand["held_stand"] == "No further prompt of any kind until your next break."
    assert slide["quiet"] == ""
    assert (slide["held_stand"], slide["held_slide"], slide["held_still"]) == (
        "May come when it is time.",
        "No further prompt of this kind until your next break.",
        "May come when it is time.",
    )


@pytest.mark.parametrize("quiet", [quiet for quiet in Quiet if quiet not in (Quiet.MEETING, Quiet.PAUSED)])
def test_only_quiet_that_a_person_asked_for_can_be_ended(quiet):
    assert said({"quiet": quiet})["quiet_end"] == ""


@pytest.mark.parametrize("outcome", [*Outcome, None])
@pytest.mark.parametrize("kind", PromptKind)
def test_every_outcome_of_every_kind_is_a_kind_sentence(kind, outcome):
    for why in DismissReason:
        text = words.outcome_text(kind, outcome, 130.0, why)

        assert text.endswith(".")
        assert not set(UNKIND) & set(text.lower().split())


@pytest.mark.parametrize(
    ("arguments", "text"),
    [
        (("slide", "moved", 31.0), "You sat back, 31 s after it came."),
        (("still", "moved", 31.0), "You shifted your weight, 31 s after it came."),
        (("stand", "dismissed", 5.0, "busy"), "You closed it: in the middle of something."),
        (("stand", "dismissed", 5.0, ""), "You closed it."),
        (("stand", "ignored", 900.0), "It went by."),
        (("stand", None), "It still stands."),
    ],
)
def test_an_outcome_is_told_with_what_matters_of_it(arguments, text):
    assert words.outcome_text(*arguments) == text


@pytest.mark.parametrize(
    ("n", "text"),
    [
        (0, ""),
        (1, "Put off once; the break is still owed."),
        (2, "Put off twice; the break is still owed."),
        (5, "Put off 5 times; the break is still owed."),
    ],
)
def test_putting_off_is_counted_and_the_break_stays_owed(n, text):
    assert words.put_off_text(n) == text


PROMPT = {
    "kind": "stand",
    "reason": "You have sat.",
    "number": 7,
    "moment": "shift",
    "n_put_off": 2,
    "raised_t_s": 90.0,
}


def test_a_prompt_to_stand_tells_its_moment_its_stage_and_how_often_it_was_put_off():
    texts = said({"stage": "chime", "n_put_off": 2, "break_owed": True, "due": "asking"}, prompt=PROMPT)

    assert texts["prompt"] == "Time to stand up for a moment"
    assert texts["prompt_moment"] == words.MOMENTS[Moment.SHIFT]
    assert texts["prompt_stage"] == now_words.STAGES["chime"]
    assert texts["prompt_count"] == "Put off twice; the break is still owed."
    assert texts["owed"] == ""


@pytest.mark.parametrize("kind", ["slide", "still"])
def test_the_other_kinds_offer_their_own_routine_and_count_nothing(kind):
    texts = said({"stage": "light", "n_put_off": 2}, prompt=PROMPT | {"kind": kind})

    assert texts["prompt"] == words.TITLES[PromptKind(kind)]
    assert texts[f"prompt_{kind}"] == texts["prompt"]
    assert texts["prompt_stand"] == texts["prompt_count"] == texts["prompt_stage"] == ""


@pytest.mark.parametrize("paused", Paused)
def test_an_empty_chair_and_one_that_cannot_be_seen_are_asked_nothing(paused):
    assert "prompt" not in said(prompt=PROMPT, paused=paused)


@pytest.mark.parametrize(
    ("sitting_s", "away_s", "text"),
    [
        (1500.0, 12.0, "A little longer off the chair, and it counts as a break."),
        (0.0, 70.0, "This counts as a break. Five minutes do more good than one."),
        (0.0, 400.0, "This counts as a break."),
    ],
)
def test_whoever_is_up_reads_whether_it_counts(sitting_s, away_s, text):
    assert said(paused="nobody", sitting_s=sitting_s, away_s=away_s)["away"] == text


@pytest.mark.parametrize(
    ("prompts", "next_prompt_s", "text"),
    [
        ({"due": "soon"}, 110.0, "A prompt to stand comes in 2 minutes."),
        ({"due": "soon"}, 50.0, "A prompt to stand comes within a minute."),
        ({"due": "soon"}, None, "A prompt to stand comes within 2 minutes."),
        ({"due": "running"}, 379.0, "Next prompt to stand in 6 min."),
        ({"due": "waiting", "break_owed": True}, None, now_words.DUES["waiting"]),
        ({"due": "owed", "break_owed": True, "quiet": "dismissed"}, None, now_words.DUES["owed"]),
        ({"due": "running", "quiet": "meeting"}, 379.0, ""),
    ],
)
def test_the_page_tells_where_the_prompt_to_stand_is(prompts, next_prompt_s, text):
    assert now_words.next_text(SITTING | {"prompts": NO_PROMPTS | prompts, "next_prompt_s": next_prompt_s}) == text


def test_a_break_owed_is_told_while_the_clock_is_paused():
    assert said({"break_owed": True, "due": "owed"}, paused="unseen")["owed"] == now_words.DUES["owed"]


def test_a_longer_target_time_nobody_watched_and_the_day_so_far_are_told():
    texts = said(
        {"lengthened": True, "target_s": 2700.0, "sitting_today_s": 18_720.0, "budget_s": 27_000.0}, unknown_s=240.0
    )

    assert texts["target"] == "Two prompts in a row went by, so today's come after 45 minutes. Tomorrow begins afresh."
    assert texts["unknown"] == "4 minutes of this time were not watched, and are not counted."
    assert texts["today"] == "Sitting today: 5 h 12 min of 7.5 hours."


def test_a_notice_is_told_in_the_chairs_words_and_one_of_a_newer_version_too():
    for kind, title in (("budget", "That is a day's sitting"), ("newer", "A word from the chair")):
        texts = said({"notice": {"kind": kind, "words": "Eight hours."}})

        assert (texts["notice"], texts["notice_reason"]) == (title, "Eight hours.")


def test_every_place_is_one_that_the_page_has():
    texts = said({"notice": {"kind": "budget", "words": "Eight hours."}}, prompt=PROMPT)

    assert set(texts) == set(now_words.PLACES)


@pytest.mark.parametrize(
    ("prompts", "prompt", "told"),
    [
        pytest.param({"quiet": "silenced", "due": "owed"}, None, True, id="a break is owed"),
        pytest.param({"quiet": "hourly_cap", "due": "soon"}, None, True, id="one comes soon"),
        pytest.param({"quiet": "hourly_cap", "due": "running"}, None, False, id="none is due"),
        pytest.param({"quiet": "hourly_cap", "due": "asking"}, PROMPT, False, id="one stands"),
        pytest.param({"quiet": "meeting", "due": "running"}, None, True, id="a person asked for quiet"),
    ],
)
def test_the_state_line_tells_of_what_holds_a_prompt_back_and_of_nothing_else(prompts, prompt, told):
    assert bool(said(prompts, prompt=prompt)["quiet"]) == told
