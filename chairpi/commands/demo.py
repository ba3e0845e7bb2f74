"""`chairpi demo`."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from chairpi.demo.running import DemoOptions, run_demo


@click.command()
@click.option("--speed", type=click.FloatRange(0.1, 3000.0), default=20.0, help="Simulated seconds in a real one.")
@click.option("--host", default="127.0.0.1", help="Address to listen on; 0.0.0.0: the whole home network.")
@click.option("--port", type=click.IntRange(1, 65535), default=8080, help="Port of the dashboard.")
@click.option(
    "--recording",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="Play a recording instead of the simulated day.",
)
@click.option(
    "--data",
    "data_dir",
    type=click.Path(path_type=Path, file_okay=False),
    help="Keep the history here; without it, it is gone when the demo ends.",
)
@click.option("--seed", type=click.IntRange(0, 2**31), default=1, help="Another seed is another day.")
@click.option("--open/--no-open", "open_browser", default=True, help="Open a browser where there is a screen.")
def demo(
    speed: float, host: str, port: int, recording: Path | None, data_dir: Path | None, seed: int, open_browser: bool
) -> None:
    """Run everything on a simulated chair and watch a lively day in the browser.

    The chips are simulated; the driver, the core, the history and the dashboard are the real ones.
    """
    options = DemoOptions(
        speed=speed, host=host, port=port, recording=recording, data_dir=data_dir, seed=seed, open_browser=open_browser
    )
    sys.exit(run_demo(options, click.echo))
