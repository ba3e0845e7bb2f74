"""Every page of the dashboard in a real browser, in an empty house, in one that is lived in, and in one with faults.

Whatever page is added is looked at here too: the addresses are the application's own.
"""

from __future__ import annotations

import difflib
import re

import pytest
from calibrating import SEAT, TRUTH
from every_page import pages
from health_replies import health, lost_cell
from lived_in import live_in
from looked_over import violations

from chairpi.calibration.session import CalibrationSession
from chairpi.dashboard.services import EXTENSION

pytestmark = pytest.mark.browser

NARROW = {"width": 320, "height": 640}
"""What a window of 1280 px becomes when it is magnified four times: text is then to flow anew (WCAG 2.2, 1.4.10)."""
DESKTOP = {"width": 1280, "height": 900}

SHIFT_MOST = 0.02
"""Of what is seen, moved by itself while the page opened; 0.1 counts as good (Web Vitals, cumulative layout shift). Our choice."""

WATCH_SHIFTS = """
    window.shifted = 0;
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) if (!entry.hadRecentInput) window.shifted += entry.value;
    }).observe({ type: "layout-shift", buffered: true });
"""
TOO_WIDE = """() => {
    const width = document.documentElement.clientWidth;
    if (document.documentElement.scrollWidth <= width) return [];
    const out = [...document.querySelectorAll("body *")].filter((one) => one.getBoundingClientRect().right > width + 0.5);
    return out.slice(0, 3).map((one) => one.outerHTML.slice(0, 120));
}"""
SETTLED = "() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => done())))"


def lives_in(house):
    live_in(house.app)
    house.sensor.reply = health()


def loses_a_cell(house):
    live_in(house.app)
    house.sensor.reply = health(lost_cell("seat_rear_left", "not_ready"))


def stays_empty(house):
    """Nobody has ever sat here."""


STATES = {"in use": (lives_in, "prompt"), "empty": (stays_empty, "vacant"), "a cell lost": (loses_a_cell, "lost")}

UNSEEN = re.compile(r'csrf(?:_|-)token(?:=|" (?:value|content)=")[^"]*|<input type="hidden"[^>]*>')
"""What is in a page and not on it: tokens, and what a form sends besides what people enter."""


def text_of(house, client, path):
    """A page as it is seen, wherever the house keeps its files."""
    return UNSEEN.sub("", client.get(path).text).replace(str(house.app.extensions[EXTENSION].link_dir), "…")


def changed(before, after):
    """The lines that a page has lost and won, wherever they stand."""
    lines = difflib.unified_diff(before.splitlines(), after.splitlines(), n=0, lineterm="")
    return tuple(line for line in lines if not line.startswith(("---", "+++", "@@")))


def what_is_new(house, seen):
    """The pages that say something else than they did in any state before; `seen` grows by them.

    Where several change by the very same lines, the first of them is looked at: the state of the chair, beside each step of the first run.
    """
    client = house.app.test_client()
    new = {}
    for path in pages(house.app):
        text = text_of(house, client, path)
        texts = seen.setdefault(path, [])
        if text not in texts:
            new.setdefault(changed(texts[0], text) if texts else path, path)
            texts.append(text)
    return list(new.values())


@pytest.fixture(scope="module")
def seen():
    """What each page said in the states before."""
    return {}


def look_at(page, house, path, *, twice):
    """What is wrong with a page as it opens, narrow and light; `twice`: looked over wide and dark as well."""
    house.complaints.clear()
    page.set_viewport_size(NARROW)
    page.emulate_media(color_scheme="light")
    page.goto(house.address + path)
    page.evaluate(SETTLED)
    shifted = page.evaluate("window.shifted")
    found = [f"moved by itself: {shifted:.3f}"] if shifted > SHIFT_MOST else []
    found += problems(page, "light")
    if twice:
        page.set_viewport_size(DESKTOP)
        page.emulate_media(color_scheme="dark")
        found += [f"wide and dark: {problem}" for problem in problems(page, "dark")]
    return [f"{path}: {problem}" for problem in (*found, *house.complaints)]


def problems(page, scheme):
    """What axe finds when it looks for this, and what is wider than the window, with everything unfolded."""
    page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })")
    page.evaluate(SETTLED)
    wide = [f"wider than the window: {html}" for html in page.evaluate(TOO_WIDE)]
    return wide + violations(page, scheme)


def hear(house, state):
    """Let the sensor process say this, and wait until the dashboard has heard it: a page that opens then has nothing to catch up with."""
    feed = house.app.extensions[EXTENSION].feed
    house.sensor.say(state)
    for _ in range(100):
        heard = feed.snapshot()
        if heard.now is not None and heard.now["occupancy"] == state["occupancy"]:
            return
        feed.wait_shown(heard.sequence, 0.1)
    raise AssertionError("the dashboard has not heard the chair")


@pytest.mark.parametrize("name", STATES)
def test_every_page_is_sound(house, fakes, name, seen):
    becomes, state = STATES[name]
    becomes(house)
    session = CalibrationSession(SEAT, TRUTH)
    house.sensor.replies["calibration"] = session.ask({"request": "calibration", "action": "state"}, 0.0)
    hear(house, fakes.STATES[state])
    page = house.browser.new_context().new_page()
    page.add_init_script(WATCH_SHIFTS)
    page.on("console", lambda message: house.complaints.append(message.text))
    page.on("pageerror", lambda error: house.complaints.append(str(error)))
    page.on("request", lambda request: house.fetched.add(request.url))

    new = what_is_new(house, seen)
    found = [problem for path in new for problem in look_at(page, house, path, twice=name == "in use")]

    assert not found, "\n".join(found)
    assert "/" in new
    assert house.foreign == set()


FOCUSABLE = """() => {
    const wanted = "a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex='0']";
    const seen = [...document.querySelectorAll(wanted)].filter((one) => one.checkVisibility({ visibilityProperty: true }) && !one.disabled);
    window.order = seen.filter((one) => one.type !== "radio" || one.checked || !document.querySelector(`[name="${one.name}"]:checked`));
    return window.order.length;
}"""
FOCUSED = """() => {
    const one = document.activeElement, box = one.getBoundingClientRect(), style = getComputedStyle(one);
    const x = box.x + Math.min(box.width / 2, 40), y = box.y + Math.min(box.height / 2, 20);
    const above = document.elementFromPoint(x, y);
    return {
      place: window.order.indexOf(one),
      name: one.outerHTML.slice(0, 100),
      isMarked: style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2,
      isSeen: Boolean(above) && (one.contains(above) || above.contains(one)),
    };
}"""


@pytest.mark.parametrize("path", ["/", "/week", "/settings", "/stretch/desk-break"])
def test_the_keyboard_reaches_everything_in_order_and_shows_where_it_is(house, fakes, path):
    lives_in(house)
    hear(house, fakes.SITTING)
    page = house.open(path, viewport=DESKTOP, reduced_motion="reduce")
    page.wait_for_load_state("load")
    page.evaluate(SETTLED)
    n_controls = page.evaluate(FOCUSABLE)

    met = []
    for _ in range(n_controls):
        page.keyboard.press("Tab")
        met.append(page.evaluate(FOCUSED))

    assert [one["name"] for one in met if not one["isMarked"]] == []
    assert [one["name"] for one in met if not one["isSeen"]] == []
    assert [one["place"] for one in met] == list(range(n_controls))


def test_the_page_for_a_wall_follows_the_chair(house, fakes):
    page = house.open("/kiosk", viewport=DESKTOP)
    hear(house, fakes.PROMPTING)
    page.get_by_role("heading", name="Time to stand up for a moment").wait_for()
    prompted = page.locator(".asks").bounding_box()
    hear(house, fakes.VACANT)
    page.locator(".asks").wait_for(state="hidden")

    assert prompted["width"] > 0.9 * DESKTOP["width"]
    assert page.text_content("[data-text=state]") == "Nobody is in the chair."
    assert page.evaluate("document.documentElement.scrollHeight") <= DESKTOP["height"]
    assert (house.complaints, house.foreign) == ([], set())
