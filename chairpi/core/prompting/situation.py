"""What one second looks like to the prompts."""

from __future__ import annotations

from typing import NamedTuple

from chairpi.core.events.posture import SlideBegan, SlideEnded
from chairpi.core.events.prompting import Moment


class Situation(NamedTuple):
    """One second.

    Parameters
    ----------
    t_s, length_s
        Its end and length [s].
    seated, vacant
        Whether somebody sits; whether the seat is seen and nobody does.
    sitting_s
        The sitting clock [s].
    sat_since_t_s
        When the present bout began [s]; `None` while nobody sits.
    receptive
        What makes this a good moment to ask: the sitter has just shifted their weight, or leant back.
    shifted_at_t_s
        When the weight shift was that was told in this second [s].
    still_s
        Time since the last shift [s]; `None` where unknown.
    slide, slide_ended
        The slide that goes on, and the one whose end was told in this second.
    is_slid
        The latest second by itself shows the slide: it has not been mended without having been told so far.
    rising
        Somebody sits, as far as the chair has told, with less load than anybody would sit down with: they are getting up.
    sees_back
        Whether the upper backrest is read.
    in_doubt
        How somebody sits is not judged, or the reference is in question.
    checking
        The seat counts stands or times holds.
    cell_lost
        A cell is not being read.
    load_n, cop_ap_mm, cop_ml_mm
        Load and CoP, NaN where unknown.
    """

    t_s: float
    length_s: float
    seated: bool
    vacant: bool
    sitting_s: float
    sat_since_t_s: float | None = None
    receptive: Moment | None = None
    shifted_at_t_s: float | None = None
    still_s: float | None = None
    slide: SlideBegan | None = None
    slide_ended: SlideEnded | None = None
    is_slid: bool = False
    rising: bool = False
    sees_back: bool = False
    in_doubt: bool = False
    checking: bool = False
    cell_lost: bool = False
    load_n: float = 0.0
    cop_ap_mm: float = float("nan")
    cop_ml_mm: float = float("nan")
