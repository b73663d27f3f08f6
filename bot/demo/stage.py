"""The demo itself; this and what it imports needs simcord installed."""

import asyncio
import os
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import replace
from functools import partial

import discord
from simcord import SetupError
from simcord.backend.cdn import CDN_BASE

from bot.app import open_resources
from bot.client import MovieBot
from bot.config import Secret, Settings
from bot.demo.address import forget_address, noted
from bot.demo.cast import seed
from bot.demo.invitation import welcome
from bot.demo.live import LiveEnv, RealTime
from bot.demo.omdb import DemoOmdb, demo_omdb
from bot.demo.page import LivePage
from bot.demo.world import World, build
from bot.errors import DemoUnavailable
from bot.nights import rules
from bot.nights.store import NightStore
from bot.storage import Storage
from bot.ui.respond import clickable

_FIRST_CARD = "Spirited Away (2001)"


async def play(settings: Settings, port: int | None, on_ready: Callable[[str], object]) -> None:
    """Serve the page until somebody ends the session on it, or until cancelled.

    Arguments and errors as of `run_demo`; the settings are the demo's own.
    """
    async with demo_omdb() as omdb, open_resources(_asking(settings, omdb)) as resources:
        forget_address(settings.data)
        bot = MovieBot(resources, always_sync=True, shard_count=1, uploads=frozenset({CDN_BASE}))
        env = LiveEnv(bot)
        world = build(env)
        world = replace(world, pictures={**world.pictures, **omdb.pictures})
        env.backend.clock = RealTime()
        ids = {character: member.id for character, member in world.members.items()}
        with resources.borrow() as services:
            await seed(services.storage, services.recommender.catalog, world.guild.id, ids)
        await _forget_messages(resources.storage, world)
        async with _on_air(env, bot):
            await _decorate(bot, world)
            async with _served(env, world, port or 0) as page:
                with noted(settings.data, page.url):
                    on_ready(page.url)
                    await page.wait_closed()


def _asking(settings: Settings, omdb: DemoOmdb) -> Settings:
    return replace(settings, omdb_key=Secret(omdb.key), omdb_base_url=omdb.url)


@asynccontextmanager
async def _on_air(env: LiveEnv, bot: MovieBot) -> AsyncIterator[None]:
    await env.start()
    try:
        yield
    finally:
        await bot.close()
        await env.shutdown()


async def _forget_messages(storage: Storage, world: World) -> None:
    """Have the nights of the last demo announced again, since its messages are gone."""
    store = NightStore(storage.database, now=discord.utils.utcnow)
    for night in await store.active(world.guild.id):
        if night.message_id is not None:
            await store.change(
                night.id,
                partial(rules.put_up, channel_id=world.channel.id, message_id=night.message_id),
            )


async def _decorate(bot: MovieBot, world: World) -> None:
    """Post a first card and the welcome, so that the page isn't empty."""
    host = next(iter(world.members.values()))
    await host.slash(world.channel, "movie", title=_FIRST_CARD)
    await bot.get_partial_messageable(world.channel.id).send(
        **clickable(welcome(), bot.command_ids).sending()
    )


@asynccontextmanager
async def _served(env: LiveEnv, world: World, port: int) -> AsyncIterator[LivePage]:
    """Serve the page and keep it fresh.

    Raises:
        DemoUnavailable: its port can't be had.
    """
    page = LivePage(env, world, port)
    try:
        await page.__aenter__()
    except SetupError as error:
        raise DemoUnavailable(_sentence(error, port)) from None
    watcher = asyncio.create_task(page.keep_fresh())
    try:
        yield page
    finally:
        watcher.cancel()
        with suppress(asyncio.CancelledError):
            await watcher
        await page.close()


def _sentence(error: SetupError, port: int) -> str:
    if isinstance(error.__cause__, OSError):
        why = os.strerror(error.__cause__.errno or 0)
        return f"Port {port} can't be used ({why}); choose another with --port, or leave it out."
    return f"The demo's page can't be served: {error}"
