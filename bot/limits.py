"""Discord's limits, and text made to fit them. Nothing else counts characters.

Numbers are those of Discord's documentation ("Message", "Embed limits", "Application commands").
"""

from collections.abc import Iterable, Sequence
from typing import Final, TypeVar

import discord
from discord import app_commands

CONTENT: Final = 2_000
EMBEDS: Final = 10
EMBED_TITLE: Final = 256
EMBED_DESCRIPTION: Final = 4_096
EMBED_FOOTER: Final = 2_048
EMBED_FIELDS: Final = 25
FIELD_NAME: Final = 256
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

_Value = TypeVar("_Value", str, int, float)


def clip(text: str, limit: int) -> str:
    """Return the text, cut to ``limit`` characters with an ellipsis where it is longer."""
    return text if len(text) <= limit else text[: limit - 1].rstrip() + "…"


def plain(text: str) -> str:
    """Return foreign text (a title) so that no Markdown, mention or link comes alive in it."""
    flat = " ".join(text.split())
    escaped = discord.utils.escape_markdown(discord.utils.escape_mentions(flat), ignore_links=False)
    # A bracket could close the text of a link around it; a colon before // would start one.
    return escaped.replace("[", "\\[").replace("]", "\\]").replace("://", ":\u200b//")


def plain_clipped(text: str, limit: int) -> str:
    """Return foreign text made harmless, at most ``limit`` characters long after escaping."""
    keep = limit
    escaped = plain(clip(text, keep))
    while len(escaped) > limit:
        keep -= max(1, (len(escaped) - limit) // 2)
        escaped = plain(clip(text, keep))
    return escaped


def choice(name: str, value: _Value) -> app_commands.Choice[_Value]:
    """Return a choice of an autocomplete; choices show text as it is, so nothing is escaped."""
    return app_commands.Choice(name=clip(name, CHOICE_NAME), value=value)


def size(embed: discord.Embed) -> int:
    """Return how many characters count towards `ALL_EMBEDS`."""
    return len(embed)


def fitted(embeds: Sequence[discord.Embed]) -> list[discord.Embed]:
    """Return at most ten embeds with at most 6,000 characters, long descriptions cut first.

    Each embed keeps its title; the room that is left is shared out evenly, and what a short
    description leaves over goes to the longer ones.
    """
    kept = [embed.copy() for embed in embeds[:EMBEDS]]
    descriptions = {index: embed.description or "" for index, embed in enumerate(kept)}
    room = ALL_EMBEDS - sum(
        size(embed) - len(descriptions[index]) for index, embed in enumerate(kept)
    )
    waiting = sorted(descriptions, key=lambda index: len(descriptions[index]))
    while waiting:
        index = waiting.pop(0)
        share = max(0, room) // (len(waiting) + 1)
        text = clip(descriptions[index], min(share, EMBED_DESCRIPTION)) if share else ""
        kept[index].description = text or None
        room -= len(text)
    return kept


def lines_within(lines: Iterable[str], limit: int) -> str:
    """Join as many whole lines as fit, and say how many more there are."""
    every = list(lines)
    text = "\n".join(every)
    shown = len(every)
    while len(text) > limit and shown:
        shown -= 1
        text = "\n".join([*every[:shown], f"… and {len(every) - shown} more"])
    return clip(text, limit)
