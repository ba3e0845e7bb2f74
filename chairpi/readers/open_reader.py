"""Which reader the configuration asks for."""

from __future__ import annotations

from pathlib import Path

from chairpi.clock import Clock
from chairpi.config import Config
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
        case "adafruit":
            from chairpi.readers.hx711 import open_hx711_reader

            return open_hx711_reader(config, clock)
        case "recording":
            from chairpi.readers.recording import RecordingReader

            return RecordingReader(Path(config.reader.recording), clock)
        case _:
            return _open_simulated_reader(config, clock)


def _open_simulated_reader(config: Config, clock: Clock) -> Reader:
    """Simulated chips under the configured cells, and a simulated sitter who begins a lively day now."""
    from chairpi.readers.simulated import SimulatedReader
    from chairpi.simulate.day import Day

    seat, calibration, seed = config.seat, config.calibration, config.reader.seed
    day = Day(seat, seed, lively=True)
    began_s = clock.monotonic_s()

    def counts_at(t_s: float) -> list[float]:
        forces_n = day.force_at(max(0.0, t_s - began_s))
        return [
            zero_counts + counts_per_n * force_n
            for zero_counts, counts_per_n, force_n in zip(
                calibration.zero_counts, calibration.counts_per_n, forces_n, strict=True
            )
        ]

    return SimulatedReader(seat, calibration, counts_at, clock, seed=seed)
