"""The body's balance: closed to rounding however it is held, and the same numbers as when the model was first worked out by hand."""

import dataclasses
import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from chairpi.simulate.balance import Balance, Held, balance, lateral_mm, thighs_on_feet_fraction, upper_share
from chairpi.simulate.body import FEMALE, MALE, Body, scaled
from chairpi.simulate.people import Person
from chairpi.simulate.postures import POSTURES, Taken
from chairpi.simulate.sitter import Settled, Sitter

CELLS_MM = 70.0


def residuals(body: Body, found: Balance) -> tuple[float, float, float]:
    """What is left over when all that acts on the whole body from outside is summed: 0, 0 and 0 but for rounding.

    Parameters
    ----------
    body
        Whose weight it is.
    found
        What is said to carry it.

    Returns
    -------
    tuple of float
        Force forward and force up [body weights], and moment about the foot of the backrest [body weights x m].

    Notes
    -----
    Knows nothing of hips: it checks the way through the hip that `balance` takes. The feet push up right below the knees.
    """
    acting = (  # x, z [mm], forward, up
        (found.thorax_mm, 0.0, 0.0, -body.thorax_fraction),
        (found.pelvis_mm, 0.0, 0.0, -body.pelvis_fraction),
        (found.thighs_mm, 0.0, 0.0, -body.thighs_fraction),
        (found.knee_mm, 0.0, 0.0, -body.shanks_fraction),
        (found.knee_mm, 0.0, 0.0, found.feet_fraction),
        (found.desk_mm, 0.0, 0.0, found.desk_fraction),
        (found.back_mm, found.back_height_mm, found.back_forward_fraction, found.back_up_fraction),
        (found.contact_mm, 0.0, -found.shear_fraction, found.seat_fraction),
    )
    return (
        math.fsum(forward for _, _, forward, _ in acting),
        math.fsum(up for *_, up in acting),
        math.fsum(x_mm * up - z_mm * forward for x_mm, z_mm, forward, up in acting) / 1000.0,
    )


def held(slide_mm: float = 0.0, lean_deg: float | None = None, feet: float = 0.33, **changes: float) -> Held:
    """Somebody of 1741 mm on a backrest at 12 degrees; muscles hold a tenth, and a third of the thighs is on the feet."""
    on_feet = thighs_on_feet_fraction(feet, 0.25, slide_mm, lean_deg)
    return dataclasses.replace(
        Held(hips_mm=slide_mm, lean_deg=lean_deg, thighs_on_feet_fraction=on_feet),
        **changes,  # type: ignore[arg-type]
    )


def on_seat(**how: float) -> Balance:
    return balance(MALE, held(**how))


UPRIGHT = on_seat()


def moved_mm(found: Balance) -> float:
    return found.cop_mm(CELLS_MM) - UPRIGHT.cop_mm(CELLS_MM)


def load_percent(found: Balance) -> float:
    return 100 * (found.seat_fraction / UPRIGHT.seat_fraction - 1)


@pytest.mark.parametrize("body", [MALE, FEMALE], ids=["male", "female"])
def test_the_segments_make_a_whole_body(body: Body) -> None:
    whole = body.thorax_fraction + body.pelvis_fraction + body.thighs_fraction + body.shanks_fraction

    assert whole == pytest.approx(1.0, abs=1e-12)


def test_upright_three_quarters_of_the_weight_is_on_the_seat() -> None:
    percent = [
        100 * part
        for part in (
            UPRIGHT.seat_fraction,
            UPRIGHT.feet_fraction,
            UPRIGHT.back_up_fraction,
            UPRIGHT.back_fraction,
            UPRIGHT.shear_fraction,
        )
    ]

    assert percent == pytest.approx([74.4, 20.7, 4.9, 10.8, 10.0], abs=0.05)
    assert UPRIGHT.cop_mm(CELLS_MM) == pytest.approx(140.0, abs=0.5)


@pytest.mark.parametrize(
    ("how", "cop_mm", "load", "back", "shear", "feet"),
    [
        pytest.param({"slide_mm": 30.0}, 31, -2.6, 14.0, 13.0, 21.3, id="slide 30"),
        pytest.param({"slide_mm": 60.0}, 61, -4.9, 16.6, 15.4, 21.8, id="slide 60"),
        pytest.param({"slide_mm": 100.0}, 99, -7.5, 19.4, 17.9, 22.4, id="slide 100"),
        pytest.param(
            {"slide_mm": 60.0, "back_friction": 0.0}, 66, -0.1, 18.9, 18.5, 21.8, id="slide 60, slippery back"
        ),
        pytest.param({"slide_mm": 60.0, "back_friction": 0.4}, 58, -7.3, 15.5, 13.9, 21.8, id="slide 60, rough back"),
        pytest.param({"slide_mm": 60.0, "lean_deg": 0.0}, 37, 5.2, 0.0, 0.0, 21.8, id="perched"),
        pytest.param({"lean_deg": 5.0}, -5, 4.4, 0.0, 0.0, 22.4, id="lean 5"),
        pytest.param({"lean_deg": 15.0}, 16, -0.1, 0.0, 0.0, 25.7, id="lean 15"),
        pytest.param({"lean_deg": 25.0}, 37, -4.5, 0.0, 0.0, 29.0, id="lean 25"),
        pytest.param({"lean_deg": 5.0, "desk_fraction": 0.04}, -23, -1.0, 0.0, 0.0, 22.4, id="desk 5"),
        pytest.param({"lean_deg": 15.0, "desk_fraction": 0.07}, -15, -9.5, 0.0, 0.0, 25.7, id="desk 15"),
        pytest.param({"lean_deg": 25.0, "desk_fraction": 0.10}, -8, -18.0, 0.0, 0.0, 29.0, id="desk 25"),
        pytest.param({"backrest_deg": 20.0}, 5, -5.5, 15.5, 13.3, 20.7, id="recline 20"),
        pytest.param({"backrest_deg": 28.0}, 5, -10.4, 18.3, 14.0, 20.7, id="recline 28"),
        pytest.param({"lean_deg": 0.0}, -16, 6.6, 0.0, 0.0, 20.7, id="upright off the backrest"),
        pytest.param({"feet": 0.13}, 28, 7.6, 10.8, 10.0, 15.1, id="feet tucked"),
        pytest.param({"feet": 0.53}, -33, -7.6, 10.8, 10.0, 26.4, id="feet pushing"),
    ],
)
def test_postures_do_what_they_did_when_the_model_was_made(
    how: dict[str, float], cop_mm: float, load: float, back: float, shear: float, feet: float
) -> None:
    found = on_seat(**how)

    assert moved_mm(found) == pytest.approx(cop_mm, abs=0.8)
    assert load_percent(found) == pytest.approx(load, abs=0.11)
    assert 100 * found.back_fraction == pytest.approx(back, abs=0.06)
    assert 100 * found.shear_fraction == pytest.approx(shear, abs=0.06)
    assert 100 * found.feet_fraction == pytest.approx(feet, abs=0.06)


def test_the_friction_that_holds_the_hips_grows_with_the_slide() -> None:
    needed = [on_seat(slide_mm=slide_mm).needed_friction for slide_mm in (0.0, 30.0, 60.0, 100.0)]

    assert needed == pytest.approx([0.13, 0.18, 0.22, 0.26], abs=0.006)


def test_a_foot_load_of_a_twentieth_of_the_weight_moves_the_cop_by_two_centimetres() -> None:
    assert moved_mm(on_seat(feet=0.48)) == pytest.approx(-24.0, abs=0.3)
    assert moved_mm(on_seat(feet=0.18)) == pytest.approx(21.0, abs=0.8)
    assert load_percent(on_seat(feet=0.48)) == pytest.approx(-5.7, abs=0.05)


def test_the_lumbar_back_leaves_the_backrest_in_a_slide() -> None:
    assert [upper_share(slide_mm) for slide_mm in (0.0, 30.0, 60.0, 100.0)] == pytest.approx(
        [0.55, 0.74, 0.94, 1.0], abs=0.005
    )
    assert upper_share(-20.0) == upper_share(0.0)


def test_twelve_degrees_to_a_side_are_47_mm() -> None:
    assert lateral_mm(MALE, 12.0, 0.75) == pytest.approx(47.0, abs=0.5)
    assert lateral_mm(MALE, -12.0, 0.75) == -lateral_mm(MALE, 12.0, 0.75)


def test_cells_right_below_the_contact_do_not_see_the_shear() -> None:
    assert UPRIGHT.cop_mm(0.0) == UPRIGHT.contact_mm
    assert UPRIGHT.cop_mm(CELLS_MM) - UPRIGHT.contact_mm == pytest.approx(9.4, abs=0.1)


def test_a_back_on_the_backrest_puts_nothing_on_a_desk() -> None:
    with pytest.raises(ValueError, match="desk"):
        on_seat(desk_fraction=0.05)


def test_the_backrest_does_not_pull() -> None:
    found = on_seat(slide_mm=-100.0)

    assert found.back_fraction == found.shear_fraction == 0.0
    assert residuals(MALE, found) == pytest.approx((0.0, 0.0, 0.0), abs=1e-12)


def test_a_body_of_another_size_carries_the_same_parts_further_apart() -> None:
    larger = balance(scaled(MALE, 1.1), held())

    assert larger.seat_fraction == pytest.approx(UPRIGHT.seat_fraction, rel=1e-12)
    assert larger.back_fraction == pytest.approx(UPRIGHT.back_fraction, rel=1e-12)
    assert larger.knee_mm == pytest.approx(1.1 * UPRIGHT.knee_mm)


@given(
    seed=st.integers(0, 2**31),
    posture=st.sampled_from(POSTURES),
    slide_mm=st.floats(0.0, 120.0),
    jitter=st.sampled_from([0.0, 1.0, 2.0]),
)
def test_every_drawn_person_is_in_balance_as_a_whole(seed: int, posture: str, slide_mm: float, jitter: float) -> None:
    rng = np.random.default_rng(seed)
    sitter = Sitter.drawn(rng)

    found = sitter.balance(Taken.drawn(posture, rng), slide_mm, Settled.drawn(rng, jitter))

    assert residuals(sitter.person.body, found) == pytest.approx((0.0, 0.0, 0.0), abs=1e-12)
    assert found.back_fraction >= 0.0
    assert found.seat_fraction > 0.4


@given(
    seed=st.integers(0, 2**31),
    lean_deg=st.none() | st.floats(-10.0, 60.0),
    desk=st.floats(0.0, 0.3),
    backrest_deg=st.floats(0.0, 45.0),
    hips_mm=st.floats(-50.0, 200.0),
    parts=st.tuples(st.floats(0.0, 1.0), st.floats(0.0, 1.0), st.floats(0.0, 0.6), st.floats(0.0, 1.0)),
)
def test_balance_closes_far_outside_of_what_people_do(
    seed: int,
    lean_deg: float | None,
    desk: float,
    backrest_deg: float,
    hips_mm: float,
    parts: tuple[float, float, float, float],
) -> None:
    body = Person.drawn(np.random.default_rng(seed)).body
    feet, muscle, friction, recline = parts

    found = balance(
        body, Held(backrest_deg, hips_mm, lean_deg, recline, desk * (lean_deg is not None), feet, muscle, friction)
    )

    assert residuals(body, found) == pytest.approx((0.0, 0.0, 0.0), abs=1e-12)


def test_the_check_sees_a_forgotten_couple() -> None:
    forgotten_mm = MALE.hip_height_mm * UPRIGHT.back_forward_fraction / UPRIGHT.seat_fraction
    wrong = dataclasses.replace(UPRIGHT, contact_mm=UPRIGHT.contact_mm - forgotten_mm)

    *_, moment = residuals(MALE, wrong)

    assert moment == pytest.approx(-MALE.hip_height_mm * UPRIGHT.back_forward_fraction / 1000.0)
    assert not math.isclose(moment, 0.0, abs_tol=1e-3)
