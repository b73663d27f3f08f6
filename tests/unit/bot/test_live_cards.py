"""Cards of several servers side by side, on a Discord that answers one of them never."""

import asyncio
from pathlib import Path
from types import SimpleNamespace

from bot.films.card import public_card
from bot.films.live_cards import LiveCardsCog
from bot.films.looks import FilmLook
from bot.storage import Storage
from bot.storage.types import Source, Tally, Verdict
from recsys.movies import Movie
from recsys.types import ItemId

ANA, ALIEN = 1, ItemId(1214)
STUCK, WELL = 100, 200


class Discord:
    """Has a card in each channel; those of one server can't be fetched."""

    def __init__(self) -> None:
        self.stuck, self.edited = asyncio.Event(), asyncio.Event()
        self.embeds = [public_card(Movie(ALIEN, "Alien", 1979), FilmLook(), Tally(0, 0, 0))]
        self.attachments = ()

    def get_partial_messageable(self, _channel_id, *, guild_id):
        self.guild_id = guild_id
        return self

    async def fetch_message(self, _message_id):
        if self.guild_id == STUCK:
            self.stuck.set()
            await asyncio.Event().wait()
        return self

    async def edit(self, *, embeds):
        self.embeds = embeds
        self.edited.set()


async def test_the_trouble_of_one_server_delays_no_other_and_ends_with_the_bot(tmp_path: Path):
    storage, remote = await Storage.open(tmp_path / "matinee.db"), Discord()
    cog = LiveCardsCog(remote, SimpleNamespace(storage=storage), dict)
    cog.look.change_interval(seconds=0)
    for message, guild in enumerate((WELL, STUCK, STUCK), start=1):
        await storage.cards.add(message, 1, guild, ALIEN)
        await storage.visibility.set(guild, ANA, visible=True)
    await cog.cog_load()
    await storage.verdicts.rate(ANA, ALIEN, Verdict.LIKE, Source.COMMAND)
    await remote.stuck.wait()
    await remote.edited.wait()
    assert remote.embeds[0].fields[-1].value == "👍 1 · 👎 0 · 👀 0"
    remote.edited.clear()
    await storage.verdicts.rate(ANA, ALIEN, Verdict.SEEN, Source.COMMAND)
    await remote.edited.wait()
    assert remote.embeds[0].fields[-1].value == "👍 0 · 👎 0 · 👀 1"
    others = asyncio.all_tasks() - {asyncio.current_task()}
    assert [each.get_name() for each in others if each.get_name() == f"cards of {STUCK}"]
    await cog.cog_unload()
    assert [each for each in others if not each.done()] == []
    await storage.close()
