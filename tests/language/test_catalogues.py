"""The catalogues: every sentence is in them, every sentence of a complete language is translated, and all their files say the same."""

from __future__ import annotations

import re
from functools import cache

import pytest

from chairpi.catalogue import ROOT, files_of, gathered, read, up_to_date
from chairpi.language.words import (
    COMPLETE,
    LANGUAGES,
    SOURCE,
    _,
    capital,
    joined,
    long_date,
    ngettext,
    number_text,
    speaking,
)

TRANSLATED = [language for language in LANGUAGES if language != SOURCE]
AGAIN = "run: python -m chairpi.catalogue"
HOLES = re.compile(r"%\(\w+\)s|%%")
TAGS = re.compile(r"</?\w+|&\w+;")


@cache
def template():
    """Every sentence of the pages; gathered once for all tests here."""
    return gathered()


@cache
def sentences(language):
    """Each sentence of a language's file: its forms in English, and those of the language."""
    return [
        (
            message.id if isinstance(message.id, tuple | list) else (message.id,),
            message.string if isinstance(message.string, tuple | list) else (message.string,),
        )
        for message in read(language)
        if message.id
    ]


@pytest.mark.parametrize("language", TRANSLATED)
def test_the_files_of_a_language_are_those_that_its_sentences_make(language):
    for path, content in files_of(language, up_to_date(language, template())).items():
        assert path.read_bytes() == content, f"{path.relative_to(ROOT)} is not up to date; {AGAIN}"


@pytest.mark.parametrize("language", [language for language in COMPLETE if language != SOURCE])
def test_a_complete_language_has_every_sentence(language):
    missing = [english[0] for english, said in sentences(language) if not all(said)]

    assert missing == []


@pytest.mark.parametrize("language", TRANSLATED)
def test_a_language_that_is_begun_has_its_first_sentences(language):
    assert sum(all(said) for _english, said in sentences(language)) > 100


@pytest.mark.parametrize("language", TRANSLATED)
def test_a_translation_keeps_what_the_program_puts_in(language):
    for english, said in sentences(language):
        for form in filter(None, said):
            if len(english) == 1 and HOLES.search(english[0]):
                assert sorted(HOLES.findall(form)) == sorted(HOLES.findall(english[0])), english[0]
            known = {hole for one in english for hole in HOLES.findall(one)}
            assert set(HOLES.findall(form)) <= known | {"%(num)s"}, english[0]


@pytest.mark.parametrize("language", TRANSLATED)
def test_a_translation_keeps_links_and_marks(language):
    for english, said in sentences(language):
        if len(english) == 1 and said[0]:
            assert sorted(TAGS.findall(said[0])) == sorted(TAGS.findall(english[0])), english[0]


@pytest.mark.parametrize("language", TRANSLATED)
def test_a_translation_begins_and_ends_as_the_sentence_does(language):
    for english, said in sentences(language):
        if len(english) == 1 and said[0] and english[0].strip():
            assert said[0].startswith(" ") == english[0].startswith(" "), english[0]
            assert said[0].endswith(" ") == english[0].endswith(" "), english[0]
            assert (said[0][-1] == ":") == (english[0][-1] == ":"), english[0]


def test_german_speaks_numbers_dates_and_plurals_of_its_own():
    from datetime import date

    with speaking("de"):
        assert number_text(1234.5, 1) == "1.234,5"
        assert long_date(date(2026, 11, 26)) == "Donnerstag, 26. November"
        assert [ngettext("%(num)s day", "%(num)s days", n) for n in (1, 2)] == ["1 Tag", "2 Tage"]
        assert joined(["Hüfte", "Knie", "Wade"]) == "Hüfte, Knie und Wade"
        assert capital("übung") == "Übung"
        assert _("No sentence of ours") == "No sentence of ours"
    assert number_text(1234.5, 1) == "1,234.5"


def test_no_sentence_hides_within_another_text():
    """The extraction does not look into f-strings (Python 3.11 has them as one token)."""
    hidden = re.compile(r"""\bf(["']).*?\{[^}]*\b(?:_|n?gettext|pgettext|N_)\(""")

    found = [
        f"{path.relative_to(ROOT)}:{number}"
        for path in sorted((ROOT / "chairpi").rglob("*.py"))
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1)
        if hidden.search(line) and path.name != "catalogue.py"
    ]
    assert found == []
