"""`chairpi safe-mode`: how it stands, and the way out of it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import click

from chairpi.commands.options import config_of, config_option
from chairpi.config.tables import Config
from chairpi.data_names import STARTS_FILE
from chairpi.errors import LinkError, StoreError
from chairpi.link.client import LiveClient, send_command
from chairpi.sensor.starts import forget_starts, leave_command, read_start

ANSWER_S = 3.0
"""The sensor process introduces itself at once; a busy machine takes longer."""


@click.group(name="safe-mode", invoke_without_command=True)
@config_option
@click.pass_context
def safe_mode(context: click.Context, config_path: Path | None) -> None:
    """Tell whether the chair is in safe mode, in which no hardware is touched, and why."""
    context.obj = config_path
    if context.invoked_subcommand is None:
        for line in lines(config_of(config_path)):
            click.echo(line)


@safe_mode.command()
@config_option
@click.pass_obj
def leave(above: Path | None, config_path: Path | None) -> None:
    """End safe mode: the chair starts as usual."""
    click.echo(leave_safe_mode(config_of(config_path or above)))


def lines(config: Config) -> Iterator[str]:
    """How it stands, for a terminal.

    Raises
    ------
    StoreError
        Whoever asks may not look at the chair's data.
    """
    data_dir = Path(config.paths.data_dir)
    _need_sight(data_dir)
    start = read_start(data_dir)
    try:
        is_safe = "safe_mode" in _hello(config.runtime_dir)
    except LinkError as error:
        yield f"The sensor process cannot be asked: {error}."
        is_safe = False
        if start.n_failed:
            yield f"Starts that failed in a row: {start.n_failed}. The next one {_next_start(is_safe=start.is_safe)}."
    else:
        yield "The chair is in safe mode: no hardware is touched." if is_safe else "The chair is not in safe mode."
    if start.n_failed and start.error:
        yield f"The last failed start said: {start.error}"
    if is_safe:
        yield f"When that is mended: {leave_command(data_dir)}"


def _need_sight(data_dir: Path) -> None:
    try:
        (data_dir / STARTS_FILE).stat()
    except PermissionError:
        raise StoreError(f"{data_dir} is not yours to read: `sudo chairpi safe-mode` says how it stands") from None
    except OSError:  # there is none, and that is told
        return


def _next_start(*, is_safe: bool) -> str:
    return "is in safe mode, unless the machine is started anew before" if is_safe else "is an ordinary one"


def leave_safe_mode(config: Config) -> str:
    """Let the chair start as usual: now where it waits in safe mode, else at its next start.

    Returns
    -------
    str
        What comes of it.

    Raises
    ------
    StoreError
        The count of failed starts cannot be put back.
    LinkError
        The sensor process does not answer.
    """
    try:
        is_safe = "safe_mode" in _hello(config.runtime_dir)
    except LinkError:
        try:
            forget_starts(Path(config.paths.data_dir))
        except OSError as error:
            raise StoreError(
                f"{error.filename} cannot be removed: {error.strerror}; try `sudo chairpi safe-mode leave`"
            ) from error
        return "The sensor process does not run; its next start is an ordinary one."
    if not is_safe:
        return "The chair is not in safe mode."
    send_command(config.runtime_dir, {"request": "safe_mode", "leave": True})
    return "The chair starts as usual now."


def _hello(runtime_dir: Path) -> dict[str, object]:
    """How the running sensor process introduces itself."""
    client = LiveClient(runtime_dir)
    try:
        for message in client.messages(ANSWER_S):
            if message is None:
                break
            if message.get("message") == "hello":
                return message
    finally:
        client.close()
    raise LinkError("the sensor process does not answer; look at its log")
