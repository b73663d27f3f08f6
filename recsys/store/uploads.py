"""Builds of a store on Qdrant servers: putting them there, and clearing away its own old ones.

A store writes down which builds it uploads, each before its upload begins, in the file ``uploads``.
A collection lives as long as its model is in the store that wrote it down; what other stores put
on the server, or a store whose folder is lost, is nobody's to remove.
"""

import asyncio
import os
from collections.abc import Callable
from pathlib import Path

from recsys.disk import sync
from recsys.errors import NOT_THERE
from recsys.index.address import ServerAddress
from recsys.index.server import build_server_index, open_server_index, remove_server_indexes
from recsys.model.built import Model
from recsys.model.points import Points
from recsys.progress import tell_nobody
from recsys.store import builds
from recsys.store.artifacts import read_model

_LEDGER = "uploads"


async def ensure_uploaded(
    store: Path, server: ServerAddress, on_progress: Callable[[int], None] = tell_nobody
) -> None:
    """Make sure that a server has the vectors of the build in use; nothing is fitted again.

    Does nothing if they are there already. May be called on the event loop of a bot: it holds the
    loop for milliseconds at a time. Safe to cancel and to call again.

    Args:
        store: the store whose build in use is meant.
        server: where its vectors should be.
        on_progress: called with the number of further users uploaded (of ``meta.users``).

    Raises:
        ModelError: no model there, or one that can't be read.
        StoreBusy: a build is being made or uploaded in this store.
        IndexFault: the server failed.
    """
    with builds.locked(store):
        model = await asyncio.to_thread(read_model, store)
        try:
            index = await open_server_index(server, model.meta.build_id, model.meta.users)
        except NOT_THERE:
            await upload(store, server, model, on_progress)
        else:
            await index.close()


async def upload(
    store: Path,
    server: ServerAddress,
    model: Model,
    on_progress: Callable[[int], None] = tell_nobody,
) -> None:
    """Upload a model's vectors; what earlier uploads of this store left behind goes first.

    Args:
        store: locked by the caller.
        server: where the vectors go.
        model: a build of the store, published or still being made.
        on_progress: called with the number of further users uploaded.

    Raises:
        IndexFault: the server failed.
    """
    await _clear(store, server)
    await asyncio.to_thread(_write_down, store, model.meta.build_id)
    await build_server_index(server, model.meta.build_id, Points(model).users(), on_progress)


async def clear(store: Path, server: ServerAddress) -> list[str]:
    """Remove the collections that this store uploaded and whose models it no longer has.

    Returns:
        The names of the removed collections.

    Raises:
        StoreBusy: a build is being made or uploaded in this store.
        IndexFault: the server failed.
    """
    with builds.locked(store):
        return await _clear(store, server)


async def _clear(store: Path, server: ServerAddress) -> list[str]:
    kept = {folder.name for folder in builds.complete(store)}
    stale = set(_written_down(store)) - kept
    return await remove_server_indexes(server, stale) if stale else []


def _written_down(store: Path) -> list[str]:
    try:
        return (store / _LEDGER).read_text(encoding="ascii").split()
    except FileNotFoundError:
        return []


def _write_down(store: Path, build_id: str) -> None:
    """Add a build to the ledger, on disk before this returns."""
    known = _written_down(store)
    if build_id in known:
        return
    fresh = store / f"{_LEDGER}.new"
    with fresh.open("w", encoding="ascii") as file:
        file.writelines(f"{each}\n" for each in (*known, build_id))
        file.flush()
        os.fsync(file.fileno())
    fresh.replace(store / _LEDGER)
    sync(store)
