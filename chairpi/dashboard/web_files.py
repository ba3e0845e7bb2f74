"""Where the templates, the static files and the help pages are."""

from __future__ import annotations

from pathlib import Path


def web_root() -> Path:
    """`web/` inside the installed package, else beside the package in a checkout."""
    package = Path(__file__).parents[1]
    packaged = package / "web"
    return packaged if packaged.is_dir() else package.parent / "web"
