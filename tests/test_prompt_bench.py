"""The parts of tests/bench/prompts.py do what they say, on days made by hand."""

import math
import sys
from pathlib import Path

import numpy as np
import pytest

from chairpi.core.events.prompting import Outcome, PromptKind
from chairpi.simulate.chair import simulated_chair
from chairpi.simulate.reactive import ReactiveDay

sys.path.insert(0, str(Path(__file__).parent / "bench"))
from prompt_days.agenda import INPUT_EVERY_S, USUALLY, Activity, Agenda, Call, Out
from prompt_days.habits import ANSWERS, USUAL, Answer, Habits
from prompt_days.life import Life, Seen, Week
from prompt_days.our_chair import OurChair
from prompt_days.reminders import Asked, KeyboardTimer, Nothing, PlainTimer
from prompt_days.truth import Judge, sitting_s, true_bouts
from prompts import METHODS, ROWS, figure, live, print_table

SEAT, _ = simulated_chair()
NINE_S = 9 * 3600.0
MINUTE_S = 60.0


def habits(**shares):
    """Somebody who always answers so."""
    parts = [shares.get(answer.name, 0.0) for answer in ANSWERS]
    return Habits(shares=tuple(parts), tells_calls=1.0, urge_every_s=3600.0, lunch_at_desk=0.0)


def agenda(minutes=80.0, *, outs=(), calls=(), input_every_s=20.0, strays_s=()):
    """At the desk from nine on; times in minutes from then."""
    leave_s = NINE_S + MINUTE_S * minutes
    return Agenda(
        arrive_s=NINE_S,
        leave_s=leave_s,
        outs=tuple(Out(NINE_S + MINUTE_S * at_min, away_s, urge=True) for at_min, away_s in outs),
        calls=tuple(Call(NINE_S + MINUTE_S * a, NINE_S + MINUTE_S * b, told) for a, b, told in calls),
        flows=(),
        spells=((NINE_S, Activity.TYPING),),
        inputs_s=tuple(np.arange(NINE_S, leave_s, input_every_s).tolist()),
        strays_s=tuple(NINE_S + MINUTE_S * at_min for at_min in strays_s),
    )


def lived(reminder, day, of=None, seed=1):
    """The week of one such day, and its judge."""
    seat = reminder.seat if isinstance(reminder, OurChair) else SEAT
    of = habits(LET_PASS=1.0) if of is None else of
    week = Life(ReactiveDay(seat, seed), of, (day,), reminder, seed).live()
    return week, Judge(week, reminder)


def asked_min(week):
    return [round((seen.asked.t_s - NINE_S) / MINUTE_S) for seen in week.seen]


def test_a_plain_timer_rings_until_it_is_acknowledged_and_knows_of_no_break():
    week, judge = lived(PlainTimer(1800.0), agenda(outs=[(20, 300.0), (50, 300.0)]))

    assert asked_min(week) == [30]  # nobody acknowledges it before they are back at minute 55
    assert judge.wrong(week.seen[0]) == "too soon after a break"
    assert judge.counts()["known breaks"] == 1.0  # that with which it was turned off


def test_a_plain_timer_rings_to_an_empty_chair():
    week, judge = lived(PlainTimer(1800.0), agenda(outs=[(25, 900.0)]), seed=2)

    assert asked_min(week) == [30, 70]
    assert judge.wrong(week.seen[0]) == "to an empty chair"


def test_a_keyboard_timer_takes_five_idle_minutes_for_a_break_even_of_somebody_who_sits():
    reading, judge = lived(KeyboardTimer(1800.0), agenda(70.0, input_every_s=400.0))
    working, _ = lived(KeyboardTimer(1800.0), agenda(70.0))

    assert asked_min(reading) == []
    assert judge.counts()["believed and none"] == judge.counts()["believed breaks"] >= 5
    assert judge.counts()["missed"] == 1
    assert asked_min(working) == [30, 65]  # its own break lasts 5 minutes


def test_a_keyboard_timer_forgives_a_long_break_and_asks_too_soon_after_a_short_one():
    long, _ = lived(KeyboardTimer(1800.0), agenda(outs=[(25, 400.0)]))
    short, judge = lived(KeyboardTimer(1800.0), agenda(outs=[(25, 120.0)]))

    assert asked_min(long)[0] == 62
    assert asked_min(short)[0] == 30
    assert judge.wrong(short.seen[0]) == "too soon after a break"
    assert judge.counts()["early after a long break"] == 0


def test_a_knocked_desk_keeps_a_keyboard_timer_running():
    week, judge = lived(KeyboardTimer(1800.0), agenda(outs=[(25, 600.0)], strays_s=(27, 29.0, 30.1)), seed=2)

    assert asked_min(week)[0] == 30
    assert judge.wrong(week.seen[0]) == "to an empty chair"


def test_a_call_that_is_told_of_is_quiet_and_one_that_is_not_is_counted_apart():
    told, _ = lived(KeyboardTimer(1800.0), agenda(calls=[(20, 50, 1800.0)]))
    untold, judge = lived(KeyboardTimer(1800.0), agenda(calls=[(20, 50, None)]))

    assert asked_min(told)[0] == 50
    assert asked_min(untold)[0] == 30
    assert judge.counts()["in an untold call"] == 1
    assert judge.counts()["wrong"] == 0


@pytest.mark.parametrize(
    ("answer", "n_breaks"),
    [
        pytest.param(Answer.STAND, 2, id="stands"),
        pytest.param(Answer.LATER, 1, id="stands later"),
        pytest.param(Answer.PUT_OFF, 0, id="puts off"),
        pytest.param(Answer.LET_PASS, 0, id="lets pass"),
    ],
)
def test_a_day_goes_on_as_the_person_answered(answer, n_breaks):
    week, judge = lived(PlainTimer(1800.0), agenda(), habits(**{answer.name: 1.0}))

    assert {seen.answer for seen in week.seen} - {None} <= {answer}
    assert judge.counts()["breaks"] >= n_breaks
    assert (judge.counts()["breaks"] == 0) == (n_breaks == 0)
    if answer is Answer.PUT_OFF:
        assert any(seen.asked.n_put_off for seen in week.seen)


def test_chairpi_waits_for_its_target_hears_calls_and_credits_true_breaks():
    chair = OurChair(3, 20.0)
    week, judge = lived(chair, agenda(75.0, outs=[(10, 90.0)], calls=[(30, 45, 900.0)]), habits(STAND=1.0))

    counts = judge.counts()
    stands = [seen for seen in week.seen if seen.asked.kind is PromptKind.STAND]
    assert stands
    assert counts["wrong stand"] == 0
    assert not any(seen.told for seen in stands)
    assert counts["breaks"] == counts["known breaks"] >= 2
    assert counts["believed and none"] == 0
    assert set(chair.outcomes.values()) <= set(Outcome)


def test_bouts_are_parted_by_breaks_and_not_by_less():
    day = ReactiveDay(SEAT, 1)
    for sit_s, stand_s in ((0.0, 100.0), (150.0, 300.0), (400.0, 500.0)):
        day.sit_down(sit_s)
        day.stand_up(stand_s)
    day.go_on(600.0)

    bouts = true_bouts(day, 600.0)

    assert [len(together) for together in bouts] == [2, 1]
    assert sitting_s(bouts[0]) == pytest.approx(250.0, abs=15.0)
    assert len(true_bouts(day, 600.0, break_s=300.0)) == 1


@pytest.mark.parametrize(
    ("seen", "why"),
    [
        pytest.param(
            Seen(Asked(1, PromptKind.SLIDE, 900.0, 0, 0.0), "upright", 24.0, False, False),
            "no slide",
            id="no slide",
        ),
        pytest.param(Seen(Asked(1, PromptKind.SLIDE, 900.0, 0, 0.0), "upright", 26.0, False, False), None, id="slid"),
        pytest.param(
            Seen(Asked(1, PromptKind.STAND, 900.0, 0, 1800.0), "object", math.nan, False, False),
            "to an object",
            id="bag",
        ),
        pytest.param(
            Seen(Asked(1, PromptKind.SLIDE, 900.0, 0, 0.0), "upright", 60.0, True, True),
            "in a call it was told of",
            id="call",
        ),
    ],
)
def test_what_is_wrong_is_told_by_the_body(seen, why):
    day = ReactiveDay(SEAT, 1)
    day.sit_down(0.0)
    day.go_on(1000.0)

    assert Judge(Week(day, (agenda(),)), Nothing(1800.0)).wrong(seen) == why


def test_a_shift_of_the_body_is_a_receptive_moment_and_ends_a_still_spell():
    day = ReactiveDay(SEAT, 2)
    day.sit_down(0.0)
    day.go_on(3600.0)
    judge = Judge(Week(day, (agenda(),)), Nothing(1800.0))

    moments = [judge.receptive(t_s) for t_s in np.arange(60.0, 3500.0, 5.0).tolist()]
    still = Seen(Asked(1, PromptKind.STILL, 3500.0, 0, 0.0, still_s=3000.0), "upright", 0.0, False, False)

    assert 0.01 < np.mean(moments) < 0.3
    assert judge.wrong(still) == "no still spell"


def test_the_stated_shares_add_up():
    assert sum(USUAL.values()) == pytest.approx(1.0)
    assert sum(USUALLY.values()) == pytest.approx(1.0)
    assert set(INPUT_EVERY_S) == set(Activity)


def test_days_are_the_same_for_the_same_seed_and_hold_what_they_say():
    somebody = Habits.drawn(np.random.default_rng(1))
    days = [Agenda.drawn(somebody, np.random.default_rng(day), day) for day in range(40)]

    assert days[3] == Agenda.drawn(somebody, np.random.default_rng(3), 3)
    assert all(7.5 * 3600 <= day.leave_s - day.arrive_s <= 9.0 * 3600 for day in days)
    assert 1.0 < np.mean([len(day.calls) for day in days]) < 2.0
    assert all(a.end_s < b.start_s for day in days for a, b in zip(day.calls, day.calls[1:], strict=False))


@pytest.mark.parametrize("name", ["no reminder", "plain timer", "keyboard timer"])
def test_the_same_person_lives_the_same_days_again(name):
    method = next(method for method in METHODS if method.name == name)

    assert live(7, 1, method) == live(7, 1, method)


def test_a_figure_is_a_ratio_over_people_with_an_interval(capsys):
    people = [{"wrong": 1.0, "prompts": 10.0}, {"wrong": 3.0, "prompts": 10.0}, {"prompts": 20.0}]
    row = next(row for row in ROWS if row.part == "wrong" and row.whole == "prompts")

    value, low, high = figure(people, row)
    print_table({"a timer": people})

    assert value == 0.1
    assert low <= value <= high
    lines = capsys.readouterr().out.splitlines()
    assert [line.split("  ")[-1].strip() for line in lines if line.startswith("wrong, of all prompts")] == [
        "10.0 % (0.0-30.0)"
    ]
