"""`chairpi install`."""

from __future__ import annotations

import os
from pathlib import Path

import click

from chairpi import __version__
from chairpi.commands.options import dry_option, wait_option
from chairpi.install import installing
from chairpi.install.address import where_to_look
from chairpi.install.files import installed_config, place_files
from chairpi.install.health import look, well_within
from chairpi.install.system import System


@click.command()
@click.option(
    "--trust",
    multiple=True,
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="A public key; releases that are signed with it are taken from now on. May be given more than once.",
)
@click.option("--files-only", is_flag=True, help="Put the files in place, and start nothing.")
@wait_option(120.0, "How many seconds the chair may take to come up.")
@click.option(
    "--root",
    type=click.Path(path_type=Path, exists=True, file_okay=False, resolve_path=True),
    default=Path("/"),
    help="Put the files below this directory, such as a card's, and start nothing.",
)
@dry_option
def install(trust: tuple[Path, ...], files_only: bool, wait_s: float, root: Path, dry_run: bool) -> None:
    """Install on this machine: users, directories, units, boot configuration; start, and say where the dashboard is.

    May be done again: what is right already stays as it is, and the configuration is never written over.
    """
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
    came_up = installing.install(system, version, installed_config(system).paths.data_dir, well_within(system, wait_s))
    if dry_run:
        return
    if came_up:
        click.echo("Installed." if system.n_changes else "Nothing had to be changed.")
    for line in (*look(installed_config(system)).lines(), "", *where_to_look(installed_config(system))):
        click.echo(line)
    if not came_up:
        raise click.ClickException("the chair did not come up; `journalctl -u chairpi-sensor -u chairpi-web` says why")
