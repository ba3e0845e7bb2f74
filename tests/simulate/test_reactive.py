"""A sitter who is told what to do: it happens, the past stays as it was, and left alone they move as on any day."""

import numpy as np
import pytest

from chairpi.simulate.chair import simulated_chair
from chairpi.simulate.day import Day, Truth
from chairpi.simulate.doings import RESEAT_S
from chairpi.simulate.reactive import ReactiveDay

CHAIR, _ = simulated_chair()


def by_second(day: ReactiveDay | Day, start_s: float, end_s: float) -> Truth:
    return day.truth(np.arange(start_s, end_s, 1.0))


def day_of(seed: int, minutes: float) -> ReactiveDay:
    day = ReactiveDay(CHAIR, seed)
    day.sit_down(60.0)
    day.go_on(60.0 * minutes)
    return day


def test_nobody_sits_until_told_to_and_again_after_standing_up() -> None:
    day = ReactiveDay(CHAIR, 1)
    day.go_on(30.0)

    day.sit_down(60.0)
    assert day.sits_since_s == 60.0
    day.stand_up(400.0)
    day.go_on(500.0)

    sits = by_second(day, 0.0, 500.0).total_n > 200.0
    assert not sits[:60].any()
    assert sits[62:399].all()
    assert not sits[403:].any()
    assert day.sits_since_s is None
    assert day.bouts == [(60.0, pytest.approx(400.0, abs=6.0))]


@pytest.mark.parametrize("step_s", [0.5, 7.0, 15.0, 600.0])
def test_how_the_day_is_written_on_changes_nothing(step_s: float) -> None:
    whole = day_of(4, 30.0)
    t_s = np.arange(0.0, 1800.0, 0.3)

    day = ReactiveDay(CHAIR, 4)
    day.sit_down(60.0)
    parts = []
    for start_s in np.arange(0.0, 1800.0, step_s).tolist():
        day.go_on(start_s + step_s)
        parts.append(day.forces_n(t_s[(t_s >= start_s) & (t_s < start_s + step_s)]))

    np.testing.assert_array_equal(np.concatenate(parts), whole.forces_n(t_s))


def test_what_is_done_later_leaves_the_past_as_it_was() -> None:
    day = day_of(2, 20.0)
    before = by_second(day, 0.0, 1200.0)

    day.stand_up(1100.0)
    day.go_on(1300.0)

    after = by_second(day, 0.0, 1200.0)
    np.testing.assert_array_equal(after.total_n, before.total_n)
    np.testing.assert_array_equal(after.label, before.label)
    assert day.bouts[0][1] >= 1200.0


def test_sitting_back_ends_a_slide_and_another_one_comes_in_its_time() -> None:
    day = day_of(3, 2.0)
    minute = 2.0
    while by_second(day, 60.0 * (minute - 1), 60.0 * minute - 1).slide_mm[-1] < 30.0:
        minute += 1.0
        day.go_on(60.0 * minute)

    began_s = day.sit_back(60.0 * minute)
    day.go_on(began_s + 3600.0)

    slide_mm = by_second(day, began_s + RESEAT_S, began_s + 3600.0).slide_mm
    assert slide_mm[0] <= 5.0
    assert slide_mm.max() >= 30.0


@pytest.mark.parametrize("seed", range(5))
def test_a_shift_moves_the_weight(seed: int) -> None:
    day = day_of(seed, 3.0)

    began_s = day.shift(200.0)
    day.go_on(began_s + 10.0)

    truth = by_second(day, began_s - 1.0, began_s + 4.0)
    moved_mm = np.hypot(np.ptp(truth.cop_ap_mm), np.ptp(truth.cop_ml_mm))
    assert moved_mm >= 5.0 or truth.back_upper_n[0] != truth.back_upper_n[-1]


def test_a_bag_lies_where_nobody_sits() -> None:
    day = day_of(5, 2.0)
    stood_s = day.stand_up(130.0)

    laid_s = day.lay_bag(stood_s + 20.0, 60.0)
    day.sit_down(laid_s + 100.0)
    day.go_on(laid_s + 200.0)

    truth = by_second(day, laid_s + 5.0, laid_s + 55.0)
    assert set(truth.label) == {"object"}
    assert truth.total_n.max() < 80.0


def test_left_alone_they_change_posture_and_slide_as_on_any_day() -> None:
    t_s = np.arange(300.0, 2400.0, 1.0)
    slid: list[float] = []
    upright: list[float] = []
    for kind in (Day, ReactiveDay):
        truths = []
        for seed in range(25):
            day = Day(CHAIR, seed) if kind is Day else day_of(seed, 40.0)
            truth = day.truth(t_s)
            truths.append(truth)
        sits = np.concatenate([truth.total_n > 200.0 for truth in truths])
        slid.append(float(np.mean(np.concatenate([truth.slide_mm for truth in truths])[sits] >= 30.0)))
        upright.append(float(np.mean(np.concatenate([truth.label for truth in truths])[sits] == "upright")))

    assert slid[0] == pytest.approx(slid[1], abs=0.12)
    assert upright[0] == pytest.approx(upright[1], abs=0.12)


def test_what_cannot_be_is_refused() -> None:
    day = ReactiveDay(CHAIR)
    with pytest.raises(ValueError, match="they do not sit"):
        day.stand_up(1.0)
    day.sit_down(1.0)
    with pytest.raises(ValueError, match="they sit already"):
        day.sit_down(2.0)
    with pytest.raises(ValueError, match="they sit already"):
        day.lay_bag(2.0, 10.0)
    with pytest.raises(ValueError, match="not settled yet"):
        day.forces_n(np.array([5.0]))


def test_no_time_at_all_gives_nothing() -> None:
    assert ReactiveDay(CHAIR).forces_n(np.empty(0)).shape == (0, 6)
