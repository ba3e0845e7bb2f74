"""Who may open the dashboard: browsers that have paired, and programs that have a key."""

from __future__ import annotations

import hashlib
import hmac
import logging
import secrets
import threading
from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path
from typing import TypeVar

from chairpi.clock import is_believed
from chairpi.errors import StoreError, UnwritableError
from chairpi.said_once import SaidOnce
from chairpi.store.app_file import AppFile
from chairpi.store.rows import Statement

log = logging.getLogger(__name__)

T = TypeVar("T")

SECRET_BYTES = 32
"""A browser's cookie and a program's key: nobody guesses 256 bits."""
KEPT_S = 400 * 86_400.0
"""A browser that has not been seen for so long [s] pairs again: as long as browsers keep a cookie (RFC 6265bis, 5.5)."""
SEEN_STEP_S = 3600.0
"""When somebody was last here is written at most so often [s]: a card wears."""
MARK = "claimed"
"""A file beside the database, there from the first owner on: where the database cannot be read, or a backup from before had to be put
in its place, it says that not everybody may look."""


class Role(StrEnum):
    """What a browser may do; the least first."""

    ANYBODY = "anybody"
    KIOSK = "kiosk"
    VIEWER = "viewer"
    OWNER = "owner"

    def reaches(self, least: Role) -> bool:
        """Whether this is `least` or more."""
        ranks = list(Role)
        return ranks.index(self) >= ranks.index(least)


PAIRED = (Role.OWNER, Role.VIEWER, Role.KIOSK)
"""The roles that a paired browser can have."""


class Scope(StrEnum):
    """What a program with a key may do."""

    READ = "read"
    CONTROL = "control"


@dataclass(frozen=True, slots=True)
class Device:
    """A browser that has paired; times are those of the wall clock [POSIX s]."""

    device_id: int
    name: str
    role: Role
    first_seen_utc_s: float
    last_seen_utc_s: float


@dataclass(frozen=True, slots=True)
class ApiKey:
    """A program's key; times are those of the wall clock [POSIX s], `used_utc_s` is `None` while it was never used."""

    key_id: int
    name: str
    scope: Scope
    made_utc_s: float
    used_utc_s: float | None


@dataclass(frozen=True, slots=True)
class _Known:
    """All rows, by digest."""

    devices: dict[bytes, Device]
    keys: dict[bytes, ApiKey]
    is_claimed: bool


class Access:
    """The paired browsers and the keys. Every thread may use it; what it changes is on the disk when it returns.

    The rows are kept in memory, so that a database that is locked or full shuts nobody out.

    Parameters
    ----------
    file
        `app.db`; this is the only one that writes these tables.
    path
        Where it is: the mark of a claimed chair stands beside it.

    Raises
    ------
    StoreError
        By whatever changes something, and before the first reading: the file cannot be read or written.
    """

    def __init__(self, file: AppFile, path: Path) -> None:
        self._file = file
        self._mark = path.with_name(MARK)
        self._lock = threading.RLock()
        self._known: _Known | None = None
        self._reading = SaidOnce(
            log, "who has paired cannot be read", "who has paired can be read again", level=logging.WARNING
        )
        self._noting = SaidOnce(
            log,
            "when somebody was last here is not noted",
            "when somebody was here is noted again",
            level=logging.WARNING,
        )

    @property
    def is_claimed(self) -> bool:
        """Whether somebody has paired as owner, ever: from then on not everybody may look."""
        try:
            is_claimed = self._read().is_claimed
        except StoreError as error:
            self._reading.failed(error)
            # A disk that is not in its place has no mark either: it is not to make a new chair of this one.
            return isinstance(error, UnwritableError) or self._mark.exists()
        self._reading.works()
        return is_claimed

    @property
    def can_be_read(self) -> bool:
        """Whether it is known who has paired."""
        try:
            self._read()
        except StoreError:
            return False
        return True

    def device(self, secret: str, utc_s: float | None) -> Device | None:
        """Return the browser with this cookie; `None`: unknown, or away for too long.

        Parameters
        ----------
        secret
            The cookie.
        utc_s
            The wall clock [POSIX s]; `None` while that is not known to be right: nobody has been away for too long then, and who
            paired or was seen by a clock that showed no possible time has not either.
        """
        digest = digest_of(secret)
        found = _found(self._readable().devices, digest)
        if found is None or utc_s is None or not is_believed(found.last_seen_utc_s):
            return found
        return found if utc_s - found.last_seen_utc_s <= KEPT_S else None

    def key(self, secret: str) -> ApiKey | None:
        """Return the key that this is; `None`: unknown."""
        return _found(self._readable().keys, digest_of(secret))

    def still_has(self, device: Device) -> bool:
        """Whether a browser may come in with the role that it had."""
        return any(
            (kept.device_id, kept.role) == (device.device_id, device.role) for kept in self._readable().devices.values()
        )

    def still_accepts(self, key: ApiKey) -> bool:
        """Whether a key has not been revoked."""
        return any(kept.key_id == key.key_id for kept in self._readable().keys.values())

    def devices(self) -> tuple[Device, ...]:
        """Return all paired browsers, the latest one first."""
        return tuple(sorted(self._read().devices.values(), key=lambda device: -device.device_id))

    def api_keys(self) -> tuple[ApiKey, ...]:
        """Return all keys, the latest one first."""
        return tuple(sorted(self._read().keys.values(), key=lambda key: -key.key_id))

    @property
    def n_owners(self) -> int:
        """How many browsers are an owner's."""
        return sum(device.role is Role.OWNER for device in self._read().devices.values())

    def pair(self, name: str, role: Role, utc_s: float) -> str:
        """Let a browser in, and return its cookie, which is kept nowhere."""
        secret = secrets.token_urlsafe(SECRET_BYTES)
        row = {"digest": digest_of(secret), "name": name, "role": role.value, "utc_s": utc_s}
        columns = "(digest, name, role, first_seen_utc_s, last_seen_utc_s)"
        steps: list[Statement] = [(f"INSERT INTO device {columns} VALUES (:digest, :name, :role, :utc_s, :utc_s)", row)]  # noqa: S608
        if role is Role.OWNER:
            steps.append(("INSERT INTO claimed VALUES (1, :utc_s) ON CONFLICT DO NOTHING", {"utc_s": utc_s}))
        with self._lock:
            self._do(steps)
            if role is Role.OWNER:
                self._leave_mark()
        return secret

    def change(self, device_id: int, *, name: str, role: Role) -> None:
        """Call a browser otherwise, and let it do otherwise."""
        sql = "UPDATE device SET name = :name, role = :role WHERE device_id = :id"
        self._do([(sql, {"name": name, "role": role.value, "id": device_id})])

    def revoke(self, device_id: int) -> None:
        """Let a browser in no longer."""
        self._do([("DELETE FROM device WHERE device_id = :id", {"id": device_id})])

    def revoke_others(self, device_id: int) -> None:
        """Let no browser in any longer but this one."""
        self._do([("DELETE FROM device WHERE device_id <> :id", {"id": device_id})])

    def make_key(self, name: str, scope: Scope, utc_s: float) -> str:
        """Make a key, and return it; it is kept nowhere."""
        secret = secrets.token_urlsafe(SECRET_BYTES)
        sql = "INSERT INTO api_key (digest, name, scope, made_utc_s) VALUES (:digest, :name, :scope, :utc_s)"
        self._do([(sql, {"digest": digest_of(secret), "name": name, "scope": scope.value, "utc_s": utc_s})])
        return secret

    def revoke_key(self, key_id: int) -> None:
        """Accept a key no longer."""
        self._do([("DELETE FROM api_key WHERE key_id = :id", {"id": key_id})])

    def see(self, device: Device, utc_s: float) -> bool:
        """Note that a browser was here, if that was not noted within the hour; whether it was now."""
        if abs(utc_s - device.last_seen_utc_s) < SEEN_STEP_S:
            return False
        sql = "UPDATE device SET last_seen_utc_s = :utc_s WHERE device_id = :id"
        return self._note(sql, {"utc_s": utc_s, "id": device.device_id}, device.device_id, utc_s)

    def use(self, key: ApiKey, utc_s: float) -> None:
        """Note that a key was used, if that was not noted within the hour."""
        if key.used_utc_s is None or abs(utc_s - key.used_utc_s) >= SEEN_STEP_S:
            self._note("UPDATE api_key SET used_utc_s = :utc_s WHERE key_id = :id", {"utc_s": utc_s, "id": key.key_id})

    def forget(self) -> None:
        """Erase all of it: whoever comes next is the first."""
        with self._lock:
            self._file.erase([(f"DELETE FROM {table}", {}) for table in ("device", "api_key", "claimed")])  # noqa: S608  # ours
            self._mark.unlink(missing_ok=True)
            self._known = None

    def _note(self, sql: str, row: dict[str, object], device_id: int | None = None, utc_s: float = 0.0) -> bool:
        """Write what no one misses where it cannot be written."""
        try:
            self._do([(sql, row)])
        except StoreError as error:
            self._noting.failed(error)
            self._remember(device_id, utc_s)
            return False
        self._noting.works()
        return True

    def _remember(self, device_id: int | None, utc_s: float) -> None:
        """Keep it in memory at least, so that a full card is not tried again with every request."""
        with self._lock:
            known = self._readable()
            for digest, device in known.devices.items():
                if device.device_id == device_id:
                    known.devices[digest] = replace(device, last_seen_utc_s=utc_s)

    def _leave_mark(self) -> None:
        try:
            self._mark.touch(mode=0o600)
        except OSError as error:
            log.warning("%s cannot be made: %s", self._mark, error)

    def _do(self, steps: list[Statement]) -> None:
        with self._lock:
            self._file.do(steps)
            self._known = None
            self._read()

    def _readable(self) -> _Known:
        """All rows, or none while they cannot be read: nobody is known then."""
        try:
            return self._read()
        except StoreError:
            return _Known({}, {}, is_claimed=True)

    def _read(self) -> _Known:
        with self._lock:
            if self._known is None:
                devices = self._file.read(
                    "SELECT digest, device_id, name, role, first_seen_utc_s, last_seen_utc_s FROM device"
                )
                keys = self._file.read("SELECT digest, key_id, name, scope, made_utc_s, used_utc_s FROM api_key")
                self._known = _Known(
                    {
                        digest: Device(row_id, name, Role(role), *times)
                        for digest, row_id, name, role, *times in devices
                    },
                    {
                        digest: ApiKey(row_id, name, Scope(scope), *times)
                        for digest, row_id, name, scope, *times in keys
                    },
                    bool(self._file.read("SELECT 1 FROM claimed")) or self._mark.exists(),
                )
            return self._known


def digest_of(secret: str) -> bytes:
    """What is kept of a secret of 256 random bits: SHA-256 is enough for what nobody can guess."""
    return hashlib.sha256(secret.encode("utf-8", "surrogateescape")).digest()


def _found(known: Mapping[bytes, T], digest: bytes) -> T | None:
    """What has this digest, compared in a time that tells nothing of how near it came."""
    found = None
    for kept, value in known.items():
        if hmac.compare_digest(kept, digest):
            found = value
    return found
