"""Qdrant Edge: the engine inside this process, its files in a folder.

::

    index/
      index.json     written last: build, counts, engine, and the checksum of every file
      lock           held by the one process that has the folder open
      users/         the engine's shard

An index is written once and only read afterwards. So the engine's write-ahead log is off (it
doubles the files and is replayed at each start). The lock keeps a second process out, a missing
``index.json`` tells of an interrupted build, a checksum of a damaged file.
"""

from recsys.index.edge.adapter import EdgeIndex, open_edge_index
from recsys.index.edge.build import build_edge_index

__all__ = ["EdgeIndex", "build_edge_index", "open_edge_index"]
