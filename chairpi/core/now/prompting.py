"""What the prompts are doing now."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from chairpi.core.events.prompting import Noticed, Quiet
from chairpi.core.now.signal import Stage


class Due(StrEnum):
    """Where the prompt to stand is."""

    RUNNING = "running"
    """The sitting clock runs, or nobody sits."""
    SOON = "soon"
    """Within two minutes."""
    WAITING = "waiting"
    """A break is owed; the chair waits for a good moment to ask."""
    ASKING = "asking"
    """The prompt stands."""
    OWED = "owed"
    """A break is owed, and the chair has asked, or may not ask now."""


@dataclass(frozen=True, slots=True)
class PromptsNow:
    """What the prompts are doing.

    Parameters
    ----------
    due
        Where the prompt to stand is.
    stage
        How the prompt that stands asks; `None` where none does.
    break_owed
        The target was reached, and no break was taken since.
    quiet, quiet_until_t_s
        Why no prompt to stand comes now, were one due, and until when [s] where that is known; `None`: nothing holds it back.
    slide_quiet, still_quiet
        The same for the other kinds.
    put_off_s
        For how long a prompt may be put off [s]: fewer choices the more often it was.
    n_put_off
        How often this break has been put off.
    notice
        What the chair says without asking for anything.
    target_s, chosen_target_s
        Unbroken sitting before a prompt [s], today and as chosen.
    lengthened
        Today's is longer because prompts were let pass.
    sitting_today_s, budget_s
        Sitting since the day began at 4 o'clock [s], and the sitter's budget; `None` where there is none.
    latest_number
        The prompt that came last; `None` before the first.
    chosen
        What the present sitter chose otherwise than the defaults, by name, JSON-ready.
    """

    due: Due
    stage: Stage | None
    break_owed: bool
    quiet: Quiet | None
    quiet_until_t_s: float | None
    slide_quiet: Quiet | None
    still_quiet: Quiet | None
    put_off_s: tuple[float, ...]
    n_put_off: int
    notice: Noticed | None
    target_s: float
    chosen_target_s: float
    lengthened: bool
    sitting_today_s: float
    budget_s: float | None
    latest_number: int | None
    chosen: dict[str, object]
