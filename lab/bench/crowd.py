"""What a movie night of 25 costs the event loop when a Qdrant server has the vectors.

``python -m lab.bench.crowd``. The server is a loopback process that answers any search with as many
hits as a recommendation asks for, so only our side is measured, and as CPU time of the loop's
thread: other programs on the machine don't count.
"""

import asyncio
import gc
import json
import signal
import sys
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from dataclasses import dataclass
from functools import partial

import numpy as np

from lab.bench.measure import Spread, spread
from recsys.cli.console import show_table
from recsys.index.address import ServerAddress
from recsys.index.ranking import SPARE
from recsys.index.reconnecting import ReconnectingIndex
from recsys.index.server import open_server_index
from recsys.types import IndexMeta, NeighbourIndex, SparseVector
from recsys.vectors import sparse_vector

MEMBERS = 25
SIGNALS = (10, 50, 200)
NEIGHBOURS = 100
_NIGHTS = 40
_FILMS = 4_000
_BUILD, _USERS = "bench", 330_975
_TICK = 0.001
_LENGTH = b"content-length:"


async def stretches() -> list[list[str]]:
    """Return a row for each number of signals: all at once, then as the bot asks."""
    async with AsyncExitStack() as stack:
        nodes = [await stack.enter_async_context(_node())]
        direct = await _opener(nodes)()
        stack.push_async_callback(direct.close)
        bots = await stack.enter_async_context(_as_the_bot(nodes))
        gc.collect()
        gc.freeze()  # as the bot does
        return [
            [str(signals), *[_shown(await _busiest(each, signals)) for each in (direct, bots)]]
            for signals in SIGNALS
        ]


async def outages() -> list[list[str]]:
    """Return a row for each state of a cluster of three: how many get an answer, and when."""
    async with AsyncExitStack() as stack:
        nodes = [await stack.enter_async_context(_node()) for _ in range(3)]
        bots = await stack.enter_async_context(_as_the_bot(nodes))
        rows = [await _night(bots, "all three answer")]
        for node, sign, state in (
            (nodes[0], signal.SIGKILL, "one killed"),
            (nodes[1], signal.SIGSTOP, "and one hangs"),
            (nodes[2], signal.SIGSTOP, "and the last hangs"),
        ):
            node.process.send_signal(sign)
            rows += [await _night(bots, state), await _night(bots, "… the next night")]
        return rows


async def _night(index: NeighbourIndex, state: str) -> list[str]:
    random, began = np.random.default_rng(0), time.perf_counter()
    asked = (index.similar_users(_profile(random, SIGNALS[0]), NEIGHBOURS) for _ in range(MEMBERS))
    told = await asyncio.gather(*asked, return_exceptions=True)
    answered = sum(not isinstance(each, BaseException) for each in told)
    return [state, f"{answered} of {MEMBERS}", f"{time.perf_counter() - began:.2f}"]


@dataclass(frozen=True, slots=True)
class _Node:
    process: asyncio.subprocess.Process
    url: str


@asynccontextmanager
async def _node() -> AsyncIterator[_Node]:
    process = await asyncio.create_subprocess_exec(
        *[sys.executable, "-m", __spec__.name, "serve"], stdout=asyncio.subprocess.PIPE
    )
    try:
        assert process.stdout
        port = int(await process.stdout.readline())
        yield _Node(process, f"http://127.0.0.1:{port}")
    finally:
        with suppress(ProcessLookupError):
            process.kill()
        await process.wait()


def _opener(nodes: Sequence[_Node]) -> Callable[[], Awaitable[NeighbourIndex]]:
    server = ServerAddress(",".join(node.url for node in nodes))
    return partial(open_server_index, server, _BUILD, _USERS)


@asynccontextmanager
async def _as_the_bot(nodes: Sequence[_Node]) -> AsyncIterator[NeighbourIndex]:
    index = ReconnectingIndex(_opener(nodes), IndexMeta("server", _BUILD, _USERS))
    await index.health()
    yield index
    await index.close()


async def _busiest(index: NeighbourIndex, signals: int) -> Spread:
    """Return how long the loop was kept busy at a stretch, at most, in each of some nights."""
    random = np.random.default_rng(0)
    longest = []
    for _ in range(_NIGHTS):
        asked = [_profile(random, signals) for _ in range(MEMBERS)]
        async with _watched_thread() as busy:
            await asyncio.gather(*(index.similar_users(each, NEIGHBOURS) for each in asked))
        longest.append(max(busy))
    return spread(longest)


def _profile(random: np.random.Generator, signals: int) -> SparseVector:
    films = np.sort(random.choice(_FILMS, signals, replace=False))
    return sparse_vector(films.tolist(), random.normal(size=signals).tolist())


@asynccontextmanager
async def _watched_thread() -> AsyncIterator[list[float]]:
    """Measure the CPU seconds of this thread between two turns of a task that wants many."""
    stretches = [0.0]

    async def tick() -> None:
        while True:
            began = time.thread_time()
            await asyncio.sleep(_TICK)
            stretches.append(time.thread_time() - began)

    task = asyncio.create_task(tick())
    await asyncio.sleep(_TICK)
    yield stretches
    await asyncio.sleep(_TICK)
    task.cancel()
    await asyncio.wait([task])


def _shown(busy: Spread) -> str:
    return f"{busy.p50:.1f} / {busy.longest:.1f}"


async def serve() -> None:
    """Answer as a node does, until terminated; print the port."""
    server = await asyncio.start_server(_converse, "127.0.0.1", 0, backlog=2 * MEMBERS)
    sys.stdout.write(f"{server.sockets[0].getsockname()[1]}\n")
    sys.stdout.flush()
    await server.serve_forever()


async def _converse(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    try:
        while head := await reader.readuntil(b"\r\n\r\n"):
            lines = head.lower().split(b"\r\n")
            for line in lines:
                if line.startswith(_LENGTH):
                    await reader.readexactly(int(line.removeprefix(_LENGTH)))
            body = json.dumps(_answer(lines[0].split()[1].decode().partition("?")[0])).encode()
            writer.write(b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n")
            writer.write(b"content-length: %d\r\n\r\n%b" % (len(body), body))
            await writer.drain()
    except (asyncio.IncompleteReadError, ConnectionError):
        writer.close()


def _answer(path: str) -> dict[str, object]:
    if path == "/":
        return {"title": "qdrant", "version": "1.18.3"}
    hits = [
        {"id": 331 * rank, "version": rank, "score": 1 / (3 + rank)}
        for rank in range(NEIGHBOURS + SPARE)
    ]
    alias = {"alias_name": "matinee_users", "collection_name": f"matinee_users_{_BUILD}"}
    result = {"aliases": [alias], "count": _USERS, "points": hits}
    return {"result": result, "status": "ok", "time": 0.001}


if __name__ == "__main__":
    if sys.argv[1:] == ["serve"]:
        asyncio.run(serve())
    else:
        columns = ["Signals", f"{MEMBERS} at once, ms", "As the bot asks, ms"]
        show_table(columns, asyncio.run(stretches()), numbers="abc")
        show_table(["Nodes", "Answered", "Last, s"], asyncio.run(outages()), numbers="bc")
