"""How many requests OMDb gets on a day, counted on disk so that a restart forgets nothing."""

import logging
from datetime import UTC, date
from typing import Final

from bot.posters.errors import QuotaExhausted
from bot.storage.clock import Clock, utc_now
from bot.storage.facts import OmdbDays

log = logging.getLogger(__name__)

FREE_KEY: Final = 1_000
"""Requests a day that a free key has."""
_HELD_BACK: Final = 0.02
"""The share that stays unused: OMDb's day needn't begin exactly when ours does."""


class DailyBudget:
    """Requests that may still be made until midnight UTC.

    Args:
        days: where they are counted.
        limit: how many the key has a day; a few of them are held back.
        now: the time.
    """

    def __init__(self, days: OmdbDays, *, limit: int = FREE_KEY, now: Clock = utc_now) -> None:
        self._days = days
        self._limit = int(limit * (1 - _HELD_BACK))
        self._now = now
        self._over: date | None = None

    async def spend(self) -> None:
        """Take one request.

        Raises:
            QuotaExhausted: none is left today.
            StorageError: it can't be counted.
        """
        today = self._today()
        if self._over != today and await self._days.spend(today, self._limit):
            return
        self._close(today)
        raise QuotaExhausted("Today's requests to OMDb are used up.")

    async def exhaust(self) -> None:
        """Note that none is left today, because OMDb itself said so.

        Raises:
            StorageError: it is noted, but not on disk.
        """
        today = self._today()
        if self._over != today:
            self._close(today)
            await self._days.exhaust(today, self._limit)

    def _today(self) -> date:
        return self._now().astimezone(UTC).date()

    def _close(self, today: date) -> None:
        if self._over != today:
            log.warning(
                "Today's requests to OMDb are used up: new films come without its pictures and "
                "facts until midnight UTC."
            )
        self._over = today
