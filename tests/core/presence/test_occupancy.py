"""Who or what is on the seat."""

import pytest
from sitting import Story

from chairpi.core.events.presence import ObjectGone, ObjectSeen, SatDown, StoodUp
from chairpi.core.presence.occupancy import TRANSITIONS, Level, Occupancy
from chairpi.core.settings import OccupancySettings
from chairpi.core.weighing.load import G0_M_PER_S2

KG = G0_M_PER_S2


def state(story: Story) -> Occupancy:
    return story.chair.now.occupancy


def test_a_person_settles_and_then_sits():
    story = Story().away(10)
    assert state(story) is Occupancy.VACANT

    story.sits(4)
    assert state(story) is Occupancy.SETTLING

    story.sits(6)
    assert state(story) is Occupancy.SEATED
    assert story.of(SatDown) == [SatDown(t_s=17.0, since_t_s=10.0, break_s=10.0, seen=True)]


def test_standing_up_is_told_with_the_time_of_leaving():
    story = Story().away(10).sits(50).away(10)

    assert story.of(StoodUp) == [StoodUp(t_s=63.0, since_t_s=10.0, left_t_s=60.0, bout_s=50.0, seen=True)]
    assert state(story) is Occupancy.VACANT


def test_a_bag_is_not_a_sitter():
    story = Story().away(10).load(60, 9 * KG, alive=False)

    assert state(story) is Occupancy.OBJECT
    assert [type(event) for event in story.events if not hasattr(event, "start_t_s")] == [ObjectSeen]
    assert story.of(ObjectSeen)[0].mass_kg == pytest.approx(9.0)

    story.away(10)
    assert len(story.of(ObjectGone)) == 1
    assert state(story) is Occupancy.VACANT


def test_a_heavy_bag_lies_too_still_to_be_a_sitter():
    story = Story().away(10).load(60, 20 * KG, alive=False)

    assert not story.of(SatDown)
    assert state(story) is Occupancy.OBJECT


def test_a_light_person_is_a_sitter_because_they_move():
    story = Story().away(10).load(60, 20 * KG)

    assert state(story) is Occupancy.SEATED


def test_somebody_sits_down_on_a_bag():
    story = Story().away(10).load(60, 9 * KG, alive=False).sits(20)

    assert state(story) is Occupancy.SEATED
    assert len(story.of(ObjectGone)) == 1


def test_a_sitter_who_sits_quite_still_is_not_thrown_off():
    story = Story().away(10).sits(20).load(600, 30 * KG, alive=False).load(600, 12 * KG, alive=False)

    assert state(story) is Occupancy.SEATED


def test_a_short_lift_is_not_standing_up():
    story = Story().away(10).sits(60).away(2).sits(60)

    assert not story.of(StoodUp)


def test_a_push_in_passing_is_not_sitting_down():
    story = Story().away(10).sits(1).away(10)

    assert not story.of(SatDown)
    assert state(story) is Occupancy.VACANT


def test_the_table_leads_only_to_known_states_by_known_settings():
    for state_, ways in TRANSITIONS.items():
        for level, (following, dwell) in ways.items():
            assert following is not state_
            assert isinstance(level, Level)
            assert getattr(OccupancySettings(), dwell) > 0
    assert set(TRANSITIONS) == set(Occupancy)
