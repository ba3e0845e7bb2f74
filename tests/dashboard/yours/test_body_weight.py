"""What somebody weighs is told nowhere, unless the household wants to see it: every address is looked at."""

from __future__ import annotations

import dataclasses
import json
import logging
import re

import pytest
from calibrating import Process
from every_route import routes
from health_replies import health

from chairpi.core.events.presence import SatDown, StoodUp
from chairpi.core.events.prompting import Moment, PromptKind, PromptRaised
from chairpi.core.events.upright import ReferenceSet, ReferenceSource
from chairpi.core.events.weighing import Minute
from chairpi.dashboard.chair.weightless import told
from chairpi.store.history import History

WEIGHT_KG = 74.3
G0_M_PER_S2 = 9.80665
WEIGHT_N = WEIGHT_KG * G0_M_PER_S2
SHARES = (0.22, 0.24, 0.28, 0.26)
COUNTS_PER_N = 4370.0
STREAM = "/api/v1/live"


def seated(fakes):
    forces_n = [WEIGHT_N * share for share in SHARES]
    return fakes.SITTING | {
        "force_n": [*forces_n, 42.0, 24.0],
        "counts": [COUNTS_PER_N * force_n for force_n in (*forces_n, 42.0, 24.0)],
        "total_n": WEIGHT_N,
        "reference": fakes.SITTING["reference"] | {"total_n": WEIGHT_N},
        "sure": True,
        "warming_up_s": None,
        "zero_drift_kg": 0.0,
        "empty_load_kg": None,
        "seat_check": None,
    }


def weighed() -> dict:
    """What the sensor process says of a person who sits there, and is not calibrating."""
    process = Process()
    process.bench.placed.place(WEIGHT_KG)
    process.frames()
    return process.reply({"request": "calibration", "action": "state"})


def sought(state: dict) -> re.Pattern[str]:
    """The weight, and what each cell carries of it, however it is written."""
    cells_kg = [WEIGHT_KG * share for share in SHARES] + [cell["kg"] for cell in state["calibration"]["cells"][:4]]
    counts = [COUNTS_PER_N * WEIGHT_N * share for share in SHARES]
    counts += [cell["counts"] for cell in state["calibration"]["cells"][:4]]
    texts = ["74.3", "74.29", "728.6", "728.5", *(f"{count:.0f}"[:-1] for count in counts)]
    whole = ["729 N", "74 kg"]
    for cell_kg in cells_kg:
        for load, unit in ((cell_kg, "kg"), (cell_kg * G0_M_PER_S2, "N")):
            texts += [f"{load:.2f}", f"{int(load * 100) / 100:.2f}"]
            whole += [f"{load:.1f} {unit}", f"{load:.0f} {unit}"]
    numbers = "|".join(re.escape(text).replace(r"\.", "[.,]") for text in texts)
    units = "|".join(re.escape(text).replace(r"\.", "[.,]").replace(r"\ ", r"\s") for text in whole)
    return re.compile(rf"(?<![\d.])(?:{numbers})|(?<![\d.])(?:{units})\b")


def a_morning(path, noon_utc_s: float) -> None:
    """Two hours of sitting with all that is kept of them, half a day ago."""
    began_s = noon_utc_s - 3 * 3600.0
    forces_n = tuple(WEIGHT_N * share for share in SHARES)
    reference = ReferenceSet(
        began_s + 60, ReferenceSource.GUIDED, 5.0, -2.0, WEIGHT_N, 42.0, 24.0, 0.0, (*forces_n, 42.0, 24.0)
    )
    prompt = PromptRaised(
        began_s + 1800, PromptKind.SLIDE, 1, "Sit back.", Moment.LASTED, 1800.0,
        slide_mm=44.0, uncertainty_mm=11.0, slide_s=600.0, still_s=None, trace=((WEIGHT_N, 12.0, -3.0),) * 60,
    )  # fmt: skip
    minutes = [
        Minute(began_s + 60 * (i + 1), began_s + 60 * i, 60.0, 60.0, 0.0, WEIGHT_N, 5.0, -2.0, 42.0, 24.0)
        for i in range(120)
    ]
    with History.open(path, "boot", began_s - 60, began_s - 60) as history:
        history.record([SatDown(began_s, began_s, None, True), reference, prompt, *minutes], 0.0)
        history.record([StoodUp(began_s + 7200, began_s, began_s + 7200, 7200.0, True)], 0.0)


@pytest.fixture
def sat_on(dashboard, sensor, fakes):
    """A dashboard whose chair has somebody on it, now and this morning."""
    a_morning(dashboard.parts.history_path, dashboard.parts.clock.utc_s())
    sensor.replies["calibration"] = weighed()
    sensor.replies["health"] = health()
    dashboard.hear(sensor, seated(fakes))
    return dashboard


def show_weight(dashboard) -> None:
    book = dashboard.parts.book
    book.keep_preferences(dataclasses.replace(book.preferences(), show_weight=True))


def test_the_search_finds_what_the_chair_itself_says(sensor, sat_on, fakes) -> None:
    state = sensor.replies["calibration"]
    pattern = sought(state)

    for said in (seated(fakes), state, state["calibration"]["cells"][0], {"force_n": seated(fakes)["force_n"][:1]}):
        assert pattern.search(json.dumps(said)), said
    show_weight(sat_on)
    for path in ("/", "/calibrate", "/api/v1/calibration", "/api/v1/now"):
        assert pattern.search(sat_on.client.get(path).text), path


def test_no_address_and_no_log_tells_what_who_sits_weighs(sensor, sat_on, caplog) -> None:
    caplog.set_level(logging.DEBUG)
    pattern = sought(sensor.replies["calibration"])
    paths = [path for _method, path in routes(sat_on.app, ("GET",)) if path != STREAM]
    assert {"/", "/kiosk", "/calibrate", "/today", "/week", "/month", "/year", "/settings", "/first-run"} <= {*paths}
    found, n_answered = {}, 0
    for path in paths:
        answer = sat_on.client.get(path)
        n_answered += answer.status_code == 200
        if "/static/" not in path and (told_weight := pattern.findall(answer.text)):
            found[path] = told_weight

    assert found == {}
    assert n_answered > 40
    assert [record.getMessage() for record in caplog.records if pattern.search(record.getMessage())] == []


def test_the_live_stream_tells_no_weight_neither_in_a_state_nor_in_an_event(sensor, sat_on, fakes) -> None:
    pattern = sought(sensor.replies["calibration"])
    told_so_far = []
    with sat_on.client.get(STREAM) as answer:
        chunks = answer.iter_encoded()
        told_so_far += [next(chunks).decode() for _ in range(2)]
        sensor.tell(
            {
                "message": "event",
                "event": "reference_set",
                "t_s": 4999.0,
                "source": "guided",
                "cop_ap_mm": 1.0,
                "cop_ml_mm": 1.0,
                "total_n": WEIGHT_N,
                "force_n": seated(fakes)["force_n"],
                "zero_offset_n": 0.0,
            }
        )
        sensor.tell({"message": "event", "event": "object_seen", "t_s": 4999.5, "mass_kg": WEIGHT_KG})
        sensor.say(seated(fakes), t_s=5001.0)
        while "object_seen" not in told_so_far[-1]:
            told_so_far.append(next(chunks).decode())

    assert "reference_set" in "".join(told_so_far)
    assert pattern.findall("".join(told_so_far)) == []


def test_an_object_is_weighed_for_those_alone_who_see_loads(dashboard) -> None:
    """A light person who sits dead still is taken for a thing, from 8 kg on the seat to 25."""
    event = {"event": "object_seen", "t_s": 4999.5, "mass_kg": 21.0}

    assert "mass_kg" not in dashboard.parts.presenter.event(event, None)
    show_weight(dashboard)
    assert dashboard.parts.presenter.event(event, None)["mass_kg"] == 21.0


def test_while_nothing_is_calibrated_a_person_is_shown_in_shares(sat_on) -> None:
    page = sat_on.page("/calibrate")
    said = sat_on.client.get("/api/v1/calibration").json

    assert "Kilograms are shown while you calibrate." in page
    assert "Each cell’s share of the load." in page
    assert "no reading" not in page
    assert said["calibration"]["in_kg"] is False
    assert [cell["figure"] for cell in said["picture"]["cells"]] == ["25%", "25%", "25%", "25%", "0%", "0%"]
    assert f'data-key="{said["key"]}"' in page


def test_an_empty_seat_and_a_calibration_under_way_are_weighed() -> None:
    process = Process()
    process.bench.placed.place(0.0)
    process.frames()
    empty = told(process.session.ask({"action": "state"}, 0.0)["calibration"], shows_weight=False)
    process.bench.placed.place(WEIGHT_KG)
    process.frames()
    sits = told(process.session.ask({"action": "state"}, 0.0)["calibration"], shows_weight=False)
    process.session.ask({"action": "start"}, 0.0)
    process.frames()
    begun = told(process.session.ask({"action": "state"}, 0.0)["calibration"], shows_weight=False)

    assert empty["total_kg"] == pytest.approx(0.0, abs=0.1)
    assert sits["total_kg"] is None
    assert begun["total_kg"] == pytest.approx(WEIGHT_KG, abs=0.1)


def test_a_finished_calibration_forgets_whose_mass_it_was() -> None:
    state = weighed()["calibration"] | {
        "step": "finished",
        "mass_kg": WEIGHT_KG,
        "done": [{"action": "tare", "text": "Zero set"}, {"action": "feet_off", "text": "Posture 1: 74.3 kg."}],
    }
    finished = told(state, shows_weight=False)

    assert finished["done"] == [
        {"action": "tare", "text": "Zero set"},
        {"action": "feet_off", "text": "A posture with the feet off the floor."},
    ]
    assert finished["mass_kg"] is None
    assert told(state, shows_weight=True)["done"] == state["done"]


def test_who_wants_to_see_the_load_sees_it_and_can_hide_it_again(sensor, dashboard, fakes) -> None:
    dashboard.hear(sensor, seated(fakes))
    token = dashboard.token()
    dashboard.client.post("/settings/data/weight", data={"csrf_token": token, "show_weight": "yes"})

    assert "The seat carries 74.3 kg." in dashboard.page("/")
    assert dashboard.client.get("/api/v1/now").json["total_n"] == pytest.approx(WEIGHT_N)

    dashboard.client.post("/settings/data/weight", data={"csrf_token": token, "show_weight": "no"})

    assert "74.3" not in dashboard.page("/")
    assert "total_n" not in dashboard.client.get("/api/v1/now").json
