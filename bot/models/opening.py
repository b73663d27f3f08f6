"""Opening the model of the store, ready to answer."""

import asyncio
import ctypes
import gc
import logging
from collections.abc import Iterator
from contextlib import AsyncExitStack, contextmanager

from bot.config import Settings
from bot.models.child import recsys
from recsys.errors import NOT_THERE
from recsys.model.recommender import Recommender
from recsys.store import artifacts
from recsys.store.open import open_recommender

log = logging.getLogger(__name__)


async def open_model(settings: Settings) -> Recommender:
    """Open the store's current build, whether or not a Qdrant server is there or has its vectors.

    Raises:
        ModelError: there is none, or it can't be read.
        IndexFault: the engine inside the bot can't answer, or the server refused the key.
    """
    key = settings.qdrant_key.reveal() if settings.qdrant_key else None
    with _collector_at_rest():
        recommender = await open_recommender(
            settings.models, qdrant_url=settings.qdrant_url, api_key=key, reconnecting=True
        )
        # The search for titles is made at first use, which must not be a member's.
        await asyncio.to_thread(recommender.catalog.search, "")
    return recommender


async def open_with_vectors(settings: Settings) -> Recommender:
    """Open the store's current build, once its vectors are where they will be asked for.

    Raises:
        ModelUnavailable: they could not be brought there. Others as of `open_model`.
        IndexFault: the Qdrant server can't answer.
    """
    await bring_vectors(settings)
    async with AsyncExitStack() as undo:
        recommender = await undo.enter_async_context(await open_model(settings))
        try:
            await recommender.health()
        except NOT_THERE as lacking:
            log.info("Uploading the vectors of the newer model: %s", lacking)
            await _index(settings)
            await recommender.health()
        undo.pop_all()
        return recommender


async def bring_vectors(settings: Settings) -> None:
    """Without a Qdrant server, bring the vectors of a model here that was built for one.

    Raises:
        ModelError: there is no model, or it can't be read.
        ModelUnavailable: the vectors could not be brought.
    """
    if settings.qdrant_url is None and await asyncio.to_thread(_is_elsewhere, settings):
        log.info("Bringing the vectors from the Qdrant server into the bot; this happens once.")
        await _index(settings)


def set_aside() -> None:
    """Let the collector not look at a model again and again, which lives for days.

    While models change, this comes after the last request of the old one: what is set aside then
    and hangs in a circle stays for ever.
    """
    gc.collect()
    gc.freeze()


def give_back() -> None:
    """Return the memory of a model that is gone to the system; glibc keeps it otherwise."""
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None)
    if trim is not None:
        trim(0)


async def _index(settings: Settings) -> None:
    failure = await recsys(settings, "index")
    if failure is not None:
        raise failure.error("The model's vectors could not be brought where they are asked for")


def _is_elsewhere(settings: Settings) -> bool:
    """Return whether the vectors of the model in use are on a server only."""
    return artifacts.read_meta(settings.models).engine == "server"


@contextmanager
def _collector_at_rest() -> Iterator[None]:
    """Don't let the collector stop everybody again and again while a large model is read."""
    gc.disable()
    try:
        yield
    finally:
        gc.enable()
