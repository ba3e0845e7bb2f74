"""The seventh step: three captures of how somebody sits upright, and in words how far they are apart."""

from __future__ import annotations

import math
from collections.abc import Mapping
from itertools import combinations

from chairpi.dashboard.chair_requests import ask_chair
from chairpi.dashboard.heard import heard
from chairpi.dashboard.now.words import as_sentence
from chairpi.dashboard.services import services
from chairpi.language.words import N_, _, number_text

TAKES_N = 3
ALIKE_MM = 10.0
"""Takes that lie within this distance are alike: sitting down anew moves the load by 8 to 10 mm (chairpi.core.upright)."""
APART_MM = 20.0
"""Beyond this one of them was another posture: from about 20 mm on the chair begins to speak of hips forward. Our choice."""


def values() -> dict[str, object]:
    """What the page shows."""
    parts = services()
    heard_now = parts.feed.snapshot()
    now = None if heard_now.stale else heard_now.now
    reference = now["reference"] if now else None
    takes = list(reference.get("takes_mm", ())) if reference and reference["source"] == "guided" else []
    return {
        "takes": takes,
        "n_wanted": TAKES_N,
        "is_guided": bool(reference and reference["source"] == "guided" and not reference.get("doubtful")),
        "capturing": bool(now and now["capturing_s"] is not None),
        "is_there": now is not None,
        "sits": bool(now and now["occupancy"] == "seated"),
        "judgement": judged(takes),
        "refusal": "" if takes and now and now["capturing_s"] is not None else _refusal(heard_now.events),
    }


def judged(takes: list[tuple[float, float]]) -> str:
    """How far the takes are apart; empty for fewer than two."""
    if len(takes) < 2:
        return ""
    apart_mm = max(math.dist(one, other) for one, other in combinations(takes, 2))
    sentence = next(words for limit_mm, words in _JUDGED if apart_mm <= limit_mm)
    return _(sentence, apart_mm=number_text(apart_mm))


_JUDGED = (
    (ALIKE_MM, N_("They are %(apart_mm)s mm apart: very much alike. That is a good reference.")),
    (APART_MM, N_("They are %(apart_mm)s mm apart, which is usual. The one in the middle counts.")),
    (
        math.inf,
        N_(
            "They are %(apart_mm)s mm apart, further than usual: one was another way to sit. Taking the three again helps."
        ),
    ),
)


def save(form: Mapping[str, str]) -> str:
    """Take one more, or begin the three anew; what is said is the chair's answer.

    Raises
    ------
    ValueError
        The chair did not do it.
    """
    takes = values()["takes"]
    joins = "anew" not in form and isinstance(takes, list) and 0 < len(takes) < TAKES_N
    answer = ask_chair(services().link_dir, {"request": "capture_reference", "joins": joins})
    if not answer.ok:
        raise ValueError(answer.text)
    return answer.text


def _refusal(events: tuple[tuple[int, dict[str, object]], ...]) -> str:
    """Why the last capture came to nothing; empty where the last one succeeded."""
    for _number, event in reversed(events):
        match event:
            case {"event": "reference_set", "source": "guided"}:
                return ""
            case {"event": "refused", "request": "capture_reference", "why": str(why)}:
                return as_sentence(heard(why))
    return ""
