"""Models change while the bot works: nobody notices, and nothing of an old one is left."""

import asyncio
import gc
import re
import weakref
from contextlib import ExitStack
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import discord
import numpy as np
import pytest

from bot.films.buttons import page
from bot.films.card import reason
from bot.films.lists import new_list
from bot.films.request import Request
from bot.models.beyond import Catalogs
from bot.models.in_use import Models
from bot.models.newer import LONGEST, follow
from bot.posters import Artwork
from bot.services import Resources
from bot.storage import Storage
from bot.storage.types import Source, Verdict
from bot.ui.message import Message
from bot.watchlist.pick_message import pick_message
from lab.loopback.patience import patience
from lab.models import copy_models
from recsys.catalog import Catalog
from recsys.errors import IndexUnavailable
from recsys.model.recommender import Recommender
from recsys.store import builds
from recsys.store.open import open_recommender
from recsys.types import ItemId
from tests.fakes import SwitchableIndex
from tests.integration.bot.conftest import film_facts
from tests.integration.bot.night import approves, does, started
from tests.integration.bot.pressing import ids, press

MATRIX, ALIEN = ItemId(2571), ItemId(1214)
REQUESTS, CHANGES = 200, 10
COMMANDS = (
    *("recommend", "profile show", "profile films", "watchlist show", "watchlist pick"),
    *("list show", "privacy show", "privacy export"),
)
TAG = re.compile(r"model\d+")


class Gate(SwitchableIndex):
    """An index that lets nobody through until its gate is open, and says when it was closed."""

    def __init__(self, index):
        super().__init__(index)
        self.waiting, self.open, self.is_closed = 0, asyncio.Event(), False

    async def similar_users(self, query, k, where=None):
        self.waiting += 1
        await self.open.wait()
        assert not self.is_closed
        return await super().similar_users(query, k, where)

    async def close(self):
        self.is_closed = True


def tagged(model, tag):
    """Return a model each of whose titles tells which model it is of."""
    movies = [replace(movie, title=f"{movie.title} {tag}") for movie in model.catalog]
    return replace(model, catalog=Catalog(movies))


def renumbered(model, item):
    """Return a model without a film of that number: it has the next one."""

    def numbers(items):
        return np.where(items == item, item + 1, items)

    movies = [replace(movie, id=item + 1) if movie.id == item else movie for movie in model.catalog]
    return replace(
        model,
        catalog=Catalog(movies),
        ratings=replace(model.ratings, item_ids=numbers(model.ratings.item_ids)),
        weights=replace(model.weights, item_ids=numbers(model.weights.item_ids)),
    )


@pytest.fixture
async def storage(tmp_path):
    storage = await Storage.open(tmp_path / "matinee.sqlite3", now=discord.utils.utcnow)
    yield storage
    await storage.close()


@pytest.fixture
def model(opened):
    return opened[0]


@pytest.fixture
def engine(opened):
    return opened[1]


async def ask(resources, number):
    """Do what a member asks for; return all that they are told."""
    with resources.borrow() as services:
        first = services.recommender.catalog[MATRIX].title
        match number % 3:
            case 0:
                listing = await new_list(services, number, Request(), private=True, guild_id=None)
                message = await page(services, listing, 0)
            case 1:
                message = await pick_message(services, number)
            case _:
                profile = await services.storage.verdicts.profile(number)
                evidence = await services.recommender.evidence(profile, ALIEN)
                catalog = services.recommender.catalog
                message = Message(reason(evidence, lambda item: catalog[item].title))
        embeds = [str(embed.to_dict()) for embed in message.embeds]
        return set(TAG.findall(" ".join([first, message.content or "", *embeds])))


async def test_two_hundred_requests_in_flight_while_models_change_ten_times(model, engine, storage):
    for member in range(REQUESTS):
        await storage.verdicts.rate(member, MATRIX, Verdict.LIKE, Source.COMMAND)
        await storage.watchlists.add(member, ALIEN)
    gates = [Gate(engine) for _ in range(CHANGES + 1)]
    fresh = (
        Recommender(tagged(model, f"model{number}"), gate) for number, gate in enumerate(gates)
    )
    models = Models(next(fresh))
    gone: list[weakref.ref[object]] = []
    asking, changing = [], []
    async with film_facts(storage) as facts:
        resources = Resources(models, storage, facts, Artwork(), Catalogs(storage.beyond))
        for number, gate in enumerate(gates[:-1]):
            some = range(number, REQUESTS, CHANGES)
            asking.append([asyncio.create_task(ask(resources, each)) for each in some])
            async with asyncio.timeout(patience(1)):
                while gate.waiting < len(some):
                    await asyncio.sleep(0)
                    for task in asking[-1]:
                        assert not task.done() or task.result()
            with models.borrow() as recommender:
                gone += [weakref.ref(recommender), weakref.ref(recommender.catalog)]
            del recommender
            changing.append(asyncio.create_task(models.replace(next(fresh))))
            await asyncio.sleep(0)
            assert not gate.is_closed
        assert sum(len(each) for each in asking) == REQUESTS
        assert not any(task.done() for each in asking for task in each)
        # The newest of the old ones are left first.
        for gate in reversed(gates):
            gate.open.set()
        for number, tasks in enumerate(asking):
            for tags in await asyncio.gather(*tasks):
                assert tags == {f"model{number}"}
        await asyncio.gather(*changing)
    assert [gate.is_closed for gate in gates] == [True] * CHANGES + [False]
    del asking, changing, tasks
    gc.collect()
    assert [ref() for ref in gone] == [None] * len(gone)
    await models.close()
    assert gates[-1].is_closed


def mapped(folder):
    """Return the builds of which this process has files in its memory, or open."""
    maps = Path("/proc/self/maps")
    if not maps.exists():
        pytest.skip("only Linux tells what is mapped")
    found = re.findall(rf"{folder}/([^/\s]+)/", maps.read_text(encoding="utf-8"))
    links = (link.readlink() for link in Path("/proc/self/fd").iterdir() if link.is_symlink())
    return {*found, *re.findall(rf"{folder}/([^/\s]+)/", "\n".join(map(str, links)))}


@pytest.fixture
def store(sample_store, tmp_path):
    """A store with one build."""
    return copy_models(sample_store, tmp_path / "models")


def publish_another(store, name):
    """Put another build into a store, and make it the current one."""
    copy_models(builds.current(store), store / name)
    (store / "current.new").write_text(name, encoding="ascii")
    (store / "current.new").replace(store / "current")


async def nothing_to_move(_catalog):
    """There is no database."""


async def test_each_newer_build_is_taken_into_use_and_the_one_before_is_let_go(store, caplog):
    caplog.set_level("INFO", "bot")
    models, looks = Models(await open_recommender(store)), 0
    first = builds.current(store).name
    held = ExitStack()
    held.enter_context(models.borrow())

    async def sleep(_seconds):
        nonlocal looks
        looks += 1
        if looks == 3:
            publish_another(store, "20990101-000000-aaaa")
            asyncio.get_running_loop().call_soon(held.close)
        elif looks == 6:
            assert mapped(store) == {"20990101-000000-aaaa"}
            publish_another(store, "20990101-000000-bbbb")
        elif looks == 9:
            raise asyncio.CancelledError

    assert mapped(store) == {first}
    with pytest.raises(asyncio.CancelledError):
        await follow(models, store, lambda: open_recommender(store), nothing_to_move, sleep=sleep)
    gc.unfreeze()
    assert mapped(store) == {"20990101-000000-bbbb"}
    assert [text for text in caplog.messages if "without a restart" in text] == [
        "A newer model is in use from now on, without a restart. sample: 90,478 ratings, 326 films."
    ] * 2
    await models.close()


async def test_a_build_that_cannot_be_opened_leaves_the_one_in_use_and_is_tried_later(
    store, caplog
):
    models = Models(await open_recommender(store))
    before = builds.current(store).name
    publish_another(store, "20990101-000000-aaaa")
    looks, tried = 0, []

    async def open_newest():
        tried.append(looks)
        raise IndexUnavailable("The Qdrant server can't be reached.")

    async def sleep(_seconds):
        nonlocal looks
        looks += 1
        if looks == 2000:
            raise asyncio.CancelledError
        if looks == 1998:
            publish_another(store, "20990101-000000-bbbb")

    with pytest.raises(asyncio.CancelledError):
        await follow(models, store, open_newest, nothing_to_move, sleep=sleep)
    with models.borrow() as recommender:
        assert recommender.model.folder.name == before
        await recommender.health()
    pauses = [later - earlier - 1 for earlier, later in pairwise(tried)]
    assert pauses[:6] == [12, 24, 48, 96, 192, 384]
    assert max(pauses) <= LONGEST
    assert tried[-1] == 1998, "another build is tried at once"
    assert caplog.messages[0] == (
        "The newer model 20990101-000000-aaaa can't be used, so the one in use stays: "
        "The Qdrant server can't be reached. The next try is in 1 min."
    )
    await models.close()


class Switching(SwitchableIndex):
    """An index whose first question makes another model the one in use."""

    def __init__(self, index, switch):
        super().__init__(index)
        self._switch = switch

    async def similar_users(self, query, k, where=None):
        self._switch()
        return await super().similar_users(query, k, where)


async def test_an_answer_is_of_one_model_though_another_one_comes_while_it_is_made(
    stage, model, engine
):
    fresh = Recommender(tagged(model, "model2"), SwitchableIndex(engine))
    switching = []

    def switch():
        if not switching:
            switching.append(asyncio.create_task(models.replace(fresh)))

    models = stage.resources.models
    await models.replace(Recommender(tagged(model, "model1"), Switching(engine, switch)))
    await stage.ana.slash(stage.channel, "rate", movie=f"id:{MATRIX}", verdict="like")
    shown = (await stage.ana.slash(stage.channel, "recommend")).response
    assert set(TAG.findall(str([shown.content, *(each.to_dict() for each in shown.embeds)]))) == {
        "model1"
    }
    await asyncio.gather(*switching)

    offered = await stage.ana.autocomplete(stage.channel, "rate", "movie", "matrix")
    assert set(TAG.findall(str(offered))) == {"model2"}
    await press(stage.ana, shown, "page:1:next:")
    assert set(TAG.findall(str(shown.content))) == {"model2"}
    card = (await stage.ana.slash(stage.channel, "movie", title=f"id:{ALIEN}")).response
    assert set(TAG.findall(str([each.to_dict() for each in card.embeds]))) == {"model2"}


async def test_a_night_goes_on_with_the_newer_model(stage, model, engine):
    message = await started(stage, stage.ben)
    fresh = Recommender(tagged(model, "model2"), SwitchableIndex(engine))
    await stage.resources.models.replace(fresh)
    await does(stage.ana, message, "suggest")
    films = [each.to_dict() for each in message.embeds]
    assert set(TAG.findall(str(films))) == {"model2"}
    await approves(stage.ana, message, 1)
    await does(stage.ana, message, "close")
    assert "model2" in message.content
    assert fresh.engine


async def test_a_film_that_the_newer_model_lacks_does_no_harm(stage, model, engine):
    lost = next(movie.id for movie in model.catalog if movie.id + 1 not in model.catalog)
    await stage.ana.slash(stage.channel, "rate", movie=f"id:{MATRIX}", verdict="like")
    await stage.ana.slash(stage.channel, "rate", movie=f"id:{lost}", verdict="like")
    await stage.ana.slash(stage.channel, "watchlist add", movie=f"id:{lost}")
    await stage.ana.slash(stage.channel, "list add", movie=f"id:{lost}")
    card = (await stage.ana.slash(stage.channel, "movie", title=f"id:{lost}")).response
    without = Recommender(renumbered(model, lost), SwitchableIndex(engine))
    await stage.resources.models.replace(without)

    for command in COMMANDS:
        result = await stage.ana.slash(stage.channel, command)
        assert result.response is not None, command
    await stage.ben.react(card, "👍")
    assert lost in await stage.services.storage.verdicts.of(stage.ben.id)
    for custom_id in ids(card):
        await stage.cleo.click(card, custom_id=custom_id)
