"""The chair at work: what it says goes to the history, the log and whoever watches, and what it rests on can be changed meanwhile."""

from __future__ import annotations

import dataclasses
import logging
from collections import deque
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

from chairpi.calibration.session import CalibrationSession
from chairpi.clock import Clock
from chairpi.config.tables import Config
from chairpi.core.calibration import Calibration
from chairpi.core.chair.door import Chair
from chairpi.core.events.event import Event
from chairpi.core.events.requests import Refused
from chairpi.core.events.weighing import CellFound, CellLost, Gap
from chairpi.core.events.zero import ZeroMoved
from chairpi.core.frame import Frame
from chairpi.core.presence.sitters import KnownSitter
from chairpi.core.requests import ChooseSitter, Finish, KnowSitters, Request, TellSupply, UseCalibration
from chairpi.link.protocol import Message
from chairpi.link.server import LinkServer
from chairpi.readers.reader import Reader
from chairpi.sensor.going_on import chair_after_start
from chairpi.sensor.keeping import Keeping
from chairpi.sensor.messages import event_message, hello_message
from chairpi.sensor.sitters import change_sitters, known_sitters
from chairpi.sensor.supply import supply_watch
from chairpi.sensor.time_of_day import TimeOfDay
from chairpi.sensor.weighing import GUIDED, calibration_in_use, fitted

log = logging.getLogger(__name__)

ZERO_MOVES_KEPT = 10
"""So many of the tracked zero's moves are told on the health page; the history keeps them all."""


def pretends(reader: Reader) -> bool:
    """Whether the readings are not those of a chair that is here."""
    return reader.backend in ("simulated", "recording")


class AtWork:
    """The chair, its calibrations and its sitters, between what keeps them and who watches.

    Parameters
    ----------
    config
        All of the configuration.
    clock
        Gives both clocks.
    reader
        Says which cells there are.
    keeping
        Writes down what is to be kept.
    open_link
        Called with what a client is told first, it gives the live link.
    machine_root
        Where the machine tells of its supply: `sys` is there.

    Attributes
    ----------
    chair, link
        The chair, and whoever watches it.
    t_s
        The time of the latest frame [s].
    zero_moves
        When the zeros moved last [POSIX s], and the furthest of them [kg].
    """

    def __init__(
        self,
        config: Config,
        clock: Clock,
        reader: Reader,
        keeping: Keeping,
        open_link: Callable[[Message], LinkServer],
        machine_root: Path = Path("/"),
    ) -> None:
        self._config = config
        self._clock = clock
        self._reader = reader
        self._keeping = keeping
        self._history = keeping.history
        self._unwritten: Message | None = keeping.unwritten
        self._sitters = self._known_sitters()
        calibration, weighed_anew = self._calibration()
        self.chair = self._make_chair(calibration, weighed_anew=weighed_anew)
        zero_counts = self._history.calibrations.latest_zero_counts() or calibration.zero_counts
        self._session = CalibrationSession(reader.seat, dataclasses.replace(calibration, zero_counts=zero_counts))
        self.link = open_link(self._hello())
        self._time_of_day = self._watch_of_time()
        self.t_s = clock.monotonic_s()
        self._supply = supply_watch(config, self.t_s, machine_root)
        self.zero_moves: deque[tuple[float, float]] = deque(maxlen=ZERO_MOVES_KEPT)

    @property
    def utc_s(self) -> float:
        """What the wall clock shows now, as far as that is known [POSIX s]."""
        return self._clock.monotonic_s() + self._keeping.offset_s

    def _watch_of_time(self) -> TimeOfDay:
        return TimeOfDay(self._clock, self._config.web.time_zone, lambda: self._keeping.time.told_offset_s)

    def _hello(self) -> Message:
        """What a client is told first: with the calibration in use, so that a recording says what its counts mean."""
        hello = hello_message(self._reader, self._session.in_use, self._clock.speed, self._sitters)
        return hello if self._unwritten is None else hello | {"unwritten": self._unwritten}

    def _known_sitters(self) -> tuple[KnownSitter, ...]:
        return known_sitters(self._history.people, self._config.prompts, len(self._reader.seat.cells))

    def _calibration(self) -> tuple[Calibration, bool]:
        """The calibration to weigh with, and whether it is another one than before."""
        reader, cells = self._reader, self._config.cells
        how_fitted = fitted(cells) if reader.seat.names == self._config.seat.names else None
        names, configured, write = reader.seat.names, reader.calibration, self._keeping.write
        return calibration_in_use(self._history, names, configured, how_fitted, self._clock, write)

    def _make_chair(self, calibration: Calibration, *, weighed_anew: bool, warm: bool = False) -> Chair:
        """The chair as it was before a restart, where that is known; `warm`: its cells need no warm-up."""
        zero_counts, latest_number = self._history.calibrations.latest_zero_counts(), self._history.latest_number()

        def make(memory: Mapping[str, Any] | None, sitter_id: int | None) -> Chair:
            return Chair(
                self._reader.seat,
                calibration,
                self._config.core,
                zero_counts=zero_counts,
                warm=warm or pretends(self._reader),
                sitters=self._sitters,
                sitter_id=sitter_id,
                latest_number=latest_number,
                memory=memory,
            )

        return chair_after_start(make, self._history, self._clock, self._keeping.write, weighed_anew=weighed_anew)

    def receive(self, frame: Frame) -> None:
        """Take one frame."""
        self.t_s = frame.t_s
        told = self._time_of_day.look(frame.t_s)
        if told is not None:
            self.ask(told)
        supply = self._supply.look(frame.t_s, recorded=self._reader.supply_low)
        if supply is not None:
            self.ask(supply)
        self._session.receive(frame, doubtful=self._supply.low)
        self._tell(self.chair.receive(frame))
        self._keeping.second(frame.t_s, lambda: self.chair.memory)
        if self._keeping.unwritten != self._unwritten:
            self._unwritten = self._keeping.unwritten
            self._tell_hello()

    def finish(self) -> None:
        """No frame comes any more: write down all that is known."""
        self._tell(self.chair.receive(Finish(self.t_s)))
        if self.chair.now is not None:
            self._keeping.keep(self.t_s, self.chair.memory)

    def ask(self, request: Request) -> tuple[Event, ...]:
        """Ask the chair, and tell everybody what comes of it."""
        events = self.chair.receive(request)
        self._tell(events)
        self._keeping.settle()
        return events

    def _tell(self, events: Iterable[Event]) -> None:
        """Events to the history, the log and whoever watches."""
        events = tuple(events)
        if not events:
            return
        self._keeping.record(events, self.t_s, lambda: self.chair.memory)
        for event in events:
            self.link.publish(event_message(event))
            if isinstance(event, ZeroMoved):
                self.zero_moves.append((event.t_s + self._keeping.offset_s, event.largest_kg))
                self._session.use(dataclasses.replace(self._session.in_use, zero_counts=event.zero_counts))
                self.link.introduce(self._hello())
            _log(event)

    def _tell_hello(self) -> None:
        hello = self._hello()
        self.link.introduce(hello)
        self.link.publish(hello)

    @property
    def supply_low(self) -> bool:
        """Whether the supply voltage is too low, so that readings are doubtful."""
        return self._supply.low

    def believe_time(self, utc_s: float) -> None:
        """Take what a person says that the time is now [POSIX s].

        Raises
        ------
        ValueError
            The time is known already, or it cannot be that time.
        """
        self._keeping.time.believe(utc_s)
        self._time_of_day.look_soon()

    def calibrate(self, message: Message) -> Message:
        """One message of the guided calibration; one that it accepts is weighed with from now on, and after a restart too."""
        reply = self._session.ask(message, self.t_s)
        if self._session.accepted is not None:
            self._use(self._session.accepted)
        return reply

    def _use(self, calibration: Calibration) -> None:
        self._tell(self.chair.receive(UseCalibration(self.t_s, calibration)))
        names, t_s, utc_s = self._reader.seat.names, self._clock.monotonic_s(), self.utc_s
        # Its zeros are those of the calibration that follows.
        self._history.remember(self.chair.memory, self.t_s, utc_s)
        self._keeping.write(lambda: self._history.calibrations.record(names, calibration, GUIDED, t_s, utc_s))
        self.link.introduce(self._hello())
        log.info("a new calibration is in use: %s", calibration.as_record())

    def change_sitters(self, message: Message) -> Message:
        """Somebody is added, called otherwise or removed: the chair and whoever watches are told who there is now.

        Where that leaves one alone, it is they who sit: nobody else can be meant.
        """
        sitter_id = change_sitters(self._history.people, message, self.utc_s)
        self._sitters = self._known_sitters()
        events = [*self.ask(KnowSitters(self.t_s, self._sitters))]
        leaves_one = message.get("action") in ("add", "remove") and len(self._sitters) == 1
        if leaves_one and self._history.people.present()[0] is None:
            events += self.ask(ChooseSitter(self.t_s, self._sitters[0].sitter_id))
        self._keeping.keep(self.t_s, self.chair.memory)
        self._tell_hello()
        return {"ok": True, "events": [event_message(event) for event in events], "sitter_id": sitter_id}

    def erase_everything(self, *, keep_calibration: bool) -> Message:
        """Forget all that the chair ever knew of people, on the disk and here, and go on as a chair that nobody has sat on.

        Parameters
        ----------
        keep_calibration
            Weigh as before; else as the configuration says.
        """
        in_use, now = self._session.in_use, self.chair.now
        is_warm = now is not None and now.warming_up_s is None
        self._keeping.erase_everything(self.t_s)
        self.zero_moves.clear()
        self._sitters = self._known_sitters()
        calibration, _ = self._calibration()
        if keep_calibration:
            calibration = in_use
            at = self._clock.monotonic_s(), self.utc_s
            self._history.calibrations.record(self._reader.seat.names, calibration, GUIDED, *at)
        self._session = CalibrationSession(self._reader.seat, calibration)
        self.chair = self._make_chair(calibration, weighed_anew=False, warm=keep_calibration and is_warm)
        self._time_of_day = self._watch_of_time()
        if self._supply.low:
            self.ask(TellSupply(self.t_s, low=True))
        self._tell_hello()
        log.info("everything that was kept is erased, as was asked for")
        return {"ok": True, "events": []}


def _log(event: Event) -> None:
    """Say what breaks and what mends; the history has all the rest."""
    match event:
        case CellLost(_, cell):
            log.warning("the cell %s gives no reading that anyone can trust", cell)
        case CellFound(_, cell):
            log.info("the cell %s reads again", cell)
        case Gap(_, length_s):
            log.warning("too few cells were read for %.0f s, and are again", length_s)
        case Refused(_, request, why):
            log.warning("%s was refused: %s", request, why)
        case _:
            pass
