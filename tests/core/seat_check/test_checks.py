import dataclasses
import math

import numpy as np
import pytest
from exercising import ASKED_S, BEGINS_S, checked, frames_of, told
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from chairpi.core.calibration import Calibration
from chairpi.core.events.posture import PostureChanged, SlideBegan
from chairpi.core.events.prompting import PromptRaised
from chairpi.core.events.requests import Refused
from chairpi.core.events.seat_check import CheckPhase, SeatCheckDone, SeatCheckEnd, SeatCheckKind, SeatPosition
from chairpi.core.events.upright import ReferenceSet
from chairpi.core.frame import Frames
from chairpi.core.requests import CaptureReference, EndSeatCheck, StartSeatCheck, UseCalibration
from chairpi.core.seat_check.check import SETTLE_S, SeatCheck
from chairpi.core.seat_check.checks import KEPT_S, SeatChecks
from chairpi.core.settings import PromptSettings, Settings
from chairpi.simulate.chair import simulated_chair
from chairpi.simulate.exercising import Stand, half_up_s, holds, stands
from chairpi.simulate.people import Person
from chairpi.simulate.postures import Taken
from chairpi.simulate.sitter import Sitter

STANDS, SHIFTS, LEANS = SeatCheckKind.SIT_TO_STAND, SeatCheckKind.WEIGHT_SHIFT, SeatCheckKind.FORWARD_LEAN
USUAL = Sitter()
BRISK = Stand(lean_s=0.4, rise_s=0.3, up_s=1.0, sit_s=0.3, pause_s=0.5)
LEFT, RIGHT = Taken("lean_left", lean_deg=0.0, lateral_deg=-12.0), Taken("lean_right", lean_deg=0.0, lateral_deg=12.0)
FORWARD = Taken("forward_lean", lean_deg=25.0)


def of(events, kind):
    return [event for event in events if isinstance(event, kind)]


@pytest.mark.parametrize("rate_hz", [10.0, 80.0])
@pytest.mark.parametrize("mass_kg", [45.0, 75.0, 130.0])
def test_stands_are_counted_whoever_does_them(mass_kg, rate_hz):
    sitter = Sitter(Person(mass_kg=mass_kg))

    done = checked(sitter, stands(sitter, BEGINS_S, [BRISK] * 9), STANDS, rate_hz=rate_hz)

    assert (done.end, done.reps, done.n_partial) == (SeatCheckEnd.DONE, 9, 0)
    assert done.length_s == pytest.approx(30.0)


@hypothesis_settings(max_examples=60)
@given(seed=st.integers(0, 100_000), cycle_s=st.floats(1.2, 5.0), hands=st.booleans(), part=st.floats(0.2, 0.9))
def test_people_of_every_pace_are_counted_right(seed, cycle_s, hands, part):
    rng = np.random.default_rng(seed)
    sitter = Sitter.drawn(rng)
    n = max(1, int(part * 26.0 / (1.35 * cycle_s + 0.5)))
    moves = stands(sitter, BEGINS_S, [Stand.drawn(rng, cycle_s, hands=hands) for _ in range(n)])

    done = checked(sitter, moves, STANDS, seed=seed)

    assert (done.end, done.reps, done.n_partial) == (SeatCheckEnd.DONE, n, 0)


@hypothesis_settings(max_examples=40)
@given(seed=st.integers(0, 100_000), cycle_s=st.floats(1.2, 5.0), hands=st.booleans())
def test_who_goes_on_to_the_end_is_counted_right_but_for_the_last_rise(seed, cycle_s, hands):
    rng = np.random.default_rng(seed)
    sitter = Sitter.drawn(rng)
    moves = stands(sitter, BEGINS_S, [Stand.drawn(rng, cycle_s, hands=hands) for _ in range(60)])

    done = checked(sitter, moves, STANDS, seed=seed)

    ended_s = ASKED_S + SETTLE_S + 30.0
    surely, at_most = (sum(at_s < ended_s + near_s for at_s in half_up_s(moves)) for near_s in (-0.4, 0.3))
    assert surely <= done.reps <= at_most


@pytest.mark.parametrize(
    ("stand", "reps", "n_partial"),
    [
        pytest.param(dataclasses.replace(BRISK, left_fraction=0.4), 0, 6, id="not off the seat"),
        pytest.param(dataclasses.replace(BRISK, hands_fraction=0.18), 6, 0, id="hands push on the seat"),
        pytest.param(dataclasses.replace(BRISK, bounce_fraction=0.4), 6, 0, id="sitting down hard"),
        pytest.param(dataclasses.replace(BRISK, up_s=0.1, rise_s=0.1, sit_s=0.1), 0, 0, id="bouncing"),
        pytest.param(dataclasses.replace(BRISK, left_fraction=0.85), 0, 0, id="leaning on the desk"),
    ],
)
def test_only_full_stands_count(stand, reps, n_partial):
    done = checked(USUAL, stands(USUAL, BEGINS_S, [stand] * 6), STANDS)

    assert (done.end, done.reps, done.n_partial) == (SeatCheckEnd.DONE, reps, n_partial)


@hypothesis_settings(max_examples=30)
@given(seed=st.integers(0, 100_000), n=st.integers(1, 3), hold_s=st.floats(3.0, 6.0), lateral_deg=st.floats(10.0, 16.0))
def test_holds_to_the_sides_are_timed_on_their_own_side(seed, n, hold_s, lateral_deg):
    sitter = Sitter.drawn(np.random.default_rng(seed))
    left, right = (Taken("lean_left", lean_deg=0.0, lateral_deg=side * lateral_deg) for side in (-1.0, 1.0))
    moves = holds(sitter, BEGINS_S, [left, right] * n, hold_s=hold_s, between_s=2.0)

    done = checked(sitter, moves, SHIFTS, length_s=60.0, seed=seed)

    assert (done.end, done.reps, done.held_forward_s) == (SeatCheckEnd.DONE, 2 * n, 0.0)
    assert done.held_left_s == pytest.approx(n * (hold_s + 0.9), abs=1.0 * n)
    assert done.held_right_s == pytest.approx(n * (hold_s + 0.9), abs=1.0 * n)


@hypothesis_settings(max_examples=30)
@given(seed=st.integers(0, 100_000), lean_deg=st.floats(18.0, 40.0))
def test_a_lean_forward_is_timed(seed, lean_deg):
    sitter = Sitter.drawn(np.random.default_rng(seed))
    moves = holds(sitter, BEGINS_S, [Taken("forward_lean", lean_deg=lean_deg)], hold_s=20.0, between_s=10.0)

    done = checked(sitter, moves, LEANS, length_s=40.0, seed=seed)

    assert (done.reps, done.held_left_s, done.held_right_s) == (1, 0.0, 0.0)
    assert done.held_forward_s == pytest.approx(21.0, abs=1.0)


@pytest.mark.parametrize("kind", SeatCheckKind)
def test_who_sits_still_has_done_nothing(kind):
    done = checked(USUAL, [], kind)

    assert (done.end, done.reps, done.n_partial) == (SeatCheckEnd.DONE, 0, 0)
    assert done.held_left_s == done.held_right_s == done.held_forward_s == 0.0


def with_lost(frames: Frames, from_s: float, to_s: float, cells: int = 1) -> Frames:
    counts = frames.counts.copy()
    lost = (frames.t_s >= from_s) & (frames.t_s < to_s)
    counts[lost, :cells] = math.nan
    return Frames(frames.t_s, counts)


def without(frames: Frames, from_s: float, to_s: float) -> Frames:
    kept = (frames.t_s < from_s) | (frames.t_s >= to_s)
    return Frames(frames.t_s[kept], frames.counts[kept])


def every(frames: Frames, n: int) -> Frames:
    return Frames(frames.t_s[::n], frames.counts[::n])


NINE = stands(USUAL, BEGINS_S, [BRISK] * 9)


@pytest.mark.parametrize(
    ("spoilt", "end"),
    [
        pytest.param(lambda frames: with_lost(frames, 50.0, 55.0), SeatCheckEnd.CELLS, id="a cell is lost"),
        pytest.param(lambda frames: with_lost(frames, 50.0, 55.0, 4), SeatCheckEnd.CELLS, id="all cells are"),
        pytest.param(lambda frames: without(frames, 50.0, 51.5), SeatCheckEnd.CELLS, id="frames are missing"),
        pytest.param(lambda frames: without(frames, 50.0, 56.0), SeatCheckEnd.UNSEEN, id="a gap"),
        pytest.param(lambda frames: every(frames, 4), SeatCheckEnd.SELDOM, id="frames come seldom"),
    ],
)
def test_a_check_says_that_it_cannot_count(spoilt, end):
    frames = spoilt(frames_of(USUAL, NINE, 90.0))

    _, events = told(frames, [StartSeatCheck(ASKED_S, STANDS)])

    (done,) = of(events, SeatCheckDone)
    assert done.end is end
    assert done.reps < 9
    assert done.length_s < 30.0


def test_single_lost_readings_do_no_harm():
    frames = frames_of(USUAL, NINE, 90.0)
    counts = frames.counts.copy()
    counts[::7, 2] = math.nan
    counts[3::29, 1] += 3e5

    _, events = told(Frames(frames.t_s, counts), [StartSeatCheck(ASKED_S, STANDS)])

    (done,) = of(events, SeatCheckDone)
    assert (done.end, done.reps) == (SeatCheckEnd.DONE, 9)


def test_who_never_sits_still_is_told_so():
    moves = holds(USUAL, 35.0, [LEFT, RIGHT] * 8, hold_s=0.5, between_s=0.2, move_s=0.5)

    done = checked(USUAL, moves, SHIFTS)

    assert (done.end, done.length_s) == (SeatCheckEnd.RESTLESS, 0.0)


def test_who_leaves_is_waited_for_no_longer_than_twenty_seconds():
    gone = dataclasses.replace(BRISK, up_s=60.0)

    done = checked(USUAL, stands(USUAL, BEGINS_S, [BRISK, BRISK, gone]), STANDS, length_s=90.0)

    assert (done.end, done.reps) == (SeatCheckEnd.LEFT, 3)
    assert done.length_s < 15.0


def test_a_check_can_be_ended():
    _, events = told(frames_of(USUAL, NINE, 90.0), [StartSeatCheck(ASKED_S, STANDS, 60.0), EndSeatCheck(53.05)])

    (done,) = of(events, SeatCheckDone)
    assert (done.t_s, done.end, done.reps) == (53.05, SeatCheckEnd.ENDED, 4)


def test_another_check_ends_the_one_before():
    _, events = told(
        frames_of(USUAL, NINE, 90.0), [StartSeatCheck(ASKED_S, STANDS, 60.0), StartSeatCheck(52.0, LEANS, 10.0)]
    )

    assert [(done.kind, done.end) for done in of(events, SeatCheckDone)][:1] == [(STANDS, SeatCheckEnd.ENDED)]
    assert len(of(events, SeatCheckDone)) == 2


def test_another_calibration_ends_a_check():
    _, calibration = simulated_chair()
    four = Calibration(calibration.zero_counts[:4], calibration.counts_per_n[:4])

    _, events = told(frames_of(USUAL, NINE, 90.0), [StartSeatCheck(ASKED_S, STANDS), UseCalibration(52.0, four)])

    (done,) = of(events, SeatCheckDone)
    assert done.end is SeatCheckEnd.UNSEEN


@pytest.mark.parametrize(
    ("frames", "requests", "why"),
    [
        pytest.param(frames_of(USUAL, [], 90.0), [StartSeatCheck(10.0, STANDS)], "nobody sits", id="nobody sits"),
        pytest.param(
            with_lost(frames_of(USUAL, [], 90.0), 5.0, 90.0),
            [StartSeatCheck(ASKED_S, STANDS)],
            "not being read",
            id="a cell",
        ),
        pytest.param(frames_of(USUAL, [], 90.0), [StartSeatCheck(ASKED_S, STANDS, 4.0)], "not between", id="too short"),
        pytest.param(
            frames_of(USUAL, [], 90.0), [StartSeatCheck(ASKED_S, STANDS, 601.0)], "not between", id="too long"
        ),
        pytest.param(
            frames_of(USUAL, [], 90.0),
            [CaptureReference(38.0, 10.0), StartSeatCheck(ASKED_S, STANDS)],
            "being taken",
            id="the reference is being taken",
        ),
    ],
)
def test_a_check_that_cannot_be_done_is_refused_in_words(frames, requests, why):
    chair, events = told(frames, requests)

    refused = [event for event in of(events, Refused) if event.request == "start_seat_check"]
    assert len(refused) == 1
    assert why in refused[0].why
    assert of(events, SeatCheckDone) == []
    assert chair.now is not None
    assert chair.now.seat_check is None


def test_there_is_nothing_to_end_where_nothing_is_counted():
    _, events = told(frames_of(USUAL, [], 90.0), [EndSeatCheck(50.0)])

    assert [event.request for event in of(events, Refused)] == ["end_seat_check"]


@hypothesis_settings(max_examples=15)
@given(sizes=st.lists(st.integers(1, 300), min_size=1, max_size=4), rate_hz=st.sampled_from([10.0, 80.0]))
def test_however_frames_are_fed_the_count_is_the_same(sizes, rate_hz):
    frames = with_lost(frames_of(USUAL, NINE, 90.0, rate_hz=rate_hz), 60.0, 60.4)
    requests = [StartSeatCheck(ASKED_S, STANDS, 10.0), StartSeatCheck(60.0, SHIFTS, 10.0)]
    chair, events = told(frames, requests)

    again, events_again = told(frames, requests, sizes=tuple(sizes))

    assert events_again == events
    assert again.now == chair.now


def test_what_is_shown_follows_the_check():
    def shown(until_s: float):
        chair, _ = told(
            frames_of(USUAL, stands(USUAL, BEGINS_S, [BRISK] * 3), until_s), [StartSeatCheck(ASKED_S, STANDS, 20.0)]
        )
        assert chair.now is not None
        return chair.now.seat_check

    settling, up, over = shown(41.0), shown(BEGINS_S + 1.4), shown(70.0)

    assert (settling.phase, settling.left_s, settling.reps) == (CheckPhase.SETTLING, 20.0, 0)
    assert (up.phase, up.position, up.reps) == (CheckPhase.COUNTING, SeatPosition.UP, 1)
    assert 17.0 < up.left_s < 19.0
    assert (over.phase, over.end, over.reps, over.left_s) == (CheckPhase.OVER, SeatCheckEnd.DONE, 3, 0.0)
    assert shown(70.0 + KEPT_S) is None


@pytest.mark.parametrize(
    ("taken", "position"),
    [
        pytest.param(LEFT, SeatPosition.LEFT, id="left"),
        pytest.param(RIGHT, SeatPosition.RIGHT, id="right"),
    ],
)
def test_what_is_shown_says_on_which_side_somebody_is(taken, position):
    frames = frames_of(USUAL, holds(USUAL, BEGINS_S, [taken], hold_s=10.0, between_s=1.0), BEGINS_S + 5.0)

    chair, _ = told(frames, [StartSeatCheck(ASKED_S, SHIFTS)])

    assert chair.now is not None
    assert chair.now.seat_check is not None
    assert chair.now.seat_check.position is position


def test_no_prompt_begins_during_a_check():
    settings = Settings(prompts=PromptSettings(stand_after_min=1.0, moment_wait_min=0.0))
    frames = frames_of(USUAL, [], 200.0)

    chair, events = told(frames, [StartSeatCheck(60.0, LEANS, 60.0)], settings=settings)
    _, otherwise = told(frames, [], settings=settings)

    (done,), (raised,), (sooner,) = of(events, SeatCheckDone), of(events, PromptRaised), of(otherwise, PromptRaised)
    assert sooner.t_s < done.t_s < raised.t_s < done.t_s + 5.0
    assert chair.now is not None
    assert chair.now.prompts.quiet is None


def test_what_holds_prompts_back_is_told():
    chair, _ = told(frames_of(USUAL, [], 60.0), [StartSeatCheck(ASKED_S, LEANS, 60.0)])

    assert chair.now is not None
    assert chair.now.prompts.quiet == chair.now.prompts.slide_quiet == "seat_check"


def test_how_somebody_exercises_is_no_posture_and_no_reference():
    moves = holds(USUAL, BEGINS_S, [Taken("perched", lean_deg=4.0, hips_mm=90.0)], hold_s=240.0, between_s=1.0)
    frames = frames_of(USUAL, moves, 285.0)

    _, events = told(frames, [StartSeatCheck(ASKED_S, LEANS, 300.0)])

    assert of(events, SlideBegan) == []
    assert [event.t_s for event in of(events, ReferenceSet)] == []
    assert {event.posture for event in of(events, PostureChanged)} <= {"unknown"}


def test_a_check_that_goes_on_has_no_result():
    with pytest.raises(ValueError, match="goes on"):
        SeatCheck(STANDS, 0.0, 30.0, 150.0).done(1.0)


def test_where_nothing_was_asked_for_nothing_is_counted():
    checks = SeatChecks(150.0)
    checks.receive(1.0, 500.0, 0.0, 0.0)

    assert checks.now(1.0) is None
    assert checks.end(1.0, SeatCheckEnd.ENDED) is None
    assert not checks.runs


def test_a_check_does_not_outlive_a_restart():
    chair, _ = told(frames_of(USUAL, [], 60.0), [StartSeatCheck(ASKED_S, LEANS, 60.0)])

    assert "check" not in str(sorted(chair.memory))
