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


async def invited(
    guild: discord.Guild, mentioned: Sequence[int], in_voice: Collection[int]
) -> list[int]:
    """Return the members who were mentioned, then those in voice who are no bots.

    Raises:
        MemberError: somebody who was mentioned isn't here, or is a bot; or there are too many.
    """
    everyone = {*mentioned, *in_voice}
    if len(mentioned) > MOST_MEMBERS or len(everyone) > _MOST_ASKED:
        raise MemberError(f"A movie night has room for {MOST_MEMBERS} members.")
    here = await members_here(guild, everyone)
    for member_id in mentioned:
        if member_id not in here:
            raise MemberError(f"<@{member_id}> isn't a member of this server.")
        if here[member_id].bot:
            raise MemberError(f"<@{member_id}> is a bot, and bots don't watch films.")
    return [*mentioned, *(each for each in in_voice if each in here and not here[each].bot)]
