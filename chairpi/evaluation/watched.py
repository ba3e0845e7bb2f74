"""Recordings with the truth beside them, replayed: what the sitter did, and the slides that the core told."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice

import numpy as np

from chairpi.core.events.event import Event
from chairpi.core.events.posture import SlideBegan, SlideEnded
from chairpi.core.requests import Finish
from chairpi.core.settings import Settings
from chairpi.evaluation.episodes import EpisodeScore, score
from chairpi.recordings.columns import Row
from chairpi.recordings.header import Header
from chairpi.replay.replaying import BLOCK_ROWS, chair_for, frames_of

NOBODY = frozenset({"vacant", "object"})
OFF_BACKREST = frozenset({"perched", "upright_off_backrest", "forward_lean", "desk_lean"})
"""Labels that say that the back is not on the backrest."""

SLID_MM = {"forward_slide": math.inf, "perched": math.nan, "": math.nan}
"""What a label alone tells of the slide [mm]: there is one, of unknown size; the hips are forward, by nobody knows how much;
nothing. Any other label: there is none."""


@dataclass(slots=True)
class _Watched:
    """The truth of one row after the other, and what was told meanwhile."""

    t_s: list[float]
    slide_mm: list[float]
    seated: list[bool]
    back_contact: list[bool]
    told: list[SlideBegan | SlideEnded]

    def add(self, rows: Iterable[Row], with_mm: bool) -> None:
        for row in rows:
            known_mm = math.nan if row.slide_mm is None else row.slide_mm
            self.t_s.append(row.t_s)
            self.slide_mm.append(known_mm if with_mm else SLID_MM.get(row.label, 0.0))
            self.seated.append(row.label not in NOBODY)
            self.back_contact.append(row.label not in OFF_BACKREST)

    def hear(self, events: Iterable[Event]) -> None:
        self.told.extend(event for event in events if isinstance(event, SlideBegan | SlideEnded))


def watched_score(header: Header, rows: Iterable[Row], settings: Settings, *, with_mm: bool) -> EpisodeScore:
    """Replay a recording through the core and score the slides that it tells.

    Parameters
    ----------
    header
        The recording's; the core is told of its guided upright hold.
    rows
        Its rows, in time order.
    settings
        The core's thresholds and times.
    with_mm
        Whether the rows know the true `slide_mm`; else a row labelled `forward_slide` is a slide, whatever its size.
    """
    chair = chair_for(header, settings)
    watched = _Watched([], [], [], [], [])
    for block in _blocks(rows):
        watched.add(block, with_mm)
        watched.hear(chair.receive(frames_of(block)))
    if watched.t_s:
        watched.hear(chair.receive(Finish(watched.t_s[-1])))
    return score(
        np.array(watched.t_s),
        np.array(watched.slide_mm),
        np.array(watched.seated, dtype=np.bool_),
        watched.told,
        back_contact=np.array(watched.back_contact, dtype=np.bool_),
    )


def _blocks(rows: Iterable[Row]) -> Iterator[list[Row]]:
    stream = iter(rows)
    while block := list(islice(stream, BLOCK_ROWS)):
        yield block
