"""The page Your data: what is kept, all of it as a file, weight, and erasing."""

import io
import zipfile
from datetime import date
from pathlib import Path

import pytest
from entering import pair, post

from chairpi.programme.diary import CheckedIn
from chairpi.store.data_files import Sort, data_files, erase_files
from chairpi.store.history import History

NOON_UTC_S = 1_795_691_000.0


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


@pytest.mark.parametrize(("forget", "n_left"), [("yes", 0), ("no", 1)], ids=["forgotten", "kept"])
def test_paired_devices_go_with_everything_only_where_that_is_said(
    sensor, dashboard, fakes, kept, forget, n_left
) -> None:
    dashboard.hear(sensor, fakes.SITTING)
    owner = pair(dashboard)
    answer = post(owner, "/settings/data/erase", word="erase", sure="yes", forget_devices=forget)

    assert answer.status_code == 303
    assert len(dashboard.parts.access.devices()) == n_left
