"""A built model on disk: the files of one build.

::

    meta.json  catalog.json  demographics.json
    ratings/ reception/ weights/ series/   arrays, mapped into memory when read
    index/                         the embedded engine's files, if it is used
    manifest.json                  the checksum of every file

Nothing is read that wasn't compared with its checksum just before: by `read_model` all files, the
engine's too, by `read_catalog` and `read_meta` those they read. After that the files are trusted:
what a disk does to them while a program has them mapped isn't noticed before the next opening.

`recsys.store.builds` tells how such a folder is made and which one is in use.
"""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, astuple, fields
from pathlib import Path
from typing import Any, TypeVar, get_args, get_type_hints

import numpy as np
import numpy.typing as npt

from recsys.catalog import Catalog
from recsys.datasets.types import Demographics
from recsys.errors import DataError, ModelDamaged, ModelOutdated
from recsys.model.built import FORMAT, Model, ModelMeta
from recsys.model.evidence import Reception
from recsys.model.item_weights import ItemWeights
from recsys.model.series import Series
from recsys.ratings import Ratings
from recsys.store import manifest
from recsys.store.builds import META, current
from recsys.store.invariants import violations

INDEX_FOLDER = "index"
_CATALOG = "catalog.json"
_UNREADABLE = (OSError, ValueError, KeyError, TypeError, AttributeError, EOFError, DataError)
"""What reading a damaged file can raise."""

_Arrays = TypeVar("_Arrays", Ratings, Reception, ItemWeights, Series)


def write_model(folder: Path, model: Model) -> None:
    """Write everything but the index and the manifest into ``folder``."""
    for part in ("ratings", "reception", "weights", "series"):
        _write_arrays(folder / part, getattr(model, part))
    _write_json(folder / _CATALOG, model.catalog.to_json())
    people = {user: astuple(who) for user, who in model.demographics.items()}
    _write_json(folder / "demographics.json", people)
    _write_json(folder / META, asdict(model.meta))


def read_model(place: Path) -> Model:
    """Read a build, every file checked; its large arrays stay on disk and are mapped.

    Args:
        place: a store or the folder of one build.

    Raises:
        ModelNotFound: no build there.
        ModelOutdated: written by another version of the format.
        ModelDamaged: a file, one of the index's too, is missing, cut or not what was written, or
            the arrays can't be those of a model.
    """
    folder = current(place)
    read_meta(folder)
    manifest.verify(folder)
    model = load_model(folder)
    for wrong in violations(model):
        raise _damaged(folder, wrong)
    return model


def load_model(folder: Path) -> Model:
    """Read a build that has just been written, unchecked; raises as `read_model`."""
    with _damage_in(folder):
        return Model(
            folder=folder,
            meta=ModelMeta(**_read_json(folder / META)),
            catalog=Catalog.from_json(_read_json(folder / _CATALOG)),
            ratings=_read_arrays(folder / "ratings", Ratings),
            reception=_read_arrays(folder / "reception", Reception),
            weights=_read_arrays(folder / "weights", ItemWeights),
            series=_read_arrays(folder / "series", Series),
            demographics=_read_demographics(folder / "demographics.json"),
        )


def read_catalog(place: Path) -> Catalog:
    """Read the films alone; raises as `read_model`."""
    folder = current(place)
    read_meta(folder)
    manifest.verify(folder, _CATALOG)
    with _damage_in(folder):
        return Catalog.from_json(_read_json(folder / _CATALOG))


def read_meta(place: Path) -> ModelMeta:
    """Read ``meta.json`` alone; raises as `read_model`."""
    folder = current(place)
    with _damage_in(folder):
        written = _read_json(folder / META)
        found, dataset = written["format"], str(written.get("dataset"))
    if found != FORMAT:
        # Others may have no manifest.
        raise ModelOutdated(
            f"The model in {folder} has format {found} and this program reads {FORMAT}: "
            f"build it again with `python -m recsys build`.",
            dataset=dataset,
        )
    manifest.verify(folder, META)
    with _damage_in(folder):
        return ModelMeta(**written)


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
        _save(folder / f"{field.name}.npy", getattr(value, field.name))


def _save(file: Path, array: npt.NDArray[np.generic]) -> None:
    """Write what `numpy.save` would, whose error on a full disk doesn't say that it's full."""
    whole = np.ascontiguousarray(array)
    with file.open("wb") as stream:
        np.lib.format.write_array_header_1_0(
            stream, np.lib.format.header_data_from_array_1_0(whole)
        )
        stream.write(whole.data)


def _read_arrays(folder: Path, kind: type[_Arrays]) -> _Arrays:
    hints = get_type_hints(kind)
    return kind(
        **{
            field.name: _map(folder / f"{field.name}.npy", _dtype(hints[field.name]))
            for field in fields(kind)
        }
    )


def _read_demographics(file: Path) -> dict[int, Demographics]:
    return {int(user): Demographics(*who) for user, who in _read_json(file).items()}


def _dtype(array_type: object) -> type[np.generic]:
    """Return the scalar of an annotation such as ``NDArray[np.int64]``."""
    _, dtype = get_args(array_type)
    (scalar,) = get_args(dtype)
    kind: type[np.generic] = scalar
    return kind


def _map(file: Path, dtype: type[np.generic]) -> Any:  # noqa: ANN401 - known by its place only
    # As a plain array, whose slices are cheaper to take; it is backed by the file all the same.
    array = np.asarray(np.load(file, mmap_mode="r", allow_pickle=False))
    if array.dtype != dtype:
        raise ValueError(f"{file.name} holds {array.dtype}")
    return array


def _write_json(file: Path, value: object) -> None:
    file.write_text(json.dumps(value, ensure_ascii=False), encoding="utf-8")


def _read_json(file: Path) -> Any:  # noqa: ANN401 - JSON is what it is
    return json.loads(file.read_text(encoding="utf-8"))
