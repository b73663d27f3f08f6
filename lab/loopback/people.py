"""The people and guilds of the loopback Discord, and how they look on the wire."""

import time
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

Json = dict[str, Any]

_DISCORD_EPOCH_MS = 1_420_070_400_000
_EVERYTHING = str((1 << 50) - 1)


class Snowflakes:
    """Ids that grow with the time, as Discord's do: the time can be read from them."""

    def __init__(self) -> None:
        self._last = 0

    def next(self) -> int:
        now = (int(time.time() * 1000) - _DISCORD_EPOCH_MS) << 22
        self._last = max(self._last + 1, now)
        return self._last


@dataclass(frozen=True, slots=True)
class User:
    id: int
    name: str
    bot: bool = False

    def payload(self) -> Json:
        return {
            "id": str(self.id),
            "username": self.name,
            "global_name": None,
            "discriminator": "0000" if self.bot else "0",
            "avatar": None,
            "bot": self.bot,
            "public_flags": 0,
            "flags": 0,
        }


@dataclass(frozen=True, slots=True)
class Channel:
    id: int
    guild_id: int
    name: str

    def payload(self) -> Json:
        return {
            "id": str(self.id),
            "guild_id": str(self.guild_id),
            "name": self.name,
            "type": 0,
            "position": 0,
            "permission_overwrites": [],
            "permissions": _EVERYTHING,
            "parent_id": None,
            "last_message_id": None,
            "nsfw": False,
            "rate_limit_per_user": 0,
            "topic": None,
            "flags": 0,
        }


@dataclass(frozen=True, slots=True)
class Guild:
    id: int
    name: str
    channel: Channel
    bot: User

    def payload(self) -> Json:
        """Give what GUILD_CREATE says of it."""
        everyone = {
            "id": str(self.id),
            "name": "@everyone",
            "permissions": _EVERYTHING,
            "position": 0,
            "color": 0,
            "colors": {"primary_color": 0, "secondary_color": None, "tertiary_color": None},
            "hoist": False,
            "managed": False,
            "mentionable": False,
            "flags": 0,
        }
        return {
            **self.stub(),
            "name": self.name,
            "owner_id": str(self.id),
            "unavailable": False,
            "member_count": 4,
            "large": False,
            "joined_at": timestamp(),
            "roles": [everyone],
            "channels": [self.channel.payload()],
            "members": [member_payload(self.bot)],
            "emojis": [],
            "stickers": [],
            "threads": [],
            "voice_states": [],
            "presences": [],
            "stage_instances": [],
            "guild_scheduled_events": [],
            "soundboard_sounds": [],
            "verification_level": 0,
            "default_message_notifications": 1,
            "explicit_content_filter": 0,
            "mfa_level": 0,
            "premium_tier": 0,
            "system_channel_flags": 0,
            "afk_timeout": 300,
        }

    def stub(self) -> Json:
        """Give what an interaction says of it."""
        return {
            "id": str(self.id),
            "locale": "en-US",
            "preferred_locale": "en-US",
            "features": [],
        }


def member_payload(user: User) -> Json:
    return {
        "user": user.payload(),
        "nick": None,
        "avatar": None,
        "roles": [],
        "joined_at": timestamp(),
        "premium_since": None,
        "deaf": False,
        "mute": False,
        "pending": False,
        "flags": 0,
        "permissions": _EVERYTHING,
        "communication_disabled_until": None,
    }


def timestamp() -> str:
    return datetime.now(UTC).isoformat()
