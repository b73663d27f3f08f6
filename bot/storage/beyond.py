"""Films that the data set lacks, and what becomes of them when a newer one has them."""

import json
import sqlite3
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from bot.storage.database import Database
from bot.storage.errors import decoding
from recsys.movies import BEYOND, Movie, imdb_of
from recsys.types import ItemId

_MOVED: Final = "(SELECT CAST(key AS INTEGER) AS old, value AS new FROM json_each(:moved))"
_ONE_A_MEMBER: Final = {
    # Of two verdicts the later one counts.
    "verdict": "iif(there.rated_at > here.rated_at, here.item_id, there.item_id)",
    "watchlist": "there.item_id",
    "skip": "there.item_id",
    "shown": "there.item_id",
}
_RENAME: Final = (
    *(
        f"""
        DELETE FROM {table} WHERE (member_id, item_id) IN (
            SELECT there.member_id, {goes} FROM {table} AS there
            JOIN {_MOVED} ON there.item_id = old
            JOIN {table} AS here ON here.member_id = there.member_id AND here.item_id = new)
        """  # noqa: S608 - named above, as below
        for table, goes in _ONE_A_MEMBER.items()
    ),
    f"""
    DELETE FROM server_film WHERE (guild_id, item_id) IN (
        SELECT there.guild_id, there.item_id FROM server_film AS there
        JOIN {_MOVED} ON there.item_id = old
        JOIN server_film AS here ON here.guild_id = there.guild_id AND here.item_id = new)
    """,  # noqa: S608
    f"""
    DELETE FROM import_change WHERE (import_id, item_id) IN (
        SELECT there.import_id, there.item_id FROM import_change AS there
        JOIN {_MOVED} ON there.item_id = old
        JOIN import_change AS here ON here.import_id = there.import_id AND here.item_id = new)
    """,  # noqa: S608
    f"""
    DELETE FROM film_facts WHERE item_id IN (
        SELECT old FROM {_MOVED} JOIN film_facts ON item_id = new)
    """,  # noqa: S608
    *(
        f"UPDATE {table} SET item_id = new FROM {_MOVED} WHERE item_id = old"  # noqa: S608
        for table in (
            *_ONE_A_MEMBER,
            "server_film",
            "import_change",
            "history",
            "card",
            "film_facts",
        )
    ),
    # Where a night has both, people may have voted for either: both stay.
    f"""
    UPDATE night_film AS there SET item_id = new FROM {_MOVED} WHERE item_id = old
    AND NOT EXISTS (SELECT 1 FROM night_film AS here
                    WHERE here.night_id = there.night_id AND here.item_id = new)
    """,  # noqa: S608
    f"DELETE FROM film_beyond WHERE item_id IN (SELECT old FROM {_MOVED})",  # noqa: S608
)
_SAVE = """
INSERT INTO film_beyond (item_id, title, year, genres, confirmed) VALUES (?, ?, ?, ?, ?)
ON CONFLICT DO UPDATE SET title = excluded.title, year = excluded.year, genres = excluded.genres,
    confirmed = 1 WHERE excluded.confirmed
"""


@dataclass(frozen=True, slots=True)
class FilmBeyond:
    """A film that the data set lacks.

    Attributes:
        movie: under the id that its IMDb number makes.
        confirmed: whether OMDb described it; else a member's file did, and could say anything.
    """

    movie: Movie
    confirmed: bool


class FilmsBeyond:
    """The films; nobody is named with them."""

    def __init__(self, db: Database) -> None:
        self._db = db

    async def all(self) -> list[FilmBeyond]:
        """Return them, by id."""
        rows = await self._db.rows(
            "SELECT item_id, title, year, genres, confirmed FROM film_beyond ORDER BY item_id"
        )
        with decoding():
            return [_film(*row) for row in rows]

    async def save(self, films: Iterable[FilmBeyond]) -> None:
        """Save films; what OMDb says of one stays, whatever files say of it later."""
        rows = [
            (
                each.movie.id,
                each.movie.title,
                each.movie.year,
                json.dumps(each.movie.genres),
                each.confirmed,
            )
            for each in films
        ]

        def work(connection: sqlite3.Connection) -> None:
            connection.executemany(_SAVE, rows)

        await self._db.write(work)

    async def move(self, ids: Mapping[ItemId, ItemId]) -> None:
        """Let all that is saved about films count for the ids that a newer data set has for them.

        All of it or nothing; a second time changes nothing.
        """
        if not ids:
            return
        moved = {"moved": json.dumps(ids)}

        def work(connection: sqlite3.Connection) -> None:
            for statement in _RENAME:
                connection.execute(statement, moved)

        await self._db.write(work)

    async def sweep(self) -> None:
        """Delete films that only a file described and that nothing is saved about any more."""
        await self._db.execute(_SWEEP)

    async def unmoved(self) -> list[ItemId]:
        """Return the ids of films beyond a data set that something is saved about."""
        rows = await self._db.rows(_IN_USE)
        return [ItemId(item) for (item,) in rows]


_REFERRED_TO = " UNION ".join(
    f"SELECT item_id FROM {table} WHERE item_id > {BEYOND}"  # noqa: S608 - named here
    for table in (
        *_ONE_A_MEMBER,
        *("server_film", "import_change", "history", "card", "night_film"),
    )
)
_IN_USE = f"{_REFERRED_TO} UNION SELECT item_id FROM film_beyond"  # noqa: S608
_SWEEP = f"""
DELETE FROM film_beyond WHERE NOT confirmed AND item_id NOT IN ({_REFERRED_TO})
"""  # noqa: S608 - named above


def _film(item_id: int, title: str, year: int | None, genres: str, confirmed: int) -> FilmBeyond:
    movie = Movie(ItemId(item_id), title, year, tuple(json.loads(genres)), imdb_id=imdb_of(item_id))
    return FilmBeyond(movie, bool(confirmed))
