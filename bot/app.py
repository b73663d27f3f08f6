"""The composition root: opens every resource, passes them on, closes them in order."""

import asyncio
import logging
import re
import signal
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine, Iterator
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager, suppress
from functools import partial
from http import HTTPStatus
from typing import Final, cast

import aiohttp
import discord

from bot.client import MovieBot
from bot.config import Settings, others_may_read
from bot.errors import AlreadyRunning, DiscordUnreachable, TokenMissing, TokenRefused, logged
from bot.health import ALIVE, beat
from bot.lock import hold_folder
from bot.models.beyond import Catalogs
from bot.models.child import recsys
from bot.models.first import ensure_model
from bot.models.in_use import Models
from bot.models.larger import grow
from bot.models.newer import follow, told
from bot.models.opening import open_model, open_with_vectors, set_aside
from bot.models.vectors import keep_uploaded
from bot.posters import Artwork, film_facts_service
from bot.services import Resources
from bot.storage import Storage
from bot.storage.files import remove_leftovers, tighten
from recsys.catalog import Catalog
from recsys.environment import DOTENV
from recsys.model.recommender import Recommender

log = logging.getLogger(__name__)

RESERVE = 8 * 2**20
"""Bytes; erasing 5,000 reactions, each on another page of a large database, writes as much."""
_TOKEN = re.compile(r"[\w-]+\.[\w-]+\.[\w-]+", re.ASCII)
_SERVER_TROUBLE = 500
_AUTHENTICATION_FAILED = 4004
"""The code with which Discord's gateway closes."""
_REFUSED = (
    "Discord does not know the token in DISCORD_TOKEN: copy it again from the developer portal "
    "(Bot, Reset Token)."
)
_BUSY = "Discord is too busy for us right now ({}): start again in a while."


class _NoModel:
    """Stands for the model while commands are told to Discord: none of them is used meanwhile."""

    catalog: Final = Catalog(())

    async def close(self) -> None:
        """Do nothing."""


async def _no_model(_settings: Settings) -> Recommender:
    return cast("Recommender", _NoModel())


async def _first_model(settings: Settings) -> Recommender:
    await ensure_model(settings)
    recommender = await open_model(settings)
    set_aside()
    log.info("%s", told(recommender.meta))
    if recommender.meta.invented:
        log.warning("These are sample data (invented ratings).")
    return recommender


@asynccontextmanager
async def open_resources(
    settings: Settings,
    first_model: Callable[[Settings], Awaitable[Recommender]] = _first_model,
) -> AsyncIterator[Resources]:
    """Open the database, the model and OMDb; close them in the reverse order.

    Raises:
        AlreadyRunning: another bot works with the data folder.
        StorageError: the database can't be used.
        ModelUnavailable: there is no model, and none could be built.
        RecsysError: the model can't be opened.
    """
    async with AsyncExitStack() as stack:
        await stack.enter_async_context(hold_folder(settings.data))
        await asyncio.to_thread(remove_leftovers, settings.data)
        await asyncio.to_thread(tighten, settings.data)
        storage = await Storage.open(
            settings.database,
            now=discord.utils.utcnow,
            backups=settings.backups,
            reserve=RESERVE,
        )
        stack.push_async_callback(storage.close)
        models = Models(await first_model(settings))
        stack.push_async_callback(models.close)
        catalogs = Catalogs(storage.beyond)
        with models.borrow() as recommender:
            await catalogs.begin(recommender.catalog)
        session = await stack.enter_async_context(aiohttp.ClientSession())
        facts = film_facts_service(
            storage.database,
            session,
            key=settings.omdb_key.reveal() if settings.omdb_key else None,
            base_url=settings.omdb_base_url,
        )
        stack.push_async_callback(facts.close)
        yield Resources(
            models=models, storage=storage, facts=facts, artwork=Artwork(), catalogs=catalogs
        )


async def run(settings: Settings) -> None:
    """Be the bot until SIGINT or SIGTERM comes.

    Raises:
        TokenMissing: no token is set.
        TokenRefused: Discord does not know it.
        DiscordUnreachable: no connection to Discord at the start.
    """
    if others_may_read(DOTENV):
        log.warning(
            "Everybody on this machine may read %s, with the token in it: chmod 600 it.", DOTENV
        )
    token = required_token(settings)
    await until_told_to_stop(_serve(settings, token))
    log.info("Stopped; everything is saved.")


async def until_told_to_stop(work: Coroutine[None, None, None]) -> None:
    """Do something until it ends, or until SIGINT or SIGTERM comes: then it is cancelled, once."""
    loop, task = asyncio.get_running_loop(), asyncio.create_task(work)

    def stop() -> None:
        if not task.cancelling():
            log.info("Told to stop.")
            task.cancel()

    for sent in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(sent, stop)
    with suppress(asyncio.CancelledError):
        await task


async def _serve(settings: Settings, token: str) -> None:
    await _knock(token)
    async with (
        open_resources(settings) as resources,
        MovieBot(resources, dev_guild=settings.dev_guild) as bot,
    ):
        with _explained():
            await bot.login(token)
            async with (
                _alongside(beat(bot, settings.data / ALIVE), "heartbeat"),
                _alongside(_keep_uploaded(resources.models, settings), "upload"),
                _alongside(_follow(resources, settings), "newer models"),
                _alongside(grow(resources.models, settings, resources.storage.state), "growth"),
            ):
                await _stay_connected(bot)


async def _knock(token: str) -> None:
    """Log in once, before anything is fetched or built for a bot that Discord won't let in."""
    async with discord.Client(intents=discord.Intents.none()) as visitor:
        with _explained():
            await visitor.login(token)


async def _keep_uploaded(models: Models, settings: Settings) -> None:
    if settings.qdrant_url is not None:
        await keep_uploaded(models, partial(recsys, settings, "index"))


async def _follow(resources: Resources, settings: Settings) -> None:
    fresh, begin = partial(open_with_vectors, settings), resources.catalogs.begin
    await follow(resources.models, settings.models, fresh, begin)


@asynccontextmanager
async def _alongside(work: Coroutine[None, None, None], name: str) -> AsyncIterator[None]:
    """Do something in the background meanwhile; afterwards stop it and wait for its end."""
    task = asyncio.create_task(logged(name, work), name=name)
    try:
        yield
    finally:
        task.cancel()
        await asyncio.wait({task})


async def _stay_connected(bot: MovieBot) -> None:
    """Be connected until that ends, or until cancelled, whatever the connection is doing then.

    discord.py swallows a cancellation while it identifies again, so the connection has a task of
    its own, which is cancelled and closed from here.
    """
    connection = asyncio.create_task(bot.connect(), name="gateway")
    try:
        await asyncio.wait({connection})
        await connection
    finally:
        connection.cancel()
        await bot.close()
        await asyncio.wait({connection})


async def sync(settings: Settings) -> int:
    """Tell Discord the commands now, changed or not; return how many there are.

    Raises:
        AlreadyRunning: the bot runs. Others as of `run`.
    """
    token = required_token(settings)
    try:
        async with (
            open_resources(settings, _no_model) as resources,
            MovieBot(resources, dev_guild=settings.dev_guild, always_sync=True) as bot,
        ):
            with _explained():
                await bot.login(token)
            return len(bot.tree.get_commands())
    except AlreadyRunning:
        raise AlreadyRunning(
            "The bot is running, and tells Discord its commands itself whenever they change: "
            "stop it before you force it."
        ) from None


def required_token(settings: Settings) -> str:
    """Return the token.

    Raises:
        TokenMissing: there is none; says how to get one.
        TokenRefused: it can't be one.
    """
    if settings.discord_token is None:
        raise TokenMissing(
            "DISCORD_TOKEN is not set: make an application in Discord's developer portal, copy the "
            "token of its bot into the file .env (see .env.example), and start again; "
            "`make demo` shows the bot without one."
        )
    token = settings.discord_token.reveal()
    if _TOKEN.fullmatch(token) is None:
        raise TokenRefused(
            "DISCORD_TOKEN holds no bot's token, which is three parts with two dots between them: "
            "copy it from the developer portal (Bot, Reset Token)."
        )
    return token


@contextmanager
def _explained() -> Iterator[None]:
    """Turn what Discord says at the start into a sentence for the host."""
    try:
        yield
    except discord.LoginFailure:
        raise TokenRefused(_REFUSED) from None
    except discord.ConnectionClosed as closed:
        if closed.code != _AUTHENTICATION_FAILED:
            raise
        raise TokenRefused(_REFUSED) from None
    except (OSError, aiohttp.ClientError) as error:
        raise DiscordUnreachable(
            f"Discord can't be reached ({type(error).__name__}): look at the network, then start "
            f"again."
        ) from None
    except discord.Forbidden as error:
        raise TokenRefused(
            f"Discord refused us at the door (403 {error.text}): look at the application in the "
            "developer portal, or wait an hour if it has blocked this machine's address."
        ) from None
    except discord.HTTPException as error:
        if error.status < _SERVER_TROUBLE and error.status != HTTPStatus.TOO_MANY_REQUESTS:
            raise
        raise DiscordUnreachable(_BUSY.format(f"status {error.status}")) from None
    except discord.GatewayNotFound:
        raise DiscordUnreachable(_BUSY.format("no gateway")) from None
