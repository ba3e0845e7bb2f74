"""What is said beside every routine: general information, not treatment, and when to see someone."""

from __future__ import annotations

from dataclasses import dataclass
from importlib import resources

from chairpi.programme.content import Table
from chairpi.programme.routines import Source


@dataclass(frozen=True, slots=True)
class Advice:
    """The short note of every routine's page.

    Parameters
    ----------
    note
        What a routine is and is not.
    general
        How to go about any routine.
    now
        Signs that call for an emergency service.
    same_day
        Signs that call for medical advice on the same day.
    soon
        Signs that call for an appointment.
    sources
        Where the signs come from.
    """

    note: str
    general: tuple[str, ...]
    now: tuple[str, ...]
    same_day: tuple[str, ...]
    soon: tuple[str, ...]
    sources: tuple[Source, ...]


def load_advice() -> Advice:
    """Read the advice that comes with ChairPi.

    Raises
    ------
    ValueError
        The file breaks the format; the message names file and key.
    """
    entry = resources.files("chairpi.programme") / "advice.toml"
    return read_advice(entry.name, entry.read_text(encoding="utf-8"))


def read_advice(file: str, text: str) -> Advice:
    """Read the advice from the text of a TOML file; `ValueError` names file and key."""
    table = Table.parse(file, text)
    advice = Advice(
        note=table.text("note"),
        general=table.texts("general"),
        now=table.texts("now"),
        same_day=table.texts("same_day"),
        soon=table.texts("soon"),
        sources=tuple(
            Source(title=source.text("title"), where=source.text("where")) for source in table.tables("source")
        ),
    )
    table.done()
    return advice
