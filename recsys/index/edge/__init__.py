"""Qdrant Edge: the engine inside this process, its files in a folder.

::

    index/
      index.json     written last: build, count of users, version of the engine
      lock           held by the one process that has the folder open
      users/         the engine's shard

An index is written once and only read afterwards. So the engine's write-ahead log is off (it
doubles the files and is replayed at each start). The lock keeps a second process out, and a
missing ``index.json`` tells of an interrupted build. Whether a file is damaged is told by the
checksums of the whole build (`recsys.store.manifest`).
"""

from recsys.index.edge.adapter import EdgeIndex, open_edge_index
from recsys.index.edge.build import build_edge_index

__all__ = ["EdgeIndex", "build_edge_index", "open_edge_index"]
