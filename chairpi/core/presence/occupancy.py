"""Who or what is on the seat.

Rules:
1. A load is put into one of four levels; the state changes by one table, after the load has lasted long enough.
2. Between `person_on_kg` and `person_sure_kg` a load must also show signs of life: a bag lies dead still, a sitter breathes.
3. Once seated, only a nearly empty seat ends it: nobody is thrown off for sitting still or for leaning on the desk.
4. With seat cells lost the same thresholds judge an estimated load (`Weigher.estimated_n`). Signs of life are then unknown, so between
   `person_on_kg` and `person_sure_kg` nobody new is believed to sit.
"""

from __future__ import annotations

from collections import deque
from enum import StrEnum

from chairpi.core.settings import OccupancySettings
from chairpi.core.weighing.life import LIFE_NM, LIFE_S, span_nm
from chairpi.core.weighing.load import G0_M_PER_S2
from chairpi.core.weighing.second import Second


class Occupancy(StrEnum):
    """What is on the seat."""

    UNKNOWN = "unknown"
    VACANT = "vacant"
    SETTLING = "settling"
    SEATED = "seated"
    OBJECT = "object"


class Level(StrEnum):
    """How much is on the seat: nothing; a bag; as much as somebody half risen; a person."""

    EMPTY = "empty"
    LIGHT = "light"
    MIDDLE = "middle"
    PERSON = "person"


TRANSITIONS: dict[Occupancy, dict[Level, tuple[Occupancy, str]]] = {
    Occupancy.UNKNOWN: {
        Level.EMPTY: (Occupancy.VACANT, "off_s"),
        Level.LIGHT: (Occupancy.OBJECT, "object_s"),
        Level.MIDDLE: (Occupancy.OBJECT, "object_s"),
        Level.PERSON: (Occupancy.SETTLING, "on_s"),
    },
    Occupancy.VACANT: {
        Level.LIGHT: (Occupancy.OBJECT, "object_s"),
        Level.MIDDLE: (Occupancy.OBJECT, "object_s"),
        Level.PERSON: (Occupancy.SETTLING, "on_s"),
    },
    Occupancy.OBJECT: {
        Level.EMPTY: (Occupancy.VACANT, "off_s"),
        Level.PERSON: (Occupancy.SETTLING, "on_s"),
    },
    Occupancy.SETTLING: {
        Level.EMPTY: (Occupancy.VACANT, "off_s"),
        Level.LIGHT: (Occupancy.VACANT, "off_s"),
        Level.MIDDLE: (Occupancy.OBJECT, "object_s"),
        Level.PERSON: (Occupancy.SEATED, "settle_s"),
    },
    Occupancy.SEATED: {
        Level.EMPTY: (Occupancy.VACANT, "off_s"),
        Level.LIGHT: (Occupancy.VACANT, "off_s"),
    },
}
"""`{state: {level: (next state, the setting that says how long the level's way there must last)}}`; no entry: stay."""


class OccupancyMachine:
    """Follows who or what is on the seat, a second at a time.

    Attributes
    ----------
    state
        The present occupancy.
    since_t_s
        When what led to the present state began [s]: the load's arrival or its end, before the wait that confirmed it.
    """

    def __init__(self, settings: OccupancySettings) -> None:
        self._settings = settings
        self._recent: deque[Second] = deque(maxlen=LIFE_S)
        self._towards: tuple[Occupancy, float] | None = None
        self.state = Occupancy.UNKNOWN
        self.since_t_s = 0.0

    def receive(self, second: Second) -> Occupancy | None:
        """Take one second; the state that was left, if it changed."""
        self._recent.append(second)
        goal = TRANSITIONS[self.state].get(self._level(second.load_n))
        if goal is None:
            self._towards = None
            return None
        state, dwell = goal
        if self._towards is None or self._towards[0] is not state:
            self._towards = (state, second.start_t_s)
        began_t_s = self._towards[1]
        if second.t_s - began_t_s < getattr(self._settings, dwell):
            return None
        left = self.state
        if left is not Occupancy.SETTLING or state is not Occupancy.SEATED:
            self.since_t_s = began_t_s  # who settles has sat since the load came, not since the wriggling ended
        self.state = state
        self._towards = None
        return left

    def forget(self) -> None:
        """Look at the seat anew: nobody watched it for a while."""
        self.state = Occupancy.UNKNOWN
        self._towards = None
        self._recent.clear()

    def weighed_anew(self) -> None:
        """The calibration is another one: how the load moved until now says nothing about life."""
        self._recent.clear()

    @property
    def alive(self) -> bool:
        """Whether the load moved as only somebody alive does."""
        return span_nm(self._recent) >= LIFE_NM

    def _level(self, load_n: float) -> Level:
        load_kg = load_n / G0_M_PER_S2
        settings = self._settings
        if load_kg < settings.object_on_kg:
            return Level.EMPTY
        if load_kg < settings.person_off_kg:
            return Level.LIGHT
        if load_kg >= settings.person_sure_kg or (load_kg >= settings.person_on_kg and self.alive):
            return Level.PERSON
        return Level.MIDDLE
