"""Messages about exactly one film: which film a reaction or a menu on them means."""

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
        self, message_id: int, channel_id: int, guild_id: int | None, item_id: int
    ) -> None:
        """Remember a card; known already, it is from now on about this film."""
        posted_at = to_unix(self._now())
        await self._db.write(
            lambda con: con.execute(
                "INSERT INTO card (message_id, channel_id, guild_id, item_id, posted_at)"
                " VALUES (?, ?, ?, ?, ?)"
                " ON CONFLICT DO UPDATE SET channel_id = excluded.channel_id,"
                " guild_id = excluded.guild_id, item_id = excluded.item_id",
                (message_id, channel_id, guild_id, item_id, posted_at),
            )
        )

    async def item_of(self, message_id: int) -> ItemId | None:
        """Return the film of a message, ``None`` when it is no card."""
        row = await self._db.read(
            lambda con: con.execute(
                "SELECT item_id FROM card WHERE message_id = ?", (message_id,)
            ).fetchone()
        )
        return ItemId(row[0]) if row else None

    async def recent(self, since: datetime, limit: int) -> list[Card]:
        """Return the cards posted since then, newest first, ``limit`` at most."""
        rows = await self._db.read(
            lambda con: con.execute(
                "SELECT message_id, channel_id, guild_id, item_id, posted_at, replay FROM card"
                " WHERE posted_at >= ? ORDER BY posted_at DESC, message_id DESC LIMIT ?",
                (to_unix(since), limit),
            ).fetchall()
        )
        return [
            Card(message_id, channel_id, guild_id, ItemId(item_id), from_unix(at), bool(replay))
            for message_id, channel_id, guild_id, item_id, at, replay in rows
        ]

    async def forget(self, message_id: int) -> None:
        """Forget a card whose message is gone; the verdicts given on it stay."""
        await self._db.write(
            lambda con: con.execute("DELETE FROM card WHERE message_id = ?", (message_id,))
        )

    async def stop_replay(self, message_id: int) -> None:
        """Let no catch-up add reactions of this card any more; those that are known can go."""
        await self._db.write(
            lambda con: con.execute(
                "UPDATE card SET replay = 0 WHERE message_id = ?", (message_id,)
            )
        )
