"""Which reader the configuration asks for."""

from __future__ import annotations

from pathlib import Path

from chairpi.clock import Clock, RealClock
from chairpi.config.tables import SUPPLY_FAULT, Config
from chairpi.errors import ReaderError
from chairpi.readers.pin_clock import BootClock
from chairpi.readers.polling import HX711Reader
from chairpi.readers.reader import Reader


def open_reader(config: Config, clock: Clock) -> Reader:
    """The reader of `reader.backend`; each is imported only when it is used.

    Raises
    ------
    ReaderError
        The cells cannot be read.
    RecordingError
        The recording cannot be read.
    """
    match config.reader.backend:
        case "auto" | "adafruit" | "gpiochip" | "iio":
            return _open_hx711_reader(config, clock)
        case "recording":
            from chairpi.readers.recording import RecordingReader

            return RecordingReader(Path(config.reader.recording), clock)
        case _:
            return _open_simulated_reader(config, clock)


def _open_hx711_reader(config: Config, clock: Clock) -> Reader:
    """The chips of this machine, through the back end that is configured or, for `auto`, that reads them best."""
    from chairpi.readers.choose import open_bank

    if not isinstance(clock, RealClock):
        raise ReaderError("real chips convert in real time: leave out the speed, or set reader.backend to simulated")
    pin_clock = BootClock()
    bank, picked = open_bank(config, pin_clock)
    return HX711Reader(config.seat, config.calibration, bank, pin_clock, picked=picked)


def _open_simulated_reader(config: Config, clock: Clock) -> Reader:
    """Simulated chips under the configured cells, and a simulated sitter who begins a lively day now."""
    from chairpi.readers.simulated import SimulatedReader
    from chairpi.simulate.chip import Fault
    from chairpi.simulate.day import Day
    from chairpi.simulate.placed import Placed

    seat, calibration, seed = config.seat, config.calibration, config.reader.seed
    day = Day(seat, seed, lively=True)
    placed = Placed(seat, day, day.upright_s)
    began_s = clock.monotonic_s()

    def counts_at(t_s: float) -> list[float]:
        forces_n = placed.force_at(max(0.0, t_s - began_s))
        return [
            zero_counts + counts_per_n * force_n
            for zero_counts, counts_per_n, force_n in zip(
                calibration.zero_counts, calibration.counts_per_n, forces_n, strict=True
            )
        ]

    reader = SimulatedReader(seat, calibration, counts_at, clock, seed=seed, simulate=placed.ask)
    for text in config.reader.faults:
        name, _, fault = text.partition(":")
        for cell, chip in zip(seat.names, reader.chips, strict=True):
            if name in ("", cell) and fault != SUPPLY_FAULT:
                chip.fault = Fault(fault)
    return reader
