"""What looks half as bright and sounds half as loud."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chairpi.outputs.perception import LEAST_DUTY, duty_of_brightness, duty_of_loudness


@pytest.mark.parametrize(
    ("brightness", "duty"),
    [
        pytest.param(0.0, 0.0, id="off"),
        pytest.param(0.01, LEAST_DUTY, id="as dim as pins can"),
        pytest.param(0.5, (66 / 116) ** 3, id="half"),
        pytest.param(1.0, 1.0, id="fully on"),
        pytest.param(1.5, 1.0, id="beyond"),
    ],
)
def test_brightness_is_cie_lightness(brightness, duty):
    assert duty_of_brightness(brightness) == pytest.approx(duty)


@pytest.mark.parametrize(
    ("loudness", "duty"),
    [
        pytest.param(0.0, 0.0, id="silent"),
        pytest.param(0.02, LEAST_DUTY, id="as soft as pins can"),
        pytest.param(1.0, 0.5, id="as loud as it can"),
        pytest.param(2.0, 0.5, id="beyond"),
    ],
)
def test_the_ends_of_loudness(loudness, duty):
    assert duty_of_loudness(loudness) == pytest.approx(duty)


def test_half_as_loud_is_ten_decibels_less():
    full, half = (math.sin(math.pi * duty_of_loudness(loudness)) for loudness in (1.0, 0.5))

    assert 20 * math.log10(full / half) == pytest.approx(10.0, abs=0.1)


@given(st.floats(0, 1), st.floats(0, 1))
def test_more_is_never_less(one, other):
    low, high = sorted((one, other))

    assert 0 <= duty_of_brightness(low) <= duty_of_brightness(high) <= 1
    assert 0 <= duty_of_loudness(low) <= duty_of_loudness(high) <= 0.5
