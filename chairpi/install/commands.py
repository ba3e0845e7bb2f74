"""The commands `chairpi install`, `update`, `uninstall` and `health`. Each imports what it needs: other commands do not pay for it."""

from __future__ import annotations

import json
import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from chairpi import __version__
from chairpi.chosen_settings import with_chosen
from chairpi.clock import RealClock
from chairpi.config import DEFAULT_PATH, Config, load_config

if TYPE_CHECKING:
    from chairpi.install.health import Health
    from chairpi.install.system import System

F = TypeVar("F", bound=Callable[..., Any])
LONGEST_WAIT_S = 3600.0

root_option = click.option(
    "--root",
    type=click.Path(path_type=Path, exists=True, file_okay=False, resolve_path=True),
    default=Path("/"),
    help="Put the files below this directory, such as a card's, and start nothing.",
)
dry_option = click.option("--dry-run", is_flag=True, help="Say what would be done, and do nothing.")


def wait_option(default_s: float, text: str) -> Callable[[F], F]:
    """Add `--wait`."""
    return click.option("--wait", "wait_s", type=click.FloatRange(0.0, LONGEST_WAIT_S), default=default_s, help=text)


@click.command()
@click.option(
    "--trust",
    multiple=True,
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="A public key; releases that are signed with it are taken from now on. May be given more than once.",
)
@click.option("--files-only", is_flag=True, help="Put the files in place, and start nothing.")
@wait_option(120.0, "How many seconds the chair may take to come up.")
@root_option
@dry_option
def install(trust: tuple[Path, ...], files_only: bool, wait_s: float, root: Path, dry_run: bool) -> None:
    """Install on this machine: users, directories, units, boot configuration; start, and say where the dashboard is.

    May be done again: what is right already stays as it is, and the configuration is never written over.
    """
    from chairpi.install import installing
    from chairpi.install.address import where_to_look
    from chairpi.install.files import installed_config, place_files
    from chairpi.install.health import look
    from chairpi.install.system import System

    os.umask(0o022)  # whatever the administrator's is: the chair's user reads what is put in place
    system = System(click.echo, root, dry=dry_run)
    installing.need_root(system)
    installing.need_lasting(system)
    if files_only or not system.is_live:
        place_files(system)
        installing.trust(system, trust)
        return
    version = __version__ if dry_run else installing.own_release()
    click.echo(f"Installing ChairPi {version}")
    installing.trust(system, trust)
    came_up = installing.install(system, version, installed_config(system).paths.data_dir, _is_well(system, wait_s))
    if dry_run:
        return
    if came_up:
        click.echo("Installed." if system.n_changes else "Nothing had to be changed.")
    for line in (*look(installed_config(system)).lines(), "", *where_to_look(installed_config(system))):
        click.echo(line)
    if not came_up:
        raise click.ClickException("the chair did not come up; `journalctl -u chairpi-sensor -u chairpi-web` says why")


@click.command()
@click.argument("archive", required=False, type=click.Path(path_type=Path, dir_okay=False))
@click.option("--allow-older", is_flag=True, help="Take a version older than the one in use.")
@click.option("--finish", "only_finish", is_flag=True, help="Only undo an update that was cut short, if there is one.")
@wait_option(120.0, "How many seconds the new version may take to come up.")
def update(archive: Path | None, allow_older: bool, only_finish: bool, wait_s: float) -> None:
    """Bring the chair to the release in ARCHIVE, and back by itself if that does not come up.

    The archive is checked before anything is touched: by whom it is signed, and each file's digest.
    """
    from chairpi.install import installing, updating
    from chairpi.install.files import installed_config
    from chairpi.install.system import System

    os.umask(0o022)
    system = System(click.echo)
    installing.need_root(system)
    if not only_finish:
        installing.need_lasting(system)
    signal.signal(signal.SIGHUP, signal.SIG_IGN)  # the terminal may go, the update goes on
    data_dir = installed_config(system).paths.data_dir
    if only_finish:
        with updating.only_one(system):
            if not updating.finish(system, data_dir):
                click.echo("No update was cut short.")
        return
    if archive is None:
        raise click.UsageError("name the ARCHIVE, or give --finish")
    if not updating.update(system, archive, data_dir, _is_well(system, wait_s), allow_older=allow_older):
        sys.exit(1)


@click.command()
@click.option("--keep-data/--remove-data", default=True, help="Whether data, backups and configuration stay.")
@dry_option
def uninstall(keep_data: bool, dry_run: bool) -> None:
    """Take ChairPi off this machine."""
    from chairpi.install import installing
    from chairpi.install.files import installed_config
    from chairpi.install.system import System

    system = System(click.echo, dry=dry_run)
    installing.need_root(system)
    installing.need_lasting(system)
    installing.uninstall(system, installed_config(system).paths.data_dir, remove_data=not keep_data)


@click.command()
@wait_option(0.0, "Wait so many seconds for all to be well.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object, for programs.")
@click.option(
    "--config",
    "config_path",
    type=click.Path(path_type=Path, dir_okay=False),
    envvar="CHAIRPI_CONFIG",
    help=f"Configuration file; {DEFAULT_PATH} where it exists, else the defaults.",
)
def health(wait_s: float, as_json: bool, config_path: Path | None) -> None:
    """Say whether both processes are up and readings come; status 1 when not."""
    from chairpi.install.health import wait_for

    path = config_path or DEFAULT_PATH
    config = load_config(path) if config_path or path.exists() else Config()
    seen = wait_for(with_chosen(config).config, RealClock(), wait_s, lambda health: health.is_well)
    if as_json:
        record = {
            "ok": seen.is_well,
            "sensor": seen.sensor,
            "readings": seen.readings,
            "web": seen.web,
            "version": seen.version,
        }
        click.echo(json.dumps(record))
    else:
        for line in seen.lines():
            click.echo(line)
    sys.exit(0 if seen.is_well else 1)


COMMANDS = (install, update, uninstall, health)


def _is_well(system: System, wait_s: float) -> Callable[[str], Callable[[], bool]]:
    """What waits for a version; readings are asked of it only if they came before: wires may not be there yet."""
    from chairpi.install.files import installed_config
    from chairpi.install.health import look, wait_for

    def before(version: str) -> Callable[[], bool]:
        needs_readings = not system.dry and look(installed_config(system)).readings

        def enough(seen: Health) -> bool:
            return seen.sensor and seen.web and seen.version == version and (seen.readings or not needs_readings)

        return lambda: enough(wait_for(installed_config(system), RealClock(), wait_s, enough))

    return before
