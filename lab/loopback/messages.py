"""A message as the server keeps it."""

from dataclasses import dataclass, field

from lab.loopback.people import Json, User, timestamp

EPHEMERAL = 1 << 6
LOADING = 1 << 7


@dataclass(frozen=True, slots=True)
class Attachment:
    id: int
    filename: str
    content: bytes
    description: str | None
    url: str

    def payload(self) -> Json:
        return {
            "id": str(self.id),
            "filename": self.filename,
            "description": self.description,
            "size": len(self.content),
            "url": self.url,
            "proxy_url": self.url,
            "content_type": "image/png",
        }


@dataclass(frozen=True, slots=True)
class Button:
    label: str
    emoji: str
    custom_id: str
    disabled: bool


@dataclass(slots=True)
class Message:
    id: int
    channel_id: int
    guild_id: int
    author: User
    content: str = ""
    flags: int = 0
    embeds: list[Json] = field(default_factory=list)
    components: list[Json] = field(default_factory=list)
    attachments: list[Attachment] = field(default_factory=list)
    reactions: dict[str, dict[int, User]] = field(default_factory=dict)
    created_at: str = field(default_factory=timestamp)
    edited_at: str | None = None

    @property
    def ephemeral(self) -> bool:
        return bool(self.flags & EPHEMERAL)

    @property
    def loading(self) -> bool:
        return bool(self.flags & LOADING)

    @property
    def text(self) -> str:
        """All that a person reads in it, buttons left out."""
        parts = [self.content, *(text for embed in self.embeds for text in embed_words(embed))]
        return "\n".join(part for part in parts if part)

    @property
    def buttons(self) -> list[list[Button]]:
        """The rows of buttons; a link or a select isn't one."""
        rows = [[_button(c) for c in row["components"]] for row in self.components]
        return [[button for button in row if button] for row in rows]

    def payload(self, viewer: int) -> Json:
        return {
            "id": str(self.id),
            "channel_id": str(self.channel_id),
            "guild_id": str(self.guild_id),
            "author": self.author.payload(),
            "content": self.content,
            "flags": self.flags,
            "embeds": self.embeds,
            "components": self.components,
            "attachments": [attachment.payload() for attachment in self.attachments],
            "reactions": [
                {
                    "emoji": emoji_payload(emoji),
                    "count": len(users),
                    "count_details": {"normal": len(users), "burst": 0},
                    "me": viewer in users,
                    "me_burst": False,
                    "burst_colors": [],
                }
                for emoji, users in self.reactions.items()
                if users
            ],
            "timestamp": self.created_at,
            "edited_timestamp": self.edited_at,
            "tts": False,
            "mention_everyone": False,
            "mentions": [],
            "mention_roles": [],
            "pinned": False,
            "type": 0,
        }


def emoji_payload(emoji: str) -> Json:
    return {"id": None, "name": emoji}


def embed_words(embed: Json) -> list[str]:
    """Give what Discord counts, and a person reads, of an embed."""
    fields = [text for f in embed.get("fields", []) for text in (f["name"], f["value"])]
    found = [
        (embed.get("author") or {}).get("name"),
        embed.get("title"),
        embed.get("description"),
        *fields,
        (embed.get("footer") or {}).get("text"),
    ]
    return [text for text in found if text]


def _button(component: Json) -> Button | None:
    if component["type"] != 2 or "custom_id" not in component:
        return None
    return Button(
        component.get("label") or "",
        (component.get("emoji") or {}).get("name", ""),
        component["custom_id"],
        component.get("disabled", False),
    )
