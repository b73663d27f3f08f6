"""Waiting for what another process does."""

import asyncio
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")

PATIENCE = 20.0
"""Seconds a test waits for what takes milliseconds on a machine with nothing else to do."""

_LOOK_EVERY = 0.01


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
        try:
            async with asyncio.timeout(PATIENCE):
                while not (found := probe()):
                    reason = self.alarm()
                    assert reason is None, f"no {what}: {reason}"
                    await asyncio.sleep(_LOOK_EVERY)
                return found
        except TimeoutError:
            raise AssertionError(f"no {what} within {PATIENCE:.0f} s") from None
