"""Seconds of known posture from simulated days."""

import numpy as np
import pytest

from chairpi.core.posture.features import FEATURES
from chairpi.core.posture.model import NEAR_MM, STATES, shipped_model
from chairpi.evaluation.fitting import Labelled, flat_model
from chairpi.evaluation.seconds import simulated_seconds
from chairpi.simulate.chair import Layout


@pytest.fixture(scope="module")
def seconds() -> Labelled:
    return simulated_seconds(21, 1.0, shipped_model())


def test_each_second_has_a_state_of_the_filter_and_its_true_slide(seconds):
    assert len(seconds.label) > 200
    assert set(seconds.label.tolist()) <= set(STATES)
    assert set(seconds.person.tolist()) == {21}
    assert np.isfinite(seconds.slide_mm).all()


def test_slides_are_parted_where_the_model_parts_them(seconds):
    assert (seconds.slide_mm[seconds.label == "forward_slide"] >= NEAR_MM).all()
    assert (seconds.slide_mm[seconds.label == "forward_slide_near"] < NEAR_MM).all()


def test_with_seven_cells_all_features_are_known_but_for_the_first_seconds_of_sway(seconds):
    unknown = np.isnan(seconds.features)

    assert not unknown[:, [i for i, name in enumerate(FEATURES) if name != "ln_sway"]].any()
    assert unknown.mean() < 0.01


def test_seat_cells_alone_know_nothing_of_the_backrest():
    few = simulated_seconds(21, 0.5, flat_model(), Layout.FOUR)

    back = [name.startswith("back") for name in FEATURES]
    assert np.isnan(few.features[:, back]).all()
    assert np.isfinite(few.features[:, np.logical_not(back)]).mean() > 0.98


def test_the_same_person_gives_the_same_seconds(seconds):
    again = simulated_seconds(21, 1.0, shipped_model())

    assert np.array_equal(again.features, seconds.features, equal_nan=True)
    assert again.label.tolist() == seconds.label.tolist()
