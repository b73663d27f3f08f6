"""What goes wrong with a server, as errors that name the fix. No message holds the key."""

import json
from http import HTTPStatus

import httpx
from qdrant_client.common.client_exceptions import QdrantException
from qdrant_client.http.exceptions import (
    ApiException,
    ResponseHandlingException,
    UnexpectedResponse,
)

from recsys.errors import IndexFault, IndexMissing, IndexRefused, IndexTimeout, IndexUnavailable

CLIENT_ERRORS = (
    ApiException,
    QdrantException,
    # The client lets these through when an answer is no JSON, or JSON without a result.
    json.JSONDecodeError,
    UnicodeDecodeError,
    AssertionError,
)
_NOT_READY = (
    HTTPStatus.BAD_GATEWAY,
    HTTPStatus.SERVICE_UNAVAILABLE,
    HTTPStatus.GATEWAY_TIMEOUT,
    HTTPStatus.TOO_MANY_REQUESTS,
)
_MOST_TEXT = 200


def is_transient(error: Exception) -> bool:
    """Return whether the same call may succeed at once; not so after a timeout."""
    if isinstance(error, UnexpectedResponse):
        # 500 too: a node says so whose shard, or the node that has it, is away.
        return _is_server_error(error)
    source = _source(error)
    return isinstance(source, httpx.TransportError) and not isinstance(
        source, httpx.TimeoutException
    )


def was_never_sent(error: Exception) -> bool:
    """Return whether no server can have heard the call, so that it does no harm to repeat it."""
    return isinstance(_source(error), httpx.ConnectError | httpx.ConnectTimeout | httpx.PoolTimeout)


def fault(error: Exception, where: str) -> IndexFault:
    """Return the fault for one of `CLIENT_ERRORS` at a server of this name."""
    if isinstance(error, UnexpectedResponse):
        return _by_status(error, where)
    source = _source(error)
    if isinstance(source, httpx.TimeoutException):
        return IndexTimeout(
            f"The Qdrant server at {where} didn't answer in time: "
            f"check how busy it is, or try again."
        )
    if isinstance(source, httpx.TransportError):
        return IndexUnavailable(
            f"The Qdrant server at {where} can't be reached ({source}): "
            f"check that it runs and that the address is right."
        )
    if isinstance(error, QdrantException):
        return IndexUnavailable(
            f"The Qdrant server at {where} takes no more requests right now: try again later."
        )
    return IndexUnavailable(f"What answers at {where} isn't a Qdrant server: check the address.")


def _by_status(error: UnexpectedResponse, where: str) -> IndexFault:
    status = error.status_code
    if status in (HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN):
        return IndexRefused(
            f"The Qdrant server at {where} refused the API key ({status}): "
            f"set --qdrant-key-file or QDRANT_API_KEY to one that may read and write."
        )
    if status == HTTPStatus.NOT_FOUND:
        return IndexMissing(
            f"The Qdrant server at {where} doesn't have that collection ({_told(error)}): "
            f"upload the model's vectors with `python -m recsys index`."
        )
    if status in _NOT_READY:
        return IndexUnavailable(
            f"The Qdrant server at {where} isn't ready ({status}): try again in a moment."
        )
    kind = IndexUnavailable if _is_server_error(error) else IndexFault
    return kind(f"The Qdrant server at {where} failed ({status}: {_told(error)}): check its log.")


def _is_server_error(error: UnexpectedResponse) -> bool:
    status = error.status_code
    return status is not None and status >= HTTPStatus.INTERNAL_SERVER_ERROR


def _told(error: UnexpectedResponse) -> str:
    """Return the server's own words, or the reason phrase where it sends none."""
    try:
        words = str(error.structured()["status"]["error"])
    except (ValueError, KeyError, TypeError):
        words = error.reason_phrase
    return " ".join(words.split())[:_MOST_TEXT].rstrip(".")


def _source(error: Exception) -> Exception | None:
    return error.source if isinstance(error, ResponseHandlingException) else None
