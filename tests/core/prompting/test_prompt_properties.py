"""What holds on any day, whatever a sitter does and asks: caps, quiet, one outcome each, breaks that stay owed, and no effect of chunks."""

import bisect
import dataclasses
from datetime import datetime
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import Phase, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from random_day import SETTINGS, acts, beginnings, days, lived, spells
from scenario_body import NOBODY, PEOPLE, SILENCE
from scenario_play import BEGINS_T_S, ZONE, Player

from chairpi.core.events.presence import BreakCredited, Credit, SatDown, StoodUp
from chairpi.core.events.prompting import Moment, Outcome, PromptCleared, PromptKind, PromptRaised, Quiet
from chairpi.core.events.weighing import Gap
from chairpi.core.now.prompting import Due
from chairpi.core.now.signal import Light
from chairpi.core.presence.bouts import UNKNOWN_MOST_S
from chairpi.core.presence.occupancy import Occupancy
from chairpi.core.time_of_day.hours import Ranges, holidays, ranges
from chairpi.core.weighing.stretches import GAP_S

DRAWN = (Phase.explicit, Phase.reuse, Phase.generate)
"""An hour on the chair takes a second: to make a failing day simpler, thousands of them would be lived."""
ENDS = (Quiet.PAUSED, Quiet.MEETING, Quiet.HOLIDAY, Quiet.OUTSIDE_HOURS)
UNTIL_NOTICED_S = 4.0
"""So long after somebody left at the latest the chair knows it [s]: `off_s`, and the second that is under way."""


def carried_at(player: Player, at_s: float) -> str:
    return player.carried[bisect.bisect_right(player.carried, at_s, key=lambda moment: moment[0]) - 1][1]


def raised(player: Player) -> list[tuple[float, PromptRaised]]:
    return [(at_s, event) for at_s, event in player.told if isinstance(event, PromptRaised)]


def locals_of(player: Player, at_s: float) -> list[datetime]:
    """What the clock on the wall showed at a time of the story: two things where it was put otherwise in that second."""
    before = [told for told in player.clock if told[0] <= at_s + 1.0]
    latest = [told for told in before[:-1] if before[-1][0] >= at_s - 1.0][-1:] + before[-1:]
    return [datetime.fromtimestamp(utc_s + at_s - told_s, ZoneInfo(ZONE)) for told_s, utc_s in latest]


def holds(hours: Ranges, local: datetime) -> bool:
    return hours.holds(local.weekday(), local.hour * 60 + local.minute)


@hypothesis_settings(max_examples=12, phases=DRAWN)
@given(day=days, begins=beginnings)
def test_any_day(day, begins):
    player = lived(day, begins)

    numbers_grow_and_each_has_one_outcome(player)
    caps_hold_in_every_sliding_hour(player)
    nothing_is_raised_in_quiet_or_to_an_empty_chair(player)
    the_chair_shows_and_sounds_nothing_while_nobody_sits(player)
    a_break_stays_owed_until_it_is_taken(player)
    bouts_breaks_and_unseen_time_tile_the_day(player)


def numbers_grow_and_each_has_one_outcome(player: Player) -> None:
    told = [event for _, event in player.told if isinstance(event, PromptRaised | PromptCleared)]

    for n, (first, second) in enumerate(pairwise(told)):
        assert isinstance(first, PromptRaised) is (n % 2 == 0), "one prompt at a time: raised, cleared, raised"
        assert isinstance(second, PromptCleared) is (n % 2 == 0)
    for first, second in zip(told[::2], told[1::2], strict=False):
        assert (first.number, first.kind) == (second.number, second.kind)
        assert 0.0 <= second.after_s <= second.t_s - first.t_s + 1e-6
    assert [prompt.number for prompt in told[::2]] == list(range(1, len(told[::2]) + 1))


def caps_hold_in_every_sliding_hour(player: Player) -> None:
    asked = [(at_s, event.kind) for at_s, event in raised(player) if event.moment is not Moment.PUT_OFF]
    for at_s, _ in asked:
        hour = [kind for other_s, kind in asked if at_s <= other_s < at_s + 3600.0]
        assert len(hour) <= SETTINGS.prompts_per_hour
        assert hour.count(PromptKind.SLIDE) <= SETTINGS.slide_prompts_per_hour
    slides_s = [
        at_s for at_s, event in raised(player) if event.kind is PromptKind.SLIDE and event.moment is Moment.LASTED
    ]
    assert all(second_s - first_s >= SETTINGS.slide_again_min * 60.0 for first_s, second_s in pairwise(slides_s))


def nothing_is_raised_in_quiet_or_to_an_empty_chair(player: Player) -> None:
    working, quiet, free = ranges(SETTINGS.working_hours), ranges(SETTINGS.quiet_hours), holidays(SETTINGS.holidays)
    asked_for: str | None = None
    for at_s, event in player.told:
        match type(event).__name__:
            case "QuietBegan":
                asked_for = event.why.value
            case "QuietEnded":
                asked_for = None
            case "PromptRaised":
                assert asked_for is None
                assert any(holds(working, local) and not free.holds(local.date()) for local in locals_of(player, at_s))
                assert carried_at(player, at_s - UNTIL_NOTICED_S) in PEOPLE
    for (before_s, before), (at_s, now) in pairwise(player.seen):
        if at_s - before_s < 2.0 or carried_at(player, at_s - 1.0) == SILENCE:
            continue  # the second in which something was asked or told is not over, or time stands still
        if all(holds(quiet, local) for local in (*locals_of(player, before_s), *locals_of(player, at_s))):
            assert now.signal.sound is None
            assert not now.signal.vibrate
        if before.prompts.quiet in ENDS and now.prompts.quiet in ENDS:
            assert now.prompt is None


def the_chair_shows_and_sounds_nothing_while_nobody_sits(player: Player) -> None:
    for _, now in player.seen:
        if now.occupancy is not Occupancy.SEATED:
            assert now.signal.light in {Light.OFF, Light.FAULT, Light.CALIBRATE}
            assert now.signal.sound is None
            assert not now.signal.vibrate


def a_break_stays_owed_until_it_is_taken(player: Player) -> None:
    """Nothing but a whole break, too long out of sight, or a longer target frees from it; and the chair comes back to it."""
    frees = [
        at_s
        for at_s, event in player.told
        if (isinstance(event, BreakCredited) and event.credit is Credit.FULL)
        or (isinstance(event, Gap) and event.length_s >= UNKNOWN_MOST_S - UNTIL_NOTICED_S)
        or type(event).__name__ in {"TargetOfToday", "SettingsChosen"}
    ]
    for (before_s, before), (at_s, now) in pairwise(player.seen):
        if before.prompts.break_owed and not any(before_s <= free_s <= at_s for free_s in frees):
            assert now.prompts.break_owed
    waited_s = 0.0
    for (before_s, _), (at_s, now) in pairwise(player.seen):
        due = now.prompts.break_owed and now.occupancy is Occupancy.SEATED and now.sitting_s >= now.prompts.target_s
        seen = carried_at(player, at_s - 1.0) in PEOPLE
        free = due and seen and now.prompt is None and now.prompts.quiet is None
        waited_s = waited_s + at_s - before_s if free else 0.0
        assert waited_s <= SETTINGS.moment_wait_min * 60.0 + 30.0
        if free:
            assert now.prompts.due in {Due.WAITING, Due.OWED}


def bouts_breaks_and_unseen_time_tile_the_day(player: Player) -> None:
    sat_since_t_s: float | None = None
    free_from_t_s = BEGINS_T_S
    for _, event in player.told:
        match event:
            case SatDown():
                assert sat_since_t_s is None
                assert event.since_t_s >= free_from_t_s - 1e-9
                if event.break_s is not None:
                    assert event.since_t_s - event.break_s == pytest.approx(free_from_t_s)
                sat_since_t_s = event.since_t_s
            case StoodUp():
                assert event.since_t_s == sat_since_t_s
                assert event.bout_s == pytest.approx(event.left_t_s - event.since_t_s)
                sat_since_t_s, free_from_t_s = None, event.left_t_s
            case Gap():
                assert sat_since_t_s is None
                assert event.length_s > GAP_S
                free_from_t_s = event.t_s
    for at_s, now in player.seen:
        assert 0.0 <= now.sitting_s <= at_s + 20.0


@hypothesis_settings(max_examples=3, phases=DRAWN)
@given(day=days, begins=beginnings, step_s=st.sampled_from([0.7, 3.3, 90.0]))
def test_any_chunks_of_frames_tell_the_same(day, begins, step_s):
    whole, chunked = lived(day, begins, step_s=600.0), lived(day, begins, step_s=step_s)

    assert chunked.told == whole.told
    assert chunked.chair.now == whole.chair.now
    assert chunked.chair.memory == whole.chair.memory


@hypothesis_settings(max_examples=4, phases=DRAWN)
@given(
    before=st.lists(st.one_of(spells, spells, acts), min_size=4, max_size=14),
    after=st.lists(st.one_of(spells, spells, acts), min_size=2, max_size=10),
    begins=beginnings,
    unseen_s=st.sampled_from([4, 4.5, 40, 300, 1000]),
    lost_s=st.sampled_from([0.1, 0.4, 1.0]),
)
def test_a_restart_is_nothing_but_a_gap(before, after, begins, unseen_s, lost_s):
    """What is remembered is up to the latest second that was judged; `lost_s` of the one under way are lost with the power."""
    through = lived([*before, ("Anna", 30), (SILENCE, unseen_s), *after], begins)
    cut = [*before, ("Anna", 30 + lost_s), (SILENCE, unseen_s - lost_s), *after]
    restarted = lived(cut, begins, cut=len(before) + 1)

    assert without_traces(restarted) == without_traces(through)
    told_again = {"wall": None}  # a chair that starts anew is told the time
    remembered = [{**player.chair.memory["prompts"], **told_again} for player in (restarted, through)]
    assert remembered[0] == remembered[1]
    assert {**restarted.chair.memory, "prompts": None} == {**through.chair.memory, "prompts": None}


def without_traces(player: Player):
    """What was told; the 60 seconds before a prompt are not kept over a restart."""
    return [
        (at_s, dataclasses.replace(event, trace=()) if isinstance(event, PromptRaised) else event)
        for at_s, event in player.told
    ]


@hypothesis_settings(max_examples=4, phases=DRAWN)
@given(day=days)
def test_in_dark_quiet_hours_nothing_shows_at_all(day):
    dark = dataclasses.replace(SETTINGS, quiet_light=False, working_hours=())
    player = lived([done for done in day if done != "jump"], "Mon 22:00", settings=dark)

    assert not raised(player)
    assert all(now.signal.light in {Light.OFF, Light.FAULT, Light.CALIBRATE} for _, now in player.seen)


def test_a_day_has_every_outcome_but_those_that_need_others():
    """The days above are not empty: this one holds what they may hold."""
    sit = ("Anna", 420)
    day = [
        sit,
        "snooze",
        sit,
        (NOBODY, 70),
        sit,
        "dismiss",
        (NOBODY, 70),
        sit,
        "wrong",
        (NOBODY, 70),
        sit,
        (NOBODY, 70),
    ]
    day += [(NOBODY, 3000), sit, "meeting", "end", (NOBODY, 70), sit, (NOBODY, 30), (NOBODY, 3600), ("Anna", 700)]
    player = lived(day, "Mon 09:00")

    outcomes = {event.outcome for _, event in player.told if isinstance(event, PromptCleared)}
    expected = {Outcome.SNOOZED, Outcome.DISMISSED, Outcome.WRONG, Outcome.STOOD, Outcome.QUIETED, Outcome.IGNORED}
    assert expected <= outcomes
