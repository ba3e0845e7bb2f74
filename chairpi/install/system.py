"""The machine that is installed on: files below a root directory, and commands. Says what it changes; a dry run says it only."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from enum import Enum
from pathlib import Path

from chairpi.errors import InstallError
from chairpi.on_disk import sync, write_whole

Say = Callable[[str], None]

LOST_AND_FOUND = "lost+found"
"""The file system's own, in the top directory of a partition."""


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
            with _in_words("written", place):
                path.parent.mkdir(parents=True, exist_ok=True)
                write_whole(path, data, mode)
        return True

    def folder(self, place: str, mode: int = 0o755) -> None:
        """Make a directory where there is none."""
        path = self.at(place)
        if not path.is_dir() and self.changes(f"{place}/ made"):
            with _in_words("made", place):
                path.mkdir(parents=True, exist_ok=True)
                path.chmod(mode)

    def link(self, place: str, target: str) -> bool:
        """Let a symbolic link lead to `target`, by one rename; whether it did not before."""
        path = self.at(place)
        if path.is_symlink() and str(path.readlink()) == target:
            return False
        if self.changes(f"{place} leads to {target}"):
            with _in_words("made", place):
                path.parent.mkdir(parents=True, exist_ok=True)
                beside = path.with_name(f".{path.name}.new")
                beside.unlink(missing_ok=True)
                beside.symlink_to(target)
                beside.replace(path)
                sync(path.parent)
        return True

    def remove(self, place: str) -> bool:
        """Remove a file, a link or a whole directory; whether there was one. A partition of its own is only emptied.

        Raises
        ------
        InstallError
            It cannot be removed, or another disk is mounted somewhere in it: nothing is removed then.
        """
        path = self.at(place)
        if not path.is_symlink() and not path.exists():
            return False
        _refuse_other_disks(path)
        if not path.is_symlink() and path.is_mount():
            for inner in sorted(path.iterdir()):
                if inner.name != LOST_AND_FOUND:
                    self.remove(f"{place.rstrip('/')}/{inner.name}")
            return True
        if self.changes(f"{place} removed"):
            with _in_words("removed", place):
                if path.is_dir() and not path.is_symlink():
                    shutil.rmtree(path)
                else:
                    path.unlink()
                sync(path.parent)
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


@contextmanager
def _in_words(done: str, place: str) -> Iterator[None]:
    """Say of an error what could not be done, and to what.

    Raises
    ------
    InstallError
        In the place of an `OSError`.
    """
    try:
        yield
    except OSError as error:
        what = error.filename or place
        raise InstallError(f"{what} could not be {done}: {error.strerror}; mend that, and do the same again") from error


def _refuse_other_disks(path: Path) -> None:
    """Whose files would go with those that are to be removed is not known.

    Raises
    ------
    InstallError
        One is mounted below this directory.
    """
    for folder, inner, _files in () if path.is_symlink() else os.walk(path):
        for name in inner:
            if os.path.ismount(below := Path(folder, name)):
                raise InstallError(
                    f"{below} is a disk of its own, and its files would be removed too; unmount it, and do the same again"
                )


def _mode(path: Path) -> int:
    return path.stat().st_mode & 0o7777


def _last_lines(said: str) -> str:
    return " / ".join(line.strip() for line in said.strip().splitlines()[-4:]) or "it said nothing"
