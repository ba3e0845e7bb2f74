"""`chairpi sensor`, the process that reads the chair."""

from __future__ import annotations

import os
import signal
from pathlib import Path
from types import FrameType

import click

from chairpi.clock import Clock
from chairpi.commands.log import log_to_stderr
from chairpi.commands.options import clock_option, config_option, layers_of
from chairpi.heap import keep_small
from chairpi.notify import Notifier


@click.command()
@config_option
@clock_option
def sensor(config_path: Path | None, clock: Clock) -> None:
    """Read the chair: load cells, history, light, buzzer and button."""
    # Before numpy comes: for matrices this small its threads only cost.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    from chairpi.sensor.service import SensorService

    log_to_stderr()
    keep_small()
    process = SensorService(lambda: layers_of(config_path, mend=True), clock, Notifier())

    def end(_number: int, _frame: FrameType | None) -> None:
        process.stop()

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, end)
    process.run()
