"""`chairpi health`."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import click

from chairpi.clock import RealClock
from chairpi.commands.options import config_of, config_option, wait_option
from chairpi.install.health import wait_for


@click.command()
@wait_option(0.0, "Wait so many seconds for all to be well.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object, for programs.")
@config_option
def health(wait_s: float, as_json: bool, config_path: Path | None) -> None:
    """Say whether both processes are up and readings come; status 1 when not."""
    seen = wait_for(config_of(config_path), RealClock(), wait_s, lambda health: health.is_well)
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
