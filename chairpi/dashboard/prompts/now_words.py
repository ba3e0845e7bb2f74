"""What the page Now says of prompts: the one that stands, when the next one comes, and what holds it back."""

from __future__ import annotations

from chairpi.core.events.prompting import NoticeKind, PromptKind, Quiet
from chairpi.dashboard.feed.messages import Now, Prompts
from chairpi.dashboard.heard import heard
from chairpi.dashboard.lengths import MINUTE_S, length, long_length
from chairpi.dashboard.prompts.prompt_words import moment_text, put_off_text, title_of
from chairpi.dashboard.prompts.quiet_words import (
    ASKED_FOR,
    BY_THE_CLOCK,
    END_QUIET,
    MAY_COME,
    held_text,
    stand_quiet_text,
)
from chairpi.days import HOUR_S
from chairpi.language.words import N_, _, translated

STAGES = {
    "light": N_("No sound so far: the light on the chair and this page ask."),
    "chime": N_("A soft chime has asked as well, where sound is allowed."),
    "firm": N_("A firmer sound has asked as well, where it is allowed. After this the chair leaves it at that."),
}
"""By `chairpi.core.now.signal.Stage`."""

DUES = {
    "running": "",
    "soon": N_("A prompt to stand comes within 2 minutes."),
    "waiting": N_("A break is due. The chair waits a little for a good moment: a weight shift, or a lean back."),
    "asking": N_("The chair asks you to stand."),
    "owed": N_("A break is still owed. It counts whenever you take it."),
}
"""By `chairpi.core.now.prompting.Due`; while it runs, the time to the next prompt is told instead."""

NOTICES = {NoticeKind.BACK_ALREADY: N_("Part of a break"), NoticeKind.BUDGET: N_("That is a day's sitting")}

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


def next_text(now: Now) -> str:
    """When the next prompt to stand comes, or where it is; empty while the clock is paused or where something holds it back."""
    prompts = now["prompts"]
    if now["prompt"] or now["paused"] or prompts["quiet"] in BY_THE_CLOCK:
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
        "quiet": stand_quiet_text(quiet, quiet_until) if _is_told(now) else "",
        "quiet_end": translated(END_QUIET[Quiet(quiet)]) if quiet in ASKED_FOR else "",
        "held_stand": stand_quiet_text(quiet, quiet_until) or translated(MAY_COME),
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
    if prompts["quiet"] in BY_THE_CLOCK:
        return True
    return prompts["due"] != "running" and not now["prompt"] and not now["paused"]


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
