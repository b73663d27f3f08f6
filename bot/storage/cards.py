"""Messages about exactly one film, so that reactions on them are verdicts."""

from datetime import datetime

from bot.storage.clock import Clock, from_unix, to_unix, utc_now
from bot.storage.database import Database
from bot.storage.types import Card
from recsys.types import ItemId


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
        replay: bool = True,
    ) -> None:
        """Save a card; one that is saved already is about this film from now on.

        A catch-up adds reactions if ``replay`` is set and the card was about no other film before:
        it can't tell which one a reaction was for.
        """
        await self._db.execute(
            "INSERT INTO card (message_id, channel_id, guild_id, item_id, posted_at, replay)"
            " VALUES (?, ?, ?, ?, ?, ?)"
            " ON CONFLICT DO UPDATE SET channel_id = excluded.channel_id,"
            " guild_id = excluded.guild_id, item_id = excluded.item_id,"
            " replay = replay AND item_id = excluded.item_id",
            *(message_id, channel_id, guild_id, item_id, to_unix(self._now()), replay),
        )

    async def recent(self, since: datetime, limit: int) -> list[Card]:
        """Return the cards posted since then, newest first, ``limit`` at most."""
        rows = await self._db.rows(
            "SELECT message_id, channel_id, guild_id, item_id, posted_at, replay FROM card"
            " WHERE posted_at >= ? ORDER BY posted_at DESC, message_id DESC LIMIT ?",
            to_unix(since),
            limit,
        )
        return [
            Card(message_id, channel_id, guild_id, ItemId(item_id), from_unix(at), bool(replay))
            for message_id, channel_id, guild_id, item_id, at, replay in rows
        ]

    async def stand_in(self, channel_id: int) -> bool:
        """Return whether there is a card in a channel."""
        found = await self._db.row("SELECT 1 FROM card WHERE channel_id = ? LIMIT 1", channel_id)
        return found is not None

    async def forget(self, message_id: int) -> None:
        """Forget a card whose message is gone; the verdicts given on it stay."""
        await self._db.execute("DELETE FROM card WHERE message_id = ?", message_id)

    async def stop_replay(self, message_id: int) -> None:
        """Stop adding reactions to this card in a catch-up; known ones can still be removed."""
        await self._db.execute("UPDATE card SET replay = 0 WHERE message_id = ?", message_id)
