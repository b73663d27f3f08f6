"""The embedded engine as a `recsys.types.NeighbourIndex`."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing
from pathlib import Path
from typing import TYPE_CHECKING, Self, TypeVar

from recsys.errors import IndexDamaged, IndexFault, IndexMismatch
from recsys.index import ranking
from recsys.index.edge import header
from recsys.index.edge.engine import SHARD, engine, engine_version
from recsys.index.edge.lock import folder_lock
from recsys.index.points import conditions
from recsys.turns import Turns
from recsys.types import IndexMeta, Neighbour, NeighbourFilter, SparseVector

if TYPE_CHECKING:
    from recsys.index.edge.shard import Shard

_T = TypeVar("_T")


async def open_edge_index(folder: Path, build_id: str) -> "EdgeIndex":
    """Open the index of a build; see `EdgeIndex.open`."""
    return await asyncio.to_thread(EdgeIndex.open, folder, build_id)


class EdgeIndex:
    """A shard, and one worker thread that asks it.

    The engine answers one call at a time (it keeps the interpreter to itself for the milliseconds
    of a search), so one thread is enough; it also makes closing wait for the search under way.

    Attributes:
        meta: what the index holds.
    """

    def __init__(self, users: "Shard", meta: IndexMeta, files: ExitStack) -> None:
        self._users = users
        self.meta = meta
        self._files = files
        self._worker = ThreadPoolExecutor(max_workers=1, thread_name_prefix="qdrant-edge")
        # Two, so that the thread finds the next search when it has done one.
        self._turns = Turns(2)
        self._closed = False

    @classmethod
    def open(cls, folder: Path, build_id: str) -> Self:
        """Open the index of a build.

        The engine opens a folder without a word even if a part is missing, and answers from the
        rest. So check the build's files first (`recsys.store.manifest`).

        Args:
            folder: what `build_edge_index` wrote.
            build_id: the build it must belong to.

        Raises:
            EngineUnsupported: no engine for this platform.
            IndexMissing: no finished index there.
            IndexLocked: another program has it open.
            IndexDamaged: the engine can't read it, or lacks points, or another version of the
                engine wrote it.
            IndexMismatch: it belongs to another build.
        """
        shard_class = engine()
        stored = header.read(folder)
        if stored.build_id != build_id:
            raise IndexMismatch(
                f"The index in {folder} belongs to build {stored.build_id}, the model to "
                f"{build_id}: build the model again with `python -m recsys build`."
            )
        if stored.engine != engine_version():
            raise IndexDamaged(
                f"The index in {folder} was written by Qdrant Edge {stored.engine} and this is "
                f"{engine_version()}: build the model again with `python -m recsys build`."
            )
        with ExitStack() as files:
            files.enter_context(folder_lock(folder))
            users = files.enter_context(closing(shard_class.load(folder / SHARD)))
            if users.count() != stored.users:
                raise IndexDamaged(
                    f"The index in {folder} lacks points: "
                    f"build the model again with `python -m recsys build`."
                )
            meta = IndexMeta("edge", stored.build_id, stored.users)
            return cls(users, meta, files.pop_all())

    async def similar_users(
        self, query: SparseVector, k: int, where: NeighbourFilter | None = None
    ) -> list[Neighbour]:
        """Return the ``k`` users with the largest dot product, by (−similarity, user id)."""
        must = conditions(where)
        return await ranking.nearest(
            lambda limit: self._run(lambda: self._users.search(query, limit, must)),
            k,
            self.meta.users,
        )

    async def health(self) -> None:
        """Return when the index can answer; raise the `IndexFault` that says why it can't."""
        await self._run(self._users.count)

    async def close(self) -> None:
        """Release the files once the search under way is done, and refuse those in line.

        A second call does nothing.
        """
        if self._closed:
            return
        self._closed = True
        released = asyncio.get_running_loop().run_in_executor(self._worker, self._files.close)
        self._worker.shutdown(wait=False)
        await released

    async def _run(self, call: Callable[[], _T]) -> _T:
        async with self._turns:
            if self._closed:
                raise IndexFault("The index is closed: open it again before asking.")
            return await asyncio.get_running_loop().run_in_executor(self._worker, call)
