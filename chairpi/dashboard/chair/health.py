"""The health page: each load cell, the zero, the supply, the disk, and what to do where something needs a hand."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Mapping
from typing import cast

from flask import Blueprint, flash, jsonify, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from markupsafe import Markup, escape

from chairpi.clock import is_believed
from chairpi.dashboard.feed.stream import STREAMS_MAX
from chairpi.dashboard.heard import heard
from chairpi.dashboard.now.words import as_sentence
from chairpi.dashboard.prompts.false_alarms import DAYS, Rate, false_alarm_rate
from chairpi.dashboard.services import Services, services
from chairpi.doctor import ask_sensor, check_history
from chairpi.errors import LinkError, StoreError
from chairpi.findings.cells import percent
from chairpi.findings.chair import NOBODY, ChairFacts
from chairpi.findings.finding import State, roughly
from chairpi.findings.report import Report, make_report
from chairpi.findings.verdicts import short
from chairpi.language.words import N_, _, long_date, number_text, translated
from chairpi.link.client import send_command
from chairpi.machine.facts import read_machine
from chairpi.machine.process import read_process
from chairpi.machine.supply import SIMULATED
from chairpi.store.kept_backups import last_backup_utc_s
from chairpi.store.view import HistoryView

blueprint = Blueprint("health", __name__)

PROCESSES = (N_("Sensor process"), N_("Dashboard"))

DAY_S = 86_400.0
LOOK_S = 1.0
"""Where a cell is lost, the sensor process is asked again after so long [s]: what happens now tells which wire it is."""

WORDS = {
    State.GOOD: N_("Good"),
    State.WATCH: N_("Worth an eye"),
    State.TROUBLE: N_("Needs a hand"),
    State.UNKNOWN: N_("Not known"),
}
CHAIR = ("sensor_process", "reader", "zero", "span")
MACHINE = ("supply", "temperature", "clock", "disk", "history", "backup")
"""What stands in which card of the page."""


@blueprint.get("/health")
def page() -> ResponseReturnValue:
    """All that is known of the chair's health, complete without JavaScript."""
    parts = services()
    report = report_of(parts)
    return render_template(
        "chair/health.html",
        report=report,
        looked_at=parts.days.time_of(report.utc_s),
        to_do=[*_of(report, State.TROUBLE), *_of(report, State.WATCH)],
        chair=[finding for finding in report.findings if finding.subject in CHAIR],
        machine=[finding for finding in report.findings if finding.subject in MACHINE],
        words={state: translated(words) for state, words in WORDS.items()},
        short=short,
        percent=percent,
        roughly=roughly,
        rate=_false_alarms(parts),
        processes=_processes(parts, report),
        n_streams=parts.streams.n_open,
        most_streams=STREAMS_MAX,
        backup=_backup(parts),
    )


@blueprint.post("/health/signals")
def try_signals() -> ResponseReturnValue:
    """Let the chair show its light and sound for a moment, so that a person sees whether they are connected."""
    try:
        reply = send_command(services().link_dir, {"request": "test_signals"})
    except LinkError as error:
        flash(_("The chair could not be asked just now. %(why)s", why=as_sentence(str(error))), "not-done")
    else:
        if reply.get("ok"):
            flash(
                _(
                    "For three seconds the light breathes; then comes a soft chime, and the vibration where a motor is fitted."
                ),
                "done",
            )
        else:
            flash(as_sentence(str(reply.get("why") or N_("the chair could not do that just now"))), "not-done")
    return redirect(url_for("health.page", _anchor="signals"), 303)


@blueprint.get("/api/v1/health")
def record() -> ResponseReturnValue:
    """The same as `chairpi doctor --json` prints."""
    return jsonify(report_of(services()).as_record())


@blueprint.app_template_filter("code")
def with_code(text: str) -> Markup:
    """What stands between backticks as something to type."""
    # S704: the text was escaped before.
    return Markup(re.sub(r"`([^`]*)`", r"<code>\1</code>", str(escape(text))))  # noqa: S704


def _of(report: Report, state: State) -> list[object]:
    return [finding for finding in report.findings if finding.state is state]


def _processes(parts: Services, report: Report) -> tuple[tuple[str, str, str], ...]:
    """Both processes: name, for how long each runs, and how much memory it holds, in words."""
    own = read_process(parts.machine_root)
    figures = ((report.chair.uptime_s, report.chair.memory_bytes), (own.uptime_s, own.memory_bytes))
    return tuple(
        (
            translated(name),
            _("not known") if uptime_s is None else roughly(uptime_s),
            _("not known") if memory_bytes is None else _("%(n)s MB", n=number_text(memory_bytes / 1e6)),
        )
        for name, (uptime_s, memory_bytes) in zip(PROCESSES, figures, strict=True)
    )


def _backup(parts: Services) -> str:
    utc_s = last_backup_utc_s(parts.history_path.parent)
    if utc_s is None:
        return _("No backup has been made.")
    if not is_believed(utc_s):
        return _("The last backup was made when the chair did not know the date.")
    return _("The last backup was made on %(date)s.", date=long_date(parts.days.date_of(utc_s)))


def _false_alarms(parts: Services) -> Rate | None:
    """How often the chair was told that it was wrong; `None` where the history cannot be read, which the page tells anyway."""
    try:
        alarms = HistoryView(parts.history_path).false_alarms(parts.clock.utc_s() - DAYS * DAY_S)
    except StoreError:
        return None
    return false_alarm_rate(alarms)


def report_of(parts: Services) -> Report:
    """What a look at everything finds now."""
    history, history_finding = check_history(parts.history_path, parts.clock.utc_s(), thorough=False)
    simulated = parts.link_dir / SIMULATED
    machine = read_machine(
        parts.history_path.parent, parts.machine_root, supply_root=simulated if simulated.is_dir() else None
    )
    return make_report(
        _chair(parts),
        machine,
        history,
        history_finding,
        parts.clock.utc_s(),
        last_backup_utc_s=last_backup_utc_s(parts.history_path.parent),
    )


def _chair(parts: Services) -> ChairFacts:
    spans = _counts_per_n(parts)
    try:
        facts = ask_sensor(parts.link_dir, parts.wires, spans, parts.real_clock, seconds=LOOK_S, only_if_lost=True)
        return dataclasses.replace(facts, picked=heard(facts.picked))
    except LinkError as error:
        return ChairFacts(NOBODY, why_not_asked=heard(str(error)))


def _counts_per_n(parts: Services) -> dict[str, float]:
    """The spans in use, as the sensor process told them when it introduced itself."""
    hello = cast("Mapping[str, object] | None", parts.feed.snapshot().hello)
    match hello:
        case {"cells": [*cells], "counts_per_n": [*spans]} if len(cells) == len(spans):
            return {cell["cell"]: span for cell, span in zip(cells, spans, strict=True)}
        case _:
            return {}
