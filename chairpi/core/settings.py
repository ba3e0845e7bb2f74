"""What may be chosen about the core, with defaults: each with its unit, its bounds and what it does.

The configuration file is made from these descriptions, so a setting explains itself in one place.
"""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from chairpi.core.time_of_day.hours import holidays, ranges

T = TypeVar("T")


def setting(default: T, help_text: str, *, low: float | None = None, high: float | None = None) -> T:
    """A dataclass field with its explanation and inclusive bounds; the unit is the end of the field's name."""
    metadata: dict[str, Any] = {"help": help_text, "low": low, "high": high}
    return dataclasses.field(default=default, metadata=metadata)


def check_bounds(settings: object) -> None:
    """Refuse a number outside its field's bounds.

    Raises
    ------
    ValueError
        Begins with the field's name, then what was found and what is possible.
    """
    for field in dataclasses.fields(settings):  # type: ignore[arg-type]  # any dataclass instance
        value = getattr(settings, field.name)
        if not isinstance(value, int | float) or isinstance(value, bool):
            continue
        low, high = field.metadata.get("low"), field.metadata.get("high")
        if not math.isfinite(value) or (low is not None and value < low) or (high is not None and value > high):
            raise ValueError(f"{field.name}: found {value}, expected a number from {low} to {high}")


@dataclass(frozen=True, slots=True, kw_only=True)
class OccupancySettings:
    """When a load is a person. Starting values: our choice after simulation with a 1.74 m person, seat load 74 % of body weight."""

    person_on_kg: float = setting(15.0, "Seat load from which somebody may be sitting.", low=5, high=60)
    person_sure_kg: float = setting(
        25.0,
        "Seat load from which it is a person even when quite still; between the two it must also move a little.",
        low=5,
        high=100,
    )
    person_off_kg: float = setting(8.0, "Seat load below which nobody is sitting any more.", low=1, high=60)
    object_on_kg: float = setting(2.0, "Seat load from which something lies on the seat.", low=0.5, high=20)
    on_s: float = setting(2.0, "How long a person's load must last before it counts as sitting down.", low=1, high=60)
    off_s: float = setting(3.0, "How long the seat must be empty before it counts as standing up.", low=1, high=60)
    settle_s: float = setting(5.0, "How long somebody wriggles into place before sitting counts.", low=1, high=60)
    object_s: float = setting(10.0, "How long a light load must last before it is called an object.", low=1, high=600)

    def __post_init__(self) -> None:
        check_bounds(self)
        if not self.object_on_kg < self.person_off_kg < self.person_on_kg <= self.person_sure_kg:
            raise ValueError(
                "person_on_kg: expected object_on_kg < person_off_kg < person_on_kg <= person_sure_kg, found "
                f"{self.object_on_kg}, {self.person_off_kg}, {self.person_on_kg}, {self.person_sure_kg}"
            )


@dataclass(frozen=True, slots=True, kw_only=True)
class SlideSettings:
    """When the posture filter's probability is told as a forward hip slide. Chosen in simulation."""

    began_sure_fraction: float = setting(
        0.99, "How sure the chair must be that the hips are forward.", low=0.5, high=0.999
    )
    ended_sure_fraction: float = setting(
        0.5, "When it is less sure than this, a slide is on its way to be over.", low=0, high=0.9
    )
    began_mm: float = setting(
        38.0, "How far the hips must be forward, as far as the chair can tell, to count as slid.", low=0, high=200
    )
    began_s: float = setting(45.0, "How long it must be sure before a slide is reported.", low=5, high=3600)
    began_seat_only_s: float = setting(
        90.0, "The same where the backrest has no cells and the chair sees less.", low=5, high=3600
    )
    ended_s: float = setting(30.0, "How long it must be doubtful before a slide is over.", low=1, high=600)

    def __post_init__(self) -> None:
        check_bounds(self)
        if not self.ended_sure_fraction < self.began_sure_fraction:
            raise ValueError(
                f"ended_sure_fraction: expected less than began_sure_fraction ({self.began_sure_fraction}), "
                f"found {self.ended_sure_fraction}"
            )


@dataclass(frozen=True, slots=True, kw_only=True)
class PromptSettings:
    """When the chair asks for something, and how. The defaults for everybody; each sitter may choose otherwise on the Prompts page."""

    stand_after_min: float = setting(30.0, "Unbroken sitting after which the chair prompts to stand.", low=1, high=240)
    moment_wait_min: float = setting(
        5.0,
        "How long a due prompt waits for a good moment: a weight shift or a lean back. 0: not at all.",
        low=0,
        high=15,
    )
    break_min_s: float = setting(
        60.0, "Time off the chair from which it is a break and the sitting clock starts anew.", low=5, high=3600
    )
    part_break_min_s: float = setting(
        20.0, "Time off the chair from which a shorter break counts in part; less is a re-seat.", low=5, high=3600
    )
    part_break_credit_min: float = setting(
        10.0, "How far such a part of a break sets the sitting clock back.", low=0, high=60
    )
    chime_after_min: float = setting(
        5.0, "How long the light alone asks to stand before a soft chime does.", low=0.5, high=60
    )
    firm_after_min: float = setting(10.0, "How long until a firmer sound does.", low=0.5, high=60)
    silent_after_min: float = setting(
        15.0, "How long until the chair leaves it and stays silent for this bout.", low=0.5, high=120
    )
    snooze_min: float = setting(5.0, "How long a short press of the button puts a prompt off.", low=1, high=15)
    sitting_budget_h: float = setting(
        8.0, "Sitting in one day, in all, after which the chair says so once; 0: never.", low=0, high=24
    )
    slide_prompts: bool = setting(True, "Prompt when the hips have slid forward; false: only record it.")
    slide_after_s: float = setting(
        120.0, "How long the hips must have been forward before the chair prompts.", low=60, high=900
    )
    slide_after_seat_only_s: float = setting(
        180.0, "The same where the backrest has no cells and the chair sees less.", low=60, high=900
    )
    slide_again_min: float = setting(20.0, "Least time between two prompts about a slide.", low=10, high=240)
    slide_prompts_per_hour: int = setting(2, "At most so many prompts about a slide in any hour.", low=0, high=6)
    ramp: bool = setting(
        True,
        "Begin gently: no prompt about a slide on the first three days of sitting, one an hour at most until the tenth.",
    )
    still_prompts: bool = setting(True, "Suggest to shift a little after a long still spell.")
    still_after_min: float = setting(25.0, "How long a still spell must last for that.", low=10, high=90)
    settle_min: float = setting(
        3.0, "No prompt about a slide or a still spell so soon after sitting down.", low=0, high=30
    )
    merge_min: float = setting(
        5.0, "A prompt about a slide or a still spell waits for a prompt to stand that is due so soon.", low=0, high=15
    )
    prompts_per_hour: int = setting(3, "At most so many prompts of all kinds in any hour.", low=1, high=12)
    working_hours: tuple[str, ...] = setting(
        (),
        'When the chair prompts: texts such as "Mon-Fri 08:30-12:00"; several ranges for a day are possible. None: always.',
    )
    holidays: tuple[str, ...] = setting(
        (), 'Days without prompts: texts such as "2026-12-24" or "2026-12-24..2027-01-02".'
    )
    quiet_hours: tuple[str, ...] = setting(
        ("Mon-Sun 22:00-07:00",), "When the chair makes no sound and does not vibrate; written like working_hours."
    )
    quiet_light: bool = setting(True, "Whether the light may show in quiet hours; false: no prompt at all.")
    sound_percent: int = setting(30, "How loud the buzzer is; 0: silent.", low=0, high=100)
    vibration: bool = setting(True, "Whether a prompt about a slide vibrates, where a motor is fitted.")

    def __post_init__(self) -> None:
        check_bounds(self)
        for name in ("working_hours", "quiet_hours"):
            _check_texts(name, getattr(self, name), ranges)
        _check_texts("holidays", self.holidays, holidays)
        if not self.part_break_min_s <= self.break_min_s:
            raise ValueError(
                f"part_break_min_s: expected break_min_s ({self.break_min_s}) at most, found {self.part_break_min_s}"
            )
        if not self.chime_after_min < self.firm_after_min < self.silent_after_min:
            raise ValueError(
                "chime_after_min: expected chime_after_min < firm_after_min < silent_after_min, found "
                f"{self.chime_after_min}, {self.firm_after_min}, {self.silent_after_min}"
            )


def _check_texts(name: str, texts: tuple[str, ...], parse: Callable[[tuple[str, ...]], object]) -> None:
    try:
        parse(texts)
    except ValueError as error:
        raise ValueError(f"{name}: {error}") from None


@dataclass(frozen=True, slots=True, kw_only=True)
class ZeroSettings:
    """When the zeros of the cells are believed, and how they are followed while the seat is empty."""

    warm_up_min: float = setting(
        5.0,
        "Posture is not judged this long after the start, unless the empty seat was seen near its zero before; 0: no warm-up.",
        low=0,
        high=60,
    )
    step_kg: float = setting(
        0.5,
        "An empty seat that reads otherwise by this much is not followed: the chair asks what it is. Cheap cells drift by up to "
        "1 kg overnight, but slowly.",
        low=0.1,
        high=5,
    )
    ask_s: float = setting(60.0, "How long that must have lasted before the chair asks.", low=10, high=3600)
    range_kg: float = setting(
        8.0, "How far the zero is followed, in all; beyond that the chair asks too.", low=0.5, high=20
    )
    empty_s: float = setting(
        60.0, "How long the seat must have been empty before its zero is followed.", low=1, high=3600
    )
    creep_min: float = setting(
        15.0,
        "How slowly the cells recover after somebody stood up: the longer time constant of their creep. After a long sitting the "
        "zero is left alone for 1.6 of it.",
        low=0.1,
        high=120,
    )

    def __post_init__(self) -> None:
        check_bounds(self)
        if not self.step_kg <= self.range_kg:
            raise ValueError(f"range_kg: expected step_kg ({self.step_kg}) at least, found {self.range_kg}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """All choices of the core."""

    occupancy: OccupancySettings = OccupancySettings()
    slide: SlideSettings = SlideSettings()
    prompts: PromptSettings = PromptSettings()
    zero: ZeroSettings = ZeroSettings()
