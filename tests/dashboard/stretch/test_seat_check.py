"""Exercises that the seat counts, and the 30-second chair stand."""

from __future__ import annotations

import html
import re
from datetime import date, timedelta

import pytest

from chairpi.core.events.seat_check import CheckPhase, SeatCheckEnd, SeatCheckKind, SeatPosition
from chairpi.dashboard.stretch import seat_check_words as said
from chairpi.programme.chair_stand import NORMS, SOURCES, Trend, norm_of
from chairpi.programme.diary import (
    ChairStood,
    CheckedIn,
    Finding,
    LeftOut,
    Occasion,
    SelfChecked,
    SessionDone,
    SignsAnswered,
    Stopped,
    StopReason,
    Worked,
)
from chairpi.programme.exercises import Cause, Kind, Muscle
from chairpi.store.history import History

TODAY = date(2026, 11, 26)
TEST = "/programme/chair-stand"
STANDS, SHIFTS, HAMSTRINGS = (
    f"/programme/seat-check/{name}" for name in ("sit-to-stand", "seated-weight-shift", "seated-hamstring-stretch")
)
RUNNING = {
    "kind": "sit_to_stand",
    "phase": "counting",
    "end": None,
    "asked_t_s": 5000.0625,
    "length_s": 30.0,
    "left_s": 11.5,
    "position": "up",
    "reps": 7,
    "n_partial": 0,
    "held_left_s": 0.0,
    "held_right_s": 0.0,
    "held_forward_s": 0.0,
}
OVER = RUNNING | {"phase": "over", "end": "done", "left_s": 0.0, "position": "middle", "reps": 12}


def words(page: str) -> str:
    return html.unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page)))


def visible(page: str) -> str:
    """The page's words without what is hidden."""
    return words(re.sub(r"<(\w+)[^>]*\shidden>.*?</\1>", " ", page, flags=re.DOTALL))


@pytest.fixture
def me(dashboard, sensor):
    """A sitter whom the chair knows, and who sits."""
    with History.open(dashboard.parts.history_path, "boot", 0.0, 1_795_000_000.0):
        pass
    dashboard.hear(sensor)
    return dashboard


def told(dashboard, *entries):
    for entry in entries:
        dashboard.parts.book.add(1, entry, 1_795_000_000.0)


def kept(dashboard):
    return [entry for entry in dashboard.parts.book.entries(1) if isinstance(entry, ChairStood)]


def post(dashboard, path, **fields):
    answer = dashboard.client.post(path, data={"csrf_token": dashboard.token(), "sitter": "1", **fields})
    assert answer.status_code == 303
    page = dashboard.client.get(answer.location)
    assert page.status_code == 200
    return page.text


@pytest.mark.parametrize(
    ("path", "request_"),
    [
        pytest.param(TEST, {"kind": "sit_to_stand", "length_s": 30.0}, id="the test"),
        pytest.param(STANDS, {"kind": "sit_to_stand", "length_s": 80.0}, id="stands"),
        pytest.param(SHIFTS, {"kind": "weight_shift"}, id="shifts"),
        pytest.param(HAMSTRINGS, {"kind": "forward_lean"}, id="leans"),
    ],
)
def test_the_seat_begins_once_the_person_says_that_the_chair_cannot_roll(me, sensor, path, request_):
    exercise_id = path.rpartition("/")[2]

    page = post(me, f"/programme/seat-check/{exercise_id}/start", cannot_roll="yes")

    (asked,) = sensor.asked
    assert asked["request"] == "start_seat_check"
    assert asked | request_ == asked
    assert 30.0 <= asked["length_s"] <= 600.0
    assert "The seat begins to count by itself." in words(page)


@pytest.mark.parametrize("path", [TEST, STANDS])
def test_without_that_word_nothing_begins(me, sensor, path):
    exercise_id = path.rpartition("/")[2]

    page = post(me, f"/programme/seat-check/{exercise_id}/start")

    assert sensor.asked == []
    assert "please make sure that the chair cannot roll" in words(page)


def test_the_word_is_asked_for_each_time_and_never_said_for_anybody(me):
    def ticked():
        (box,) = re.findall(r'<input type="checkbox" name="cannot_roll"[^>]*>', me.page(TEST))
        assert "required" in box
        return "checked" in box

    before = ticked()
    post(me, "/programme/seat-check/chair-stand/start", cannot_roll="yes")
    after = ticked()
    post(me, "/programme/seat-check/chair-stand/start")

    assert (before, after, ticked()) == (False, False, False)


def test_why_the_seat_does_not_begin_is_told(me, sensor):
    why = "nobody sits on the chair yet; sit down, wait for some seconds and start again"
    sensor.reply = {"ok": True, "events": [{"event": "refused", "t_s": 1.0, "request": "start_seat_check", "why": why}]}

    assert why in words(post(me, "/programme/seat-check/chair-stand/start", cannot_roll="yes"))


def test_a_chair_that_is_not_there_is_told(dashboard):
    answer = dashboard.client.post(
        "/programme/seat-check/chair-stand/start", data={"csrf_token": dashboard.token(), "cannot_roll": "yes"}
    )

    assert "could not be asked" in words(dashboard.client.get(answer.location).text)


def test_what_the_seat_counts_is_shown(me, sensor):
    me.hear(sensor, seat_check=RUNNING)

    text = visible(me.page(TEST))

    assert "Go! 7 full stands The seat sees you up. 12 s to go" in text
    assert "Begin the 30 seconds" not in text


def test_holds_are_shown_side_by_side(me, sensor):
    me.hear(
        sensor,
        seat_check=RUNNING
        | {"kind": "weight_shift", "length_s": 120.0, "held_left_s": 9.7, "held_right_s": 4.2, "position": "left"},
    )

    assert "9 s to the left 4 s to the right The seat sees you to the left." in visible(me.page(SHIFTS))
    assert "The seat sees you" not in visible(me.page(STANDS))
    assert "The seat sees you" not in visible(me.page(TEST))


def test_the_seat_can_be_told_that_it_is_enough(me, sensor):
    me.hear(sensor, seat_check=RUNNING)

    post(me, "/programme/seat-check/chair-stand/end")

    assert sensor.asked == [{"request": "end_seat_check"}]


def test_that_there_is_nothing_to_end_is_told(me, sensor):
    why = "the seat counts nothing just now"
    sensor.reply = {"ok": True, "events": [{"event": "refused", "t_s": 1.0, "request": "end_seat_check", "why": why}]}

    assert why in words(post(me, "/programme/seat-check/seated-weight-shift/end"))


def test_a_chair_stand_is_kept_as_the_seat_counted_it(me, sensor):
    me.hear(sensor, seat_check=OVER)
    page = me.page(TEST)
    (asked,) = re.findall(r'name="asked" value="([^"]+)"', page)

    after = post(me, "/programme/chair-stand/keep", asked=asked, reps="40")

    assert "12 full stands in 30 s." in visible(page)
    assert kept(me) == [ChairStood(TODAY, 12)]
    assert "It is in your diary." in words(after)


def test_a_form_that_comes_twice_is_kept_once(me, sensor):
    me.hear(sensor, seat_check=OVER)
    (asked,) = re.findall(r'name="asked" value="([^"]+)"', me.page(TEST))

    post(me, "/programme/chair-stand/keep", asked=asked)
    again = post(me, "/programme/chair-stand/keep", asked=asked)

    assert len(kept(me)) == 1
    assert "in your diary already" in words(again)


@pytest.mark.parametrize(
    "check",
    [
        pytest.param(None, id="nothing was counted"),
        pytest.param(RUNNING, id="it goes on"),
        pytest.param(OVER | {"asked_t_s": 6000.0}, id="it is another one"),
        pytest.param(OVER | {"end": "cells"}, id="a cell was not read"),
        pytest.param(OVER | {"end": "ended"}, id="it was ended"),
        pytest.param(OVER | {"length_s": 90.0}, id="it is the exercise, not the test"),
        pytest.param(OVER | {"kind": "forward_lean"}, id="other things were counted"),
    ],
)
def test_only_a_whole_test_that_the_seat_still_knows_is_kept(me, sensor, check):
    me.hear(sensor, seat_check=check)

    page = post(me, "/programme/chair-stand/keep", asked="5000.062")

    assert kept(me) == []
    assert "no such result any more" in words(page)


def test_what_was_heard_long_ago_is_not_kept(me, sensor):
    me.hear(sensor, seat_check=OVER)
    (asked,) = re.findall(r'name="asked" value="([^"]+)"', me.page(TEST))
    me.clock.wait(10.0)

    post(me, "/programme/chair-stand/keep", asked=asked)

    assert kept(me) == []


def test_an_exercise_that_was_counted_goes_into_the_diary_with_how_it_was(me, sensor):
    me.hear(sensor, seat_check=OVER | {"length_s": 90.0, "left_s": 40.0, "end": "ended"})
    page = me.page(STANDS)
    form = dict(re.findall(r'name="(worked|length_s)" value="([^"]+)"', page))

    me.client.post(
        "/stretch/only-sit-to-stand/done", data={"csrf_token": me.token(), "sitter": "1", "feel": "right", **form}
    )

    assert "12 full stands in 50 s." in visible(page)
    (done,) = [entry for entry in me.parts.book.entries(1) if isinstance(entry, SessionDone)]
    assert (done.routine_id, done.length_s) == ("only-sit-to-stand", 50.0)
    assert [one.exercise_id for one in done.worked] == ["sit-to-stand"]


def test_somebody_whom_the_chair_does_not_know_sees_the_count_and_no_diary(me, sensor):
    me.hear(sensor, seat_check=OVER, sitter_id=None)

    text = visible(me.page(f"{TEST}?sitter=guests"))

    assert "12 full stands in 30 s." in text
    assert "Nothing is written down" in text
    assert "Keep it" not in text


@pytest.mark.parametrize("path", [TEST, STANDS, SHIFTS, HAMSTRINGS])
def test_while_the_exercises_are_locked_nothing_begins(me, sensor, path):
    told(me, SignsAnswered(TODAY, Occasion.START, ("numb_saddle",)))

    page = me.page(path)
    post(me, f"/programme/seat-check/{path.rpartition('/')[2]}/start", cannot_roll="yes")

    assert "data-hurdle" in page
    assert "data-begin" not in page
    assert sensor.asked == []


@pytest.mark.parametrize(
    ("path", "rests"),
    [
        pytest.param(TEST, True, id="the test is one of strength"),
        pytest.param(STANDS, True, id="stands strengthen"),
        pytest.param(HAMSTRINGS, False, id="stretching stays open"),
    ],
)
def test_on_a_prescribed_rest_what_strengthens_waits(me, sensor, path, rests):
    yesterday = TODAY - timedelta(days=1)
    told(
        me,
        SignsAnswered(yesterday, Occasion.START),
        SelfChecked(yesterday, dict.fromkeys(Cause, Finding.YES)),
        SessionDone(yesterday, "only-bridge", (Worked("bridge", Kind.STRENGTHEN, (Muscle.GLUTES,)),), None, 600.0),
        CheckedIn(TODAY, 8, 2),
    )

    page = me.page(path)
    post(me, f"/programme/seat-check/{path.rpartition('/')[2]}/start", cannot_roll="yes")

    assert ("data-rest" in page) is rests
    assert ("data-begin" in page) is not rests
    assert bool(sensor.asked) is not rests


@pytest.mark.parametrize(
    ("path", "gone"),
    [
        pytest.param(TEST, "sit-to-stand", id="the test consists of it"),
        pytest.param(STANDS, "sit-to-stand", id="stands"),
        pytest.param(SHIFTS, "seated-weight-shift", id="shifts"),
    ],
)
@pytest.mark.parametrize("has_hurt", [True, False], ids=["it hurt", "the person said so"])
def test_what_is_left_out_is_not_counted_and_can_be_taken_in_again(me, sensor, path, gone, has_hurt):
    told(me, SignsAnswered(TODAY, Occasion.START), SelfChecked(TODAY, dict.fromkeys(Cause, Finding.YES)))
    if has_hurt:
        told(me, Stopped(TODAY, gone, StopReason.PAIN), SignsAnswered(TODAY, Occasion.STOPPED))
    else:
        told(me, LeftOut(TODAY, gone))

    page = me.page(path)
    post(me, f"/programme/seat-check/{path.rpartition('/')[2]}/start", cannot_roll="yes")

    assert "You leave this exercise out" in words(page)
    assert f'href="/stretch/exercises/{gone}#leave"' in page
    assert 'id="leave"' in me.page(f"/stretch/exercises/{gone}")
    assert "data-begin" not in page
    assert sensor.asked == []

    told(me, LeftOut(TODAY, gone, back=True))

    assert "data-begin" in me.page(path)


@pytest.mark.parametrize("path", [TEST, STANDS, SHIFTS, HAMSTRINGS])
def test_stop_stands_where_it_stands_on_every_exercise(me, path):
    page = me.page(path)

    assert page.count("data-stop>") == 1
    assert "Stop, something is wrong" in words(page)


@pytest.mark.parametrize("name", ["bridge", "grow-tall", "no-such"])
def test_what_the_seat_cannot_count_has_no_such_page(me, name):
    assert me.client.get(f"/programme/seat-check/{name}").status_code == 404


def test_ones_own_trend_is_shown_as_a_table(me):
    told(me, ChairStood(date(2026, 11, 5), 9), ChairStood(date(2026, 11, 12), 10), ChairStood(date(2026, 11, 19), 13))

    text = words(me.page(TEST))

    assert "4 stands more than 2 weeks ago." in text
    assert "5 Nov 2026 9 12 Nov 2026 10 19 Nov 2026 13" in text


def test_the_next_one_is_due_a_week_later(me):
    told(me, ChairStood(date(2026, 11, 24), 9))

    assert "The next is due from 1 December" in words(me.page(TEST))


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        pytest.param("age=72&people=men", "men of 70 to 74", id="men"),
        pytest.param("age=60&people=women", "the middle half stood up 12 to 17 times", id="women"),
        pytest.param("age=94&people=women", "the middle half stood up 4 to 11 times", id="the oldest"),
        pytest.param("age=44&people=men", "there are no figures here", id="younger people"),
        pytest.param("age=95&people=men", "there are no figures here", id="older people"),
        pytest.param("age=x&people=men", "there are no figures here", id="no age"),
        pytest.param("age=72&people=all", "Figures for", id="no such group"),
    ],
)
def test_published_figures_are_shown_only_for_the_ages_they_exist_for(me, asked, found):
    assert found in words(me.page(f"{TEST}?{asked}"))


def test_where_the_figures_come_from_is_told(me):
    text = words(me.page(TEST))

    for source in SOURCES:
        assert source.title in text
        assert source.where in text
    assert "of 60 to 94" in text


def test_the_norms_cover_their_ages_without_a_gap():
    for people in {norm.people for norm in NORMS}:
        ages = [years for norm in NORMS if norm.people is people for years in range(norm.from_years, norm.to_years + 1)]
        assert ages == list(range(60, 95))
        assert all(norm_of(people, years) is not None for years in ages)
        assert norm_of(people, 59) is norm_of(people, 95) is None


@pytest.mark.parametrize(
    ("days", "reps", "line"),
    [
        pytest.param((0,), (9,), "where you begin", id="one"),
        pytest.param((0, 6), (9, 14), "where you begin", id="within a week"),
        pytest.param((0, 7), (9, 11), "About as many as 1 week ago", id="no clear change"),
        pytest.param((0, 7, 21), (9, 10, 12), "3 stands more than 3 weeks ago", id="more"),
        pytest.param((0, 14), (12, 8), "4 stands fewer than 2 weeks ago", id="fewer"),
    ],
)
def test_a_trend_says_no_more_than_it_knows(days, reps, line):
    tests = tuple(ChairStood(TODAY + timedelta(days=day), n) for day, n in zip(days, reps, strict=True))

    assert line in said.trend_line(Trend(tests))


def test_every_kind_phase_position_and_end_has_its_words():
    assert set(said.HOW) == set(said.SEES) == set(SeatCheckKind)
    assert set(said.PHASES) == set(CheckPhase)
    assert set(said.SEEN) == set(SeatPosition)
    assert set(said.ENDS) == set(SeatCheckEnd)


@pytest.mark.parametrize(
    ("check", "lines"),
    [
        pytest.param(OVER, ["12 full stands in 30 s."], id="done"),
        pytest.param(OVER | {"reps": 1}, ["1 full stand in 30 s."], id="one"),
        pytest.param(
            OVER | {"n_partial": 2},
            ["12 full stands in 30 s.", "2 rises did not leave the seat, and are not counted."],
            id="rises that did not leave the seat",
        ),
        pytest.param(
            OVER | {"end": "restless", "left_s": 30.0}, [said.ENDS[SeatCheckEnd.RESTLESS]], id="it never began"
        ),
        pytest.param(
            OVER | {"kind": "forward_lean", "reps": 2, "held_forward_s": 48.2},
            ["Held 48 s forward: 2 holds of 2 s and more."],
            id="leans",
        ),
        pytest.param(
            OVER | {"kind": "weight_shift", "reps": 3, "held_left_s": 21.9, "held_right_s": 9.0},
            ["Held 21 s to the left and 9 s to the right: 3 holds of 2 s and more."],
            id="shifts",
        ),
        pytest.param(OVER | {"reps": 0}, ["The seat saw no full stand in 30 s."], id="no stand"),
        pytest.param(
            OVER | {"kind": "weight_shift", "reps": 0}, ["The seat saw no hold of 2 s and more in 30 s."], id="no hold"
        ),
    ],
)
def test_a_result_is_told_in_sentences(check, lines):
    assert said.result_lines(check) == lines
