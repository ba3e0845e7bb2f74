"""A backup on its way into the house: asked about before it comes, read into a file beside the backups, and looked at."""

from __future__ import annotations

import tempfile
from enum import StrEnum
from pathlib import Path
from typing import IO

from flask import Flask, Request, Response, request

from chairpi.backup.automatic import backups_directory
from chairpi.backup.files import check_room, private_directory
from chairpi.dashboard.services import services
from chairpi.errors import StoreError
from chairpi.language.words import N_, translated

ENDPOINT = "backups.upload"
UPLOAD_PATH = "/settings/backup/upload"
UPLOAD_MAX_BYTES = 256 * 1024 * 1024
"""A history of ten years is far below; what is larger is restored with `chairpi restore`. Our choice."""
FORM_BYTES = 16 * 1024
"""What the form may hold besides the file [bytes]."""
PART_PREFIX = ".upload-"

IS_ASKED = "chairpi.upload.is_asked"
"""In a request's environment: the server asks whether the body may come, and keeps it until it is told."""
N_BYTES = "chairpi.upload.n_bytes"
"""How long the body is that was not read [bytes]."""
WHY_NOT = "chairpi.upload.why_not"
"""Why it was not."""


class WhyNot(StrEnum):
    """Why a body was not read."""

    GATE = "gate"
    """The application did not let it in, and says so once more."""
    TURN = "turn"
    DISK = "disk"


SAID = {
    WhyNot.GATE: N_("The file was not taken just now. Please try once more."),
    WhyNot.TURN: N_("Another backup is being uploaded at the moment. Please try again when that is done."),
    WhyNot.DISK: N_("The file cannot be kept: nothing can be written to the card or disk just now."),
}


class Uploading(Request):
    """A request whose file, where it is a backup, goes beside the backups: /tmp is memory on many a chair."""

    def _get_file_stream(
        self,
        total_content_length: int | None,
        content_type: str | None,
        filename: str | None = None,
        content_length: int | None = None,
    ) -> IO[bytes]:
        if self.endpoint != ENDPOINT:
            return super()._get_file_stream(total_content_length, content_type, filename, content_length)
        return tempfile.NamedTemporaryFile("w+b", dir=upload_directory(), prefix=PART_PREFIX)


def take_files(app: Flask) -> None:
    """Let the form that carries a backup be longer than all others; to be called before the forms' tokens are read."""
    app.request_class = Uploading

    @app.before_request
    def make_room() -> None:
        # Only a form of parts goes to a file while it is read; another one would be held in memory.
        if request.endpoint == ENDPOINT and request.mimetype == "multipart/form-data":
            request.max_content_length = UPLOAD_MAX_BYTES + FORM_BYTES


def answer_first(app: Flask) -> None:
    """Say to the server whether a body may come; to be called after the gate, which has let the rest in."""

    @app.before_request
    def say() -> Response | None:
        if request.endpoint != ENDPOINT or IS_ASKED not in request.environ or request.method != "POST":
            return None  # what else may be asked there has no body
        try:
            check_upload(request.environ[N_BYTES])
        except StoreError:
            return Response(status=507)
        return Response(status=204)


def upload_directory() -> Path:
    """Where it goes, which is on the disk.

    Raises
    ------
    StoreError
        It cannot be made.
    """
    return private_directory(backups_directory(services().history_path.parent))


def check_upload(n_bytes: int) -> None:
    """Look whether there is room: it is there twice for a moment, as it came and as a file of its own.

    Raises
    ------
    StoreError
        There is not.
    """
    check_room(upload_directory(), 2 * n_bytes)


def refuse_unread() -> None:
    """Refuse where there is no file because it was not read.

    Raises
    ------
    StoreError
        It was not; the text says why.
    """
    why_not: WhyNot | None = request.environ.get(WHY_NOT)
    if why_not is not None:
        if why_not is WhyNot.GATE:
            check_upload(request.environ[N_BYTES])
        raise StoreError(translated(SAID[why_not]))
