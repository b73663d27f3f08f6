"""Messages about exactly one film, so that reactions on them are verdicts."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from bot.storage.clock import Clock, from_unix, to_unix, utc_now
from bot.storage.database import Database
from bot.storage.errors import decoding
from bot.storage.types import Card
from recsys.types import ItemId

LIFETIME = timedelta(days=365)
"""How long reactions on a card count."""
_AT_ONCE = 500
"""Cards that one transaction deletes: members wait for it."""


class Cards:
    """The film of each card."""

    def __init__(self, db: Database, *, now: Clock = utc_now) -> None:
        self._db = db
        self._now = now

    async def add(
        self,
        message_id: int,
        channel_id: int,
        guild_id: int | None,
        item_id: int,
        *,
        member_id: int | None = None,
        replay: bool = True,
    ) -> None:
        """Save a card; one that is saved already is about this film from now on.

        One in direct messages goes with what is stored about ``member_id``, whose they are.
        A catch-up adds reactions if ``replay`` is set and the card was about no other film before:
        it can't tell which one a reaction was for.
        """
        await self._db.execute(
            "INSERT INTO card"
            " (message_id, channel_id, guild_id, member_id, item_id, posted_at, replay)"
            " VALUES (?, ?, ?, ?, ?, ?, ?)"
            " ON CONFLICT DO UPDATE SET channel_id = excluded.channel_id,"
            " guild_id = excluded.guild_id, item_id = excluded.item_id,"
            " replay = replay AND item_id = excluded.item_id",
            *(message_id, channel_id, guild_id, member_id, item_id),
            *(to_unix(self._now()), replay),
        )

    async def recent(self, since: datetime, limit: int) -> list[Card]:
        """Return the cards posted since then, newest first, ``limit`` at most."""
        rows = await self._db.rows(
            "SELECT message_id, channel_id, guild_id, item_id, posted_at, replay FROM card"
            " WHERE posted_at >= ? ORDER BY posted_at DESC, message_id DESC LIMIT ?",
            to_unix(since),
            limit,
        )
        return read_cards(rows)

    async def sweep(self) -> None:
        """Forget cards that are too old, and which reactions on them counted; verdicts stay."""
        oldest, forgotten = to_unix(self._now() - LIFETIME), _AT_ONCE
        while forgotten == _AT_ONCE:
            forgotten = await self._db.execute(
                "DELETE FROM card WHERE message_id IN"
                " (SELECT message_id FROM card WHERE posted_at < ? ORDER BY posted_at LIMIT ?)",
                oldest,
                _AT_ONCE,
            )

    async def forget(self, message_id: int) -> None:
        """Forget a card whose message is gone; the verdicts given on it stay."""
        await self._db.execute("DELETE FROM card WHERE message_id = ?", message_id)

    async def stop_replay(self, message_id: int) -> None:
        """Stop adding reactions to this card in a catch-up; known ones can still be removed."""
        await self._db.execute("UPDATE card SET replay = 0 WHERE message_id = ?", message_id)


def read_cards(rows: Iterable[tuple[Any, ...]]) -> list[Card]:
    """Return cards from rows with the columns of `Card`, in its order."""
    with decoding():
        return [
            Card(message_id, channel_id, guild_id, ItemId(item_id), from_unix(at), bool(replay))
            for message_id, channel_id, guild_id, item_id, at, replay in rows
        ]
