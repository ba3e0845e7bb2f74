"""`chairpi export`: one private file, whole or not there at all."""

import stat
import zipfile
from pathlib import Path

from click.testing import CliRunner

from chairpi.cli import main
from chairpi.store.history import History


def run(tmp_path: Path, *arguments: str):
    config = tmp_path / "chairpi.toml"
    config.write_text(f'[paths]\ndata_dir = "{tmp_path / "data"}"\n', encoding="utf-8")
    return CliRunner().invoke(main, ["export", *arguments, "--config", str(config)])


def test_it_writes_everything_into_one_file_that_only_its_owner_reads(tmp_path: Path) -> None:
    History.open(tmp_path / "data" / "history.db", "boot", 0.0, 1.8e9).close()
    result = run(tmp_path, str(tmp_path / "all.zip"))

    assert result.exit_code == 0, result.output
    assert "chairpi/minute.csv" in zipfile.ZipFile(tmp_path / "all.zip").namelist()
    assert stat.S_IMODE((tmp_path / "all.zip").stat().st_mode) == 0o600
    assert not (tmp_path / "all.zip.part").exists()


def test_a_file_that_is_there_is_left_as_it_is_unless_forced(tmp_path: Path) -> None:
    History.open(tmp_path / "data" / "history.db", "boot", 0.0, 1.8e9).close()
    (tmp_path / "all.zip").write_bytes(b"mine")
    refused = run(tmp_path, str(tmp_path / "all.zip"))
    assert refused.exit_code != 0
    assert (tmp_path / "all.zip").read_bytes() == b"mine"

    assert run(tmp_path, str(tmp_path / "all.zip"), "--force").exit_code == 0
    assert zipfile.is_zipfile(tmp_path / "all.zip")


def test_without_data_it_says_so_and_makes_no_file(tmp_path: Path) -> None:
    result = run(tmp_path, str(tmp_path / "all.zip"))

    assert result.exit_code != 0
    assert "nothing is kept" in result.output
    assert not (tmp_path / "all.zip").exists()
