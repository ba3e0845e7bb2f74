"""The five causes: what each means, what sitting has to do with it, and a simple test at home."""

from __future__ import annotations

from dataclasses import dataclass

from chairpi.programme.content import Table
from chairpi.programme.exercises import Cause, Source, read_sources


@dataclass(frozen=True, slots=True)
class HomeTest:
    """A simple test of one cause at home. It measures nothing and diagnoses nothing: it says where to begin.

    Parameters
    ----------
    needs
        What to have at hand.
    instructions
        What to do.
    question
        What to answer with yes, no or not sure; yes means that this cause is worth working on.
    stop_if
        When to leave the test out.
    sources
        Where it comes from; where it is our own simplification, its title says so.
    """

    needs: str
    instructions: tuple[str, ...]
    question: str
    stop_if: tuple[str, ...]
    sources: tuple[Source, ...]


@dataclass(frozen=True, slots=True)
class CauseText:
    """What is said about one cause: its name, what it is, what sitting has to do with it, what helps, its test and its sources."""

    cause: Cause
    name: str
    about: str
    sitting: str
    helps: str
    test: HomeTest
    sources: tuple[Source, ...]


def read_causes(table: Table) -> dict[Cause, CauseText]:
    """Read all causes, in the order in which they are shown; `ValueError` names file and key."""
    causes: dict[Cause, CauseText] = {}
    for entry in table.tables("cause"):
        cause = _cause(entry)
        if cause.cause in causes:
            raise entry.refusal("id", f"{cause.cause.value!r} is another cause's already")
        causes[cause.cause] = cause
    missing = [cause.value for cause in Cause if cause not in causes]
    if missing:
        raise table.refusal("cause", f"nothing is said about {', '.join(missing)}")
    return causes


def _cause(table: Table) -> CauseText:
    test = table.table("test")
    home_test = HomeTest(
        needs=test.text("needs"),
        instructions=test.texts("instructions"),
        question=test.text("question"),
        stop_if=test.texts("stop_if"),
        sources=read_sources(test),
    )
    test.done()
    return CauseText(
        cause=table.choice("id", Cause),
        name=table.text("name"),
        about=table.text("about"),
        sitting=table.text("sitting"),
        helps=table.text("helps"),
        test=home_test,
        sources=read_sources(table),
    )
