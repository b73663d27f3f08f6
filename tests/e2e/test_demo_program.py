"""``python -m bot demo`` as a program: how it starts, what it keeps, how it ends."""

import asyncio
import io
import signal
import socket
import sqlite3
import webbrowser
from contextlib import asynccontextmanager, closing

import aiohttp
import pytest

from bot.config import Secret, Settings
from bot.demo import invitation, invite, run_demo
from bot.demo.cast import CAST
from bot.demo.invitation import welcome
from bot.demo.run import demo_settings
from bot.errors import AlreadyRunning, DemoUnavailable
from bot.lock import hold_folder
from bot.nights import rules
from bot.nights.night import NightOptions
from bot.nights.store import NightStore
from bot.storage import Storage
from bot.storage.clock import utc_now
from lab.browser import LONG_ENOUGH, running_demo
from lab.loopback.patience import Patience
from lab.models import copy_models

pytest.importorskip("simcord")

from bot.demo.stage import play
from tests.unit.bot.nights.gathered import gathered

URL = "http://127.0.0.1:1234/#secret"


@pytest.fixture
def data(tmp_path, sample_store):
    """Return the data folder of a host who has a bot of their own."""
    copy_models(sample_store, tmp_path / "demo" / "models")
    (tmp_path / "matinee.sqlite3").write_text("the host's own")
    return tmp_path


def own(data):
    return demo_settings(Settings(data=data))


def database(data):
    return closing(sqlite3.connect(data / "demo" / "matinee.sqlite3", isolation_level=None))


def verdicts(data):
    with database(data) as opened:
        return opened.execute("SELECT count(*) FROM verdict").fetchone()[0]


def run_until(told, data, *arguments):
    """Run the program until its page is there, send a signal, return the exit code."""
    with running_demo(data, data / "log", *arguments) as demo:
        demo.process.send_signal(told)
        return demo.process.wait(LONG_ENOUGH)


@asynccontextmanager
async def playing(data):
    """Play in this process; give the page's address."""
    ready = asyncio.get_running_loop().create_future()
    task = asyncio.create_task(play(own(data), 0, ready.set_result))
    await asyncio.wait({ready, task}, return_when=asyncio.FIRST_COMPLETED)
    yield ready.result()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task


async def played(data):
    async with playing(data):
        """Nobody does anything."""


async def announce(data, members):
    """Keep a night whose message is gone, as the messages of an earlier demo are."""
    storage = await Storage.open(data / "demo" / "matinee.sqlite3")
    with database(data) as opened:
        (guild_id,) = opened.execute("SELECT DISTINCT guild_id FROM visibility").fetchone()
    nights = NightStore(storage.database, now=utc_now)
    announced = gathered(guild_id, 1, members[0], NightOptions(), members, nights.now())
    night = await nights.create(announced)
    await nights.change(
        night.id, lambda night: rules.show(rules.put_up(night, 1, 1), night.version)
    )
    await storage.close()


async def test_a_night_of_an_earlier_demo_is_announced_anew(data):
    await played(data)
    with database(data) as opened:
        members = [row[0] for row in opened.execute("SELECT DISTINCT member_id FROM verdict")]
    await announce(data, members[:2])
    async with playing(data):
        with database(data) as opened:
            found = opened.execute
            anew = "SELECT message_id FROM night WHERE message_id != 1"
            await Patience().until(lambda: found(anew).fetchone(), "announcement")


def test_what_people_did_is_kept_until_reset(data):
    assert run_until(signal.SIGINT, data) == 0
    seeded = verdicts(data)
    assert seeded > 40
    with database(data) as opened:
        opened.execute("DELETE FROM verdict WHERE opinion = 'dislike'")
    kept = verdicts(data)

    asyncio.run(played(data))
    assert verdicts(data) == kept < seeded

    assert run_until(signal.SIGTERM, data, "--reset") == 0
    assert verdicts(data) == seeded
    assert (data / "matinee.sqlite3").read_text() == "the host's own"
    assert "Traceback" not in (data / "log").read_text()


async def test_a_reset_leaves_a_demo_alone_that_is_on(data, monkeypatch):
    monkeypatch.setattr("bot.lock._PATIENCE", 0.1)
    async with hold_folder(own(data).data):
        with pytest.raises(AlreadyRunning, match="stop it first"):
            await run_demo(Settings(data=data), reset=True)
    assert (data / "demo" / "models").is_dir()


async def test_a_second_demo_names_the_address_of_the_first(data, monkeypatch):
    monkeypatch.setattr("bot.lock._PATIENCE", 0.1)
    async with playing(data) as url:
        with pytest.raises(AlreadyRunning) as refused:
            await run_demo(Settings(data=data))
        assert str(refused.value).endswith(url)
        note = data / "demo" / "address"
        assert note.stat().st_mode & 0o077 == 0
    assert not note.exists()


async def test_the_page_is_served_until_cancelled(data):
    async with (
        playing(data) as url,
        aiohttp.ClientSession() as session,
        session.get(url) as page,
    ):
        assert page.status == 200


async def test_a_port_that_is_taken_is_named(data):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]

        with pytest.raises(DemoUnavailable) as refused:
            await play(own(data), port, print)

    assert str(refused.value).startswith(f"Port {port} can't be used (Address already in use); ")
    assert refused.value.exit_code == 69


async def test_a_port_that_does_not_exist_is_refused(tmp_path):
    with pytest.raises(DemoUnavailable, match="no port 65536"):
        await run_demo(Settings(data=tmp_path), port=65_536)


async def test_without_simcord_the_sentence_has_the_command(tmp_path, monkeypatch):
    monkeypatch.setattr("bot.demo.run.find_spec", {}.get)

    with pytest.raises(DemoUnavailable, match=r"pip install 'matinee\[demo\]'") as refused:
        await run_demo(Settings(data=tmp_path))

    assert refused.value.exit_code == 69


def test_the_demo_reaches_out_to_nobody(tmp_path):
    host = Settings(
        discord_token=Secret("token"),
        omdb_key=Secret("key"),
        qdrant_url="http://qdrant:6333",
        qdrant_key=Secret("key"),
        dev_guild=1,
        data=tmp_path,
        log_format="json",
    )

    assert demo_settings(host) == Settings(
        dataset="sample", data=tmp_path / "demo", log_format="json"
    )


def test_the_invitation_has_the_address_on_a_line_of_its_own():
    lines = invitation(URL).splitlines()

    assert URL in lines
    assert max(map(len, lines)) <= 100


def test_the_welcome_says_what_to_try_and_who_shows_their_taste():
    (embed,) = welcome().embeds
    for command in ("recommend", "movie", "movienight start", "profile show", "help"):
        assert f"`/{command}`" in embed.description
    who = embed.fields[0].value.splitlines()
    shown = [each.name for each, line in zip(CAST, who, strict=True) if "taste visible" in line]
    assert shown == [each.name for each in CAST if each.visible]


class Terminal(io.StringIO):
    def isatty(self):
        return True


class Window(webbrowser.BaseBrowser):
    """A browser that only remembers where it was sent."""

    def __init__(self):
        super().__init__()
        self.visited = []

    def open(self, url, new=0, autoraise=True):  # noqa: FBT002 - the signature of the library
        self.visited.append((url, new, autoraise))
        return True


@pytest.mark.parametrize(("terminal", "visits"), [(Terminal, 1), (io.StringIO, 0)])
def test_a_browser_is_opened_for_somebody_at_a_terminal(monkeypatch, terminal, visits):
    window, out = Window(), terminal()
    monkeypatch.setattr("sys.stdout", out)
    monkeypatch.setattr("webbrowser.get", lambda: window)

    opening = invite(URL)
    if opening is not None:
        opening.join()

    assert out.getvalue() == invitation(URL)
    assert [url for url, _, _ in window.visited] == [URL] * visits


@pytest.mark.parametrize("browser", [webbrowser.GenericBrowser("lynx"), None])
def test_a_browser_that_would_take_the_terminal_is_left_alone(monkeypatch, browser):
    def get():
        if browser is None:
            raise webbrowser.Error
        return browser

    monkeypatch.setattr("sys.stdout", Terminal())
    monkeypatch.setattr("webbrowser.get", get)

    assert invite(URL) is None
