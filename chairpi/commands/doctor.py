"""`chairpi doctor`."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import click

from chairpi.commands.options import config_of, config_option
from chairpi.doctor import examine, lines
from chairpi.findings.finding import State


@click.command()
@click.option("--json", "as_json", is_flag=True, help="One JSON object, for programs.")
@click.option("--seconds", type=click.FloatRange(1.0, 3600.0), default=4.0, help="How long to watch the cells.")
@config_option
def doctor(as_json: bool, seconds: float, config_path: Path | None) -> None:
    """Look the whole chair over and say what to do; status 1 when something needs a hand.

    Asks the running sensor process, or reads the cells itself while there is none.
    """
    report = examine(config_of(config_path), seconds=seconds)
    if as_json:
        click.echo(json.dumps(report.as_record(), indent=2, ensure_ascii=False))
    else:
        for line in lines(report):
            click.echo(line)
    sys.exit(1 if report.state is State.TROUBLE else 0)
