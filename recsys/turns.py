"""Turns for what only a few can do at once: whoever asks much keeps nobody else waiting."""

import asyncio
from collections import OrderedDict, deque
from collections.abc import Hashable
from contextvars import ContextVar
from typing import Final

ASKER: Final[ContextVar[Hashable]] = ContextVar("asker", default=None)
"""For whom the present task works; a program that serves several people says so here."""


class Turns:
    """Lets a number of pieces of work go on at once: ``async with turns: …``.

    Of those that wait, each `ASKER` gets a turn before any of them gets the next.
    """

    def __init__(self, at_once: int = 1) -> None:
        self._free = at_once
        self._waiting: OrderedDict[Hashable, deque[asyncio.Future[None]]] = OrderedDict()
        """By asker, the next one first."""

    async def __aenter__(self) -> None:
        if self._free:
            self._free -= 1
            return
        turn = asyncio.get_running_loop().create_future()
        self._waiting.setdefault(ASKER.get(), deque()).append(turn)
        try:
            await turn
        except asyncio.CancelledError:
            if not turn.cancelled():
                self._pass_on()
            raise

    async def __aexit__(self, *_: object) -> None:
        self._pass_on()

    def _pass_on(self) -> None:
        while self._waiting:
            asker, turns = self._waiting.popitem(last=False)
            turn = turns.popleft()
            if turns:
                self._waiting[asker] = turns
            if not turn.done():
                turn.set_result(None)
                return
        self._free += 1
