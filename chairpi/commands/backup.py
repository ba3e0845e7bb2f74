"""`chairpi backup`."""

from __future__ import annotations

from pathlib import Path

import click

from chairpi.backup.command import back_up
from chairpi.backup.manifest import Reason
from chairpi.clock import RealClock
from chairpi.commands.options import config_option, force_option, layers_of


@click.command()
@click.argument("file", required=False, type=click.Path(path_type=Path, dir_okay=False))
@click.option("--with-pairing", is_flag=True, help="With what lets browsers in: whoever has the file is let in too.")
@click.option("--automatic", is_flag=True, help="Into backups/ beside the data, where only some are kept.")
@click.option(
    "--reason",
    type=click.Choice(["day", "update"]),
    default="day",
    help="With --automatic: why; those before an update are kept by themselves.",
)
@force_option
@config_option
def backup(
    file: Path | None, with_pairing: bool, automatic: bool, reason: str, force: bool, config_path: Path | None
) -> None:
    """Write everything that the chair keeps into one file, from which it can be restored, while it runs.

    Without FILE it is named by the present time, in the present directory.
    """
    if automatic and (file is not None or with_pairing):
        raise click.UsageError("--automatic names its files itself, and decides itself what is in them")
    why = Reason(reason) if automatic else Reason.HAND
    made = back_up(
        layers_of(config_path), file, RealClock().utc_s(), reason=why, with_pairing=with_pairing, overwrite=force
    )
    click.echo(
        f"{made.path}: {made.size_bytes} bytes" if made else "Nothing is kept yet: no backup was made.", err=True
    )
