"""The first step: the household's language, its country and its time zone."""

from __future__ import annotations

import zoneinfo
from collections.abc import Mapping
from dataclasses import replace
from functools import cache

from chairpi.dashboard.programme.warning_signs import by_name
from chairpi.dashboard.services import services
from chairpi.dashboard.settings.changing import apply_settings, change_settings, take_back
from chairpi.dashboard.without import read_or
from chairpi.errors import ConfigError
from chairpi.language.words import LANGUAGES, _, long_date
from chairpi.programme.in_language import in_language
from chairpi.programme.signs import load_signs
from chairpi.store.book import Preferences

AREAS = (
    "Africa", "America", "Antarctica", "Arctic", "Asia", "Atlantic", "Australia", "Europe", "Indian", "Pacific",
)  # fmt: skip
"""The zones that are named for a place; the others are old names of the same."""


@cache
def zones() -> tuple[str, ...]:
    """The time zones that can be chosen."""
    known = zoneinfo.available_timezones()
    return (*sorted(name for name in known if name.partition("/")[0] in AREAS), "UTC")


def values(form: Mapping[str, str]) -> dict[str, object]:
    """What the page shows: what somebody typed, else what is chosen, else what the machine says."""
    parts = services()
    preferences = read_or(parts.book.preferences, Preferences())
    chosen_zone = parts.configured.layers.config.web.time_zone
    now_utc_s = parts.clock.utc_s()
    return {
        "languages_known": LANGUAGES,
        "language": form.get("language", preferences.language),
        "countries": by_name(in_language(load_signs()).countries.values()),
        "country": form.get("country", preferences.country),
        "zones": zones(),
        "zone": form.get("time_zone", chosen_zone or parts.days.name or "UTC"),
        "is_chosen": bool(chosen_zone),
        "local_time": parts.days.time_of(now_utc_s),
        "local_date": long_date(parts.days.date_of(now_utc_s)),
    }


def save(form: Mapping[str, str]) -> str:
    """Keep what the form says.

    Returns
    -------
    str
        What is said about it.

    Raises
    ------
    ValueError
        Something in it cannot be; nothing was changed.
    """
    parts = services()
    language, country, zone = (form.get(name, "") for name in ("language", "country", "time_zone"))
    if language and language not in LANGUAGES:
        raise ValueError(_("ChairPi does not speak that language yet."))
    if country and country not in load_signs().countries:
        raise ValueError(_("Please choose a country from the list."))
    if zone not in zones():
        raise ValueError(_("Please choose a time zone from the list."))
    try:
        change = change_settings({"web.time_zone": zone})
    except ConfigError as error:
        raise ValueError(_("Please choose a time zone from the list.")) from error
    if change.changed:
        answer = apply_settings()
        if answer.http_status == 409:
            take_back(change)
            raise ValueError(answer.text)
    parts.book.keep_preferences(replace(parts.book.preferences(), language=language, country=country))
    return _("All right, noted.")
