import stat
import zipfile
from pathlib import Path

import pytest
from click.testing import CliRunner
from release_archives import small_release

from chairpi.errors import InstallError
from chairpi.install.archive import ReleaseArchive
from chairpi.install.making import Target, collect_wheels, requirements_of
from chairpi.install.release import main
from chairpi.install.signing import is_signed, load_public, load_secret, sign

METADATA = """\
Metadata-Version: 2.4
Name: chairpi
Requires-Dist: numpy>=2
Requires-Dist: gpiod<3,>=2.2.2; extra == 'pi'
Requires-Dist: lgpio>=0.2.2; (python_version < '3.13') and extra == 'pi'
Requires-Dist: pytest>=9; extra == 'dev'
"""


@pytest.mark.parametrize(
    ("target", "names"),
    [
        ("3.11-aarch64", {"numpy", "gpiod", "lgpio"}),
        ("3.13-aarch64", {"numpy", "gpiod"}),
        ("3.13-x86_64", {"numpy"}),
    ],
)
def test_wheels_are_fetched_for_the_machine_they_are_for(tmp_path, target, names):
    wheel = tmp_path / "chairpi-1.0.0-py3-none-any.whl"
    with zipfile.ZipFile(wheel, "w") as archive:
        archive.writestr("chairpi-1.0.0.dist-info/METADATA", METADATA)

    assert {requirement.name for requirement in requirements_of(wheel, Target.from_text(target))} == names


@pytest.mark.parametrize("text", ["", "3.13", "aarch64", "3.13-", "2.7-x86_64", "3.13-x86_64; rm"])
def test_a_target_that_is_none_is_refused(text):
    with pytest.raises(InstallError, match=r"such as 3\.13-aarch64"):
        Target.from_text(text)


def test_a_pair_of_keys_signs_and_knows_what_it_signed(tmp_path):
    made = CliRunner().invoke(main, ["keys", str(tmp_path)])
    secret, public = load_secret(tmp_path / "release.key"), load_public(tmp_path / "release.pub")

    assert made.exit_code == 0
    assert stat.S_IMODE((tmp_path / "release.key").stat().st_mode) == 0o600
    assert is_signed(b"this", sign(secret, b"this"), [public])
    assert not is_signed(b"that", sign(secret, b"this"), [public])


def test_no_key_is_written_over(tmp_path):
    CliRunner().invoke(main, ["keys", str(tmp_path)])
    before = (tmp_path / "release.key").read_bytes()

    again = CliRunner().invoke(main, ["keys", str(tmp_path)])

    assert again.exit_code == 1
    assert "cannot be written" in again.output
    assert (tmp_path / "release.key").read_bytes() == before


def test_a_wheelhouse_gives_all_wheels_but_chairpis_own(tmp_path):
    house, into = tmp_path / "house", tmp_path / "into"
    house.mkdir()
    into.mkdir()
    for name in ("chairpi-0.0.1-py3-none-any.whl", "numpy-2.0-py3-none-any.whl", "notes.txt"):
        (house / name).write_bytes(b"x")

    collect_wheels([house], into)

    assert [path.name for path in into.iterdir()] == ["numpy-2.0-py3-none-any.whl"]


def test_what_is_made_with_a_pair_of_keys_is_taken_where_its_public_key_is_known(tmp_path):
    CliRunner().invoke(main, ["keys", str(tmp_path)])
    archive = small_release(tmp_path, key=load_secret(tmp_path / "release.key"))

    with ReleaseArchive(archive, [load_public(tmp_path / "release.pub")]) as opened:
        assert opened.manifest.version == "2.0.0"


@pytest.mark.parametrize("text", [b"", b"-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----\n", b"\xff\xfe"])
def test_a_file_without_a_key_is_told(tmp_path: Path, text):
    (tmp_path / "x.pub").write_bytes(text)

    with pytest.raises(InstallError, match="no public key"):
        load_public(tmp_path / "x.pub")
