"""Whatever the wall clock does, rows lie where they belong: told through the writer of the sensor process, looked at as the pages do."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Mapping
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path
from types import MappingProxyType

import pytest
from clock_story import StoryClock, Turn
from hypothesis import given, settings
from hypothesis import strategies as st

from chairpi.core.events.presence import SatDown, StoodUp
from chairpi.core.events.prompting import Moment, PromptCleared, PromptKind, PromptRaised
from chairpi.core.events.weighing import Minute
from chairpi.days import LocalDays
from chairpi.sensor.keeping import LOOK_EVERY_S, Keeping
from chairpi.store.boot_time import NO_SUCH_TIME, STEADY_S, STEP_S, TIME_IS_KNOWN, TIME_WAS_LATER
from chairpi.store.day_view import EVERYBODY
from chairpi.store.view import HistoryView

TRUE_UTC_S = datetime(2026, 11, 23, 8, tzinfo=UTC).timestamp()
"""A Monday morning."""
HOUR_S, DAY_S, YEAR_S = 3600.0, 86_400.0, 365.25 * 86_400.0
EVER = (0.0, TRUE_UTC_S + 100 * YEAR_S)
SINCE_1970 = -TRUE_UTC_S


class Told:
    """A chair of which somebody tells who sits, on a machine with a story."""

    def __init__(self, directory: Path, *, trace_kept_s: float = 30 * DAY_S, step_s: float = 50.0) -> None:
        self.path = directory / "history.db"
        self.clock = StoryClock(TRUE_UTC_S)
        self._directory = directory
        self._trace_kept_s = trace_kept_s
        self._step_s = step_s
        self._n_boots = 0
        self._n_prompts = 0
        self.sat: list[tuple[float, float]] = []

    def live(
        self,
        off_s: float,
        turns: list[Turn],
        doings: list[tuple[bool, float]],
        *,
        cut: bool = False,
        said: Mapping[float, float] = MappingProxyType({}),
    ) -> None:
        """Start the machine, sit and be off the seat for so long [s], and end it.

        `cut`: without a word. `said`: when somebody says what time it is [s since the start], and how far they are off [s].
        """
        self._n_boots += 1
        clock = self.clock
        clock.start(f"boot {self._n_boots}", off_s, turns)
        keeping = Keeping(self.path, self._directory, clock, trace_kept_s=self._trace_kept_s)
        break_began_s: float | None = None
        began_boot_t_s = clock.monotonic_s()
        for sits, length_s in doings:
            began_t_s, began_true_s = clock.monotonic_s(), clock.true_s
            if sits:
                break_s = None if break_began_s is None else began_t_s - break_began_s
                self._record(keeping, SatDown(began_t_s, began_t_s, break_s, seen=True))
            for _ in range(round(length_s / self._step_s)):
                clock.wait(self._step_s)
                t_s = clock.monotonic_s()
                if t_s - began_boot_t_s in said:
                    keeping.time.believe(TRUE_UTC_S + clock.true_s + said[t_s - began_boot_t_s])
                seen_s, seated_s = self._step_s, self._step_s if sits else 0.0
                minute = Minute(t_s, t_s - seen_s, seen_s, seated_s, 0.0, None, None, None, None, None)
                self._record(keeping, minute)
                keeping.second(t_s, dict)
            if sits:
                t_s = clock.monotonic_s()
                self._record(keeping, StoodUp(t_s, began_t_s, t_s, t_s - began_t_s, seen=True))
                self.sat.append((began_true_s, clock.true_s))
                break_began_s = t_s
        if not cut:
            keeping.history.close()

    def _record(self, keeping: Keeping, *events: object) -> None:
        keeping.record(events, self.clock.monotonic_s(), dict)  # type: ignore[arg-type]

    @property
    def view(self) -> HistoryView:
        return HistoryView(self.path)

    def bouts(self) -> list[tuple[float, float]]:
        """All bouts, by seconds since the story's begin."""
        return [
            (bout.began_utc_s - TRUE_UTC_S, bout.ended_utc_s - TRUE_UTC_S)
            for bout in self.view.day(*EVER, EVERYBODY).bouts
        ]


@pytest.fixture
def told(tmp_path: Path) -> Told:
    return Told(tmp_path)


RIGHT = [Turn(0.0, 0.0, is_set=True)]
SIT_TWICE = [(True, 1200.0), (False, 300.0), (True, 900.0)]


@pytest.mark.parametrize(
    "turns",
    [
        pytest.param([Turn(0.0, SINCE_1970, False), Turn(1800.0, 0.0, True)], id="1970 until the network comes"),
        pytest.param([Turn(0.0, -8 * HOUR_S, False), Turn(1800.0, 0.0, True)], id="the time of the power cut"),
        pytest.param([Turn(0.0, 11 * YEAR_S, False), Turn(1800.0, 0.0, True)], id="a clock in 2038"),
        pytest.param([Turn(0.0, 0.0, True), Turn(900.0, -3 * HOUR_S, True), Turn(1100.0, 0.0, True)], id="set by hand"),
        pytest.param([Turn(0.0, HOUR_S, True), Turn(600.0, 0.0, True)], id="a chip an hour ahead"),
        pytest.param([Turn(0.0, 0.0, True), Turn(900.0, SINCE_1970, False)], id="back to 1970"),
        pytest.param([Turn(0.0, 0.0, True), Turn(900.0, 400 * DAY_S, False)], id="a year ahead, unset"),
        pytest.param(
            [Turn(0.0, -1.5 * DAY_S, False), Turn(1000.0, 0.0, False), Turn(2000.0, 0.0, True)], id="in steps"
        ),
    ],
)
def test_once_the_time_is_known_every_bout_lies_where_it_was(told: Told, turns: list[Turn]) -> None:
    told.live(0.0, turns, SIT_TWICE)

    assert told.bouts() == [pytest.approx(bout, abs=STEP_S) for bout in told.sat]
    day = told.view.day(*LocalDays("UTC").bounds_utc_s(datetime(2026, 11, 23, tzinfo=UTC).date()), EVERYBODY)
    assert day.sitting_s == pytest.approx(2100.0)
    assert day.time_known


def test_a_clock_that_is_set_for_good_is_followed_after_ten_minutes_with_all_that_was_written(told: Told) -> None:
    told.live(0.0, [Turn(0.0, -2 * HOUR_S, True), Turn(300.0, 0.0, True)], [(True, 200.0), (False, STEADY_S + 300.0)])

    assert told.bouts() == [pytest.approx((0.0, 200.0))]


def test_small_steps_of_the_network_move_nothing(told: Told) -> None:
    turns = [Turn(0.0, 0.0, True), *[Turn(60.0 * n, (-1.0) ** n * 20.0, True) for n in range(1, 30)]]

    told.live(0.0, turns, SIT_TWICE)

    assert told.bouts() == [pytest.approx(bout, abs=1e-3) for bout in told.sat]


def test_until_the_time_is_known_rows_follow_the_last_that_was_known_and_are_marked(told: Told) -> None:
    told.live(0.0, RIGHT, SIT_TWICE)
    told.live(HOUR_S, [Turn(0.0, SINCE_1970, False)], SIT_TWICE)

    bouts = told.bouts()
    assert all(before[1] < after[0] for before, after in pairwise(bouts))
    assert bouts[2][0] == pytest.approx(told.sat[1][1] + 60.0, abs=61.0)
    assert not told.view.day(*EVER, EVERYBODY).time_known
    known, unsure = told.view.day_sums([(0.0, TRUE_UTC_S + 2400.0), (TRUE_UTC_S + 2400.0, EVER[1])], EVERYBODY)
    assert (known.time_known, unsure.time_known) == (True, False)


def test_a_start_that_never_knew_the_time_makes_room_for_the_next_that_does(told: Told) -> None:
    told.live(0.0, [Turn(0.0, 12 * YEAR_S, False)], SIT_TWICE, cut=True)
    told.live(60.0, [Turn(0.0, 9 * YEAR_S, False)], SIT_TWICE)
    told.live(60.0, RIGHT, SIT_TWICE)

    bouts = told.bouts()
    assert all(before[1] <= after[0] for before, after in pairwise(bouts))
    assert bouts[4:] == [pytest.approx(bout) for bout in told.sat[4:]]
    assert [end - begin for begin, end in bouts] == pytest.approx([1200.0, 900.0] * 3)


def test_a_time_that_would_lie_in_the_middle_of_days_that_are_known_is_doubted(tmp_path: Path) -> None:
    told = Told(tmp_path, step_s=600.0)
    told.live(0.0, RIGHT, [(True, 600.0), (False, 30 * HOUR_S), (True, 1200.0)])
    told.live(60.0, [Turn(0.0, -29 * HOUR_S, True)], [(True, 1200.0), (False, 600.0)])

    bouts = told.bouts()
    assert bouts[:2] == [pytest.approx(bout) for bout in told.sat[:2]]
    assert all(before[1] <= after[0] for before, after in pairwise(bouts))
    assert not told.view.day(*EVER, EVERYBODY).time_known


def test_a_clock_in_2038_deletes_no_trace_and_one_that_is_known_does(tmp_path: Path) -> None:
    told = Told(tmp_path, trace_kept_s=DAY_S)

    def traces() -> list[bool]:
        return [bool(prompt.trace) for prompt in told.view.prompts(*EVER)]

    def prompt(number: int) -> tuple[object, ...]:
        raised = PromptRaised(
            told.clock.monotonic_s(),
            PromptKind.STAND,
            number,
            "Stand up.",
            Moment.SHIFT,
            1800.0,
            trace=((5.0, 1.0, 1.0),),
        )
        return (raised,)

    told.clock.start("one", 0.0, RIGHT)
    with Keeping(told.path, tmp_path, told.clock, trace_kept_s=DAY_S) as keeping:
        told._record(keeping, *prompt(1))
    told.clock.start("two", 60.0, [Turn(0.0, 12 * YEAR_S, False)])
    with Keeping(told.path, tmp_path, told.clock, trace_kept_s=DAY_S) as keeping:
        told._record(keeping, *prompt(2))
        assert traces() == [True, True]
        told.clock.wait(1.5 * DAY_S)  # its own time since the start is known
    told.clock.start("two", 0.0, [])
    told.clock.wait(2 * DAY_S)
    with Keeping(told.path, tmp_path, told.clock, trace_kept_s=DAY_S):
        assert traces() == [True, False]
    told.clock.start("three", 60.0, RIGHT)
    with Keeping(told.path, tmp_path, told.clock, trace_kept_s=DAY_S):
        assert traces() == [False, False]


WRONG_S = st.sampled_from([0.0, -HOUR_S, HOUR_S, -8 * HOUR_S, -40 * DAY_S, 3 * YEAR_S, 12 * YEAR_S, SINCE_1970])
TURNS = st.lists(st.tuples(st.floats(0.0, 4000.0), WRONG_S, st.just(False)), max_size=3)
DOINGS = st.lists(st.tuples(st.booleans(), st.sampled_from([60.0, 600.0, 1260.0])), min_size=1, max_size=4)
STARTS = st.lists(
    st.tuples(
        st.sampled_from([20.0, 600.0, 9 * HOUR_S]),
        TURNS,
        st.one_of(st.none(), st.floats(0.0, 3000.0)),
        DOINGS,
        st.booleans(),
    ),
    min_size=1,
    max_size=5,
)


@settings(max_examples=25)
@given(starts=STARTS)
def test_no_story_of_a_clock_makes_bouts_overlap_or_changes_a_sum(starts: list[tuple]) -> None:
    """The network tells the truth, in some starts late and in others never; until then the clock shows anything."""
    with tempfile.TemporaryDirectory() as directory:
        told = Told(Path(directory), step_s=60.0)
        for off_s, wrong, known_after_s, doings, cut in starts:
            begin_s = told.clock.true_s + off_s
            turns = [Turn(begin_s + at_s, *turn) for at_s, *turn in sorted(wrong)]
            turns = [t for t in turns if known_after_s is None or t.at_s < begin_s + known_after_s]
            first = Turn(0.0, turns[0].wrong_by_s if turns else SINCE_1970, is_set=False)
            known = [] if known_after_s is None else [Turn(begin_s + known_after_s, 0.0, is_set=True)]
            told.live(off_s, [first, *turns, *known], doings, cut=cut)

        bouts = told.bouts()
        days = told.view.day_sums([EVER], EVERYBODY)
        assert all(before[1] <= after[0] + 1e-3 for before, after in pairwise(bouts))
        assert [end - begin for begin, end in bouts] == pytest.approx([end - begin for begin, end in told.sat])
        assert days[0].sitting_s == pytest.approx(sum(end - begin for begin, end in told.sat), abs=1e-3)
        assert days[0].seated_s == pytest.approx(days[0].sitting_s, abs=1e-3)


@pytest.mark.parametrize(
    ("zone", "day", "length_h"),
    [
        ("Europe/Zurich", (2026, 10, 25), 25),
        ("Europe/Zurich", (2027, 3, 28), 23),
        ("Pacific/Auckland", (2026, 11, 23), 24),
    ],
)
def test_a_night_shift_through_any_change_of_the_household_time_is_as_long_as_it_was(
    tmp_path: Path, zone: str, day: tuple[int, int, int], length_h: int
) -> None:
    days = LocalDays(zone)
    begin_utc_s, end_utc_s = days.bounds_utc_s(datetime(*day, tzinfo=UTC).date())
    told = Told(tmp_path, step_s=600.0)
    told.clock = StoryClock(begin_utc_s)
    told.live(0.0, RIGHT, [(True, 7 * HOUR_S), (False, 600.0)])

    (sums,) = told.view.day_sums([(begin_utc_s, end_utc_s)], EVERYBODY)

    assert end_utc_s - begin_utc_s == length_h * HOUR_S
    assert (sums.sitting_s, sums.longest_bout_s) == (pytest.approx(7 * HOUR_S), pytest.approx(7 * HOUR_S))


def test_a_prompt_that_stood_while_the_network_came_keeps_its_length(told: Told) -> None:
    told.clock.start("one", 0.0, [Turn(0.0, SINCE_1970, False), Turn(100.0, 0.0, True)])
    with Keeping(told.path, told.path.parent, told.clock) as keeping:
        raised = PromptRaised(told.clock.monotonic_s(), PromptKind.STAND, 1, "Stand up.", Moment.SHIFT, 1800.0)
        told._record(keeping, raised)
        for _ in range(30):
            told.clock.wait(LOOK_EVERY_S)
            keeping.second(told.clock.monotonic_s(), dict)
        from_now = told.clock.monotonic_s()
        told._record(keeping, PromptCleared(from_now, PromptKind.STAND, 1, "stood", 300.0, ""))

    (prompt,) = told.view.prompts(*EVER)
    assert prompt.raised_utc_s == pytest.approx(TRUE_UTC_S)
    assert prompt.cleared_utc_s == pytest.approx(TRUE_UTC_S + 300.0)


IN_1970 = Turn(0.0, SINCE_1970, is_set=False)


def test_what_a_person_says_moves_all_of_the_start_and_is_marked_as_said(told: Told) -> None:
    told.live(0.0, RIGHT, SIT_TWICE)

    told.live(HOUR_S, [IN_1970], SIT_TWICE, said={300.0: 0.0})

    assert told.bouts() == [pytest.approx(bout, abs=STEP_S) for bout in told.sat]
    day = told.view.day(*EVER, EVERYBODY)
    assert (day.time_known, day.time_told) == (False, True)


def test_the_network_knows_better_than_a_person(told: Told) -> None:
    told.live(0.0, [IN_1970, Turn(1500.0, 0.0, is_set=True)], SIT_TWICE, said={300.0: -3 * HOUR_S})

    assert told.bouts() == [pytest.approx(bout, abs=STEP_S) for bout in told.sat]
    day = told.view.day(*EVER, EVERYBODY)
    assert (day.time_known, day.time_told) == (True, False)


def test_a_clock_that_nobody_set_does_not_move_what_a_person_said(told: Told) -> None:
    told.live(0.0, [IN_1970, Turn(900.0, -2 * DAY_S, is_set=False)], SIT_TWICE, said={300.0: 0.0})

    assert told.bouts() == [pytest.approx(bout, abs=STEP_S) for bout in told.sat]


def test_a_start_that_was_thought_later_makes_room(told: Told) -> None:
    told.live(0.0, [Turn(0.0, 3 * HOUR_S, is_set=False)], SIT_TWICE)
    told.live(60.0, [IN_1970], SIT_TWICE, said={600.0: 0.0})

    bouts = told.bouts()
    assert all(before[1] <= after[0] for before, after in pairwise(bouts))
    assert bouts[2:] == [pytest.approx(bout, abs=STEP_S) for bout in told.sat[2:]]


@pytest.mark.parametrize(
    ("turns", "off_s", "why"),
    [
        pytest.param(RIGHT, 0.0, TIME_IS_KNOWN, id="the network has told it"),
        pytest.param([IN_1970], SINCE_1970, NO_SUCH_TIME, id="1970"),
        pytest.param([IN_1970], 400 * YEAR_S, NO_SUCH_TIME, id="2426"),
        pytest.param([IN_1970], -2 * HOUR_S, TIME_WAS_LATER, id="in the middle of what is known"),
    ],
)
def test_a_time_that_it_cannot_be_is_refused_and_nothing_moves(
    told: Told, turns: list[Turn], off_s: float, why: str
) -> None:
    told.live(0.0, RIGHT, SIT_TWICE)
    before = told.bouts()

    with pytest.raises(ValueError, match=re.escape(why)):
        told.live(60.0, turns, [(False, 600.0)], said={300.0: off_s})

    assert told.bouts() == before


def test_another_process_of_the_same_start_goes_on_with_what_was_said(told: Told) -> None:
    told.live(0.0, [IN_1970], [(True, 600.0)], said={300.0: 0.0})
    keeping = Keeping(told.path, told.path.parent, told.clock)

    assert keeping.history.clock_is_told
    assert keeping.offset_s == pytest.approx(TRUE_UTC_S, abs=STEP_S)
    keeping.history.close()
