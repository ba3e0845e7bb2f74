"""What is played when, and what a press means."""

import pytest
from stepping import Stepped

from chairpi.core.now.signal import Light, Signal, Stage
from chairpi.core.requests import Press
from chairpi.outputs.player import STUCK_S

CHIMING = Signal(light=Light.DUE, sound=Stage.CHIME, number=12)


@pytest.fixture
def stepped() -> Stepped:
    return Stepped()


def shown(stepped: Stepped, signal: Signal, length_s: float = 0.0) -> Stepped:
    """Show a signal, and play on."""
    stepped.player.show(signal, stepped.t_s)
    stepped.go_on(length_s)
    return stepped


def sounding(stepped: Stepped) -> bool:
    return stepped.player.at(stepped.t_s).tone is not None


@pytest.mark.parametrize(
    ("held_s", "press"),
    [
        pytest.param(0.06, Press.SHORT, id="a tap"),
        pytest.param(0.99, Press.SHORT, id="just not long"),
        pytest.param(1.0, Press.LONG, id="long"),
        pytest.param(4.99, Press.LONG, id="just not very long"),
        pytest.param(5.0, Press.VERY_LONG, id="very long"),
        pytest.param(STUCK_S - 0.01, Press.VERY_LONG, id="a patient hand"),
        pytest.param(STUCK_S, None, id="an armrest leans on it"),
    ],
)
def test_a_press_is_what_its_length_says(stepped, held_s, press):
    stepped.player.press(0.0)

    assert stepped.player.release(held_s) is press


def test_a_button_that_was_down_at_the_start_is_no_press(stepped):
    assert stepped.player.release(3.0) is None


def test_while_it_is_held_the_light_says_when_to_let_go(stepped):
    shown(stepped, Signal(light=Light.OWED), 10.0)
    stepped.seen.clear()
    stepped.player.press(10.0)
    stepped.go_on(7.0)
    stepped.player.release(17.0)
    stepped.go_on(1.0)

    # Dark from 0.6 s, full from 1 s on: long. Dark from 4.6 s, blinking from 5 s on: very long. Then what stood before.
    at_s = [(round(t_s - 10, 3), brightness) for t_s, brightness in stepped.seen]
    assert at_s[:9] == [
        (0.0, 0.5),
        (0.6, 0.0),
        (1.0, 1.0),
        (4.6, 0.0),
        (5.0, 1.0),
        (5.3, 0.0),
        (5.7, 1.0),
        (6.0, 0.0),
        (6.4, 1.0),
    ]
    assert at_s[-1][1] == 0.5


def test_a_light_that_is_dark_tells_the_same_moments(stepped):
    stepped.player.press(0.0)
    stepped.go_on(5.1)

    assert stepped.seen == [(0.0, 0.0), (1.0, 1.0), (4.6, 0.0), (5.0, 1.0)]


def test_the_light_of_a_button_that_is_leant_on_goes_back(stepped):
    shown(stepped, Signal(light=Light.OWED))
    stepped.player.press(0.0)

    assert stepped.go_on(STUCK_S + 1.0).brightness == 0.5


def test_a_tap_leaves_the_light_alone(stepped):
    shown(stepped, Signal(light=Light.OWED), 1.0)
    stepped.player.press(1.0)
    stepped.go_on(0.3)
    stepped.player.release(1.3)
    stepped.go_on(1.0)

    assert stepped.seen == [(0.0, 0.5)]


def test_a_sound_comes_once_for_each_prompt_and_stage(stepped):
    assert sounding(shown(stepped, CHIMING))
    assert not sounding(shown(stepped, CHIMING, 2.0))
    assert sounding(shown(stepped, Signal(light=Light.DUE, sound=Stage.FIRM, number=12)))
    stepped.go_on(2.0)
    assert not sounding(shown(stepped, CHIMING))
    assert sounding(shown(stepped, Signal(light=Light.DUE, sound=Stage.CHIME, number=13)))


def test_a_prompt_that_comes_back_after_a_re_seat_is_not_sounded_again(stepped):
    shown(stepped, CHIMING, 2.0)
    shown(stepped, Signal(), 10.0)

    assert not sounding(shown(stepped, CHIMING))


@pytest.mark.parametrize(
    "after",
    [
        pytest.param(Signal(), id="the prompt went"),
        pytest.param(Signal(light=Light.DUE, number=12), id="sound is not allowed any more"),
        pytest.param(Signal(light=Light.NUDGE, number=13), id="another prompt stands"),
    ],
)
def test_a_sound_stops_at_once_when_it_is_not_asked_for_any_more(stepped, after):
    shown(stepped, CHIMING, 0.05)
    assert sounding(stepped)

    assert not sounding(shown(stepped, after))


def test_a_sound_goes_on_while_something_else_changes(stepped):
    shown(stepped, CHIMING, 0.05)

    assert sounding(shown(stepped, Signal(light=Light.OWED, sound=Stage.CHIME, number=12)))


def test_it_sounds_as_loud_as_is_chosen(stepped):
    loudness = [
        shown(stepped, Signal(sound=Stage.FIRM, sound_percent=percent, number=percent))
        .player.at(stepped.t_s)
        .tone.loudness
        for percent in (100, 30, 0)
    ]

    assert loudness == pytest.approx([1.0, 0.3, 0.0])


def test_a_vibration_comes_once_for_each_prompt_and_stops_with_it(stepped):
    nudging = Signal(light=Light.NUDGE, vibrate=True, number=5)

    assert shown(stepped, nudging, 0.1).player.at(stepped.t_s).vibrates
    assert not shown(stepped, Signal(number=5)).player.at(stepped.t_s).vibrates
    assert not shown(stepped, nudging).player.at(stepped.t_s).vibrates
    assert shown(stepped, Signal(light=Light.NUDGE, vibrate=True, number=6)).player.at(stepped.t_s).vibrates


def test_each_nudge_is_one_pulse(stepped):
    shown(stepped, Signal(light=Light.NUDGE, number=5), 10.0)
    shown(stepped, Signal(light=Light.NUDGE, number=6), 10.0)

    assert sum(brightness == 1.0 for _, brightness in stepped.seen) == 2
    assert stepped.seen[-1][1] == 0.0


def test_a_light_that_goes_on_is_not_begun_anew_by_another_prompt(stepped):
    shown(stepped, Signal(light=Light.OWED, number=5), 1.0)
    shown(stepped, Signal(light=Light.OWED, number=6), 1.0)

    assert stepped.seen == [(0.0, 0.5)]


@pytest.mark.parametrize(
    ("sitter", "n_pulses", "lit_s"),
    [pytest.param(3, 3, 0.3, id="the third"), pytest.param(0, 1, 1.5, id="somebody else")],
)
def test_a_sitter_chosen_by_the_button_is_blinked_once(stepped, sitter, n_pulses, lit_s):
    shown(stepped, Signal(sitter=2), 1.0)
    stepped.player.press(stepped.t_s)
    stepped.player.release(stepped.t_s + 0.2)
    stepped.go_on(0.3)
    stepped.seen.clear()
    shown(stepped, Signal(sitter=sitter), 30.0)

    changes = [brightness for _, brightness in stepped.seen]
    assert changes == [1.0, 0.0] * n_pulses
    assert stepped.seen[1][0] - stepped.seen[0][0] == pytest.approx(lit_s)


def test_a_sitter_chosen_elsewhere_is_not_blinked(stepped):
    shown(stepped, Signal(sitter=2), 5.0)
    shown(stepped, Signal(sitter=1), 5.0)

    assert stepped.seen == [(0.0, 0.0)]


def test_a_test_shows_sounds_and_vibrates_one_after_the_other_and_leaves_all_as_it_was(stepped):
    shown(stepped, Signal(light=Light.OWED), 1.0)
    stepped.player.test(stepped.t_s)

    def state(after_s: float) -> tuple[bool, bool]:
        played = stepped.go_on(1.0 + after_s - stepped.t_s)
        return played.tone is not None, played.vibrates

    assert [state(after_s) for after_s in (0.5, 1.1, 2.1, 3.0)] == [
        (False, False),
        (True, False),
        (False, True),
        (False, False),
    ]
    assert stepped.go_on(2.0).brightness == 0.5


def test_a_test_goes_on_when_the_chair_has_nothing_to_say(stepped):
    stepped.player.test(0.0)
    stepped.go_on(1.05)

    assert sounding(shown(stepped, Signal(light=Light.OWED)))


def test_a_prompt_sounds_over_a_test(stepped):
    stepped.player.test(0.0)
    shown(stepped, Signal(light=Light.DUE, sound=Stage.FIRM, number=1))

    assert sounding(stepped)
