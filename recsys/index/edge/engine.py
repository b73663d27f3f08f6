"""The engine, where this platform has one."""

from importlib.metadata import version
from typing import TYPE_CHECKING

from recsys.errors import EngineUnsupported

if TYPE_CHECKING:
    from recsys.index.edge.shard import Shard

SHARD = "users"
"""The folder of the engine's own files, inside the index's folder."""


def engine() -> "type[Shard]":
    """Return the shard class, importing the engine on first use.

    Raises:
        EngineUnsupported: there is no engine for this platform.
    """
    try:
        # Not at the top: a platform without it can still use a server.
        from recsys.index.edge.shard import Shard  # noqa: PLC0415 - see above
    except ImportError as error:
        raise EngineUnsupported(
            f"Qdrant Edge doesn't run on this platform ({error}): "
            f"use a Qdrant server with --qdrant-url or QDRANT_URL."
        ) from error
    return Shard


def engine_version() -> str:
    """Return the version of the installed engine; another may write other files."""
    return version("qdrant-edge-py")
