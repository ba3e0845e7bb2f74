"""The door: which commands there are, and a line on each; a command's module is imported when it is called, and no other."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Mapping
from importlib import import_module
from typing import Any

import click

from chairpi import __version__
from chairpi.errors import ChairPiError

COMMANDS = {
    "backup": "Write everything that the chair keeps into one file.",
    "calibrate": "Calibrate the running chair, step by step.",
    "certificates": "Show the certificates for HTTPS, or make new ones.",
    "config": "Print the whole configuration with every key explained.",
    "demo": "Run everything on a simulated chair, to be watched.",
    "doctor": "Look the whole chair over and say what to do.",
    "evaluate": "Hold what the chair says against recordings that know.",
    "export": "Write everything that is kept as CSV and JSON files.",
    "health": "Say whether both processes are up and readings come.",
    "install": "Install on this machine, and start.",
    "pair": "Print a one-time code that lets a browser in.",
    "programme": "Look at the content of the exercise programme.",
    "record": "Record what the running chair's cells say.",
    "replay": "Send recordings through the core and print what it says.",
    "restore": "Put back what a backup holds.",
    "safe-mode": "Tell whether the chair is in safe mode, and why.",
    "sensor": "Read the chair: cells, history, light, buzzer, button.",
    "simulate": "Write a day of simulated sitting as a recording.",
    "support": "Write an archive for somebody who helps you.",
    "uninstall": "Take ChairPi off this machine.",
    "update": "Bring the chair to a newer release.",
    "web": "Serve the dashboard on the home network.",
    "wiring": "Print how the chair is wired.",
}
"""Each command is the function of its name in the module of its name, in `chairpi.commands`."""


class OnCall(Mapping[str, click.Command]):
    """The commands, each imported when it is asked for: the sensor process never pays for the dashboard's libraries."""

    def __getitem__(self, name: str) -> click.Command:
        if name not in COMMANDS:
            raise KeyError(name)
        module = name.replace("-", "_")
        command: click.Command = getattr(import_module(f"chairpi.commands.{module}"), module)
        return command

    def __iter__(self) -> Iterator[str]:
        return iter(COMMANDS)

    def __len__(self) -> int:
        return len(COMMANDS)


class Door(click.Group):
    """Calls a command; says a ChairPi error in one sentence and exits with 1. Anything else is a defect and shows its traceback."""

    def __init__(self, *arguments: Any, **options: Any) -> None:  # as click gives them
        super().__init__(*arguments, **options)
        self.commands = OnCall()  # type: ignore[assignment]  # nothing is added to them

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the list of commands, for which none is imported."""
        with formatter.section("Commands"):
            formatter.write_dl(sorted(COMMANDS.items()))

    def invoke(self, ctx: click.Context) -> Any:  # as click declares it
        """Run the command."""
        try:
            return super().invoke(ctx)
        except ChairPiError as error:
            raise click.ClickException(str(error)) from error
        except BrokenPipeError:  # `chairpi replay ... | head` has seen enough
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            ctx.exit(0)


@click.group(cls=Door, context_settings={"help_option_names": ["-h", "--help"], "show_default": True})
@click.version_option(__version__, prog_name="chairpi")
def main() -> None:
    """ChairPi: an office chair that knows how you sit, and says so kindly."""
