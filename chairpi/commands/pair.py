"""`chairpi pair`."""

from __future__ import annotations

from pathlib import Path

import click

from chairpi.clock import RealClock
from chairpi.commands.options import config_of, config_option
from chairpi.dashboard.access.one_time_code import instructions, issue_code


@click.command()
@config_option
def pair(config_path: Path | None) -> None:
    """Print a one-time code that lets a browser in, for when nobody is at the chair to press its button."""
    config = config_of(config_path)
    for line in instructions(issue_code(config.runtime_dir, RealClock()), config):
        click.echo(line)
