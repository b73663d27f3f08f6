"""Whose verdicts a server may see: nobody's, until they say so there."""

from typing import TypeAlias

from bot.storage.database import Database

_Ids: TypeAlias = set[int]  # inside the class the name `set` is taken


class Visibility:
    """Members who made themselves visible, by guild."""

    def __init__(self, db: Database) -> None:
        self._db = db

    async def set(
        self,
        guild_id: int,
        member_id: int,
        visible: bool,  # noqa: FBT001 - the value that is set
    ) -> None:
        """Make a member visible or hidden in a guild."""
        statement = (
            "INSERT INTO visibility (guild_id, member_id) VALUES (?, ?) ON CONFLICT DO NOTHING"
            if visible
            else "DELETE FROM visibility WHERE guild_id = ? AND member_id = ?"
        )
        await self._db.write(lambda con: con.execute(statement, (guild_id, member_id)))

    async def is_visible(self, guild_id: int, member_id: int) -> bool:
        """Return whether a member is visible in a guild."""
        row = await self._db.read(
            lambda con: con.execute(
                "SELECT 1 FROM visibility WHERE guild_id = ? AND member_id = ?",
                (guild_id, member_id),
            ).fetchone()
        )
        return row is not None

    async def visible_members(self, guild_id: int) -> _Ids:
        """Return the members who are visible in a guild."""
        rows = await self._db.read(
            lambda con: con.execute(
                "SELECT member_id FROM visibility WHERE guild_id = ?", (guild_id,)
            ).fetchall()
        )
        return {member_id for (member_id,) in rows}
