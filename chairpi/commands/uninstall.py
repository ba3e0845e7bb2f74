"""`chairpi uninstall`."""

from __future__ import annotations

import click

from chairpi.commands.options import dry_option
from chairpi.install import installing
from chairpi.install.files import installed_config
from chairpi.install.system import System


@click.command()
@click.option("--keep-data/--remove-data", default=True, help="Whether data, backups and configuration stay.")
@dry_option
def uninstall(keep_data: bool, dry_run: bool) -> None:
    """Take ChairPi off this machine."""
    system = System(click.echo, dry=dry_run)
    installing.need_root(system)
    installing.need_lasting(system)
    installing.uninstall(system, installed_config(system).paths.data_dir, remove_data=not keep_data)
