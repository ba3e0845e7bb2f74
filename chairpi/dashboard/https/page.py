"""HTTPS explained: what it brings, how to switch it on, and how a device is told to trust the chair."""

from __future__ import annotations

from flask import Blueprint, Response, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from chairpi.dashboard.https.devices import devices
from chairpi.dashboard.https.offer import PORT
from chairpi.dashboard.services import services
from chairpi.dashboard.settings.changing import change_settings
from chairpi.errors import ConfigError, StoreError
from chairpi.language.words import _

blueprint = Blueprint("https", __name__)

AUTHORITY_KIND = "application/x-x509-ca-cert"
"""The media type at which Android, iOS and Firefox offer to install it."""


@blueprint.get("/settings/https")
def page() -> ResponseReturnValue:
    """On or off, the authority to download, and the steps on each kind of device."""
    offer = services().https
    certificates = offer.certificates
    return render_template(
        "https/https.html",
        offer=offer,
        devices=devices,
        port=offer.port or PORT,
        here=request.host.rpartition(":")[0] if ":" in request.host.rpartition("]")[2] else request.host,
        authority=certificates.authority() if certificates else None,
        fingerprint=certificates.fingerprint() if certificates else "",
        left_out=certificates.names_left_out() if certificates else (),
    )


@blueprint.post("/settings/https")
def switch() -> ResponseReturnValue:
    """Switch HTTPS on or off, at once and from now on."""
    is_on = request.form.get("https") == "on"
    if not is_on and request.is_secure:
        abort(400, _("HTTPS is switched off from the address without it, or this page could not come back."))
    try:
        change_settings({"web.https_port": PORT if is_on else 0})
    except (ConfigError, StoreError) as error:
        abort(400, str(error))
    return redirect(url_for("https.page"), 303)


@blueprint.get("/settings/https/chairpi-ca.crt")
def authority() -> ResponseReturnValue:
    """The authority's certificate, which is no secret: over plain HTTP too, for until it is trusted there is nothing else."""
    certificates = services().https.certificates
    if certificates is None or certificates.authority() is None:
        abort(404, _("There is no certificate yet. It is made when HTTPS is switched on."))
    text = certificates.authority_path.read_text(encoding="ascii")
    answer = Response(text[text.index("-----BEGIN") :], mimetype=AUTHORITY_KIND)
    answer.headers["Content-Disposition"] = "attachment; filename=chairpi-ca.crt"
    return answer
