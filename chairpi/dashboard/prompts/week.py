"""Seven days of prompts summed up: what followed them, by kind and by hour, and a sentence about it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from chairpi.core.events.prompting import PromptKind
from chairpi.dashboard.now.words import listed
from chairpi.dashboard.prompts.prompt_words import HEADINGS
from chairpi.language.words import N_, _, ngettext, translated
from chairpi.store.prompt_view import Answer, Answered

GROUPS = {
    "taken": (N_("taken"), (Answer.TAKEN_SOON, Answer.TAKEN_LATER, Answer.MOVED, Answer.BRIEFLY, Answer.ROUTINE)),
    "put-off": (N_("put off or closed"), (Answer.PUT_OFF, Answer.DISMISSED)),
    "went-by": (N_("went by"), (Answer.IGNORED,)),
    "other": (N_("all else"), ()),
}
"""How the bars are divided: what was answered by moving, what was put off or closed, what was let go by, and all else."""

ANSWERS = {
    Answer.TAKEN_SOON: N_("break within 3 min"),
    Answer.TAKEN_LATER: N_("break later"),
    Answer.BRIEFLY: N_("stood up briefly"),
    Answer.MOVED: N_("sat back or shifted"),
    Answer.ROUTINE: N_("began a routine"),
    Answer.PUT_OFF: N_("put off"),
    Answer.DISMISSED: N_("closed"),
    Answer.IGNORED: N_("went by"),
    Answer.QUIETED: N_("quiet time began"),
    Answer.WRONG: N_("said to be wrong"),
    Answer.UNSEEN: N_("nobody watched"),
    Answer.STANDS: N_("still stands"),
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
        kinds=tuple(translated(HEADINGS[kind]) for kind in kinds),
        rows=tuple(
            (translated(words), tuple(by_both[answer, kind] for kind in kinds), by_answer[answer])
            for answer, words in ANSWERS.items()
            if by_answer[answer]
        ),
        hours=_hours(by_hour),
    )


def group_of(answer: Answer) -> str:
    """The part of a bar to which a prompt belongs."""
    return next((group for group, (_words, answers) in GROUPS.items() if answer in answers), "other")


def _hours(by_hour: Counter[tuple[int, str]]) -> tuple[Hour, ...]:
    if not by_hour:
        return ()
    totals = Counter[int]()
    for (hour, _group), n in by_hour.items():
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
        return _("No prompt came in these seven days.")
    n_breaks = by_answer[Answer.TAKEN_SOON] + by_answer[Answer.TAKEN_LATER]
    n_moves = by_answer[Answer.MOVED] + by_answer[Answer.BRIEFLY]
    n_put_off = by_answer[Answer.PUT_OFF] + by_answer[Answer.DISMISSED]
    n_ignored = by_answer[Answer.IGNORED]
    sentences = (
        _first_sentence(n, n_breaks, n_moves),
        ngettext(
            "%(num)s was put off or closed, as suited you.", "%(num)s were put off or closed, as suited you.", n_put_off
        )
        if n_put_off
        else "",
        ngettext("%(num)s went by, which is fine.", "%(num)s went by, which is fine.", n_ignored) if n_ignored else "",
        _best_hour(by_hour),
    )
    return " ".join(sentence for sentence in sentences if sentence)


def _first_sentence(n: int, n_breaks: int, n_moves: int) -> str:
    """How many prompts came, and what followed them."""
    breaks = ngettext("%(num)s break", "%(num)s breaks", n_breaks) if n_breaks else ""
    moves = ngettext("%(num)s smaller move", "%(num)s smaller moves", n_moves) if n_moves else ""
    if not breaks and not moves:
        return ngettext("One prompt came.", "%(num)s prompts came.", n)
    followed = listed([text for text in (breaks, moves) if text])
    return ngettext(
        "One prompt came; %(followed)s followed.", "%(num)s prompts came; %(followed)s followed.", n, followed=followed
    )


def _best_hour(by_hour: Counter[tuple[int, str]]) -> str:
    taken = {hour: n for (hour, group), n in by_hour.items() if group == "taken"}
    if not taken:
        return ""
    hour = max(taken, key=lambda hour: (taken[hour], -hour))
    if taken[hour] < LEAST_TO_NAME_AN_HOUR:
        return ""
    return _("They suited best between %(begin)s and %(end)s o'clock.", begin=hour, end=(hour + 1) % 24 or 24)
