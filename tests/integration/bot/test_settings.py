"""/settings: how movie nights of a server go."""

from datetime import UTC, datetime

import discord
import pytest

from bot.nights.settings import ChangeSetting, Setting
from bot.nights.store import night_store
from bot.storage.guild_settings import GuildSetting
from bot.storage.types import Remind
from tests.integration.bot.night import told


@pytest.fixture
def boss(stage):
    role = stage.guild.create_role("bosses", permissions=discord.Permissions(manage_guild=True))
    return stage.guild.add_member(stage.env.create_user("boss"), roles=[role])


def shown(response):
    """Return the title, the text, and what is chosen in each menu."""
    (embed,) = response.embeds
    menus = [each for row in response.components for each in row["components"]]
    lit = {
        each["custom_id"]: option["value"]
        for each in menus
        for option in each["options"]
        if option.get("default")
    }
    return embed.title, embed.description, lit


async def settings(stage, actor, **options):
    result = await actor.slash(stage.channel, "settings", **options)
    assert result.response.ephemeral
    return result.response


async def test_what_is_chosen_is_shown_in_words(stage, boss):
    response = await settings(stage, boss)
    title, text, lit = shown(response)
    assert title == "Movie nights in this server"
    assert "**UTC**: it's 00:00 there, <t:" in text
    assert lit == {
        "setting:anybody_suggests": "no",
        "setting:hidden_votes": "yes",
        "setting:rewatches": "no",
        "setting:remind": "all",
    }
    written = f"{text} {response.components}"
    assert "Votes stay hidden until the end" in written
    for option in ("time_zone", "True", "hidden_votes:"):
        assert option not in text


async def test_a_change_is_saved_at_once_and_used_by_the_next_night(stage, boss):
    title, _, _ = shown(await settings(stage, boss, time_zone="Asia/Tokyo"))
    assert title == "Saved"
    response = await settings(stage, boss)
    for name, value in (
        ("hidden_votes", "no"),
        ("anybody_suggests", "yes"),
        ("rewatches", "yes"),
        ("remind", "start"),
    ):
        picked = await boss.select(response, [value], custom_id=f"setting:{name}")
        assert picked.response.id == response.id
    title, text, lit = shown(response)
    assert title == "Saved"
    assert "**Asia/Tokyo**: it's 09:00 there" in text
    assert [*lit.values()] == ["yes", "no", "yes", "start"]
    await stage.ana.slash(stage.channel, "movienight start", when="2026-01-09 20:00")
    (night,) = await night_store(stage.services).active(stage.guild.id)
    assert night.options.starts_at == datetime(2026, 1, 9, 11, tzinfo=UTC)
    assert night.options.anybody_suggests
    assert night.options.rewatches
    assert not night.options.hidden_votes
    assert night.options.remind is Remind.START
    await stage.ana.slash(stage.channel, "movienight start", rewatches=False)
    *_, night = await night_store(stage.services).active(stage.guild.id)
    assert not night.options.rewatches


async def test_a_forged_menu_changes_nothing(stage):
    await stage.ana.user.send_dm("Hello")
    view = ChangeSetting(Setting.HIDDEN_VOTES)
    forged = discord.ui.View(timeout=None)
    option = discord.SelectOption(label="no", value="no")
    forged.add_item(discord.ui.Select(custom_id=view.custom_id, options=[option]))
    for place in (stage.channel.id, stage.ana.user.dm_channel.id):
        target = stage.env.bot.get_partial_messageable(place)
        message = await target.send("Forged", view=forged)
        actor = stage.ana if place == stage.channel.id else stage.ana.user
        assert (await actor.select(message, ["no"])).ephemeral
    assert (await stage.services.storage.guild_settings.get(stage.guild.id)).hidden_votes


async def test_a_choice_that_is_no_longer_there_changes_nothing(stage, boss):
    response = await settings(stage, boss)
    stored = stage.env.backend.messages[stage.channel.id][response.id]
    (menu,) = stored.components[-1]["components"]
    menu["options"].append({"label": "Sometimes", "value": "sometimes"})
    said = told(await boss.select(response, ["sometimes"], custom_id=menu["custom_id"]))
    assert "older version" in said
    setting = await stage.services.storage.guild_settings.get(stage.guild.id)
    assert setting == GuildSetting()


async def test_zones_are_offered_by_city_and_checked_again(stage, boss):
    offered = await boss.autocomplete(stage.channel, "settings", "time_zone", "new y")
    assert [each["value"] for each in offered] == ["America/New_York"]
    said = told(await boss.slash(stage.channel, "settings", time_zone="Atlantis/*Main*"))
    assert "“Atlantis/\\*Main\\*”" in said
    _, text, _ = shown(await settings(stage, boss))
    assert "**UTC**" in text


async def test_members_without_the_right_change_nothing_even_where_they_see_the_command(stage):
    known = {command.name: command for command in await stage.env.bot.tree.fetch_commands()}
    stage.guild.set_command_permissions(known["settings"], {stage.guild.default_role: True})
    result = await stage.ana.slash(stage.channel, "settings", time_zone="Asia/Tokyo")
    assert "**Manage Server**" in told(result)
    setting = await stage.services.storage.guild_settings.get(stage.guild.id)
    assert setting.time_zone == "UTC"
