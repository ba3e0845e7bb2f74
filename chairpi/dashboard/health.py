"""The health page: each load cell, the zero, the supply, the disk, and what to do where something needs a hand."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import cast

from flask import Blueprint, jsonify, render_template
from flask.typing import ResponseReturnValue
from markupsafe import Markup, escape

from chairpi.dashboard.services import Services, services
from chairpi.doctor import ask_sensor, check_history
from chairpi.errors import LinkError
from chairpi.findings.cells import percent
from chairpi.findings.chair import NOBODY, ChairFacts
from chairpi.findings.finding import State, roughly
from chairpi.findings.report import Report, make_report
from chairpi.findings.verdicts import meaning
from chairpi.machine import read_machine

blueprint = Blueprint("health", __name__)

LOOK_S = 1.0
"""Where a cell is lost, the sensor process is asked again after so long [s]: what happens now tells which wire it is."""

WORDS = {
    State.GOOD: "Good",
    State.WATCH: "Worth an eye",
    State.TROUBLE: "Needs a hand",
    State.UNKNOWN: "Not known",
}
CHAIR = ("sensor_process", "reader", "zero", "span")
MACHINE = ("supply", "temperature", "clock", "disk", "history")
"""What stands in which card of the page."""


@blueprint.get("/health")
def page() -> ResponseReturnValue:
    """All that is known of the chair's health, complete without JavaScript."""
    parts = services()
    report = _report(parts)
    return render_template(
        "health.html",
        report=report,
        looked_at=parts.days.time_of(report.utc_s),
        to_do=[*_of(report, State.TROUBLE), *_of(report, State.WATCH)],
        chair=[finding for finding in report.findings if finding.subject in CHAIR],
        machine=[finding for finding in report.findings if finding.subject in MACHINE],
        words=WORDS,
        meaning=meaning,
        percent=percent,
        roughly=roughly,
    )


@blueprint.get("/api/v1/health")
def record() -> ResponseReturnValue:
    """The same as `chairpi doctor --json` prints."""
    return jsonify(_report(services()).as_record())


@blueprint.app_template_filter("code")
def with_code(text: str) -> Markup:
    """What stands between backticks as something to type."""
    # S704: the text was escaped before.
    return Markup(re.sub(r"`([^`]*)`", r"<code>\1</code>", str(escape(text))))  # noqa: S704


def _of(report: Report, state: State) -> list[object]:
    return [finding for finding in report.findings if finding.state is state]


def _report(parts: Services) -> Report:
    history, history_finding = check_history(parts.history_path, thorough=False)
    machine = read_machine(parts.history_path.parent, parts.machine_root)
    return make_report(_chair(parts), machine, history, history_finding, parts.clock.utc_s())


def _chair(parts: Services) -> ChairFacts:
    spans = _counts_per_n(parts)
    try:
        return ask_sensor(parts.link_dir, parts.wires, spans, parts.real_clock, seconds=LOOK_S, only_if_lost=True)
    except LinkError as error:
        return ChairFacts(NOBODY, why_not_asked=str(error))


def _counts_per_n(parts: Services) -> dict[str, float]:
    """The spans in use, as the sensor process told them when it introduced itself."""
    hello = cast("Mapping[str, object] | None", parts.feed.snapshot().hello)
    match hello:
        case {"cells": [*cells], "counts_per_n": [*spans]} if len(cells) == len(spans):
            return {cell["cell"]: span for cell, span in zip(cells, spans, strict=True)}
        case _:
            return {}
