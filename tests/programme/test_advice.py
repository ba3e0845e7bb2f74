import pytest

from chairpi.programme.advice import load_advice, read_advice


def test_the_note_says_information_and_not_treatment():
    advice = load_advice()

    assert "general information, not treatment" in advice.note


@pytest.mark.parametrize("sign", ["both legs", "urine", "chest", "accident"])
def test_the_signs_for_an_emergency_service_are_all_named(sign: str):
    now = load_advice().now

    assert any(sign in line for line in now)


def test_a_swollen_calf_leads_to_advice_on_the_same_day():
    same_day = load_advice().same_day

    assert any("calf" in line for line in same_day)


def test_advice_without_its_note_is_refused_with_file_and_key():
    with pytest.raises(ValueError, match=r"^advice\.toml: note: is missing"):
        read_advice("advice.toml", 'general = ["Breathe."]')
