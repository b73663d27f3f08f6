"""What a server reads when the bot is invited."""


async def invited(stage, channel=None):
    """Have the bot join the server, whose system channel this is; return what it said there."""
    guild = stage.env.bot.get_guild(stage.guild.id)
    guild._system_channel_id = channel and channel.id
    stage.env.bot.dispatch("guild_join", guild)
    await stage.env.settle()
    return stage.channel.history()


async def test_a_server_that_invites_the_bot_reads_what_to_try(stage):
    (hello,) = await invited(stage, stage.channel)
    (embed,) = hello.embeds
    assert "</start:" in embed.description
    assert "`" not in embed.description


async def test_a_server_without_a_channel_for_that_is_left_in_peace(stage):
    assert await invited(stage) == []
