"""From a source to a published model and back, on the real embedded engine."""

import asyncio
import json
import subprocess
import sys
import textwrap
import threading
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from qdrant_client import AsyncQdrantClient

from lab.models import copy_models
from recsys.errors import (
    IndexMissing,
    MalformedData,
    ModelNotFound,
    ModelOutdated,
    StoreBusy,
)
from recsys.index.server import ServerAddress
from recsys.locks import hold
from recsys.model.points import Points
from recsys.model.recommender import Recommender
from recsys.store import artifacts, builds
from recsys.store.build import build
from recsys.store.open import open_recommender
from recsys.types import Profile
from tests.fakes import NumpyIndex
from tests.integration.test_index_server import Loopback
from tests.worlds import SCI_FI, CampSource


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    store = tmp_path_factory.mktemp("built")
    build(CampSource(), store)
    return store


@pytest.fixture
def store(built, tmp_path):
    """Return a copy of a store with one build, to be used and harmed."""
    return copy_models(built, tmp_path / "models")


async def test_three_lines_from_a_model_to_recommendations(store):
    async with await open_recommender(store) as recommender:
        found = await recommender.recommend(Profile({1: +1, 2: +1, 11: -1}), n=5)
        await recommender.health()
    assert {each.item_id for each in found} <= set(SCI_FI)
    assert len(found) == 5


async def test_what_is_read_is_what_was_built(store):
    model = artifacts.read_model(store)
    source = CampSource()
    assert model.meta.users == 60
    assert model.meta.movies == len(model.catalog) == 20
    assert model.meta.ratings == len(model.ratings) == 660
    assert model.meta.invented
    assert model.demographics == source.demographics()
    assert isinstance(model.ratings.columns.base, np.memmap)
    assert model.reception.raters.sum() == 660


async def test_the_engine_answers_as_the_numpy_reference(store):
    model = artifacts.read_model(store)
    points = Points(model)
    reference = Recommender(model, NumpyIndex(points.users()))
    random = np.random.default_rng(0)
    async with await open_recommender(store) as recommender:
        for _ in range(40):
            items = random.choice(np.arange(1, 21), 6, replace=False).tolist()
            profile = Profile(dict(zip(items, random.choice([1, 1, -1, 0], 6), strict=True)))
            got = await recommender.recommend(profile, 10)
            expected = await reference.recommend(profile, 10)
            assert [each.item_id for each in got] == [each.item_id for each in expected]
            assert [each.score for each in got] == pytest.approx(
                [each.score for each in expected], rel=1e-4
            )


@pytest.mark.filterwarnings("ignore:Payload indexes have no effect:UserWarning")
async def test_a_server_holds_the_vectors_and_answers_as_the_embedded_engine(store, tmp_path):
    elsewhere, profile = tmp_path / "served", Profile({1: 1, 2: 1, 11: -1})
    with Loopback() as server:
        server.memory = AsyncQdrantClient(":memory:")
        serving = threading.Thread(target=server.serve_forever)
        serving.start()
        try:
            folder = await asyncio.to_thread(
                build, CampSource(), elsewhere, server=ServerAddress(server.url)
            )
            async with await open_recommender(elsewhere, qdrant_url=server.url) as recommender:
                served = await recommender.recommend(profile, 10)
        finally:
            server.shutdown()
            serving.join()
            await server.memory.close()
    async with await open_recommender(store) as recommender:
        embedded = await recommender.recommend(profile, 10)
    assert [each.item_id for each in served] == [each.item_id for each in embedded]
    for here, there in zip(embedded, served, strict=True):
        ours, theirs = (replace(each.evidence, contributions=()) for each in (here, there))
        assert theirs == ours
    assert not (folder / artifacts.INDEX_FOLDER).exists()
    with pytest.raises(IndexMissing, match="qdrant-url"):
        await open_recommender(elsewhere)


async def test_a_new_build_replaces_the_old_one_which_can_be_opened_until_pruned(store):
    first = builds.current(store)
    second = build(CampSource(users=40), store)
    assert builds.current(store) == second != first
    assert builds.complete(store) == sorted([first, second])
    async with await open_recommender(first) as recommender:
        assert recommender.meta.users == 60
    assert builds.prune(store) == [first.name]
    assert builds.complete(store) == [second]


async def test_a_build_that_is_open_is_never_pruned(store):
    first = builds.current(store)
    async with await open_recommender(store) as recommender:
        second, third = (build(CampSource(users), store) for users in (40, 50))
        assert builds.prune(store) == [second.name]
        assert await recommender.recommend(Profile({1: +1}), n=3)
        assert builds.complete(store) == [first, third]
    assert builds.prune(store) == [first.name]


def test_several_may_have_a_build_open_and_the_last_lets_it_go(store):
    first = builds.current(store)
    with builds.opened(store) as one:
        with builds.opened(first) as other:
            assert one == other == first
        build(CampSource(40), store)
        assert builds.prune(store) == []
    assert builds.prune(store) == [first.name]


def test_who_opens_a_build_that_is_just_being_removed_is_told_so(store):
    held = hold(builds.current(store) / "meta.json", AssertionError("it is open"))
    with held, pytest.raises(ModelNotFound, match="just been removed"), builds.opened(store):
        """Nobody gets here."""


class BrokenSource(CampSource):
    def ratings(self):
        raise MalformedData("ratings.csv", 3, "a rating of 7")


async def test_bad_data_leaves_the_model_in_use_and_nothing_else(store):
    before = builds.current(store)
    with pytest.raises(MalformedData):
        build(BrokenSource(), store)
    assert builds.current(store) == before
    assert {path.name for path in store.iterdir()} == {before.name, "current", ".lock"}


KILLED_AT = [
    "recsys.store.build.collect",
    "recsys.model.pease.fit",
    "recsys.store.artifacts.write_model",
    "recsys.store.build.index_apart",
    "recsys.store.manifest.write",
    "recsys.store.builds._sync_tree",
    "pathlib.Path.replace",
]


@pytest.mark.parametrize("step", KILLED_AT)
async def test_a_kill_at_any_moment_leaves_the_old_build_in_use(store, step):
    before = builds.current(store)
    program = f"""
        import os, pathlib, signal
        from unittest import mock
        import recsys.store.build
        from tests.worlds import CampSource
        def killed(*args, **kwargs):
            os.kill(os.getpid(), signal.SIGKILL)
        with mock.patch({step!r}, killed):
            recsys.store.build.build(CampSource(40), pathlib.Path({str(store)!r}))
    """
    root = Path(__file__).parents[2]
    done = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(program)], cwd=root, capture_output=True, check=False
    )
    assert done.returncode == -9, done.stderr.decode()
    assert builds.current(store) == before
    async with await open_recommender(store) as recommender:
        assert await recommender.recommend(Profile({11: 1}), 1)
    with builds.staging(store):
        assert len(list(store.glob(".building-*"))) == 1, "what was left behind"


def test_two_builds_do_not_share_a_store(tmp_path):
    with builds.staging(tmp_path), pytest.raises(StoreBusy), builds.staging(tmp_path):
        pass


def test_nothing_built_yet_says_how(tmp_path):
    with pytest.raises(ModelNotFound, match="recsys build"):
        artifacts.read_model(tmp_path)


@pytest.mark.parametrize(
    "content", ["19990101-000000-dead\n", "", "x" * 300, "\x00", "\N{SNOWMAN}"]
)
async def test_a_pointer_to_nowhere_is_no_model(store, content):
    (store / "current").write_text(content, encoding="utf-8")
    with pytest.raises(ModelNotFound):
        builds.current(store)


async def test_another_format_asks_for_a_new_build(store):
    file = builds.current(store) / "meta.json"
    file.write_text(json.dumps(json.loads(file.read_text()) | {"format": 0}))
    with pytest.raises(ModelOutdated, match="format 0"):
        artifacts.read_model(store)
