"""What was chosen in the browser lies over chairpi.toml, is read back as it was written, and never keeps the chair from starting."""

from __future__ import annotations

import logging
import math
import stat
import tomllib
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

from chairpi.chosen_settings import (
    as_text,
    chosen_path,
    document_of,
    files_set_aside,
    laid_over,
    read_chosen,
    with_chosen,
    write_chosen,
)
from chairpi.cli import main
from chairpi.config.reading import parse_config
from chairpi.config.tables import Config, PathConfig
from chairpi.core.settings import PromptSettings
from chairpi.errors import ConfigError, StoreError

KEYS = st.from_regex(r"[a-z][a-z0-9_]{0,12}", fullmatch=True)
TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
VALUES = st.one_of(
    st.booleans(),
    st.integers(-(2**31), 2**31),
    st.floats(allow_nan=False),
    TEXTS,
    st.lists(TEXTS, max_size=3),
)
TABLES = st.dictionaries(KEYS, VALUES, min_size=1, max_size=4)


def base(directory: Path) -> Config:
    return Config(prompts=PromptSettings(stand_after_min=45.0), paths=PathConfig(data_dir=str(directory)))


@given(
    st.dictionaries(KEYS.filter(lambda key: key != "cell"), TABLES, max_size=3),
    st.lists(TABLES, min_size=1, max_size=3),
)
@settings(max_examples=50)
def test_what_is_written_reads_back_to_the_same(tables, cells):
    document = tables | {"cell": cells}

    assert tomllib.loads(as_text(document)) == document


def test_a_backrest_cell_has_no_place_and_reads_back_so(tmp_path):
    document = {"cell": document_of(Config())["cell"]}
    path = tmp_path / "settings.toml"

    write_chosen(path, document)

    assert math.isnan(read_chosen(path)["cell"][4]["ap_mm"])
    assert repr(laid_over(Config(), read_chosen(path))) == repr(Config())


def test_every_configuration_is_the_one_of_its_document():
    assert repr(parse_config(document_of(Config()))) == repr(Config())


def test_what_was_chosen_goes_before_the_file_and_the_rest_stays(tmp_path):
    write_chosen(chosen_path(base(tmp_path)), {"slide": {"began_s": 50.0}, "web": {"names": ["sofa.example"]}})

    layers = with_chosen(base(tmp_path))

    assert (layers.config.slide.began_s, layers.config.web.names) == (50.0, ("sofa.example",))
    assert layers.config.prompts.stand_after_min == 45.0
    assert layers.base == base(tmp_path) or repr(layers.base) == repr(base(tmp_path))


def test_the_file_says_who_writes_it_and_others_cannot_read_it(tmp_path):
    path = tmp_path / "settings.toml"

    write_chosen(path, {"slide": {"began_s": 50.0}})

    assert path.read_text().startswith("# Settings that were chosen in the browser.")
    assert stat.S_IMODE(path.stat().st_mode) == 0o640
    assert [file.name for file in tmp_path.iterdir()] == ["settings.toml"]


@pytest.mark.parametrize(
    ("text", "why"),
    [
        pytest.param(b"slide = [", "not TOML", id="no TOML"),
        pytest.param(b"\xff\xfe\x00", "not TOML", id="no text"),
        pytest.param(b"[slide]\nbegan_s = 1", "slide.began_s: found 1.0", id="an impossible value"),
        pytest.param(b"[slyde]\nbegan_s = 60", "slyde: unknown key", id="an unknown table"),
        pytest.param(b"slide = 3", "slide: found 3", id="a number for a table"),
        pytest.param(b"[paths]\ndata_dir = '/tmp'", "paths: ", id="where it lies itself"),
        pytest.param(b"[outputs]\nled_gpio = 5", "GPIO 5 is already used", id="a pin that is taken"),
    ],
)
def test_a_file_that_cannot_be_used_is_set_aside_and_told_once(tmp_path, caplog, text, why):
    path = chosen_path(base(tmp_path))
    path.write_bytes(text)

    with caplog.at_level(logging.WARNING):
        layers = [with_chosen(base(tmp_path), mend=True) for _ in range(2)]

    assert [repr(each.config) for each in layers] == [repr(base(tmp_path))] * 2
    assert [record.levelname for record in caplog.records] == ["ERROR"]
    assert why in caplog.text
    (aside,) = files_set_aside(path)
    assert aside.read_bytes() == text
    assert not path.exists()


def test_a_command_that_merely_looks_leaves_the_file_where_it_is(tmp_path):
    path = chosen_path(base(tmp_path))
    path.write_text("slide = [")

    assert repr(with_chosen(base(tmp_path)).config) == repr(base(tmp_path))
    assert path.exists()


def test_a_file_that_cannot_be_read_is_told_and_left(tmp_path, caplog):
    chosen_path(base(tmp_path)).mkdir()

    layers = with_chosen(base(tmp_path), mend=True)

    assert layers.chosen == {}
    assert "cannot be read" in caplog.text


def test_a_file_that_cannot_be_written_is_told_and_leaves_nothing(tmp_path):
    with pytest.raises(StoreError, match="cannot be written"):
        write_chosen(tmp_path / "nowhere" / "settings.toml", {"slide": {"began_s": 50.0}})


def test_where_it_says_where_it_lies_the_refusal_says_so():
    with pytest.raises(ConfigError, match=r"only be given in chairpi\.toml"):
        laid_over(Config(), {"paths": {"data_dir": "/elsewhere"}})


def test_the_printed_configuration_tells_what_was_chosen_in_the_browser(tmp_path):
    (tmp_path / "chairpi.toml").write_text(f'[paths]\ndata_dir = "{tmp_path}"\n[slide]\nbegan_mm = 35\n')
    write_chosen(tmp_path / "settings.toml", {"slide": {"began_s": 50.0}})

    printed = CliRunner().invoke(main, ["config", "--config", str(tmp_path / "chairpi.toml")]).output

    assert "# Chosen in the browser: settings.toml in the data directory.\nbegan_s = 50.0\n" in printed
    assert printed.count("Chosen in the browser") == 1
    assert tomllib.loads(printed)["slide"]["began_mm"] == 35.0
