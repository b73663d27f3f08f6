"""/settings: how movie nights of a server go."""

from datetime import UTC, datetime

import discord
import pytest

from bot.nights.store import night_store
from tests.integration.bot.night import told


@pytest.fixture
def boss(stage):
    role = stage.guild.create_role("bosses", permissions=discord.Permissions(manage_guild=True))
    return stage.guild.add_member(stage.env.create_user("boss"), roles=[role])


def shown(result):
    assert result.response.ephemeral
    (embed,) = result.response.embeds
    return embed.title, {field.name: field.value for field in embed.fields}


async def test_what_is_set_is_shown_with_what_it_means(stage, boss):
    title, fields = shown(await boss.slash(stage.channel, "settings"))
    assert title == "This server's settings"
    assert fields["time_zone"].startswith("UTC: it's 00:00 there, <t:")
    assert fields["hidden_votes"].endswith("? **yes**")
    assert fields["anybody_suggests"].endswith("? **no**")
    assert fields["rewatches"].endswith("? **no**")


async def test_a_change_is_kept_alone_and_used_by_the_next_night(stage, boss):
    title, _ = shown(await boss.slash(stage.channel, "settings", time_zone="Asia/Tokyo"))
    assert title == "Settings saved"
    await boss.slash(stage.channel, "settings", hidden_votes=False, anybody_suggests=True)
    await boss.slash(stage.channel, "settings", rewatches=True)
    _, fields = shown(await boss.slash(stage.channel, "settings"))
    assert fields["time_zone"].startswith("Asia/Tokyo: it's 09:00 there")
    await stage.ana.slash(stage.channel, "movienight start", when="2026-01-09 20:00")
    (night,) = await night_store(stage.services).active(stage.guild.id)
    assert night.options.starts_at == datetime(2026, 1, 9, 11, tzinfo=UTC)
    assert night.options.anybody_suggests
    assert night.options.rewatches
    assert not night.options.hidden_votes
    await stage.ana.slash(stage.channel, "movienight start", rewatches=False)
    *_, night = await night_store(stage.services).active(stage.guild.id)
    assert not night.options.rewatches


async def test_zones_are_offered_by_city_and_checked_again(stage, boss):
    offered = await boss.autocomplete(stage.channel, "settings", "time_zone", "new y")
    assert [each["value"] for each in offered] == ["America/New_York"]
    said = told(await boss.slash(stage.channel, "settings", time_zone="Atlantis/*Main*"))
    assert "“Atlantis/\\*Main\\*”" in said
    _, fields = shown(await boss.slash(stage.channel, "settings"))
    assert fields["time_zone"].startswith("UTC")


async def test_members_without_the_right_change_nothing_even_where_they_see_the_command(stage):
    known = {command.name: command for command in await stage.env.bot.tree.fetch_commands()}
    stage.guild.set_command_permissions(known["settings"], {stage.guild.default_role: True})
    result = await stage.ana.slash(stage.channel, "settings", time_zone="Asia/Tokyo")
    assert "**Manage Server**" in told(result)
    setting = await stage.services.storage.guild_settings.get(stage.guild.id)
    assert setting.time_zone == "UTC"
