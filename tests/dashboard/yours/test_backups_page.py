"""The page Backups: make and save one, look at one, and put it back after a tick."""

import io
import re
import zipfile
from datetime import date

import pytest
from entering import pair, post, text_of, token_of

from chairpi.backup.automatic import make_automatic
from chairpi.backup.exchange import WAITING, Part, is_pending
from chairpi.data_names import RESTORE
from chairpi.programme.diary import CheckedIn
from chairpi.store.access import Role
from chairpi.store.data_files import Sort, data_files, erase_files
from chairpi.store.history import History

NOON_UTC_S = 1_795_691_000.0


@pytest.fixture
def kept(dashboard):
    with History.open(dashboard.parts.history_path, "boot", 0.0, NOON_UTC_S):
        pass
    dashboard.parts.book.add(1, CheckedIn(date(2026, 11, 25), 3, 2), NOON_UTC_S)
    return make_automatic(dashboard.parts.configured.layers, NOON_UTC_S)


def upload(client, content: bytes):
    path = f"/settings/backup/upload?csrf_token={token_of(client)}"
    return post(client, path, file=(io.BytesIO(content), "mine.zip"))


def test_a_backup_is_made_and_sent_and_nothing_of_it_stays(dashboard, kept) -> None:
    client = pair(dashboard)

    answer = post(client, "/settings/backup/make")

    assert answer.status_code == 200
    assert answer.headers["Content-Disposition"] == 'attachment; filename="chairpi-backup-2026-11-26.zip"'
    with zipfile.ZipFile(io.BytesIO(answer.data)) as archive:
        assert not [name for name in archive.namelist() if name.startswith("pairing/")]
        assert b"Anna" not in archive.read("app.db")
    assert list(kept.path.parent.iterdir()) == [kept.path]


def test_what_is_saved_of_the_automatic_ones_holds_no_pairing(dashboard, kept) -> None:
    client = pair(dashboard)
    made = make_automatic(dashboard.parts.configured.layers, NOON_UTC_S + 60.0)

    answer = post(client, "/settings/backup/download", name=made.path.name)

    with zipfile.ZipFile(made.path) as archive:
        assert b"Anna" in archive.read("app.db")
    with zipfile.ZipFile(io.BytesIO(answer.data)) as archive:
        assert b"Anna" not in archive.read("app.db")


def test_an_uploaded_one_is_looked_at_and_put_back_after_a_tick(dashboard, kept, sensor) -> None:
    client = pair(dashboard)
    content = post(client, "/settings/backup/make").data

    shown = client.get(upload(client, content).headers["Location"])
    found = re.search(r'name="sha256" value="([0-9a-f]{64})"', shown.text)
    assert found is not None
    assert "by ChairPi" in text_of(shown)
    without_tick = post(client, "/settings/backup/restore", name="uploaded.zip", sha256=found[1])
    other = post(client, "/settings/backup/restore", name="uploaded.zip", sha256="0" * 64, sure="yes")
    assert (without_tick.status_code, other.status_code) == (303, 303)
    directory = dashboard.parts.history_path.parent
    assert not (directory / RESTORE).exists()
    answer = post(client, "/settings/backup/restore", name="uploaded.zip", sha256=found[1], sure="yes")

    assert answer.status_code == 200, text_of(answer)
    assert "The backup is put back" in text_of(answer)
    assert {"request": "restore"} in sensor.asked
    assert (directory / RESTORE / WAITING / "history.db").exists()
    assert not (directory / "backups" / "uploaded.zip").exists()


def test_a_chair_that_does_not_answer_is_said_with_what_to_do(dashboard, kept, sensor) -> None:
    client = pair(dashboard)
    shown = client.get(f"/settings/backup/look?name={kept.path.name}")
    found = re.search(r'name="sha256" value="([0-9a-f]{64})"', shown.text)
    assert found is not None
    sensor.hangs_up_at = "restore"

    answer = post(client, "/settings/backup/restore", name=kept.path.name, sha256=found[1], sure="yes")

    assert "has not answered for a minute" in text_of(answer)


def test_a_chair_that_refuses_goes_on_as_it_was(dashboard, kept, sensor) -> None:
    client = pair(dashboard)
    shown = client.get(f"/settings/backup/look?name={kept.path.name}")
    found = re.search(r'name="sha256" value="([0-9a-f]{64})"', shown.text)
    assert found is not None
    sensor.replies["restore"] = {"ok": False, "why": "the chair is in safe mode"}

    answer = post(client, "/settings/backup/restore", name=kept.path.name, sha256=found[1], sure="yes")

    assert "the chair is in safe mode" in text_of(client.get(answer.headers["Location"]))
    assert not (dashboard.parts.history_path.parent / RESTORE).exists()


def test_what_is_no_backup_is_refused_in_words(dashboard, kept) -> None:
    client = pair(dashboard)
    before = {file.path: file.size_bytes for file in data_files(kept.path.parent.parent)}

    answer = upload(client, b"a letter to my aunt")

    assert "nothing was changed: it is damaged, or no ZIP file" in text_of(client.get(answer.headers["Location"]))
    assert {file.path for file in data_files(kept.path.parent.parent)} == set(before)


def test_a_file_that_is_too_large_is_refused_before_it_is_read(dashboard, kept) -> None:
    client = pair(dashboard)
    headers = {"Content-Type": "multipart/form-data; boundary=x"}
    said = {"CONTENT_LENGTH": str(300 * 1024**2)}
    path = f"/settings/backup/upload?csrf_token={token_of(client)}"

    assert client.post(path, headers=headers, environ_overrides=said).status_code == 413


@pytest.mark.parametrize("name", ["../history.db", "history.db", "/etc/passwd", "chairpi-20200101T000000Z.zip", ""])
def test_only_backups_that_are_here_are_given(dashboard, kept, name: str) -> None:
    client = pair(dashboard)

    assert client.get("/settings/backup/look", query_string={"name": name}).status_code == 404
    assert post(client, "/settings/backup/download", name=name).status_code == 404


def test_viewers_see_none_of_it(dashboard, kept) -> None:
    pair(dashboard)
    viewer = pair(dashboard, "Tim", Role.VIEWER)

    assert viewer.get("/settings/backup").status_code == 403
    assert post(viewer, "/settings/backup/make").status_code == 403


def test_erasing_erases_the_backups_too(dashboard, kept) -> None:
    directory = dashboard.parts.history_path.parent
    (directory / "backups" / "uploaded.zip").write_bytes(b"somebody's")
    (directory / RESTORE / WAITING / "certificates").mkdir(parents=True)
    (directory / RESTORE / WAITING / "history.db").write_bytes(b"somebody's")
    (directory / "before-update").mkdir()
    (directory / "before-update" / "history.db").write_bytes(b"somebody's")

    erase_files(directory)

    assert not [file for file in data_files(directory) if file.sort is Sort.ARCHIVE]
    assert not any(is_pending(directory, part) for part in Part)  # a folder without files would be taken all the same
