"""Random days of sitting: things that are done one after the other, with times so short that hours hold what else would need weeks."""

from __future__ import annotations

from collections.abc import Sequence

from hypothesis import strategies as st
from scenario import moment_utc_s
from scenario_body import BAG, NOBODY, SILENCE
from scenario_play import Player, Start

from chairpi.core import requests as ask
from chairpi.core.settings import PromptSettings

SETTINGS = PromptSettings(
    stand_after_min=6.0,
    moment_wait_min=1.0,
    chime_after_min=0.5,
    firm_after_min=1.0,
    silent_after_min=2.0,
    part_break_credit_min=2.0,
    slide_after_s=60.0,
    slide_after_seat_only_s=60.0,
    slide_again_min=10.0,
    slide_prompts_per_hour=2,
    still_after_min=10.0,
    settle_min=1.0,
    merge_min=1.0,
    prompts_per_hour=4,
    sitting_budget_h=1.0,
    ramp=False,
    working_hours=("Mon 09:00-12:00", "Mon 12:30-22:30", "Tue 03:00-05:00"),
    quiet_hours=("Mon 22:00-04:30",),
)
spells = st.tuples(
    st.sampled_from(["Anna", "Anna", "Anna", "Anna", NOBODY, NOBODY, BAG, SILENCE]),
    st.sampled_from([10, 25, 70, 200, 420, 700]),
)
ACTS = [
    "shift",
    "lean back",
    "slide",
    "sit back",
    "snooze",
    "dismiss",
    "wrong",
    "take back",
    "meeting",
    "end",
    "short",
    "long",
    "lose a cell",
    "find it",
    "jump",
    "target",
]
acts = st.sampled_from(ACTS)
days = st.lists(st.one_of(spells, spells, acts), min_size=6, max_size=20)
beginnings = st.sampled_from(["Mon 09:00", "Mon 11:40", "Mon 21:50", "Tue 03:30"])


Done = str | tuple[str, float]
"""One of `ACTS`, or who or what is on the seat and for how long [s]."""


def happens(player: Player, act: str) -> None:
    """One of `ACTS`."""
    t_s = player.t_s
    match act:
        case "shift":
            player.shifts()
        case "lean back":
            player.changes(reclined=True)
        case "slide":
            player.changes(slid=True)
        case "sit back":
            player.changes(slid=False, reclined=False)
        case "snooze":
            player.asks(ask.Snooze(t_s, 60.0))
        case "dismiss":
            player.asks(ask.Dismiss(t_s))
        case "wrong":
            player.asks(ask.MarkWrong(t_s))
        case "take back":
            player.asks(ask.TakeBackMark(t_s))
        case "meeting":
            player.asks(ask.HoldMeeting(t_s, 600.0))
        case "end":
            player.asks(ask.EndQuiet(t_s))
        case "short":
            player.asks(ask.PressButton(t_s, ask.Press.SHORT))
        case "long":
            player.asks(ask.PressButton(t_s, ask.Press.LONG))
        case "lose a cell":
            player.changes(lost=True)
        case "find it":
            player.changes(lost=False)
        case "jump":
            player.tells_time(moment_utc_s("Mon 12:20"))
        case "target":
            player.asks(ask.ChooseStandTarget(t_s, 240.0))


def lived(
    day: Sequence[Done],
    begins: str,
    *,
    step_s: float = 10.0,
    cut: int | None = None,
    settings: PromptSettings = SETTINGS,
) -> Player:
    """A day, one thing after the other; at number `cut` a silence is a power cut."""
    player = Player(Start(prompts=settings, utc_s=moment_utc_s(begins)), step_s=step_s)
    for number, done in enumerate(day):
        if isinstance(done, str):
            happens(player, done)
            continue
        who, length_s = done
        player.carries(who)
        player.plays_to(player.at_s + length_s)
        if number == cut:
            player.restarts(new_clock=False)
    return player
