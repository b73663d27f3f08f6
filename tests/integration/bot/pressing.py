"""Buttons by what they do: their ids stay valid for ever, what stands on them may be reworded."""

import re


def ids(message):
    """Return the custom_id of every button and menu of a message, answered or looked up."""
    rows = message.components
    if rows and not isinstance(rows[0], dict):
        return [each.custom_id for row in rows for each in row.children]
    return [each["custom_id"] for row in rows for each in row["components"]]


def unlinked(text):
    """Return a text with the names of commands in the place of the links to them."""
    return re.sub(r"</([^:]+):\d+>", r"`/\1`", text)


async def press(actor, message, beginning):
    """Press the one button whose custom_id begins so; return what came of it."""
    (found,) = [each for each in ids(message) if each.startswith(beginning)]
    return await actor.click(message, custom_id=found)
