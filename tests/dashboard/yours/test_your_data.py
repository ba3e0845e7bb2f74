"""The page Your data: what is kept, all of it as a file, weight, and erasing."""

import io
import zipfile
from datetime import date
from pathlib import Path

import pytest

from chairpi.programme.diary import CheckedIn
from chairpi.store.data_files import Sort, data_files, erase_files
from chairpi.store.history import History

NOON_UTC_S = 1_795_691_000.0
WEIGHT_KG = 74.3
WEIGHT_N = WEIGHT_KG * 9.80665


@pytest.fixture
def kept(dashboard):
    with History.open(dashboard.parts.history_path, "boot", 0.0, NOON_UTC_S):
        pass
    dashboard.parts.book.add(1, CheckedIn(date(2026, 11, 25), 3, 2), NOON_UTC_S)


def test_a_file_is_known_for_what_it_is(tmp_path: Path) -> None:
    names = {
        "history.db": Sort.HISTORY,
        "history.db-wal": Sort.HISTORY,
        "history.db.before-v4": Sort.BACKUP,
        "history.db.before-v4.part": Sort.BACKUP,
        "app.db-shm": Sort.APP,
        "settings.toml": Sort.SETTINGS,
        "web.key": Sort.MACHINE,
        "monday.csv": Sort.RECORDING,
        "other.csv": Sort.MACHINE,
    }
    for name in names:
        (tmp_path / name).write_text("# chairpi-recording: 1\n" if name == "monday.csv" else "something else\n")

    assert {file.path.name: file.sort for file in data_files(tmp_path)} == names
    assert erase_files(tmp_path) == 4
    assert [file.path.name for file in data_files(tmp_path)] == [
        "app.db-shm", "history.db", "history.db-wal", "other.csv", "web.key",
    ]  # fmt: skip


@pytest.mark.usefixtures("kept")
def test_the_page_says_what_is_kept_where_since_when_and_how_long(dashboard) -> None:
    page = dashboard.page("/settings/data")

    assert str(dashboard.parts.history_path.parent) in page
    assert "history.db" in page
    assert "app.db" in page
    assert page.count("Thursday, 26 November 2026") == 2
    assert "expires by itself after 30 days" in page


@pytest.mark.usefixtures("kept")
def test_everything_comes_as_one_archive_and_leaves_no_file_behind(dashboard) -> None:
    token = dashboard.token()
    before = {path.name for path in dashboard.parts.history_path.parent.iterdir()}
    answer = dashboard.client.post("/settings/data/export", data={"csrf_token": token})
    with zipfile.ZipFile(io.BytesIO(answer.data)) as archive:
        names = archive.namelist()

    assert answer.headers["Content-Disposition"] == 'attachment; filename="chairpi-2026-11-26.zip"'
    assert {"chairpi/README.md", "chairpi/entry.json", "chairpi/minute.csv"} <= {*names}
    assert {path.name for path in dashboard.parts.history_path.parent.iterdir()} - before <= {
        "history.db-wal",
        "history.db-shm",
    }


def test_an_export_needs_the_forms_token_and_a_post(dashboard) -> None:
    assert dashboard.client.get("/settings/data/export").status_code == 405
    assert dashboard.client.post("/settings/data/export").status_code == 400


def seated(fakes):
    forces_n = [WEIGHT_N * share for share in (0.22, 0.24, 0.28, 0.26)]
    return fakes.SITTING | {
        "force_n": [*forces_n, 42.0, 24.0],
        "counts": [4370.0 * force_n for force_n in (*forces_n, 42.0, 24.0)],
        "total_n": WEIGHT_N,
        "reference": fakes.SITTING["reference"] | {"total_n": WEIGHT_N},
        "sure": True,
        "warming_up_s": None,
        "zero_drift_kg": 0.0,
        "empty_load_kg": None,
        "seat_check": None,
    }


WEIGHT_TEXTS = ("74.3", "728.6", "729", "74,3")
READABLE = ("/", "/today", "/prompts", "/programme", "/programme/progress", "/health", "/settings/data", "/report")
MACHINES = ("/api/v1/now", "/api/v1/health", "/api/v1/prompts", "/healthz")


@pytest.mark.parametrize("path", [*READABLE, *MACHINES])
def test_no_page_and_no_json_tells_the_body_weight_of_who_sits(sensor, dashboard, fakes, path: str) -> None:
    dashboard.hear(sensor, seated(fakes))
    text = dashboard.client.get(path).text

    assert [weight for weight in WEIGHT_TEXTS if weight in text] == []
    for share in (0.22, 0.24, 0.28, 0.26):
        assert f"{WEIGHT_N * share:.1f}" not in text
        assert f"{WEIGHT_N * share:.0f} N" not in text


def test_the_live_stream_tells_no_weight_and_no_event_does(sensor, dashboard, fakes) -> None:
    dashboard.hear(sensor, seated(fakes))
    told = dashboard.parts.presenter.event(
        {"event": "reference_set", "total_n": WEIGHT_N, "force_n": [WEIGHT_N / 2, None], "source": "guided"},
        None,
    )
    said = dashboard.parts.presenter.said(dashboard.parts.feed.snapshot()).message

    assert told == {"event": "reference_set", "source": "guided", "force_share": [0.5, None], "at": None}
    assert "728.6" not in said
    assert "counts" not in said


def test_who_wants_to_see_the_load_sees_it_and_can_hide_it_again(sensor, dashboard, fakes) -> None:
    dashboard.hear(sensor, seated(fakes))
    token = dashboard.token()
    dashboard.client.post("/settings/data/weight", data={"csrf_token": token, "show_weight": "yes"})

    assert "The seat carries 74.3 kg." in dashboard.page("/")
    assert dashboard.client.get("/api/v1/now").json["total_n"] == pytest.approx(WEIGHT_N)

    dashboard.client.post("/settings/data/weight", data={"csrf_token": token, "show_weight": "no"})

    assert "74.3" not in dashboard.page("/")
    assert "total_n" not in dashboard.client.get("/api/v1/now").json


def test_erasing_is_asked_twice_and_a_look_at_the_pages_changes_nothing(sensor, dashboard, fakes, kept) -> None:
    dashboard.hear(sensor, fakes.SITTING)
    first, last = dashboard.page("/settings/data/erase"), dashboard.page("/settings/data/erase/last?forget_devices=yes")

    assert "Save everything as a file" in first
    assert "Paired devices and keys go, too." in last
    assert "Type “erase”" in last
    assert sensor.asked == []
    assert len(dashboard.parts.book.entries(1)) == 1


@pytest.mark.parametrize(
    "form",
    [{}, {"word": "erase"}, {"sure": "yes"}, {"word": "yes", "sure": "yes"}],
    ids=["nothing", "no tick", "no word", "another word"],
)
def test_without_word_and_tick_nothing_is_erased(sensor, dashboard, fakes, kept, form) -> None:
    dashboard.hear(sensor, fakes.SITTING)
    answer = dashboard.client.post("/settings/data/erase", data={"csrf_token": dashboard.token(), **form})

    assert answer.status_code == 303
    assert "Nothing was erased" in dashboard.page(answer.headers["Location"])
    assert sensor.asked == []
    assert len(dashboard.parts.book.entries(1)) == 1


def test_everything_that_the_dashboard_keeps_is_gone_afterwards(sensor, dashboard, fakes, kept) -> None:
    dashboard.hear(sensor, fakes.SITTING)
    directory = dashboard.parts.history_path.parent
    (directory / "app.db.before-v3").write_bytes(b"an old copy")
    (directory / "settings.toml").write_text("[slide]\n")
    token = dashboard.token()
    answer = dashboard.client.post(
        "/settings/data/erase", data={"csrf_token": token, "word": " Erase ", "sure": "yes", "keep_calibration": "yes"}
    )

    assert "Everything is erased." in dashboard.page(answer.headers["Location"])
    assert sensor.asked[0] == {"request": "erase_everything", "keep_calibration": True}
    assert dashboard.parts.book.entries(1) == ()
    assert not {"app.db.before-v3", "settings.toml"} & {path.name for path in directory.iterdir()}


def test_where_the_chair_is_not_there_nothing_is_erased(dashboard, kept) -> None:
    token = dashboard.token()
    answer = dashboard.client.post("/settings/data/erase", data={"csrf_token": token, "word": "erase", "sure": "yes"})

    assert "Nothing was erased, as the chair could not be asked." in dashboard.page(answer.headers["Location"])
    assert len(dashboard.parts.book.entries(1)) == 1
