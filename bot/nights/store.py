"""Movie nights in the database: a rule is applied to one within a single transaction."""

import json
import sqlite3
from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

import discord

from bot.errors import OutOfDate
from bot.nights import rows
from bot.nights.night import Night
from bot.nights.outcome import runners_up
from bot.nights.rules import Rule
from bot.services import Services
from bot.storage.clock import Clock, from_unix, to_unix
from bot.storage.database import Database
from recsys.types import ItemId

SHOWN_FOR: Final = timedelta(days=30)
"""How old a night may be whose message is still brought up to date."""

_ACTIVE: Final = (
    "WHERE guild_id = :guild AND stage IN ('gathering', 'voting', 'runoff', 'decided') ORDER BY id"
)
_WATCHED: Final = (
    "WHERE guild_id = :guild AND stage = 'watched'"
    " ORDER BY watched_at DESC, id DESC LIMIT :limit OFFSET :offset"
)
_NEWEST_DECIDED: Final = (
    "WHERE guild_id = :guild AND stage IN ('decided', 'watched')"
    " ORDER BY decided_at DESC, id DESC LIMIT 1"
)
_WAITING: Final = """
WHERE id IN (SELECT night_id FROM night_timer WHERE due_at <= :now
             UNION SELECT night_id FROM night_post WHERE state = 'pending'
             UNION SELECT id FROM night WHERE shown < version AND created_at > :since)
ORDER BY id
"""
_CHOSEN: Final = """
SELECT DISTINCT item_id FROM night JOIN night_film AS film ON film.id = winner_id
JOIN night_member AS member ON member.night_id = night.id
WHERE stage IN ('decided', 'watched') AND item_id IS NOT NULL
AND member_id IN (SELECT value FROM json_each(?)) ORDER BY item_id
"""


@dataclass(frozen=True, slots=True)
class Agenda:
    """What there is to do at a moment.

    Attributes:
        nights: that have a timer due, a post to send, or a message that shows an older version.
        next_due: when the next timer is due after that.
    """

    nights: list[Night]
    next_due: datetime | None


@dataclass(frozen=True, slots=True)
class Before:
    """What earlier nights leave to the next one.

    Attributes:
        runners_up: films that lost the newest decided night of the server, best first.
        chosen: films that won nights of any of these members, in whatever server.
    """

    runners_up: list[ItemId]
    chosen: list[ItemId]


class NightStore:
    """All nights. What a method returns is what is stored by then."""

    def __init__(self, db: Database, *, now: Clock) -> None:
        self._db = db
        self._now = now

    def now(self) -> datetime:
        """Return the present second: nights are stored no finer."""
        return from_unix(to_unix(self._now()))

    async def create(self, night: Night) -> Night:
        """Store a new night."""

        def work(con: sqlite3.Connection) -> Night:
            return _one(con, rows.insert(con, night))

        return await self._db.write(work)

    async def change(self, night_id: int, rule: Rule) -> Night:
        """Apply a rule to a night as it stands; what it refuses leaves everything as it is.

        The version grows when something changed that others can see.

        Raises:
            OutOfDate: the night is gone.
            MemberError: what the rule raises.
        """

        def work(con: sqlite3.Connection) -> Night:
            before = _one(con, night_id)
            after = rule(before)
            if after == before:
                return before
            if after.public != before.public:
                after = replace(after, version=before.version + 1)
            rows.update(con, before, after)
            if after.films == before.films and after.member_ids == before.member_ids:
                return after
            # The ids of new films, and what is known of new members, stand in the database only.
            return _one(con, night_id)

        return await self._db.write(work)

    async def get(self, night_id: int) -> Night:
        """Return a night.

        Raises:
            OutOfDate: it is gone.
        """
        return await self._db.read(lambda con: _one(con, night_id))

    async def active(self, guild_id: int) -> list[Night]:
        """Return the nights of a server that are neither watched nor cancelled, oldest first."""
        return await self._db.read(lambda con: rows.load(con, _ACTIVE, {"guild": guild_id}))

    async def history(self, guild_id: int, limit: int, offset: int = 0) -> list[Night]:
        """Return the nights of a server that were watched, newest first."""
        page = {"guild": guild_id, "limit": limit, "offset": offset}
        return await self._db.read(lambda con: rows.load(con, _WATCHED, page))

    async def agenda(self) -> Agenda:
        """Return what there is to do now; messages of nights that are too old stay as they are."""
        now = self.now()
        limits = {"now": to_unix(now), "since": to_unix(now - SHOWN_FOR)}

        def work(con: sqlite3.Connection) -> Agenda:
            (next_due,) = con.execute(
                "SELECT min(due_at) FROM night_timer WHERE due_at > ?", (limits["now"],)
            ).fetchone()
            nights = rows.load(con, _WAITING, limits)
            return Agenda(nights, None if next_due is None else from_unix(next_due))

        return await self._db.read(work)

    async def before(self, guild_id: int, member_ids: Collection[int]) -> Before:
        """Return what earlier nights leave to these members."""

        def work(con: sqlite3.Connection) -> Before:
            newest = rows.load(con, _NEWEST_DECIDED, {"guild": guild_id})
            lost = [film.item_id for night in newest for film in runners_up(night)]
            chosen = con.execute(_CHOSEN, (json.dumps([*member_ids]),)).fetchall()
            return Before(
                runners_up=[item for item in lost if item is not None],
                chosen=[ItemId(item) for (item,) in chosen],
            )

        return await self._db.read(work)


def night_store(services: Services) -> NightStore:
    """Return the nights of an open database."""
    return NightStore(services.storage.database, now=discord.utils.utcnow)


def _one(con: sqlite3.Connection, night_id: int) -> Night:
    for night in rows.load(con, "WHERE id = :night", {"night": night_id}):
        return night
    raise OutOfDate("I no longer have that movie night. Start a new one with `/movienight start`.")
