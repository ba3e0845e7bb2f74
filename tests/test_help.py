import dataclasses
import json
import re
from enum import StrEnum
from pathlib import Path
from types import UnionType
from typing import Any, get_args, get_origin, get_type_hints

import click
import pytest

from chairpi.cli import main
from chairpi.config.tables import Config
from chairpi.config.text import as_toml
from chairpi.core.events.event import EVENT_NAMES, Event
from chairpi.core.requests import REQUEST_TYPES
from chairpi.language.words import LANGUAGES, SOURCE
from chairpi.readers.verdict import Verdict
from chairpi.recordings.header import CALIBRATION_KEYS, NUMBER_EXTRAS, REQUIRED_KEYS

HELP = Path(__file__).parents[1] / "web" / "help"
PAGES = sorted(HELP.glob("*.md"))
TRANSLATIONS = sorted(HELP.glob("*/*.md"))
FOR_DEVELOPERS = {"commands.md", "events.md", "recording.md", "evaluate.md", "api.md"}
"""Pages that are in English alone."""
LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")
UNKIND = re.compile(
    r"\b(bad posture|correct posture|danger|dangerous|fault|guilty|lazy|slouch|slouching|slouched)\b", re.IGNORECASE
)


def text_of(name: str) -> str:
    return (HELP / name).read_text(encoding="utf-8")


def without_code(text: str) -> str:
    return re.sub(r"```.*?```|`[^`\n]*`", "", text, flags=re.DOTALL)


def section_of(event_name: str) -> str:
    """What events.md says under one event's heading."""
    found = re.search(rf"^### {event_name}$(.*?)(?=^##|\Z)", text_of("events.md"), re.MULTILINE | re.DOTALL)
    return found[1] if found else ""


def test_the_guide_has_its_pages():
    names = {page.name for page in PAGES}

    assert names == {
        "index.md", "api.md", "start.md", "first-run.md", "how-it-knows.md", "events.md", "recording.md", "build.md",
        "troubleshooting.md", "privacy.md", "commands.md", "health.md", "calibrate.md", "evaluate.md", "signals.md",
        "prompts.md", "programme.md", "your-data.md", "settings.md", "https.md", "pairing.md", "history.md", "backup.md",
        "install.md",
    }  # fmt: skip


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_a_page_begins_with_its_only_title(page: Path):
    lines = without_code(page.read_text(encoding="utf-8")).splitlines()

    assert lines[0].startswith("# ")
    assert [line for line in lines if line.startswith("# ")] == lines[:1]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_a_page_leads_only_to_pages_that_are_there(page: Path):
    targets = LINK.findall(without_code(page.read_text(encoding="utf-8")))
    elsewhere = [target for target in targets if not re.fullmatch(r"[\w-]+\.md(#[\w-]+)?", target)]
    missing = [target for target in targets if not (HELP / target.partition("#")[0]).is_file()]

    assert elsewhere == []
    assert missing == []


@pytest.mark.parametrize("page", [page for page in PAGES if page.name != "index.md"], ids=lambda page: page.stem)
def test_the_contents_lead_to_every_page(page: Path):
    assert f"]({page.name})" in text_of("index.md")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_a_page_shows_no_picture_and_no_html(page: Path):
    text = without_code(page.read_text(encoding="utf-8"))

    assert "![" not in text
    assert not re.search(r"<[a-zA-Z/]", text)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_a_page_never_scolds(page: Path):
    assert UNKIND.findall(page.read_text(encoding="utf-8")) == []


def test_german_has_every_page_but_those_for_developers():
    assert {page.name for page in TRANSLATIONS if page.parent.name == "de"} == {
        page.name for page in PAGES
    } - FOR_DEVELOPERS


def test_a_translation_is_in_a_language_that_is_spoken():
    assert {page.parent.name for page in TRANSLATIONS} <= set(LANGUAGES) - {SOURCE}


def shape_of(text: str) -> dict[str, list[object]]:
    """What a page and its translation have in common: everything but the words."""
    prose = without_code(text)
    return {
        "levels of headings": [len(marks) for marks in re.findall(r"^(#+) ", prose, re.MULTILINE)],
        "code": re.findall(r"```.*?```", text, re.DOTALL),
        "words of code": sorted(re.findall(r"`[^`\n]+`", re.sub(r"```.*?```", "", text, flags=re.DOTALL))),
        "links": sorted(LINK.findall(prose)),
        "rows of tables": [rows.count("\n") for rows in re.findall(r"(?:^\|.*\n?)+", text, re.MULTILINE)],
        "columns of tables": [row.count("|") for row in re.findall(r"^\|.*", text, re.MULTILINE)],
        "items of lists": re.findall(r"^ *(-|\d+\.) ", prose, re.MULTILINE),
    }


@pytest.mark.parametrize("page", TRANSLATIONS, ids=lambda page: f"{page.parent.name}-{page.stem}")
def test_a_translation_has_the_shape_of_its_english_page(page: Path):
    assert shape_of(page.read_text(encoding="utf-8")) == shape_of(text_of(page.name))


@pytest.mark.parametrize("page", TRANSLATIONS, ids=lambda page: f"{page.parent.name}-{page.stem}")
def test_a_translation_shows_no_html_and_has_quotation_marks_of_its_own(page: Path):
    prose = without_code(page.read_text(encoding="utf-8"))

    assert not re.search(r"<[a-zA-Z/]", prose)
    assert '"' not in prose
    assert prose.count("„") == prose.count("“")


@pytest.mark.parametrize("kind", EVENT_NAMES, ids=EVENT_NAMES.values())
def test_every_event_is_explained_with_all_its_fields(kind: type[Event]):
    section = section_of(EVENT_NAMES[kind])
    fields = {field.name for field in dataclasses.fields(kind)} - {"t_s"}
    explained = set(re.findall(r"`(\w+)`", "".join(re.findall(r"^\| (.*?) \|", section, re.MULTILINE))))

    assert section
    assert explained == fields


@pytest.mark.parametrize("kind", EVENT_NAMES, ids=EVENT_NAMES.values())
def test_every_event_has_an_example_with_its_fields_in_order(kind: type[Event]):
    (example,) = re.findall(r"```json\n(.*?)\n```", section_of(EVENT_NAMES[kind]))
    record = json.loads(example)

    assert list(record) == ["event", *(field.name for field in dataclasses.fields(kind))]
    assert record["event"] == EVENT_NAMES[kind]


@pytest.mark.parametrize("kind", EVENT_NAMES, ids=EVENT_NAMES.values())
def test_an_example_holds_values_that_its_event_can_have(kind: type[Event]):
    (example,) = re.findall(r"```json\n(.*?)\n```", section_of(EVENT_NAMES[kind]))
    record = json.loads(example)

    for name, hint in get_type_hints(kind).items():
        assert can_hold(hint, record[name]), name


def can_hold(hint: Any, value: object) -> bool:
    """Whether a field of this type can be this JSON; a list in an example is not empty."""
    origin, parts = get_origin(hint), get_args(hint)
    if origin is UnionType:
        return any(can_hold(part, value) for part in parts)
    if origin is tuple:
        return isinstance(value, list) and bool(value) and all(can_hold(parts[0], item) for item in value)
    if origin is dict:
        return isinstance(value, dict)
    if issubclass(hint, StrEnum):
        return value in list(hint)
    return isinstance(value, hint)


def test_every_word_that_an_event_can_hold_is_named():
    words = {
        word.value
        for kind in EVENT_NAMES
        for hint in get_type_hints(kind).values()
        if isinstance(hint, type) and issubclass(hint, StrEnum)
        for word in hint
    }
    missing = [word for word in sorted(words | set(REQUEST_TYPES)) if f"`{word}`" not in text_of("events.md")]

    assert missing == []


def test_nothing_is_explained_that_does_not_exist():
    headings = re.findall(r"^### (\w+)$", text_of("events.md"), re.MULTILINE)

    assert sorted(headings) == sorted(EVENT_NAMES.values())


@pytest.mark.parametrize("key", [*REQUIRED_KEYS, *CALIBRATION_KEYS, *NUMBER_EXTRAS, "upright_s", "started_utc"])
def test_every_header_key_of_a_recording_is_explained(key: str):
    assert f"`{key}`" in text_of("recording.md")


@pytest.mark.parametrize("verdict", Verdict)
def test_every_verdict_is_explained(verdict: Verdict):
    assert f"`{verdict}`" in text_of("health.md")


@pytest.mark.parametrize(
    "name",
    [
        "demo",
        "sensor",
        "web",
        "doctor",
        "certificates",
        "calibrate",
        "simulate",
        "record",
        "replay",
        "evaluate",
        "config",
        "programme",
        "export",
        "install",
        "update",
        "uninstall",
        "health",
    ],
)
def test_every_command_is_explained_with_exactly_its_options(name: str):
    section = re.search(rf"^## chairpi {name}$(.*?)(?=^## |\Z)", text_of("commands.md"), re.MULTILINE | re.DOTALL)
    options = {
        option
        for parameter in main.commands[name].params
        if isinstance(parameter, click.Option) and not parameter.hidden
        for option in (*parameter.opts, *parameter.secondary_opts)
    }
    explained = set(re.findall(r"`(--?[a-z-]+)", "".join(re.findall(r"^\| (.*?) \|", section[1], re.MULTILINE))))

    assert explained == options


def test_no_command_is_left_out():
    explained = re.findall(r"^## chairpi ([\w-]+)$", text_of("commands.md"), re.MULTILINE)

    assert sorted(explained) == sorted(main.commands)


def test_every_configuration_key_that_the_guide_names_exists():
    keys = set(re.findall(r"^(?:\[\[?)?(\w+)", as_toml(Config()), re.MULTILINE))
    named = re.findall(r"`(\w+)` under `\[(\w+)\]`", "".join(page.read_text(encoding="utf-8") for page in PAGES))

    assert named
    assert {word for pair in named for word in pair} <= keys
