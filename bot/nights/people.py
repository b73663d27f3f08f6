"""Who is in a server: asked for by id, which needs no privileged intent."""

from collections.abc import Collection, Sequence

import discord

from bot.errors import MemberError
from bot.nights.night import MOST_MEMBERS

_MOST_ASKED = 100
"""Discord answers for so many at once."""
_UNSURE = "Discord isn't telling me who's in this server right now. Please try again in a moment."


async def members_here(guild: discord.Guild, ids: Collection[int]) -> dict[int, discord.Member]:
    """Return those of these members who are in a server, in one request.

    Raises:
        MemberError: Discord doesn't say.
    """
    if not ids:
        return {}
    try:
        found = await guild.query_members(user_ids=list(ids), limit=len(ids), cache=False)
    except TimeoutError:
        raise MemberError(_UNSURE) from None
    return {member.id: member for member in found}


async def named_members(guild: discord.Guild, ids: Sequence[int]) -> list[int]:
    """Return members who were named, each once.

    Raises:
        MemberError: somebody is no member here, or a bot; or there are too many.
    """
    if len(ids) > MOST_MEMBERS:
        raise MemberError(f"A movie night has room for {MOST_MEMBERS} members.")
    here = await members_here(guild, ids)
    for member_id in ids:
        if member_id not in here:
            raise MemberError(f"<@{member_id}> isn't a member of this server.")
        if here[member_id].bot:
            raise MemberError(f"<@{member_id}> is a bot, and bots don't watch films.")
    return [*ids]


async def people_among(guild: discord.Guild, ids: Collection[int]) -> list[int]:
    """Return those who are here and no bots.

    Raises:
        MemberError: they are far too many.
    """
    if len(ids) > _MOST_ASKED:
        raise MemberError(f"A movie night has room for {MOST_MEMBERS} members.")
    return [member.id for member in (await members_here(guild, ids)).values() if not member.bot]
