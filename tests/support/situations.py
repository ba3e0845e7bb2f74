"""Seconds as the prompts see them, for tests of the prompts alone."""

from __future__ import annotations

from collections.abc import Iterator

from chairpi.core.prompting.situation import Situation


def seconds(n: int, t_s: float = 0.0, **fields: object) -> Iterator[Situation]:
    """So many seated seconds on end, after `t_s` [s]; somebody has sat since 0 s."""
    for i in range(1, n + 1):
        at_s = t_s + i
        yield Situation(at_s, 1.0, seated=True, vacant=False, sitting_s=at_s, sat_since_t_s=0.0)._replace(**fields)
