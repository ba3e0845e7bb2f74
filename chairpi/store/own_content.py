"""What people added to the content, as it is kept in `app.db`: exercises, routines and prescriptions."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from chairpi.programme.own import Own, Record
from chairpi.store.app_file import AppFile
from chairpi.store.rows import Statement


class OwnKind(StrEnum):
    """What the household shares."""

    EXERCISE = "exercise"
    ROUTINE = "routine"


@dataclass(frozen=True, slots=True)
class KeptPrescription:
    """A prescription as it was entered, with its name for good."""

    prescription_id: int
    record: Record


class OwnContent:
    """Exercises and routines of the household, and each sitter's prescriptions.

    Records are kept as they are given: whoever writes them has had them read first.
    """

    def __init__(self, file: AppFile) -> None:
        self._file = file

    def own(self, sitter_id: int | None) -> Own:
        """Return what the household added, with the prescriptions of a sitter (`None`: a guest, who has none)."""
        rows = self._file.read("SELECT kind, record FROM own_content ORDER BY id")
        records = {kind: tuple(json.loads(record) for of, record in rows if of == kind) for kind in OwnKind}
        prescriptions = () if sitter_id is None else self.prescriptions(sitter_id)
        return Own(records[OwnKind.EXERCISE], records[OwnKind.ROUTINE], tuple(kept.record for kept in prescriptions))

    def keep(self, kind: OwnKind, record: Record, utc_s: float) -> None:
        """Keep an exercise or a routine from a time of the wall clock on [POSIX s], in the place of one with the same `id`."""
        self._file.do([_keep(kind, record, utc_s)])

    def remove(self, kind: OwnKind, content_id: str) -> None:
        """Remove an exercise or a routine; a shipped one with its id comes back."""
        sql = "DELETE FROM own_content WHERE kind = :kind AND id = :id"
        self._file.do([(sql, {"kind": kind, "id": content_id})])

    def prescriptions(self, sitter_id: int) -> tuple[KeptPrescription, ...]:
        """Return a sitter's prescriptions in the order in which they were entered."""
        rows = self._file.read(
            "SELECT prescription_id, record FROM prescription WHERE sitter_id = ? ORDER BY prescription_id", sitter_id
        )
        return tuple(KeptPrescription(prescription_id, json.loads(record)) for prescription_id, record in rows)

    def prescribed(self) -> frozenset[str]:
        """Return the ids of all exercises that are prescribed to anybody."""
        rows = self._file.read("SELECT record FROM prescription")
        return frozenset(str(json.loads(record)["exercise"]) for (record,) in rows)

    def prescribe(self, sitter_id: int, record: Record, utc_s: float) -> None:
        """Keep a prescription from a time of the wall clock on [POSIX s]."""
        self._file.do([_prescribe(sitter_id, record, utc_s)])

    def change_prescription(self, sitter_id: int, prescription_id: int, record: Record, utc_s: float) -> None:
        """Let a prescription of this sitter say something else; one that is not there any more stays away."""
        sql = (
            "UPDATE prescription SET record = :record, utc_s = :utc_s"
            " WHERE prescription_id = :prescription_id AND sitter_id = :sitter_id"
        )
        row = {"record": _json(record), "utc_s": utc_s, "prescription_id": prescription_id, "sitter_id": sitter_id}
        self._file.do([(sql, row)])

    def end_prescription(self, sitter_id: int, prescription_id: int) -> None:
        """Remove a prescription of this sitter."""
        sql = "DELETE FROM prescription WHERE prescription_id = :prescription_id AND sitter_id = :sitter_id"
        self._file.do([(sql, {"prescription_id": prescription_id, "sitter_id": sitter_id})])

    def take_in(self, own: Own, sitter_id: int | None, utc_s: float) -> None:
        """Keep all of a bundle or nothing.

        Parameters
        ----------
        own
            Exercises and routines replace those with their ids; a prescription that is there already is not entered twice.
        sitter_id
            Whose the prescriptions become; `None`: they are left out.
        utc_s
            Wall clock now [POSIX s].
        """
        with self._file.alone():
            steps = [_keep(OwnKind.EXERCISE, record, utc_s) for record in own.exercises]
            steps += [_keep(OwnKind.ROUTINE, record, utc_s) for record in own.routines]
            if sitter_id is not None:
                there = [kept.record for kept in self.prescriptions(sitter_id)]
                steps += [_prescribe(sitter_id, new, utc_s) for new in own.prescriptions if new not in there]
            self._file.do(steps)


def _keep(kind: OwnKind, record: Record, utc_s: float) -> Statement:
    sql = (
        "INSERT INTO own_content VALUES (:kind, :id, :utc_s, :record)"
        " ON CONFLICT (kind, id) DO UPDATE SET utc_s = :utc_s, record = :record"
    )
    return sql, {"kind": kind, "id": record["id"], "utc_s": utc_s, "record": _json(record)}


def _prescribe(sitter_id: int, record: Record, utc_s: float) -> Statement:
    sql = "INSERT INTO prescription (sitter_id, utc_s, record) VALUES (:sitter_id, :utc_s, :record)"
    return sql, {"sitter_id": sitter_id, "utc_s": utc_s, "record": _json(record)}


def _json(record: Mapping[str, object]) -> str:
    return json.dumps(record, ensure_ascii=False, allow_nan=False)
