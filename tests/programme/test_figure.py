"""The drawn figure: a body that keeps its measures, poses that a body can take, and a drawing of every exercise."""

import math
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chairpi.programme.figure import body
from chairpi.programme.figure.flesh import Bar, flesh
from chairpi.programme.figure.outline import HEIGHT, WIDTH, View, paths
from chairpi.programme.figure.pose import ANGLES, Pose, Reach, between
from chairpi.programme.figure.props import ROLLER_RADIUS, SEAT_HEIGHT
from chairpi.programme.figure.reading import load_pictures, read_pictures
from chairpi.programme.figure.skeleton import OUT, skeleton
from chairpi.programme.figure.svg import Phase, draw
from chairpi.programme.figure.vectors import angle_deg, dot, length, minus, times
from chairpi.programme.library import load_library

PICTURES = load_pictures()
CLOSE_UP = 1.4
"""From this zoom on a picture shows a part of the body, and may cut off the rest."""
SLACK = 1.0
"""How far flesh may give, or lie beside what it rests on, in hundredths of the height: under two centimetres."""

angles = st.fixed_dictionaries({key: st.floats(-80, 80) for key in ANGLES})


def segments(bones):
    ends = {
        "upper_arm": ("shoulder", "elbow"),
        "forearm": ("elbow", "wrist"),
        "thigh": ("hip", "knee"),
        "shank": ("knee", "ankle"),
    }
    return {
        f"{name}_{side}": length(minus(bones.points[f"{end}_{side}"], bones.points[f"{begin}_{side}"]))
        for name, (begin, end) in ends.items()
        for side in OUT
    }


def assert_whole(bones):
    expected = {"upper_arm": body.UPPER_ARM, "forearm": body.FOREARM, "thigh": body.THIGH, "shank": body.SHANK}
    for name, found in segments(bones).items():
        assert found == pytest.approx(expected[name[:-2]], abs=1e-6), name


def joint_angles(bones):
    """The joints as anatomy counts them [deg]; forward and bent +, and from the pelvis's or the chest's own directions."""
    found = {}
    for side, out in OUT.items():
        pelvis, chest = bones.frames["pelvis"], bones.frames["chest"]
        thigh, shank, foot = (bones.frames[f"{name}_{side}"] for name in ("thigh", "shank", "foot"))
        down = times(thigh.up, -1.0)
        aside = math.degrees(math.asin(max(-1.0, min(1.0, dot(down, pelvis.right) * out))))
        flexed = math.degrees(math.atan2(dot(down, pelvis.forward), -dot(down, pelvis.up)))
        straight = pelvis.leant(-flexed).tilted(-out * aside)
        turned = math.atan2(dot(thigh.forward, straight.right), dot(thigh.forward, straight.forward))
        found |= {f"hip_{side}": flexed, f"hip_out_{side}": aside, f"hip_turn_{side}": math.degrees(turned) * out}
        shin = times(shank.up, -1.0)
        bent = angle_deg(down, shin)
        found[f"knee_{side}"] = bent if dot(shin, thigh.forward) <= 0.01 else -bent
        found[f"ankle_{side}"] = math.degrees(math.atan2(dot(foot.forward, shank.up), dot(foot.forward, shank.forward)))
        upper, fore = bones.frames[f"upper_arm_{side}"], bones.frames[f"forearm_{side}"]
        found[f"elbow_{side}"] = angle_deg(upper.up, fore.up)
        if abs(dot(upper.up, chest.right)) < 0.6:  # an arm that points well sideways is neither before nor behind
            raised = math.degrees(math.atan2(-dot(upper.up, chest.forward), dot(upper.up, chest.up)))
            found[f"shoulder_{side}"] = raised if raised > -150 else raised + 360
    return found


def balls(instant, part=None):
    for name, bars in instant.parts.items():
        if part in {None, name}:
            for bar in bars:
                yield bar.begin, bar.begin_radius
                yield bar.end, bar.end_radius


def lowest(points_and_radii):
    return min(point[1] - radius for point, radius in points_and_radii)


def moments():
    return [
        pytest.param(picture, instant, id=f"{name}-{i}")
        for name, picture in PICTURES.items()
        for i, instant in enumerate(picture.instants)
    ]


@given(angles)
def test_limbs_keep_their_length_whatever_the_angles(found):
    assert_whole(skeleton(Pose(angles=found)))


@given(angles, st.floats(0, 1))
def test_limbs_keep_their_length_on_the_way_from_pose_to_pose(found, share):
    start = Pose(targets={"reach_r": Reach((("knee_r", (0.0, 3.0, 0.0), 1.0),))}, angles=found)
    end = Pose(targets={"reach_r": Reach((("", (20.0, 40.0, 5.0), 1.0),))})

    assert_whole(skeleton(between(start, end, share)))


def test_a_standing_figure_is_as_tall_as_the_table_says():
    bones = skeleton(Pose(at=(0.0, body.THIGH + body.SHANK + body.ANKLE_HEIGHT, 0.0)))
    heights = [
        point[1] + radius
        for bars in flesh(bones).values()
        for bar in bars
        for point, radius in [(bar.begin, bar.begin_radius)]
    ]

    assert max(heights) == pytest.approx(body.HEIGHT, abs=1.0)
    assert bones.points["shoulders"][1] == pytest.approx(81.8, abs=0.1)
    assert bones.points["knee_r"][1] == pytest.approx(28.5, abs=0.1)


def test_a_limb_that_cannot_reach_says_by_how_much():
    far = Pose(targets={"reach_r": Reach((("shoulder_r", (body.UPPER_ARM + body.FOREARM + 5.0, 0.0, 0.0), 1.0),))})

    assert skeleton(far).missed == pytest.approx(5.0, abs=0.02)


def test_two_poses_of_which_one_reaches_cannot_be_joined():
    with pytest.raises(ValueError, match="reach_r stands in only one"):
        between(Pose(), Pose(targets={"reach_r": Reach((("hips", (0.0, 0.0, 0.0), 1.0),))}), 0.5)


@given(st.floats(0, 40), st.floats(0.5, 8), st.floats(0.5, 8))
def test_a_bar_is_drawn_with_the_same_commands_whatever_its_shape(apart, one, other):
    [data] = paths([Bar((0.0, 0.0, 0.0), one, (apart, 0.0, 0.0), other)], View())

    assert "".join(c for c in data if c.isalpha()) == "Maalaaz"


def test_every_exercise_has_a_drawing_of_its_own():
    exercises = load_library().exercises

    assert {exercise.picture for exercise in exercises.values()} <= PICTURES.keys()
    assert len({exercise.picture for exercise in exercises.values()}) == len(exercises)


@pytest.mark.parametrize(("picture", "instant"), moments())
def test_no_joint_goes_further_than_a_joint_goes(picture, instant):
    for name, angle in joint_angles(instant.bones).items():
        low, high = body.RANGES_DEG[name[:-2]]
        assert low - 0.5 <= angle <= high + 0.5, f"{name} {angle:.0f}"
    for pose in picture.poses:
        for name in ("waist", "chest", "neck", "head"):
            low, high = body.RANGES_DEG[name]
            assert low <= pose.angle(name) <= high, name


@pytest.mark.parametrize(("picture", "instant"), moments())
def test_hands_and_feet_get_where_they_are_to_be(picture, instant):
    assert instant.bones.missed < SLACK


@pytest.mark.parametrize(("picture", "instant"), moments())
def test_nothing_sinks_into_the_floor(picture, instant):
    if picture.floor is not None:
        assert lowest(balls(instant)) > -SLACK


@pytest.mark.parametrize(("picture", "instant"), moments())
def test_nothing_is_cut_off_but_in_a_close_up(picture, instant):
    if picture.view.zoom < CLOSE_UP:
        for point, radius in balls(instant):
            x, y = picture.view.spot(point)
            r = radius * picture.view.scale
            assert r <= x <= WIDTH - r
            assert r <= y <= HEIGHT - r


def gap(picture, instant, point, thing):
    """How far a part of the body is from what it rests on; negative where it sinks in."""
    props = {prop.kind: prop.numbers for prop in picture.props}
    bones = instant.bones
    side = point[-1] if point[-2:] in {"_r", "_l"} else "r"
    spot = bones.points.get(point, bones.points[f"palm_{side}"])
    under = {"hips": 5.8, "shoulders": 5.0, "knee": 3.3, "heel": 1.7, "ball": 1.2, "hand": 1.75}
    match thing:
        case "floor" if point.startswith("sole"):
            return max((bones.points[f"{name}_{side}"][1] - under[name] for name in ("heel", "ball")), key=abs)
        case "floor":
            return spot[1] - under[point.removesuffix(f"_{side}")]
        case "seat":
            return spot[1] - under["hips"] - SEAT_HEIGHT
        case "stool" | "step":
            return spot[1] - under[point.removesuffix(f"_{side}")] - props[thing]["y"]
        case "wall":
            return (props["wall"]["x"] - spot[0]) * props["wall"].get("facing", 1.0) - under["hand"]
        case "roller":
            middle = (props["roller"]["x"], ROLLER_RADIUS)
            part = "trunk" if point in {"hips", "back"} else f"leg_{side}"
            return min(distance_to(bar, middle) for bar in instant.parts[part]) - ROLLER_RADIUS
    raise AssertionError(f"nothing is known of {thing}")


def distance_to(bar, spot):
    """From a spot (x, y) to the surface of a bar, in the picture's plane."""
    (ax, ay, _), (bx, by, _) = bar.begin, bar.end
    square = (bx - ax) ** 2 + (by - ay) ** 2
    share = max(0.0, min(1.0, ((spot[0] - ax) * (bx - ax) + (spot[1] - ay) * (by - ay)) / square)) if square else 0.0
    nearest = (ax + share * (bx - ax), ay + share * (by - ay))
    return math.dist(nearest, spot) - (bar.begin_radius + share * (bar.end_radius - bar.begin_radius))


@pytest.mark.parametrize(
    ("picture", "instant", "touch"),
    [
        pytest.param(picture, instant, touch, id=f"{name}-{'-'.join(touch)}-{i}")
        for name, picture in PICTURES.items()
        for touch in picture.touches
        for i, instant in enumerate(picture.instants)
    ],
)
def test_what_should_rest_on_something_does(picture, instant, touch):
    assert abs(gap(picture, instant, *touch)) <= 1.5 * SLACK


def test_every_picture_says_what_it_rests_on():
    silent = [picture for picture in PICTURES.values() if not picture.touches and picture.floor is not None]

    assert [picture.id for picture in silent if not all(pose.settled for pose in picture.poses)] == []


SVG = "{http://www.w3.org/2000/svg}"


def parsed(svg):
    return ElementTree.fromstring(svg)  # noqa: S314  # our own


@pytest.mark.parametrize("name", PICTURES)
@pytest.mark.parametrize("phase", [None, *Phase], ids=str)
def test_every_drawing_is_a_document_with_the_style_that_it_is_given(name, phase):
    root = parsed(draw(PICTURES[name], ".body { fill: none; }", phase=phase, moving=True))

    assert root.tag == SVG + "svg"
    assert [style.text for style in root.iter(SVG + "style")] == [".body { fill: none; }"]
    assert not [item for item in root.iter() if item.get("style")]


@pytest.mark.parametrize("name", [name for name, picture in PICTURES.items() if picture.moves])
def test_a_movement_begins_by_itself_and_ends_where_it_began(name):
    root = parsed(draw(PICTURES[name], moving=True))
    found = list(root.iter(SVG + "animate"))

    assert found
    for animate in found:
        values, times_ = animate.get("values").split(";"), [float(time) for time in animate.get("keyTimes").split(";")]
        assert animate.get("begin") is None
        assert len(values) == len(times_) > 5
        assert values[0] == values[-1]
        assert (times_[0], times_[-1]) == (0.0, 1.0)
        assert times_ == sorted(times_)
        assert (
            len({"".join(c for c in value if c.isalpha()) for value in values}) == 1
        )  # what is animated keeps its commands


BASES = {"standing": {"at": [0, 53.0]}}


@pytest.mark.parametrize(
    ("text", "message"),
    [
        pytest.param('describe = "x"\nstrat = {}', "some.toml: one: strat: is not a key", id="a slip of the pen"),
        pytest.param("view = {}", "some.toml: one: describe: found None", id="nothing for those who do not see it"),
        pytest.param(
            'describe = "x"\nbase = "flying"', "base: found 'flying', expected one of: standing", id="no such base"
        ),
        pytest.param('describe = "x"\nstart = { knee_r = "much" }', "start.knee_r: found 'much'", id="no number"),
        pytest.param('describe = "x"\nstart = { knee = 4 }', "start.knee: is not a key", id="a knee of neither side"),
        pytest.param(
            'describe = "x"\nstart = { reach_r = ["nose", 1, 2] }', "start.reach_r: found 'nose'", id="no such point"
        ),
        pytest.param('describe = "x"\nstart = { at = [1] }', "start.at: found \\[1\\]", id="half a point"),
        pytest.param(
            'describe = "x"\nprops = [{ kind = "horse" }]', "props\\[1\\].kind: found 'horse'", id="no such thing"
        ),
        pytest.param('describe = "x"\nfeels = ["ear_r"]', "feels: found 'ear_r'", id="no such region"),
        pytest.param('describe = "x"\norder = ["trunk"]', "order: found", id="parts missing"),
        pytest.param('describe = "x"\narrows = [{}]', "arrows\\[1\\].of: an arrow needs", id="an arrow to nowhere"),
        pytest.param('describe = "x"\ntouches = ["sole_r"]', "touches: found 'sole_r'", id="rests on nothing"),
        pytest.param('describe = "x"\nprops = 3', "props: found 3, expected a list", id="no list"),
        pytest.param('describe = "x"\nview = 3', "view: found 3, expected a table", id="no table"),
        pytest.param(
            'describe = "x"\nvia = [3]', "via: found \\[3\\], expected a list of tables", id="no list of tables"
        ),
    ],
)
def test_a_mistake_names_file_picture_and_key(text, message):
    with pytest.raises(ValueError, match=message):
        read_pictures("some.toml", f"[one]\n{text}", BASES)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        pytest.param("one = ", "some.toml: this is not TOML", id="no TOML"),
        pytest.param("one = 3", "some.toml: one: found 3, expected a table", id="no table"),
    ],
)
def test_a_file_that_is_none_is_refused(text, message):
    with pytest.raises(ValueError, match=message):
        read_pictures("some.toml", text, BASES)


def test_angles_of_a_limb_replace_what_it_reached_for():
    text = '[one]\ndescribe = "x"\nbase = "reaching"\n[one.start]\nhip_r = 40\nelbow_l = 10'
    bases = {"reaching": {"stand_r": [0, 0], "stand_l": [0, 0], "reach_r": [9, 9], "reach_l": [9, 9]}}
    [picture] = read_pictures("some.toml", text, bases)

    assert picture.poses[0].targets.keys() == {"stand_l", "reach_r"}
