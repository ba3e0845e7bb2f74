"""`chairpi calibrate`: a guided calibration, by hand or by a file of answers."""

from __future__ import annotations

from pathlib import Path
from typing import TextIO

import click

from chairpi.clock import RealClock
from chairpi.commands.calibration_talk import Conversation, Written
from chairpi.commands.options import config_of, config_option
from chairpi.link.client import send_command
from chairpi.link.protocol import Message


@click.command()
@config_option
@click.option(
    "--answers",
    type=click.File("r", encoding="utf-8"),
    help="File of answers instead of yours, one a line; - reads them from standard input.",
)
def calibrate(config_path: Path | None, answers: TextIO | None) -> None:
    """Calibrate the running chair, step by step: zero, known masses, wiring.

    Needs something whose mass you know. Say help at the prompt for all that can be said.
    """
    directory = config_of(config_path).runtime_dir
    source = Typed() if answers is None else Written(answers, click.echo)

    def ask(message: Message) -> Message:
        return send_command(directory, message)

    if not Conversation(ask, click.echo, source, RealClock().wait).run():
        raise click.ClickException("the calibration was not finished; the chair goes on with the one it has")


class Typed:
    """Answers from the keyboard."""

    def next(self) -> str | None:
        """Ask for a line."""
        line: str = click.prompt("", default="", show_default=False, prompt_suffix="> ")
        return line
