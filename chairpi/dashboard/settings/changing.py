"""Change the household's settings: what pages of every kind call, within a request."""

from __future__ import annotations

import dataclasses
import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from chairpi.config.tables import CellConfig
from chairpi.dashboard.chair_requests import Answer
from chairpi.dashboard.heard import heard
from chairpi.dashboard.now.words import as_sentence
from chairpi.dashboard.services import services
from chairpi.dashboard.settings.configured import CELL, Changed
from chairpi.dashboard.settings.table import LIVE, OF_THE_DASHBOARD, concerns_chair, may_change
from chairpi.days import LocalDays
from chairpi.errors import ConfigError, LinkError, StoreError
from chairpi.language.words import _
from chairpi.link.client import send_command
from chairpi.store.setting_changes import SettingChange

log = logging.getLogger(__name__)

RESTART_S = 30.0
"""The chair looks for the best way to read its cells for up to 6 s, and goes back to the old settings where that is in vain [s]."""


@dataclass(frozen=True, slots=True)
class Change:
    """What was changed.

    Parameters
    ----------
    changed
        Each key that is different now.
    """

    changed: tuple[Changed, ...]

    @property
    def for_chair(self) -> bool:
        """Whether the sensor process has something to take over."""
        return any(concerns_chair(one.key) for one in self.changed)

    @property
    def at_next_start(self) -> bool:
        """Whether something of it holds only from the next start of the dashboard."""
        return any(one.key in OF_THE_DASHBOARD for one in self.changed)


def change_settings(changes: Mapping[str, object]) -> Change:
    """Keep other settings from now on, and write down what they were.

    Parameters
    ----------
    changes
        By the key's path, such as "slide.began_s"; `None`: back to the default.

    Raises
    ------
    ConfigError
        Names the key and what is possible; nothing was changed.
    StoreError
        The file cannot be written; nothing was changed.
    """
    for key in changes:
        if not may_change(key):
            raise ConfigError(f"{key}: this cannot be changed in the browser; change it in chairpi.toml")
    if zone := changes.get("web.time_zone"):
        try:
            LocalDays(str(zone))
        except ConfigError as error:
            raise ConfigError(f"web.time_zone: {error}") from error
    return _change(changes)


def change_cells(cells: Sequence[CellConfig] | None) -> Change:
    """Fit other cells, all of them at once; `None`: those of chairpi.toml.

    A calibration holds for its cells where they are: with another name, place or pin the chair weighs with the values that are given
    here until it is calibrated again.

    Raises
    ------
    ConfigError, StoreError
        As `change_settings`.
    """
    return _change({CELL: None if cells is None else [dataclasses.asdict(cell) for cell in cells]})


def _change(changes: Mapping[str, object]) -> Change:
    parts = services()
    changed = parts.configured.change(changes)
    listed = [SettingChange(one.key, one.before, one.after, one.before_chosen) for one in changed]
    try:
        parts.book.settings.add(listed, parts.clock.utc_s())
    except (StoreError, ValueError) as error:
        log.warning("the settings were changed, but the change is not in the list: %s", error)
    if any(one.key in LIVE for one in changed):
        parts.days.use(parts.configured.layers.config.web.time_zone or None)
    if any(one.key == "web.https_port" for one in changed):
        parts.https.use(parts.configured.layers.config.web.https_port)
    return Change(changed)


def take_back(change: Change) -> None:
    """Go back to what was before a change that could not be taken over."""
    services().configured.change({one.key: one.before if one.before_chosen else None for one in change.changed})


def apply_settings() -> Answer:
    """Let the chair take over what was changed, now.

    Where it does not run it will when it starts: that is an answer of 503, and nothing to be mended here.
    """
    try:
        reply = send_command(services().link_dir, {"request": "restart"}, RESTART_S)
    except LinkError as error:
        why = as_sentence(heard(str(error)))
        return Answer(False, _("The chair takes it over when it starts. %(why)s", why=why), 503)
    if reply.get("ok") and reply.get("safe_mode"):
        return Answer(True, _("It is kept, and the chair takes it over when safe mode is ended."), 200)
    if reply.get("ok"):
        return Answer(True, _("The chair has taken it over."), 200)
    why = as_sentence(heard(str(reply.get("why") or _("the chair could not do that just now"))))
    return Answer(False, _("The chair could not take it over and goes on as before. %(why)s", why=why), 409)
