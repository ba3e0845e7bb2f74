"""`chairpi wiring`."""

from __future__ import annotations

from pathlib import Path

import click

from chairpi.commands.options import config_of, config_option
from chairpi.wiring.drawing import drawing
from chairpi.wiring.texts import config_txt, overlay, table

MADE = {"table": table, "drawing": drawing, "config.txt": config_txt, "overlay": overlay}


@click.command()
@click.argument("what", type=click.Choice(list(MADE)))
@config_option
def wiring(what: str, config_path: Path | None) -> None:
    """Print how the chair is wired: a table, a drawing (SVG), the lines for config.txt, or a device-tree overlay."""
    click.echo(MADE[what](config_of(config_path)), nl=False)
