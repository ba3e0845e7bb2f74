"""Write the archive: a ZIP file of texts that anybody can look through before it is sent."""

from __future__ import annotations

import io
import json
import math
import os
import zipfile
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from chairpi.backup.files import give_to_owner
from chairpi.chosen_settings import Layers
from chairpi.errors import StoreError
from chairpi.findings.report import Report
from chairpi.support.contents import NOT_TAKEN, TAKEN, Contents, contents_of
from chairpi.support.machine_log import ask_machine

README = """\
ChairPi support archive
=======================

Somebody made this file to be helped with their chair. ChairPi sends it nowhere: whoever has it got it from them.

What is in it (facts.json, log.txt):
{taken}

What is not in it:
{not_taken}

It is all text. Look through it before you send it, and take out what you would rather keep.
"""


def archive_of(contents: Contents) -> bytes:
    """The ZIP file."""
    readme = README.format(taken=_list(TAKEN), not_taken=_list(NOT_TAKEN))
    log = "\n".join(contents.log) or "No log could be read. On a built chair, `sudo chairpi support` has it."
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("README.txt", readme)
        archive.writestr("facts.json", json.dumps(_finite(contents.facts), indent=1, ensure_ascii=False) + "\n")
        archive.writestr("log.txt", log + "\n")
    return file.getvalue()


def write_support(layers: Layers, report: Report, file: Path | None, *, overwrite: bool) -> Path:
    """Write it into a file that this user alone can read, named by the present time where it has no name, and return which.

    Raises
    ------
    StoreError
        The file exists or cannot be written, or the names of people cannot be read, without which they could not be taken out.
    """
    _need_names(Path(layers.base.paths.data_dir))
    path = file or Path(f"chairpi-support-{datetime.fromtimestamp(report.utc_s, UTC):%Y%m%dT%H%M%SZ}.zip")
    if path.exists() and not overwrite:
        raise StoreError(f"{path} exists; name another file, or overwrite it with --force")
    content = archive_of(contents_of(layers, report, ask_machine))
    try:
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as output:
            output.write(content)
        give_to_owner(path.absolute())
    except OSError as error:
        raise StoreError(f"{path} cannot be written: {error.strerror}; choose another place") from error
    return path


def _need_names(directory: Path) -> None:
    """What is read beside the data by somebody who may not read them would keep the names that stand in it."""
    try:
        next(directory.iterdir(), None)
    except FileNotFoundError:  # nobody has sat yet
        return
    except PermissionError as error:
        raise StoreError(
            f"{directory} cannot be read, and with it the names that must not be in the archive; put sudo before the command"
        ) from error


def _list(lines: tuple[str, ...]) -> str:
    return "\n".join(f"- {line}" for line in lines)


def _finite(value: Any) -> Any:  # JSON, which knows no NaN
    if isinstance(value, float) and not math.isfinite(value):
        return None
    if isinstance(value, dict):
        return {key: _finite(inner) for key, inner in value.items()}
    return [_finite(inner) for inner in value] if isinstance(value, list) else value
