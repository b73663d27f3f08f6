"""Other ways to the same neighbours, in a process of their own: ``python -m lab.bench.rivals``.

*Full scan* multiplies the query with every user's vector (scipy). The *floor* reads every posting
of the query once and does nothing with it: no exact search can read less. The *tutorials' way* is
the Qdrant client's local mode with vectors, and a sum in Python.
"""

import json
import sys
import time
import warnings
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
from qdrant_client import QdrantClient, models
from scipy import sparse

from lab.bench.measure import Spread, timed
from lab.bench.queries import SIGNALS, profiles
from recsys.arrays import Int64s
from recsys.model.built import Model
from recsys.model.tutorials import NEIGHBOURS as SEED_NEIGHBOURS
from recsys.model.tutorials import ZScores
from recsys.model.user_knn import BOLD, NEIGHBOURS, fame, taste_vectors
from recsys.store.artifacts import read_model
from recsys.types import Profile
from recsys.vectors import taste_query

_COLLECTION = "ratings"


@dataclass(frozen=True, slots=True)
class Rivals:
    """What the others need, in milliseconds, by signals in the profile.

    Attributes:
        scan: neighbours by a full scan with scipy.
        floor: reading the query's postings once.
        tutorial: a whole recommendation the tutorials' way, with the fewest signals.
        tutorial_load: seconds until their index was filled.
    """

    scan: dict[int, Spread]
    floor: dict[int, Spread]
    tutorial: Spread
    tutorial_load: float


def compare(store: Path, queries: int, tutorial_queries: int) -> Rivals:
    """Ask everybody the same questions about the model's ratings."""
    model = read_model(store)
    asked = {signals: profiles(model, signals, queries) for signals in SIGNALS}
    scan = _scans(model, asked)
    floor = _floors(model, asked)
    began = time.perf_counter()
    client = _tutorial_index(model)
    loaded = time.perf_counter() - began
    tutorial = timed(lambda p: _tutorial(client, p), asked[SIGNALS[0]][:tutorial_queries])
    return Rivals(scan, floor, tutorial, loaded)


def _scans(model: Model, asked: Mapping[int, Sequence[Profile]]) -> dict[int, Spread]:
    tastes = _tastes(model)
    return {n: timed(lambda p: _scan(model, tastes, p), each) for n, each in asked.items()}


def _floors(model: Model, asked: Mapping[int, Sequence[Profile]]) -> dict[int, Spread]:
    postings = _tastes(model).tocsc()
    return {n: timed(lambda p: _touch(model, postings, p), each) for n, each in asked.items()}


def _tastes(model: Model) -> sparse.csr_array:
    """Return (users, items) the vectors that the index holds."""
    ratings = model.ratings
    values = np.concatenate([taste.values for taste in taste_vectors(ratings, fame(ratings))])
    shape = (ratings.n_users, ratings.n_items)
    return sparse.csr_array((values, ratings.columns, ratings.indptr), shape)


def _columns(model: Model, profile: Profile) -> Int64s:
    return np.searchsorted(model.ratings.item_ids, list(profile))


def _scan(model: Model, tastes: sparse.csr_array, profile: Profile) -> Int64s:
    asked = taste_query(profile, BOLD.dislike)
    assert asked is not None, "every profile here has signals"
    query = np.zeros(model.ratings.n_items, dtype=np.float32)
    query[np.searchsorted(model.ratings.item_ids, asked.indices)] = asked.values
    scores = tastes @ query
    return np.argpartition(-scores, min(NEIGHBOURS, len(scores) - 1))[:NEIGHBOURS]


def _touch(model: Model, postings: sparse.csc_array, profile: Profile) -> float:
    total = 0.0
    for column in _columns(model, profile).tolist():
        span = slice(postings.indptr[column], postings.indptr[column + 1])
        total += float(postings.data[span].sum()) + float(postings.indices[span].sum())
    return total


def _tutorial_index(model: Model) -> QdrantClient:
    """Fill the client's local mode as the tutorials do."""
    client = QdrantClient(":memory:")
    client.create_collection(
        _COLLECTION,
        vectors_config={},
        sparse_vectors_config={"ratings": models.SparseVectorParams()},
    )
    points = (
        models.PointStruct(
            id=point.id,
            vector={
                "ratings": models.SparseVector(
                    indices=point.vector.indices.tolist(), values=point.vector.values.tolist()
                )
            },
        )
        for point in ZScores(model.ratings).points({})
    )
    with warnings.catch_warnings():
        # Local mode says it isn't made for so many points; that is what this measures.
        warnings.simplefilter("ignore")
        client.upload_points(_COLLECTION, points)
    return client


def _tutorial(client: QdrantClient, profile: Profile) -> list[tuple[int, float]]:
    """Return five films the way of the notebook."""
    query = models.SparseVector(
        indices=[int(item) for item in profile],
        values=[float(verdict) for verdict in profile.values()],
    )
    found = client.query_points(
        _COLLECTION, query=query, using="ratings", limit=SEED_NEIGHBOURS, with_vectors=True
    )
    sums: dict[int, float] = defaultdict(float)
    for point in found.points:
        vector = point.vector["ratings"] if isinstance(point.vector, dict) else None
        if isinstance(vector, models.SparseVector):
            for item, value in zip(vector.indices, vector.values, strict=True):
                if item not in profile:
                    sums[item] += value
    return sorted(sums.items(), key=lambda each: -each[1])[:5]


def main(store: str, queries: str, tutorial_queries: str) -> int:
    """Compare, and print the result as JSON."""
    result = compare(Path(store), int(queries), int(tutorial_queries))
    sys.stdout.write(json.dumps(asdict(result)))
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
