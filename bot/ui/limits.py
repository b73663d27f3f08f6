"""Discord's limits, and text made to fit them. Nothing else counts characters.

Numbers are those of Discord's documentation ("Message", "Embed limits", "Application commands").
Discord counts code points, as Python does (discord/discord-api-docs, issue 1315).
"""

import re
from collections.abc import Iterable, Sequence
from typing import Final, TypeVar

import discord
from discord import app_commands

CONTENT: Final = 2_000
EMBEDS: Final = 10
EMBED_TITLE: Final = 256
EMBED_DESCRIPTION: Final = 4_096
FIELD_VALUE: Final = 1_024
ALL_EMBEDS: Final = 6_000
"""Characters of all embeds of a message together."""

CHOICES: Final = 25
CHOICE_NAME: Final = 100
SELECT_OPTIONS: Final = 25
SELECT_TEXT: Final = 100
BUTTON_LABEL: Final = 80
CUSTOM_ID: Final = 100
ALT_TEXT: Final = 1_024
UPLOAD: Final = 10 * 2**20
"""Bytes of a file, in servers without boosts and in direct messages."""

_Value = TypeVar("_Value", str, int, float)

_MARKUP: Final = re.compile(
    r"""
    [\\*_~|`<>#\[\]]      # emphasis, spoilers, code, mentions, times, headings, quotes, links
    | :(?=//|\w+:)        # addresses, :emoji:
    | ^-(?=\s)            # list items
    """,
    re.VERBOSE,
)
_NUMBERED: Final = re.compile(r"^(\d+)\.(?=\s)")
_LINK: Final = re.compile(
    r"""
      [a-z][a-z0-9+.-]*://\S*       # an address of any kind
    | \bwww\.\S+
    | \b(?:[\w-]+\.)+[a-z]{2,}/\S*  # one without its beginning, as of an invitation
    """,
    re.VERBOSE | re.IGNORECASE,
)
_UNSEEN: Final = dict.fromkeys([*range(0x202A, 0x202F), *range(0x2066, 0x206A)])
"""Marks that turn the direction of all text after them."""


def clip(text: str, limit: int) -> str:
    """Return the text, cut to ``limit`` characters with an ellipsis where it is longer."""
    return text if len(text) <= limit else text[: limit - 1].rstrip() + "…"


def plain(text: str) -> str:
    """Return text from outside (a title) with its Markdown, mentions and links escaped."""
    flat = " ".join(text.translate(_UNSEEN).split())
    escaped = _NUMBERED.sub(r"\1\\.", _MARKUP.sub(r"\\\g<0>", flat))
    return discord.utils.escape_mentions(escaped)


def linkless(text: str) -> str:
    """Return text that a member typed without its links; each leaves an ellipsis behind."""
    return _LINK.sub("…", text.translate(_UNSEEN))


def plain_clipped(text: str, limit: int) -> str:
    """Return text from outside, escaped as by `plain` and cut to ``limit`` characters."""
    keep = limit
    escaped = plain(clip(text, keep))
    while len(escaped) > limit:
        keep -= max(1, (len(escaped) - limit) // 2)
        escaped = plain(clip(text, keep))
    return escaped


def choice(name: str, value: _Value) -> app_commands.Choice[_Value]:
    """Return a choice of an autocomplete; choices show text as it is, so nothing is escaped."""
    return app_commands.Choice(name=clip(name, CHOICE_NAME), value=value)


def fitted(embeds: Sequence[discord.Embed]) -> list[discord.Embed]:
    """Return at most ten embeds with at most 6,000 characters, long descriptions cut first.

    The room that is left beside titles, fields and footers is shared out evenly, and what a short
    description leaves over goes to the longer ones. Where fields alone are too many, the last ones
    go.
    """
    copies = [embed.copy() for embed in embeds[:EMBEDS]]
    descriptions = {index: embed.description or "" for index, embed in enumerate(copies)}
    for embed in copies:
        embed.description = None
    room = ALL_EMBEDS - sum(map(len, copies))
    for embed in reversed(copies):
        while room < 0 and embed.fields:
            room += len(embed)
            embed.remove_field(-1)
            room -= len(embed)
    waiting = sorted(descriptions, key=lambda index: len(descriptions[index]))
    while waiting:
        index = waiting.pop(0)
        share = max(0, room) // (len(waiting) + 1)
        text = clip(descriptions[index], min(share, EMBED_DESCRIPTION)) if share else ""
        copies[index].description = text or None
        room -= len(text)
    return copies


def lines_within(lines: Iterable[str], limit: int) -> str:
    """Join as many whole lines as fit, and say how many more there are."""
    every = list(lines)
    text = "\n".join(every)
    shown = len(every)
    while len(text) > limit and shown:
        shown -= 1
        text = "\n".join([*every[:shown], f"… and {len(every) - shown} more"])
    return clip(text, limit)
