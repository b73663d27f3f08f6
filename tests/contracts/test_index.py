"""The contract of the index, on every adapter."""

import asyncio
import os
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack
from itertools import count
from pathlib import Path
from uuid import uuid4

import pytest

from recsys.index.edge import build_edge_index, open_edge_index
from recsys.index.server import (
    Connection,
    ServerAddress,
    ServerIndex,
    build_server_index,
    connect,
    open_server_index,
)
from recsys.index.server.names import collection_of
from recsys.index.server.upload import upload
from recsys.types import NeighbourIndex, SparsePoint
from tests.contracts.index_contract import USERS, IndexContract, OpenIndex
from tests.contracts.qdrant_over_http import qdrant_over_http
from tests.loopback_qdrant import loopback_qdrant


@pytest.fixture(scope="module")
def edge_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("edge") / "index"
    build_edge_index(folder, "b1", USERS)
    return folder


class TestEdge(IndexContract):
    @pytest.fixture
    async def index(self, edge_folder: Path) -> AsyncIterator[NeighbourIndex]:
        # Asking changes nothing, so one folder serves all; the engine syncs a lot when it builds.
        index = await open_edge_index(edge_folder, "b1")
        yield index
        await index.close()

    @pytest.fixture
    async def open_index(self, tmp_path: Path) -> AsyncIterator[OpenIndex]:
        numbers = count()

        async def open_one(users: Sequence[SparsePoint]) -> NeighbourIndex:
            folder = tmp_path / str(next(numbers))
            build_edge_index(folder, "b1", users)
            index = await open_edge_index(folder, "b1")
            stack.push_async_callback(index.close)
            return index

        async with AsyncExitStack() as stack:
            yield open_one


@pytest.mark.filterwarnings("ignore:Payload indexes have no effect:UserWarning")
class TestOverHttp(IndexContract):
    """The client's real REST code, against local mode behind its transport."""

    @pytest.fixture
    async def open_index(self) -> AsyncIterator[OpenIndex]:
        async def open_one(users: Sequence[SparsePoint]) -> NeighbourIndex:
            connection = Connection([await stack.enter_async_context(qdrant_over_http())], "http")
            await upload(connection, "b1", users)
            return await ServerIndex.open(connection, "b1", len(users))

        async with AsyncExitStack() as stack:
            yield open_one


@pytest.fixture(scope="module")
def address() -> ServerAddress:
    url = os.environ.get("QDRANT_TEST_URL")
    if not url:
        pytest.skip("QDRANT_TEST_URL is not set to a Qdrant server")
    address = ServerAddress(url, os.environ.get("QDRANT_TEST_API_KEY"), timeout=30)
    asyncio.run(check_empty(address))
    return address


@pytest.mark.server
class TestServer(IndexContract):
    """A server or a cluster: ``QDRANT_TEST_URL`` may name several nodes."""

    @pytest.fixture
    async def open_index(self, address: ServerAddress) -> AsyncIterator[OpenIndex]:
        async def open_one(users: Sequence[SparsePoint]) -> NeighbourIndex:
            build_id = f"test-{uuid4().hex[:12]}"
            await build_server_index(address, build_id, users)
            stack.push_async_callback(remove, build_id)
            index = await open_server_index(address, build_id, len(users))
            stack.push_async_callback(index.close)
            return index

        async def remove(build_id: str) -> None:
            connection = await connect(address)
            name = collection_of(build_id)
            await connection.once(lambda client: client.delete_collection(name))
            await connection.close()

        async with AsyncExitStack() as stack:
            yield open_one


async def check_empty(address: ServerAddress) -> None:
    """Fail unless a server is empty: the tests take the alias that a bot there would lose."""
    connection = await connect(address)
    try:
        held = await connection.collections()
    finally:
        await connection.close()
    if held:
        pytest.fail(f"QDRANT_TEST_URL has to name an empty server; this one holds {held}.")


@pytest.mark.filterwarnings("ignore:Payload indexes have no effect:UserWarning")
async def test_a_server_that_somebody_uses_is_left_alone() -> None:
    with loopback_qdrant() as server:
        address = ServerAddress(server.url)
        await check_empty(address)
        await build_server_index(address, "b1", USERS)
        before = len(server.seen)
        with pytest.raises(pytest.fail.Exception, match="empty server; this one holds"):
            await check_empty(address)
        assert {path for path, _ in server.seen[before:]} == {"/collections"}
