"""A model whose Qdrant server is away when it is opened."""

import pytest

from recsys.errors import IndexUnavailable
from recsys.store.build import build
from recsys.store.open import open_recommender
from recsys.types import Profile
from tests.worlds import CampSource

NOBODY_THERE = "http://127.0.0.1:9"


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    store = tmp_path_factory.mktemp("models")
    build(CampSource(), store)
    return store


async def test_patience_opens_the_model_and_says_that_the_server_is_away(store):
    async with await open_recommender(
        store, qdrant_url=NOBODY_THERE, reconnecting=True
    ) as recommender:
        assert recommender.catalog[1].title == "Space1"
        assert len(await recommender.popular(3)) == 3
        with pytest.raises(IndexUnavailable):
            await recommender.recommend(Profile({1: 1}))
        with pytest.raises(IndexUnavailable):
            await recommender.health()


async def test_without_patience_nothing_is_opened(store):
    with pytest.raises(IndexUnavailable):
        await open_recommender(store, qdrant_url=NOBODY_THERE)
