"""Seven days of prompts summed up: what followed them, by kind and by hour, and a sentence about it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from chairpi.core.events import PromptKind
from chairpi.dashboard.lengths import counted
from chairpi.dashboard.prompts.prompt_words import HEADINGS
from chairpi.store.prompt_view import Answer, Answered

GROUPS = {
    "taken": ("taken", (Answer.TAKEN_SOON, Answer.TAKEN_LATER, Answer.MOVED, Answer.BRIEFLY, Answer.ROUTINE)),
    "put-off": ("put off or closed", (Answer.PUT_OFF, Answer.DISMISSED)),
    "went-by": ("went by", (Answer.IGNORED,)),
    "other": ("all else", ()),
}
"""How the bars are divided: what was answered by moving, what was put off or closed, what was let go by, and all else."""

ANSWERS = {
    Answer.TAKEN_SOON: "break within 3 min",
    Answer.TAKEN_LATER: "break later",
    Answer.BRIEFLY: "stood up briefly",
    Answer.MOVED: "sat back or shifted",
    Answer.ROUTINE: "began a routine",
    Answer.PUT_OFF: "put off",
    Answer.DISMISSED: "closed",
    Answer.IGNORED: "went by",
    Answer.QUIETED: "quiet time began",
    Answer.WRONG: "said to be wrong",
    Answer.UNSEEN: "nobody watched",
    Answer.STANDS: "still stands",
}
LEAST_TO_NAME_AN_HOUR = 3
"""So many answers in one hour of the day make it worth naming. Our choice."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a bar: its group, how many prompts, and its place and length [% of the longest bar]."""

    group: str
    n: int
    x_percent: float
    width_percent: float


@dataclass(frozen=True, slots=True)
class Hour:
    """One hour of the day, over the week."""

    label: str
    n: int
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Week:
    """What the page shows of seven days.

    Parameters
    ----------
    n
        How many prompts came.
    sentence
        The week in words.
    kinds
        The kinds that came, as headings.
    rows
        For each answer that there was: its words, the number for each of `kinds`, and all together.
    hours
        From the first hour with a prompt to the last.
    """

    n: int
    sentence: str
    kinds: tuple[str, ...]
    rows: tuple[tuple[str, tuple[int, ...], int], ...]
    hours: tuple[Hour, ...]


def week_of(prompts: Sequence[Answered], hour_of: Callable[[float], int]) -> Week:
    """Sum up the prompts of a week.

    Parameters
    ----------
    prompts
        What followed each.
    hour_of
        POSIX seconds to the local hour.
    """
    kinds = [kind for kind in PromptKind if any(prompt.kind is kind for prompt in prompts)]
    by_both = Counter((prompt.answer, prompt.kind) for prompt in prompts)
    by_answer = Counter(prompt.answer for prompt in prompts)
    by_hour = Counter((hour_of(prompt.raised_utc_s), group_of(prompt.answer)) for prompt in prompts)
    return Week(
        n=len(prompts),
        sentence=_sentence(by_answer, by_hour),
        kinds=tuple(HEADINGS[kind] for kind in kinds),
        rows=tuple(
            (words, tuple(by_both[answer, kind] for kind in kinds), by_answer[answer])
            for answer, words in ANSWERS.items()
            if by_answer[answer]
        ),
        hours=_hours(by_hour),
    )


def group_of(answer: Answer) -> str:
    """The part of a bar to which a prompt belongs."""
    return next((group for group, (_, answers) in GROUPS.items() if answer in answers), "other")


def _hours(by_hour: Counter[tuple[int, str]]) -> tuple[Hour, ...]:
    if not by_hour:
        return ()
    totals = Counter[int]()
    for (hour, _), n in by_hour.items():
        totals[hour] += n
    longest = max(totals.values())
    hours = []
    for hour in range(min(totals), max(totals) + 1):
        pieces, x = [], 0
        for group in GROUPS:
            n = by_hour[hour, group]
            if n:
                pieces.append(Piece(group, n, round(100 * x / longest, 1), round(100 * n / longest, 1)))
                x += n
        hours.append(Hour(f"{hour:02d}–{(hour + 1) % 24:02d}", totals[hour], tuple(pieces)))
    return tuple(hours)


def _sentence(by_answer: Counter[Answer], by_hour: Counter[tuple[int, str]]) -> str:
    n = by_answer.total()
    if not n:
        return "No prompt came in these seven days."
    n_breaks = by_answer[Answer.TAKEN_SOON] + by_answer[Answer.TAKEN_LATER]
    n_moves = by_answer[Answer.MOVED] + by_answer[Answer.BRIEFLY]
    n_put_off = by_answer[Answer.PUT_OFF] + by_answer[Answer.DISMISSED]
    followed = " and ".join(
        text
        for text in (
            counted(n_breaks, "break") if n_breaks else "",
            f"{counted(n_moves, 'smaller move')}" if n_moves else "",
        )
        if text
    )
    came = "One prompt came" if n == 1 else f"{n} prompts came"
    first = f"{came}; {followed} followed." if followed else f"{came}."
    second = (
        f" {n_put_off} {'was' if n_put_off == 1 else 'were'} put off or closed, as suited you." if n_put_off else ""
    )
    n_ignored = by_answer[Answer.IGNORED]
    third = f" {n_ignored} went by, which is fine." if n_ignored else ""
    return f"{first}{second}{third}{_best_hour(by_hour)}"


def _best_hour(by_hour: Counter[tuple[int, str]]) -> str:
    taken = {hour: n for (hour, group), n in by_hour.items() if group == "taken"}
    if not taken:
        return ""
    hour = max(taken, key=lambda hour: (taken[hour], -hour))
    if taken[hour] < LEAST_TO_NAME_AN_HOUR:
        return ""
    return f" They suited best between {hour} and {(hour + 1) % 24 or 24} o'clock."
