"""Frames cut where time has a gap."""

from __future__ import annotations

from collections.abc import Sequence

GAP_S = 2.0
"""Nothing is assumed about a sitter who was not watched for longer than this [s] (recording format, version 1)."""


def stretches(times_s: Sequence[float], last_t_s: float) -> list[slice]:
    """Where to cut frames so that there is no gap within a stretch.

    Parameters
    ----------
    times_s
        The frames' times [s].
    last_t_s
        The time of the frame before them [s]; -inf when there was none.

    Returns
    -------
    list of slices
        One for each stretch; the first is empty when a gap comes before it.

    Raises
    ------
    ValueError
        Time goes back, or is not a number.
    """
    cuts = [0]
    for i, t_s in enumerate(times_s):
        if not t_s >= last_t_s:  # not "<", so that NaN is refused too
            raise ValueError(f"time goes back: a frame at {t_s} s after one at {last_t_s} s")
        if t_s - last_t_s > GAP_S:
            cuts.append(i)
        last_t_s = t_s
    return [slice(start, end) for start, end in zip(cuts, [*cuts[1:], len(times_s)], strict=True)]
