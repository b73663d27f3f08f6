"""Whose verdicts a server may see: nobody's until they allow it there."""

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
        await self._db.execute(statement, guild_id, member_id)

    async def is_visible(self, guild_id: int, member_id: int) -> bool:
        """Return whether a member is visible in a guild."""
        statement = "SELECT 1 FROM visibility WHERE guild_id = ? AND member_id = ?"
        return await self._db.row(statement, guild_id, member_id) is not None

    async def visible_members(self, guild_id: int) -> _Ids:
        """Return the members who are visible in a guild."""
        rows = await self._db.rows("SELECT member_id FROM visibility WHERE guild_id = ?", guild_id)
        return {member_id for (member_id,) in rows}
