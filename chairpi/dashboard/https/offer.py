"""Whether the dashboard is served over HTTPS too, with which certificates, and what stood in the way."""

from __future__ import annotations

import socket
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from chairpi.certificates.addresses import home_addresses
from chairpi.certificates.kept import DIRECTORY, Certificates
from chairpi.clock import RealClock
from chairpi.config.tables import Config
from chairpi.dashboard.security import known_hosts

PORT = 8443
"""The port that is offered to switch HTTPS on: 443 is not allowed for a user who is not root."""


class Opens(Protocol):
    """What serves HTTPS."""

    def open(self, port: int) -> None:
        """Serve it on this port, and on no other; 0 for none."""


@dataclass(slots=True)
class Offer:
    """HTTPS as the configuration has it, and as it went.

    Parameters
    ----------
    port
        TCP port; 0 for none.
    certificates
        The authority and the dashboard's certificate; `None` where there is no place for them.
    trouble
        Why it is not served although there is a port; empty while all is well.
    door
        Opens and closes it; the server puts it here.
    """

    port: int = 0
    certificates: Certificates | None = None
    trouble: str = ""
    door: Opens | None = None

    def use(self, port: int) -> None:
        """Serve HTTPS on this port from now on; 0 for none."""
        if self.door is None:  # nobody serves yet
            self.port = port
        else:
            self.door.open(port)

    @property
    def is_served(self) -> bool:
        """Whether a browser can open it."""
        return bool(self.port and self.certificates and not self.trouble)


def certificates_of(config: Config) -> Certificates:
    """Where a configuration has the certificates, and for which names."""
    return Certificates(
        Path(config.paths.data_dir) / DIRECTORY,
        host_name=socket.gethostname().split(".")[0],
        names=known_hosts(config.web.names)
        - {"localhost"},  # that is another machine on every device that trusts this one
        addresses=home_addresses,
        clock=RealClock(),  # a demo's faster clock is not that of the browser that looks at them
    )
