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

HEADERS = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "X-Content-Type-Options": "nosniff",
    # Not "no-referrer": browsers then send "Origin: null" with the dashboard's own forms, and the check below would refuse them.
    "Referrer-Policy": "same-origin",
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
        name = urlsplit(f"//{host}").hostname or ""
    except ValueError:
        return False
    name = name.rstrip(".")
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return name in known
    return True


def guard(app: Flask, host_names: Iterable[str]) -> None:
    """Refuse what comes from elsewhere, and tell browsers the rules with every answer."""
    known = known_hosts(host_names)

    @app.before_request
    def refuse_strangers() -> None:
        host = request.headers.get("Host", "")
        if not host_is_known(host, known):
            abort(
                400,
                "ChairPi does not answer to this name. Open it by its IP address or as "
                f"{socket.gethostname()}.local, or add the name to web.names in its configuration.",
            )
        origin = request.headers.get("Origin")
        if origin is not None and urlsplit(origin).netloc != host:
            abort(
                400,
                "This request came from a page that is not this dashboard's. Open the dashboard itself and try there.",
            )

    @app.after_request
    def tell_rules(response: Response) -> Response:
        response.headers.update(HEADERS)
        if request.endpoint != "static":  # static files are revalidated by their ETag; pages and values are never kept
            response.headers["Cache-Control"] = "no-store"
        return response
