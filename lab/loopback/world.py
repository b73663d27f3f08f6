"""All that the loopback Discord knows."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

from lab.loopback.answers import Refused
from lab.loopback.interactions import Interaction
from lab.loopback.messages import Attachment, Message, emoji_payload
from lab.loopback.patience import Patience
from lab.loopback.people import Channel, Guild, Json, Snowflakes, User, member_payload

Dispatch = Callable[[str, Json], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Request:
    method: str
    path: str
    status: int

    def __str__(self) -> str:
        return f"{self.method} {self.path} {self.status}"


@dataclass(frozen=True, slots=True)
class Fault:
    """What is answered instead, once.

    Attributes:
        path: of the request, or how it begins.
        headers: besides the type of the content; a real 429 has ``Via``.
        served: whether the request is served first, so that only its answer is lost.
    """

    method: str
    path: str
    status: int
    body: Json = field(default_factory=dict)
    headers: dict[str, str] = field(default_factory=dict)
    served: bool = False


@dataclass(slots=True)
class Hold:
    """Requests that wait until they are let through.

    Attributes:
        path: of the requests, or how it begins.
        waiting: how many have come.
    """

    method: str
    path: str
    waiting: int = 0
    over: asyncio.Event = field(default_factory=asyncio.Event)


@dataclass(slots=True)
class World:
    """Everything that outlives a connection and a run of the program."""

    token: str
    ids: Snowflakes = field(default_factory=Snowflakes)
    patience: Patience = field(default_factory=Patience)
    bot: User = field(init=False)
    guild: Guild = field(init=False)
    users: dict[int, User] = field(default_factory=dict)
    messages: dict[int, Message] = field(default_factory=dict)
    uploads: list[Attachment] = field(default_factory=list)
    interactions: dict[str, Interaction] = field(default_factory=dict)
    commands: list[Json] = field(default_factory=list)
    events: list[Json] = field(default_factory=list)
    requests: list[Request] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    hold: Hold | None = None
    cdn: str = ""

    def __post_init__(self) -> None:
        self.bot = self.add_user("Matinee", bot=True)
        guild_id = self.ids.next()
        channel = Channel(self.ids.next(), guild_id, "movies")
        self.guild = Guild(guild_id, "Loopback", channel, self.bot)

    def add_user(self, name: str, *, bot: bool = False) -> User:
        user = User(self.ids.next(), name, bot)
        self.users[user.id] = user
        return user

    def new_message(self, flags: int = 0) -> Message:
        """Make an empty message of the bot; it is kept only once it says something."""
        channel = self.guild.channel
        return Message(self.ids.next(), channel.id, channel.guild_id, self.bot, flags=flags)

    def interaction(self, token: str) -> Interaction:
        """Find an interaction by its token.

        Raises:
            Refused: there is none.
        """
        if token not in self.interactions:
            raise Refused(404, 10015, "Unknown Webhook")
        return self.interactions[token]

    def react(self, message: Message, emoji: str, user: User) -> Json | None:
        """Add a reaction; gives the event, or ``None`` when it was there."""
        users = message.reactions.setdefault(emoji, {})
        if user.id in users:
            return None
        users[user.id] = user
        event = self._reaction_event(message, emoji, user)
        author = {"message_author_id": str(message.author.id)}
        return {**event, **author, "member": member_payload(user)}

    def unreact(self, message: Message, emoji: str, user: User) -> Json | None:
        """Take a reaction away; gives the event, or ``None`` when it wasn't there."""
        if not message.reactions.get(emoji, {}).pop(user.id, None):
            return None
        return self._reaction_event(message, emoji, user)

    def _reaction_event(self, message: Message, emoji: str, user: User) -> Json:
        return {
            "user_id": str(user.id),
            "channel_id": str(message.channel_id),
            "message_id": str(message.id),
            "guild_id": str(message.guild_id),
            "emoji": emoji_payload(emoji),
            "burst": False,
            "type": 0,
        }
