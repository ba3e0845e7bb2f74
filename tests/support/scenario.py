"""Scenarios: sentences that are played through the real chair, and that say what should come of it.

    with target 20 min, working hours Mon-Fri 09:00-12:00: sits 21 min, shifts at 20:10, stands 70 s -> prompt at 20:20, break credited

Before the arrow stands what happens, after it what is expected; parts are separated by commas. What takes time ("sits 31 min") follows
one after the other; what has an "at" happens at that minute of the story, which begins when somebody first sits down; what has neither
happens between the parts that it is written between, and with "every 5 min" it happens throughout the part before it. `DOINGS` holds
all that can be said, `scenario_expect.EXPECTATIONS` all that can be expected.

Unless a sentence says otherwise it is Monday, 10 o'clock in Berlin; Anna sits, whom the chair knows and whose reference was captured, on a
chair with seven cells; the settings are the shipped ones without the gentle beginning of the first days (`ramp`).
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from scenario_body import BAG, NOBODY, SILENCE
from scenario_expect import check
from scenario_play import PEOPLE_IDS, Player, Start
from scenario_words import AT, DURATION, minute_s, seconds

from chairpi.core import requests as ask
from chairpi.core.events.prompting import DismissReason
from chairpi.core.requests import Press
from chairpi.core.settings import PromptSettings

ZONE = "Europe/Berlin"
MONDAY = datetime(2026, 11, 23, tzinfo=ZoneInfo(ZONE))
WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
RESEAT_S = 10.0

Act = Callable[[Player], None]


class Planned(NamedTuple):
    """Something that happens `at_s` after the story began [s]."""

    at_s: float
    act: Act


class Part(NamedTuple):
    """The stretch of the story that was told last [s]."""

    begins_s: float
    ends_s: float


def play(sentence: str) -> None:
    """Play a scenario and hold what came of it against what it expects.

    Raises
    ------
    AssertionError
        Something else came of it: says what was expected, and all that happened.
    ValueError
        A part of the sentence is not understood.
    """
    __tracebackhide__ = True
    doings, _, expected = sentence.partition(" -> ")
    prefix = re.match(r"with (.+?): ", doings)
    start = _start(prefix[1].split(", ")) if prefix else Start()
    plan, end_s = _plan(doings[prefix.end() :] if prefix else doings)
    looks = [Planned(minute_s(text), lambda _: None) for text in re.findall(rf" at {AT}", expected)]
    player = Player(start)
    for planned in sorted([*looks, *plan], key=lambda planned: planned.at_s):
        player.plays_to(planned.at_s)
        planned.act(player)
    player.plays_to(end_s)
    check(sentence, expected.split(", "), player)


# ---- what was before the story began


def _start(phrases: Sequence[str]) -> Start:
    start, chosen = Start(), {}
    for phrase in phrases:
        name, _, rest = phrase.partition(" ")
        if phrase in STARTS:
            start = dataclasses.replace(start, **STARTS[phrase])
        elif found := re.fullmatch(r"it is (.+)", phrase):
            start = dataclasses.replace(start, utc_s=moment_utc_s(found[1]))
        elif found := re.fullmatch(r"(working hours|quiet hours|holidays) (.+)", phrase):
            key = found[1].replace(" ", "_")
            texts = () if found[2] == "none" else tuple(found[2].split(" and "))
            chosen[key] = texts
        elif found := re.fullmatch(rf"target {DURATION}", phrase):
            chosen["stand_after_min"] = seconds(found[1]) / 60
        elif name in {field.name for field in dataclasses.fields(PromptSettings)}:
            kind = type(getattr(PromptSettings(), name))
            chosen[name] = rest == "true" if kind is bool else kind(float(rest))
        else:
            raise ValueError(f"not understood: {phrase!r}")
    return dataclasses.replace(start, prompts=dataclasses.replace(start.prompts, **chosen))


STARTS: dict[str, dict[str, object]] = {
    "seat cells alone": {"has_back": False},
    "two sitters": {"people": ("Anna", "Ben")},
    "nobody known": {"people": ()},
    "no reference": {"has_reference": False},
    "an unknown time": {"utc_s": None},
}


def moment_utc_s(text: str) -> float:
    """POSIX time [s] of "Mon 09:00", in the week of the stories, or of "2026-12-24 09:00"."""
    day, clock = text.split(" ")
    begins = MONDAY + timedelta(WEEKDAYS.index(day)) if day in WEEKDAYS else datetime.fromisoformat(day)
    hour, minute = map(int, clock.split(":"))
    return begins.replace(hour=hour, minute=minute, tzinfo=ZoneInfo(ZONE)).timestamp()


# ---- what happens


def _plan(text: str) -> tuple[list[Planned], float]:
    """All that happens, and when the story ends [s]."""
    plan: list[Planned] = []
    part = Part(0.0, 0.0)
    for phrase in text.split(", "):
        for pattern, doing in DOINGS:
            if found := re.fullmatch(pattern + r"(?P<when> at \S+(?: and \S+)*| every \S+ \w+)?", phrase):
                if "length" in found.groupdict():
                    part = Part(part.ends_s, part.ends_s + seconds(found["length"]))
                    plan += doing(part.begins_s, part.ends_s, found)
                else:
                    for at_s in _times(found["when"], part):
                        plan += doing(at_s, part.ends_s, found)
                break
        else:
            raise ValueError(f"not understood: {phrase!r}")
    return plan, part.ends_s


def _times(when: str | None, part: Part) -> list[float]:
    if when is None:
        return [part.ends_s]
    if every := re.fullmatch(rf" every {DURATION}", when):
        step_s = seconds(every[1])
        return [part.begins_s + i * step_s for i in range(1, int((part.ends_s - part.begins_s - 1.0) / step_s) + 1)]
    return [minute_s(text) for text in when.removeprefix(" at ").split(" and ")]


Doing = Callable[[float, float, re.Match[str]], list[Planned]]


def _spell(who: Callable[[re.Match[str]], str]) -> Doing:
    """Somebody or something is on the seat from now on."""
    return lambda at_s, _, found: [Planned(at_s, lambda player: player.carries(who(found)))]


def _becomes(**changes: bool) -> Doing:
    """Whoever sits does so otherwise."""
    return lambda at_s, _, __: [Planned(at_s, lambda player: player.changes(**changes))]


def _asks(make: Callable[[float, re.Match[str]], ask.Request]) -> Doing:
    """Somebody asks for something."""
    return lambda at_s, _, found: [Planned(at_s, lambda player: player.asks(make(player.t_s, found)))]


def _restarts(at_s: float, end_s: float, found: re.Match[str]) -> list[Planned]:
    def comes_back(player: Player) -> None:
        player.restarts(new_clock=found["how"] == "reboot")
        player.carries_again()

    return [Planned(at_s, lambda player: player.carries(SILENCE)), Planned(end_s, comes_back)]


def _reseats(at_s: float, _: float, __: re.Match[str]) -> list[Planned]:
    return [
        Planned(at_s, lambda player: player.carries(NOBODY)),
        Planned(at_s + RESEAT_S, lambda player: player.carries_again()),
    ]


def _length_s(found: re.Match[str]) -> float | None:
    return None if found["of"] is None else seconds(found["of"])


def _setting(text: str) -> object:
    if text in {"true", "false"}:
        return text == "true"
    return None if text == "default" else float(text)


LENGTH = rf" (?P<length>{DURATION})"
PRESSES = {None: Press.SHORT, " long": Press.LONG, " very long": Press.VERY_LONG}

DOINGS: tuple[tuple[str, Doing], ...] = (
    ("sits" + LENGTH, _spell(lambda _: "Anna")),
    ("(?P<who>Ben|a stranger) sits" + LENGTH, _spell(lambda found: found["who"])),
    ("(?:stands|is away)" + LENGTH, _spell(lambda _: NOBODY)),
    ("a bag lies on the seat" + LENGTH, _spell(lambda _: BAG)),
    ("nothing is heard for" + LENGTH, _spell(lambda _: SILENCE)),
    ("(?P<how>power cut|reboot) of" + LENGTH, _restarts),
    ("reseats", _reseats),
    ("shifts", lambda at_s, _, __: [Planned(at_s, lambda player: player.shifts())]),
    ("leans back", _becomes(reclined=True)),
    ("sits up", _becomes(reclined=False)),
    ("slides", _becomes(slid=True)),
    ("sits back", _becomes(slid=False)),
    ("loses a cell", _becomes(lost=True)),
    ("finds it", _becomes(lost=False)),
    (f"puts off (?P<of>{DURATION})", _asks(lambda t_s, found: ask.Snooze(t_s, seconds(found["of"])))),
    (
        "dismisses(?: as (?P<why>busy|meeting|moved already|not now))?",
        _asks(lambda t_s, found: ask.Dismiss(t_s, DismissReason((found["why"] or "").replace(" ", "_")))),
    ),
    (
        r"says (?:prompt (?P<number>\d+) )?wrong",
        _asks(lambda t_s, found: ask.MarkWrong(t_s, found["number"] and int(found["number"]))),
    ),
    (
        r"takes (?:it|(?P<number>\d+)) back",
        _asks(lambda t_s, found: ask.TakeBackMark(t_s, found["number"] and int(found["number"]))),
    ),
    (
        f"holds a meeting(?: of (?P<of>{DURATION}))?",
        _asks(lambda t_s, found: ask.HoldMeeting(t_s, _length_s(found))),
    ),
    ("pauses until tomorrow", _asks(lambda t_s, _: ask.PauseUntilTomorrow(t_s))),
    ("ends the (?:meeting|pause)", _asks(lambda t_s, _: ask.EndQuiet(t_s))),
    ("reads the notice", _asks(lambda t_s, _: ask.CloseNotice(t_s))),
    (
        f"chooses target (?P<of>{DURATION})",
        _asks(lambda t_s, found: ask.ChooseStandTarget(t_s, seconds(found["of"]))),
    ),
    (
        r"chooses (?P<key>\w+) (?P<value>\S+)",
        _asks(lambda t_s, found: ask.ChooseSettings(t_s, {found["key"]: _setting(found["value"])})),
    ),
    (
        "presses the button(?P<long> long| very long)?",
        _asks(lambda t_s, found: ask.PressButton(t_s, PRESSES[found["long"]])),
    ),
    (
        "says it is (?P<who>Anna|Ben|somebody else)",
        _asks(lambda t_s, found: ask.ChooseSitter(t_s, PEOPLE_IDS.get(found["who"]))),
    ),
    ("captures the reference", _asks(lambda t_s, _: ask.CaptureReference(t_s))),
    (
        r"the clock says (?P<time>\S+ \d\d:\d\d)",
        lambda at_s, _, found: [Planned(at_s, lambda player: player.tells_time(moment_utc_s(found["time"])))],
    ),
)
"""What can be said, and what it does: what has a `length` takes that long, the rest happens at once."""
