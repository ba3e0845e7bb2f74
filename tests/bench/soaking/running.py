"""The story told: both processes are kept alive as systemd would, and the faults of the plan are done to them."""

from __future__ import annotations

import contextlib
import dataclasses
import json
import math
import os
import random
import resource
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

from processes import House, wait_for
from resident import held_mb
from unit_environment import unit_environment

from chairpi.config.tables import WebConfig
from chairpi.config.text import as_toml
from soaking.household import Household, cut_sockets
from soaking.plan import Fault, Plan
from soaking.story import DAY_S, ZONE, Story

LOOK_S = 0.01
"""How often the story's time is looked at [s of real time]."""
RESTART_S = (5.0, 60.0)
"""How long a process that was killed is away [s of the story]."""
REBOOT_S = (20.0, 600.0)
CAUGHT_UP_S = 180.0
"""So long after there is room again all that waited is written [s of the story]: it is tried once a minute."""
SET_BY_COMMAND = {"OPENBLAS_NUM_THREADS": "1"}
"""What `chairpi sensor` sets before numpy comes."""
BENCH = Path(__file__).parents[1]


@dataclasses.dataclass
class Life:
    """What one sensor process read: its boot and when that was, and from when to when [s of the story].

    One that was killed kept nothing of what came after `full_since_s`, when its disk was full.
    """

    boot: int
    booted_s: float
    began_s: float
    ended_s: float = 0.0
    was_killed: bool = False
    full_since_s: float = math.inf


@dataclasses.dataclass
class Sample:
    """What a process holds: resident memory [MB], what of it is its own, and file descriptors, at a time of the story [s]."""

    at_s: float
    pid: int
    resident_mb: float
    private_mb: float
    n_descriptors: int


class Telling:
    """One story from its first morning to its last evening.

    Parameters
    ----------
    directory
        For everything; short enough for Unix sockets.
    plan
        What happens.
    seed
        Of what the plan leaves open.

    Attributes
    ----------
    lives, samples, injected, injected_while_full
        What was read, what was held, what was done, and what of it while the disk was full.
    """

    def __init__(self, directory: Path, plan: Plan, seed: int) -> None:
        self.plan = plan
        self.story = Story(directory / "story")
        self.plan.write(directory / "story.json")
        self.house = House(directory)
        config = self.house.config
        self.house.config = dataclasses.replace(
            config, web=WebConfig(host="127.0.0.1", port=self.house.port, time_zone=ZONE)
        )
        self.house.config_path.write_text(as_toml(self.house.config), encoding="utf-8")
        self.lives: list[Life] = []
        self.samples: dict[str, list[Sample]] = {"sensor": [], "web": []}
        self.injected: Counter[Fault] = Counter()
        self.injected_while_full: Counter[Fault] = Counter()
        self._chance = random.Random(seed)
        self._running: dict[str, subprocess.Popen[str]] = {}
        self._heals: list[tuple[float, Fault]] = []
        self._full_since_s = math.inf
        self._caught_up_s = math.inf
        self.household = Household(self.house)

    def tell(self) -> Iterator[int]:
        """Run it all; yields each day that is over."""
        self._start("web")
        self._start("sensor")
        wait_for("the dashboard answers", self.house.now_or_page)
        self.household.start()
        faults = iter([*self.plan.faults, (float("inf"), None, 0.0)])
        at_s, fault, for_s = next(faults)
        day = 0
        while self._running["sensor"].poll() is None:
            time.sleep(LOOK_S)
            now_s = self.story.now_s
            if now_s // DAY_S > day:
                self._sample()
                yield day
                day = int(now_s // DAY_S)
            self._heal(now_s)
            if now_s >= at_s:
                if fault is not None:
                    self._do(fault, for_s)
                at_s, fault, for_s = next(faults)
        self.lives[-1].ended_s = self.story.now_s
        if self._running["sensor"].returncode:
            print("the sensor process ended before the story did: its log says why", file=sys.stderr)
        self._sample()
        self.household.stop()
        for process in self._running.values():
            if process.poll() is None:
                process.send_signal(signal.SIGTERM)
            process.wait(60.0)
        yield day

    def _start(self, command: str) -> None:
        arguments = [sys.executable, "-m", f"soaking.{command}_process", str(self.house.config_path)]
        path = os.pathsep.join([str(BENCH), str(BENCH.parent / "support")])
        process = subprocess.Popen(
            [*arguments, str(self.house.directory / "story")],
            stdout=subprocess.PIPE if command == "sensor" else subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
            env={**os.environ, **unit_environment(command), **SET_BY_COMMAND, "PYTHONPATH": path},
            preexec_fn=self._be_full if self._is_full else None,  # before Python itself starts
        )
        threading.Thread(target=self._keep_log, args=(command, process.stderr), daemon=True).start()
        self.house.processes.append(process)
        self._running[command] = process
        if command == "sensor":
            assert process.stdout is not None
            self.lives.append(Life(*json.loads(process.stdout.readline())))

    def _keep_log(self, command: str, lines: Iterable[str]) -> None:
        """Write down what a process says: by itself it could not while no file may grow, and a journal in memory can."""
        with (self.house.directory / f"{command}.log").open("a") as log:
            log.writelines(lines)

    def _kill(self, command: str) -> None:
        process = self._running[command]
        process.kill()
        process.wait()
        if command == "sensor":
            self.lives[-1].ended_s = self.story.now_s
            self.lives[-1].was_killed = True
            if self.story.now_s < self._caught_up_s:
                self.lives[-1].full_since_s = self._full_since_s

    def _do(self, fault: Fault, for_s: float) -> None:
        if fault is Fault.DISK_FULL and self._is_full:
            return
        self.injected[fault] += 1
        self.injected_while_full[fault] += self._is_full
        match fault:
            case Fault.CELL_LOST:
                pass  # the reader does it
            case Fault.SENSOR_KILLED:
                self._kill("sensor")
                self.story.now_s += self._chance.uniform(*RESTART_S)
                self._start("sensor")
            case Fault.WEB_KILLED:
                self._kill("web")
                self._start("web")
            case Fault.POWER_CUT:
                self._cut_power(for_s)
            case Fault.DISK_FULL:
                if self.story.now_s >= self._caught_up_s or self._full_since_s == math.inf:
                    self._full_since_s = self.story.now_s
                self._caught_up_s = math.inf
                self._heals.append((self.story.now_s + for_s, fault))
                self._let_write(0)
            case Fault.CLOCK_JUMP:
                self.story.wrong_by_s = self._chance.choice((-1, 1)) * self._chance.uniform(60.0, 7200.0)
                self._heals.append((self.story.now_s + for_s, fault))
            case Fault.SOCKETS_CUT:
                with contextlib.suppress(OSError):  # the web process may be starting just now
                    cut_sockets(self.house)

    def _cut_power(self, for_s: float) -> None:
        """All that lay in memory is gone; the machine starts with the time that it saved last, and learns better after a while."""
        self._kill("sensor")
        self._kill("web")
        shutil.rmtree(self.house.config.runtime_dir, ignore_errors=True)
        self.story.now_s += self._chance.uniform(*REBOOT_S)
        self.story.boots()
        self.story.wrong_by_s = -self._chance.uniform(60.0, 36_000.0)
        self._heals.append((self.story.now_s + for_s, Fault.POWER_CUT))
        self._start("web")
        self._start("sensor")

    def _heal(self, now_s: float) -> None:
        for due_s, fault in [heal for heal in self._heals if heal[0] <= now_s]:
            self._heals.remove((due_s, fault))
            if fault is Fault.DISK_FULL:
                self._caught_up_s = self.story.now_s + CAUGHT_UP_S
                self._let_write(resource.RLIM_INFINITY)
            else:
                self.story.wrong_by_s = 0.0

    @property
    def _is_full(self) -> bool:
        """Whether the disk is full now, also under whatever starts."""
        return any(fault is Fault.DISK_FULL for _, fault in self._heals)

    @staticmethod
    def _be_full() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (0, resource.RLIM_INFINITY))

    def _let_write(self, most_bytes: int) -> None:
        """The kernel lets no file grow past this, and says so as it does of a full disk."""
        for process in self._running.values():
            if process.poll() is None:
                resource.prlimit(process.pid, resource.RLIMIT_FSIZE, (most_bytes, resource.RLIM_INFINITY))

    def _sample(self) -> None:
        for command, process in self._running.items():
            directory = Path(f"/proc/{process.pid}")
            with contextlib.suppress(OSError):
                n_descriptors = len(list((directory / "fd").iterdir()))
                self.samples[command].append(
                    Sample(self.story.now_s, process.pid, *held_mb(process.pid), n_descriptors)
                )
