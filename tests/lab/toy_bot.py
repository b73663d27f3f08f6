"""The smallest program that uses all of the loopback Discord: what its own tests run."""

import io
import logging
import os
import re
import sys
from typing import Any, Self

import discord
from discord import app_commands
from discord.ext import commands

PICTURE = b"\x89PNG\r\n\x1a\n"


def say(*words: object) -> None:
    sys.stdout.write(" ".join(map(str, words)) + "\n")
    sys.stdout.flush()


class Count(discord.ui.DynamicItem[discord.ui.Button[Any]], template=r"count:(?P<n>\d+)"):
    def __init__(self, n: int) -> None:
        super().__init__(discord.ui.Button(label=f"{n}", custom_id=f"count:{n}"))
        self.n = n

    @classmethod
    async def from_custom_id(cls, _interaction: Any, _item: Any, match: re.Match[str], /) -> Self:
        return cls(int(match["n"]))

    async def callback(self, interaction: discord.Interaction) -> None:
        match self.n:
            case 0:
                await interaction.response.send_message("for you alone", ephemeral=True)
            case 1:
                view = discord.ui.View(timeout=None).add_item(Count(0))
                await interaction.response.edit_message(content="replaced", view=view)
            case 2:
                await interaction.response.defer()
                await interaction.edit_original_response(content="edited later")
            case _:
                await interaction.response.defer()
                await interaction.followup.send("beside it", ephemeral=True)


class ToyBot(commands.AutoShardedBot):
    def __init__(self) -> None:
        intents = discord.Intents(guilds=True, guild_reactions=True)
        super().__init__(command_prefix=(), intents=intents)

    async def setup_hook(self) -> None:
        self.add_dynamic_items(Count)
        self.tree.add_command(show)
        group = app_commands.Group(name="group", description="-")
        group.add_command(echo)
        self.tree.add_command(group)
        await self.tree.sync()

    async def on_ready(self) -> None:
        say("ready")

    async def on_resumed(self) -> None:
        say("resumed")

    async def on_raw_reaction_add(self, event: discord.RawReactionActionEvent) -> None:
        assert event.member
        say("added", event.emoji.name, event.member.name, event.message_author_id)

    async def on_raw_reaction_remove(self, event: discord.RawReactionActionEvent) -> None:
        say("removed", event.emoji.name, event.user_id)


@app_commands.command(description="-")
async def show(interaction: discord.Interaction) -> None:
    await interaction.response.defer()
    view = discord.ui.View(timeout=None)
    for n in range(4):
        view.add_item(Count(n))
    embed = discord.Embed(title="A film").set_image(url="attachment://film.png")
    picture = discord.File(io.BytesIO(PICTURE), "film.png", description="A poster")
    message = await interaction.followup.send(embed=embed, view=view, file=picture, wait=True)
    assert isinstance(interaction.channel, discord.TextChannel)
    partial = interaction.channel.get_partial_message(message.id)
    await partial.add_reaction("👍")
    await partial.add_reaction("❤️")
    there = await partial.fetch()
    users = [user.name async for user in there.reactions[1].users()]
    await interaction.followup.send(f"{there.embeds[0].image.url} {users}", ephemeral=True)


@app_commands.command(description="-")
@app_commands.choices(tone=[app_commands.Choice(name="Loud", value="!")])
async def echo(interaction: discord.Interaction, text: str, times: int, tone: str = ".") -> None:
    await interaction.response.send_message(text * times + tone)


@echo.autocomplete("text")
async def complete(_: discord.Interaction, typed: str) -> list[app_commands.Choice[str]]:
    return [app_commands.Choice(name=typed.title(), value=typed)]


if __name__ == "__main__":
    logging.getLogger("discord").addHandler(logging.StreamHandler(sys.stderr))
    ToyBot().run(os.environ["TOY_TOKEN"], log_handler=None)
