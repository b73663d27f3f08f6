"""What the program remembers about itself, such as the hash of the commands it synced."""

from bot.storage.database import Database


class BotState:
    """Texts by key."""

    def __init__(self, db: Database) -> None:
        self._db = db

    async def get(self, key: str) -> str | None:
        """Return the text of a key."""
        row = await self._db.row("SELECT value FROM state WHERE key = ?", key)
        return str(row[0]) if row else None

    async def set(self, key: str, value: str) -> None:
        """Save a text under a key, in place of an earlier one."""
        await self._db.execute(
            "INSERT INTO state (key, value) VALUES (?, ?)"
            " ON CONFLICT DO UPDATE SET value = excluded.value",
            key,
            value,
        )
