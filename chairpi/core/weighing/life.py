"""Signs of life: a load moves as only somebody alive moves it."""

from __future__ import annotations

from collections.abc import Collection

from chairpi.core.weighing.second import Second

LIFE_S = 6
"""Signs of life are looked for in this many seconds: more than one breath at 12-20 a minute."""

LIFE_NM = 0.25
"""Load moments that move by at least this, AP and ML together, in `LIFE_S` are alive [N m].

On a real office chair with cheap cells in the cushion (maxmuffin/SmartSeat, 33 people), every 6 s of posed, still sitting
moved by 0.25 N m or more (median 1.2) and the empty chair by 0.15 (median). A steel weight on better cells moves by 0.02.
"""


def span_nm(seconds: Collection[Second]) -> float:
    """How far the load's moments moved in these seconds, AP and ML together [N m]; negative or NaN where they are unknown."""
    ap_nmm = max(s.moment_ap_nmm[1] for s in seconds) - min(s.moment_ap_nmm[0] for s in seconds)
    ml_nmm = max(s.moment_ml_nmm[1] for s in seconds) - min(s.moment_ml_nmm[0] for s in seconds)
    return 1e-3 * (ap_nmm + ml_nmm)
