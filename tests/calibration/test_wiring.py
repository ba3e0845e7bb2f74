"""Which cell answered to which corner, and what that says about the wires."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from placing import seat_of_four

from chairpi.calibration.wiring import Press, in_words, noise, places_of, press, wiring
from chairpi.core.calibration import Calibration
from chairpi.core.seat import Cell, Seat

FOUR = seat_of_four()
NAMES = FOUR.names
FL, FR, RL, RR = NAMES
SPANS = Calibration((0.0,) * 4, (100.0, 100.0, -100.0, 100.0))


def presses_of(order: list[int], signs: list[int], strength_n: float = 60.0, spill: float = 0.1) -> list[Press]:
    """Every corner pressed in turn: corner k is answered by cell order[k]; the others change by a part of that."""
    found = []
    for corner, (answered, sign) in enumerate(zip(order, signs, strict=True)):
        change_n = [spill * strength_n] * 4
        change_n[answered] = sign * strength_n
        found.append(press(FOUR, SPANS, NAMES[corner], np.zeros(4), np.array(change_n) * np.array(SPANS.counts_per_n)))
    return found


def test_a_press_tells_who_answered_how_strongly_and_with_which_sign():
    found = press(FOUR, SPANS, FL, np.array([10.0, 20.0, 30.0, 40.0]), np.array([-4990.0, 520.0, -970.0, 40.0]))

    assert (found.answered, found.strength_n) == (FL, -50.0)
    assert found.others_fraction == pytest.approx(0.2)
    assert found.clear


def test_right_wires_are_said_to_be_right():
    found = wiring(FOUR, presses_of([0, 1, 2, 3], [1, 1, 1, 1]))

    assert (found.whole, found.acceptable) == (True, False)
    assert in_words(FOUR, found) == ("Every corner is answered by its own cell, and the right way up.",)


@given(order=st.permutations(range(4)), signs=st.lists(st.sampled_from([1, -1]), min_size=4, max_size=4))
def test_every_mix_of_swapped_and_inverted_cells_is_found(order, signs):
    found = wiring(FOUR, presses_of(order, signs))
    places = places_of(FOUR, found)
    cells = [FOUR.cells[i] for i in range(4)]

    assert set(found.inverted) == {NAMES[order[k]] for k in range(4) if signs[k] < 0}
    assert found.swapped == tuple(NAMES[k] for k in range(4) if order[k] != k)
    assert all(places[order[k]] == (cells[k].ap_mm, cells[k].ml_mm) for k in range(4))
    assert found.acceptable == (list(order) != [0, 1, 2, 3] or -1 in signs)


def test_one_chip_for_all_corners_is_recognised_and_explained():
    found = wiring(FOUR, presses_of([1, 1, 1, 1], [1, 1, 1, 1]))

    assert (found.one_for_all, found.whole, found.swapped, found.unclear) == (FR, False, (), ())
    assert "wired together to one HX711, as in a bathroom scale" in in_words(FOUR, found)[0]


def test_two_corners_answered_by_one_cell_are_asked_for_again():
    found = wiring(FOUR, presses_of([0, 0, 2, 3], [1, 1, 1, 1]))

    assert (found.unclear, found.whole) == ((FL, FR), False)
    assert "answered for another corner too" in in_words(FOUR, found)[0]


def test_a_press_between_two_cells_is_asked_for_again():
    found = wiring(FOUR, presses_of([0, 1, 2, 3], [1, 1, 1, 1], spill=0.8))

    assert found.unclear == NAMES
    with pytest.raises(ValueError, match="not complete"):
        places_of(FOUR, found)


def test_corners_not_pressed_yet_are_missing():
    found = wiring(FOUR, presses_of([0, 1, 2, 3], [1, 1, 1, 1])[:2])

    assert (found.missing, found.whole) == ((RL, RR), False)


def test_of_two_presses_on_one_corner_the_last_counts():
    wrong, right = presses_of([1, 1, 2, 3], [1, 1, 1, 1]), presses_of([0, 1, 2, 3], [1, 1, 1, 1])

    assert wiring(FOUR, [*wrong, right[0]]).answers[FL] == FL


def test_noise_is_told_in_counts_and_grams():
    """100 counts/N: 49.03325 counts are half a newton, which is the weight of 50 g."""
    seat = Seat((*FOUR.cells, Cell("back_upper", math.nan, 0.0)))
    calibration = Calibration((0.0,) * 5, (100.0,) * 5)
    counts = np.zeros((1001, 5))
    counts[::2, 1] = 2 * 49.03325
    counts[:, 4] = math.nan
    found = {one.cell: one for one in noise(seat, calibration, counts)}

    assert found[FR].noise_counts == pytest.approx(49.03, abs=0.05)
    assert found[FR].noise_g == pytest.approx(50.0, abs=0.05)
    assert found[FL].noise_g == 0.0
    assert "back_upper" not in found
