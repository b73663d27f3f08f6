"""Loading a build into a server, and removing old ones."""

import asyncio
from collections.abc import AsyncIterator, Callable, Collection, Iterable, Iterator
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from dataclasses import replace
from functools import partial

from qdrant_client import AsyncQdrantClient, models

from recsys.errors import IndexFault
from recsys.index.address import ServerAddress
from recsys.index.points import FULL_SCAN_THRESHOLD, PAYLOAD, VECTOR, portions
from recsys.index.server.connection import Connection, connect
from recsys.index.server.names import ALIAS, collection_of
from recsys.progress import tell_nobody
from recsys.types import SparsePoint

# Numbers in a request, about 23 bytes each: the client encodes it on the event loop, which takes
# 6 ms for so many; the server takes 32 MiB.
_MOST_NUMBERS = 25_000
_LONGEST_WRITE = 60  # seconds
_REPLICAS = 2
_SHARDS_A_NODE = 2  # room to move some to a node that is added: their number is fixed for good
_SCHEMAS = {int: models.PayloadSchemaType.INTEGER, str: models.PayloadSchemaType.KEYWORD}


async def build_server_index(
    server: ServerAddress,
    build_id: str,
    users: Iterable[SparsePoint],
    on_progress: Callable[[int], None] = tell_nobody,
) -> None:
    """Load a build into a server and make it the current one; see `upload`."""
    async with _connected(_patient(server)) as connection:
        await upload(
            connection,
            build_id,
            users,
            on_progress,
            replicas=server.replicas,
            shards=server.shards,
        )


async def reach_server(server: ServerAddress) -> None:
    """Return when the server can be reached and takes the key.

    Raises:
        IndexFault: it can't, or doesn't.
    """
    async with _connected(server) as connection:
        await connection.aliases()


async def remove_server_indexes(server: ServerAddress, build_ids: Collection[str]) -> list[str]:
    """Remove the collections of builds, as far as they are there; see `remove`."""
    async with _connected(_patient(server)) as connection:
        return await remove(connection, build_ids)


def _patient(server: ServerAddress) -> ServerAddress:
    return replace(server, timeout=max(server.timeout, _LONGEST_WRITE))


@asynccontextmanager
async def _connected(server: ServerAddress) -> AsyncIterator[Connection]:
    connection = await connect(server)
    try:
        yield connection
    finally:
        await connection.close()


async def upload(
    connection: Connection,
    build_id: str,
    users: Iterable[SparsePoint],
    on_progress: Callable[[int], None] = tell_nobody,
    *,
    replicas: int | None = None,
    shards: int | None = None,
) -> None:
    """Load a build into a collection of its own, then switch the alias to it.

    Until the last moment the build before is the current one, and a failed upload removes the
    collection it made. What an interrupted upload of the same build left, or another program is
    uploading, is filled up. Points are made in a worker thread and sent in small requests, so the
    event loop stays free.

    Args:
        connection: stays open.
        build_id: the build the vectors belong to.
        users: points of users, with distinct ids.
        on_progress: called with the number of further points written.
        replicas: copies of the collection; ``None`` for two on a cluster, as far as it has nodes.
        shards: its parts; ``None`` for two a node of a cluster.

    Raises:
        IndexFault: the server failed.
    """
    name = collection_of(build_id)
    async with AsyncExitStack() as undo:
        if not await connection.retrying(lambda client: client.collection_exists(name)):
            await _create(connection, name, replicas, shards)
            # Not before: if it is refused, another program has just made it.
            undo.push_async_callback(_remove, connection, name)
        await _index_payload(connection, name)
        sent = await _fill(connection, name, users, on_progress)
        await _check_count(connection, name, sent)
        await _switch_alias(connection, name)
        undo.pop_all()


async def remove(connection: Connection, build_ids: Collection[str]) -> list[str]:
    """Remove the collections of builds, as far as they are there.

    Returns:
        The names of the removed collections.

    Raises:
        IndexFault: the server failed.
    """
    unwanted = set(map(collection_of, build_ids))
    found = [name for name in await connection.collections() if name in unwanted]
    for name in found:
        await _delete(connection, name)
    return found


async def _create(
    connection: Connection, name: str, replicas: int | None, shards: int | None
) -> None:
    if replicas is None or shards is None:
        nodes = await _nodes(connection)
        if nodes > 1:
            # The server's own choice is one replica, so any node that dies would end every answer.
            replicas = replicas or min(_REPLICAS, nodes)
            shards = shards or _SHARDS_A_NODE * nodes
    postings = models.SparseIndexParams(full_scan_threshold=FULL_SCAN_THRESHOLD)
    sparse = {VECTOR: models.SparseVectorParams(index=postings)}
    await connection.once(
        lambda client: client.create_collection(
            name, sparse_vectors_config=sparse, replication_factor=replicas, shard_number=shards
        )
    )


async def _index_payload(connection: Connection, name: str) -> None:
    for key, values in PAYLOAD.items():
        await connection.retrying(
            partial(
                AsyncQdrantClient.create_payload_index,
                collection_name=name,
                field_name=key,
                field_schema=_SCHEMAS[values],
            )
        )


async def _nodes(connection: Connection) -> int:
    status = await connection.retrying(lambda client: client.cluster_status())
    return len(status.peers) if isinstance(status, models.ClusterStatusOneOf1) else 1


async def _fill(
    connection: Connection,
    name: str,
    points: Iterable[SparsePoint],
    on_progress: Callable[[int], None],
) -> int:
    """Send the points; return how many there were."""
    sent = 0
    requests = _requests(points)
    while request := await asyncio.to_thread(next, requests, None):
        await connection.retrying(
            partial(AsyncQdrantClient.upsert, collection_name=name, points=request, wait=True)
        )
        sent += len(request)
        on_progress(len(request))
    return sent


def _requests(points: Iterable[SparsePoint]) -> Iterator[list[models.PointStruct]]:
    for portion in portions(points, _MOST_NUMBERS):
        yield [
            models.PointStruct(
                id=point.id,
                vector={
                    VECTOR: models.SparseVector(
                        indices=point.vector.indices.tolist(), values=point.vector.values.tolist()
                    )
                },
                payload=dict(point.payload),
            )
            for point in portion
        ]


async def _check_count(connection: Connection, name: str, sent: int) -> None:
    stored = await connection.retrying(lambda client: client.count(name, exact=True))
    if stored.count != sent:
        raise IndexFault(
            f"The Qdrant server at {connection.where} saved {stored.count} of {sent} points of "
            f"{name}: check its log and build again."
        )


async def _switch_alias(connection: Connection, name: str) -> None:
    current = await connection.aliases()
    change = models.CreateAlias(collection_name=name, alias_name=ALIAS)
    changes: list[models.AliasOperations] = [models.CreateAliasOperation(create_alias=change)]
    if ALIAS in current:
        old = models.DeleteAlias(alias_name=ALIAS)
        changes.insert(0, models.DeleteAliasOperation(delete_alias=old))
    await connection.once(lambda client: client.update_collection_aliases(changes))


async def _delete(connection: Connection, name: str) -> None:
    await connection.once(lambda client: client.delete_collection(name))


async def _remove(connection: Connection, name: str) -> None:
    # The first error is the one to tell, and the next upload removes the rest. The alias may have
    # been switched although the answer got lost: what is in use stays.
    with suppress(IndexFault):
        if name not in (await connection.aliases()).values():
            await _delete(connection, name)
