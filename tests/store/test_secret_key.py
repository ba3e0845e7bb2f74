"""The dashboard's key is made once, and a power cut in the middle of that leaves none or a whole one."""

from pathlib import Path

import pytest

from chairpi.store.secret_key import FILE, KEY_BYTES, secret_key


def test_the_key_is_made_once_and_nobody_else_may_read_it(tmp_path: Path) -> None:
    made = secret_key(tmp_path / "data")

    assert secret_key(tmp_path / "data") == made
    assert len(made) == KEY_BYTES
    assert (tmp_path / "data" / FILE).stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("left", [b"", b"half of it"])
def test_a_key_that_was_cut_short_is_set_aside(tmp_path: Path, left: bytes) -> None:
    (tmp_path / FILE).write_bytes(left)

    assert len(secret_key(tmp_path)) == KEY_BYTES
    assert (tmp_path / "web.key.set-aside").read_bytes() == left


def test_where_no_key_can_be_kept_the_process_has_one_of_its_own(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "data").write_text("a file")

    one, other = secret_key(tmp_path / "data"), secret_key(tmp_path / "data")

    assert len(one) == KEY_BYTES
    assert one != other
    assert "the dashboard's key cannot be kept in" in caplog.text
