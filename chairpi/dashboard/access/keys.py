"""The page of the keys by which programs ask the API: one for each program, shown once, and taken back alone."""

from __future__ import annotations

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from chairpi.dashboard.access.blueprint import blueprint
from chairpi.dashboard.access.devices import PAIR_FIRST
from chairpi.dashboard.access.fields import LONGEST_NAME, name_of_form, scope_of_form
from chairpi.dashboard.access.roles import SCOPES
from chairpi.dashboard.access.visitor import visitor
from chairpi.dashboard.services import services
from chairpi.language.words import _, long_date, translated
from chairpi.store.access import Scope

MOST_KEYS = 50
"""Far more than a household has programs; each request with a key looks at all of them."""


@blueprint.get("/settings/keys")
def keys() -> ResponseReturnValue:
    """All keys, without the keys themselves: those are kept nowhere."""
    return _page()


@blueprint.post("/settings/keys")
def make_key() -> ResponseReturnValue:
    """Make a key and show it, this once."""
    _need_owner()
    parts = services()
    try:
        name, scope = name_of_form(), scope_of_form()
        if len(parts.access.api_keys()) >= MOST_KEYS:
            raise ValueError(_("There are %(most)s keys already. Please revoke one that is not used.", most=MOST_KEYS))
    except ValueError as error:
        flash(str(error), "not-done")
        return _back()
    secret = parts.access.make_key(name, scope, parts.clock.utc_s())
    return _page(secret, name)


@blueprint.post("/settings/keys/<int:key_id>/revoke")
def revoke_key(key_id: int) -> ResponseReturnValue:
    """Accept a key no longer."""
    _need_owner()
    services().access.revoke_key(key_id)
    flash(_("That key is not accepted any longer."), "done")
    return _back()


def _page(secret: str = "", name: str = "") -> str:
    parts = services()
    listed = [
        (key, _day(key.made_utc_s), "" if key.used_utc_s is None else _day(key.used_utc_s))
        for key in parts.access.api_keys()
    ]
    return render_template(
        "access/keys.html",
        keys=listed,
        secret=secret,
        secret_name=name,
        scopes=SCOPES,
        least=Scope.READ,
        longest_name=LONGEST_NAME,
        here=visitor().device,
        address=request.host_url,
    )


def _need_owner() -> None:
    if visitor().device is None:
        abort(403, translated(PAIR_FIRST))


def _day(utc_s: float) -> str:
    return long_date(services().days.date_of(utc_s))


def _back() -> ResponseReturnValue:
    return redirect(url_for("access.keys"), 303)
