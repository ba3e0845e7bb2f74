"""Light, buzzer and button on gpiozero's mock pins."""

import warnings
from collections.abc import Iterator

import pytest
from sitting import Story

from chairpi.config import NOT_FITTED, OutputConfig
from chairpi.core.requests import Snooze
from chairpi.core.settings import PromptSettings, Settings
from chairpi.errors import ReaderError
from chairpi.outputs.signals import Signals

SOON = Settings(prompts=PromptSettings(stand_after_min=1.0))


@pytest.fixture
def signals() -> Iterator[Signals]:
    with Signals(OutputConfig(), mock=True) as signals:
        yield signals


def lit(signals: Signals, gpio: int) -> bool:
    """Whether the pin has been driven high since it was opened and is not off for good."""
    return any(state.state for state in signals.pin_factory.pin(gpio).states)


def test_the_light_and_the_buzzer_begin_with_a_prompt_and_the_light_ends_with_it(signals):
    story = Story(settings=SOON).away(5).sits(50)
    signals.show(story.chair.now)
    assert not lit(signals, 23)

    story.sits(20)
    signals.show(story.chair.now)
    wait_until(lambda: lit(signals, 23) and lit(signals, 24))

    story.ask(Snooze(story.t_s))
    signals.show(story.chair.now)
    assert not signals.pin_factory.pin(23).state
    assert not signals.pin_factory.pin(24).state


def test_a_prompt_that_stands_is_not_sounded_again(signals):
    story = Story(settings=SOON).away(5).sits(70)
    signals.show(story.chair.now)
    wait_until(lambda: len(signals.pin_factory.pin(24).states) >= 4)
    before = len(signals.pin_factory.pin(24).states)

    for _ in range(5):
        signals.show(story.sits(1).chair.now)

    assert len(signals.pin_factory.pin(24).states) <= before + 1


def test_a_press_of_the_button_is_heard_once(signals):
    pin = signals.pin_factory.pin(26)

    pin.drive_low()
    pin.drive_high()

    assert signals.presses.qsize() == 1


def test_parts_that_are_not_fitted_stay_silent():
    bare = OutputConfig(led_gpio=NOT_FITTED, buzzer_gpio=NOT_FITTED, button_gpio=NOT_FITTED)
    story = Story(settings=SOON).away(5).sits(70)

    with Signals(bare, mock=True) as signals:
        signals.show(story.chair.now)

        assert not signals.pin_factory.pins


def test_pins_are_let_go():
    with Signals(OutputConfig(), mock=True):
        pass
    with Signals(OutputConfig(), mock=True) as signals:
        assert signals.presses.empty()


def test_without_a_gpio_header_it_says_what_to_do():
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # gpiozero tells of each kind of pins that it tried
        with pytest.raises(ReaderError, match=r"outputs\.led_gpio = 23: .*extra 'pi'"):
            Signals(OutputConfig(), mock=False)


def wait_until(is_so) -> None:
    """gpiozero blinks from a thread of its own: give it its turn."""
    import threading

    turn = threading.Event()
    for _ in range(500):
        if is_so():
            return
        turn.wait(0.01)
    raise AssertionError("it never came")
