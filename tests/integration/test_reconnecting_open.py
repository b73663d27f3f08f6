"""A model whose Qdrant server is away when it is opened."""

import pytest

from recsys.errors import IndexMismatch, IndexMissing, IndexUnavailable
from recsys.index.address import ServerAddress
from recsys.index.server import build_server_index
from recsys.store import uploads
from recsys.store.build import build
from recsys.store.open import open_recommender
from recsys.types import Profile
from tests.contracts.index_contract import USERS
from tests.loopback_qdrant import loopback_qdrant
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


@pytest.mark.filterwarnings("ignore:Payload indexes have no effect:UserWarning")
@pytest.mark.parametrize(("others", "lacking"), [([], IndexMissing), (USERS, IndexMismatch)])
async def test_patience_opens_the_model_before_its_vectors_are_there(store, others, lacking):
    profile = Profile({1: 1})
    with loopback_qdrant() as server:
        address = ServerAddress(server.url)
        if others:
            await build_server_index(address, "of-another-store", others)
        with pytest.raises(lacking, match="recsys index"):
            await open_recommender(store, qdrant_url=server.url)
        async with await open_recommender(
            store, qdrant_url=server.url, reconnecting=True
        ) as recommender:
            with pytest.raises(lacking):
                await recommender.recommend(profile)
            await uploads.ensure_uploaded(store, address)
            assert recommender.engine == "server"
            films = await recommender.recommend(profile)
        async with await open_recommender(store) as embedded:
            assert [film.item_id for film in await embedded.recommend(profile)] == [
                film.item_id for film in films
            ]
