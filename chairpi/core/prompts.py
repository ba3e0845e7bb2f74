"""When the chair asks for a break, and what becomes of the asking.

A stand prompt is due once the sitting clock shows the chosen time and somebody sits. Standing up clears it; a person may put it
off or close it until the next break. Nothing is ever asked of an empty chair.
"""

from __future__ import annotations

import math

from chairpi.core.events import Outcome, PromptCleared, PromptKind, PromptRaised, Refused, StandTargetChosen
from chairpi.core.requests import ChooseStandTarget, Dismiss, Snooze
from chairpi.core.settings import PromptSettings

ASK_AGAIN_S = 300.0
"""A break too short to count is followed by a new prompt after this [s] at the earliest. Our choice: sitting down is no moment to ask."""


TARGET_S = (60.0, 4 * 3600.0)
"""Stand targets that may be chosen [s]."""


class StandPrompts:
    """The stand prompt of the present bout.

    Attributes
    ----------
    stand_after_s
        Unbroken sitting [s] after which to prompt.
    raised
        The prompt that stands, if any.
    """

    def __init__(self, settings: PromptSettings) -> None:
        self.stand_after_s = settings.stand_after_min * 60.0
        self.raised: PromptRaised | None = None
        self._quiet_until_t_s = -math.inf

    def receive(self, t_s: float, sitting_s: float) -> PromptRaised | None:
        """Take one seated second and what the sitting clock shows [s]."""
        if sitting_s < self.stand_after_s and self.raised is None:
            return None
        if self.raised is not None or t_s < self._quiet_until_t_s:
            return None
        minutes = int(sitting_s // 60)
        reason = f"You have been sitting for {minutes} minute{'' if minutes == 1 else 's'} without a break."
        self.raised = PromptRaised(t_s, PromptKind.STAND, reason, sitting_s)
        return self.raised

    def due_in_s(self, t_s: float, sitting_s: float) -> float | None:
        """How long until the next prompt if the sitter stays [s]; `None` while one stands or the bout is to be left alone."""
        if self.raised is not None or (math.isinf(self._quiet_until_t_s) and self._quiet_until_t_s > 0):
            return None
        return max(self.stand_after_s - sitting_s, self._quiet_until_t_s - t_s, 0.0)

    def sat_down(self, t_s: float, sitting_s: float) -> None:
        """Somebody sat down; the clock shows 0 after a real break, and all is open again."""
        self._quiet_until_t_s = -math.inf if sitting_s < self.stand_after_s else t_s + ASK_AGAIN_S

    def clear(self, t_s: float, outcome: Outcome, quiet_s: float = 0.0) -> PromptCleared | None:
        """Close the prompt that stands, and stay quiet for `quiet_s` [s]."""
        raised = self.raised
        if raised is None:
            return None
        self.raised = None
        self._quiet_until_t_s = t_s + quiet_s
        return PromptCleared(t_s, raised.kind, outcome, raised.t_s)

    def answer(self, request: Snooze | Dismiss | ChooseStandTarget) -> PromptCleared | StandTargetChosen | Refused:
        """Do what a person asks."""
        match request:
            case Snooze(t_s, length_s):
                cleared = self.clear(t_s, Outcome.SNOOZED, length_s)
                return cleared or Refused(t_s, "snooze", "there is no prompt just now")
            case Dismiss(t_s):
                cleared = self.clear(t_s, Outcome.DISMISSED, math.inf)
                return cleared or Refused(t_s, "dismiss", "there is no prompt just now")
            case ChooseStandTarget(t_s, stand_after_s):
                if not TARGET_S[0] <= stand_after_s <= TARGET_S[1]:
                    why = f"{stand_after_s:g} s is not between 1 minute and 4 hours"
                    return Refused(t_s, "choose_stand_target", why)
                self.stand_after_s = stand_after_s
                return StandTargetChosen(t_s, stand_after_s)
