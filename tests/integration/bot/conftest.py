"""The real bot on a simulated Discord: real storage, real model, real engine."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from dataclasses import dataclass
from pathlib import Path

import aiohttp
import discord
import pytest
import simcord

from bot.app import assemble
from bot.client import MovieBot
from bot.errors import tell
from bot.posters import film_facts_service
from bot.services import Services
from bot.storage import Storage
from recsys.datasets.sample import SampleSource
from recsys.index.edge import open_edge_index
from recsys.model.recommender import Recommender
from recsys.store.artifacts import INDEX_FOLDER, read_model
from recsys.store.build import build
from tests.fakes import SwitchableIndex


@dataclass(frozen=True, slots=True)
class Stage:
    """A server with a channel and three members who gave no verdict yet, and the bot in it."""

    env: simcord.Env
    services: Services
    index: SwitchableIndex
    guild: simcord.GuildHandle
    channel: simcord.ChannelHandle
    ana: simcord.MemberActor
    ben: simcord.MemberActor
    cleo: simcord.MemberActor

    async def restart(self) -> None:
        """Stop the bot and start a new one on the same database."""
        await self.env.restart_bot(new_bot(self.services))


def new_bot(services: Services) -> MovieBot:
    """Return a bot as `bot.app` makes it, that tells the simulated Discord its commands."""
    return MovieBot(services, always_sync=True, shard_count=1)


@pytest.fixture(scope="session")
def sample_model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample, built once."""
    store = tmp_path_factory.mktemp("models")
    build(SampleSource(), store)
    return store


@pytest.fixture
async def stage(sample_model: Path, tmp_path: Path) -> AsyncIterator[Stage]:
    """Everything open; `stage.index.away = True` takes the engine away."""
    async with AsyncExitStack() as stack:
        storage = await Storage.open(tmp_path / "matinee.sqlite3", now=discord.utils.utcnow)
        stack.push_async_callback(storage.close)
        model = read_model(sample_model)
        engine = await open_edge_index(model.folder / INDEX_FOLDER, model.meta.build_id)
        index = SwitchableIndex(engine)
        recommender = await stack.enter_async_context(Recommender(model, index))
        session = await stack.enter_async_context(aiohttp.ClientSession())
        facts = film_facts_service(storage.database, session, key=None)
        stack.push_async_callback(facts.close)
        services = assemble(recommender=recommender, storage=storage, facts=facts)
        env = simcord.Env(new_bot(services), settle_timeout=30)
        await env.start()
        stack.push_async_callback(env.shutdown)
        guild = env.create_guild("Film club")
        channel = guild.create_text_channel("movies")
        ana, ben, cleo = (guild.add_member(env.create_user(n)) for n in ("ana", "ben", "cleo"))
        yield Stage(env, services, index, guild, channel, ana, ben, cleo)
        unexpected = [each for each in env.errors if tell(_plain(each)).unexpected]
        assert unexpected == [], env.transcript()


def _plain(error: BaseException) -> Exception:
    assert isinstance(error, Exception), error
    return error
