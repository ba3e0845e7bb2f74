import re
from typing import Any

import pytest
from kind_words import unkind

from chairpi.programme.causes import CauseText, read_causes
from chairpi.programme.content import Table
from chairpi.programme.exercises import Cause
from chairpi.programme.library import load_library

CAUSES = load_library().causes


def words_of(text: CauseText) -> list[str]:
    return [
        text.name,
        text.about,
        text.sitting,
        text.helps,
        text.test.needs,
        text.test.question,
        *text.test.instructions,
    ]


def test_all_five_causes_are_told_of():
    assert set(CAUSES) == set(Cause)


@pytest.mark.parametrize("cause", Cause)
def test_a_cause_is_told_of_without_alarm_and_never_as_a_diagnosis(cause: Cause):
    assert unkind(words_of(CAUSES[cause])) == []


@pytest.mark.parametrize("cause", Cause)
def test_a_home_test_can_be_done_and_answered_with_yes_or_no(cause: Cause):
    test = CAUSES[cause].test

    assert len(test.instructions) >= 2
    assert re.match(r"(Do|Does|Is|Are)\b.*\?$", test.question)
    assert any("not sure" in line for line in test.stop_if)


@pytest.mark.parametrize("cause", Cause)
def test_a_home_test_says_that_it_is_a_simplification_of_ours(cause: Cause):
    titles = " ".join(source.title for source in CAUSES[cause].test.sources)

    assert re.search(r"\bours?\b", titles)


def test_the_sides_of_the_body_are_both_tested():
    both = {Cause.TIGHT_HAMSTRINGS, Cause.TIGHT_HIPS, Cause.STIFF_ANKLES, Cause.WEAK_GLUTES}

    assert {cause for cause in Cause if "one leg or both" in said(cause) or "one side or both" in said(cause)} == both


def said(cause: Cause) -> str:
    return CAUSES[cause].test.question


def record(cause: str) -> dict[str, Any]:
    source = [{"title": "A leaflet", "where": "example.org"}]
    test = {"needs": "A wall.", "instructions": ["Stand."], "question": "Well?", "stop_if": ["Pain."], "source": source}
    return {"id": cause, "name": "x", "about": "x", "sitting": "x", "helps": "x", "test": test, "source": source}


def records() -> list[dict[str, Any]]:
    return [record(cause.value) for cause in Cause]


def test_a_cause_that_nothing_is_said_about_is_refused():
    with pytest.raises(ValueError, match=r"^causes\.toml: cause: nothing is said about rounded_shoulders"):
        read_causes(Table("causes.toml", {"cause": records()[:-1]}))


def test_a_cause_that_is_there_twice_is_refused():
    with pytest.raises(ValueError, match=r"^causes\.toml: cause\[2\]\.id: 'tight_hips' is another"):
        read_causes(Table("causes.toml", {"cause": [record("tight_hips"), record("tight_hips")]}))


def test_a_slip_in_a_home_test_is_refused_with_its_place():
    texts = records()
    texts[1]["test"]["need"] = "x"

    with pytest.raises(ValueError, match=r"^causes\.toml: cause\[2\]\.test\.need: is not a key here"):
        read_causes(Table("causes.toml", {"cause": texts}))
