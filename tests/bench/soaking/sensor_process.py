"""The real sensor process on the story's chair: python -m soaking.sensor_process CONFIG STORY

Only the reader and the clock are the story's. Frames come from simulated days, one after the other, as fast as they are taken; at night
nobody reads. A life is one line on stdout: the boot, and the story's seconds at
which the machine and it began.
"""

from __future__ import annotations

import functools
import json
import logging
import signal
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

from chairpi.chosen_settings import with_chosen
from chairpi.clock import Clock
from chairpi.config.reading import load_config
from chairpi.config.tables import Config
from chairpi.core.frame import Frame
from chairpi.core.requests import CaptureReference
from chairpi.heap import keep_small
from chairpi.notify import Notifier
from chairpi.readers.health import CellHealth
from chairpi.recordings.reading import open_recording
from chairpi.sensor.lasting import LastingSensor
from chairpi.sensor.service import SensorService
from soaking.plan import Plan
from soaking.story import DAY_S, Story, StoryClock


class StoryReader:
    """The sitter of the story, from its present second on, with the wires that are cut just then."""

    backend = "recording"
    picked = "The sitter of a story."
    guided_upright: CaptureReference | None = None
    supply_low = False

    def __init__(self, plan: Plan, story: Story) -> None:
        self._plan = plan
        self._story = story
        self._closed = False
        with open_recording(plan.days[0]) as first:
            header = first.header
        self.seat, self.calibration, self.rate_hz = header.seat, header.calibration, header.rate_hz
        if header.upright_s is not None and story.now_s < plan.begins_s(0):
            begin_s, end_s = header.upright_s
            at_s = plan.begins_s(0) + begin_s - story.started_s
            self.guided_upright = CaptureReference(at_s, end_s - begin_s)

    def frames(self) -> Iterator[Frame | None]:
        day = int(self._story.now_s // DAY_S)
        while day < self._plan.n_days and not self._closed:
            yield from self._day(day)
            day += 1

    def _day(self, day: int) -> Iterator[Frame | None]:
        begins_s = self._plan.begins_s(day)
        cuts = [cut for cut in self._plan.cuts if begins_s <= cut.begins_s < begins_s + DAY_S]
        with open_recording(self._plan.days[day % len(self._plan.days)]) as recording:
            for frame in recording.frames():
                at_s = begins_s + frame.t_s
                if self._closed:
                    return
                if at_s <= self._story.now_s:
                    continue
                self._story.now_s = at_s
                cut = next((cut for cut in cuts if cut.begins_s <= at_s < cut.ends_s), None)
                counts = frame.counts
                if cut is not None:
                    counts = tuple(None if cell == cut.cell else count for cell, count in enumerate(counts))
                yield Frame(at_s - self._story.started_s, counts)

    def health(self, t_s: float) -> tuple[CellHealth, ...]:
        return ()

    def simulate(self, message: Mapping[str, object]) -> None:
        raise ValueError("this sitter does what the story says")

    def close(self) -> None:
        self._closed = True


def main(config_path: Path, story_path: Path) -> None:
    """Run until the story ends or a signal comes."""
    logging.basicConfig(level=logging.INFO, format="%(levelname)s %(name)s: %(message)s", stream=sys.stderr)
    keep_small()
    story, plan = Story(story_path), Plan.read(story_path.with_suffix(".json"))
    print(json.dumps([story.boot, story.started_s, story.now_s]), flush=True)

    def open_cells(_config: Config, _clock: Clock) -> StoryReader:
        return StoryReader(plan, story)

    make_sensor = functools.partial(LastingSensor, open_cells=open_cells)
    service = SensorService(
        lambda: with_chosen(load_config(config_path), mend=True), StoryClock(story), Notifier(), make_sensor=make_sensor
    )
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda _number, _frame: service.stop())
    service.run()


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
