"""How somebody sits: the posture, and the forward hip slide."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Posture(StrEnum):
    """How the load lies against the sitter's own upright reference; never a judgement."""

    UPRIGHT = "upright"
    UPRIGHT_OFF_BACKREST = "upright_off_backrest"
    FORWARD_SLIDE = "forward_slide"
    PERCHED = "perched"
    HIPS_FORWARD = "hips_forward"
    """Slid forward or perched: with seat cells alone the two look alike."""
    FORWARD_LEAN = "forward_lean"
    DESK_LEAN = "desk_lean"
    RECLINE = "recline"
    LEAN_LEFT = "lean_left"
    LEAN_RIGHT = "lean_right"
    CROSSED_LEFT = "crossed_left"
    CROSSED_RIGHT = "crossed_right"
    UNKNOWN = "unknown"
    """The chair cannot tell."""


class SlideEnd(StrEnum):
    """Why a forward hip slide is over."""

    RETURNED = "returned"
    STOOD_UP = "stood_up"
    UNSEEN = "unseen"


@dataclass(frozen=True, slots=True)
class PostureChanged:
    """The posture is another one than before."""

    t_s: float
    posture: Posture


@dataclass(frozen=True, slots=True)
class SlideBegan:
    """The hips have slid forward by about `slide_mm`, give or take `uncertainty_mm` (a standard deviation), since `onset_t_s`."""

    t_s: float
    onset_t_s: float
    slide_mm: float
    uncertainty_mm: float | None = None


@dataclass(frozen=True, slots=True)
class SlideEnded:
    """A forward hip slide is over; `slide_mm` is the furthest it went."""

    t_s: float
    onset_t_s: float
    length_s: float
    slide_mm: float
    why: SlideEnd
