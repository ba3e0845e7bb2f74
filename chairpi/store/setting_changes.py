"""What was changed on the page Settings, the latest first, so that each change can be taken back."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass

from chairpi.store.app_file import AppFile

INSERT = "INSERT INTO setting_change (utc_s, key, before, after, before_chosen) VALUES (:utc_s, :key, :before, :after, :chosen)"


@dataclass(frozen=True, slots=True)
class SettingChange:
    """One key that was changed.

    Parameters
    ----------
    key
        Its path, such as "slide.began_s".
    before, after
        The values in use until then and from then on: a bool, a number, a text or a list of texts.
    before_chosen
        Whether the one before was chosen too; else it was the one of chairpi.toml.
    """

    key: str
    before: object
    after: object
    before_chosen: bool


class SettingChanges:
    """The list of changes in `app.db`.

    Raises
    ------
    StoreError
        By every method: the file cannot be read or written.
    """

    def __init__(self, file: AppFile) -> None:
        self._file = file

    def add(self, changes: Iterable[SettingChange], utc_s: float) -> None:
        """Write changes down that were made together, at a time of the wall clock [POSIX s]."""
        self._file.do(
            [
                (
                    INSERT,
                    {
                        "utc_s": utc_s,
                        "key": change.key,
                        "before": _json(change.before),
                        "after": _json(change.after),
                        "chosen": int(change.before_chosen),
                    },
                )
                for change in changes
            ]
        )

    def latest(self, n: int) -> list[tuple[int, float, SettingChange]]:
        """Return the last `n` changes, the latest first: number, when [POSIX s], and what."""
        rows = self._file.read(
            "SELECT change_id, utc_s, key, before, after, before_chosen FROM setting_change ORDER BY change_id DESC LIMIT ?",
            n,
        )
        return [
            (change_id, utc_s, SettingChange(key, json.loads(before), json.loads(after), bool(chosen)))
            for change_id, utc_s, key, before, after, chosen in rows
        ]

    def find(self, change_id: int) -> SettingChange | None:
        """Return one change by its number."""
        return next((change for number, _, change in self.latest(-1) if number == change_id), None)


def _json(value: object) -> str:
    """A value as JSON, which knows no NaN: the place of a backrest cell is null there."""
    if isinstance(value, list):
        value = [_without_nan(entry) if isinstance(entry, dict) else entry for entry in value]
    return json.dumps(value, allow_nan=False)


def _without_nan(table: dict[str, object]) -> dict[str, object]:
    return {key: None if entry != entry else entry for key, entry in table.items()}
