"""The certificates on the disk: made when they are first needed, and renewed by themselves.

Each file begins with a line that says for what and until when its certificate is; OpenSSL passes over it.
So the certificates that are there are used without loading what makes them.
"""

from __future__ import annotations

import hashlib
import json
import logging
import ssl
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass
from pathlib import Path

from chairpi.certificates.addresses import Address
from chairpi.certificates.authority import (
    AUTHORITY_DAYS,
    BACKDATED_DAYS,
    DAY_S,
    LEAF_DAYS,
    Made,
    make_authority,
    make_leaf,
)
from chairpi.clock import Clock
from chairpi.errors import StoreError
from chairpi.on_disk import write_whole

log = logging.getLogger(__name__)

DIRECTORY = "certificates"
"""Beside the history."""
AUTHORITY_FILE = "chairpi-ca.crt"
AUTHORITY_KEY_FILE = "chairpi-ca.key"
LEAF_FILE = "dashboard.pem"
"""Certificate and key in one file: they are changed together or not at all."""
RENEWED_BEFORE_S = 30 * 86_400.0
ALWAYS = "chairpi.local"
"""The name that the guide gives a chair; the authority may vouch for it even where the machine has another name today."""


@dataclass(frozen=True, slots=True)
class Facts:
    """For what a certificate is, and until when [POSIX s]."""

    names: tuple[str, ...]
    addresses: tuple[str, ...]
    ends_utc_s: float

    def lasts(self, now_utc_s: float, days: int) -> bool:
        """Whether a certificate that was made for so many days has begun, and does not end soon.

        One that was made while the clock was wrong has not begun yet, or is over.
        """
        begins_utc_s = self.ends_utc_s - (days + BACKDATED_DAYS) * DAY_S
        return begins_utc_s <= now_utc_s <= self.ends_utc_s - RENEWED_BEFORE_S


class Certificates:
    """The authority and the dashboard's certificate.

    Parameters
    ----------
    directory
        Where they are; made when the first is.
    host_name
        The machine's own name.
    names
        Names under which the dashboard answers.
    addresses
        Says which addresses the machine has at the moment.
    clock
        What time it is.
    """

    def __init__(
        self,
        directory: Path,
        *,
        host_name: str,
        names: Iterable[str],
        addresses: Callable[[], tuple[Address, ...]],
        clock: Clock,
    ) -> None:
        self.directory = directory
        self._host_name = host_name
        self._names = tuple(sorted(set(names)))
        self._addresses = addresses
        self._clock = clock

    @property
    def authority_path(self) -> Path:
        """The file that devices are given to trust."""
        return self.directory / AUTHORITY_FILE

    @property
    def leaf_path(self) -> Path:
        """The dashboard's certificate, with its key."""
        return self.directory / LEAF_FILE

    def authority(self) -> Facts | None:
        """What the authority may vouch for; `None` while there is none."""
        return _facts(self.authority_path)

    def leaf(self) -> Facts | None:
        """What the dashboard's certificate is for; `None` while there is none."""
        return _facts(self.leaf_path)

    def fingerprint(self) -> str:
        """SHA-256 of the authority as browsers show it: pairs of hexadecimal digits with colons; empty while there is none."""
        return fingerprint(self.authority_path)

    def names_left_out(self) -> tuple[str, ...]:
        """Names under which the dashboard answers and for which the authority, made before them, may not vouch."""
        authority = self.authority()
        return () if authority is None else tuple(name for name in self._names if not _is_below(name, authority.names))

    def renew(self, *, always: bool = False, with_authority: bool = False) -> bool:
        """Make what is missing, ends soon, or is for other names and addresses; whether anything was made.

        Parameters
        ----------
        always
            Make a new certificate for the dashboard in any case.
        with_authority
            And a new authority, which every device has to be told to trust anew.

        Raises
        ------
        StoreError
            The files cannot be written, or are not what they were made as.
        """
        now_utc_s = self._clock.utc_s()
        try:
            authority = self.authority()
            is_set = self._clock.is_set()  # while the time is not known, none is replaced for its dates
            if with_authority or authority is None or (is_set and not authority.lasts(now_utc_s, AUTHORITY_DAYS)):
                authority = self._new_authority(now_utc_s)
                always = True
            wanted = self._wanted(authority)
            leaf = self.leaf()
            is_well = leaf is not None and (leaf.names, leaf.addresses) == wanted
            lasts = leaf is not None and (
                not is_set or leaf.ends_utc_s == authority.ends_utc_s or leaf.lasts(now_utc_s, LEAF_DAYS)
            )
            if is_well and lasts and not always:
                return False
            self._new_leaf(authority, now_utc_s)
        except OSError as error:
            raise StoreError(
                f"{self.directory}: the certificates cannot be kept ({error.strerror}); make the directory writable for this user"
            ) from error
        except ValueError as error:
            raise StoreError(
                f"{self.directory}: what is there is no authority of this chair ({error}); "
                "make a new one with `chairpi certificates --new-authority`"
            ) from error
        return True

    def _wanted(self, authority: Facts) -> tuple[tuple[str, ...], tuple[str, ...]]:
        names = tuple(name for name in self._names if _is_below(name, authority.names))
        return names, tuple(str(address) for address in self._addresses())

    def _new_authority(self, now_utc_s: float) -> Facts:
        names = tuple(sorted({ALWAYS, *self._names}))
        made = make_authority(self._host_name, names, now_utc_s)
        facts = Facts(names, (), made.ends_utc_s)
        self.directory.mkdir(parents=True, exist_ok=True)
        self.directory.chmod(0o700)
        write_whole(self.directory / AUTHORITY_KEY_FILE, made.key)
        write_whole(self.authority_path, _with_facts(facts, made.certificate))
        log.info("made a certificate authority for this chair; its fingerprint is %s", self.fingerprint())
        return facts

    def _new_leaf(self, authority: Facts, now_utc_s: float) -> None:
        signer = Made(
            self.authority_path.read_bytes(), (self.directory / AUTHORITY_KEY_FILE).read_bytes(), authority.ends_utc_s
        )
        names, shown = self._wanted(authority)
        made = make_leaf(signer, names, (address for address in self._addresses() if str(address) in shown), now_utc_s)
        write_whole(self.leaf_path, _with_facts(Facts(names, shown, made.ends_utc_s), made.certificate + made.key))
        log.info("made a certificate for the dashboard: %s", ", ".join((*names, *shown)))


def fingerprint(path: Path) -> str:
    """SHA-256 of the first certificate in a file, as browsers show it; empty when there is none."""
    try:
        text = path.read_text(encoding="ascii")
    except FileNotFoundError:
        return ""
    begin, end = "-----BEGIN CERTIFICATE-----", "-----END CERTIFICATE-----"
    pem = begin + text.partition(begin)[2].partition(end)[0] + end
    return hashlib.sha256(ssl.PEM_cert_to_DER_cert(pem)).digest().hex(":").upper() if begin in text else ""


def _is_below(name: str, allowed: Iterable[str]) -> bool:
    """Whether a name is one of these or below one (RFC 5280, 4.2.1.10)."""
    return any(name == parent or name.endswith(f".{parent}") for parent in allowed)


def _with_facts(facts: Facts, pem: bytes) -> bytes:
    return json.dumps(asdict(facts)).encode("ascii") + b"\n" + pem


def _facts(path: Path) -> Facts | None:
    try:
        with path.open(encoding="ascii") as lines:
            found = json.loads(lines.readline())
        return Facts(tuple(found["names"]), tuple(found["addresses"]), float(found["ends_utc_s"]))
    except FileNotFoundError:
        return None
    except (KeyError, TypeError) as error:
        raise ValueError(f"{path.name}: its first line is not ChairPi's") from error
