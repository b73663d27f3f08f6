"""A server as a `recsys.types.NeighbourIndex`."""

from collections.abc import Collection, Iterable, Sequence
from contextlib import AsyncExitStack

from qdrant_client import models

from recsys.errors import EngineUnsupported, IndexMismatch, IndexMissing
from recsys.index import ranking
from recsys.index.address import ServerAddress
from recsys.index.points import ITEMS, USERS, AtLeast, Condition, PointSet, conditions
from recsys.index.ranking import Hits
from recsys.index.server.connection import Connection, connect
from recsys.index.server.names import ITEMS_ALIAS, USERS_ALIAS, Collections, build_of
from recsys.types import IndexMeta, ItemScores, Neighbour, NeighbourFilter, SparseVector

_OLDEST = (1, 10)  # the first with the query API


async def open_server_index(server: ServerAddress, build_id: str) -> "ServerIndex":
    """Open the index of a build on a server; see `ServerIndex.open`."""
    async with AsyncExitStack() as stack:
        connection = connect(server)
        stack.push_async_callback(connection.close)
        index = await ServerIndex.open(connection, build_id)
        stack.pop_all()
        return index


class ServerIndex:
    """Two collections of one build, asked for ids and scores only."""

    def __init__(self, connection: Connection, names: Collections, meta: IndexMeta) -> None:
        self._connection = connection
        self._names = names
        self._meta = meta

    @classmethod
    async def open(cls, connection: Connection, build_id: str) -> "ServerIndex":
        """Open the index of a build.

        What is opened stays the same when a later build becomes the current one.

        Args:
            connection: owned by the index from now on.
            build_id: the build that the model is of.

        Raises:
            IndexMissing: the server holds no index.
            IndexMismatch: its current index belongs to another build.
            EngineUnsupported: the server is too old.
            IndexUnavailable: it can't be reached.
            IndexTimeout: it did not answer in time.
            IndexRefused: wrong or missing API key.
        """
        await _check_version(connection)
        names = Collections.of_build(build_id)
        await _check_present(connection, names, build_id)
        users = await connection.retrying(lambda client: client.count(names.users))
        items = await connection.retrying(lambda client: client.count(names.items))
        meta = IndexMeta("server", build_id, users.count, items.count)
        return cls(connection, names, meta)

    @property
    def meta(self) -> IndexMeta:
        """Return what the index holds."""
        return self._meta

    async def similar_users(
        self, query: SparseVector, k: int, where: NeighbourFilter | None = None
    ) -> list[Neighbour]:
        """Return the ``k`` users with the largest dot product, by (−similarity, user id)."""
        wanted = _filter(conditions(where))
        return await ranking.nearest(
            lambda limit: self._search(self._names.users, USERS, query, limit, wanted),
            k,
            self._meta.users,
        )

    async def item_scores(self, query: SparseVector, exclude: Collection[int] = ()) -> ItemScores:
        """Return the dot product of ``query`` with every item's weights, but the excluded ones."""
        limit = max(self._meta.items, 1)
        wanted = _filter((), exclude)
        hits = await self._search(self._names.items, ITEMS, query, limit, wanted)
        return ranking.item_scores(hits)

    async def health(self) -> None:
        """Return when the index can answer; raise the `IndexFault` that says why it can't."""
        await self._connection.retrying(lambda client: client.get_collection(self._names.users))
        await self._connection.retrying(lambda client: client.get_collection(self._names.items))

    async def close(self) -> None:
        """Release the connections; a second call does nothing."""
        await self._connection.close()

    async def _search(
        self,
        collection: str,
        kind: PointSet,
        query: SparseVector,
        limit: int,
        wanted: models.Filter | None,
    ) -> Hits:
        numbers = models.SparseVector(indices=query.indices.tolist(), values=query.values.tolist())
        answer = await self._connection.retrying(
            lambda client: client.query_points(
                collection,
                query=numbers,
                using=kind.vector,
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


async def _check_present(connection: Connection, names: Collections, build_id: str) -> None:
    """Raise unless the build's collections are there.

    The aliases need not point to them: while the next build is made, and after a crash between
    its upload and its publication, the model in use goes on with its own collections.
    """
    answer = await connection.retrying(lambda client: client.get_aliases())
    current = {alias.alias_name: alias.collection_name for alias in answer.aliases}
    if (current.get(USERS_ALIAS), current.get(ITEMS_ALIAS)) == (names.users, names.items):
        return
    found = await connection.retrying(lambda client: client.get_collections())
    if {names.users, names.items} <= {collection.name for collection in found.collections}:
        return
    if USERS_ALIAS not in current:
        raise IndexMissing(
            f"The Qdrant server at {connection.where} has no index: build the model with "
            f"`python -m recsys build --qdrant-url {connection.where}`."
        )
    raise IndexMismatch(
        f"The Qdrant server at {connection.where} holds build {build_of(current[USERS_ALIAS])}, "
        f"the model is build {build_id}: use the model of that build, or build again "
        f"with `python -m recsys build --qdrant-url {connection.where}`."
    )


def _filter(must: Sequence[Condition], exclude: Iterable[int] = ()) -> models.Filter | None:
    ids: list[models.ExtendedPointId] = [int(point) for point in exclude]
    if not must and not ids:
        return None
    return models.Filter(
        must=[_condition(condition) for condition in must],
        must_not=[models.HasIdCondition(has_id=ids)] if ids else [],
    )


def _condition(condition: Condition) -> models.FieldCondition:
    if isinstance(condition, AtLeast):
        return models.FieldCondition(key=condition.key, range=models.Range(gte=condition.value))
    return models.FieldCondition(key=condition.key, match=models.MatchValue(value=condition.value))
