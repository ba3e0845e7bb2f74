"""A sensor process without a chair: it speaks the live link's protocol over real sockets and says what a test tells it to say."""

from __future__ import annotations

import json
import socket
import threading
from pathlib import Path
from typing import Any

CELLS = [
    {"cell": "seat_front_left", "ap_mm": 150.0, "ml_mm": -150.0},
    {"cell": "seat_front_right", "ap_mm": 150.0, "ml_mm": 150.0},
    {"cell": "seat_rear_left", "ap_mm": -150.0, "ml_mm": -150.0},
    {"cell": "seat_rear_right", "ap_mm": -150.0, "ml_mm": 150.0},
    {"cell": "back_upper", "ap_mm": None, "ml_mm": 0.0},
    {"cell": "back_lower", "ap_mm": None, "ml_mm": 0.0},
]
THREE_CELLS = [
    {"cell": "seat_front", "ap_mm": 160.0, "ml_mm": 0.0},
    {"cell": "seat_rear_left", "ap_mm": -140.0, "ml_mm": -150.0},
    {"cell": "seat_rear_right", "ap_mm": -140.0, "ml_mm": 150.0},
]

SITTERS = [{"sitter_id": 1, "name": "Me"}, {"sitter_id": 2, "name": "Anna"}]

NO_PROMPTS = {
    "due": "running",
    "stage": None,
    "break_owed": False,
    "quiet": None,
    "quiet_until_t_s": None,
    "slide_quiet": None,
    "still_quiet": None,
    "put_off_s": [60.0, 300.0, 900.0],
    "n_put_off": 0,
    "notice": None,
    "target_s": 1800.0,
    "chosen_target_s": 1800.0,
    "lengthened": False,
    "sitting_today_s": 18_720.0,
    "budget_s": 28_800.0,
    "latest_number": 16,
    "chosen": {},
}

VACANT = {
    "message": "now",
    "t_s": 5000.0,
    "utc_s": 1_795_688_120.0,
    "counts": [0.0] * 6,
    "force_n": [0.4, -0.3, 0.2, 0.1, 0.0, 0.1],
    "total_n": 0.4,
    "cop_ap_mm": None,
    "cop_ml_mm": None,
    "back_upper_n": 0.0,
    "back_lower_n": 0.1,
    "occupancy": "vacant",
    "posture": None,
    "probabilities": None,
    "sitting_s": 0.0,
    "next_prompt_s": None,
    "paused": "nobody",
    "away_s": 95.0,
    "slide": None,
    "prompt": None,
    "reference": None,
    "reference_doubt": None,
    "still_s": None,
    "capturing_s": None,
    "shift_ap_mm": None,
    "shift_ml_mm": None,
    "stand_after_s": 1800.0,
    "unknown_s": 0.0,
    "prompts": NO_PROMPTS,
    "movement": None,
    "sitter_id": 1,
    "suggested_sitter_id": None,
    "lost_cells": [],
    "supply_low": False,
    "supply_noted_t_s": None,
}
SITTING = VACANT | {
    "force_n": [118.0, 124.0, 141.0, 139.0, 42.0, 24.0],
    "total_n": 522.0,
    "cop_ap_mm": -10.9,
    "cop_ml_mm": 1.1,
    "back_upper_n": 42.0,
    "back_lower_n": 24.0,
    "occupancy": "seated",
    "posture": "upright",
    "probabilities": {"upright": 0.96, "recline": 0.03, "unknown": 0.01},
    "still_s": 725.0,
    "sitting_s": 1421.0,
    "next_prompt_s": 379.0,
    "paused": None,
    "away_s": None,
    "reference": {"source": "guided", "cop_ap_mm": -12.0, "cop_ml_mm": 2.0, "total_n": 525.0, "zero_doubtful": False},
    "shift_ap_mm": 1.1,
    "shift_ml_mm": -0.9,
    "movement": {
        "n_micro": 4,
        "n_macro": 2,
        "shifts_per_hour": 15.2,
        "longest_still_s": 760.0,
        "balance": 0.54,
        "variety": 0.34,
        "n_lifts": 0,
        "n_off_loads": 1,
    },
}
SLIDING = SITTING | {
    "force_n": [164.0, 171.0, 84.0, 86.0, 61.0, 3.0],
    "total_n": 505.0,
    "cop_ap_mm": 49.0,
    "cop_ml_mm": 2.7,
    "posture": "forward_slide",
    "probabilities": {"forward_slide": 0.97, "perched": 0.02, "unknown": 0.01},
    "slide": {"onset_t_s": 4400.0, "length_s": 600.0, "slide_mm": 41.0, "uncertainty_mm": 11.0},
}
PROMPT = {
    "kind": "stand",
    "reason": "You have been sitting for 30 minutes without a break.",
    "number": 17,
    "moment": "shift",
    "n_put_off": 0,
    "raised_t_s": 4995.0,
}
SOON = SITTING | {"sitting_s": 1690.0, "next_prompt_s": 110.0, "prompts": NO_PROMPTS | {"due": "soon"}}
WAITING = SITTING | {
    "sitting_s": 1830.0,
    "next_prompt_s": None,
    "prompts": NO_PROMPTS | {"due": "waiting", "break_owed": True, "slide_quiet": "stand_is_near"},
}
PROMPTING = SLIDING | {
    "sitting_s": 1805.0,
    "next_prompt_s": None,
    "prompt": PROMPT,
    "prompts": NO_PROMPTS
    | {"due": "asking", "stage": "light", "break_owed": True, "slide_quiet": "stand_is_near", "latest_number": 17},
}
PUT_OFF_TWICE = PROMPTING | {
    "sitting_s": 2530.0,
    "prompt": PROMPT | {"n_put_off": 2, "moment": "put_off", "number": 19},
    "prompts": PROMPTING["prompts"]
    | {"stage": "chime", "n_put_off": 2, "put_off_s": [60.0, 300.0], "latest_number": 19},
}
SLIDE_PROMPT = SLIDING | {
    "prompt": PROMPT
    | {
        "kind": "slide",
        "reason": "Your hips have been about 40 mm further forward than upright for 10 minutes.",
        "moment": "lasted",
    },
    "prompts": NO_PROMPTS | {"stage": "light"},
}
STILL_PROMPT = SITTING | {
    "still_s": 1500.0,
    "prompt": PROMPT
    | {"kind": "still", "reason": "You have not shifted your weight for 25 minutes.", "moment": "lasted"},
    "prompts": NO_PROMPTS | {"stage": "light"},
}
MEETING = SITTING | {
    "prompts": NO_PROMPTS
    | {"quiet": "meeting", "quiet_until_t_s": 6800.0, "slide_quiet": "meeting", "still_quiet": "meeting"}
}
NOTICED = SITTING | {
    "sitting_s": 1210.0,
    "next_prompt_s": 590.0,
    "prompts": NO_PROMPTS
    | {
        "notice": {
            "kind": "back_already",
            "words": "Back already? You were up for 40 seconds, and that counts: the sitting clock goes back by 10 minutes.",
        }
    },
}
SUGGESTED = SITTING | {"suggested_sitter_id": 2}
CANNOT_TELL = SITTING | {
    "posture": "unknown",
    "probabilities": {"upright": 0.4, "recline": 0.35, "unknown": 0.25},
    "still_s": 20.0,
}
DOUBTED = SITTING | {"force_n": [147.0, 155.0, 176.0, 174.0, 52.0, 30.0], "total_n": 652.0, "reference_doubt": "sitter"}
LOST = VACANT | {
    "force_n": [118.0, None, None, 139.0, 42.0, 24.0],
    "counts": [0.0, None, None, 0.0, 0.0, 0.0],
    "total_n": None,
    "occupancy": "unknown",
    "paused": "no_cells",
    "away_s": None,
    "lost_cells": ["seat_front_right", "seat_rear_left"],
}
STATES = {
    "vacant": VACANT,
    "sitting": SITTING,
    "slide": SLIDING,
    "soon": SOON,
    "waiting": WAITING,
    "prompt": PROMPTING,
    "put off twice": PUT_OFF_TWICE,
    "slide prompt": SLIDE_PROMPT,
    "still prompt": STILL_PROMPT,
    "meeting": MEETING,
    "notice": NOTICED,
    "suggested": SUGGESTED,
    "cannot tell": CANNOT_TELL,
    "doubt": DOUBTED,
    "lost": LOST,
}


class FakeSensor:
    """Serves `live.sock` and `command.sock` in a directory, each connection by its own thread."""

    def __init__(self, directory: Path, cells: list[dict[str, Any]] = CELLS) -> None:
        self.directory = directory
        self.hello = {
            "message": "hello",
            "version": "0.1.0",
            "backend": "simulated",
            "rate_hz": 10.0,
            "speed": 1.0,
            "cells": cells,
            "sitters": SITTERS,
            "zero_counts": [0.0] * len(cells),
            "counts_per_n": [4370.0] * len(cells),
        }
        self.state: dict[str, Any] = dict(VACANT)
        self.asked: list[dict[str, Any]] = []
        self.reply: dict[str, Any] = {"ok": True, "events": []}
        self.replies: dict[str, dict[str, Any]] = {}
        """By the request's name, where it is answered otherwise."""
        self.hangs_up_at = ""
        """The request's name that is not answered at all."""
        self._listeners: list[socket.socket] = []
        self._watchers: list[socket.socket] = []
        self._lock = threading.Lock()

    def start(self) -> None:
        self._listen("live.sock", self._watch)
        self._listen("command.sock", self._answer)

    def stop(self) -> None:
        with self._lock:
            for each in (*self._listeners, *self._watchers):
                each.shutdown(socket.SHUT_RDWR)
                each.close()
            self._listeners.clear()
            self._watchers.clear()
        for name in ("live.sock", "command.sock"):
            (self.directory / name).unlink(missing_ok=True)

    def say(self, state: dict[str, Any] | None = None, **changes: Any) -> None:
        """Tell everybody who watches the state from now on."""
        self.state = (self.state if state is None else state) | changes
        self.tell(self.state)

    def tell(self, message: dict[str, Any]) -> None:
        with self._lock:
            for watcher in tuple(self._watchers):
                try:
                    watcher.send(json.dumps(message).encode())
                except OSError:
                    self._watchers.remove(watcher)
                    watcher.close()

    def _listen(self, name: str, serve: Any) -> None:
        (self.directory / name).unlink(missing_ok=True)
        listener = socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        listener.bind(str(self.directory / name))
        listener.listen()
        self._listeners.append(listener)
        threading.Thread(target=self._accept, args=(listener, serve), daemon=True).start()

    def _accept(self, listener: socket.socket, serve: Any) -> None:
        while True:
            try:
                connection, _ = listener.accept()
            except OSError:  # closed by stop()
                return
            serve(connection)

    def _watch(self, connection: socket.socket) -> None:
        with self._lock:
            connection.send(json.dumps(self.hello).encode())
            connection.send(json.dumps(self.state).encode())
            self._watchers.append(connection)

    def _answer(self, connection: socket.socket) -> None:
        with connection:
            data = connection.recv(65_536)
            if data:
                asked = json.loads(data)
                self.asked.append(asked)
                if asked["request"] == self.hangs_up_at:
                    return
                connection.send(json.dumps(self.replies.get(asked["request"], self.reply)).encode())
