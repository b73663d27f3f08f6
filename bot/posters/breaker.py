"""Leaves OMDb alone for a while when it is down."""

import logging
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from bot.posters.errors import OmdbPaused, OmdbUnavailable

log = logging.getLogger(__name__)


class Breaker:
    """Counts failures in a row; after too many it opens, and later lets one trial through.

    Args:
        failures: how many in a row open it.
        pause: seconds until the trial.
        clock: seconds that never go back.
    """

    def __init__(
        self,
        *,
        failures: int = 3,
        pause: float = 60.0,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._most = failures
        self._pause = pause
        self._clock = clock
        self._failures = 0
        self._open_until = clock()
        self._trying = False

    @contextmanager
    def attempt(self) -> Iterator[None]:
        """Surround one attempt; `OmdbUnavailable` is a failure, other errors tell nothing.

        Raises:
            OmdbPaused: the attempt must not be made.
        """
        trial = self._is_open
        if trial and (self._trying or self._clock() < self._open_until):
            raise OmdbPaused("OMDb has failed several times in a row and is left alone.")
        self._trying |= trial
        try:
            yield
            self._succeeded()
        except OmdbUnavailable as error:
            self._failed(error)
            raise
        finally:
            self._trying &= not trial

    @property
    def _is_open(self) -> bool:
        return self._failures >= self._most

    def _succeeded(self) -> None:
        if self._is_open:
            log.info("OMDb answers again.")
        self._failures = 0

    def _failed(self, error: OmdbUnavailable) -> None:
        self._failures += 1
        self._open_until = self._clock() + self._pause
        if self._failures == self._most:
            log.warning(
                "%s That was %d times in a row; films come without its pictures and facts until "
                "it answers again. It is asked every %.0f s.",
                error,
                self._failures,
                self._pause,
            )
