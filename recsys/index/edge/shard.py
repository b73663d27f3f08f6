"""One shard of Qdrant Edge, typed, and with its faults translated.

The only module that imports the engine.
"""

from collections.abc import Iterable, Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

import qdrant_edge as qdrant

from recsys.errors import IndexDamaged, IndexFault, RecsysError, StorageFull
from recsys.index.points import FULL_SCAN_THRESHOLD, PAYLOAD, VECTOR, AtLeast, Condition
from recsys.index.ranking import Hits
from recsys.types import SparsePoint, SparseVector

_MOST_TEXT = 200
_NO_SPACE = ("No space left on device", "Not enough space available", "Disk quota exceeded")
_MOST_SEGMENTS = 64
"""More are merged, which takes memory."""
_SCHEMAS = {int: qdrant.PayloadSchemaType.Integer, str: qdrant.PayloadSchemaType.Keyword}


class Shard:
    """The users' points in a folder."""

    def __init__(self, folder: Path, shard: qdrant.EdgeShard) -> None:
        self._folder = folder
        self._shard = shard

    @classmethod
    def create(cls, folder: Path) -> Self:
        """Make an empty shard.

        Raises:
            StorageFull: no space left.
            IndexFault: the engine can't write there.
        """
        numbers = qdrant.EdgeSparseVectorParams(
            full_scan_threshold=FULL_SCAN_THRESHOLD,
            # Mapped rather than copied: as quick, and the system can take the memory back.
            memory=qdrant.Memory.Cached,
        )
        config = qdrant.EdgeConfig(
            sparse_vectors={VECTOR: numbers},
            wal_enabled=False,
            optimizers=qdrant.EdgeOptimizersConfig(default_segment_number=_MOST_SEGMENTS),
        )
        folder.mkdir(parents=True, exist_ok=True)
        with EngineFaults(folder, writing=True):
            shard = qdrant.EdgeShard.create(str(folder), config)
            for key, values in PAYLOAD.items():
                shard.update(qdrant.UpdateOperation.create_field_index(key, _SCHEMAS[values]))
        return cls(folder, shard)

    @classmethod
    def load(cls, folder: Path) -> Self:
        """Open a shard that is there.

        Raises:
            IndexDamaged: the engine can't read it.
        """
        with EngineFaults(folder):
            return cls(folder, qdrant.EdgeShard.load(str(folder)))

    def upsert(self, points: Iterable[SparsePoint]) -> None:
        """Write points; errors as of `finish`."""
        with EngineFaults(self._folder, writing=True):
            written = [_point(point) for point in points]
            self._shard.update(qdrant.UpdateOperation.upsert_points(written))

    def finish(self) -> None:
        """Sort what was written since into a segment for search, and save it.

        Raises:
            StorageFull: no space left.
            IndexFault: the engine failed.
        """
        with EngineFaults(self._folder, writing=True):
            self._shard.optimize()
            self._shard.flush()

    def search(self, query: SparseVector, limit: int, must: Sequence[Condition] = ()) -> Hits:
        """Return the ids and scores of the points with the largest dot product.

        Raises:
            IndexDamaged: the engine can't read its files.
        """
        wanted = qdrant.SparseVector(query.indices.tolist(), query.values.tolist())
        request = qdrant.QueryRequest(
            limit=limit,
            query=qdrant.Query.Nearest(wanted, using=VECTOR),
            filter=_filter(must),
            with_payload=False,
            with_vector=False,
        )
        with EngineFaults(self._folder):
            return [(int(hit.id), hit.score) for hit in self._shard.query(request)]

    def count(self) -> int:
        """Return the number of points."""
        with EngineFaults(self._folder):
            return self._shard.count(qdrant.CountRequest(exact=True))

    def close(self) -> None:
        """Release the files; a second call does nothing."""
        with EngineFaults(self._folder):
            self._shard.close()


class EngineFaults:
    """Turns the engine's errors into an `IndexFault`; anything else passes.

    The engine has no exception classes of its own: its errors are plain ``Exception``, and its
    panics derive from ``BaseException``, which no ``except Exception`` would catch.
    """

    def __init__(self, folder: Path, *, writing: bool = False) -> None:
        self._folder = folder
        self._writing = writing

    def __enter__(self) -> None:
        return

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if kind is Exception or is_panic(kind):
            raise self._fault(str(error)) from error

    def _fault(self, text: str) -> RecsysError:
        reason = " ".join(text.split())[:_MOST_TEXT]
        if any(words in text for words in _NO_SPACE):
            return StorageFull(
                f"The disk is full: not enough space is left for the index in {self._folder}. "
                f"Free some, or build elsewhere with --out."
            )
        if self._writing:
            return IndexFault(
                f"Qdrant Edge couldn't write {self._folder} ({reason}): "
                f"check that this user may write there, and build the model again."
            )
        return IndexDamaged(
            f"The index in {self._folder} can't be read ({reason}): "
            f"build the model again with `python -m recsys build`."
        )


def is_panic(kind: type[BaseException] | None) -> bool:
    """Return whether an exception is a panic of Rust code; its class can't be imported."""
    return (
        kind is not None and kind.__name__ == "PanicException" and kind.__module__ == "pyo3_runtime"
    )


def _point(point: SparsePoint) -> qdrant.Point:
    numbers = qdrant.SparseVector(point.vector.indices.tolist(), point.vector.values.tolist())
    return qdrant.Point(point.id, {VECTOR: numbers}, dict(point.payload))


def _filter(must: Sequence[Condition]) -> qdrant.Filter | None:
    return qdrant.Filter(must=[_condition(condition) for condition in must]) if must else None


def _condition(condition: Condition) -> qdrant.FieldCondition:
    if isinstance(condition, AtLeast):
        return qdrant.FieldCondition(
            condition.key, range=qdrant.RangeFloat(gte=float(condition.value))
        )
    return qdrant.FieldCondition(condition.key, match=qdrant.MatchValue(condition.value))
