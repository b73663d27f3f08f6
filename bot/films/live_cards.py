"""Cards stay true while they stand: their line about the server follows what people say."""

import asyncio
import logging
from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Final

import discord
from discord.ext import commands, tasks

from bot.errors import logged
from bot.films.card import said_here, say_here
from bot.films.settling import Settling
from bot.services import Resources
from bot.storage.types import Card
from bot.ui.message import Message, with_attached
from bot.ui.respond import clickable

log = logging.getLogger(__name__)

ROUND: Final = 3
"""Seconds; a card is edited once nothing has changed for so long."""
RECENT: Final = timedelta(days=14)
"""How old a card may be to be edited still."""
_PATIENCE: Final = 60.0
"""Seconds that Discord gets for one card."""
_REMEMBERED: Final = 5_000
"""Cards of which it is known what they say."""


class LiveCardsCog(commands.Cog):
    """Edits cards that became stale: each once for many changes, each server's by its own task."""

    def __init__(
        self,
        client: discord.Client,
        resources: Resources,
        command_ids: Callable[[], Mapping[str, int]],
    ) -> None:
        self._client = client
        self._resources = resources
        self._command_ids = command_ids
        self._settling: Settling[Card] = Settling()
        self._waiting: dict[int, dict[int, Card]] = {}
        """Stale cards by server and message."""
        self._at_work: dict[int, asyncio.Task[None]] = {}
        """By server."""
        self._said: dict[int, str] = {}
        """What cards say, by their message; other cards were not looked at since the start."""

    async def cog_load(self) -> None:
        """Begin to take notice."""
        await self._resources.storage.stale.watch(self._heard)

    async def cog_unload(self) -> None:
        """Stop; what is stale then stays so until it changes again."""
        await self._resources.storage.stale.unwatch()
        looking = self.look.get_task()
        self.look.cancel()
        at_work = [*self._at_work.values(), *filter(None, [looking])]
        for task in at_work:
            task.cancel()
        await asyncio.gather(*at_work, return_exceptions=True)

    def _heard(self) -> None:
        if not self.look.is_running():
            self.look.start()

    @tasks.loop(seconds=ROUND)
    async def look(self) -> None:
        """Edit the cards that have settled; stop when none is left that hasn't."""
        await logged("looking for stale cards", self._look())
        if not (self._settling or self._resources.storage.stale.noticed):
            self.look.stop()

    async def _look(self) -> None:
        stale = await self._resources.storage.stale.take(discord.utils.utcnow() - RECENT)
        for card in self._settling.round(stale):
            assert card.guild_id is not None  # others don't become stale
            self._waiting.setdefault(card.guild_id, {})[card.message_id] = card
            if card.guild_id not in self._at_work:
                work = self._bring_up_to_date(card.guild_id)
                name = f"cards of {card.guild_id}"
                self._at_work[card.guild_id] = asyncio.create_task(work, name=name)

    async def _bring_up_to_date(self, guild_id: int) -> None:
        waiting = self._waiting[guild_id]
        while waiting:
            message_id = next(iter(waiting))
            await logged(f"card {message_id}", self._show(waiting.pop(message_id)))
        del self._waiting[guild_id], self._at_work[guild_id]

    async def _show(self, card: Card) -> None:
        try:
            async with asyncio.timeout(_PATIENCE):
                await self._edit(card)
        except discord.NotFound:
            await self._resources.storage.cards.forget(card.message_id)
        except (discord.HTTPException, TimeoutError) as refused:
            log.info("Card %d stays as it is: %s", card.message_id, refused)

    async def _edit(self, card: Card) -> None:
        """Have a card say what is so, unless it does; nobody sees that it was looked at."""
        assert card.guild_id is not None
        verdicts = self._resources.storage.verdicts
        tally = await verdicts.tally(card.item_id, card.guild_id, card.message_id)
        line = said_here(tally)
        if self._said.get(card.message_id) == line:
            return
        channel = self._client.get_partial_messageable(card.channel_id, guild_id=card.guild_id)
        message = await channel.fetch_message(card.message_id)
        was = with_attached(message)
        now = clickable(
            Message(embeds=[say_here(embed, line) for embed in was]), self._command_ids()
        )
        if now.embeds != was:
            await message.edit(embeds=now.embeds)
        self._said[card.message_id] = line
        while len(self._said) > _REMEMBERED:
            del self._said[next(iter(self._said))]
