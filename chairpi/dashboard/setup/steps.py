"""The steps of the first run, and how far a household is on the way."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from flask import url_for

from chairpi.dashboard.access.visitor import visitor
from chairpi.dashboard.services import services
from chairpi.dashboard.without import read_or
from chairpi.errors import StoreError
from chairpi.language.words import N_, translated
from chairpi.store.first_run import Mark

PUT_AWAY = "first_run"
"""Marked in place of a step where the household needs no first run: the chair was set up otherwise."""
READY = "ready"
"""Where the way ends."""


@dataclass(frozen=True, slots=True)
class Step:
    """One step: its name in the address, its title, and what is done in it."""

    name: str
    title: str
    about: str


STEPS = (
    Step("language", N_("Language and time zone"), N_("Which language the pages speak, and what time it is here.")),
    Step("cells", N_("Load cells"), N_("How many there are, and where.")),
    Step("wiring", N_("Wiring check"), N_("Press each corner of the seat, and see which cell answers.")),
    Step("zero", N_("Empty seat"), N_("What the cells say with nothing on the seat counts as zero.")),
    Step("span", N_("Known mass"), N_("Something whose mass you know says how much a kilogram is.")),
    Step("map", N_("Each corner"), N_("The same mass over each cell: then the place is right, too.")),
    Step("upright", N_("How you sit upright"), N_("Three times ten seconds: everything is measured from there.")),
    Step("hours", N_("When prompts may come"), N_("Working hours, quiet hours, and how much sitting is enough.")),
    Step("signals", N_("Light and sound"), N_("Whether you see and hear the chair when it asks.")),
    Step("pairing", N_("Pairing"), N_("Who may open these pages.")),
)
"""In their order."""
NAMES = tuple(step.name for step in STEPS)
BY_NAME = {step.name: step for step in STEPS}


@dataclass(frozen=True, slots=True)
class Shown:
    """A step in the list: its number, title and what it does, what became of it in one word, and where it is."""

    name: str
    number: int
    title: str
    about: str
    mark: str
    address: str


@dataclass(frozen=True, slots=True)
class Progress:
    """How far the first run is, for every page.

    Parameters
    ----------
    number, n_steps
        Which step is next, from 1 on, of how many.
    title, address
        What it is called, and where it is.
    """

    number: int
    n_steps: int
    title: str
    address: str


def marks() -> dict[str, Mark]:
    """What became of the steps.

    Raises
    ------
    StoreError
        Their file cannot be read.
    """
    return services().book.first_run.marks()


def marks_if_known() -> Mapping[str, Mark]:
    """The same for a page, which shows its steps also where nobody knows what became of them."""
    return read_or(marks, dict[str, Mark]())


def listed(found: Mapping[str, Mark], here: str = "") -> tuple[Shown, ...]:
    """All steps; the one that is `here` is "now", the others "done", "skipped" or "to come"."""
    return tuple(
        Shown(
            step.name,
            number,
            translated(step.title),
            translated(step.about),
            "now" if step.name == here else found.get(step.name, "to come"),
            url_for("setup.step", step=step.name),
        )
        for number, step in enumerate(STEPS, start=1)
    )


def open_steps(found: Mapping[str, Mark]) -> tuple[str, ...]:
    """The steps that nothing became of yet, in their order."""
    return tuple(name for name in NAMES if name not in found)


def after(name: str, found: Mapping[str, Mark]) -> str:
    """Where the way goes on from a step: the next one that is open, else one before it that is, else the end."""
    still_open = open_steps({**found, name: Mark.DONE})
    later = [other for other in still_open if NAMES.index(other) > NAMES.index(name)]
    return next(iter((*later, *still_open)), READY)


def progress() -> Progress | None:
    """How far the first run is, for whoever may go on with it; `None` when it is over, and where that cannot be read."""
    if not visitor().may_change:
        return None
    try:
        found = marks()
    except StoreError:  # the pages that need the file say so
        return None
    still_open = open_steps(found)
    if PUT_AWAY in found or not still_open:
        return None
    step = BY_NAME[still_open[0]]
    return Progress(
        NAMES.index(step.name) + 1, len(STEPS), translated(step.title), url_for("setup.step", step=step.name)
    )
