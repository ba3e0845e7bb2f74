"""Read the pictures from their TOML files: a mistake is refused with file, picture and key."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib import resources

from chairpi.programme.figure import props
from chairpi.programme.figure.flesh import PARTS, REGIONS
from chairpi.programme.figure.outline import View
from chairpi.programme.figure.picture import Arrow, Picture
from chairpi.programme.figure.pose import ANGLES, ANKLES, HANDS, REACHES, SIDES, STANDS, Pose, Reach
from chairpi.programme.figure.props import Prop
from chairpi.programme.figure.skeleton import skeleton
from chairpi.programme.figure.vectors import ORIGIN, Vector

BASES = "bases.toml"
SIDE_VIEW = ("arm_l", "leg_l", "trunk", "head", "leg_r", "arm_r")
POINTS = frozenset(skeleton(Pose()).points)

Raw = Mapping[str, object]


@cache
def load_pictures() -> Mapping[str, Picture]:
    """Read the pictures that come with ChairPi, by id.

    Raises
    ------
    ValueError
        A file breaks the format; the message names file, picture and key.
    """
    folder = resources.files("chairpi.programme") / "pictures"
    bases = _parse(BASES, (folder / BASES).read_text(encoding="utf-8"))
    found: dict[str, Picture] = {}
    for entry in sorted(folder.iterdir(), key=lambda entry: entry.name):
        if entry.name.endswith(".toml") and entry.name != BASES:
            for picture in read_pictures(entry.name, entry.read_text(encoding="utf-8"), bases):
                if picture.id in found:
                    raise ValueError(f"{entry.name}: {picture.id}: there is a picture of this name already")
                found[picture.id] = picture
    return found


def read_pictures(file: str, text: str, bases: Raw) -> list[Picture]:
    """Read the pictures of one file; `bases` holds the poses that others begin from, by name."""
    return [_Reader(f"{file}: {name}", raw, bases).picture(name) for name, raw in _parse(file, text).items()]


def _parse(file: str, text: str) -> dict[str, Raw]:
    try:
        found = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ValueError(f"{file}: this is not TOML: {error}") from error
    for name, raw in found.items():
        if not isinstance(raw, dict):
            raise ValueError(f"{file}: {name}: found {raw!r}, expected a table")
    return found


class _Reader:
    """One picture's table."""

    def __init__(self, where: str, raw: Raw, bases: Raw) -> None:
        self._where, self._raw, self._bases = where, raw, bases

    def picture(self, name: str) -> Picture:
        raw = self._raw
        self._only(
            raw,
            "",
            {"describe", "base", "start", "via", "end", "props", "feels", "arrows", "strap", "order", "far", "view"}
            | {"floor", "cycle_s", "hold_share", "touches", "after", "loops", "ghost"},
        )
        base = self._base(raw)
        start = self._pose(base, self._table(raw, "start"), "start")
        poses = [start]
        before = start
        for i, table in enumerate(self._tables(raw, "via"), start=1):
            before = self._pose(before, table, f"via[{i}]")
            poses.append(before)
        if "end" in raw:
            poses.append(self._pose(before, self._table(raw, "end"), "end"))
        back: list[Pose] = []
        for i, table in enumerate(self._tables(raw, "after"), start=1):
            back.append(self._pose((back or poses)[-1], table, f"after[{i}]"))
        order = self._names(raw, "order", PARTS, SIDE_VIEW)
        if sorted(order) != sorted(PARTS):
            raise self._refusal("order", f"found {order!r}, expected each of {', '.join(PARTS)} once")
        marks = frozenset(
            kind if part == "trunk" and kind not in {"chest", "shoulder_blade"} else f"{kind}_{side}"
            for kind, (part, _) in REGIONS.items()
            for side in SIDES
        )
        points = POINTS | set(PARTS)
        return Picture(
            id=name,
            describe=self._text(raw, "describe"),
            poses=tuple(poses),
            props=tuple(self._prop(table, i) for i, table in enumerate(self._tables(raw, "props"), start=1)),
            feels=self._names(raw, "feels", marks, ()),
            arrows=tuple(self._arrow(table, i) for i, table in enumerate(self._tables(raw, "arrows"), start=1)),
            strap=self._names(raw, "strap", points, ()),
            order=order,
            far=frozenset(self._names(raw, "far", PARTS, tuple(p for p in ("arm_l", "leg_l") if "order" not in raw))),
            view=self._view(self._table(raw, "view")),
            floor=None if raw.get("floor") is False else self._number(raw, "floor", 0.0, -10.0, 60.0),
            cycle_s=self._number(raw, "cycle_s", 5.0, 1.0, 20.0),
            hold_share=self._number(raw, "hold_share", 0.25, 0.0, 0.6),
            after=tuple(back),
            loops=bool(back) or raw.get("loops") is True,
            ghost=raw.get("ghost", True) is True,
            touches=tuple(self._touch(words) for words in self._list(raw, "touches")),
        )

    def _base(self, raw: Raw) -> Raw:
        name = raw.get("base", "standing")
        base = self._bases.get(name) if isinstance(name, str) else None
        if not isinstance(base, dict):
            raise self._refusal("base", f"found {name!r}, expected one of: {', '.join(self._bases)}")
        return base

    def _pose(self, base: Pose | Raw, raw: Raw, where: str) -> Pose:
        """Read a pose that changes another one; angles of a limb replace what it reached for, and the other way round."""
        begun = base if isinstance(base, Pose) else self._pose(Pose(), base, "base")
        self._only(raw, f"{where}.", {"at", "settled", *ANGLES, *STANDS, *ANKLES, *REACHES, *HANDS})
        targets, hands, angles = dict(begun.targets), dict(begun.hands), dict(begun.angles)
        for key in raw:
            if key in ANGLES:
                angles[key] = self._number(raw, key, 0.0, -360.0, 360.0, where)
            elif key in {*STANDS, *ANKLES, *REACHES}:
                targets[key] = self._reach(raw[key], f"{where}.{key}")
            elif key in HANDS:
                hands[key] = self._vector(raw[key], f"{where}.{key}")
        for side in SIDES:
            if {f"hip_{side}", f"knee_{side}", f"ankle_at_{side}"} & raw.keys() and f"stand_{side}" not in raw:
                targets.pop(f"stand_{side}", None)
            if {f"shoulder_{side}", f"elbow_{side}"} & raw.keys() and f"reach_{side}" not in raw:
                targets.pop(f"reach_{side}", None)
        return Pose(
            at=self._vector(raw["at"], f"{where}.at") if "at" in raw else begun.at,
            angles=angles,
            targets=targets,
            hands=hands,
            settled=bool(raw.get("settled", begun.settled)),
        )

    def _reach(self, found: object, key: str) -> Reach:
        if isinstance(found, list) and found and isinstance(found[0], str):
            if found[0] not in POINTS:
                raise self._refusal(key, f"found {found[0]!r}, expected one of: {', '.join(sorted(POINTS))}")
            return Reach(((found[0], self._vector(found[1:], key) if len(found) > 1 else ORIGIN, 1.0),))
        return Reach((("", self._vector(found, key), 1.0),))

    def _prop(self, raw: Raw, i: int) -> Prop:
        kind, where = raw.get("kind"), f"props[{i}]."
        if not isinstance(kind, str) or kind not in props.KINDS:
            raise self._refusal(f"{where}kind", f"found {kind!r}, expected one of: {', '.join(props.KINDS)}")
        self._only(raw, where, {"kind", "in_front", *props.NUMBERS})
        numbers = {key: self._number(raw, key, 0.0, -200.0, 200.0, where[:-1]) for key in raw if key in props.NUMBERS}
        return Prop(kind, numbers, raw.get("in_front") is True)

    def _arrow(self, raw: Raw, i: int) -> Arrow:
        where = f"arrows[{i}]"
        self._only(raw, f"{where}.", {"of", "by", "begin", "end", "spots", "both"})
        spots = tuple(self._vector(spot, f"{where}.spots") for spot in self._list(raw, "spots"))
        of = raw.get("of", "")
        if not isinstance(of, str) or (of not in POINTS and len(spots) < 2):
            raise self._refusal(f"{where}.of", "an arrow needs a point of the body, or at least two spots")
        return Arrow(
            of=of,
            by=self._vector(raw.get("by", [0, 0]), f"{where}.by"),
            begin=self._number(raw, "begin", 0.0, 0.0, 1.0, where),
            end=self._number(raw, "end", 1.0, 0.0, 1.0, where),
            spots=spots,
            both=raw.get("both") is True,
        )

    def _view(self, raw: Raw) -> View:
        self._only(raw, "view.", {"x", "y", "zoom", "above_deg"})
        return View(
            x=self._number(raw, "x", 0.0, -100.0, 100.0, "view"),
            y=self._number(raw, "y", 58.0, -20.0, 120.0, "view"),
            zoom=self._number(raw, "zoom", 1.0, 0.5, 5.0, "view"),
            above_deg=self._number(raw, "above_deg", 0.0, -60.0, 60.0, "view"),
        )

    def _touch(self, found: object) -> tuple[str, str]:
        words = found.split() if isinstance(found, str) else []
        if len(words) != 2:
            raise self._refusal(
                "touches", f'found {found!r}, expected a point of the body and a thing, for instance "ball_r floor"'
            )
        return words[0], words[1]

    def _names(
        self, raw: Raw, key: str, known: frozenset[str] | set[str] | tuple[str, ...], default: tuple[str, ...]
    ) -> tuple[str, ...]:
        if key not in raw:
            return default
        for name in self._list(raw, key):
            if name not in known:
                raise self._refusal(key, f"found {name!r}, expected one of: {', '.join(sorted(known))}")
        return tuple(str(name) for name in self._list(raw, key))

    def _number(self, raw: Raw, key: str, default: float, low: float, high: float, where: str = "") -> float:
        found = raw.get(key, default)
        if isinstance(found, bool) or not isinstance(found, int | float) or not low <= found <= high:
            path = f"{where}.{key}" if where else key
            raise self._refusal(path, f"found {found!r}, expected a number from {low:g} to {high:g}")
        return float(found)

    def _vector(self, found: object, key: str) -> Vector:
        numbers = found if isinstance(found, list) else []
        if len(numbers) not in {2, 3} or any(isinstance(n, bool) or not isinstance(n, int | float) for n in numbers):
            raise self._refusal(key, f"found {found!r}, expected [x, y] or [x, y, z]")
        return (float(numbers[0]), float(numbers[1]), float(numbers[2]) if len(numbers) == 3 else 0.0)

    def _text(self, raw: Raw, key: str) -> str:
        found = raw.get(key)
        if not isinstance(found, str) or not found.strip():
            raise self._refusal(key, f"found {found!r}, expected a text")
        return " ".join(found.split())

    def _table(self, raw: Raw, key: str) -> Raw:
        found = raw.get(key, {})
        if not isinstance(found, dict):
            raise self._refusal(key, f"found {found!r}, expected a table")
        return found

    def _tables(self, raw: Raw, key: str) -> list[Raw]:
        found = self._list(raw, key)
        if not all(isinstance(item, dict) for item in found):
            raise self._refusal(key, f"found {found!r}, expected a list of tables")
        return [item for item in found if isinstance(item, dict)]

    def _list(self, raw: Raw, key: str) -> list[object]:
        found = raw.get(key, [])
        if not isinstance(found, list):
            raise self._refusal(key, f"found {found!r}, expected a list")
        return found

    def _only(self, raw: Raw, where: str, keys: set[str]) -> None:
        for key in raw:
            if key not in keys:
                raise self._refusal(f"{where}{key}", f"is not a key here; the keys are {', '.join(sorted(keys))}")

    def _refusal(self, key: str, message: str) -> ValueError:
        return ValueError(f"{self._where}: {key}: {message}")
