"""The way to a server: its address, one client, one retry, and errors that name the fix."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from typing import TypeVar
from urllib.parse import urlsplit

from qdrant_client import AsyncQdrantClient

from recsys.errors import IndexFault
from recsys.index.address import ServerAddress
from recsys.index.server.faults import CLIENT_ERRORS, fault, is_transient

_T = TypeVar("_T")
_PAUSE = 0.2  # seconds before the one retry: by then a load balancer has found another node
_LOOPBACK = ("localhost", "127.0.0.1", "::1")
_log = logging.getLogger(__name__)


def connect(server: ServerAddress) -> "Connection":
    """Return a client; nothing is sent yet."""
    parts = urlsplit(server.url)
    if server.api_key and parts.scheme == "http" and parts.hostname not in _LOOPBACK:
        _log.warning("The Qdrant API key travels unencrypted to %s: use https.", parts.hostname)
    client = AsyncQdrantClient(
        url=server.url,
        timeout=server.timeout,
        # The client's own check runs in a thread and warns at random moments; `health` and
        # the one at opening look at the version themselves.
        check_compatibility=False,
        # As a header rather than `api_key`, which warns on loopback too.
        headers={"api-key": server.api_key} if server.api_key else None,
    )
    return Connection(client, server.url)


class Connection:
    """A client whose failures are faults of the index.

    Attributes:
        where: the server's name in messages.
    """

    def __init__(self, client: AsyncQdrantClient, where: str) -> None:
        """Take over the client; `close` closes it."""
        self.where = where
        self._client = client
        self._closed = False

    async def once(self, call: Callable[[AsyncQdrantClient], Awaitable[_T]]) -> _T:
        """Return what a call answers.

        Raises:
            IndexFault: it failed, or the connection is closed.
        """
        self._check_open()
        try:
            return await call(self._client)
        except CLIENT_ERRORS as error:
            raise fault(error, self.where) from error

    async def retrying(self, call: Callable[[AsyncQdrantClient], Awaitable[_T]]) -> _T:
        """Return what a call answers, made again if need be: a read, or an idempotent write.

        Raises:
            IndexFault: it failed for good, or twice, or the connection is closed.
        """
        self._check_open()
        try:
            return await call(self._client)
        except CLIENT_ERRORS as error:
            if not is_transient(error):
                raise fault(error, self.where) from error
        await asyncio.sleep(_PAUSE)
        return await self.once(call)

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
            await self._client.close()

    def _check_open(self) -> None:
        if self._closed:
            raise IndexFault("The index is closed: open it again before asking.")
