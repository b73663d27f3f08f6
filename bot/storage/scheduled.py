"""Copies of the database that the bot makes by itself."""

import asyncio
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

from bot.storage.backup import writing
from bot.storage.clock import Clock, from_unix
from bot.storage.database import Database
from bot.storage.errors import decoding
from bot.storage.members import ERASED_AT

_NAME: Final = "matinee-%Y%m%d-%H%M%S.sqlite3"


@dataclass(frozen=True, slots=True)
class BackupPlan:
    """How often a copy is made, and how many are kept."""

    every: timedelta
    keep: int


class ScheduledBackups:
    """Copies in a folder of their own, named after the second in which they were begun."""

    def __init__(self, db: Database, folder: Path, plan: BackupPlan | None, *, now: Clock) -> None:
        self._db = db
        self._folder = folder
        self._plan = plan
        self._now = now

    async def renew(self) -> None:
        """Make a copy if one is due, then remove those that are too many.

        Copies from before a member's erasure still hold that member. So a new one takes the place
        of all of them, whatever the plan says, also when there is none any more.

        Raises:
            BackupFailed: no copy could be made; those that are there stay.
            DatabaseUnusable: the database can't be read.
        """
        now = self._now()
        erased_at = await self._erased_at()
        copies = await asyncio.to_thread(self._copies)
        outdated = {begun for begun in copies if erased_at is not None and begun <= erased_at}
        if outdated or self._is_due(copies, now):
            with writing(self._folder):
                await asyncio.to_thread(self._folder.mkdir, mode=0o700, exist_ok=True)
            await self._db.backup(self._folder / f"{now.astimezone(UTC):{_NAME}}")
            copies = await asyncio.to_thread(self._copies)
        lasting = sorted(copies.keys() - outdated, reverse=True)
        too_many = lasting[self._plan.keep :] if self._plan else []
        with writing(self._folder):
            for begun in (*outdated, *too_many):
                await asyncio.to_thread(copies[begun].unlink, missing_ok=True)

    def _is_due(self, copies: Mapping[datetime, Path], now: datetime) -> bool:
        # A copy of the future was begun when the clock was wrong.
        return self._plan is not None and not any(
            now - self._plan.every < begun <= now for begun in copies
        )

    def _copies(self) -> Mapping[datetime, Path]:
        copies = {}
        for file in self._folder.glob("matinee-*.sqlite3"):
            with suppress(ValueError):  # somebody else's
                begun = datetime.strptime(file.name, _NAME).replace(tzinfo=UTC)
                if file.is_file():
                    copies[begun] = file
        return copies

    async def _erased_at(self) -> datetime | None:
        row = await self._db.row("SELECT value FROM state WHERE key = ?", ERASED_AT)
        with decoding():
            return from_unix(int(row[0])) if row else None
