"""The chair as a whole: who reads it, how its zero and its spans have kept."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from chairpi.clock import rfc_3339
from chairpi.findings.cells import CellFacts, cell_facts
from chairpi.findings.finding import Finding, State, roughly, sentence
from chairpi.findings.verdicts import Wires
from chairpi.store.checkup import PastCalibration, ZeroStep

SENSOR_PROCESS = "sensor process"
DOCTOR = "doctor"
NOBODY = "nobody"

WATCH_DRIFT_KG = 3.0
"""Cheap 50 kg cells drift by up to 1 kg overnight (circuitjournal.com), and a seat has about four of them. Our choice."""
WATCH_SPAN_FRACTION = 0.02
"""Two calibrations of a sound cell agree better than this, even with a hand-held weight. Our choice."""

_START = "Start it with `sudo systemctl start chairpi-sensor` on a built chair, or by hand with `chairpi sensor`."


@dataclass(frozen=True, slots=True)
class ChairFacts:
    """What is known of the chair.

    Parameters
    ----------
    read_by
        Who read the cells: the sensor process, the doctor itself, or nobody.
    why_not_asked
        Why the sensor process could not be asked; empty when it was.
    why_not_read
        Why the doctor could not read the cells itself; empty when it did or did not try.
    backend, picked
        How the pins are reached, and a sentence on why.
    uptime_s
        How long the sensor process has been running [s].
    warming_up_s
        Time until posture is judged [s]; `None` when warm.
    zero_drift_kg
        What the empty seat reads now against its calibration [kg].
    zero_steps
        The last steps of the tracked zero, newest first.
    cells
        Each cell, in the seat's order.
    """

    read_by: str
    why_not_asked: str = ""
    why_not_read: str = ""
    backend: str = ""
    picked: str = ""
    uptime_s: float | None = None
    warming_up_s: float | None = None
    zero_drift_kg: float | None = None
    zero_steps: tuple[ZeroStep, ...] = ()
    cells: tuple[CellFacts, ...] = ()


def chair_facts(
    health: Mapping[str, Any],  # a JSON message
    *,
    wires: Mapping[str, Wires],
    counts_per_n: Mapping[str, float],
    earlier: Mapping[str, Any] | None = None,  # the same
) -> ChairFacts:
    """Facts from the sensor process's answer.

    Parameters
    ----------
    health
        What it says of itself and its cells.
    wires, counts_per_n
        Where each cell is connected, and its span [counts/N]; a cell may be missing.
    earlier
        The same as `health`, some seconds before, so that what happened lately can be told from what happened long ago.
    """
    before = {entry["cell"]: entry for entry in (earlier or {}).get("cells", ())}
    steps = [ZeroStep(float(step["utc_s"]), float(step["largest_kg"])) for step in health.get("zero_moves") or ()]
    return ChairFacts(
        read_by=SENSOR_PROCESS,
        backend=str(health.get("backend", "")),
        picked=str(health.get("picked", "")),
        uptime_s=health.get("uptime_s"),
        warming_up_s=health.get("warming_up_s"),
        zero_drift_kg=health.get("zero_drift_kg"),
        zero_steps=tuple(sorted(steps, key=lambda step: -step.utc_s)),
        cells=tuple(
            cell_facts(
                entry,
                wires=wires.get(entry["cell"], Wires()),
                counts_per_n=counts_per_n.get(entry["cell"]),
                earlier=before.get(entry["cell"]),
            )
            for entry in health.get("cells", ())
        ),
    )


def process_findings(chair: ChairFacts) -> tuple[Finding, ...]:
    """Who reads the cells, and how."""
    findings = []
    if chair.read_by == SENSOR_PROCESS:
        says = "It runs." if chair.uptime_s is None else f"It has been running for {roughly(chair.uptime_s)}."
        if chair.warming_up_s:
            says += f" The load cells are still warming up: posture is judged in {roughly(chair.warming_up_s)}."
        findings.append(Finding("sensor_process", State.GOOD, says))
    elif chair.read_by == DOCTOR:
        says = "It does not run, so nothing is measured or kept just now."
        if not chair.why_not_read:
            says += " The cells were read for this report alone."
        findings.append(Finding("sensor_process", State.WATCH, says, _START))
    else:
        findings.append(Finding("sensor_process", State.TROUBLE, sentence(chair.why_not_asked)))
    if chair.why_not_read:
        do = "To see ChairPi without a chair, run `chairpi demo`."
        findings.append(Finding("reader", State.TROUBLE, sentence(chair.why_not_read), do))
    elif chair.backend == "recording":
        says = "A recording is played, so there are no load cells to look at."
        findings.append(Finding("reader", State.GOOD, says))
    elif chair.backend:
        says = f"{chair.picked.rstrip('.')}." if chair.picked else f"The cells are read through {chair.backend}."
        findings.append(Finding("reader", State.GOOD, says))
    return tuple(findings)


def zero_finding(chair: ChairFacts, steps: tuple[ZeroStep, ...]) -> Finding:
    """How the zero has kept.

    Parameters
    ----------
    chair
        With the drift, where the sensor process told it.
    steps
        The last ones that are known, newest first.
    """
    told = ""
    if steps:
        listed = ", ".join(f"{step.largest_kg:.1f} kg on {rfc_3339(step.utc_s)[:10]}" for step in steps[:3])
        told = f" Its last steps: {listed}."
    if chair.zero_drift_kg is None:
        if not steps:
            return Finding("zero", State.UNKNOWN, "How the zero has kept is known only to a running sensor process.")
        return Finding("zero", State.GOOD, f"ChairPi follows the zero of the empty seat.{told}")
    drift_kg = chair.zero_drift_kg
    if abs(drift_kg) < 0.05:
        return Finding("zero", State.GOOD, f"The empty seat reads as it did when it was calibrated.{told}")
    more = "more" if drift_kg > 0 else "less"
    says = f"The empty seat reads {abs(drift_kg):.1f} kg {more} than when it was calibrated, and ChairPi allows for it.{told}"
    if abs(drift_kg) >= WATCH_DRIFT_KG:
        return Finding("zero", State.WATCH, says, "See that the seat is empty and free, then calibrate again.")
    return Finding("zero", State.GOOD, says)


def span_finding(calibrations: tuple[PastCalibration, ...]) -> Finding:
    """How steady the spans have been from one calibration to the next.

    Parameters
    ----------
    calibrations
        Newest first.
    """
    measured = [past for past in calibrations if len(set(past.counts_per_n.values())) > 1]
    if not calibrations:
        return Finding("span", State.UNKNOWN, "No calibration has been written down yet.")
    if not measured:
        says = "All cells have the same span, as before any calibration: kilograms and the centre of pressure are only rough."
        return Finding("span", State.WATCH, says, "Calibrate the chair once.")
    newest = measured[0]
    since = f"since {rfc_3339(newest.utc_s)[:10]}"
    if len(measured) == 1:
        return Finding("span", State.GOOD, f"The spans of the cells are in use {since}.")
    changes = {
        cell: newest.counts_per_n[cell] / span - 1.0
        for cell, span in measured[1].counts_per_n.items()
        if span and cell in newest.counts_per_n
    }
    cell = max(changes, key=lambda name: abs(changes[name]), default=None)
    if cell is None:
        return Finding(
            "span", State.GOOD, f"The spans of the cells are in use {since}; those before were of other cells."
        )
    label = cell.removeprefix("seat_").replace("_", " ")
    says = f"At the last calibration, {since}, no span changed by more than {abs(changes[cell]):.1%} ({label})."
    if abs(changes[cell]) > WATCH_SPAN_FRACTION:
        do = "Calibrate again. If the same cell changes again, look at its mounting: its centre must be free to bend."
        return Finding("span", State.WATCH, says, do)
    return Finding("span", State.GOOD, says)
