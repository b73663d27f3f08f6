"""Buttons that this version does not know."""

import discord
import pytest


@pytest.mark.parametrize("custom_id", ["gone:1", "say:x:0:1", "night:join", "more:abc", "?"])
async def test_a_button_of_another_version_is_answered(stage, custom_id):
    channel = stage.env.bot.get_channel(stage.channel.id)
    view = discord.ui.View(timeout=None)
    view.add_item(discord.ui.Button(label="Press", custom_id=custom_id))
    message = await channel.send("From another version", view=view)
    pressed = await stage.ana.click(message, label="Press")
    assert pressed.ephemeral
    assert "older version" in pressed.response.content
