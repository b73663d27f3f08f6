"""From a data set to a built model: collect, fit, index, publish."""

import asyncio
import errno
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from types import ModuleType

from recsys.catalog import Catalog
from recsys.datasets.collect import collect
from recsys.datasets.types import Dataset, Source
from recsys.errors import StorageFull, StoreUnwritable
from recsys.index.address import ServerAddress
from recsys.index.edge import build_edge_index
from recsys.model import pease
from recsys.model.built import FORMAT, Model, ModelMeta
from recsys.model.evidence import receive
from recsys.model.item_weights import ItemWeights
from recsys.model.points import Points
from recsys.model.series import find_series
from recsys.progress import Progress, Silent
from recsys.store import artifacts, builds
from recsys.store.artifacts import INDEX_FOLDER

NORMALISATION = (
    "taste = x / (|x| + 3)^0.75 with x = g(stars) * ln(N/n + 1)^0.7; "
    "g = 1 from 4 stars, 0.5 from 3, -0.3 below"
)


def build(
    source: Source,
    store: Path,
    *,
    server: ServerAddress | None = None,
    progress: Progress | None = None,
) -> Path:
    """Make a model from a data set and publish it as the one in use; return its folder.

    Nobody ever sees half a build: if anything goes wrong, the build in use before stays in use.
    Meant for a process of its own, which fitting and loading keep busy; so it isn't a coroutine,
    and Ctrl-C stops it at any moment.

    Args:
        source: the data set.
        store: where the store's builds are; made when missing.
        server: the Qdrant server that gets the vectors; without one they stay in the folder,
            for the embedded engine.
        progress: told of the stages.

    Raises:
        DataError: the data set can't be used.
        StoreBusy: another build is being made there.
        StorageFull: no space left.
        IndexFault: the engine failed.
    """
    progress = progress or Silent()
    if server is not None:
        # Before the work rather than after it.
        asyncio.run(_server().reach_server(server))
    with _space_needed(store), builds.staging(store) as folder:
        build_id = builds.new_build_id()
        _write(source, folder, build_id, "server" if server else "edge", progress)
        # Read again, its arrays are mapped: the memory is the engine's now.
        points = Points(artifacts.read_model(folder))
        with progress.stage("Indexing", len(points)) as advance:
            if server is None:
                build_edge_index(folder / INDEX_FOLDER, build_id, points.users(), advance)
            else:
                asyncio.run(_server().build_server_index(server, build_id, points.users(), advance))
        return builds.publish(store, folder, build_id)


def _write(source: Source, folder: Path, build_id: str, engine: str, progress: Progress) -> None:
    """Write everything but the index."""
    with progress.stage("Reading ratings", source.size_hint) as advance:
        dataset = collect(source, advance)
    with progress.stage("Fitting item weights"):
        weights = pease.fit(dataset.ratings)
    with progress.stage("Writing the model"):
        artifacts.write_model(folder, assemble(dataset, weights, build_id, engine, folder))


def _server() -> ModuleType:
    # Not at the top: its client takes a second to import, and most builds are embedded.
    from recsys.index import server  # noqa: PLC0415 - see above

    return server


@contextmanager
def _space_needed(store: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise StorageFull(
                f"No space is left in {store}: free some, or build elsewhere with --out."
            ) from error
        raise StoreUnwritable(
            f"The model can't be written into {store} ({error.strerror}): let this user write "
            f"there, or build elsewhere with --out."
        ) from error


def assemble(
    dataset: Dataset, weights: ItemWeights, build_id: str, engine: str, folder: Path
) -> Model:
    """Put a model together in memory; ``folder`` is where it is or will be."""
    ratings, reception = dataset.ratings, receive(dataset.ratings)
    raters = dict(zip(ratings.item_ids.tolist(), map(int, reception.raters), strict=True))
    meta = ModelMeta(
        format=FORMAT,
        build_id=build_id,
        created=datetime.now(UTC).isoformat(timespec="seconds"),
        dataset=dataset.name,
        invented=dataset.invented,
        licence=dataset.licence,
        engine=engine,
        users=ratings.n_users,
        movies=ratings.n_items,
        ratings=len(ratings),
        duplicates=dataset.duplicates,
        weighted_movies=len(weights.item_ids),
        weights_users=min(ratings.n_users, pease.MAX_USERS),
        normalisation=NORMALISATION,
    )
    catalog = Catalog.from_raw(dataset.movies, raters)
    series = find_series(list(catalog), ratings)
    return Model(folder, meta, catalog, ratings, reception, weights, series, dataset.demographics)
