"""Devices on gpiozero's mock pins, with and without pulse-width modulation."""

import dataclasses
import math
import warnings

import pytest
from gpiozero.pins.mock import MockFactory, MockPin, MockPWMPin

from chairpi.config.tables import NOT_FITTED, OutputConfig
from chairpi.errors import ReaderError
from chairpi.outputs.patterns import Tone
from chairpi.outputs.perception import duty_of_brightness, duty_of_loudness
from chairpi.outputs.pins import STATES_KEPT, Pins, mock_factory
from chairpi.outputs.player import Played

REST = Played(0.0, None, False, math.inf)
BARE = OutputConfig(led_gpio=NOT_FITTED, buzzer_gpio=NOT_FITTED, button_gpio=NOT_FITTED)


def pins_of(config: OutputConfig, factory: MockFactory) -> Pins:
    return Pins(config, factory, pressed=lambda: None, released=lambda: None)


def test_light_tone_and_motor_are_driven():
    factory = mock_factory()
    pins = pins_of(OutputConfig(vibration_gpio=16), factory)

    pins.write(Played(0.5, Tone(1047.0, 0.3), True, math.inf))

    assert factory.pin(23).state == duty_of_brightness(0.5)
    assert (factory.pin(24).frequency, factory.pin(24).state) == (1047.0, duty_of_loudness(0.3))
    assert factory.pin(16).state == 1.0
    assert pins.fitted == ("light", "buzzer", "vibration")


def test_a_pretended_light_that_breathes_all_day_is_not_remembered_for_ever():
    factory = mock_factory()
    pins = pins_of(OutputConfig(), factory)

    for number in range(10_000):
        pins.write(Played((0.2, 0.3)[number % 2], None, False, math.inf))

    states = [state.state for state in factory.pin(23).states]
    assert len(states) <= 2 * STATES_KEPT
    assert states[-2:] == [duty_of_brightness(0.2), duty_of_brightness(0.3)]


class WholePercentPin(MockPWMPin):
    """Like lgpio's: gives back whole percents; and writes down each time that it is set."""

    def __init__(self, factory, info):
        super().__init__(factory, info)
        self.writes: list[float] = []
        self.pitches_hz: list[float] = []

    def _set_frequency(self, value):
        super()._set_frequency(value)
        if value is not None:
            self.pitches_hz.append(value)

    def _set_state(self, value):
        self.writes.append(value)
        super()._set_state(int(value * 100) / 100)


def test_a_pin_is_written_only_when_it_changes():
    factory = MockFactory(pin_class=WholePercentPin)
    pins = pins_of(OutputConfig(vibration_gpio=16), factory)
    for gpio in (16, 23, 24):
        factory.pin(gpio).writes.clear()
        factory.pin(gpio).pitches_hz.clear()

    for _ in range(5):
        pins.write(Played(0.5, Tone(1047.0, 0.3), True, math.inf))
    for _ in range(5):
        pins.write(REST)

    assert factory.pin(16).writes == [1.0, 0.0]
    assert factory.pin(23).writes == [duty_of_brightness(0.5), 0.0]
    assert factory.pin(24).writes == [duty_of_loudness(0.3), 0.0]
    assert factory.pin(24).pitches_hz == [1047.0]


def test_a_silent_tone_does_not_touch_the_buzzer():
    factory = mock_factory()
    pins = pins_of(OutputConfig(), factory)

    pins.write(Played(0.0, Tone(1047.0, 0.0), False, math.inf))

    assert [state.state for state in factory.pin(24).states] == [0.0]


@pytest.mark.parametrize(("loudness", "on"), [(0.0, 0.0), (0.1, 1.0), (1.0, 1.0)], ids=["silent", "soft", "loud"])
def test_an_active_buzzer_is_on_or_off(loudness, on):
    factory = mock_factory()

    pins = pins_of(OutputConfig(buzzer="active"), factory)

    pins.write(Played(0.0, Tone(1047.0, loudness), False, math.inf))

    assert factory.pin(24).state == on


@pytest.mark.parametrize(("brightness", "on"), [(0.0, False), (0.05, False), (0.1, True), (0.5, True), (1.0, True)])
def test_where_pins_cannot_dim_the_light_is_on_or_off(brightness, on):
    factory = MockFactory(pin_class=MockPin)
    pins = pins_of(OutputConfig(buzzer="active"), factory)

    pins.write(REST._replace(brightness=brightness))

    assert factory.pin(23).state is on


def test_where_pins_cannot_make_tones_a_passive_buzzer_is_refused_kindly_and_the_light_let_go():
    factory = MockFactory(pin_class=MockPin)

    with pytest.raises(ReaderError, match=r'outputs\.buzzer_gpio = 24: .* outputs\.buzzer = "active"'):
        pins_of(OutputConfig(), factory)

    assert factory.pin(23).function == "input"
    pins_of(OutputConfig(buzzer_gpio=NOT_FITTED), factory).close()


def test_parts_that_are_not_fitted_stay_silent():
    factory = mock_factory()
    pins = pins_of(BARE, factory)

    pins.write(Played(1.0, Tone(1047.0, 1.0), True, math.inf))

    assert pins.fitted == ()
    assert not factory.pins


def test_closing_switches_off_and_lets_the_pins_go():
    factory = mock_factory()
    pins = pins_of(OutputConfig(vibration_gpio=16), factory)
    pins.write(Played(1.0, Tone(1047.0, 1.0), True, math.inf))
    pins.close()

    assert {factory.pin(gpio).function for gpio in (16, 23, 24, 26)} == {"input"}
    assert {factory.pin(gpio).state for gpio in (23, 24)} == {0.0}
    pins_of(OutputConfig(vibration_gpio=16), factory).close()


def test_a_pin_that_is_taken_is_named():
    factory = mock_factory()
    pins = pins_of(OutputConfig(), factory)

    with pytest.raises(ReaderError, match=r"outputs\.vibration_gpio = 23: .*; set it to -1 if it is not fitted"):
        pins_of(dataclasses.replace(BARE, vibration_gpio=23), factory)

    pins.close()


def test_without_a_gpio_header_it_says_what_to_do():
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # gpiozero tells of each kind of pins that it tried
        with pytest.raises(ReaderError, match=r"outputs\.led_gpio = 23: .*extra 'pi'"):
            Pins(OutputConfig(), None, pressed=lambda: None, released=lambda: None)
