import json
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner
from processes import House, free_port

import chairpi
from chairpi.cli import main
from chairpi.clock import ManualClock, RealClock
from chairpi.config.tables import Config, PathConfig, WebConfig
from chairpi.install.address import addresses, where_to_look
from chairpi.install.health import look, wait_for


@pytest.fixture
def directory() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="chairpi-") as name:
        yield Path(name)


def test_a_chair_that_runs_is_well_and_one_that_does_not_is_not(directory):
    house = House(directory)
    try:
        nothing = look(house.config)
        house.start("sensor")
        house.start("web")
        seen = wait_for(house.config, RealClock(), 60.0, lambda health: health.is_well)
        said = CliRunner().invoke(main, ["health", "--json", "--config", str(house.config_path)])
    finally:
        house.close()

    assert (nothing.sensor, nothing.readings, nothing.web, nothing.version) == (False, False, False, None)
    assert seen.is_well
    assert seen.version == chairpi.__version__
    assert said.exit_code == 0
    assert json.loads(said.output) == {
        "ok": True,
        "sensor": True,
        "readings": True,
        "web": True,
        "version": chairpi.__version__,
    }


def test_waiting_ends_when_its_time_is_over(directory):
    clock = ManualClock()
    config = Config(paths=PathConfig(runtime_dir=str(directory)), web=WebConfig(host="127.0.0.1", port=free_port()))

    seen = wait_for(config, clock, 5.0, lambda health: health.is_well)

    assert not seen.web
    assert clock.monotonic_s() == 5.0
    assert "is not heard" in seen.lines()[0]


def test_the_address_is_said_by_name_and_as_a_picture():
    config = Config(web=WebConfig(port=8081))
    lines = list(where_to_look(config))

    assert addresses(config)[0].endswith(".local:8081/")
    assert addresses(config)[0] in lines[0]
    assert len(lines[-1].splitlines()) >= 13
    assert set(lines[-1]) <= set(" ▀▄█\n")


@pytest.mark.parametrize(
    ("host", "address"), [("192.168.1.6", "http://192.168.1.6:8080/"), ("fd00::6", "http://[fd00::6]:8080/")]
)
def test_a_dashboard_on_one_address_is_named_by_it(host, address):
    assert addresses(Config(web=WebConfig(host=host))) == [address]
