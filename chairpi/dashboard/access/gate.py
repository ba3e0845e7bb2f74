"""Lets each request in or refuses it kindly, before anything else reads it.

Every endpoint has a least role (`roles`). Then the form's token is asked for, except from a program that shows its key and no cookie: no
browser sends that header to a site that is not its own page's.
"""

from __future__ import annotations

import math

from flask import Flask, Response, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFProtect

from chairpi.dashboard.access.roles import NAMES, key_may, least_role
from chairpi.dashboard.access.visitor import COOKIE, SECURE_COOKIE, Visitor, presented_key, visitor
from chairpi.dashboard.problems import is_for_programs, problem
from chairpi.dashboard.services import services
from chairpi.dashboard.yours.uploading import ENDPOINT as UPLOAD_ENDPOINT
from chairpi.language.words import _, number_text, translated
from chairpi.store.access import KEPT_S, Role

TOKEN_IN_ADDRESS = (UPLOAD_ENDPOINT,)
SAFE_METHODS = ("GET", "HEAD", "OPTIONS")
OPEN = ("static", "drawings.file")
"""What anybody may have at all times, so that nobody needs to ask who they are."""


class Tokens(CSRFProtect):  # type: ignore[misc]  # flask_wtf has no types
    """Asks for the form's token, where a body is long in the address: it is asked for before the body comes."""

    def _get_csrf_token(self) -> str | None:
        if request.endpoint in TOKEN_IN_ADDRESS:
            return request.args.get("csrf_token")
        token: str | None = super()._get_csrf_token()
        return token


def keep_gate(app: Flask) -> None:
    """Ask every request who it is from."""
    app.config["WTF_CSRF_CHECK_DEFAULT"] = False  # the gate asks for the token itself, once it knows who asks
    tokens = Tokens(app)

    @app.before_request
    def ask_who() -> ResponseReturnValue | None:
        if request.endpoint is None or request.endpoint in OPEN:
            return None
        who = visitor()
        secret = presented_key()
        if secret and (refusal := _refused_key(who)):
            return refusal
        if not secret and (refusal := _refused_browser(who)):
            return refusal
        if not secret or COOKIE in request.cookies or SECURE_COOKIE in request.cookies:
            tokens.protect()
        _note(who)
        return None

    @app.after_request
    def renew(response: Response) -> Response:
        if secret := g.get("device_secret", ""):
            give_cookie(response, secret)
        if request.endpoint not in OPEN:
            response.vary.add("Cookie")
        return response

    @app.context_processor
    def tell_who() -> dict[str, object]:
        return {"visitor": visitor(), "role_names": NAMES}


def give_cookie(response: Response, secret: str) -> None:
    """Let this browser be known for as long as browsers keep a cookie."""
    response.set_cookie(
        SECURE_COOKIE if request.is_secure else COOKIE,
        secret,
        max_age=int(KEPT_S),
        httponly=True,
        samesite="Lax",
        secure=request.is_secure,
    )


def take_cookie(response: Response) -> None:
    """Let this browser be nobody again."""
    g.device_secret = ""
    response.delete_cookie(COOKIE, httponly=True, samesite="Lax")
    if request.is_secure:
        response.delete_cookie(SECURE_COOKIE, httponly=True, samesite="Lax", secure=True)


def _changes() -> bool:
    return request.method not in SAFE_METHODS


def _refused_key(who: Visitor) -> ResponseReturnValue | None:
    """What a program is told that may not; `None` for one that may. A key that is good is never made to wait."""
    if who.key is None:
        tries = services().tries
        if (wait_s := tries.wait_s("key")) > 0:
            detail = _("Too many wrong keys came. Try again in %(n)s s.", n=number_text(math.ceil(wait_s)))
            return problem(429, detail, {"Retry-After": str(math.ceil(wait_s))})
        tries.note("key")
        detail = _("This key is not known. It may have been revoked; an owner can make another one on the page Keys.")
        return problem(401, detail, {"WWW-Authenticate": 'Bearer realm="ChairPi", error="invalid_token"'})
    least = least_role(request.endpoint or "", changes=False)
    if key_may(who.key.scope, request.path, least, changes=_changes()):
        return None
    detail = _("This key does not reach so far: what each may is said on the page Keys.")
    return problem(403, detail)


def _refused_browser(who: Visitor) -> ResponseReturnValue | None:
    """What a browser is told that may not; `None` for one that may."""
    least = least_role(request.endpoint or "", changes=_changes())
    if who.role.reaches(least):
        return None
    if is_for_programs():
        if who.device is not None:
            return problem(403, _why_not(who))
        headers = {"WWW-Authenticate": 'Bearer realm="ChairPi"'}
        detail = _("This browser has not paired with the chair yet. Open the page /pair; programs send a key.")
        return problem(401, detail, headers)
    if who.device is None and not _changes():
        if request.path != "/":
            flash(_("That page is for browsers that have paired."), "not-done")
        return redirect(url_for("access.pair", next=request.full_path.rstrip("?")))
    return render_template("access/refused.html", who=who, why=_why_not(who)), 403


def _why_not(who: Visitor) -> str:
    if who.device is None:
        return _("This browser has not paired with the chair yet.")
    role = translated(NAMES[who.role])
    if who.role is Role.VIEWER and _changes():
        return _("This browser (%(role)s) may look at everything, but change nothing.", role=role)
    if who.role is Role.KIOSK:
        return _("This browser (%(role)s) shows the Now page and nothing else.", role=role)
    return _("This page is for owners, and this browser is paired with another role (%(role)s).", role=role)


def _note(who: Visitor) -> None:
    """Remember that they were here, and let the browser keep its cookie for as long again."""
    parts = services()
    if not parts.clock.is_set():  # a wrong time would be worse than none
        return
    if who.key is not None:
        parts.access.use(who.key, parts.clock.utc_s())
    elif who.device is not None and parts.access.see(who.device, parts.clock.utc_s()):
        g.device_secret = (
            request.cookies.get(SECURE_COOKIE if request.is_secure else COOKIE, "") or request.cookies[COOKIE]
        )
