"""A built model on disk: the files of one build.

::

    meta.json  catalog.json  demographics.json
    ratings/ reception/ weights/ series/   arrays, mapped into memory when read
    index/                         the embedded engine's files, if it is used

`recsys.store.builds` tells how such a folder is made and which one is in use.
"""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, astuple, fields
from pathlib import Path
from typing import Any, TypeVar

import numpy as np

from recsys.catalog import Catalog
from recsys.datasets.types import Demographics
from recsys.errors import DataError, ModelDamaged, ModelOutdated
from recsys.model.built import FORMAT, Model, ModelMeta
from recsys.model.evidence import Reception
from recsys.model.item_weights import ItemWeights
from recsys.model.series import Series
from recsys.ratings import Ratings
from recsys.store.builds import META, current

INDEX_FOLDER = "index"
_UNREADABLE = (OSError, ValueError, KeyError, TypeError, AttributeError, EOFError, DataError)
"""What reading a damaged file can raise."""

_Arrays = TypeVar("_Arrays", Ratings, Reception, ItemWeights, Series)


def write_model(folder: Path, model: Model) -> None:
    """Write everything but the index into ``folder``."""
    for part in ("ratings", "reception", "weights", "series"):
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
    with _damage_in(folder):
        model = Model(
            folder=folder,
            meta=meta,
            catalog=Catalog.from_json(_read_json(folder / "catalog.json")),
            ratings=_read_arrays(folder / "ratings", Ratings),
            reception=_read_arrays(folder / "reception", Reception),
            weights=_read_arrays(folder / "weights", ItemWeights),
            series=_read_arrays(folder / "series", Series),
            demographics=_read_demographics(folder / "demographics.json"),
        )
    _check(model)
    return model


def read_catalog(place: Path) -> Catalog:
    """Read the films alone; raises as `read_model`."""
    folder = current(place)
    read_meta(folder)
    with _damage_in(folder):
        return Catalog.from_json(_read_json(folder / "catalog.json"))


def read_meta(place: Path) -> ModelMeta:
    """Read ``meta.json`` alone; raises as `read_model`."""
    folder = current(place)
    with _damage_in(folder):
        written = _read_json(folder / META)
        if int(written["format"]) == FORMAT:
            return ModelMeta(**written)
    raise ModelOutdated(
        f"The model in {folder} has format {written['format']} and this program reads {FORMAT}: "
        f"build it again with `python -m recsys build`.",
        dataset=str(written.get("dataset")),
    )


def _check(model: Model) -> None:
    """Raise unless the parts fit together."""
    ratings, weights, meta = model.ratings, model.weights, model.meta
    series = model.series
    fits = (
        len(ratings.indptr) == ratings.n_users + 1
        and int(ratings.indptr[-1]) == len(ratings.columns) == len(ratings.half_stars)
        and len(ratings.last_year) == ratings.n_users == meta.users
        and len(model.reception.raters) == ratings.n_items == len(model.catalog) == meta.movies
        and len(series.numbers) == ratings.n_items
        and len(series.earlier) == len(series.later)
        and len(weights.item_ids) == meta.weighted_movies
        and np.isin(weights.item_ids, ratings.item_ids).all()
        and len(weights.indptr) == len(weights.dimensions) + 1
        and int(weights.indptr[-1]) == len(weights.movies) == len(weights.values)
    )
    if not fits:
        raise _damaged(model.folder, "its files don't fit together")


@contextmanager
def _damage_in(folder: Path) -> Iterator[None]:
    try:
        yield
    except _UNREADABLE as error:
        raise _damaged(folder, str(error)) from error


def _damaged(folder: Path, why: str) -> ModelDamaged:
    return ModelDamaged(
        f"The model in {folder} can't be read ({why}): build it again with "
        f"`python -m recsys build`."
    )


def _write_arrays(folder: Path, value: Ratings | Reception | ItemWeights | Series) -> None:
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
