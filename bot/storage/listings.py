"""What list messages show, so that their buttons outlive a restart."""

import json
import sqlite3
from collections.abc import Mapping, Sequence
from datetime import timedelta

from bot.storage.clock import Clock, from_unix, to_unix, utc_now
from bot.storage.database import Database
from bot.storage.errors import decoding
from bot.storage.types import JSON, Listing
from recsys.types import ItemId

SHOWN = 500
"""How many shown films a listing remembers."""
LIFETIME = timedelta(days=60)
"""How long the buttons of a list work."""
_COLUMNS = """
id, member_id, private, options, films, shown, created_at,
private OR EXISTS (
    SELECT 1 FROM visibility
    WHERE guild_id = json_extract(options, '$.guild') AND visibility.member_id = listing.member_id
)
"""
_INSERT = f"""
INSERT INTO listing (member_id, private, options, films, shown, created_at)
VALUES (?, ?, ?, ?, ?, ?) RETURNING {_COLUMNS}
"""  # noqa: S608 - named above, as below
_FIND = f"SELECT {_COLUMNS} FROM listing WHERE id = ? AND created_at >= ?"  # noqa: S608
_ADVANCE = f"UPDATE listing SET films = ?, shown = ? WHERE id = ? RETURNING {_COLUMNS}"  # noqa: S608


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
        """Save a list that shows these films, and return it."""
        row = await self._db.row(
            _INSERT,
            member_id,
            private,
            json.dumps(dict(options)),
            json.dumps(list(films)),
            json.dumps(list(films[-SHOWN:])),
            to_unix(self._now()),
        )
        assert row is not None
        return _listing(*row)

    async def get(self, listing_id: int) -> Listing | None:
        """Return a list, ``None`` when it has expired."""
        row = await self._db.row(_FIND, listing_id, self._oldest())
        return None if row is None else _listing(*row)

    async def advance(self, listing_id: int, films: Sequence[ItemId]) -> Listing | None:
        """Save that the list shows these films now, and return it; ``None`` if it has expired."""
        oldest = self._oldest()

        def work(con: sqlite3.Connection) -> Listing | None:
            listing = _find(con, listing_id, oldest)
            if listing is None:
                return None
            shown = [*listing.shown, *films][-SHOWN:]
            row = con.execute(
                _ADVANCE, (json.dumps(list(films)), json.dumps(shown), listing_id)
            ).fetchone()
            return _listing(*row)

        return await self._db.write(work)

    async def sweep(self) -> None:
        """Delete the lists that have expired."""
        await self._db.execute("DELETE FROM listing WHERE created_at < ?", self._oldest())

    def _oldest(self) -> int:
        return to_unix(self._now() - LIFETIME)


def _find(con: sqlite3.Connection, listing_id: int, oldest: int) -> Listing | None:
    row = con.execute(_FIND, (listing_id, oldest)).fetchone()
    return None if row is None else _listing(*row)


@decoding()
def _listing(
    key: int,
    member_id: int,
    private: int,
    options: str,
    films: str,
    shown: str,
    at: int,
    names_likes: int,
) -> Listing:
    return Listing(
        id=key,
        member_id=member_id,
        private=bool(private),
        options=dict(json.loads(options)),
        films=tuple(json.loads(films)),
        shown=tuple(json.loads(shown)),
        created_at=from_unix(at),
        names_likes=bool(names_likes),
    )
