"""What the pages work with: one object for each application, found through `services()`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import cast

from flask import current_app

from chairpi.clock import Clock
from chairpi.core.settings import PromptSettings
from chairpi.dashboard.access.limits import Tries
from chairpi.dashboard.access.pairing import Pairing
from chairpi.dashboard.feed.live import LiveFeed
from chairpi.dashboard.feed.present import Presenter
from chairpi.dashboard.feed.stream import Streams
from chairpi.dashboard.house_clock import HouseClock
from chairpi.dashboard.https.offer import Offer
from chairpi.dashboard.settings.configured import Configured
from chairpi.days import LocalDays
from chairpi.findings.verdicts import Wires
from chairpi.store.access import Access
from chairpi.store.book import Book

EXTENSION = "chairpi"


@dataclass(frozen=True, slots=True)
class Services:
    """The dashboard's parts.

    Parameters
    ----------
    history_path
        The database of measurements; read only.
    book
        What people tell the programme, and what they added to it.
    app_path
        The file of both that and who may open the dashboard.
    access
        Who may open the dashboard.
    pairing, tries
        The browsers that ask to be let in, and how often something was tried.
    before_pairing
        What those see that have not paired: "nothing" or "now".
    link_dir
        Where the sensor process has its sockets.
    help_path
        The folder of Markdown help pages.
    clock
        What day it is.
    real_clock
        How long streams last; in the demo the chair's own clock may run faster.
    days, feed, presenter
        Local times, the link to the sensor process, and what is said about it.
    streams
        One permit for each event stream that may be open.
    configured
        The configuration, and what people change of it.
    machine_root
        Where the machine tells of itself: `sys`, `proc`, `run` and `etc`.
    https
        Whether and how the dashboard is served over HTTPS.
    """

    history_path: Path
    book: Book
    app_path: Path
    access: Access
    pairing: Pairing
    tries: Tries
    before_pairing: str
    link_dir: Path
    help_path: Path
    clock: HouseClock
    real_clock: Clock
    days: LocalDays
    feed: LiveFeed
    presenter: Presenter
    streams: Streams
    configured: Configured
    machine_root: Path
    https: Offer

    @property
    def wires(self) -> Mapping[str, Wires]:
        """Where each load cell is connected, by its name."""
        return self.configured.wires

    @property
    def prompt_settings(self) -> PromptSettings:
        """How the configuration has everybody prompted."""
        return self.configured.prompts


def services() -> Services:
    """The parts of the application that handles the present request."""
    return cast(Services, current_app.extensions[EXTENSION])
