"""Opening a built model with its engine."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack, ExitStack, suppress
from functools import partial
from pathlib import Path

from recsys.errors import NOT_THERE, IndexMissing, IndexTimeout, IndexUnavailable
from recsys.index.address import ServerAddress
from recsys.index.edge import open_edge_index
from recsys.index.reconnecting import ReconnectingIndex
from recsys.model.built import Model, ModelMeta
from recsys.model.recommender import Recommender
from recsys.store import builds
from recsys.store.artifacts import INDEX_FOLDER, read_model
from recsys.types import IndexMeta, NeighbourIndex


async def open_recommender(
    model_dir: Path | str,
    *,
    qdrant_url: str | None = None,
    api_key: str | None = None,
    reconnecting: bool = False,
) -> Recommender:
    """Open a built model.

    The engine is the embedded one, with its files in the model's folder, unless ``qdrant_url``
    names a server with this build. Close the recommender, or use it in ``async with``.

    Args:
        model_dir: what ``build`` made: a store of builds (the current one is taken) or one build.
        qdrant_url: the Qdrant server, as ``http://host:6333``; several nodes with commas between.
        api_key: its key.
        reconnecting: open the model even if the server is down or lacks its vectors; the
            recommender then raises that `IndexFault` until it is back or has them.

    Raises:
        ModelError: no model there, or one that can't be read.
        UsageError: the url or the key is wrong.
        IndexFault: the engine can't answer.
    """
    async with AsyncExitStack() as undo:
        # If a step fails, or the start is cancelled, nothing must stay locked.
        held = undo.enter_context(ExitStack())
        folder = held.enter_context(builds.opened(Path(model_dir)))
        model = await asyncio.to_thread(read_model, folder)
        index = await _open_index(model, qdrant_url, api_key, reconnecting=reconnecting)
        undo.push_async_callback(index.close)
        recommender = await asyncio.to_thread(Recommender, model, index, held)
        undo.pop_all()
        return recommender


async def _open_index(
    model: Model, qdrant_url: str | None, api_key: str | None, *, reconnecting: bool
) -> NeighbourIndex:
    if qdrant_url is not None:
        # Not at the top: its client takes a second to import, and most models are embedded.
        from recsys.index.server import open_server_index  # noqa: PLC0415 - see above

        server = ServerAddress(qdrant_url, api_key)
        opener = partial(open_server_index, server, model.meta.build_id, model.meta.users)
        return await _reconnecting(opener, model.meta) if reconnecting else await opener()
    if model.meta.engine == "server":
        raise IndexMissing(
            f"The vectors of the model in {model.folder} are on a Qdrant server: say which with "
            f"--qdrant-url or QDRANT_URL, or bring them here with `python -m recsys index`."
        )
    return await open_edge_index(model.folder / INDEX_FOLDER, model.meta.build_id)


async def _reconnecting(
    opener: Callable[[], Awaitable[NeighbourIndex]], meta: ModelMeta
) -> NeighbourIndex:
    """Open an index on a server that may be down, or empty; a wrong key is raised all the same."""
    expected = IndexMeta("server", meta.build_id, meta.users)
    index = ReconnectingIndex(opener, expected)
    with suppress(IndexUnavailable, IndexTimeout, *NOT_THERE):
        await index.health()
    return index
