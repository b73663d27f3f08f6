"""Does what is due: votes end, reminders and questions go out, messages catch up with their night.

Everything that waits is in SQLite, so a restart delays it and loses nothing. A message is noted as
tried before it is sent; one that was tried and perhaps sent, when the program stopped in between,
is looked for in the channel before it is sent again.
"""

import asyncio
import logging
from collections.abc import Mapping
from datetime import timedelta
from typing import Final

import discord

from bot.controls.night_buttons import post_view
from bot.errors import logged
from bot.nights.display import signature
from bot.nights.host import NightHost, link
from bot.nights.types import Night, PendingPost, Post, Timer
from bot.storage import Storage
from bot.storage.clock import Clock
from bot.times import stamp

log = logging.getLogger(__name__)

_LONGEST: Final = timedelta(hours=1)
"""No longer is slept, so that a clock that was set is noticed."""
_AGAIN: Final = timedelta(minutes=1)
"""What could not be done is tried again after this time."""
_LOOK_BACK: Final = timedelta(minutes=1)
_HISTORY: Final = 100
_VERBS: Final[Mapping[Post, tuple[str, ...]]] = {
    Post.REMINDER: ("watched",),
    Post.HOW_WAS_IT: ("liked", "disliked"),
}


class Timekeeper:
    """One tick after the other; `wake` asks for one, and the next time that is due for the next."""

    def __init__(
        self, client: discord.Client, *, host: NightHost, storage: Storage, now: Clock
    ) -> None:
        self._client = client
        self._host = host
        self._nights = storage.nights
        self._now = now
        self._tick: asyncio.Task[None] | None = None
        self._alarm: asyncio.TimerHandle | None = None
        self._asked_again = False
        self._closed = False
        self._signatures: dict[int, tuple[object, ...]] = {}

    def wake(self) -> None:
        """Do what is due now; at work already, look once more afterwards."""
        if self._closed:
            return
        if self._tick is not None and not self._tick.done():
            self._asked_again = True
            return
        self._tick = asyncio.create_task(self._run(), name="movie nights")

    async def close(self) -> None:
        """Stop; what is due stays due."""
        self._closed = True
        if self._alarm is not None:
            self._alarm.cancel()
        if self._tick is not None:
            self._tick.cancel()
            await asyncio.wait({self._tick})

    async def _run(self) -> None:
        self._asked_again = True
        while self._asked_again:
            self._asked_again = False
            await logged("movie nights", self._work())
        await logged("setting the alarm", self._set_alarm())

    async def _work(self) -> None:
        for night_id, timer in await self._nights.due(self._now()):
            await logged(f"night {night_id}, {timer}", self._ring(night_id, timer))
        for post in await self._nights.pending_posts():
            await logged(f"night {post.night_id}, {post.post}", self._send(post))
        for night_id in await self._nights.to_show():
            await logged(f"showing night {night_id}", self._show(night_id))

    async def _set_alarm(self) -> None:
        now = self._now()
        due = await self._nights.next_due()
        wait = _LONGEST if due is None else min(due - now, _LONGEST)
        if await self._nights.pending_posts() or await self._nights.to_show():
            wait = min(wait, _AGAIN)
        if due is not None and due <= now:
            wait = _AGAIN
        if self._alarm is not None:
            self._alarm.cancel()
        self._alarm = asyncio.get_running_loop().call_later(wait.total_seconds(), self.wake)

    async def _ring(self, night_id: int, timer: Timer) -> None:
        if timer in {Timer.VOTE_ENDS, Timer.RUNOFF_ENDS}:
            async with self._host.desk.one_at_a_time(night_id):
                if await self._host.desk.end_vote(night_id) is None:
                    await self._nights.drop_timer(night_id, timer)
        else:
            await self._nights.claim(night_id, timer)

    async def _send(self, pending: PendingPost) -> None:
        night = await self._nights.get(pending.night_id)
        if night is None or night.winner is None:
            await self._nights.give_up_post(pending.night_id, pending.post)
            return
        channel = self._client.get_partial_messageable(night.channel_id, guild_id=night.guild_id)
        try:
            sent = await self._find(channel, pending)
            if sent is None:
                await self._nights.attempt_post(night.id, pending.post)
                sent = await channel.send(
                    self._words(night, pending.post),
                    view=post_view(_VERBS[pending.post], night.id),
                    allowed_mentions=_mentions(night, pending.post),
                    nonce=f"night-{night.id}-{pending.post.value}",
                )
        except (discord.NotFound, discord.Forbidden) as error:
            log.warning("Night %d: no %s could be posted: %s", night.id, pending.post, error)
            await self._nights.give_up_post(night.id, pending.post)
            return
        await self._nights.post_sent(night.id, pending.post, sent.id)

    async def _find(
        self, channel: discord.PartialMessageable, pending: PendingPost
    ) -> discord.Message | None:
        """Return the message, if it went out although nobody noted it."""
        if pending.attempted_at is None:
            return None
        wanted = f"night:{_VERBS[pending.post][0]}:{pending.night_id}"
        async for message in channel.history(
            limit=_HISTORY, after=pending.attempted_at - _LOOK_BACK
        ):
            if wanted in _custom_ids(message) and _is_post(message):
                return message
        return None

    def _words(self, night: Night, post: Post) -> str:
        assert night.winner is not None
        title = self._host.display.titles(night)[night.winner.id]
        if post is Post.HOW_WAS_IT:
            return f"🎬 How was **{title}**? Everybody who joined can say. {link(night)}"
        starts_at = night.options.starts_at or self._now()
        who = " ".join(f"<@{member}>" for member in night.member_ids)
        return f"🍿 **{title}** starts {stamp(starts_at, 'R')}. {who}\n{link(night)}"

    async def _show(self, night_id: int) -> None:
        async with self._host.desk.one_at_a_time(night_id):
            night = await self._nights.get(night_id)
            if night is None:
                return
            try:
                await self._edit(night)
            except discord.NotFound as error:
                await self._message_is_gone(night, error)
            except discord.Forbidden as error:
                log.warning("Night %d can't be shown: %s", night.id, error)
            await self._nights.shown(night.id, night.version)

    async def _edit(self, night: Night) -> None:
        if night.message_id is None:
            return  # the first press tells
        message = self._client.get_partial_messageable(
            night.channel_id, guild_id=night.guild_id
        ).get_partial_message(night.message_id)
        if self._signatures.get(night.id) == signature(night):
            frame = await self._host.display.frame(night)
            await message.edit(content=frame.content, view=frame.view)
            return
        page = await self._host.display.page(night)
        await message.edit(**page.editing())
        self._signatures[night.id] = signature(night)

    async def _message_is_gone(self, night: Night, error: discord.NotFound) -> None:
        """Post a night anew whose message was deleted; call it off where its channel was."""
        if error.code == _UNKNOWN_CHANNEL:
            log.info("Night %d is cancelled: its channel is gone.", night.id)
            await self._nights.cancel(night.id)
            return
        page = await self._host.display.page(night)
        channel = self._client.get_partial_messageable(night.channel_id, guild_id=night.guild_id)
        nonce = f"night-{night.id}-{night.version}"
        message = await channel.send(**page.sending(), nonce=nonce)
        await self._nights.set_message(night.id, night.channel_id, message.id)


_UNKNOWN_CHANNEL: Final = 10003


def _mentions(night: Night, post: Post) -> discord.AllowedMentions:
    """Return who is mentioned: at the start, those who joined, if the organiser wished it."""
    if post is not Post.REMINDER or not night.options.remind:
        return discord.AllowedMentions.none()
    return discord.AllowedMentions(users=[discord.Object(member) for member in night.member_ids])


def _custom_ids(message: discord.Message) -> set[str]:
    return {
        getattr(button, "custom_id", None) or ""
        for row in message.components
        for button in getattr(row, "children", ())
    }


def _is_post(message: discord.Message) -> bool:
    """Return whether it is a message beside the night's own, which has films."""
    return not message.embeds
