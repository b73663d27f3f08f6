"""What a message is made of, as one value."""

import io
from collections.abc import Sequence
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

import discord


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file to attach: its name, its bytes, and, of an image, what it shows in words."""

    filename: str
    data: bytes
    description: str | None = None

    def file(self) -> discord.File:
        """Return it as something to send; every sending needs its own."""
        return discord.File(
            io.BytesIO(self.data), filename=self.filename, description=self.description
        )


@dataclass(frozen=True, slots=True)
class Picture(Attachment):
    """An image to attach."""

    @property
    def url(self) -> str:
        """How an embed of the same message refers to it."""
        return f"attachment://{self.filename}"


@dataclass(frozen=True, slots=True)
class Message:
    """Everything that a message shows.

    Attributes:
        content: the text above the embeds.
        embeds: at most ten.
        attachments: files, and what the embeds show that has to be attached.
        view: the buttons; ``None`` without any.
    """

    content: str = ""
    embeds: Sequence[discord.Embed] = ()
    attachments: Sequence[Attachment] = ()
    view: discord.ui.View | None = None

    def sending(self) -> dict[str, Any]:
        """Return the arguments that send it."""
        sent: dict[str, Any] = {"content": self.content or None, "embeds": list(self.embeds)}
        if self.attachments:
            sent["files"] = [each.file() for each in self.attachments]
        if self.view is not None:
            sent["view"] = self.view
        return sent

    def editing(self) -> dict[str, Any]:
        """Return the arguments that put it in place of what a message holds."""
        return {
            "content": self.content or None,
            "embeds": list(self.embeds),
            "attachments": [each.file() for each in self.attachments],
            "view": self.view,
        }


def with_attached(message: discord.Message) -> list[discord.Embed]:
    """Return the embeds of a message as an edit sends them: attached pictures stay theirs."""
    embeds = [copied(embed) for embed in message.embeds]
    for embed in embeds:
        for attached in message.attachments:
            if f"/{attached.filename}" in (embed.image.url or ""):
                embed.set_image(url=f"attachment://{attached.filename}")
    return embeds


def copied(embed: discord.Embed) -> discord.Embed:
    """Return an embed to be changed; discord.py's own copy shares its fields."""
    return discord.Embed.from_dict(deepcopy(embed.to_dict()))
