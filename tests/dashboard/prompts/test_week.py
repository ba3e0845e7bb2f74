"""Seven days of prompts summed up."""

from __future__ import annotations

from datetime import date

import pytest

from chairpi.core.events.prompting import PromptKind
from chairpi.dashboard.prompts.week import ANSWERS, GROUPS, group_of, week_of
from chairpi.days import HOUR_S, LocalDays
from chairpi.store.prompt_view import Answer, Answered

DAYS = LocalDays("Europe/Zurich")
MIDNIGHT_UTC_S, _ = DAYS.bounds_utc_s(date(2026, 11, 26))


def came(hour, answer, kind=PromptKind.STAND):
    return Answered(MIDNIGHT_UTC_S + hour * HOUR_S, kind, Answer(answer), False)


def week(*prompts):
    return week_of(prompts, DAYS.hour_of)


def test_a_week_without_a_prompt_says_so():
    empty = week()

    assert empty.sentence == "No prompt came in these seven days."
    assert empty.hours == empty.rows == ()


def test_what_followed_is_counted_by_kind():
    both = week(came(9, "taken_soon"), came(10, "moved", PromptKind.SLIDE), came(11, "put_off"), came(12, "put_off"))

    assert both.kinds == ("Stand", "Sit back")
    assert both.rows == (
        ("break within 3 min", (1, 0), 1),
        ("sat back or shifted", (0, 1), 1),
        ("put off", (2, 0), 2),
    )


def test_the_bars_run_from_the_first_hour_to_the_last_without_a_gap():
    hours = week(came(9.5, "taken_soon"), came(9.9, "put_off"), came(12.0, "ignored")).hours

    assert [(hour.label, hour.n) for hour in hours] == [("09–10", 2), ("10–11", 0), ("11–12", 0), ("12–13", 1)]
    assert [(piece.group, piece.x_percent, piece.width_percent) for piece in hours[0].pieces] == [
        ("taken", 0.0, 50.0),
        ("put-off", 50.0, 50.0),
    ]


def test_what_went_by_has_a_part_of_its_own():
    (hour,) = week(came(9.1, "ignored"), came(9.2, "dismissed"), came(9.3, "ignored"), came(9.4, "unseen")).hours

    assert [(piece.group, piece.n) for piece in hour.pieces] == [("put-off", 1), ("went-by", 2), ("other", 1)]


def test_hours_are_local_ones_on_both_sides_of_a_change_of_the_clock():
    summer_utc_s, _ = DAYS.bounds_utc_s(date(2026, 10, 24))
    winter_utc_s, _ = DAYS.bounds_utc_s(date(2026, 10, 26))
    prompts = [
        Answered(start_utc_s + 9.5 * HOUR_S, PromptKind.STAND, Answer.TAKEN_SOON, False)
        for start_utc_s in (summer_utc_s, winter_utc_s)
    ]

    assert [(hour.label, hour.n) for hour in week_of(prompts, DAYS.hour_of).hours] == [("09–10", 2)]


@pytest.mark.parametrize(
    ("prompts", "sentence"),
    [
        ([came(9, "taken_soon")], "One prompt came; 1 break followed."),
        (
            [
                came(9, "taken_soon"),
                came(10, "taken_later"),
                came(11, "moved", PromptKind.STILL),
                came(12, "dismissed"),
            ],
            "4 prompts came; 2 breaks and 1 smaller move followed. 1 was put off or closed, as suited you.",
        ),
        (
            [came(9, "ignored"), came(10, "ignored")],
            "2 prompts came. 2 went by, which is fine.",
        ),
        (
            [came(10.1, "taken_soon"), came(10.2, "taken_soon"), came(10.3, "moved"), came(15, "quieted")],
            "4 prompts came; 2 breaks and 1 smaller move followed. They suited best between 10 and 11 o'clock.",
        ),
    ],
)
def test_the_week_is_told_in_a_kind_sentence(prompts, sentence):
    assert week(*prompts).sentence == sentence


@pytest.mark.parametrize("answer", Answer)
def test_every_answer_has_its_words_and_its_part_of_a_bar(answer):
    assert ANSWERS[answer]
    assert group_of(answer) in GROUPS


def test_each_prompt_is_in_exactly_one_part_of_one_bar():
    prompts = [came(i % 24, answer) for i, answer in enumerate([*Answer] * 5)]

    hours = week(*prompts).hours

    assert sum(hour.n for hour in hours) == sum(piece.n for hour in hours for piece in hour.pieces) == len(prompts)
