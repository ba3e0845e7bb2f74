"""The session's cookie: over HTTPS another one than over plain HTTP, for a browser keeps cookies by host and not by port.

With one name, a device that has once been here over HTTPS would keep a `Secure` cookie that plain HTTP neither sees nor may replace,
and no form would work there any more. The name that begins with `__Host-` (RFC 6265bis, 4.1.3.2) also keeps anybody on plain HTTP from
slipping a browser a session of their own.

`Strict-Transport-Security` is never sent: it holds for a name and not for a port, so the browser would refuse plain HTTP on the chair's
name from then on, and whoever takes the trust back, or switches HTTPS off, could no longer open the dashboard at all.
"""

from __future__ import annotations

from flask import Flask, request
from flask.sessions import SecureCookieSessionInterface

SECURE_PREFIX = "__Host-"


class SessionByScheme(SecureCookieSessionInterface):
    """Flask's signed cookie, `Secure` and under a name of its own where the request came over HTTPS."""

    def get_cookie_name(self, app: Flask) -> str:
        """The cookie's name."""
        name = super().get_cookie_name(app)
        return SECURE_PREFIX + name if request.is_secure else name

    def get_cookie_secure(self, app: Flask) -> bool:
        """Whether the browser may send it over HTTPS only."""
        return request.is_secure
