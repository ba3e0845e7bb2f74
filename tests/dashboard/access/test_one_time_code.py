"""The one-time code."""

import stat

import pytest
from click.testing import CliRunner

from chairpi.cli import main
from chairpi.clock import ManualClock, RealClock
from chairpi.config.tables import Config, PathConfig, WebConfig
from chairpi.config.text import as_toml
from chairpi.dashboard.access.one_time_code import FILE, address_of, issue_code, kept_code, spend
from chairpi.errors import LinkError


@pytest.fixture
def clock() -> ManualClock:
    return ManualClock(5000.0)


def test_a_code_has_eight_digits_and_is_another_each_time(tmp_path, clock):
    codes = {issue_code(tmp_path, clock) for _ in range(20)}

    assert len(codes) == 20
    assert all(len(code) == 8 and code.isdecimal() for code in codes)


def test_a_code_is_kept_as_a_digest_that_only_its_owner_can_read(tmp_path, clock):
    code = issue_code(tmp_path, clock)
    file = tmp_path / FILE

    assert code not in file.read_text()
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert [path.name for path in tmp_path.iterdir()] == [FILE]


def test_only_the_code_itself_matches(tmp_path, clock):
    code = issue_code(tmp_path, clock)
    kept = kept_code(tmp_path, clock)
    other = f"{(int(code) + 1) % 10**8:08}"

    assert kept is not None
    assert kept.matches(code)
    assert kept.matches(f" {code[:4]} {code[4:]}")
    assert not any(kept.matches(wrong) for wrong in (other, code[:7], code + "0", "", "\udcff", "٣" * 8))


def test_a_new_code_takes_the_place_of_the_one_before(tmp_path, clock):
    first, second = issue_code(tmp_path, clock), issue_code(tmp_path, clock)
    kept = kept_code(tmp_path, clock)

    assert kept is not None
    assert kept.matches(second)
    assert not kept.matches(first)


def test_a_code_is_good_for_ten_minutes_and_once(tmp_path, clock):
    issue_code(tmp_path, clock)
    clock.wait(599.0)
    assert kept_code(tmp_path, clock) is not None
    clock.wait(2.0)
    assert kept_code(tmp_path, clock) is None

    issue_code(tmp_path, clock)
    spend(tmp_path)
    spend(tmp_path)
    assert kept_code(tmp_path, clock) is None


def test_a_code_of_another_start_of_the_machine_is_no_code(tmp_path, clock):
    issue_code(tmp_path, clock)

    assert kept_code(tmp_path, RealClock()) is None


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"salt": 1}', "not json"])
def test_a_file_that_is_no_code_is_no_code(tmp_path, clock, text):
    (tmp_path / FILE).write_text(text)

    assert kept_code(tmp_path, clock) is None


def test_no_code_without_a_chair(tmp_path, clock):
    with pytest.raises(LinkError, match="no chair runs here"):
        issue_code(tmp_path / "nowhere", clock)


@pytest.mark.parametrize(
    ("host", "port", "address"),
    [("127.0.0.1", 8080, "http://127.0.0.1:8080/pair"), ("::1", 80, "http://[::1]:80/pair")],
)
def test_the_address_of_the_page_is_told(host, port, address):
    assert address_of(Config(web=WebConfig(host=host, port=port))) == address


def test_a_dashboard_for_the_whole_house_is_told_by_the_machines_name():
    assert ".local:8080/pair" in address_of(Config())


def test_the_command_prints_the_code_and_where_to_type_it(tmp_path):
    config = Config(paths=PathConfig(data_dir=str(tmp_path), runtime_dir=str(tmp_path)))
    path = tmp_path / "chairpi.toml"
    path.write_text(as_toml(config))

    result = CliRunner().invoke(main, ["pair", "--config", str(path)])

    digits = "".join(sign for sign in result.output.splitlines()[0] if sign.isdecimal())
    kept = kept_code(tmp_path, RealClock())
    assert result.exit_code == 0
    assert address_of(config) in result.output
    assert kept is not None
    assert kept.matches(digits)


def test_the_command_says_what_to_do_where_no_chair_runs(tmp_path):
    path = tmp_path / "chairpi.toml"
    path.write_text(as_toml(Config(paths=PathConfig(data_dir=str(tmp_path), runtime_dir=str(tmp_path / "no")))))

    result = CliRunner().invoke(main, ["pair", "--config", str(path)])

    assert result.exit_code == 1
    assert "Start the chair first" in result.output
