"""Breaks, the sitting clock and the stand prompt."""

import math

import pytest
from sitting import Story

from chairpi.core.events import Outcome, PromptCleared, PromptRaised, Refused, StandTargetChosen
from chairpi.core.requests import ChooseStandTarget, Dismiss, Snooze
from chairpi.core.settings import PromptSettings, Settings

SOON = Settings(prompts=PromptSettings(stand_after_min=5.0))


def outcomes(story: Story) -> list[Outcome]:
    return [event.outcome for event in story.of(PromptCleared)]


def test_a_prompt_comes_after_the_chosen_time_and_says_why():
    story = Story(settings=SOON).away(10).sits(320)

    (prompt,) = story.of(PromptRaised)
    assert prompt.t_s == 310.0
    assert prompt.reason == "You have been sitting for 5 minutes without a break."
    assert story.chair.now.prompt == prompt


def test_standing_up_clears_the_prompt():
    story = Story(settings=SOON).away(10).sits(320).away(10)

    assert outcomes(story) == [Outcome.STOOD]
    assert story.chair.now.prompt is None


def test_nothing_is_asked_of_an_empty_chair():
    story = Story(settings=SOON).away(10).sits(290).away(600)

    assert not story.of(PromptRaised)


def test_a_break_sets_the_clock_back():
    story = Story(settings=SOON).away(10).sits(200).away(70).sits(200)

    assert not story.of(PromptRaised)
    assert story.chair.now.sitting_s == pytest.approx(200, abs=1)


def test_a_reseat_does_not_set_the_clock_back():
    story = Story(settings=SOON).away(10).sits(200).away(20).sits(120)

    assert len(story.of(PromptRaised)) == 1


def test_the_clock_stands_still_while_nobody_sits_and_goes_back_after_a_break():
    story = Story(settings=SOON).away(10).sits(200).away(30)
    assert story.chair.now.sitting_s == pytest.approx(200)
    assert story.chair.now.paused == "nobody"
    assert story.chair.now.next_prompt_s is None

    story.away(40)
    assert story.chair.now.sitting_s == 0.0


def test_a_break_too_short_is_not_answered_with_a_prompt_at_once():
    story = Story(settings=SOON).away(10).sits(320).away(20).sits(290)
    assert len(story.of(PromptRaised)) == 1

    story.sits(60)
    assert len(story.of(PromptRaised)) == 2


def test_a_prompt_put_off_comes_again():
    story = Story(settings=SOON).away(10).sits(320)

    story.ask(Snooze(story.t_s, 120.0))
    assert outcomes(story) == [Outcome.SNOOZED]
    assert story.chair.now.next_prompt_s == pytest.approx(120.0)

    story.sits(122)
    assert len(story.of(PromptRaised)) == 2


def test_a_prompt_dismissed_stays_away_until_the_next_break():
    story = Story(settings=SOON).away(10).sits(320)
    story.ask(Dismiss(story.t_s))
    story.sits(3000)
    assert len(story.of(PromptRaised)) == 1
    assert story.chair.now.next_prompt_s is None

    story.away(70).sits(320)
    assert len(story.of(PromptRaised)) == 2


def test_there_is_nothing_to_put_off_without_a_prompt():
    story = Story().away(10)

    assert story.ask(Snooze(story.t_s)) == (Refused(story.t_s, "snooze", "there is no prompt just now"),)
    assert isinstance(story.ask(Dismiss(story.t_s))[0], Refused)


def test_the_target_can_be_chosen_and_counts_at_once():
    story = Story(settings=SOON).away(10).sits(60)
    assert story.chair.now.next_prompt_s == pytest.approx(240, abs=1)

    assert story.ask(ChooseStandTarget(story.t_s, 1200.0)) == (StandTargetChosen(story.t_s, 1200.0),)
    assert story.chair.now.next_prompt_s == pytest.approx(1140, abs=1)
    assert story.chair.now.stand_after_s == 1200.0


@pytest.mark.parametrize("stand_after_s", [0.0, 59.0, 14401.0, math.nan, math.inf])
def test_an_impossible_target_is_refused(stand_after_s):
    story = Story().away(1)

    (refused,) = story.ask(ChooseStandTarget(story.t_s, stand_after_s))

    assert isinstance(refused, Refused)
    assert story.chair.now.stand_after_s == 1800.0


def test_a_prompt_is_over_when_nobody_watches_any_more():
    story = Story(settings=SOON).away(10).sits(320).silent(10).sits(1)

    assert outcomes(story) == [Outcome.UNSEEN]
