"""What the pages say of a prompt: what it asks for, why it came, what became of it. One table for each set of words of the core.

A prompt is an offer. Letting one go by is no fault, so nothing here counts against anybody.
"""

from __future__ import annotations

from chairpi.core.events.prompting import DismissReason, Moment, Outcome, PromptKind
from chairpi.dashboard.lengths import length
from chairpi.language.words import N_, _, ngettext, translated

TITLES = {
    PromptKind.STAND: N_("Time to stand up for a moment"),
    PromptKind.SLIDE: N_("A moment to sit back"),
    PromptKind.STILL: N_("A moment to shift a little"),
}
ANY_TITLE = N_("A moment for yourself")
KINDS = {PromptKind.STAND: N_("stand"), PromptKind.SLIDE: N_("sit back"), PromptKind.STILL: N_("shift a little")}
"""What a prompt asks for, after "to"."""
HEADINGS = {PromptKind.STAND: N_("Stand"), PromptKind.SLIDE: N_("Sit back"), PromptKind.STILL: N_("Shift")}
"""The same over a column of a table."""

MOMENTS = {
    Moment.SHIFT: N_("It came when you shifted your weight: a pause in what you do, perhaps."),
    Moment.LEAN_BACK: N_("It came when you leant back: a pause in what you do, perhaps."),
    Moment.WAITED: N_("It waited for a weight shift or a lean back. None came, so it came by itself."),
    Moment.PUT_OFF: N_("It had been put off until then."),
    Moment.LASTED: N_("It came because it had lasted for a while."),
}

OUTCOMES = {
    Outcome.STOOD: N_("You took a break."),
    Outcome.STOOD_BRIEFLY: N_("You stood up briefly."),
    Outcome.MOVED: N_("You moved."),
    Outcome.ROUTINE: N_("You began a routine."),
    Outcome.SNOOZED: N_("You put it off."),
    Outcome.DISMISSED: N_("You closed it."),
    Outcome.WRONG: N_("You said that it was wrong."),
    Outcome.QUIETED: N_("Quiet time began."),
    Outcome.IGNORED: N_("It went by."),
    Outcome.UNSEEN: N_("Nobody saw what became of it."),
}
_MOVED = {PromptKind.SLIDE: N_("You sat back."), PromptKind.STILL: N_("You shifted your weight.")}
_AFTER = {
    Outcome.STOOD: N_("You took a break, %(length)s after it came."),
    Outcome.STOOD_BRIEFLY: N_("You stood up briefly, %(length)s after it came."),
    Outcome.MOVED: N_("You moved, %(length)s after it came."),
}
_MOVED_AFTER = {
    PromptKind.SLIDE: N_("You sat back, %(length)s after it came."),
    PromptKind.STILL: N_("You shifted your weight, %(length)s after it came."),
}
"""The same with how long it took."""
STILL_STANDS = N_("It still stands.")

REASONS = {
    DismissReason.NONE: "",
    DismissReason.BUSY: N_("You closed it: in the middle of something."),
    DismissReason.MEETING: N_("You closed it: in a meeting."),
    DismissReason.MOVED_ALREADY: N_("You closed it: had just moved."),
    DismissReason.NOT_NOW: N_("You closed it: not now."),
}
"""Why a person closed a prompt, as the history says it."""
CHOICES = {
    DismissReason.BUSY: N_("I am in the middle of something"),
    DismissReason.MEETING: N_("I am in a meeting"),
    DismissReason.MOVED_ALREADY: N_("I have just moved"),
    DismissReason.NOT_NOW: N_("Not now"),
}
"""The same as the buttons say it."""


_PUT_OFF = {1: N_("Put off once"), 2: N_("Put off twice")}
"""By how often."""


def title_of(kind: str) -> str:
    """What a prompt asks for, as a heading."""
    return translated(TITLES.get(PromptKind(kind), ANY_TITLE) if kind in list(PromptKind) else ANY_TITLE)


def moment_text(moment: str) -> str:
    """Why a prompt came just when it did."""
    return translated(MOMENTS[Moment(moment)]) if moment in list(Moment) else ""


def put_off_text(n_put_off: int) -> str:
    """How often a break was put off; empty for never.

    >>> put_off_text(2)
    'Put off twice; the break is still owed.'
    """
    times = put_off_times(n_put_off)
    return _("%(put_off)s; the break is still owed.", put_off=times) if times else ""


def put_off_times(n_put_off: int) -> str:
    """The same alone.

    >>> put_off_times(1), put_off_times(3)
    ('Put off once', 'Put off 3 times')
    """
    if n_put_off in _PUT_OFF:
        return translated(_PUT_OFF[n_put_off])
    return ngettext("Put off %(num)s time", "Put off %(num)s times", n_put_off) if n_put_off else ""


def outcome_text(kind: str, outcome: str | None, after_s: float | None = None, why: str = "") -> str:
    """What became of a prompt, as a sentence.

    Parameters
    ----------
    kind, outcome
        Of the prompt; no outcome while it stands.
    after_s
        How long it took from its coming to what ended it [s].
    why
        Why it was closed.

    >>> outcome_text("stand", "stood", 130.0)
    'You took a break, 2 min after it came.'
    >>> outcome_text("stand", "dismissed", 4.0, "meeting")
    'You closed it: in a meeting.'
    """
    if outcome is None:
        return translated(STILL_STANDS)
    sentence, timed = OUTCOMES[Outcome(outcome)], _AFTER.get(Outcome(outcome))
    if outcome == Outcome.MOVED:
        sentence, timed = _MOVED.get(PromptKind(kind), sentence), _MOVED_AFTER.get(PromptKind(kind), timed)
    if outcome == Outcome.DISMISSED:
        sentence = REASONS[DismissReason(why)] or sentence
    if timed and after_s is not None:
        return _(timed, length=length(after_s))
    return translated(sentence)
