"""`chairpi evaluate`."""

from __future__ import annotations

from pathlib import Path

import click

from chairpi.commands.options import config_of, config_option
from chairpi.evaluation import report
from chairpi.evaluation.holds import judge_holds


@click.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path, dir_okay=False))
@click.option(
    "--json", "as_json", is_flag=True, help="One JSON object per line (see the help page 'How well it knows')."
)
@config_option
def evaluate(files: tuple[Path, ...], as_json: bool, config_path: Path | None) -> None:
    """Hold what the chair says against recordings that know better; one person a file."""
    twice = next((path for path in files if [other.resolve() for other in files].count(path.resolve()) > 1), None)
    if twice is not None:  # its person would be judged by numbers fitted on themselves
        raise click.UsageError(f"{twice} is given more than once")
    found = report.evaluate(files, config_of(config_path).core, judge_holds)
    for line in report.json_lines(found) if as_json else report.table(found):
        click.echo(line)
