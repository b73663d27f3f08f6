"""Time that passes when a test says so."""

from datetime import UTC, datetime, timedelta


class StoppedClock:
    def __init__(self) -> None:
        self.moment = datetime(2026, 2, 3, 20, 15, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.moment

    def advance(self, seconds: float) -> None:
        self.moment += timedelta(seconds=seconds)
