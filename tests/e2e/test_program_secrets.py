"""Nothing that is secret is ever written, however much is logged."""

import signal


async def test_no_key_and_no_token_is_logged(stage):
    key = "5ec2e7c0"
    # Discord is no OMDb: what it answers is trouble, and trouble is logged.
    program = await stage.start({"OMDB_API_KEY": key, "OMDB_BASE_URL": stage.discord.url})
    discord = stage.discord
    ana = discord.world.add_user("Ana")
    films = (await discord.slash("recommend", ana)).shown
    await discord.press(films, films.buttons[0][0], ana)
    async with discord.away(resume=True):
        pass
    assert await program.end(signal.SIGTERM) == 0
    assert " DEBUG " in program.output
    secrets = {discord.world.token, key, *discord.world.interactions}
    assert [secret for secret in secrets if secret in program.output] == []
