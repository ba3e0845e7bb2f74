import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from chairpi.core.events.movement import ShiftSize, WeightShift
from chairpi.core.events.presence import SatDown, SitterChosen, StoodUp
from chairpi.core.events.prompting import Moment, Outcome, PromptCleared, PromptKind, PromptRaised
from chairpi.core.events.weighing import Gap, Minute
from chairpi.errors import StoreError
from chairpi.store.day_view import Bout, Break, Day, DayMovement
from chairpi.store.history import History
from chairpi.store.migrate import shipped_migrations
from chairpi.store.prompt_view import Prompt
from chairpi.store.view import HistoryView, NamedSitter

DAY_S = 86_400.0
START_UTC_S = 20_780 * DAY_S
"""A midnight."""


STAND = PromptRaised(1900.0, PromptKind.STAND, 1, "Half an hour.", Moment.WAITED, 1800.0, trace=((700.0, 0.0, 0.0),))


def shift(t_s: float, at_t_s: float, size: ShiftSize = ShiftSize.MICRO) -> WeightShift:
    return WeightShift(t_s, at_t_s, size, 20.0, 20.0, 0.0)


def minute(start_t_s: float, slide_s: float = 0.0) -> Minute:
    return Minute(start_t_s + 60.0, start_t_s, 60.0, 60.0, slide_s, 700.0, 0.0, 0.0, None, None)


@pytest.fixture
def history(history_path: Path) -> History:
    """Monotonic time is the time since the day's midnight here: -600 s is ten minutes before it."""
    return History.open(history_path, "boot-a", -7200.0, START_UTC_S - 7200.0)


def day_of(path: Path) -> Day:
    return HistoryView(path).day(START_UTC_S, START_UTC_S + DAY_S)


def test_a_day_before_the_first_is_empty(history_path: Path) -> None:
    assert day_of(history_path) == Day(START_UTC_S, START_UTC_S + DAY_S)
    assert not history_path.parent.exists()


def test_all_questions_of_a_held_view_are_answered_from_one_moment(history: History, history_path: Path) -> None:
    view = HistoryView(history_path)
    with history, view.held():
        before = view.day(START_UTC_S, START_UTC_S + DAY_S)
        history.record(
            [SatDown(60.0, 60.0, None, seen=True), StoodUp(360.0, 60.0, 360.0, 300.0, seen=True)], START_UTC_S
        )
        history.keep()
        still = view.day(START_UTC_S, START_UTC_S + DAY_S)

    assert still == before
    assert day_of(history_path).sitting_s == 300.0


def test_before_the_first_day_there_is_nothing_of_anything(history_path: Path) -> None:
    view = HistoryView(history_path)

    assert (view.prompts(0.0, 1.0), view.prompt(1), view.weekly(0.0, 1.0)) == ((), None, ())
    assert (view.false_alarms(0.0).n_raised, view.sitters()) == (0, ())


def test_a_day_in_a_file_just_begun_is_empty(history_path: Path) -> None:
    history_path.parent.mkdir()
    history_path.touch()

    assert day_of(history_path) == Day(START_UTC_S, START_UTC_S + DAY_S)


def test_a_day_holds_its_bouts_breaks_and_prompts(history: History, history_path: Path) -> None:
    with history:
        history.record([SatDown(103.0, 100.0, 99.0, seen=True), minute(300.0, slide_s=20.0)], START_UTC_S)
        history.record([minute(360.0, slide_s=5.5), shift(510.0, 500.0), STAND], START_UTC_S)
        history.record([PromptCleared(1960.0, PromptKind.STAND, 1, Outcome.STOOD, 50.0)], START_UTC_S)
        history.record([StoodUp(1960.0, 100.0, 1950.0, 1850.0, seen=True)], START_UTC_S)
        history.record([SatDown(2253.0, 2250.0, 300.0, seen=True)], START_UTC_S)
        history.record([StoodUp(3000.0, 2250.0, 2900.0, 650.0, seen=False), Gap(3000.0, 100.0)], START_UTC_S)
        day = day_of(history_path)

    at = START_UTC_S.__add__
    assert day == Day(
        START_UTC_S,
        START_UTC_S + DAY_S,
        bouts=(Bout(at(100.0), at(1950.0), True, True, False), Bout(at(2250.0), at(2900.0), True, False, False)),
        breaks=(Break(at(1.0), at(100.0), False, True, False), Break(at(1950.0), at(2250.0), True, True, False)),
        prompts=(
            Prompt(
                number=1,
                sitter_id=1,
                kind=PromptKind.STAND,
                reason="Half an hour.",
                moment=Moment.WAITED,
                sitting_s=1800.0,
                raised_utc_s=at(1900.0),
                cleared_utc_s=at(1960.0),
                outcome=Outcome.STOOD,
                after_s=50.0,
            ),
        ),
        sitting_s=2500.0,
        longest_bout_s=1850.0,
        n_breaks=1,
        slide_s=25.5,
        movement=DayMovement(n_micro=1, n_macro=0, longest_still_s=1450.0),
    )


def test_what_crosses_midnight_is_clipped_to_each_day(history: History, history_path: Path) -> None:
    with history:
        history.record([SatDown(-597.0, -600.0, None, seen=False)], START_UTC_S)
        history.record([minute(-60.0, slide_s=10.0), minute(0.0, slide_s=1.0)], START_UTC_S)
        history.record([StoodUp(305.0, -600.0, 300.0, 900.0, seen=True)], START_UTC_S)
        history.record([SatDown(DAY_S + 33.0, DAY_S + 30.0, DAY_S - 270.0, seen=True)], START_UTC_S)
    view = HistoryView(history_path)
    before = view.day(START_UTC_S - DAY_S, START_UTC_S)
    day = view.day(START_UTC_S, START_UTC_S + DAY_S)

    assert [bout.length_s for bout in before.bouts] == [600.0]
    assert [bout.length_s for bout in day.bouts] == [300.0]
    assert [pause.length_s for pause in day.breaks] == [DAY_S - 300.0]
    assert (before.slide_s, day.slide_s) == (10.0, 1.0)
    assert day.n_breaks == 0


def test_an_open_bout_reaches_to_when_the_chair_was_last_heard(history: History, history_path: Path) -> None:
    with history:
        history.record([SatDown(103.0, 100.0, None, seen=False), minute(1200.0)], START_UTC_S)
        history.record([STAND], START_UTC_S)
        day = day_of(history_path)
        other_day = HistoryView(history_path).day(START_UTC_S + DAY_S, START_UTC_S + 2 * DAY_S)

    assert day.bouts == (Bout(START_UTC_S + 100.0, START_UTC_S + 1900.0, False, False, True),)
    assert day.sitting_s == 1800.0
    assert day.prompts[0].outcome is None
    assert other_day.bouts == ()


def test_the_longest_still_spell_lies_between_shifts_of_one_bout(history: History, history_path: Path) -> None:
    with history:
        history.record([SatDown(103.0, 100.0, None, seen=False), shift(410.0, 400.0)], START_UTC_S)
        history.record(
            [shift(1010.0, 1000.0, ShiftSize.MACRO), StoodUp(1205.0, 100.0, 1200.0, 1100.0, True)], START_UTC_S
        )
        history.record(
            [SatDown(3003.0, 3000.0, 1800.0, seen=True), StoodUp(3405.0, 3000.0, 3400.0, 400.0, True)], START_UTC_S
        )
        day = day_of(history_path)

    assert day.movement == DayMovement(n_micro=1, n_macro=1, longest_still_s=600.0)


def test_a_day_is_told_for_each_sitter_apart(history: History, history_path: Path) -> None:
    with history:
        anna = history.people.add("Anna", START_UTC_S)
        history.record([SatDown(103.0, 100.0, None, seen=False), minute(120.0), shift(190.0, 185.0)], START_UTC_S)
        history.record(
            [StoodUp(305.0, 100.0, 300.0, 200.0, True), SitterChosen(310.0, 310.0, anna, False)], START_UTC_S
        )
        history.record(
            [SatDown(403.0, 400.0, 100.0, True), minute(420.0), minute(480.0), minute(540.0), STAND], START_UTC_S
        )
        history.record([StoodUp(2005.0, 400.0, 2000.0, 1600.0, True)], START_UTC_S)
        history.record([SatDown(3003.0, 3000.0, 1000.0, True), minute(3000.0)], START_UTC_S)
        history.record([SitterChosen(3063.0, 3000.0, None, by_load=True), minute(3060.0)], START_UTC_S)
        history.record(
            [StoodUp(3205.0, 3000.0, 3200.0, 200.0, True), SitterChosen(3206.0, 3206.0, anna, False)], START_UTC_S
        )
        view = HistoryView(history_path)
        limits = (START_UTC_S, START_UTC_S + DAY_S)
        me, annas, guests = (view.day(*limits, whose) for whose in (1, anna, None))
        everybody = view.day(*limits)
        history.people.remove(1, START_UTC_S, erase=False)
        sitters = view.sitters()

    assert [bout.length_s for bout in me.bouts] == [200.0]
    assert [bout.length_s for bout in annas.bouts] == [1600.0]
    assert [bout.length_s for bout in guests.bouts] == [200.0]
    assert (me.movement.n_micro, annas.movement.n_micro) == (1, 0)
    assert [len(day.prompts) for day in (me, annas, guests)] == [0, 1, 0]
    assert everybody.sitting_s == 2000.0
    assert sitters == (NamedSitter(1, "Me", removed=True), NamedSitter(anna, "Anna", removed=False))


def test_an_open_break_is_marked(history: History, history_path: Path) -> None:
    with history:
        history.record([SatDown(103.0, 100.0, None, seen=False)], START_UTC_S)
        history.record([StoodUp(305.0, 100.0, 300.0, 200.0, seen=True)], START_UTC_S)
        day = day_of(history_path)

    assert day.breaks == (Break(START_UTC_S + 300.0, START_UTC_S + 305.0, True, False, True),)
    assert day.n_breaks == 0


def test_a_view_reads_on_after_the_writer_has_closed(history: History, history_path: Path) -> None:
    history.record([SatDown(103.0, 100.0, None, seen=False)], START_UTC_S)
    history.close()

    assert len(day_of(history_path).bouts) == 1


def test_a_view_reads_while_the_writer_writes(history: History, history_path: Path) -> None:
    with history:
        history.record([SatDown(103.0, 100.0, None, seen=False)], START_UTC_S)
        with closing(sqlite3.connect(history_path, isolation_level=None)) as writer:
            writer.execute("BEGIN IMMEDIATE")
            writer.execute("DELETE FROM bout")

            assert len(day_of(history_path).bouts) == 1


def test_a_file_that_another_programme_holds_is_told_in_plain_words(history: History, history_path: Path) -> None:
    history.close()
    with closing(sqlite3.connect(history_path, isolation_level=None)) as intruder:
        intruder.execute("PRAGMA locking_mode = EXCLUSIVE")
        intruder.execute("BEGIN EXCLUSIVE")

        with pytest.raises(StoreError, match=r"history\.db is held by another programme\. Close that programme"):
            HistoryView(history_path, busy_timeout_s=0.0).day(0.0, 1.0)


def test_a_damaged_file_is_told_in_plain_words(history_path: Path) -> None:
    history_path.parent.mkdir()
    history_path.write_bytes(b"no database at all" * 100)

    with pytest.raises(StoreError, match=r"history\.db is not a database\. It was left as it is"):
        day_of(history_path)


def test_a_file_of_a_newer_version_is_told_in_plain_words(history: History, history_path: Path) -> None:
    history.close()
    with closing(sqlite3.connect(history_path)) as connection:
        connection.execute("PRAGMA user_version = 8")

    with pytest.raises(StoreError, match=r"history\.db is of version 8, written by a newer ChairPi"):
        day_of(history_path)


def test_a_file_that_the_sensor_process_has_yet_to_bring_up_to_date_is_told_in_plain_words(
    history: History, history_path: Path
) -> None:
    history.close()
    n = len(shipped_migrations())
    view = HistoryView(history_path, migrations=(*shipped_migrations(), "one more"))

    with pytest.raises(
        StoreError, match=rf"of version {n} and this ChairPi reads version {n + 1}\. Start the sensor process"
    ):
        view.day(0.0, 1.0)
