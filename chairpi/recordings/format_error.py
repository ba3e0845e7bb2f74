"""How a recording is refused: what was found, and what was expected."""

from __future__ import annotations

from pathlib import Path

from chairpi.errors import RecordingError


class FormatError(ValueError):
    """One piece of a recording is not what the format says; whoever knows the file and the line adds them."""

    def __init__(self, found: str, expected: str) -> None:
        super().__init__(f"found {found}, expected {expected}")

    def at(self, path: Path, line: int) -> RecordingError:
        """Add the place: the error as a person sees it."""
        return RecordingError(f"{path}:{line}: {self}")
