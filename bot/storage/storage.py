"""The database and everything stored in it, as one value to hand around."""

from dataclasses import dataclass
from pathlib import Path
from typing import Self

from bot.storage.beyond import FilmsBeyond
from bot.storage.cards import Cards
from bot.storage.clock import Clock, utc_now
from bot.storage.database import Database
from bot.storage.decks import Decks
from bot.storage.guild_settings import GuildSettings
from bot.storage.guilds import Guilds
from bot.storage.imports import Imports
from bot.storage.listings import Listings
from bot.storage.members import MemberData
from bot.storage.reactions import Reactions
from bot.storage.scheduled import BackupPlan, ScheduledBackups
from bot.storage.server_lists import ServerLists
from bot.storage.shown import Shown
from bot.storage.stale import StaleCards
from bot.storage.state import BotState
from bot.storage.verdicts import Verdicts
from bot.storage.visibility import Visibility
from bot.storage.watchlists import Watchlists


@dataclass(frozen=True, slots=True)
class Storage:
    """An open database with one repository for each group of tables."""

    database: Database
    verdicts: Verdicts
    cards: Cards
    stale: StaleCards
    reactions: Reactions
    listings: Listings
    shown: Shown
    decks: Decks
    imports: Imports
    beyond: FilmsBeyond
    watchlists: Watchlists
    server_lists: ServerLists
    visibility: Visibility
    guild_settings: GuildSettings
    guilds: Guilds
    members: MemberData
    state: BotState
    backups: ScheduledBackups

    @classmethod
    async def open(
        cls,
        path: Path,
        *,
        now: Clock = utc_now,
        backups: BackupPlan | None = None,
        reserve: int = 0,
    ) -> Self:
        """Open the database at ``path``, made first if there is none.

        Args:
            path: the file.
            now: tells the time.
            backups: which copies are made by the clock, in the folder ``backups`` beside the file.
            reserve: bytes set aside for an erasure on a full disk.

        Raises:
            DatabaseNewer: a newer version of the program has written it.
            DatabaseUnusable: it is no database, locked, or not writable.
        """
        database = await Database.open(path, reserve=reserve)
        return cls(
            database=database,
            verdicts=Verdicts(database, now=now),
            cards=Cards(database, now=now),
            stale=StaleCards(database),
            reactions=Reactions(database, now=now),
            listings=Listings(database, now=now),
            shown=Shown(database, now=now),
            decks=Decks(database, now=now),
            imports=Imports(database, now=now),
            beyond=FilmsBeyond(database),
            watchlists=Watchlists(database, now=now),
            server_lists=ServerLists(database, now=now),
            visibility=Visibility(database),
            guild_settings=GuildSettings(database),
            guilds=Guilds(database, now=now),
            members=MemberData(database, now=now),
            state=BotState(database),
            backups=ScheduledBackups(database, path.parent / "backups", backups, now=now),
        )

    async def close(self) -> None:
        """Finish the work that was accepted and close the file; a second call does nothing."""
        await self.database.close()
