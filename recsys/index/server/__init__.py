"""A Qdrant server, cluster or cloud.

A build's points are in a collection of its own, ``matinee_users_<build>``. The alias
``matinee_users`` says which build is the current one; it is switched once the upload is complete,
so a bot running on the build before isn't disturbed.
"""

from recsys.index.address import ServerAddress
from recsys.index.server.adapter import ServerIndex, open_server_index
from recsys.index.server.connection import Connection, connect
from recsys.index.server.upload import build_server_index, reach_server, remove_server_indexes

__all__ = [
    "Connection",
    "ServerAddress",
    "ServerIndex",
    "build_server_index",
    "connect",
    "open_server_index",
    "reach_server",
    "remove_server_indexes",
]
