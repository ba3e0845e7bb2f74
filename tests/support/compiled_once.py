"""What every application compiles anew and what is always the same: its templates and the builders of its addresses.

The tests build some two thousand applications, each in its own process alone; compiling was more than half of their work.
"""

from __future__ import annotations

from collections.abc import Callable
from types import CodeType
from typing import Any, ClassVar

from jinja2.bccache import Bucket, BytecodeCache
from werkzeug.routing import Rule


class CompiledTemplates(BytecodeCache):
    """Jinja's own way to keep what it has compiled, in memory: a template whose text has changed is compiled again."""

    def __init__(self) -> None:
        self._codes: dict[tuple[str, str], CodeType] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        bucket.code = self._codes.get((bucket.key, bucket.checksum))

    def dump_bytecode(self, bucket: Bucket) -> None:
        if bucket.code is not None:
            self._codes[bucket.key, bucket.checksum] = bucket.code


class CompiledRule(Rule):
    """An address whose builder was compiled before, for another application that has the same one."""

    _builders: ClassVar[dict[tuple[Any, ...], Callable[..., tuple[str, str]]]] = {}

    def _compile_builder(self, append_unknown: bool = True) -> Callable[..., tuple[str, str]]:
        what = (self.rule, self.host, self.subdomain, repr(self.defaults), append_unknown)
        if what not in self._builders:
            self._builders[what] = super()._compile_builder(append_unknown)
        return self._builders[what]
