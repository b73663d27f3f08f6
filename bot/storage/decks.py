"""How far members are with the deck: what they rated, and what they don't know."""

import sqlite3
from dataclasses import dataclass

from bot.storage.clock import Clock, to_unix, utc_now
from bot.storage.database import Database
from bot.storage.errors import decoding
from bot.storage.types import Source, Verdict
from recsys.types import ItemId, Profile


@dataclass(frozen=True, slots=True)
class DeckState:
    """How far a member is.

    Attributes:
        profile: all their verdicts.
        skipped: the films that they said they don't know.
        rated: how many of the verdicts they gave in the deck.
    """

    profile: Profile
    skipped: frozenset[ItemId]
    rated: int


class Decks:
    """What the deck has to know of a member; verdicts given in it are like all others."""

    def __init__(self, db: Database, *, now: Clock = utc_now) -> None:
        self._db = db
        self._now = now

    async def of(self, member_id: int) -> DeckState:
        """Return how far a member is."""

        def work(con: sqlite3.Connection) -> DeckState:
            verdicts = con.execute(
                "SELECT item_id, opinion, source FROM verdict WHERE member_id = ?", (member_id,)
            ).fetchall()
            skipped = con.execute("SELECT item_id FROM skip WHERE member_id = ?", (member_id,))
            with decoding():
                return DeckState(
                    profile=Profile({item: Verdict(said).signal for item, said, _ in verdicts}),
                    skipped=frozenset(ItemId(item) for (item,) in skipped),
                    rated=sum(source == Source.DECK for *_, source in verdicts),
                )

        return await self._db.read(work)

    async def skip(self, member_id: int, item_id: int) -> None:
        """Save that a member doesn't know a film."""
        await self._db.execute(
            "INSERT INTO skip VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
            member_id,
            item_id,
            to_unix(self._now()),
        )
