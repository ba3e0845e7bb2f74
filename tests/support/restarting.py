"""A sensor process that is killed and started again, and the chair that saw the same without dying."""

from __future__ import annotations

import dataclasses
import json
import math
import random
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path
from typing import NamedTuple

from chairpi.config.tables import Config, PathConfig, WebConfig
from chairpi.config.text import as_toml
from chairpi.core.chair.door import Chair
from chairpi.core.events.event import Event
from chairpi.core.events.prompting import PromptCleared, PromptRaised
from chairpi.core.presence.sitters import KnownSitter
from chairpi.core.requests import Finish, TellTime
from chairpi.core.settings import PromptSettings, Settings
from chairpi.recordings.reading import open_recording

SENSE = Path(__file__).parents[1] / "sense_until_killed.py"

UTC_S = 1_795_000_000.0
"""Wall clock at the recording's time 0 [POSIX s]."""

ZONE = "Europe/Berlin"

BOOTED_T_S = 20.0
"""What a machine's clock shows when the sensor process starts [s]."""


class Told(NamedTuple):
    """One prompt; times are the recording's, in whole seconds: over two clocks, they are the same to the last digits but a few [s]."""

    number: int
    kind: str
    moment: str | None
    raised_s: float
    outcome: str | None
    after_s: float | None


class Watched(NamedTuple):
    """What one process saw, as far as the next one knew of it: from its first frame to the last second judged, by the recording [s]."""

    first_s: float
    seen_s: float


@dataclasses.dataclass
class Life:
    """A chair that is started, killed and started again.

    Parameters
    ----------
    directory
        For everything; short enough for Unix sockets.
    recording
        What its sitter does, whether anybody watches or not.
    prompts
        How they are prompted.
    """

    directory: Path
    recording: Path
    prompts: PromptSettings
    watched: list[Watched] = dataclasses.field(default_factory=list)
    shifts_s: list[float] = dataclasses.field(default_factory=lambda: [0.0])

    def __post_init__(self) -> None:
        paths = PathConfig(data_dir=str(self.directory / "data"), runtime_dir=str(self.directory / "run"))
        self.config = Config(prompts=self.prompts, web=WebConfig(time_zone=ZONE), paths=paths)
        self.config_path = self.directory / "chairpi.toml"
        self.config_path.write_text(as_toml(self.config), encoding="utf-8")

    def run(self, start_s: float, kill_s: float = math.inf, pause_s: float = 0.0) -> float:
        """Start the process at `start_s` of the recording and kill it `pause_s` [s of real time] after it has come to `kill_s`.

        Returns
        -------
        float
            A time by which it was certainly dead [s of the recording].
        """
        boot, shift_s = len(self.shifts_s) - 1, self.shifts_s[-1]
        numbers = (start_s - shift_s, shift_s, UTC_S + shift_s)
        command = [sys.executable, SENSE, self.config_path, self.recording, f"boot-{boot}", *map(repr, numbers)]
        with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
            assert process.stdout is not None
            assert process.stderr is not None
            kept, last = process.stdout.readline(), process.stdout.readline()
            if last:
                self._begin(start_s, json.loads(kept))
            while last and float(last) + shift_s < kill_s:
                last = process.stdout.readline()
            if last:
                time.sleep(pause_s)
                process.send_signal(signal.SIGKILL)
                last = next((line for line in reversed(process.stdout.readlines()) if line.endswith("\n")), last)
            errors = process.stderr.read()
        assert "Traceback" not in errors, errors
        assert process.returncode in (0, -signal.SIGKILL), errors
        return float(last or "inf") + shift_s + 1.0

    def _begin(self, start_s: float, kept: tuple[int, float] | None) -> None:
        if kept is not None and self.watched:
            boot, seen_t_s = kept
            self.watched[-1] = self.watched[-1]._replace(seen_s=seen_t_s + self.shifts_s[boot])
        self.watched.append(Watched(start_s, math.inf))

    def reboot(self, start_s: float) -> None:
        """The machine is there again at `start_s` of the recording: its clock counts from 0, and what lay in its memory is gone."""
        self.shifts_s.append(math.floor(start_s) - BOOTED_T_S)
        for file in self.config.runtime_dir.iterdir():
            file.unlink()

    def lives(self, kills_s: Iterable[float], chance: random.Random, *, gap_s: tuple[float, float]) -> None:
        """Run the whole recording, killed at each of these times and started again after a while within `gap_s` [s]."""
        start_s = 0.0
        for kill_s in kills_s:
            dead_s = self.run(start_s, kill_s, chance.uniform(0.0, 0.01))
            start_s = dead_s + chance.uniform(*gap_s)
        self.run(start_s)

    def told(self) -> list[Told]:
        """The prompts in the database."""
        with closing(sqlite3.connect(self.config.history_path)) as connection:
            rows = connection.execute(
                "SELECT number, kind, moment, boot_id, raised_t_s, outcome, after_s FROM prompt ORDER BY number"
            ).fetchall()
        return [
            _told(
                number, kind, moment, raised_t_s + self.shifts_s[int(boot_id.removeprefix("boot-"))], outcome, after_s
            )
            for number, kind, moment, boot_id, raised_t_s, outcome, after_s in rows
        ]

    def unkilled(self) -> list[Told]:
        """The prompts of one chair that saw the same frames, and nothing in between."""
        return prompts_of(self.recording, self.prompts, self.watched)


def prompts_of(recording_path: Path, prompts: PromptSettings, watched: Iterable[Watched]) -> list[Told]:
    """The prompts of a chair that is never ended, and sees these parts of a recording."""
    parts = iter(watched)
    part: Watched | None = next(parts)
    with open_recording(recording_path) as recording:
        header = recording.header
        me = KnownSitter(1, "Me", None, prompts)
        settings = Settings(prompts=prompts)
        chair = Chair(header.seat, header.calibration, settings, warm=True, sitters=(me,), sitter_id=1)
        events: list[Event] = []
        last_s = math.nan
        for frame in recording.frames():
            if part is not None and frame.t_s > part.seen_s:
                part = next(parts, None)
            if part is None:
                break
            if frame.t_s >= part.first_s:
                if math.isnan(last_s):
                    events += chair.receive(TellTime(frame.t_s, frame.t_s + UTC_S, ZONE))
                events += chair.receive(frame)
                last_s = frame.t_s
    events += chair.receive(Finish(last_s))
    told = {}
    for event in events:
        match event:
            case PromptRaised():
                told[event.number] = _told(event.number, event.kind, event.moment, event.t_s, None, None)
            case PromptCleared():
                told[event.number] = told[event.number]._replace(outcome=event.outcome, after_s=_whole(event.after_s))
    return list(told.values())


def _told(
    number: int, kind: str, moment: str | None, raised_s: float, outcome: str | None, after_s: float | None
) -> Told:
    return Told(number, str(kind), moment, _whole(raised_s) or 0.0, outcome, _whole(after_s))


def _whole(value_s: float | None) -> float | None:
    return None if value_s is None else round(value_s, 3)
