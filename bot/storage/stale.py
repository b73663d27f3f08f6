"""Which cards may say something that isn't so any more, whatever changed it."""

import asyncio
import json
import sqlite3
from collections.abc import Callable
from contextvars import copy_context
from datetime import datetime
from typing import Final, NamedTuple

from bot.storage.cards import read_cards
from bot.storage.clock import to_unix
from bot.storage.database import Database
from bot.storage.types import Card

MOST: Final = 500
"""Cards that one change can make stale; the newest ones count."""

# Triggers, since a write that forgot to tell would leave cards wrong, and nobody would notice.
_TRIGGERS: Final = {
    f"{table}_{event}_noticed": (
        f"CREATE TEMP TRIGGER IF NOT EXISTS {table}_{event}_noticed AFTER {event} ON main.{table} "
        f"BEGIN SELECT notice({what.format(row=row)}); END"
    )
    for table, what, events in (
        ("verdict", "'rated', {row}.member_id, {row}.item_id", ("INSERT", "UPDATE", "DELETE")),
        ("reaction", "'reacted', {row}.message_id, 0", ("INSERT", "DELETE")),
        ("visibility", "'visible', {row}.guild_id, 0", ("INSERT", "DELETE")),
    )
    for event in events
    for row in ("old" if event == "DELETE" else "new",)
}
_STALE: Final = """
WITH noticed AS (SELECT value ->> 0 AS what, value ->> 1 AS one, value ->> 2 AS other
                 FROM json_each(:noticed))
SELECT message_id, channel_id, guild_id, item_id, posted_at, replay FROM card
WHERE posted_at >= :since AND guild_id IS NOT NULL AND (
    message_id IN (SELECT one FROM noticed WHERE what = 'reacted')
    OR guild_id IN (SELECT one FROM noticed WHERE what = 'visible')
    OR (guild_id, item_id) IN (
        SELECT visibility.guild_id, other FROM noticed JOIN visibility ON member_id = one
        WHERE what = 'rated'))
ORDER BY posted_at DESC, message_id DESC LIMIT :most
"""


class _Noticed(NamedTuple):
    """A row that was written: what it says, and of which two ids."""

    what: str
    one: int
    other: int


class StaleCards:
    """Notices what the line of a card about its server depends on.

    That is what its visible members say of the film, who of them is visible, and the reactions on
    the card itself. What a hidden member rates makes no card stale.
    """

    def __init__(self, db: Database) -> None:
        self._db = db
        self._noticed: set[_Noticed] = set()

    @property
    def noticed(self) -> bool:
        """Whether there is something to take."""
        return bool(self._noticed)

    async def watch(self, heard: Callable[[], None]) -> None:
        """Call ``heard`` from here on when something was noticed that nobody took yet.

        That is on this event loop and in this context, not in the one of whoever writes.
        """
        loop, context = asyncio.get_running_loop(), copy_context()

        def notice(what: str, one: int, other: int) -> None:
            if not self._noticed:
                loop.call_soon_threadsafe(heard, context=context)
            self._noticed.add(_Noticed(what, one, other))

        def begin(con: sqlite3.Connection) -> None:
            con.create_function("notice", 3, notice)
            for statement in _TRIGGERS.values():
                con.execute(statement)

        await self._db.write(begin)

    async def unwatch(self) -> None:
        """Notice nothing any more."""

        def end(con: sqlite3.Connection) -> None:
            for name in _TRIGGERS:
                con.execute(f"DROP TRIGGER IF EXISTS temp.{name}")

        await self._db.write(end)
        self._noticed.clear()

    async def take(self, since: datetime) -> list[Card]:
        """Return the cards posted since then that became stale, newest first; each change once."""

        def work(con: sqlite3.Connection) -> list[Card]:
            # Here, on the thread that notices, nothing is noticed between the two.
            noticed = json.dumps(list(self._noticed))
            self._noticed.clear()
            values = {"noticed": noticed, "since": to_unix(since), "most": MOST}
            return read_cards(con.execute(_STALE, values))

        return await self._db.read(work)
