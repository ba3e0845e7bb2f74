"""The press of the button that lets a browser in."""

import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from chairside import Chairside, Message, Script

from chairpi.clock import ManualClock
from chairpi.config.tables import NOT_FITTED, OutputConfig
from chairpi.core.requests import Press
from chairpi.core.settings import PromptSettings
from chairpi.outputs.signals import Signals
from chairpi.sensor.awaited_press import AwaitedPress
from chairpi.sensor.process import Sensor

FITTED = OutputConfig()
AWAIT = {"request": "await_press", "length_s": 30.0, "number": 7, "held": False}


@pytest.fixture
def clock() -> ManualClock:
    return ManualClock(1000.0)


@pytest.fixture
def signals(clock: ManualClock) -> Iterator[Signals]:
    with Signals(FITTED, mock=True, clock=clock) as signals:
        yield signals


@pytest.mark.parametrize("press", Press)
def test_any_press_is_the_one_that_is_waited_for(signals, clock, press):
    awaited = AwaitedPress(signals, clock)
    awaited.ask(AWAIT)

    assert awaited.take(press) == {"message": "button", "press": press, "number": 7}
    assert awaited.take(press) is None


def test_a_press_that_nobody_waits_for_means_what_presses_mean(signals, clock):
    assert AwaitedPress(signals, clock).take(Press.SHORT) is None


def test_a_short_press_goes_its_own_way_where_a_held_one_is_waited_for(signals, clock):
    awaited = AwaitedPress(signals, clock)
    awaited.ask(AWAIT | {"held": True})

    assert awaited.take(Press.SHORT) is None
    assert awaited.take(Press.LONG) is not None


def test_a_wait_ends_by_itself_or_when_asked(signals, clock):
    awaited = AwaitedPress(signals, clock)
    awaited.ask(AWAIT)
    clock.wait(30.1)
    assert awaited.take(Press.SHORT) is None

    awaited.ask(AWAIT)
    awaited.ask(AWAIT | {"length_s": 0})
    assert awaited.take(Press.SHORT) is None


def test_the_light_asks_for_the_press_until_it_comes(signals, clock):
    awaited = AwaitedPress(signals, clock)
    led = signals.pin_factory.pin(FITTED.led_gpio)
    awaited.ask(AWAIT)
    clock.wait(0.5)
    signals.advance()
    assert led.state > 0.9

    awaited.take(Press.SHORT)
    signals.advance()
    assert led.state == 0.0


@pytest.mark.parametrize(
    "wrong", [{"length_s": 61}, {"length_s": -1}, {"length_s": "long"}, {"number": "7"}, {"held": None}], ids=repr
)
def test_a_wait_that_is_not_understood_is_refused(signals, clock, wrong):
    with pytest.raises(ValueError, match="await_press: found"):
        AwaitedPress(signals, clock).ask(AWAIT | wrong)


def test_a_chair_without_a_button_says_so(clock):
    config = OutputConfig(button_gpio=NOT_FITTED)
    with Signals(config, mock=True, clock=clock) as signals, pytest.raises(ValueError, match="has no button"):
        AwaitedPress(signals, clock).ask(AWAIT)


@pytest.fixture
def directory() -> Iterator[Path]:
    """A directory with a path short enough for a Unix socket."""
    with tempfile.TemporaryDirectory(prefix="chairpi-") as name:
        yield Path(name)


def is_told(message: Message) -> bool:
    return bool(message["message"] == "button")


def test_a_press_that_lets_a_browser_in_leaves_the_prompt_alone(directory: Path) -> None:
    """Through the whole way of a real press: the pin, the light's thread, the sensor's loop, the live link."""
    side = Chairside(directory, prompts=PromptSettings(stand_after_min=1.0, moment_wait_min=0.0))
    script = Script(side.clock)
    sensor = Sensor(side.config, side.clock, script)
    live = side.watches(is_told)()

    def action() -> Iterator[None]:
        next(live)
        yield
        yield from side.asks(AWAIT)()
        yield from side.asks({"request": "press_button", "down": True})()
        yield from side.asks({"request": "press_button", "down": False})()
        yield from live

    script.away(8).sits(80).does(action).sits(5)
    sensor.run()

    assert [answer["ok"] for answer in side.answers] == [True, True, True]
    assert {"message": "button", "press": "short", "number": 7} in side.live
    assert side.rows("SELECT kind, outcome FROM prompt WHERE outcome = 'snoozed'") == []
    assert side.rows("SELECT count(*) FROM prompt") == [(1,)]
