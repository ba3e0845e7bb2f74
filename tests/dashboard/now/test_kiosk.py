"""The page for a wall: complete without JavaScript, of nobody by name, and no way into the rest of the dashboard."""

from __future__ import annotations

import re

from entering import pair


def visible(page: str) -> str:
    """The page's words without markup and without what is hidden."""
    page = re.sub(r"<(\w+)[^>]* hidden>.*?</\1>", " ", page, flags=re.DOTALL)
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page))


def test_a_sitter_reads_the_clock_and_the_next_break(sensor, dashboard, fakes):
    dashboard.hear(sensor, fakes.SITTING)

    text = visible(dashboard.page("/kiosk"))

    assert "You are sitting." in text
    assert "23 min sitting without a break" in text
    assert "Next prompt to stand in 6 min." in text


def test_a_prompt_is_said_in_words_beside_its_colour(sensor, dashboard, fakes):
    dashboard.hear(sensor, fakes.PROMPTING)

    text = visible(dashboard.page("/kiosk"))

    assert "Time to stand up for a moment" in text
    assert "the light on the chair and this page ask" in text


def test_a_lost_cell_is_said(sensor, dashboard, fakes):
    dashboard.hear(sensor, fakes.LOST)

    assert "No reading from front right and rear left." in visible(dashboard.page("/kiosk"))


def test_a_chair_that_is_not_heard_is_said(dashboard):
    assert "The chair has not been heard yet." in visible(dashboard.page("/kiosk"))


def test_it_names_nobody_and_leads_only_to_the_now_page(sensor, dashboard, fakes):
    dashboard.hear(sensor, fakes.SUGGESTED)

    page = dashboard.page("/kiosk")

    assert "Anna" not in page
    assert re.findall(r'<a [^>]*href="([^"]+)"', page) == ["/"]
    assert "<form" not in page


def test_without_javascript_it_loads_itself_anew(dashboard):
    assert '<noscript><meta http-equiv="refresh" content="10"></noscript>' in dashboard.page("/kiosk")


def test_a_paired_kiosk_may_open_it_and_a_stranger_may_not(sensor, dashboard, fakes):
    dashboard.hear(sensor, fakes.SITTING)
    pair(dashboard)
    kiosk = pair(dashboard, "Wall", "kiosk")

    assert kiosk.get("/kiosk").status_code == 200
    assert dashboard.app.test_client().get("/kiosk").location.startswith("/pair")
