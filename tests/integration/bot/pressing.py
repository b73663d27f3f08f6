"""Buttons by what they do: their ids stay valid for ever, what stands on them may be reworded."""

from bot.ui.message import Message
from bot.ui.respond import clickable


def as_sent(stage, text):
    """Return a text as the bot sends it: with clickable commands."""
    return clickable(Message(text), stage.env.bot.command_ids).content


def ids(message):
    """Return the custom_id of every button and menu of a message."""
    return [each["custom_id"] for row in message.components for each in row["components"]]


async def press(actor, message, beginning):
    """Press the one button whose custom_id begins so; return what came of it."""
    (found,) = [each for each in ids(message) if each.startswith(beginning)]
    return await actor.click(message, custom_id=found)
