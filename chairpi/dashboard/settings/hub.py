"""The front page of Settings: cards that lead to everything that can be set or done, as far as it is there."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from flask import url_for

from chairpi.dashboard.settings.table import SECTIONS
from chairpi.language.words import N_, translated

CARDS = (
    (
        N_("For you"),
        (
            ("prompts.page", N_("Prompts"), N_("How each sitter is prompted, and who the sitters are.")),
            ("now.page", N_("Upright reference"), N_("Tell the chair when you sit upright: on the page Now.")),
            ("own_content.page", N_("Your own exercises"), N_("Exercises, routines and prescriptions that you add.")),
        ),
    ),
    (
        N_("The chair"),
        (
            ("setup.page", N_("First run"), N_("From a chair that was just built to the first prompt, step by step.")),
            ("calibrate.page", N_("Calibrate"), N_("Zero, known masses and wiring, in five minutes.")),
            ("health.page", N_("Health"), N_("How each load cell and the machine are, and what to do.")),
        ),
    ),
    (
        N_("This dashboard"),
        (
            ("access.devices", N_("Devices"), N_("Who may open this dashboard, and who may change things.")),
            ("access.keys", N_("API keys"), N_("For programs of your own.")),
            ("https.page", N_("HTTPS"), N_("An encrypted way to these pages.")),
            ("backups.page", N_("Backups"), N_("Everything as one file, and back from it.")),
            ("yours.page", N_("Your data"), N_("Take it with you, or erase it.")),
            ("report.page", N_("Report"), N_("All that helps somebody who is to help you.")),
            ("kiosk.page", N_("Kiosk"), N_("For a screen on the wall: large, and without names.")),
            ("about.page", N_("About"), N_("Version, licences, and where to ask.")),
        ),
    ),
)
"""For each group its cards: endpoint, title, and what is there."""


@dataclass(frozen=True, slots=True)
class Card:
    """One way on."""

    address: str
    title: str
    sentence: str


def cards() -> Iterable[tuple[str, tuple[Card, ...]]]:
    """The groups with their cards."""
    for title, entries in CARDS:
        yield (
            translated(title),
            tuple(Card(url_for(page), translated(name), translated(sentence)) for page, name, sentence in entries),
        )


def section_cards() -> tuple[Card, ...]:
    """A card for each section of the configuration."""
    return tuple(
        Card(url_for("settings.section", section=name), translated(section.title), translated(section.about))
        for name, section in SECTIONS.items()
    )
