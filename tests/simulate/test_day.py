"""Days of sitting: plausible, endless, the same for the same seed, and true to what they say of themselves."""

import dataclasses
import math
from pathlib import Path

import numpy as np
import pytest

from chairpi.core.calibration import Calibration
from chairpi.core.seat import Cell, Seat
from chairpi.core.weighing.weigher import Weigher
from chairpi.errors import RecordingError
from chairpi.recordings.columns import LABELS
from chairpi.recordings.reading import open_recording, read_frames
from chairpi.recordings.simulated_day import write_day
from chairpi.simulate.chair import simulated_chair
from chairpi.simulate.day import Day, Truth
from chairpi.simulate.furniture import Furniture
from chairpi.simulate.people import OTHER_POSTURES, Person
from chairpi.simulate.schedule import Schedule
from chairpi.simulate.sitter import Sitter
from chairpi.simulate.timeline import Move, Timeline

CHAIR, _ = simulated_chair()
THREE = Seat((Cell("seat_front", 180.0, 0.0), Cell("seat_left", -150.0, -160.0), Cell("seat_right", -150.0, 160.0)))
MANY = Seat(
    (
        Cell("back_lower_left", math.nan, -100.0),
        *(Cell(f"seat_{n}", 170 * math.cos(n), 170 * math.sin(n)) for n in range(7)),
        Cell("back_upper", math.nan, 0.0),
        Cell("back_lower_right", math.nan, 100.0),
    )
)
DAY_S = np.arange(0.0, 8 * 3600.0, 1.0)
HALF_HOUR_S = np.arange(0.0, 2400.0, 0.5)


@pytest.mark.parametrize(
    "seat", [pytest.param(CHAIR, id="four"), pytest.param(THREE, id="three"), pytest.param(MANY, id="seven")]
)
def test_load_and_cop_computed_back_from_the_forces_are_the_truth(seat: Seat) -> None:
    day = Day(seat, seed=3, drift_n=0.0)
    t_s = np.arange(0.0, 7200.0, 0.7)

    forces_n, truth = day.forces_n(t_s), day.truth(t_s)

    weigher = Weigher(seat, Calibration.newtons(len(seat.cells)))
    loads = weigher.loads(forces_n)
    np.testing.assert_allclose(loads.total_n, truth.total_n, atol=1e-9)
    somebody = truth.total_n > 20.0
    assert somebody.any()
    cop_ap_mm, cop_ml_mm = weigher.centre_of_pressure(loads)
    np.testing.assert_allclose(cop_ap_mm[somebody], truth.cop_ap_mm[somebody], atol=1e-9)
    np.testing.assert_allclose(cop_ml_mm[somebody], truth.cop_ml_mm[somebody], atol=1e-9)
    if seat is not THREE:
        np.testing.assert_allclose(loads.back_upper_n, truth.back_upper_n, atol=1e-9)
        np.testing.assert_allclose(loads.back_lower_n, truth.back_lower_n, atol=1e-9)


@pytest.mark.parametrize("seat", [CHAIR, THREE, MANY])
def test_one_instant_is_the_same_as_many(seat: Seat) -> None:
    day = Day(seat, seed=5, lively=True)
    t_s = np.sort(np.random.default_rng(5).uniform(-10.0, 3 * 8 * 3600.0, 3000))

    many_n = day.forces_n(t_s)

    np.testing.assert_allclose(many_n, [day.force_at(t) for t in t_s.tolist()], rtol=1e-9, atol=1e-9)


def test_no_time_at_all_gives_nothing() -> None:
    assert Day(CHAIR).forces_n(np.empty(0)).shape == (0, 6)
    assert Day(CHAIR).truth(np.empty(0)).label.shape == (0,)


def test_the_same_seed_is_the_same_day_in_any_order_and_another_seed_another() -> None:
    forward = Day(CHAIR, seed=7, hours=1.0)
    backward = Day(CHAIR, seed=7, hours=1.0)
    t_s = np.arange(0.0, 5 * 3600.0, 10.0)

    forces_n = forward.forces_n(t_s)
    again_n = np.concatenate([backward.forces_n(part) for part in np.array_split(t_s, 7)[::-1]][::-1])

    np.testing.assert_array_equal(forces_n, again_n)
    assert not np.array_equal(forces_n, Day(CHAIR, seed=8, hours=1.0).forces_n(t_s))


def test_days_go_on_for_ever_and_each_is_a_new_one() -> None:
    day = Day(CHAIR, seed=1, hours=2.0)

    sat = [(day.truth(number * 7200.0 + np.arange(0.0, 7200.0, 5.0)).total_n > 200.0) for number in (0, 1, 1000)]

    assert all(0.2 < part.mean() < 1.0 for part in sat)
    assert not np.array_equal(sat[0], sat[1])
    assert not np.array_equal(sat[1], sat[2])


def test_a_day_says_only_what_the_recording_format_knows() -> None:
    truth = Day(CHAIR, seed=2).truth(DAY_S)

    assert set(truth.label) <= {"", *LABELS}
    assert {"vacant", "upright", "forward_slide", "object"} <= set(truth.label)
    np.testing.assert_array_equal(np.isnan(truth.cop_ap_mm), truth.total_n <= 0)
    np.testing.assert_array_equal(np.isnan(truth.slide_mm), np.isin(truth.label, ["vacant", "object"]))


def test_a_slide_is_labelled_by_how_far_it_went() -> None:
    truth = Day(CHAIR, seed=2).truth(DAY_S)

    assert np.percentile(truth.slide_mm[truth.label == "upright"], 99) < 15.0
    assert truth.slide_mm[truth.label == "upright"].max() <= 60.0  # while somebody comes back from a perch of 120 mm
    assert np.median(truth.slide_mm[truth.label == "upright"]) == 0.0
    assert np.median(truth.slide_mm[truth.label == "forward_slide"]) > 40.0
    assert truth.slide_mm[truth.label == "forward_slide"].max() <= 100.0


def test_cop_stays_inside_the_cells_and_nothing_pulls_but_for_the_drift() -> None:
    for seed in range(5):
        day = Day(CHAIR, seed=seed, drift_n=0.3)

        forces_n, truth = day.forces_n(DAY_S), day.truth(DAY_S)

        assert np.nanmax(np.abs(truth.cop_ap_mm)) < 150
        assert np.nanmax(np.abs(truth.cop_ml_mm)) < 150
        assert forces_n.min() >= -0.3


def test_bouts_breaks_and_changes_come_as_often_as_in_an_office() -> None:
    class Counted(Schedule):
        changes = 0

        def _change(self, t_s: float, posture: str) -> None:
            self.changes += 1
            super()._change(t_s, posture)

        def _reseat(self, t_s: float) -> None:
            self.changes += 1
            super()._reseat(t_s)

    changes, seated_h, breaks_s = 0, 0.0, []
    for seed in range(30):
        schedule = Counted(Sitter(), np.random.default_rng(seed))
        schedule.day(30.0, 8 * 3600.0)
        changes += schedule.changes
        seated_h += sum(stood_s - sat_s for sat_s, stood_s in schedule.bouts) / 3600
        breaks_s += [
            sat_s - stood_s for (_, stood_s), (sat_s, _) in zip(schedule.bouts, schedule.bouts[1:], strict=False)
        ]
        assert all(20 * 60 <= stood_s - sat_s <= 70 * 60 for sat_s, stood_s in schedule.bouts[:-1])

    assert 15 <= changes / seated_h <= 18
    assert min(breaks_s) >= 120
    assert sum(break_s >= 1800 for break_s in breaks_s) == 30  # one lunch a day


def test_feet_move_twelve_times_an_hour() -> None:
    class Counted(Schedule):
        foot_moves = 0

        def _do(self, what: str, t_s: float, change_s: float) -> dict[str, float]:
            self.foot_moves += what == "feet"
            return super()._do(what, t_s, change_s)

    foot_moves, seated_h = 0, 0.0
    for seed in range(30):
        schedule = Counted(Sitter(), np.random.default_rng(seed))
        schedule.day(30.0, 8 * 3600.0)
        foot_moves += schedule.foot_moves
        seated_h += sum(stood_s - sat_s for sat_s, stood_s in schedule.bouts) / 3600

    assert 11.0 <= foot_moves / seated_h <= 13.0


def test_sway_is_larger_without_the_backrest_and_breathing_is_half_a_newton() -> None:
    t_s = np.arange(0.0, 8 * 3600.0, 0.1)
    sways_mm: dict[str, list[float]] = {"upright": [], "upright_off_backrest": []}
    for seed in range(8):
        truth = Day(CHAIR, seed=seed).truth(t_s)
        for label, found in sways_mm.items():
            windows = (truth.label == label).reshape(-1, 150).all(axis=1)
            found += truth.cop_ap_mm.reshape(-1, 150)[windows].std(axis=1).tolist()
        quiet = (truth.label == "upright").reshape(-1, 150).all(axis=1)
        breath_n = np.median(np.ptp(truth.total_n.reshape(-1, 150)[quiet], axis=1))
        assert breath_n == pytest.approx(1.0, rel=0.05)

    supported_mm, unsupported_mm = (np.median(found) for found in sways_mm.values())
    assert 0.9 <= supported_mm <= 1.4  # work of the hands adds some
    assert 1.6 <= unsupported_mm / supported_mm <= 3.0


def test_a_body_does_not_jump() -> None:
    t_s = np.arange(0.0, 3 * 3600.0, 0.1)
    truth = Day(CHAIR, seed=4).truth(t_s)

    assert np.abs(np.diff(truth.total_n)).max() < 160.0  # sitting down: all of it in 0.8 s
    steps_mm = np.abs(np.diff(truth.cop_ap_mm))
    assert np.nanmax(steps_mm) < 25.0


def test_the_guided_upright_time_is_quiet_and_upright() -> None:
    day = Day(CHAIR, seed=6)

    assert day.upright_s is not None
    truth = day.truth(np.arange(*day.upright_s, 0.1))
    assert set(truth.label) == {"upright"}
    assert truth.cop_ap_mm.std() < 2.0
    assert set(truth.slide_mm) == {0.0}


def test_a_day_too_short_to_sit_still_in_names_no_guided_upright_time() -> None:
    assert Day(CHAIR, hours=0.01).upright_s is None


@pytest.mark.parametrize("hours", [0.0, -1.0, math.nan, math.inf])
def test_a_day_without_a_length_is_refused(hours: float) -> None:
    with pytest.raises(ValueError, match="hours"):
        Day(CHAIR, hours=hours)


def test_a_day_too_short_to_be_lively_is_refused() -> None:
    with pytest.raises(ValueError, match="lively"):
        Day(CHAIR, hours=0.5, lively=True)


@pytest.mark.parametrize("hours", [0.01, 0.1, 0.6, 3.0])
def test_a_day_of_any_length_ends_on_an_empty_seat(hours: float) -> None:
    for seed in range(10):
        day = Day(CHAIR, seed=seed, hours=hours, lively=hours >= 0.6)

        assert day.truth(np.array([hours * 3600.0 - 1e-3])).label[0] == "vacant"


@pytest.mark.parametrize("jitter", [-1.0, math.nan, math.inf])
def test_a_jitter_that_is_no_factor_is_refused(jitter: float) -> None:
    with pytest.raises(ValueError, match="jitter"):
        Day(CHAIR, jitter=jitter)


def test_people_twice_as_restless_do_the_same_things_further_from_their_usual() -> None:
    def upright_spread_mm(jitter: float) -> float:
        spreads = []
        for seed in range(6):
            truth = Day(CHAIR, seed=seed, jitter=jitter).truth(DAY_S)
            spreads.append(truth.cop_ap_mm[(truth.label == "upright") & (truth.slide_mm == 0.0)].std())
        return float(np.mean(spreads))

    none_mm, usual_mm, twice_mm = (upright_spread_mm(jitter) for jitter in (0.0, 1.0, 2.0))

    assert none_mm < 4.0
    assert 10.0 < usual_mm < 20.0
    assert twice_mm > 1.6 * usual_mm


def test_a_person_and_a_chair_may_be_given() -> None:
    person, furniture = Person(mass_kg=61.0), Furniture(backrest_deg=15.0)

    day = Day(CHAIR, seed=1, person=person, furniture=furniture)

    assert (day.sitter.person, day.sitter.furniture) == (person, furniture)
    assert Day(CHAIR, seed=1, person=person).sitter.furniture == Day(CHAIR, seed=1).sitter.furniture


def test_the_back_is_on_the_backrest_just_in_postures_that_lean_on_it() -> None:
    for seat in (CHAIR, THREE):
        truth = Day(seat, seed=3).truth(DAY_S)

        def contact(*labels: str, truth: Truth = truth) -> float:
            return float(truth.back_contact[np.isin(truth.label, labels)].mean())

        assert contact("vacant", "object") < 0.001  # while somebody sits down
        assert contact("upright", "forward_slide", "recline", "crossed_left", "crossed_right") > 0.98
        assert contact("lean_left", "lean_right") > 0.95
        assert contact("upright_off_backrest", "perched", "forward_lean", "desk_lean") < 0.05


def test_two_upper_cells_tell_the_side_that_somebody_leans_to() -> None:
    seat = Seat(
        (*CHAIR.seat_cells, Cell("back_upper_left", math.nan, -120.0), Cell("back_upper_right", math.nan, 120.0))
    )
    day = Day(seat, seed=3, drift_n=0.0)
    forces_n, truth = day.forces_n(DAY_S), day.truth(DAY_S)

    left_n, right_n = forces_n[:, 4], forces_n[:, 5]

    np.testing.assert_allclose(left_n + right_n, truth.back_upper_n, atol=1e-9)
    assert (left_n > 1.5 * right_n)[truth.label == "lean_left"].mean() > 0.9
    assert (right_n > 1.5 * left_n)[truth.label == "lean_right"].mean() > 0.9
    assert (left_n > right_n)[truth.label == "crossed_left"].mean() > 0.6


def test_slides_creep_and_come_at_once_and_people_lean_on_top_of_them() -> None:
    sudden, crept, on_top = 0, 0, set()
    for seed in range(12):
        truth = Day(CHAIR, seed=seed).truth(DAY_S)
        slid = truth.label == "forward_slide"
        for began in np.flatnonzero(slid[1:] & ~slid[:-1] & (truth.label[:-1] != "")) + 1:
            if began > 3 and truth.slide_mm[began - 3] == 0.0:
                sudden += truth.slide_mm[began + 2] >= 35.0
        crept += int(((truth.slide_mm > 5.0) & (truth.slide_mm < 30.0) & (truth.label == "")).any())
        on_top |= set(truth.label[(truth.slide_mm >= 40.0) & (truth.label != "perched")])

    assert sudden >= 20
    assert crept == 12
    assert {"lean_left", "lean_right", "desk_lean", "forward_lean", "recline", "crossed_left"} <= on_top


def test_on_a_slippery_seat_every_slide_goes_all_the_way() -> None:
    slippery, grippy = (Day(CHAIR, seed=4, furniture=Furniture(seat_friction=mu)).truth(DAY_S) for mu in (0.01, 2.0))

    def between(truth: Truth) -> float:
        return float(((truth.slide_mm > 5.0) & (truth.slide_mm < 30.0)).mean())

    assert between(slippery) < 0.01 < between(grippy)


def test_habits_make_people_slide_sooner_and_change_more_often() -> None:
    def moves(**habits: float) -> tuple[int, float]:
        person = dataclasses.replace(Person(), **habits)  # type: ignore[arg-type]
        day = Day(CHAIR, seed=9, person=person)
        truth = day.truth(DAY_S)
        changes = int((truth.label[1:] != truth.label[:-1]).sum())
        return changes, float((truth.slide_mm >= 30.0).mean())

    assert moves(changes_per_hour=32.0)[0] > moves(changes_per_hour=8.0)[0]
    assert moves(slides=4.0)[1] > moves(slides=0.25)[1]


def test_people_do_most_what_they_favour() -> None:
    favours = tuple(100.0 if posture == "recline" else 1.0 for posture in OTHER_POSTURES)

    truth = Day(CHAIR, seed=2, person=Person(favours=favours)).truth(DAY_S)

    others = truth.label[np.isin(truth.label, OTHER_POSTURES)]
    assert (others == "recline").mean() > 0.8


@pytest.mark.parametrize("seed", range(5))
def test_the_lively_half_hour_keeps_its_promises(seed: int) -> None:
    day = Day(CHAIR, seed=seed, lively=True)

    truth = day.truth(HALF_HOUR_S)

    def at(t_s: float) -> int:
        return int(t_s / 0.5)

    assert set(truth.label[: at(5)]) == {"vacant"}
    assert set(truth.label[at(7) : at(105)]) == {"upright"}
    assert (truth.slide_mm[at(300) : at(719)] >= 50.0).all()
    assert (truth.slide_mm[at(723) : at(1979)] == 0.0).all()
    assert {"lean_left", "lean_right", "desk_lean", "recline", "crossed_left"} <= set(truth.label[at(723) : at(1979)])
    assert (truth.total_n[at(10) : at(1980)] > 100.0).all()
    away = np.isin(truth.label, ["vacant", "object"]) & (HALF_HOUR_S > 1900) & (HALF_HOUR_S < 2200)
    assert 120.0 < away.sum() * 0.5 < 150.0
    assert 55.0 < (truth.label == "object").sum() * 0.5 < 65.0
    assert (truth.total_n[at(2120) : at(2300)] > 200.0).all()


def test_moves_may_not_overlap() -> None:
    stance = Sitter().stance()

    with pytest.raises(ValueError, match="before the one of"):
        Timeline(Sitter().away(), [Move(1.0, 2.0, stance, "upright"), Move(2.5, 1.0, stance, "upright")])


def test_a_timeline_without_moves_stays_as_it_is() -> None:
    away = Sitter().away()
    timeline = Timeline(away, [])

    assert timeline.at(5.0) == away
    np.testing.assert_array_equal(timeline.many(np.array([0.0, 9.0])), np.array([away, away]).T)


def test_a_written_day_is_the_same_for_the_same_seed_and_says_where_it_came_from(tmp_path: Path) -> None:
    one, two, other = tmp_path / "one.csv", tmp_path / "two.csv", tmp_path / "other.csv"

    n_rows = write_day(one, 0.3, 11)
    write_day(two, 0.3, 11)
    write_day(other, 0.3, 12)

    assert one.read_bytes() == two.read_bytes() != other.read_bytes()
    header, frames = read_frames(one)
    assert header.extras["source"] == "chairpi simulate --hours 0.3 --seed 11"
    assert header.upright_s is not None
    assert len(frames.t_s) == n_rows == 10_800
    assert header.rate_hz == 10.0


def test_a_written_day_carries_its_truth(tmp_path: Path) -> None:
    path = tmp_path / "day.csv.gz"
    write_day(path, 0.7, 1, lively=True)
    truth = Day(CHAIR, seed=1, hours=0.7, lively=True).truth(np.arange(25_200) / 10.0)

    with open_recording(path) as recording:
        rows = list(recording)

    assert [row.label for row in rows] == truth.label.tolist()
    slides_mm = np.array([np.nan if row.slide_mm is None else row.slide_mm for row in rows])
    np.testing.assert_allclose(slides_mm, truth.slide_mm, atol=0.05)


def test_a_written_day_does_not_overwrite_another(tmp_path: Path) -> None:
    path = tmp_path / "day.csv"
    write_day(path, 0.01, 1)

    with pytest.raises(RecordingError, match="there already"):
        write_day(path, 0.01, 1)
    assert write_day(path, 0.01, 1, overwrite=True) == 360
