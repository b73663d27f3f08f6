"""What every request to OMDb passes: the state of the key, the breaker, the daily budget."""

import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from bot.posters.breaker import Breaker
from bot.posters.errors import KeyRefused, QuotaExhausted
from bot.posters.quota import DailyBudget

log = logging.getLogger(__name__)


class Gate:
    """Lets requests through as long as there is a point in asking."""

    def __init__(self, budget: DailyBudget, breaker: Breaker) -> None:
        self._budget = budget
        self._breaker = breaker
        self._key_refused = False

    @asynccontextmanager
    async def request(self) -> AsyncIterator[None]:
        """Surround one request, and learn from how it ends.

        Raises:
            KeyRefused: OMDb refused the key before, and a running program gets no other.
            QuotaExhausted: no request is left today.
            OmdbPaused: OMDb failed several times in a row.
            StorageError: the request can't be counted.
        """
        if self._key_refused:
            raise KeyRefused("OMDb refused the key.")
        with self._breaker.attempt():
            try:
                await self._budget.spend()
                yield
            except QuotaExhausted:
                await self._budget.exhaust()
                raise
            except KeyRefused:
                self._refuse_key()
                raise

    def _refuse_key(self) -> None:
        if not self._key_refused:
            log.error(
                "OMDb refuses the key: check OMDB_API_KEY (a new key works once the link in "
                "OMDb's mail was opened) and start again. Until then films come without "
                "its pictures and facts."
            )
        self._key_refused = True
