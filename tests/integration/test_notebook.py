"""The tutorial that Matinee grew from: its published sums, on every engine."""

from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from qdrant_client import AsyncQdrantClient

from recsys.datasets.collect import collect
from recsys.datasets.source import open_source
from recsys.datasets.types import Dataset
from recsys.index.server.adapter import ServerIndex
from recsys.index.server.connection import Connection
from recsys.index.server.upload import upload
from recsys.model.ranking import top
from recsys.model.tutorials import Tutorial, TutorialMethod, ZScores, open_tutorial
from recsys.types import NeighbourFilter, Profile

# Local mode has none, and says so; nothing here depends on them.
pytestmark = pytest.mark.filterwarnings("ignore:Payload indexes have no effect:UserWarning")

LIKES = (2571, 329, 260, 1, 356, 2116)
DISLIKES = (2288, 1721, 296, 1291, 1036)
PROFILE = Profile(dict.fromkeys(LIKES, 1) | dict.fromkeys(DISLIKES, -1))

PUBLISHED = {1196: 20.0239, 1210: 16.4432, 1197: 15.8401, 1198: 14.9449, 2762: 14.5703}
"""Empire Strikes Back, Return of the Jedi, Princess Bride, Raiders, Sixth Sense; on ML-1M."""


@asynccontextmanager
async def on_edge(dataset: Dataset):
    async with open_tutorial(
        dataset.ratings, dataset.demographics, TutorialMethod.NOTEBOOK
    ) as notebook:
        yield notebook


@asynccontextmanager
async def in_local_mode(dataset: Dataset):
    connection = Connection([AsyncQdrantClient(":memory:")], "local mode")
    points = ZScores(dataset.ratings).points(dataset.demographics)
    # It can't say how many nodes it has, so it's told how to lay the points out.
    await upload(connection, "notebook", points, replicas=1, shards=1)
    index = await ServerIndex.open(connection, "notebook", dataset.ratings.n_users)
    yield Tutorial(dataset.ratings, index, TutorialMethod.NOTEBOOK)
    await index.close()


ENGINES = pytest.mark.parametrize("engine", [on_edge, in_local_mode])


async def best(notebook: Tutorial, n: int) -> dict[int, float]:
    scores = await notebook.scores(PROFILE)
    item_ids = notebook.ratings.item_ids
    for item in PROFILE:
        scores[item_ids.searchsorted(item)] = float("-inf")
    return {int(item_ids[at]): float(scores[at]) for at in top(scores, n)}


@pytest.mark.ml1m
@ENGINES
async def test_the_published_sums_come_out(ml1m: Path, engine):
    async with engine(collect(open_source(ml1m))) as notebook:
        found = await best(notebook, 5)
    assert list(found) == list(PUBLISHED)
    assert list(found.values()) == pytest.approx(list(PUBLISHED.values()), abs=5e-5)


@pytest.mark.ml1m
@ENGINES
async def test_neighbours_of_one_age_group(ml1m: Path, engine):
    dataset = collect(open_source(ml1m))
    async with engine(dataset) as notebook:
        neighbours = await notebook.neighbours(PROFILE, NeighbourFilter(age=25))
    assert len(neighbours) == 20
    assert {dataset.demographics[each.user_id].age for each in neighbours} == {25}


@pytest.mark.realdata
async def test_every_engine_gives_the_same_sums(realdata: Path):
    dataset = collect(open_source(realdata))
    async with on_edge(dataset) as edge, in_local_mode(dataset) as local:
        assert await best(edge, 30) == pytest.approx(await best(local, 30), rel=1e-5)
