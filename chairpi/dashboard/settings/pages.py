"""The Settings pages: everything that can be set, with what it does, and every change with a way back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from flask import Blueprint, abort, current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from chairpi.config.tables import SECTIONS as KINDS
from chairpi.dashboard.now.words import as_sentence
from chairpi.dashboard.prompts.setting_names import unit_of
from chairpi.dashboard.prompts.setting_values import figure, line_hint, said_value
from chairpi.dashboard.services import services
from chairpi.dashboard.settings import form
from chairpi.dashboard.settings.changing import Change, apply_settings, change_cells, change_settings, take_back
from chairpi.dashboard.settings.configured import CELL
from chairpi.dashboard.settings.hub import cards, section_cards
from chairpi.dashboard.settings.labels import label
from chairpi.dashboard.settings.table import SECTIONS, may_change
from chairpi.dashboard.without import read_or
from chairpi.errors import ConfigError, StoreError
from chairpi.language.words import LANGUAGES, _, date_with_month, translated
from chairpi.store.book import Preferences
from chairpi.store.setting_changes import SettingChange

blueprint = Blueprint("settings", __name__)

LISTED = 20
"""So many of the last changes are shown; all are kept."""


@dataclass(frozen=True, slots=True)
class Listed:
    """One change in the list: its number, when, the key in words and as it is, and the values in words."""

    change_id: int
    when: str
    label: str
    key: str
    before: str
    after: str


@blueprint.get("/settings")
def page() -> ResponseReturnValue:
    """The front page, with the last changes."""
    parts = services()
    return render_template(
        "settings/settings.html",
        groups=list(cards()),
        sections=section_cards(),
        changes=_latest_changes(),
        set_aside=[path.name for path in parts.configured.set_aside],
        data_dir=parts.configured.layers.path.parent,
        languages=LANGUAGES,
        household_language=read_or(parts.book.preferences, Preferences()).language,
        has_country="warning_signs.choose_country" in current_app.view_functions,
    )


@blueprint.get("/settings/<section>")
def section(section: str) -> ResponseReturnValue:
    """One section of the configuration."""
    return _section_page(_known(section))


@blueprint.post("/settings/<section>")
def change(section: str) -> ResponseReturnValue:
    """Keep what the form says, or put one key back to its default; where something is to be corrected the page says what and where."""
    layers = services().configured.layers
    _known(section)
    if back := request.form.get("default"):
        changes: dict[str, object] = {f"{section}.{back}": None}
    else:
        changes, errors = form.changes_of_form(section, request.form, layers)
        if errors:
            return _section_page(section, typed=request.form, errors=errors), 400
    try:
        done = change_settings(changes)
    except ConfigError as error:
        errors = form.error_of(section, str(error), layers)
        return _section_page(section, typed=None if back else request.form, errors=errors), 400
    except StoreError as error:
        flash(as_sentence(str(error)), "not-done")
    else:
        _take_over(done)
    return redirect(url_for("settings.section", section=section), 303)


@blueprint.post("/settings/changes/<int:change_id>/undo")
def undo(change_id: int) -> ResponseReturnValue:
    """Take one change back: the key has the value again that it had before."""
    found = services().book.settings.find(change_id)
    if found is None or not (found.key == CELL or may_change(found.key)):
        abort(404, _("There is no such change in the list."))
    try:
        _take_over(_put_back(found))
    except (ConfigError, StoreError) as error:
        flash(_("It could not be taken back. %(why)s", why=as_sentence(str(error))), "not-done")
    return redirect(url_for("settings.page", _anchor="changes"), 303)


@blueprint.post("/settings/household/language")
def choose_language() -> ResponseReturnValue:
    """Which language every browser speaks that has not chosen another; empty: the one that the browser asks for."""
    code, book = request.form.get("language", ""), services().book
    if code and code not in LANGUAGES:
        abort(400, _("ChairPi does not speak that language yet."))
    book.keep_preferences(replace(book.preferences(), language=code))
    flash(_("All right, noted."), "done")
    return redirect(url_for("settings.page", _anchor="household"), 303)


@blueprint.post("/settings/set-aside/remove")
def remove_set_aside() -> ResponseReturnValue:
    """Delete the files that could not be used, once somebody has read of them."""
    for path in services().configured.set_aside:
        try:
            path.unlink(missing_ok=True)
        except OSError as error:
            flash(_("%(file)s could not be removed: %(why)s", file=path.name, why=error.strerror or ""), "not-done")
    return redirect(url_for("settings.page"), 303)


def _known(section: str) -> str:
    if section not in SECTIONS:
        abort(404, _("There is no such page of settings. The page Settings leads to those there are."))
    return section


def _put_back(found: SettingChange) -> Change:
    if found.key != CELL:
        return change_settings({found.key: found.before if found.before_chosen else None})
    if not found.before_chosen:
        return change_cells(None)
    cells = services().configured.cells_of(found.before)
    return change_cells(cells)


def _take_over(done: Change) -> None:
    """Let the chair have what was changed, and say what became of it."""
    if not done.changed:
        flash(_("Nothing was changed: all is as before."), "done")
        return
    if done.for_chair:
        answer = apply_settings()
        if answer.http_status == 409:
            take_back(done)
        flash(answer.text, "not-done" if answer.http_status == 409 else "done")
    else:
        flash(_("All right, noted."), "done")
    if done.at_next_start:
        flash(_("Part of it holds from the next start of the dashboard."), "done")


def _section_page(
    section: str, *, typed: Mapping[str, str] | None = None, errors: Mapping[str, str] | None = None
) -> str:
    layers = services().configured.layers
    entries = form.entries(section, layers, typed, errors)
    return render_template(
        "settings/section.html",
        section=section,
        title=translated(SECTIONS[section].title),
        about=translated(SECTIONS[section].about),
        warning=translated(SECTIONS[section].warning),
        entries=[entry for entry in entries if not entry.why_not],
        fixed=[entry for entry in entries if entry.why_not],
        cells=layers.config.cells if section == "reader" else (),
        first_run="setup.page" in current_app.view_functions,
        errors=errors,
        line_hint=line_hint,
        figure=figure,
        changes=[change for change in _latest_changes() if change.key.partition(".")[0] == section],
    )


def _latest_changes() -> list[Listed]:
    parts = services()

    def listed(change_id: int, utc_s: float, change: SettingChange) -> Listed:
        when = f"{date_with_month(parts.days.date_of(utc_s))}, {parts.days.time_of(utc_s)}"
        return Listed(
            change_id,
            when,
            label(change.key),
            change.key,
            _said(change.key, change.before),
            _said(change.key, change.after),
        )

    nothing: list[tuple[int, float, SettingChange]] = []
    return [listed(*row) for row in read_or(lambda: parts.book.settings.latest(LISTED), nothing)]


def _said(key: str, value: object) -> str:
    """A value in words; of cells their names."""
    if key == CELL and isinstance(value, list):
        return ", ".join(str(cell.get("name", "")) for cell in value)
    name = key.partition(".")[2]
    known = key.partition(".")[0] in KINDS
    return said_value(tuple(value) if isinstance(value, list) else value, unit_of(name) if known else "")
