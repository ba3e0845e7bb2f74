"""The dashboard as a Flask application."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

from flask import Flask

from chairpi.clock import Clock, RealClock
from chairpi.config.tables import Config, PathConfig, WebConfig
from chairpi.core.settings import PromptSettings
from chairpi.dashboard import help, house_time, installed, languages, mended, problems, safe_mode, security
from chairpi.dashboard.access import pages as access
from chairpi.dashboard.access.gate import keep_gate
from chairpi.dashboard.access.limits import Tries
from chairpi.dashboard.access.pairing import Pairing
from chairpi.dashboard.api import reference
from chairpi.dashboard.api import routes as api
from chairpi.dashboard.chair import calibrate, health, support
from chairpi.dashboard.compression import compress
from chairpi.dashboard.feed.live import LiveFeed
from chairpi.dashboard.feed.present import Presenter
from chairpi.dashboard.feed.stream import STREAMS_MAX, Streams
from chairpi.dashboard.history import files as history_files
from chairpi.dashboard.history import periods, today
from chairpi.dashboard.house_clock import HouseClock
from chairpi.dashboard.https import page as https_page
from chairpi.dashboard.https.cookies import SessionByScheme
from chairpi.dashboard.https.offer import Offer
from chairpi.dashboard.lengths import length, long_length, seconds
from chairpi.dashboard.now import kiosk
from chairpi.dashboard.now import page as now
from chairpi.dashboard.own import content as own_content
from chairpi.dashboard.own import file as own_file
from chairpi.dashboard.own import prescribed
from chairpi.dashboard.own import print as own_print
from chairpi.dashboard.own import routines as own_routines
from chairpi.dashboard.programme import calendar_file, progress, warning_signs
from chairpi.dashboard.programme import page as programme
from chairpi.dashboard.prompts import page as prompts
from chairpi.dashboard.prompts import sitters
from chairpi.dashboard.services import EXTENSION, Services
from chairpi.dashboard.settings import about
from chairpi.dashboard.settings import pages as settings
from chairpi.dashboard.settings.configured import Configured, configured_in
from chairpi.dashboard.setup import pages as setup
from chairpi.dashboard.static_files import serve_static_files
from chairpi.dashboard.stretch import drawings, seat_check
from chairpi.dashboard.stretch import page as stretch
from chairpi.dashboard.web_files import web_root
from chairpi.dashboard.yours import backups, erase, report, uploading
from chairpi.dashboard.yours import page as yours
from chairpi.data_names import APP_FILE
from chairpi.days import LocalDays
from chairpi.errors import StoreError
from chairpi.findings.verdicts import Wires
from chairpi.store.access import Access
from chairpi.store.app_file import AppFile
from chairpi.store.book import Book

BODY_MAX_BYTES = 64 * 1024


def create_app(
    *,
    history_path: Path,
    link_dir: Path,
    clock: Clock,
    time_zone: str | None,
    secret_key: bytes,
    host_names: Iterable[str] = (),
    real_clock: Clock | None = None,
    app_path: Path | None = None,
    help_path: Path | None = None,
    wires: Mapping[str, Wires] | None = None,
    prompt_settings: PromptSettings | None = None,
    configured: Configured | None = None,
    machine_root: Path = Path("/"),
    https: Offer | None = None,
    before_pairing: str = "nothing",
) -> Flask:
    """Build the dashboard and let it listen to the sensor process, which need not run yet.

    Parameters
    ----------
    history_path
        The database of measurements; need not exist yet.
    link_dir
        Where the sensor process has its sockets.
    clock
        What day it is; in the demo a scaled clock.
    time_zone
        IANA name of the household's zone; `None` for the machine's own.
    secret_key
        Signs the session cookie that carries the form token.
    host_names
        Names under which the dashboard answers besides IP addresses and the machine's own names.
    real_clock
        How old values are and how long streams last; the machine's own clock when not given.
    app_path
        The database of what people tell the programme; `app.db` beside the history when not given. Made when it is first needed.
    help_path
        Folder of the help pages; those that come with ChairPi when not given.
    wires
        Where each load cell is connected, by its name, for the health page.
    prompt_settings
        How everybody is prompted who has not chosen otherwise; the defaults when not given.
    configured
        The whole configuration, in which people change settings; one of the places and values above when not given.
    machine_root
        Where the machine tells of itself: `sys`, `proc`, `run` and `etc`.
    https
        How the dashboard is to be served over HTTPS; not at all when not given.
    before_pairing
        What a browser sees that has not paired, once there is an owner: "nothing" or "now".

    Raises
    ------
    ConfigError
        There is no such time zone.

    Notes
    -----
    Whoever builds it ends it: `stop_listening(app)` ends the background thread and every open stream, and closes the file.
    """
    web = web_root()
    app = Flask("chairpi.dashboard", template_folder=web / "templates", static_folder=None)
    app.config.update(
        SECRET_KEY=secret_key,
        MAX_CONTENT_LENGTH=BODY_MAX_BYTES,
        SESSION_COOKIE_NAME="chairpi",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        WTF_CSRF_TIME_LIMIT=None,  # a dashboard stays open for days; the token lives as long as its session
    )
    app.session_interface = SessionByScheme()
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.filters.update(length=length, long_length=long_length, seconds=seconds)

    stream_clock = real_clock or RealClock()
    days = LocalDays(time_zone)
    tries = Tries(link_dir, stream_clock)
    pairing = Pairing(link_dir, stream_clock, tries)
    feed = LiveFeed(link_dir, stream_clock, pressed=pairing.pressed)
    app_path = app_path or history_path.with_name(APP_FILE)
    app_file = AppFile(app_path, mends_by=clock)
    book = Book(app_path, file=app_file)
    app.extensions[EXTENSION] = Services(
        history_path=history_path,
        book=book,
        app_path=app_path,
        access=Access(app_file, app_path),
        pairing=pairing,
        tries=tries,
        before_pairing=before_pairing,
        link_dir=link_dir,
        help_path=help_path or web / "help",
        clock=HouseClock(clock, history_path),
        real_clock=stream_clock,
        days=days,
        feed=feed,
        presenter=Presenter(feed, days, lambda: _shows_weight(book)),
        streams=Streams(STREAMS_MAX),
        configured=configured or _as_told(history_path, link_dir, time_zone, wires, prompt_settings),
        machine_root=machine_root,
        https=https or Offer(),
    )
    compress(app)
    languages.speak_languages(app)  # first, so that a refusal is understood too
    security.guard(app, host_names)
    serve_static_files(app, web / "static")
    own_file.take_files(app)
    uploading.take_files(app)
    keep_gate(app)
    uploading.answer_first(app)
    problems.explain(app)
    for pages in (
        now,
        kiosk,
        today,
        periods,
        history_files,
        prompts,
        sitters,
        stretch,
        drawings,
        programme,
        warning_signs,
        progress,
        seat_check,
        calendar_file,
        own_content,
        own_routines,
        prescribed,
        own_file,
        own_print,
        report,
        yours,
        erase,
        backups,
        help,
        reference,
        languages,
        api,
        health,
        support,
        calibrate,
        settings,
        about,
        setup,
        access,
        https_page,
        installed,
        safe_mode,
        mended,
        house_time,
    ):
        app.register_blueprint(pages.blueprint)
    feed.start()
    return app


def _as_told(
    history_path: Path,
    link_dir: Path,
    time_zone: str | None,
    wires: Mapping[str, Wires] | None,
    prompt_settings: PromptSettings | None,
) -> Configured:
    """A configuration of just these; everything else as by default."""
    base = Config(
        prompts=prompt_settings or PromptSettings(),
        web=WebConfig(time_zone=time_zone or ""),
        paths=PathConfig(data_dir=str(history_path.parent), runtime_dir=str(link_dir)),
    )
    return configured_in(base, wires or {})


def _shows_weight(book: Book) -> bool:
    """Whether the household wants to see loads in newtons; not where that cannot be read."""
    try:
        return book.preferences().show_weight
    except StoreError:
        return False


def stop_listening(app: Flask) -> None:
    """End the background thread of an application, and with it every open stream; close its file."""
    parts: Services = app.extensions[EXTENSION]
    parts.feed.stop()
    parts.book.close()
