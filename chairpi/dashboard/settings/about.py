"""The About page: what this is, what is inside, where the data lie, and where to ask."""

from __future__ import annotations

import platform
import re
from dataclasses import dataclass
from functools import cache
from importlib.metadata import PackageNotFoundError, metadata, requires
from pathlib import Path

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from chairpi import __version__
from chairpi.dashboard.help import markdown
from chairpi.dashboard.services import services
from chairpi.dashboard.web_files import web_root
from chairpi.findings.finding import roughly
from chairpi.machine.facts import read_machine

blueprint = Blueprint("about", __name__)

LICENCES = {
    "BSD": r"\bBSD\b|Berkeley",
    "MIT": r"\bMIT\b|Permission is hereby granted, free of charge",
    "Apache 2.0": r"\bApache\b",
    "LGPL": r"\bLGPL\b|Lesser General Public",
    "GPL": r"\bGPL\b",
    "PSF": r"\bPSF\b|Python Software Foundation",
    "ZPL 2.1": r"\bZPL\b|Zope Public",
}
"""Short names of licences, for packages that carry the whole text where a name is asked for."""


@dataclass(frozen=True, slots=True)
class Library:
    """One of the packages that ChairPi is built on, as it is installed here."""

    name: str
    version: str
    licence: str
    summary: str


@blueprint.get("/about")
def page() -> ResponseReturnValue:
    """All of it, without asking anybody outside the house."""
    parts = services()
    machine = read_machine(parts.history_path.parent, parts.machine_root)
    real_utc_s = parts.real_clock.utc_s()
    booted_utc_s = machine.booted_utc_s
    return render_template(
        "settings/about.html",
        version=__version__,
        machine=machine,
        python=platform.python_version(),
        up=None if booted_utc_s is None or booted_utc_s > real_utc_s else roughly(real_utc_s - booted_utc_s),
        data_dir=parts.history_path.parent,
        libraries=libraries(),
        changelog=_changelog(),
    )


@cache
def libraries() -> tuple[Library, ...]:
    """The packages that ChairPi asks for, as far as they are installed, by name."""
    names = {
        re.split(r"[^A-Za-z0-9._-]", text, maxsplit=1)[0]
        for text in requires("chairpi") or ()
        if "extra ==" not in text
    }
    return tuple(found for name in sorted(names, key=str.casefold) if (found := _library(name)) is not None)


def _library(name: str) -> Library | None:
    try:
        said = metadata(name).json
    except PackageNotFoundError:
        return None
    return Library(str(said["name"]), str(said["version"]), _licence(said), str(said.get("summary", "")))


def _licence(said: dict[str, str | list[str]]) -> str:
    """A package's licence in a word or two; what it says nowhere stays empty."""
    if expression := said.get("license_expression"):
        return str(expression)
    told = [text.rpartition(" :: ")[2] for text in said.get("classifier", ()) if text.startswith("License ::")]
    text = str(said.get("license", ""))
    if text and len(text) < 40:
        return text
    for short, pattern in LICENCES.items():
        if re.search(pattern, " ".join([*told, text])):
            return short
    return ", ".join(told)


@cache
def _changelog_path() -> Path | None:
    """Beside the help pages in what is installed, or at the top of a checkout."""
    candidates = (web_root() / "CHANGELOG.md", web_root().parent / "CHANGELOG.md")
    return next((path for path in candidates if path.is_file()), None)


def _changelog() -> Markup | None:
    """What changed from version to version, below its own title; `None` where it did not come with what is installed."""
    path = _changelog_path()
    if path is None:
        return None
    text = path.read_text(encoding="utf-8").partition("\n## ")
    below = re.sub(r"^(#+) ", r"#\1 ", text[1] + text[2], flags=re.MULTILINE)
    # S704: the renderer escapes raw HTML, and the text is the package's own.
    return Markup(str(markdown()(below)))  # noqa: S704
