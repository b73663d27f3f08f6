"""The real bot on the loopback Discord: started, ended and looked into."""

import shutil
import sqlite3
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Self

from lab.loopback.driver import LoopbackDiscord
from lab.loopback.people import User
from lab.loopback.program import Program
from lab.models import copy_models


@dataclass(slots=True)
class Stage:
    """A Discord, a data folder and the programs that ran on them.

    Attributes:
        folder: where the program is started; nobody's ``.env`` is there.
        data: what it keeps; outlives a run.
    """

    discord: LoopbackDiscord
    folder: Path
    data: Path
    programs: list[Program] = field(default_factory=list)

    @classmethod
    def build(cls, discord: LoopbackDiscord, folder: Path, models: Path) -> Self:
        """Prepare a data folder that has a copy of a store of models."""
        data = folder / "data"
        copy_models(models, data / "models")
        return cls(discord, folder, data)

    async def begin(self, *command: str, env: Mapping[str, str] | None = None) -> Program:
        """Start the program, ``run`` unless it says otherwise, and wait for nothing."""
        fresh = {
            "DISCORD_TOKEN": self.discord.world.token,
            "MATINEE_DATA": str(self.data),
            "MATINEE_DATASET": "sample",
            "MATINEE_LOG_LEVEL": "DEBUG",
        }
        environment = fresh | dict(env or {})
        program = await Program.start(
            self.discord, *command or ("run",), folder=self.folder, env=environment
        )
        self.programs.append(program)
        return program

    async def start(self, env: Mapping[str, str] | None = None) -> Program:
        """Start the bot and wait until it is connected."""
        program = await self.begin(env=env)
        await self.discord.connected()
        return program

    def remove_models(self) -> None:
        """Leave what a fresh installation has: nothing."""
        shutil.rmtree(self.data / "models")

    async def clear(self) -> None:
        for program in self.programs:
            await program.kill()

    def verdicts(self, member: User) -> dict[int, str]:
        """Read what is saved of a member, by film."""
        return dict(
            self._read("SELECT item_id, opinion FROM verdict WHERE member_id = ?", member.id)
        )

    def facts(self) -> int:
        """Count the films that OMDb has told something about."""
        ((count,),) = self._read("SELECT count(*) FROM film_facts WHERE facts IS NOT NULL")
        return int(count)

    def _read(self, sql: str, *values: int) -> list[tuple[Any, ...]]:
        uri = f"{(self.data / 'matinee.sqlite3').as_uri()}?mode=rw"
        with closing(sqlite3.connect(uri, uri=True)) as db:
            return db.execute(sql, values).fetchall()
