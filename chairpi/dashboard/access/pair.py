"""The page on which a browser asks to be let in, by the chair's button, by an owner's word or by a one-time code."""

from __future__ import annotations

import math
import threading

from flask import Response, flash, jsonify, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue

from chairpi.dashboard.access.blueprint import blueprint
from chairpi.dashboard.access.fields import LONGEST_NAME, name_of_form, role_of_form
from chairpi.dashboard.access.gate import give_cookie
from chairpi.dashboard.access.one_time_code import kept_code, spend
from chairpi.dashboard.access.pairing import AnotherWaits, TooOften, Wish
from chairpi.dashboard.access.roles import MEANINGS, NAMES
from chairpi.dashboard.access.visitor import visitor
from chairpi.dashboard.lengths import long_length
from chairpi.dashboard.places import place_on_this_site
from chairpi.dashboard.services import services
from chairpi.language.words import _
from chairpi.store.access import PAIRED, Role

WISH = "wish"
"""Under this name the browser's session keeps by what it finds its wish again."""

_spending = threading.Lock()
"""A code is used once, also when two type it at the same moment."""


@blueprint.get("/pair")
def pair() -> ResponseReturnValue:
    """How this browser can be let in, and how far it is on the way."""
    parts = services()
    wish = _wish()
    return render_template(
        "access/pair.html",
        wish=wish,
        was_waiting=WISH in session and wish is None,
        left_s=math.ceil(parts.pairing.left_s(wish)) if wish else 0,
        roles=_roles(),
        names=NAMES,
        meanings=MEANINGS,
        longest_name=LONGEST_NAME,
        next=_next(),
        is_known=parts.access.can_be_read,
    )


@blueprint.get("/pair/status")
def status() -> ResponseReturnValue:
    """How far this browser is on the way, for the page's script."""
    wish = _wish()
    if wish is None:
        return jsonify(stage="over", left_s=0)
    return jsonify(stage=wish.stage, left_s=math.ceil(services().pairing.left_s(wish)))


@blueprint.post("/pair/ask")
def ask() -> ResponseReturnValue:
    """Ask to be let in: the button is waited for from now on, and owners see it on their page."""
    parts = services()
    if visitor().device is not None:
        return _again()
    try:
        name, role = name_of_form(), _wanted_role()
        _forget_wish()
        session[WISH] = parts.pairing.ask(name, role, held=parts.access.is_claimed).secret
    except ValueError as error:
        flash(str(error), "not-done")
    except AnotherWaits as other:
        text = _("Another browser waits for the button just now. Try again in %(wait)s.", wait=_length(other.wait_s))
        flash(text, "not-done")
    except TooOften as often:
        text = _(
            "Browsers have asked often within a few minutes. Try again in %(wait)s, or use a one-time code.",
            wait=_length(often.wait_s),
        )
        flash(text, "not-done")
    return _again()


@blueprint.post("/pair/give-up")
def give_up() -> ResponseReturnValue:
    """Ask no longer."""
    _forget_wish()
    return _again()


@blueprint.post("/pair/finish")
def finish() -> ResponseReturnValue:
    """Come in, after the button was pressed or an owner said yes."""
    wish = services().pairing.finish(session.get(WISH, ""))
    if wish is None:
        flash(_("Nobody has let this browser in yet, or it is too long ago. Please ask again."), "not-done")
        return _again()
    return _let_in(wish.name, wish.role)


@blueprint.post("/pair/code")
def enter() -> ResponseReturnValue:
    """Come in with a one-time code."""
    parts = services()
    if visitor().device is not None:
        return _again()
    try:
        name, role = name_of_form(), _wanted_role()
        with _spending:
            _check_code(request.form.get("code", ""))
            spend(parts.link_dir)
            parts.tries.clear("code")
    except ValueError as error:
        flash(str(error), "not-done")
        return _again()
    _forget_wish()
    return _let_in(name, role)


def _check_code(typed: str) -> None:
    """Refuse a code that is not the one.

    Raises
    ------
    ValueError
        The text says why, and when to try again.
    """
    parts = services()
    if (wait_s := parts.tries.wait_s("code")) > 0:
        raise ValueError(_("Codes were wrong several times. Try again in %(wait)s.", wait=_length(wait_s)))
    code = kept_code(parts.link_dir, parts.real_clock)
    if code is None:
        raise ValueError(
            _("There is no code at the moment, or it is too old. Run “chairpi pair” on the chair for a new one.")
        )
    if not code.matches(typed):
        wait_s = parts.tries.note("code")
        raise ValueError(_("That is not the code. Try again in %(wait)s.", wait=_length(wait_s)))


def _let_in(name: str, role: Role) -> ResponseReturnValue:
    """The browser is known from now on. Its session begins anew: nobody who knew the old one knows this one."""
    parts = services()
    role = role if parts.access.is_claimed else Role.OWNER
    secret = parts.access.pair(name, role, parts.clock.utc_s())
    session.clear()
    flash(_("This browser is paired as “%(name)s”.", name=name), "done")
    answer: Response = redirect(_next() or url_for("now.page"), 303)  # type: ignore[assignment]  # it is flask's own
    give_cookie(answer, secret)
    return answer


def _roles() -> tuple[Role, ...]:
    """What may be asked for: the first browser is the owner's."""
    return PAIRED if services().access.is_claimed else (Role.OWNER,)


def _wanted_role() -> Role:
    return role_of_form() if services().access.is_claimed else Role.OWNER


def _wish() -> Wish | None:
    return services().pairing.look(session.get(WISH, "")) if WISH in session else None


def _forget_wish() -> None:
    if WISH in session:
        services().pairing.give_up(session.pop(WISH))


def _again() -> ResponseReturnValue:
    return redirect(url_for("access.pair", next=_next() or None), 303)


def _next() -> str:
    """Where the browser wanted to go; empty for nowhere."""
    wanted = request.values.get("next", "")
    place = place_on_this_site(wanted) if wanted else ""
    return "" if place.startswith("/pair") else place


def _length(seconds: float) -> str:
    return long_length(max(1.0, math.ceil(seconds)))
