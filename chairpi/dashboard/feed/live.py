"""One background thread that listens to the sensor process, and the latest that it heard.

The pages never wait for the sensor process: they read the latest `Snapshot`.
Event streams sleep on a condition until there is a newer one.
"""

from __future__ import annotations

import logging
import threading
from collections import deque
from collections.abc import Callable, Mapping
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import cast

from chairpi.clock import Clock, RealClock
from chairpi.dashboard.feed.messages import NOTHING_KNOWN, Hello, Now, SafeModeTold
from chairpi.errors import LinkError
from chairpi.link.client import LiveClient

log = logging.getLogger(__name__)

RECONNECT_S = 1.0
STALE_S = 3.0
"""Silence [s] after which values are shown as old: 30 times the usual 0.1 s between messages, so no hiccup greys the page."""
LISTEN_S = 0.2
"""How long [s] one wait for a message takes at most, and so how soon the thread notices that it should end."""
TRAIL_S = 20.0
TRAIL_STEP_S = 0.4
"""The centre of pressure's trail: its length [s], and the least time [s] between two of its points."""
PACE_S = 0.1
"""The least time [s] between two states that streams show. Ten a second look smooth; the sensor process tells no more."""
SAFE_MODE = "The chair is in safe mode and touches no hardware."
KEPT_EVENTS = 64
"""Events kept for streams that are a moment late; a stream reads them several times a second."""

NO_MEMORY = "the dashboard had too little memory to hear it; it listens again"


@dataclass(frozen=True, slots=True)
class TrailPoint:
    """Where the centre of pressure was: monotonic time [s] of the sensor, place [mm]."""

    t_s: float
    ap_mm: float
    ml_mm: float


@dataclass(frozen=True, slots=True)
class Snapshot:
    """All that is known of the sensor process at one moment.

    Parameters
    ----------
    sequence
        Grows by one with each message and each change of the link.
    connected
        Whether the sensor process is on the other end.
    why
        Why it is not, or why there is nothing to hear, in plain words; else empty.
    hello, now
        Its latest messages; the last ones stay when the link goes.
    age_s
        How long ago `now` was heard [s]; `None` when nothing was heard yet.
    trail
        The last `TRAIL_S` seconds of the centre of pressure, oldest first.
    events
        The latest events, each with its `sequence`.
    at_s
        When this was looked at, by the clock that paces the streams [s].
    """

    sequence: int
    connected: bool
    why: str
    hello: Hello | None
    now: Now | None
    age_s: float | None
    trail: tuple[TrailPoint, ...]
    events: tuple[tuple[int, dict[str, object]], ...]
    at_s: float = 0.0

    @property
    def safe_mode(self) -> SafeModeTold | None:
        """Why the sensor process touches no hardware; `None` where it does, or is not there."""
        return self.hello.get("safe_mode") if self.connected and self.hello else None

    @property
    def stale(self) -> bool:
        """Whether the values are too old to be called the present ones.

        A link that has just gone may be back at once, as when the chair begins anew with other settings: that is silence like any other.
        """
        return self.age_s is None or self.age_s > STALE_S


class LiveFeed:
    """Listens to the sensor process until stopped; reconnects every second.

    Parameters
    ----------
    link_dir
        Where the sensor process has its sockets.
    clock
        Says how old the latest message is; a real clock, also where the chair's own time runs faster.
    pace_clock
        Says how often screens change; the machine's own clock when not given.
    pressed
        Called, in the background thread, with what the sensor process tells of the chair's button.
    """

    def __init__(
        self,
        link_dir: Path,
        clock: Clock,
        *,
        pace_clock: Clock | None = None,
        pressed: Callable[[Mapping[str, object]], None] | None = None,
    ) -> None:
        self._link_dir = link_dir
        self._pressed = pressed
        self._clock = clock
        self._changed = threading.Condition()
        self._sequence = 0
        self._connected = False
        self._why = "The dashboard has only just started and has not heard the sensor process yet."
        self._hello: Hello | None = None
        self._now: Now | None = None
        self._heard_s: float | None = None
        self._trail: deque[TrailPoint] = deque()
        self._events: deque[tuple[int, dict[str, object]]] = deque(maxlen=KEPT_EVENTS)
        self._told_lost = False
        self._pace_clock = pace_clock or RealClock()
        self._shown: Snapshot | None = None
        self._shown_s = 0.0
        self._thread = threading.Thread(target=self._listen, name="live feed", daemon=True)
        self.stopping = threading.Event()

    def start(self) -> None:
        """Begin to listen."""
        self._thread.start()

    def stop(self) -> None:
        """End the thread, and with it every stream that waits here."""
        self.stopping.set()
        with self._changed:
            self._changed.notify_all()
        if self._thread.is_alive():
            self._thread.join()

    def snapshot(self) -> Snapshot:
        """What is known now."""
        with self._changed:
            return self._snapshot()

    def wait_shown(self, sequence: int, timeout_s: float) -> Snapshot:
        """The next state after `sequence` that all streams show, or the present one after `timeout_s` seconds or when stopped.

        Every stream gets the same states, and in the same moments, so that two screens in the house never differ.
        """
        until_s = self._pace_clock.monotonic_s() + timeout_s
        with self._changed:
            while not self.stopping.is_set():
                shown, again_s = self._next_shown()
                left_s = until_s - self._pace_clock.monotonic_s()
                if shown.sequence > sequence:
                    return shown
                if left_s <= 0:
                    break
                self._changed.wait(min(left_s, again_s))
            return self._snapshot()

    def _next_shown(self) -> tuple[Snapshot, float]:
        """The state that is shown, moved on where it is time, and how long until it may move on again [s]."""
        now_s = self._pace_clock.monotonic_s()
        if self._shown is None or (self._sequence > self._shown.sequence and now_s - self._shown_s >= PACE_S):
            self._shown, self._shown_s = self._snapshot(), now_s
        is_behind = self._sequence > self._shown.sequence
        return self._shown, self._shown_s + PACE_S - now_s if is_behind else LISTEN_S

    def _snapshot(self) -> Snapshot:
        age_s = None if self._heard_s is None else self._clock.monotonic_s() - self._heard_s
        is_safe = self._connected and self._hello is not None and "safe_mode" in self._hello
        return Snapshot(
            self._sequence,
            self._connected,
            SAFE_MODE if is_safe else self._why,
            self._hello,
            self._now,
            age_s,
            tuple(self._trail),
            tuple(self._events),
            self._pace_clock.monotonic_s(),
        )

    def _listen(self) -> None:
        while not self.stopping.is_set():
            try:
                with closing(LiveClient(self._link_dir)) as client:
                    for message in client.messages(LISTEN_S):
                        if message is not None:
                            self._receive(message)
                        if self.stopping.is_set():
                            return
            except LinkError as error:
                self._lose(str(error))
            except MemoryError:  # a thread that ended here would leave the pages with an old present
                self._lose(NO_MEMORY)
            self.stopping.wait(RECONNECT_S)

    def _receive(self, message: Mapping[str, object]) -> None:
        if message.get("message") == "button" and self._pressed is not None:
            self._pressed(message)
        with self._changed:
            self._sequence += 1
            match message.get("message"):
                case "hello":
                    self._greet(cast(Hello, dict(message)))
                case "now":
                    self._now = cast(Now, {**NOTHING_KNOWN, **message})
                    self._heard_s = self._clock.monotonic_s()
                    self._follow(self._now)
                case "event":
                    self._events.append((self._sequence, dict(message)))
            if not self._connected:
                self._connected = True
                self._why = ""
                log.info("the sensor process is there")
            self._told_lost = False
            self._changed.notify_all()

    def _greet(self, hello: Hello) -> None:
        """A new link; where the chair is another one, values of the old one's cells mean nothing any more."""
        if self._hello is None or hello["cells"] != self._hello["cells"]:
            self._now, self._heard_s = None, None
        self._hello = hello
        self._trail.clear()

    def _follow(self, now: Now) -> None:
        """Let the trail grow by this point, and forget its old end."""
        speed = self._hello["speed"] if self._hello else 1.0
        t_s, ap_mm, ml_mm = now["t_s"], now["cop_ap_mm"], now["cop_ml_mm"]
        if ap_mm is None or ml_mm is None or now["occupancy"] == "vacant":
            self._trail.clear()
            return
        if not self._trail or t_s - self._trail[-1].t_s >= TRAIL_STEP_S * speed:
            self._trail.append(TrailPoint(t_s, ap_mm, ml_mm))
        while self._trail[0].t_s < t_s - TRAIL_S * speed:
            self._trail.popleft()

    def _lose(self, why: str) -> None:
        with self._changed:
            self._why = why
            if self._connected or not self._told_lost:
                self._sequence += 1
                # Both processes start together, and this one may be the first: that is nothing to warn of.
                level = logging.WARNING if self._connected else logging.INFO
                log.log(level, "the sensor process is not there: %s", why)
            self._connected = False
            self._told_lost = True
            self._changed.notify_all()
