"""Waiting for what another process does."""

import asyncio
import os
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")

_LOOK_EVERY = 0.01


def patience(seconds: float) -> float:
    """Return how long to wait at most for what takes ``seconds`` on an idle machine.

    ``MATINEE_PATIENCE`` says how many times as long it may take on a busy one.
    """
    return seconds * float(os.environ.get("MATINEE_PATIENCE", "20"))


class Patience:
    """Waits until something is true, but not longer than the program lives.

    Attributes:
        alarm: says why waiting is in vain, when it is.
    """

    def __init__(self) -> None:
        self.alarm: Callable[[], str | None] = lambda: None

    async def until(self, probe: Callable[[], T | None], what: str) -> T:
        """Give what ``probe`` finds as soon as it is neither ``None`` nor false.

        Raises:
            AssertionError: it didn't come in time, or never will.
        """
        limit = patience(5)
        try:
            async with asyncio.timeout(limit):
                while not (found := probe()):
                    reason = self.alarm()
                    assert reason is None, f"no {what}: {reason}"
                    await asyncio.sleep(_LOOK_EVERY)
                return found
        except TimeoutError:
            raise AssertionError(f"no {what} within {limit:.0f} s") from None
