"""The help pages."""

from __future__ import annotations

import subprocess
import sys

import pytest


@pytest.fixture
def guide(dashboard):
    def write(name, text):
        (dashboard.help_path / name).write_text(text, encoding="utf-8")

    return write


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


def test_the_dashboard_starts_without_the_markdown_renderer_and_without_numpy():
    script = "import sys, chairpi.dashboard.server; print(*sorted({'numpy', 'mistune', 'gpiozero'} & set(sys.modules)))"

    loaded = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True).stdout

    assert loaded.strip() == ""
