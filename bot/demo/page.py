"""The page in the browser: it shows what the bot does and carries out what people do."""

import asyncio
import json
import re
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any, Final, Literal, TypeAlias
from zoneinfo import available_timezones

from aiohttp import web
from simcord.preview import Preview, _markdown, _messages
from simcord.preview._pages import _Page
from simcord.preview._server import PreviewServer

from bot.demo.live import LiveEnv
from bot.demo.world import World

_Seen: TypeAlias = tuple[int, str, int, int]
_Reason: TypeAlias = Literal[
    "initial", "refresh", "snapshot", "navigation", "query", "presentation", "action", "capture"
]

_GLANCE = 0.25
"""Seconds between two looks for news; the browser itself asks twice a second."""
_FOCUSED: Final = 'const current = String(field.value || "");\n'
_ASK: Final = "queryAutocomplete(option, current);\n"
_ATTACHED: Final = "      list.append(item);\n    });\n"
_LAST: Final = "    root.append(list);"
_ABOVE: Final = (
    'const below = ":scope > .embed-card, :scope > .message-components";'
    "root.insertBefore(list, root.querySelector(below));"
)
CHANGES: Final[Mapping[str, tuple[str, str]]] = {
    "/commands.js": (_FOCUSED, _FOCUSED + _ASK),
    "/messages.js": (_ATTACHED + _LAST, _ATTACHED + _ABOVE),
}
"""Scripts of the page that aren't as Discord, and how: options offer their values at once, not at
the first letter, and pictures stand above embeds and buttons, not below."""
_CUT: Final = re.compile(r"<[@#/:][^<>]*$")
_PARSERS, _TEXTS = 128, 64
"""What the page remembers at most: kinds of texts, and texts of a kind."""
_LOCALTIME = Path("/etc/localtime")


class LivePage(Preview):
    """simcord's preview, for several people and a bot that acts by itself."""

    def __init__(self, env: LiveEnv, world: World, port: int) -> None:
        """Set up the page; it is served inside of an ``async with``, on any free port when 0."""
        _show_names_in_embeds()
        _markdown._markdown_parser = _parser  # noqa: SLF001 - see `bot.demo.live`
        # The name that `simcord.preview._messages` imports; it doesn't offer it to others.
        _messages.markdown_tokens = whole_tokens  # type: ignore[attr-defined]
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
        self._server = _Server(self, port)
        self._live = env
        self._turn = asyncio.Lock()
        self._shown: dict[str, int] = {}
        self._payloads: dict[str, tuple[_Seen, dict[str, Any]]] = {}

    async def keep_fresh(self) -> None:
        """Publish news to every browser that has not shown them yet, until cancelled."""
        while True:
            await asyncio.sleep(_GLANCE)
            self._live.catch_up()
            self._advance_presentation_time()
            await self._publish_news()

    async def _publish_news(self) -> None:
        """Publish to one browser after the other, and let what people do go first."""
        for page in tuple(self._pages.values()):
            if self._live.acting:
                return
            watched = page is not self._python and page.id in self._pages
            if watched and self._shown.get(page.id) != self._live.news():
                self._publish(page, reason="refresh")
            await asyncio.sleep(0)

    def _publish(self, page: _Page, *, reason: _Reason = "action") -> None:
        """Publish to one browser, which scrolls down to what its own person has caused."""
        newest = self._newest_message(page)
        if page is self._action_page and newest > _lowest(page):
            page.target_id = newest
        super()._publish(page, reason=reason)
        self._shown[page.id] = self._live.news()

    def _page_payload(self, page: _Page) -> dict[str, Any]:
        """Return what a browser shows; it asks twice a second, and mostly nothing has changed."""
        seen = (page.revision, page.status, page.last_sequence, self._live.news())
        held = self._payloads.get(page.id)
        if held is not None and held[0] == seen and not self._live.acting:
            return held[1]
        payload = super()._page_payload(page)
        if not self._live.acting:
            self._payloads = {
                each: at for each, at in self._payloads.items() if each in self._pages
            }
            self._payloads[page.id] = seen, payload
        return payload

    def _open_page(self, viewer_id: object = None, target_id: object = None) -> _Page:
        """Open a page, which scrolls down to the bot's newest message and not to its first one."""
        viewer = self.viewers[0] if viewer_id is None else self._viewer(viewer_id)
        if self._python is not None:
            self._python.target_id = self._initial_target(viewer, self.channel.id)
        return super()._open_page(viewer_id, target_id)

    def _close_page(self, context_id: str) -> None:
        super()._close_page(context_id)
        self._payloads.pop(context_id, None)

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


class _Server(PreviewServer):
    """Serves the page, with a line of its scripts changed here and there."""

    async def _static(self, request: web.Request) -> web.Response:
        answer: web.Response = await super()._static(request)
        if request.path in CHANGES and answer.text is not None:
            answer.text = answer.text.replace(*CHANGES[request.path])
        return answer


def _lowest(page: _Page) -> int:
    """Return the id of the last message that a browser shows."""
    timeline = page.snapshot["timeline"]
    return int(timeline[-1]) if timeline else 0


def whole_tokens(
    value: object, profile: str = "message", *, context: Mapping[str, Any] | None = None
) -> list[dict[str, Any]]:
    """Read a text without a mention that its end cuts in two, as that of the quote in a reply."""
    text = _CUT.sub("…", value) if isinstance(value, str) else value
    return _markdown.markdown_tokens(text, profile, context=context)


def _show_names_in_embeds() -> None:
    """Have mentions in embeds drawn as Discord draws them; simcord shows their mark-up."""
    for field in ("embed_description", "embed_field_value"):
        _markdown._FIELD_POLICIES[field].update(mentions=True, commands=True)  # noqa: SLF001


_new_parser = _markdown._markdown_parser  # noqa: SLF001


class _Parser:
    """simcord's parser, made once and not for every text; it remembers the texts it has read."""

    def __init__(self, policy: Mapping[str, Any], context: Mapping[str, Any]) -> None:
        parser = _new_parser(policy, context)
        self._read = lru_cache(maxsize=_TEXTS)(parser.parse)
        self._read_line = lru_cache(maxsize=_TEXTS)(parser.parseInline)

    def parse(self, text: str, _env: object) -> object:
        return self._read(text)

    def parseInline(self, text: str, _env: object) -> object:  # noqa: N802 - as it is called
        return self._read_line(text)


def _parser(policy: Mapping[str, Any], context: Mapping[str, Any]) -> _Parser:
    return _parser_of(json.dumps([policy, context], sort_keys=True))


@lru_cache(maxsize=_PARSERS)
def _parser_of(rules: str) -> _Parser:
    return _Parser(*json.loads(rules))


def local_timezone(link: Path) -> str:
    """Return the name of the machine's time zone, UTC where a link to its data doesn't tell."""
    parts = link.resolve().parts
    names = ("/".join(parts[-length:]) for length in (3, 2, 1))
    known = available_timezones()
    return next((name for name in names if name in known), "UTC")
