"""The upright reference as it is today: followed near it, slowly, never far, and not by standing up."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sitting import SEAT, Story, cell_forces, upright_story

from chairpi.core.events.posture import SlideBegan
from chairpi.core.events.upright import ReferenceSource
from chairpi.core.posture.observation import OBSERVED, Observer
from chairpi.core.posture.tracking import (
    AP,
    CLAMP,
    FRESH_S,
    GATE_MM,
    GATE_PROBABILITY,
    LN_LOAD,
    ML,
    SETTLED_CLAMP,
    TAU_BACK_S,
    TAU_S,
    TrackedReference,
)
from chairpi.core.upright.reference import Reference
from chairpi.simulate.chair import Layout, simulated_chair
from chairpi.simulate.sitter import Settled

LOAD_N = 520.0


def reference_of(ap_mm: float = -20.0, force_n: tuple[float, ...] | None = None) -> Reference:
    force_n = cell_forces(LOAD_N, ap_mm, 0.0) if force_n is None else force_n
    return Reference(ReferenceSource.GUIDED, ap_mm, 0.0, LOAD_N, force_n=force_n)


def tracking(*, trusted: bool = True, reference: Reference | None = None) -> TrackedReference:
    tracked = TrackedReference(Observer(SEAT), len(SEAT.cells))
    tracked.use(reference_of() if reference is None else reference, trusted=trusted)
    return tracked


def follows(
    tracked: TrackedReference,
    seconds: int,
    ap_mm: float,
    ml_mm: float = 0.0,
    load_n: float = LOAD_N,
    upright: float = 0.95,
    slid: float = 0.0,
) -> None:
    for _ in range(seconds):
        tracked.follow(tracked.observe(cell_forces(load_n, ap_mm, ml_mm)), upright, slid, 1.0)


def test_it_begins_where_it_was_captured():
    tracked = tracking()

    assert (tracked.observed[AP], tracked.observed[ML]) == pytest.approx((-20.0, 0.0))
    assert math.exp(tracked.observed[LN_LOAD]) == pytest.approx(LOAD_N)
    assert tracked.off_captured(tracked.observe(cell_forces(LOAD_N, -5.0, 0.0))) == pytest.approx((15.0, 0.0))


def test_it_comes_nearer_little_by_little():
    tracked = tracking()
    follows(tracked, 60, -10.0)
    after_a_minute_mm = tracked.observed[AP]
    follows(tracked, 4 * int(TAU_S), -10.0)

    assert -19.9 < after_a_minute_mm < -12.0
    assert tracked.observed[AP] == pytest.approx(-10.0, abs=1.5)


def test_how_somebody_came_to_rest_this_time_is_believed_within_minutes_and_forgotten_when_they_settle_anew():
    tracked = tracking()
    follows(tracked, 2 * int(TAU_S), -20.0)
    tracked.settled_anew()
    follows(tracked, 300, -10.0)
    near_mm = tracked.observed[AP]

    tracked.settled_anew()

    assert -17.0 < near_mm < -9.0
    assert -20.1 < tracked.observed[AP] < near_mm


def test_what_stays_once_somebody_settles_anew_has_its_time_constant():
    """What is left of a step after tau seconds is 1/e of it; cells in the backrest make it slower."""
    left_mm = []
    for layout, tau_s in ((Layout.FOUR, TAU_S), (Layout.SIX, TAU_BACK_S)):
        seat, _ = simulated_chair(layout)
        back_n = (80.0, 50.0)[: len(seat.cells) - 4]
        far, near = ((*cell_forces(LOAD_N, ap_mm, 0.0), *back_n) for ap_mm in (-20.0, -10.0))
        tracked = TrackedReference(Observer(seat), len(seat.cells))
        tracked.use(reference_of(force_n=far), trusted=True)
        for force_n in (far, near):
            for _ in range(int(tau_s)):
                tracked.follow(tracked.observe(force_n), 0.95, 0.0, 1.0)
        tracked.settled_anew()
        left_mm.append(-10.0 - tracked.observed[AP])

    assert left_mm == pytest.approx([10.0 / math.e] * 2, rel=0.02)


def test_a_lift_is_settling_anew():
    tracked = tracking()
    follows(tracked, 300, -10.0)
    before_mm = tracked.observed[AP]

    follows(tracked, 3, -10.0, load_n=0.5 * LOAD_N, upright=0.0)

    assert -20.0 < tracked.observed[AP] < before_mm


def test_hips_that_seem_to_have_slid_in_the_first_minute_came_to_rest_there_and_later_ones_have_slid():
    fresh, later = tracking(), tracking()
    for tracked in (fresh, later):
        tracked.settled_anew(sits_down=True)
    follows(later, int(FRESH_S), 60.0, upright=0.0)

    for tracked in (fresh, later):
        follows(tracked, int(FRESH_S), 5.0, upright=0.1, slid=0.8)

    assert -20.0 + 15.0 < fresh.observed[AP] < 5.0
    assert later.observed[AP] == pytest.approx(-20.0)


def test_however_far_forward_somebody_sits_down_they_are_not_believed_further_than_the_clamp():
    tracked = tracking()
    tracked.settled_anew(sits_down=True)

    follows(tracked, int(FRESH_S), 80.0, upright=0.0, slid=0.95)

    assert tracked.observed[AP] == pytest.approx(-20.0 + SETTLED_CLAMP["ap_mm"])


def test_the_load_of_sitting_down_bounces_and_is_no_lift():
    tracked = tracking()
    tracked.settled_anew(sits_down=True)
    follows(tracked, 2, 5.0, load_n=0.5 * LOAD_N, upright=0.0)
    follows(tracked, 50, 5.0, upright=0.0, slid=0.95)

    assert tracked.observed[AP] > -20.0 + 10.0


@pytest.mark.parametrize(
    "settle", [TrackedReference.settled_anew, lambda tracked: follows(tracked, 2, 5.0, load_n=200.0)]
)
def test_who_pushes_up_or_was_not_watched_may_have_slid_before(settle):
    tracked = tracking()
    settle(tracked)

    follows(tracked, int(FRESH_S), 5.0, upright=0.1, slid=0.8)

    assert tracked.observed[AP] == pytest.approx(-20.0)


@pytest.mark.parametrize(
    ("ap_mm", "upright"),
    [
        pytest.param(-10.0, GATE_PROBABILITY - 0.01, id="not upright"),
        pytest.param(-20.0 + GATE_MM + 1.0, 0.99, id="too far forward"),
        pytest.param(-20.0 - GATE_MM - 1.0, 0.99, id="too far back"),
    ],
)
def test_what_is_not_upright_or_not_near_is_not_followed(ap_mm, upright):
    tracked = tracking()
    before = list(tracked.observed)

    follows(tracked, 500, ap_mm, upright=upright)

    assert tracked.observed == before


def test_it_never_gets_further_than_its_clamps_from_where_the_sitter_put_it():
    tracked = tracking()
    for step_mm in range(0, 100, 5):
        follows(tracked, 6000, -20.0 + step_mm, step_mm, LOAD_N * (1 + step_mm / 500))
    tracked.settled_anew()

    assert tracked.observed[AP] == pytest.approx(-20.0 + CLAMP["ap_mm"])
    assert tracked.observed[ML] == pytest.approx(CLAMP["ml_mm"])
    assert tracked.observed[LN_LOAD] == pytest.approx(math.log(LOAD_N) + CLAMP["ln_load"])


@given(
    doings=st.lists(
        st.tuples(st.floats(-90.0, 90.0), st.floats(-90.0, 90.0), st.floats(100.0, 900.0), st.floats(0.0, 1.0)),
        max_size=10,
    )
)
def test_whatever_is_done_on_it_no_number_leaves_its_clamps(doings):
    tracked = tracking()
    captured = list(tracked.observed)
    for ap_mm, ml_mm, load_n, upright in doings:
        follows(tracked, 50, ap_mm, ml_mm, load_n, upright)

    for name, now, then in zip(OBSERVED[:3], tracked.observed, captured, strict=False):
        assert abs(now - then) <= CLAMP[name] + SETTLED_CLAMP[name] + 1e-9
    assert [math.isnan(now) for now in tracked.observed] == [math.isnan(then) for then in captured]


def test_a_zero_that_is_not_believed_freezes_it():
    tracked = tracking(trusted=False)
    for _ in range(3):
        tracked.observe((0.0,) * 4)
    before = list(tracked.observed)

    follows(tracked, 500, -15.0)

    assert before[AP] == pytest.approx(-20.0)
    assert tracked.observed[:7] == before[:7]
    assert tracked.off_captured(tracked.observed) is None


def test_a_seat_whose_zero_is_not_believed_is_judged_from_the_least_that_was_seen():
    """Each cell reads 50 N too much; once the seat was empty, shares are those of the sitter."""
    force_n = tuple(one + 50.0 for one in cell_forces(LOAD_N, -20.0, 0.0))
    tracked = tracking(trusted=False, reference=reference_of(force_n=force_n))
    for _ in range(3):
        tracked.observe((50.0,) * 4)

    assert tracked.observed[AP] == pytest.approx(-20.0)
    assert tracked.observe(force_n)[AP] == pytest.approx(-20.0)
    assert math.exp(tracked.observed[LN_LOAD]) == pytest.approx(LOAD_N)


def test_another_reference_begins_anew_and_the_same_one_does_not():
    tracked, reference = tracking(), reference_of(-30.0)
    assert tracked.use(reference, trusted=True), "another one was there before"
    follows(tracked, 900, -22.0)
    moved = list(tracked.observed)

    assert not tracked.use(reference, trusted=True)
    assert tracked.observed == moved

    assert tracked.use(reference_of(0.0), trusted=True)
    assert tracked.observed[AP] == pytest.approx(0.0, abs=1e-9)
    assert not tracked.use(None, trusted=True)
    assert tracked.observed is None
    assert tracked.observe(cell_forces(LOAD_N, 0.0, 0.0)) is None


def test_a_reference_of_an_older_version_has_its_centre_and_its_load():
    tracked = tracking(reference=Reference(ReferenceSource.GUIDED, -20.0, 4.0, LOAD_N))

    assert tracked.observed[:3] == pytest.approx([-20.0, 4.0, math.log(LOAD_N)])
    assert all(math.isnan(value) for value in tracked.observed[3:])


# ---- in the chair


FURTHER_FORWARD = Settled(hips_mm=10.0)
FAR_FORWARD = Settled(hips_mm=42.0)


def centre_mm(story: Story) -> float:
    """The tracked reference's centre, forward: what the shift is measured from."""
    now = story.chair.now
    return now.cop_ap_mm - now.shift.ap_mm


def test_a_chair_follows_a_sitter_who_settles_a_little_further_forward_but_not_their_slide():
    near = upright_story(Layout.FOUR)
    captured_mm = near.chair.now.reference.cop_ap_mm
    near.poses(600, settled=FURTHER_FORWARD)
    near_mm = centre_mm(near) - captured_mm

    slid = upright_story(Layout.FOUR).poses(600, slide_mm=70.0)

    assert 2.0 < near_mm < 15.0
    assert centre_mm(slid) == pytest.approx(captured_mm, abs=1.5)
    assert near.chair.now.reference.cop_ap_mm == captured_mm


def test_standing_up_never_resets_the_reference():
    """What belonged to this sitting goes; what was followed over the minutes stays."""
    story = upright_story(Layout.FOUR)
    captured_mm = story.chair.now.reference.cop_ap_mm
    story.poses(600, settled=FURTHER_FORWARD)
    before_mm = centre_mm(story)

    story.away(400).poses(8)

    assert captured_mm + 2.0 < centre_mm(story) <= before_mm + 0.5
    assert story.chair.now.reference.source is ReferenceSource.GUIDED


def test_where_somebody_comes_to_rest_is_no_slide_and_what_follows_is():
    story = upright_story(Layout.SIX).away(60).poses(240, settled=FAR_FORWARD)
    at_rest = story.of(SlideBegan)

    story.poses(120, settled=FAR_FORWARD, slide_mm=60.0)

    assert at_rest == []
    assert len(story.of(SlideBegan)) == 1


def test_pushing_up_and_sinking_back_into_the_slide_hides_nothing():
    story = upright_story(Layout.FOUR).away(60).poses(90).poses(180, slide_mm=80.0)
    before = story.chair.now.slide

    story.load(3, 200.0, 40.0).poses(180, slide_mm=80.0)

    assert story.chair.now.slide.onset_t_s == before.onset_t_s
    assert story.chair.now.slide.slide_mm == pytest.approx(before.slide_mm, abs=8.0)
