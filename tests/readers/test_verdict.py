import dataclasses

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chairpi.readers.verdict import Measured, Verdict, judge, signed

GOOD = Measured(word=0x123456, pulses=25, high_max_ns=20_000, framed=True, since_busy_ns=3_000_000)
SHORTEST_NS = 10_000_000


@pytest.mark.parametrize(
    ("changes", "verdict"),
    [
        pytest.param({}, Verdict.OK, id="nothing wrong"),
        pytest.param({"word": None, "since_busy_ns": 80_000_000}, Verdict.NOT_READY, id="the word was replaced"),
        pytest.param({"word": None}, Verdict.FRAMING, id="DOUT flickered where no word can be replaced"),
        pytest.param({"high_max_ns": 60_001}, Verdict.POWERED_DOWN, id="more than 60 us"),
        pytest.param({"high_max_ns": 60_000}, Verdict.SUSPECT, id="60 us"),
        pytest.param({"high_max_ns": 50_001}, Verdict.SUSPECT, id="more than 50 us"),
        pytest.param({"high_max_ns": 50_000}, Verdict.OK, id="50 us, the longest allowed"),
        pytest.param({"pulses": 24}, Verdict.PULSE_COUNT, id="one pulse too few"),
        pytest.param({"pulses": 26}, Verdict.PULSE_COUNT, id="one pulse too many"),
        pytest.param({"framed": False}, Verdict.FRAMING, id="DOUT low after the word"),
        pytest.param({"since_busy_ns": SHORTEST_NS + 1}, Verdict.STRADDLED, id="the next word may have come"),
        pytest.param({"since_busy_ns": SHORTEST_NS}, Verdict.OK, id="the next word cannot have come"),
        pytest.param({"word": 0x7FFFFF}, Verdict.SATURATED, id="highest code"),
        pytest.param({"word": 0x800000}, Verdict.SATURATED, id="lowest code"),
        pytest.param({"word": 0x7FFFFE}, Verdict.OK, id="just below the highest"),
        pytest.param({"word": 0x000FFF}, Verdict.TRAILING_ONES, id="twelve trailing ones"),
        pytest.param({"word": 0xFFFFFF}, Verdict.TRAILING_ONES, id="nothing but ones"),
        pytest.param({"word": 0x0007FF}, Verdict.OK, id="eleven trailing ones"),
        pytest.param({"framed": False, "high_max_ns": 70_000}, Verdict.POWERED_DOWN, id="the gravest reason is given"),
    ],
)
def test_each_doubt_has_its_verdict(changes: dict[str, int | bool | None], verdict: Verdict):
    assert judge(dataclasses.replace(GOOD, **changes), SHORTEST_NS) is verdict  # type: ignore[arg-type]


@given(st.integers(-(2**23), 2**23 - 1))
def test_every_count_survives_24_bits_of_twos_complement(counts: int):
    assert signed(counts & 0xFFFFFF) == counts
