"""What the settings of prompts are called on the pages, and how they belong together."""

from __future__ import annotations

from chairpi.dashboard.prompts.weekdays import in_words
from chairpi.language.words import N_, _, translated

NAMES = {
    "stand_after_min": N_("Prompt to stand after"),
    "moment_wait_min": N_("Wait for a good moment, at most"),
    "chime_after_min": N_("Soft chime after"),
    "firm_after_min": N_("Firmer sound after"),
    "silent_after_min": N_("Leave it after"),
    "snooze_min": N_("The button puts off for"),
    "sitting_budget_h": N_("Sitting in one day"),
    "break_min_s": N_("A break is, at least"),
    "part_break_min_s": N_("It counts in part from"),
    "part_break_credit_min": N_("Such a part sets the clock back by"),
    "slide_prompts": N_("Prompt to sit back"),
    "slide_after_s": N_("Hips forward for"),
    "slide_after_seat_only_s": N_("The same without cells in the backrest"),
    "slide_again_min": N_("Between two of them, at least"),
    "slide_prompts_per_hour": N_("In any hour, at most"),
    "ramp": N_("Begin gently"),
    "still_prompts": N_("Prompt to shift a little"),
    "still_after_min": N_("After a still spell of"),
    "settle_min": N_("Not so soon after sitting down"),
    "merge_min": N_("Leave it to a prompt to stand within"),
    "prompts_per_hour": N_("All prompts in any hour, at most"),
    "working_hours": N_("Working hours"),
    "holidays": N_("Holidays"),
    "quiet_hours": N_("Quiet hours"),
    "quiet_light": N_("Light in quiet hours"),
    "sound_percent": N_("Loudness"),
    "vibration": N_("Vibration"),
}
GROUPS = (
    (
        N_("Standing up"),
        (
            "stand_after_min",
            "moment_wait_min",
            "chime_after_min",
            "firm_after_min",
            "silent_after_min",
            "sitting_budget_h",
        ),
    ),
    (N_("When prompts may come"), ("working_hours", "holidays", "quiet_hours", "quiet_light")),
    (N_("Light, sound and button"), ("sound_percent", "vibration", "snooze_min")),
    (
        N_("Sitting back"),
        (
            "slide_prompts",
            "slide_after_s",
            "slide_after_seat_only_s",
            "slide_again_min",
            "slide_prompts_per_hour",
            "ramp",
        ),
    ),
    (N_("Shifting a little"), ("still_prompts", "still_after_min")),
    (N_("What counts as a break"), ("break_min_s", "part_break_min_s", "part_break_credit_min")),
    (N_("How often in all"), ("prompts_per_hour", "settle_min", "merge_min")),
)
"""Every setting once, in the order of the page."""

_UNITS = {
    **{"_per_hour": N_("prompts"), "_min": N_("min"), "_s": N_("s"), "_h": N_("hours"), "_percent": N_("%")},
    **{"_mm": N_("mm"), "_kg": N_("kg"), "_days": N_("days")},
}


def on_the_page(text: str) -> str:
    """A text about settings in the words of the page: their names, and a tick for true and false."""
    text = in_words(text)
    for name in sorted(NAMES, key=len, reverse=True):
        text = text.replace(name, f"“{translated(NAMES[name])}”")
    # Translators: takes the place of "false:" in the explanation of a setting.
    return text.replace("false:", _("without the tick:"))


def unit_of(name: str) -> str:
    """A setting's unit in words, by the end of its name; empty where it has none."""
    return next((translated(unit) for end, unit in _UNITS.items() if name.endswith(end)), "")
