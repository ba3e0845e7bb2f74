"""Breaks, the sitting clock and the prompts: what each rule does. Whole stories are in test_prompt_scenarios."""

import dataclasses
import itertools
import json
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sitting import Story
from situations import seconds

from chairpi.core.events.posture import SlideBegan
from chairpi.core.events.presence import BreakCredited, Credit
from chairpi.core.events.prompting import (
    MarkTakenBack,
    Outcome,
    PromptCleared,
    PromptKind,
    PromptMarkedWrong,
    PromptRaised,
    Quiet,
    SettingsChosen,
)
from chairpi.core.events.requests import Refused
from chairpi.core.now.prompting import Due
from chairpi.core.now.signal import Stage
from chairpi.core.prompting.answers import PUT_OFF_S, answer, put_off_s
from chairpi.core.prompting.prompts import Prompts
from chairpi.core.prompting.quiet import HOLDS
from chairpi.core.prompting.stages import LET_BE, STEPS, stage_of
from chairpi.core.prompting.state import State
from chairpi.core.prompting.tuning import FIELDS, STEP, chosen, longer, with_changes
from chairpi.core.requests import ChooseSettings, ChooseStandTarget, Dismiss, MarkWrong, Snooze, TakeBackMark
from chairpi.core.settings import PromptSettings, Settings

SOON = Settings(prompts=PromptSettings(stand_after_min=5.0, moment_wait_min=0.0))


def outcomes(story: Story) -> list[Outcome]:
    return [event.outcome for event in story.of(PromptCleared)]


def test_a_prompt_comes_after_the_chosen_time_and_says_why():
    story = Story(settings=SOON).away(10).sits(320)

    (prompt,) = story.of(PromptRaised)
    assert prompt.t_s == 310.0
    assert prompt.reason == "You have been sitting for 5 minutes without a break."
    assert story.chair.now.prompt == dataclasses.replace(prompt, trace=())


def test_a_prompt_keeps_the_minute_before_it():
    story = Story(settings=SOON).away(10).sits(320)

    (prompt,) = story.of(PromptRaised)
    assert len(prompt.trace) == 60
    assert {load_n for load_n, _, _ in prompt.trace} == {520.0}
    assert all(abs(ap_mm) < 2 and ml_mm == 0 for _, ap_mm, ml_mm in prompt.trace)


def test_a_prompt_waits_for_the_break_to_be_one():
    story = Story(settings=SOON).away(10).sits(320).away(30)
    assert not outcomes(story)
    assert story.chair.now.signal.light == "off"

    story.away(35)
    assert outcomes(story) == [Outcome.STOOD]
    (cleared,) = story.of(PromptCleared)
    assert cleared.after_s == pytest.approx(20.0)  # raised at 310 s, left at 330 s
    assert [event.credit for event in story.of(BreakCredited)] == [Credit.FULL]


def test_nothing_is_asked_of_an_empty_chair():
    story = Story(settings=SOON).away(10).sits(290).away(600)

    assert not story.of(PromptRaised)


def test_a_break_sets_the_clock_back():
    story = Story(settings=SOON).away(10).sits(200).away(70).sits(200)

    assert not story.of(PromptRaised)
    assert story.chair.now.sitting_s == pytest.approx(200, abs=1)


def test_a_reseat_does_not_set_the_clock_back():
    story = Story(settings=SOON).away(10).sits(200).away(15).sits(120)

    assert len(story.of(PromptRaised)) == 1
    assert not story.of(BreakCredited)


@pytest.mark.parametrize(("sitting_s", "left_s"), [(900, 300), (200, 0)])
def test_a_part_of_a_break_sets_it_back_by_ten_minutes(sitting_s, left_s):
    story = Story().away(10).sits(sitting_s).away(30).sits(10)

    assert [event.credit for event in story.of(BreakCredited)] == [Credit.PART]
    assert story.chair.now.sitting_s == pytest.approx(left_s + 10, abs=1)


def test_the_clock_stands_still_while_nobody_sits_and_goes_back_after_a_break():
    story = Story(settings=SOON).away(10).sits(200).away(30)
    assert story.chair.now.sitting_s == pytest.approx(200)
    assert story.chair.now.paused == "nobody"
    assert story.chair.now.next_prompt_s is None

    story.away(40)
    assert story.chair.now.sitting_s == 0.0


def test_time_that_nobody_watched_is_neither_sitting_nor_a_break():
    story = Story(settings=SOON).away(10).sits(200).silent(90).sits(20)

    assert story.chair.now.sitting_s == pytest.approx(220, abs=1.1)
    assert story.chair.now.unknown_s == pytest.approx(90, abs=1.1)
    assert not story.of(BreakCredited)


def test_after_a_quarter_of_an_hour_unseen_the_clock_starts_anew():
    story = Story(settings=SOON).away(10).sits(320).silent(901).sits(20)

    assert story.chair.now.sitting_s == pytest.approx(20, abs=1.1)
    assert story.chair.now.unknown_s == 0.0
    assert outcomes(story) == [Outcome.UNSEEN]


def test_a_prompt_goes_on_after_a_gap_through_which_somebody_sat():
    story = Story(settings=SOON).away(10).sits(320).silent(10).sits(20)
    assert not outcomes(story)
    assert story.chair.now.prompt is not None

    story.silent(10).away(20)
    assert outcomes(story) == [Outcome.UNSEEN]


def test_a_prompt_put_off_comes_again():
    story = Story(settings=SOON).away(10).sits(320)

    story.ask(Snooze(story.t_s, 60.0))
    assert outcomes(story) == [Outcome.SNOOZED]
    assert story.chair.now.next_prompt_s == pytest.approx(60.0, abs=1)
    assert story.chair.now.prompts.due is Due.OWED

    story.sits(62)
    assert [event.n_put_off for event in story.of(PromptRaised)] == [0, 1]


def test_putting_off_gets_less_easy_and_never_impossible():
    story = Story(settings=SOON).away(10).sits(320)
    offered = []
    for _ in range(5):
        offered.append(story.chair.now.prompts.put_off_s)
        story.ask(Snooze(story.t_s, 60.0))
        story.sits(65)

    assert offered == [(60, 300, 900), (60, 300, 900), (60, 300), (60, 300), (60,)]
    assert isinstance(story.ask(Snooze(story.t_s, 300.0))[0], Refused)
    assert len(story.of(PromptRaised)) == 6


def test_a_prompt_dismissed_stays_away_until_the_next_break():
    story = Story(settings=SOON).away(10).sits(320)
    story.ask(Dismiss(story.t_s))
    story.sits(1300)
    assert len([event for event in story.of(PromptRaised) if event.kind is PromptKind.STAND]) == 1
    assert story.chair.now.next_prompt_s is None
    assert story.chair.now.prompts.quiet is Quiet.DISMISSED

    story.away(70).sits(320)
    assert len([event for event in story.of(PromptRaised) if event.kind is PromptKind.STAND]) == 2


def test_there_is_nothing_to_put_off_without_a_prompt():
    story = Story().away(10)

    assert story.ask(Snooze(story.t_s)) == (Refused(story.t_s, "snooze", "there is no prompt just now"),)
    assert isinstance(story.ask(Dismiss(story.t_s))[0], Refused)


def test_the_target_can_be_chosen_and_counts_at_once():
    story = Story(settings=SOON).away(10).sits(60)
    assert story.chair.now.next_prompt_s == pytest.approx(240, abs=1)

    told = story.ask(ChooseStandTarget(story.t_s, 1200.0))
    assert told == (SettingsChosen(story.t_s, None, {"stand_after_min": 20.0}),)
    assert story.chair.now.next_prompt_s == pytest.approx(1140, abs=1)
    assert story.chair.now.stand_after_s == 1200.0


@pytest.mark.parametrize("stand_after_s", [0.0, 59.0, 14401.0, math.nan, math.inf])
def test_an_impossible_target_is_refused(stand_after_s):
    story = Story().away(1)

    (refused,) = story.ask(ChooseStandTarget(story.t_s, stand_after_s))

    assert isinstance(refused, Refused)
    assert story.chair.now.stand_after_s == 1800.0


def test_a_slide_prompt_marked_wrong_waits_longer_and_can_be_taken_back():
    prompts, out = Prompts(PromptSettings(ramp=False)), []
    slide = SlideBegan(250.0, 200.0, 50.0, 8.0)
    for second in seconds(400, slide=slide, is_slid=True, sees_back=True):
        prompts.receive(second, out)
    (raised,) = [event for event in out if isinstance(event, PromptRaised)]
    assert (raised.t_s, raised.kind, raised.slide_s) == (320.0, PromptKind.SLIDE, 120.0)

    answer(prompts, MarkWrong(401.0), out)
    assert prompts.settings.slide_after_s == 180.0
    assert prompts.settings.slide_after_seat_only_s == 180.0  # its own, which this prompt did not rest on
    assert [event.outcome for event in out if isinstance(event, PromptCleared)] == [Outcome.WRONG]
    answer(prompts, MarkWrong(402.0), out)
    assert isinstance(out[-1], Refused)

    answer(prompts, TakeBackMark(403.0), out)
    assert prompts.settings.slide_after_s == 120.0
    assert [event.after for event in out if isinstance(event, PromptMarkedWrong | MarkTakenBack)] == [180.0, 120.0]


@pytest.mark.parametrize("name", STEP)
def test_tuning_stays_within_the_settings_bounds(name):
    settings = PromptSettings()
    for _ in range(50):
        settings = longer(settings, name, STEP[name])
    assert getattr(settings, name) == FIELDS[name].metadata["high"]
    for _ in range(50):
        settings = longer(settings, name, -STEP[name])
    assert getattr(settings, name) == FIELDS[name].metadata["low"]


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"no_such": 1}, "no_such: there is no such setting"),
        ({"stand_after_min": "soon"}, "stand_after_min: found 'soon', expected a number"),
        ({"stand_after_min": 0}, "stand_after_min: found 0.0, expected a number from 1 to 240"),
        ({"ramp": 1}, "ramp: found 1, expected yes or no"),
        ({"prompts_per_hour": 1.5}, "prompts_per_hour: found 1.5, expected a whole number"),
        ({"working_hours": ["always"]}, "working_hours: "),
        ({"working_hours": "Mon 09:00-10:00"}, "working_hours: found 'Mon 09:00-10:00', expected a list of texts"),
        ({"chime_after_min": 12}, "chime_after_min: expected chime_after_min < firm_after_min"),
    ],
)
def test_an_impossible_setting_is_refused_by_name(changes, why):
    story = Story().away(1)

    (refused,) = story.ask(ChooseSettings(story.t_s, changes))

    assert refused.why.startswith(why)
    assert story.chair.settings == PromptSettings()


def test_settings_are_told_as_what_differs_from_the_defaults():
    defaults = PromptSettings(stand_after_min=45.0)
    changes = {"stand_after_min": 30, "holidays": ["2026-12-24"], "ramp": False}
    settings = with_changes(defaults, changes, defaults)

    assert chosen(settings, defaults) == {"stand_after_min": 30.0, "holidays": ["2026-12-24"], "ramp": False}
    assert with_changes(defaults, chosen(settings, defaults), defaults) == settings
    assert with_changes(settings, dict.fromkeys(changes), defaults) == defaults


def test_the_tables_are_whole():
    """Each kind has steps that begin at once and an end; each reason to be quiet is in the table; choices only get fewer."""
    assert set(STEPS) == set(LET_BE) == set(PromptKind)
    assert {quiet for quiet, _, _ in HOLDS} == set(Quiet)
    for kind in PromptKind:
        stages = [stage_of(kind, minute * 30.0, PromptSettings()) for minute in range(60)]
        assert stages[0] is Stage.LIGHT
        assert stages[-1] is None
        assert stages == sorted(stages, key=[*Stage, None].index)
    lengths = [put_off_s(n) for n in range(8)]
    assert all(set(later) <= set(earlier) for earlier, later in itertools.pairwise(lengths))
    assert lengths[-1] == PUT_OFF_S[-1][1] != ()


@given(n_seconds=st.integers(1, 900), slide_from_s=st.integers(0, 900), split=st.integers(0, 899))
def test_what_is_written_down_and_read_back_goes_on_the_same(n_seconds, slide_from_s, split):
    settings = PromptSettings(stand_after_min=8.0, moment_wait_min=1.0, ramp=False, settle_min=1.0)
    slide = SlideBegan(slide_from_s + 50.0, float(slide_from_s), 50.0, 8.0)
    day = [
        second._replace(slide=slide if second.t_s > slide_from_s + 50 else None, is_slid=True, sees_back=True)
        for second in seconds(n_seconds)
    ]
    whole, parted, both = Prompts(settings), Prompts(settings), ([], [])
    for second in day[:split]:
        parted.receive(second, both[1])
    record = json.loads(json.dumps(parted.as_record(), allow_nan=False))
    parted = Prompts(settings)
    parted.recall(record, settings)
    for second in day[split:]:
        parted.receive(second, both[1])
    for second in day:
        whole.receive(second, both[0])

    assert [_without_trace(event) for event in both[1]] == [_without_trace(event) for event in both[0]]
    assert parted.as_record() == whole.as_record()


def _without_trace(event: object) -> object:
    return dataclasses.replace(event, trace=()) if isinstance(event, PromptRaised) else event


def test_a_record_of_another_version_is_refused():
    record = State().as_record()
    with pytest.raises(TypeError):
        State.from_record(record | {"mood": "fine"})
