"""What the Now page says of how a sitter has moved: in words and a figure, never as a mark out of ten.

How the load lies is compared with the sitter's own upright reference, so "even" means as they sit upright themselves.
"""

from __future__ import annotations

from chairpi.dashboard.feed.messages import Movement, Now
from chairpi.dashboard.lengths import length
from chairpi.language.words import N_, _, number_text, pgettext, translated

EVEN_FRACTION = 0.03
CLEARLY_FRACTION = 0.08
"""A share of the load that is less than this away from one half is called even, or only a little more on one side. Our choice: with the
half width of a usual seat they are a CoP of some 10 and 25 mm beside the reference, less than a micro and a macro weight shift."""

_VARIETY = ((0.2, N_("mostly in one place")), (0.5, N_("in a few places")), (1.01, N_("in many places")))
"""The share of time away from the most usual place, up to each number. Our choice; no number of them is better than another."""

NOT_YET = N_("not known yet")
PLACES = ("shifts", "shifts_hint", "longest", "balance", "balance_hint", "variety", "variety_hint")


def movement_texts(now: Now) -> dict[str, str]:
    """The four figures of movement; empty while nobody sits."""
    movement = now["movement"]
    if movement is None or now["occupancy"] != "seated":
        return {}
    return {
        "shifts": _shifts_text(movement),
        "shifts_hint": _(
            "%(all)s in this sitting, %(large)s of them large",
            all=movement["n_micro"] + movement["n_macro"],
            large=movement["n_macro"],
        ),
        "longest": length(movement["longest_still_s"]),
        **_balance_texts(movement["balance"]),
        **_variety_texts(movement["variety"]),
    }


def _shifts_text(movement: Movement) -> str:
    shifts_per_hour = movement["shifts_per_hour"]
    if shifts_per_hour is None:
        return _("after 10 min")
    return _("%(shifts)s an hour", shifts=number_text(shifts_per_hour))


def _balance_texts(balance: float | None) -> dict[str, str]:
    if balance is None:
        return {
            "balance": translated(NOT_YET),
            "balance_hint": _("It needs your upright reference, and all seat cells."),
        }
    off, on_right = abs(balance - 0.5), balance > 0.5
    if off < EVEN_FRACTION:
        words = pgettext("load on the left and on the right", "even")
    elif off < CLEARLY_FRACTION:
        words = _("a little more right") if on_right else _("a little more left")
    else:
        words = _("more on the right") if on_right else _("more on the left")
    left = round(100 * (1 - balance))
    hint = _("%(left)s %% left, %(right)s %% right; half and half is your own upright", left=left, right=100 - left)
    return {"balance": words, "balance_hint": hint}


def _variety_texts(variety: float | None) -> dict[str, str]:
    if variety is None:
        return {"variety": _("after 5 min"), "variety_hint": ""}
    words = next(words for up_to, words in _VARIETY if variety < up_to)
    hint = _("%(share)s %% of the time away from your most usual place", share=number_text(100 * variety))
    return {"variety": translated(words), "variety_hint": hint}


def balance_percent(now: Now) -> float | None:
    """Where the mark of the balance stands [% from the left]; `None` where there is none."""
    movement = now["movement"]
    return None if movement is None or movement["balance"] is None else round(100 * movement["balance"], 1)
