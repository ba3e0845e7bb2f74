"""A dashboard on a machine that runs out of memory: a request that needs too much is refused kindly, and the next one is answered."""

from __future__ import annotations

import logging

import pytest

from chairpi.clock import ManualClock
from chairpi.dashboard.app import create_app, stop_listening

MORE_THAN_THERE_IS_BYTES = 1 << 62


@pytest.mark.parametrize(("path", "kind"), [("/settings", "text/html"), ("/api/v1/now", "application/problem+json")])
def test_a_request_that_needs_too_much_is_refused_with_words_and_the_next_is_answered(tmp_path, caplog, path, kind):
    wants = [0, MORE_THAN_THERE_IS_BYTES, MORE_THAN_THERE_IS_BYTES, 0]
    app = create_app(
        history_path=tmp_path / "history.db",
        link_dir=tmp_path,
        clock=ManualClock(0.0, 1_795_000_000.0),
        time_zone="Europe/Zurich",
        secret_key=b"not secret in a test",
    )

    @app.before_request
    def takes_much() -> None:
        bytearray(wants.pop(0))

    caplog.set_level(logging.INFO, logger="chairpi.dashboard.problems")
    try:
        before, first, second, after = (app.test_client().get(path) for _ in range(4))
    finally:
        stop_listening(app)

    assert (first.status_code, first.mimetype, first.headers["Retry-After"]) == (503, kind, "10")
    assert "There is too little memory for this just now." in second.text
    assert after.status_code == before.status_code
    said = [record.getMessage() for record in caplog.records if "too little memory" in record.getMessage()]
    assert said == [f"GET {path}: there is too little memory for it"]
