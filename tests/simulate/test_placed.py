"""Masses on the simulated chair, and cells that are not as configured."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from placing import Nothing

from chairpi.core.weighing.load import G0_M_PER_S2
from chairpi.simulate.chair import simulated_chair
from chairpi.simulate.placed import Placed

SEAT, _ = simulated_chair()


class Somebody(Nothing):
    """100 N on every cell."""

    def force_at(self, t_s: float) -> tuple[float, ...]:
        return (100.0,) * self._n_cells


@pytest.fixture
def placed() -> Placed:
    return Placed(SEAT, Somebody(SEAT))


@given(mass_kg=st.floats(1.0, 200.0), ap_mm=st.floats(-150.0, 150.0), ml_mm=st.floats(-150.0, 150.0))
def test_a_mass_takes_the_sitters_place_and_loads_the_seat_cells_only(mass_kg, ap_mm, ml_mm):
    placed = Placed(SEAT, Somebody(SEAT))
    placed.ask({"request": "simulate", "place_kg": mass_kg, "ap_mm": ap_mm, "ml_mm": ml_mm})
    force_n = placed.force_at(0.0)
    moment_nmm = sum(force * cell.ml_mm for force, cell in zip(force_n[:4], SEAT.cells[:4], strict=True))

    assert sum(force_n[:4]) == pytest.approx(mass_kg * G0_M_PER_S2)
    assert moment_nmm == pytest.approx(mass_kg * G0_M_PER_S2 * ml_mm, abs=1e-4)
    assert force_n[4:] == (0.0, 0.0)


def test_the_sitter_comes_back(placed):
    placed.ask({"place_kg": 0})
    assert placed.force_at(1.0) == (0.0,) * 6
    placed.ask({"sitter": True})

    assert placed.force_at(1.0) == (100.0,) * 6


def test_a_spoilt_chair_is_the_same_for_the_same_seed_and_never_the_backrest(placed):
    placed.ask({"spoil_seed": 3})
    spoilt = placed.force_at(0.0)
    placed.ask({"spoil_seed": 4})
    other = placed.force_at(0.0)
    placed.ask({"spoil_seed": 3})

    assert placed.force_at(0.0) == spoilt != other
    assert spoilt[4:] == (100.0, 100.0)
    assert all(85.0 < force_n < 112.0 for force_n in spoilt[:4])


def test_wires_can_be_swapped_and_turned_round(placed):
    placed.ask({"invert": "seat_front_left"})
    placed.ask({"swap": ["seat_front_left", "seat_rear_right"]})

    assert placed.force_at(0.0) == (100.0, 100.0, 100.0, -100.0, 100.0, 100.0)


@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"place_kg": -1.0},
        {"place_kg": "10"},
        {"place_kg": True},
        {"place_kg": 10, "ap_mm": 900},
        {"place_kg": 10, "up_mm": 1},
        {"spoil_seed": -1},
        {"spoil_seed": 1.5},
        {"swap": ["seat_front_left", "nobody"]},
        {"swap": [["a"], 2]},
        {"invert": "nobody"},
        {"sitter": False},
    ],
    ids=str,
)
def test_what_is_not_understood_is_refused(placed, fields):
    with pytest.raises(ValueError, match="simulate: "):
        placed.ask({"request": "simulate", **fields})


class Riser:
    """A load that tells the time at which it was asked for."""

    def force_at(self, t_s: float) -> tuple[float, ...]:
        return (t_s,) * len(SEAT.cells)


def test_a_sitter_stays_upright_within_those_seconds_and_nothing_jumps():
    placed = Placed(SEAT, Riser(), (25.0, 55.0))
    placed.ask({"request": "simulate", "upright": True})
    told_s = [placed.force_at(0.5 * step)[0] for step in range(400)]

    assert 25.0 <= min(told_s) < 26.0
    assert 54.0 < max(told_s) <= 55.0
    assert max(abs(one - other) for one, other in pairwise(told_s)) <= 0.5
    placed.ask({"request": "simulate", "sitter": True})
    assert placed.force_at(7.0)[0] == 7.0


def test_nobody_sits_upright_where_nobody_ever_does():
    with pytest.raises(ValueError, match="nobody sits upright"):
        Placed(SEAT, Riser()).ask({"request": "simulate", "upright": True})
