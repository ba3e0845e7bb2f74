"""The pages of a day, a week, a month and a year in a real browser, and the seat's picture that moves ten times a second."""

from __future__ import annotations

import csv
from datetime import timedelta
from pathlib import Path

import pytest
from looked_over import violations

from chairpi.core.events.presence import SatDown, StoodUp
from chairpi.core.events.prompting import Moment, Outcome, PromptCleared, PromptKind, PromptRaised
from chairpi.core.events.weighing import Minute
from chairpi.dashboard.services import EXTENSION
from chairpi.store.history import History

pytestmark = pytest.mark.browser

PATHS = ("/week", "/month", "/year", "/today")
SCREENS = {"phone": {"width": 390, "height": 844}, "desktop": {"width": 1280, "height": 900}}
SHIFTS = """
    window.shifted = 0;
    new PerformanceObserver((list) => { for (const entry of list.getEntries()) window.shifted += entry.value; })
      .observe({ type: "layout-shift", buffered: true });
"""


@pytest.fixture
def lived(house):
    """Ten days up to yesterday: an hour on each morning, the hips forward for a while, a prompt, and a day when the chair was off."""
    parts = house.app.extensions[EXTENSION]
    today = parts.days.date_of(parts.clock.utc_s())
    for ago in range(10, 0, -1):
        if ago == 3:
            continue
        begin_utc_s, _ = parts.days.bounds_utc_s(today - timedelta(days=ago))
        began, ended = begin_utc_s + 9 * 3600, begin_utc_s + 10 * 3600
        events = [
            SatDown(began, began, None, True),
            *(
                Minute(began + 60 * n + 60, began + 60 * n, 60.0, 60.0, 60.0, None, None, None, None, None)
                for n in range(20, 30)
            ),
            PromptRaised(began + 1800, PromptKind.STAND, ago, "A break is due.", Moment.SHIFT, 1800.0),
            PromptCleared(began + 1860, PromptKind.STAND, ago, Outcome.SNOOZED, after_s=60.0),
            StoodUp(ended, began, ended, 3600.0, True),
        ]
        with History.open(parts.history_path, f"boot{ago}", began - 600, began - 600) as history:
            history.record(sorted(events, key=lambda event: event.t_s), 0.0)
    return house


def yesterday(house):
    parts = house.app.extensions[EXTENSION]
    return str(parts.days.date_of(parts.clock.utc_s()) - timedelta(days=1))


def with_days(house, path):
    """On a Monday the week that runs has none yet, and on the first of a month or year neither have these."""
    return path if path == "/today" else f"{path}?day={yesterday(house)}"


def drawn(page):
    """How many charts there are, and how many of them have something on their canvas."""
    page.wait_for_load_state("networkidle")
    return page.evaluate(
        """() => [...document.querySelectorAll(".plot")].map((plot) => {
          const canvas = plot.querySelector("canvas");
          if (!canvas?.width) return false;
          return canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height).data.some((value) => value > 0);
        })"""
    )


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("screen", SCREENS)
@pytest.mark.parametrize("path", PATHS)
def test_a_page_is_drawn_and_read_by_everybody(lived, path, screen, scheme):
    page = lived.open(with_days(lived, path), viewport=SCREENS[screen], color_scheme=scheme)
    charts = drawn(page)
    page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })")
    found = violations(page, scheme)

    assert charts == ([] if path == "/today" else [True] * len(charts))
    assert path == "/today" or len(charts) >= 5
    assert found == []
    assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") == 0
    assert (lived.complaints, lived.foreign) == ([], set())


@pytest.mark.parametrize("path", PATHS)
def test_an_empty_page_is_readable_too(house, path):
    page = house.open(path, viewport={"width": 320, "height": 640})

    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    assert (house.complaints, house.foreign) == ([], set())


@pytest.mark.parametrize("screen", SCREENS)
@pytest.mark.parametrize("path", ["/week", "/month", "/year"])
def test_nothing_moves_while_a_page_loads(lived, path, screen):
    page = lived.open("/help", viewport=SCREENS[screen])
    page.add_init_script(SHIFTS)
    page.goto(lived.address + with_days(lived, path))
    charts = drawn(page)
    assert charts
    assert all(charts)
    page.wait_for_timeout(300)

    assert page.evaluate("window.shifted") < 0.01


def test_a_chart_says_what_is_under_the_pointer_and_what_nobody_watched(lived):
    page = lived.open("/month", viewport=SCREENS["desktop"])
    drawn(page)
    figure = page.locator("figure", has=page.locator("[data-chart=sitting]"))
    gist = figure.locator(".readout").inner_text()
    figure.scroll_into_view_if_needed()
    box = figure.locator(".u-over").bounding_box()
    read = set()
    for part in range(1, 60):
        page.mouse.move(box["x"] + box["width"] * part / 60, box["y"] + 40)
        page.evaluate("() => new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)))")
        read.add(figure.locator(".readout").inner_text())
    page.mouse.move(0, 0)

    assert gist.startswith("From 1 h 00 min")
    assert any(text.endswith("· 1.0 h") for text in read), read
    assert any(text.endswith(": nobody watched") for text in read)


def test_charts_follow_the_width_of_the_screen(lived):
    page = lived.open(with_days(lived, "/week"), viewport=SCREENS["desktop"])
    charts = drawn(page)
    assert charts
    assert all(charts)
    page.set_viewport_size({"width": 320, "height": 700})
    page.wait_for_function(
        "() => [...document.querySelectorAll('.plot canvas')].every((one) => one.clientWidth <= 320)"
    )

    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    assert lived.complaints == []


def test_without_a_script_the_tables_and_files_say_it_all(lived):
    page = lived.open("/week?day=" + yesterday(lived), java_script_enabled=False)
    with page.expect_download() as download:
        page.get_by_role("link", name="All numbers as a file (CSV)").click()
    lines = list(csv.DictReader(Path(download.value.path()).read_text(encoding="utf-8").splitlines()))

    assert page.locator(".drawn").is_hidden()
    assert page.get_by_role("table").first.is_visible()
    assert download.value.suggested_filename.startswith("chairpi-days-")
    assert "3600" in {line["sitting_s"] for line in lines}


def test_where_the_numbers_do_not_come_the_page_says_so(lived):
    page = lived.browser.new_context().new_page()
    page.route("**/api/v1/history/**", lambda route: route.abort())
    page.goto(lived.address + "/week?day=" + yesterday(lived))

    page.get_by_text("The table below says the same.").wait_for()


PLACE = "(dot) => getComputedStyle(dot).transform"
HEARD = """() => new Promise((done) => {
  const source = new EventSource("/api/v1/live"), heard = { loads: 0, now: 0, longest: 0 };
  for (const name of ["loads", "now"]) source.addEventListener(name, (message) => {
    heard[name] += 1;
    if (name === "loads") heard.longest = Math.max(heard.longest, message.data.length);
  });
  setTimeout(() => { source.close(); done(heard); }, 5000);
})"""


def test_where_the_weight_lies_comes_ten_times_a_second_and_sentences_once(house):
    heard = house.open("/help").evaluate(HEARD)

    assert 35 <= heard["loads"] <= 55
    assert heard["now"] <= 8
    assert heard["longest"] < 200


def test_the_picture_follows_until_motion_is_stopped(house, fakes):
    page = house.open()
    dot = page.locator("[data-cop]")
    first = dot.evaluate(PLACE)
    house.sensor.state = fakes.SITTING | {"cop_ap_mm": 60.0}
    page.wait_for_function(
        "(first) => getComputedStyle(document.querySelector('[data-cop]')).transform !== first", arg=first
    )
    page.get_by_role("button", name="Stop motion").click()
    still = dot.evaluate(PLACE)
    house.sensor.state = fakes.SITTING | {"cop_ap_mm": -60.0}
    page.wait_for_timeout(1500)

    assert dot.evaluate(PLACE) == still
    page.get_by_role("button", name="Start motion").click()
    page.wait_for_function(
        "(still) => getComputedStyle(document.querySelector('[data-cop]')).transform !== still", arg=still
    )
    assert house.complaints == []


def test_who_asks_for_less_motion_gets_a_picture_now_and_then(house, fakes):
    page = house.open(reduced_motion="reduce")
    page.get_by_text("The picture changes every ten seconds.").wait_for()
    page.wait_for_timeout(1500)  # the first state has been drawn
    before = page.locator("[data-cop]").evaluate(PLACE)
    house.sensor.state = fakes.SITTING | {"cop_ap_mm": 60.0}
    page.wait_for_timeout(1500)

    assert page.locator("[data-cop]").evaluate(PLACE) == before
    page.wait_for_function(
        "(before) => getComputedStyle(document.querySelector('[data-cop]')).transform !== before",
        arg=before,
        timeout=15_000,
    )
