"""What members think of films."""

import json
import sqlite3
from collections import Counter
from collections.abc import Collection

from bot.storage import changes
from bot.storage.changes import Stored
from bot.storage.clock import Clock, from_unix, to_unix, utc_now
from bot.storage.database import Database
from bot.storage.errors import decoding
from bot.storage.types import Change, RatedFilm, Source, Tally, Verdict
from recsys.types import ItemId, Profile

# Verdicts of the same second are ordered by their newest change.
_NEWEST_FIRST = """
SELECT item_id, opinion, source, rated_at FROM verdict
LEFT JOIN (SELECT item_id, max(id) AS change FROM history WHERE member_id = ?1
           GROUP BY item_id) USING (item_id)
WHERE member_id = ?1
ORDER BY rated_at DESC, change DESC NULLS LAST, item_id
"""

_OF_VISIBLE = """
SELECT opinion, count(*) FROM verdict JOIN visibility USING (member_id)
WHERE item_id = ? AND guild_id = ? GROUP BY opinion
"""
_REACTED_HIDDEN = """
SELECT count(DISTINCT member_id) FROM reaction WHERE message_id = ?
AND member_id NOT IN (SELECT member_id FROM visibility WHERE guild_id = ?)
"""


class Verdicts:
    """Members' verdicts with the history that undo walks back."""

    def __init__(self, db: Database, *, now: Clock = utc_now) -> None:
        self._db = db
        self._now = now

    async def rate(
        self,
        member_id: int,
        item_id: int,
        verdict: Verdict,
        source: Source,
        *,
        message_id: int | None = None,
    ) -> Change | None:
        """Store a verdict; ``None`` when that verdict stands already, so replays are harmless."""
        after = Stored(verdict, source, message_id, to_unix(self._now()))
        return await self._db.write(lambda con: changes.rate(con, member_id, item_id, after))

    async def toggle(
        self, member_id: int, item_id: int, verdict: Verdict, source: Source
    ) -> Change:
        """Store a verdict, or remove it where it stands already."""
        after = Stored(verdict, source, None, to_unix(self._now()))

        def work(con: sqlite3.Connection) -> Change:
            change = changes.rate(con, member_id, item_id, after)
            if change is None:
                change = changes.remove(con, member_id, item_id, source, after.rated_at)
            assert change is not None  # either it was stored now or it stood already
            return change

        return await self._db.write(work)

    async def remove(self, member_id: int, item_id: int, source: Source) -> Change | None:
        """Remove a verdict; ``None`` when there is none."""
        at = to_unix(self._now())
        return await self._db.write(lambda con: changes.remove(con, member_id, item_id, source, at))

    async def undo(self, member_id: int) -> Change | None:
        """Undo the member's newest change, and with each further call the one before it.

        The verdict before the change comes back with its source, message and time. Returns what
        happened, ``None`` when there is nothing to undo.
        """

        def work(con: sqlite3.Connection) -> Change | None:
            change_id = changes.newest(con, member_id)
            return None if change_id is None else changes.undo(con, change_id)

        return await self._db.write(work)

    async def undo_change(self, member_id: int, change_id: int) -> Change | None:
        """Undo that very change, if it is the member's and still the newest of its film.

        Changes of other films are left alone. Returns what happened, ``None`` for nothing.
        """

        def work(con: sqlite3.Connection) -> Change | None:
            if not changes.is_newest_of_its_film(con, member_id, change_id):
                return None
            return changes.undo(con, change_id)

        return await self._db.write(work)

    async def of(self, member_id: int) -> dict[ItemId, Verdict]:
        """Return all verdicts of a member, by movie id."""
        rows = await self._db.rows(
            "SELECT item_id, opinion FROM verdict WHERE member_id = ? ORDER BY item_id", member_id
        )
        with decoding():
            return {ItemId(item_id): Verdict(verdict) for item_id, verdict in rows}

    async def of_all(self, member_ids: Collection[int]) -> dict[int, dict[ItemId, Verdict]]:
        """Return all verdicts of several members, by member and movie id."""
        rows = await self._db.rows(
            "SELECT member_id, item_id, opinion FROM verdict"
            " WHERE member_id IN (SELECT value FROM json_each(?)) ORDER BY member_id, item_id",
            json.dumps(list(member_ids)),
        )
        verdicts: dict[int, dict[ItemId, Verdict]] = {member: {} for member in member_ids}
        with decoding():
            for member_id, item_id, verdict in rows:
                verdicts[member_id][ItemId(item_id)] = Verdict(verdict)
        return verdicts

    async def profile(self, member_id: int) -> Profile:
        """Return a member's verdicts as the recommender reads them."""
        verdicts = await self.of(member_id)
        with decoding():
            return Profile({item_id: verdict.signal for item_id, verdict in verdicts.items()})

    async def rated(self, member_id: int) -> list[RatedFilm]:
        """Return all verdicts of a member, newest first."""
        rows = await self._db.rows(_NEWEST_FIRST, member_id)
        with decoding():
            return [
                RatedFilm(ItemId(item_id), Verdict(verdict), Source(source), from_unix(rated_at))
                for item_id, verdict, source, rated_at in rows
            ]

    async def get(self, member_id: int, item_id: int) -> Verdict | None:
        """Return a member's verdict on one film."""
        found = await self._db.read(lambda con: changes.stored(con, member_id, item_id))
        return found.verdict if found else None

    async def tally(self, item_id: int, guild_id: int, message_id: int = 0) -> Tally:
        """Count what a server may know of the verdicts on a film.

        Args:
            item_id: the film.
            guild_id: the server, of whose visible members every verdict counts.
            message_id: a card, on which the reactions of hidden members count; 0 before it's sent.
        """

        def work(con: sqlite3.Connection) -> Tally:
            counts: Counter[str] = Counter()
            for verdict, count in con.execute(_OF_VISIBLE, (item_id, guild_id)):
                counts[Verdict(verdict)] = count
            ((hidden,),) = con.execute(_REACTED_HIDDEN, (message_id, guild_id))
            return Tally(
                counts[Verdict.LIKE], counts[Verdict.DISLIKE], counts[Verdict.SEEN], hidden
            )

        with decoding():
            return await self._db.read(work)
