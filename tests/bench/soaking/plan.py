"""What will happen in the story, drawn by chance from a seed before it begins."""

from __future__ import annotations

import dataclasses
import json
import random
from enum import StrEnum
from pathlib import Path

from soaking.story import DAY_S

MORNING_S = 8 * 3600.0
"""When a day at the desk begins [s after midnight]."""


class Fault(StrEnum):
    """What goes wrong."""

    CELL_LOST = "a cell lost for minutes"
    SENSOR_KILLED = "sensor process killed"
    WEB_KILLED = "web process killed"
    POWER_CUT = "power cut, and a start with the wrong time"
    DISK_FULL = "disk full for minutes"
    CLOCK_JUMP = "wall clock jumps away and back"
    SOCKETS_CUT = "streams cut, and rubbish sent"


A_MONTH = {
    Fault.CELL_LOST: 20,
    Fault.SENSOR_KILLED: 25,
    Fault.WEB_KILLED: 15,
    Fault.POWER_CUT: 15,
    Fault.DISK_FULL: 10,
    Fault.CLOCK_JUMP: 12,
    Fault.SOCKETS_CUT: 25,
}
"""How often in a month. Our choice: months of an unlucky household."""

ENDS_A_PROCESS = frozenset({Fault.SENSOR_KILLED, Fault.WEB_KILLED, Fault.POWER_CUT})
"""Left out in the last month: what a process gathers shows only while it lives."""


@dataclasses.dataclass(frozen=True, slots=True)
class Cut:
    """A wire that is cut: from when to when [s of the story], and the cell's number."""

    begins_s: float
    ends_s: float
    cell: int


@dataclasses.dataclass(frozen=True, slots=True)
class Plan:
    """The whole story.

    Parameters
    ----------
    n_days, hours
        How many days there are, and how long each one at the desk is [h].
    days
        Recordings of simulated days, played in turn.
    faults
        When something goes wrong [s of the story], what, and for how long [s].
    cuts
        The wires among them.
    """

    n_days: int
    hours: float
    days: tuple[Path, ...]
    faults: tuple[tuple[float, Fault, float], ...]
    cuts: tuple[Cut, ...]

    def begins_s(self, day: int) -> float:
        """When this day at the desk begins [s of the story]."""
        return day * DAY_S + MORNING_S

    @property
    def last_month_s(self) -> float:
        """From when on no process is ended [s of the story]; of a single month, the second half."""
        return DAY_S * (self.n_days - min(30, self.n_days // 2))

    @classmethod
    def drawn(cls, n_days: int, hours: float, days: tuple[Path, ...], n_cells: int, seed: int) -> Plan:
        """A story of so many days."""
        chance = random.Random(seed)
        empty = cls(n_days, hours, days, (), ())
        faults: list[tuple[float, Fault, float]] = []
        for fault, a_month in A_MONTH.items():
            for _ in range(round(a_month * n_days / 30)):
                day = chance.randrange(n_days)
                at_s = empty.begins_s(day) + chance.uniform(300.0, hours * 3600.0 - 1800.0)
                for_s = chance.uniform(60.0, 1200.0)
                faults.append((at_s, fault, for_s))
                if fault is Fault.DISK_FULL:  # and a process that starts meanwhile
                    ends = chance.choice(sorted(ENDS_A_PROCESS))
                    faults.append((at_s + chance.uniform(0.0, for_s), ends, chance.uniform(60.0, 1200.0)))
        faults = sorted(
            (at_s, fault, for_s)
            for at_s, fault, for_s in faults
            if at_s < empty.last_month_s or fault not in ENDS_A_PROCESS
        )
        cuts = tuple(
            Cut(at_s, at_s + for_s, chance.randrange(n_cells))
            for at_s, fault, for_s in faults
            if fault is Fault.CELL_LOST
        )
        return cls(n_days, hours, days, tuple(faults), cuts)

    def write(self, path: Path) -> None:
        """Keep it for the sensor process."""
        path.write_text(json.dumps(dataclasses.asdict(self), default=str))

    @classmethod
    def read(cls, path: Path) -> Plan:
        """What `write` kept."""
        record = json.loads(path.read_text())
        return cls(
            record["n_days"],
            record["hours"],
            tuple(map(Path, record["days"])),
            tuple((at_s, Fault(fault), for_s) for at_s, fault, for_s in record["faults"]),
            tuple(Cut(**cut) for cut in record["cuts"]),
        )
