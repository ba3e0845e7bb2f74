"""The defects of the released driver that readers/adafruit.py works round: a test that fails here says that a release mended one."""

import importlib.util
import types
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest

from chairpi.readers.adafruit import prepare_blinka
from chairpi.simulate.chip import Fault, HX711Chip
from chairpi.simulate.virtual_clock import VirtualClock

prepare_blinka()
import microcontroller  # noqa: E402 - Blinka must be told first to be quiet

SLEEP_NS = 74_000
"""What time.sleep(1e-6) takes on Linux with the usual timer slack of 50 us: the median, measured on x86-64."""


def released_driver(clock: VirtualClock, **replaced: object) -> Any:
    """The driver as released in a module of its own; only its `time`, and what `replaced` names, are not its own."""
    spec = importlib.util.find_spec("adafruit_hx711.hx711")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    vars(module).update(time=SimpleNamespace(sleep=clock.sleep), **replaced)
    return module


def without_interrupts(delay_us: Callable[[float], None]) -> SimpleNamespace:
    return SimpleNamespace(disable_interrupts=lambda: None, enable_interrupts=lambda: None, delay_us=delay_us)


def ready_chip(counts: float) -> HX711Chip:
    return HX711Chip(VirtualClock(), lambda t_s: counts)


def wait_until_ready(chip: HX711Chip) -> None:
    chip.clock.advance_ns(4 * chip.period_ns + 200_000)


def test_it_calls_for_interrupts_that_blinka_does_not_have():
    chip = ready_chip(1)
    driver = released_driver(chip.clock).HX711(chip.dout, chip.sck)
    wait_until_ready(chip)

    with pytest.raises(AttributeError, match="disable_interrupts"):
        driver._read_channel_raw(25)


def test_a_negative_number_comes_back_as_a_great_one():
    chip = ready_chip(-530242)
    module = released_driver(chip.clock, microcontroller=without_interrupts(lambda delay_us: None))
    driver = module.HX711(chip.dout, chip.sck)
    wait_until_ready(chip)

    assert driver._read_channel_raw(25) == 4294437054


def test_its_delay_is_a_sleep_that_puts_the_chip_to_sleep():
    chip = ready_chip(123456)
    slept_s: list[float] = []

    def sleep(seconds: float) -> None:
        slept_s.append(seconds)
        chip.clock.advance_ns(SLEEP_NS)

    blinkas_delay_us = types.FunctionType(microcontroller.delay_us.__code__, {"time": SimpleNamespace(sleep=sleep)})
    module = released_driver(chip.clock, microcontroller=without_interrupts(blinkas_delay_us))
    driver = module.HX711(chip.dout, chip.sck)
    wait_until_ready(chip)

    word = driver._read_channel_raw(25)

    assert set(slept_s) == {1e-6}
    assert word & 0xFFFFFF == 0xFFFFFF
    assert chip.register_counts is None


def test_it_waits_for_ever_for_a_chip_that_does_not_answer():
    class EnoughError(Exception):
        pass

    looks = 0

    def give_up() -> int:
        nonlocal looks
        looks += 1
        if looks > 200_000:
            raise EnoughError
        return 0

    chip = ready_chip(1)
    driver = released_driver(chip.clock).HX711(chip.dout, chip.sck)
    chip.fault = Fault.STUCK_HIGH
    chip.preemption = give_up

    with pytest.raises(EnoughError):
        driver._read_channel_raw(25)
