"""What the bot has to be allowed to do in a channel."""

import discord


def missing_rights(has: discord.Permissions, channel: object) -> str:
    """Return what the bot may not do there and needs for a night, in words."""
    in_thread = isinstance(channel, discord.Thread)
    needed = {
        "View Channel": has.view_channel,
        "Send Messages in Threads": not in_thread or has.send_messages_in_threads,
        "Send Messages": in_thread or has.send_messages,
        "Embed Links": has.embed_links,
        "Attach Files": has.attach_files,
        "Read Message History": has.read_message_history,
    }
    return ", ".join(f"**{right}**" for right, given in needed.items() if not given)
