"""`chairpi update`."""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path

import click

from chairpi.commands.options import wait_option
from chairpi.install import installing, updating
from chairpi.install.files import installed_config
from chairpi.install.health import well_within
from chairpi.install.system import System


@click.command()
@click.argument("archive", required=False, type=click.Path(path_type=Path, dir_okay=False))
@click.option("--allow-older", is_flag=True, help="Take a version older than the one in use.")
@click.option("--finish", "only_finish", is_flag=True, help="Only undo an update that was cut short, if there is one.")
@wait_option(120.0, "How many seconds the new version may take to come up.")
def update(archive: Path | None, allow_older: bool, only_finish: bool, wait_s: float) -> None:
    """Bring the chair to the release in ARCHIVE, and back by itself if that does not come up.

    The archive is checked before anything is touched: by whom it is signed, and each file's digest.
    """
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
    if not updating.update(system, archive, data_dir, well_within(system, wait_s), allow_older=allow_older):
        sys.exit(1)
