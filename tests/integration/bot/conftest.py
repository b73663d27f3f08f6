"""The real bot on a simulated Discord: real storage, real model, real engine."""

from contextlib import AsyncExitStack

import aiohttp
import pytest

from bot.illustrations import Illustrator
from bot.pages import Pages
from bot.posters import Artwork, film_facts_service
from bot.services import Services
from bot.storage import Storage
from bot.suggestions import Suggester
from recsys.build import build
from recsys.datasets.sample import SampleSource
from recsys.open import open_recommender
from tests.fakes import SwitchableIndex


@pytest.fixture(scope="session")
def sample_model(tmp_path_factory):
    """The sample, built once."""
    store = tmp_path_factory.mktemp("models")
    build(SampleSource(), store)
    return store


@pytest.fixture
async def services(sample_model, tmp_path):
    """Everything open; ``recommender`` stands in front of a `SwitchableIndex` that is up."""
    async with AsyncExitStack() as stack:
        storage = await Storage.open(tmp_path / "matinee.sqlite3")
        stack.push_async_callback(storage.close)
        recommender = await stack.enter_async_context(await open_recommender(sample_model))
        recommender._index = SwitchableIndex(recommender._index)
        session = await stack.enter_async_context(aiohttp.ClientSession())
        facts = film_facts_service(storage.database, session, key=None)
        stack.push_async_callback(facts.close)
        illustrator = Illustrator(facts=facts, artwork=Artwork())
        suggester = Suggester(recommender=recommender, storage=storage)
        pages = Pages(
            recommender=recommender,
            storage=storage,
            suggester=suggester,
            illustrator=illustrator,
        )
        yield Services(
            recommender=recommender, storage=storage, illustrator=illustrator, pages=pages
        )
