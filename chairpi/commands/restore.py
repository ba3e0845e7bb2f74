"""`chairpi restore`."""

from __future__ import annotations

from pathlib import Path

import click

from chairpi.backup import command
from chairpi.clock import RealClock
from chairpi.commands.options import config_option, layers_of


@click.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--with-pairing", is_flag=True, help="Let those in whom the backup lets in, and no longer those of now.")
@click.option("--dry-run", is_flag=True, help="Look the backup over, say what is in it, and change nothing.")
@click.option("--yes", is_flag=True, help="Do not ask.")
@config_option
def restore(file: Path, with_pairing: bool, dry_run: bool, yes: bool, config_path: Path | None) -> None:
    """Put back what a backup holds, in place of what the chair keeps now; also while it runs."""
    layers = layers_of(config_path)
    for line in command.described(*command.look_into(file, layers)):
        click.echo(line)
    if dry_run:
        click.echo("The backup can be restored here. Nothing was changed.")
        return
    if not yes:
        click.confirm("Put this in place of everything that the chair keeps now?", abort=True)
    command.restore(file, layers, RealClock(), click.echo, with_pairing=with_pairing)
