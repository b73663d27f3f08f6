"""Reactions on cards as verdicts: as they come, and those made while the bot was away."""

import asyncio
import logging
from contextlib import suppress
from datetime import timedelta

import discord
from discord.ext import commands

from bot.errors import logged
from bot.films.verdict_words import reaction_verdict
from bot.services import Resources
from bot.storage.types import Card, Reaction

log = logging.getLogger(__name__)

_LOOK_BACK = timedelta(days=14)
"""How old a card may be to be read again after an absence."""
_MOST_CARDS = 200
_TRIES = 3


class ReactionsCog(commands.Cog):
    """👍 ❤️ 👎 👀 on a card; any other emoji says nothing."""

    def __init__(self, client: discord.Client, resources: Resources) -> None:
        self._client = client
        self._resources = resources
        self._reading: set[int] = set()
        """Cards that are being read on Discord, without an event since."""
        self._catching_up: asyncio.Task[None] | None = None
        self._erased: set[int] = set()
        """Members who deleted their data since the reading began."""

    async def cog_unload(self) -> None:
        """Stop reading."""
        if self._catching_up is not None:
            self._catching_up.cancel()
            with suppress(asyncio.CancelledError):
                await self._catching_up

    @commands.Cog.listener()
    async def on_raw_reaction_add(self, event: discord.RawReactionActionEvent) -> None:
        """Save a member's verdict."""
        reaction = _reaction(event.emoji)
        if reaction is None or self._is_of_a_bot(event):
            return
        self._reading.discard(event.message_id)
        await self._resources.storage.reactions.added(event.message_id, event.user_id, reaction)

    @commands.Cog.listener()
    async def on_raw_reaction_remove(self, event: discord.RawReactionActionEvent) -> None:
        """Remove a verdict with its reaction."""
        reaction = _reaction(event.emoji)
        if reaction is None:
            return
        self._reading.discard(event.message_id)
        await self._resources.storage.reactions.removed(event.message_id, event.user_id, reaction)

    @commands.Cog.listener()
    async def on_raw_reaction_clear(self, event: discord.RawReactionClearEvent) -> None:
        """Let verdicts stay when a moderator clears reactions: the members removed nothing."""
        self._reading.discard(event.message_id)
        await self._resources.storage.reactions.swept(event.message_id)

    @commands.Cog.listener()
    async def on_raw_reaction_clear_emoji(self, event: discord.RawReactionClearEmojiEvent) -> None:
        """The same for one emoji."""
        reaction = _reaction(event.emoji)
        if reaction is None:
            return
        self._reading.discard(event.message_id)
        await self._resources.storage.reactions.swept(event.message_id, reaction.emoji)

    @commands.Cog.listener()
    async def on_ready(self) -> None:
        """Read the recent cards again: Discord sends no events of the time when the bot was away.

        Comes at the start and after every reconnect that Discord could not resume.
        """
        await self.cog_unload()
        work = logged("reading cards again", self._catch_up())
        self._catching_up = asyncio.create_task(work, name="catching up with reactions")

    @commands.Cog.listener()
    async def on_member_erased(self, member_id: int) -> None:
        """Don't let a reading that is under way bring back what a member deleted."""
        self._erased.add(member_id)

    def _is_of_a_bot(self, event: discord.RawReactionActionEvent) -> bool:
        own = self._client.user
        return (event.member is not None and event.member.bot) or (
            own is not None and event.user_id == own.id
        )

    async def _catch_up(self) -> None:
        self._erased.clear()
        since = discord.utils.utcnow() - _LOOK_BACK
        cards = await self._resources.storage.cards.recent(since, _MOST_CARDS)
        changed = 0
        for card in cards:
            changed += await self._read_again(card)
        if changed:
            log.info("%d verdicts came in by reactions while the bot was away.", changed)

    async def _read_again(self, card: Card) -> int:
        """Apply what a card's reactions say by now; return how many verdicts that changed."""
        for _ in range(_TRIES):
            self._reading.add(card.message_id)
            try:
                standing = await self._standing(card)
            except discord.NotFound:
                await self._resources.storage.cards.forget(card.message_id)
                return 0
            except discord.Forbidden:
                return 0
            except discord.HTTPException as refused:
                log.warning("Could not read card %d again: %s", card.message_id, refused)
                return 0
            # An event that came meanwhile is newer than what was read.
            if card.message_id in self._reading:
                self._reading.discard(card.message_id)
                if any(self._erased & members for members in standing.values()):
                    # Erasing stopped replays only for cards whose reactions were saved here.
                    await self._resources.storage.cards.stop_replay(card.message_id)
                changes = await self._resources.storage.reactions.catch_up(
                    card.message_id, standing
                )
                return len(changes)
        return 0

    async def _standing(self, card: Card) -> dict[Reaction, set[int]]:
        """Return the members behind each reaction on Discord right now."""
        channel = self._client.get_partial_messageable(card.channel_id, guild_id=card.guild_id)
        message = await channel.fetch_message(card.message_id)
        standing: dict[Reaction, set[int]] = {}
        for reaction in message.reactions:
            meant = _reaction(reaction.emoji)
            nobody_else = reaction.me and reaction.count == 1
            if meant is not None and not nobody_else:
                members = {user.id async for user in reaction.users() if not user.bot}
                standing.setdefault(meant, set()).update(members)
        return standing


def _reaction(emoji: discord.PartialEmoji | discord.Emoji | str) -> Reaction | None:
    return reaction_verdict(str(emoji))
