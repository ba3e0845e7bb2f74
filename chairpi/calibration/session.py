"""The guided calibration inside the sensor process: messages in, replies out, and the calibration to use when there is one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from chairpi.core.calibration import Calibration
from chairpi.core.frame import Frame
from chairpi.core.seat import Seat

if TYPE_CHECKING:
    from chairpi.calibration.guided import GuidedCalibration

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
        self._guided: GuidedCalibration | None = None  # made when somebody asks
        self._in_use = calibration
        self._latest: Frame | None = None
        self._is_doubtful = False
        self._asked_t_s: float | None = None
        self.accepted: Calibration | None = None
        """To use from now on, right after the message that finished or took back a calibration; `None` after every other."""

    @property
    def active(self) -> bool:
        """Whether a calibration is under way: what lies on the seat is then a mass and not a sitter."""
        return self._guided is not None and self._guided.active

    @property
    def in_use(self) -> Calibration:
        """The one in use; the next `start` begins from it."""
        return self._in_use

    def use(self, calibration: Calibration) -> None:
        """Another calibration is in use, as when its zero was tracked; the next `start` begins from it."""
        self._in_use = calibration

    def receive(self, frame: Frame, *, doubtful: bool = False) -> None:
        """Take one frame; `doubtful`: the supply voltage is too low."""
        self._latest, self._is_doubtful = frame, doubtful
        if self._asked_t_s is not None and frame.t_s - self._asked_t_s > ABANDONED_S:
            self._guided = self._asked_t_s = None
        if self._guided is not None:
            self._guided.receive(frame, doubtful=doubtful)

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
        from chairpi.calibration.guided_actions import ActionRefused  # with all the rest of it, which few days need

        self._asked_t_s = t_s
        guided = self._guided or self._begun()
        given = {key: value for key, value in message.items() if key not in ("request", "action")}
        action = message.get("action")
        if action != "state":
            if action == "start" and not guided.measuring:
                guided = self._begun()
            before = guided.calibration
            try:
                guided.act(str(action), given)
            except ActionRefused as refusal:
                return {"ok": False, "why": str(refusal)}
            if guided.calibration is not None and guided.calibration is not before:
                self.accepted = self._in_use = guided.calibration
        return {"ok": True, "calibration": guided.state()}

    def _begun(self) -> GuidedCalibration:
        """A calibration that has seen what is on the seat now."""
        from chairpi.calibration.guided import GuidedCalibration

        guided = self._guided = GuidedCalibration(self._seat, self._in_use)
        if self._latest is not None:
            guided.receive(self._latest, doubtful=self._is_doubtful)
        return guided
