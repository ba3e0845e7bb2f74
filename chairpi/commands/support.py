"""`chairpi support`."""

from __future__ import annotations

from pathlib import Path

import click

from chairpi.commands.options import config_option, force_option, layers_of
from chairpi.doctor import examine
from chairpi.support.archive import write_support


@click.command()
@click.argument("file", required=False, type=click.Path(path_type=Path, dir_okay=False))
@force_option
@config_option
def support(file: Path | None, force: bool, config_path: Path | None) -> None:
    """Write an archive for somebody who helps you: versions, logs, how the cells are; nothing of who sits, and no secrets.

    It is text, to be looked through before you send it; ChairPi sends it nowhere.
    """
    layers = layers_of(config_path)
    path = write_support(layers, examine(layers.config), file, overwrite=force)
    click.echo(f"{path}: {path.stat().st_size} bytes", err=True)
