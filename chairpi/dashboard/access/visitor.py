"""Who asks: the paired browser or the program behind the present request, and what it may do."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from flask import g, request

from chairpi.dashboard.services import services
from chairpi.store.access import ApiKey, Device, Role

COOKIE = "chairpi_device"
SECURE_COOKIE = "__Host-chairpi_device"
"""The cookie's name over HTTPS: one that was set there cannot be overwritten from the plain address."""


@dataclass(frozen=True, slots=True)
class Visitor:
    """Who asks.

    Parameters
    ----------
    role
        What they may do; an owner's while nobody has paired.
    is_claimed
        Whether somebody has paired as owner: until then the dashboard is open to everybody.
    device, key
        The paired browser, or the program's key; both `None` for anybody else.
    """

    role: Role
    is_claimed: bool
    device: Device | None = None
    key: ApiKey | None = None

    @property
    def may_change(self) -> bool:
        """Whether they may change what the household shares."""
        return self.role is Role.OWNER

    @property
    def may_look(self) -> bool:
        """Whether they may look at more than the Now page."""
        return self.role.reaches(Role.VIEWER)

    @property
    def name(self) -> str:
        """What the browser is called; empty for others."""
        return self.device.name if self.device else ""

    def still_may(self) -> Callable[[], bool]:
        """What says, later and from any thread, whether they may look as they may now."""
        access = services().access
        device, key = self.device, self.key
        if device is not None:
            return lambda: access.still_has(device)
        if key is not None:
            return lambda: access.still_accepts(key)
        is_claimed = self.is_claimed
        return lambda: access.is_claimed == is_claimed


def visitor() -> Visitor:
    """Who is behind the present request; found out once."""
    if "visitor" not in g:
        g.visitor = _visitor()
    found: Visitor = g.visitor
    return found


def presented_key() -> str:
    """The key that a program shows with its request, in a header and nowhere else; empty without one."""
    scheme, _, value = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() == "bearer":
        return value.strip()
    return request.headers.get("X-Api-Key", "").strip()


def _visitor() -> Visitor:
    parts = services()
    access = parts.access
    if secret := presented_key():
        key = access.key(secret)
        return Visitor(Role.VIEWER if key else Role.ANYBODY, is_claimed=True, key=key)
    device = next(filter(None, map(_device, _cookies())), None)
    if device is not None:
        return Visitor(device.role, is_claimed=True, device=device)
    if not access.is_claimed:
        return Visitor(Role.OWNER, is_claimed=False)
    return Visitor(Role.KIOSK if parts.before_pairing == "now" else Role.ANYBODY, is_claimed=True)


def _cookies() -> list[str]:
    """What may be this browser's cookie; the plain one counts over HTTPS too, where the browser paired before there was any."""
    names = (SECURE_COOKIE, COOKIE) if request.is_secure else (COOKIE,)
    return [secret for name in names if (secret := request.cookies.get(name, ""))]


def _device(secret: str) -> Device | None:
    parts = services()
    return parts.access.device(secret, parts.clock.utc_s() if parts.clock.is_set() else None)
