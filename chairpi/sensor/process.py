"""The sensor process: reader -> core -> store, outputs and the live link.

One loop, one thread. Between two frames it looks whether somebody asked for something; it never waits for a reader of its
messages, and it ends at the next frame when told to, with everything written.
"""

from __future__ import annotations

import contextlib
import dataclasses
import logging
import math
from collections import deque
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from chairpi.calibration.session import CalibrationSession
from chairpi.clock import Clock, RealClock
from chairpi.config import Config
from chairpi.core.calibration import Calibration
from chairpi.core.chair import Chair
from chairpi.core.events import CellFound, CellLost, Event, Gap, Refused, ZeroMoved, as_record
from chairpi.core.requests import ChooseSitter, Finish, KnowSitters, Press, PressButton, Request, UseCalibration
from chairpi.core.sitters import KnownSitter
from chairpi.errors import StoreError
from chairpi.link import LinkServer, Message, request_from
from chairpi.messages import event_message, health_message, hello_message, now_message
from chairpi.outputs.signals import Signals
from chairpi.readers.open_reader import open_reader
from chairpi.readers.reader import Reader
from chairpi.sensor.going_on import chair_after_start
from chairpi.sensor.keeping import Keeping
from chairpi.sensor.sitters import change_sitters, known_sitters
from chairpi.sensor.time_of_day import TimeOfDay

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
    reader
        Where frames come from; the configuration says it when not given.

    Attributes
    ----------
    signals
        The chair's own light, sound and button.

    Raises
    ------
    ChairPiError
        Something it needs cannot be had; nothing is left open.
    """

    def __init__(self, config: Config, clock: Clock, reader: Reader | None = None) -> None:
        self._config = config
        self._clock = clock
        self._stack = contextlib.ExitStack()
        with contextlib.ExitStack() as stack:
            _make_directory(Path(config.paths.data_dir), "paths.data_dir")
            _make_directory(config.runtime_dir, "paths.runtime_dir")
            self._reader: Reader = open_reader(config, clock) if reader is None else reader
            stack.callback(self._reader.close)
            self.signals = stack.enter_context(Signals(config.outputs, mock=self._pretending))
            self._keeping = stack.enter_context(Keeping(config.history_path, config.runtime_dir, clock))
            self._history = self._keeping.history
            self._sitters = self._known_sitters()
            calibration, weighed_anew = self._calibration()
            self._chair = self._make_chair(calibration, weighed_anew=weighed_anew)
            zero_counts = self._history.latest_zero_counts() or calibration.zero_counts
            self._session = CalibrationSession(
                self._reader.seat, dataclasses.replace(calibration, zero_counts=zero_counts)
            )
            self._link = stack.enter_context(LinkServer(config.runtime_dir, self._hello()))
            self._stack = stack.pop_all()
        self._live = RealClock()
        self._live_due_s = -math.inf
        self._time_of_day = TimeOfDay(clock, config.web.time_zone)
        self._t_s = self._started_s = clock.monotonic_s()
        self._zero_moves: deque[tuple[float, float]] = deque(maxlen=ZERO_MOVES_KEPT)

    @property
    def _pretending(self) -> bool:
        """Whether the readings are not those of a chair that is here."""
        return self._reader.backend in ("simulated", "recording")

    def _hello(self) -> Message:
        """What a client is told first: with the calibration in use, so that a recording says what its counts mean."""
        return hello_message(self._reader, self._session.in_use, self._clock.speed, self._sitters)

    def _known_sitters(self) -> tuple[KnownSitter, ...]:
        return known_sitters(self._history.people, self._config.prompts, len(self._reader.seat.cells))

    def _calibration(self) -> tuple[Calibration, bool]:
        """The calibration made last, unless the configuration's own was changed since it was made; and whether it was."""
        reader, history = self._reader, self._history
        names, configured = reader.seat.names, reader.calibration
        for recorded in history.calibrations(CALIBRATIONS_LOOKED_AT):
            if recorded.source == CONFIGURATION:
                if (recorded.cells, recorded.calibration) == (names, configured):
                    latest = history.latest_calibration()
                    return (configured if latest is None else latest.calibration), False
                break
        history.record_calibration(names, configured, CONFIGURATION, self._clock.monotonic_s(), self._clock.utc_s())
        return configured, True

    def _make_chair(self, calibration: Calibration, *, weighed_anew: bool) -> Chair:
        """The chair as it was before a restart, where that is known."""
        zero_counts, latest_number = self._history.latest_zero_counts(), self._history.latest_number()

        def make(memory: Mapping[str, Any] | None, sitter_id: int | None) -> Chair:
            return Chair(
                self._reader.seat,
                calibration,
                self._config.core,
                zero_counts=zero_counts,
                warm=self._pretending,
                sitters=self._sitters,
                sitter_id=sitter_id,
                latest_number=latest_number,
                memory=memory,
            )

        return chair_after_start(make, self._history, self._clock, weighed_anew=weighed_anew)

    def stop(self) -> None:
        """End at the next frame; safe to call from a signal handler."""
        self._reader.close()

    def run(self) -> None:
        """Run until the reader ends or `stop` is called, then write down all that is known."""
        with self._stack:
            log.info("reading %d cells. %s", len(self._reader.seat.cells), self._reader.picked)
            chair = self._chair
            upright = self._reader.guided_upright
            if upright is not None:
                self._ask(upright)
            for frame in self._reader.frames():
                if frame is not None:
                    self._t_s = frame.t_s
                    self._tell_time()
                    self._session.receive(frame)
                    self._tell(chair.receive(frame))
                    self._keeping.second(frame.t_s, lambda: chair.memory)
                    self._show(frame.counts)
                self._answer()
            self._tell(chair.receive(Finish(self._t_s)))
            if chair.now is not None:
                self._keeping.keep(self._t_s, chair.memory)
            log.info("ended")

    def _tell_time(self) -> None:
        told = self._time_of_day.look(self._t_s)
        if told is not None:
            self._ask(told)

    def _tell(self, events: Iterable[Event]) -> None:
        """Events to the history, the log and whoever watches."""
        events = tuple(events)
        if not events:
            return
        self._keeping.record(events, self._t_s, lambda: self._chair.memory)
        for event in events:
            self._link.publish(event_message(event))
            if isinstance(event, ZeroMoved):
                self._zero_moves.append((event.t_s + self._keeping.offset_s, event.largest_kg))
                self._session.use(dataclasses.replace(self._session.in_use, zero_counts=event.zero_counts))
                self._link.introduce(self._hello())
            if isinstance(event, WARNINGS):
                log.warning("%s", as_record(event))
            elif isinstance(event, CellFound):
                log.info("%s", as_record(event))

    def _answer(self) -> None:
        """Do what was asked since the last frame, by a page or by the button."""
        for message, reply in self._link.requests():
            try:
                reply(self._reply(message))
            except (StoreError, ValueError) as error:
                reply({"ok": False, "why": str(error)})
        while not self.signals.presses.empty():
            press = self.signals.presses.get()
            if press is Press.VERY_LONG:
                self._link.publish({"message": "button", "press": press})
            self._ask(PressButton(self._t_s, press))

    def _reply(self, message: object) -> Message:
        """The answer to one message.

        Raises
        ------
        ValueError
            It cannot be understood; the text says what was found.
        StoreError
            It could not be written, and was not done.
        """
        t_s = self._t_s
        match message:
            case {"request": "health"}:
                uptime_s = self._clock.monotonic_s() - self._started_s
                health = health_message(self._reader, self._chair.now, uptime_s, t_s, self._zero_moves)
                return {"ok": True, "health": health}
            case {"request": "calibration"} if isinstance(message, dict):
                reply = self._session.ask(message, t_s)
                if self._session.accepted is not None:
                    self._use(self._session.accepted)
                return reply
            case {"request": "simulate"} if isinstance(message, dict):
                self._reader.simulate(message)
                return {"ok": True, "events": []}
            case {"request": "sitters"} if isinstance(message, dict):
                return self._change_sitters(message)
            case {"request": "test_signals"}:
                return {"ok": True, "events": [], "fitted": list(self.signals.test())}
        events = self._ask(request_from(message, t_s))
        refused = next((event.why for event in events if isinstance(event, Refused)), None)
        if refused is not None:
            return {"ok": False, "why": refused}
        return {"ok": True, "events": [event_message(event) for event in events]}

    def _change_sitters(self, message: Mapping[str, object]) -> Message:
        """Somebody is added, called otherwise or removed: the chair and whoever watches are told who there is now.

        Where that leaves one alone, it is they who sit: nobody else can be meant.
        """
        sitter_id = change_sitters(self._history.people, message, self._clock.utc_s())
        self._sitters = self._known_sitters()
        events = [*self._ask(KnowSitters(self._t_s, self._sitters))]
        leaves_one = message.get("action") in ("add", "remove") and len(self._sitters) == 1
        if leaves_one and self._history.people.present()[0] is None:
            events += self._ask(ChooseSitter(self._t_s, self._sitters[0].sitter_id))
        self._keeping.keep(self._t_s, self._chair.memory)
        hello = self._hello()
        self._link.introduce(hello)
        self._link.publish(hello)
        return {"ok": True, "events": [event_message(event) for event in events], "sitter_id": sitter_id}

    def _use(self, calibration: Calibration) -> None:
        """Weigh with another calibration from now on, and after a restart too."""
        self._tell(self._chair.receive(UseCalibration(self._t_s, calibration)))
        names, t_s, utc_s = self._reader.seat.names, self._clock.monotonic_s(), self._clock.utc_s()
        self._history.remember(
            self._chair.memory, self._t_s, utc_s
        )  # its zeros are those of the calibration that follows
        self._keeping.write(lambda: self._history.record_calibration(names, calibration, GUIDED, t_s, utc_s))
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
        self.signals.show(now.signal)
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
