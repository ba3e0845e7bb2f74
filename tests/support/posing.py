"""Made-up people who hold postures, and a judge who looks at nothing but the sum of their cells."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from chairpi.evaluation.posed import PosedRecording

POSTURES = ("upright", "upright", "forward_slide", "perched", "lean_left")
SEAT_N = {"upright": 100.0, "forward_slide": 130.0, "perched": 130.0, "lean_left": 110.0}
BACK_N = {"upright": 20.0, "forward_slide": 40.0, "perched": 0.0, "lean_left": 20.0}
ROWS_A_HOLD = 4


def person_text(*, date: str = "2026-02-01", more_n: float = 0.0, upright_s: str = "0,3", labels: bool = True) -> str:
    """One person's recording, in newtons; `more_n` on each seat cell tells people apart."""
    lines = [
        "# chairpi-recording: 1",
        "# quantity: n",
        "# rate_hz: 1",
        "# cells: seat_front_left,back_upper,seat_front_right,seat_rear_left,seat_rear_right",
        "# position_mm: 150:-150,nan:0,150:150,-150:-150,-150:150",
        f"# started_utc: {date}T09:00:00Z",
        *([f"# upright_s: {upright_s}"] if upright_s else []),
        "t_s,seat_front_left_n,back_upper_n,seat_front_right_n,seat_rear_left_n,seat_rear_right_n,hold,label",
    ]
    for hold, label in enumerate(POSTURES):
        seat, back = SEAT_N[label] + more_n, BACK_N[label]
        for row in range(ROWS_A_HOLD):
            t_s = 10 * hold + row
            lines.append(f"{t_s},{seat},{back},{seat},{seat},{seat},{hold},{label if labels else ''}")
    return "\n".join(lines) + "\n"


def write_people(directory: Path, dates: Sequence[str]) -> list[Path]:
    """A file for each date, each of another person."""
    paths = []
    for number, date in enumerate(dates):
        path = directory / f"person{number:02d}.csv"
        path.write_text(person_text(date=date, more_n=0.1 * number), encoding="utf-8")
        paths.append(path)
    return paths


@dataclass(frozen=True)
class Judged:
    recording: str
    hold: int
    label: str
    probabilities: dict[str, float]
    fitted_on: str


class SumJudge:
    """Believes in a slide where the back presses, in hips forward where the seat does; keeps what it was asked."""

    def __init__(self) -> None:
        self.asked: list[tuple[list[str], list[str] | None, bool]] = []

    def __call__(
        self, recordings: Sequence[tuple[str, PosedRecording]], *, groups: Sequence[str] | None = None
    ) -> list[Judged]:
        names = [name for name, _ in recordings]
        self.asked.append((names, None if groups is None else list(groups), recordings[0][1].has_backrest))
        return [
            Judged(name, hold, label, self.probabilities(recording, hold), "the others")
            for name, recording in recordings
            for hold, label in {row.hold: row.label for row in recording}.items()
        ]

    def probabilities(self, recording: PosedRecording, hold: int) -> dict[str, float]:
        row = next(row for row in recording if row.hold == hold)
        by_cell = dict(zip(recording.header.seat.names, row.counts, strict=True))
        forward = by_cell["seat_front_left"] > 120.0
        back_n = by_cell.get("back_upper")
        slide = 0.0 if not forward else 0.5 if back_n is None else 0.9 if back_n > 30.0 else 0.1
        perched = (1.0 - slide) * forward
        return {"forward_slide": slide, "perched": perched, "upright": 1.0 - slide - perched, "unknown": 0.0}
