"""A Qdrant server, cluster or cloud.

A build's points are in two collections of its own, ``matinee_users_<build>`` and
``matinee_items_<build>``. The aliases ``matinee_users`` and ``matinee_items`` say which build is
the current one; they are switched together once the upload is complete, so a bot that is running
on the build before goes on undisturbed.
"""

from recsys.index.address import ServerAddress
from recsys.index.server.adapter import ServerIndex, open_server_index
from recsys.index.server.connection import Connection, connect
from recsys.index.server.upload import build_server_index, prune_server_indexes, reach_server

__all__ = [
    "Connection",
    "ServerAddress",
    "ServerIndex",
    "build_server_index",
    "connect",
    "open_server_index",
    "prune_server_indexes",
    "reach_server",
]
