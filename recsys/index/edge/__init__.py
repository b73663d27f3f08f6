"""Qdrant Edge: the engine inside this process, its files in a folder.

::

    index/
      index.json     written last: build, counts, engine, and the checksum of every file
      lock           held by the one process that has the folder open
      users/         the engine's shard

An index is written once and only read afterwards. So the engine's write-ahead log is off (it
doubles the files and is replayed at each start); what it would protect against is seen instead: a
second process by the lock, an interrupted build by the missing ``index.json``, a damaged file by
its checksum.
"""

from recsys.index.edge.adapter import EdgeIndex, open_edge_index
from recsys.index.edge.build import build_edge_index

__all__ = ["EdgeIndex", "build_edge_index", "open_edge_index"]
