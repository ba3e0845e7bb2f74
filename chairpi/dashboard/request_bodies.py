"""How long a request may be, by its address: waitress has a body on the disk before anybody asks who sent it."""

from __future__ import annotations

import copy

from waitress.adjustments import Adjustments
from waitress.channel import HTTPChannel
from waitress.parser import HTTPRequestParser
from waitress.server import BaseWSGIServer, MultiSocketServer

from chairpi.dashboard.yours.backups import FORM_BYTES, UPLOAD_MAX_BYTES, UPLOAD_PATH

BODY_MOST_BYTES = UPLOAD_MAX_BYTES + FORM_BYTES
"""The longest request: a backup that somebody puts back."""
ELSEWHERE_BYTES = 1024 * 1024
"""At any other address [bytes]: several times the longest form, which the application bounds itself. Our choice."""


class BoundedParser(HTTPRequestParser):  # type: ignore[misc]  # waitress has no types
    """Reads requests as waitress does, and refuses a long body at an address that takes none with 413, before it comes."""

    adj: Adjustments

    def parse_header(self, header_plus: bytes) -> None:
        """Read the header, from which on the bound is known."""
        super().parse_header(header_plus)
        if self.path != UPLOAD_PATH:
            bounded: Adjustments = copy.copy(self.adj)
            bounded.max_request_body_size = ELSEWHERE_BYTES
            self.adj = bounded


class BoundedChannel(HTTPChannel):  # type: ignore[misc]  # waitress has no types
    """A connection whose requests are bounded by their addresses."""

    parser_class = BoundedParser


def bound_bodies(server: MultiSocketServer) -> None:
    """Let each socket of a server read its requests with these bounds."""
    for listening in server.map.values():
        if isinstance(listening, BaseWSGIServer):
            listening.channel_class = BoundedChannel
