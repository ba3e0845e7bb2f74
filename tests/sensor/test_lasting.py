"""Changed settings are taken over in the running process: nothing is lost, nothing is written twice, and what cannot be is refused."""

from __future__ import annotations

import dataclasses
import sqlite3
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing
from itertools import pairwise
from pathlib import Path

import pytest
from chairside import Chairside, Client, Message, Script

from chairpi.chosen_settings import Layers, files_set_aside, with_chosen, write_chosen
from chairpi.clock import Clock
from chairpi.config.tables import CellConfig, Config, ReaderConfig
from chairpi.core.calibration import Calibration
from chairpi.errors import ConfigError, ReaderError
from chairpi.link.protocol import COMMAND, LIVE
from chairpi.sensor.lasting import LastingSensor
from chairpi.sensor.weighing import calibration_in_use, fitted
from chairpi.simulate.chair import simulated_chair
from chairpi.store.history import History

RESTART = {"request": "restart"}


def at_once(write):
    write()


def simulated_cells() -> tuple[CellConfig, ...]:
    seat, calibration = simulated_chair()
    return tuple(
        CellConfig(
            name=cell.name, ap_mm=cell.ap_mm, ml_mm=cell.ml_mm, zero_counts=zero_counts, counts_per_n=counts_per_n
        )
        for cell, zero_counts, counts_per_n in zip(
            seat.cells, calibration.zero_counts, calibration.counts_per_n, strict=True
        )
    )


@pytest.fixture
def directory() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="chairpi-") as name:
        yield Path(name)


@pytest.fixture
def side(directory: Path) -> Chairside:
    (directory / "data").mkdir()
    return Chairside(directory, reader=ReaderConfig(backend="simulated"), cells=simulated_cells())


def chosen(side: Chairside, **tables: dict[str, object]) -> Callable[[], Iterator[None]]:
    """Somebody changes settings in the browser."""

    def action() -> Iterator[None]:
        write_chosen(Layers(side.config, {}, side.config).path, tables)
        return iter(())

    return action


def lasting(side: Chairside, script: Script, refused: Callable[[Config], bool] = lambda config: False) -> LastingSensor:
    """A sensor process on a script; the cells of a configuration that is `refused` cannot be opened."""

    def open_cells(config: Config, clock: Clock) -> Script:
        if refused(config):
            raise ReaderError("GPIO 5 is taken")
        return script

    return LastingSensor(lambda: with_chosen(side.config, mend=True), side.clock, open_cells=open_cells)


def rows(side: Chairside, sql: str) -> list[tuple]:
    with closing(sqlite3.connect(side.config.history_path)) as connection:
        return connection.execute(sql).fetchall()


def test_a_changed_setting_is_in_use_after_the_restart_and_the_sitting_clock_goes_on(side: Chairside) -> None:
    script = Script(side.clock).away(8).sits(200).does(chosen(side, prompts={"stand_after_min": 45.0}))
    script.does(side.asks(RESTART)).sits(100).does(side.watches(lambda message: message["message"] == "now"))

    lasting(side, script).run()

    assert side.answers == [{"ok": True, "events": []}]
    state = next(message for message in side.live if message["message"] == "now")
    assert state["stand_after_s"] == 45.0 * 60.0
    assert state["sitting_s"] == pytest.approx(state["t_s"] - 1008.0, abs=1.0)


def test_nothing_is_written_twice_and_no_minute_is_missing(side: Chairside) -> None:
    script = Script(side.clock).away(8).sits(200)
    for minutes in (20.0, 25.0, 30.5):
        script.does(chosen(side, prompts={"stand_after_min": minutes})).does(side.asks(RESTART)).sits(130)

    lasting(side, script).run()

    assert [answer["ok"] for answer in side.answers] == [True] * 3
    minutes = rows(side, "SELECT start_t_s, sum(seen_s) FROM minute GROUP BY start_t_s ORDER BY start_t_s")
    assert [later - earlier for (earlier, _), (later, _) in pairwise(minutes)] == [60.0] * (len(minutes) - 1)
    assert [seen_s for _, seen_s in minutes if seen_s > 61.0] == []  # the second that a restart cuts is in both halves

    assert rows(side, "SELECT count(*) FROM boot") == [(1,)]
    gaps = rows(side, "SELECT json_extract(record, '$.length_s') FROM event WHERE name = 'gap'")
    assert all(length_s < 1.0 for (length_s,) in gaps)
    bouts = rows(side, "SELECT began_t_s, ended_t_s FROM bout ORDER BY began_t_s")
    assert all(ended_t_s <= began_t_s for (_, ended_t_s), (began_t_s, _) in pairwise(bouts))


def test_who_watches_is_hung_up_on_and_finds_the_sockets_again(side: Chairside) -> None:
    first: list[Message] = []

    def watches_over() -> Iterator[None]:
        watcher = Client(side.config.runtime_dir / LIVE)
        asker = Client(side.config.runtime_dir / COMMAND)
        yield
        asker.say(RESTART)
        while not first:
            yield
            first.extend(asker.heard())
        watcher.heard()
        with pytest.raises(BrokenPipeError):
            watcher.say({"want": "frames"})
        again = Client(side.config.runtime_dir / LIVE)
        yield
        yield
        assert again.heard()[0]["message"] == "hello"
        for client in (watcher, asker, again):
            client.close()

    lasting(side, Script(side.clock).away(3).does(watches_over)).run()

    assert first == [{"ok": True, "events": []}]


def test_what_cannot_be_started_is_refused_and_the_chair_goes_on_as_it_was(side: Chairside) -> None:
    script = Script(side.clock).away(8).sits(100)
    script.does(chosen(side, reader={"seed": 9}, prompts={"stand_after_min": 45.0})).does(side.asks(RESTART)).sits(50)
    script.does(side.watches(lambda message: message["message"] == "now"))
    # The script stands for the cells before and after: what was read on is let go of, and opened again.
    process = lasting(side, script, refused=lambda config: config.reader.seed == 9)

    process.run()

    assert side.answers == [{"ok": False, "why": "GPIO 5 is taken"}]
    assert next(m for m in side.live if m["message"] == "now")["stand_after_s"] == 30.0 * 60.0


def test_a_configuration_that_was_spoilt_meanwhile_is_refused_without_a_break(side: Chairside) -> None:
    script = Script(side.clock).away(8).does(side.asks(RESTART)).away(2)

    def read() -> Layers:
        if side.clock.monotonic_s() > 1005.0:
            raise ConfigError("slide.began_s: found -1, expected a number from 5 to 3600")
        return with_chosen(side.config)

    LastingSensor(read, side.clock, open_cells=lambda config, clock: script).run()

    assert side.answers == [{"ok": False, "why": "slide.began_s: found -1, expected a number from 5 to 3600"}]
    assert rows(side, "SELECT count(*) FROM event WHERE name = 'gap'") == [(0,)]


def test_at_the_start_chosen_settings_that_cannot_be_met_are_set_aside(side: Chairside) -> None:
    path = Layers(side.config, {}, side.config).path
    write_chosen(path, {"reader": {"seed": 9}})
    script = Script(side.clock).away(3)

    lasting(side, script, refused=lambda config: config.reader.seed == 9).run()

    assert not path.exists()
    assert len(files_set_aside(path)) == 1
    assert rows(side, "SELECT count(*) FROM boot") == [(1,)]


def test_a_chair_that_cannot_start_either_way_says_why_and_keeps_what_was_chosen(side: Chairside) -> None:
    path = Layers(side.config, {}, side.config).path
    write_chosen(path, {"reader": {"seed": 9}})

    with pytest.raises(ReaderError, match="GPIO 5 is taken"):
        lasting(side, Script(side.clock), refused=lambda config: True)

    assert path.exists()
    assert files_set_aside(path) == ()


@pytest.mark.parametrize(
    ("change", "is_kept"),
    [
        pytest.param({}, True, id="nothing"),
        pytest.param({"dout_gpio": 21}, False, id="another pin"),
        pytest.param({"ap_mm": 120.0}, False, id="another place"),
    ],
)
def test_an_old_calibration_is_not_used_for_cells_that_are_fitted_otherwise(
    side: Chairside, change: dict[str, object], is_kept: bool
) -> None:

    configured = Calibration((0.0,) * len(side.config.cells), (4370.0,) * len(side.config.cells))
    guided = dataclasses.replace(configured, zero_counts=tuple(map(float, range(1, len(side.config.cells) + 1))))
    names, cells = side.config.seat.names, side.config.cells
    changed = (dataclasses.replace(cells[0], **change), *cells[1:])
    with History.open(side.config.history_path, "boot", 0.0, 1.0) as history:
        assert calibration_in_use(history, names, configured, fitted(cells), side.clock, at_once) == (configured, True)
        history.calibrations.record(names, guided, "guided", 5.0, 6.0)

        found = calibration_in_use(history, names, configured, fitted(changed), side.clock, at_once)

        assert found == ((guided, False) if is_kept else (configured, True))


def test_a_calibration_of_an_older_version_is_kept_and_its_cells_are_written_down(side: Chairside) -> None:

    n = len(side.config.cells)
    configured, guided = Calibration((0.0,) * n, (4370.0,) * n), Calibration((7.0,) * n, (4370.0,) * n)
    names, cells = side.config.seat.names, side.config.cells
    other = (dataclasses.replace(cells[0], dout_gpio=21), *cells[1:])
    with History.open(side.config.history_path, "boot", 0.0, 1.0) as history:
        history.calibrations.record(names, configured, "configuration", 4.0, 5.0)
        history.calibrations.record(names, guided, "guided", 5.0, 6.0)

        assert calibration_in_use(history, names, configured, fitted(cells), side.clock, at_once) == (guided, False)
        assert calibration_in_use(history, names, configured, fitted(other), side.clock, at_once) == (configured, True)
