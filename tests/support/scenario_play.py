"""Plays a scenario: the body's frames and the people's requests through the real chair, over power cuts and reboots."""

from __future__ import annotations

import dataclasses
import json
from dataclasses import dataclass, field

from scenario_body import PEOPLE, RATE_HZ, Body, Load
from sitting import SEAT

from chairpi.core.calibration import Calibration
from chairpi.core.chair.door import Chair
from chairpi.core.chair.memory import rebased
from chairpi.core.events.event import Event
from chairpi.core.events.prompting import SettingsChosen
from chairpi.core.now.chair import Now
from chairpi.core.presence.sitters import KnownSitter
from chairpi.core.requests import Request, TellTime
from chairpi.core.settings import PromptSettings, Settings
from chairpi.simulate.chair import Layout, simulated_chair

PEOPLE_IDS = {"Anna": 1, "Ben": 2}
LEAD_S = 20.0
"""The empty seat is seen this long before the story begins [s]."""
BEGINS_T_S = 1000.0
BOOTED_T_S = 30.0
"""The monotonic clock when the lead begins, and after a reboot [s]."""
STEP_S = 20.0
"""Scenarios look at the chair this often [s], and whenever something happens or is expected."""
ZONE = "Europe/Berlin"


@dataclass(frozen=True, slots=True)
class Start:
    """What was before the story began.

    Parameters
    ----------
    prompts
        The settings.
    has_back
        The backrest has cells.
    people
        Whom the chair knows; the first of them sat last.
    has_reference
        Their references were captured.
    utc_s
        The time of day [POSIX s] as the story begins; `None`: nobody tells the chair.
    """

    prompts: PromptSettings = PromptSettings(ramp=False)
    has_back: bool = True
    people: tuple[str, ...] = ("Anna",)
    has_reference: bool = True
    utc_s: float | None = 1_795_424_400.0  # Monday, 2026-11-23, 10:00 in Berlin


@dataclass
class Player:
    """The story so far.

    Parameters
    ----------
    start
        What was before it.
    step_s
        The chair is fed so much at once, at most, and then looked at [s].

    Attributes
    ----------
    told
        All events, each with the time of the story [s] at which it was told.
    seen
        The chair's state at every such look, with that time.
    carried
        Who or what was on the seat, each with the time from which on.
    clock
        What the chair was told of the time of day [POSIX s], each with the story's time.
    """

    start: Start
    told: list[tuple[float, Event]] = field(default_factory=list)
    seen: list[tuple[float, Now]] = field(default_factory=list)
    step_s: float = STEP_S

    def __post_init__(self) -> None:
        seat = simulated_chair(Layout.SEVEN)[0] if self.start.has_back else SEAT
        self._seat, self._body = seat, Body(seat)
        self._load, self._sat = Load(), Load()
        self.carried: list[tuple[float, str]] = [(-LEAD_S, self._load.who)]
        self.clock: list[tuple[float, float]] = []
        self._before_t_s = BEGINS_T_S
        self._n = 0
        self._settings = dict.fromkeys(self.start.people, self.start.prompts)
        self._utc_less_story_s = self.start.utc_s
        self.chair = self._chair(None)
        self._tell_time()
        self.plays_to(0.0)

    @property
    def at_s(self) -> float:
        """The story's time [s]."""
        return self._n / RATE_HZ - LEAD_S

    @property
    def t_s(self) -> float:
        """The chair's clock [s]."""
        return self._before_t_s + self._n / RATE_HZ

    def plays_to(self, at_s: float) -> None:
        """Let the frames come up to this time of the story [s]."""
        last = round((at_s + LEAD_S) * RATE_HZ)
        step = round(self.step_s * RATE_HZ)
        while self._n < last:
            n = min(last, (self._n // step + 1) * step)
            frames = self._body.frames(self._load, self._n, n, self._before_t_s)
            self._n = n
            if len(frames.t_s):
                self._hears(self.chair.receive(frames))
            self._look()

    def asks(self, request: Request) -> None:
        """Somebody asks for something."""
        self._hears(self.chair.receive(request))
        self._look()

    def carries(self, who: str) -> None:
        """This is on the seat from now on; people sit down as they usually do."""
        if self._load.who in PEOPLE:
            self._sat = self._load
        if who != self._load.who:
            self._load = Load(who, lost=self._load.lost)
            self.carried.append((self.at_s, who))

    def carries_again(self) -> None:
        """Whoever sat last does so again."""
        self.carries(self._sat.who)

    def changes(self, **changes: bool) -> None:
        """Whatever is on the seat lies otherwise."""
        self._load = dataclasses.replace(self._load, **changes)

    def shifts(self) -> None:
        """The weight goes to the other side."""
        self.changes(aside=not self._load.aside)

    def tells_time(self, utc_s: float) -> None:
        """The clock on the wall is put to this [POSIX s]."""
        self._utc_less_story_s = utc_s - self.at_s
        self._tell_time()

    def restarts(self, *, new_clock: bool) -> None:
        """Another chair goes on from what this one remembers; `new_clock`: the monotonic clock begins anew."""
        memory = json.loads(json.dumps(self.chair.memory))
        if new_clock:
            before_t_s = BOOTED_T_S - self._n / RATE_HZ
            memory = rebased(memory, before_t_s - self._before_t_s)
            self._before_t_s = before_t_s
        self.chair = self._chair(memory)
        self._tell_time()

    def now_at(self, at_s: float | None) -> Now:
        """The chair's state at a time of the story [s], or at its end."""
        return [now for seen_s, now in self.seen if at_s is None or seen_s <= at_s + 1e-6][-1]

    def of(self, *kinds: type[Event]) -> list[Event]:
        """The events of these kinds."""
        return [event for _, event in self.told if isinstance(event, kinds)]

    def _chair(self, memory: dict[str, object] | None) -> Chair:
        start = self.start
        sitters = tuple(
            KnownSitter(
                PEOPLE_IDS[who], who, self._body.reference(who) if start.has_reference else None, self._settings[who]
            )
            for who in start.people
        )
        return Chair(
            self._seat,
            Calibration.newtons(len(self._seat.cells)),
            Settings(prompts=start.prompts),
            reference=None if sitters or not start.has_reference else self._body.reference("Anna"),
            warm=True,
            sitters=sitters,
            sitter_id=sitters[0].sitter_id if sitters else None,
            memory=memory,
        )

    def _tell_time(self) -> None:
        if self._utc_less_story_s is not None:
            self.clock.append((self.at_s, self._utc_less_story_s + self.at_s))
            self.asks(TellTime(self.t_s, self.clock[-1][1], ZONE))

    def _look(self) -> None:
        now = self.chair.now
        if now is not None:
            self.seen.append((self.at_s, now))

    def _hears(self, events: tuple[Event, ...]) -> None:
        less_s = self._before_t_s + LEAD_S
        for event in events:
            self.told.append((event.t_s - less_s, event))
            if isinstance(event, SettingsChosen):
                self._remember_choice(event)

    def _remember_choice(self, chosen: SettingsChosen) -> None:
        """Keep what a sitter chose, as the programme does: a chair that starts anew is told."""
        for who in self.start.people:
            if PEOPLE_IDS[who] == chosen.sitter_id:
                changes = {
                    key: tuple(value) if isinstance(value, list) else value for key, value in chosen.settings.items()
                }
                self._settings[who] = dataclasses.replace(self.start.prompts, **changes)  # type: ignore[arg-type]  # from a record
