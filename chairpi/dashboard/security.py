"""What keeps other web sites out of a dashboard that has no lock on the house's own network.

A page from elsewhere, open in a browser in the house, may try to reach the dashboard.
By another name for its address (DNS rebinding): only addresses and known names are answered.
By a form of its own: every change needs a token (Flask-WTF), a same-site cookie, and an Origin, if there is one, that is this host.
By a smuggled script: the content security policy runs nothing but this package's own files.
"""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Iterable
from urllib.parse import urlsplit

from flask import Flask, Response, abort, request

from chairpi.language.words import _

LOCAL_SUFFIXES = ("", ".local", ".lan", ".home.arpa")
"""How one machine is named in a house: bare, by mDNS (RFC 6762), by common routers, and by RFC 8375."""

CONTENT_SECURITY_POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "connect-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
        "manifest-src 'self'",
    )
)

NOT_NEEDED = ("camera", "display-capture", "geolocation", "gyroscope", "microphone", "midi", "payment", "usb")
"""What no page of the dashboard may ask a browser for."""

HEADERS = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "X-Content-Type-Options": "nosniff",
    # Not "no-referrer": browsers then send "Origin: null" with the dashboard's own forms, and the check below would refuse them.
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Frame-Options": "DENY",  # for browsers that do not know frame-ancestors
    "Permissions-Policy": ", ".join(f"{feature}=()" for feature in NOT_NEEDED),
}


def known_hosts(host_names: Iterable[str] = ()) -> frozenset[str]:
    """The names under which this machine answers, in lower case: localhost, its own ones, and `host_names`."""
    own_name = socket.gethostname().split(".")[0]
    own_names = (own_name + suffix for suffix in LOCAL_SUFFIXES)
    return frozenset(name.lower() for name in ("localhost", *own_names, *host_names))


def host_is_known(host: str, known: frozenset[str]) -> bool:
    """Whether a request for `host` (a Host header's value) is meant for this dashboard.

    Any IP address is: rebinding needs a name.

    >>> host_is_known("192.168.1.6:8080", frozenset()), host_is_known("[fe80::1]", frozenset())
    (True, True)
    >>> host_is_known("chairpi.local.evil.example", frozenset({"chairpi.local"}))
    False
    """
    try:
        parts = urlsplit(f"//{host}")
        name = parts.hostname or ""
    except ValueError:
        return False
    if parts.netloc != host or "@" in host:  # no browser sends more than a name and a port
        return False
    name = name.rstrip(".")
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return name in known
    return True


def host_is_loopback(host: str) -> bool:
    """Whether a browser trusts this host as it trusts HTTPS: elsewhere it complains of headers that only count there.

    >>> host_is_loopback("127.0.0.1:8080"), host_is_loopback("localhost"), host_is_loopback("192.168.1.6")
    (True, True, False)
    """
    name = host.rpartition(":")[0] or host
    return name in ("localhost", "[::1]") or name.startswith("127.")


def is_of(origin: str, host: str) -> bool:
    """Whether an Origin header names a page of this host.

    >>> is_of("http://chairpi.local:8080", "chairpi.local:8080"), is_of("null", "chairpi.local"), is_of("http://[", "chairpi.local")
    (True, False, False)
    """
    try:
        return urlsplit(origin).netloc.lower() == host.lower()
    except ValueError:
        return False


def guard(app: Flask, host_names: Iterable[str]) -> None:
    """Refuse what comes from elsewhere, and tell browsers the rules with every answer."""
    known = known_hosts(host_names)

    @app.before_request
    def refuse_strangers() -> None:
        host = request.headers.get("Host", "")
        if not host_is_known(host, known):
            abort(
                400,
                _(
                    "ChairPi does not answer to this name. Open it by its IP address or as %(name)s.local, or add the name to "
                    "web.names in its configuration.",
                    name=socket.gethostname(),
                ),
            )
        origin = request.headers.get("Origin")
        if origin is not None and not is_of(origin, host):
            abort(
                400,
                _(
                    "This request came from a page that is not this dashboard's. Open the dashboard itself and try there."
                ),
            )

    @app.after_request
    def tell_rules(response: Response) -> Response:
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        if request.is_secure or host_is_loopback(request.host):
            response.headers["Cross-Origin-Opener-Policy"] = "same-origin"
        # Pages and values are never kept; files say themselves for how long.
        response.headers.setdefault("Cache-Control", "no-store")
        return response
