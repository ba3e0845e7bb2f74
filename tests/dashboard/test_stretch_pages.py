"""The stretch pages."""

from __future__ import annotations

import html
import re

import pytest

from chairpi.programme.advice import load_advice
from chairpi.programme.routines import load_routines, routine_for


def words(page):
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", page)))


def test_the_list_links_every_routine(dashboard):
    page = dashboard.page("/stretch")

    for routine in load_routines():
        assert f'href="/stretch/{routine.id}"' in page
        assert routine.title in words(page)


@pytest.mark.parametrize("routine", load_routines(), ids=lambda routine: routine.id)
def test_a_routine_is_complete_without_javascript(dashboard, routine):
    text = words(dashboard.page(f"/stretch/{routine.id}"))

    for step in routine.steps:
        for line in (step.name, *step.instructions, step.feel, step.easier, *step.stop_if, *step.not_if):
            assert line in text
        for source in step.sources:
            assert source.title in text
            assert source.where in text


def test_the_timer_is_hidden_until_its_script_runs(dashboard):
    assert re.search(r"<section [^>]*data-player[^>]* hidden>", dashboard.page(f"/stretch/{routine_for('stand')}"))


def test_sources_are_told_and_not_linked(dashboard):
    for path in ("/stretch/desk-break", "/when-to-get-help"):
        assert not re.search(r'(href|src)="(https?:)?//', dashboard.page(path))


def test_signs_to_get_help_for_are_one_tap_away_on_every_page(dashboard):
    for path in ("/", "/today", "/stretch", "/stretch/desk-break", "/help", "/when-to-get-help"):
        assert 'href="/when-to-get-help"' in dashboard.page(path)

    text = words(dashboard.page("/when-to-get-help"))

    for sign in (*load_advice().now, *load_advice().same_day, *load_advice().soon):
        assert sign in text


def test_an_unknown_routine_is_not_found(dashboard):
    assert dashboard.client.get("/stretch/headstand").status_code == 404
