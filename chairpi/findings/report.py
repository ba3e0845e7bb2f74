"""All that was found, for people and for programs."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass

from chairpi.clock import rfc_3339
from chairpi.findings.backup import backup_finding
from chairpi.findings.cells import CellFacts, cells_findings
from chairpi.findings.chair import ChairFacts, process_findings, span_finding, zero_finding
from chairpi.findings.finding import Finding, State, worst
from chairpi.findings.machine import machine_findings
from chairpi.language.words import _, ngettext
from chairpi.machine.facts import Machine
from chairpi.store.checkup import Checkup


@dataclass(frozen=True, slots=True)
class Report:
    """The whole report.

    Parameters
    ----------
    utc_s
        When it was made [POSIX s].
    chair, machine
        What was seen.
    history
        What the database holds; `None` without one, or when it cannot be read.
    findings
        What that means, in the order in which it is told.
    """

    utc_s: float
    chair: ChairFacts
    machine: Machine
    history: Checkup | None
    findings: tuple[Finding, ...]

    @property
    def state(self) -> State:
        """The gravest of the findings."""
        return worst(self.findings)

    @property
    def headline(self) -> str:
        """All of it in a sentence."""
        n_trouble = sum(finding.state is State.TROUBLE for finding in self.findings)
        n_watch = sum(finding.state is State.WATCH for finding in self.findings)
        if n_trouble:
            return ngettext("One thing needs a hand.", "%(num)s things need a hand.", n_trouble)
        if n_watch:
            return ngettext(
                "All works. One thing is worth an eye.", "All works. %(num)s things are worth an eye.", n_watch
            )
        return _("All is well.")

    def find(self, subject: str) -> Finding | None:
        """What was found about one subject."""
        return next((finding for finding in self.findings if finding.subject == subject), None)

    def as_record(self) -> dict[str, object]:
        """The report as a JSON object; its keys are explained in the guide's page on health."""
        machine, chair, history = self.machine, self.chair, self.history
        supply = machine.supply
        return {
            "state": self.state,
            "utc": rfc_3339(self.utc_s),
            "headline": self.headline,
            "findings": [
                {
                    "subject": finding.subject,
                    "state": finding.state,
                    "says": finding.says,
                    "do": finding.do,
                }
                for finding in self.findings
            ],
            "reader": {
                "read_by": chair.read_by,
                "backend": chair.backend or None,
                "picked": chair.picked or None,
                "uptime_s": chair.uptime_s,
                "warming_up_s": chair.warming_up_s,
                "zero_drift_kg": chair.zero_drift_kg,
            },
            "cells": [_cell_record(cell, self.find(cell.cell)) for cell in chair.cells],
            "machine": {
                "model": machine.model or None,
                "system": machine.system or None,
                "kernel": machine.kernel or None,
                "supply_now": None if supply is None else sorted(supply.now),
                "supply_since_boot": None if supply is None or supply.since_boot is None else sorted(supply.since_boot),
                "temperature_c": machine.temperature_c,
                "clock_synchronised": machine.clock_synchronised,
                "booted_utc": None if machine.booted_utc_s is None else rfc_3339(machine.booted_utc_s),
                "disk": None if machine.disk is None else dataclasses.asdict(machine.disk),
            },
            "history": None
            if history is None
            else {
                "version": history.version,
                "calibrations": [
                    {"utc": rfc_3339(past.utc_s), "source": past.source, "counts_per_n": past.counts_per_n}
                    for past in history.calibrations
                ],
                "zero_steps": [
                    {"utc": rfc_3339(step.utc_s), "largest_kg": step.largest_kg} for step in history.zero_steps
                ],
            },
            "versions": machine.versions,
        }


def make_report(
    chair: ChairFacts,
    machine: Machine,
    history: Checkup | None,
    history_finding: Finding,
    utc_s: float,
    *,
    last_backup_utc_s: float | None = None,
) -> Report:
    """What the facts mean.

    Parameters
    ----------
    chair, machine, history
        The facts.
    history_finding
        How the database is: only who opened it knows why it could not be.
    utc_s
        Now [POSIX s].
    last_backup_utc_s
        When the last backup was made [POSIX s]; nothing is said of backups where there is none.
    """
    findings = [*process_findings(chair), *cells_findings(chair.cells)]
    if chair.backend != "recording":
        findings.append(zero_finding(chair, chair.zero_steps or (history.zero_steps if history else ())))
        findings.append(span_finding(history.calibrations if history else ()))
    findings += [*machine_findings(machine), history_finding]
    if last_backup_utc_s is not None:
        findings.append(backup_finding(last_backup_utc_s, utc_s))
    return Report(utc_s, chair, machine, history, tuple(findings))


def _cell_record(cell: CellFacts, finding: Finding | None) -> dict[str, object]:
    return {
        "cell": cell.cell,
        "state": finding.state if finding else State.UNKNOWN,
        "lost": cell.lost,
        "age_s": cell.age_s,
        "rate_hz": cell.rate_hz,
        "period_s": cell.period_s,
        "noise_counts": cell.noise_counts,
        "noise_g": cell.noise_g,
        "n_reads": cell.n_reads,
        "verdict_counts": dict(cell.verdict_counts),
        "refused_fraction": cell.refused_fraction,
        "reason": cell.reason if cell.lost else None,
        "pd_sck_high_us": {"median": cell.high_median_us, "p99": cell.high_p99_us, "max": cell.high_max_us},
        "dout_gpio": cell.wires.dout_gpio,
        "pd_sck_gpio": cell.wires.pd_sck_gpio,
    }
