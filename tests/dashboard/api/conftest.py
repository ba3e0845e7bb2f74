"""A chair that has been sat on, with an owner, and a program that has a key."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from calibrating import Process
from entering import pair
from health_replies import health, raspberry_pi

from chairpi.core.events.movement import ShiftSize, WeightShift
from chairpi.core.events.presence import SatDown, StoodUp
from chairpi.core.events.prompting import Moment, Outcome, PromptCleared, PromptKind, PromptRaised
from chairpi.store.access import Scope
from chairpi.store.history import History

HOUR_S = 3600.0


@dataclass(frozen=True)
class Program:
    """A program with a key, and the chair that it asks."""

    dashboard: Any
    sensor: Any
    key: str

    @property
    def headers(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.key}"}

    def get(self, path: str, **query: str) -> Any:
        return self.dashboard.app.test_client().get(path, query_string=query, headers=self.headers)

    def post(self, data: bytes | str, content_type: str = "application/json") -> Any:
        client = self.dashboard.app.test_client()
        return client.post("/api/v1/requests", data=data, content_type=content_type, headers=self.headers)


def write_a_morning(path: Path, noon_utc_s: float) -> None:
    """A bout of two hours, which two prompts end or do not."""
    began_s = noon_utc_s - 3 * HOUR_S
    trace = ((540.0, 12.5, -3.0), (None, None, None), (541.5, 13.0, -2.5))
    with History.open(path, "boot", began_s - 60, began_s - 60) as history:
        history.record(
            [
                SatDown(began_s, began_s, None, True),
                WeightShift(began_s + 900, began_s + 895, ShiftSize.MICRO, 18.0, 3.0, 17.7),
                PromptRaised(
                    began_s + 1800,
                    PromptKind.SLIDE,
                    1,
                    "Sit back.",
                    Moment.LASTED,
                    1800.0,
                    slide_mm=44.0,
                    uncertainty_mm=11.0,
                    slide_s=600.0,
                    still_s=None,
                    trace=trace,
                ),
                PromptCleared(began_s + 1830, PromptKind.SLIDE, 1, Outcome.MOVED, 30.0),
                StoodUp(began_s + 2 * HOUR_S, began_s, began_s + 2 * HOUR_S, 2 * HOUR_S, True),
                PromptRaised(began_s + 2.5 * HOUR_S, PromptKind.STAND, 2, "Stand up.", Moment.SHIFT, 1800.0),
            ],
            0.0,
        )


@pytest.fixture
def program(dashboard, sensor, fakes, tmp_path):
    write_a_morning(dashboard.parts.history_path, dashboard.parts.clock.utc_s())
    sensor.replies["health"] = health()
    sensor.replies["calibration"] = Process().reply({"request": "calibration", "action": "state"})
    raspberry_pi(tmp_path / "machine")
    dashboard.hear(sensor, fakes.PROMPTING)
    pair(dashboard)
    key = dashboard.parts.access.make_key("A lamp", Scope.CONTROL, dashboard.parts.clock.utc_s())
    return Program(dashboard, sensor, key)
