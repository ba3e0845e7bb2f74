"""`chairpi record` writes what the chair tells, and which of it cannot be trusted."""

from __future__ import annotations

import json
import math
import socket
import tempfile
from pathlib import Path

import pytest
from fake_sensor import THREE_CELLS, FakeSensor

from chairpi.commands.record import record_live
from chairpi.recordings.reading import open_recording

LOWS = (False, False, True, True, False)


class Sagging(FakeSensor):
    """A chair whose supply gives way for a moment, and which ends then."""

    def _watch(self, connection: socket.socket) -> None:
        frames = [
            {"message": "frame", "t_s": 100.0 + number / 10.0, "counts": [1, None, 3], "doubtful": low}
            for number, low in enumerate(LOWS)
        ]
        with connection:
            connection.recv(1000)  # what it wants
            for message in (self.hello, self.state, *frames):
                connection.send(json.dumps(message).encode())


@pytest.mark.parametrize("name", ["day.csv", "day.csv.gz"])
def test_readings_under_too_low_a_supply_voltage_are_kept_and_marked(tmp_path: Path, name: str) -> None:
    with tempfile.TemporaryDirectory(prefix="chairpi-") as directory:
        sensor = Sagging(Path(directory), THREE_CELLS)
        sensor.start()
        n_rows = record_live(Path(directory), tmp_path / name, seconds=math.inf, overwrite=False)
        sensor.stop()

    with open_recording(tmp_path / name) as recording:
        assert (n_rows, recording.header.doubtful_s) == (5, ((100.2, 100.4),))
        assert [row.t_s for row in recording.trusted()] == [100.0, 100.1, 100.4]
