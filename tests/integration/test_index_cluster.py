"""The server adapter on a cluster: several loopback servers that answer like its nodes."""

import asyncio
import json
import threading
from collections.abc import AsyncIterator, Sequence
from contextlib import ExitStack, asynccontextmanager
from typing import Any

import httpx
import pytest
from qdrant_client import AsyncQdrantClient

from lab.loopback.patience import patience
from recsys.errors import IndexFault, IndexTimeout, IndexUnavailable
from recsys.index.server import Connection, ServerAddress, ServerIndex, connect, open_server_index
from recsys.index.server.upload import upload
from recsys.types import IndexMeta
from tests.contracts.index_contract import SCIFI_FAN, USERS, pairs
from tests.contracts.qdrant_over_http import qdrant_over_http
from tests.integration.test_index_server import (
    QUERY,
    Handler,
    Loopback,
    Reply,
    hang,
    hang_up,
    status,
)

ANSWER = [(3, 0.5), (4, 0.5)]
SHARD_AWAY = (
    "Service internal error: 1 of 6 read operations failed: Service internal error: "
    "Tonic status error: status: Unavailable, message: tcp connect error"
)
FOREVER = 1_000


class Node(Loopback):
    """A node that can be dead: whatever is asked, it goes the same way."""

    def die(self, how: Reply = hang_up) -> None:
        for path in ("/", "/aliases", "/collections/matinee_users_b1/points/count", QUERY):
            self.scripts[path] = [how] * FOREVER

    def revive(self) -> None:
        self.scripts.clear()
        self.seen.clear()

    @property
    def asked(self) -> int:
        return len(self.seen)


@pytest.fixture
def nodes() -> Any:
    with ExitStack() as stack:
        made = [stack.enter_context(Node()) for _ in range(3)]
        for node in made:
            thread = threading.Thread(target=node.serve_forever, kwargs={"poll_interval": 0.02})
            thread.start()
            stack.callback(thread.join)
            stack.callback(node.shutdown)
            stack.callback(node.released.set)
        yield made


@asynccontextmanager
async def opened(nodes: Sequence[Node], timeout: float = 5) -> AsyncIterator[ServerIndex]:
    urls = ", ".join(node.url for node in nodes)
    index = await open_server_index(ServerAddress(urls, timeout=round(patience(timeout))), "b1", 7)
    try:
        yield index
    finally:
        await index.close()


async def ask(index: ServerIndex) -> list[tuple[int, float]]:
    return pairs(await index.similar_users(SCIFI_FAN, 5))


@pytest.mark.parametrize("how", [hang_up, status(503), status(500, SHARD_AWAY)])
async def test_a_dead_node_is_asked_once_and_passed_over(nodes: list[Node], how: Reply) -> None:
    nodes[0].die(how)
    async with opened(nodes) as index:
        for _ in range(5):
            assert await asyncio.gather(*(ask(index) for _ in range(5))) == [ANSWER] * 5
    assert nodes[0].asked == 1
    assert nodes[2].asked == 0


async def test_nobody_listens_where_a_node_was(nodes: list[Node]) -> None:
    nodes[0].shutdown()
    nodes[0].server_close()
    async with opened(nodes) as index:
        assert await ask(index) == ANSWER


async def test_a_node_that_dies_meanwhile_is_passed_over_by_all_who_ask(nodes: list[Node]) -> None:
    async with opened(nodes) as index:
        assert await ask(index) == ANSWER
        nodes[0].die()
        assert await asyncio.gather(*(ask(index) for _ in range(25))) == [ANSWER] * 25
        before = nodes[0].asked
        assert await asyncio.gather(*(ask(index) for _ in range(25))) == [ANSWER] * 25
        assert nodes[0].asked == before


async def test_a_node_that_hangs_is_left_before_patience_ends(nodes: list[Node]) -> None:
    clients = [
        AsyncQdrantClient(url=node.url, timeout=round(patience(5)), check_compatibility=False)
        for node in nodes[:2]
    ]
    meta = IndexMeta("server", "b1", 7)
    index = ServerIndex(Connection(clients, "cluster", 0.05), "matinee_users_b1", meta)
    nodes[0].scripts[QUERY] = [hang]
    assert await ask(index) == ANSWER
    # On a busy machine the first may be left before it has heard anything.
    assert nodes[1].asked == 1
    await index.close()


async def test_the_last_node_left_gets_all_the_patience(nodes: list[Node]) -> None:
    async with opened(nodes[:2], timeout=1 / patience(1)) as index:
        for node in nodes[:2]:
            node.scripts[QUERY] = [hang]
        with pytest.raises(IndexTimeout, match=f"{nodes[0].url},{nodes[1].url}"):
            await ask(index)


async def test_a_node_that_was_dead_is_tried_again_when_another_dies(nodes: list[Node]) -> None:
    nodes[0].die()
    async with opened(nodes[:2]) as index:
        nodes[0].revive()
        nodes[1].die()
        assert await ask(index) == ANSWER
        assert nodes[0].asked == 1
        nodes[0].die()
        with pytest.raises(IndexUnavailable):
            await ask(index)
        nodes[1].revive()
        assert await ask(index) == ANSWER


async def test_all_nodes_are_dead(nodes: list[Node]) -> None:
    for node in nodes:
        node.die()
    with pytest.raises(IndexUnavailable, match=",".join(node.url for node in nodes)):
        async with opened(nodes):
            pass
    assert [node.asked for node in nodes] == [1, 1, 1]


async def test_what_no_node_mends_is_told_at_once(nodes: list[Node]) -> None:
    nodes[0].die(status(400, "planted"))
    with pytest.raises(IndexFault, match="planted"):
        async with opened(nodes):
            pass
    assert [node.asked for node in nodes] == [1, 0, 0]


async def test_a_shard_that_is_away_is_no_fault_of_the_program(nodes: list[Node]) -> None:
    for node in nodes:
        node.scripts[QUERY] = [status(500, SHARD_AWAY)]
    async with opened(nodes) as index:
        with pytest.raises(IndexUnavailable, match="1 of 6 read operations failed"):
            await ask(index)


async def test_a_write_that_must_not_be_made_twice_is_not(nodes: list[Node]) -> None:
    urls = ",".join(node.url for node in nodes)
    calls: list[str] = []

    def answer_lost(handler: Handler) -> None:
        calls.append(handler.command)
        hang_up(handler)

    nodes[0].shutdown()
    nodes[0].server_close()  # where nobody listens, nobody hears it twice
    for node in nodes:
        node.scripts["/collections/matinee_users_b1"] = [answer_lost] * FOREVER
    connection = await connect(ServerAddress(urls))
    with pytest.raises(IndexUnavailable):
        await connection.once(lambda client: client.delete_collection("matinee_users_b1"))
    await connection.close()
    assert calls == ["DELETE"]


PEERS = {
    "status": "enabled",
    "peer_id": 1,
    "raft_info": {
        "term": 1,
        "commit": 1,
        "pending_operations": 0,
        "leader": 1,
        "role": "Leader",
        "is_voter": True,
    },
    "consensus_thread_status": {
        "consensus_thread_status": "working",
        "last_update": "2026-01-01T00:00:00Z",
    },
    "message_send_failures": {},
}


@pytest.mark.filterwarnings("ignore:Payload indexes have no effect:UserWarning")
@pytest.mark.parametrize(
    ("peers", "wanted", "made"),
    [
        (0, {}, (None, None)),
        (1, {}, (None, None)),
        (2, {}, (2, 4)),
        (3, {}, (2, 6)),
        (3, {"replicas": 3}, (3, 6)),
        (3, {"shards": 12}, (2, 12)),
        (3, {"replicas": 1, "shards": 3}, (1, 3)),
        (0, {"replicas": 2, "shards": 2}, (2, 2)),
    ],
)
async def test_collections_are_laid_out_so_that_one_dead_node_does_no_harm(
    peers: int, wanted: dict[str, int], made: tuple[int | None, int | None]
) -> None:
    created: list[dict[str, Any]] = []

    def cluster(request: httpx.Request) -> httpx.Response | None:
        if (request.method, request.url.path) == ("PUT", "/collections/matinee_users_b1"):
            created.append(json.loads(request.content))
        if request.url.path != "/cluster" or not peers:
            return None
        found = {str(peer): {"uri": f"http://node-{peer}:6335/"} for peer in range(peers)}
        return httpx.Response(200, json={"result": PEERS | {"peers": found}, "status": "ok"})

    async with qdrant_over_http(cluster) as client:
        await upload(Connection([client], "http://qdrant.test"), "b1", USERS, **wanted)
    assert [(each.get("replication_factor"), each.get("shard_number")) for each in created] == [
        made
    ]
