"""The seat as a drawing."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chairpi.dashboard.feed.live import TrailPoint
from chairpi.dashboard.feed.messages import NOTHING_KNOWN
from chairpi.dashboard.now.seat_picture import LARGEST, WIDTH, draw, layout


def seat(*positions, back=()):
    cells = [{"cell": f"seat_{i}", "ap_mm": ap_mm, "ml_mm": ml_mm} for i, (ap_mm, ml_mm) in enumerate(positions)]
    return cells + [{"cell": name, "ap_mm": None, "ml_mm": 0.0} for name in back]


SQUARE = seat((150.0, -150.0), (150.0, 150.0), (-150.0, -150.0), (-150.0, 150.0), back=("back_upper", "back_lower"))


def now(**changes):
    return {**NOTHING_KNOWN, **changes}


def test_front_is_at_the_top_and_right_is_on_the_right():
    front_left, front_right, rear_left, _, upper, lower = layout(SQUARE).places

    assert front_left.y < rear_left.y < lower.y < upper.y
    assert front_left.x < front_right.x
    assert upper.x == lower.x == WIDTH / 2


def test_the_middle_of_the_cells_is_the_middle_of_the_seat():
    picture = layout(SQUARE)

    assert picture.projection.spot(0.0, 0.0) == (WIDTH / 2, picture.seat.y + picture.seat.height / 2)


coordinate = st.floats(-250, 250)


@given(
    st.lists(st.tuples(coordinate, coordinate), min_size=3, max_size=9),
    st.sets(st.sampled_from(["back_upper", "back_lower"])),
)
def test_every_cell_of_every_seat_lies_in_its_part_of_the_picture(positions, back):
    if max(math.dist(one, other) for one in positions for other in positions) < 20:
        return  # `Seat` refuses cells on one spot
    picture = layout(seat(*positions, back=sorted(back)))

    for place in picture.places:
        box = picture.seat if place.in_seat else picture.back
        assert box.y < place.y < box.y + box.height
        assert 0 < place.x < WIDTH
    assert picture.seat.x >= 0
    assert picture.height > picture.seat.y + picture.seat.height


def test_a_backrest_without_cells_is_still_drawn():
    picture = layout(seat((100.0, 0.0), (-100.0, -100.0), (-100.0, 100.0)))

    assert picture.back.height > 0
    assert len(picture.places) == 3


def test_area_follows_the_share_of_the_load():
    picture = layout(SQUARE)
    drawing = draw(picture, now(force_n=[100.0, 200.0, 100.0, 200.0, 0.0, 50.0], total_n=600.0), [])
    light = draw(picture, now(force_n=[50.0, 100.0, 50.0, 100.0, 0.0, 25.0], total_n=300.0), [])

    radii = [cell["radius"] for cell in drawing["cells"]]
    assert radii[1] / radii[0] == pytest.approx(math.sqrt(2), rel=0.01)
    assert radii == [cell["radius"] for cell in light["cells"]]
    assert [cell["figure"] for cell in drawing["cells"]] == ["17%", "33%", "17%", "33%", "0%", "8%"]
    assert [cell["force"] for cell in drawing["cells"]] == [cell["force"] for cell in light["cells"]]


def test_a_load_on_one_cell_alone_does_not_burst_the_picture():
    picture = layout(SQUARE)

    drawing = draw(picture, now(force_n=[900.0, 0.0, 0.0, 0.0, 0.0, 0.0], total_n=900.0), [])

    assert drawing["cells"][0]["radius"] <= LARGEST * picture.even_radius + 0.1


def test_an_empty_seat_is_told_in_newtons_and_draws_no_disc():
    drawing = draw(layout(SQUARE), now(force_n=[0.4, -0.3, 0.2, 0.1, 0.0, -2.6], total_n=0.4), [])

    assert [cell["figure"] for cell in drawing["cells"]] == ["0 N", "0 N", "0 N", "0 N", "0 N", "-3 N"]
    assert all(cell["radius"] == 0 for cell in drawing["cells"])


def test_a_lost_cell_is_a_question_mark():
    drawing = draw(layout(SQUARE), now(force_n=[100.0, None, 100.0, 100.0, 0.0, 0.0], total_n=None), [])

    assert drawing["cells"][1] == {"radius": 0.0, "figure": "?", "force": "no reading", "lost": True}
    assert drawing["cells"][0]["figure"] == "–"


def test_newtons_are_told_only_where_the_household_wants_to_see_weight():
    loads = now(force_n=[100.0, 200.0, 100.0, 200.0, 0.0, 50.0], total_n=600.0)
    shown = draw(layout(SQUARE), loads, [], shows_weight=True)

    assert [cell["force"] for cell in shown["cells"]] == ["100 N", "200 N", "100 N", "200 N", "0 N", "50 N"]
    assert not [cell for cell in draw(layout(SQUARE), loads, [])["cells"] if "N" in cell["force"] + cell["figure"]]


def test_nothing_heard_draws_question_marks():
    drawing = draw(layout(SQUARE), NOTHING_KNOWN, [])

    assert all(cell["lost"] for cell in drawing["cells"])
    assert drawing["cop"] is None
    assert drawing["reference"] is None


@pytest.mark.parametrize("n_points", [0, 1, 2, 3, 4, 5, 6, 17, 50])
def test_the_trail_is_one_line_in_four_parts(n_points):
    points = [TrailPoint(i, float(i), 0.0) for i in range(n_points)]
    picture = layout(SQUARE)

    trail = draw(picture, NOTHING_KNOWN, points)["trail"]

    drawn = [spot for part in trail for spot in part.split()]
    assert len(trail) == 4
    assert all(part == "" or len(part.split()) >= 2 for part in trail)
    if n_points >= 2:
        wanted = [f"{x:g},{y:g}" for x, y in (picture.projection.spot(p.ap_mm, p.ml_mm) for p in points)]
        assert list(dict.fromkeys(drawn)) == wanted


def test_the_layouts_key_changes_with_the_chair():
    moved = [{**cell, "ml_mm": cell["ml_mm"] + 1} for cell in SQUARE]

    assert layout(SQUARE).key == layout(list(SQUARE)).key
    assert layout(SQUARE).key != layout(moved).key
