"""A routine that somebody begins, at a prompt or by themselves: no prompt meanwhile, and what it counts for."""

from __future__ import annotations

import json

import pytest
from sitting import SEAT, Story

from chairpi.core.calibration import Calibration
from chairpi.core.chair.door import Chair
from chairpi.core.events.presence import BreakCredited, Credit
from chairpi.core.events.prompting import Outcome, PromptCleared, PromptRaised, Quiet
from chairpi.core.events.requests import Refused
from chairpi.core.prompting.answers import ROUTINE_GRACE_S, ROUTINE_KNOWN_S
from chairpi.core.requests import FinishRoutine, StartRoutine
from chairpi.core.settings import PromptSettings, Settings

SOON = Settings(prompts=PromptSettings(stand_after_min=5.0, moment_wait_min=0.0))


@pytest.fixture
def prompted() -> Story:
    """Somebody who has just been asked to stand."""
    story = Story(settings=SOON).away(10).sits(320)
    assert story.chair.now.prompt is not None
    return story


def test_beginning_a_routine_answers_the_prompt(prompted):
    prompted.ask(StartRoutine(prompted.t_s, 120.0))

    assert [event.outcome for event in prompted.of(PromptCleared)] == [Outcome.ROUTINE]
    assert prompted.chair.now.prompts.quiet is Quiet.ROUTINE


def test_no_prompt_comes_while_it_goes_on(prompted):
    prompted.ask(StartRoutine(prompted.t_s, 120.0))
    hold_s = 2 * 120.0 + ROUTINE_GRACE_S
    prompted.sits(hold_s - 5)
    assert len(prompted.of(PromptRaised)) == 1

    prompted.sits(10)

    assert len(prompted.of(PromptRaised)) == 2  # nobody said that it was done, so a break is owed still


def test_a_routine_done_on_the_chair_counts_as_a_break(prompted):
    prompted.ask(StartRoutine(prompted.t_s, 120.0))
    prompted.sits(120)
    prompted.ask(FinishRoutine(prompted.t_s))
    now = prompted.chair.now

    (credit,) = prompted.of(BreakCredited)
    assert (credit.credit, round(credit.away_s), credit.sitting_s) == (Credit.ROUTINE, 120, 0.0)
    assert (now.sitting_s, now.prompts.break_owed, now.prompts.quiet) == (0.0, False, None)
    prompted.sits(100)
    assert prompted.chair.now.sitting_s == pytest.approx(100.0, abs=0.2)


def test_the_bout_goes_on_and_the_next_prompt_comes_after_the_whole_target(prompted):
    prompted.ask(StartRoutine(prompted.t_s, 60.0))
    prompted.sits(60)
    prompted.ask(FinishRoutine(prompted.t_s))
    done_t_s = prompted.t_s
    prompted.sits(310)

    assert prompted.of(PromptRaised)[-1].t_s == pytest.approx(done_t_s + 300.0, abs=1.1)


def test_standing_within_it_is_the_break_and_is_counted_once(prompted):
    prompted.ask(StartRoutine(prompted.t_s, 120.0))
    prompted.away(120)
    prompted.ask(FinishRoutine(prompted.t_s))
    prompted.away(30)

    assert [event.credit for event in prompted.of(BreakCredited)] == [Credit.FULL]


@pytest.mark.parametrize(("seconds", "is_done"), [(50, True), (120, False)], ids=["too short", "broken off"])
def test_what_was_too_short_or_broken_off_counts_for_nothing(prompted, seconds, is_done):
    prompted.ask(StartRoutine(prompted.t_s, 120.0))
    prompted.sits(seconds)
    prompted.ask(FinishRoutine(prompted.t_s, is_done))

    assert not prompted.of(BreakCredited)
    assert prompted.chair.now.prompts.break_owed
    assert prompted.chair.now.prompts.quiet is None


def test_a_routine_that_nobody_began_or_long_ago_is_refused(prompted):
    prompted.ask(FinishRoutine(prompted.t_s))
    prompted.ask(StartRoutine(prompted.t_s, 120.0))
    prompted.sits(ROUTINE_KNOWN_S + 1)
    prompted.ask(FinishRoutine(prompted.t_s))

    assert [event.why for event in prompted.of(Refused)] == ["no routine was begun lately"] * 2
    assert not prompted.of(BreakCredited)


@pytest.mark.parametrize("length_s", [0.0, 9.0, 7201.0])
def test_a_length_that_is_none_is_refused(prompted, length_s):
    prompted.ask(StartRoutine(prompted.t_s, length_s))

    assert prompted.of(Refused)
    assert prompted.chair.now.prompt is not None


def test_a_routine_survives_a_restart(prompted):
    prompted.ask(StartRoutine(prompted.t_s, 120.0))
    prompted.sits(60)
    memory = json.loads(json.dumps(prompted.chair.memory))
    prompted.chair = Chair(SEAT, Calibration.newtons(4), SOON, warm=True, memory=memory)
    prompted.sits(60)
    prompted.ask(FinishRoutine(prompted.t_s))

    assert [event.credit for event in prompted.of(BreakCredited)] == [Credit.ROUTINE]
