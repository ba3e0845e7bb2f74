"""People and chairs as they are drawn: adults of plausible sizes, all different, the same for the same seed."""

import numpy as np
import pytest

from chairpi.simulate.furniture import Furniture
from chairpi.simulate.people import OTHER_POSTURES, Person


def people(n_people: int = 400) -> list[Person]:
    rng = np.random.default_rng(1)
    return [Person.drawn(rng) for _ in range(n_people)]


def test_people_are_adults_of_both_sexes() -> None:
    drawn = people()

    assert all(1450 <= person.height_mm <= 1950 and 38 <= person.mass_kg <= 135 for person in drawn)
    assert 0.4 < np.mean([person.female for person in drawn]) < 0.6
    assert np.mean([person.mass_kg for person in drawn]) == pytest.approx(72.0, abs=4.0)


def test_people_hold_themselves_as_the_model_allows() -> None:
    for person in people():
        assert 0.0 <= person.muscle_fraction <= 0.4
        assert 0.0 <= person.back_friction <= 0.4
        assert 0.15 <= person.thighs_on_feet_fraction <= 0.5
        assert 0.0 <= person.feet_per_slide <= 0.5
        assert len(person.favours) == len(OTHER_POSTURES)
        assert min(person.favours) > 0


def test_a_mass_may_be_given_and_changes_nothing_else() -> None:
    drawn = Person.drawn(np.random.default_rng(3))
    given = Person.drawn(np.random.default_rng(3), mass_kg=60.0)

    assert given.mass_kg == 60.0 != drawn.mass_kg
    assert given.height_mm == drawn.height_mm
    assert given.favours == drawn.favours


def test_taller_people_have_longer_thighs() -> None:
    shorter, taller = Person(height_mm=1600.0).body, Person(height_mm=1900.0).body

    assert taller.thigh_mm / shorter.thigh_mm == pytest.approx(1900 / 1600)
    assert taller.thighs_fraction == shorter.thighs_fraction


def test_the_usual_chair_has_its_cells_70_mm_below_the_contact() -> None:
    assert Furniture().contact_height_mm == 70.0
    assert Furniture().cells_middle_mm == pytest.approx(183.0, abs=1.0)


def test_chairs_differ_within_their_bounds() -> None:
    rng = np.random.default_rng(2)
    chairs = [Furniture.drawn(rng) for _ in range(200)]

    assert len(set(chairs)) == 200
    for chair in chairs:
        assert 8 <= chair.backrest_deg <= 16
        assert 420 <= chair.seat_depth_mm <= 450
        assert 30 <= chair.contact_height_mm <= 100
        assert 0.15 <= chair.seat_friction <= 0.6
