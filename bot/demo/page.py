"""The page in the browser: it shows what the bot does and carries out what people do."""

import asyncio
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Literal, TypeAlias
from zoneinfo import available_timezones

from simcord.preview import Preview
from simcord.preview._markdown import _FIELD_POLICIES
from simcord.preview._pages import _Page

from bot.demo.live import LiveEnv
from bot.demo.world import World

_Reason: TypeAlias = Literal[
    "initial", "refresh", "snapshot", "navigation", "query", "presentation", "action", "capture"
]

_GLANCE = 0.25
"""Seconds between two looks for news; the browser itself asks twice a second."""
_LOCALTIME = Path("/etc/localtime")


class LivePage(Preview):
    """simcord's preview, for several people and a bot that acts by itself."""

    def __init__(self, env: LiveEnv, world: World, port: int) -> None:
        """Set up the page; it is served inside of an ``async with``, on any free port when 0."""
        _show_names_in_embeds()
        super().__init__(
            env,
            world.channel,
            tuple(world.members.values()),
            layout="channel",
            display="responsive",
            width=960,
            height=720,
            locale="en-US",
            timezone=local_timezone(_LOCALTIME),
            presentation_time=None,
            assets=world.pictures,
            port=port,
        )
        self._live = env
        self._turn = asyncio.Lock()
        self._shown: dict[str, int] = {}

    async def keep_fresh(self) -> None:
        """Publish news to every browser that has not shown them yet, until cancelled."""
        while True:
            await asyncio.sleep(_GLANCE)
            self._live.catch_up()
            self._advance_presentation_time()
            if not self._live.acting:
                self._publish_news()

    def _publish_news(self) -> None:
        news = self._live.news()
        for page in tuple(self._pages.values()):
            if self._shown.get(page.id) != news:
                self._publish(page, reason="refresh")

    def _publish(self, page: _Page, *, reason: _Reason = "action") -> None:
        """Publish to one browser, which scrolls down to what its own person has caused."""
        newest = self._newest_message(page)
        if page is self._action_page and newest > _lowest(page):
            page.target_id = newest
        super()._publish(page, reason=reason)
        self._shown[page.id] = self._live.news()

    def _newest_message(self, page: _Page) -> int:
        messages = self.env.backend.messages.get(page.channel_id, {})
        visible = (each.id for each in messages.values() if each.visible_to(page.viewer.id))
        return max(visible, default=0)

    async def _action(self, context_id: str | None, body: Mapping[str, Any]) -> dict[str, Any]:
        """Carry out what a person does, one action at a time.

        A press on what the page showed half a second ago counts, as on Discord, though the page may
        have been published again since.
        """
        async with self._turn:
            page = self._pages.get(context_id or "")
            if page is not None and isinstance(body, dict) and "published_revision" in body:
                body = {**body, "published_revision": page.revision}
            return await super()._action(context_id, body)


def _lowest(page: _Page) -> int:
    """Return the id of the last message that a browser shows."""
    timeline = page.snapshot["timeline"]
    return int(timeline[-1]) if timeline else 0


def _show_names_in_embeds() -> None:
    """Have mentions in embeds drawn as Discord draws them; simcord shows their mark-up."""
    for field in ("embed_description", "embed_field_value"):
        _FIELD_POLICIES[field].update(mentions=True, commands=True)


def local_timezone(link: Path) -> str:
    """Return the name of the machine's time zone, UTC where a link to its data doesn't tell."""
    parts = link.resolve().parts
    names = ("/".join(parts[-length:]) for length in (3, 2, 1))
    known = available_timezones()
    return next((name for name in names if name in known), "UTC")
