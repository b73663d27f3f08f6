"""The way to a server: its nodes, one retry, and errors that name the fix."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from typing import TypeVar
from urllib.parse import urlsplit

from qdrant_client import AsyncQdrantClient

from recsys.errors import IndexFault
from recsys.index.address import ServerAddress
from recsys.index.server.faults import CLIENT_ERRORS, fault, is_transient, was_never_sent

_T = TypeVar("_T")
_PAUSE = 0.2  # seconds before a lone address is tried again: by then a load balancer has moved on
_SHARE = 0.2  # of the patience with an answer is what a node gets while others are left to ask
_LOOPBACK = ("localhost", "127.0.0.1", "::1")
_log = logging.getLogger(__name__)


async def connect(server: ServerAddress) -> "Connection":
    """Return a client for each node; nothing is sent yet."""
    for parts in map(urlsplit, server.urls):
        if server.api_key and parts.scheme == "http" and parts.hostname not in _LOOPBACK:
            _log.warning("The Qdrant API key travels unencrypted to %s: use https.", parts.hostname)
    # Each reads the certificates of the system: 25 ms.
    clients = await asyncio.to_thread(lambda: [_client(server, url) for url in server.urls])
    return Connection(clients, ",".join(server.urls), _SHARE * server.timeout)


def _client(server: ServerAddress, url: str) -> AsyncQdrantClient:
    return AsyncQdrantClient(
        url=url,
        timeout=server.timeout,
        # The client's own check runs in a thread and warns at random moments; `health` and
        # the one at opening look at the version themselves.
        check_compatibility=False,
        # As a header rather than `api_key`, which warns on loopback too.
        headers={"api-key": server.api_key} if server.api_key else None,
    )


class Connection:
    """Clients of a server's nodes, whose failures are faults of the index.

    One node is asked until it fails; then the next one is, and after the last the first again. So a
    node that is dead costs one call a moment, and is tried again when another one fails.

    Attributes:
        where: the server's addresses in messages.
    """

    def __init__(
        self, clients: Sequence[AsyncQdrantClient], where: str, patience: float = 1.0
    ) -> None:
        """Take over the clients; `close` closes them.

        Args:
            clients: one for each node, at least one.
            where: the server's addresses.
            patience: seconds that a node has to answer while others are left to ask.
        """
        self.where = where
        self._clients = clients
        self._patience = patience
        self._asked = 0
        self._closed = False

    async def once(self, call: Callable[[AsyncQdrantClient], Awaitable[_T]]) -> _T:
        """Return what a call answers, made again only where nobody had heard it.

        Raises:
            IndexFault: it failed, or the connection is closed.
        """
        return await self._ask(call, was_never_sent, None)

    async def retrying(self, call: Callable[[AsyncQdrantClient], Awaitable[_T]]) -> _T:
        """Return what a call answers, made again if need be: a read, or an idempotent write.

        Each node is asked once, a lone one twice.

        Raises:
            IndexFault: it failed for good, or everywhere, or the connection is closed.
        """
        return await self._ask(call, is_transient, self._patience)

    async def _ask(
        self,
        call: Callable[[AsyncQdrantClient], Awaitable[_T]],
        passes: Callable[[Exception], bool],
        patience: float | None,
    ) -> _T:
        """Ask until a node answers, or fails in a way that doesn't pass, or none is left."""
        alone = len(self._clients) == 1
        left = 1 if alone else len(self._clients) - 1
        while True:
            if self._closed:
                raise IndexFault("The index is closed: open it again before asking.")
            node = self._asked
            try:
                async with asyncio.timeout(patience if left and not alone else None):
                    return await call(self._clients[node])
            except TimeoutError:
                self._pass_over(node)
            except CLIENT_ERRORS as error:
                self._pass_over(node)
                if not (left and passes(error)):
                    raise fault(error, self.where) from error
            left -= 1
            if alone:
                await asyncio.sleep(_PAUSE)

    async def aliases(self) -> dict[str, str]:
        """Return the collection behind each alias."""
        answer = await self.retrying(lambda client: client.get_aliases())
        return {alias.alias_name: alias.collection_name for alias in answer.aliases}

    async def collections(self) -> list[str]:
        """Return the names of all collections, sorted."""
        answer = await self.retrying(lambda client: client.get_collections())
        return sorted(collection.name for collection in answer.collections)

    async def close(self) -> None:
        """Release the connections; a second call does nothing."""
        if not self._closed:
            self._closed = True
            for client in self._clients:
                await client.close()

    def _pass_over(self, node: int) -> None:
        """Ask the next node from now on, unless another call has seen to that."""
        if self._asked == node:
            self._asked = (node + 1) % len(self._clients)
