"""A built model on disk: the files of one build.

::

    meta.json  catalog.json  demographics.json
    ratings/ reception/ weights/   arrays, mapped into memory when read
    index/                         the embedded engine's files, where that is used

`recsys.builds` tells how such a folder comes to be and which one is in use.
"""

import json
from collections.abc import Mapping
from dataclasses import asdict, astuple, dataclass, fields
from pathlib import Path
from typing import Any, TypeVar

import numpy as np

from recsys.builds import META, current
from recsys.catalog import Catalog
from recsys.datasets.types import Demographics
from recsys.errors import DataError, ModelDamaged, ModelOutdated
from recsys.model.evidence import Reception
from recsys.model.item_weights import ItemWeights
from recsys.ratings import Ratings

FORMAT = 2
"""Raised whenever a change of the code can't read what the code before it wrote."""

INDEX_FOLDER = "index"
_UNREADABLE = (OSError, ValueError, KeyError, TypeError, AttributeError, EOFError, DataError)
"""What reading a file can end in that is not what was written."""

_Arrays = TypeVar("_Arrays", Ratings, Reception, ItemWeights)


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


def write_model(folder: Path, model: Model) -> None:
    """Write everything but the index into ``folder``."""
    for part in ("ratings", "reception", "weights"):
        _write_arrays(folder / part, getattr(model, part))
    _write_json(folder / "catalog.json", model.catalog.to_json())
    people = {user: astuple(who) for user, who in model.demographics.items()}
    _write_json(folder / "demographics.json", people)
    _write_json(folder / META, asdict(model.meta))


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
            weights=_read_arrays(folder / "weights", ItemWeights),
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
        written = _read_json(folder / META)
        version = int(written["format"])
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise _damaged(folder, str(error)) from error
    if version != FORMAT:
        raise ModelOutdated(
            f"The model in {folder} has format {version} and this program reads {FORMAT}: "
            f"build it again with `python -m recsys build`.",
            dataset=str(written.get("dataset")),
        )
    try:
        return ModelMeta(**written)
    except TypeError as error:
        raise _damaged(folder, str(error)) from error


def _check(model: Model) -> None:
    """Raise unless the parts fit together."""
    ratings, weights, meta = model.ratings, model.weights, model.meta
    fits = (
        len(ratings.indptr) == ratings.n_users + 1
        and int(ratings.indptr[-1]) == len(ratings.columns) == len(ratings.half_stars)
        and len(ratings.last_year) == ratings.n_users == meta.users
        and len(model.reception.raters) == ratings.n_items == len(model.catalog) == meta.movies
        and len(weights.item_ids) == meta.weighted_movies
        and np.isin(weights.item_ids, ratings.item_ids).all()
        and len(weights.indptr) == len(weights.dimensions) + 1
        and int(weights.indptr[-1]) == len(weights.movies) == len(weights.values)
    )
    if not fits:
        raise _damaged(model.folder, "its files do not fit together")


def _damaged(folder: Path, why: str) -> ModelDamaged:
    return ModelDamaged(
        f"The model in {folder} can't be read ({why}): build it again with "
        f"`python -m recsys build`."
    )


def _write_arrays(folder: Path, value: Ratings | Reception | ItemWeights) -> None:
    folder.mkdir()
    for field in fields(value):
        np.save(folder / f"{field.name}.npy", getattr(value, field.name))


def _read_arrays(folder: Path, kind: type[_Arrays]) -> _Arrays:
    return kind(**{field.name: _map(folder / f"{field.name}.npy") for field in fields(kind)})


def _read_demographics(file: Path) -> dict[int, Demographics]:
    return {int(user): Demographics(*who) for user, who in _read_json(file).items()}


def _map(file: Path) -> Any:  # noqa: ANN401 - the array's type is known by its place only
    # As a plain array, whose slices are cheaper to take; it is backed by the file all the same.
    return np.asarray(np.load(file, mmap_mode="r", allow_pickle=False))


def _write_json(file: Path, value: object) -> None:
    file.write_text(json.dumps(value, ensure_ascii=False), encoding="utf-8")


def _read_json(file: Path) -> Any:  # noqa: ANN401 - JSON is what it is
    return json.loads(file.read_text(encoding="utf-8"))
