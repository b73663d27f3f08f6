"""The simulated server: a channel, its members, and their avatars."""

from collections.abc import Mapping
from dataclasses import dataclass

from simcord import ChannelHandle, Env, GuildHandle, MemberActor
from simcord.backend.cdn import CDN_BASE

from bot.demo import avatars
from bot.demo.cast import CAST, Character

_GUILD = "Matinee demo"
_CHANNEL = "movies"
_TOPIC = "Films for tonight. Type /recommend"
_BOT = "Matinee"
_AVATAR = "drawn"


@dataclass(frozen=True, slots=True)
class World:
    """What the demo has built.

    Attributes:
        guild: the only server.
        channel: its only channel.
        members: the cast, in its order.
        pictures: by address, as simcord wants them: name and bytes.
    """

    guild: GuildHandle
    channel: ChannelHandle
    members: Mapping[Character, MemberActor]
    pictures: Mapping[str, tuple[str, bytes]]


def build(env: Env) -> World:
    """Build the server in a Discord that has not started yet.

    The clock stands still until then, so everybody has the same id at every start, and the data
    saved under it stays theirs.
    """
    bot = env.backend.bot_user
    bot.name, bot.avatar = _BOT, _AVATAR
    pictures = {_picture(bot.id): ("bot.png", avatars.TICKET.read_bytes())}
    users = [
        env.create_user(each.name.lower(), global_name=each.name, avatar=_AVATAR) for each in CAST
    ]
    guild = env.create_guild(_GUILD, owner=users[0])
    channel = guild.create_text_channel(_CHANNEL, topic=_TOPIC)
    members = {}
    for each, user in zip(CAST, users, strict=True):
        # The owner is a member from the start; adding them again changes nothing.
        members[each] = guild.add_member(user)
        pictures[_picture(user.id)] = (f"{each.name}.png", avatars.initial(each.name, each.colour))
    return World(guild, channel, members, pictures)


def _picture(user_id: int) -> str:
    return f"{CDN_BASE}/avatars/{user_id}/{_AVATAR}.png"
