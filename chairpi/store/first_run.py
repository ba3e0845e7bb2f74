"""Which steps of the first run are done, and which were left out: kept in the house, so that another browser goes on."""

from __future__ import annotations

from enum import StrEnum

from chairpi.store.app_file import AppFile

INSERT = (
    "INSERT INTO setup_step (step, mark, utc_s) VALUES (:step, :mark, :utc_s)"
    " ON CONFLICT (step) DO UPDATE SET mark = :mark, utc_s = :utc_s"
)


class Mark(StrEnum):
    """What became of a step."""

    DONE = "done"
    SKIPPED = "skipped"


class FirstRun:
    """The marks of the first run in `app.db`.

    Raises
    ------
    StoreError
        By every method: the file cannot be read or written.
    """

    def __init__(self, file: AppFile) -> None:
        self._file = file

    def marks(self) -> dict[str, Mark]:
        """Return the marks by the steps' names."""
        return {step: Mark(mark) for step, mark in self._file.read("SELECT step, mark FROM setup_step")}

    def mark(self, step: str, mark: Mark, utc_s: float) -> None:
        """Mark a step, at a time of the wall clock [POSIX s]."""
        self._file.do([(INSERT, {"step": step, "mark": mark, "utc_s": utc_s})])

    def begin_anew(self) -> None:
        """Take all marks off."""
        self._file.do([("DELETE FROM setup_step", {})])
