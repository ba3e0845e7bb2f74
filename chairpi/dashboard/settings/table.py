"""Which keys of the configuration can be changed in a browser, which cannot and why, and when a change is taken over."""

from __future__ import annotations

from dataclasses import dataclass

from chairpi.config.tables import BEFORE_PAIRING, BUZZERS
from chairpi.language.words import N_


@dataclass(frozen=True, slots=True)
class Section:
    """One section of the configuration on a page of its own: what it is called, what it is about, and what to mind."""

    title: str
    about: str
    warning: str = ""


SECTIONS = {
    "prompts": Section(
        N_("Prompts of the household"),
        N_(
            "How everybody is prompted who has not chosen otherwise. Each sitter chooses for themselves on the page Prompts; "
            "these are the household's defaults."
        ),
    ),
    "slide": Section(
        N_("Hips forward"), N_("When the chair tells of a forward hip slide. It only describes how the load lies.")
    ),
    "occupancy": Section(
        N_("Somebody or something"), N_("When a load on the seat is a person, and when it is an object.")
    ),
    "zero": Section(
        N_("Zero of the cells"), N_("When the zeros of the load cells are believed, and how they are followed.")
    ),
    "outputs": Section(
        N_("Light, sound and button"),
        N_("Where the chair's own light, buzzer, vibration motor and button are connected."),
        N_(
            "These numbers must be those of the chair's wiring. A wrong one leaves the part silent, and a line that something else "
            "drives may be harmed. Change them with the power off, and then try light and sound on the page Health."
        ),
    ),
    "web": Section(N_("Dashboard"), N_("The household's time zone, and the names and ports of these pages.")),
    "reader": Section(
        N_("Reading the cells"), N_("How the load cells are read. This is set where the chair is built.")
    ),
    "paths": Section(N_("Places of files"), N_("Where the history and the sockets are.")),
}
"""In the order of the page; the names are those of the configuration's tables."""

_BUILT = N_(
    "Who builds the chair sets it in chairpi.toml: with another one the cells may not be read, or simulated ones shown."
)
_LOCKED_OUT = N_("It is set in chairpi.toml only: who changes it here could lose the way to this page.")
_PLACE = N_("It is set in chairpi.toml only: the data, and the settings chosen here, would be looked for elsewhere.")

READ_ONLY = {
    "reader.backend": _BUILT,
    "reader.recording": _BUILT,
    "reader.seed": _BUILT,
    "reader.faults": _BUILT,
    "web.host": _LOCKED_OUT,
    "web.port": _LOCKED_OUT,
    "web.before_pairing": N_(
        "It decides who may look, so it is set in chairpi.toml by whoever can log in on the machine."
    ),
    "paths.data_dir": _PLACE,
    "paths.runtime_dir": _PLACE,
}
"""Why a key is only shown. Pins of light, sound and button are not among them: a wrong one can be seen, heard and taken back."""

CHOICES = {"outputs.buzzer": BUZZERS, "web.before_pairing": BEFORE_PAIRING}

OF_THE_DASHBOARD = ("web.names", "paths.trace_kept_days")
"""Keys that neither the chair nor a page takes over at once: they hold from the next start of the dashboard."""
LIVE = ("web.time_zone",)
"""Those that the pages follow at once."""


def may_change(key: str) -> bool:
    """Whether a person may change this key in the browser."""
    return key.partition(".")[0] in SECTIONS and key not in READ_ONLY


def concerns_chair(key: str) -> bool:
    """Whether the sensor process works with this key."""
    return key in LIVE or key.startswith("paths.") or not key.startswith("web.")
