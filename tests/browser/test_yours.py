"""Your data and the report in a real browser: on a telephone and a desk, in the light and the dark, and on paper."""

import dataclasses
import re
from pathlib import Path

import pytest
from diaries import kept
from looked_over import violations

from chairpi.dashboard.services import EXTENSION
from chairpi.store.history import History

PHONE = {"viewport": {"width": 390, "height": 844}}
PAGES = (
    "/settings/data",
    "/settings/data/erase",
    "/settings/data/erase/last",
    "/report",
    "/report?chosen=yes&with=plan&with=chair&with=pictures&weeks=12",
)
N_DAYS = 56
CUT = "[...document.querySelectorAll('.scroll')].filter((one) => one.scrollWidth > one.clientWidth).map((one) => one.ariaLabel)"
"""The tables of which one has to be pushed aside to see all."""


@pytest.fixture
def home(house):
    """The house with somebody in it who kept to the plan for eight weeks, up to today."""
    parts = house.app.extensions[EXTENSION]
    with History.open(parts.history_path, "boot", 0.0, parts.clock.utc_s()):
        pass
    house.sensor.say(house.sensor.state | {"sitter_id": 1})
    entries = kept(N_DAYS)
    shift = parts.days.date_of(parts.clock.utc_s()) - max(entry.day for entry in entries)
    for entry in entries:
        parts.book.add(1, dataclasses.replace(entry, day=entry.day + shift), parts.clock.utc_s())
    return house


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_checker_finds_nothing_and_no_page_is_wider_than_a_telephone(home, scheme: str) -> None:
    page = home.open("/", **PHONE, color_scheme=scheme)
    found = {}
    for path in PAGES:
        page.goto(home.address + path)
        found[path] = violations(page, scheme)
        assert page.evaluate("document.documentElement.scrollWidth") <= 390, path
        if path.startswith("/report"):
            assert page.evaluate(CUT) == [], path

    assert {path: wrong for path, wrong in found.items() if wrong} == {}


@pytest.mark.parametrize("paper", ["A4", "Letter"])
def test_the_report_of_eight_weeks_is_one_sheet_of_either_paper(home, tmp_path: Path, paper: str) -> None:
    page = home.open("/report")
    page.pdf(path=tmp_path / "it.pdf", format=paper)

    assert re.findall(rb"/Count (\d+)\n", (tmp_path / "it.pdf").read_bytes()) == [b"1"]


def test_on_paper_there_is_the_sheet_and_nothing_else(home) -> None:
    page = home.open("/report")
    page.emulate_media(media="print")

    assert page.locator("article.sheet").is_visible()
    assert not page.locator("header.top").is_visible()
    assert not page.locator("form.choices").is_visible()


def test_everything_is_saved_with_a_click_and_erasing_asks_for_word_and_tick(home, tmp_path: Path) -> None:
    page = home.open("/settings/data")
    with page.expect_download() as download:
        page.click("text=Save everything as a file")
    download.value.save_as(tmp_path / "all.zip")
    page.click("text=Erase everything …")
    page.check("input[name=keep_calibration][value=no]")
    page.click("button:has-text('Go on')")
    page.click("button:has-text('Erase everything now')")  # the browser asks for the tick first

    assert (tmp_path / "all.zip").read_bytes()[:2] == b"PK"
    assert "The calibration goes, too." in page.inner_text("main")
    assert page.url.endswith("/settings/data/erase/last?keep_calibration=no&forget_devices=no")
    assert home.complaints == []
