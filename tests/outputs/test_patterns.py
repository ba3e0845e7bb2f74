"""The patterns themselves: each its own, and none that flashes fast."""

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from stepping import Stepped, most_flashes

from chairpi.core.now.signal import Light, Signal, Stage
from chairpi.outputs.patterns import (
    AWAITED,
    DARK_S,
    HELD_LONG,
    HELD_VERY_LONG,
    LIGHTS,
    SOUNDS,
    VIBRATION,
    Pattern,
    Step,
    blinks,
    sitter_blinks,
    steady,
)

ALL_LIGHTS = {
    **{light.value: pattern for light, pattern in LIGHTS.items()},
    "held long": HELD_LONG,
    "held very long": HELD_VERY_LONG,
    "a press is awaited": AWAITED,
    "somebody else": sitter_blinks(0),
    "the fourth sitter": sitter_blinks(4),
}

MOST_FLASHES = 3
"""In any second: WCAG 2.2, 2.3.1."""


def seen(pattern: Pattern[float], length_s: float) -> list[tuple[float, float]]:
    """Each time at which a pattern changes, and its value, `nan` for nothing."""
    found, passed_s = [], 0.0
    while passed_s < length_s:
        value, next_s = pattern.at(passed_s)
        found.append((passed_s, math.nan if value is None else value))
        assert next_s > passed_s
        passed_s = next_s
    return found


def test_every_light_has_a_pattern_and_every_stage_but_the_first_a_sound():
    assert set(LIGHTS) == set(Light)
    assert set(SOUNDS) == set(Stage) - {Stage.LIGHT}


def test_no_two_lights_look_alike():
    looks = [tuple(seen(pattern, 10.0)) for pattern in LIGHTS.values()]

    assert len(set(looks)) == len(looks)


@pytest.mark.parametrize("pattern", ALL_LIGHTS.values(), ids=ALL_LIGHTS)
def test_brightness_is_from_dark_to_full_and_steps_take_time(pattern):
    assert all(0 <= step.value <= 1 and step.length_s > 0 for step in pattern.steps)


@pytest.mark.parametrize("pattern", [*SOUNDS.values(), VIBRATION], ids=[*SOUNDS, "vibration"])
def test_sound_and_vibration_are_short_and_end(pattern):
    assert not pattern.repeats
    assert pattern.length_s < 1.5


def test_the_chime_is_softer_than_the_firm_sound():
    loudest = {
        stage: max(step.value.loudness for step in pattern.steps if step.value) for stage, pattern in SOUNDS.items()
    }

    assert loudest[Stage.CHIME] < loudest[Stage.FIRM] == 1.0


@pytest.mark.parametrize(
    ("rate_hz", "flashes"),
    [pytest.param(2, 2, id="two a second"), pytest.param(3, 3, id="three"), pytest.param(5, 5, id="five")],
)
def test_flashes_are_counted(rate_hz, flashes):
    pattern = Pattern(blinks(1, 0.5 / rate_hz, 0.5 / rate_hz), repeats=True)

    assert most_flashes(seen(pattern, 10.0)) == flashes


def test_a_fade_up_and_down_is_one_flash():
    assert most_flashes(seen(LIGHTS[Light.NUDGE], 1.99)) == 1


@pytest.mark.parametrize("pattern", ALL_LIGHTS.values(), ids=ALL_LIGHTS)
def test_no_pattern_flashes_more_than_three_times_in_any_second(pattern):
    assert (
        most_flashes([(t_s, 0.0 if math.isnan(value) else value) for t_s, value in seen(pattern, 20.0)]) <= MOST_FLASHES
    )


@pytest.mark.parametrize("before", Light)
@pytest.mark.parametrize("after", Light)
def test_no_change_from_one_light_to_another_flashes_faster(before, after):
    pattern = LIGHTS[before]
    turn_s = pattern.length_s if math.isfinite(pattern.length_s) else 0.2
    for hundredths in range(0, round(turn_s * 100) + 10, 10):
        stepped = Stepped()
        stepped.player.show(Signal(light=before), 0.0)
        stepped.go_on(turn_s + hundredths / 100)
        stepped.player.show(Signal(light=after), stepped.t_s)
        stepped.go_on(2.0)

        assert most_flashes(stepped.seen) <= MOST_FLASHES


@settings(max_examples=150)
@given(
    st.lists(
        st.tuples(
            st.one_of(
                st.sampled_from(Light),
                st.integers(0, 4),
                st.sampled_from(["press", "release", "press", "release", "test"]),
            ),
            st.floats(0, 0.7),
        ),
        min_size=5,
        max_size=40,
    )
)
def test_whatever_happens_the_light_never_flashes_faster(happenings):
    """Lights, sitters, presses and tests in any order, as fast as a hand can and faster."""
    stepped = Stepped()
    light, sitter = Light.OFF, 0
    for what, wait_s in happenings:
        match what:
            case "press":
                stepped.player.press(stepped.t_s)
            case "release":
                stepped.player.release(stepped.t_s)
            case "test":
                stepped.player.test(stepped.t_s)
            case Light():
                light = what
            case _:
                sitter = what
        stepped.player.show(Signal(light=light, sitter=sitter, number=sitter), stepped.t_s)
        stepped.go_on(wait_s)
    stepped.go_on(6.0)

    assert most_flashes(stepped.seen) <= MOST_FLASHES


def test_no_light_comes_back_before_its_darkness_however_often_it_changes():
    stepped = Stepped()
    for light in (Light.OWED, Light.FAULT, Light.DUE, Light.CALIBRATE) * 10:
        stepped.player.show(Signal(light=light), stepped.t_s)
        stepped.go_on(0.1)
    stepped.go_on(DARK_S)

    lit = [t_s for t_s, brightness in stepped.seen if brightness > 0]
    assert lit[0] == 0.0
    assert lit[1] == pytest.approx(0.1 + DARK_S)


@pytest.mark.parametrize(
    ("pattern", "lead_s"),
    [
        pytest.param(steady(0.5), 0.0, id="lit at once"),
        pytest.param(steady(0.0), math.inf, id="never lit"),
        pytest.param(HELD_LONG, DARK_S, id="after its darkness"),
        pytest.param(
            Pattern((Step(0.0, 0.1), Step(0.0, 0.2), Step(1.0, 1.0))), pytest.approx(0.3), id="two dark steps"
        ),
    ],
)
def test_a_pattern_knows_how_long_it_begins_dark(pattern, lead_s):
    assert pattern.lead_s == lead_s


@given(st.floats(0, 1e6))
def test_time_always_goes_on(passed_s):
    for pattern in ALL_LIGHTS.values():
        _, next_s = pattern.at(passed_s)

        assert next_s > passed_s


def test_before_its_beginning_a_pattern_is_nothing_and_waits_for_it():
    assert LIGHTS[Light.CALIBRATE].at(-2.0) == (None, 0.0)


def test_after_its_end_a_pattern_is_nothing_for_ever():
    assert LIGHTS[Light.NUDGE].at(2.0) == (None, math.inf)
