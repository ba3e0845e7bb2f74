"""The session's cookie: over HTTPS another one than over plain HTTP, for a browser keeps cookies by host and not by port.

With one name, a device that has once been here over HTTPS would keep a `Secure` cookie that plain HTTP neither sees nor may replace,
and no form would work there any more. The name that begins with `__Host-` (RFC 6265bis, 4.1.3.2) also keeps anybody on plain HTTP from
slipping a browser a session of their own.

`Strict-Transport-Security` is never sent: it holds for a name and not for a port, so the browser would refuse plain HTTP on the chair's
name from then on, and whoever takes the trust back, or switches HTTPS off, could no longer open the dashboard at all.
"""

from __future__ import annotations

from flask import Flask, Request, request
from flask.sessions import SecureCookieSession, SecureCookieSessionInterface
from itsdangerous import BadSignature

SECURE_PREFIX = "__Host-"


class SessionByScheme(SecureCookieSessionInterface):
    """Flask's signed cookie, `Secure` and under a name of its own where the request came over HTTPS.

    It holds what a form needs to be believed, and lives as long as the browser keeps it. When it was signed does not count: the chair's
    clock may jump by years when the network comes, and a form that was open then still counts.
    """

    def open_session(self, app: Flask, request: Request) -> SecureCookieSession | None:
        """What the browser brings; an empty one where that is nothing of ours."""
        serializer = self.get_signing_serializer(app)
        if serializer is None:
            return None
        try:
            kept = serializer.loads(request.cookies.get(self.get_cookie_name(app), ""))
        except BadSignature:
            return self.session_class()
        return self.session_class(kept)

    def get_cookie_name(self, app: Flask) -> str:
        """The cookie's name."""
        name = super().get_cookie_name(app)
        return SECURE_PREFIX + name if request.is_secure else name

    def get_cookie_secure(self, app: Flask) -> bool:
        """Whether the browser may send it over HTTPS only."""
        return request.is_secure
