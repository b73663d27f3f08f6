"""``/about`` and ``/help`` on a simulated Discord."""

import re
from importlib.metadata import version

from bot.about.help import _FIRST, entries
from bot.films.card import INVENTED
from tests.integration.bot.pressing import unlinked


def about(result):
    (embed,) = result.response.embeds
    return embed.description, [each.value for each in embed.fields], embed.footer.text


async def signs(stage):
    """Return whether ratings can be saved, and whether the recommender answers."""
    text, _, _ = about(await stage.ana.slash(stage.channel, "about"))
    return [line[0] for line in text.splitlines()[1:3]]


async def test_about_credits_everybody_and_warns_of_invented_ratings(stage):
    result = await stage.ana.slash(stage.channel, "about")
    assert result.response.ephemeral
    text, (ratings, thanks), footer = about(result)
    meta = stage.services.recommender.meta
    assert f"{meta.ratings:,} ratings of {meta.movies:,} films by {meta.users:,}" in ratings
    assert INVENTED in ratings
    assert meta.licence in ratings
    for credit in ("Harper", "Konstan", "2015", "endorse", "OMDb", "CC BY-NC 4.0", "Qdrant"):
        assert credit in thanks
    assert footer.startswith(f"Matinee {version('matinee')} ")
    assert text.count("✅") == 2
    assert len(text.splitlines()) == 4


async def test_about_links_to_the_policy_that_the_host_has_entered(stage):
    text, _, _ = about(await stage.ana.user.slash("about"))
    assert "](" not in text
    stage.env.bot.application.privacy_policy_url = "https://example.org/privacy"
    text, _, _ = about(await stage.ana.user.slash("about"))
    assert "](https://example.org/privacy)" in text


async def test_about_says_which_data_set_is_on_its_way(stage):
    stage.resources.models.coming = "A data set with newer films: downloading, 12 %."
    _, fields, _ = about(await stage.ana.slash(stage.channel, "about"))
    assert "A data set with newer films: downloading, 12 %." in fields


async def test_about_says_what_does_not_work(stage):
    stage.index.away = True
    assert await signs(stage) == ["✅", "❌"]
    stage.index.away = False
    await stage.services.storage.close()
    assert await signs(stage) == ["❌", "✅"]


async def test_help_has_six_commands_first_and_all_others_under_four_headings(stage):
    result = await stage.ana.slash(stage.channel, "help")
    assert result.response.ephemeral
    (embed,) = result.response.embeds
    every = entries(stage.env.bot.tree)
    _, *first = embed.description.splitlines()
    assert [re.match("</([^:]+):", line)[1] for line in first] == [
        "start",
        "recommend",
        "rate",
        "movie",
        "watchlist show",
        "movienight start",
    ]
    assert [each.name for each in embed.fields] == [
        "Your films",
        "Movie nights",
        "Your data",
        "About me",
    ]
    listed = " · ".join(unlinked(each.value) for each in embed.fields).split(" · ")
    others = [each.partition(" (")[0] for each in listed]
    assert {*others, *(f"`/{name}`" for name in _FIRST)} == {
        f"**{each.title}**" if each.is_menu else f"`{each.title}`" for each in every
    }
    assert len(others) + len(first) == len(every)


async def test_help_shows_the_options_of_a_command_and_the_commands_of_a_group(stage):
    shown = (await stage.ana.slash(stage.channel, "help", command="/Recommend")).response.embeds[0]
    assert shown.title == "/recommend"
    assert "`count`" in shown.description
    assert "hidden gems" in shown.description
    group = (await stage.ana.user.slash("help", command="privacy")).response.embeds[0]
    assert group.title == "/privacy"
    for name in ("show", "visibility", "delete"):
        assert f"</privacy {name}:" in group.description


async def test_help_knows_only_what_there_is(stage):
    result = await stage.ana.slash(stage.channel, "help", command="[*nonsense*](x)")
    assert result.response.ephemeral
    assert "nonsense" in result.response.content
    assert "[*nonsense" not in result.response.content


async def test_help_offers_commands_while_one_types(stage):
    offered = await stage.ana.autocomplete(stage.channel, "help", "command", "/priv")
    assert [each["name"] for each in offered] == [
        "/privacy show",
        "/privacy visibility",
        "/privacy export",
        "/privacy delete",
    ]


async def test_similar_films_are_among_your_films(stage):
    (embed,) = (await stage.ana.slash(stage.channel, "help")).response.embeds
    headings = {field.name: field.value for field in embed.fields}
    assert "/similar" in headings["Your films"]
    assert "/similar" not in headings["About me"]
