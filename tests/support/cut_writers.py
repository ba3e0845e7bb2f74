"""The real writers of a chair's data directory, each in a process of its own, that say what is acknowledged until they are killed.

`sense` is the sensor process with somebody who sits down and gets up without end, and somebody who calls them otherwise; `serve` is the
dashboard, with somebody who changes a setting, keeps a diary and pairs browsers. Both go as fast as the machine can, so that a kill
finds every kind of moment. What is said was answered before it was said.
"""

from __future__ import annotations

import contextlib
import itertools
import multiprocessing
import random
import re
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import date, timedelta
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Self

from chairside import Client, Script

from chairpi.chosen_settings import read_chosen, with_chosen
from chairpi.clock import ManualClock
from chairpi.config.tables import Config, PathConfig, WebConfig
from chairpi.dashboard.app import create_app, stop_listening
from chairpi.dashboard.settings.configured import Configured
from chairpi.errors import DamagedError
from chairpi.link.protocol import COMMAND
from chairpi.programme.diary import CheckedIn
from chairpi.sensor.lasting import LastingSensor
from chairpi.store.app_file import AppFile
from chairpi.store.book import Book
from chairpi.store.history import History
from chairpi.store.mending import mend

Said = tuple[str, int, float]
"""What was acknowledged, in which life, and its number or time [s]."""

UTC_S = 1_795_000_000.0
"""When the first life begins [POSIX s]; each begins a day after the one before."""
DAY_S = 86_400.0
FIRST_DAY = date(2026, 11, 26)
UNWRITTEN_S = 62.0
"""So much of what the chair measured may be missing [s]: a minute, and the second in which it was cut off."""
NAMED_EVERY_S = 20.0
N_NAMES, STOOD_UP_S = 10, 40.0


def config_of(directory: Path) -> Config:
    """A chair whose data are under one directory, and its sockets beside it: those are not on a disk."""
    paths = PathConfig(data_dir=str(directory), runtime_dir=f"{directory}.run")
    return Config(paths=paths, web=WebConfig(time_zone="Europe/Zurich"))


class _EndlessScript(Script):
    """The same again and again; says how far it has come, and asks for another name once a round."""

    def __init__(self, clock: ManualClock, runtime_dir: Path, life: int, said: Connection) -> None:
        super().__init__(clock)
        self._runtime_dir = runtime_dir
        self._life = life
        self._said = said
        self._number = itertools.count(1)
        self.away(6)
        for _ in range(1000):
            for _ in range(N_NAMES):
                self.does(self._names).sits(NAMED_EVERY_S)
            self.away(STOOD_UP_S)

    def _names(self) -> Iterator[None]:
        number = next(self._number)
        client = Client(self._runtime_dir / COMMAND)
        client.say({"request": "sitters", "action": "rename", "sitter_id": 1, "name": f"L{self._life} N{number}"})
        while not (heard := client.heard()):
            yield
        if heard[0]["ok"]:
            self._said.send(("name", self._life, number))
        client.close()

    def frames(self):  # type: ignore[no-untyped-def]  # as the script's
        for number, frame in enumerate(super().frames()):
            if frame is not None and number % 20 == 0:
                self._said.send(("seen", self._life, frame.t_s))
            yield frame


def sense(directory: Path, life: int, said: Connection) -> None:
    """One life of the sensor process."""
    config = config_of(directory)
    clock = ManualClock()
    clock.start_anew(f"life-{life}", UTC_S + life * DAY_S, is_set=True)
    clock.wait(10.0)
    script = _EndlessScript(clock, config.runtime_dir, life, said)
    LastingSensor(lambda: with_chosen(config, mend=True), clock, open_cells=lambda *_: script).run()


def serve(directory: Path, life: int, said: Connection) -> None:
    """One life of the dashboard."""
    config = config_of(directory)
    app = create_app(
        history_path=config.history_path,
        link_dir=config.runtime_dir,
        clock=ManualClock(0.0, UTC_S),
        time_zone="Europe/Zurich",
        secret_key=b"not secret in a test",
        configured=Configured(with_chosen(config, mend=True)),
    )
    parts, client = app.extensions["chairpi"], app.test_client()
    try:
        for number in itertools.count(1):
            day = FIRST_DAY + timedelta(days=1000 * life + number)
            parts.book.add(1, CheckedIn(day, 3, 2), UTC_S)
            said.send(("entry", life, number))
            if number % 4 == 1:
                page = client.get("/settings/slide").text
                form = dict(re.findall(r'<input[^>]*name="([^"]+)"[^>]*value="([^"]*)"', page))
                form["began_s"] = str(began_s_of(life, number))
                assert client.post("/settings/slide", data=form).status_code == 303
                said.send(("setting", life, number))
    finally:
        stop_listening(app)


def began_s_of(life: int, number: float) -> float:
    """The value of a setting that grows with each change."""
    return round(100.0 + life + number / 10_000.0, 4)


def lived(directory: Path, life: int, chance: random.Random, *, most_messages: int = 30) -> list[Said]:
    """Let both writers live until each has said so much, and a moment more; kill them, and return what they said."""
    said: list[Said] = []
    with contextlib.ExitStack() as stack:
        living = [stack.enter_context(Living(write, directory, life)) for write in (sense, serve)]
        for one in living:
            said += one.says(chance.randrange(1, most_messages))
        time.sleep(chance.uniform(0.0, 0.01))
        for one in living:
            said += one.killed()
    return said


class Living:
    """A writer in a process of its own, begun from one that has everything imported."""

    def __init__(self, write: Callable[[Path, int, Connection], None], directory: Path, life: int) -> None:
        context = multiprocessing.get_context("forkserver")
        context.set_forkserver_preload([__name__])
        self._heard, saying = context.Pipe(duplex=False)
        self._process = context.Process(target=write, args=(directory, life, saying), daemon=True)
        self._process.start()
        saying.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._process.kill()
        self._process.join()
        self._heard.close()

    @property
    def is_alive(self) -> bool:
        """Whether it goes on by itself, as it is meant to."""
        return self._process.is_alive()

    def said(self) -> list[Said]:
        """What it has said and nobody has heard yet."""
        said: list[Said] = []
        with contextlib.suppress(EOFError):
            while self._heard.poll():
                said.append(self._heard.recv())
        return said

    def says(self, n: int) -> list[Said]:
        """The next so many that it says."""
        return [self._heard.recv() for _ in range(n)]

    def killed(self) -> list[Said]:
        """End it in the middle of whatever it does, and return what else it had said."""
        self._process.kill()
        said: list[Said] = []
        with contextlib.suppress(EOFError):
            while True:
                said.append(self._heard.recv())
        return said


def _history_mended(path: Path) -> History:
    """As the sensor process opens it: where a cut came between making the file and its first page, it begins anew."""
    try:
        return History.open(path, "after", 0.0, UTC_S)
    except DamagedError as error:
        mend(path, UTC_S, str(error))
        return History.open(path, "after", 0.0, UTC_S)


def what_is_missing(directory: Path, said: list[Said]) -> list[str]:
    """Open what is left with the store's own code, as the next start does, and look for all that was said; nothing is to be found."""
    config = config_of(directory)
    missing = []
    for name in ("history.db", "app.db"):
        path = directory / name
        if path.exists():
            with closing(sqlite3.connect(path)) as connection:
                (finding,) = connection.execute("PRAGMA integrity_check").fetchone()
            missing += [] if finding == "ok" else [f"{name}: {finding}"]
    latest: dict[str, tuple[int, float]] = {}
    for what, life, number in said:
        latest[what] = max(latest.get(what, (0, 0.0)), (life, number))
    if missing:
        return missing
    if "seen" in latest or "name" in latest:
        with _history_mended(config.history_path) as history:
            (me, *_) = history.people.sitters()
        named = re.fullmatch(r"L(\d+) N(\d+)", me.name)
        if "name" in latest and (named is None or (int(named[1]), int(named[2])) < latest["name"]):
            missing.append(f"the name of {latest['name']} is {me.name}")
    with closing(sqlite3.connect(config.history_path)) as connection:
        for life, seen_s in {life: number for what, life, number in said if what == "seen"}.items():
            sql = "SELECT count(*) FROM minute WHERE boot_id = ? AND t_s <= ?"
            until_s = seen_s - UNWRITTEN_S
            (n,) = connection.execute(sql, (f"life-{life}", until_s)).fetchone()
            # The first minute begins with the first frame, and each row comes within a second of its minute's end.
            if n < int((until_s - 10.0 - 1.0) // 60.0):
                missing.append(f"life {life}: {n} minutes of those until {until_s:.0f} s")
    file = AppFile(directory / "app.db", mends_by=ManualClock(0.0, UTC_S))
    with closing(Book(directory / "app.db", file=file)) as book:
        days = {kept.entry.day for kept in book.diary(1) if kept.entry is not None}
    wanted = {FIRST_DAY + timedelta(days=int(1000 * life + n)) for what, life, n in said if what == "entry"}
    missing += [f"the diary of {day}" for day in sorted(wanted - days)]
    if "setting" in latest:
        life, number = latest["setting"]
        began_s = read_chosen(directory / "settings.toml").get("slide", {}).get("began_s", 0.0)
        if began_s < began_s_of(life, number):
            missing.append(f"the setting of {latest['setting']}: {began_s}")
    return missing
