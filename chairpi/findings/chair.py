"""The chair as a whole: who reads it, how its zero and its spans have kept."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from chairpi.clock import rfc_3339
from chairpi.findings.cells import CellFacts, cell_facts
from chairpi.findings.finding import Finding, State, roughly, sentence, subject_label
from chairpi.findings.verdicts import Wires
from chairpi.language.words import N_, _, number_text, translated
from chairpi.store.checkup import PastCalibration, ZeroStep

SENSOR_PROCESS = "sensor process"
DOCTOR = "doctor"
NOBODY = "nobody"

WATCH_DRIFT_KG = 3.0
"""Cheap 50 kg cells drift by up to 1 kg overnight (circuitjournal.com), and a seat has about four of them. Our choice."""
WATCH_SPAN_FRACTION = 0.02
"""Two calibrations of a sound cell agree better than this, even with a hand-held weight. Our choice."""

_START = N_("Start it with `sudo systemctl start chairpi-sensor` on a built chair, or by hand with `chairpi sensor`.")


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
    memory_bytes
        How much memory the sensor process holds; `None` where it does not say.
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
    memory_bytes: int | None = None
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
        memory_bytes=health.get("memory_bytes"),
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
        says = (
            _("It runs.")
            if chair.uptime_s is None
            else _("It has been running for %(length)s.", length=roughly(chair.uptime_s))
        )
        if chair.warming_up_s:
            warm = _(
                "The load cells are still warming up: posture is judged in %(length)s.",
                length=roughly(chair.warming_up_s),
            )
            says = f"{says} {warm}"
        findings.append(Finding("sensor_process", State.GOOD, says))
    elif chair.read_by == DOCTOR:
        says = _("It does not run, so nothing is measured or kept just now.")
        if not chair.why_not_read:
            alone = _("The cells were read for this report alone.")
            says = f"{says} {alone}"
        findings.append(Finding("sensor_process", State.WATCH, says, translated(_START)))
    else:
        findings.append(Finding("sensor_process", State.TROUBLE, sentence(chair.why_not_asked)))
    if chair.why_not_read:
        do = _("To see ChairPi without a chair, run `chairpi demo`.")
        findings.append(Finding("reader", State.TROUBLE, sentence(chair.why_not_read), do))
    elif chair.backend == "recording":
        says = _("A recording is played, so there are no load cells to look at.")
        findings.append(Finding("reader", State.GOOD, says))
    elif chair.backend:
        picked = translated(chair.picked).rstrip(".")
        says = f"{picked}." if picked else _("The cells are read through %(backend)s.", backend=chair.backend)
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
        listed = ", ".join(
            _("%(step_kg)s kg on %(day)s", step_kg=number_text(step.largest_kg, 1), day=rfc_3339(step.utc_s)[:10])
            for step in steps[:3]
        )
        told = _("Its last steps: %(steps)s.", steps=listed)
    if chair.zero_drift_kg is None:
        if not steps:
            return Finding("zero", State.UNKNOWN, _("How the zero has kept is known only to a running sensor process."))
        follows = _("ChairPi follows the zero of the empty seat.")
        return Finding("zero", State.GOOD, f"{follows} {told}")
    drift_kg = chair.zero_drift_kg
    if abs(drift_kg) < 0.05:
        kept = _("The empty seat reads as it did when it was calibrated.")
        return Finding("zero", State.GOOD, f"{kept} {told}".rstrip())
    more, less = (
        N_("The empty seat reads %(drift_kg)s kg more than when it was calibrated, and ChairPi allows for it."),
        N_("The empty seat reads %(drift_kg)s kg less than when it was calibrated, and ChairPi allows for it."),
    )
    drifted = _(more if drift_kg > 0 else less, drift_kg=number_text(abs(drift_kg), 1))
    says = f"{drifted} {told}".rstrip()
    if abs(drift_kg) >= WATCH_DRIFT_KG:
        return Finding("zero", State.WATCH, says, _("See that the seat is empty and free, then calibrate again."))
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
        return Finding("span", State.UNKNOWN, _("No calibration has been written down yet."))
    if not measured:
        says = _(
            "All cells have the same span, as before any calibration: kilograms and the centre of pressure are only rough."
        )
        return Finding("span", State.WATCH, says, _("Calibrate the chair once."))
    newest = measured[0]
    since = rfc_3339(newest.utc_s)[:10]
    if len(measured) == 1:
        return Finding("span", State.GOOD, _("The spans of the cells are in use since %(day)s.", day=since))
    changes = {
        cell: newest.counts_per_n[cell] / span - 1.0
        for cell, span in measured[1].counts_per_n.items()
        if span and cell in newest.counts_per_n
    }
    cell = max(changes, key=lambda name: abs(changes[name]), default=None)
    if cell is None:
        says = _("The spans of the cells are in use since %(day)s; those before were of other cells.", day=since)
        return Finding("span", State.GOOD, says)
    says = _(
        "At the last calibration, since %(day)s, no span changed by more than %(share)s%% (%(cell)s).",
        day=since,
        share=number_text(100 * abs(changes[cell]), 1),
        cell=subject_label(cell),
    )
    if abs(changes[cell]) > WATCH_SPAN_FRACTION:
        do = _(
            "Calibrate again. If the same cell changes again, look at its mounting: its centre must be free to bend."
        )
        return Finding("span", State.WATCH, says, do)
    return Finding("span", State.GOOD, says)
