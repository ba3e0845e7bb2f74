"""What users of break reminders asked for, as scenarios: each names the public thread that it comes from."""

import pytest
from scenario import play

PRESENCE = (
    ("workrave#620", "sits 31 min, shifts at 29, stands 70 s -> no prompt, break credited"),
    ("workrave#620", "sits 36 min -> prompt at 35 (waited), break owed"),
    ("workrave#318", "sits 32 min, shifts at 31 -> prompt at 31:10 (shift)"),
    ("workrave#641", "sits 36 min, reseats at 10 and 20 -> prompt at 35:20 (waited), no break credited"),
    ("workrave#289", "a bag lies on the seat 60 min -> no prompt, clock shows 0 min, no light, paused because object"),
    ("safeeyes#658", "sits 25 min, is away 6 min, sits 25 min -> no prompt, break credited, clock shows 25 min"),
    ("safeeyes#351", "sits 29 min, is away 3 h -> no prompt, no light, clock shows 0 min, paused because nobody"),
    (
        "safeeyes#410",
        "with moment_wait_min 0: sits 30.5 min, is away 20 min -> prompt at 30, outcome stood, light off, no break owed",
    ),
    ("breaktimer#463", "sits 20 min, stands 3 min, sits 20 min -> no prompt, break credited, clock shows 20 min"),
    ("breaktimer#30", "sits 29 min, stands 66 s, sits 29 min -> no prompt, break credited at 30, no break owed"),
    ("breaktimer#3", "sits 29 min, stands 45 s, sits 9 min -> no prompt, break credited in part, clock shows 28 min"),
    ("stretchly#898", "sits 15 min, stands 45 s, sits 10 min -> break credited in part, clock shows 15 min"),
    ("stretchly#152", "sits 36 min, stands 5 min, sits 36 min -> prompt at 35, prompt at 76, outcome stood"),
    ("stretchly#955", "sits 5 min, stands 30 s, sits 1 min -> break credited in part, clock shows 1 min"),
    ("stretchly#59", "sits 29 min, reseats at 28, stands 64 s -> no prompt, break credited, clock shows 0 min"),
    ("lookaway-releases#4", "sits 29 min, stands 2 min, a bag lies on the seat 30 min -> no prompt, no light"),
    ("sane-break#74", "sits 32 min, stands 90 s, sits 31 min -> no prompt, break credited, clock shows 31 min"),
)

ONE_CLOCK = (
    ("stretchly#1123", "sits 20 min, power cut of 40 s, sits 10 min -> clock shows 30 min, unknown time 40 s"),
    ("stretchly#1222", "sits 36 min, stands 64 s -> prompt at 35, outcome stood, break credited, clock shows 0 min"),
    ("breaktimer#301", "sits 36 min, chooses target 45 min, sits 5 min -> prompt at 35, target 45 min, no break owed"),
    ("stretchly#1248", "sits 25 min, power cut of 5 min, sits 11 min -> prompt at 40 (waited), unknown time 5 min"),
    ("stretchly#1168", "sits 25 min, power cut of 16 min, sits 11 min -> no prompt, clock shows 11 min"),
    ("stretchly#1168", "sits 25 min, reboot of 2 min, sits 11 min -> prompt at 37 (waited), unknown time 2 min"),
)

PUTTING_OFF = (
    (
        "stretchly#397",
        "with moment_wait_min 0: sits 31 min, puts off 5 min, sits 6 min"
        " -> prompt at 30 (waited), prompt at 36 (put off), outcome snoozed, break owed, put off 1 times",
    ),
    (
        "stretchly#972",
        "with moment_wait_min 0: sits 31 min, puts off 15 min, sits 16 min"
        " -> prompt at 30, prompt at 46 (put off), choices 1 5 15 min at 30:30",
    ),
    (
        "stretchly#161",
        "with moment_wait_min 0: sits 31 min, presses the button, sits 6 min"
        " -> prompt at 30, prompt at 36 (put off), outcome snoozed, next prompt in 4 min at 32",
    ),
    (
        "stretchly#1492",
        "with moment_wait_min 0: sits 50 min, puts off 1 min at 31 and 33 and 35 and 37"
        " -> prompt at 30, prompt at 32 (put off), prompt at 34 (put off), prompt at 36 (put off), prompt at 38 (put off),"
        " choices 1 5 15 min at 32:30, choices 1 5 min at 34:30, choices 1 min at 38:30, put off 4 times, break owed",
    ),
    (
        "stretchly#1841",
        "with moment_wait_min 0: sits 37 min, puts off 1 min at 31 and 33, puts off 15 min at 35"
        " -> prompt at 30, prompt at 32, prompt at 34, outcome snoozed then snoozed, refused snooze, due asking",
    ),
    (
        "stretchly#1363",
        "with moment_wait_min 0: sits 31 min, puts off 7 min, sits 1 min"
        " -> prompt at 30, refused snooze, outcome none, due asking",
    ),
    (
        "workrave#301",
        "with moment_wait_min 0: sits 31 min, puts off 5 min, stands 2 min, sits 5 min"
        " -> prompt at 30, outcome snoozed, break credited, no break owed, put off 0 times",
    ),
    (
        "sane-break#158",
        "with moment_wait_min 0: sits 30.5 min, puts off 1 min, sits 90 s, stands 65 s"
        " -> prompt at 30, prompt at 31:30 (put off), outcome snoozed then stood, break credited",
    ),
    (
        "sane-break#116",
        "with moment_wait_min 0: sits 31 min, stands 30 s, sits 4 min"
        " -> prompt at 30, outcome stood briefly, break credited in part, break owed, notice back already",
    ),
    (
        "stretchly#397",
        "with moment_wait_min 0: sits 31 min, dismisses as busy, sits 40 min"
        " -> stand prompt at 30, outcome dismissed as busy, break owed, quiet because dismissed",
    ),
)

QUIET = (
    (
        "stretchly#1618",
        "sits 60 min, holds a meeting of 30 min at 20"
        " -> prompt at 50 give or take 6 min, quiet because meeting at 25, no sound",
    ),
    (
        "stretchly#1366",
        "with moment_wait_min 0: sits 40 min, holds a meeting at 31"
        " -> prompt at 30, outcome quieted, quiet because meeting, light off, break owed",
    ),
    (
        "sane-break#116",
        "with moment_wait_min 0: sits 40 min, holds a meeting at 25, ends the meeting at 35"
        " -> prompt at 35 (waited), quiet because meeting at 30",
    ),
    ("dorso#15", "with moment_wait_min 0: sits 80 min, holds a meeting of 1 h at 10 -> prompt at 70"),
    ("dorso#15", "sits 2 h, pauses until tomorrow at 10 -> no prompt, quiet because paused, no sound"),
    (
        "stretchly#342",
        "with working hours Mon-Fri 09:00-17:00, it is Sat 10:00: sits 2 h"
        " -> no prompt, quiet because outside hours, no sound",
    ),
    (
        "stretchly#788",
        "with working hours Mon-Fri 09:00-17:00, it is Mon 16:40: sits 60 min -> no prompt, quiet because outside hours",
    ),
    (
        "stretchly#1229",
        "with moment_wait_min 0, working hours Mon-Fri 09:00-17:00, it is Mon 08:15: sits 50 min"
        " -> prompt at 45, quiet because outside hours at 44",
    ),
    (
        "breaktimer#128",
        "with moment_wait_min 0, working hours Mon-Fri 08:30-12:00 and Mon-Fri 13:00-17:00, it is Mon 12:20: sits 45 min"
        " -> prompt at 40, quiet because outside hours at 35",
    ),
    (
        "safeeyes#299",
        "sits 10 min, is away 5 min, a bag lies on the seat 5 min, nothing is heard for 1 min, is away 1 min"
        " -> no prompt, paused because nobody at 12, paused because object at 18, paused because nobody",
    ),
)

GENTLY = (
    (
        "safeeyes#709",
        "sits 36 min, shifts at 32 -> prompt at 32:10 (shift), due waiting at 31, light due at 33, no sound",
    ),
    ("safeeyes#261", "sits 40 min, leans back at 32 -> prompt at 32:10 (lean back), due waiting at 31"),
    (
        "stretchly#1018",
        "with moment_wait_min 0: sits 44 min -> prompt at 30, stage light at 34, chimes at 35, sounds firmly at 40",
    ),
    (
        "stretchly#1561",
        "with moment_wait_min 0: sits 60 min, shifts every 4 min"
        " -> prompt at 30, outcome ignored, quiet because silenced, stage none",
    ),
    (
        "stretchly#784",
        "with target 20 min: sits 21 min, shifts at 20:10, stands 70 s -> prompt at 20:20, break credited",
    ),
    ("stretchly#819", "with target 60 min: sits 66 min, shifts every 10 min -> prompt at 60:10 give or take 10 s"),
    ("T-Clock#175", "with target 45 min: sits 46 min, shifts at 20 and 45:30 -> prompt at 45:40 (shift)"),
    (
        "workrave#483",
        "sits 12 min, slides at 6 -> slide prompt at 8:10 (lasted), light nudge, vibrates, no sound, reason mentions hips",
    ),
    (
        "home-assistant-config#24",
        "with seat cells alone: sits 12 min, slides at 6 -> slide prompt at 9:10 (lasted), reason mentions hips",
    ),
    (
        "home-assistant-config#152",
        "sits 12 min, slides at 6, sits back at 8:40 -> slide prompt at 8:10, outcome moved, light off",
    ),
    ("Home-AssistantConfig#923", "sits 4 min, stands 2 h, sits 4 min -> no prompt, no light, sitting today 8 min"),
)

TOTALS = (
    (
        "stretchly#1156",
        "with sitting_budget_h 1, still_prompts false: sits 25 min, stands 2 min, sits 25 min, stands 2 min, sits 15 min"
        " -> no prompt, notice budget, sitting today 65 min",
    ),
    (
        "breaktimer#166",
        "with sitting_budget_h 0: sits 25 min, stands 2 min, sits 25 min -> no prompt, no notice, sitting today 50 min",
    ),
    (
        "workrave#148",
        "with sitting_budget_h 1: sits 29 min, stands 70 s, sits 29 min, stands 70 s, sits 29 min, stands 70 s, sits 29 min"
        " -> no prompt, break credited three times, notice budget",
    ),
    (
        "safeeyes#902",
        "with moment_wait_min 0: sits 31 min, stands 6 min, sits 3 min -> prompt at 30, clock shows 3 min",
    ),
    (
        "stretchly#1335",
        "with moment_wait_min 0: sits 31 min, presses the button long, sits 5 min"
        " -> prompt at 30, outcome wrong, prompt 1 marked wrong",
    ),
    ("stretchly#1335", "sits 35 min, presses the button long at 10 -> no prompt, quiet because meeting at 20"),
)

SCENARIOS = PRESENCE + ONE_CLOCK + PUTTING_OFF + QUIET + GENTLY + TOTALS


@pytest.mark.parametrize(
    "sentence", [pytest.param(sentence, id=f"{thread}: {sentence}") for thread, sentence in SCENARIOS]
)
def test_the_chair_does_as_was_asked(sentence):
    play(sentence)


def test_at_least_45_scenarios_come_from_threads():
    assert len(SCENARIOS) >= 45
    assert all("#" in thread for thread, _ in SCENARIOS)
