from typing import get_args

import pytest

from chairpi.core.chair.requests import TAKEN
from chairpi.core.prompting.answers import ANSWERS
from chairpi.core.requests import REQUEST_TYPES, PressButton, PromptRequest, Request


def test_every_request_is_taken():
    assert set(TAKEN) == set(get_args(Request))


def test_every_request_to_the_prompts_has_its_answer():
    assert {*ANSWERS, PressButton} == set(get_args(PromptRequest))


@pytest.mark.parametrize("name", REQUEST_TYPES)
def test_what_a_person_may_ask_is_taken(name):
    assert REQUEST_TYPES[name] in TAKEN
