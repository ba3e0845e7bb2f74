"""The prompts and the time of day: pauses, meetings, new days, clocks that are put right, and quiet that begins while somebody is up."""

import json

import pytest
from situations import seconds

from chairpi.core.events.event import Event
from chairpi.core.events.posture import SlideBegan, SlideEnd, SlideEnded
from chairpi.core.events.prompting import Outcome, PromptCleared, PromptKind, PromptRaised, Quiet, QuietEnded
from chairpi.core.events.requests import Refused
from chairpi.core.prompting.answers import answer
from chairpi.core.prompting.desk import DAY_S
from chairpi.core.prompting.following import back, break_taken, left
from chairpi.core.prompting.prompts import Prompts
from chairpi.core.prompting.situation import Situation
from chairpi.core.requests import ChooseStandTarget, HoldMeeting, PauseUntilTomorrow, Press, PressButton, Snooze
from chairpi.core.settings import PromptSettings

MONDAY_16H_UTC_S = 1_773_072_000.0
"""2026-03-09 16:00 UTC, a Monday."""
HOUR_S = 3600.0
SOON = PromptSettings(stand_after_min=5.0, moment_wait_min=0.0, ramp=False, settle_min=0.0, merge_min=0.0)


def sat(prompts: Prompts, n: int, t_s: float = 0.0, **fields: object) -> list[Event]:
    """So many seconds of sitting on end, from `t_s` on; the clock starts there."""
    out: list[Event] = []
    for second in seconds(n):
        moved = second._replace(t_s=second.t_s + t_s, sat_since_t_s=t_s, **fields)
        prompts.receive(moved, out)
    return out


def empty(prompts: Prompts, t_s: float) -> list[Event]:
    """One second with nobody on the chair."""
    out: list[Event] = []
    prompts.receive(Situation(t_s, 1.0, seated=False, vacant=True, sitting_s=0.0), out)
    return out


def at_four(settings: PromptSettings = SOON) -> Prompts:
    """It is Monday, 16:00 at 0 s."""
    prompts = Prompts(settings)
    prompts.tell_time(0.0, MONDAY_16H_UTC_S, "UTC")
    return prompts


def test_a_pause_ends_on_the_next_day_though_the_time_is_told_again_then():
    prompts, out = at_four(), []
    sat(prompts, 10)
    answer(prompts, PauseUntilTomorrow(10.0), out)
    record = json.loads(json.dumps(prompts.as_record()))

    after = Prompts(SOON)
    after.recall(record, SOON)
    after.tell_time(16 * HOUR_S, MONDAY_16H_UTC_S + 16 * HOUR_S, "UTC")  # Tuesday, 8:00
    told = sat(after, 310, 16 * HOUR_S)

    assert [type(event) for event in told if isinstance(event, QuietEnded | PromptRaised)] == [QuietEnded, PromptRaised]


def test_a_pause_lasts_until_four_though_the_clock_is_put_right_meanwhile():
    prompts, out = at_four(), []
    sat(prompts, 10)
    answer(prompts, PauseUntilTomorrow(10.0), out)
    prompts.tell_time(20.0, MONDAY_16H_UTC_S + 5 * HOUR_S, "UTC")

    assert prompts.hold(PromptKind.STAND) == (Quiet.PAUSED, 20.0 + 7 * HOUR_S)


def test_a_pause_while_nobody_knows_the_time_lasts_half_a_day_and_is_put_right():
    prompts, out = Prompts(SOON), []
    sat(prompts, 10)
    answer(prompts, PauseUntilTomorrow(10.0), out)
    assert prompts.state.quiet_until_t_s == pytest.approx(10.0 + 12 * HOUR_S)

    prompts.tell_time(60.0, MONDAY_16H_UTC_S, "UTC")
    assert prompts.state.quiet_until_t_s == pytest.approx(60.0 + 12 * HOUR_S)


def test_a_meeting_until_stopped_ends_with_the_day():
    prompts, out = at_four(), []
    sat(prompts, 10)
    answer(prompts, HoldMeeting(10.0), out)
    assert not empty(prompts, 8 * HOUR_S)

    assert [event.why for event in empty(prompts, 12 * HOUR_S)] == [Quiet.MEETING]


def test_a_meeting_does_not_take_a_pauses_place_and_another_meeting_does():
    prompts, out = at_four(), []
    sat(prompts, 10)
    answer(prompts, HoldMeeting(10.0, 600.0), out)
    answer(prompts, PauseUntilTomorrow(11.0), out)
    answer(prompts, HoldMeeting(12.0, 600.0), out)

    assert [type(event).__name__ for event in out] == ["QuietBegan", "QuietEnded", "QuietBegan", "Refused"]
    assert prompts.state.quiet is Quiet.PAUSED


def test_a_clock_that_was_wrong_for_a_moment_is_no_new_day():
    prompts = at_four()
    sat(prompts, int(DAY_S))
    prompts.tell_time(600.0, MONDAY_16H_UTC_S + 25 * HOUR_S, "UTC")
    sat(prompts, 5, 600.0)
    prompts.tell_time(605.0, MONDAY_16H_UTC_S + 605.0, "UTC")
    sat(prompts, 5, 605.0)

    assert prompts.state.n_days == 1
    assert prompts.state.sitting_today_s == DAY_S + 10


def test_a_day_begins_at_four_also_where_the_clock_goes_forward_that_night():
    prompts = Prompts(SOON)
    prompts.tell_time(0.0, 1_774_738_800.0, "Europe/Berlin")  # Saturday, 2026-03-29 00:00; at 2 it is 3
    sat(prompts, int(DAY_S))
    sat(prompts, 5, 3 * HOUR_S - 10)
    assert prompts.state.sitting_today_s == DAY_S + 5

    sat(prompts, 5, 3 * HOUR_S)
    assert prompts.state.sitting_today_s == 5


def test_quiet_that_begins_while_somebody_is_up_takes_nothing_from_their_break():
    prompts = at_four(PromptSettings(stand_after_min=5.0, moment_wait_min=0.0, working_hours=("Mon 09:00-16:06",)))
    out = sat(prompts, 310)
    left(prompts, 310.0)
    out += empty(prompts, 370.0)
    out += empty(prompts, 371.0)
    break_taken(prompts, 371.0, out)

    assert [event.outcome for event in out if isinstance(event, PromptCleared)] == [Outcome.STOOD]


def test_a_shorter_target_frees_nobody_from_a_break_and_a_longer_one_does():
    prompts, out = at_four(), sat(at_four(), 0)
    out += sat(prompts, 310)
    left(prompts, 310.0)
    answer(prompts, ChooseStandTarget(320.0, 240.0), out)
    assert prompts.state.owed
    back(prompts, 335.0, 25.0, out, is_part=True)
    assert [event.outcome for event in out if isinstance(event, PromptCleared)] == [Outcome.STOOD_BRIEFLY]

    sat(prompts, 10, 335.0, sitting_s=310.0)
    answer(prompts, ChooseStandTarget(350.0, 3600.0), out)
    assert not prompts.state.owed


SLIDE = SlideBegan(20.0, 10.0, 50.0, 8.0)


def test_a_prompt_about_a_slide_that_is_put_off_comes_back_in_time():
    prompts = at_four(PromptSettings(ramp=False))
    out = sat(prompts, 200, slide=SLIDE, is_slid=True, sees_back=True)
    answer(prompts, Snooze(200.0, 60.0), out)
    for t_s in range(201, 300):
        prompts.receive(next(seconds(1, t_s - 1.0, slide=SLIDE, is_slid=True, sees_back=True)), out)

    assert [event.t_s for event in out if isinstance(event, PromptRaised)] == [180.0, 260.0]


def test_a_slide_that_was_mended_takes_its_put_off_prompt_with_it():
    prompts = at_four(PromptSettings(ramp=False))
    out = sat(prompts, 200, slide=SLIDE, is_slid=True, sees_back=True)
    answer(prompts, Snooze(200.0, 60.0), out)
    ended = SlideEnded(210.0, 10.0, 195.0, 50.0, SlideEnd.RETURNED)
    prompts.receive(next(seconds(1, 209.0, slide_ended=ended)), out)

    assert prompts.state.put_off_until_t_s == {}


def test_a_long_press_in_a_meeting_ends_it_though_it_cleared_a_prompt():
    prompts = at_four()
    out = sat(prompts, 310)
    answer(prompts, HoldMeeting(311.0), out)
    answer(prompts, PressButton(320.0, Press.LONG), out)

    assert prompts.state.quiet is None
    assert not any(past.wrong for past in prompts.state.past)


def test_a_number_that_is_none_is_refused_by_the_settings_name():
    prompts, out = at_four(), []
    for target_s in (float("inf"), float("nan"), 10.0**300):
        answer(prompts, ChooseStandTarget(0.0, target_s), out)

    assert [event.why.split(":")[0] for event in out if isinstance(event, Refused)] == ["stand_after_min"] * 3
