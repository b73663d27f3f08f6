"""What list messages show, so that their buttons outlive a restart."""

import json
import sqlite3
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import timedelta
from typing import Final

from bot.storage.clock import Clock, from_unix, to_unix, utc_now
from bot.storage.database import Database
from bot.storage.errors import decoding
from bot.storage.shown import note_shown
from bot.storage.types import JSON, Kind, Listed, Listing
from recsys.types import ItemId

MOST_FILMS: Final = 500
"""How many films a list can have."""
LIFETIME: Final = timedelta(days=60)
"""How long the buttons of a list work."""
_COLUMNS = """
id, member_id, private, options, films, created_at,
private OR EXISTS (
    SELECT 1 FROM visibility
    WHERE guild_id = json_extract(options, '$.guild') AND visibility.member_id = listing.member_id
)
"""
_INSERT = f"""
INSERT INTO listing (member_id, private, options, films, created_at)
VALUES (?, ?, ?, ?, ?) RETURNING {_COLUMNS}
"""  # noqa: S608 - named above, as below
_FIND = f"SELECT {_COLUMNS} FROM listing WHERE id = ? AND created_at >= ?"  # noqa: S608
_EXTEND = f"UPDATE listing SET films = ? WHERE id = ? RETURNING {_COLUMNS}"  # noqa: S608


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
        films: Sequence[Listed],
    ) -> Listing:
        """Save a list of these films, which the member was shown then, and return it."""
        at = to_unix(self._now())
        values = (member_id, private, json.dumps(dict(options)), _written(films), at)

        def work(con: sqlite3.Connection) -> Listing:
            note_shown(con, member_id, [film.item_id for film in films], at)
            return _listing(*con.execute(_INSERT, values).fetchone())

        return await self._db.write(work)

    async def get(self, listing_id: int) -> Listing | None:
        """Return a list, ``None`` when it has expired."""
        oldest = self._oldest()
        return await self._db.read(lambda con: _find(con, listing_id, oldest))

    async def extend(self, listing: Listing, films: Sequence[Listed]) -> Listing | None:
        """Add films to the end of a list, and return it; ``None`` if it has expired.

        Where another press was first to add some, the list stays as that one left it.
        """
        oldest, at = self._oldest(), to_unix(self._now())

        def work(con: sqlite3.Connection) -> Listing | None:
            stored = _find(con, listing.id, oldest)
            if stored is None or len(stored.films) != len(listing.films):
                return stored
            more = films[: MOST_FILMS - len(stored.films)]
            note_shown(con, stored.member_id, [film.item_id for film in more], at)
            written = _written([*stored.films, *more])
            return _listing(*con.execute(_EXTEND, (written, stored.id)).fetchone())

        return await self._db.write(work)

    async def sweep(self) -> None:
        """Delete the lists that have expired."""
        await self._db.execute("DELETE FROM listing WHERE created_at < ?", self._oldest())

    def _oldest(self) -> int:
        return to_unix(self._now() - LIFETIME)


def _find(con: sqlite3.Connection, listing_id: int, oldest: int) -> Listing | None:
    row = con.execute(_FIND, (listing_id, oldest)).fetchone()
    return None if row is None else _listing(*row)


def _written(films: Sequence[Listed]) -> str:
    return json.dumps([asdict(film) for film in films])


def _film(
    item_id: int,
    kind: str = Kind.PERSONAL,
    reason: str = "",
    unnamed: str = "",
    discovery: bool = False,  # noqa: FBT001, FBT002 - as they stand in the row
) -> Listed:
    return Listed(ItemId(item_id), Kind(kind), reason, unnamed, discovery)


@decoding()
def _listing(
    key: int, member_id: int, private: int, options: str, films: str, at: int, names_likes: int
) -> Listing:
    return Listing(
        id=key,
        member_id=member_id,
        private=bool(private),
        options=dict(json.loads(options)),
        films=tuple(_film(**film) for film in json.loads(films)),
        created_at=from_unix(at),
        names_likes=bool(names_likes),
    )
