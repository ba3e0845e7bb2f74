"""The rules of breaks and prompts as scenarios, one sentence for each thing that they say."""

import pytest
from scenario import play

BREAKS = {
    "a minute off the chair is a break": "sits 20 min, stands 60 s, sits 1 min -> break credited, clock shows 1 min",
    "just less counts in part": "sits 20 min, stands 59 s, sits 1 min -> break credited in part, clock shows 11 min",
    "so do twenty seconds": "sits 20 min, stands 20 s, sits 1 min -> break credited in part, clock shows 11 min",
    "less is a re-seat": "sits 20 min, stands 19 s, sits 1 min -> no break credited, clock shows 21 min",
    "the clock stands still while nobody sits": "sits 20 min, stands 40 s -> clock shows 20 min, paused because nobody",
    "a part of a break does not go below nothing": "sits 4 min, stands 30 s, sits 1 min -> clock shows 1 min",
    "a break that nobody chose counts like another": "sits 5 min, stands 2 min, sits 5 min -> break credited",
    "what nobody saw is no sitting": "sits 20 min, nothing is heard for 5 min, sits 5 min"
    " -> no break credited, clock shows 25 min, unknown time 5 min",
    "what nobody saw is no break": "sits 20 min, stands 30 s, nothing is heard for 40 s, stands 30 s, sits 2 min"
    " -> break credited in part, clock shows 12 min",
    "after a quarter of an hour unseen the clock starts anew": "sits 20 min, nothing is heard for 15 min, sits 5 min"
    " -> clock shows 5 min, no break owed",
    "a bag on the seat is no sitter": "sits 20 min, a bag lies on the seat 2 min, sits 3 min -> break credited, clock shows 3 min",
}

STANDING = {
    "the next prompt is foretold": "sits 10 min -> next prompt in 20 min, due running",
    "it runs, is soon, waits and asks": "sits 36 min"
    " -> prompt at 35 (waited), due running at 27:30, due soon at 28:30, due waiting at 32, due asking",
    "a shift before it is due is no moment": "sits 36 min, shifts at 20 and 29 -> prompt at 35 (waited)",
    "light, chime, firm, silence": "with moment_wait_min 0, still_prompts false: sits 50 min"
    " -> prompt at 30, stage light at 34, stage chime at 36, stage firm at 42, stage none at 46, outcome ignored,"
    " light due at 34, due owed, break owed, quiet because silenced",
    "an ignored one is silence for the bout": "with moment_wait_min 0: sits 90 min -> prompt at 30, outcome ignored",
    "nothing shows while they are up": "with moment_wait_min 0: sits 31 min, stands 50 s -> prompt at 30, light off, outcome none",
    "a re-seat does not end it": "with moment_wait_min 0: sits 31 min, stands 15 s, sits 2 min"
    " -> prompt at 30, outcome none, due asking, light off at 31:10, light due",
    "standing briefly does": "with moment_wait_min 0: sits 31 min, stands 30 s, sits 2 min"
    " -> prompt at 30, outcome stood briefly, break owed, notice back already, light owed",
    "back already is said once for a break owed": "with moment_wait_min 0: sits 31 min, stands 30 s, sits 30 s, stands 30 s,"
    " sits 1 min -> prompt at 30, break credited in part twice, notice back already",
    "back already is only said to whom was asked": "sits 20 min, stands 30 s, sits 2 min -> no notice",
    "it is verified as a break": "with moment_wait_min 0: sits 31 min, stands 65 s -> prompt at 30, outcome stood, break credited",
    "no sound while they are up": "with moment_wait_min 0: sits 34.5 min, stands 50 s, sits 2 min"
    " -> prompt at 30, outcome stood briefly, no sound",
    "two ignored in a row make the target longer": "with moment_wait_min 0, still_prompts false: sits 46 min, stands 65 s, sits 46 min"
    " -> prompt at 30, prompt at 77, outcome ignored then ignored, target 45 min, target 30 min at 60",
    "and the longer target counts": "with moment_wait_min 0, still_prompts false: sits 46 min, stands 65 s, sits 46 min, stands 65 s,"
    " sits 46 min -> prompt at 30, prompt at 77, prompt at 139:10, target 45 min",
    "one answered between them keeps it": "with moment_wait_min 0, still_prompts false: sits 46 min, stands 65 s, sits 31 min,"
    " stands 65 s, sits 46 min -> prompt at 30, prompt at 77, prompt at 109:10, outcome ignored then stood then ignored, target 30 min",
    "twice at most": "with target 4 min, moment_wait_min 0, chime_after_min 0.5, firm_after_min 1, silent_after_min 1.5,"
    " prompts_per_hour 12: sits 6 min, stands 65 s, sits 6 min, stands 65 s, sits 8 min, stands 65 s, sits 8 min, stands 65 s,"
    " sits 10 min, stands 65 s, sits 10 min -> target 4 min at 7, target 6 min at 20, target 8 min at 34, target 8 min",
    "the next day starts fresh": "with moment_wait_min 0, still_prompts false, it is Tue 02:20: sits 46 min, stands 65 s, sits 46 min,"
    " is away 10 min, sits 31 min -> prompt at 30, prompt at 77, prompt at 133, target 45 min at 93, target 30 min",
    "a dismissed one is silent until the next break": "with moment_wait_min 0, still_prompts false: sits 31 min,"
    " dismisses as not now, sits 30 min, stands 65 s, sits 31 min"
    " -> prompt at 30, prompt at 92, outcome dismissed as not now, break owed at 60, break owed",
    "the budget is told once a day": "with sitting_budget_h 0.5, still_prompts false: sits 25 min, stands 2 min, sits 25 min,"
    " stands 2 min, sits 25 min -> no prompt, notice budget",
    "and again on the next": "with sitting_budget_h 0.5, it is Tue 03:25: sits 29 min, stands 10 min, sits 29 min -> no notice",
}

PUTTING_OFF = {
    "a put off break comes back although they sit on": "with moment_wait_min 0: sits 31 min, puts off 1 min, sits 2 min"
    " -> prompt at 30, prompt at 32 (put off), put off 1 times, due asking",
    "it keeps waiting while they are up briefly": "with moment_wait_min 0: sits 31 min, puts off 5 min, sits 1 min, stands 15 s, sits 5 min"
    " -> prompt at 30, prompt at 36 (put off), break owed",
    "a meeting does not lose it": "with moment_wait_min 0: sits 31 min, puts off 5 min, holds a meeting of 10 min, sits 12 min"
    " -> prompt at 30, prompt at 41, break owed",
    "nothing stands, nothing is put off": "sits 10 min, puts off 5 min -> no prompt, refused snooze",
    "nothing stands, nothing is dismissed": "sits 10 min, dismisses -> no prompt, refused dismiss",
    "put off counts begin anew after a break": "with moment_wait_min 0: sits 31 min, puts off 1 min, sits 2 min, puts off 1 min,"
    " stands 65 s, sits 31 min -> prompt at 30, prompt at 32, prompt at 64:05, put off 0 times, choices 1 5 15 min",
}

SLIDES = {
    "told once it has lasted": "sits 9 min, slides at 4 -> slide prompt at 6:10 (lasted), light nudge, no sound",
    "longer with seat cells alone": "with seat cells alone: sits 9 min, slides at 4 -> slide prompt at 7:10",
    "sitting back in time is an answer": "sits 12 min, slides at 4, sits back at 6:40 -> slide prompt at 6:10, outcome moved",
    "sitting back late is none": "sits 12 min, slides at 4, sits back at 8 -> slide prompt at 6:10, outcome ignored",
    "standing up is an answer": "sits 6.5 min, slides at 4, stands 65 s -> slide prompt at 6:10, outcome stood, break credited",
    "so is standing up briefly": "sits 6.5 min, slides at 4, stands 40 s, sits 1 min -> slide prompt at 6:10, outcome stood briefly",
    "it is let be after five minutes": "sits 13 min, slides at 4 -> slide prompt at 6:10, outcome ignored, light off",
    "not soon again": "with target 90 min, still_prompts false: sits 40 min, slides at 4, sits back at 7, slides at 12"
    " -> slide prompt at 6:10, slide prompt at 26:10 give or take 40 s, slide quiet because too soon at 20",
    "two an hour at most": "with target 200 min, still_prompts false, slide_again_min 10: sits 64 min, slides at 4, sits back at 8,"
    " slides at 20, sits back at 24, slides at 38 -> slide prompt at 6:10, slide prompt at 22:10, slide quiet because hourly cap at 45",
    "and a third when the hour is over": "with target 200 min, still_prompts false, slide_again_min 10: sits 70 min, slides at 4,"
    " sits back at 8, slides at 20, sits back at 24, slides at 38 -> slide prompt at 6:10, slide prompt at 22:10, slide prompt at 66:10",
    "a rest after any prompt": "with target 200 min, still_prompts false, slide_again_min 10: sits 16 min, slides at 4, sits back at 8,"
    " slides at 12 -> slide prompt at 6:10, slide quiet because too soon at 15",
    "a prompt to stand that is near has it in": "sits 36 min, slides at 26"
    " -> prompt at 35 (waited), reason mentions hips, slide quiet because stand is near at 29",
    "not in the first minutes": "with slide_after_s 60: sits 5 min, slides at 0:30"
    " -> slide prompt at 3 give or take 30 s, slide quiet because just sat at 2",
    "only recorded where that is chosen": "with slide_prompts false: sits 12 min, slides at 4"
    " -> no prompt, slide quiet because silent mode",
    "not in the first days": "with ramp true: sits 12 min, slides at 4 -> no prompt, slide quiet because ramp",
    "not with a cell lost": "sits 12 min, slides at 4, loses a cell at 5 -> no prompt, slide quiet because cells, light fault",
    "not in a meeting": "sits 12 min, slides at 4, holds a meeting at 3 -> no prompt, slide quiet because meeting, no vibration",
    "no vibration where it is not wanted": "with vibration false: sits 8 min, slides at 4 -> slide prompt at 6:10, no vibration",
}

STILL = {
    "told after a long still spell": "with target 60 min: sits 26 min -> still prompt at 25 (lasted), light nudge, no sound, no vibration",
    "a shift is an answer": "with target 60 min: sits 27 min, shifts at 25:20 -> still prompt at 25, outcome moved, light off",
    "it is let be after two minutes": "with target 60 min: sits 28 min -> still prompt at 25, outcome ignored",
    "a shift begins it anew": "with target 90 min: sits 41 min, shifts at 15 -> still prompt at 40",
    "a prompt to stand that is near comes instead": "sits 36 min -> prompt at 35",
    "not where it is not wanted": "with target 60 min, still_prompts false: sits 30 min -> no prompt, still quiet because silent mode",
    "three of all kinds an hour": "with target 10 min, moment_wait_min 0: sits 11 min, stands 65 s, sits 11 min, stands 65 s,"
    " sits 11 min, stands 65 s, sits 11 min -> prompt at 10, prompt at 22, prompt at 34, quiet because hourly cap, break owed",
}


def cases():
    for name, group in (
        ("break", BREAKS),
        ("stand", STANDING),
        ("put off", PUTTING_OFF),
        ("slide", SLIDES),
        ("still", STILL),
    ):
        for claim, sentence in group.items():
            yield pytest.param(sentence, id=f"{name}: {claim}")


@pytest.mark.parametrize("sentence", list(cases()))
def test_rule(sentence):
    play(sentence)
