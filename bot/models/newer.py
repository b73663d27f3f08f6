"""A newer build in the store is noticed, whoever made it, and taken into use."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Final

from bot.errors import ModelUnavailable, logged
from bot.models.in_use import Models
from bot.models.opening import give_back, set_aside
from recsys.catalog import Catalog
from recsys.errors import ModelNotFound, RecsysError
from recsys.model.built import ModelMeta
from recsys.model.recommender import Recommender
from recsys.store import builds

log = logging.getLogger(__name__)

LOOK: Final = 5.0
"""Seconds between two looks at which build is the current one."""
MINUTE: Final = 12
"""Looks."""
LONGEST: Final = 60 * MINUTE
"""Looks between two tries to open a build, at most; after each that fails twice as many."""


async def follow(
    models: Models,
    store: Path,
    open_current: Callable[[], Awaitable[Recommender]],
    begin: Callable[[Catalog], Awaitable[None]],
    *,
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
) -> None:
    """Take the store's current build into use whenever it is another one; runs until cancelled.

    One that can't be opened leaves the one in use as it is, and is tried again after a while.

    Args:
        models: of which the one in use is replaced.
        store: where builds come up.
        open_current: opens the store's current build.
        begin: as of `take`.
        sleep: waits some seconds.
    """
    refused, tries, looks = "", 0, 0
    while True:
        await sleep(LOOK)
        name = await asyncio.to_thread(_current, store)
        if name in (None, _in_use(models)):
            refused = ""
            continue
        if name != refused:
            refused, tries, looks = str(name), 0, 0
        if looks:
            looks -= 1
            continue
        try:
            fresh = await open_current()
        except (ModelUnavailable, RecsysError, OSError) as error:
            tries += 1
            looks = min(MINUTE * 2 ** (tries - 1), LONGEST)
            log.warning(
                "The newer model %s can't be used, so the one in use stays: %s The next try is in "
                "%d min.",
                name,
                error,
                looks // MINUTE,
            )
        else:
            await take(models, fresh, begin)


async def take(
    models: Models, fresh: Recommender, begin: Callable[[Catalog], Awaitable[None]]
) -> None:
    """Take an open model into use; return when the one before is closed and its memory free.

    ``begin`` hears of its catalogue when nobody works with the one before any more.
    """
    log.info("A newer model is in use from now on, without a restart. %s", told(fresh.meta))
    await models.replace(fresh)
    log.info("The model before it is closed.")
    await logged("moving films to the newer model", begin(fresh.catalog))
    set_aside()
    await asyncio.to_thread(give_back)


def told(meta: ModelMeta) -> str:
    """Return what a model is made of, for the log."""
    return f"{meta.dataset}: {meta.ratings:,} ratings, {meta.movies:,} films."


def _in_use(models: Models) -> str:
    """Return the name of the build in use, which is that of its folder."""
    with models.borrow() as recommender:
        return recommender.model.folder.name


def _current(store: Path) -> str | None:
    try:
        return builds.current(store).name
    except ModelNotFound:
        return None
