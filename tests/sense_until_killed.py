"""The real sensor process on a chair whose sitter goes on whether anybody watches or not; says on stdout how far it has got.

Usage: python sense_until_killed.py CONFIG RECORDING BOOT_ID START_T_S SHIFT_S UTC_OFFSET_S

The recording's time less SHIFT_S is the time of this boot; what was before START_T_S has gone by unseen. Time runs as fast as the machine
can. The first line tells from what the chair goes on: the boot, and the last second that it had judged; each further one a second.
"""

import json
import math
import sqlite3
import sys
from collections.abc import Iterator, Mapping
from contextlib import closing
from pathlib import Path

from chairpi.clock import ManualClock
from chairpi.config.reading import load_config
from chairpi.core.frame import Frame
from chairpi.core.requests import CaptureReference
from chairpi.readers.health import CellHealth
from chairpi.recordings.reading import open_recording
from chairpi.sensor.process import Sensor


class Boot(ManualClock):
    """The clock of one start of the machine."""

    def __init__(self, boot_id: str, monotonic_s: float, utc_s: float) -> None:
        super().__init__(monotonic_s, utc_s)
        self._boot_id = boot_id

    def origin_id(self) -> str:
        return self._boot_id


class GoingOn:
    """A recorded sitter, from the clock's present time on."""

    backend = "recording"
    picked = "A recorded sitter goes on."
    guided_upright: CaptureReference | None = None
    supply_low = False

    def __init__(self, path: Path, clock: ManualClock, shift_s: float) -> None:
        self._recording = open_recording(path)
        self._clock = clock
        self._shift_s = shift_s
        header = self._recording.header
        self.seat, self.calibration, self.rate_hz = header.seat, header.calibration, header.rate_hz

    def frames(self) -> Iterator[Frame | None]:
        second = -math.inf
        for frame in self._recording.frames():
            t_s = frame.t_s - self._shift_s
            if t_s < self._clock.monotonic_s():
                continue
            self._clock.wait(t_s - self._clock.monotonic_s())
            if math.floor(t_s) > second:
                second = math.floor(t_s)
                print(second, flush=True)  # noqa: T201
            yield Frame(t_s, frame.counts)

    def health(self, t_s: float) -> tuple[CellHealth, ...]:
        return ()

    def simulate(self, message: Mapping[str, object]) -> None:
        raise ValueError("this sitter does as they did")

    def close(self) -> None:
        self._recording.close()


def main(config_path: str, recording: str, boot_id: str, start_t_s: float, shift_s: float, utc_offset_s: float) -> None:
    config = load_config(Path(config_path))
    clock = Boot(boot_id, start_t_s, start_t_s + utc_offset_s)
    sensor = Sensor(config, clock, GoingOn(Path(recording), clock, shift_s))
    with closing(sqlite3.connect(config.history_path)) as connection:
        kept = connection.execute("SELECT boot_id, memory FROM memory").fetchone()
    known = None if kept is None else (int(kept[0].removeprefix("boot-")), json.loads(kept[1])["seen_t_s"])
    print(json.dumps(known), flush=True)  # noqa: T201
    sensor.run()


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], sys.argv[3], *map(float, sys.argv[4:7]))
