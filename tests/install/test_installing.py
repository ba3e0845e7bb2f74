"""Taking ChairPi off a machine removes what is ChairPi's, and nothing else."""

from pathlib import Path

import pytest

from chairpi.install.installing import uninstall
from chairpi.install.system import Done, System


@pytest.mark.parametrize(("data_dir", "stays"), [("/var/lib/chairpi", False), ("/home/anna", True)])
def test_a_directory_that_somebody_chose_is_not_removed_with_all_that_is_in_it(
    tmp_path: Path, data_dir: str, stays: bool
) -> None:
    said: list[str] = []
    system = System(said.append, tmp_path, runner=lambda _command: Done(0, "inactive"))
    photo = system.at(data_dir) / "photo.jpg"
    photo.parent.mkdir(parents=True)
    photo.write_bytes(b"the grandchildren")

    uninstall(system, data_dir, remove_data=True)

    assert photo.exists() == stays
    assert any(f"Kept: {data_dir}" in line for line in said) == stays
