"""The time of the simulated Discord: the real one."""

from datetime import UTC, datetime

from simcord._clock import Clock


class RealTime(Clock):
    """A clock that goes by itself, and never backwards.

    simcord's own stands still between two actions, at the first of January: ids would repeat at
    every start and collide with what the demo kept from the one before.
    """

    def __init__(self) -> None:
        self._epoch = datetime.now(UTC)
        self._reached = 0.0

    @property
    def elapsed(self) -> float:
        """Seconds since the clock was made."""
        passed = (datetime.now(UTC) - self._epoch).total_seconds()
        self._reached = max(self._reached, passed)
        return self._reached

    @elapsed.setter
    def elapsed(self, seconds: float) -> None:
        self._reached = max(self._reached, seconds)
