"""Writing an index folder."""

import shutil
from collections.abc import Callable, Iterable
from contextlib import closing
from pathlib import Path

from recsys.index.edge import manifest
from recsys.index.edge.engine import engine, engine_version
from recsys.index.edge.lock import folder_lock
from recsys.index.edge.manifest import SHARDS, Manifest
from recsys.index.points import ITEM_VECTOR, USER_VECTOR, portions
from recsys.types import SparsePoint

_MOST_NUMBERS = 200_000  # in a portion; about 30 MB on their way into the engine


def build_edge_index(
    folder: Path,
    build_id: str,
    users: Iterable[SparsePoint],
    items: Iterable[SparsePoint],
    on_progress: Callable[[int], None] | None = None,
) -> None:
    """Write an index; whatever the folder held of one is replaced.

    Until it has returned, the folder holds no finished index. Meant for a process of its own: the
    engine keeps the interpreter to itself while it sorts.

    Args:
        folder: made when missing.
        build_id: the build that the vectors belong to.
        users: points of users, with distinct ids.
        items: points of items, with distinct ids.
        on_progress: told how many further points are written.

    Raises:
        EngineUnsupported: no engine for this platform.
        IndexLocked: the folder is open already.
        StorageFull: no space left.
        IndexFault: the engine failed.
    """
    engine()
    folder.mkdir(parents=True, exist_ok=True)
    with folder_lock(folder):
        manifest.remove(folder)
        for name in SHARDS:
            shutil.rmtree(folder / name, ignore_errors=True)
        counts = [
            _write_shard(folder / name, vector, points, on_progress or _nobody)
            for name, vector, points in zip(
                SHARDS, (USER_VECTOR, ITEM_VECTOR), (users, items), strict=True
            )
        ]
        files = manifest.checksums(folder)
        manifest.write(folder, Manifest(engine_version(), build_id, counts[0], counts[1], files))


def _write_shard(
    folder: Path,
    vector: str,
    points: Iterable[SparsePoint],
    on_progress: Callable[[int], None],
) -> int:
    with closing(engine().create(folder, vector)) as shard:
        for portion in portions(points, _MOST_NUMBERS):
            shard.upsert(portion)
            on_progress(len(portion))
        shard.finish()
        return shard.count()


def _nobody(_points: int) -> None:
    return
