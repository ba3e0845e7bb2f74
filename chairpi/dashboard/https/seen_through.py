"""Lets the application see the browser behind the TLS front: its address, and that it came over HTTPS."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

Wsgi = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]


class SeenThrough:
    """A WSGI application that sees the browser, and not the front that it came through.

    Parameters
    ----------
    app
        The application behind.
    inner_port
        The loopback port on which the front is answered.
    """

    def __init__(self, app: Wsgi, inner_port: int) -> None:
        self._app = app
        self.inner_port = inner_port
        self.outer_port = 0
        """The port on which browsers see it; 0 while there is no front."""
        self.clients: dict[str, str] = {}
        """The address of the browser behind each port from which the front connected."""

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        """Answer a request; one that knocked at the inner door itself, on this machine, is plain HTTP from this machine."""
        if environ.get("SERVER_PORT") == str(self.inner_port):
            client = self.clients.get(environ["REMOTE_PORT"])
            if client is not None:
                environ["wsgi.url_scheme"] = "https"
                environ["SERVER_PORT"] = str(self.outer_port)
                environ["REMOTE_ADDR"] = environ["REMOTE_HOST"] = client
        return self._app(environ, start_response)
