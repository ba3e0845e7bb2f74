"""Addresses on this dashboard, as forms carry them."""

from __future__ import annotations

from urllib.parse import urlsplit


def place_on_this_site(address: str) -> str:
    """An address to go back to, or the first page where it would lead elsewhere.

    >>> place_on_this_site("/today?day=2026-11-26"), place_on_this_site("//evil.example/"), place_on_this_site("https://evil.example")
    ('/today?day=2026-11-26', '/', '/')
    """
    try:
        parts = urlsplit(address)
    except ValueError:
        return "/"
    is_here = not parts.scheme and not parts.netloc and address.startswith("/") and not address.startswith("//")
    return address if is_here and "\\" not in address and address.isprintable() else "/"
