"""`chairpi simulate`."""

from __future__ import annotations

from pathlib import Path

import click

from chairpi.commands.options import force_option
from chairpi.recordings.simulated_day import people_paths, write_day
from chairpi.simulate.chair import Layout


@click.command()
@click.option("-o", "--output", type=click.Path(path_type=Path, dir_okay=False), required=True, help="File to write.")
@click.option("--hours", type=click.FloatRange(0.01, 24.0), default=8.0, help="Length of the day.")
@click.option("--seed", type=click.IntRange(0, 2**31), default=1, help="The same seed is the same person and day.")
@click.option(
    "--people",
    "n_people",
    type=click.IntRange(1, 1000),
    default=1,
    help="Write a file for each of so many people: day-00.csv, day-01.csv, ...; each has the seed after the one before.",
)
@click.option(
    "--jitter",
    type=click.FloatRange(0.0, 5.0),
    default=1.0,
    help="How restless people are: 1 as a rule, 2 twice as much.",
)
@click.option(
    "--cells",
    "layout",
    type=click.Choice(["four", "six", "seven"]),
    default="six",
    help="Four under the seat; six: and two in the backrest; seven: and three.",
)
@force_option
def simulate(output: Path, hours: float, seed: int, n_people: int, jitter: float, layout: str, force: bool) -> None:
    """Write a day of simulated sitting as a labelled recording."""
    paths = [output] if n_people == 1 else people_paths(output, n_people)
    for person, path in enumerate(paths):
        n_rows = write_day(path, hours, seed + person, Layout(layout), jitter=jitter, overwrite=force)
        click.echo(f"{path}: {n_rows} rows, {hours:g} h", err=True)
