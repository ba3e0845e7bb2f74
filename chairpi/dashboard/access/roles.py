"""Which role may look at which page and change what: a table, and whoever is not in it is refused."""

from __future__ import annotations

from chairpi.language.words import N_
from chairpi.store.access import Role, Scope

LOOK: dict[Role, tuple[str, ...]] = {
    Role.ANYBODY: (
        *("static", "drawings", "languages", "api.health", "installed", "https.authority"),
        *("access.pair", "access.status", "access.ask", "access.enter"),
        *("access.finish", "access.give_up", "access.leave"),
        "stretch.when_to_get_help",  # what to do when a body gives warning is never locked away
    ),
    Role.KIOSK: ("now", "api.now", "api.live", "kiosk"),
    Role.VIEWER: (
        *("today", "periods", "history", "prompts", "sitters", "stretch", "programme", "warning_signs", "progress"),
        *(
            "seat_check",
            "calendar_file",
            "own_content",
            "own_routines",
            "prescribed",
            "own_file",
            "own_print",
            "help",
            "reference",
        ),
        *("api", "health", "calibrate", "about", "https", "report", "settings"),
    ),
    Role.OWNER: ("access", "setup", "yours", "erase", "backups", "support", "safe_mode", "mended", "house_time"),
}
"""The least role that may look at an endpoint, or at all of a blueprint that its endpoint is not named for."""

CHANGE: dict[Role, tuple[str, ...]] = {
    Role.ANYBODY: (
        "languages.choose",
        *("access.ask", "access.enter", "access.finish", "access.give_up", "access.leave"),
    ),
}
"""The least role that may change something there; everything that is not named is for owners."""

KEYS_LOOK_UNDER = ("/api/v1/", "/healthz")
KEYS_CHANGE = ("/api/v1/requests",)

NAMES = {Role.OWNER: N_("Owner"), Role.VIEWER: N_("Viewer"), Role.KIOSK: N_("Kiosk")}
MEANINGS = {
    Role.OWNER: N_("may see and change everything, and let others in"),
    Role.VIEWER: N_("may see everything, and change nothing but the language"),
    Role.KIOSK: N_("shows the Now page, for a screen that everybody passes; without names"),
}
SCOPES = {
    Scope.READ: N_("may read what a viewer sees"),
    Scope.CONTROL: N_("may also send requests to the chair, such as to put a prompt off"),
}

_LOOK = {name: role for role, names in LOOK.items() for name in names}
_CHANGE = {name: role for role, names in CHANGE.items() for name in names}


def is_named(endpoint: str) -> bool:
    """Whether the table says something of an endpoint."""
    return endpoint in _LOOK or endpoint.rpartition(".")[0] in _LOOK


def least_role(endpoint: str, *, changes: bool) -> Role:
    """The least role for an endpoint; an owner's where nothing is said.

    >>> least_role("today.page", changes=False).value, least_role("today.page", changes=True).value
    ('viewer', 'owner')
    """
    if changes:
        return _CHANGE.get(endpoint, Role.OWNER)
    return _LOOK.get(endpoint) or _LOOK.get(endpoint.rpartition(".")[0], Role.OWNER)


def key_may(scope: Scope, path: str, least: Role, *, changes: bool) -> bool:
    """Whether a program with a key of this scope may ask this address, whose least role for people is `least`."""
    if changes:
        return scope is Scope.CONTROL and path in KEYS_CHANGE
    return path.startswith(KEYS_LOOK_UNDER) and Role.VIEWER.reaches(least)
