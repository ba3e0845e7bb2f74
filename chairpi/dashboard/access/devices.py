"""The page of the paired browsers: who asks to be let in, who is in, as what, and out again."""

from __future__ import annotations

import math

from flask import Response, abort, flash, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue

from chairpi.dashboard.access.blueprint import blueprint
from chairpi.dashboard.access.fields import LONGEST_NAME, name_of_form, role_of_form
from chairpi.dashboard.access.gate import take_cookie
from chairpi.dashboard.access.roles import MEANINGS, NAMES
from chairpi.dashboard.access.visitor import visitor
from chairpi.dashboard.services import services
from chairpi.language.words import N_, _, long_date, translated
from chairpi.store.access import PAIRED, Device, Role

LAST_OWNER = N_(
    "This is the last owner. Without one, nobody can change anything or let others in until a browser pairs anew with the chair's "
    "button or a code from “chairpi pair”. If that is what you want, tick that you are sure."
)
PAIR_FIRST = N_("Nobody has paired yet, so there is nobody to decide this. Pair this browser first.")


@blueprint.get("/settings/devices")
def devices() -> ResponseReturnValue:
    """All browsers that have paired, and those that ask."""
    parts = services()
    here = visitor().device
    wishes = [(wish, math.ceil(parts.pairing.answerable_s(wish) / 60)) for wish in parts.pairing.open_wishes()]
    return render_template(
        "access/devices.html",
        devices=[
            (device, _day(device.first_seen_utc_s), _day(device.last_seen_utc_s)) for device in parts.access.devices()
        ],
        here=here,
        wishes=wishes if here else [],
        roles=PAIRED,
        names=NAMES,
        meanings=MEANINGS,
        longest_name=LONGEST_NAME,
        n_owners=parts.access.n_owners,
    )


@blueprint.post("/settings/devices/asking/<int:number>")
def answer_wish(number: int) -> ResponseReturnValue:
    """Let a browser in that asks, with a role, or do not."""
    _need_owner()
    try:
        role = role_of_form() if request.form.get("answer") == "yes" else None
    except ValueError as error:
        flash(str(error), "not-done")
        return _back()
    wish = services().pairing.answer(number, role)
    if wish is None:
        flash(_("That browser asks no longer. It can ask again."), "not-done")
    elif role is None:
        flash(_("“%(name)s” was not let in.", name=wish.name), "done")
    else:
        flash(_("“%(name)s” may come in: its page goes on by itself.", name=wish.name), "done")
    return _back()


@blueprint.post("/settings/devices/<int:device_id>")
def change(device_id: int) -> ResponseReturnValue:
    """Call a browser otherwise, or let it do otherwise."""
    _need_owner()
    device = _device(device_id)
    try:
        name, role = name_of_form(), role_of_form()
    except ValueError as error:
        flash(str(error), "not-done")
        return _back()
    if role is not Role.OWNER and not _is_sure(device):
        return _back()
    services().access.change(device_id, name=name, role=role)
    flash(_("Changed."), "done")
    return _back()


@blueprint.post("/settings/devices/<int:device_id>/revoke")
def revoke(device_id: int) -> ResponseReturnValue:
    """Let a browser in no longer."""
    here = _need_owner()
    device = _device(device_id)
    if not _is_sure(device):
        return _back()
    services().access.revoke(device_id)
    flash(_("“%(name)s” can no longer come in.", name=device.name), "done")
    return _out() if device_id == here.device_id else _back()


@blueprint.post("/settings/devices/revoke-others")
def revoke_others() -> ResponseReturnValue:
    """Let no browser in any longer but this one."""
    services().access.revoke_others(_need_owner().device_id)
    flash(_("This is the only browser that can come in now."), "done")
    return _back()


@blueprint.post("/settings/devices/leave")
def leave() -> ResponseReturnValue:
    """Let this browser be forgotten, at its own wish."""
    here = visitor().device
    if here is None:
        return redirect(url_for("access.pair"), 303)
    if not _is_sure(here):
        return redirect(url_for("access.pair"), 303)
    services().access.revoke(here.device_id)
    flash(_("This browser is not paired any longer."), "done")
    return _out()


def _out() -> ResponseReturnValue:
    answer: Response = redirect(url_for("access.pair"), 303)  # type: ignore[assignment]  # it is flask's own
    messages = session.get("_flashes", [])
    session.clear()
    session["_flashes"] = messages
    take_cookie(answer)
    return answer


def _need_owner() -> Device:
    """The owner's browser that asks: while nobody has paired, the dashboard is open, but whom it opens to is not for anybody to say."""
    here = visitor().device
    if here is None:
        abort(403, translated(PAIR_FIRST))
    return here


def _device(device_id: int) -> Device:
    found = next((device for device in services().access.devices() if device.device_id == device_id), None)
    if found is None:
        abort(404, _("This browser has been removed already."))
    return found


def _is_sure(device: Device) -> bool:
    """Whether this would not leave the chair without an owner, or is wanted all the same; tells what is so, where not."""
    if device.role is not Role.OWNER or services().access.n_owners > 1 or request.form.get("sure") == "yes":
        return True
    flash(translated(LAST_OWNER), "not-done")
    return False


def _day(utc_s: float) -> str:
    return long_date(services().days.date_of(utc_s))


def _back() -> ResponseReturnValue:
    return redirect(url_for("access.devices"), 303)
