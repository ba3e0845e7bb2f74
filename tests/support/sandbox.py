"""A machine in a directory: its commands are simulated, its files and the chair's databases are real. It can lose its power at any step."""

from __future__ import annotations

import itertools
import os
import shutil
import sqlite3
import sys
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

from release_archives import KEY

from chairpi.install import releases, trial
from chairpi.install.data_copy import main as data_copy
from chairpi.install.places import CURRENT, KEYS, RELEASES
from chairpi.install.signing import public_pem
from chairpi.install.system import Done, System
from chairpi.install.updating import finish, update

DATA = "/var/lib/chairpi"
FORM = {"1.0.0": 1, "2.0.0": 2, "2.1.0": 2}
"""Which form of the history each version writes."""
DISK_EVENTS = {
    "open", "os.rename", "os.remove", "os.mkdir", "os.rmdir", "os.symlink", "shutil.rmtree", "shutil.copyfile", "sqlite3.connect",
}  # fmt: skip
"""What Python tells its auditors before something on the disk changes."""


class Machine:
    """One, with version 1.0.0 in use, a history of ten rows, and a key.

    Parameters
    ----------
    root
        The directory.
    """

    def __init__(self, root: Path) -> None:
        self.root = root
        self.said: list[str] = []
        self.card_is_full = False
        self.stumbles_at = ""
        self.running: set[str] = set()
        self.system = System(self.said.append, root, runner=self._run)

    @classmethod
    def made(cls, root: Path) -> Machine:
        """Make it."""
        machine = cls(root)
        at = machine.system.at
        for folder in (RELEASES, KEYS, DATA, "/etc/systemd/system"):
            at(folder).mkdir(parents=True)
        (at(KEYS) / "release.pub").write_bytes(public_pem(KEY))
        machine._install_release("1.0.0")
        releases.mark_whole(machine.system, "1.0.0")
        at(CURRENT).symlink_to("releases/1.0.0")
        machine._place_files("1.0.0")
        machine.write_rows(10)
        (at(DATA) / "settings.toml").write_text("# chosen\n", encoding="ascii")
        return machine

    def update(self, archive: Path, *, comes_up: bool, allow_older: bool = False) -> bool:
        """Bring it to a release."""
        return update(self.system, archive, DATA, lambda _version: lambda: comes_up, allow_older=allow_older)

    def start(self) -> None:
        """Power comes back: `chairpi-update.service`, then the services."""
        self.running.clear()
        if self.system.at(trial.TRIAL).exists():
            assert releases.is_whole(self.system, self.system.at(trial.UNDO).readlink().name)
            finish(self.system, DATA)
        self._start_services()

    @property
    def version(self) -> str:
        """The version in use; all of it is there, and the system's files are its own."""
        found = releases.current(self.system)
        assert found is not None
        assert releases.is_whole(self.system, found)
        assert self.system.at(releases.program(found)).read_text(encoding="ascii") == found
        assert self.system.at("/etc/systemd/system/chairpi.target").read_text(encoding="ascii") == found
        return found

    def write_rows(self, n: int) -> None:
        """The version in use opens the history, brings it to its form, and writes; refuses one of a form that it does not know."""
        form = FORM[str(releases.current(self.system))]
        with closing(sqlite3.connect(self.system.at(f"{DATA}/history.db"), isolation_level=None)) as connection:
            connection.execute("PRAGMA journal_mode = WAL")
            (found,) = connection.execute("PRAGMA user_version").fetchone()
            assert found <= form, "the history is of a form that this version cannot read"
            if found < form:
                connection.execute(f"CREATE TABLE form_{form} (word TEXT) STRICT")
                connection.execute(f"PRAGMA user_version = {form}")
            connection.execute("CREATE TABLE IF NOT EXISTS minute (word TEXT) STRICT")
            connection.executemany("INSERT INTO minute VALUES (?)", [("row",)] * n)

    def n_rows(self, name: str = "history.db") -> int:
        """How many rows it holds."""
        with closing(sqlite3.connect(self.system.at(f"{DATA}/{name}"))) as connection:
            (n,) = connection.execute("SELECT count(*) FROM minute").fetchone()
            return int(n)

    def _run(self, command: Sequence[str]) -> Done:
        match list(command):
            case ["runuser", "-u", "chairpi", "--", _, "-m", "chairpi.install.data_copy", act, folder, version]:
                return self._data_copy(act, folder, version)
            case ["runuser", "-u", "chairpi", "--", program, "backup", *_] if self.system.at(program).exists():
                return Done(1, "the card is full") if self.card_is_full else Done(0, "")
            case ["runuser", "-u", "chairpi", "--", program, "config", *_] if self.system.at(program).exists():
                return Done(0, "")
            case [releases.PYTHON, "-m", "venv", _, folder]:
                self.system.at(folder).mkdir()
                return Done(0, "")
            case [python, "-m", "pip", "install", *_]:
                self._install_release(Path(python).parents[1].name)
                return Done(0, "")
            case [program, "--version"]:
                return Done(0, f"chairpi, version {self.system.at(program).read_text(encoding='ascii')}")
            case [program, "install", "--files-only"]:
                version = self.system.at(program).read_text(encoding="ascii")
                if version == self.stumbles_at:
                    return Done(1, "the files cannot be placed")
                self._place_files(version)
                return Done(0, "")
            case ["systemctl", "show", "--value", "--property=ActiveState", unit]:
                return Done(0, "active\n" if unit in self.running else "inactive\n")
            case ["systemctl", "stop", unit]:
                self.running.discard(unit)
                return Done(0, "")
            case ["systemctl", "start", "--no-block", *_]:
                self._start_services()
                return Done(0, "")
            case ["systemctl", "reset-failed", *_] | ["sync", *_]:
                return Done(0, "")
        raise AssertionError(f"this machine does not know {command}")

    def _data_copy(self, act: str, folder: str, version: str) -> Done:
        said: list[str] = []
        status = data_copy([act, str(self.system.at(folder)), version], said.append)
        return Done(status, "".join(said))

    def _install_release(self, version: str) -> None:
        program = self.system.at(releases.program(version))
        program.parent.mkdir(parents=True)
        program.write_text(version, encoding="ascii")

    def _place_files(self, version: str) -> None:
        self.system.at("/etc/systemd/system/chairpi.target").write_text(version, encoding="ascii")

    def _start_services(self) -> None:
        self.running.update(trial.SERVICES[:2])
        self.write_rows(1)


def cut_at_every_step(folder: Path, archive: Path, comes_up: bool) -> None:
    """Update a machine again and again, each time with a power cut one step later, until one update comes to its end.

    What each leaves is in a directory named after the number of its steps. For a process of its own, without threads: it forks.
    """
    made = Machine.made(folder / "made")
    for last_step in itertools.count():
        root = folder / str(last_step)
        shutil.copytree(made.root, root, symlinks=True)
        child = os.fork()
        if not child:
            _update_until_cut(root, archive, comes_up, last_step)
        if os.waitpid(child, 0)[1] == 0:
            return


def _update_until_cut(root: Path, archive: Path, comes_up: bool, last_step: int) -> None:
    machine = Machine(root)
    machine.running.update(trial.SERVICES[:2])
    n_steps = 0

    def cut(event: str, arguments: tuple[object, ...]) -> None:
        nonlocal n_steps
        if event in DISK_EVENTS and not (event == "open" and arguments[1] in ("r", "rb")):
            n_steps += 1
            if n_steps > last_step:
                os._exit(1)

    sys.addaudithook(cut)
    machine.update(archive, comes_up=comes_up)
    os._exit(0)
