"""How far it is from a press to a row: files, calls, transactions and statements of five actions.

``python -m lab paths`` plays them on a simulated Discord with the sample, each until nothing is at
work any more, and prints a table. Only code of the bot and of the recommender counts, and every
statement that SQLite is given, ``BEGIN`` and ``COMMIT`` among them.
"""

import asyncio
import dis
import logging
import sqlite3
import sys
import tempfile
import threading
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from types import CodeType, FrameType
from typing import Final, TypeAlias

import simcord

from bot.app import open_resources
from bot.client import MovieBot
from bot.config import Settings
from bot.storage import Source, Storage, Verdict
from recsys.catalog import Catalog

ROOT: Final = Path(__file__).resolve().parent.parent
_TASTES: Final = (
    ("Alien (1979)", "The Matrix (1999)", "Blade Runner (1982)"),
    ("Titanic (1997)", "Notting Hill (1999)", "Sleepless in Seattle (1993)"),
    ("Fargo (1996)", "Heat (1995)", "Goodfellas (1990)"),
)


Action: TypeAlias = Callable[[], Awaitable[simcord.InteractionResult]]


@dataclass
class Way:
    """What was gone through.

    Attributes:
        files: in which a function was entered.
        calls: of functions; going on after an ``await`` is none.
        statements: as SQLite was given them.
    """

    files: set[str] = field(default_factory=set)
    calls: int = 0
    statements: list[str] = field(default_factory=list)

    @property
    def transactions(self) -> int:
        """How many there were; a statement outside of `BEGIN` and `COMMIT` is one, too."""
        begun, alone = 0, 0
        within = False
        for statement in self.statements:
            if statement.startswith("BEGIN"):
                begun, within = begun + 1, True
            elif statement.startswith(("COMMIT", "ROLLBACK")):
                within = False
            else:
                alone += not within
        return begun + alone


class Meter:
    """Counts between `start` and `stop`, on all threads that begin after it was made."""

    def __init__(self, folders: Sequence[Path]) -> None:
        self._folders = tuple(f"{folder}/" for folder in folders)
        self._path: Way | None = None
        threading.setprofile(self._entered)
        sys.setprofile(self._entered)

    async def watch(self, storage: Storage) -> None:
        """Have the statements of a database counted, too."""

        def trace(connection: sqlite3.Connection) -> None:
            connection.set_trace_callback(self._executed)

        await storage.database.read(trace)

    async def measure(self, action: Callable[[], Awaitable[object]]) -> Way:
        """Return what an action goes through."""
        self._path = path = Way()
        try:
            await action()
        finally:
            self._path = None
        return path

    def _entered(self, frame: FrameType, event: str, _argument: object) -> None:
        path = self._path
        if path is None or event != "call":
            return
        code = frame.f_code
        if code.co_filename.startswith(self._folders) and frame.f_lasti <= _beginning(code):
            path.files.add(code.co_filename)
            path.calls += 1

    def _executed(self, statement: str) -> None:
        if self._path is not None:
            self._path.statements.append(statement)


@cache
def _beginning(code: CodeType) -> int:
    """Return up to which instruction a call has only just begun."""
    return next((each.offset for each in dis.get_instructions(code) if each.opname == "RESUME"), 0)


@dataclass(frozen=True)
class Stage:
    """A server with a channel and three members, each with a taste of their own."""

    env: simcord.Env
    channel: simcord.ChannelHandle
    members: Sequence[simcord.MemberActor]


@asynccontextmanager
async def on_stage(meter: Meter, data: Path) -> AsyncIterator[Stage]:
    """Open everything as the bot does, on a simulated Discord."""
    settings = Settings(data=data, dataset="sample")
    async with open_resources(settings) as resources, AsyncExitStack() as borrowed:
        services = borrowed.enter_context(resources.borrow())
        await meter.watch(services.storage)
        bot = MovieBot(resources, always_sync=True, shard_count=1)
        env = simcord.Env(bot, settle_timeout=60)
        await env.start()
        try:
            guild = env.create_guild("Film club")
            channel = guild.create_text_channel("movies")
            members = [guild.add_member(env.create_user(name)) for name in ("ana", "ben", "cleo")]
            for member, titles in zip(members, _TASTES, strict=True):
                await _likes(services.storage, services.recommender.catalog, member.id, titles)
            yield Stage(env, channel, members)
        finally:
            await bot.close()
            await env.shutdown()


async def _likes(storage: Storage, catalog: Catalog, member_id: int, titles: Sequence[str]) -> None:
    for title in titles:
        item_id = catalog.resolve(title).id
        await storage.verdicts.rate(member_id, item_id, Verdict.LIKE, Source.COMMAND)


async def actions(meter: Meter, stage: Stage) -> dict[str, Way]:
    """Return what each of the five actions goes through."""
    ana, ben, cleo = stage.members
    paths = {}

    async def act(
        name: str, action: Callable[[], Awaitable[simcord.InteractionResult]]
    ) -> simcord.ResponseMessage:
        answers = []

        async def settled() -> None:
            answers.append(await action())
            await stage.env.settle()

        paths[name] = await meter.measure(settled)
        return _response(answers[0])

    # The first one loads what later ones find loaded.
    await ben.slash(stage.channel, "recommend")
    films = await act("/recommend, public", lambda: ana.slash(stage.channel, "recommend"))
    like = _button(films, emoji="👍")
    await act("👍 on a public list", lambda: ana.click(films, custom_id=like))

    night = _response(await ana.slash(stage.channel, "movienight start"))
    for member in (ben, cleo):
        await member.click(night, label="Join")
    await ana.click(night, label="Suggest films")
    ballot = await act("My ballot", lambda: ben.click(night, label="My ballot"))
    films_of_ballot = ballot.components[0]["components"][0]
    first = films_of_ballot["options"][0]["value"]
    await act(
        "a vote in a night of three",
        lambda: ben.select(ballot, [first], custom_id=films_of_ballot["custom_id"]),
    )
    asked = _response(await ana.click(night, label="End the vote"))
    await act("End the vote", lambda: ana.click(asked, label="End it"))
    return paths


def _response(result: simcord.InteractionResult) -> simcord.ResponseMessage:
    assert result.response is not None
    return result.response


def _button(message: simcord.ResponseMessage, *, emoji: str) -> str:
    """Return the custom_id of the first button with an emoji."""
    buttons = [each for row in message.components for each in row["components"]]
    found = next(each for each in buttons if (each.get("emoji") or {}).get("name") == emoji)
    return str(found["custom_id"])


def table(paths: dict[str, Way]) -> str:
    """Return the paths as a table in Markdown."""
    lines = [
        "| what a member does | files entered | calls | transactions / SQL statements |",
        "|---|---|---|---|",
    ]
    lines += [
        f"| {name} | {len(path.files)} | {path.calls} | "
        f"{path.transactions} / {len(path.statements)} |"
        for name, path in paths.items()
    ]
    return "\n".join(lines)


async def measured(data: Path) -> dict[str, Way]:
    """Play the actions once, with everything kept in a folder."""
    meter = Meter([ROOT / "bot", ROOT / "recsys"])
    async with on_stage(meter, data) as stage:
        return await actions(meter, stage)


def report(*, files: bool = False, statements: bool = False) -> str:
    """Measure, and return the table; below it the files and the statements, if they are wanted."""
    logging.getLogger("discord").setLevel(logging.ERROR)
    with tempfile.TemporaryDirectory() as folder:
        paths = asyncio.run(measured(Path(folder)))
    lines = [table(paths)]
    for name, path in paths.items():
        if files:
            lines += [name, *(f"  {Path(each).relative_to(ROOT)}" for each in sorted(path.files))]
        if statements:
            lines += [name, *(f"  {' '.join(each.split())[:100]}" for each in path.statements)]
    return "\n".join(lines)
