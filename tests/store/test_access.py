"""Who may open the dashboard, as it is kept."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from chairpi.errors import StoreError
from chairpi.store.access import KEPT_S, MARK, Access, Role, Scope, digest_of
from chairpi.store.app_file import AppFile

NOW_S = 1_795_000_000.0


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "app.db"


@pytest.fixture
def access(path: Path) -> Iterator[Access]:
    with closing(AppFile(path, busy_timeout_s=0.05)) as file:
        yield Access(file, path)


def again(path: Path) -> Access:
    """As another process finds it."""
    return Access(AppFile(path, busy_timeout_s=0.05), path)


def test_at_first_nobody_is_known(access):
    assert not access.is_claimed
    assert access.devices() == ()
    assert access.device("anything", NOW_S) is None
    assert access.key("anything") is None


def test_a_paired_browser_is_known_by_its_cookie_also_after_a_restart(access, path):
    secret = access.pair("Anna's phone", Role.OWNER, NOW_S)

    found = again(path).device(secret, NOW_S)
    assert found is not None
    assert (found.name, found.role) == ("Anna's phone", Role.OWNER)
    assert again(path).is_claimed
    assert access.device(secret + "x", NOW_S) is None


def test_no_secret_is_in_the_file(access, path, tmp_path):
    secrets = [access.pair("A", Role.OWNER, NOW_S), access.make_key("B", Scope.READ, NOW_S)]

    for file in tmp_path.iterdir():
        assert not any(secret.encode() in file.read_bytes() for secret in secrets), file.name
    assert len(set(secrets)) == 2
    assert min(map(len, secrets)) >= 43
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("SELECT digest FROM device").fetchall() == [(digest_of(secrets[0]),)]


def test_a_browser_that_was_away_for_more_than_400_days_pairs_again(access):
    secret = access.pair("A", Role.OWNER, NOW_S)

    assert access.device(secret, NOW_S + KEPT_S - 1) is not None
    assert access.device(secret, NOW_S + KEPT_S + 1) is None
    assert access.device(secret, NOW_S - 1e9) is not None  # a machine that has just started in the past


def test_when_it_was_here_is_written_once_an_hour(access, path):
    secret = access.pair("A", Role.OWNER, NOW_S)

    def here(after_s: float) -> bool:
        device = access.device(secret, NOW_S + after_s)
        assert device is not None
        return access.see(device, NOW_S + after_s)

    assert [here(after_s) for after_s in (10.0, 3599.0, 3600.0, 3700.0, 7300.0)] == [False, False, True, False, True]
    assert again(path).devices()[0].last_seen_utc_s == NOW_S + 7300.0


def test_a_revoked_browser_is_unknown_at_once_and_the_chair_stays_claimed(access, path):
    secret = access.pair("A", Role.OWNER, NOW_S)
    device = access.device(secret, NOW_S)
    assert device is not None
    access.revoke(device.device_id)

    assert access.device(secret, NOW_S) is None
    assert not access.still_has(device)
    assert again(path).is_claimed


def test_all_others_can_be_sent_away(access):
    mine = access.pair("Mine", Role.OWNER, NOW_S)
    theirs = [access.pair("Theirs", role, NOW_S) for role in (Role.OWNER, Role.VIEWER, Role.KIOSK)]
    device = access.device(mine, NOW_S)
    assert device is not None
    assert access.n_owners == 2
    access.revoke_others(device.device_id)

    assert access.device(mine, NOW_S) is not None
    assert [access.device(secret, NOW_S) for secret in theirs] == [None] * 3


def test_a_name_and_a_role_can_be_changed(access):
    secret = access.pair("A", Role.OWNER, NOW_S)
    device = access.device(secret, NOW_S)
    assert device is not None
    access.change(device.device_id, name="B", role=Role.KIOSK)

    changed = access.device(secret, NOW_S)
    assert changed is not None
    assert (changed.name, changed.role) == ("B", Role.KIOSK)
    assert not access.still_has(device)


def test_a_key_is_known_until_it_is_revoked(access, path):
    secret = access.make_key("Home", Scope.CONTROL, NOW_S)
    key = again(path).key(secret)
    assert key is not None
    assert (key.name, key.scope, key.used_utc_s) == ("Home", Scope.CONTROL, None)

    access.use(key, NOW_S + 5)
    assert access.api_keys()[0].used_utc_s == NOW_S + 5
    assert access.still_accepts(key)
    access.revoke_key(key.key_id)
    assert access.key(secret) is None
    assert not access.still_accepts(key)


def test_a_locked_database_shuts_nobody_out(access, path):
    secret = access.pair("A", Role.OWNER, NOW_S)
    with closing(sqlite3.connect(path)) as other:
        other.execute("BEGIN EXCLUSIVE")
        device = access.device(secret, NOW_S)
        assert device is not None
        assert not access.see(device, NOW_S + 4000.0)
        noted = access.device(secret, NOW_S + 4000.0)

        assert noted is not None
        assert noted.last_seen_utc_s == NOW_S + 4000.0  # the next request need not try again
        with pytest.raises(StoreError):
            access.revoke(device.device_id)
        assert access.device(secret, NOW_S) is not None


def test_a_damaged_database_does_not_open_a_claimed_chair_to_everybody(access, path):
    access.pair("A", Role.OWNER, NOW_S)
    path.write_bytes(b"not a database at all" * 100)

    assert again(path).is_claimed
    assert again(path).device("anything", NOW_S) is None


def test_a_damaged_database_of_a_chair_that_nobody_claimed_leaves_it_open(path):
    path.write_bytes(b"not a database at all" * 100)

    assert not again(path).is_claimed


def test_a_viewer_or_a_kiosk_claims_nothing(access, path):
    access.pair("A", Role.VIEWER, NOW_S)

    assert not again(path).is_claimed
    assert not path.with_name(MARK).exists()


def test_forgetting_leaves_nothing_and_whoever_comes_next_is_the_first(access, path):
    secret = access.pair("Anna's phone", Role.OWNER, NOW_S)
    access.make_key("Home automation", Scope.READ, NOW_S)
    access.forget()

    assert not again(path).is_claimed
    assert access.device(secret, NOW_S) is None
    assert access.api_keys() == ()
    for file in path.parent.iterdir():
        assert b"Anna" not in file.read_bytes(), file.name
        assert b"Home automation" not in file.read_bytes(), file.name
    assert not path.with_name(MARK).exists()
