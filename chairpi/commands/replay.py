"""`chairpi replay`."""

from __future__ import annotations

from pathlib import Path

import click

from chairpi.clock import ScaledClock
from chairpi.commands.options import config_of, config_option
from chairpi.core.events.weighing import Minute
from chairpi.recordings.reading import open_recording
from chairpi.replay.lines import json_line, sentence
from chairpi.replay.replaying import replay as events_of
from chairpi.replay.summary import summary, table


@click.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path, dir_okay=False))
@click.option("--json", "as_json", is_flag=True, help="One JSON object per line (see the help page 'Events').")
@click.option("--summary", "as_summary", is_flag=True, help="A line per hold, or per minute where there are no holds.")
@click.option("--minutes", "with_minutes", is_flag=True, help="With the event of every minute too.")
@click.option("--speed", type=click.FloatRange(min=0.001), help="Pace: recorded seconds in a real one; else at once.")
@click.option("--lenient", is_flag=True, help="Read on past rows that break the format, and say how many.")
@config_option
def replay(
    files: tuple[Path, ...],
    as_json: bool,
    as_summary: bool,
    with_minutes: bool,
    speed: float | None,
    lenient: bool,
    config_path: Path | None,
) -> None:
    """Send recordings through the same core as the live chair and print what it says."""
    if as_json and as_summary:
        raise click.UsageError("choose one of --json and --summary")
    settings = config_of(config_path).core
    for path in files:
        with open_recording(path, lenient=lenient) as recording:
            if len(files) > 1 and not as_json:
                click.echo(f"{path}:")
            if as_summary:
                for line in table(summary(recording, settings)):
                    click.echo(line)
            else:
                clock = None if speed is None else ScaledClock(speed)
                for event in events_of(recording, settings, clock):
                    if with_minutes or not isinstance(event, Minute):
                        name = path if len(files) > 1 else None
                        click.echo(json_line(event, name) if as_json else sentence(event))
            if recording.skipped:
                click.echo(f"{path}: {recording.skipped} rows could not be read and were passed over", err=True)
