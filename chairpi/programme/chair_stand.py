"""The 30-second chair stand: how often somebody stands up in half a minute, from week to week.

It is the one test of strength that the chair can count by itself. The norms were measured on people of 60 to 94; for younger ones there
are none here, and only their own trend is shown.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from chairpi.programme.diary import ChairStood, Entry
from chairpi.programme.exercises import Source

LENGTH_S = 30.0
"""How long it takes [s]."""

EVERY = timedelta(days=7)
"""How often: our choice. Strength grows over weeks, and the test is an effort of its own."""

CHANGE_REPS = 3
"""From this difference on it is told as more or fewer stands. Our choice: one or two come and go with the day."""

SOURCES = (
    Source("CDC STEADI, Assessment: 30-Second Chair Stand (how it is done, and what counts)", "cdc.gov/steadi"),
    Source(
        "Jones, Rikli and Beam 1999, A 30-s chair-stand test as a measure of lower body strength in community-residing older adults",
        "Research Quarterly for Exercise and Sport 70(2):113-119",
    ),
    Source(
        "Rikli and Jones 1999, Functional fitness normative scores for community-residing older adults, ages 60-94 (the norms)",
        "Journal of Aging and Physical Activity 7(2):162-181",
    ),
)


class People(StrEnum):
    """Of whom there are norms."""

    WOMEN = "women"
    MEN = "men"


@dataclass(frozen=True, slots=True)
class Norm:
    """What the middle half of a group did: a quarter did fewer, and a quarter more.

    Parameters
    ----------
    people
        Of whom.
    from_years, to_years
        How old they were, both included.
    low_reps, high_reps
        Stands in 30 s, both included.
    """

    people: People
    from_years: int
    to_years: int
    low_reps: int
    high_reps: int


_AGES = (60, 65, 70, 75, 80, 85, 90)
_MIDDLE_HALF = {
    People.WOMEN: ((12, 17), (11, 16), (10, 15), (10, 15), (9, 14), (8, 13), (4, 11)),
    People.MEN: ((14, 19), (12, 18), (12, 17), (11, 17), (10, 15), (8, 14), (7, 12)),
}

NORMS = tuple(
    Norm(people, age, age + 4, low, high)
    for people, middle in _MIDDLE_HALF.items()
    for age, (low, high) in zip(_AGES, middle, strict=True)
)
"""Rikli and Jones 1999. They sat on a straight chair of 43 cm with its back to a wall, arms crossed on the chest."""


def norm_of(people: People, age_years: int) -> Norm | None:
    """The norm for somebody of this age; `None` where there is none: below 60 and above 94.

    >>> norm_of(People.MEN, 72)
    Norm(people=<People.MEN: 'men'>, from_years=70, to_years=74, low_reps=12, high_reps=17)
    >>> norm_of(People.WOMEN, 44) is None
    True
    """
    return next(
        (norm for norm in NORMS if norm.people is people and norm.from_years <= age_years <= norm.to_years), None
    )


@dataclass(frozen=True, slots=True)
class Trend:
    """Somebody's own chair stands, in the order of time; at least one.

    Parameters
    ----------
    tests
        Each one that was kept.
    """

    tests: tuple[ChairStood, ...]

    @property
    def latest(self) -> ChairStood:
        """The one before any other."""
        return self.tests[-1]

    @property
    def most_reps(self) -> int:
        """The most stands in one of them."""
        return max(test.reps for test in self.tests)

    @property
    def change_reps(self) -> int | None:
        """Stands in the latest less those in the first; `None` where they are less than a week apart."""
        first, latest = self.tests[0], self.latest
        return None if latest.day - first.day < EVERY else latest.reps - first.reps

    @property
    def next_day(self) -> date:
        """When the next one is due."""
        return self.latest.day + EVERY


def trend_of(entries: Sequence[Entry]) -> Trend | None:
    """The chair stands in a diary; `None` where there are none."""
    tests = tuple(entry for entry in entries if isinstance(entry, ChairStood))
    return Trend(tests) if tests else None
