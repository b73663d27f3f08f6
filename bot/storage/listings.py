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
"""How many shown films a listing remembers."""
LIFETIME = timedelta(days=60)
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
    ) -> Listing:
        """Save a list that shows these films, and return it.

        Lists that are older than `LIFETIME` are deleted on the way.
        """
        now = self._now()

        def work(con: sqlite3.Connection) -> Listing:
            con.execute("DELETE FROM listing WHERE created_at < ?", (to_unix(now - LIFETIME),))
            row = con.execute(
                "INSERT INTO listing (member_id, private, options, films, shown, created_at)"
                " VALUES (?, ?, ?, ?, ?, ?)"
                " RETURNING id, member_id, private, options, films, shown, created_at",
                (
                    member_id,
                    private,
                    json.dumps(dict(options)),
                    json.dumps(list(films)),
                    json.dumps(list(films[-SHOWN:])),
                    to_unix(now),
                ),
            ).fetchone()
            return _listing(*row)

        return await self._db.write(work)

    async def get(self, listing_id: int) -> Listing | None:
        """Return a list, ``None`` when it has expired."""
        return await self._db.read(lambda con: _find(con, listing_id))

    async def advance(self, listing_id: int, films: Sequence[ItemId]) -> Listing | None:
        """Save that the list shows these films now, and return it; ``None`` if it has expired."""

        def work(con: sqlite3.Connection) -> Listing | None:
            listing = _find(con, listing_id)
            if listing is None:
                return None
            shown = [*listing.shown, *films][-SHOWN:]
            row = con.execute(
                "UPDATE listing SET films = ?, shown = ? WHERE id = ?"
                " RETURNING id, member_id, private, options, films, shown, created_at",
                (json.dumps(list(films)), json.dumps(shown), listing_id),
            ).fetchone()
            return _listing(*row)

        return await self._db.write(work)


def _find(con: sqlite3.Connection, listing_id: int) -> Listing | None:
    row = con.execute(
        "SELECT id, member_id, private, options, films, shown, created_at FROM listing"
        " WHERE id = ?",
        (listing_id,),
    ).fetchone()
    return None if row is None else _listing(*row)


def _listing(
    key: int, member_id: int, private: int, options: str, films: str, shown: str, created_at: int
) -> Listing:
    return Listing(
        id=key,
        member_id=member_id,
        private=bool(private),
        options=json.loads(options),
        films=tuple(json.loads(films)),
        shown=tuple(json.loads(shown)),
        created_at=from_unix(created_at),
    )
