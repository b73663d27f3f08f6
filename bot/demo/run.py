"""Starting the demo: what has to be checked first, without simcord."""

import asyncio
import logging
import shutil
from collections.abc import Callable
from dataclasses import replace
from importlib.util import find_spec
from pathlib import Path
from typing import Final

from bot.app import until_told_to_stop
from bot.config import Settings
from bot.demo.address import noted_address
from bot.demo.invitation import invite
from bot.errors import AlreadyRunning, DemoUnavailable
from bot.lock import LOCK, hold_folder
from bot.models.first import SAMPLE

_LAST_PORT: Final = 65_535


async def run_demo(
    settings: Settings,
    *,
    reset: bool = False,
    port: int | None = None,
    on_ready: Callable[[str], object] = invite,
) -> None:
    """Let people use the real bot in a browser, until Ctrl-C or until they end it on the page.

    Args:
        settings: of the host; the demo keeps to a folder of its own in their data folder.
        reset: delete first what earlier demos saved.
        port: of the page, on this machine only; any free one when ``None``.
        on_ready: called once, with the page's address. Whoever knows it can use the page.

    Raises:
        DemoUnavailable: simcord is not installed, or the port can't be had.
        AlreadyRunning: another demo works with the folder; names its address, and leaves it alone.
        StorageError: the demo's database can't be used.
        ModelUnavailable: the sample could not be built.
    """
    if find_spec("simcord") is None:
        raise DemoUnavailable(
            "The demo needs simcord, which is not installed: pip install 'matinee[demo]'."
        )
    if port is not None and not 0 <= port <= _LAST_PORT:
        raise DemoUnavailable(f"There is no port {port}; choose one from 1 to {_LAST_PORT}.")
    # What discord.py warns of, voice and such, concerns nobody here.
    logging.getLogger("discord").setLevel(logging.ERROR)
    # discord.py is probed as soon as this is imported, and simcord may be missing.
    from bot.demo.stage import play  # noqa: PLC0415

    own = demo_settings(settings)
    if reset:
        async with hold_folder(own.data):
            await asyncio.to_thread(_forget, own.data)
    try:
        await until_told_to_stop(play(own, port, on_ready))
    except AlreadyRunning:
        url = await asyncio.to_thread(noted_address, own.data)
        if url is None:
            raise
        raise AlreadyRunning(f"The demo is open already, at {url}") from None


def demo_settings(settings: Settings) -> Settings:
    """Return the host's settings without anything that reaches out: no token, no key, no server.

    The sample is at hand without a network, and the host's own database stays untouched.
    """
    return replace(
        settings,
        discord_token=None,
        omdb_key=None,
        qdrant_url=None,
        qdrant_key=None,
        dev_guild=None,
        dataset=SAMPLE,
        data=settings.data / "demo",
    )


def _forget(folder: Path) -> None:
    for each in folder.iterdir():
        if each.is_dir():
            shutil.rmtree(each)
        elif each.name != LOCK:
            each.unlink()
