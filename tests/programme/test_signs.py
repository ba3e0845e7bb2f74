import tomllib
from importlib import resources
from typing import Any

import pytest

from chairpi.programme.content import Table
from chairpi.programme.diary import Occasion
from chairpi.programme.signs import ANYWHERE_IN_EUROPE, Signs, Urgency, load_signs, read_signs

SIGNS = load_signs()

NAMED = {
    Urgency.NOW: [
        "in both legs",
        "genitals",
        "inner thighs",
        "wiping",
        "starting, stopping or feeling urine",
        "bowels",
        "erection",
        "quickly grow weak",
        "hard to steer",
        "chest",
        "accident",
    ],
    Urgency.SAME_DAY: [
        "fever",
        "weight loss",
        "lump",
        "shape",
        "ease with rest",
        "night",
        "sneeze, cough or are on the toilet",
        "between the shoulder blades",
        "swollen, warm and painful",
    ],
    Urgency.SOON: ["few weeks", "very strong", "grows", "keeps you from your day"],
    Urgency.BEFORE_START: [
        "cancer",
        "osteoporosis",
        "steroids",
        "immune",
        "infection",
        "inject drugs",
        "even a small one",
        "first back pain",
        "operation",
    ],
}


def test_the_note_says_information_and_not_treatment():
    assert "general information, not treatment" in SIGNS.note


@pytest.mark.parametrize(
    ("urgency", "words"), [(urgency, words) for urgency, signs in NAMED.items() for words in signs]
)
def test_a_known_sign_is_in_the_list_of_its_urgency(urgency: Urgency, words: str):
    assert any(words in sign.text.lower() for sign in SIGNS.of(urgency))


def test_every_sign_has_a_source_and_is_told_once():
    assert all(sign.sources for sign in SIGNS.signs)
    assert len({sign.text for sign in SIGNS.signs}) == len(SIGNS.signs) == len(SIGNS.by_id)


def test_the_most_urgent_signs_come_first():
    urgencies = [sign.urgency for sign in SIGNS.signs]

    assert urgencies == sorted(urgencies, key=list(Urgency).index)


@pytest.mark.parametrize("occasion", Occasion)
def test_every_occasion_says_why_the_signs_are_asked(occasion: Occasion):
    assert SIGNS.why(occasion).endswith(".")


@pytest.mark.parametrize(
    ("code", "emergency", "advice"),
    [
        ("CH", "144", None),
        ("DE", "112", "116117"),
        ("AT", "144", "1450"),
        ("GB", "999", "111"),
        ("IE", "112", None),
        ("FR", "15", None),
        ("IT", "112", None),
        ("US", "911", None),
        ("CA", "911", "811"),
        ("AU", "000", "1800 022 222"),
        ("NZ", "111", "0800 611 116"),
        (ANYWHERE_IN_EUROPE, "112", None),
    ],
)
def test_the_numbers_follow_the_country(code: str, emergency: str, advice: str | None):
    country = SIGNS.countries[code]

    assert emergency in country.emergency.split()
    assert country.advice_line == advice


def test_every_source_is_told_once():
    assert len(set(SIGNS.sources)) == len(SIGNS.sources)
    assert {source for sign in SIGNS.signs for source in sign.sources} == set(SIGNS.sources)


def read_with(**changes: Any) -> Signs:
    values = tomllib.loads((resources.files("chairpi.programme") / "signs.toml").read_text(encoding="utf-8"))
    for key, change in changes.items():
        values[key] = change(values[key])
    return read_signs(Table("signs.toml", values))


@pytest.mark.parametrize(
    ("changes", "names"),
    [
        pytest.param({"note": lambda _: ""}, "note: found ''", id="no note"),
        pytest.param(
            {"sign": lambda signs: [*signs, signs[0]]},
            r"sign\[\d+\]\.id: 'both-legs' is another sign's",
            id="an id twice",
        ),
        pytest.param(
            {"sign": lambda signs: [signs[0] | {"urgency": "later"}]},
            r"sign\[1\]\.urgency: found 'later'",
            id="urgency",
        ),
        pytest.param({"sign": lambda signs: [signs[0] | {"source": []}]}, r"sign\[1\]\.source: found", id="no source"),
        pytest.param({"occasion": lambda some: some[1:]}, "occasion: nothing is said about start", id="no occasion"),
        pytest.param({"country": lambda some: some[:1]}, "country: 'EU' is missing", id="no number for Europe"),
        pytest.param(
            {"country": lambda some: [some[0] | {"emergency": 144}]}, r"country\[1\]\.emergency: found 144", id="number"
        ),
    ],
)
def test_bad_content_is_refused_with_file_and_key(changes: dict[str, Any], names: str):
    with pytest.raises(ValueError, match=rf"^signs\.toml: {names}"):
        read_with(**changes)
