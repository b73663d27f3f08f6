"""Nothing that is secret is ever written, however much is logged."""

import signal

from tests.loopback_omdb import BAD_KEY, HTML_503, loopback_omdb


async def test_no_key_and_no_token_is_logged(stage):
    key, discord = "5ec2e7c0", stage.discord
    ana = discord.world.add_user("Ana")
    async with loopback_omdb() as omdb:
        # Trouble is what gets logged.
        omdb.answers.append(HTML_503)
        omdb.always = BAD_KEY
        program = await stage.start({"OMDB_API_KEY": key, "OMDB_BASE_URL": omdb.url})
        films = (await discord.slash("recommend", ana)).shown
        await discord.press(films, films.buttons[0][0], ana)
        async with discord.away(resume=True):
            pass
        assert await program.end(signal.SIGTERM) == 0
    assert "OMDB_API_KEY" in program.output
    assert " DEBUG " in program.output
    secrets = {discord.world.token, key, *discord.world.interactions}
    assert [secret for secret in secrets if secret in program.output] == []
