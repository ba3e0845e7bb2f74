"""Where the chair's two processes log: to standard error, which systemd's journal keeps."""

import logging
import sys


def log_to_stderr() -> None:
    """Log to standard error from now on."""
    logging.basicConfig(level=logging.INFO, format="%(levelname)s %(name)s: %(message)s", stream=sys.stderr)
    logging.getLogger("waitress").setLevel(logging.WARNING)  # it tells of each phone that goes to sleep
