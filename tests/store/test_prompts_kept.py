"""A prompt has one row, from its coming to what became of it; what followed is counted from these rows."""

import json
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from chairpi.core.events.presence import SitterChosen
from chairpi.core.events.prompting import (
    DismissReason,
    MarkTakenBack,
    Moment,
    Outcome,
    PromptCleared,
    PromptKind,
    PromptMarkedWrong,
    PromptRaised,
)
from chairpi.core.events.weighing import Minute
from chairpi.store.history import History
from chairpi.store.prompt_rows import TRACE_KEPT_S
from chairpi.store.prompt_view import Answer, Answered, FalseAlarms, KindCount, Prompt, answer_of
from chairpi.store.view import HistoryView

Query = Callable[..., list[tuple[Any, ...]]]

OFFSET_S = 1_795_000_000.0
TRACE = ((701.5, 12.0, -3.25), (None, None, None), (702.0, 12.5, None))
SLIDE = PromptRaised(
    500.0,
    PromptKind.SLIDE,
    1,
    "Your hips have slid forward.",
    Moment.LASTED,
    490.0,
    slide_mm=48.5,
    uncertainty_mm=11.25,
    slide_s=125.0,
    trace=TRACE,
)
STAND = PromptRaised(1900.0, PromptKind.STAND, 2, "Half an hour.", Moment.SHIFT, 1800.0, n_put_off=2)


def open_history(path: Path, boot_id: str = "boot-a", t_s: float = 0.0, offset_s: float = OFFSET_S) -> History:
    return History.open(path, boot_id, t_s, t_s + offset_s)


def cleared(
    raised: PromptRaised, outcome: Outcome, after_s: float, why: DismissReason = DismissReason.NONE
) -> PromptCleared:
    return PromptCleared(raised.t_s + after_s, raised.kind, raised.number, outcome, after_s, why)


def test_a_prompt_keeps_what_it_rests_on_and_what_became_of_it(history_path: Path) -> None:
    view = HistoryView(history_path)
    with open_history(history_path) as history:
        history.record([SLIDE], OFFSET_S)
        standing = view.prompt(1)
        history.record([cleared(SLIDE, Outcome.DISMISSED, 20.0, DismissReason.BUSY)], OFFSET_S)
        done = view.prompt(1)

    what = {
        "number": 1,
        "sitter_id": 1,
        "kind": PromptKind.SLIDE,
        "reason": "Your hips have slid forward.",
        "moment": Moment.LASTED,
        "sitting_s": 490.0,
        "slide_mm": 48.5,
        "uncertainty_mm": 11.25,
        "slide_s": 125.0,
        "trace": TRACE,
        "raised_utc_s": 500.0 + OFFSET_S,
    }
    assert standing == Prompt(**what)
    assert done == Prompt(
        **what,
        cleared_utc_s=520.0 + OFFSET_S,
        outcome=Outcome.DISMISSED,
        after_s=20.0,
        why=DismissReason.BUSY,
    )
    assert view.prompt(7) is None


def test_the_trace_is_in_the_prompts_row_alone(history_path: Path, on_disk: Query) -> None:
    with open_history(history_path) as history:
        history.record([SLIDE], OFFSET_S)

    ((record,),) = on_disk("SELECT record FROM event")
    assert "trace" not in json.loads(record)
    assert on_disk("SELECT trace FROM prompt") == [("[[701.5,12.0,-3.25],[null,null,null],[702.0,12.5,null]]",)]


@pytest.mark.parametrize("in_use", [pytest.param(True, id="while running"), pytest.param(False, id="at the start")])
def test_a_trace_is_erased_after_a_month_and_the_rest_stays(history_path: Path, in_use: bool) -> None:
    late_s = SLIDE.t_s + TRACE_KEPT_S
    with open_history(history_path) as history:
        history.record([SLIDE, cleared(SLIDE, Outcome.MOVED, 20.0)], OFFSET_S)
        history.record([Minute(late_s, late_s - 60.0, 60.0, 0.0, 0.0, None, None, None, None, None)], OFFSET_S)
        history.commit_if_due(late_s - 1.0)
        early = HistoryView(history_path).prompt(1)
        if in_use:
            after_s = late_s + 3600.0
            history.record([Minute(after_s, after_s - 60.0, 60.0, 0.0, 0.0, None, None, None, None, None)], OFFSET_S)
            history.commit_if_due(after_s)
            late = HistoryView(history_path).prompt(1)
    if not in_use:
        with open_history(history_path, "boot-b", 0.0, late_s + 1.0 + OFFSET_S):
            late = HistoryView(history_path).prompt(1)

    assert early is not None
    assert late is not None
    assert (early.trace, late.trace) == (TRACE, ())
    assert (late.reason, late.outcome) == (SLIDE.reason, Outcome.MOVED)


def test_a_mark_is_made_and_taken_back(history_path: Path, on_disk: Query) -> None:
    wrong = []
    with open_history(history_path) as history:
        history.record(
            [SLIDE, cleared(SLIDE, Outcome.WRONG, 9.0), PromptMarkedWrong(509.0, PromptKind.SLIDE, 1)], OFFSET_S
        )
        wrong += on_disk("SELECT wrong, outcome FROM prompt")
        history.record([MarkTakenBack(530.0, PromptKind.SLIDE, 1)], OFFSET_S)
        wrong += on_disk("SELECT wrong, outcome FROM prompt")

    assert wrong == [(1, "wrong"), (0, "wrong")]


def test_a_prompt_goes_on_over_a_restart_while_the_chair_remembers_it(history_path: Path, on_disk: Query) -> None:
    outcomes = []
    with open_history(history_path) as history:
        history.remember({"asks": 2}, STAND.t_s, STAND.t_s + OFFSET_S)
        history.record([STAND], OFFSET_S)
    outcomes += on_disk("SELECT outcome FROM prompt")
    with open_history(history_path, t_s=1960.0) as history:
        outcomes += on_disk("SELECT outcome FROM prompt")
        history.record([cleared(STAND, Outcome.STOOD, 100.0)], OFFSET_S)
        outcomes += on_disk("SELECT outcome FROM prompt")

    assert outcomes == [(None,), (None,), ("stood",)]
    assert on_disk("SELECT raised_t_s, cleared_t_s, cleared_utc_s FROM prompt") == [(1900.0, 2000.0, 2000.0 + OFFSET_S)]


def test_a_prompt_that_nobody_remembers_was_not_watched_to_its_end(history_path: Path, on_disk: Query) -> None:
    with open_history(history_path) as history:
        history.remember({"asks": 2}, STAND.t_s, STAND.t_s + OFFSET_S)
        history.record([STAND, Minute(1930.0, 1860.0, 60.0, 60.0, 0.0, None, None, None, None, None)], OFFSET_S)
    with open_history(history_path, t_s=1960.0) as history:
        history.forget(None)

    assert on_disk("SELECT outcome, cleared_t_s, after_s FROM prompt") == [("unseen", 1930.0, 30.0)]
    assert on_disk("SELECT * FROM memory") == []


def test_only_one_prompt_stands_at_a_time(history_path: Path, on_disk: Query) -> None:
    with open_history(history_path) as history:
        history.remember({}, 400.0, 400.0 + OFFSET_S)
        history.record([SLIDE], OFFSET_S)
        history.record([STAND], OFFSET_S)

    assert on_disk("SELECT number, outcome FROM prompt") == [(1, "unseen"), (2, None)]


def test_a_prompt_over_a_reboot_keeps_when_it_came_and_lasts_by_the_wall_clock(
    history_path: Path, on_disk: Query
) -> None:
    later_s = OFFSET_S + 2000.0  # the second boot's clock counts from there
    with open_history(history_path) as history:
        history.remember({"asks": 2}, STAND.t_s, STAND.t_s + OFFSET_S)
        history.record([STAND], OFFSET_S)
    with open_history(history_path, "boot-b", 5.0, later_s) as history:
        history.record([PromptCleared(50.0, PromptKind.STAND, 2, Outcome.STOOD, 150.0)], later_s)

    assert on_disk("SELECT boot_id, raised_t_s, raised_utc_s, cleared_t_s, cleared_utc_s, after_s FROM prompt") == [
        ("boot-a", 1900.0, 1900.0 + OFFSET_S, 2050.0, 2050.0 + OFFSET_S, 150.0)
    ]


def test_no_number_is_used_twice(history_path: Path) -> None:
    with open_history(history_path) as history:
        before = history.latest_number()
        history.record([SLIDE, STAND], OFFSET_S)
        after = history.latest_number()

    assert (before, after) == (0, 2)


@pytest.mark.parametrize(
    ("outcome", "after_s", "answer"),
    [
        pytest.param(None, None, Answer.STANDS, id="it stands"),
        pytest.param(Outcome.STOOD, 180.0, Answer.TAKEN_SOON, id="three minutes"),
        pytest.param(Outcome.STOOD, 180.1, Answer.TAKEN_LATER, id="more than three minutes"),
        *[
            pytest.param(outcome, 5.0, answer, id=outcome)
            for outcome, answer in (
                (Outcome.STOOD_BRIEFLY, Answer.BRIEFLY),
                (Outcome.MOVED, Answer.MOVED),
                (Outcome.SNOOZED, Answer.PUT_OFF),
                (Outcome.DISMISSED, Answer.DISMISSED),
                (Outcome.WRONG, Answer.WRONG),
                (Outcome.QUIETED, Answer.QUIETED),
                (Outcome.IGNORED, Answer.IGNORED),
                (Outcome.UNSEEN, Answer.UNSEEN),
            )
        ],
    ],
)
def test_what_followed_is_told_by_outcome_and_time(
    outcome: Outcome | None, after_s: float | None, answer: Answer
) -> None:
    assert answer_of(outcome, after_s) is answer


def test_every_outcome_is_some_answer() -> None:
    assert {answer_of(outcome, 0.0) for outcome in Outcome} == set(Answer) - {Answer.STANDS, Answer.TAKEN_LATER}


def test_a_week_is_told_prompt_by_prompt_for_one_sitter(history_path: Path) -> None:
    with open_history(history_path) as history:
        anna = history.people.add("Anna", OFFSET_S)
        history.record([SLIDE, cleared(SLIDE, Outcome.MOVED, 20.0), SitterChosen(600.0, 600.0, anna, False)], OFFSET_S)
        history.record(
            [STAND, cleared(STAND, Outcome.STOOD, 40.0), PromptMarkedWrong(2000.0, PromptKind.STAND, 2)], OFFSET_S
        )
    view = HistoryView(history_path)

    mine = Answered(SLIDE.t_s + OFFSET_S, PromptKind.SLIDE, Answer.MOVED, wrong=False)
    annas = Answered(STAND.t_s + OFFSET_S, PromptKind.STAND, Answer.TAKEN_SOON, wrong=True)
    limits = (OFFSET_S, OFFSET_S + 7 * 86_400.0)
    assert view.weekly(*limits) == (mine, annas)
    assert view.weekly(*limits, 1) == (mine,)
    assert view.weekly(*limits, anna) == (annas,)
    assert view.weekly(*limits, None) == ()
    assert view.weekly(OFFSET_S + 1900.1, OFFSET_S + 1e6) == ()
    assert [prompt.number for prompt in view.prompts(*limits)] == [1, 2]
    assert [prompt.trace for prompt in view.prompts(*limits, with_traces=False)] == [(), ()]


def test_the_rate_of_false_alarms_counts_marks_against_prompts_and_hours_of_sitting(history_path: Path) -> None:
    with open_history(history_path) as history:
        for number in range(1, 5):
            raised = PromptRaised(number * 1000.0, PromptKind.STAND, number, "Now.", Moment.SHIFT, 1800.0)
            history.record([raised, cleared(raised, Outcome.STOOD, 40.0)], OFFSET_S)
        history.record([PromptMarkedWrong(4500.0, PromptKind.STAND, 4)], OFFSET_S)
        minutes = [Minute(60.0 * i + 60.0, 60.0 * i, 60.0, 60.0, 0.0, None, None, None, None, None) for i in range(120)]
        history.record(minutes, OFFSET_S)
    view = HistoryView(history_path)

    found = view.false_alarms(OFFSET_S)
    assert found == FalseAlarms((KindCount(PromptKind.STAND, 4, 1),), 7200.0)
    assert (found.n_raised, found.n_wrong, found.wrong_per_seated_h) == (4, 1, 0.5)
    nothing = view.false_alarms(OFFSET_S + 1e6)
    assert (nothing.n_raised, nothing.wrong_per_seated_h) == (0, None)


def test_an_erased_trace_leaves_nothing_in_the_file(history_path: Path) -> None:
    secret = ((4242.4242, 1.0, 1.0),) * 60
    with open_history(history_path) as history:
        raised = PromptRaised(500.0, PromptKind.STILL, 1, "Shift a little.", Moment.LASTED, 490.0, trace=secret)
        history.record([raised], OFFSET_S)
        before = b"4242.4242" in everything(history_path)
    with open_history(history_path, "boot-b", 0.0, OFFSET_S + TRACE_KEPT_S + 501.0):
        pass

    assert before
    assert b"4242.4242" not in everything(history_path)


def everything(path: Path) -> bytes:
    with closing(sqlite3.connect(path)):  # the last one to close writes the log into the file
        return b"".join(file.read_bytes() for file in sorted(path.parent.iterdir()))
