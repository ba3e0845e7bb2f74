"""Weight shifts, lifts, still spells, left-right balance and variety."""

import dataclasses
import math
from collections.abc import Iterable

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sitting import SEAT

from chairpi.core.events.movement import WeightShift
from chairpi.core.events.upright import ReferenceSource
from chairpi.core.movement.movement import Movement
from chairpi.core.movement.shifts import MACRO_MM, MICRO_MM
from chairpi.core.seat import Cell, Seat, half_width_mm
from chairpi.core.upright.reference import Reference
from chairpi.core.weighing.second import Second
from chairpi.simulate.chair import simulated_chair
from chairpi.simulate.day import Day

REFERENCE = Reference(ReferenceSource.GUIDED, 0.0, 0.0, 500.0)
HALF_WIDTH_MM = 150.0
NAN = math.nan


def second(t_s: float, ap_mm: float = 0.0, ml_mm: float = 0.0, load_n: float = 500.0) -> Second:
    whole = not math.isnan(ap_mm + ml_mm)
    if not whole:
        ap_mm = ml_mm = NAN  # as the core does: a centre is known or it is not
    span = (0.0, 0.0) if whole else (math.inf, -math.inf)
    return Second(t_s, 1.0, load_n, ap_mm, ml_mm, NAN, NAN, span, span)


class Sitting:
    """One sitting, told in stretches; every second of them goes into `movement`."""

    def __init__(self) -> None:
        self.movement = Movement(HALF_WIDTH_MM)
        self.shifts: list[WeightShift] = []
        self.t_s = 0.0

    def sits(self, length_s: int, ap_mm: float = 0.0, ml_mm: float = 0.0, load_n: float = 500.0) -> "Sitting":
        for _ in range(length_s):
            self.t_s += 1.0
            shift = self.movement.receive(second(self.t_s, ap_mm, ml_mm, load_n), REFERENCE)
            self.shifts += [shift] if shift else []
        return self

    def unseen(self, length_s: float) -> "Sitting":
        self.t_s += length_s
        return self


def follow(seconds: Iterable[Second], reference: Reference | None = REFERENCE) -> tuple[Movement, list[WeightShift]]:
    movement = Movement(HALF_WIDTH_MM)
    told = [movement.receive(each, reference) for each in seconds]
    return movement, [shift for shift in told if shift]


@pytest.mark.parametrize(
    ("moved_mm", "size"),
    [
        pytest.param(MICRO_MM, "micro", id="just a micro shift"),
        pytest.param(MACRO_MM - 0.1, "micro", id="not quite a macro shift"),
        pytest.param(MACRO_MM, "macro", id="just a macro shift"),
        pytest.param(-60.0, "macro", id="far back"),
    ],
)
def test_a_cop_that_comes_to_lie_elsewhere_is_one_shift_told_soon_after(moved_mm: float, size: str):
    sitting = Sitting().sits(30).sits(30, moved_mm)

    (shift,) = sitting.shifts
    assert (shift.size, shift.moved_mm, shift.ap_mm, shift.ml_mm) == (size, abs(moved_mm), moved_mm, 0.0)
    assert shift.at_t_s == pytest.approx(30.0, abs=0.5)
    assert shift.t_s == pytest.approx(39.0, abs=1.0)


def test_a_diagonal_move_is_as_long_as_its_hypotenuse():
    (shift,) = Sitting().sits(30).sits(30, 12.0, -16.0).shifts

    assert (shift.moved_mm, shift.ap_mm, shift.ml_mm) == (20.0, 12.0, -16.0)


@pytest.mark.parametrize(
    "sitting",
    [
        pytest.param(Sitting().sits(30).sits(30, MICRO_MM - 0.1), id="a smaller move"),
        pytest.param(Sitting().sits(30).sits(2, 80.0).sits(30), id="a reach there and back"),
        pytest.param(Sitting().sits(30).sits(5, 80.0), id="one that has not settled"),
        pytest.param(Sitting().sits(30).unseen(60).sits(30, 80.0), id="one that nobody saw"),
        pytest.param(Sitting().sits(30).sits(60, NAN, NAN).sits(30, 80.0), id="one while the CoP was unknown"),
    ],
)
def test_no_shift_is(sitting: Sitting):
    assert sitting.shifts == []


def test_moves_of_a_few_seconds_are_one_shift_and_later_ones_another():
    sitting = Sitting().sits(30).sits(2, 15.0).sits(2, 25.0).sits(20, 40.0).sits(30, 0.0)

    assert [shift.ap_mm for shift in sitting.shifts] == pytest.approx([40.0, -40.0])
    assert [shift.at_t_s for shift in sitting.shifts] == pytest.approx([32.0, 54.0], abs=1.5)
    assert sitting.movement.n_macro == 2


def test_a_second_or_two_without_a_reading_hide_no_shift():
    sitting = Sitting().sits(30).unseen(2).sits(30, 40.0)

    assert len(sitting.shifts) == 1


def test_a_lift_is_a_load_that_goes_and_comes_back():
    sitting = Sitting().sits(60).sits(3, load_n=300.0).sits(20)

    assert sitting.movement.n_lifts == 1
    assert sitting.movement.still_s(sitting.t_s) == 20.0
    assert sitting.movement.longest_still_s(sitting.t_s) == 63.0


@pytest.mark.parametrize(
    "sitting",
    [
        pytest.param(Sitting().sits(60).sits(15, load_n=300.0).sits(20), id="one that lasts"),
        pytest.param(Sitting().sits(60).sits(3, load_n=350.0).sits(20), id="70 % of the load"),
        pytest.param(Sitting().sits(60).sits(3, load_n=300.0), id="one that has not come back"),
        pytest.param(
            Sitting().sits(60).sits(3, load_n=300.0).sits(3, load_n=NAN).sits(9), id="one whose end is unknown"
        ),
    ],
)
def test_no_lift_is(sitting: Sitting):
    assert sitting.movement.n_lifts == 0


@pytest.mark.parametrize(
    ("ml_mm", "load_n", "length_s", "n_off_loads"),
    [
        pytest.param(46.0, 500.0, 15, 1, id="left side at 69 %"),
        pytest.param(-46.0, 500.0, 15, 1, id="right side at 69 %"),
        pytest.param(46.0, 500.0, 200, 1, id="for long is still once"),
        pytest.param(0.0, 300.0, 15, 1, id="both sides at once"),
        pytest.param(46.0, 500.0, 14, 0, id="too short"),
        pytest.param(44.0, 500.0, 60, 0, id="left side at 71 %"),
        pytest.param(NAN, 500.0, 60, 0, id="unknown"),
    ],
)
def test_a_side_that_stays_low_is_an_off_load(ml_mm: float, load_n: float, length_s: int, n_off_loads: int):
    sitting = Sitting().sits(60).sits(length_s, ml_mm=ml_mm, load_n=load_n).sits(30)

    assert sitting.movement.n_off_loads == n_off_loads


def test_still_spells_run_from_shift_to_shift():
    sitting = Sitting().sits(300).sits(100, 20.0).sits(200, 60.0)

    assert sitting.movement.longest_still_s(sitting.t_s) == pytest.approx(300.0, abs=1.0)
    assert sitting.movement.still_s(sitting.t_s) == pytest.approx(200.0, abs=1.0)


def test_time_without_a_centre_of_pressure_is_not_stillness():
    sitting = Sitting().sits(100).sits(1000, NAN, NAN)
    assert sitting.movement.still_s(sitting.t_s) is None

    sitting.sits(50)
    assert sitting.movement.still_s(sitting.t_s) == pytest.approx(50.0, abs=5)
    assert sitting.movement.longest_still_s(sitting.t_s) == pytest.approx(100.0, abs=5)


def test_nor_is_time_that_nobody_saw():
    sitting = Sitting().sits(100).unseen(1000).sits(50)

    assert sitting.movement.still_s(sitting.t_s) == pytest.approx(50.0, abs=5)
    assert sitting.movement.longest_still_s(sitting.t_s) == pytest.approx(100.0)


@pytest.mark.parametrize(
    ("ml_mm", "balance"),
    [(0.0, 0.5), (30.0, 0.6), (-30.0, 0.4), (400.0, 1.0), (NAN, None)],
    ids=["as in the reference", "right", "left", "beyond the cells", "unknown"],
)
def test_the_balance_is_the_share_on_the_right(ml_mm: float, balance: float | None):
    sitting = Sitting().sits(1, ml_mm=ml_mm)

    assert sitting.movement.balance == (balance if balance is None else pytest.approx(balance))


def test_without_a_reference_shifts_are_seen_and_the_rest_is_unknown():
    movement, shifts = follow((second(t_s, 40.0 * (t_s > 30), 0.0, 300.0) for t_s in range(1, 61)), reference=None)

    assert len(shifts) == 1
    assert movement.balance is None
    assert movement.n_lifts == movement.n_off_loads == 0


def test_the_index_counts_shifts_in_each_five_minutes_that_are_over():
    sitting = Sitting().sits(100).sits(100, 20.0).sits(200, 60.0).sits(150, 20.0).sits(40, 0.0)

    assert sitting.movement.epochs(sitting.t_s) == (2,)
    sitting.sits(26)
    assert sitting.movement.epochs(sitting.t_s) == (2, 2)


def test_five_minutes_of_which_little_is_known_have_no_index():
    sitting = Sitting().sits(300).sits(100, NAN, NAN).sits(200).sits(300).sits(20)

    assert sitting.movement.epochs(sitting.t_s) == (0, None, 0)


def test_variety_is_the_share_of_time_away_from_the_most_usual_place():
    sitting = Sitting().sits(299)
    assert sitting.movement.variety is None

    sitting.sits(1)
    assert sitting.movement.variety == 0.0

    sitting.sits(100, 40.0)
    assert sitting.movement.variety == pytest.approx(0.25)

    sitting.sits(400, 8.0)
    assert sitting.movement.variety == pytest.approx(100 / 800)  # 8 mm from the first place is the same one


def test_asking_for_the_variety_along_the_way_does_not_change_it():
    asked, unasked = Sitting(), Sitting()
    for i in range(40):
        for sitting in (asked, unasked):
            sitting.sits(20, 15.0 * (i % 5), 10.0 * (i % 3))
        assert asked.movement.variety is None or asked.movement.variety >= 0

    assert asked.movement.variety == unasked.movement.variety


def test_standing_up_begins_anew():
    sitting = Sitting().sits(400).sits(30, 60.0).sits(5, 0.0)
    sitting.movement.stand_up()
    sitting.sits(30, 60.0)

    movement = sitting.movement
    assert len(sitting.shifts) == 1  # going back to 0 was part of standing up
    assert (movement.n_macro, movement.variety, movement.balance) == (0, None, 0.5)
    assert movement.still_s(sitting.t_s) == movement.longest_still_s(sitting.t_s) == 30.0


stretches = st.lists(
    st.tuples(
        st.integers(1, 25),
        st.one_of(st.just(NAN), st.integers(-60, 60).map(float)),
        st.integers(-60, 60).map(float),
        st.sampled_from([500.0, 300.0, 420.0, NAN]),
    ),
    max_size=30,
)


def told(parts: list[tuple[int, float, float, float]], side: float = 1.0, from_t_s: float = 0.0) -> Sitting:
    sitting = Sitting().unseen(from_t_s)
    for length_s, ap_mm, ml_mm, load_n in parts:
        sitting.sits(length_s, ap_mm, side * ml_mm, load_n)
    return sitting


@given(stretches)
def test_a_mirrored_sitter_moves_as_much(parts: list[tuple[int, float, float, float]]):
    one, mirrored = told(parts), told(parts, side=-1.0)

    assert [dataclasses.replace(shift, ml_mm=-shift.ml_mm) for shift in mirrored.shifts] == one.shifts
    a, b, t_s = one.movement, mirrored.movement, one.t_s
    assert (a.n_micro, a.n_macro, a.n_lifts, a.n_off_loads) == (b.n_micro, b.n_macro, b.n_lifts, b.n_off_loads)
    assert (a.still_s(t_s), a.longest_still_s(t_s), a.epochs(t_s)) == (
        b.still_s(t_s),
        b.longest_still_s(t_s),
        b.epochs(t_s),
    )
    assert a.variety == b.variety
    assert b.balance == (None if a.balance is None else pytest.approx(1.0 - a.balance))


@given(stretches)
def test_shifts_come_in_order_apart_and_settled(parts: list[tuple[int, float, float, float]]):
    sitting = told(parts)

    for before, after in zip(sitting.shifts, sitting.shifts[1:], strict=False):
        assert after.t_s - before.t_s > 5.0
    assert all(0.0 < shift.t_s - shift.at_t_s < 17.0 for shift in sitting.shifts)
    assert all(shift.moved_mm == math.hypot(shift.ap_mm, shift.ml_mm) for shift in sitting.shifts)
    assert sitting.movement.n_micro + sitting.movement.n_macro == len(sitting.shifts)


@given(stretches, st.integers(1, 100_000))
def test_when_it_happens_does_not_matter(parts: list[tuple[int, float, float, float]], later_s: int):
    one, later = told(parts), told(parts, from_t_s=float(later_s))

    assert [shift.moved_mm for shift in later.shifts] == [shift.moved_mm for shift in one.shifts]
    assert [shift.t_s - later_s for shift in later.shifts] == pytest.approx([shift.t_s for shift in one.shifts])


def test_the_half_width_is_that_of_the_cells_aside_of_the_middle():
    three = Seat((Cell("seat_left", 100, -200), Cell("seat_right", 100, 180), Cell("seat_rear", -150, 5)))

    assert half_width_mm(SEAT) == 150.0
    assert half_width_mm(three) == 190.0


def seated_seconds(day: Day, hours: int) -> Iterable[Second | None]:
    """The seconds of a simulated day, without cells in between; `None` for one in which nobody sits."""
    t_s = np.arange(hours * 3600 * 4) / 4.0
    truth = day.truth(t_s)
    nobody = np.isin(truth.label, ["vacant", "object"])
    ap_mm, ml_mm = np.nan_to_num(truth.cop_ap_mm), np.nan_to_num(truth.cop_ml_mm)
    for i in range(0, len(t_s), 4):
        here = slice(i, i + 4)
        if nobody[here].any():
            yield None
        else:
            yield second(t_s[i] + 1.0, ap_mm[here].mean(), ml_mm[here].mean(), truth.total_n[here].mean())


def test_simulated_people_shift_about_as_often_as_office_workers_do():
    """14.8-18.2 shifts an hour of 10 % of the load, 4.8-7.7 of 20 % (Waongenngarm et al. 2020); a third to each side for so few people."""
    n_shifts, n_macro, n_seated = 0, 0, 0
    seat, _ = simulated_chair()
    for seed in range(6):
        movement = Movement(half_width_mm(seat))
        for each in seated_seconds(Day(seat, seed, 4.0), 4):
            if each is None:
                movement.stand_up()
                continue
            n_seated += 1
            shift = movement.receive(each, None)
            n_shifts += shift is not None
            n_macro += shift is not None and shift.size == "macro"

    hours = n_seated / 3600
    assert 14.8 * 0.67 < n_shifts / hours < 18.2 * 1.33
    assert 4.8 * 0.67 < n_macro / hours < 7.7 * 1.33
