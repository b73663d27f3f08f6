"""Time as the tables store it: whole seconds since 1970 in UTC."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import TypeAlias

Clock: TypeAlias = Callable[[], datetime]
"""Returns the present moment, aware."""


_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def utc_now() -> datetime:
    """Return the present moment in UTC."""
    return datetime.now(UTC)


def to_unix(moment: datetime) -> int:
    """Return the second a moment falls into."""
    return int(moment.timestamp())


def from_unix(seconds: int) -> datetime:
    """Return that second as an aware moment in UTC."""
    return _EPOCH + timedelta(seconds=seconds)
