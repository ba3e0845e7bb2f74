"""Light, buzzer, motor and button down to gpiozero's mock pins: what each pin does, and exactly when."""

import math
import threading
from collections.abc import Iterator

import pytest
from stepping import states

from chairpi.clock import ManualClock
from chairpi.config.tables import NOT_FITTED, OutputConfig
from chairpi.core.now.signal import Light, Signal, Stage
from chairpi.core.requests import Press
from chairpi.outputs.perception import duty_of_brightness, duty_of_loudness
from chairpi.outputs.signals import Signals

LED, BUZZER, MOTOR, BUTTON = 23, 24, 16, 26
FITTED = OutputConfig(vibration_gpio=MOTOR)
DIM = duty_of_brightness(0.5)


@pytest.fixture
def clock() -> ManualClock:
    return ManualClock(1000.0)


@pytest.fixture
def signals(clock: ManualClock) -> Iterator[Signals]:
    with Signals(FITTED, mock=True, clock=clock) as signals:
        yield signals


def hold(signals: Signals, clock: ManualClock, length_s: float) -> None:
    """Hold the button for so long."""
    pin = signals.pin_factory.pin(BUTTON)
    pin.drive_low()
    clock.wait(length_s)
    pin.drive_high()


def presses(signals: Signals) -> list[Press]:
    return [signals.presses.get() for _ in range(signals.presses.qsize())]


@pytest.mark.parametrize(
    ("light", "length_s", "expected"),
    [
        pytest.param(Light.OFF, 60.0, [(0.0, 0.0)], id="off"),
        pytest.param(Light.OWED, 60.0, [(0.0, DIM)], id="owed: steady"),
        pytest.param(
            Light.CALIBRATE,
            3.0,
            [(0.0, 1.0), (0.3, 0.0), (0.6, 1.0), (0.9, 0.0), (2.6, 1.0), (2.9, 0.0)],
            id="calibrate: double blink",
        ),
        pytest.param(
            Light.FAULT,
            3.5,
            [(0.0, 1.0), (0.2, 0.0), (0.45, 1.0), (0.65, 0.0), (0.9, 1.0), (1.1, 0.0), (3.35, 1.0)],
            id="fault: three short, a long pause",
        ),
    ],
)
def test_each_light_switches_at_its_times(signals, clock, light, length_s, expected):
    signals.show(Signal(light=light))

    assert states(signals, clock, LED, length_s) == expected


def test_the_light_breathes_while_a_prompt_stands(signals, clock):
    signals.show(Signal(light=Light.DUE, number=1))
    seen = states(signals, clock, LED, 10.0)

    rising = [duty for t_s, duty in seen if t_s <= 1.95]
    falling = [duty for t_s, duty in seen if 1.95 <= t_s <= 3.95]
    assert [t_s for t_s, duty in seen if duty == 1.0] == [1.95, 6.95]
    assert [t_s for t_s, duty in seen if duty == 0.0] == [3.95, 8.95]
    assert rising == sorted(rising)
    assert falling == sorted(falling, reverse=True)
    assert len(falling) > 35


def test_a_nudge_is_one_slow_pulse_and_then_dark(signals, clock):
    signals.show(Signal(light=Light.NUDGE, number=1))
    seen = states(signals, clock, LED, 60.0)

    assert max(duty for _, duty in seen) == 1.0
    assert seen[-1] == (1.95, 0.0)


def test_the_pin_itself_went_through_those_states_and_no_others(signals, clock):
    signals.show(Signal(light=Light.CALIBRATE))
    states(signals, clock, LED, 2.5)

    assert [state.state for state in signals.pin_factory.pin(LED).states] == [0.0, 1.0, 0.0, 1.0, 0.0]


def test_another_light_begins_after_its_darkness(signals, clock):
    signals.show(Signal(light=Light.OWED))
    states(signals, clock, LED, 1.0)
    signals.show(Signal(light=Light.CALIBRATE))

    assert states(signals, clock, LED, 1.0) == [(0.0, 0.0), (0.4, 1.0), (0.7, 0.0), (1.0, 1.0)]


def test_the_chime_is_two_soft_notes(signals, clock):
    duty = round(duty_of_loudness(0.7 * 0.3), 10)
    signals.show(Signal(light=Light.DUE, sound=Stage.CHIME, sound_percent=30, number=1))
    seen = states(signals, clock, BUZZER, 60.0)

    assert [(t_s, round(state, 10)) for t_s, state in seen] == [(0.0, duty), (0.12, 0.0), (0.16, duty), (0.41, 0.0)]


def test_the_notes_fall(signals, clock):
    signals.show(Signal(sound=Stage.CHIME, number=1))
    pitches_hz = []
    for wait_s in (0.01, 0.2):
        clock.wait(wait_s)
        signals.advance()
        pitches_hz.append(signals.pin_factory.pin(BUZZER).frequency)

    assert pitches_hz == [1319.0, 1047.0]


def test_the_firm_sound_is_three_notes(signals, clock):
    duty = duty_of_loudness(1.0)
    signals.show(Signal(light=Light.DUE, sound=Stage.FIRM, sound_percent=100, number=1))

    assert states(signals, clock, BUZZER, 60.0) == [
        (0.0, duty), (0.18, 0.0), (0.3, duty), (0.48, 0.0), (0.6, duty), (0.78, 0.0),
    ]  # fmt: skip


def test_loudness_nought_is_silence(signals, clock):
    signals.show(Signal(light=Light.DUE, sound=Stage.FIRM, sound_percent=0, number=1))

    assert states(signals, clock, BUZZER, 5.0) == [(0.0, 0.0)]


def test_the_motor_gives_two_short_pulses(signals, clock):
    signals.show(Signal(light=Light.NUDGE, vibrate=True, number=1))

    assert states(signals, clock, MOTOR, 60.0) == [(0.0, 1.0), (0.35, 0.0), (0.6, 1.0), (0.95, 0.0)]


def test_all_stops_at_once_when_the_prompt_goes(signals, clock):
    signals.show(Signal(light=Light.DUE, sound=Stage.FIRM, vibrate=True, number=1))
    states(signals, clock, LED, 0.1)
    signals.show(Signal())
    signals.advance()

    assert [signals.pin_factory.pin(gpio).state for gpio in (LED, BUZZER, MOTOR)] == [0.0, 0.0, 0.0]


def test_a_prompt_that_stands_is_not_sounded_again(signals, clock):
    standing = Signal(light=Light.DUE, sound=Stage.CHIME, number=1)
    for _ in range(50):
        signals.show(standing)
        states(signals, clock, BUZZER, 0.1)

    assert len(signals.pin_factory.pin(BUZZER).states) == 5


@pytest.mark.parametrize(
    ("held_s", "press"),
    [pytest.param(0.2, Press.SHORT), pytest.param(2.0, Press.LONG), pytest.param(6.0, Press.VERY_LONG)],
)
def test_a_press_of_the_button_is_heard_once_when_it_is_let_go(signals, clock, held_s, press):
    signals.pin_factory.pin(BUTTON).drive_low()
    clock.wait(held_s)
    assert presses(signals) == []

    signals.pin_factory.pin(BUTTON).drive_high()
    assert presses(signals) == [press]


def test_a_button_that_something_leans_on_asks_for_nothing(signals, clock):
    hold(signals, clock, 40.0)

    assert presses(signals) == []


def test_presses_wait_in_their_order(signals, clock):
    for held_s in (0.1, 1.5, 0.1):
        hold(signals, clock, held_s)

    assert presses(signals) == [Press.SHORT, Press.LONG, Press.SHORT]


def test_the_light_tells_a_hand_when_to_let_go(signals, clock):
    signals.pin_factory.pin(BUTTON).drive_low()

    assert states(signals, clock, LED, 5.8) == [(0.0, 0.0), (1.0, 1.0), (4.6, 0.0), (5.0, 1.0), (5.3, 0.0), (5.7, 1.0)]


def test_a_sitter_chosen_by_the_button_is_blinked(signals, clock):
    signals.show(Signal(sitter=1))
    hold(signals, clock, 0.2)
    signals.show(Signal(sitter=2))

    assert states(signals, clock, LED, 30.0) == [(0.0, 1.0), (0.3, 0.0), (0.6, 1.0), (0.9, 0.0)]


def test_a_test_plays_each_part_in_turn_and_names_what_is_fitted(signals, clock):
    parts = signals.test()

    assert parts == ("light", "buzzer", "vibration")
    seen = {gpio: [] for gpio in (LED, BUZZER, MOTOR)}
    for tenth in range(60):
        signals.advance()
        for gpio, times_s in seen.items():
            if signals.pin_factory.pin(gpio).state:
                times_s.append(tenth / 10)
        clock.wait(0.1)
    assert seen == {
        LED: [tenth / 10 for tenth in range(34)],
        BUZZER: [1.0, 1.1, 1.2, 1.3, 1.4],
        MOTOR: [2.0, 2.1, 2.2, 2.3, 2.6, 2.7, 2.8, 2.9],
    }


def test_a_chair_without_any_of_them_hears_and_shows_nothing():
    bare = OutputConfig(led_gpio=NOT_FITTED, buzzer_gpio=NOT_FITTED, button_gpio=NOT_FITTED)

    with Signals(bare, mock=True) as signals:
        signals.show(Signal(light=Light.FAULT))

        assert signals.test() == ()
        assert not signals.pin_factory.pins


def test_nothing_wakes_the_machine_while_nothing_changes(signals, clock):
    signals.show(Signal(light=Light.OWED))

    assert signals.advance() == math.inf


def test_the_thread_plays_by_itself_and_ends():
    before = threading.active_count()
    with Signals(FITTED, mock=True) as signals:
        signals.show(Signal(light=Light.FAULT, sound=Stage.CHIME, number=1))
        wait_until(lambda: len(signals.pin_factory.pin(LED).states) >= 4)
        wait_until(lambda: len(signals.pin_factory.pin(BUZZER).states) >= 5)
        pin = signals.pin_factory.pin(LED)

    assert threading.active_count() == before
    assert pin.function == "input"


def wait_until(is_so) -> None:
    """The player has a thread of its own: give it its turn."""
    turn = threading.Event()
    for _ in range(2000):
        if is_so():
            return
        turn.wait(0.01)
    raise AssertionError("it never came")
