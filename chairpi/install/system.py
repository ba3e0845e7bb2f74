"""The machine that is installed on: files below a root directory, and commands. Says what it changes; a dry run says it only."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import Enum
from pathlib import Path

from chairpi.errors import InstallError

Say = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Done:
    """How a command ended, and what it said."""

    status: int
    said: str


class Kind(Enum):
    """What a command does."""

    CHANGES = "changes"
    """It changes something: told and counted."""
    SEES_TO = "sees to"
    """It sees to it that something is so, which it mostly is already."""
    LOOKS = "looks"
    """It only looks, and does so in a dry run too."""


def run_command(command: Sequence[str]) -> Done:
    """Run a command of this machine, and wait for its end."""
    try:
        ran = subprocess.run(  # noqa: S603  # our own commands, no shell
            command, cwd="/", stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False
        )
    except OSError as error:
        return Done(127, f"{command[0]}: {error.strerror}")
    return Done(ran.returncode, ran.stdout.decode(errors="replace"))


class System:
    """A machine, or a directory that will be one.

    Parameters
    ----------
    say
        Told of each change, one line.
    root
        Where its files are.
    dry
        Say what would be done, and do nothing.
    runner
        Runs its commands.
    """

    def __init__(
        self,
        say: Say,
        root: Path = Path("/"),
        *,
        dry: bool = False,
        runner: Callable[[Sequence[str]], Done] = run_command,
    ) -> None:
        self.say = say
        self._runner = runner
        self.root = root
        self.dry = dry
        self.n_changes = 0

    @property
    def is_live(self) -> bool:
        """Whether it is this machine, running, so that services can be started."""
        return self.root == Path("/")

    @property
    def is_pi(self) -> bool:
        """Whether it is a Raspberry Pi; a directory is taken for one where it has the Pi's boot configuration."""
        if not self.is_live:
            return self.at("/boot/firmware/config.txt").is_file()
        try:
            return "Raspberry Pi" in Path("/proc/device-tree/model").read_text(encoding="ascii", errors="replace")
        except OSError:
            return False

    def at(self, place: str) -> Path:
        """Where a file of the system is from here."""
        return self.root / place.lstrip("/")

    def changes(self, what: str) -> bool:
        """Count and tell a change; whether it is to be done."""
        self.n_changes += 1
        self.say(f"  would be done: {what}" if self.dry else f"  {what}")
        return not self.dry

    def write(self, place: str, data: bytes, mode: int = 0o644) -> bool:
        """Let a file hold this, whole or not at all; whether it was otherwise before."""
        path = self.at(place)
        if path.is_file() and not path.is_symlink() and path.read_bytes() == data and _mode(path) == mode:
            return False
        if self.changes(f"{place} written"):
            path.parent.mkdir(parents=True, exist_ok=True)
            _write_whole(path, data, mode)
        return True

    def folder(self, place: str, mode: int = 0o755) -> None:
        """Make a directory where there is none."""
        path = self.at(place)
        if not path.is_dir() and self.changes(f"{place}/ made"):
            path.mkdir(parents=True, exist_ok=True)
            path.chmod(mode)

    def link(self, place: str, target: str) -> bool:
        """Let a symbolic link lead to `target`, by one rename; whether it did not before."""
        path = self.at(place)
        if path.is_symlink() and str(path.readlink()) == target:
            return False
        if self.changes(f"{place} leads to {target}"):
            path.parent.mkdir(parents=True, exist_ok=True)
            beside = path.with_name(f".{path.name}.new")
            beside.unlink(missing_ok=True)
            beside.symlink_to(target)
            beside.replace(path)
            sync_folder(path.parent)
        return True

    def remove(self, place: str) -> bool:
        """Remove a file, a link or a whole directory; whether there was one."""
        path = self.at(place)
        if not path.is_symlink() and not path.exists():
            return False
        if self.changes(f"{place} removed"):
            if path.is_dir() and not path.is_symlink():
                shutil.rmtree(path)
            else:
                path.unlink()
            sync_folder(path.parent)
        return True

    def run(self, *command: str, kind: Kind = Kind.CHANGES, check: bool = True) -> Done:
        """Run a command of this machine to its end.

        Parameters
        ----------
        command
            The program and its arguments.
        kind
            What it does.
        check
            A status other than 0 is an error.

        Raises
        ------
        InstallError
            It is not there, or failed.
        """
        if kind is Kind.CHANGES and not self.changes(" ".join(command)):
            return Done(0, "")
        if kind is Kind.SEES_TO and self.dry:
            return Done(0, "")
        done = self._runner(command)
        if check and done.status:
            raise InstallError(f"`{' '.join(command)}` failed with status {done.status}: {_last_lines(done.said)}")
        return done


def _write_whole(path: Path, data: bytes, mode: int) -> None:
    beside = path.with_name(f".{path.name}.new")
    beside.unlink(missing_ok=True)
    descriptor = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
    with os.fdopen(descriptor, "wb") as file:
        os.fchmod(descriptor, mode)
        file.write(data)
        file.flush()
        os.fsync(descriptor)
    beside.replace(path)
    sync_folder(path.parent)


def sync_folder(path: Path) -> None:
    """Have what was renamed or removed in a directory on the disk."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _mode(path: Path) -> int:
    return path.stat().st_mode & 0o7777


def _last_lines(said: str) -> str:
    return " / ".join(line.strip() for line in said.strip().splitlines()[-4:]) or "it said nothing"
