"""Quiet, marks, the button, sitters, restarts and clocks as scenarios, one sentence for each thing that is said of them."""

import pytest
from scenario import play

QUIET = {
    "in quiet hours the light alone": "with moment_wait_min 0, it is Mon 22:30: sits 42 min"
    " -> prompt at 30, no sound, light due at 41, stage firm at 41",
    "or nothing, where that is chosen": "with moment_wait_min 0, quiet_light false, it is Mon 22:30: sits 42 min"
    " -> no prompt, no light, quiet because quiet hours",
    "no vibration in quiet hours": "with it is Mon 22:30: sits 9 min, slides at 4 -> slide prompt at 6:10, no vibration",
    "quiet hours begin in the midst of it": "with moment_wait_min 0, it is Mon 21:20: sits 46 min"
    " -> prompt at 30, chimes at 35, stage none at 45:30",
    "a holiday": "with holidays 2026-11-23: sits 40 min -> no prompt, quiet because holiday",
    "the working hours' end ends what stands": "with moment_wait_min 0, working hours Mon-Fri 09:00-17:00, it is Mon 16:28: sits 34 min"
    " -> prompt at 30, outcome quieted, quiet because outside hours, break owed",
    "the first reason is told": "with holidays 2026-11-23, working hours Mon 12:00-13:00: sits 10 min, holds a meeting at 5"
    " -> quiet because holiday at 4, quiet because meeting",
    "a pause outlasts a meeting": "sits 10 min, holds a meeting of 30 min at 4, pauses until tomorrow at 5 -> quiet because paused",
    "a meeting ends by itself": "with moment_wait_min 0: sits 40 min, holds a meeting of 10 min at 25 -> prompt at 35",
    "a pause ends as the day begins": "with moment_wait_min 0, it is Tue 03:35: sits 31 min, pauses until tomorrow at 5"
    " -> prompt at 30, quiet because paused at 20",
    "there is nothing to end": "sits 5 min, ends the meeting -> refused end quiet",
    "an unknown time holds nothing back": "with an unknown time, moment_wait_min 0, working hours Mon 09:00-09:01,"
    " holidays 2026-11-23: sits 36 min -> prompt at 30, no sound",
    "without quiet hours it may sound": "with an unknown time, moment_wait_min 0, quiet hours none: sits 41 min"
    " -> prompt at 30, chimes at 35, sounds firmly at 40",
    "no loudness is no sound": "with moment_wait_min 0, sound_percent 0: sits 41 min -> prompt at 30, no sound",
    "a lost cell keeps prompts to stand": "sits 36 min, loses a cell at 10 -> prompt at 35, quiet because nothing at 20, light fault at 20",
}

WRONG = {
    "a slide's dwell grows": "sits 8 min, slides at 4, says wrong at 7 -> slide prompt at 6:10, outcome wrong,"
    " prompt 1 marked wrong, setting slide_after_s is 180, setting slide_after_seat_only_s is 180",
    "and shrinks again": "sits 8 min, slides at 4, says wrong at 7, takes it back at 7:30 -> slide prompt at 6:10, outcome wrong,"
    " mark of prompt 1 taken back, setting slide_after_s is 120, setting slide_after_seat_only_s is 180",
    "a still spell's length grows": "with target 60 min: sits 26 min, says wrong at 25:30 -> still prompt at 25, outcome wrong,"
    " setting still_after_min is 30",
    "a prompt to stand is counted": "with moment_wait_min 0: sits 31 min, says wrong, sits 5 min -> prompt at 30, outcome wrong,"
    " prompt 1 marked wrong, setting stand_after_min is 30, break owed",
    "it stays within bounds": "with slide_after_s 900: sits 24 min, slides at 4, says wrong at 20 -> slide prompt at 19 give or take 30 s,"
    " setting slide_after_s is 900",
    "a past one keeps its outcome": "with moment_wait_min 0: sits 31 min, stands 2 min, says wrong -> prompt at 30, outcome stood,"
    " prompt 1 marked wrong",
    "by its number": "with moment_wait_min 0: sits 31 min, stands 2 min, sits 31 min, stands 2 min, says prompt 1 wrong"
    " -> prompt at 30, prompt at 63, outcome stood then stood, prompt 1 marked wrong",
    "not twice": "with moment_wait_min 0: sits 31 min, says wrong, sits 1 min, says wrong -> prompt at 30, prompt 1 marked wrong,"
    " refused mark wrong",
    "there must have been one": "sits 5 min, says wrong -> refused mark wrong",
    "and a mark to take back": "with moment_wait_min 0: sits 31 min, takes it back -> prompt at 30, outcome none, refused take back mark",
}

BUTTON = {
    "short: puts off": "with moment_wait_min 0: sits 31 min, presses the button, sits 1 min"
    " -> prompt at 30, outcome snoozed, put off 1 times",
    "short: as long as may be": "with moment_wait_min 0: sits 38 min, puts off 1 min at 31 and 33 and 35, presses the button at 37"
    " -> prompt at 30, prompt at 32, prompt at 34, prompt at 36, outcome snoozed then snoozed then snoozed then snoozed",
    "short: reads the notice": "with moment_wait_min 0: sits 31 min, stands 30 s, sits 1 min, presses the button, sits 10 s"
    " -> prompt at 30, notice back already, notice shown back already at 32:20, notice shown none",
    "short: nothing to do": "sits 6 min, presses the button at 5 -> no prompt, sitter is Anna",
    "short: the next sitter": "with two sitters: sits 30 s, presses the button, sits 10 s -> sitter is Ben",
    "short: round and round": "with two sitters: sits 30 s, presses the button, sits 5 s, presses the button, sits 5 s -> sitter is Anna",
    "long: that was wrong": "with moment_wait_min 0: sits 31 min, presses the button long -> prompt at 30, outcome wrong",
    "long: shortly after": "with moment_wait_min 0: sits 31 min, puts off 5 min, presses the button long"
    " -> prompt at 30, outcome snoozed, prompt 1 marked wrong",
    "long: a meeting": "sits 46 min, presses the button long at 10 -> quiet because meeting at 20, prompt at 45 give or take 30 s",
    "long: its end": "sits 20 min, presses the button long at 10 and 15 -> quiet because meeting at 12, quiet because nothing at 17",
    "very long: nothing of the chair's": "sits 5 min, presses the button very long -> no prompt, quiet because nothing",
}

SITTERS = {
    "the chair asks and does not change": "with two sitters: Ben sits 3 min -> sitter is Anna, asks whether it is Ben",
    "it is told": "with two sitters: Ben sits 3 min, says it is Ben, Ben sits 1 min -> sitter is Ben, asks whether it is nobody",
    "it does not ask about who sits": "with two sitters: sits 3 min -> sitter is Anna, asks whether it is nobody",
    "a stranger is set apart": "with two sitters: a stranger sits 3 min -> sitter is somebody else, asks whether it is nobody",
    "until they have gone": "a stranger sits 3 min, stands 2 min, sits 2 min -> sitter is somebody else at 2, sitter is Anna",
    "a stranger's marks change nobody": "with moment_wait_min 0, target 5 min: a stranger sits 6 min, says wrong, is away 1 min, sits 1 min"
    " -> prompt at 5, sitting today 1 min, sitter is Anna",
    "each has their own clock": "with two sitters: sits 20 min, stands 10 s, says it is Ben, stands 55 s, Ben sits 5 min"
    " -> sitter is Ben, sitting today 5 min, clock shows 5 min",
    "nobody is known": "with nobody known, moment_wait_min 0: sits 31 min -> prompt at 30, sitter is somebody else",
}

RESTARTS = {
    "a prompt goes on": "with moment_wait_min 0: sits 31 min, power cut of 40 s, sits 1 min, stands 65 s"
    " -> prompt at 30, outcome stood, break credited, due asking at 32:30",
    "what was put off stays so": "with moment_wait_min 0: sits 31 min, puts off 5 min, sits 10 s, power cut of 30 s, sits 6 min"
    " -> prompt at 30, prompt at 36 (put off), put off 1 times",
    "what was dismissed stays so": "with moment_wait_min 0: sits 31 min, dismisses, sits 10 s, power cut of 30 s, sits 30 min"
    " -> stand prompt at 30, outcome dismissed, break owed, quiet because dismissed",
    "a meeting goes on": "sits 10 min, holds a meeting of 20 min, sits 1 min, power cut of 1 min, sits 5 min -> quiet because meeting",
    "over a reboot too": "sits 10 min, holds a meeting of 20 min, sits 1 min, reboot of 1 min, sits 5 min -> quiet because meeting",
    "a meeting ends in time after a reboot": "with moment_wait_min 0: sits 10 min, holds a meeting of 20 min, sits 1 min,"
    " reboot of 1 min, sits 23 min -> prompt at 31, no break credited",
    "it neither doubles nor resets the clock": "sits 10 min, power cut of 30 s, sits 5 min, power cut of 30 s, sits 5 min"
    " -> clock shows 20 min, unknown time 1 min",
    "off the chair it is no break": "sits 20 min, stands 30 s, power cut of 40 s, stands 30 s, sits 2 min"
    " -> break credited in part, clock shows 12 min",
    "a mark's effect stays": "sits 8 min, slides at 4, says wrong at 7, power cut of 20 s, sits 1 min"
    " -> slide prompt at 6:10, setting slide_after_s is 180",
    "who sits stays": "with two sitters: Ben sits 1 min, says it is Ben, Ben sits 1 min, power cut of 20 s, Ben sits 1 min"
    " -> sitter is Ben",
    "caps are kept": "with target 10 min, moment_wait_min 0: sits 11 min, stands 65 s, sits 11 min, stands 65 s, sits 11 min, stands 65 s,"
    " power cut of 20 s, sits 11 min -> prompt at 10, prompt at 22, prompt at 34, quiet because hourly cap",
    "a longer target is kept": "with moment_wait_min 0, still_prompts false: sits 46 min, stands 65 s, sits 46 min, power cut of 30 s,"
    " sits 1 min -> target 45 min, prompt at 30, prompt at 77",
    "back at once after a reboot": "sits 20 min, reboot of 90 s, sits 10 s -> clock shows 20 min, unknown time 90 s",
}

CLOCKS = {
    "midnight": "with moment_wait_min 0, it is Mon 23:45: sits 31 min -> prompt at 30, sitting today 31 min",
    "the day begins at four": "with moment_wait_min 0, it is Tue 03:45: sits 31 min -> prompt at 30, sitting today 16 min",
    "put forward": "with moment_wait_min 0, it is 2026-03-29 01:45: sits 31 min -> prompt at 30, sitting today 31 min, clock shows 31 min",
    "put back": "with moment_wait_min 0, it is 2026-10-25 02:45: sits 61 min"
    " -> stand prompt at 30, sitting today 61 min, clock shows 61 min",
    "a jump": "with moment_wait_min 0: sits 31 min, the clock says Wed 15:00 at 20 -> prompt at 30, clock shows 31 min",
    "a jump back": "with moment_wait_min 0: sits 31 min, the clock says Mon 09:00 at 20 -> prompt at 30, clock shows 31 min",
    "a jump into quiet hours": "with moment_wait_min 0: sits 41 min, the clock says Mon 23:00 at 32 -> prompt at 30, no sound",
    "the time is told late": "with an unknown time, moment_wait_min 0, working hours Mon 12:00-13:00: sits 31 min,"
    " the clock says Mon 10:00 at 5 -> no prompt, quiet because outside hours",
    "a meeting does not follow the clock": "sits 20 min, holds a meeting of 10 min at 5, the clock says Mon 18:00 at 6"
    " -> quiet because meeting at 14, quiet because nothing at 16",
    "a clock that was wrong ends no pause": "with it is Mon 10:00: sits 10 min, pauses until tomorrow at 2,"
    " the clock says Tue 09:00 at 5"
    " -> quiet because paused at 4, quiet because paused",
}


def cases():
    groups = {"quiet": QUIET, "wrong": WRONG, "button": BUTTON, "sitter": SITTERS, "restart": RESTARTS, "clock": CLOCKS}
    for name, group in groups.items():
        for claim, sentence in group.items():
            yield pytest.param(sentence, id=f"{name}: {claim}")


@pytest.mark.parametrize("sentence", list(cases()))
def test_rule(sentence):
    play(sentence)
