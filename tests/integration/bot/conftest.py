"""The real bot on a simulated Discord: real storage, real model, real engine."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import aiohttp
import discord
import pytest
import simcord
from simcord.actors import MessageLike
from simcord.backend.cdn import CDN_BASE

from bot.client import MovieBot
from bot.errors import tell
from bot.models.beyond import Catalogs
from bot.models.in_use import Models
from bot.posters import Artwork, FilmFactsService, film_facts_service
from bot.services import Resources, Services
from bot.storage import Storage
from lab.models import copy_models
from recsys.index.edge import EdgeIndex, open_edge_index
from recsys.model.built import Model
from recsys.model.recommender import Recommender
from recsys.store.artifacts import INDEX_FOLDER, read_model
from tests.fakes import SwitchableIndex

NOBODY_THERE = "http://127.0.0.1:9"


class Unhurried(simcord.MemberActor):
    """A member who looks at a message before they press something on it."""

    async def click(
        self,
        message: MessageLike,
        *,
        label: str | None = None,
        custom_id: str | None = None,
    ) -> simcord.InteractionResult:
        """Press a button a second after whatever happened before."""
        self._env.backend.advance_clock(1)
        return await self.tap(message, label=label, custom_id=custom_id)

    async def tap(
        self,
        message: MessageLike,
        *,
        label: str | None = None,
        custom_id: str | None = None,
    ) -> simcord.InteractionResult:
        """Press a button at once."""
        return await super().click(message, label=label, custom_id=custom_id)


@dataclass(frozen=True, slots=True)
class Stage:
    """A server with a channel and three members who gave no verdict yet, and the bot in it."""

    env: simcord.Env
    resources: Resources
    services: Services
    index: SwitchableIndex
    guild: simcord.GuildHandle
    channel: simcord.ChannelHandle
    ana: Unhurried
    ben: Unhurried
    cleo: Unhurried

    async def restart(self) -> None:
        """Stop the bot and start a new one on the same database."""
        await self.env.restart_bot(new_bot(self.resources))


def new_bot(resources: Resources) -> MovieBot:
    """Return a bot as `bot.app` makes it, that tells the simulated Discord its commands."""
    return MovieBot(resources, always_sync=True, shard_count=1, uploads=frozenset({CDN_BASE}))


@pytest.fixture(scope="session")
def opened(
    sample_store: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Model, EdgeIndex]]:
    """The sample's model and its engine, opened once: nothing that the bot does changes them."""
    store = tmp_path_factory.mktemp("models") / "sample"
    copy_models(sample_store, store)
    model = read_model(store)
    engine = asyncio.run(open_edge_index(model.folder / INDEX_FOLDER, model.meta.build_id))
    yield model, engine
    asyncio.run(engine.close())


@asynccontextmanager
async def film_facts(
    storage: Storage, key: str | None = None, url: str = NOBODY_THERE
) -> AsyncIterator[FilmFactsService]:
    """Open the service of facts without connections that outlast a request.

    The simulated Discord waits for every timer that is set, that of an idle connection too.
    """
    async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(force_close=True)) as session:
        facts = film_facts_service(storage.database, session, key=key, base_url=url)
        yield facts
        await facts.close()


@pytest.fixture
async def stage(opened: tuple[Model, EdgeIndex], tmp_path: Path) -> AsyncIterator[Stage]:
    """Everything open; `stage.index.away = True` takes the engine away."""
    model, engine = opened
    index = SwitchableIndex(engine)
    async with AsyncExitStack() as stack:
        storage = await Storage.open(tmp_path / "matinee.sqlite3", now=discord.utils.utcnow)
        stack.push_async_callback(storage.close)
        recommender = await stack.enter_async_context(Recommender(model, index))
        facts = await stack.enter_async_context(film_facts(storage))
        services = Services(recommender, storage, facts, Artwork(), Catalogs(storage.beyond))
        resources = Resources(
            Models(recommender), storage, facts, services.artwork, services.catalogs
        )
        # No patience: whatever timer is due before this ends is waited for.
        env = simcord.Env(new_bot(resources), settle_timeout=30)
        await env.start()
        stack.push_async_callback(env.shutdown)
        guild = env.create_guild("Film club")
        channel = guild.create_text_channel("movies")

        def join(name: str) -> Unhurried:
            return Unhurried(env, guild, guild.add_member(env.create_user(name)).user)

        ana, ben, cleo = map(join, ("ana", "ben", "cleo"))
        yield Stage(env, resources, services, index, guild, channel, ana, ben, cleo)
        unexpected = [each for each in env.errors if tell(_plain(each)).unexpected]
        assert unexpected == [], env.transcript()


def _plain(error: BaseException) -> Exception:
    assert isinstance(error, Exception), error
    return error
