"""Simulated days as labelled recordings."""

from __future__ import annotations

import math
from collections.abc import Iterator
from pathlib import Path

from chairpi.core.frame import Frame
from chairpi.recordings.header import Header
from chairpi.recordings.writing import RecordingWriter
from chairpi.simulate.chair import Layout
from chairpi.simulate.sessions import RATE_HZ, Session, simulated_session


def write_day(
    path: Path | str,
    hours: float = 8.0,
    seed: int = 1,
    layout: Layout = Layout.SIX,
    *,
    jitter: float = 1.0,
    lively: bool = False,
    overwrite: bool = False,
) -> int:
    """Write one day of simulated sitting at 10 Hz, with what the sitter truly did in `label` and `slide_mm`.

    Parameters
    ----------
    path
        The file; a `.gz` ending means gzip.
    hours
        Length of the day [h].
    seed
        The same seed, hours, layout and jitter make the same file.
    layout
        Which cells the chair has.
    jitter
        How restless the sitter is; 1 is as people are.
    lively
        Begin with the demo's half hour.
    overwrite
        Write over a file that is there already.

    Returns
    -------
    int
        Rows written.

    Raises
    ------
    RecordingError
        The file is there already, or cannot be written.
    """
    session = simulated_session(seed, hours, layout, jitter=jitter, lively=lively)
    n_rows = 0
    with RecordingWriter(path, _header(session, layout, jitter), ("label", "slide_mm"), overwrite=overwrite) as writer:
        for frames, truth in session.blocks():
            rows = zip(
                frames.t_s.tolist(), frames.counts.tolist(), truth.label.tolist(), truth.slide_mm.tolist(), strict=True
            )
            for t_s, said, label, slide_mm in rows:
                known = None if math.isnan(slide_mm) else round(slide_mm, 1)
                writer.write(Frame(t_s, tuple(map(_or_none, said))), label=label, slide_mm=known)
            n_rows += len(frames.t_s)
    return n_rows


def people_paths(path: Path, n_people: int) -> Iterator[Path]:
    """Name a file for each of some people: `day.csv.gz` becomes `day-00.csv.gz`, `day-01.csv.gz`, ...

    >>> [str(path) for path in people_paths(Path("day.csv"), 2)]
    ['day-00.csv', 'day-01.csv']
    """
    ending = "".join(path.suffixes[-2:]) if path.suffix == ".gz" else path.suffix
    stem = path.name.removesuffix(ending)
    n_digits = max(2, len(str(n_people - 1)))
    for person in range(n_people):
        yield path.with_name(f"{stem}-{person:0{n_digits}d}{ending}")


def _header(session: Session, layout: Layout, jitter: float) -> Header:
    upright_s = session.day.upright_s
    person = session.day.sitter.person
    said = f"chairpi simulate --hours {session.hours:g} --seed {session.seed}"
    if layout is not Layout.SIX:
        said += f" --cells {layout}"
    if jitter != 1.0:
        said += f" --jitter {jitter:g}"
    return Header(
        quantity="counts",
        seat=session.seat,
        calibration=session.calibration,
        rate_hz=RATE_HZ,
        upright_s=None if upright_s is None else (round(upright_s[0], 1), round(upright_s[1], 1)),
        extras={"source": said, "mass_kg": f"{person.mass_kg:.1f}", "height_cm": f"{person.height_mm / 10:.1f}"},
    )


def _or_none(counts: float) -> float | None:
    return None if math.isnan(counts) else counts
