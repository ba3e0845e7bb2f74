"""Whether the supply voltage lets readings be trusted, as far as somebody tells the chair: it cannot see that itself."""

from __future__ import annotations

SUPPLY_LOW = "the supply voltage is too low just now, so no reading can be trusted; try again when it is fine"


class Supply:
    """The supply voltage, as it was told.

    Attributes
    ----------
    is_low
        It is too low now.
    noted_t_s
        Since when it is, or was the last time [s]; `None`: it never was, or somebody has closed what is said about it.
    """

    def __init__(self) -> None:
        self.is_low = False
        self.noted_t_s: float | None = None
        self._second_is_doubtful = False

    def tell(self, t_s: float, *, low: bool) -> bool:
        """It is too `low` from now on, or fine again; whether that is news. The second that has begun is doubtful in either case."""
        if low == self.is_low:
            return False
        self.is_low = low
        self._second_is_doubtful = True
        if low:
            self.noted_t_s = t_s
        return True

    def second_is_over(self) -> bool:
        """Another second begins; whether the one that is over was doubtful."""
        was_doubtful, self._second_is_doubtful = self._second_is_doubtful, self.is_low
        return was_doubtful

    def close_note(self) -> None:
        """Somebody has read that it was too low."""
        self.noted_t_s = None
