"""ChairPi's part of the boot configuration: a marked block in a file that is the owner's."""

from __future__ import annotations

import re

BEGIN = (
    "# --- ChairPi: begin. Made by `chairpi install`, which writes it anew; put lines of your own outside of it. ---"
)
END = "# --- ChairPi: end ---"

_BLOCK = re.compile(rf"\n*^{re.escape(BEGIN)}$.*?^{re.escape(END)}$\n?", re.MULTILINE | re.DOTALL)


def with_block(text: str, fragment: str) -> str:
    r"""The file with the fragment as its block, at its end; the same for a file that has it already.

    The block ends with `[all]`: a line that somebody adds below it holds for every model of Pi.

    >>> once = with_block("arm_64bit=1\n", "gpio=5=ip,pu\n")
    >>> with_block(once, "gpio=5=ip,pu\n") == once
    True
    """
    before = without_block(text)
    gap = "" if not before else "\n" if before.endswith("\n") else "\n\n"
    return f"{before}{gap}{BEGIN}\n{fragment.strip()}\n[all]\n{END}\n"


def without_block(text: str) -> str:
    r"""The file as it was.

    >>> without_block(with_block("arm_64bit=1\n", "gpio=5=ip,pu\n"))
    'arm_64bit=1\n'
    """
    return _BLOCK.sub(lambda match: "\n" if match.start() else "", text)
