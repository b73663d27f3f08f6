"""A night that its organiser and others have joined."""

from bot.nights import rules
from bot.nights.rules import Actor


def gathered(guild_id, channel_id, organiser_id, options, others, now):
    """Return a new night with these members, each once."""
    night = rules.announce(guild_id, channel_id, organiser_id, options, [], now)
    for member_id in others:
        night = rules.join(night, Actor(member_id))
    return night
