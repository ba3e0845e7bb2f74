"""What is said of the weeks."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from chairpi.dashboard.programme.progress_words import kept_sentence, sentences
from chairpi.programme.progress import Kept, LivedDay
from chairpi.store.day_sums import DaySums

FIRST = date(2026, 11, 2)


def day(number: int) -> date:
    return FIRST + timedelta(days=number)


def answered(*numbers: int, soreness: int = 3, pain: int = 4) -> list[LivedDay]:
    return [LivedDay(day(number), Kept.DONE, soreness, pain) for number in numbers]


def measured(*numbers: int, sitting_h: float = 6.0, shifts_per_hour: float = 12.0) -> dict[date, DaySums]:
    n_shifts = int(sitting_h * shifts_per_hour)
    return {day(number): DaySums(0.0, 1.0, sitting_s=sitting_h * 3600.0, n_shifts=n_shifts) for number in numbers}


def said(days, sums=()) -> dict[str, str]:
    return dict(sentences(days, dict(sums)))


def test_without_a_programme_only_what_was_measured_is_told():
    assert list(said([])) == ["Sitting", "Movement"]


def test_too_little_says_how_much_is_needed():
    texts = said(answered(0), measured(0, 1))

    assert texts["Soreness"] == "1 answer so far. To compare two weeks that lie apart, each needs 2 answers."
    assert texts["Chair stand"] == "No chair stand yet. Two that lie a week apart can be compared."
    assert texts["Sitting"] == (
        "2 days so far. To compare two weeks that lie apart, each needs 3 days with half an hour of sitting or more."
    )


def test_soreness_and_pain_are_compared_apart():
    texts = said([*answered(0, 2, soreness=6, pain=4), *answered(14, 16, soreness=3, pain=3)])

    assert texts["Soreness"] == "6.0 of 10 in the week from 2 Nov, 3.0 of 10 in that from 16 Nov: less."
    assert texts["Pain"] == "4.0 of 10 in the week from 2 Nov, 3.0 of 10 in that from 16 Nov: about the same."


def test_more_pain_is_told_as_plainly_as_less():
    assert said([*answered(0, 2, pain=2), *answered(14, 16, pain=5)])["Pain"].endswith(
        "5.0 of 10 in that from 16 Nov: more."
    )


@pytest.mark.parametrize(
    ("stood", "expected"),
    [
        pytest.param([(0, 11)], "1 chair stand so far. Two that lie a week apart can be compared.", id="one"),
        pytest.param(
            [(0, 11), (6, 14)], "2 chair stands so far. Two that lie a week apart can be compared.", id="near"
        ),
        pytest.param(
            [(0, 11), (7, 14)],
            "11 full stands in the week from 2 Nov, 14 full stands in that from 9 Nov: more.",
            id="a week apart",
        ),
        pytest.param(
            [(0, 11), (1, 12), (20, 12)],
            "11.5 full stands in the week from 2 Nov, 12 full stands in that from 22 Nov: about the same.",
            id="two in one week",
        ),
    ],
)
def test_chair_stands_a_week_apart_are_compared(stood, expected):
    assert said([LivedDay(day(number), Kept.FREE, reps=reps) for number, reps in stood])["Chair stand"] == expected


def test_sitting_and_movement_are_compared():
    texts = said([], {**measured(0, 1, 2), **measured(14, 15, 16, sitting_h=5.0, shifts_per_hour=18.0)})

    assert texts["Sitting"] == "6 h 00 min a day in the week from 2 Nov, 5 h 00 min a day in that from 16 Nov: less."
    assert texts["Movement"] == (
        "12 weight shifts an hour in the week from 2 Nov, 18 weight shifts an hour in that from 16 Nov: more."
    )


def test_days_with_hardly_any_sitting_do_not_count():
    assert said([], measured(0, 1, 2, 14, 15, 16, sitting_h=0.4))["Sitting"].startswith("No day yet.")


@pytest.mark.parametrize(
    ("sorts", "expected"),
    [
        pytest.param([Kept.FREE], "No planned day is over yet.", id="none"),
        pytest.param([Kept.DONE, Kept.DONE], "Of 2 planned days you kept 2.", id="all"),
        pytest.param(
            [Kept.DONE, Kept.REST, Kept.NOT_DONE, Kept.EXTRA, Kept.FREE],
            "Of 3 planned days you kept 2, 1 day of prescribed rest among them. Rest that is prescribed is kept, too. "
            "What was not done is let go: the plan goes on from where you are. "
            "Besides, you did something on 1 day without a plan.",
            id="of every sort",
        ),
    ],
)
def test_what_was_kept_is_told_kindly(sorts, expected):
    assert kept_sentence([LivedDay(day(number), kept) for number, kept in enumerate(sorts)]) == expected
