"""What `chairpi evaluate` says: recordings in; entries, figures and an aligned table out."""

from __future__ import annotations

import json
import math
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from chairpi.core.settings import Settings
from chairpi.evaluation.episode_figures import episode_figures
from chairpi.evaluation.episodes import EpisodeScore
from chairpi.evaluation.figures import N_RESAMPLES, Figure
from chairpi.evaluation.judged import (
    HIPS_FORWARD,
    SIMULATED_PEOPLE,
    SLIDE,
    Judge,
    Judgement,
    apart_figures,
    class_figure,
    table_of_told,
)
from chairpi.evaluation.posed import PosedRecording
from chairpi.evaluation.watched import watched_score
from chairpi.recordings.format_error import FormatError
from chairpi.recordings.reading import open_recording

MIN_PEOPLE_A_DAY = 5
"""People that a date needs for its day to be judged by the others and to judge them. Our choice."""

Value = str | int | float | bool | None | dict[str, float]
Entry = dict[str, Value]


@dataclass(frozen=True, slots=True)
class Evaluation:
    """All that was found.

    Parameters
    ----------
    entries
        One for each hold, each true slide, each false alarm and each recording without holds: what the figures are made of.
    figures
        In the order in which they are told.
    classes, told
        The labels held, and how often each (row) was told as each (column); `None` without holds.
    n_posed
        People with holds.
    n_untared
        Of them, on a seat whose zeros were never found.
    scores
        One for each recording without holds.
    """

    entries: tuple[Entry, ...]
    figures: tuple[Figure, ...]
    classes: tuple[str, ...]
    told: tuple[tuple[int, ...], ...]
    n_posed: int
    n_untared: int
    scores: tuple[EpisodeScore, ...]


def evaluate(
    paths: Sequence[Path], settings: Settings, judge: Judge, *, n: int = N_RESAMPLES, seed: int = 0
) -> Evaluation:
    """Hold what the chair says against what recordings know.

    Parameters
    ----------
    paths
        Recordings, one for each person; those with holds and those without may be mixed.
    settings
        The core's thresholds and times.
    judge
        Judges the holds.
    n, seed
        Of the bootstrap over people.

    Raises
    ------
    RecordingError
        A recording breaks the format, or knows nothing to hold an answer against.
    """
    names = _names(paths)
    posed: list[tuple[str, PosedRecording]] = []
    scores: dict[str, EpisodeScore] = {}
    for name, path in zip(names, paths, strict=True):
        found = _read(path, settings)
        if isinstance(found, PosedRecording):
            posed.append((name, found))
        else:
            scores[name] = found
    hold_entries, hold_figures, (classes, told) = _posed_part(posed, judge, n, seed) if posed else ([], [], ([], []))
    slide_figures = episode_figures(list(scores.values()), n, seed) if scores else ()
    event_entries = [entry for name, found in scores.items() for entry in _event_entries(name, found)]
    return Evaluation(
        entries=(*hold_entries, *event_entries),
        figures=(*hold_figures, *slide_figures),
        classes=tuple(classes),
        told=tuple(map(tuple, told)),
        n_posed=len(posed),
        n_untared=sum(not recording.header.calibration.is_tared for _, recording in posed),
        scores=tuple(scores.values()),
    )


def _names(paths: Sequence[Path]) -> list[str]:
    """Name each recording after its file; by its whole path where two files are called the same."""
    times = Counter(path.name for path in paths)
    return [path.name if times[path.name] == 1 else str(path) for path in paths]


def _read(path: Path, settings: Settings) -> PosedRecording | EpisodeScore:
    with open_recording(path) as recording:
        header, columns = recording.header, recording.columns
        if "hold" not in columns.optional and "slide_mm" not in columns.optional and "label" not in columns.optional:
            line = next((row.line - 1 for row in recording), 1)
            expected = "one called hold, slide_mm or label as well, to hold the chair's answers against"
            raise FormatError(f"columns {','.join(columns.names)!r}", expected).at(path, line)
        with_mm = "slide_mm" in columns.optional
        if "hold" not in columns.optional:
            return watched_score(header, recording.trusted(), settings, with_mm=with_mm)
        rows = tuple(recording.trusted())
        if all(row.hold is None for row in rows):
            return watched_score(header, rows, settings, with_mm=with_mm)
        if header.upright_s is None:
            first_line = rows[0].line - 1
            raise FormatError(
                "holds without upright_s", "a header line '# upright_s: start,end' that says which one is the reference"
            ).at(path, first_line)
        unlabelled = next((row for row in rows if row.hold is not None and not row.label), None)
        if unlabelled is not None:
            raise FormatError(f"hold {unlabelled.hold} without a label", "the posture held").at(path, unlabelled.line)
        return PosedRecording(path, header, rows)


def _posed_part(
    posed: Sequence[tuple[str, PosedRecording]], judge: Judge, n: int, seed: int
) -> tuple[list[Entry], list[Figure], tuple[list[str], list[list[int]]]]:
    references = {(name, hold) for name, recording in posed for hold in recording.reference_holds}

    def judged_holds(kept: Iterable[Judgement]) -> list[Judgement]:
        return [one for one in kept if (one.recording, one.hold) not in references]

    def figures_of(
        own: Sequence[Judgement], seat: Sequence[Judgement], fitted_on: str = "", judged_on: str = ""
    ) -> list[Figure]:
        own, seat = judged_holds(own), judged_holds(seat)
        found = (
            *apart_figures(own, SLIDE, "forward_slide", n=n, seed=seed),
            *apart_figures(seat, HIPS_FORWARD, "hips_forward_seat", n=n, seed=seed),
            class_figure(own, n=n, seed=seed),
        )
        return [replace(figure, fitted_on=fitted_on, judged_on=judged_on) for figure in found]

    own, seat = _judge_both(posed, judge, None)
    dates = _dates(posed)
    days = [(name, recording) for name, recording in posed if recording.started_on in dates]
    groups = [str(recording.started_on) for _, recording in days]
    date_of = {name: recording.started_on for name, recording in posed}
    day_own, day_seat = _judge_both(days, judge, groups) if days else ([], [])
    figures = figures_of(own, seat)
    for date in dates:
        others = ", ".join(other for other in dates if other != date)
        one_day = [one for one in day_own if date_of[one.recording] == date]
        one_day_seat = [one for one in day_seat if date_of[one.recording] == date]
        figures += figures_of(one_day, one_day_seat, others, date)
    by_seat, by_day, by_day_seat = (
        {(one.recording, one.hold): dict(one.probabilities) for one in judged} for judged in (seat, day_own, day_seat)
    )
    entries: list[Entry] = []
    for one in own:
        key = (one.recording, one.hold)
        entry: Entry = {"entry": "hold", "recording": one.recording, "hold": one.hold, "label": one.label}
        entry |= {"reference": key in references, "started_on": date_of[one.recording], "fitted_on": one.fitted_on}
        entry |= {"probabilities": dict(one.probabilities), "seat_probabilities": by_seat.get(key)}
        entry |= {"other_day_probabilities": by_day.get(key), "other_day_seat_probabilities": by_day_seat.get(key)}
        entries.append(entry)
    classes, told = table_of_told(judged_holds(own))
    return entries, figures, (classes, told.tolist())


def _judge_both(
    posed: Sequence[tuple[str, PosedRecording]], judge: Judge, groups: Sequence[str] | None
) -> tuple[Sequence[Judgement], Sequence[Judgement]]:
    """Judge with all cells, and with the seat cells alone."""
    own = judge(posed, groups=groups)
    if not any(recording.has_backrest for _, recording in posed):
        return own, own
    return own, judge([(name, recording.seat_only()) for name, recording in posed], groups=groups)


def _dates(posed: Sequence[tuple[str, PosedRecording]]) -> list[str]:
    """Dates with enough people on each, in order; none unless there are two at least."""
    counted = Counter(recording.started_on for _, recording in posed)
    dates = sorted(date for date, n_people in counted.items() if date is not None and n_people >= MIN_PEOPLE_A_DAY)
    return dates if len(dates) >= 2 else []


def _event_entries(name: str, found: EpisodeScore) -> Iterator[Entry]:
    for slide in found.slides:
        entry: Entry = {"entry": "event", "event": "slide", "recording": name, "onset_t_s": slide.onset_t_s}
        entry |= {"end_t_s": slide.end_t_s, "largest_mm": slide.largest_mm, "detected": slide.told_t_s is not None}
        yield entry | {"told_t_s": slide.told_t_s, "delay_s": slide.delay_s, "error_mm": slide.error_mm}
    for alarm in found.false_alarms:
        entry = {"entry": "event", "event": "false_alarm", "recording": name, "t_s": alarm.t_s}
        yield entry | {"slide_mm": alarm.slide_mm}
    times: Mapping[str, Value] = {
        key: getattr(found, key) for key in ("seated_s", "slide_s", "slide_flagged_s", "good_s", "good_flagged_s")
    }
    yield {"entry": "time", "recording": name, **times}


def json_lines(found: Evaluation) -> Iterator[str]:
    """One JSON object a line: the entries, then the figures. What is not known, or without end, is `null`."""
    for entry in found.entries:
        yield json.dumps({key: _finite(value) for key, value in entry.items()}, allow_nan=False)
    for figure in found.figures:
        entry = {"entry": "figure", "name": figure.name, "value": figure.value, "low": figure.low, "high": figure.high}
        entry |= {"n": figure.n, "fitted_on": figure.fitted_on or None, "judged_on": figure.judged_on or None}
        yield json.dumps({key: _finite(value) for key, value in entry.items()}, allow_nan=False)


def _finite(value: Value) -> Value:
    return None if isinstance(value, float) and not math.isfinite(value) else value


WORDS = {
    "forward_slide_auc": ("forward slide against the rest: AUC", "{:.3f}"),
    "forward_slide_recall_at_5_percent": ("    found at 5 % false positives", "{:.2f}"),
    "hips_forward_seat_auc": ("hips forward against the rest, seat cells alone: AUC", "{:.3f}"),
    "hips_forward_seat_recall_at_5_percent": ("    found at 5 % false positives", "{:.2f}"),
    "balanced_accuracy": ("balanced accuracy over all labels", "{:.2f}"),
    "detected_fraction": ("slides told", "{:.1%}"),
    "delay_median_s": ("delay from onset, median", "{:.0f} s"),
    "delay_p90_s": ("    90 % within", "{:.0f} s"),
    "false_alarms_per_h": ("false alarms per seated hour", "{:.3f}"),
    "slide_flagged_fraction": ("slide time flagged", "{:.1%}"),
    "good_flagged_fraction": ("time without a slide flagged", "{:.2%}"),
    "severity_error_median_mm": ("told size off by, median", "{:.0f} mm"),
}
"""How each figure is said, and with how many digits."""

OF_HOLDS = frozenset(list(WORDS)[:5])
"""The figures that holds give; the others are of slides in time."""


def table(found: Evaluation) -> Iterator[str]:
    """Write the figures as aligned text."""
    n_figures_of_holds = sum(figure.name in OF_HOLDS for figure in found.figures)
    of_holds, of_slides = found.figures[:n_figures_of_holds], found.figures[n_figures_of_holds:]
    if found.n_posed:
        on = {entry["fitted_on"] for entry in found.entries if entry["entry"] == "hold"}
        numbers = f"numbers of {SIMULATED_PEOPLE} alone" if on == {SIMULATED_PEOPLE} else "numbers fitted without them"
        yield f"{_people(found.n_posed)} in holds, each judged by {numbers}; reference holds are left out"
        if found.n_untared:
            yield "the seat was never tared: the least force that a cell showed in the person's other holds stands for its zero"
        for judged_on in dict.fromkeys(figure.judged_on for figure in of_holds):
            part = [figure for figure in of_holds if figure.judged_on == judged_on]
            yield ""
            if judged_on:
                yield f"fitted on the people of {part[0].fitted_on}, judged on those of {judged_on}"
            yield from _figure_lines(part, "holds")
        yield ""
        yield "what was held (down), and what it was told as (across), in holds"
        yield from _confusion_lines(found.classes, found.told)
    if found.scores:
        if found.n_posed:
            yield ""
        hours = sum(score.seated_s for score in found.scores) / 3600.0
        n_slides = sum(len(score.slides) for score in found.scores)
        yield f"{_people(len(found.scores))} watched for {hours:.1f} h seated, with {n_slides} slides to tell"
        yield ""
        yield from _figure_lines(of_slides, "rests on")


def _people(n: int) -> str:
    return "1 person" if n == 1 else f"{n} people"


def _figure_lines(figures: Sequence[Figure], counted: str) -> Iterator[str]:
    width = max(len(words) for words, _ in WORDS.values())
    yield f"{'':<{width}}  {'figure':>8}  {'95 % interval':>18}  {counted:>8}"
    for figure in figures:
        words, shape = WORDS[figure.name]
        value, low, high = (shape.format(end) if end == end else "-" for end in (figure.value, figure.low, figure.high))
        interval = "-" if low == high == "-" else f"{low} to {high}"
        yield f"{words:<{width}}  {value:>8}  {interval:>18}  {figure.n:>8}"


def _confusion_lines(classes: Sequence[str], told: Sequence[Sequence[int]]) -> Iterator[str]:
    """A line for each label held and a column for each told; both have the same numbers."""
    counts = np.array(told)
    words = [f"{number} {name.replace('_', ' ')}" for number, name in enumerate(classes, start=1)]
    width = max(map(len, words))
    yield f"{'':<{width}}" + "".join(f"{number:>6}" for number in range(1, len(words) + 1))
    for word, row in zip(words, counts.tolist(), strict=True):
        yield f"{word:<{width}}" + ("".join(f"{count:>6}" for count in row) if any(row) else "  (never held)")
