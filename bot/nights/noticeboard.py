"""A night's message and what is sent beside it, whatever becomes of the channel.

A message is noted as tried before it is sent; one that was tried and perhaps sent, when the program
stopped in between, is looked for in the channel before it is sent again.
"""

import logging
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, Final

import discord

from bot.nights.buttons import Verb, post_view
from bot.nights.display import NightDisplay
from bot.nights.links import link
from bot.nights.types import Night, PendingPost, Post, Stage
from bot.storage import Storage
from bot.storage.clock import Clock
from bot.ui.times import stamp

log = logging.getLogger(__name__)

_VERBS: Final[Mapping[Post, tuple[Verb, ...]]] = {
    Post.REMINDER: (Verb.WATCHED,),
    Post.HOW_WAS_IT: (Verb.LIKED, Verb.DISLIKED),
}
_LOOK_BACK: Final = timedelta(minutes=1)
_ANNOUNCING: Final = timedelta(minutes=1)
"""So long its own command may take to send a night's message."""
_HISTORY: Final = 100
_VOTES: Final = {Stage.VOTING, Stage.RUNOFF}
_ANNOUNCED_ANEW: Final = {Stage.GATHERING, Stage.VOTING, Stage.RUNOFF, Stage.DECIDED}
_UNKNOWN_CHANNEL: Final = 10003
_THREAD_IS_ARCHIVED: Final = 50083
_TOO_MANY: Final = 429
_TROUBLE: Final = 500


class Noticeboard:
    """Shows nights in their channels. Where it may not, it says so in the log and goes on."""

    def __init__(
        self, client: discord.Client, *, display: NightDisplay, storage: Storage, now: Clock
    ) -> None:
        self._client = client
        self._display = display
        self._nights = storage.nights
        self._now = now
        self._shown: dict[int, tuple[tuple[object, ...], str]] = {}

    async def show(self, night: Night) -> None:
        """Bring a night's message up to date; post it anew where it was deleted.

        A night whose channel is gone is called off.
        """
        if night.message_id is None and self._now() - night.created_at < _ANNOUNCING:
            return
        try:
            await self._bring_up_to_date(night)
        except discord.HTTPException as error:
            _raise_if_passing(error)
            log.warning("Night %d can't be shown: %s", night.id, error)
        await self._nights.shown(night.id, night.version)

    async def send(self, night: Night, pending: PendingPost) -> None:
        """Send what goes beside a night's message, once."""
        channel = self._channel(night)
        try:
            sent = await self._find(night, _VERBS[pending.post][0], after=pending.attempted_at)
            if sent is None:
                await self._nights.attempt_post(night.id, pending.post)
                sent = await channel.send(
                    self._words(night, pending.post),
                    view=post_view(_VERBS[pending.post], night.id),
                    allowed_mentions=mentions(night, pending.post),
                    nonce=f"night-{night.id}-{pending.post.value}",
                )
        except discord.HTTPException as error:
            _raise_if_passing(error)
            log.warning("Night %d: no %s could be posted: %s", night.id, pending.post, error)
            await self._nights.give_up_post(night.id, pending.post)
            return
        await self._nights.post_sent(night.id, pending.post, sent.id)

    async def _bring_up_to_date(self, night: Night) -> None:
        if night.message_id is None:
            message = await self._find(night, "join", after=night.created_at)
            if message is None:
                await self._put_up(night)
                return
            await self._nights.set_message(night.id, night.channel_id, message.id)
            await self._edit(night, message.id)
            return
        try:
            await self._edit(night, night.message_id)
        except discord.NotFound as error:
            if error.code == _UNKNOWN_CHANNEL:
                log.info("Night %d is cancelled: its channel is gone.", night.id)
                await self._nights.cancel(night.id)
            elif night.stage in _ANNOUNCED_ANEW:
                await self._put_up(night)

    async def _edit(self, night: Night, message_id: int) -> None:
        frame, signature = await self._display.frame(night), await self._display.signature(night)
        films_before, text_before = self._shown.get(night.id, (None, ""))
        if films_before == signature and text_before == frame.content and night.stage in _VOTES:
            return  # twenty-five ballots that nobody may read are no reason for as many edits
        message = self._channel(night).get_partial_message(message_id)
        if films_before == signature:
            changes: dict[str, Any] = {"content": frame.content, "view": frame.view}
        else:
            changes = (await self._display.page(night)).editing()
        try:
            await message.edit(**changes)
        except discord.HTTPException as error:
            if error.code != _THREAD_IS_ARCHIVED:
                raise
            await self._open_thread(night.channel_id)
            changes = (await self._display.page(night)).editing()
            await message.edit(**changes)
        self._shown[night.id] = (signature, frame.content)

    async def _open_thread(self, channel_id: int) -> None:
        """Take a thread out of the archive, where Discord puts it when it was quiet for a while."""
        thread = await self._client.fetch_channel(channel_id)
        if isinstance(thread, discord.Thread):
            await thread.edit(archived=False)

    async def _put_up(self, night: Night) -> None:
        page = await self._display.page(night)
        nonce = f"night-{night.id}-{night.version}"
        message = await self._channel(night).send(**page.sending(), nonce=nonce)
        await self._nights.set_message(night.id, night.channel_id, message.id)

    async def _find(
        self, night: Night, verb: str, *, after: datetime | None
    ) -> discord.Message | None:
        """Return the message with this button, if it went out although nobody noted it."""
        if after is None:
            return None
        wanted = f"night:{verb}:{night.id}"
        history = self._channel(night).history(limit=_HISTORY, after=after - _LOOK_BACK)
        async for message in history:
            if message.id != night.message_id and wanted in _custom_ids(message):
                return message
        return None

    def _channel(self, night: Night) -> discord.PartialMessageable:
        return self._client.get_partial_messageable(night.channel_id, guild_id=night.guild_id)

    def _words(self, night: Night, post: Post) -> str:
        assert night.winner is not None
        title = self._display.titles(night)[night.winner.id]
        if post is Post.HOW_WAS_IT:
            return f"🎬 How was **{title}**? Everybody who joined can say. {link(night)}"
        starts_at = night.options.starts_at or self._now()
        starts = "starts" if self._now() - starts_at < _LOOK_BACK else "started"
        who = " ".join(f"<@{member}>" for member in night.member_ids)
        return f"🍿 **{title}** {starts} {stamp(starts_at, 'R')}. {who}\n{link(night)}"


def mentions(night: Night, post: Post) -> discord.AllowedMentions:
    """Return who is mentioned: at the start, those who joined, if the organiser wished it."""
    if post is not Post.REMINDER or not night.options.remind:
        return discord.AllowedMentions.none()
    users = [discord.Object(member) for member in night.member_ids]
    return discord.AllowedMentions(everyone=False, roles=False, users=users)


def _raise_if_passing(error: discord.HTTPException) -> None:
    """Let an error out that will pass, so that it is tried again; others stay as they are."""
    if error.status >= _TROUBLE or error.status == _TOO_MANY:
        raise error


def _custom_ids(message: discord.Message) -> set[str]:
    return {
        getattr(button, "custom_id", None) or ""
        for row in message.components
        for button in getattr(row, "children", ())
    }
