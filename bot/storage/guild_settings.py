"""What the managers of a server chose."""

from dataclasses import astuple, dataclass
from zoneinfo import ZoneInfo

from bot.storage.database import Database
from bot.storage.errors import decoding
from bot.storage.types import Remind


@dataclass(frozen=True, slots=True)
class GuildSetting:
    """How movie nights of a server go.

    Attributes:
        time_zone: IANA name, in which members give times.
        anybody_suggests: every member of a night may ask for its films.
        hidden_votes: nobody sees votes before the end.
        rewatches: films that somebody has seen may come again.
        remind: the most that those who joined a night are told beside its message.
    """

    time_zone: str = "UTC"
    anybody_suggests: bool = False
    hidden_votes: bool = True
    rewatches: bool = False
    remind: Remind = Remind.ALL


class GuildSettings:
    """One `GuildSetting` a server."""

    def __init__(self, db: Database) -> None:
        self._db = db

    async def get(self, guild_id: int) -> GuildSetting:
        """Return the choices of a server, the defaults when it made none."""
        row = await self._db.row(
            "SELECT time_zone, anybody_suggests, hidden_votes, rewatches, remind"
            " FROM guild_setting WHERE guild_id = ?",
            guild_id,
        )
        if row is None:
            return GuildSetting()
        time_zone, anybody_suggests, hidden_votes, rewatches, remind = row
        with decoding():
            ZoneInfo(time_zone)
            return GuildSetting(
                time_zone,
                bool(anybody_suggests),
                bool(hidden_votes),
                bool(rewatches),
                Remind(remind),
            )

    async def set(self, guild_id: int, setting: GuildSetting) -> None:
        """Save the choices of a server in place of earlier ones."""
        await self._db.execute(
            "INSERT OR REPLACE INTO guild_setting"
            " (guild_id, time_zone, anybody_suggests, hidden_votes, rewatches, remind)"
            " VALUES (?, ?, ?, ?, ?, ?)",
            guild_id,
            *astuple(setting),
        )
