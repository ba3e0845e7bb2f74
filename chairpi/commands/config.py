"""`chairpi config`."""

from __future__ import annotations

from pathlib import Path

import click

from chairpi.commands.options import config_option, layers_of
from chairpi.config.text import as_toml


@click.command()
@config_option
def config(config_path: Path | None) -> None:
    """Print the whole configuration with every key explained."""
    layers = layers_of(config_path)
    click.echo(as_toml(layers.config, layers.chosen), nl=False)
