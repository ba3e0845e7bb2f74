"""The zero is followed while the seat is empty and steady, never otherwise, and asks about what it cannot know."""

import itertools
import math
import random

import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from sitting import SEAT, Story, cell_forces

from chairpi.core.calibration import Calibration
from chairpi.core.chair.door import Chair
from chairpi.core.events.posture import SlideBegan
from chairpi.core.events.presence import ObjectGone
from chairpi.core.events.requests import Refused
from chairpi.core.events.upright import ReferenceSource
from chairpi.core.events.zero import EmptyLoadChanged, ZeroMoved
from chairpi.core.presence.occupancy import Occupancy
from chairpi.core.requests import AcceptEmptyLoad, CaptureReference, UseCalibration
from chairpi.core.settings import Settings, ZeroSettings
from chairpi.core.upright.reference import Reference
from chairpi.core.weighing.load import G0_M_PER_S2
from chairpi.core.weighing.second import Second
from chairpi.core.weighing.weigher import Weigher
from chairpi.core.zero.creep import LEFT_FRACTION, Creep
from chairpi.core.zero.tracker import RATE_KG_PER_S, ZeroTracker
from chairpi.simulate.chair import simulated_chair

KG = G0_M_PER_S2
QUICK = Settings(zero=ZeroSettings(empty_s=10.0, creep_min=0.1, ask_s=30.0))
"""Cells that recover within ten seconds, so that a story stays short."""
REFERENCE = Reference(ReferenceSource.GUIDED, -20.0, 0.0, 520.0)


def story_of(**options: object) -> Story:
    return Story(settings=QUICK, **options).away(30)


def drifting(story: Story, seconds: int, to_kg: float) -> Story:
    """The empty seat's load goes to `to_kg` little by little."""
    for i in range(seconds):
        story.load(1, to_kg * KG * (i + 1) / seconds, alive=False)
    return story


def drift_kg(story: Story) -> float:
    return story.chair.now.zero_drift_kg


def test_a_slow_drift_of_the_empty_seat_is_followed():
    story = drifting(story_of(), 600, 1.0).load(60, 1.0 * KG, alive=False)

    assert drift_kg(story) == pytest.approx(1.0, abs=0.03)
    assert story.chair.now.total_n == pytest.approx(0.0, abs=0.3)
    assert not story.of(EmptyLoadChanged)


def test_a_sitter_weighs_what_they_weigh_on_a_seat_that_has_drifted():
    story = drifting(story_of(reference=REFERENCE), 600, 2.0).load(60, 2.0 * KG, alive=False)
    forces = [force + 0.5 * KG for force in cell_forces(520.0, -20.0, 0.0)]
    story.frames([tuple(forces)] * 300)

    now = story.chair.now
    assert now.total_n == pytest.approx(520.0, abs=0.5)
    assert now.force_n == pytest.approx(cell_forces(520.0, -20.0, 0.0), abs=0.2)
    assert now.shift.ap_mm == pytest.approx(0.0, abs=0.1)
    assert now.shift.load_fraction == pytest.approx(0.0, abs=0.001)


def test_a_backrest_cells_zero_is_followed_too_but_a_jacket_on_it_is_not():
    tracker, level_n = tracker_of_six(), [0.0] * 6

    fed(tracker, [*level_n[:4], 0.2 * KG, 3.0 * KG], 120)

    assert tracker.drift_n[4] == pytest.approx(0.2 * KG, abs=0.06)
    assert tracker.drift_n[5] == 0.0
    assert tracker.empty.back_upper_n == tracker.drift_n[4]


def test_zero_steps_are_told_once_they_add_up_and_at_most_once_a_minute():
    story = drifting(story_of(), 900, 1.0)

    moves = story.of(ZeroMoved)
    assert [move.largest_kg for move in moves] == [pytest.approx(0.2, abs=0.01)]
    assert moves[0].zero_counts == pytest.approx([0.2 * KG] * 4, abs=0.1)

    story = story_of()
    for i in range(900):
        story.frames([(0.003 * i * KG, 0.0, 0.0, 0.0)] * 10)
    times = [move.t_s for move in story.of(ZeroMoved)]
    assert len(times) > 3
    assert all(after - before >= 60.0 for before, after in itertools.pairwise(times))


def test_a_light_load_put_down_is_not_learnt_but_asked_about_once():
    story = story_of().load(600, 0.9 * KG, alive=False)

    (asked,) = story.of(EmptyLoadChanged)
    assert asked.mass_kg == pytest.approx(0.9)
    assert asked.t_s == pytest.approx(60.0, abs=11)
    assert drift_kg(story) == 0.0
    assert story.chair.now.empty_load_kg == pytest.approx(0.9)

    story.away(30)
    assert story.chair.now.empty_load_kg is None


def test_an_unanswered_question_is_not_asked_again_after_a_bout():
    story = story_of().load(100, 0.9 * KG, alive=False)
    story.load(100, 520.0 + 0.9 * KG).load(200, 0.9 * KG, alive=False)

    assert len(story.of(EmptyLoadChanged)) == 1
    assert drift_kg(story) == 0.0


def test_a_second_thing_is_asked_about_too():
    story = story_of().load(100, 0.9 * KG, alive=False).load(100, 1.7 * KG, alive=False)

    assert [event.mass_kg for event in story.of(EmptyLoadChanged)] == [pytest.approx(0.9), pytest.approx(1.7)]


def test_a_cushion_taken_away_is_asked_about_too():
    story = story_of().load(100, -1.2 * KG, alive=False)

    assert [event.mass_kg for event in story.of(EmptyLoadChanged)] == [pytest.approx(-1.2)]


def test_one_cell_that_jumped_is_asked_about_though_the_sum_says_little():
    story = story_of().frames([(0.7 * KG, -0.7 * KG, 0.0, 0.0)] * 1000)

    assert len(story.of(EmptyLoadChanged)) == 1
    assert drift_kg(story) == 0.0


def test_what_comes_and_goes_is_not_asked_about():
    story = story_of()
    for _ in range(6):
        story.load(20, 1.0 * KG, alive=False).away(20)

    assert not story.of(EmptyLoadChanged)


def test_a_bag_is_asked_about_much_later_and_a_heavy_one_never():
    light = story_of().load(100, 4.0 * KG, alive=False)
    assert not light.of(EmptyLoadChanged)
    light.load(300, 4.0 * KG, alive=False)
    assert [event.mass_kg for event in light.of(EmptyLoadChanged)] == [pytest.approx(4.0)]

    heavy = story_of().load(500, 9.0 * KG, alive=False)
    assert heavy.chair.now.occupancy is Occupancy.OBJECT
    assert not heavy.of(EmptyLoadChanged)


@pytest.mark.parametrize("mass_kg", [pytest.param(0.9, id="a cover"), pytest.param(3.0, id="a heavy cushion")])
def test_an_accepted_load_is_the_zero_at_once(mass_kg):
    story = story_of().load(40, mass_kg * KG, alive=False)

    (moved,) = story.ask(AcceptEmptyLoad(story.t_s))

    assert moved.largest_kg == pytest.approx(mass_kg / 4)
    assert moved.zero_counts == pytest.approx([mass_kg / 4 * KG] * 4)
    assert story.chair.now.total_n == pytest.approx(0.0, abs=1e-6)
    assert drift_kg(story) == pytest.approx(mass_kg)
    story.load(5, mass_kg * KG, alive=False)
    assert story.chair.now.occupancy is Occupancy.VACANT
    assert story.chair.now.empty_load_kg is None


@pytest.mark.parametrize(
    ("tell", "said"),
    [
        pytest.param(lambda story: story.sits(30), "stand up", id="somebody sits"),
        pytest.param(lambda story: story.load(5, 0.9 * KG, alive=False), "not still", id="just put down"),
        pytest.param(lambda story: story.load(60, 9.0 * KG, alive=False), "more than 8 kg", id="too heavy"),
        pytest.param(
            lambda story: story.without(1, 30, 0.0), "not still, or not all cells are read", id="a cell is lost"
        ),
    ],
)
def test_an_empty_load_that_cannot_be_accepted_is_refused_in_words(tell, said):
    story = story_of()
    tell(story)

    (refused,) = story.ask(AcceptEmptyLoad(story.t_s))

    assert isinstance(refused, Refused)
    assert (refused.request, said in refused.why) == ("accept_empty_load", True)
    assert drift_kg(story) == 0.0


def test_the_zero_is_followed_no_further_than_its_range_and_then_asked_about():
    settings = Settings(zero=ZeroSettings(empty_s=10.0, creep_min=0.1, range_kg=1.0))
    story = drifting(Story(settings=settings).away(30), 1200, 1.8).load(120, 1.8 * KG, alive=False)

    assert drift_kg(story) == pytest.approx(1.0, abs=0.03)
    assert [event.mass_kg for event in story.of(EmptyLoadChanged)] == [pytest.approx(0.7, abs=0.25)]


def test_an_accepted_load_beyond_the_range_may_only_go_back():
    settings = Settings(zero=ZeroSettings(empty_s=10.0, creep_min=0.1, range_kg=1.0))
    story = Story(settings=settings).away(30).load(30, 0.9 * KG, alive=False)
    story.ask(AcceptEmptyLoad(story.t_s))
    story.load(30, 1.6 * KG, alive=False)
    story.ask(AcceptEmptyLoad(story.t_s))

    story.load(60, 1.7 * KG, alive=False)
    assert drift_kg(story) == pytest.approx(1.6)
    story.load(60, 1.5 * KG, alive=False)
    assert drift_kg(story) == pytest.approx(1.5, abs=0.03)


def test_the_zero_moves_no_faster_than_its_rate():
    story = story_of().load(20, 0.4 * KG, alive=False)
    before = drift_kg(story)

    story.load(5, 0.4 * KG, alive=False)

    assert 0 < drift_kg(story) - before <= 5 * 4 * RATE_KG_PER_S + 1e-9


def test_a_seat_that_is_not_steady_is_not_followed():
    story = story_of()
    for i in range(60):
        story.load(1, (0.4 if i % 2 else 0.0) * KG, alive=False)

    assert drift_kg(story) == 0.0


def test_creep_recovery_is_not_learnt():
    """After a long sitting each cell reads 50 g more, and recovers with a time constant of a minute here."""
    story = Story(settings=Settings(zero=ZeroSettings(empty_s=10.0, creep_min=1.0))).away(60).sits(300)
    for i in range(150):
        story.load(1, 4 * 0.05 * KG * math.exp(-i / 60), alive=False)
        assert drift_kg(story) <= 4 * 0.05 * LEFT_FRACTION * 1.1

    assert drift_kg(story) > 0  # by now it is followed again


@pytest.mark.parametrize(
    ("bout_s", "quiet_s"),
    [
        pytest.param(8 * 3600, 24.1 * 60, id="a long sitting"),
        pytest.param(600, 13.4 * 60, id="ten minutes"),
        pytest.param(180, 93, id="three minutes: the fast part"),
        pytest.param(10, 0, id="a moment"),
    ],
)
def test_the_wait_after_a_bout_follows_from_its_length(bout_s, quiet_s):
    creep = Creep(900.0)
    creep.receive(1e6, loaded=False)
    creep.receive(bout_s, loaded=True)

    waited_s = 0
    while not creep.recovered:
        creep.receive(1.0, loaded=False)
        waited_s += 1

    assert waited_s == pytest.approx(quiet_s, abs=10)


def test_a_seat_that_nobody_watched_counts_as_loaded():
    story = Story(settings=Settings(zero=ZeroSettings(empty_s=10.0, creep_min=1.0))).away(200)
    story.load(30, 0.1 * KG, alive=False)
    assert drift_kg(story) > 0.05

    story.silent(600).load(60, 0.3 * KG, alive=False)
    assert drift_kg(story) < 0.11
    story.load(120, 0.3 * KG, alive=False)
    assert drift_kg(story) > 0.25


def test_nothing_is_tared_at_the_start():
    story = Story(settings=QUICK).load(30, 5.0 * KG, alive=False)

    assert drift_kg(story) == 0.0
    assert story.chair.now.total_n == pytest.approx(5.0 * KG)


def test_tracked_zeros_of_an_earlier_run_go_on():
    chair = Chair(SEAT, Calibration((100.0,) * 4, (2.0,) * 4), zero_counts=(104.0, 100.0, 100.0, 96.0))
    story = Story()
    story.chair = chair
    story.frames([(104.0, 100.0, 100.0, 96.0)] * 50)

    assert story.chair.now.force_n == (0.0,) * 4
    assert drift_kg(story) == 0.0
    with pytest.raises(ValueError, match="4 cells but 3 tracked"):
        Chair(SEAT, Calibration.newtons(4), zero_counts=(0.0,) * 3)


def test_a_range_below_the_step_is_refused():
    with pytest.raises(ValueError, match="range_kg: expected step_kg"):
        ZeroSettings(step_kg=2.0, range_kg=1.0)


def test_a_lost_zero_is_not_followed_but_has_to_be_set():
    """The seat reads 400 N too little: the guided capture makes up for it, and then nobody knows what empty is."""
    story = Story(settings=QUICK)
    story.chair = Chair(SEAT, Calibration((100.0,) * 4, (1.0,) * 4), QUICK)
    story.load(5, 510.0, -10.0)
    story.ask(CaptureReference(story.t_s, 10.0))
    story.load(30, 510.0, -10.0).away(200)

    assert drift_kg(story) == 0.0
    assert not story.of(EmptyLoadChanged)
    (refused,) = story.ask(AcceptEmptyLoad(story.t_s))
    assert "calibration page" in refused.why

    story.ask(UseCalibration(story.t_s, Calibration.newtons(4)))
    story.away(5)
    assert story.chair.now.reference.doubtful
    assert story.chair.now.total_n == 0.0


moves = st.tuples(
    st.sampled_from(["sits", "away", "drift", "cushion", "bag", "wriggles", "silent", "one lost"]), st.integers(5, 40)
)


@hypothesis_settings(max_examples=25)
@given(doings=st.lists(moves, max_size=7), seed=st.integers(0, 1000))
def test_the_zero_never_moves_while_loaded_nor_too_fast_nor_too_far(doings, seed):
    draw, story, level_kg = random.Random(seed), Story(settings=QUICK), 0.0
    for what, seconds in [("away", 30), *doings]:
        step_kg = draw.uniform(-0.02, 0.02) if what == "drift" else 0.0
        level_kg += draw.uniform(-3.0, 3.0) if what == "cushion" else 0.0
        for _ in range(seconds):
            level_kg += step_kg
            before, was = drift_kg(story) if story.chair.now else 0.0, story.chair.now and story.chair.now.occupancy
            match what:
                case "silent":
                    story.silent(1)
                case "sits" | "wriggles":
                    story.load(1, 520.0 + draw.uniform(-100, 100) * (what == "wriggles") + level_kg * KG)
                case "bag":
                    story.load(1, (6.0 + level_kg) * KG, alive=False)
                case "one lost":
                    story.without(2, 1, level_kg * KG)
                case _:
                    story.load(1, level_kg * KG, alive=False)
            if story.chair.now is None or what == "silent":
                continue
            moved_kg = abs(drift_kg(story) - before)
            assert moved_kg <= 4 * RATE_KG_PER_S + 1e-9
            assert abs(drift_kg(story)) <= 8.0 + 1e-9
            if what in ("sits", "wriggles", "bag", "one lost") and was is not Occupancy.VACANT:
                assert moved_kg == 0.0


# ---- a calibration in use


def test_another_calibration_is_used_from_now_on_and_the_tracked_zero_begins_anew():
    story = drifting(story_of(), 300, 0.5).sits(20)
    assert drift_kg(story) > 0.3

    story.ask(UseCalibration(story.t_s, Calibration((10.0,) * 4, (2.0,) * 4)))

    assert drift_kg(story) == 0.0
    assert story.chair.now.total_n == pytest.approx((520.0 - 40.0) / 2)
    story.sits(5)
    assert story.chair.now.occupancy is Occupancy.SEATED


def test_a_seat_map_moves_the_centre():
    story = Story(reference=REFERENCE).away(10).sits(20, -20.0)
    ahead = ((1.0,) * 4, (170.0, 170.0, -130.0, -130.0), (-150.0, 150.0, -150.0, 150.0))

    story.ask(UseCalibration(story.t_s, Calibration((0.0,) * 4, (1.0,) * 4, ahead)))

    assert story.chair.now.cop_ap_mm == pytest.approx(0.0, abs=1.5)


def test_after_a_new_map_the_reference_is_kept_as_doubtful_until_there_is_another():
    story = Story(reference=REFERENCE).away(10).sits(60, -20.0)
    spans = Calibration((0.0,) * 4, (1.1,) * 4)

    story.ask(UseCalibration(story.t_s, spans))
    story.sits(5, -20.0)

    now = story.chair.now
    assert (now.reference.doubtful, now.reference.cop_ap_mm, now.shift) == (True, -20.0, None)
    assert now.posture == "unknown"
    story.sits(40, -20.0)
    assert (story.chair.now.reference.source, story.chair.now.reference.doubtful) == ("provisional", False)


@pytest.mark.parametrize(
    ("zero_n", "doubtful"),
    [
        pytest.param((1.0, 1.0, -1.0, -1.0), False, id="1 mm"),
        pytest.param((5.0, 5.0, 5.0, 5.0), False, id="all alike"),
        pytest.param((9.0, 9.0, -9.0, -9.0), True, id="10 mm"),
        pytest.param((140.0, 140.0, 140.0, 140.0), True, id="more than the sitter"),
    ],
)
def test_a_tare_leaves_the_reference_standing_while_its_centre_stays(zero_n, doubtful):
    story = Story(reference=REFERENCE).away(10)

    story.ask(UseCalibration(story.t_s, Calibration(zero_n, (1.0,) * 4)))

    assert story.chair.now.reference.doubtful is doubtful


def test_a_tare_to_what_was_tracked_changes_nothing():
    story = Story(settings=QUICK, reference=REFERENCE).away(30)
    for i in range(900):
        story.frames([(0.002 * i * KG, 0.0, 0.0, 0.0)] * 10)
    story.frames([(1.8 * KG, 0.0, 0.0, 0.0)] * 600)

    story.ask(UseCalibration(story.t_s, Calibration((1.8 * KG, 0.0, 0.0, 0.0), (1.0,) * 4)))

    assert not story.chair.now.reference.doubtful


def test_a_calibration_that_comes_meanwhile_ends_a_guided_capture():
    story = Story(reference=REFERENCE).away(10).sits(20)
    story.ask(CaptureReference(story.t_s, 10.0))
    story.sits(3)

    (refused,) = story.ask(UseCalibration(story.t_s, Calibration.newtons(4)))

    assert "the calibration changed" in refused.why
    assert story.chair.now.capturing_s is None


def test_a_new_calibration_is_no_sign_of_life():
    story = Story().away(10).load(60, 20 * KG, alive=False)
    other = ((1.0,) * 4, (190.0, 190.0, -110.0, -110.0), (-150.0, 150.0, -150.0, 150.0))

    story.ask(UseCalibration(story.t_s, Calibration((0.0,) * 4, (1.0,) * 4, other)))
    story.load(60, 20 * KG, alive=False)

    assert story.chair.now.occupancy is Occupancy.OBJECT
    assert not story.of(ObjectGone)


def test_a_calibration_of_another_seat_changes_nothing():
    story = Story().away(10)

    with pytest.raises(ValueError, match="4 cells but a calibration of 3"):
        story.ask(UseCalibration(story.t_s, Calibration.newtons(3)))
    assert not story.sits(20).of(SlideBegan)
    assert story.chair.now.occupancy is Occupancy.SEATED


# ---- the tracker by itself


def tracker_of_six() -> ZeroTracker:
    seat, _ = simulated_chair()
    return ZeroTracker(seat, Weigher(seat, Calibration.newtons(6)), QUICK.zero)


def fed(tracker: ZeroTracker, level_n: list[float], seconds: int) -> None:
    for t_s in range(1, seconds + 1):
        force_n = tuple(level - drift for level, drift in zip(level_n, tracker.drift_n, strict=True))
        second = Second(float(t_s), 1.0, 0.0, math.nan, math.nan, 0.0, 0.0, (0.0, 0.0), (0.0, 0.0), force_n)
        tracker.receive(second, Occupancy.VACANT, 0.0, trusted=True)
