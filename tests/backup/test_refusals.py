"""Whatever a file is, it is restored or refused in words; and where it is refused nothing at all is changed."""

import hashlib
import io
import json
import re
import sqlite3
import tracemalloc
import zipfile
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from kept_files import NOON_UTC_S, chair_in, live_in

from chairpi.backup.manifest import manifest_of
from chairpi.backup.restoring import prepare
from chairpi.data_names import MANIFEST
from chairpi.errors import BackupError, StoreError

Members = dict[str, bytes]


@pytest.fixture(scope="module")
def members(tmp_path_factory: pytest.TempPathFactory) -> Members:
    """A good backup, taken apart."""
    directory = tmp_path_factory.mktemp("good")
    chair = chair_in(directory / "chair")
    live_in(chair)
    chair.backup(directory / "good.zip", with_pairing=True)
    with zipfile.ZipFile(directory / "good.zip") as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def packed(members: Members, compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", compression) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return file.getvalue()


def retold(members: Members, **changes: object) -> Members:
    record = json.loads(members[MANIFEST]) | changes
    return {**members, MANIFEST: json.dumps(record).encode()}


def with_file(members: Members, name: str, content: bytes) -> Members:
    """With another file, and a list of contents that tells the truth about it."""
    record = json.loads(members[MANIFEST])
    record["members"][name] = {"size_bytes": len(content), "sha256": hashlib.sha256(content).hexdigest()}
    return {**members, MANIFEST: json.dumps(record).encode(), name: content}


def other_table(members: Members, tmp_path: Path, sql: str) -> Members:
    path = tmp_path / "changed.db"
    path.write_bytes(members["history.db"])
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute(sql)
    return with_file(members, "history.db", path.read_bytes())


def refusal(chair, content: bytes, tmp_path: Path) -> str:
    """Why a file is not taken; nothing is changed then."""
    archive = tmp_path / "offered.zip"
    archive.write_bytes(content)
    before = chair.files()

    with pytest.raises(BackupError) as found:
        prepare(
            archive, chair.layers, NOON_UTC_S, with_pairing=False, just_before=lambda: pytest.fail("it was found good")
        )

    assert chair.files() == before
    assert "Traceback" not in str(found.value)
    return str(found.value)


WRONG: dict[str, tuple[Callable[[Members], Members], str]] = {
    "newer format": (lambda m: retold(m, format=2, chairpi_version="9.0"), r"newer ChairPi \(9.0\)"),
    "newer schema": (lambda m: retold(m, schema_versions={"history.db": 999, "app.db": 1}), "version 999"),
    "another schema than told": (lambda m: retold(m, schema_versions={"history.db": 1, "app.db": 1}), "does not say"),
    "no list": (lambda m: {name: content for name, content in m.items() if name != MANIFEST}, "none that ChairPi made"),
    "a list that is none": (lambda m: {**m, MANIFEST: b"[1, 2]"}, "cannot be read"),
    "a deep list": (lambda m: {**m, MANIFEST: b"[" * 100_000}, "cannot be read"),
    "a member changed": (lambda m: {**m, "settings.toml": m["settings.toml"][:-1] + b"#"}, "not as"),
    "a member gone": (lambda m: {name: content for name, content in m.items() if name != "app.db"}, "does not say"),
    "a member more": (lambda m: {**m, "more.txt": b"!"}, "does not say"),
    "leads out": (lambda m: with_file(m, "recordings/../../evil.csv", b"!"), "no backup holds"),
    "absolute": (lambda m: with_file(m, "/etc/evil", b"!"), "no backup holds"),
    "hidden": (lambda m: with_file(m, "recordings/.profile", b"!"), "no backup holds"),
    "a recording that is none": (lambda m: with_file(m, "recordings/web.key", b"k" * 32), "no backup holds"),
    "another programme's file": (lambda m: with_file(m, "starts.json", b"{}"), "no backup holds"),
    "no database": (lambda m: with_file(m, "app.db", b"a letter to my aunt" * 300), "is not a database"),
    "an empty database": (lambda m: with_file(m, "app.db", b""), "does not say"),
    "settings that are none": (lambda m: with_file(m, "settings.toml", b"\xff\xfe= ["), "settings.toml"),
}


@pytest.mark.parametrize("what", WRONG)
def test_what_it_does_not_understand_is_refused(what: str, members: Members, fresh_chair, tmp_path: Path) -> None:
    change, why = WRONG[what]

    assert re.search(why, refusal(fresh_chair, packed(change(members)), tmp_path))


@pytest.mark.parametrize(
    "sql",
    [
        "CREATE TRIGGER evil AFTER INSERT ON boot BEGIN DELETE FROM sitter; END",
        "CREATE VIEW evil AS SELECT 1",
        "CREATE TABLE evil (x)",
        "DROP TABLE memory",
    ],
)
def test_tables_of_somebody_elses_are_refused(sql: str, members: Members, fresh_chair, tmp_path: Path) -> None:
    assert "other tables" in refusal(fresh_chair, packed(other_table(members, tmp_path, sql)), tmp_path)


def test_a_file_that_unpacks_to_far_more_is_not_unpacked(members: Members, fresh_chair, tmp_path: Path) -> None:
    bomb = bytes(64 * 1024**2)
    content = packed({**members, "history.db": bomb})  # 64 MB in 65 kB, where the list tells of a few pages

    assert "does not say" in refusal(fresh_chair, content, tmp_path)


def test_a_directory_of_countless_files_is_not_read_into_memory(fresh_chair, tmp_path: Path) -> None:
    content = packed({f"{number:0200}": b"" for number in range(10_000)})

    tracemalloc.start()
    said = refusal(fresh_chair, content, tmp_path)
    _now_bytes, most_bytes = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert "far too many" in said
    assert most_bytes < len(content)


def test_other_compressions_are_refused(members: Members, fresh_chair, tmp_path: Path) -> None:
    assert "another way" in refusal(fresh_chair, packed(members, zipfile.ZIP_BZIP2), tmp_path)


def test_the_good_one_is_taken(members: Members, fresh_chair, tmp_path: Path) -> None:
    (tmp_path / "good.zip").write_bytes(packed(members))

    prepared = prepare(
        tmp_path / "good.zip", fresh_chair.layers, NOON_UTC_S, with_pairing=False, just_before=lambda: None
    )

    assert prepared.left_out == ""


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    edits=st.lists(st.tuples(st.floats(0.0, 1.0), st.integers(0, 255)), max_size=6),
    cut=st.one_of(st.none(), st.floats(0.0, 1.0)),
    more=st.binary(max_size=30),
)
def test_a_file_that_somebody_changed_is_taken_or_refused_in_words(
    members: Members, fresh_chair, tmp_path: Path, edits, cut, more
) -> None:
    content = bytearray(packed(members))
    for place, byte in edits:
        content[round(place * (len(content) - 1))] = byte
    if cut is not None:
        del content[round(cut * len(content)) :]
    archive = tmp_path / "offered.zip"
    archive.write_bytes(bytes(content) + more)
    before = fresh_chair.files()

    def found_good() -> None:
        raise StoreError("it is good, and not to be restored")

    with pytest.raises(StoreError, match=r"\w"):
        prepare(archive, fresh_chair.layers, NOON_UTC_S, with_pairing=False, just_before=found_good)

    assert fresh_chair.files() == before


JSON = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=8)),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3),
        st.dictionaries(
            st.sampled_from(
                ("members", "schema_versions", "history.db", "size_bytes", "sha256", "made_utc_s", "reason")
            ),
            inner,
            max_size=4,
        ),
    ),
    max_leaves=12,
)


@settings(max_examples=200)
@given(
    key=st.sampled_from(("format", "members", "schema_versions", "made_utc_s", "reason", "left_out", "chair")),
    value=JSON,
)
def test_any_list_of_contents_is_read_or_refused(key: str, value: object) -> None:
    record = {
        "format": 1, "chairpi_version": "1", "made_utc_s": 0.0, "chair": "x", "reason": "day", "with_pairing": True, "left_out": [],
        "schema_versions": {"history.db": 1, "app.db": 1}, "members": {},
    } | {key: value}  # fmt: skip

    with pytest.raises(ValueError, match=r"\w"):
        manifest_of(json.dumps(record).encode())
