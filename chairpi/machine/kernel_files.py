"""The files in which the kernel tells."""

from __future__ import annotations

from pathlib import Path


def text_of(path: Path) -> str:
    """What a file of the kernel says; nothing where it is not there or will not be read."""
    try:
        return path.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""
