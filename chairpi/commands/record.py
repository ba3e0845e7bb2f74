"""`chairpi record`: the live chair into a recording."""

from __future__ import annotations

import contextlib
import math
import signal
from collections.abc import Iterator
from pathlib import Path
from types import FrameType
from typing import Any

import click

from chairpi.clock import RealClock, rfc_3339
from chairpi.commands.options import config_of, config_option, force_option
from chairpi.core.calibration import Calibration
from chairpi.core.frame import Frame
from chairpi.core.seat import Cell, Seat
from chairpi.errors import LinkError
from chairpi.link.client import LiveClient
from chairpi.link.protocol import Message
from chairpi.recordings.header import Header
from chairpi.recordings.writing import RecordingWriter


@click.command()
@click.option("-o", "--output", type=click.Path(path_type=Path, dir_okay=False), required=True, help="File to write.")
@click.option("--seconds", type=click.FloatRange(min=0.1), help="Stop after this time; else Ctrl-C ends it.")
@force_option
@config_option
def record(output: Path, seconds: float | None, force: bool, config_path: Path | None) -> None:
    """Record what the running chair's cells say."""
    config = config_of(config_path)
    n_rows = record_live(config.runtime_dir, output, seconds=math.inf if seconds is None else seconds, overwrite=force)
    click.echo(f"{output}: {n_rows} rows", err=True)


def record_live(directory: Path, output: Path, *, seconds: float, overwrite: bool) -> int:
    """Write every frame of the running chair to a recording, until `seconds` of chair time have passed or Ctrl-C.

    Parameters
    ----------
    directory
        Where the sensor process has its sockets.
    output
        The file to write.
    seconds
        How long [s]; infinite for no end.
    overwrite
        Whether the file may exist.

    Returns
    -------
    int
        Rows written.

    Raises
    ------
    LinkError
        The sensor process is not running.
    RecordingError
        The file exists or cannot be written.
    """
    n_rows = 0
    with LiveClient(directory, every_frame=True) as client, _until_interrupted() as interrupted:
        messages = client.messages(timeout_s=0.5)
        hello = next(messages)
        if hello is None or hello["message"] != "hello":
            raise LinkError("the sensor process did not say which chair it is; are both of the same ChairPi version?")
        with RecordingWriter(output, header_of(hello), overwrite=overwrite) as writer:
            first_t_s: float | None = None
            with contextlib.suppress(LinkError):  # the chair's end is the recording's end
                for message in messages:
                    if interrupted:
                        break
                    if message is None or message["message"] != "frame":
                        continue
                    frame = _frame(message)
                    first_t_s = frame.t_s if first_t_s is None else first_t_s
                    if frame.t_s - first_t_s > seconds:
                        break
                    writer.write(frame, doubtful=message.get("doubtful") is True)
                    n_rows += 1
    return n_rows


def header_of(hello: dict[str, Any]) -> Header:
    """The header of a recording of the chair that said hello."""
    cells = tuple(
        Cell(cell["cell"], math.nan if cell["ap_mm"] is None else cell["ap_mm"], cell["ml_mm"])
        for cell in hello["cells"]
    )
    return Header(
        quantity="counts",
        seat=Seat(cells),
        calibration=Calibration(tuple(hello["zero_counts"]), tuple(hello["counts_per_n"])),
        rate_hz=hello["rate_hz"],
        extras={
            "source": f"chairpi record {hello['version']} ({hello['backend']})",
            "started_utc": rfc_3339(RealClock().utc_s()),
        },
        doubtful_s=(),
    )


def _frame(message: Message) -> Frame:
    counts: Any = message["counts"]
    t_s: Any = message["t_s"]
    return Frame(t_s, tuple(counts))


@contextlib.contextmanager
def _until_interrupted() -> Iterator[list[bool]]:
    """A list that is no longer empty once the user pressed Ctrl-C."""
    asked: list[bool] = []

    def ask(_number: int, _frame: FrameType | None) -> None:
        asked.append(True)

    before = {number: signal.signal(number, ask) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield asked
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
