"""The help pages."""

from __future__ import annotations

import re
import subprocess
import sys

import pytest

from chairpi.dashboard.languages import COOKIE


@pytest.fixture
def guide(dashboard):
    def write(name, text):
        path = dashboard.help_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")

    return write


@pytest.fixture
def german(dashboard):
    """The dashboard as somebody sees it who reads German."""
    dashboard.client.set_cookie(COOKIE, "de")
    return dashboard


def test_without_a_front_page_the_list_has_every_page_by_its_title(dashboard, guide):
    guide("wiring.md", "# Wiring the chair\n\nText.\n")
    guide("first-start.md", "Text without a heading.\n")

    page = dashboard.page("/help")

    assert '<a href="/help/wiring">Wiring the chair</a>' in page
    assert '<a href="/help/first-start">First start</a>' in page


def test_the_front_page_leads_to_the_others(dashboard, guide):
    guide("index.md", "# Guide\n\n- [Wiring](wiring.md)\n")
    guide("wiring.md", "# Wiring\n")

    assert '<a href="/help/wiring">Wiring</a>' in dashboard.page("/help")
    assert '<a href="/help">← Guide</a>' in dashboard.page("/help/wiring")


def test_markdown_becomes_a_page(dashboard, guide):
    guide("wiring.md", "# Wiring the `chair`\n\n| Cell | Pin |\n|---|---|\n| left | 5 |\n\n*Kind* words.\n")

    page = dashboard.page("/help/wiring")

    assert '<h1 id="wiring-the-chair">' in page
    assert "<td>5</td>" in page
    assert "<em>Kind</em> words." in page


def test_raw_html_is_shown_and_not_run(dashboard, guide):
    guide("wiring.md", "# Wiring\n\n<script>alert(1)</script>\n\nAn <b>inline</b> one.\n")

    page = dashboard.page("/help/wiring")

    assert "<script>" not in page
    assert "&lt;script&gt;" in page
    assert "&lt;b&gt;" in page


@pytest.mark.parametrize(
    ("markdown", "html"),
    [
        pytest.param("[next](calibrate.md)", '<a href="/help/calibrate">next</a>', id="another help page"),
        pytest.param("[part](calibrate.md#zero)", '<a href="/help/calibrate#zero">part</a>', id="a part of one"),
        pytest.param("[below](#zero)", '<a href="#zero">below</a>', id="this page"),
        pytest.param("[day](/today)", '<a href="/today">day</a>', id="the dashboard"),
        pytest.param(
            "[paper](https://a.example/x)", 'paper (<span class="address">https://a.example/x</span>)', id="elsewhere"
        ),
        pytest.param(
            "[x](//a.example/x)", 'x (<span class="address">//a.example/x</span>)', id="elsewhere without a scheme"
        ),
        pytest.param("[x](javascript:alert)", 'x (<span class="address">javascript:alert</span>)', id="a script"),
        pytest.param("![seat](/static/seat.svg)", '<img src="/static/seat.svg" alt="seat">', id="own drawing"),
        pytest.param("![seat](https://a.example/s.png)", "<p>seat</p>", id="foreign picture"),
    ],
)
def test_links_stay_in_the_house(dashboard, guide, markdown, html):
    guide("wiring.md", f"{markdown}\n")

    assert html in dashboard.page("/help/wiring")


@pytest.mark.parametrize("name", ["nothing", "..%2Fhistory", "..", "wiring.md"])
def test_a_page_that_is_not_there_is_not_found(dashboard, guide, name):
    guide("wiring.md", "# Wiring\n")

    assert dashboard.client.get(f"/help/{name}").status_code == 404


def test_a_page_is_shown_in_the_language_that_is_spoken(german, guide):
    guide("wiring.md", "# Wiring\n")
    guide("de/wiring.md", "# Verdrahtung\n")

    page = german.page("/help/wiring")

    assert '<article class="prose">\n<h1 id="verdrahtung">' in page
    assert "<title>Verdrahtung · ChairPi</title>" in page
    assert "Wiring" not in page


def test_a_page_that_is_there_in_english_alone_says_so(german, guide):
    guide("de/index.md", "# Hilfe\n")
    guide("wiring.md", "# Wiring\n")

    page = german.page("/help/wiring")

    assert '<p class="lead">' in page
    assert '<article class="prose" lang="en">\n<h1 id="wiring">' in page


def test_in_english_no_page_says_that_it_is_in_english(dashboard, guide):
    guide("wiring.md", "# Wiring\n")
    guide("de/wiring.md", "# Verdrahtung\n")

    page = dashboard.page("/help/wiring")

    assert '<article class="prose">\n<h1 id="wiring">' in page
    assert 'class="lead"' not in page


def test_the_front_page_is_in_the_language_that_is_spoken(german, guide):
    guide("index.md", "# Guide\n\n- [Wiring](wiring.md)\n")
    guide("de/index.md", "# Anleitung\n\n- [Verdrahtung](wiring.md)\n")
    guide("wiring.md", "# Wiring\n")

    assert '<a href="/help/wiring">Verdrahtung</a>' in german.page("/help")


def test_the_list_has_the_titles_of_the_language_that_is_spoken_and_their_order(german, guide):
    guide("calibrate.md", "# Calibrate\n")
    guide("de/calibrate.md", "# Kalibrieren\n")
    guide("events.md", "# Events\n")
    guide("build.md", "# Build\n")
    guide("de/build.md", "# Einen Stuhl bauen\n")

    page = german.page("/help")
    titles = re.findall(r'<a href="/help/[^>]*>[^<]*</a>', page)

    assert titles == [
        '<a href="/help/build">Einen Stuhl bauen</a>',
        '<a href="/help/events" lang="en" hreflang="en">Events</a>',
        '<a href="/help/calibrate">Kalibrieren</a>',
    ]


def test_a_heading_in_german_has_an_anchor_with_its_own_letters(german, guide):
    guide("wiring.md", "# Wiring\n")
    guide("de/wiring.md", "# Prüfung der Drähte\n")

    assert '<h1 id="prüfung-der-drähte">' in german.page("/help/wiring")


def test_the_dashboard_starts_without_the_markdown_renderer_and_without_numpy():
    script = "import sys, chairpi.dashboard.server; print(*sorted({'numpy', 'mistune', 'gpiozero'} & set(sys.modules)))"

    loaded = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True).stdout

    assert loaded.strip() == ""
