"""The real web process by the story's clock: python -m soaking.web_process CONFIG STORY"""

from __future__ import annotations

import sys
from pathlib import Path

from chairpi.commands.web import web
from soaking.story import Story, StoryClock

if __name__ == "__main__":
    assert web.callback is not None
    web.callback(config_path=Path(sys.argv[1]), clock=StoryClock(Story(Path(sys.argv[2]))), host=None, port=None)
