"""What each table and column of the two databases holds, in words: the export is made from it, and its README is written from it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from chairpi.store.migrate import APP, HISTORY

MOMENT = "_utc_s"


class Holds(StrEnum):
    """What a column holds, and so how it is written down."""

    PLAIN = "plain"
    MOMENT = "moment"
    """A time of the wall clock: written twice, as UTC and as local time."""
    LOAD = "load"
    """A load of a sitter, in newtons only where body weight is asked for."""
    NESTED = "nested"
    """JSON: stands in the table's JSON file."""
    SECRET = "secret"  # noqa: S105  # a kind, no password
    """Is never exported."""


@dataclass(frozen=True, slots=True)
class Table:
    """One table of a database.

    Parameters
    ----------
    says
        What a row is.
    columns
        What each column holds, in the order of the export.
    loads, nested, secrets
        Which of them are such.
    tells_weight
        The whole of it comes near to body weight, and nothing of it can be told as shares: exported only where that is asked for.
    """

    says: str
    columns: Mapping[str, str]
    loads: frozenset[str] = frozenset()
    nested: frozenset[str] = frozenset()
    secrets: frozenset[str] = frozenset()
    tells_weight: bool = False

    def holds(self, column: str) -> Holds:
        """What a column holds."""
        if column in self.secrets:
            return Holds.SECRET
        if column in self.nested:
            return Holds.NESTED
        if column in self.loads:
            return Holds.LOAD
        return Holds.MOMENT if f"_{column}".endswith(MOMENT) else Holds.PLAIN


_BOOT = "start of the machine from which the `_t_s` times count"
_SITTER = "whose, by the number in sitter.csv; empty: a guest's"
_T = "seconds since that start"
_UTC = "when"
_WRITTEN = {"boot_id": _BOOT, "t_s": _T, "utc_s": _UTC}
_SPAN = {
    "boot_id": _BOOT,
    "sitter_id": _SITTER,
    "began_t_s": _T,
    "began_utc_s": "when it began",
    "began_seen": "1: the chair saw that moment",
    "ended_t_s": _T,
    "ended_utc_s": "when it ended; empty: it goes on",
    "ended_seen": "1: the chair saw that moment",
}

_HISTORY = {
    "sitter": Table(
        "The people who use this chair, or did.",
        {
            "sitter_id": "number, for good",
            "name": "as it was given; empty: erased",
            "created_utc_s": "since when the chair has known them",
            "removed_utc_s": "since when they can no longer be chosen; empty: they can",
        },
    ),
    "present_sitter": Table(
        "Who sits now, and whom a person chose last. One row.",
        {"only_row": "always 1", "sitter_id": _SITTER, "chosen_sitter_id": "chosen last, by number"},
    ),
    "boot": Table(
        "Starts of the machine.",
        {
            "boot_id": "its name",
            "started_t_s": "seconds by the monotonic clock when the sensor process first ran in it",
            "started_utc_s": "the same by the wall clock",
            "clock_source": "what the wall clock followed; `person`: what somebody said",
            "clock_set": "1: its wall clock is known to be right; 0: all times of this start may be off, their distances are right",
        },
    ),
    "bout": Table("Uninterrupted sitting.", {"bout_id": "number", **_SPAN}),
    "break": Table(
        "Time off the seat between two bouts, or from when the seat was first found empty.",
        {"break_id": "number", **_SPAN},
    ),
    "minute": Table(
        "What the chair measured in each minute.",
        {
            "minute_id": "number",
            "sitter_id": _SITTER,
            **_WRITTEN,
            "start_t_s": _T,
            "start_utc_s": "when the minute began",
            "seen_s": "how much of it was watched",
            "seated_s": "time with somebody on the seat",
            "slide_s": "time with the hips forward of upright",
            "total_n": "mean load on the seat",
            "cop_ap_mm": "where it lay, forward of the seat's middle",
            "cop_ml_mm": "where it lay, to the sitter's right of the middle",
            "back_upper_n": "mean load on the upper backrest",
            "back_lower_n": "mean load on the lower backrest",
            "doubtful_s": "time with too low a supply voltage, whose readings are in no mean",
        },
        loads=frozenset({"total_n", "back_upper_n", "back_lower_n"}),
    ),
    "event": Table(
        "What the chair noticed and was asked, each with its own fields: the help page “Events” explains them.",
        {
            "event_id": "number",
            "sitter_id": _SITTER,
            **_WRITTEN,
            "name": "which event",
            "record": "its fields",
        },
        nested=frozenset({"record"}),
    ),
    "prompt": Table(
        "Every prompt, what it rested on, and what became of it.",
        {
            "number": "number, for good",
            "boot_id": _BOOT,
            "sitter_id": _SITTER,
            "kind": "stand, slide or still",
            "reason": "the reason that was given",
            "moment": "for which moment it waited",
            "sitting_s": "sitting without a break until then",
            "slide_mm": "how far the hips were forward",
            "uncertainty_mm": "how surely that was known, as a standard deviation",
            "slide_s": "for how long they had been",
            "still_s": "time without a weight shift",
            "n_put_off": "how often it had been put off",
            "trace": "the minute before it: load, its middle forward, and to the right [mm], a second each; empty once it has expired",
            "raised_t_s": _T,
            "raised_utc_s": "when it came",
            "cleared_t_s": _T,
            "cleared_utc_s": "when it went",
            "outcome": "what became of it",
            "after_s": "how long it stood",
            "why": "for which reason it was closed",
            "wrong": "1: somebody said that it was wrong",
        },
        nested=frozenset({"trace"}),
    ),
    "reference": Table(
        "How somebody sits upright, each time that it was set; the last row of a sitter holds.",
        {
            "reference_id": "number",
            "sitter_id": _SITTER,
            **_WRITTEN,
            "source": "how it was set",
            "cop_ap_mm": "where the load lay, forward of the seat's middle",
            "cop_ml_mm": "where it lay, to the sitter's right of the middle",
            "total_n": "load on the seat",
            "back_upper_n": "load on the upper backrest",
            "back_lower_n": "load on the lower backrest",
            "zero_offset_n": "how far the empty seat was off then [N]",
            "force_n": "load on each cell, in the calibration's order",
        },
        loads=frozenset({"total_n", "back_upper_n", "back_lower_n"}),
        nested=frozenset({"force_n"}),
    ),
    "sitter_settings": Table(
        "How a sitter wants to be prompted; the last row of a sitter holds.",
        {
            "settings_id": "number",
            "sitter_id": _SITTER,
            **_WRITTEN,
            "settings": "what is not the configuration's, by name",
        },
        nested=frozenset({"settings"}),
    ),
    "calibration": Table(
        "How the load cells were calibrated; the last row holds.",
        {
            "calibration_id": "number",
            **_WRITTEN,
            "source": "where it came from",
            "zero_counts": "the converter's output with nothing on the cell, by cell",
            "counts_per_n": "converter counts for each newton, by cell",
            "seat_map": "the seat's map: load and moments of each cell's newton",
            "fitted": "how the cells were fitted: name, place and pins of each",
        },
        nested=frozenset({"zero_counts", "counts_per_n", "seat_map", "fitted"}),
    ),
    "memory": Table(
        "What the chair needs to go on after a restart. One row.",
        {"only_row": "always 1", **_WRITTEN, "memory": "the chair's own notes, for its own use"},
        nested=frozenset({"memory"}),
        tells_weight=True,
    ),
}

_APP = {
    "entry": Table(
        "The diaries: entries as they were written.",
        {
            "entry_id": "number, for good",
            "sitter_id": "whose, by the number in sitter.csv",
            "utc_s": "when it was written",
            "day": "the day that it is about",
            "kind": "what sort of entry",
            "record": "what it says",
            "withdrawn_utc_s": "when it was taken back; empty: it counts",
        },
        nested=frozenset({"record"}),
    ),
    "prescription": Table(
        "What somebody who knows a person's body has given them to do.",
        {
            "prescription_id": "number",
            "sitter_id": "whose, by the number in sitter.csv",
            "utc_s": "when it was written",
            "record": "the prescription",
        },
        nested=frozenset({"record"}),
    ),
    "own_content": Table(
        "Exercises and routines that the household added or changed.",
        {
            "kind": "exercise or routine",
            "id": "its name in addresses",
            "utc_s": "when it was changed last",
            "record": "all of it",
        },
        nested=frozenset({"record"}),
    ),
    "preference": Table(
        "What the household chose.",
        {"name": "what", "value": "how"},
        nested=frozenset({"value"}),
    ),
    "device": Table(
        "Browsers that have paired.",
        {
            "device_id": "number",
            "digest": "of its cookie",
            "name": "as it was given",
            "role": "what it may do",
            "first_seen_utc_s": "when it paired",
            "last_seen_utc_s": "when it was here last, to the hour",
        },
        secrets=frozenset({"digest"}),
    ),
    "api_key": Table(
        "Programs that may ask the chair.",
        {
            "key_id": "number",
            "digest": "of the key",
            "name": "as it was given",
            "scope": "what it may do",
            "made_utc_s": "when it was made",
            "used_utc_s": "when it was used last, to the hour; empty: never",
        },
        secrets=frozenset({"digest"}),
    ),
    "setting_change": Table(
        "What was changed on the page Settings.",
        {
            "change_id": "number",
            "utc_s": "when",
            "key": "which setting",
            "before": "what it was",
            "after": "what it became",
            "before_chosen": "0: what it was came from chairpi.toml",
        },
        nested=frozenset({"before", "after"}),
    ),
    "setup_step": Table(
        "How far the first run is.",
        {"step": "which step", "mark": "done, or skipped: it was left out", "utc_s": "when"},
    ),
    "claimed": Table(
        "Since when the dashboard has not been open to everybody. One row at most.",
        {"once": "always 1", "utc_s": "since when"},
    ),
}

TABLES: Mapping[str, Mapping[str, Table]] = {HISTORY: _HISTORY, APP: _APP}
"""By database and name. A test holds them against the databases: a table or column that nobody described is not released."""

LOAD_KEYS = frozenset({"total_n", "back_upper_n", "back_lower_n", "force_n"})
"""Fields of an event that hold a sitter's load."""
