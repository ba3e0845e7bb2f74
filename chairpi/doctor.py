"""Look the whole chair over: cells, reader, zero and span, supply, clock, disk and history, and say what to do.

With a running sensor process it asks that one; without, it opens the configured reader itself for a few seconds.
The dashboard's health page asks through here too, so the reader and its numpy are imported only when they are used.
"""

from __future__ import annotations

import dataclasses
import textwrap
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from chairpi.clock import Clock, ManualClock, RealClock
from chairpi.config.tables import NOT_FITTED, Config
from chairpi.errors import ChairPiError, LinkError, StoreError
from chairpi.findings.chair import DOCTOR, NOBODY, ChairFacts, chair_facts
from chairpi.findings.finding import Finding, State, sentence
from chairpi.findings.report import Report, make_report
from chairpi.findings.verdicts import Wires
from chairpi.language.words import N_, _, translated
from chairpi.link.client import nobody_listens, send_command
from chairpi.machine.facts import read_machine
from chairpi.store.checkup import Checkup, look_over
from chairpi.store.kept_backups import last_backup_utc_s
from chairpi.store.set_aside import resting_until

LOOK_S = 4.0
"""Long enough for an HX711 to settle and for 30 readings after that."""
ANSWER_S = 3.0
"""The sensor process answers between two frames, so within a tenth of a second; a busy card holds it up for longer."""
LABEL_WIDTH = 14
WIDTH = 100


def examine(config: Config, clock: Clock | None = None, *, seconds: float = LOOK_S, root: Path = Path("/")) -> Report:
    """Look at everything.

    Parameters
    ----------
    config
        Which chair.
    clock
        The machine's own when not given.
    seconds
        How long to watch the cells [s].
    root
        Where `sys`, `proc`, `run` and `etc` are.

    Raises
    ------
    StoreError
        The disk reports an error.
    """
    clock = clock or RealClock()
    history, history_finding = check_history(config.history_path, clock.utc_s(), thorough=True)
    counts_per_n = dict(zip(config.seat.names, config.calibration.counts_per_n, strict=True))
    if history and history.calibrations:
        counts_per_n |= history.calibrations[0].counts_per_n
    wires = wires_of(config)
    try:
        chair = ask_sensor(config.runtime_dir, wires, counts_per_n, clock, seconds=seconds)
    except LinkError as error:
        if nobody_listens(error):
            chair = _read_ourselves(config, wires, counts_per_n, clock, seconds, str(error))
        else:
            chair = ChairFacts(NOBODY, why_not_asked=_with_permission(error))
    data_dir = Path(config.paths.data_dir)
    return make_report(
        chair,
        read_machine(data_dir, root),
        history,
        history_finding,
        clock.utc_s(),
        last_backup_utc_s=last_backup_utc_s(data_dir),
    )


def wires_of(config: Config) -> dict[str, Wires]:
    """Where each configured cell is connected."""
    return {
        cell.name: Wires(*(None if gpio == NOT_FITTED else gpio for gpio in (cell.dout_gpio, cell.pd_sck_gpio)))
        for cell in config.cells
    }


def ask_sensor(
    link_dir: Path,
    wires: Mapping[str, Wires],
    counts_per_n: Mapping[str, float],
    clock: Clock,
    *,
    seconds: float,
    only_if_lost: bool = False,
) -> ChairFacts:
    """What the running sensor process says of its cells.

    Parameters
    ----------
    link_dir
        Where its sockets are.
    wires, counts_per_n
        Where each cell is connected, and its span [counts/N].
    clock
        Waits between two questions.
    seconds
        Ask a second time after so long [s], so that what happens now can be told from what once happened.
    only_if_lost
        Do without the second time when no cell is lost.

    Raises
    ------
    LinkError
        It does not run, may not be asked, or does not know the question.
    """
    first = _health(link_dir)
    chair = chair_facts(first, wires=wires, counts_per_n=counts_per_n)
    if only_if_lost and not any(cell.lost for cell in chair.cells):
        return chair
    clock.wait(seconds)
    return chair_facts(_health(link_dir), wires=wires, counts_per_n=counts_per_n, earlier=first)


def check_history(path: Path, utc_s: float, *, thorough: bool) -> tuple[Checkup | None, Finding]:
    """What the history holds, and how it is.

    Parameters
    ----------
    path
        The database.
    utc_s
        Now [POSIX s].
    thorough
        Read all of it for damage.
    """
    if resting_until(path, utc_s) is not None:
        says = _("The history was damaged again and again within an hour, so nothing is written to it for an hour.")
        do = _("The card or disk is at its end: put another one in soon, and restore the last backup there.")
        return None, Finding("history", State.TROUBLE, says, do)
    try:
        checkup = look_over(path, thorough=thorough)
    except StoreError as error:
        return None, Finding("history", State.TROUBLE, sentence(translated(str(error))))
    except PermissionError:
        says, do = _("This user may not read %(path)s.", path=path), _("Try `sudo -u chairpi chairpi doctor`.")
        return None, Finding("history", State.UNKNOWN, says, do)
    if checkup is None:
        return None, Finding("history", State.GOOD, _("Nothing has been written yet."))
    if checkup.damage:
        return checkup, Finding("history", State.TROUBLE, sentence(checkup.damage))
    whole, readable = (
        N_("The history is whole, in version %(version)s of its format."),
        N_("The history is readable, in version %(version)s of its format."),
    )
    return checkup, Finding("history", State.GOOD, _(whole if thorough else readable, version=checkup.version))


def _health(link_dir: Path) -> Mapping[str, Any]:  # a JSON message
    reply = send_command(link_dir, {"request": "health"}, ANSWER_S)
    health = reply.get("health")
    if reply.get("safe_mode"):
        raise LinkError(str(reply.get("why", "")))
    if not reply.get("ok") or not isinstance(health, dict):
        raise LinkError(
            "the sensor process does not know how to tell of its health; it is of another version: "
            "start it again with `sudo systemctl restart chairpi-sensor`"
        )
    return health


def _with_permission(error: LinkError) -> str:
    if isinstance(error.__cause__, PermissionError):
        return "the sensor process runs, but this user may not ask it; try `sudo -u chairpi chairpi doctor`"
    return str(error)


def _read_ourselves(
    config: Config,
    wires: Mapping[str, Wires],
    counts_per_n: Mapping[str, float],
    clock: Clock,
    seconds: float,
    why: str,
) -> ChairFacts:
    """Open the configured reader for a while; nobody else has it."""
    from chairpi.readers.open_reader import open_reader

    # A simulated chair need not be waited for.
    pacing = ManualClock(clock.monotonic_s(), clock.utc_s()) if config.reader.backend == "simulated" else clock
    try:
        reader = open_reader(config, pacing)
        try:
            t_s = began_s = pacing.monotonic_s()
            if reader.backend != "recording":  # a recording has no chips to watch
                for frame in filter(None, reader.frames()):
                    t_s = frame.t_s
                    if t_s - began_s >= seconds:
                        break
            cells = [dataclasses.asdict(cell) for cell in reader.health(t_s)]
            health = {"backend": reader.backend, "picked": reader.picked, "cells": cells}
        finally:
            reader.close()
    except ChairPiError as error:
        return ChairFacts(DOCTOR, why_not_asked=why, why_not_read=str(error))
    chair = chair_facts(health, wires=wires, counts_per_n=counts_per_n)
    return dataclasses.replace(chair, read_by=DOCTOR, why_not_asked=why)


def lines(report: Report) -> Iterator[str]:
    """The report for a terminal: findings, the cells' figures, versions, and all of it in a sentence."""
    for finding in report.findings:
        label = f"{finding.state:<8} {finding.title:<{LABEL_WIDTH}} "
        margin = " " * len(label)
        yield from textwrap.wrap(finding.says, WIDTH, initial_indent=label, subsequent_indent=margin)
        if finding.do:
            yield from textwrap.wrap(f"To do: {finding.do}", WIDTH, initial_indent=margin, subsequent_indent=margin)
    if report.chair.cells:
        yield ""
        yield from _table(report)
    versions = report.machine.versions
    yield ""
    yield ", ".join(f"{name} {number}" for name, number in versions.items())
    named = [text for text in (report.machine.model, report.machine.system, report.machine.kernel) if text]
    if named:
        yield ", ".join(named)
    yield ""
    yield report.headline


COLUMNS = (
    "cell",
    "rate Hz",
    "period ms",
    "noise",
    "noise g",
    "age s",
    "PD_SCK high us: median",
    "p99",
    "max",
    "verdicts",
)


def _table(report: Report) -> Iterator[str]:
    rows: list[tuple[str, ...]] = [COLUMNS]
    for cell in report.chair.cells:
        verdicts = " ".join(
            f"{verdict}={n}" for verdict, n in sorted(cell.verdict_counts.items(), key=lambda item: -item[1])
        )
        figures = (
            (cell.rate_hz, 1),
            (None if cell.period_s is None else cell.period_s * 1000, 1),
            (cell.noise_counts, 0),
            (cell.noise_g, 1),
            (cell.age_s, 2),
            (cell.high_median_us, 1),
            (cell.high_p99_us, 1),
            (cell.high_max_us, 1),
        )
        rows.append(
            (
                cell.cell,
                *("-" if value is None else f"{value:.{digits}f}" for value, digits in figures),
                verdicts or "-",
            )
        )
    widths = [max(len(row[i]) for row in rows) for i in range(len(COLUMNS) - 1)]
    for row in rows:
        yield "  ".join([*(text.ljust(width) for text, width in zip(row, widths, strict=False)), row[-1]])
