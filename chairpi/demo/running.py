"""Both processes on a simulated chair, or on a recording, started together and ended together."""

from __future__ import annotations

import dataclasses
import os
import signal
import subprocess
import sys
import tempfile
import urllib.error
import urllib.request
import webbrowser
from collections.abc import Callable
from pathlib import Path
from types import FrameType

from chairpi.clock import RealClock, ScaledClock
from chairpi.config.tables import CellConfig, Config, PathConfig, ReaderConfig, WebConfig
from chairpi.config.text import as_toml
from chairpi.core.settings import PromptSettings
from chairpi.demo.button import WORDS, EnterButton
from chairpi.errors import ChairPiError
from chairpi.simulate.chair import simulated_chair

START_S = 20.0
"""A process that has not answered by then is stuck: they start in well under a second on a PC, in about 2 s on a Zero 2 W."""

PROMPTS = PromptSettings(stand_after_min=15.0, ramp=False, quiet_hours=())
"""A visitor watches for minutes, not for days: the target is reached soon, a minute or two before the lively sitter shifts, so that
the wait for a good moment shows; nothing is held back for a first week, and the demo is by night as by day."""

END_S = 10.0
"""Time to end after SIGTERM before a process is killed."""


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class DemoOptions:
    """What a demo may be told.

    Parameters
    ----------
    speed
        How many simulated seconds pass in a real one.
    host, port
        Where the dashboard listens.
    recording
        A recording to play instead of the simulated day.
    data_dir
        Where to keep the history; a temporary directory when not given.
    seed
        Seed of the simulated day.
    open_browser
        Open the dashboard in a browser where there is a screen.
    """

    speed: float
    host: str
    port: int
    recording: Path | None
    data_dir: Path | None
    seed: int
    open_browser: bool


def demo_config(options: DemoOptions, directory: Path) -> Config:
    """The configuration of a demo whose files go to `directory`."""
    seat, calibration = simulated_chair()
    cells = tuple(
        CellConfig(name=c.name, ap_mm=c.ap_mm, ml_mm=c.ml_mm, zero_counts=zero_counts, counts_per_n=counts_per_n)
        for c, zero_counts, counts_per_n in zip(
            seat.cells, calibration.zero_counts, calibration.counts_per_n, strict=True
        )
    )
    recording = options.recording
    reader = ReaderConfig(
        backend="simulated" if recording is None else "recording",
        recording="" if recording is None else str(recording.resolve()),
        seed=options.seed,
    )
    data_dir = directory / "data" if options.data_dir is None else options.data_dir
    return Config(
        reader=reader,
        prompts=PROMPTS,
        web=WebConfig(host=options.host, port=options.port),
        paths=PathConfig(data_dir=str(data_dir), runtime_dir=str(directory / "run")),
        cells=cells,
    )


def run_demo(options: DemoOptions, say: Callable[[str], None]) -> int:
    """Start both processes, and end both when one ends or the user says so.

    Parameters
    ----------
    options
        What the user chose.
    say
        Prints a line to the user.

    Returns
    -------
    int
        Exit status: 0 when the user ended it.

    Raises
    ------
    ChairPiError
        The dashboard did not come up.
    """
    with tempfile.TemporaryDirectory(prefix="chairpi-", ignore_cleanup_errors=True) as name, _Ending() as ending:
        directory = Path(name)
        config_path = directory / "chairpi.toml"
        config_path.write_text(as_toml(demo_config(options, directory)), encoding="utf-8")
        clock = ScaledClock(options.speed)
        clock_text = f"{clock.speed!r},{clock.origin_monotonic_s!r},{clock.origin_utc_s!r}"
        processes = []
        try:
            for command in ("sensor", "web"):
                arguments = [command, "--config", str(config_path), "--clock", clock_text]
                processes.append(subprocess.Popen([sys.executable, "-m", "chairpi", *arguments]))  # noqa: S603  # ourselves
            _watch(processes, options, say, ending, directory)
        finally:
            status = _end(processes)
    return 0 if ending.asked and status == 0 else status


def _watch(
    processes: list[subprocess.Popen[bytes]],
    options: DemoOptions,
    say: Callable[[str], None],
    ending: _Ending,
    directory: Path,
) -> None:
    """Tell where the dashboard is once it answers, then wait until somebody ends it or a process ends."""
    address = f"http://{'127.0.0.1' if options.host in ('0.0.0.0', '::') else options.host}:{options.port}"  # noqa: S104  # compared
    clock = RealClock()
    deadline_s = clock.monotonic_s() + START_S
    told = over = False
    sensor, web = processes
    button = EnterButton(directory / "run")
    while not ending.asked and web.poll() is None:
        if sensor.poll() is not None:
            if sensor.returncode != 0 or options.recording is None:
                return
            if not over:
                over = True
                say("The recording is over; the dashboard stays until you press Ctrl-C")
        if not told and _answers(address):
            told = True
            say(f"The dashboard of the simulated chair is at {address}  (Ctrl-C ends the demo)")
            if button.is_there:
                say(WORDS)
            say(f"To pair a browser by a code: chairpi pair --config {directory / 'chairpi.toml'}")
            if options.open_browser and (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")):
                webbrowser.open(address)
        if not told and clock.monotonic_s() > deadline_s:
            raise ChairPiError(
                f"the dashboard does not answer at {address} after {START_S:.0f} s; see the messages above"
            )
        if told:
            button.look()
        clock.wait(0.1)


def _answers(address: str) -> bool:
    try:
        with urllib.request.urlopen(f"{address}/healthz", timeout=1.0):  # noqa: S310  # our own http address
            return True
    except urllib.error.HTTPError:
        return True  # it answers, and has something to say: the pages tell
    except (urllib.error.URLError, OSError):
        return False


def _end(processes: list[subprocess.Popen[bytes]]) -> int:
    """End what still runs; the worst exit status of those that ended by themselves or did not end well."""
    asked = [process for process in processes if process.poll() is None]
    for process in asked:
        process.terminate()
    status = 0
    for process in processes:
        try:
            code = process.wait(END_S)
        except subprocess.TimeoutExpired:
            process.kill()
            code = process.wait()
        # Who is asked to end before it could say how it ends is ended by the signal itself: that is well too.
        ended_well = code == -signal.SIGTERM and process in asked
        status = max(status, 0 if ended_well else abs(code))
    return status


class _Ending:
    """Whether the user has asked to end: Ctrl-C or SIGTERM, while it is open."""

    def __init__(self) -> None:
        self.asked = False

    def __enter__(self) -> _Ending:
        def ask(_number: int, _frame: FrameType | None) -> None:
            self.asked = True

        self._before = {number: signal.signal(number, ask) for number in (signal.SIGINT, signal.SIGTERM)}
        return self

    def __exit__(self, *_: object) -> None:
        for number, handler in self._before.items():
            signal.signal(number, handler)
