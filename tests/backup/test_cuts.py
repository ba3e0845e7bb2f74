"""The power goes at any moment of a restore: the chair is the old one or becomes the new one, and nothing in between stays."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from chairpi.backup.restoring import READY, UNREADY, Part, is_pending, prepare, settle, take


class PowerCut(BaseException):
    """Nothing of a process runs any more."""


@pytest.fixture
def cut_after(monkeypatch: pytest.MonkeyPatch):
    """The machine's own renaming works so many times."""
    rename = Path.rename

    def set_up(n: int) -> None:
        left = iter(range(n))

        def cut(path: Path, target: Path) -> Path:
            if next(left, None) is None:
                raise PowerCut
            return rename(path, target)

        monkeypatch.setattr(Path, "rename", cut)

    yield set_up
    monkeypatch.setattr(Path, "rename", rename)


def started(chair) -> None:
    """Both processes start, and work."""
    for part in Part:
        take(chair.directory, part)
        settle(chair.directory, part)


def numbers() -> Iterator[int]:
    yield from range(40)


def test_a_cut_anywhere_leaves_the_old_or_becomes_the_new(
    old_chair, fresh_chair, fill, cut_after, monkeypatch, tmp_path: Path
) -> None:
    made = old_chair.backup(tmp_path / "backup.zip", with_pairing=True)
    fill(fresh_chair)
    (fresh_chair.directory / "history.db-wal").write_bytes(b"the log of the old history")
    (fresh_chair.directory / "settings.toml").write_text("[slide]\nbegan_s = 44.0\n")
    before = fresh_chair.files()
    outcomes = set()
    for n in numbers():
        for path in sorted(fresh_chair.directory.rglob("*"), reverse=True):
            path.unlink() if path.is_file() else path.rmdir()
        for name, content in before.items():
            target = fresh_chair.directory / name
            target.parent.mkdir(exist_ok=True)
            target.write_bytes(content)
        cut_after(n)
        try:
            prepare(made.path, fresh_chair.layers, with_pairing=True, just_before=lambda: None)
            for part in Part:
                take(fresh_chair.directory, part)
            is_through = True
        except PowerCut:
            is_through = False
        monkeypatch.undo()

        was_decided = is_pending(fresh_chair.directory, Part.SENSOR) or is_pending(fresh_chair.directory, Part.WEB)
        started(fresh_chair)

        now = fresh_chair.files()
        assert not {READY, UNREADY} & {name.split("/")[0] for name in now}
        assert not [name for name in now if "before-restore" in name]
        if was_decided or is_through:
            assert fresh_chair.layers.chosen["slide"] == {"began_s": 33.0}
            assert "history.db-wal" not in now
            outcomes.add("new")
        else:
            assert now == before
            outcomes.add("old")
        if is_through:
            break

    assert is_through
    assert outcomes == {"old", "new"}
