"""The one-time code that lets a browser in: made on the chair's own command line, spent on the dashboard's page.

Both are on one machine, so its time since the start tells how old a code is: a clock that jumps does not matter. A code is kept as a
salted digest in the runtime directory, which is in memory on a built chair, and is gone when the machine starts anew.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import os
import re
import secrets
import socket
from dataclasses import dataclass
from pathlib import Path

from chairpi.clock import Clock
from chairpi.config.tables import Config
from chairpi.errors import LinkError

FILE = "pairing-code.json"
N_DIGITS = 8
LASTS_S = 600.0
"""A code is good for so long [s]: time to walk to the sofa and open a browser there."""
EVERYWHERE = ("0.0.0.0", "::")  # noqa: S104  # compared, not bound


@dataclass(frozen=True, slots=True)
class Code:
    """A code as it is kept.

    Parameters
    ----------
    salt, digest
        Of the code, in hexadecimal digits.
    made_s
        When it was made, on the machine's clock [s].
    origin
        What that clock counts from.
    """

    salt: str
    digest: str
    made_s: float
    origin: str

    def is_good(self, clock: Clock) -> bool:
        """Whether it may still be used."""
        return self.origin == clock.origin_id() and 0 <= clock.monotonic_s() - self.made_s < LASTS_S

    def matches(self, typed: str) -> bool:
        """Whether somebody typed it, with or without spaces; compared in a time that tells nothing of how near they came.

        >>> Code("00", _digest("00", "12345678"), 0.0, "").matches("1234 5678")
        True
        """
        return hmac.compare_digest(self.digest, _digest(self.salt, re.sub(r"[\s-]", "", typed)))


def issue_code(runtime_dir: Path, clock: Clock) -> str:
    """Make a code, in the place of the one before, and return its digits.

    Raises
    ------
    LinkError
        No chair runs with this runtime directory, or it is another user's.
    """
    code = f"{secrets.randbelow(10**N_DIGITS):0{N_DIGITS}}"
    salt = secrets.token_hex(16)
    kept = {"salt": salt, "digest": _digest(salt, code), "made_s": clock.monotonic_s(), "origin": clock.origin_id()}
    if not runtime_dir.is_dir():
        raise LinkError(
            f"no chair runs here: there is no directory {runtime_dir} (paths.runtime_dir). Start the chair first, "
            "or name its configuration with --config"
        )
    try:
        write_private(runtime_dir / FILE, json.dumps(kept))
    except OSError as error:
        raise LinkError(
            f"the code cannot be put into {runtime_dir}: {error.strerror}; run this as the chair's own user, or with sudo"
        ) from error
    return code


def kept_code(runtime_dir: Path, clock: Clock) -> Code | None:
    """The code that may be used now, if there is one."""
    try:
        code = Code(**json.loads((runtime_dir / FILE).read_text(encoding="ascii")))
        return code if code.is_good(clock) else None
    except (OSError, ValueError, TypeError):
        return None


def spend(runtime_dir: Path) -> None:
    """Let the code be used no more."""
    (runtime_dir / FILE).unlink(missing_ok=True)


def write_private(path: Path, text: str) -> None:
    """Write a file that only the owner of its directory can read, whole or not at all.

    Whoever is root writes it for the user whose directory it is.
    """
    beside = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        descriptor = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "w", encoding="ascii") as file:
            if os.geteuid() == 0:
                home = path.parent.stat()
                os.fchown(descriptor, home.st_uid, home.st_gid)
            file.write(text)
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)


def address_of(config: Config) -> str:
    """Where the page that asks for the code is."""
    host = f"{socket.gethostname()}.local" if config.web.host in EVERYWHERE else config.web.host
    host = f"[{host}]" if ":" in host else host
    return f"http://{host}:{config.web.port}/pair"


def instructions(code: str, config: Config) -> tuple[str, ...]:
    """What the command says, line by line."""
    return (
        f"The code is  {code[:4]} {code[4:]}",
        f"Open {address_of(config)} in the browser that you want to pair, and type it there within {LASTS_S / 60:.0f} minutes.",
        "It works once, and takes the place of any code before it.",
    )


def _digest(salt: str, code: str) -> str:
    return hmac.new(bytes.fromhex(salt), code.encode("utf-8", "surrogateescape"), hashlib.sha256).hexdigest()
