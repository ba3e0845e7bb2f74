"""The rivals of tests/bench/detectors.py do what their papers and usual practice say, on days made by hand."""

import math
import sys
from pathlib import Path

import numpy as np
import pytest

from chairpi.core.events.posture import SlideBegan, SlideEnd, SlideEnded

sys.path.insert(0, str(Path(__file__).parent / "bench"))
from rivals.in_time import (
    CalibratedThreshold,
    Judged,
    PageHinkley,
    Persistence,
    RollingBaseline,
    SatSecond,
    rivals_in_time,
    tell,
)


def day(*parts, load_fraction=0.0):
    """Seconds from (length [s], shift [mm] or None for an empty seat)."""
    shifts_mm = [mm for length_s, mm in parts for _ in range(length_s)]
    return [
        (SatSecond(t_s, math.nan if mm is None else float(mm), load_fraction), mm is not None)
        for t_s, mm in enumerate(shifts_mm, start=1)
    ]


def began_s(told):
    return [event.t_s for event in told if isinstance(event, SlideBegan)]


def test_a_threshold_tells_a_slide_after_a_minute_and_its_end_after_half_a_minute():
    told = tell(Persistence(CalibratedThreshold()), day((100, 0), (300, 45), (100, 0)))

    assert told == [SlideBegan(160, 100, 50.0), SlideEnded(430, 100, 330, 50.0, SlideEnd.RETURNED)]


def test_a_shift_of_less_than_the_threshold_is_never_a_slide():
    assert tell(Persistence(CalibratedThreshold()), day((5000, 29.9))) == []


def test_a_gain_in_load_is_no_slide_to_the_threshold_that_looks_at_it():
    seconds = day((300, 45), load_fraction=0.02)

    assert began_s(tell(Persistence(CalibratedThreshold()), seconds)) == [60]
    assert tell(Persistence(CalibratedThreshold(0.01)), seconds) == []


def test_a_second_that_does_not_look_slid_takes_three_off():
    assert began_s(tell(Persistence(CalibratedThreshold()), day((30, 45), (2, 0), (300, 45)))) == [68]


def test_standing_up_ends_a_slide_and_is_not_waited_through():
    told = tell(Persistence(CalibratedThreshold()), day((90, 45), (10, None), (50, 45)))

    assert [(event.t_s, type(event)) for event in told] == [(60, SlideBegan), (91, SlideEnded)]
    assert told[1].why is SlideEnd.STOOD_UP


def test_seconds_without_a_centre_change_nothing():
    told = tell(Persistence(CalibratedThreshold()), day((30, 45), (20, math.nan), (300, 45)))

    assert began_s(told) == [80]


def test_a_rolling_baseline_learns_the_slide_and_lets_go_of_it():
    told = tell(Persistence(RollingBaseline()), day((600, 0), (3000, 60)))

    learnt_half_s = 600 * math.log(60 / 30)
    assert began_s(told) == [660]
    assert told[1].t_s == pytest.approx(600 + learnt_half_s + 30, abs=3)
    assert told[1].why is SlideEnd.RETURNED


def test_page_hinkley_tells_a_rise_and_then_the_fall():
    told = tell(PageHinkley(), day((600, 0), (600, 60), (600, 0)))

    assert [type(event) for event in told] == [SlideBegan, SlideEnded]
    assert told[0].t_s == pytest.approx(600 + 1500 / 55, abs=3)
    assert told[0].onset_t_s == 600
    assert told[1].t_s == pytest.approx(1200 + 1500 / 55, abs=3)


def test_page_hinkley_is_not_moved_by_what_stays_within_its_tolerance():
    assert tell(PageHinkley(), day((3000, 0), (3000, 4.9), (3000, 0))) == []


def test_what_a_classifier_says_has_to_last_as_well():
    said = Persistence(Judged(range(100, 200)))

    assert began_s(tell(said, day((400, 0)))) == [159]


def test_every_rival_in_time_tells_a_plain_slide_once():
    for name, detector in rivals_in_time().items():
        told = tell(detector, day((900, 0), (240, 60), (600, None)))

        assert len(began_s(told)) == 1, name
        assert isinstance(told[-1], SlideEnded), name


def test_body_weight_ratios_take_a_persons_size_out():
    pytest.importorskip("sklearn", reason="scikit-learn is not here: pip install --editable '.[bench]'")
    from rivals.classifiers import body_weight_ratios

    force_n = np.array([[100.0, 120.0, 180.0, 160.0], [130.0, 150.0, 140.0, 120.0]])

    assert np.allclose(body_weight_ratios(force_n, 560.0), body_weight_ratios(1.4 * force_n, 1.4 * 560.0))


@pytest.mark.parametrize("kind", ["SVM-RBF", "random forest", "k-NN", "LDA on normal scores"])
def test_each_classifier_learns_what_can_be_learnt_and_gives_probabilities(kind):
    pytest.importorskip("sklearn", reason="scikit-learn is not here: pip install --editable '.[bench]'")
    from rivals.classifiers import fitted, probabilities

    rng = np.random.default_rng(1)
    labels = np.repeat(["upright", "forward_slide", "lean_left"], 40)
    centres = {"upright": (0.25, 0.25), "forward_slide": (0.35, 0.15), "lean_left": (0.35, 0.35)}
    features = np.array([centres[label] for label in labels]) + 0.01 * rng.standard_normal((120, 2))
    people = np.array([str(i % 6) for i in range(120)])
    known = people != "0"

    believed = probabilities(fitted(kind, features[known], labels[known], people[known]), features[~known])

    assert [max(row, key=row.get) for row in believed] == labels[~known].tolist()
    assert np.allclose([sum(row.values()) for row in believed], 1.0)


def test_a_stale_reference_lies_back_by_as_much_and_weighs_the_same():
    pytest.importorskip("sklearn", reason="scikit-learn is not here: pip install --editable '.[bench]'")
    from detectors_simulated import moved_back

    from chairpi.core.events.upright import ReferenceSource
    from chairpi.core.upright.reference import Reference
    from chairpi.core.weighing.weigher import Weigher
    from chairpi.simulate.chair import simulated_chair

    seat, calibration = simulated_chair()
    force_n = (140.0, 150.0, 160.0, 130.0, 40.0, 30.0)
    weigher = Weigher(seat, calibration)

    def centre_mm(forces):
        loads = weigher.carried(np.array([forces]))
        return (*(float(mm[0]) for mm in weigher.centre_of_pressure(loads)), float(loads.total_n[0]))

    ap_mm, ml_mm, total_n = centre_mm(force_n)
    reference = Reference(ReferenceSource.GUIDED, ap_mm, ml_mm, total_n, 40.0, 30.0, force_n=force_n)

    moved = moved_back(reference, seat, 15.0)

    assert moved.cop_ap_mm == ap_mm - 15.0
    assert centre_mm(moved.force_n) == pytest.approx((ap_mm - 15.0, ml_mm, total_n))
    assert moved.force_n[4:] == force_n[4:]
