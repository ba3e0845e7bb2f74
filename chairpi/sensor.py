"""The sensor process: reader -> core -> store, outputs and the live link.

One loop, one thread. Between two frames it looks whether somebody asked for something; it never waits for a reader of its
messages, and it ends at the next frame when told to, with everything written.
"""

from __future__ import annotations

import contextlib
import dataclasses
import functools
import logging
import math
from collections import deque
from collections.abc import Callable, Iterable
from pathlib import Path

from chairpi.calibration.session import CalibrationSession
from chairpi.clock import Clock, RealClock
from chairpi.config import Config
from chairpi.core.calibration import Calibration
from chairpi.core.chair import Chair
from chairpi.core.events import CellFound, CellLost, Event, Gap, Refused, ZeroMoved, as_record
from chairpi.core.reference import Reference
from chairpi.core.requests import Finish, Request, Snooze, UseCalibration
from chairpi.errors import StoreError
from chairpi.link import LinkServer, Message, request_from
from chairpi.messages import health_message, hello_message, now_message
from chairpi.outputs.signals import Signals
from chairpi.readers.open_reader import open_reader
from chairpi.readers.reader import Reader
from chairpi.store.history import History

log = logging.getLogger(__name__)

LIVE_STEP_S = 0.1
"""The live state goes out at most this often [s of real time]: ten pictures a second look smooth."""

ZERO_MOVES_KEPT = 10
"""So many of the tracked zero's moves are told on the health page; the history keeps them all."""

CALIBRATIONS_LOOKED_AT = 10_000
"""The configuration's own may be behind many that were made since."""

CONFIGURATION, GUIDED = "configuration", "guided"
"""Where a calibration came from, as the history keeps it."""

WARNINGS = (CellLost, Gap, Refused)
"""Events that are logged as warnings; a cell that is found again is logged as the end of one."""


class Sensor:
    """The sensor process, ready to run.

    Parameters
    ----------
    config
        All of the configuration.
    clock
        Paces the reader and gives wall time.

    Raises
    ------
    ChairPiError
        Something it needs cannot be had; nothing is left open.
    """

    def __init__(self, config: Config, clock: Clock) -> None:
        self._config = config
        self._clock = clock
        self._stack = contextlib.ExitStack()
        with contextlib.ExitStack() as stack:
            _make_directory(Path(config.paths.data_dir), "paths.data_dir")
            _make_directory(config.runtime_dir, "paths.runtime_dir")
            self._reader: Reader = open_reader(config, clock)
            stack.callback(self._reader.close)
            self._signals = stack.enter_context(Signals(config.outputs, mock=self._pretending))
            self._history = stack.enter_context(
                History.open(config.history_path, clock.origin_id(), clock.monotonic_s(), clock.utc_s())
            )
            calibration = self._calibration()
            self._chair = self._make_chair(calibration)
            zero_counts = self._history.latest_zero_counts() or calibration.zero_counts
            self._session = CalibrationSession(
                self._reader.seat, dataclasses.replace(calibration, zero_counts=zero_counts)
            )
            self._link = stack.enter_context(LinkServer(config.runtime_dir, self._hello()))
            self._stack = stack.pop_all()
        self._live = RealClock()
        self._live_due_s = -math.inf
        self._history_fails = False
        self._started_s = clock.monotonic_s()
        self._zero_moves: deque[tuple[float, float]] = deque(maxlen=ZERO_MOVES_KEPT)

    @property
    def _pretending(self) -> bool:
        """Whether the readings are not those of a chair that is here."""
        return self._config.reader.backend in ("simulated", "recording")

    def _hello(self) -> Message:
        """What a client is told first: with the calibration in use, so that a recording says what its counts mean."""
        return hello_message(self._reader, self._session.in_use, self._clock.speed)

    def _calibration(self) -> Calibration:
        """The calibration made last, unless the configuration's own was changed since it was made."""
        reader, history = self._reader, self._history
        names, configured = reader.seat.names, reader.calibration
        for recorded in history.calibrations(CALIBRATIONS_LOOKED_AT):
            if recorded.source == CONFIGURATION:
                if (recorded.cells, recorded.calibration) == (names, configured):
                    latest = history.latest_calibration()
                    return configured if latest is None else latest.calibration
                break
        history.record_calibration(names, configured, CONFIGURATION, self._clock.monotonic_s(), self._clock.utc_s())
        return configured

    def _make_chair(self, calibration: Calibration) -> Chair:
        history = self._history
        return Chair(
            self._reader.seat,
            calibration,
            self._config.core,
            reference=self._reference(),
            stand_after_s=history.setting("stand_after_s"),
            zero_counts=history.latest_zero_counts(),
            warm=self._pretending,
        )

    def _reference(self) -> Reference | None:
        """The sitter's upright reference set last."""
        latest = self._history.latest_reference()
        if latest is None:
            return None
        if latest.force_n is not None and len(latest.force_n) != len(self._reader.seat.cells):
            # Cells were fitted or taken away since: which force is whose is unknown, load and centre still count.
            latest = dataclasses.replace(latest, force_n=None)
        return Reference.from_event(latest)

    def stop(self) -> None:
        """End at the next frame; safe to call from a signal handler."""
        self._reader.close()

    def run(self) -> None:
        """Run until the reader ends or `stop` is called, then close everything that is open."""
        with self._stack:
            log.info("reading %d cells. %s", len(self._reader.seat.cells), self._reader.picked)
            t_s = self._clock.monotonic_s()
            upright = self._reader.guided_upright
            if upright is not None:
                self._tell(self._chair.receive(upright))
            for frame in self._reader.frames():
                if frame is not None:
                    t_s = frame.t_s
                    self._session.receive(frame)
                    self._tell(self._chair.receive(frame))
                    self._show(frame.counts)
                    self._write(functools.partial(self._history.commit_if_due, t_s))
                self._answer(t_s)
            self._tell(self._chair.receive(Finish(t_s)))
            log.info("ended")

    def _tell(self, events: Iterable[Event]) -> None:
        """Events to the history, the log and whoever watches."""
        events = tuple(events)
        if not events:
            return
        offset_s = self._clock.utc_s() - self._clock.monotonic_s()
        self._write(lambda: self._history.record(events, offset_s))
        for event in events:
            record = as_record(event)
            self._link.publish({"message": "event", **record})
            if isinstance(event, ZeroMoved):
                self._zero_moves.append((event.t_s + offset_s, event.largest_kg))
                self._session.use(dataclasses.replace(self._session.in_use, zero_counts=event.zero_counts))
                self._link.introduce(self._hello())
            if isinstance(event, WARNINGS):
                log.warning("%s", record)
            elif isinstance(event, CellFound):
                log.info("%s", record)

    def _write(self, write: Callable[[], object]) -> None:
        """Write to the history; when that fails, say so once and go on: the chair prompts without a disk, and rows wait."""
        try:
            write()
        except StoreError as error:
            if not self._history_fails:
                log.error("the history cannot be written, and waits in memory: %s", error)
            self._history_fails = True
        else:
            if self._history_fails and not self._history.n_waiting:
                log.info("the history is written again")
                self._history_fails = False

    def _answer(self, t_s: float) -> None:
        """Do what was asked since the last frame, by a page or by the button."""
        for message, reply in self._link.requests():
            try:
                reply(self._reply(message, t_s))
            except ValueError as error:
                reply({"ok": False, "why": str(error)})
        while not self._signals.presses.empty():
            self._signals.presses.get()
            self._ask(Snooze(t_s, self._config.prompts.snooze_min * 60.0))

    def _reply(self, message: object, t_s: float) -> Message:
        """The answer to one message.

        Raises
        ------
        ValueError
            It cannot be understood; the text says what was found.
        """
        match message:
            case {"request": "health"}:
                uptime_s = self._clock.monotonic_s() - self._started_s
                health = health_message(self._reader, self._chair.now, uptime_s, t_s, self._zero_moves)
                return {"ok": True, "health": health}
            case {"request": "calibration"} if isinstance(message, dict):
                reply = self._session.ask(message, t_s)
                if self._session.accepted is not None:
                    self._use(self._session.accepted, t_s)
                return reply
            case {"request": "simulate"} if isinstance(message, dict):
                self._reader.simulate(message)
                return {"ok": True, "events": []}
        events = self._ask(request_from(message, t_s))
        refused = next((event.why for event in events if isinstance(event, Refused)), None)
        if refused is not None:
            return {"ok": False, "why": refused}
        return {"ok": True, "events": [as_record(event) for event in events]}

    def _use(self, calibration: Calibration, t_s: float) -> None:
        """Weigh with another calibration from now on, and after a restart too."""
        self._tell(self._chair.receive(UseCalibration(t_s, calibration)))
        self._write(
            lambda: self._history.record_calibration(
                self._reader.seat.names, calibration, GUIDED, self._clock.monotonic_s(), self._clock.utc_s()
            )
        )
        self._link.introduce(self._hello())
        log.info("a new calibration is in use: %s", calibration.as_record())

    def _ask(self, request: Request) -> tuple[Event, ...]:
        events = self._chair.receive(request)
        self._tell(events)
        return events

    def _show(self, counts: tuple[float | None, ...]) -> None:
        """The state to the light and to whoever watches."""
        now = self._chair.now
        if now is None:
            return
        self._signals.show(now)
        if self._link.wants_frames:
            self._link.publish({"message": "frame", "t_s": now.t_s, "counts": list(counts)})
        live_s = self._live.monotonic_s()
        if live_s >= self._live_due_s:
            self._live_due_s = live_s + LIVE_STEP_S
            self._link.publish(now_message(now, self._clock.utc_s()))


def _make_directory(path: Path, key: str) -> None:
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StoreError(
            f"{key}: the directory {path} cannot be made: {error.strerror}; choose another in the configuration"
        ) from error
