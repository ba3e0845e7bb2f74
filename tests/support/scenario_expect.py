"""What a scenario may expect, and what is said when something else came of it."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from scenario_words import AT, DURATION, clock, minute_s, seconds

from chairpi.core.events.event import Event, as_record
from chairpi.core.events.posture import PostureChanged
from chairpi.core.events.presence import BreakCredited, Credit
from chairpi.core.events.prompting import (
    MarkTakenBack,
    Noticed,
    PromptCleared,
    PromptKind,
    PromptMarkedWrong,
    PromptRaised,
)
from chairpi.core.events.requests import Refused
from chairpi.core.events.upright import ReferenceSet
from chairpi.core.events.weighing import Minute
from chairpi.core.now.chair import Now
from chairpi.core.now.signal import Light, Stage

if TYPE_CHECKING:
    from scenario_play import Player

PROMPT_WITHIN_S = 20.0
CLOCK_WITHIN_S = 15.0
"""How exact a minute is meant [s], where a sentence says nothing else: a weight shift is told some 9 s after it was, and who sits down is
believed after 5 to 7 s."""

MOMENTS = "(shift|lean back|waited|put off|lasted)"
NAMES = {None: None, "somebody else": None, "nobody": None, "Anna": 1, "Ben": 2}

Check = Callable[["Player", re.Match[str]], str | None]
"""What came instead, in words; `None` where it is as expected."""


def check(sentence: str, expected: Sequence[str], player: Player) -> None:
    """Hold what came of a scenario against every expectation.

    Raises
    ------
    AssertionError
        Something else came of it.
    ValueError
        An expectation is not understood.
    """
    __tracebackhide__ = True
    wrong = []
    for phrase in expected:
        for pattern, holds in EXPECTATIONS:
            if found := re.fullmatch(pattern, phrase):
                instead = holds(player, found)
                if instead is not None:
                    wrong.append(f"  expected: {phrase}\n       saw: {instead}")
                break
        else:
            raise ValueError(f"not understood: {phrase!r}")
    wrong += [f"  prompt not expected: {prompt}" for prompt in _unlisted(expected, player)]
    if not any(phrase.startswith("refused ") for phrase in expected):
        wrong += [f"  refused: {refused.request}: {refused.why}" for refused in player.of(Refused)]
    if wrong:
        raise AssertionError("\n".join(("", sentence, *wrong, *timeline(player))))


def timeline(player: Player) -> list[str]:
    """All that was told, but for minutes and postures, in the story's own time."""
    dull = (Minute, PostureChanged, ReferenceSet)
    return [f"  {clock(at_s):>8}  {_short(event)}" for at_s, event in player.told if not isinstance(event, dull)]


def _short(event: Event) -> str:
    fields = as_record(event)
    name = fields.pop("event")
    shown = {key: round(value, 1) if isinstance(value, float) else value for key, value in fields.items()}
    return f"{name} " + " ".join(f"{key}={value}" for key, value in shown.items() if key not in {"t_s", "trace"})


# ---- prompts and what became of them


def _raised(player: Player) -> list[tuple[float, PromptRaised]]:
    return [(at_s, event) for at_s, event in player.told if isinstance(event, PromptRaised)]


def _told_as(at_s: float, event: PromptRaised) -> str:
    return f"{event.kind.value} prompt at {clock(at_s)} ({event.moment.value.replace('_', ' ')})"


def _all_prompts(player: Player) -> str:
    return " and ".join(_told_as(*prompt) for prompt in _raised(player)) or "no prompt"


def _is_listed(found: re.Match[str], at_s: float, event: PromptRaised) -> bool:
    kind, at, moment, within = found["kind"] or "stand", found["at"], found["moment"], found["within"]
    near = abs(at_s - minute_s(at)) <= (PROMPT_WITHIN_S if within is None else seconds(within))
    return near and event.kind.value == kind and moment in {None, event.moment.value.replace("_", " ")}


def _prompt(player: Player, found: re.Match[str]) -> str | None:
    return None if any(_is_listed(found, *prompt) for prompt in _raised(player)) else _all_prompts(player)


def _unlisted(expected: Sequence[str], player: Player) -> list[str]:
    """Where a sentence lists prompts there must be no others."""
    listed = [found for phrase in expected if (found := re.fullmatch(PROMPT, phrase))]
    if not listed:
        return []
    return [_told_as(*prompt) for prompt in _raised(player) if not any(_is_listed(found, *prompt) for found in listed)]


def _no_prompt(player: Player, found: re.Match[str]) -> str | None:
    kinds = [found["kind"]] if found["kind"] else [kind.value for kind in PromptKind]
    return _all_prompts(player) if any(event.kind.value in kinds for _, event in _raised(player)) else None


def _outcomes(player: Player, found: re.Match[str]) -> str | None:
    cleared = [
        event.outcome.value.replace("_", " ") + (f" as {event.why.value.replace('_', ' ')}" if event.why else "")
        for event in player.of(PromptCleared)
    ]
    return _unless(cleared == ([] if found[1] == "none" else found[1].split(" then ")), " then ".join(cleared))


def _reason(player: Player, found: re.Match[str]) -> str | None:
    reasons = [event.reason for _, event in _raised(player)]
    return _unless(bool(reasons) and found[1] in reasons[-1], f"reasons {reasons}")


def _marked(kind: type[PromptMarkedWrong | MarkTakenBack]) -> Check:
    def holds(player: Player, found: re.Match[str]) -> str | None:
        numbers = [event.number for event in player.of(kind)]
        first = min(event.number for _, event in _raised(player))
        expected = [int(number) for number in found[1].split(" and ")]
        return _unless([number - first + 1 for number in numbers] == expected, f"numbers {numbers}, the first {first}")

    return holds


# ---- breaks and the sitting clock


def _credited(player: Player, found: re.Match[str]) -> str | None:
    credit = Credit.PART if found["part"] else Credit.FULL
    times = [(at_s, e) for at_s, e in player.told if isinstance(e, BreakCredited) and e.credit is credit]
    expected = {None: 1, "twice": 2, "three times": 3}[found["times"]]
    near = found["at"] is None or any(abs(at_s - minute_s(found["at"])) <= PROMPT_WITHIN_S for at_s, _ in times)
    return _unless(len(times) == expected and near, f"{credit.value} credit at {[clock(at_s) for at_s, _ in times]}")


def _no_credit(player: Player, _: re.Match[str]) -> str | None:
    credits_ = [event.credit.value for event in player.of(BreakCredited)]
    return _unless(not credits_, f"{credits_}")


def _about(value_of: Callable[[Now], float | None]) -> Check:
    """A duration, as the chair shows it."""

    def holds(player: Player, found: re.Match[str]) -> str | None:
        shown_s = value_of(player.now_at(_at(found)))
        near = shown_s is not None and abs(shown_s - seconds(found[1])) <= CLOCK_WITHIN_S
        return _unless(near, f"{shown_s and round(shown_s)} s")

    return holds


# ---- what the chair shows at a moment


def _at(found: re.Match[str]) -> float | None:
    return None if found["at"] is None else minute_s(found["at"])


def _shows(value_of: Callable[[Now], object]) -> Check:
    """A word or a number, as the chair shows it."""

    def holds(player: Player, found: re.Match[str]) -> str | None:
        shown = value_of(player.now_at(_at(found)))
        return _unless(str(shown).lower().replace("_", " ") == found[1].lower(), str(shown))

    return holds


def _is_owed(player: Player, found: re.Match[str]) -> str | None:
    owed = player.now_at(_at(found)).prompts.break_owed
    return _unless(owed is (found["no"] is None), "a break is owed" if owed else "no break is owed")


def _quiet_because(player: Player, found: re.Match[str]) -> str | None:
    prompts = player.now_at(_at(found)).prompts
    by_kind = {None: prompts.quiet, "slide ": prompts.slide_quiet, "still ": prompts.still_quiet}
    quiet = by_kind[found["kind"]]
    shown = "nothing" if quiet is None else quiet.value.replace("_", " ")
    return _unless(shown == found["why"], shown)


def _never(value_of: Callable[[Now], object], calm: object) -> Check:
    def holds(player: Player, _: re.Match[str]) -> str | None:
        when = [clock(at_s) for at_s, now in player.seen if value_of(now) is not calm]
        return _unless(not when, f"{value_of.__name__} at {when[:5]}")

    return holds


def _light(now: Now) -> object:
    return now.signal.light


def _sound(now: Now) -> object:
    return now.signal.sound


def _vibration(now: Now) -> object:
    return now.signal.vibrate


def _sounds(player: Player, found: re.Match[str]) -> str | None:
    stage = {"chimes": Stage.CHIME, "sounds firmly": Stage.FIRM}[found[1]]
    first_s = next((at_s for at_s, now in player.seen if now.signal.sound is stage), None)
    near = first_s is not None and abs(first_s - minute_s(found["at"])) <= PROMPT_WITHIN_S
    return _unless(near, "never" if first_s is None else f"first at {clock(first_s)}")


def _vibrates(player: Player, _: re.Match[str]) -> str | None:
    return _unless(any(now.signal.vibrate for _, now in player.seen), "never")


# ---- notices, refusals, sitters, settings


def _notices(player: Player, found: re.Match[str]) -> str | None:
    kinds = [event.kind.value.replace("_", " ") for event in player.of(Noticed)]
    return _unless(kinds == ([found[1]] if found[1] else []), f"notices {kinds}")


def _refused(player: Player, found: re.Match[str]) -> str | None:
    refused = [event.request.replace("_", " ") for event in player.of(Refused)]
    return _unless(refused == found[1].split(" and "), f"refused {refused}")


def _who(value_of: Callable[[Now], int | None]) -> Check:
    def holds(player: Player, found: re.Match[str]) -> str | None:
        sitter_id = value_of(player.now_at(_at(found)))
        return _unless(sitter_id == NAMES[found[1]], f"sitter {sitter_id}")

    return holds


def _setting(player: Player, found: re.Match[str]) -> str | None:
    value = getattr(player.chair.settings, found[1])
    return _unless(value == float(found[2]), str(value))


def _unless(holds: bool, instead: str) -> str | None:
    return None if holds else instead


WHEN = f"(?: at (?P<at>{AT}))?"
PROMPT = (
    rf"(?:(?P<kind>stand|slide|still) )?prompt at (?P<at>{AT})(?: \((?P<moment>{MOMENTS})\))?"
    rf"(?: give or take (?P<within>{DURATION}))?"
)
LIGHTS, STAGES = "|".join(Light), "|".join(Stage)

EXPECTATIONS: tuple[tuple[str, Check], ...] = (
    (PROMPT, _prompt),
    (r"no (?:(?P<kind>stand|slide|still) )?prompt", _no_prompt),
    (r"outcome (.+)", _outcomes),
    (r"reason mentions (.+)", _reason),
    (r"prompt (\d+(?: and \d+)*) marked wrong", _marked(PromptMarkedWrong)),
    (r"mark of prompt (\d+) taken back", _marked(MarkTakenBack)),
    (rf"break credited(?P<part> in part)?(?: (?P<times>twice|three times))?{WHEN}", _credited),
    (r"no break credited", _no_credit),
    (rf"(?P<no>no )?break owed{WHEN}", _is_owed),
    (rf"clock shows {DURATION}{WHEN}", _about(lambda now: now.sitting_s)),
    (rf"next prompt in {DURATION}{WHEN}", _about(lambda now: now.next_prompt_s)),
    (rf"target {DURATION}{WHEN}", _about(lambda now: now.prompts.target_s)),
    (rf"unknown time {DURATION}{WHEN}", _about(lambda now: now.unknown_s)),
    (rf"sitting today {DURATION}{WHEN}", _about(lambda now: now.prompts.sitting_today_s)),
    (rf"(?P<kind>slide |still )?quiet because (?P<why>.+?){WHEN}", _quiet_because),
    (rf"due (\w+){WHEN}", _shows(lambda now: now.prompts.due.value)),
    (rf"stage ({STAGES}|none){WHEN}", _shows(lambda now: now.prompts.stage and now.prompts.stage.value)),
    (rf"light ({LIGHTS}){WHEN}", _shows(lambda now: now.signal.light.value)),
    (rf"paused because (.+?){WHEN}", _shows(lambda now: now.paused and now.paused.value)),
    (rf"put off (\d+) times{WHEN}", _shows(lambda now: now.prompts.n_put_off)),
    (rf"choices (.+?) min{WHEN}", _shows(lambda now: " ".join(f"{s / 60:g}" for s in now.prompts.put_off_s))),
    (rf"notice shown (.+?){WHEN}", _shows(lambda now: now.prompts.notice and now.prompts.notice.kind.value)),
    (r"no light", _never(_light, Light.OFF)),
    (r"no sound", _never(_sound, None)),
    (r"no vibration", _never(_vibration, False)),
    (rf"(chimes|sounds firmly) at (?P<at>{AT})", _sounds),
    (r"vibrates", _vibrates),
    (r"(?:notice (back already|budget)|no notice)", _notices),
    (r"refused (.+)", _refused),
    (rf"sitter is (Anna|Ben|somebody else){WHEN}", _who(lambda now: now.sitter_id)),
    (rf"asks whether it is (Anna|Ben|nobody){WHEN}", _who(lambda now: now.suggested_sitter_id)),
    (r"setting (\w+) is ([0-9.]+)", _setting),
)
"""What can be expected, and how it is looked at."""
