import multiprocessing
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from release_archives import STRANGER, small_release
from sandbox import DATA, Machine, cut_at_every_step

from chairpi.errors import InstallError
from chairpi.install import trial
from chairpi.install.places import RELEASES


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    made = Machine.made(tmp_path / "machine")
    made.start()
    return made


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    return small_release(tmp_path)


def files_of(machine: Machine) -> dict[str, bytes]:
    return {
        str(path.relative_to(machine.root)): path.read_bytes()
        for path in machine.root.rglob("*")
        if path.is_file() and path.name != ".lock" and not path.name.endswith(("-wal", "-shm"))
    }


def test_a_release_that_comes_up_is_in_use(machine, archive):
    assert machine.update(archive, comes_up=True)

    assert machine.version == "2.0.0"
    assert machine.n_rows() == 12
    assert machine.running == set(trial.SERVICES[:2])
    assert not machine.system.at(trial.TRIAL).exists()
    assert not machine.system.at(f"{DATA}/before-update").exists()


def test_a_release_that_does_not_come_up_gives_way_and_the_data_are_as_the_old_one_left_them(machine, archive):
    before = machine.n_rows()

    assert not machine.update(archive, comes_up=False)

    assert machine.version == "1.0.0"
    assert machine.n_rows() == before + 1  # written by version 1.0.0, in use again
    assert machine.n_rows("history.db.from-2.0.0") == before + 1
    assert not machine.system.at(f"{RELEASES}/2.0.0").exists()
    assert any("is kept as" in line for line in machine.said)


def test_rows_are_kept_that_a_release_wrote_which_left_their_form_as_it_was(machine, archive, tmp_path):
    machine.update(archive, comes_up=True)
    before = machine.n_rows()

    machine.update(small_release(tmp_path, "2.1.0"), comes_up=False)

    assert machine.version == "2.0.0"
    assert machine.n_rows() == before + 2
    assert any("kept all its rows" in line for line in machine.said)


def test_a_step_that_fails_leads_back_too(machine, archive):
    machine.stumbles_at = "2.0.0"

    with pytest.raises(InstallError, match="cannot be placed"):
        machine.update(archive, comes_up=True)

    assert machine.version == "1.0.0"
    machine.write_rows(1)


def test_the_starts_that_failed_are_not_counted_against_the_old_release(machine, archive):
    starts = machine.system.at(f"{DATA}/starts.json")
    starts.write_text("[1, 2, 3]", encoding="ascii")

    machine.update(archive, comes_up=False)

    assert not starts.exists()


def test_the_release_in_use_and_the_one_before_it_are_kept(machine, archive, tmp_path):
    machine.update(archive, comes_up=True)
    machine.update(small_release(tmp_path, "2.1.0"), comes_up=True)

    assert machine.version == "2.1.0"
    assert sorted(path.name for path in machine.system.at(RELEASES).iterdir()) == ["2.0.0", "2.1.0"]


def test_the_same_version_changes_nothing(machine, tmp_path):
    before = files_of(machine)

    assert machine.update(small_release(tmp_path, "1.0.0"), comes_up=False)

    assert files_of(machine) == before


def test_an_older_version_is_taken_only_when_asked_for(machine, archive, tmp_path):
    machine.update(archive, comes_up=True)
    machine.update(small_release(tmp_path, "2.1.0"), comes_up=True)
    before = files_of(machine)

    with pytest.raises(InstallError, match="--allow-older"):
        machine.update(archive, comes_up=True)
    assert files_of(machine) == before

    assert machine.update(archive, comes_up=True, allow_older=True)
    assert machine.version == "2.0.0"


def test_a_refused_archive_changes_nothing(machine, tmp_path):
    before = files_of(machine)

    with pytest.raises(InstallError, match="nothing was changed"):
        machine.update(small_release(tmp_path, key=STRANGER), comes_up=True)

    assert files_of(machine) == before
    assert machine.running == set(trial.SERVICES[:2])


def test_without_a_backup_nothing_is_changed(machine, archive):
    machine.card_is_full = True
    before = files_of(machine)

    with pytest.raises(InstallError, match=r"could not be backed up, so nothing was changed.*the card is full"):
        machine.update(archive, comes_up=True)

    assert machine.version == "1.0.0"
    assert files_of(machine) == before


@pytest.fixture
def in_memory() -> Iterator[Path]:
    """A directory on a disk that takes no time to write, where there is one: hundreds of updates are cut short in it."""
    with tempfile.TemporaryDirectory(dir="/dev/shm" if os.access("/dev/shm", os.W_OK) else None) as name:  # noqa: S108
        yield Path(name)


@pytest.mark.parametrize("comes_up", [True, False], ids=["comes up", "does not come up"])
def test_a_power_cut_at_any_step_leaves_one_release_whole_and_data_that_it_can_read(in_memory, archive, comes_up):
    updates = multiprocessing.get_context("spawn").Process(
        target=cut_at_every_step, args=(in_memory, archive, comes_up)
    )
    updates.start()
    updates.join()
    n_steps = len(list(in_memory.iterdir())) - 2
    versions = []
    for step in range(n_steps + 1):
        machine = Machine(in_memory / str(step))

        machine.start()

        versions.append(machine.version)
        assert machine.n_rows() >= 11
        assert not machine.system.at(trial.TRIAL).exists()
        machine.update(archive, comes_up=True)
        assert machine.version == "2.0.0"

    assert updates.exitcode == 0
    assert n_steps > 40
    assert versions == sorted(versions)  # there is one step before which it is the old one, and after it the new one
    assert set(versions) == ({"1.0.0", "2.0.0"} if comes_up else {"1.0.0"})
