"""What the pages say of prompts: why they come, why they do not, what became of them. One table for each set of words of the core.

A prompt is an offer. Letting one go by is no fault, so nothing here counts against anybody.
"""

from __future__ import annotations

from chairpi.core.events import DismissReason, Moment, NoticeKind, Outcome, PromptKind, Quiet
from chairpi.dashboard.days import HOUR_S
from chairpi.dashboard.feed.messages import Now, Prompts
from chairpi.dashboard.lengths import MINUTE_S, counted, length, long_length

TITLES = {
    PromptKind.STAND: "Time to stand up for a moment",
    PromptKind.SLIDE: "A moment to sit back",
    PromptKind.STILL: "A moment to shift a little",
}
ANY_TITLE = "A moment for yourself"
KINDS = {PromptKind.STAND: "stand", PromptKind.SLIDE: "sit back", PromptKind.STILL: "shift a little"}
"""What a prompt asks for, after "to"."""
HEADINGS = {PromptKind.STAND: "Stand", PromptKind.SLIDE: "Sit back", PromptKind.STILL: "Shift"}
"""The same over a column of a table."""

MOMENTS = {
    Moment.SHIFT: "It came when you shifted your weight: a pause in what you do, perhaps.",
    Moment.LEAN_BACK: "It came when you leant back: a pause in what you do, perhaps.",
    Moment.WAITED: "It waited for a weight shift or a lean back. None came, so it came by itself.",
    Moment.PUT_OFF: "It had been put off until then.",
    Moment.LASTED: "It came because it had lasted for a while.",
}

STAGES = {
    "light": "No sound so far: the light on the chair and this page ask.",
    "chime": "A soft chime has asked as well, where sound is allowed.",
    "firm": "A firmer sound has asked as well, where it is allowed. After this the chair leaves it at that.",
}
"""By `chairpi.core.now.Stage`."""

DUES = {
    "running": "",
    "soon": "A prompt to stand comes within 2 minutes.",
    "waiting": "A break is due. The chair waits a little for a good moment: a weight shift, or a lean back.",
    "asking": "The chair asks you to stand.",
    "owed": "A break is still owed. It counts whenever you take it.",
}
"""By `chairpi.core.now.Due`; while it runs, the time to the next prompt is told instead."""

_QUIET: dict[Quiet, tuple[str, str]] = {
    Quiet.PAUSED: ("Quiet until {until}.", "Quiet until tomorrow."),
    Quiet.MEETING: ("Meeting until {until}.", "Meeting, until you end it."),
    Quiet.ROUTINE: ("", "While you do a routine, no prompt comes."),
    Quiet.HOLIDAY: ("A holiday: no prompts until {until}.", "A holiday: no prompts today."),
    Quiet.OUTSIDE_HOURS: ("Outside your working hours until {until}.", "Outside your working hours."),
    Quiet.QUIET_HOURS: ("Quiet hours until {until}.", "Quiet hours."),
    Quiet.SEAT_CHECK: ("", "While the seat counts for you, no prompt comes."),
    Quiet.CELLS: ("", "Waits for a load cell that gives no reading."),
    Quiet.DOUBT: ("", "Waits until the chair is sure of your upright reference."),
    Quiet.SILENT_MODE: ("", "Only recorded, as you chose."),
    Quiet.RAMP: ("", "Only recorded for now: in the first days the chair begins gently."),
    Quiet.JUST_SAT: ("", "Not yet: you have only just sat down."),
    Quiet.SNOOZED: ("Put off until {until}.", "Put off for a while."),
    Quiet.DISMISSED: ("", "No further prompt of this kind until your next break."),
    Quiet.SILENCED: ("", "A prompt went by, so the chair stays silent until your next break."),
    Quiet.STAND_IS_NEAR: ("", "Waits for the prompt to stand, which is near."),
    Quiet.TOO_SOON: ("", "Not yet: the last one is not long ago."),
    Quiet.HOURLY_CAP: ("", "Enough prompts for this hour."),
}
"""With an end that is known, and without one."""

MAY_COME = "May come when it is time."
_STAND_CLOSED = "No further prompt of any kind until your next break."
"""Who closes a prompt to stand is left alone by the others too; who closes another, by that kind."""

ASKED_FOR = (Quiet.PAUSED, Quiet.MEETING)
"""The quiet that a person asked for, and may end."""
_END_QUIET = {Quiet.PAUSED: "End the pause", Quiet.MEETING: "End the meeting"}

_BY_THE_CLOCK = (*ASKED_FOR, Quiet.HOLIDAY, Quiet.OUTSIDE_HOURS, Quiet.QUIET_HOURS)
"""What is told of an empty chair too."""

NOTICES = {NoticeKind.BACK_ALREADY: "Part of a break", NoticeKind.BUDGET: "That is a day's sitting"}

OUTCOMES = {
    Outcome.STOOD: "You took a break",
    Outcome.STOOD_BRIEFLY: "You stood up briefly",
    Outcome.MOVED: "You moved",
    Outcome.ROUTINE: "You began a routine",
    Outcome.SNOOZED: "You put it off",
    Outcome.DISMISSED: "You closed it",
    Outcome.WRONG: "You said that it was wrong",
    Outcome.QUIETED: "Quiet time began",
    Outcome.IGNORED: "It went by",
    Outcome.UNSEEN: "Nobody saw what became of it",
}
_MOVED = {PromptKind.SLIDE: "You sat back", PromptKind.STILL: "You shifted your weight"}
STILL_STANDS = "It still stands"

REASONS = {
    DismissReason.NONE: "",
    DismissReason.BUSY: "in the middle of something",
    DismissReason.MEETING: "in a meeting",
    DismissReason.MOVED_ALREADY: "had just moved",
    DismissReason.NOT_NOW: "not now",
}
"""Why a person closed a prompt, as the history says it."""
CHOICES = {
    DismissReason.BUSY: "I am in the middle of something",
    DismissReason.MEETING: "I am in a meeting",
    DismissReason.MOVED_ALREADY: "I have just moved",
    DismissReason.NOT_NOW: "Not now",
}
"""The same as the buttons say it."""


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
    return TITLES.get(PromptKind(kind), ANY_TITLE) if kind in list(PromptKind) else ANY_TITLE


def moment_text(moment: str) -> str:
    """Why a prompt came just when it did."""
    return MOMENTS[Moment(moment)] if moment in list(Moment) else ""


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
        return "Quiet for now."
    with_end, without = _QUIET[Quiet(quiet)]
    return with_end.format(until=until) if until and with_end else without


def put_off_text(n_put_off: int) -> str:
    """How often a break was put off; empty for never.

    >>> put_off_text(2)
    'Put off twice; the break is still owed.'
    """
    if not n_put_off:
        return ""
    times = {1: "once", 2: "twice"}.get(n_put_off, f"{n_put_off} times")
    return f"Put off {times}; the break is still owed."


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
        return f"{STILL_STANDS}."
    words = OUTCOMES[Outcome(outcome)]
    if outcome == Outcome.MOVED:
        words = _MOVED.get(PromptKind(kind), words)
    if outcome == Outcome.DISMISSED and REASONS.get(DismissReason(why)):
        return f"{words}: {REASONS[DismissReason(why)]}."
    if outcome in (Outcome.STOOD, Outcome.STOOD_BRIEFLY, Outcome.MOVED) and after_s is not None:
        return f"{words}, {length(after_s)} after it came."
    return f"{words}."


def next_text(now: Now) -> str:
    """When the next prompt to stand comes, or where it is; empty while the clock is paused or where something holds it back."""
    prompts = now["prompts"]
    if now["prompt"] or now["paused"] or prompts["quiet"] in _BY_THE_CLOCK:
        return ""
    if prompts["due"] in ("soon", "running"):
        return _time_to_next(now["next_prompt_s"], prompts["due"])
    return DUES.get(prompts["due"], "")


def _time_to_next(next_s: float | None, due: str) -> str:
    if next_s is None:
        return DUES.get(due, "")
    if next_s < MINUTE_S:
        return "A prompt to stand comes within a minute."
    if due == "soon":
        return f"A prompt to stand comes in {counted(round(next_s / MINUTE_S), 'minute')}."
    return f"Next prompt to stand in {length(next_s)}."


def away_text(now: Now) -> str:
    """Whether time off the chair counts already; the sitting clock goes back to 0 in the second in which it does."""
    if now["paused"] != "nobody" or now["away_s"] is None:
        return ""
    if now["sitting_s"] >= 1:
        return "A little longer off the chair, and it counts as a break."
    if now["away_s"] < 5 * MINUTE_S:
        return "This counts as a break. Five minutes do more good than one."
    return "This counts as a break."


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
        "quiet_end": _END_QUIET[Quiet(quiet)] if quiet in ASKED_FOR else "",
        "held_stand": _stand_quiet_text(quiet, quiet_until) or MAY_COME,
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
            "prompt_reason": prompt["reason"],
            "prompt_moment": moment_text(prompt.get("moment", "")),
            "prompt_stage": STAGES.get(prompts["stage"] or "", "") if stands else "",
            "prompt_count": put_off_text(prompts["n_put_off"]) if stands else "",
            **{f"prompt_{kind}": title_of(kind) if kind == prompt["kind"] else "" for kind in PromptKind},
        }
    if notice:
        kind = notice["kind"]
        title = NOTICES[NoticeKind(kind)] if kind in list(NoticeKind) else "A word from the chair"
        texts |= {"notice": title, "notice_reason": notice["words"]}
    return texts


def _is_told(now: Now) -> bool:
    """Whether the state line says why it is quiet: of what passes by itself it does only where a prompt is held back by it."""
    prompts = now["prompts"]
    if prompts["quiet"] in _BY_THE_CLOCK:
        return True
    return prompts["due"] != "running" and not now["prompt"] and not now["paused"]


def _stand_quiet_text(quiet: str | None, until: str) -> str:
    """Why no prompt to stand comes, which holds for the others too where one was closed."""
    return _STAND_CLOSED if quiet == Quiet.DISMISSED else quiet_text(quiet, until)


def held_text(quiet: str | None) -> str:
    """Whether another kind of prompt may come now, and else why not."""
    return quiet_text(quiet) or MAY_COME


def _owed_text(now: Now) -> str:
    """That a break is owed, where the line about the next prompt does not say it already."""
    prompts = now["prompts"]
    if not prompts["break_owed"] or (prompts["due"] == "owed" and not now["paused"]):
        return ""
    return DUES["owed"]


def _target_text(prompts: Prompts) -> str:
    if not prompts["lengthened"]:
        return ""
    return f"Two prompts in a row went by, so today's come after {long_length(prompts['target_s'])}. Tomorrow begins afresh."


def _today_text(prompts: Prompts) -> str:
    if not prompts["sitting_today_s"]:
        return ""
    text = f"Sitting today: {length(prompts['sitting_today_s'])}"
    return f"{text} of {prompts['budget_s'] / HOUR_S:g} hours." if prompts["budget_s"] else f"{text}."


def _unknown_text(unknown_s: float) -> str:
    if unknown_s < 1:
        return ""
    return f"{long_length(unknown_s).capitalize()} of this time were not watched, and are not counted."
