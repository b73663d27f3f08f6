"""Writing an index folder."""

import shutil
from collections.abc import Callable, Iterable
from contextlib import closing
from pathlib import Path

from recsys.index.edge import header
from recsys.index.edge.engine import SHARD, engine, engine_version
from recsys.index.edge.header import Header
from recsys.index.edge.lock import folder_lock
from recsys.index.points import portions
from recsys.progress import tell_nobody
from recsys.types import SparsePoint

_MOST_NUMBERS = 200_000  # in a portion; about 30 MB on their way into the engine
_NUMBERS_A_SEGMENT = 4_500_000
"""What the engine sorts at once. In one piece 33.8 million numbers took 3 GiB to sort, eight take
less than one; and the engine searches segments side by side."""


def build_edge_index(
    folder: Path,
    build_id: str,
    users: Iterable[SparsePoint],
    on_progress: Callable[[int], None] = tell_nobody,
) -> None:
    """Write an index; one that the folder had is replaced.

    Until it has returned, the folder holds no finished index. Meant for a process of its own: the
    engine keeps the interpreter to itself while it sorts.

    Args:
        folder: made when missing.
        build_id: the build the vectors belong to.
        users: points of users, with distinct ids.
        on_progress: called with the number of further points written.

    Raises:
        EngineUnsupported: no engine for this platform.
        IndexLocked: the folder is open already.
        StorageFull: no space left.
        IndexFault: the engine failed.
    """
    engine()
    folder.mkdir(parents=True, exist_ok=True)
    with folder_lock(folder):
        header.remove(folder)
        shard = folder / SHARD
        shutil.rmtree(shard, ignore_errors=True)
        count = _write_shard(shard, users, on_progress)
        header.write(folder, Header(engine_version(), build_id, count))


def _write_shard(
    folder: Path, points: Iterable[SparsePoint], on_progress: Callable[[int], None]
) -> int:
    with closing(engine().create(folder)) as shard:
        unsorted = 0
        for portion in portions(points, _MOST_NUMBERS):
            shard.upsert(portion)
            unsorted += sum(len(point.vector.indices) for point in portion)
            if unsorted >= _NUMBERS_A_SEGMENT:
                shard.finish()
                unsorted = 0
            on_progress(len(portion))
        shard.finish()
    # Opening clears the engine's journals away; from then on its files stay as they are.
    with closing(engine().load(folder)) as shard:
        return shard.count()
