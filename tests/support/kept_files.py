"""A chair's files: empty, or with everything that a chair can keep."""

from __future__ import annotations

import dataclasses
from contextlib import closing
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from chairpi.backup.archive import Made, make_backup
from chairpi.backup.manifest import Reason
from chairpi.chosen_settings import Layers, laid_over, with_chosen, write_chosen
from chairpi.config.tables import Config, PathConfig
from chairpi.core.events.presence import SatDown, StoodUp
from chairpi.programme.diary import CheckedIn
from chairpi.store.access import Access, Role
from chairpi.store.app_file import AppFile
from chairpi.store.book import Book
from chairpi.store.history import History

NOON_UTC_S = 1_795_691_000.0


@dataclass
class Chair:
    """One chair's files."""

    directory: Path
    base: Config

    @property
    def layers(self) -> Layers:
        return with_chosen(self.base)

    def backup(self, path: Path, *, reason: Reason = Reason.HAND, with_pairing: bool = False) -> Made:
        return make_backup(self.layers, path, NOON_UTC_S, reason=reason, with_pairing=with_pairing)

    def files(self) -> dict[str, bytes]:
        """Every file, byte by byte, by its place."""
        found = sorted(path for path in self.directory.rglob("*") if path.is_file())
        return {str(path.relative_to(self.directory)): path.read_bytes() for path in found}


def chair_in(directory: Path, **changes: object) -> Chair:
    directory.mkdir(mode=0o700)
    paths = PathConfig(data_dir=str(directory), runtime_dir=str(directory / "run"))
    return Chair(directory, dataclasses.replace(Config(), paths=paths, **changes))


def live_in(chair: Chair) -> str:
    """Fill it; return the cookie of the browser that was paired as owner."""
    with History.open(chair.directory / "history.db", "boot", 0.0, NOON_UTC_S) as history:
        history.record([SatDown(10.0, 10.0, None, True), StoodUp(3610.0, 10.0, 3610.0, 3600.0, True)], NOON_UTC_S)
    app = AppFile(chair.directory / "app.db")
    with closing(Book(chair.directory / "app.db", file=app)) as book:
        book.add(1, CheckedIn(date(2026, 11, 25), 3, 2), NOON_UTC_S)
        cookie = Access(app, chair.directory / "app.db").pair("Tablet", Role.OWNER, NOON_UTC_S)
    chosen = {"slide": {"began_s": 33.0}, "web": {"time_zone": "Europe/Zurich"}}
    laid_over(chair.base, chosen)
    write_chosen(chair.directory / "settings.toml", chosen)
    (chair.directory / "web.key").write_bytes(b"k" * 32)
    (chair.directory / "certificates").mkdir(mode=0o700)
    (chair.directory / "certificates" / "chairpi-ca.key").write_bytes(b"the authority's key")
    (chair.directory / "lesson.csv").write_text("# chairpi-recording: 1\n")
    return cookie
