"""Qdrant's REST interface, as far as the server adapter uses it, in front of local mode.

It sits behind the client's HTTP transport, so addresses, request bodies and answers are real ones;
only the network is left out.
"""

import json
import re
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

import httpx
from qdrant_client import AsyncQdrantClient
from qdrant_client.http import models

Fault = Callable[[httpx.Request], httpx.Response | None]


@asynccontextmanager
async def qdrant_over_http(fault: Fault | None = None) -> AsyncIterator[AsyncQdrantClient]:
    """Give a client of a server of its own.

    Args:
        fault: sees each request first; what it returns is answered instead.
    """
    memory = AsyncQdrantClient(":memory:")

    async def reply(request: httpx.Request) -> httpx.Response:
        planted = fault(request) if fault else None
        return planted or await answer(memory, request)

    client = AsyncQdrantClient(
        url="http://qdrant.test:6333",
        transport=httpx.MockTransport(reply),
        check_compatibility=False,
    )
    try:
        yield client
    finally:
        await client.close()
        await memory.close()


async def answer(  # noqa: PLR0911 - one return an address
    memory: AsyncQdrantClient, request: httpx.Request
) -> httpx.Response:
    body = json.loads(request.content or b"{}")
    verb, path = request.method, request.url.path
    if (verb, path) == ("GET", "/"):
        return httpx.Response(200, json={"title": "qdrant", "version": "1.20.0"})
    if (verb, path) == ("GET", "/cluster"):
        return _ok({"status": "disabled"})
    if (verb, path) == ("GET", "/aliases"):
        return _ok(await memory.get_aliases())
    if (verb, path) == ("GET", "/collections"):
        return _ok(await memory.get_collections())
    if (verb, path) == ("POST", "/collections/aliases"):
        changes = models.ChangeAliasesOperation.model_validate(body).actions
        return _ok(await memory.update_collection_aliases(changes))
    match = re.fullmatch(r"/collections/([^/]+)(/.*)?", path)
    assert match, f"{verb} {path} is not part of the fake"
    name, rest = match[1], match[2] or ""
    if (verb, rest) != ("PUT", "") and not await memory.collection_exists(name):
        if rest == "/exists":
            return _ok({"exists": False})
        error = f"Not found: Collection `{name}` doesn't exist!"
        return httpx.Response(404, json={"status": {"error": error}, "time": 0.0})
    return await _answer_collection(memory, name, f"{verb} {rest}", body)


async def _answer_collection(  # noqa: PLR0911 - one return an address
    memory: AsyncQdrantClient, name: str, what: str, body: dict[str, Any]
) -> httpx.Response:
    match what:
        case "GET /exists":
            return _ok({"exists": True})
        case "GET ":
            return _ok(await memory.get_collection(name))
        case "PUT ":
            wanted = models.CreateCollection.model_validate(body)
            sparse = wanted.sparse_vectors
            return _ok(await memory.create_collection(name, sparse_vectors_config=sparse))
        case "DELETE ":
            return _ok(await memory.delete_collection(name))
        case "PUT /index":
            models.CreateFieldIndex.model_validate(body)
            return _ok({"operation_id": 0, "status": "completed"})
        case "PUT /points":
            points = models.PointsList.model_validate(body).points
            return _ok(await memory.upsert(name, points))
        case "POST /points/count":
            return _ok(await memory.count(name))
        case "POST /points/query":
            wanted_points = models.QueryRequest.model_validate(body)
            return _ok(
                await memory.query_points(
                    name,
                    query=wanted_points.query,
                    using=wanted_points.using,
                    query_filter=wanted_points.filter,
                    limit=wanted_points.limit or 10,
                    with_payload=wanted_points.with_payload or False,
                    with_vectors=wanted_points.with_vector or False,
                )
            )
    raise AssertionError(f"{what} is not part of the fake")


def _ok(result: Any) -> httpx.Response:
    plain = result.model_dump(mode="json") if hasattr(result, "model_dump") else result
    return httpx.Response(200, json={"result": plain, "status": "ok", "time": 0.0})
