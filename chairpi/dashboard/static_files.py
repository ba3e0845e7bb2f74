"""Styles, scripts and drawings: addresses that carry a version, kept by browsers for ever, compressed once.

The version is in the path (`/static/v3f9c…/js/now.js`) and not behind a question mark, so that a script's own imports ("./live.js")
carry it too. It is made of the content of all files together: they belong together, and there are few.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from mimetypes import guess_type
from pathlib import Path

from flask import Flask, Response, abort, request, url_for
from markupsafe import Markup

from chairpi.dashboard.compression import LEVEL, N_BYTES_WORTH_IT, compressed, is_text, takes_gzip
from chairpi.language.words import SOURCE, spoken

VERSION_LENGTH = 12
"""Hexadecimal digits: 48 bits; it tells versions apart, and keeps no secret."""
KEPT_S = 365 * 86_400
KEEP = f"public, max-age={KEPT_S}, immutable"
ASK_AGAIN = "no-cache"
"""Kept, but asked for each time; an unchanged file is answered with 304."""
MEMORY_MAX_BYTES = 2_000_000
"""Of files kept in memory, plain and compressed; beyond it, files are read and compressed for each request."""

_IMPORT = re.compile(r"""^(?:import|export)\b[^"';]*["']\./([\w./-]+\.js)["']""", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Content:
    """A file as it was read.

    Parameters
    ----------
    modified_ns
        The file's time of change [ns] when it was read.
    plain, zipped
        What is sent; `zipped` is `None` where compression gains nothing.
    etag
        A hash of the content.
    """

    modified_ns: int
    plain: bytes
    zipped: bytes | None
    etag: str


class StaticFiles:
    """All files below a folder, found once: what is asked for by a name is looked up, so no name leads out of the folder."""

    def __init__(self, folder: Path) -> None:
        self._paths = {
            path.relative_to(folder).as_posix(): path for path in sorted(folder.rglob("*")) if path.is_file()
        }
        whole = hashlib.sha256()
        self._imports: dict[str, tuple[str, ...]] = {}
        self._read_ns: dict[str, int] = {}
        for name, path in self._paths.items():
            self._read_ns[name] = path.stat().st_mtime_ns
            content = path.read_bytes()
            whole.update(f"{name} {len(content)} ".encode() + content)
            if path.suffix == ".js":
                near = path.relative_to(folder).parent
                found = _IMPORT.findall(content.decode("utf-8"))
                self._imports[name] = tuple((near / other).as_posix() for other in found)
        self.version = whole.hexdigest()[:VERSION_LENGTH]
        self._kept: dict[str, Content] = {}
        self._kept_bytes = 0

    def __contains__(self, name: str) -> bool:
        return name in self._paths

    def content(self, name: str) -> Content:
        """A file as it is now; `KeyError` when there was none of that name at the start."""
        path = self._paths[name]
        modified_ns = path.stat().st_mtime_ns
        kept = self._kept.get(name)
        if kept is not None and kept.modified_ns == modified_ns:
            return kept
        plain = path.read_bytes()
        zipped = compressed(plain, LEVEL) if len(plain) >= N_BYTES_WORTH_IT and is_text(_kind(name)) else None
        found = Content(modified_ns, plain, zipped, hashlib.sha256(plain).hexdigest()[:16])
        size_bytes = len(plain) + len(zipped or b"")
        if self._kept_bytes + size_bytes <= MEMORY_MAX_BYTES:
            self._kept_bytes += size_bytes
            self._kept[name] = found
        return found

    def is_as_versioned(self, name: str, content: Content) -> bool:
        """Whether the file is still the one that the version was made of: a developer may have changed it since."""
        return content.modified_ns == self._read_ns[name]

    def modules(self, name: str) -> Iterator[str]:
        """Every script that a script needs, in the order in which they are met, each once."""
        met, waiting = {name}, [name]
        while waiting:
            for other in self._imports.get(waiting.pop(0), ()):
                if other not in met and other in self:
                    met.add(other)
                    waiting.append(other)
                    yield other


def serve_static_files(app: Flask, folder: Path) -> None:
    """Serve the folder's files, and give the templates their addresses and `page_module`."""
    files = StaticFiles(folder)

    def static(filename: str, version: str = "") -> Response:
        if filename not in files:
            abort(404)
        try:
            content = files.content(filename)
        except FileNotFoundError:  # it was there at the start
            abort(404)
        kind = _kind(filename)
        zipped = content.zipped if takes_gzip() else None
        answer = Response(content.plain if zipped is None else zipped, mimetype=kind)
        if content.zipped is not None:
            answer.vary.add("Accept-Encoding")
        if zipped is not None:
            answer.content_encoding = "gzip"
        keep = version == files.version and files.is_as_versioned(filename, content)
        answer.headers["Cache-Control"] = KEEP if keep else ASK_AGAIN
        answer.set_etag(content.etag, weak=content.zipped is not None)  # the same in two encodings
        answer.make_conditional(request)
        return answer

    app.add_url_rule(f"/static/v<string(length={VERSION_LENGTH}):version>/<path:filename>", "static", static)
    app.add_url_rule("/static/<path:filename>", "static", static)

    @app.url_defaults
    def with_version(endpoint: str, values: dict[str, object]) -> None:
        if endpoint == "static" and str(values.get("filename")) in files:
            values.setdefault("version", files.version)

    @app.template_global()
    def page_module(name: str) -> Markup:
        """A page's script, and before it all that it imports, so that a browser fetches them at once and not one after another."""
        needed = list(files.modules(name))
        words = f"js/words/{spoken()}.js"
        if "js/words.js" in needed and spoken() != SOURCE and words in files:
            needed.append(words)
        links = Markup("").join(
            Markup('<link rel="modulepreload" href="{}">\n').format(url_for("static", filename=other))
            for other in needed
        )
        return links + Markup('<script type="module" src="{}"></script>').format(url_for("static", filename=name))


def _kind(name: str) -> str:
    return guess_type(name)[0] or "application/octet-stream"
