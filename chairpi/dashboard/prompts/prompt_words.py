"""What the pages say of prompts: why they come, why they do not, what became of them. One table for each set of words of the core.

A prompt is an offer. Letting one go by is no fault, so nothing here counts against anybody.
"""

from __future__ import annotations

from chairpi.core.events import DismissReason, Moment, NoticeKind, Outcome, PromptKind, Quiet
from chairpi.dashboard.feed.messages import Now, Prompts
from chairpi.dashboard.heard import heard
from chairpi.dashboard.lengths import MINUTE_S, length, long_length
from chairpi.days import HOUR_S
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

STAGES = {
    "light": N_("No sound so far: the light on the chair and this page ask."),
    "chime": N_("A soft chime has asked as well, where sound is allowed."),
    "firm": N_("A firmer sound has asked as well, where it is allowed. After this the chair leaves it at that."),
}
"""By `chairpi.core.now.Stage`."""

DUES = {
    "running": "",
    "soon": N_("A prompt to stand comes within 2 minutes."),
    "waiting": N_("A break is due. The chair waits a little for a good moment: a weight shift, or a lean back."),
    "asking": N_("The chair asks you to stand."),
    "owed": N_("A break is still owed. It counts whenever you take it."),
}
"""By `chairpi.core.now.Due`; while it runs, the time to the next prompt is told instead."""

_QUIET: dict[Quiet, tuple[str, str]] = {
    Quiet.PAUSED: (N_("Quiet until %(until)s."), N_("Quiet until tomorrow.")),
    Quiet.MEETING: (N_("Meeting until %(until)s."), N_("Meeting, until you end it.")),
    Quiet.ROUTINE: ("", N_("While you do a routine, no prompt comes.")),
    Quiet.HOLIDAY: (N_("A holiday: no prompts until %(until)s."), N_("A holiday: no prompts today.")),
    Quiet.OUTSIDE_HOURS: (N_("Outside your working hours until %(until)s."), N_("Outside your working hours.")),
    Quiet.QUIET_HOURS: (N_("Quiet hours until %(until)s."), N_("Quiet hours.")),
    Quiet.SEAT_CHECK: ("", N_("While the seat counts for you, no prompt comes.")),
    Quiet.CELLS: ("", N_("Waits for a load cell that gives no reading.")),
    Quiet.DOUBT: ("", N_("Waits until the chair is sure of your upright reference.")),
    Quiet.SILENT_MODE: ("", N_("Only recorded, as you chose.")),
    Quiet.RAMP: ("", N_("Only recorded for now: in the first days the chair begins gently.")),
    Quiet.JUST_SAT: ("", N_("Not yet: you have only just sat down.")),
    Quiet.SNOOZED: (N_("Put off until %(until)s."), N_("Put off for a while.")),
    Quiet.DISMISSED: ("", N_("No further prompt of this kind until your next break.")),
    Quiet.SILENCED: ("", N_("A prompt went by, so the chair stays silent until your next break.")),
    Quiet.STAND_IS_NEAR: ("", N_("Waits for the prompt to stand, which is near.")),
    Quiet.TOO_SOON: ("", N_("Not yet: the last one is not long ago.")),
    Quiet.HOURLY_CAP: ("", N_("Enough prompts for this hour.")),
}
"""With an end that is known, and without one."""

MAY_COME = N_("May come when it is time.")
_STAND_CLOSED = N_("No further prompt of any kind until your next break.")
"""Who closes a prompt to stand is left alone by the others too; who closes another, by that kind."""

ASKED_FOR = (Quiet.PAUSED, Quiet.MEETING)
"""The quiet that a person asked for, and may end."""
_END_QUIET = {Quiet.PAUSED: N_("End the pause"), Quiet.MEETING: N_("End the meeting")}

_BY_THE_CLOCK = (*ASKED_FOR, Quiet.HOLIDAY, Quiet.OUTSIDE_HOURS, Quiet.QUIET_HOURS)
"""What is told of an empty chair too."""

NOTICES = {NoticeKind.BACK_ALREADY: N_("Part of a break"), NoticeKind.BUDGET: N_("That is a day's sitting")}

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

PLACES = (
    *(
        "prompt",
        "prompt_reason",
        "prompt_moment",
        "prompt_stage",
        "prompt_count",
        *(f"prompt_{kind}" for kind in PromptKind),
        "notice",
        "notice_reason",
    ),
    *("away", "quiet", "quiet_end", "held_stand", "held_slide", "held_still", "owed", "target", "today", "unknown"),
)
"""The texts about prompts that the Now page has a place for."""


def title_of(kind: str) -> str:
    """What a prompt asks for, as a heading."""
    return translated(TITLES.get(PromptKind(kind), ANY_TITLE) if kind in list(PromptKind) else ANY_TITLE)


def moment_text(moment: str) -> str:
    """Why a prompt came just when it did."""
    return translated(MOMENTS[Moment(moment)]) if moment in list(Moment) else ""


def quiet_text(quiet: str | None, until: str = "") -> str:
    """Why no prompt comes; empty where nothing holds it back.

    Parameters
    ----------
    quiet
        One of `chairpi.core.events.Quiet`.
    until
        When that ends, in words; empty where it is not known.

    >>> quiet_text("meeting", "14:30"), quiet_text("meeting")
    ('Meeting until 14:30.', 'Meeting, until you end it.')
    """
    if quiet is None:
        return ""
    if quiet not in list(Quiet):
        return _("Quiet for now.")
    with_end, without = _QUIET[Quiet(quiet)]
    return _(with_end, until=until) if until and with_end else translated(without)


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


def next_text(now: Now) -> str:
    """When the next prompt to stand comes, or where it is; empty while the clock is paused or where something holds it back."""
    prompts = now["prompts"]
    if now["prompt"] or now["paused"] or prompts["quiet"] in _BY_THE_CLOCK:
        return ""
    if prompts["due"] in ("soon", "running"):
        return _time_to_next(now["next_prompt_s"], prompts["due"])
    return translated(DUES.get(prompts["due"], ""))


def _time_to_next(next_s: float | None, due: str) -> str:
    if next_s is None:
        return translated(DUES.get(due, ""))
    if next_s < MINUTE_S:
        return _("A prompt to stand comes within a minute.")
    if due == "soon":
        return _("A prompt to stand comes in %(length)s.", length=long_length(next_s))
    return _("Next prompt to stand in %(length)s.", length=length(next_s))


def away_text(now: Now) -> str:
    """Whether time off the chair counts already; the sitting clock goes back to 0 in the second in which it does."""
    if now["paused"] != "nobody" or now["away_s"] is None:
        return ""
    if now["sitting_s"] >= 1:
        return _("A little longer off the chair, and it counts as a break.")
    if now["away_s"] < 5 * MINUTE_S:
        return _("This counts as a break. Five minutes do more good than one.")
    return _("This counts as a break.")


def prompt_texts(now: Now, quiet_until: str) -> dict[str, str]:
    """The prompt that stands, a notice, and why it is quiet.

    Parameters
    ----------
    now
        The latest message.
    quiet_until
        When the quiet ends, in words.
    """
    prompts, prompt, notice = now["prompts"], now["prompt"], now["prompts"]["notice"]
    quiet = prompts["quiet"]
    texts = {
        "away": away_text(now),
        "quiet": _stand_quiet_text(quiet, quiet_until) if _is_told(now) else "",
        "quiet_end": translated(_END_QUIET[Quiet(quiet)]) if quiet in ASKED_FOR else "",
        "held_stand": _stand_quiet_text(quiet, quiet_until) or translated(MAY_COME),
        "held_slide": held_text(prompts["slide_quiet"]),
        "held_still": held_text(prompts["still_quiet"]),
        "owed": "" if now["prompt"] or prompts["due"] == "waiting" else _owed_text(now),
        "target": _target_text(prompts),
        "today": _today_text(prompts),
        "unknown": _unknown_text(now["unknown_s"]),
    }
    if prompt and now["paused"] is None:  # nothing is asked of an empty chair, nor of one that cannot be seen
        stands = prompt["kind"] == PromptKind.STAND
        texts |= {
            "prompt": title_of(prompt["kind"]),
            "prompt_reason": heard(prompt["reason"]),
            "prompt_moment": moment_text(prompt.get("moment", "")),
            "prompt_stage": translated(STAGES.get(prompts["stage"] or "", "")) if stands else "",
            "prompt_count": put_off_text(prompts["n_put_off"]) if stands else "",
            **{f"prompt_{kind}": title_of(kind) if kind == prompt["kind"] else "" for kind in PromptKind},
        }
    if notice:
        kind = notice["kind"]
        title = translated(NOTICES[NoticeKind(kind)]) if kind in list(NoticeKind) else _("A word from the chair")
        texts |= {"notice": title, "notice_reason": heard(notice["words"])}
    return texts


def _is_told(now: Now) -> bool:
    """Whether the state line says why it is quiet: of what passes by itself it does only where a prompt is held back by it."""
    prompts = now["prompts"]
    if prompts["quiet"] in _BY_THE_CLOCK:
        return True
    return prompts["due"] != "running" and not now["prompt"] and not now["paused"]


def _stand_quiet_text(quiet: str | None, until: str) -> str:
    """Why no prompt to stand comes, which holds for the others too where one was closed."""
    return translated(_STAND_CLOSED) if quiet == Quiet.DISMISSED else quiet_text(quiet, until)


def held_text(quiet: str | None) -> str:
    """Whether another kind of prompt may come now, and else why not."""
    return quiet_text(quiet) or translated(MAY_COME)


def _owed_text(now: Now) -> str:
    """That a break is owed, where the line about the next prompt does not say it already."""
    prompts = now["prompts"]
    if not prompts["break_owed"] or (prompts["due"] == "owed" and not now["paused"]):
        return ""
    return translated(DUES["owed"])


def _target_text(prompts: Prompts) -> str:
    if not prompts["lengthened"]:
        return ""
    return _(
        "Two prompts in a row went by, so today's come after %(length)s. Tomorrow begins afresh.",
        length=long_length(prompts["target_s"]),
    )


def _today_text(prompts: Prompts) -> str:
    if not prompts["sitting_today_s"]:
        return ""
    sitting = length(prompts["sitting_today_s"])
    if not prompts["budget_s"]:
        return _("Sitting today: %(length)s.", length=sitting)
    hours = f"{prompts['budget_s'] / HOUR_S:g}"
    return _("Sitting today: %(length)s of %(hours)s hours.", length=sitting, hours=hours)


def _unknown_text(unknown_s: float) -> str:
    if unknown_s < 1:
        return ""
    return _("%(length)s of this time were not watched, and are not counted.", length=long_length(unknown_s))
