"""What the Now page says of how a sitter has moved: in words and a figure, never as a mark out of ten.

How the load lies is compared with the sitter's own upright reference, so "even" means as they sit upright themselves.
"""

from __future__ import annotations

from chairpi.dashboard.feed.messages import Movement, Now
from chairpi.dashboard.lengths import length

EVEN_FRACTION = 0.03
CLEARLY_FRACTION = 0.08
"""A share of the load that is less than this away from one half is called even, or only a little more on one side. Our choice: with the
half width of a usual seat they are a CoP of some 10 and 25 mm beside the reference, less than a micro and a macro weight shift."""

_VARIETY = ((0.2, "mostly in one place"), (0.5, "in a few places"), (1.01, "in many places"))
"""The share of time away from the most usual place, up to each number. Our choice; no number of them is better than another."""

NOT_YET = "not known yet"
PLACES = ("shifts", "shifts_hint", "longest", "balance", "balance_hint", "variety", "variety_hint")


def movement_texts(now: Now) -> dict[str, str]:
    """The four figures of movement; empty while nobody sits."""
    movement = now["movement"]
    if movement is None or now["occupancy"] != "seated":
        return {}
    return {
        "shifts": _shifts_text(movement),
        "shifts_hint": f"{movement['n_micro'] + movement['n_macro']} in this sitting, {movement['n_macro']} of them large",
        "longest": length(movement["longest_still_s"]),
        **_balance_texts(movement["balance"]),
        **_variety_texts(movement["variety"]),
    }


def _shifts_text(movement: Movement) -> str:
    shifts_per_hour = movement["shifts_per_hour"]
    return "after 10 min" if shifts_per_hour is None else f"{shifts_per_hour:.0f} an hour"


def _balance_texts(balance: float | None) -> dict[str, str]:
    if balance is None:
        return {"balance": NOT_YET, "balance_hint": "It needs your upright reference, and all seat cells."}
    off, side = abs(balance - 0.5), "right" if balance > 0.5 else "left"
    words = (
        "even" if off < EVEN_FRACTION else f"a little more {side}" if off < CLEARLY_FRACTION else f"more on the {side}"
    )
    left = round(100 * (1 - balance))
    return {"balance": words, "balance_hint": f"{left} % left, {100 - left} % right; half and half is your own upright"}


def _variety_texts(variety: float | None) -> dict[str, str]:
    if variety is None:
        return {"variety": "after 5 min", "variety_hint": ""}
    words = next(words for up_to, words in _VARIETY if variety < up_to)
    return {"variety": words, "variety_hint": f"{100 * variety:.0f} % of the time away from your most usual place"}


def balance_percent(now: Now) -> float | None:
    """Where the mark of the balance stands [% from the left]; `None` where there is none."""
    movement = now["movement"]
    return None if movement is None or movement["balance"] is None else round(100 * movement["balance"], 1)
