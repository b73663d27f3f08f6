"""Nights are made, members come and go."""

import json
import sqlite3
from collections.abc import Collection, Sequence

from bot.nights.types import MOST_MEMBERS, Night, NightOptions, Stage
from bot.storage.nights.loading import encode, load, load_all
from bot.storage.nights.tables import NightTables

_ACTIVE = """
SELECT id FROM night
WHERE guild_id = :guild AND stage IN ('gathering', 'voting', 'runoff', 'decided') ORDER BY id
"""
_WATCHED = """
SELECT id FROM night WHERE guild_id = :guild AND stage = 'watched'
ORDER BY watched_at DESC, id DESC LIMIT :limit OFFSET :offset
"""
_MEMBERS_HERE = "night_id = :night AND member_id IN (SELECT value FROM json_each(:members))"
_THEIRS_HERE = """
film_id IN (SELECT id FROM night_film WHERE night_id = :night)
AND member_id IN (SELECT value FROM json_each(:members))
"""
_GATHERING = {Stage.GATHERING}
_UNDECIDED = {Stage.GATHERING, Stage.VOTING, Stage.RUNOFF}


class Gathering(NightTables):
    """Who organises a night and who joins it."""

    async def create(
        self,
        guild_id: int,
        channel_id: int,
        organiser_id: int,
        options: NightOptions,
        members: Sequence[int],
    ) -> Night:
        """Start a night; the organiser joins first, then these members.

        Raises:
            ValueError: more than `MOST_MEMBERS` with the organiser.
        """
        joined = list(dict.fromkeys([organiser_id, *members]))
        if len(joined) > MOST_MEMBERS:
            raise ValueError(f"{len(joined)} members, at most {MOST_MEMBERS}.")
        row = (guild_id, channel_id, organiser_id, encode(options), self._seconds())

        def work(con: sqlite3.Connection) -> Night:
            (night_id,) = con.execute(
                "INSERT INTO night (guild_id, channel_id, organiser_id, options, created_at)"
                " VALUES (?, ?, ?, ?, ?) RETURNING id",
                row,
            ).fetchone()
            for member_id in joined:
                _join(con, night_id, member_id)
            night = load(con, night_id)
            assert night is not None
            return night

        return await self._db.write(work)

    async def active(self, guild_id: int) -> list[Night]:
        """Return the nights of a server that are neither watched nor cancelled, oldest first."""
        return await self._db.read(lambda con: load_all(con, _ACTIVE, {"guild": guild_id}))

    async def history(self, guild_id: int, limit: int, offset: int = 0) -> list[Night]:
        """Return the nights of a server that were watched, newest first."""
        page = {"guild": guild_id, "limit": limit, "offset": offset}
        return await self._db.read(lambda con: load_all(con, _WATCHED, page))

    async def join(self, night_id: int, member_id: int) -> Night | None:
        """Add a member while the night gathers; ``None`` when it is full."""

        def work(con: sqlite3.Connection, night: Night) -> bool:
            if len(night.members) >= MOST_MEMBERS and member_id not in night.member_ids:
                return False
            _join(con, night_id, member_id)
            return True

        return await self._change(night_id, _GATHERING, work)

    async def leave(self, night_id: int, member_id: int) -> Night | None:
        """Take a member out while the night gathers."""

        def work(con: sqlite3.Connection, _: Night) -> bool:
            _drop(con, night_id, [member_id], votes=True)
            return True

        return await self._change(night_id, _GATHERING, work)

    async def drop_members(self, night_id: int, ids: Collection[int]) -> Night | None:
        """Take out members who left the server, with their votes while these still decide."""

        def work(con: sqlite3.Connection, night: Night) -> bool:
            _drop(con, night_id, ids, votes=night.stage in _UNDECIDED)
            return True

        return await self._change(night_id, {*_UNDECIDED, Stage.DECIDED}, work)


def _join(con: sqlite3.Connection, night_id: int, member_id: int) -> None:
    con.execute(
        "INSERT INTO night_member (night_id, member_id) VALUES (?, ?) ON CONFLICT DO NOTHING",
        (night_id, member_id),
    )


def _drop(con: sqlite3.Connection, night_id: int, ids: Collection[int], *, votes: bool) -> None:
    those = {"night": night_id, "members": json.dumps(list(ids))}
    con.execute(f"DELETE FROM night_member WHERE {_MEMBERS_HERE}", those)  # noqa: S608 - constant
    if votes:
        con.execute(f"DELETE FROM night_veto WHERE {_MEMBERS_HERE}", those)  # noqa: S608 - constant
        con.execute(f"DELETE FROM night_approval WHERE {_THEIRS_HERE}", those)  # noqa: S608
        con.execute(f"DELETE FROM night_fit WHERE {_THEIRS_HERE}", those)  # noqa: S608
