"""What is said of how a sitter has moved."""

from __future__ import annotations

import pytest

from chairpi.dashboard.feed.messages import NOTHING_KNOWN
from chairpi.dashboard.now.movement_words import NOT_YET, PLACES, balance_percent, movement_texts

MOVEMENT = {
    "n_micro": 4,
    "n_macro": 2,
    "shifts_per_hour": 15.2,
    "longest_still_s": 760.0,
    "balance": 0.5,
    "variety": 0.34,
    "n_lifts": 0,
    "n_off_loads": 0,
}


def sitting(**changes):
    return NOTHING_KNOWN | {"occupancy": "seated", "movement": MOVEMENT | changes}


def test_shifts_are_told_for_an_hour_and_counted():
    texts = movement_texts(sitting())

    assert texts["shifts"] == "15 an hour"
    assert texts["shifts_hint"] == "6 in this sitting, 2 of them large"
    assert texts["longest"] == "12 min"
    assert set(texts) == set(PLACES)


def test_what_is_not_known_yet_says_from_when_it_is():
    texts = movement_texts(sitting(shifts_per_hour=None, balance=None, variety=None))

    assert (texts["shifts"], texts["balance"], texts["variety"]) == ("after 10 min", NOT_YET, "after 5 min")


@pytest.mark.parametrize(
    ("balance", "words", "hint"),
    [
        (0.5, "even", "50 % left, 50 % right"),
        (0.52, "even", "48 % left, 52 % right"),
        (0.55, "a little more right", "45 % left, 55 % right"),
        (0.44, "a little more left", "56 % left, 44 % right"),
        (0.7, "more on the right", "30 % left, 70 % right"),
        (0.1, "more on the left", "90 % left, 10 % right"),
    ],
)
def test_the_balance_is_told_against_the_sitters_own_upright(balance, words, hint):
    texts = movement_texts(sitting(balance=balance))

    assert texts["balance"] == words
    assert texts["balance_hint"] == f"{hint}; half and half is your own upright"


@pytest.mark.parametrize(
    ("variety", "words"), [(0.0, "mostly in one place"), (0.3, "in a few places"), (1.0, "in many places")]
)
def test_variety_is_told_in_words_with_its_figure(variety, words):
    texts = movement_texts(sitting(variety=variety))

    assert texts["variety"] == words
    assert f"{100 * variety:.0f} %" in texts["variety_hint"]


@pytest.mark.parametrize(
    "now", [sitting() | {"occupancy": "vacant"}, sitting() | {"movement": None}], ids=["nobody sits", "unknown"]
)
def test_an_empty_chair_has_not_moved(now):
    assert movement_texts(now) == {}


def test_the_mark_of_the_balance_stands_where_the_load_is():
    assert balance_percent(sitting(balance=0.537)) == 53.7
    assert balance_percent(sitting(balance=None)) is None
    assert balance_percent(NOTHING_KNOWN) is None


def test_no_word_ranks_how_somebody_sits():
    for variety in (0.0, 0.3, 0.9):
        for balance in (0.1, 0.5, 0.9):
            for text in movement_texts(sitting(variety=variety, balance=balance)).values():
                assert not {"good", "bad", "better", "worse", "score", "points"} & set(text.lower().split())
