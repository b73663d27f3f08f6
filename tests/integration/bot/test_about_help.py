"""``/about`` and ``/help`` on a simulated Discord."""

from importlib.metadata import version

from bot.about.help import entries


def about(result):
    embed = result.response.embeds[0]
    return {each.name: each.value for each in embed.fields} | {"footer": embed.footer.text}


async def test_about_credits_everybody_and_warns_of_invented_ratings(stage):
    result = await stage.ana.slash(stage.channel, "about")
    assert result.response.ephemeral
    said = about(result)
    meta = stage.services.recommender.meta
    assert f"{meta.ratings:,} ratings of {meta.movies:,} films by {meta.users:,}" in str(said)
    assert "Sample data (invented ratings)" in said["Ratings in use"]
    assert said["Their licence"].startswith("Sample data (invented ratings): made by Matinee")
    for credit in ("Harper", "Konstan", "2015", "endorse", "OMDb", "CC BY-NC 4.0", "Qdrant"):
        assert credit in said["With thanks to"]
    assert said["footer"].startswith(f"Matinee {version('matinee')} ")
    assert said["Right now"].count("✅") == 2


async def test_about_links_to_the_policy_that_the_host_has_entered(stage):
    assert "Privacy policy" not in about(await stage.ana.user.slash("about"))["Your data"]
    stage.env.bot.application.privacy_policy_url = "https://example.org/privacy"
    said = about(await stage.ana.user.slash("about"))["Your data"]
    assert "[Privacy policy](https://example.org/privacy)" in said


async def test_about_says_what_does_not_work(stage):
    stage.index.away = True
    said = about(await stage.ana.slash(stage.channel, "about"))["Right now"]
    assert "❌ The recommender" in said
    assert "✅ Your ratings" in said
    stage.index.away = False
    await stage.services.storage.close()
    said = about(await stage.ana.slash(stage.channel, "about"))["Right now"]
    assert "✅ The recommender" in said
    assert "❌ I can't keep anything" in said


async def test_help_lists_every_command_of_the_tree(stage):
    result = await stage.ana.slash(stage.channel, "help")
    assert result.response.ephemeral
    every = entries(stage.env.bot.tree)
    lines = result.response.embeds[0].description.splitlines()
    assert [line.split("**")[1] for line in lines] == [entry.title for entry in every]
    assert {"/recommend", "/privacy delete", "Rate this film"} <= {each.title for each in every}


async def test_help_shows_the_options_of_a_command_and_the_commands_of_a_group(stage):
    shown = (await stage.ana.slash(stage.channel, "help", command="/Recommend")).response.embeds[0]
    assert shown.title == "/recommend"
    assert "• `count` (optional): How many films (3), 1 to 4" in shown.description
    assert "hidden gems" in shown.description
    group = (await stage.ana.user.slash("help", command="privacy")).response.embeds[0]
    assert group.title == "/privacy"
    for name in ("show", "visibility", "delete"):
        assert f"</privacy {name}:" in group.description


async def test_help_knows_only_what_there_is(stage):
    result = await stage.ana.slash(stage.channel, "help", command="[*nonsense*](x)")
    assert result.response.ephemeral
    assert result.response.content.startswith("I have no command “\\[\\*nonsense")


async def test_help_offers_commands_while_one_types(stage):
    offered = await stage.ana.autocomplete(stage.channel, "help", "command", "/priv")
    assert [each["name"] for each in offered] == [
        "/privacy show",
        "/privacy visibility",
        "/privacy delete",
    ]
