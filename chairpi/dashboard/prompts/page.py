"""The Prompts page: what came and why, what became of it, how each sitter wants to be prompted, and who the sitters are."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from datetime import timedelta

from flask import Blueprint, flash, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from chairpi.core.prompting.tuning import with_changes
from chairpi.core.settings import PromptSettings
from chairpi.dashboard.chair_requests import ask_chair
from chairpi.dashboard.history.today import FIRST_DAY, chosen_day
from chairpi.dashboard.prompts.prompt_list import shown
from chairpi.dashboard.prompts.setting_names import NAMES
from chairpi.dashboard.prompts.setting_values import line_hint
from chairpi.dashboard.prompts.settings_form import changes_of_form, groups
from chairpi.dashboard.prompts.trace_picture import load_shares
from chairpi.dashboard.prompts.week import GROUPS, week_of
from chairpi.dashboard.services import Services, services
from chairpi.dashboard.sitter_words import name_of, shown_name, told_sitters
from chairpi.dashboard.whose import chosen_sitter
from chairpi.language.words import _, long_date, translated
from chairpi.store.chosen import usable_settings
from chairpi.store.prompt_view import Prompt
from chairpi.store.view import HistoryView

blueprint = Blueprint("prompts", __name__)

TELL_S, TELLS_N = 0.1, 8
"""The chair tells its state ten times a second; what it was asked to change is in one of the next messages."""

WEEK = timedelta(days=6)
"""A week ends with the day that is shown and begins so long before it."""


@blueprint.get("/prompts")
def page() -> ResponseReturnValue:
    """One day's prompts and the week to it; `?day=2026-11-26` for another day than today, `?sitter=2` for another sitter."""
    return _page(services())


@blueprint.post("/prompts/settings")
def choose_settings() -> ResponseReturnValue:
    """The settings of the sitter who sits, from the form; where something is to be corrected the page says what and where."""
    parts = services()
    if request.form.get("sitter_id", "") != _key(_present_id(parts)):
        flash(
            _("Meanwhile somebody else was chosen as the one who sits, so nothing was changed. These are theirs."),
            "not-done",
        )
        return redirect(url_for("prompts.page", _anchor="settings"), 303)
    settings = _settings(parts)
    if "defaults" in request.form:
        changes: dict[str, object] = dict.fromkeys(NAMES)
    else:
        changes, errors = changes_of_form(request.form, settings, parts.prompt_settings)
        if errors:
            return _page(parts, typed=request.form, errors=errors), 400
    if not changes:
        flash(_("Nothing was changed: all is as before."), "done")
    else:
        answer = ask_chair(parts.link_dir, {"request": "choose_settings", "changes": changes})
        flash(answer.text, "done" if answer.ok else "not-done")
        if answer.ok:
            _wait_until_told(parts, with_changes(settings, changes, parts.prompt_settings))
    return redirect(url_for("prompts.page", _anchor="settings"), 303)


@blueprint.get("/api/v1/prompts")
def record() -> ResponseReturnValue:
    """The same day and week as JSON, with the traces: the load as a share of its own median, and mm."""
    parts = services()
    day = chosen_day()
    start_utc_s, end_utc_s = parts.days.bounds_utc_s(day)
    week_utc_s = parts.days.bounds_utc_s(day - WEEK)[0]
    with HistoryView(parts.history_path).held() as view:
        whose = chosen_sitter(parts, view).whose
        prompts, week = view.prompts(start_utc_s, end_utc_s, whose), view.weekly(week_utc_s, end_utc_s, whose)
    return jsonify(
        day=day.isoformat(),
        prompts=[
            dataclasses.asdict(prompt)
            | {
                "raised_at": parts.days.rfc3339(prompt.raised_utc_s),
                "cleared_at": None if prompt.cleared_utc_s is None else parts.days.rfc3339(prompt.cleared_utc_s),
                "answer": prompt.answer,
                "trace": _trace(prompt),
            }
            for prompt in prompts
        ],
        week=[
            dataclasses.asdict(answered) | {"raised_at": parts.days.rfc3339(answered.raised_utc_s)} for answered in week
        ],
    )


def _trace(prompt: Prompt) -> list[tuple[float | None, float | None, float | None]]:
    """The minute before it: the load as a share of its median, which tells nobody's weight, and the places [mm]."""
    shares = (None if share is None else round(share, 3) for share in load_shares(prompt.trace))
    return [(share, ap_mm, ml_mm) for share, (_, ap_mm, ml_mm) in zip(shares, prompt.trace, strict=True)]


def _page(parts: Services, *, typed: Mapping[str, str] | None = None, errors: Mapping[str, str] | None = None) -> str:
    day, today = chosen_day(), parts.days.date_of(parts.clock.utc_s())
    heard = parts.feed.snapshot()
    start_utc_s, end_utc_s = parts.days.bounds_utc_s(day)
    week_utc_s = parts.days.bounds_utc_s(day - WEEK)[0]
    with HistoryView(parts.history_path).held() as view:
        chosen = chosen_sitter(parts, view)
        prompts = view.prompts(start_utc_s, end_utc_s, chosen.whose)
        week = view.weekly(week_utc_s, end_utc_s, chosen.whose)
        known, has_guests = view.sitters(), view.has_guests()
    sitters = told_sitters(heard.hello)
    present_id = _present_id(parts)
    return render_template(
        "prompts/prompts.html",
        heading=_("Today") if day == today else long_date(day),
        date_text=long_date(day),
        day=day,
        is_today=day == today,
        previous_day=day - timedelta(days=1) if day > FIRST_DAY else None,
        next_day=day + timedelta(days=1) if day < today else None,
        chosen=chosen,
        prompts=shown(prompts, parts.days.time_of, heard.now, sitters),
        week=week_of(week, parts.days.hour_of),
        week_groups={group: translated(words) for group, (words, _answers) in GROUPS.items()},
        heard=heard.now is not None,
        groups=groups(_settings(parts), parts.prompt_settings, typed, errors),
        line_hint=line_hint,
        errors=errors,
        present_key=_key(present_id),
        present_name=name_of(present_id, sitters),
        sitters=sitters,
        shown_name=shown_name,
        removed=[sitter for sitter in known if sitter.removed],
        has_guests=has_guests,
    )


def _settings(parts: Services) -> PromptSettings:
    """How the present sitter is prompted, as the chair says it; while it is not heard, as the history has it."""
    heard = parts.feed.snapshot()
    sitter_id = _present_id(parts)
    if heard.now is not None and not heard.stale:
        chosen = heard.now["prompts"]["chosen"]
    else:
        chosen = {} if sitter_id is None else HistoryView(parts.history_path).chosen_settings(sitter_id)
    return usable_settings(chosen, parts.prompt_settings)[0]


def _wait_until_told(parts: Services, settings: PromptSettings) -> None:
    """Wait a little for the chair to say that it prompts so: the page that comes next shows what it says."""
    heard = parts.feed.snapshot()
    for _turn in range(TELLS_N):
        if heard.stale or _settings(parts) == settings:
            return
        heard = parts.feed.wait_shown(heard.sequence, TELL_S)


def _present_id(parts: Services) -> int | None:
    now = parts.feed.snapshot().now
    return now["sitter_id"] if now else None


def _key(sitter_id: int | None) -> str:
    return "" if sitter_id is None else str(sitter_id)
