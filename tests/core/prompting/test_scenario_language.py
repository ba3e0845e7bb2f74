"""The language of the scenarios: it reads what it says, refuses what it does not understand, and tells what happened instead."""

import pytest
from scenario import DOINGS, STARTS, moment_utc_s, play
from scenario_expect import EXPECTATIONS
from scenario_words import clock, minute_s, seconds


@pytest.mark.parametrize(
    "sentence",
    [
        "dances 5 min -> no prompt",
        "sits 5 parsecs -> no prompt",
        "sits 5 min, shifts at noon -> no prompt",
        "sits 5 min -> all is well",
        "sits 5 min",
        "with cushions: sits 5 min -> no prompt",
    ],
    ids=["doing", "unit", "time", "expectation", "nothing expected", "setting"],
)
def test_what_is_not_understood_is_refused(sentence):
    with pytest.raises(ValueError, match=r"not understood|could not convert"):
        play(sentence)


@pytest.mark.parametrize(
    ("sentence", "told"),
    [
        ("sits 1 min -> prompt at 30", "saw: no prompt"),
        ("sits 1 min, stands 2 min -> no break credited", "saw: ['full']"),
        ("sits 1 min, puts off 5 min -> no prompt", "refused: snooze"),
        ("sits 1 min -> due asking", "saw: running"),
        ("with moment_wait_min 0: sits 31 min -> prompt at 30, light off", "saw: due"),
        ("with moment_wait_min 0: sits 31 min -> prompt at 25", "prompt not expected: stand prompt at 30:"),
    ],
    ids=["a prompt", "a break", "a refusal", "a word", "a light", "another prompt"],
)
def test_a_failing_sentence_tells_what_was_expected_and_all_that_happened(sentence, told):
    with pytest.raises(AssertionError) as caught:
        play(sentence)

    message = str(caught.value)
    assert sentence in message
    assert told in message
    assert "sat_down" in message


def test_times_are_read_and_written():
    assert [seconds(text) for text in ("70 s", "31 min", "1.5 h")] == [70.0, 1860.0, 5400.0]
    assert [minute_s(text) for text in ("31", "31:30", "31.5")] == [1860.0, 1890.0, 1890.0]
    assert [clock(at_s) for at_s in (1890.2, 5.0, -20.0)] == ["31:30", "0:05", "-0:20"]
    assert moment_utc_s("Tue 09:30") - moment_utc_s("Mon 09:00") == 86_400.0 + 1800.0
    assert moment_utc_s("2026-03-29 03:00") - moment_utc_s("2026-03-29 01:59") == 60.0


def test_nothing_can_be_said_in_two_ways():
    for patterns in ([pattern for pattern, _ in DOINGS], [pattern for pattern, _ in EXPECTATIONS], list(STARTS)):
        assert len(set(patterns)) == len(patterns)
