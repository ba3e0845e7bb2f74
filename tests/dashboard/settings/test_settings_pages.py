"""The Settings pages: what is chosen is checked at the server, kept in a file, taken over by the chair, and can be taken back."""

from __future__ import annotations

import dataclasses
import re
import tomllib

import pytest
from flask.testing import FlaskClient

from chairpi.config.tables import SECTIONS as KINDS
from chairpi.config.tables import CellConfig
from chairpi.dashboard.settings.changing import apply_settings, change_cells, change_settings
from chairpi.dashboard.settings.labels import LABELS
from chairpi.dashboard.settings.table import READ_ONLY, SECTIONS, may_change
from chairpi.errors import ConfigError

KEYS = [f"{name}.{field.name}" for name, kind in KINDS.items() for field in dataclasses.fields(kind)]


def values_of(page: str) -> dict[str, str]:
    """What a browser would send of the section's form."""
    form = re.search(r'<form[^>]*settings-form">(.*?)</form>', page, re.DOTALL)[1]
    sent = {}
    for tag in re.findall(r"<input [^>]*>", form):
        name, value = re.search(r'name="([^"]*)"', tag)[1], re.search(r'value="([^"]*)"', tag)[1]
        if 'type="checkbox"' not in tag or " checked" in tag:
            sent[name] = value
    for name, text in re.findall(r'<textarea [^>]*name="([^"]*)"[^>]*>(.*?)</textarea>', form, re.DOTALL):
        sent[name] = text
    for name, options in re.findall(r'<select [^>]*name="([^"]*)"[^>]*>(.*?)</select>', form, re.DOTALL):
        sent[name] = (re.search(r"<option selected>(.*?)<", options) or re.search(r"<option>(.*?)<", options))[1]
    return sent


def send(client: FlaskClient, section: str, **typed: str):
    sent = values_of(client.get(f"/settings/{section}").text) | typed
    return client.post(f"/settings/{section}", data=sent, follow_redirects=True)


def kept(dashboard) -> dict:
    path = dashboard.parts.configured.layers.path
    return tomllib.loads(path.read_text(encoding="utf-8")) if path.exists() else {}


def test_every_key_has_a_label_and_a_page():
    assert sorted(LABELS) == sorted(KEYS)
    assert set(SECTIONS) == set(KINDS)
    assert set(READ_ONLY) <= set(KEYS)


@pytest.mark.parametrize("section", SECTIONS)
def test_every_key_of_a_section_is_shown_with_what_it_does(dashboard, section):
    page = dashboard.page(f"/settings/{section}")

    for field in dataclasses.fields(KINDS[section]):
        assert f"<code>{section}.{field.name}</code>" in page
        assert (f'name="{field.name}"' in page) is may_change(f"{section}.{field.name}")


@pytest.mark.parametrize("section", [name for name in SECTIONS if name != "reader"])
def test_a_form_that_was_not_touched_changes_nothing(dashboard, section):
    assert "Nothing was changed: all is as before." in send(dashboard.client, section).text
    assert kept(dashboard) == {}


def test_a_setting_is_kept_taken_over_and_listed(dashboard, sensor):
    page = send(dashboard.client, "slide", began_s="50").text

    assert "The chair has taken it over." in page
    assert sensor.asked[-1] == {"request": "restart"}
    assert kept(dashboard) == {"slide": {"began_s": 50.0}}
    assert "In use: 50 s. Chosen here; chairpi.toml or the default says 45 s." in re.sub(r"\s+", " ", page)
    assert "from 45 s to 50 s" in page


@pytest.mark.parametrize(
    ("section", "typed", "said"),
    [
        pytest.param("slide", {"began_s": "2"}, "This goes from 5 to 3600 s, and 2 is outside.", id="out of bounds"),
        pytest.param("slide", {"began_s": "soon"}, "This is a number from 5 to 3600 s.", id="no number"),
        pytest.param(
            "occupancy", {"person_off_kg": "20"}, "Expected object_on_kg &lt; person_off_kg", id="beside another"
        ),
        pytest.param(
            "outputs", {"led_gpio": "24"}, "GPIO 24 is already used by outputs.led_gpio", id="a pin that is taken"
        ),
        pytest.param("outputs", {"buzzer": "loud"}, "expected one of passive, active", id="no such word"),
        pytest.param("web", {"time_zone": "Mars/Base"}, "Give an IANA name such as Europe/Zurich", id="no such zone"),
    ],
)
def test_what_is_impossible_is_refused_at_its_field_and_stays_in_the_form(dashboard, section, typed, said):
    answer = send(dashboard.client, section, **typed)

    assert answer.status_code == 400
    assert said.casefold() in answer.text.casefold()
    assert 'aria-invalid="true"' in answer.text
    (value,) = typed.values()
    assert value == "loud" or f'value="{value}"' in answer.text
    assert kept(dashboard) == {}


def test_one_key_goes_back_to_its_default_and_the_others_stay(dashboard, sensor):
    send(dashboard.client, "slide", began_s="50", ended_s="20")

    dashboard.client.post("/settings/slide", data={"csrf_token": dashboard.token(), "default": "began_s"})

    assert kept(dashboard) == {"slide": {"ended_s": 20.0}}


def test_a_change_is_taken_back_and_so_is_that(dashboard, sensor):
    send(dashboard.client, "slide", began_s="50")
    send(dashboard.client, "slide", began_s="55")
    token = {"csrf_token": dashboard.token()}
    latest = [number for number, _, _ in dashboard.parts.book.settings.latest(5)]

    dashboard.client.post(f"/settings/changes/{latest[0]}/undo", data=token)
    assert kept(dashboard) == {"slide": {"began_s": 50.0}}
    dashboard.client.post(f"/settings/changes/{latest[1]}/undo", data=token)
    assert kept(dashboard) == {}
    again = dashboard.parts.book.settings.latest(1)[0][0]
    dashboard.client.post(f"/settings/changes/{again}/undo", data=token)

    assert kept(dashboard) == {"slide": {"began_s": 50.0}}
    assert dashboard.page("/settings").count("Take it back") == 5


def test_a_change_that_the_chair_cannot_take_over_is_taken_back_and_said(dashboard, sensor):
    sensor.reply = {"ok": False, "why": "outputs.led_gpio: GPIO 20 is taken"}

    page = send(dashboard.client, "outputs", led_gpio="20").text

    assert "goes on as before. Outputs.led_gpio: GPIO 20 is taken." in page
    assert kept(dashboard) == {}


def test_while_the_chair_does_not_run_it_takes_a_change_over_when_it_starts(dashboard):
    page = send(dashboard.client, "slide", began_s="50").text

    assert "The chair takes it over when it starts." in page
    assert kept(dashboard) == {"slide": {"began_s": 50.0}}


def test_the_pages_follow_a_time_zone_at_once(dashboard, sensor):
    send(dashboard.client, "web", time_zone="Asia/Tokyo")

    assert dashboard.parts.days.name == "Asia/Tokyo"


def test_what_holds_from_the_next_start_says_so(dashboard, sensor):
    page = send(dashboard.client, "web", names="armchair.example").text

    assert "from the next start of the dashboard" in page
    assert kept(dashboard) == {"web": {"names": ["armchair.example"]}}


def test_the_households_prompts_are_the_defaults_of_the_page_prompts(dashboard, sensor):
    send(dashboard.client, "prompts", stand_after_min="40")

    assert dashboard.parts.prompt_settings.stand_after_min == 40.0
    assert "Usual: 40 min." in dashboard.page("/prompts")


@pytest.mark.parametrize("key", [*READ_ONLY, "slide.nothing", "cell", "nothing"])
def test_what_is_not_for_the_browser_is_refused_at_the_server(dashboard, key):
    with dashboard.app.test_request_context(), pytest.raises(ConfigError, match=key):
        change_settings({key: 3})

    assert kept(dashboard) == {}


def test_cells_are_changed_as_a_whole_and_go_back(dashboard, sensor):
    cells = [
        CellConfig(
            name=f"seat_{i}",
            ap_mm=100.0 * (i - 1),
            ml_mm=(0.0, 150.0, -20.0)[i],
            dout_gpio=2 + 2 * i,
            pd_sck_gpio=3 + 2 * i,
        )
        for i in range(3)
    ]
    with dashboard.app.test_request_context():
        change = change_cells(cells)
        answer = apply_settings()

    assert (change.for_chair, answer.ok) == (True, True)
    assert [cell["name"] for cell in kept(dashboard)["cell"]] == ["seat_0", "seat_1", "seat_2"]
    assert dashboard.parts.wires["seat_1"].dout_gpio == 4
    assert "calibrate again then" in dashboard.page("/settings/reader")
    number = dashboard.parts.book.settings.latest(1)[0][0]
    dashboard.client.post(f"/settings/changes/{number}/undo", data={"csrf_token": dashboard.token()})
    assert kept(dashboard) == {}


def test_cells_with_a_backrest_come_back_with_it(dashboard, sensor):
    cells = dashboard.parts.configured.layers.config.cells
    with dashboard.app.test_request_context():
        change_cells(cells[:5])
        change_cells(cells[:4])
    number = dashboard.parts.book.settings.latest(1)[0][0]

    dashboard.client.post(f"/settings/changes/{number}/undo", data={"csrf_token": dashboard.token()})

    assert repr(dashboard.parts.configured.layers.config.cells) == repr(cells[:5])


def test_cells_that_make_no_seat_are_refused(dashboard):
    with dashboard.app.test_request_context(), pytest.raises(ConfigError, match="at least three seat cells"):
        change_cells([CellConfig(name="seat_1", dout_gpio=5, pd_sck_gpio=6)])


def test_a_file_that_was_set_aside_is_told_until_it_is_removed(dashboard):
    path = dashboard.parts.configured.layers.path
    aside = path.with_name("settings.toml.set-aside-2026-11-26T10-00-00Z")
    aside.write_text("slide = [")
    assert "settings.toml.set-aside-2026-11-26T10-00-00Z" in dashboard.page("/settings")

    dashboard.client.post("/settings/set-aside/remove", data={"csrf_token": dashboard.token()})

    assert not aside.exists()
    assert "could not be used" not in dashboard.page("/settings")


def test_the_front_page_leads_only_to_what_is_there(dashboard):
    page = dashboard.page("/settings")
    main = page[page.index("<main") : page.index("</main>")]

    for address in re.findall(r'<a [^>]*href="([^"#]+)', main):
        if not address.startswith("/help"):
            assert dashboard.client.get(address).status_code in (200, 302, 303), address


def test_the_language_of_the_household_is_chosen(dashboard):
    dashboard.client.post("/settings/household/language", data={"csrf_token": dashboard.token(), "language": "de"})

    assert dashboard.parts.book.preferences().language == "de"
    assert '<html lang="de"' in dashboard.page("/settings")


def test_there_is_no_other_section(dashboard):
    assert dashboard.client.get("/settings/nothing").status_code == 404


def test_about_says_what_is_inside_and_where_the_data_lie(dashboard):
    page = dashboard.page("/about")

    assert str(dashboard.parts.history_path.parent) in page
    assert re.search(r"<th[^>]*>Flask</th><td[^>]*>[\d.]+</td><td[^>]*>BSD", page)
    assert "Three back ends for the HX711" in page
    assert "there is no address of its own yet" in page
    assert "not told</td>" not in page
