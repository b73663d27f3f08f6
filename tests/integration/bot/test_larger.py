"""The data set that suits the machine: fetched and built beside the work, by real programs."""

import asyncio
import os
import sys
from dataclasses import dataclass, field

import discord
import pytest

from bot.config import Settings
from bot.models import larger
from bot.models.beyond import Catalogs
from bot.models.first import ensure_model
from bot.models.in_use import Models
from bot.models.larger import LARGEST, Room, grow, progress
from bot.models.newer import follow
from bot.models.opening import open_with_vectors
from bot.storage import Storage
from bot.storage.beyond import FilmBeyond
from bot.storage.types import Source, Verdict
from lab.loopback.patience import patience
from lab.models import copy_models
from recsys.datasets.releases import RELEASES
from recsys.datasets.source import open_source
from recsys.movies import Movie, beyond_id
from recsys.store import artifacts, builds
from recsys.store.build import build
from tests.unit.datasets.loopback import serving
from tests.unit.datasets.written import CSV, write_zip

PLENTY = Room(memory=2**40, disk=2**40)
NAMES = ("ml-latest-small", LARGEST.name)


@pytest.fixture
def host(tmp_path, monkeypatch):
    """A download host with both releases, which the recommender's commands ask."""
    files = {}
    for name in NAMES:
        write_zip(tmp_path / f"{name}.zip", CSV, f"{name}/")
        files[f"/{name}.zip"] = (tmp_path / f"{name}.zip").read_bytes()
    for name in list(os.environ):
        if name.lower().endswith("_proxy"):
            monkeypatch.delenv(name)
    with serving(files) as server:
        program = tmp_path / "python"
        program.write_text(
            f"""#!{sys.executable}
import os, sys
if sys.argv[1:3] != ["-m", "recsys"]:
    os.execv({sys.executable!r}, [{sys.executable!r}, *sys.argv[1:]])
from recsys.datasets import download
download.download.__kwdefaults__["base_url"] = {server.url!r}
sys.executable = {sys.executable!r}
print(f"niceness: {{os.nice(0)}}", file=sys.stderr)
from recsys.cli.entry import main
sys.exit(main(sys.argv[3:]))
"""
        )
        program.chmod(0o700)
        monkeypatch.setattr(sys, "executable", str(program))
        yield server


@dataclass
class Bot:
    """What of a bot has to do with models."""

    settings: Settings
    models: Models
    storage: Storage
    said: list[str] = field(default_factory=list)

    async def grow(self, room=PLENTY):
        await grow(self.models, self.settings, self.storage.state, room=lambda _: room)

    def dataset(self):
        with self.models.borrow() as recommender:
            return recommender.meta.dataset

    async def follow(self):
        """Look for a newer model until one is in use."""
        before, looking = self.dataset(), asyncio.Event()

        async def sleep(_seconds):
            if self.dataset() != before:
                looking.set()
                await asyncio.Event().wait()

        task = asyncio.create_task(
            follow(
                self.models,
                self.settings.models,
                lambda: open_with_vectors(self.settings),
                Catalogs(self.storage.beyond).begin,
                sleep=sleep,
            )
        )
        async with asyncio.timeout(patience(5)):
            await looking.wait()
        task.cancel()
        await asyncio.wait({task})


@pytest.fixture(scope="module")
def small(tmp_path_factory):
    """A store with the release that comes first, built once."""
    folder = tmp_path_factory.mktemp("small")
    write_zip(folder / "ml-latest-small.zip", CSV, "ml-latest-small/")
    build(open_source(folder / "ml-latest-small.zip"), folder / "models")
    return folder / "models"


@pytest.fixture
async def bot(tmp_path, small):
    settings = Settings(data=tmp_path / "data")
    copy_models(small, settings.models)
    storage = await Storage.open(settings.database, now=discord.utils.utcnow)
    bot = Bot(settings, Models(await open_with_vectors(settings)), storage)
    yield bot
    await bot.models.close()
    await storage.close()


async def test_the_first_start_fetches_the_small_one(tmp_path, host):
    settings = Settings(data=tmp_path / "data")
    assert settings.dataset == "auto"
    await ensure_model(settings)
    assert {path for path, *_ in host.asked} == {
        "/ml-latest-small.zip",
        "/ml-latest-small.zip.md5",
    }
    assert artifacts.read_meta(settings.models).dataset == "ml-latest-small"


async def test_the_largest_takes_the_place_of_the_small_one(bot, host, caplog):
    caplog.set_level("INFO", "bot")
    assert bot.dataset() == "ml-latest-small"
    await bot.grow()
    assert bot.dataset() == "ml-latest-small"
    assert bot.models.coming.startswith(f"A data set with more and newer films, {LARGEST.name}: ")
    assert "niceness: 19" in caplog.text
    await bot.follow()
    assert bot.dataset() == LARGEST.name
    assert bot.models.coming == ""
    asked = len(host.asked)
    await bot.grow()
    assert len(host.asked) == asked, "nothing is larger"


async def test_verdicts_on_a_film_count_once_a_release_has_it(bot, tmp_path):
    film, member = beyond_id("tt15398776"), 7
    catalogs = Catalogs(bot.storage.beyond)
    with bot.models.borrow() as recommender:
        await catalogs.begin(recommender.catalog)
    oppenheimer = Movie(film, "Oppenheimer", 2023, imdb_id="tt15398776")
    await catalogs.add(FilmBeyond(oppenheimer, confirmed=True))
    await bot.storage.verdicts.rate(member, film, Verdict.LIKE, Source.COMMAND)
    await bot.storage.watchlists.add(member, film)
    with bot.models.borrow() as recommender:
        before = await bot.storage.verdicts.profile(member)
        assert film in catalogs.over(recommender.catalog)
        assert recommender.known(before).signals == 0
    newer = {
        "ratings.csv": CSV["ratings.csv"] + b"1,40,5.0,1690000000\r\n2,40,4.5,1690000001\r\n",
        "movies.csv": CSV["movies.csv"] + b"40,Oppenheimer (2023),Drama\r\n",
        "links.csv": CSV["links.csv"] + b"40,15398776,872585\r\n",
    }
    write_zip(tmp_path / f"{LARGEST.name}.zip", newer, f"{LARGEST.name}/")
    await asyncio.to_thread(
        build, open_source(tmp_path / f"{LARGEST.name}.zip"), bot.settings.models
    )
    await bot.follow()
    assert await bot.storage.verdicts.of(member) == {40: Verdict.LIKE}
    assert await bot.storage.watchlists.items(member) == [40]
    assert await bot.storage.beyond.all() == []
    with bot.models.borrow() as recommender:
        profile = await bot.storage.verdicts.profile(member)
        assert recommender.known(profile).likes == (40,)
        assert Catalogs(bot.storage.beyond).over(recommender.catalog)[film].id == 40


async def test_a_download_that_breaks_goes_on_at_the_next_start(bot, host, caplog):
    host.cut_after = 100
    await bot.grow()
    assert "the next start" in bot.models.coming
    (warning,) = [each for each in caplog.messages if LARGEST.name in each]
    assert "could not be had; the next start goes on from there. The reason: " in warning
    host.cut_after = None
    await bot.grow()
    assert (f"/{LARGEST.name}.zip", "bytes=100-", host.etag) in host.asked
    await bot.follow()
    assert bot.dataset() == LARGEST.name


@pytest.mark.parametrize(
    ("room", "lacking"),
    [
        (Room(0, 2**40), "1.5 GiB of free memory (0.0 are free) to be built"),
        (Room(2**40, 2**30), "1.4 GiB of free disk (1.0 are free) to be built"),
        (Room(0, 0), "memory (0.0 are free) and 1.4 GiB of free disk (0.0 are free)"),
    ],
)
async def test_a_machine_that_is_too_small_is_told_once_what_it_takes(
    bot, host, caplog, room, lacking
):
    asked = len(host.asked)
    for _ in range(3):
        await bot.grow(room)
    (warning,) = caplog.messages
    assert lacking in warning
    assert warning.endswith("ml-latest-small stays in use.")
    assert lacking in bot.models.coming
    assert len(host.asked) == asked


async def test_a_data_set_that_the_host_chose_stays(bot, host):
    asked = len(host.asked)
    bot.settings = Settings(data=bot.settings.data, dataset="ml-latest-small")
    await bot.grow()
    assert len(host.asked) == asked
    assert bot.models.coming == ""


async def test_who_stops_the_bot_stops_the_build_too(bot, host):
    host.silent = True
    growing = asyncio.create_task(bot.grow())
    async with asyncio.timeout(patience(5)):
        while not any(LARGEST.name in path for path, *_ in host.asked):
            await asyncio.sleep(0.01)
    growing.cancel()
    await asyncio.wait({growing})
    assert growing.cancelled()
    assert len(builds.complete(bot.settings.models)) == 1


def test_the_largest_is_the_one_with_the_newest_films():
    assert LARGEST is RELEASES["ml-32m"]
    assert larger.FIRST in RELEASES


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("Downloading ml-32m.zip ...", "downloading ml-32m.zip"),
        ("Downloading ml-32m.zip: 12,000,000 of 240,000,000", "downloading ml-32m.zip, 5 %"),
        ("Indexing: 0 of 0", "indexing"),
        ("MovieLens data by GroupLens: non-commercial use only.", None),
        ("", None),
    ],
)
def test_progress_is_told_in_a_few_words(line, said):
    assert progress(line) == said
