"""From a data set to a built model: collect, fit, index, publish."""

import asyncio
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from recsys.catalog import Catalog
from recsys.datasets.collect import collect
from recsys.datasets.types import Dataset, Source
from recsys.index.address import ServerAddress
from recsys.model import pease
from recsys.model.built import FORMAT, Model, ModelMeta
from recsys.model.evidence import receive
from recsys.model.find_series import find_series
from recsys.model.item_weights import ItemWeights
from recsys.progress import Progress, Silent
from recsys.store import artifacts, builds, manifest
from recsys.store.indexing import index_apart
from recsys.store.space import check_index_space, space_needed

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
        StoreUnwritable: the store can't be written for another reason.
        IndexFault: the engine failed.
    """
    progress = progress or Silent()
    if server is not None:
        # Before the work rather than after it. Not imported at the top: the client takes a second,
        # and most builds are embedded.
        from recsys.index.server import reach_server  # noqa: PLC0415 - see above

        asyncio.run(reach_server(server))
    return _make(store, partial(_write, source, progress), server, progress)


def embed(store: Path, *, progress: Progress | None = None) -> Path:
    """Make sure that the model in use has its vectors in its folder; return that folder.

    If they are on a server only, the model is published once more with them; nothing is fitted
    again. Raises as `build`, or a `ModelError` where there is no model to begin with.
    """
    model = artifacts.read_model(store)
    if model.meta.engine == "edge":
        return model.folder

    def write(folder: Path, build_id: str, engine: str) -> ModelMeta:
        meta = replace(model.meta, build_id=build_id, engine=engine)
        artifacts.write_model(folder, replace(model, folder=folder, meta=meta))
        return meta

    return _make(store, write, None, progress or Silent())


def _make(
    store: Path,
    write: Callable[[Path, str, str], ModelMeta],
    server: ServerAddress | None,
    progress: Progress,
) -> Path:
    """Publish a build that has been written, with its vectors; return its folder.

    Args:
        store: where it goes.
        write: writes everything but the index and the manifest into a folder, for a build id and
            an engine.
        server: gets the vectors; without one they stay in the folder.
        progress: told of the stages.
    """
    with space_needed(store), builds.staging(store) as folder:
        build_id = builds.new_build_id()
        meta = write(folder, build_id, "server" if server else "edge")
        if server is None:
            check_index_space(store, meta.ratings)
        with progress.stage("Indexing", meta.users) as advance:
            if server is None:
                index_apart(folder, build_id, advance)
            else:
                from recsys.store import uploads  # noqa: PLC0415 - its client takes a second

                # Read again, its arrays are mapped: the memory is the client's now.
                asyncio.run(uploads.upload(store, server, artifacts.load_model(folder), advance))
        manifest.write(folder)
        return builds.publish(store, folder, build_id)


def _write(
    source: Source, progress: Progress, folder: Path, build_id: str, engine: str
) -> ModelMeta:
    """Write everything but the index and the manifest."""
    with progress.stage("Reading ratings", source.size_hint) as advance:
        dataset = collect(source, advance)
    with progress.stage("Fitting item weights"):
        weights = pease.fit(dataset.ratings)
    with progress.stage("Writing the model"):
        model = assemble(dataset, weights, build_id, engine, folder)
        artifacts.write_model(folder, model)
    return model.meta


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
    series = find_series(list(catalog), ratings, reception.raters)
    return Model(folder, meta, catalog, ratings, reception, weights, series, dataset.demographics)
