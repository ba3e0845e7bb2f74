"""A new release takes over, and gives way to the old one if it does not come up: the order of steps that a power cut cannot break.

A file says that a trial is under way, and a link leads to the release that undoes it: the old one, which is known to work. Only when
the new release is well is the file removed, and with that one step it stays. At the next start of the machine, a trial whose file
is still there is undone before either process starts (`chairpi-update.service`).
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass

from chairpi.errors import InstallError
from chairpi.install import releases
from chairpi.install.places import BACKUP, CURRENT, OPT, RELEASES, SENSOR, TARGET, WEB
from chairpi.install.system import Kind, System

TRIAL = f"{OPT}/trial.json"
UNDO = f"{OPT}/undo"
USER = "chairpi"
SERVICES = (SENSOR, WEB, BACKUP)


@dataclass(frozen=True, slots=True)
class Trial:
    """One that is under way."""

    old: str
    new: str


def under_way(system: System) -> Trial | None:
    """The trial that has neither been kept nor undone, if there is one.

    Raises
    ------
    InstallError
        Its file cannot be understood.
    """
    try:
        record = json.loads(system.at(TRIAL).read_text(encoding="ascii"))
        return Trial(str(record["old"]), str(record["new"]))
    except FileNotFoundError:
        return None
    except (ValueError, KeyError, TypeError, OSError) as error:
        raise InstallError(f"{TRIAL} cannot be read ({error}); remove it, and look where {CURRENT} leads") from None


def try_out(system: System, new: str, data_dir: str, is_well: Callable[[], bool]) -> bool:
    """Let `new` take over; whether it stays.

    Parameters
    ----------
    system
        With both releases whole.
    new
        The version.
    data_dir
        The chair's data.
    is_well
        Waits for the chair, and says whether it came up.

    Raises
    ------
    InstallError
        A step failed. The old release is in use again.
    """
    old = releases.current(system)
    if old is None:
        raise InstallError("no release is in use that could take over again")
    trial = Trial(old, new)
    _with_data(system, trial, "let_go", data_dir)
    system.link(UNDO, f"releases/{old}")
    system.write(TRIAL, json.dumps({"old": old, "new": new}).encode("ascii"))
    try:
        stop(system)
        _with_data(system, trial, "keep", data_dir)
        system.link(CURRENT, f"releases/{new}")
        system.run(releases.program(new), "install", "--files-only")
        start(system)
        system.say(f"  waiting for version {new} to come up")
        came_up = is_well()
    except BaseException:
        undo(system, trial, data_dir)
        raise
    if came_up:
        _end(system, trial, data_dir)
        releases.prune(system, old)
    else:
        undo(system, trial, data_dir)
    return came_up


def undo(system: System, trial: Trial, data_dir: str) -> None:
    """Let the old release be in use again, with data that it can read; may be cut short and done again."""
    system.say(f"  going back to version {trial.old}")
    stop(system)
    for line in _with_data(system, trial, "put_back", data_dir).splitlines():
        system.say(f"  {line}")
    system.link(CURRENT, f"releases/{trial.old}")
    system.run(releases.program(trial.old), "install", "--files-only")
    _end(system, trial, data_dir)
    start(system)
    if trial.new != trial.old:
        system.remove(f"{RELEASES}/{trial.new}")


def stop(system: System) -> None:
    """End what runs; a service that only waits for its turn, at the start of the machine, keeps it."""
    for service in SERVICES:
        if not is_at_rest(system, service):
            system.run("systemctl", "stop", service)


def is_at_rest(system: System, unit: str) -> bool:
    """Whether a unit neither runs nor is about to: one that fails again and again, and waits for its next turn, is not at rest."""
    asked = ("systemctl", "show", "--value", "--property=ActiveState", unit)
    return system.run(*asked, kind=Kind.LOOKS, check=False).said.strip() in ("inactive", "failed", "")


def start(system: System) -> None:
    """Begin, without waiting: whoever must know looks for itself."""
    system.run("systemctl", "reset-failed", *SERVICES[:2], kind=Kind.SEES_TO, check=False)
    system.run("systemctl", "start", "--no-block", TARGET, *SERVICES[:2])


def _end(system: System, trial: Trial, data_dir: str) -> None:
    """The one step that decides, and then what only lies about."""
    system.remove(TRIAL)
    system.remove(UNDO)
    _with_data(system, trial, "let_go", data_dir)


def _with_data(system: System, trial: Trial, act: str, data_dir: str) -> str:
    """As the chair's own user: nothing of root's is left among the data, and no link there leads root elsewhere."""
    python = releases.program(trial.old, "python")
    return system.run(
        "runuser",
        "-u",
        USER,
        "--",
        python,
        "-m",
        "chairpi.install.data_copy",
        act,
        data_dir,
        trial.new,
        kind=Kind.SEES_TO,
    ).said
