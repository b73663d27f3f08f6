"""A Qdrant server on this machine, empty, whose replies can be scripted or held up."""

import asyncio
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from qdrant_client import AsyncQdrantClient

from tests.integration.test_index_server import Handler, Loopback, hang


@dataclass(frozen=True, slots=True)
class Hold:
    """A reply that never comes; ``reached`` is set once somebody waits for it."""

    reached: threading.Event

    def __call__(self, handler: Handler) -> None:
        self.reached.set()
        hang(handler)


def hold() -> Hold:
    """Return a reply for `Loopback.scripts`; ``Loopback.released`` ends it."""
    return Hold(threading.Event())


def forward(handler: Handler) -> None:
    """Reply as if nothing was scripted."""
    response = handler.forward(handler.body)
    handler.send(response.status_code, response.content)


@contextmanager
def loopback_qdrant() -> Iterator[Loopback]:
    """Run a server with points of its own."""

    def serve() -> None:
        server.serve_forever(poll_interval=0.02)
        asyncio.run(memory.close())

    with Loopback() as server:
        server.memory = memory = AsyncQdrantClient(":memory:")
        thread = threading.Thread(target=serve)
        thread.start()
        yield server
        server.released.set()
        server.shutdown()
        thread.join()
