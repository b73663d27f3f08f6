"""OMDb's answers about films, and how often it was asked."""

import json
import sqlite3
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from bot.storage.clock import from_unix, to_unix
from bot.storage.database import Database
from bot.storage.errors import decoding
from recsys.types import ImdbId, ItemId


@dataclass(frozen=True, slots=True)
class CachedFacts:
    """A saved answer.

    Attributes:
        imdb_id: the film's own when it was asked for; ``None``: it had none.
        facts: a JSON object; ``None``: OMDb has no such film.
        fetched_at: when the answer came, in UTC.
    """

    imdb_id: ImdbId | None
    facts: str | None
    fetched_at: datetime


class FactsCache:
    """Answers by film."""

    def __init__(self, db: Database) -> None:
        self._db = db

    async def read(self, item_ids: Collection[ItemId]) -> dict[ItemId, CachedFacts]:
        """Return the saved answers about these films."""
        rows = await self._db.rows(
            "SELECT item_id, imdb_id, facts, fetched_at FROM film_facts"
            " WHERE item_id IN (SELECT value FROM json_each(?))",
            json.dumps(list(item_ids)),
        )
        with decoding():
            return {
                ItemId(item_id): CachedFacts(imdb_id, facts, from_unix(seconds))
                for item_id, imdb_id, facts, seconds in rows
            }

    async def save(self, item_id: ItemId, answer: CachedFacts) -> None:
        """Save an answer in place of an earlier one about the same film."""
        await self._db.execute(
            "INSERT INTO film_facts (item_id, imdb_id, facts, fetched_at) VALUES (?, ?, ?, ?)"
            " ON CONFLICT (item_id) DO UPDATE SET imdb_id = excluded.imdb_id,"
            " facts = excluded.facts, fetched_at = excluded.fetched_at",
            *(item_id, answer.imdb_id, answer.facts, to_unix(answer.fetched_at)),
        )


class SearchCache:
    """What OMDb found for titles."""

    def __init__(self, db: Database) -> None:
        self._db = db

    async def read(self, asked: str, since: datetime) -> str | None:
        """Return what was found for a title since then, as it was saved."""
        rows = await self._db.rows(
            "SELECT found FROM omdb_search WHERE asked = ? AND asked_at >= ?",
            asked,
            to_unix(since),
        )
        return None if not rows else str(rows[0][0])

    async def save(self, asked: str, found: str, at: datetime, since: datetime) -> None:
        """Save what was found, a JSON value, and delete what was asked before ``since``."""

        def work(connection: sqlite3.Connection) -> None:
            connection.execute("DELETE FROM omdb_search WHERE asked_at < ?", (to_unix(since),))
            connection.execute(
                "INSERT INTO omdb_search (asked, found, asked_at) VALUES (?, ?, ?)"
                " ON CONFLICT DO UPDATE SET found = excluded.found, asked_at = excluded.asked_at",
                (asked, found, to_unix(at)),
            )

        await self._db.write(work)


class OmdbDays:
    """Requests by day."""

    def __init__(self, db: Database) -> None:
        self._db = db

    async def spend(self, day: date, limit: int) -> bool:
        """Count one more request, and forget earlier days.

        Returns ``False``, and counts nothing, if ``limit`` requests were made that day.
        """

        def work(connection: sqlite3.Connection) -> bool:
            connection.execute("DELETE FROM omdb_day WHERE day < ?", (day.isoformat(),))
            counted = connection.execute(
                "INSERT INTO omdb_day (day, used) SELECT ?, 1 WHERE ? > 0"
                " ON CONFLICT (day) DO UPDATE SET used = used + 1 WHERE used < ?",
                (day.isoformat(), limit, limit),
            )
            return counted.rowcount == 1

        return await self._db.write(work)

    async def exhaust(self, day: date, limit: int) -> None:
        """Count that day's requests as used up."""
        await self._db.execute(
            "INSERT INTO omdb_day (day, used) VALUES (?, ?)"
            " ON CONFLICT (day) DO UPDATE SET used = max(used, excluded.used)",
            day.isoformat(),
            limit,
        )
