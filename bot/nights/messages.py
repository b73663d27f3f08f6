"""A night's message and what is sent beside it, whatever becomes of the channel.

A message is noted as tried before it is sent; one that was tried and perhaps sent, when the program
stopped in between, is looked for in the channel before it is sent again.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial
from typing import Any, Final, TypeAlias
from weakref import WeakValueDictionary

import discord

from bot.films.shown import note_film
from bot.nights import render, rules
from bot.nights.answers import answers, answers_view
from bot.nights.buttons import Verb, post_view
from bot.nights.night import OPEN, PINGS, POSTS, Night, Post, Stage
from bot.nights.store import night_store
from bot.nights.text import POST_MARKS, post_text
from bot.services import Resources, Services, services_of
from bot.ui.control import Interaction
from bot.ui.message import Message

log = logging.getLogger(__name__)

Edit: TypeAlias = Callable[..., Awaitable[discord.Message]]
"""Edits a message; arguments as of `discord.Message.edit`."""

_LOOK_BACK: Final = timedelta(minutes=1)
_ANNOUNCING: Final = timedelta(minutes=1)
"""So long its own command may take to send a night's message."""
_HISTORY: Final = 100
_UNKNOWN_CHANNEL: Final = 10003
_THREAD_IS_ARCHIVED: Final = 50083
_TOO_MANY: Final = 429
_TROUBLE: Final = 500


@dataclass(frozen=True, slots=True)
class _Shown:
    """What a night's message shows: a version, and what its films depend on."""

    version: int
    films: tuple[object, ...]


class NightLocks:
    """A lock for each night: what is done for one on Discord is done one at a time."""

    def __init__(self) -> None:
        self._locks: WeakValueDictionary[int, asyncio.Lock] = WeakValueDictionary()

    def of(self, night_id: int) -> asyncio.Lock:
        """Return the lock of a night."""
        return self._locks.setdefault(night_id, asyncio.Lock())


class Messages:
    """Shows nights in their channels. Where it may not, it says so in the log and goes on.

    Whoever shows a night does it here, one at a time for each night, and nobody an older version
    than the one that is shown.
    """

    def __init__(self, client: discord.Client, resources: Resources) -> None:
        self._client = client
        self._resources = resources
        self._store = night_store(resources)
        self._locks = NightLocks()
        self._shown: dict[int, _Shown] = {}
        self._doubted: set[int] = set()

    def doubt(self, night: Night) -> None:
        """Have a night's message looked for when it is brought up to date: it may be gone."""
        if night.message_id is not None and night.stage in OPEN:
            self._doubted.add(night.id)

    def is_up_to_date(self, night: Night) -> bool:
        """Return whether a night's message shows it as it is, as far as is known.

        A member may have hidden their taste, which makes no new version; what stood in the message
        before the program started isn't known.
        """
        return self._shows(night) and night.id not in self._doubted

    async def show(self, night: Night) -> Night:
        """Bring a night's message up to date; post it anew where it was deleted.

        A night whose channel is gone is called off.
        """
        if night.message_id is None and self._store.now() - night.created_at < _ANNOUNCING:
            return night
        async with self._locks.of(night.id):
            self._doubted.discard(night.id)
            try:
                with self._resources.borrow() as services:
                    night = await self._bring_up_to_date(services, night)
            except discord.HTTPException as error:
                _raise_if_passing(error)
                log.warning("Night %d can't be shown: %s", night.id, error)
            return await self._note(night)

    async def show_in(self, interaction: Interaction, night: Night) -> Night:
        """Bring a night's message up to date, from which an interaction comes or which it makes."""
        async with self._locks.of(night.id):
            try:
                edit = interaction.edit_original_response
                message = await self._edit(services_of(interaction), night, edit)
            except discord.NotFound:
                self.doubt(night)
                return night
            return await self._note(night, message)

    async def send(self, night: Night, post: Post) -> Night:
        """Send what goes beside a night's message, once; return the night with that done."""
        async with self._locks.of(night.id):
            try:
                with self._resources.borrow() as services:
                    return await self._send(services, night, post)
            except discord.HTTPException as error:
                _raise_if_passing(error)
                log.warning("Night %d: no %s could be posted: %s", night.id, post, error)
                night = await self._store.change(night.id, partial(rules.give_up, post=post))
                gone = error.code == _UNKNOWN_CHANNEL
                return await self._call_off(night) if gone else night

    def _shows(self, night: Night) -> bool:
        shown = self._shown.get(night.id)
        return (
            night.shown >= night.version
            and shown is not None
            and shown.films == render.films_shown(night)
        )

    async def _note(self, night: Night, message: discord.Message | None = None) -> Night:
        """Note that a night's message shows this version; ``message``, if it has just come up."""

        def rule(stored: Night) -> Night:
            if message is not None and stored.message_id is None:
                stored = rules.put_up(stored, message.channel.id, message.id)
            return rules.show(stored, night.version)

        return await self._store.change(night.id, rule)

    async def _send(self, services: Services, night: Night, post: Post) -> Night:
        message_id = night.posts[post].message_id
        if message_id is not None:
            question = self._channel(night).get_partial_message(message_id)
            answer = await answers(services, night, self._server(night))
            await question.edit(**answer.editing())
            return await self._store.change(
                night.id, partial(rules.edited, post=post, showed=night)
            )
        out = await self._find(night, _is_post(night, post), night.posts[post].attempted_at)
        message_id = None if out is None else out.id
        if message_id is None:
            now = self._store.now()
            night = await self._store.change(night.id, partial(rules.attempt, post=post, now=now))
            if post not in night.pending:
                return night
            message_id = await self._post(services, night, post, now)
        return await self._store.change(
            night.id, partial(rules.sent, post=post, message_id=message_id)
        )

    async def _post(self, services: Services, night: Night, post: Post, now: datetime) -> int:
        titles = render.titles(night, services.catalog)
        asks = post is Post.HOW_WAS_IT
        view = answers_view(night.id) if asks else post_view(post, night.id)
        sending = Message(post_text(night, post, titles, now), view=view).sending()
        if night.message_id is not None:
            sending["reference"] = discord.MessageReference(
                message_id=night.message_id,
                channel_id=night.channel_id,
                guild_id=night.guild_id,
                fail_if_not_exists=False,
            )
        sent = await self._channel(night).send(
            **sending,
            allowed_mentions=mentions(night, post),
            nonce=_nonce(night, post),
        )
        return sent.id

    async def _bring_up_to_date(self, services: Services, night: Night) -> Night:
        if night.message_id is None:
            return await self._announce(services, await self._store.get(night.id))
        message = self._channel(night).get_partial_message(night.message_id)
        try:
            if self._shows(night):
                await message.fetch()
            else:
                await self._edit(services, night, message.edit)
        except discord.NotFound as error:
            if error.code == _UNKNOWN_CHANNEL:
                return await self._call_off(night)
            now = await self._store.get(night.id)
            if now.message_id != message.id:
                return await self._bring_up_to_date(services, now)
            if now.stage in OPEN:
                return await self._put_up(services, now)
        return night

    async def _announce(self, services: Services, night: Night) -> Night:
        """Put a night's message up, or find the one that went out although nobody noted it."""
        message = await self._find(night, _announces(night), night.created_at)
        if message is None:
            return await self._put_up(services, night)
        await self._edit(services, night, message.edit)
        return await self._known(night, message)

    async def _call_off(self, night: Night) -> Night:
        log.info("Night %d is cancelled: its channel is gone.", night.id)
        return await self._store.change(night.id, rules.call_off)

    async def _edit(self, services: Services, night: Night, edit: Edit) -> discord.Message | None:
        """Edit a message so that it shows a night, if there is anything new to be seen."""
        before = self._shown.get(night.id)
        if before is not None and before.version > night.version:
            return None
        frame = render.frame(night, services.catalog)
        now = _Shown(night.version, render.films_shown(night))
        changes: dict[str, Any] = {"content": frame.content, "view": frame.view}
        is_other = before is None or before.films != now.films
        if is_other:
            changes = (await self._page(services, night)).editing()
        try:
            message = await edit(**changes)
        except discord.HTTPException as error:
            if error.code != _THREAD_IS_ARCHIVED:
                raise
            await self._open_thread(night.channel_id)
            message = await edit(**(await self._page(services, night)).editing())
        self._shown[night.id] = now
        if is_other:
            await self._note_film(services, night, message)
        return message

    async def _note_film(self, services: Services, night: Night, message: discord.Message) -> None:
        """Let reactions be verdicts on the winner while a night's message shows nothing else."""
        winner = night.winner
        if night.stage in {Stage.DECIDED, Stage.WATCHED} and winner and winner.item_id:
            await note_film(services, message, night.guild_id, winner.item_id)
        elif night.stage is Stage.CANCELLED:
            await services.storage.cards.forget(message.id)

    async def _open_thread(self, channel_id: int) -> None:
        """Take a thread out of the archive, where Discord puts it when it was quiet for a while."""
        thread = await self._client.fetch_channel(channel_id)
        if isinstance(thread, discord.Thread):
            await thread.edit(archived=False)

    async def _put_up(self, services: Services, night: Night) -> Night:
        page = await self._page(services, night)
        # Discord takes a nonce once: what is sent again because an answer was lost comes up once.
        nonce = f"after-{night.message_id}" if night.message_id else f"night-{night.id}"
        message = await self._channel(night).send(**page.sending(), nonce=nonce)
        self._shown[night.id] = _Shown(night.version, render.films_shown(night))
        await self._note_film(services, night, message)
        return await self._known(night, message)

    async def _known(self, night: Night, message: discord.Message) -> Night:
        """Note which message is the night's; return the night with the version that it shows."""
        put_up = partial(rules.put_up, channel_id=message.channel.id, message_id=message.id)
        return replace(await self._store.change(night.id, put_up), version=night.version)

    async def _find(
        self, night: Night, is_it: Callable[[discord.Message], bool], after: datetime | None
    ) -> discord.Message | None:
        """Return a message of the bot's own that went out although nobody noted it."""
        if after is None:
            return None
        history = self._channel(night).history(limit=_HISTORY, after=after - _LOOK_BACK)
        async for message in history:
            if message.author == self._client.user and is_it(message):
                return message
        return None

    async def _page(self, services: Services, night: Night) -> Message:
        return await render.page(services, night, self._server(night))

    def _server(self, night: Night) -> str:
        guild = self._client.get_guild(night.guild_id)
        return "" if guild is None else guild.name

    def _channel(self, night: Night) -> discord.PartialMessageable:
        return self._client.get_partial_messageable(night.channel_id, guild_id=night.guild_id)


def mentions(night: Night, post: Post) -> discord.AllowedMentions:
    """Return who is mentioned: those who joined, where a post is to reach them."""
    if post not in PINGS & POSTS[night.options.remind]:
        return discord.AllowedMentions.none()
    users = [discord.Object(member) for member in night.member_ids]
    return discord.AllowedMentions(everyone=False, roles=False, users=users, replied_user=False)


def missing_rights(has: discord.Permissions, channel: object) -> str:
    """Return what the bot may not do in a channel and needs for a night, in words."""
    in_thread = isinstance(channel, discord.Thread)
    needed = {
        "View Channel": has.view_channel,
        "Send Messages in Threads": not in_thread or has.send_messages_in_threads,
        "Send Messages": in_thread or has.send_messages,
        "Embed Links": has.embed_links,
        "Attach Files": has.attach_files,
        "Read Message History": has.read_message_history,
    }
    return ", ".join(f"**{right}**" for right, given in needed.items() if not given)


def _raise_if_passing(error: discord.HTTPException) -> None:
    """Let an error out that will pass, so that it is tried again; others stay as they are."""
    if error.status >= _TROUBLE or error.status == _TOO_MANY:
        raise error


def _announces(night: Night) -> Callable[[discord.Message], bool]:
    wanted = f"night:{Verb.JOIN}:{night.id}"
    return lambda message: wanted in _custom_ids(message)


def _is_post(night: Night, post: Post) -> Callable[[discord.Message], bool]:
    """Tell the posts of a night apart: each replies to its message, and begins in its own way."""

    def is_it(message: discord.Message) -> bool:
        replied_to = None if message.reference is None else message.reference.message_id
        return replied_to == night.message_id and message.content.startswith(POST_MARKS[post])

    return is_it


def _nonce(night: Night, post: Post) -> str:
    """Return what Discord takes once: films are told of again when some were swapped."""
    again = f"-{len(night.dropped)}" if post is Post.FILMS and night.dropped else ""
    return f"night-{night.id}-{post.value}{again}"


def _custom_ids(message: discord.Message) -> set[str]:
    return {
        getattr(button, "custom_id", None) or ""
        for row in message.components
        for button in getattr(row, "children", ())
    }
