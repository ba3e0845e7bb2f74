import os
import tarfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from release_archives import KEY, STRANGER, manifest_of, signed_members, small_release, tar_of

from chairpi.errors import InstallError
from chairpi.install.archive import ReleaseArchive
from chairpi.install.manifest import LONGEST_FILE_BYTES, MOST_FILES, manifest_from

KEYS = [KEY.public_key()]
FILES = {"install": b"#!/bin/sh\n", "wheels/chairpi-2.0.0-py3-none-any.whl": b"a wheel"}


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    return small_release(tmp_path_factory.mktemp("whole")).read_bytes()


def refusal(path: Path) -> str:
    with pytest.raises(InstallError) as caught:
        ReleaseArchive(path, KEYS)
    assert "nothing was changed" in str(caught.value)
    return str(caught.value)


def test_a_release_is_unpacked_as_it_was_made(tmp_path):
    path = small_release(tmp_path)

    with ReleaseArchive(path, KEYS) as archive:
        (tmp_path / "out").mkdir()
        archive.unpack(tmp_path / "out")

    assert archive.manifest.version == "2.0.0"
    found = {str(file.relative_to(tmp_path / "out")) for file in (tmp_path / "out").rglob("*") if file.is_file()}
    assert found == {file.name for file in archive.manifest.files}
    assert (tmp_path / "out/wheels/other-1.0-py3-none-any.whl").read_bytes() == b"another"


def test_the_same_files_make_the_same_archive(tmp_path):
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()

    assert small_release(tmp_path / "a").read_bytes() == small_release(tmp_path / "b").read_bytes()


@given(where=st.floats(0, 1, exclude_max=True), bit=st.integers(0, 7))
def test_one_changed_bit_anywhere_is_refused(whole, tmp_path_factory, where, bit):
    data = bytearray(whole)
    data[int(where * len(data))] ^= 1 << bit
    path = tmp_path_factory.getbasetemp() / f"changed-{os.getpid()}.tar"
    path.write_bytes(data)

    refusal(path)


@given(where=st.floats(0, 1, exclude_max=True))
def test_an_archive_that_is_cut_short_is_refused_or_lost_nothing(whole, tmp_path_factory, where):
    path = tmp_path_factory.getbasetemp() / f"cut-{os.getpid()}.tar"
    path.write_bytes(whole[: int(where * len(whole))])

    if whole[int(where * len(whole)) :].strip(b"\0"):
        refusal(path)


@pytest.mark.parametrize(
    "data", [b"", b"\0" * 10240, b"PK\x03\x04" * 500, os.urandom(5000)], ids=["empty", "zeros", "zip", "noise"]
)
def test_what_is_no_archive_is_refused(tmp_path, data):
    (tmp_path / "x.tar").write_bytes(data)

    refusal(tmp_path / "x.tar")


def test_a_file_that_is_not_there_is_told(tmp_path):
    with pytest.raises(InstallError, match="cannot be read"):
        ReleaseArchive(tmp_path / "nowhere.tar", KEYS)


def test_another_persons_release_is_refused(tmp_path):
    assert "not signed with a key" in refusal(small_release(tmp_path, key=STRANGER))


def test_where_no_key_is_known_every_release_is_refused(tmp_path):
    with pytest.raises(InstallError, match="no key"):
        ReleaseArchive(small_release(tmp_path), [])


def test_an_archive_without_a_signature_is_refused(tmp_path):
    members = [member for member in signed_members(manifest_of(FILES), FILES) if not member[0].endswith(".sig")]

    assert "not signed" in refusal(tar_of(members, tmp_path / "x.tar"))


@pytest.mark.parametrize(
    "name",
    ["../evil", "/etc/passwd", "wheels/../../evil", "wheels/a/b", ".profile", "wheels/", "a\nb", ""],
)
def test_a_name_that_leads_elsewhere_is_refused_even_when_it_is_signed(tmp_path, name):
    files = {**FILES, name: b"x"}
    members = [(path or "chairpi-2.0.0", data) for path, data in signed_members(manifest_of(files), files)]

    assert "expected a plain name" in refusal(tar_of(members, tmp_path / "x.tar"))
    assert list(tmp_path.iterdir()) == [tmp_path / "x.tar"]


@pytest.mark.parametrize("kind", [tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.CHRTYPE, tarfile.FIFOTYPE, tarfile.DIRTYPE])
def test_what_is_no_plain_file_is_refused(tmp_path, kind):
    odd = tarfile.TarInfo("chairpi-2.0.0/install")
    odd.type, odd.linkname = kind, "/etc/passwd"
    members = signed_members(manifest_of(FILES), FILES)

    assert "no plain file" in refusal(tar_of([*members[:2], odd, *members[3:]], tmp_path / "x.tar"))


@pytest.mark.parametrize(
    ("change", "says"),
    [
        pytest.param(lambda members: [*members, ("chairpi-2.0.0/more", b"x")], "goes on", id="one more"),
        pytest.param(lambda members: members[:-1], "cut short", id="one less"),
        pytest.param(
            lambda members: [*members[:2], members[3], members[2]], "where install should be", id="another order"
        ),
        pytest.param(
            lambda members: [*members[:-1], (members[-1][0], b"a wheeL")], "not what was signed", id="other contents"
        ),
        pytest.param(lambda members: [*members[:-1], (members[-1][0], b"longer than it was")], "where", id="longer"),
        pytest.param(
            lambda members: [("chairpi-9/manifest.json", members[0][1]), *members[1:]], "not signed", id="folders"
        ),
    ],
)
def test_an_archive_that_is_not_as_its_manifest_says_is_refused(tmp_path, change, says):
    members = change(signed_members(manifest_of(FILES), FILES))

    assert says in refusal(tar_of(members, tmp_path / "x.tar"))


def test_a_folder_of_another_version_is_refused(tmp_path):
    members = signed_members(manifest_of(FILES), FILES, folder="chairpi-3.0.0")

    assert "says that it is chairpi-2.0.0" in refusal(tar_of(members, tmp_path / "x.tar"))


@pytest.mark.parametrize(
    ("data", "says"),
    [
        pytest.param(b"{", "not JSON", id="no JSON"),
        pytest.param(b"[" * 100_000, "not JSON", id="deep"),
        pytest.param(b"[]", "the whole", id="a list"),
        pytest.param(b'{"format": 1, "name": "chairpi", "version": "2.0.0"}', "expected exactly", id="a key less"),
        pytest.param(b'{"format": 2, "name": "chairpi", "version": "2.0.0", "files": []}', "in format 2", id="format"),
        pytest.param(b'{"format": true, "name": "chairpi", "version": "2.0.0", "files": []}', "format", id="true"),
        pytest.param(b'{"format": 1, "name": "other", "version": "2.0.0", "files": []}', "'other'", id="another"),
        pytest.param(b'{"format": 1, "name": "chairpi", "version": "../..", "files": []}', "no version", id="version"),
        pytest.param(b'{"format": 1, "name": "chairpi", "version": "2.00", "files": []}', "written", id="other spelling"),
        pytest.param(
            b'{"format": 1, "name": "chairpi", "version": "2.0.0", "files": [{"name": "a", "size_bytes": -1, "sha256": "0"}]}',
            "size_bytes", id="size",
        ),
        pytest.param(
            b'{"format": 1, "name": "chairpi", "version": "2.0.0", "files": [{"name": "a", "size_bytes": 1, "sha256": "0"}]}',
            "sha256", id="digest",
        ),
    ],
)  # fmt: skip
def test_a_manifest_that_breaks_the_format_is_refused(data, says):
    with pytest.raises(InstallError, match=says):
        manifest_from(data)


def entry(name: str, size_bytes: int) -> bytes:
    return b'{"name": "%s", "size_bytes": %d, "sha256": "%s"}' % (name.encode(), size_bytes, b"0" * 64)


@pytest.mark.parametrize(
    ("entries", "says"),
    [
        pytest.param([entry("a", LONGEST_FILE_BYTES + 1)], "at most", id="one too large"),
        pytest.param([entry(f"a{n}", LONGEST_FILE_BYTES) for n in range(5)], "at most", id="all too large"),
        pytest.param([entry(f"a{n}", 1) for n in range(MOST_FILES + 1)], "at most", id="too many"),
        pytest.param([entry("a", 1), entry("a", 1)], "twice", id="twice"),
    ],
)
def test_a_release_larger_than_any_is_refused(entries, says):
    data = b'{"format": 1, "name": "chairpi", "version": "2.0.0", "files": [' + b",".join(entries) + b"]}"

    with pytest.raises(InstallError, match=says):
        manifest_from(data)


def test_an_archive_that_changes_after_it_was_checked_is_not_unpacked(tmp_path):
    path = small_release(tmp_path)
    data = path.read_bytes()
    with ReleaseArchive(path, KEYS) as archive:
        path.write_bytes(data.replace(b"another", b"changed"))
        (tmp_path / "out").mkdir()

        with pytest.raises(InstallError, match="not what was signed"):
            archive.unpack(tmp_path / "out")
