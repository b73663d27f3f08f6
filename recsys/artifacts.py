"""A built model on disk: one folder a build, and a pointer to the one in use.

::

    store/
      current                      the name of the build in use
      20261120-203512-3f9a/        a build, complete or not there at all
        meta.json  catalog.json  demographics.json
        ratings/ reception/ weights/   arrays, mapped into memory when read
        index/                     the embedded engine's files, where that is used

A build is written into a hidden folder beside them and becomes visible by a rename; the pointer is
replaced after that. So a crash at any moment leaves the old build in use and whole.
"""

import json
import os
import secrets
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, astuple, dataclass, fields
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TypeVar

import numpy as np
import portalocker
from scipy import sparse

from recsys.catalog import Catalog
from recsys.datasets.types import Demographics
from recsys.errors import DataError, ModelDamaged, ModelNotFound, ModelOutdated, StoreBusy
from recsys.model.evidence import Reception
from recsys.model.item_weights import ItemWeights
from recsys.ratings import Ratings

FORMAT = 1
"""Raised whenever a change of the code can't read what the code before it wrote."""

INDEX_FOLDER = "index"
_POINTER = "current"
_STAGING = ".building-"
_UNREADABLE = (OSError, ValueError, KeyError, TypeError, AttributeError, EOFError, DataError)
"""What reading a file can end in that is not what was written."""

_Arrays = TypeVar("_Arrays", Ratings, Reception)


@dataclass(frozen=True, slots=True)
class ModelMeta:
    """What a build says about itself (``meta.json``).

    Attributes:
        format: version of the files' layout.
        build_id: name of the build; its folder and its collections are called so.
        created: when, UTC, ISO 8601.
        dataset: name of the release.
        invented: whether the ratings are made up (the sample).
        licence: what has to be shown about the data.
        engine: where the vectors are: ``"edge"`` (in the folder) or ``"server"``.
        users: users in the index.
        movies: films of the catalogue.
        ratings: ratings, without duplicates.
        duplicates: older ratings of a film by the same user, left out.
        weighted_movies: films that have item weights.
        weights_users: users that the item weights were fitted on.
        normalisation: how ratings became vectors.
    """

    format: int
    build_id: str
    created: str
    dataset: str
    invented: bool
    licence: str
    engine: str
    users: int
    movies: int
    ratings: int
    duplicates: int
    weighted_movies: int
    weights_users: int
    normalisation: str

    @property
    def viewers(self) -> str:
        """Return what its users have to be called: the sample's are nobody's real taste."""
        return "invented viewers" if self.invented else "MovieLens viewers"


@dataclass(frozen=True, slots=True, eq=False)
class Model:
    """A build that has been read; its large arrays are mapped from disk."""

    folder: Path
    meta: ModelMeta
    catalog: Catalog
    ratings: Ratings
    reception: Reception
    weights: ItemWeights
    demographics: Mapping[int, Demographics]


def new_build_id(now: datetime | None = None) -> str:
    """Return a name that sorts by time and is unique."""
    moment = now or datetime.now(UTC)
    return f"{moment:%Y%m%d-%H%M%S}-{secrets.token_hex(2)}"


@contextmanager
def staging(store: Path) -> Iterator[Path]:
    """Give an empty folder in which a build is made; it is gone afterwards unless published.

    What an interrupted build left behind is cleared away first.

    Raises:
        StoreBusy: another build is being made in this store.
    """
    store.mkdir(parents=True, exist_ok=True)
    with _locked(store):
        for leftover in store.glob(f"{_STAGING}*"):
            shutil.rmtree(leftover)
        folder = store / f"{_STAGING}{os.getpid()}"
        folder.mkdir()
        try:
            yield folder
        finally:
            shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def _locked(store: Path) -> Iterator[None]:
    lock = portalocker.Lock(store / ".lock", timeout=0)
    try:
        lock.acquire()
    except portalocker.LockException:
        raise StoreBusy(
            f"Another build is being made in {store}: wait for it, or build elsewhere with --out."
        ) from None
    try:
        yield
    finally:
        lock.release()


def publish(store: Path, folder: Path, build_id: str) -> Path:
    """Make a staged build visible and the one in use; return its folder."""
    _sync_tree(folder)
    published = folder.rename(store / build_id)
    pointer = store / f"{_POINTER}.new"
    pointer.write_text(f"{build_id}\n", encoding="ascii")
    _sync(pointer)
    pointer.replace(store / _POINTER)
    _sync(store)
    return published


def builds(store: Path) -> list[Path]:
    """Return the complete builds of a store, oldest first."""
    return sorted(meta.parent for meta in store.glob("[0-9]*/meta.json"))


def prune(store: Path) -> list[str]:
    """Remove every build but the one in use; return their names."""
    with _locked(store):
        kept = current(store)
        old = [folder for folder in builds(store) if folder != kept]
        for folder in old:
            # The name goes first: a build half removed would look complete.
            shutil.rmtree(folder.rename(store / f"{_STAGING}{folder.name}"))
        return [folder.name for folder in old]


def current(place: Path) -> Path:
    """Return the folder of the build in use.

    Args:
        place: a store, or the folder of one build.

    Raises:
        ModelNotFound: no build there.
    """
    if (place / "meta.json").is_file():
        return place
    try:
        name = (place / _POINTER).read_text(encoding="ascii").strip()
    except (OSError, UnicodeDecodeError):
        name = ""
    if name and (place / name / "meta.json").is_file():
        return place / name
    raise ModelNotFound(
        f"There is no built model in {place}: make one with `python -m recsys build --out {place}`."
    )


def has_model(place: Path) -> bool:
    """Return whether a build is in use there."""
    try:
        current(place)
    except ModelNotFound:
        return False
    return True


def write_model(folder: Path, model: Model) -> None:
    """Write everything but the index into ``folder``."""
    for part in ("ratings", "reception"):
        _write_arrays(folder / part, getattr(model, part))
    (folder / "weights").mkdir()
    matrix = model.weights.matrix
    for name, array in (
        ("item_ids", model.weights.item_ids),
        ("indptr", matrix.indptr),
        ("indices", matrix.indices),
        ("data", matrix.data),
    ):
        np.save(folder / "weights" / f"{name}.npy", array)
    _write_json(folder / "catalog.json", model.catalog.to_json())
    people = {user: astuple(who) for user, who in model.demographics.items()}
    _write_json(folder / "demographics.json", people)
    _write_json(folder / "meta.json", asdict(model.meta))


def read_model(place: Path) -> Model:
    """Read a build; its large arrays stay on disk and are mapped.

    Args:
        place: a store or the folder of one build.

    Raises:
        ModelNotFound: no build there.
        ModelOutdated: written by another version of the format.
        ModelDamaged: a file is missing, cut or not what it should be.
    """
    folder = current(place)
    meta = read_meta(folder)
    try:
        model = Model(
            folder=folder,
            meta=meta,
            catalog=Catalog.from_json(_read_json(folder / "catalog.json")),
            ratings=_read_arrays(folder / "ratings", Ratings),
            reception=_read_arrays(folder / "reception", Reception),
            weights=_read_weights(folder / "weights", meta.weights_users),
            demographics=_read_demographics(folder / "demographics.json"),
        )
    except _UNREADABLE as error:
        raise _damaged(folder, str(error)) from error
    _check(model)
    return model


def read_catalog(place: Path) -> Catalog:
    """Read the films alone; raises as `read_model`."""
    folder = current(place)
    read_meta(folder)
    try:
        return Catalog.from_json(_read_json(folder / "catalog.json"))
    except _UNREADABLE as error:
        raise _damaged(folder, str(error)) from error


def read_meta(place: Path) -> ModelMeta:
    """Read ``meta.json`` alone; raises as `read_model`."""
    folder = current(place)
    try:
        written = _read_json(folder / "meta.json")
        version = int(written["format"])
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise _damaged(folder, str(error)) from error
    if version != FORMAT:
        raise ModelOutdated(
            f"The model in {folder} has format {version} and this program reads {FORMAT}: "
            f"build it again with `python -m recsys build`."
        )
    try:
        return ModelMeta(**written)
    except TypeError as error:
        raise _damaged(folder, str(error)) from error


def _check(model: Model) -> None:
    """Raise unless the parts fit together."""
    ratings, meta = model.ratings, model.meta
    fits = (
        len(ratings.indptr) == ratings.n_users + 1
        and int(ratings.indptr[-1]) == len(ratings.columns) == len(ratings.half_stars)
        and len(ratings.last_year) == ratings.n_users == meta.users
        and len(model.reception.raters) == ratings.n_items == len(model.catalog) == meta.movies
        and len(model.weights.item_ids) == meta.weighted_movies
        and np.isin(model.weights.item_ids, ratings.item_ids).all()
    )
    if not fits:
        raise _damaged(model.folder, "its files do not fit together")


def _damaged(folder: Path, why: str) -> ModelDamaged:
    return ModelDamaged(
        f"The model in {folder} can't be read ({why}): build it again with "
        f"`python -m recsys build`."
    )


def _write_arrays(folder: Path, value: Ratings | Reception) -> None:
    folder.mkdir()
    for field in fields(value):
        np.save(folder / f"{field.name}.npy", getattr(value, field.name))


def _read_arrays(folder: Path, kind: type[_Arrays]) -> _Arrays:
    return kind(**{field.name: _map(folder / f"{field.name}.npy") for field in fields(kind)})


def _read_weights(folder: Path, users: int) -> ItemWeights:
    item_ids, indptr, indices, data = (
        _map(folder / f"{name}.npy") for name in ("item_ids", "indptr", "indices", "data")
    )
    shape = (len(item_ids), int(indices.max(initial=0)) + 1)
    matrix = sparse.csr_array((data, indices, indptr), shape=shape, copy=False)
    return ItemWeights(item_ids, matrix, users)


def _read_demographics(file: Path) -> dict[int, Demographics]:
    return {int(user): Demographics(*who) for user, who in _read_json(file).items()}


def _map(file: Path) -> Any:  # noqa: ANN401 - the array's type is known by its place only
    # As a plain array, whose slices are cheaper to take; it is backed by the file all the same.
    return np.asarray(np.load(file, mmap_mode="r", allow_pickle=False))


def _write_json(file: Path, value: object) -> None:
    file.write_text(json.dumps(value, ensure_ascii=False), encoding="utf-8")


def _read_json(file: Path) -> Any:  # noqa: ANN401 - JSON is what it is
    return json.loads(file.read_text(encoding="utf-8"))


def _sync_tree(folder: Path) -> None:
    """Bring a folder to disk before its name is changed."""
    for path in folder.rglob("*"):
        _sync(path)
    _sync(folder)


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
