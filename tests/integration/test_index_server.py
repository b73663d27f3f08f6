"""The server adapter with everything a server can answer, or not answer."""

import asyncio
import json
import logging
import socket
import threading
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import httpx
import pytest
from qdrant_client import AsyncQdrantClient, models

from lab.loopback.patience import patience
from recsys.errors import (
    EngineUnsupported,
    IndexDamaged,
    IndexFault,
    IndexMismatch,
    IndexMissing,
    IndexRefused,
    IndexTimeout,
    IndexUnavailable,
    UsageError,
)
from recsys.index.server import (
    Connection,
    ServerAddress,
    ServerIndex,
    build_server_index,
    connect,
    open_server_index,
    remove_server_indexes,
)
from recsys.index.server.upload import remove, upload
from recsys.types import SparsePoint
from tests.contracts.index_contract import SCIFI_FAN, USERS, pairs, point
from tests.contracts.qdrant_over_http import Fault, answer, qdrant_over_http

KEY = "tell-nobody-this-key"

HEALTHY: dict[str, Any] = {
    "/collections": {"collections": []},
    "/": {"title": "qdrant", "version": "1.20.0"},
    "/aliases": {
        "aliases": [
            {"alias_name": "matinee_users", "collection_name": "matinee_users_b1"},
        ]
    },
    "/collections/matinee_users_b1/points/count": {"count": 7},
    "/collections/matinee_users_b1/points/query": {
        "points": [{"id": 4, "version": 0, "score": 0.5}, {"id": 3, "version": 0, "score": 0.5}]
    },
}

Reply = Callable[["Handler"], None]


class Handler(BaseHTTPRequestHandler):
    """Answers as a healthy server does, unless the test scripted another reply.

    With ``memory`` the server has points, in local mode; without, it knows a few canned answers.
    """

    def _reply(self) -> None:
        server = self.server
        assert isinstance(server, Loopback)
        body = self.rfile.read(int(self.headers.get("content-length", 0)))
        path = self.path.partition("?")[0]
        server.seen.append((path, self.headers.get("api-key")))
        script = server.scripts.get(path, [])
        if script:
            self.body = body
            script.pop(0)(self)
        elif server.memory:
            response = self.forward(body)
            self.send(response.status_code, response.content)
        else:
            result = HEALTHY[path]
            self.send(200, result if path == "/" else {"result": result, "status": "ok"})

    do_GET = do_POST = do_PUT = do_DELETE = _reply  # noqa: N815 - names of http.server

    def forward(self, body: bytes) -> httpx.Response:
        assert isinstance(self.server, Loopback)
        assert self.server.memory
        request = httpx.Request(self.command, f"{self.server.url}{self.path}", content=body)
        return asyncio.run(answer(self.server.memory, request))

    def send(self, status: int, content: Any, *headers: tuple[str, str]) -> None:
        body = content if isinstance(content, bytes) else json.dumps(content).encode()
        self.send_response(status)
        self.send_header("content-type", "application/json")
        self.send_header("content-length", str(len(body)))
        for name, value in headers:
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        return


class Loopback(ThreadingHTTPServer):
    """A server of its own port, with scripted replies by path."""

    request_queue_size = 64  # a crowd's connections; those that find no place come a second later

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.scripts: dict[str, list[Reply]] = {}
        self.seen: list[tuple[str, str | None]] = []
        self.memory: AsyncQdrantClient | None = None
        self.released = threading.Event()
        self.url = f"http://127.0.0.1:{self.server_port}"

    def handle_error(self, *_: object) -> None:
        return  # a client that gave up waiting


def status(code: int, error: str = "") -> Reply:
    return lambda handler: handler.send(code, {"status": {"error": error}, "time": 0.0})


def content(body: bytes) -> Reply:
    return lambda handler: handler.send(200, body)


def hang(handler: Handler) -> None:
    assert isinstance(handler.server, Loopback)
    handler.server.released.wait()


def hang_up(handler: Handler) -> None:
    handler.connection.shutdown(socket.SHUT_RDWR)
    handler.close_connection = True


@pytest.fixture
def server() -> Iterator[Loopback]:
    with Loopback() as made:
        thread = threading.Thread(target=made.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        yield made
        made.released.set()
        made.shutdown()
        thread.join()


QUERY = "/collections/matinee_users_b1/points/query"


async def ask(server: Loopback, timeout: int = round(patience(1))) -> list[tuple[int, float]]:
    index = await open_server_index(ServerAddress(server.url, KEY, timeout), "b1", 7)
    try:
        return pairs(await index.similar_users(SCIFI_FAN, 5))
    finally:
        await index.close()


async def test_a_healthy_server_answers(server: Loopback) -> None:
    assert await ask(server) == [(3, 0.5), (4, 0.5)]
    assert {key for _, key in server.seen} == {KEY}


@pytest.mark.parametrize("path", ["/", "/aliases", QUERY])
@pytest.mark.parametrize(
    ("code", "expected"),
    [
        (401, IndexRefused),
        (403, IndexRefused),
        (404, IndexMissing),
        (429, IndexUnavailable),
        (400, IndexFault),
    ],
)
async def test_what_a_status_means(
    server: Loopback, path: str, code: int, expected: type[IndexFault]
) -> None:
    server.scripts[path] = [status(code, "said so")]
    with pytest.raises(expected) as raised:
        await ask(server)
    assert type(raised.value) is expected
    assert KEY not in str(raised.value)
    assert server.url in str(raised.value)
    assert [seen for seen, _ in server.seen].count(path) == 1


async def test_a_busy_server_that_says_how_long(server: Loopback) -> None:
    def busy(handler: Handler) -> None:
        handler.send(429, {"status": {"error": "slow down"}}, ("retry-after", "3"))

    server.scripts[QUERY] = [busy]
    with pytest.raises(IndexUnavailable, match="no more requests right now"):
        await ask(server)


async def test_a_failure_without_words(server: Loopback) -> None:
    server.scripts[QUERY] = [lambda handler: handler.send(500, b"<html>")] * 2
    with pytest.raises(IndexUnavailable, match=r"failed \(500: Internal Server Error\)"):
        await ask(server)


async def test_a_failure_repeats_what_the_server_said(server: Loopback) -> None:
    server.scripts[QUERY] = [status(500, "Out of\n memory.")] * 2
    with pytest.raises(IndexUnavailable, match=r"failed \(500: Out of memory\): check its log"):
        await ask(server)


@pytest.mark.parametrize("passing", [*map(status, (500, 502, 503, 504)), hang_up])
@pytest.mark.parametrize("path", ["/", QUERY])
async def test_reads_are_tried_once_more(server: Loopback, path: str, passing: Reply) -> None:
    server.scripts[path] = [passing]
    assert await ask(server) == [(3, 0.5), (4, 0.5)]
    assert [seen for seen, _ in server.seen].count(path) == 2


@pytest.mark.parametrize("lasting", [status(500), status(503), hang_up])
async def test_reads_are_not_tried_twice_more(server: Loopback, lasting: Reply) -> None:
    server.scripts[QUERY] = [lasting] * 5
    with pytest.raises(IndexUnavailable):
        await ask(server)
    assert [seen for seen, _ in server.seen].count(QUERY) == 2


async def test_a_server_that_hangs(server: Loopback) -> None:
    server.scripts[QUERY] = [hang, hang]
    with pytest.raises(IndexTimeout, match="in time"):
        await ask(server, timeout=1)
    assert [seen for seen, _ in server.seen].count(QUERY) == 1


@pytest.mark.parametrize("path", ["/", "/aliases", QUERY])
@pytest.mark.parametrize(
    "body", [b"", b"<html>It works!</html>", b"{", b"\xff\xfe", b"{}", b"[]", b'{"result": null}']
)
async def test_something_else_answers(server: Loopback, path: str, body: bytes) -> None:
    server.scripts[path] = [content(body)]
    with pytest.raises(IndexUnavailable, match="check the address"):
        await ask(server)


async def test_nobody_listens() -> None:
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        port = closed.getsockname()[1]
    with pytest.raises(IndexUnavailable, match="check that it runs"):
        await open_server_index(ServerAddress(f"http://127.0.0.1:{port}", KEY), "b1", 7)


async def test_a_server_that_is_too_old(server: Loopback) -> None:
    server.scripts["/"] = [content(b'{"title": "qdrant", "version": "1.9.7"}')]
    with pytest.raises(EngineUnsupported, match=r"1\.9\.7.*update it"):
        await ask(server)


async def test_a_version_of_another_form_passes(server: Loopback) -> None:
    server.scripts["/"] = [content(b'{"title": "qdrant", "version": "nightly"}')]
    assert await ask(server)


async def test_a_server_without_an_index(server: Loopback) -> None:
    server.scripts["/aliases"] = [content(b'{"result": {"aliases": []}}')]
    with pytest.raises(IndexMissing, match=r"no index.*recsys index"):
        await ask(server)


async def test_the_index_of_another_build(server: Loopback) -> None:
    with pytest.raises(IndexMismatch, match="holds build b1, the model is build b2"):
        await open_server_index(ServerAddress(server.url), "b2", 7)


async def test_health_asks_as_members_do(server: Loopback) -> None:
    index = await open_server_index(ServerAddress(server.url), "b1", 7)
    server.scripts[QUERY] = [status(404, "no such collection")]
    with pytest.raises(IndexMissing, match="no such collection"):
        await index.health()
    await index.close()


async def test_waiting_for_an_answer_leaves_the_loop_free(server: Loopback) -> None:
    server.scripts[QUERY] = [hang]
    asked = asyncio.create_task(ask(server))
    for _ in range(20):
        await asyncio.sleep(0.01)
    assert not asked.done()
    asked.cancel()
    with pytest.raises(asyncio.CancelledError):
        await asked


NO_ADDRESSES = [
    "qdrant",
    "qdrant:6333",
    "ftp://qdrant",
    "http://",
    "http://q:secret",
    "http://[::1",
]


@pytest.mark.parametrize(
    "url", ["", " ,", *NO_ADDRESSES, *(f"http://one:6333,{url}" for url in NO_ADDRESSES)]
)
def test_what_is_no_address(url: str) -> None:
    with pytest.raises(UsageError, match="http://host:6333") as raised:
        ServerAddress(url)
    assert "secret" not in str(raised.value)


@pytest.mark.parametrize("before", ["", "http://one:6333, "])
@pytest.mark.parametrize(
    "url",
    ["https://me:secret@qdrant", "http://secret@q:1", "http://q?api_key=secret", "http://q#secret"],
)
def test_an_address_with_a_password_or_key_is_refused_and_not_shown(before: str, url: str) -> None:
    with pytest.raises(UsageError, match="can't have a name, password or key") as raised:
        ServerAddress(before + url)
    assert "secret" not in str(raised.value)


@pytest.mark.parametrize(
    "text",
    ["http://a:1,https://b", " http://a:1  https://b ", "http://a:1,\n https://b,http://a:1"],
)
def test_one_setting_names_several_nodes(text: str) -> None:
    assert ServerAddress(text).urls == ("http://a:1", "https://b")


@pytest.mark.parametrize("numbers", [{"replicas": 0}, {"shards": -1}])
def test_a_collection_has_at_least_one_part(numbers: dict[str, int]) -> None:
    with pytest.raises(UsageError, match="at least one"):
        ServerAddress("http://a:1", **numbers)


async def test_the_key_is_never_shown_and_its_risk_told_once(
    caplog: pytest.LogCaptureFixture,
) -> None:
    assert KEY not in repr(ServerAddress("https://qdrant.test", KEY))
    with caplog.at_level(logging.WARNING):
        for url in ("https://qdrant.test", "http://localhost:6333", "http://127.0.0.1"):
            await (await connect(ServerAddress(url, KEY))).close()
        assert not caplog.records
        await (await connect(ServerAddress("http://qdrant.test:6333", KEY))).close()
    assert [record.levelname for record in caplog.records] == ["WARNING"]
    assert KEY not in caplog.text


@asynccontextmanager
async def connected(fault: Fault | None = None) -> AsyncIterator[Connection]:
    async with qdrant_over_http(fault) as client:
        yield Connection([client], "http://qdrant.test")


async def collections(connection: Connection) -> list[str]:
    answer = await connection.once(lambda client: client.get_collections())
    return sorted(collection.name for collection in answer.collections)


local_mode = pytest.mark.filterwarnings("ignore:Payload indexes have no effect:UserWarning")


@local_mode
async def test_from_address_to_answer_and_away_again(server: Loopback) -> None:
    server.memory = AsyncQdrantClient(":memory:")
    address = ServerAddress(server.url, KEY)
    for build_id in ("b1", "b2"):
        await build_server_index(address, build_id, USERS)
    index = await open_server_index(address, "b2", 7)
    assert pairs(await index.similar_users(SCIFI_FAN, 2)) == [(11, 1.0), (12, 0.75)]
    await index.health()
    await index.close()
    assert await remove_server_indexes(address, ["b0", "b1"]) == ["matinee_users_b1"]
    assert {key for _, key in server.seen} == {KEY}
    await server.memory.close()


@local_mode
async def test_a_new_build_replaces_the_old_one_at_once() -> None:
    async with connected() as connection:
        await upload(connection, "b1", USERS)
        old = await ServerIndex.open(connection, "b1", len(USERS))
        told: list[int] = []
        await upload(connection, "b2", [point(5, {1: 1.0})], told.append)
        assert sum(told) == 1
        new = await ServerIndex.open(connection, "b2", 1)
        # Who has the old one open goes on with it.
        assert pairs(await old.similar_users(SCIFI_FAN, 1)) == [(11, 1.0)]
        assert pairs(await new.similar_users(SCIFI_FAN, 1)) == [(5, 1.0)]
        # So does who starts again with the model of the old one, until that is removed.
        await ServerIndex.open(connection, "b1", len(USERS))
        await remove(connection, ["b1"])
        with pytest.raises(IndexMismatch, match="holds build b2, the model is build b1"):
            await ServerIndex.open(connection, "b1", len(USERS))


@local_mode
async def test_the_alias_is_switched_in_one_request() -> None:
    bodies: list[Any] = []

    def watch(request: httpx.Request) -> None:
        if request.url.path == "/collections/aliases":
            bodies.append(json.loads(request.content)["actions"])

    async with connected(watch) as connection:
        await upload(connection, "b1", USERS)
        await upload(connection, "b2", USERS)
    assert [[next(iter(action)) for action in body] for body in bodies] == [
        ["create_alias"],
        ["delete_alias", "create_alias"],
    ]


@local_mode
async def test_named_builds_go_and_nothing_else_does() -> None:
    async with connected() as connection:
        await connection.once(lambda client: client.create_collection("somebody_elses"))
        for build_id in ("b1", "b2", "b3"):
            await upload(connection, build_id, USERS)
        assert await remove(connection, ["b1", "b9"]) == ["matinee_users_b1"]
        left = ["matinee_users_b2", "matinee_users_b3", "somebody_elses"]
        assert await collections(connection) == left
        assert await remove(connection, ["b1"]) == []


@local_mode
async def test_a_build_that_lacks_points_is_refused_and_filled_up() -> None:
    async with connected() as connection:
        await upload(connection, "b1", USERS[:3])
        with pytest.raises(IndexDamaged, match=r"has 3 of the 7 points of build b1: upload"):
            await ServerIndex.open(connection, "b1", len(USERS))
        await upload(connection, "b1", USERS)
        index = await ServerIndex.open(connection, "b1", len(USERS))
        assert pairs(await index.similar_users(SCIFI_FAN, 1)) == [(11, 1.0)]


@local_mode
async def test_a_collection_that_another_program_makes_in_the_same_moment_stays() -> None:
    def conflict(request: httpx.Request) -> httpx.Response | None:
        if raced and request.url.path.endswith("/exists"):
            return httpx.Response(200, json={"result": {"exists": False}, "status": "ok"})
        if raced and (request.method, request.url.path) == ("PUT", "/collections/matinee_users_b1"):
            return httpx.Response(409, json={"status": {"error": "already exists"}})
        return None

    raced: list[bool] = []
    async with connected(conflict) as connection:
        await upload(connection, "b1", USERS[:3])
        forget = models.DeleteAlias(alias_name="matinee_users")
        change = models.DeleteAliasOperation(delete_alias=forget)
        await connection.once(lambda client: client.update_collection_aliases([change]))
        raced.append(True)
        with pytest.raises(IndexFault, match="already exists"):
            await upload(connection, "b1", USERS)
        assert await collections(connection) == ["matinee_users_b1"]


@local_mode
async def test_an_upload_cut_off_before_its_filters_were_indexed_gets_them() -> None:
    indexed: list[str] = []

    def watch(request: httpx.Request) -> None:
        if request.url.path.endswith("/index"):
            indexed.append(json.loads(request.content)["field_name"])

    async with connected(watch) as connection:
        await connection.once(
            lambda client: client.create_collection(
                "matinee_users_b1", sparse_vectors_config={"taste": models.SparseVectorParams()}
            )
        )
        await upload(connection, "b1", USERS)
    assert sorted(indexed) == ["age", "gender", "last_year", "occupation", "ratings"]


def refuse(verb: str, ending: str, code: int = 500, times: int = 99) -> Fault:
    left = [times]

    def fault(request: httpx.Request) -> httpx.Response | None:
        if request.method == verb and request.url.path.endswith(ending) and left[0]:
            left[0] -= 1
            return httpx.Response(code, json={"status": {"error": "planted"}})
        return None

    return fault


@local_mode
@pytest.mark.parametrize(
    ("verb", "ending"),
    [
        ("PUT", "/index"),
        ("PUT", "matinee_users_b1/points"),
        ("POST", "/count"),
        ("POST", "/aliases"),
    ],
)
async def test_a_failed_upload_leaves_nothing_behind(verb: str, ending: str) -> None:
    async with connected(refuse(verb, ending)) as connection:
        with pytest.raises(IndexFault, match="planted"):
            await upload(connection, "b1", USERS)
        assert await collections(connection) == []


@local_mode
async def test_a_switch_whose_answer_got_lost_keeps_what_is_in_use(server: Loopback) -> None:
    def switch_and_fail(handler: Handler) -> None:
        handler.forward(handler.body)
        handler.send(504, b"")

    server.memory = AsyncQdrantClient(":memory:")
    server.scripts["/collections/aliases"] = [switch_and_fail]
    with pytest.raises(IndexUnavailable):
        await build_server_index(ServerAddress(server.url), "b1", USERS)
    index = await open_server_index(ServerAddress(server.url), "b1", 7)
    assert pairs(await index.similar_users(SCIFI_FAN, 1)) == [(11, 1.0)]
    await index.close()
    await server.memory.close()


@local_mode
async def test_trouble_in_the_data_leaves_nothing_behind() -> None:
    def broken() -> Iterator[SparsePoint]:
        yield from USERS
        raise ZeroDivisionError

    async with connected() as connection:
        with pytest.raises(ZeroDivisionError):
            await upload(connection, "b1", broken())
        assert await collections(connection) == []


@local_mode
async def test_the_first_error_is_told_when_clearing_up_fails_too() -> None:
    def fault(request: httpx.Request) -> httpx.Response | None:
        if request.method == "DELETE":
            return httpx.Response(503)
        return refuse("PUT", "/points")(request)

    async with connected(fault) as connection:
        with pytest.raises(IndexFault, match="planted"):
            await upload(connection, "b1", USERS)


@local_mode
async def test_points_that_got_lost_on_the_way() -> None:
    def lose(request: httpx.Request) -> httpx.Response | None:
        if request.url.path == "/collections/matinee_users_b1/points":
            return httpx.Response(200, json={"result": {"operation_id": 1, "status": "completed"}})
        return None

    async with connected(lose) as connection:
        with pytest.raises(IndexFault, match="saved 0 of 7 points"):
            await upload(connection, "b1", USERS)


@local_mode
async def test_an_upsert_is_tried_once_more() -> None:
    async with connected(refuse("PUT", "/points", 503, times=1)) as connection:
        await upload(connection, "b1", USERS)
        index = await ServerIndex.open(connection, "b1", len(USERS))
        assert index.meta.users == len(USERS)


@local_mode
@pytest.mark.parametrize(("verb", "ending"), [("PUT", "matinee_users_b1"), ("POST", "/aliases")])
async def test_other_writes_are_not_repeated(verb: str, ending: str) -> None:
    async with connected(refuse(verb, ending, 503, times=1)) as connection:
        with pytest.raises(IndexUnavailable):
            await upload(connection, "b1", USERS)


@local_mode
async def test_requests_are_small_and_hold_ids_and_scores_only() -> None:
    sizes: list[int] = []
    queries: list[dict[str, Any]] = []

    def watch(request: httpx.Request) -> None:
        if request.url.path.endswith("/points"):
            sizes.append(len(request.content))
        if request.url.path.endswith("/query"):
            queries.append(json.loads(request.content))

    films = {film: film / 3000 for film in range(1, 3001)}
    async with connected(watch) as connection:
        await upload(connection, "b1", [point(key, films) for key in range(1, 41)])
        index = await ServerIndex.open(connection, "b1", 40)
        await index.similar_users(SCIFI_FAN, 5)
    assert len(sizes) == 5
    assert max(sizes) < 1_000_000
    assert {(query["with_payload"], query["with_vector"]) for query in queries} == {(False, False)}
