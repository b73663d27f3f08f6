"""simcord made to live, with a small bot in the place of the real one."""

import asyncio
import logging
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta

import aiohttp
import discord
import pytest
from discord import app_commands
from discord.ext import commands, tasks
from markdown_it import MarkdownIt

pytest.importorskip("simcord")

from simcord.preview._markdown import markdown_tokens

from bot.demo.live import LiveEnv, RealTime
from bot.demo.page import CHANGES, LivePage, local_timezone, whole_tokens
from bot.demo.world import build
from lab.loopback.patience import patience


class Sleepyhead(commands.AutoShardedBot):
    """Says what it is told to say now, later, or never."""

    def __init__(self):
        super().__init__(
            command_prefix=commands.when_mentioned,
            intents=discord.Intents(guilds=True, guild_reactions=True),
            shard_count=1,
        )
        self.may_wake, self.awake = False, asyncio.Event()

    async def setup_hook(self):
        self.tree.command(name="say")(self.say)
        self.tree.command(name="nap")(self.nap)
        self.tree.command(name="stumble")(self.stumble)
        await self.tree.sync()

    async def say(self, interaction: discord.Interaction, word: str) -> None:
        """Say it, on a button."""
        view = discord.ui.View(timeout=None)
        view.add_item(discord.ui.Button(label=word, custom_id="word"))
        await interaction.response.send_message(word, view=view)

    async def nap(self, interaction: discord.Interaction) -> None:
        """Sleep behind the answer's back, and look at the clock now and then."""
        await interaction.response.send_message("good night")
        self.sleeper = asyncio.create_task(self._wake(interaction.channel))

    async def _wake(self, channel):
        while not self.may_wake:
            await asyncio.sleep(0.05)
        await channel.send("good morning")
        self.awake.set()

    async def stumble(self, interaction: discord.Interaction) -> None:
        """Fail behind the answer's back."""
        await interaction.response.send_message("oops")

        async def fall():
            raise RuntimeError("fell over")

        self.faller = asyncio.create_task(fall())

    async def on_interaction(self, interaction):
        if interaction.type is discord.InteractionType.component:
            await interaction.response.send_message("pressed")


@asynccontextmanager
async def live():
    bot = Sleepyhead()
    env = LiveEnv(bot)
    world = build(env)
    env.backend.clock = RealTime()
    await env.start()
    try:
        async with LivePage(env, world, 0) as page:
            yield bot, env, world, page
    finally:
        await bot.close()
        await env.shutdown()


def ana_of(world):
    return next(iter(world.members.values()))


class Hand:
    """Acts on a browser's page as its script does, by the protocol of simcord's preview."""

    def __init__(self, page):
        self.page, self.view, self.sequence = page, page._open_page(), 0

    async def do(self, kind, **body):
        self.sequence += 1
        return await self.page._action(
            self.view.id,
            {
                "protocol_version": 3,
                "sequence": self.sequence,
                "request_id": f"request {self.sequence}",
                "generation": self.view.generation,
                "bot_generation": 1,
                "published_revision": self.view.revision,
                "kind": kind,
                **body,
            },
        )

    def press(self, message, **body):
        key = f"message:{message.id}:component:0.components.0"
        return self.do("click", control_key=key, target_id=str(message.id), **body)


async def test_no_action_waits_for_a_sleeping_bot_that_wakes_by_itself():
    async with live() as (bot, env, world, _page):
        await ana_of(world).slash(world.channel, "nap")
        await env.settle()

        assert not bot.awake.is_set()
        bot.may_wake = True
        async with asyncio.timeout(patience(1)):
            await bot.awake.wait()
        assert world.channel.last_message.content == "good morning"


async def test_views_time_out_and_loops_go_round_by_themselves():
    async with live() as (bot, env, world, _page):
        expired, rounds = asyncio.Event(), asyncio.Queue()

        class Brief(discord.ui.View):
            async def on_timeout(self):
                expired.set()

        @tasks.loop(seconds=0.05)
        async def turn():
            rounds.put_nowait(turn.current_loop)

        with env._bot_scope():
            turn.start()
            view = Brief(timeout=0.1).add_item(discord.ui.Button(label="soon gone"))
            await bot.get_partial_messageable(world.channel.id).send("hurry", view=view)

        async with asyncio.timeout(patience(1)):
            await expired.wait()
            assert [await rounds.get() for _ in range(3)] == [0, 1, 2]
        turn.cancel()


async def test_what_the_bot_does_by_itself_gets_to_every_page_once():
    async with live() as (bot, _env, world, page):
        hands = [Hand(page), Hand(page)]
        await bot.get_partial_messageable(world.channel.id).send("news")

        await page._publish_news()

        revisions = [hand.view.revision for hand in hands]
        newest = str(world.channel.last_message.id)
        assert [hand.view.snapshot["timeline"][-1] for hand in hands] == [newest, newest]
        await page._publish_news()
        assert [hand.view.revision for hand in hands] == revisions


async def test_a_page_that_nothing_changed_is_not_put_together_again():
    async with live() as (_bot, _env, world, page):
        hand = Hand(page)
        shown = page._page_payload(hand.view)
        assert page._page_payload(hand.view) is shown
        await ana_of(world).slash(world.channel, "say", word="hello")
        await page._publish_news()
        told = page._page_payload(hand.view)
        assert told["timeline"] != shown["timeline"]
        await hand.press(world.channel.last_message)
        assert page._page_payload(hand.view)["lastAction"] != told["lastAction"]


async def test_every_text_is_read_once_for_all_pages(monkeypatch):
    read = []
    parse = MarkdownIt.parse

    def reading(parser, text, env=None):
        read.append(text)
        return parse(parser, text, env)

    monkeypatch.setattr(MarkdownIt, "parse", reading)
    async with live() as (bot, _env, world, page):
        hands = [Hand(page) for _ in range(5)]
        await bot.get_partial_messageable(world.channel.id).send("**news** of the day")
        for _ in range(3):
            for hand in hands:
                page._publish(hand.view)
        assert read.count("**news** of the day") == 1
        assert all("'strong_open'" in str(hand.view.snapshot["messages"]) for hand in hands)


async def test_the_scripts_of_the_page_are_changed_where_they_are_not_as_discord():
    async with live() as (_bot, _env, _world, page), aiohttp.ClientSession() as session:
        for path, (_, changed) in CHANGES.items():
            async with session.get(page.url.partition("#")[0] + path.removeprefix("/")) as script:
                assert (await script.text()).count(changed) == 1


async def test_keeping_fresh_goes_on_until_cancelled():
    async with live() as (bot, _env, world, page):
        hand = Hand(page)
        watcher = asyncio.create_task(page.keep_fresh())
        await bot.get_partial_messageable(world.channel.id).send("news")

        async with asyncio.timeout(patience(1)):
            while not hand.view.snapshot["timeline"]:
                await asyncio.sleep(0.05)

        watcher.cancel()
        with pytest.raises(asyncio.CancelledError):
            await watcher


async def test_a_press_reaches_the_other_browsers_and_not_its_own_twice():
    async with live() as (_bot, _env, world, page):
        await ana_of(world).slash(world.channel, "say", word="hello")
        one, other = Hand(page), Hand(page)
        before = one.view.revision, other.view.revision

        await one.press(world.channel.last_message)
        await page._publish_news()

        assert one.view.revision == before[0] + 1
        assert other.view.revision == before[1] + 1


async def test_the_page_goes_to_what_its_own_person_caused():
    async with live() as (_bot, _env, world, page):
        await ana_of(world).slash(world.channel, "say", word="hello")
        one, other = Hand(page), Hand(page)
        seen = other.view.target_id

        await one.press(world.channel.last_message)
        await page._publish_news()

        newest = world.channel.history()[-1]
        assert newest.content == "pressed"
        assert one.view.target_id == newest.id
        assert other.view.target_id == seen


async def test_the_page_stays_where_it_is_when_others_caused_the_news():
    async with live() as (bot, _env, world, page):
        await ana_of(world).slash(world.channel, "say", word="hello")
        message = world.channel.last_message
        await message.add_reaction("👍")
        hand = Hand(page)
        await bot.get_partial_messageable(world.channel.id).send("news")
        await page._publish_news()

        target = str(message.id)
        receipt = await hand.do("set_reaction", target_id=target, emoji="👍", reacted=True)

        assert receipt["settlement"] == "settled"
        assert str(hand.view.target_id) != str(world.channel.last_message.id)


async def test_pressing_what_was_there_a_moment_ago_is_fine():
    async with live() as (bot, _env, world, page):
        await ana_of(world).slash(world.channel, "say", word="hello")
        hand, message = Hand(page), world.channel.last_message
        seen = hand.view.revision
        await bot.get_partial_messageable(world.channel.id).send("news")
        await page._publish_news()

        receipt = await hand.press(message, published_revision=seen)

        assert (receipt["rejected"], receipt["settlement"]) == (False, "settled")


async def test_people_take_turns():
    async with live() as (_bot, _env, world, page):
        await ana_of(world).slash(world.channel, "say", word="hello")
        hands = [Hand(page) for _ in range(5)]
        message = world.channel.last_message

        receipts = await asyncio.gather(*(hand.press(message) for hand in hands))

        assert {receipt["settlement"] for receipt in receipts} == {"settled"}


async def test_a_failure_that_nobody_awaits_stands_in_the_log(caplog):
    async with live() as (_bot, env, world, _page):
        with caplog.at_level(logging.ERROR, logger="bot.demo"):
            await ana_of(world).slash(world.channel, "stumble")
            await env.settle()

        assert "fell over" in caplog.text
        assert world.channel.last_message.content == "oops"


async def test_errors_that_the_bot_answers_are_its_own_affair():
    async with live() as (_bot, env, _world, _page):
        env._record_error(app_commands.CheckFailure("no"))

        assert env.errors == []


async def test_mentions_in_embeds_are_names():
    async with live() as (bot, _env, world, page):
        embed = discord.Embed(description=f"for <@{ana_of(world).id}>")
        await bot.get_partial_messageable(world.channel.id).send(embed=embed)

        (shown,) = Hand(page).view.snapshot["messages"].values()
        assert "'label': '@Ana'" in str(shown["embeds"][0]["description_tokens"])


def test_everybody_has_the_same_id_at_every_start():
    ids = []
    for _ in range(2):
        world = build(LiveEnv(Sleepyhead()))
        ids.append((world.guild.id, world.channel.id, [each.id for each in world.members.values()]))

    assert ids[0] == ids[1]
    # What people kept in a demo belongs to these.
    assert ids[0][2] == [1456074443980800002 + n for n in range(5)]


async def test_new_ids_come_from_the_real_time():
    # An id has no more than milliseconds.
    before = datetime.now(UTC) - timedelta(milliseconds=1)
    async with live() as (_bot, env, world, _page):
        await ana_of(world).slash(world.channel, "say", word="hello")

        posted = world.channel.last_message.created_at
        assert before <= posted <= datetime.now(UTC) + timedelta(milliseconds=1)
        assert env.now() >= posted


def test_the_clock_never_goes_back():
    begun, clock = datetime.now(UTC), RealTime()
    clock.advance(3_600)
    reached = clock.now()

    assert clock.now() >= reached
    assert reached >= begun + timedelta(hours=1)


@pytest.mark.parametrize(
    ("place", "name"),
    [
        ("zoneinfo/Europe/Vienna", "Europe/Vienna"),
        ("zoneinfo/America/Argentina/Salta", "America/Argentina/Salta"),
        ("zoneinfo/UTC", "UTC"),
        ("somewhere/else", "UTC"),
    ],
)
def test_the_time_zone_is_the_machines(tmp_path, place, name):
    link = tmp_path / "localtime"
    link.symlink_to(tmp_path / place)

    assert local_timezone(link) == name


@pytest.mark.parametrize("cut", ["<", "<@", "<@145607444", "</recommend:14", "<:popcorn"])
def test_a_mention_that_a_quote_cuts_in_two_is_not_shown_as_mark_up(cut):
    assert str(whole_tokens(f"To start with, {cut}")).count("<") == (cut == "<")
    assert "3 < 4" in str(whole_tokens("3 < 4"))
    assert whole_tokens("For <@7>:") == markdown_tokens("For <@7>:")
