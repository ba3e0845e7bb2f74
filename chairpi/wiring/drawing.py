"""The wiring as a drawing (SVG): the header with what goes to each pin, and one cell with its HX711."""

from __future__ import annotations

from xml.sax.saxutils import escape

from chairpi.config.tables import Config
from chairpi.wiring.header import GPIO_OF_PIN, SUPPLY, Wire, wires

ROW = 30
TOP = 120
MIDDLE = 470
WIDTH, HEIGHT = 940, TOP + 20 * ROW + 350

STYLE = """\
    text { font: 15px system-ui, sans-serif; fill: #1c2423; }
    .title { font-size: 22px; font-weight: 700; }
    .quiet { fill: #5b6664; }
    .pin { fill: #ffffff; stroke: #5b6664; stroke-width: 1.5; }
    .pin.used { fill: #17635e; stroke: #17635e; }
    .number { font-size: 12px; text-anchor: middle; }
    .used-number { fill: #ffffff; }
    .left { text-anchor: end; }
    .wire { stroke: #17635e; stroke-width: 2; fill: none; }
    .board { fill: #eef4f3; stroke: #5b6664; stroke-width: 1.5; }
    .sheet { fill: #ffffff; }
    @media (prefers-color-scheme: dark) {
      text { fill: #e6eceb; }
      .quiet { fill: #a9b5b3; }
      .pin, .sheet { fill: #141a19; }
      .pin { stroke: #a9b5b3; }
      .pin.used { fill: #7fd1c7; stroke: #7fd1c7; }
      .used-number { fill: #141a19; }
      .wire { stroke: #7fd1c7; }
      .board { fill: #222b2a; stroke: #a9b5b3; }
    }"""

RESISTORS = 400
"""Where the pair stands that makes a full bridge of the half-bridge."""
_BOARD = (
    ("VDD", "3.3 V (pins 1, 17)"),
    ("VCC", "5 V, only with VDD"),
    ("GND", "ground"),
    ("DT", "DOUT of this cell"),
    ("SCK", "PD_SCK of this cell"),
)


def drawing(config: Config) -> str:
    """The whole drawing; its words name every line that is connected, so that it can be read aloud too."""
    every = {wire.pin: wire for wire in wires(config)}
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" aria-labelledby="title">',
        '  <title id="title">Wiring of the chair: the 40-pin header, and one load cell with its HX711</title>',
        f"  <style>\n{STYLE}\n  </style>",
        f'  <rect class="sheet" width="{WIDTH}" height="{HEIGHT}"/>',
        _text(40, 50, "The 40-pin header", "title"),
        _text(
            40, 78, "Seen from above, the USB sockets below. Switched off and unplugged while wires change.", "quiet"
        ),
    ]
    for pin in range(1, 41):
        parts += _pin(pin, every.get(pin))
    parts += _one_cell(TOP + 20 * ROW + 50)
    return "\n".join([*parts, "</svg>"]) + "\n"


def _text(x: float, y: float, words: str, kind: str = "") -> str:
    named = f' class="{kind}"' if kind else ""
    return f'  <text x="{x}" y="{y}"{named}>{escape(words)}</text>'


def _pin(pin: int, wire: Wire | None) -> list[str]:
    """A pin with its number, and beside it what it is and what goes there; odd numbers on the left."""
    is_left = pin % 2 == 1
    x, y = MIDDLE + (-18 if is_left else 18), TOP + (pin - 1) // 2 * ROW
    side = -1 if is_left else 1
    used = " used" if wire else ""
    drawn = [
        f'  <circle class="pin{used}" cx="{x}" cy="{y}" r="12"/>',
        _text(x, y + 4, str(pin), "number used-number" if wire else "number"),
    ]
    name = SUPPLY.get(pin) or f"GPIO {GPIO_OF_PIN[pin]}"
    near = f"{'left ' if is_left else ''}quiet"
    drawn.append(_text(x + side * 22, y + 5, name, near))
    if wire:
        far = x + side * 98
        drawn.append(f'  <path class="wire" d="M{x + side * 90} {y} H{far}"/>')
        words = wire.part if wire.line == "signal" else f"{wire.part} {wire.line}"
        drawn.append(_text(far + side * 8, y + 5, words, "left" if is_left else ""))
    return drawn


def _one_cell(y: float) -> list[str]:
    """A cell, its two resistors, its board, and where the board's lines go. A dot is a joint; lines that hop do not touch."""
    plus, minus, middle, low = (y + 70 + 50 * row for row in range(4))
    drawn = [
        _text(40, y, "One cell, one HX711: the same for each", "title"),
        f'  <rect class="board" x="40" y="{y + 50}" width="130" height="190" rx="10"/>',
        _text(60, y + 125, "load cell"),
        _text(60, y + 147, "half-bridge", "quiet"),
        f'  <rect class="board" x="560" y="{y + 30}" width="150" height="240" rx="10"/>',
        _text(600, y + 155, "HX711"),
        *(
            _text(568, at + 5, name)
            for name, at in zip(("E+", "A−", "A+", "E−"), (plus, minus, middle, low), strict=True)
        ),
    ]
    for at, words in ((plus, "outer wire"), (middle, "middle wire, often red"), (low, "outer wire")):
        drawn += [f'  <path class="wire" d="M170 {at} H560"/>', _text(180, at - 7, words, "quiet")]
    x = RESISTORS
    drawn += [
        f'  <path class="wire" d="M{x} {minus} H560 M{x} {plus} V{middle - 7} a7 7 0 0 1 0 14 V{low}"/>',
        *(f'  <circle class="pin used" cx="{x}" cy="{at}" r="4"/>' for at in (plus, minus, low)),
    ]
    for name, at in (("R1 1 kΩ", plus + 9), ("R2 1 kΩ", middle + 11)):
        drawn += [
            f'  <rect class="board" x="{x - 8}" y="{at}" width="16" height="32" rx="3"/>',
            _text(x + 16, at + 22, name, "quiet"),
        ]
    for row, (terminal, goes_to) in enumerate(_BOARD):
        at = y + 60 + row * 44
        drawn += [
            f'  <path class="wire" d="M710 {at} H750"/>',
            _text(702, at + 5, terminal, "left"),
            _text(758, at + 5, goes_to),
        ]
    return drawn
