"""What several commands have in common: their options, and what `--config` stands for."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

from chairpi.chosen_settings import Layers, with_chosen
from chairpi.clock import Clock, RealClock, ScaledClock
from chairpi.config.reading import DEFAULT_PATH, load_config
from chairpi.config.tables import Config

F = TypeVar("F", bound=Callable[..., Any])
LONGEST_WAIT_S = 3600.0

dry_option = click.option("--dry-run", is_flag=True, help="Say what would be done, and do nothing.")
force_option = click.option("--force", is_flag=True, help="Overwrite the file if it exists.")
config_option = click.option(
    "--config",
    "config_path",
    type=click.Path(path_type=Path, dir_okay=False),
    envvar="CHAIRPI_CONFIG",
    help=f"Configuration file; {DEFAULT_PATH} where it exists, else the defaults.",
)


def wait_option(default_s: float, text: str) -> Callable[[F], F]:
    """Add `--wait`."""
    return click.option("--wait", "wait_s", type=click.FloatRange(0.0, LONGEST_WAIT_S), default=default_s, help=text)


def clock_option(function: F) -> F:
    """Add `--clock`, by which the demo makes its two processes agree about a faster time."""
    return click.option("--clock", "clock", callback=_clock, hidden=True, help="SPEED,MONOTONIC_S,UTC_S")(function)


def _clock(_context: click.Context, _parameter: click.Parameter, text: str | None) -> Clock:
    if text is None:
        return RealClock()
    try:
        speed, monotonic_s, utc_s = (float(part) for part in text.split(","))
        return ScaledClock(speed, origin_monotonic_s=monotonic_s, origin_utc_s=utc_s)
    except ValueError as error:
        raise click.BadParameter(f"expected SPEED,MONOTONIC_S,UTC_S: {error}") from error


def config_of(path: Path | None) -> Config:
    """The configuration that a command is to use."""
    return layers_of(path).config


def layers_of(path: Path | None, *, mend: bool = False) -> Layers:
    """What the configuration file says, with what was chosen in the browser over it.

    Parameters
    ----------
    path
        The value of `--config`.
    mend
        Whether a file of chosen settings that cannot be used is set aside.
    """
    if path is not None:
        return with_chosen(load_config(path), mend=mend)
    return with_chosen(load_config(DEFAULT_PATH) if DEFAULT_PATH.exists() else Config(), mend=mend)
