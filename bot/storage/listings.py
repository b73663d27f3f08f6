"""What list messages show, so that their buttons outlive a restart."""

import json
import sqlite3
from collections.abc import Mapping, Sequence
from datetime import timedelta

from bot.storage.clock import Clock, from_unix, to_unix, utc_now
from bot.storage.database import Database
from bot.storage.types import JSON, Listing
from recsys.types import ItemId

SHOWN = 500
"""How many films a listing remembers to have shown."""
KEPT = timedelta(days=60)
"""How long the buttons of a list work."""


class Listings:
    """Lists of films and the requests that they answer."""

    def __init__(self, db: Database, *, now: Clock = utc_now) -> None:
        self._db = db
        self._now = now

    async def create(
        self,
        member_id: int,
        *,
        private: bool,
        options: Mapping[str, JSON],
        films: Sequence[ItemId],
    ) -> int:
        """Remember a list that shows these films; return the id for its buttons.

        Lists that are older than `KEPT` are forgotten on the way.
        """
        created_at = to_unix(self._now())
        forgotten = to_unix(self._now() - KEPT)
        shown = json.dumps(films[-SHOWN:])

        def work(con: sqlite3.Connection) -> int:
            con.execute("DELETE FROM listing WHERE created_at < ?", (forgotten,))
            (listing_id,) = con.execute(
                "INSERT INTO listing (member_id, private, options, films, shown, created_at)"
                " VALUES (?, ?, ?, ?, ?, ?) RETURNING id",
                (
                    member_id,
                    private,
                    json.dumps(dict(options)),
                    json.dumps(list(films)),
                    shown,
                    created_at,
                ),
            ).fetchone()
            return int(listing_id)

        return await self._db.write(work)

    async def get(self, listing_id: int) -> Listing | None:
        """Return a list, ``None`` when it is forgotten."""
        return await self._db.read(lambda con: _listing(con, listing_id))

    async def advance(self, listing_id: int, films: Sequence[ItemId]) -> None:
        """Remember that the list shows these films now; a forgotten list stays so."""

        def work(con: sqlite3.Connection) -> None:
            listing = _listing(con, listing_id)
            if listing is not None:
                shown = [*listing.shown, *films][-SHOWN:]
                con.execute(
                    "UPDATE listing SET films = ?, shown = ? WHERE id = ?",
                    (json.dumps(list(films)), json.dumps(shown), listing_id),
                )

        await self._db.write(work)


def _listing(con: sqlite3.Connection, listing_id: int) -> Listing | None:
    row = con.execute(
        "SELECT id, member_id, private, options, films, shown, created_at FROM listing"
        " WHERE id = ?",
        (listing_id,),
    ).fetchone()
    if row is None:
        return None
    key, member_id, private, options, films, shown, created_at = row
    return Listing(
        id=key,
        member_id=member_id,
        private=bool(private),
        options=json.loads(options),
        films=tuple(json.loads(films)),
        shown=tuple(json.loads(shown)),
        created_at=from_unix(created_at),
    )
