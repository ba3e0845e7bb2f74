"""The guided calibration inside the sensor process: messages in, replies out, and the calibration to use when there is one."""

from __future__ import annotations

from chairpi.calibration.guided import GuidedCalibration
from chairpi.calibration.guided_actions import ActionRefused
from chairpi.core.calibration import Calibration
from chairpi.core.frame import Frame
from chairpi.core.seat import Seat

ABANDONED_S = 900.0
"""A calibration that nobody has asked about for this long is forgotten [s], so that a page left open does not hold a half-made one."""


class CalibrationSession:
    """One seat's calibrations, one after the other.

    Parameters
    ----------
    seat
        The cells and where they are.
    calibration
        The one in use.

    Notes
    -----
    The sensor loop gives it every frame and every message with `"request": "calibration"`, and after each message takes `accepted`:

    >>> from chairpi.core.seat import Cell
    >>> seat = Seat((Cell("seat_front", 200, 0), Cell("seat_left", -100, -180), Cell("seat_right", -100, 180)))
    >>> session = CalibrationSession(seat, Calibration.newtons(3))
    >>> session.ask({"request": "calibration", "action": "start"}, 0.0)["ok"]
    True
    >>> session.accepted is None
    True
    """

    def __init__(self, seat: Seat, calibration: Calibration) -> None:
        self._seat = seat
        self._guided = GuidedCalibration(seat, calibration)
        self._in_use = calibration
        self._asked_t_s: float | None = None
        self.accepted: Calibration | None = None
        """To use from now on, right after the message that finished or took back a calibration; `None` after every other."""

    @property
    def active(self) -> bool:
        """Whether a calibration is under way: what lies on the seat is then a mass and not a sitter."""
        return self._guided.active

    @property
    def in_use(self) -> Calibration:
        """The one in use; the next `start` begins from it."""
        return self._in_use

    def use(self, calibration: Calibration) -> None:
        """Another calibration is in use, as when its zero was tracked; the next `start` begins from it."""
        self._in_use = calibration

    def receive(self, frame: Frame) -> None:
        """Take one frame."""
        if self._asked_t_s is not None and frame.t_s - self._asked_t_s > ABANDONED_S:
            self._guided = GuidedCalibration(self._seat, self._in_use)
            self._asked_t_s = None
        self._guided.receive(frame)

    def ask(self, message: object, t_s: float) -> dict[str, object]:
        """Answer one message.

        Parameters
        ----------
        message
            `{"request": "calibration", "action": name, ...}`; `"state"` only looks, the other actions and their fields are in
            `chairpi.calibration.guided_actions.FIELDS`.
        t_s
            When it came [s].

        Returns
        -------
        dict
            `{"ok": true, "calibration": state}` as `GuidedCalibration.state` explains it, or `{"ok": false, "why": ...}`.
        """
        self.accepted = None
        if not isinstance(message, dict):
            return {"ok": False, "why": "a request is a JSON object"}
        self._asked_t_s = t_s
        given = {key: value for key, value in message.items() if key not in ("request", "action")}
        action = message.get("action")
        if action != "state":
            if action == "start" and not self._guided.measuring:
                self._guided = GuidedCalibration(self._seat, self._in_use)
            before = self._guided.calibration
            try:
                self._guided.act(str(action), given)
            except ActionRefused as refusal:
                return {"ok": False, "why": str(refusal)}
            if self._guided.calibration is not None and self._guided.calibration is not before:
                self.accepted = self._in_use = self._guided.calibration
        return {"ok": True, "calibration": self._guided.state()}
