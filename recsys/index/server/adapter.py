"""A server as a `recsys.types.NeighbourIndex`."""

from collections.abc import Sequence
from contextlib import AsyncExitStack

from qdrant_client import models

from recsys.errors import EngineUnsupported, IndexDamaged, IndexMismatch, IndexMissing
from recsys.index import ranking
from recsys.index.address import ServerAddress
from recsys.index.points import VECTOR, AtLeast, Condition, conditions
from recsys.index.ranking import Hits
from recsys.index.server.connection import Connection, connect
from recsys.index.server.names import ALIAS, build_of, collection_of
from recsys.types import IndexMeta, Neighbour, NeighbourFilter, SparseVector
from recsys.vectors import sparse_vector

_OLDEST = (1, 10)  # the first with the query API
_ANYTHING = sparse_vector([1], [1.0])


async def open_server_index(server: ServerAddress, build_id: str, users: int) -> "ServerIndex":
    """Open the index of a build on a server; see `ServerIndex.open`."""
    async with AsyncExitStack() as stack:
        connection = await connect(server)
        stack.push_async_callback(connection.close)
        index = await ServerIndex.open(connection, build_id, users)
        stack.pop_all()
        return index


class ServerIndex:
    """The collection of one build, asked for ids and scores only.

    Attributes:
        meta: what the index holds.
    """

    def __init__(self, connection: Connection, collection: str, meta: IndexMeta) -> None:
        self._connection = connection
        self._collection = collection
        self.meta = meta

    @classmethod
    async def open(cls, connection: Connection, build_id: str, users: int) -> "ServerIndex":
        """Open the index of a build.

        It stays on this build when a later one becomes the current one.

        Args:
            connection: owned by the index from now on.
            build_id: the build of the model.
            users: how many points it has.

        Raises:
            IndexMissing: the server holds no index.
            IndexMismatch: its current index belongs to another build.
            IndexDamaged: the build's index lacks points.
            EngineUnsupported: the server is too old.
            IndexUnavailable: it can't be reached.
            IndexTimeout: it didn't answer in time.
            IndexRefused: wrong or missing API key.
        """
        await _check_version(connection)
        collection = collection_of(build_id)
        await _check_present(connection, collection, build_id)
        stored = await connection.retrying(lambda client: client.count(collection))
        if stored.count != users:
            raise IndexDamaged(
                f"The Qdrant server at {connection.where} has {stored.count} of the {users} points "
                f"of build {build_id}: upload them again with {_upload(connection)}."
            )
        return cls(connection, collection, IndexMeta("server", build_id, users))

    async def similar_users(
        self, query: SparseVector, k: int, where: NeighbourFilter | None = None
    ) -> list[Neighbour]:
        """Return the ``k`` users with the largest dot product, by (−similarity, user id)."""
        wanted = _filter(conditions(where))
        return await ranking.nearest(
            lambda limit: self._search(query, limit, wanted), k, self.meta.users
        )

    async def health(self) -> None:
        """Return when the index can answer; raise the `IndexFault` that says why it can't."""
        # Asked as members ask: the collection's facts come even from a node that hangs or lacks
        # a shard.
        await self._search(_ANYTHING, 1, None)

    async def close(self) -> None:
        """Release the connections; a second call does nothing."""
        await self._connection.close()

    async def _search(self, query: SparseVector, limit: int, wanted: models.Filter | None) -> Hits:
        numbers = models.SparseVector(indices=query.indices.tolist(), values=query.values.tolist())
        answer = await self._connection.retrying(
            lambda client: client.query_points(
                self._collection,
                query=numbers,
                using=VECTOR,
                query_filter=wanted,
                limit=limit,
                with_payload=False,
                with_vectors=False,
            )
        )
        return [(int(hit.id), hit.score) for hit in answer.points]


async def _check_version(connection: Connection) -> None:
    info = await connection.retrying(lambda client: client.info())
    numbers = info.version.split(".")[:2]
    if all(number.isdecimal() for number in numbers) and tuple(map(int, numbers)) < _OLDEST:
        raise EngineUnsupported(
            f"The Qdrant server at {connection.where} is {info.version}: "
            f"update it to 1.10 or newer."
        )


async def _check_present(connection: Connection, collection: str, build_id: str) -> None:
    """Raise unless the build's collection is there.

    The alias need not point to it: while the next build is made, and after a crash between its
    upload and its publication, the model in use goes on with its own collection.
    """
    current = await connection.aliases()
    if current.get(ALIAS) == collection or collection in await connection.collections():
        return
    if ALIAS not in current:
        raise IndexMissing(
            f"The Qdrant server at {connection.where} has no index: upload the model's vectors "
            f"with {_upload(connection)}."
        )
    raise IndexMismatch(
        f"The Qdrant server at {connection.where} holds build {build_of(current[ALIAS])}, "
        f"the model is build {build_id}: use the model of that build, or upload "
        f"this one's vectors with {_upload(connection)}."
    )


def _upload(connection: Connection) -> str:
    return f"`python -m recsys index --qdrant-url {connection.where}`"


def _filter(must: Sequence[Condition]) -> models.Filter | None:
    return models.Filter(must=[_condition(condition) for condition in must]) if must else None


def _condition(condition: Condition) -> models.FieldCondition:
    if isinstance(condition, AtLeast):
        return models.FieldCondition(key=condition.key, range=models.Range(gte=condition.value))
    return models.FieldCondition(key=condition.key, match=models.MatchValue(value=condition.value))
