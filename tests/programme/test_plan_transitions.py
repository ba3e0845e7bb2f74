"""Every transition of the plan: each place in it, and everything that may be written there."""

from __future__ import annotations

import diaries
import pytest
from diaries import day

from chairpi.programme.diary import (
    BegunAnew,
    Change,
    CheckedIn,
    Entry,
    Occasion,
    Reviewed,
    Seen,
    SelfChecked,
    SignsAnswered,
    Stopped,
    StopReason,
)
from chairpi.programme.plan.fold import state_of
from chairpi.programme.plan.tables import GATES, STAGES, Gate, Stage, Word

N = 15
"""The day of the entry: in the third week, so that a review is open."""

CHECKED = [diaries.none_of_these(), SelfChecked(day(0), diaries.ALL_YES)]
BETTER = [*diaries.kept(N - 1), Reviewed(day(14), Change.BETTER)]
SIGN = SignsAnswered(day(14), Occasion.ASKED, ("fever",))
STOPPED = Stopped(day(14), "", StopReason.OTHER)

PLACES: dict[str, list[Entry]] = {
    "signs asking": [],
    "signs locked": [SIGN],
    "self_check asking": [diaries.none_of_these(), STOPPED],
    "self_check open": [diaries.none_of_these()],
    "self_check locked": [diaries.none_of_these(), SIGN],
    "loosen asking": [*CHECKED, diaries.stretched(12), diaries.stretched(13), STOPPED],
    "loosen open": [*CHECKED, diaries.stretched(12), diaries.stretched(13)],
    "loosen locked": [*CHECKED, diaries.stretched(12), diaries.stretched(13), SIGN],
    "strengthen asking": [*diaries.kept(N - 1), STOPPED],
    "strengthen open": diaries.kept(N - 1),
    "strengthen locked": [*diaries.kept(N - 1), SIGN],
    "keep asking": [*BETTER, STOPPED],
    "keep open": BETTER,
    "keep locked": [*BETTER, SIGN],
}

WORDS: dict[str, Entry] = {
    "none": SignsAnswered(day(N), Occasion.ASKED),
    "sign": SignsAnswered(day(N), Occasion.ASKED, ("chest_pain",)),
    "trigger": CheckedIn(day(N), 3, 8),
    "seen": Seen(day(N)),
    "checked": SelfChecked(day(N), diaries.ALL_YES),
    "stretched": diaries.stretched(N),
    "better": Reviewed(day(N), Change.BETTER),
    "same": Reviewed(day(N), Change.NO_CHANGE),
    "worse": Reviewed(day(N), Change.WORSE),
    "anew": BegunAnew(day(N)),
}

STAGES_OF = dict(zip("WCLSK", ("signs", "self_check", "loosen", "strengthen", "keep"), strict=True))
GATES_OF = {"": "open", "?": "asking", "!": "locked"}

TABLE = """
place  none  sign  trigger  seen  checked  stretched  better  same  worse  anew
W?     C     W!    =        =     =        =          =       =     =      =
W!     =     =     =        C     =        =          =       =     =      =
C?     C     C!    =        =     L?       =          =       =     =      W?
C      =     C!    C?       =     L        =          =       =     C?     W?
C!     =     =     =        C     =        =          =       =     =      =
L?     L     L!    =        =     =        S?         =       =     =      W?
L      =     L!    L?       =     =        S          =       =     L?     W?
L!     =     =     =        L     =        =          =       =     =      =
S?     S     S!    =        =     =        =          K?      =     L?     W?
S      =     S!    S?       =     =        =          K       =     L?     W?
S!     =     =     =        S     =        =          =       =     =      =
K?     K     K!    =        =     =        =          =       =     L?     W?
K      =     K!    K?       =     =        =          =       =     L?     W?
K!     =     =     =        K     =        =          =       =     =      =
"""
"""Where each entry leads: the stage by its letter, `?` while the signs are asked, `!` while it is locked; `=`: it leads nowhere else."""

HEAD, *LINES = (line.split() for line in TABLE.strip().splitlines())


def name_of(place: str) -> str:
    return f"{STAGES_OF[place[0]]} {GATES_OF[place[1:]]}"


CASES = [
    (name_of(at), word, name_of(at if led == "=" else led))
    for at, *cells in LINES
    for word, led in zip(HEAD[1:], cells, strict=True)
]


def place(entries: list[Entry]) -> str:
    state = state_of(entries, day(N))
    return f"{state.stage} {state.gate}"


def test_the_table_has_every_place_and_every_word():
    assert {name_of(line[0]) for line in LINES} == set(PLACES)
    assert set(HEAD[1:]) == set(WORDS)
    possible = {f"{stage} {gate}" for stage in Stage for gate in Gate}
    assert possible - set(PLACES) == {"signs open"}  # whoever has answered the signs is one stage further


@pytest.mark.parametrize("name", PLACES)
def test_the_diaries_lead_where_they_say(name):
    assert place(PLACES[name]) == name


@pytest.mark.parametrize(("name", "word", "led"), CASES, ids=[f"{name}-{word}" for name, word, _ in CASES])
def test_every_entry_leads_where_the_table_says(name, word, led):
    assert place([*PLACES[name], WORDS[word]]) == led


def test_nothing_but_being_seen_opens_a_locked_gate():
    assert [(gate, word) for (gate, word), to in GATES.items() if gate is Gate.LOCKED and to is not Gate.LOCKED] == [
        (Gate.LOCKED, Word.SEEN)
    ]


def test_strengthening_is_reached_from_loosening_alone():
    assert [stage for (stage, _), to in STAGES.items() if to is Stage.STRENGTHEN and stage is not to] == [Stage.LOOSEN]
