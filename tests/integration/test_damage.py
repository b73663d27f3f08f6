"""A build with a damaged file: refused with a sentence, or it answers as before."""

import json
import os
import random
import shutil
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from lab.models import copy_models
from recsys.catalog import Catalog
from recsys.errors import ModelDamaged, RecsysError
from recsys.model.built import Model
from recsys.store import artifacts, builds, manifest
from recsys.store.build import build
from recsys.store.invariants import violations
from recsys.store.open import open_recommender
from recsys.types import Profile
from tests.worlds import CampSource

ROUNDS = int(os.environ.get("MATINEE_MUTATIONS", "1"))
"""How often every file is harmed; a hundred files and more."""
PROFILES = (Profile({1: 1, 2: 1, 11: -1}), Profile({15: 1, 16: 1, 3: 0}), Profile({}))


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    store = tmp_path_factory.mktemp("whole")
    build(CampSource(), store)
    return store


@pytest.fixture
def store(built: Path, tmp_path: Path) -> Path:
    return copy_models(built, tmp_path / "models")


async def answers(store: Path) -> object:
    """Return what everything that reads a build has to say."""
    films = list(artifacts.read_catalog(store))
    async with await open_recommender(store) as recommender:
        found = [await recommender.recommend(profile, 5) for profile in PROFILES]
        return artifacts.read_meta(store), films, found


async def answers_or_error(store: Path) -> object:
    try:
        return await answers(store)
    except RecsysError as error:
        return error


@contextmanager
def flipped(file: Path, chance: random.Random) -> Iterator[None]:
    """Change one bit of what was written, or of the first bytes of a hole."""
    with file.open("r+b") as stream:
        size = os.fstat(stream.fileno()).st_size
        at = chance.randrange(min(size, 4096)) if chance.random() < 0.7 else chance.randrange(size)
        stream.seek(at)
        (byte,) = stream.read(1)
        stream.seek(at)
        stream.write(bytes([byte ^ 1 << chance.randrange(8)]))
        stream.flush()
        yield
        stream.seek(at)
        stream.write(bytes([byte]))


@contextmanager
def cut(file: Path, chance: random.Random) -> Iterator[None]:
    """Cut off the end."""
    size = file.stat().st_size
    left = max(0, size - chance.choice([1, 100, 4096]))
    with file.open("r+b") as stream:
        stream.seek(left)
        end = stream.read()
        stream.truncate(left)
        yield
        stream.seek(left)
        stream.write(end)


@contextmanager
def lengthened(file: Path, chance: random.Random) -> Iterator[None]:
    """Add zeros."""
    size = file.stat().st_size
    with file.open("ab") as stream:
        stream.write(bytes(chance.choice([1, 100, 4096])))
        stream.flush()
        yield
        stream.truncate(size)


@contextmanager
def instead(file: Path, put: Callable[[Path], object]) -> Iterator[None]:
    """Put something else in a file's place."""
    aside = file.with_name(f"{file.name}.aside")
    file.rename(aside)
    put(file)
    yield
    shutil.rmtree(file) if file.is_dir() else file.unlink(missing_ok=True)
    aside.rename(file)


@contextmanager
def swapped(file: Path, other: Path) -> Iterator[None]:
    with instead(file, lambda place: shutil.copyfile(other, place)):
        yield


def harm(file: Path, others: list[Path], chance: random.Random) -> AbstractContextManager[None]:
    """Return one of the things that can happen to a file."""
    kinds: list[Callable[[], AbstractContextManager[None]]] = [
        lambda: lengthened(file, chance),
        lambda: instead(file, lambda _: None),
        lambda: instead(file, Path.touch),
        lambda: instead(file, Path.mkdir),
        lambda: instead(file, lambda place: place.write_bytes(chance.randbytes(64))),
        lambda: swapped(file, chance.choice([each for each in others if each != file])),
    ]
    if file.stat().st_size:
        kinds += [lambda: cut(file, chance), *[lambda: flipped(file, chance)] * 3]
    return chance.choice(kinds)()


async def test_every_harm_to_every_file_is_refused_or_changes_nothing(store: Path) -> None:
    """Bits, ends, whole files: nothing is ever tripped over, and nothing answers wrongly."""
    expected = await answers(store)
    assert await answers(store) == expected, "opening a build must leave its files as they were"
    files = sorted(file for file in store.rglob("*") if file.is_file())
    small = [file for file in files if file.stat().st_size < 1 << 20]
    assert len(files) > 90
    refused = 0
    for seed in range(ROUNDS):
        for number, file in enumerate(files):
            with harm(file, small, random.Random(seed * len(files) + number)):
                outcome = await answers_or_error(store)
            if outcome != expected:
                assert isinstance(outcome, RecsysError), file
                refused += 1
    assert refused > ROUNDS * len(files) * 0.9
    assert await answers(store) == expected


def test_arrays_that_do_not_fit_are_refused_whatever_their_checksums_say(store: Path) -> None:
    folder = builds.current(store)
    np.save(folder / "ratings" / "half_stars.npy", np.ones(660, dtype=np.int64))
    manifest.write(folder)
    with pytest.raises(ModelDamaged, match=r"half_stars.npy holds int64.*recsys build"):
        artifacts.read_model(store)


def with_ratings(model: Model, **changes: object) -> Model:
    return replace(model, ratings=replace(model.ratings, **changes))


def with_weights(model: Model, **changes: object) -> Model:
    return replace(model, weights=replace(model.weights, **changes))


WRONG: dict[str, Callable[[Model], Model]] = {
    "sizes": lambda m: replace(m, meta=replace(m.meta, users=61)),
    "catalogue": lambda m: replace(m, catalog=Catalog(list(m.catalog)[1:])),
    "user ids": lambda m: with_ratings(m, user_ids=m.ratings.user_ids[::-1]),
    "item ids": lambda m: with_ratings(m, item_ids=m.ratings.item_ids - 1),
    "indptr backwards": lambda m: with_ratings(m, indptr=harmed(m.ratings.indptr, 3, 0)),
    "indptr too short": lambda m: with_ratings(m, indptr=m.ratings.indptr[1:]),
    "indptr's end": lambda m: with_ratings(m, indptr=harmed(m.ratings.indptr, -1, 661)),
    "a column beyond": lambda m: with_ratings(m, columns=harmed(m.ratings.columns, 5, 20)),
    "a column before": lambda m: with_ratings(m, columns=harmed(m.ratings.columns, 5, -1)),
    "stars of 0": lambda m: with_ratings(m, half_stars=harmed(m.ratings.half_stars, 5, 0)),
    "stars of 6": lambda m: with_ratings(m, half_stars=harmed(m.ratings.half_stars, 5, 12)),
    "stars missing": lambda m: with_ratings(m, half_stars=m.ratings.half_stars[1:]),
    "years": lambda m: with_ratings(m, last_year=m.ratings.last_year[1:]),
    "reception": lambda m: replace(
        m, reception=replace(m.reception, likers=harmed(m.reception.likers, 1, np.nan))
    ),
    "a weight's film": lambda m: with_weights(m, movies=harmed(m.weights.movies, 1, 99)),
    "weights' films": lambda m: with_weights(m, item_ids=m.weights.item_ids + 1),
    "weights' rows": lambda m: with_weights(m, indptr=harmed(m.weights.indptr, 1, -1)),
    "dimensions": lambda m: with_weights(m, dimensions=m.weights.dimensions[::-1]),
    "no number": lambda m: with_weights(m, values=harmed(m.weights.values, 1, np.nan)),
    "infinite": lambda m: with_weights(m, values=harmed(m.weights.values, 1, -np.inf)),
}


def harmed(array: np.ndarray, at: int, value: float) -> np.ndarray:
    changed = array.copy()
    changed[at] = value
    return changed


def test_every_rule_about_the_arrays_is_checked(built: Path) -> None:
    model = artifacts.read_model(built)
    assert not list(violations(model))
    for what, wrong in WRONG.items():
        assert list(violations(wrong(model))), what


@pytest.mark.parametrize("content", ["{}", "[]", "null", '{"format": 3}', "{", '{"format": "x"}'])
def test_a_meta_json_of_another_kind_is_refused(store: Path, content: str) -> None:
    (builds.current(store) / "meta.json").write_text(content)
    with pytest.raises(RecsysError, match="recsys build"):
        artifacts.read_meta(store)


def test_a_model_of_the_format_before_is_outdated_though_it_has_no_manifest(store: Path) -> None:
    folder = builds.current(store)
    meta = folder / "meta.json"
    meta.write_text(json.dumps(json.loads(meta.read_text()) | {"format": 2}))
    (folder / "manifest.json").unlink()
    with pytest.raises(RecsysError, match="format 2") as raised:
        artifacts.read_model(store)
    assert vars(raised.value) == {"dataset": "camps"}
