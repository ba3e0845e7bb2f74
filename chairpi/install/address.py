"""Where the dashboard is, for people: by name, by number, and as a picture for a phone's camera."""

from __future__ import annotations

import io
import ipaddress
import socket
from collections.abc import Iterator

import segno

from chairpi.certificates.addresses import home_addresses
from chairpi.config.tables import Config

EVERYWHERE = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104  # compared, not bound
"""Addresses that stand for all of a machine's, each with one of them."""


def local_host(host: str) -> str:
    """The host by which this machine itself reaches a dashboard that listens on `host`, as it stands in an address.

    >>> local_host("0.0.0.0"), local_host("192.168.1.6"), local_host("::")
    ('127.0.0.1', '192.168.1.6', '[::1]')
    """
    return _bracketed(EVERYWHERE.get(host, host))


def addresses(config: Config) -> list[str]:
    """Where the dashboard is, the best to remember first."""
    if config.web.host not in EVERYWHERE:
        return [f"http://{_bracketed(config.web.host)}:{config.web.port}/"]
    names = [f"{socket.gethostname().split('.')[0]}.local", *(str(address) for address in home_addresses())]
    return [f"http://{_bracketed(name)}:{config.web.port}/" for name in names]


def where_to_look(config: Config) -> Iterator[str]:
    """What is said at the end of an installation."""
    first, *others = addresses(config)
    yield f"Open {first} on a phone or a computer at home."
    if others:
        yield f"Where that name is not known: {' or '.join(others)}"
    picture = io.StringIO()
    segno.make(first, micro=False, error="m").terminal(picture, compact=True, border=2)
    yield picture.getvalue().rstrip("\n")


def _bracketed(host: str) -> str:
    try:
        return f"[{host}]" if ipaddress.ip_address(host).version == 6 else host
    except ValueError:
        return host
