"""``/recommend`` and its buttons, on a simulated Discord."""

import pytest

from bot.films.buttons import film_row
from bot.films.card import INVENTED
from bot.films.request import Request
from bot.recommend.lists import new_list
from bot.storage.types import Source, Verdict
from bot.ui.control import view_of
from recsys.types import ItemId
from tests.integration.bot.pressing import press


def buttons(response, row=0):
    """Return the custom ids of a row: 👍 👎 👀 🔖 ❓."""
    return [each["custom_id"] for each in response.components[row]["components"]]


def lit(response, row=0):
    return [
        each["emoji"]["name"]
        for each in response.components[row]["components"]
        if each["style"] == 3
    ]


def films(response):
    """Return the movie ids of a list."""
    rows = range(len(response.components) - 1)
    return [int(buttons(response, row)[0].rpartition(":")[2]) for row in rows]


def titles(response):
    return [each.title.partition(" · ")[2] for each in response.embeds]


async def like(stage, actor, *found):
    catalog = stage.services.recommender.catalog
    for title in found:
        movie = catalog.resolve(title)
        await stage.services.storage.verdicts.rate(actor.id, movie.id, Verdict.LIKE, Source.COMMAND)


async def recommend(stage, actor=None, **options):
    result = await (actor or stage.ana).slash(stage.channel, "recommend", **options)
    return result.response


async def test_a_newcomer_gets_well_loved_films_that_are_called_so(stage):
    response = await recommend(stage)
    assert len(response.embeds) == len(response.attachments) == 3
    assert all(attachment.description for attachment in response.attachments)
    assert "💬" in response.embeds[0].description
    assert response.embeds[-1].footer.text == INVENTED


@pytest.mark.parametrize("count", [1, 2, 3, 4])
async def test_a_list_has_an_embed_and_a_row_of_buttons_a_film_and_a_row_for_more(stage, count):
    response = await recommend(stage, count=count)
    assert len(response.embeds) == count
    assert len(response.components) == count + 1
    for row, embed in enumerate(response.embeds):
        assert embed.title.startswith(f"{row + 1} · ")
        assert embed.url.startswith("https://www.imdb.com/title/tt")
        assert [each["label"] for each in response.components[row]["components"]] == [
            str(row + 1)
        ] * 5
    (more,) = response.components[-1]["components"]
    assert more["custom_id"].startswith("more:")


async def test_the_list_is_of_the_genre_and_the_years_that_were_asked_for(stage):
    catalog = stage.services.recommender.catalog
    options = {"genre": "Comedy", "from": 1990, "to": 1999, "taste": "hidden-gems"}
    response = await recommend(stage, count=4, **options)
    assert "Comedy · 1990–1999 · hidden gems" in response.content
    for item in films(response):
        assert "Comedy" in catalog[item].genres
        assert 1990 <= catalog[item].year <= 1999


async def test_a_genre_may_be_typed_in_any_case_without_choosing_it(stage):
    response = await recommend(stage, genre="sci fi")
    assert "Sci-Fi" in response.content


async def test_genres_are_offered_while_typing(stage):
    every = await stage.ana.autocomplete(stage.channel, "recommend", "genre", "")
    assert [each["name"] for each in every] == list(stage.services.recommender.catalog.genres)[:25]
    some = await stage.ana.autocomplete(stage.channel, "recommend", "genre", "c")
    assert [each["name"] for each in some][:3] == ["Children", "Comedy", "Crime"]


async def test_a_genre_that_is_none_offers_the_closest_to_press(stage):
    asked = await stage.ana.slash(
        stage.channel, "recommend", genre="scifi horor", count=2, **{"from": 1970}
    )
    assert asked.response.ephemeral
    assert asked.response.content == (
        "I don't know the genre “scifi horor”. Try one of: Sci-Fi, Horror."
    )
    pressed = await press(stage.ana, asked.response, "genre:2:1970:0:balanced:o:Horror")
    (posted,) = pressed.followups
    assert not posted.ephemeral
    assert "Horror · from 1970" in posted.content
    assert posted.embeds


async def test_a_genre_of_a_private_request_is_answered_in_private(stage):
    asked = await stage.ana.slash(stage.channel, "recommend", genre="horor", private=True)
    await press(stage.ana, asked.response, "genre:3:0:0:balanced:a:Horror")
    assert "Horror" in asked.response.content
    assert asked.response.embeds
    assert stage.channel.history(viewer=stage.ben) == []


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"genre": "Basket weaving"}, "“Basket weaving”"),
        (
            {"genre": "[x](http://e.example) @everyone"},
            "“\\[x\\](http\\://e.example) @\u200beveryone”",
        ),
        ({"genre": "   "}, "“”"),
        ({"from": 1999, "to": 1990}, "1990 to 1999?"),
    ],
)
async def test_what_cannot_be_meant_is_told_to_the_member_alone(stage, options, said):
    result = await stage.ana.slash(stage.channel, "recommend", **options)
    assert said in result.response.content
    assert result.response.ephemeral
    assert stage.channel.history(viewer=stage.ben) == []


async def test_filters_that_leave_nothing_say_what_to_relax(stage):
    response = await recommend(stage, genre="Horror", **{"from": 2090})
    assert response.embeds == []
    assert response.components == []
    assert "“Horror · from 2090”" in response.content
    assert "2090" in response.content


async def test_where_no_single_filter_helps_all_have_to_go(stage):
    catalog = stage.services.recommender.catalog
    for movie in catalog:
        if "Horror" in movie.genres:
            await stage.services.storage.verdicts.rate(
                stage.ana.id, movie.id, Verdict.SEEN, Source.COMMAND
            )
    response = await recommend(stage, genre="Horror", **{"from": 2090})
    assert "without filters" in response.content


async def test_who_knows_every_film_is_told_so(stage):
    for movie in stage.services.recommender.catalog:
        await stage.services.storage.verdicts.rate(
            stage.ana.id, movie.id, Verdict.SEEN, Source.COMMAND
        )
    response = await recommend(stage)
    assert response.content
    assert (response.embeds, response.components) == ([], [])


async def test_a_verdict_changes_the_next_list(stage):
    first = await recommend(stage, private=True)
    await stage.ana.click(first, custom_id=buttons(first)[0])
    second = await recommend(stage, private=True)
    assert titles(first)[0] not in titles(second)


async def test_the_films_of_a_like_come_with_a_reason(stage):
    await like(stage, stage.ana, "Toy Story", "Finding Nemo")
    response = await recommend(stage, private=True)
    reason = response.embeds[0].description
    assert "💬" in reason


async def test_a_public_list_tells_whoever_presses_and_them_alone(stage):
    response = await recommend(stage)
    film = films(response)[0]
    pressed = await stage.ben.click(response, custom_id=buttons(response)[1])
    assert pressed.response.ephemeral
    assert pressed.response.content.startswith("👎")
    verdicts = stage.services.storage.verdicts
    assert await verdicts.get(stage.ben.id, film) is Verdict.DISLIKE
    assert await verdicts.get(stage.ana.id, film) is None
    assert lit(response) == []


async def test_a_press_can_be_undone_and_pressing_twice_offers_to_take_it_back(stage):
    response = await recommend(stage)
    film, (up, down, *_) = films(response)[0], buttons(response)
    verdicts = stage.services.storage.verdicts

    await stage.ben.click(response, custom_id=up)
    changed = await stage.ben.click(response, custom_id=down)
    assert changed.response.content.startswith("👎")
    assert "👍" in changed.response.content
    undone = await press(stage.ben, changed.response, "undo:")
    assert undone.response.components == []
    assert await verdicts.get(stage.ben.id, film) is Verdict.LIKE

    again = await stage.ben.click(response, custom_id=up)
    taken = await press(stage.ben, again.response, "forget:")
    assert await verdicts.get(stage.ben.id, film) is None
    await press(stage.ben, taken.response, "undo:")
    assert await verdicts.get(stage.ben.id, film) is Verdict.LIKE


async def test_an_undo_that_came_too_late_changes_nothing(stage):
    response = await recommend(stage)
    film, (up, down, *_) = films(response)[0], buttons(response)
    first = await stage.ben.click(response, custom_id=up)
    await stage.ben.click(response, custom_id=down)
    late = await press(stage.ben, first.response, "undo:")
    assert late.response.ephemeral
    verdicts = stage.services.storage.verdicts
    assert await verdicts.get(stage.ben.id, film) is Verdict.DISLIKE


async def test_a_private_list_shows_what_was_pressed_and_pressing_again_takes_it_back(stage):
    response = await recommend(stage, private=True)
    assert response.ephemeral
    up, down, seen, later, _ = buttons(response, 1)
    pressed = await stage.ana.click(response, custom_id=up)
    assert lit(pressed.response, 1) == ["👍"]
    assert lit(pressed.response, 0) == []
    pressed = await stage.ana.click(response, custom_id=seen)
    assert lit(pressed.response, 1) == ["👀"]
    pressed = await stage.ana.click(response, custom_id=later)
    assert lit(pressed.response, 1) == ["👀", "🔖"]
    pressed = await stage.ana.click(response, custom_id=seen)
    assert lit(pressed.response, 1) == ["🔖"]
    assert await stage.services.storage.verdicts.of(stage.ana.id) == {}
    pressed = await stage.ana.click(response, custom_id=later)
    assert lit(pressed.response, 1) == []
    await stage.restart()
    pressed = await stage.ana.click(response, custom_id=down)
    assert lit(pressed.response, 1) == ["👎"]
    assert len(pressed.response.embeds) == 3


async def test_the_watchlist_button_toggles_for_whoever_presses(stage):
    response = await recommend(stage)
    film, later = films(response)[0], buttons(response)[3]
    on = await stage.ben.click(response, custom_id=later)
    assert on.response.ephemeral
    assert list(await stage.services.storage.watchlists.items(stage.ben.id)) == [film]
    off = await stage.ben.click(response, custom_id=later)
    assert off.response.content != on.response.content
    assert list(await stage.services.storage.watchlists.items(stage.ben.id)) == []


async def test_more_puts_the_next_films_in_place_of_those_shown(stage):
    response = await recommend(stage, genre="Drama")
    shown = films(response)
    for _ in range(3):
        more = (await press(stage.ana, response, "more:")).response
        assert more is None or more.id == response.id
        assert not set(films(response)) & set(shown)
        assert len(response.embeds) == len(response.attachments) == 3
        assert "Drama" in response.content
        shown += films(response)
        await stage.restart()


async def test_more_goes_by_what_was_said_meanwhile(stage):
    response = await recommend(stage)
    await stage.ana.click(response, custom_id=buttons(response)[0])
    await press(stage.ana, response, "more:")
    assert f"<@{stage.ana.id}>" in response.content


async def test_more_is_for_the_member_whose_list_it_is(stage):
    response = await recommend(stage)
    before = films(response)
    refused = await press(stage.ben, response, "more:")
    assert refused.response.ephemeral
    assert f"<@{stage.ana.id}>" in refused.response.content
    assert "</recommend:" in refused.response.content
    assert films(response) == before


async def test_a_list_that_comes_to_its_end_keeps_its_films(stage):
    response = await recommend(stage, genre="Western", count=4)
    for _ in range(40):
        before = films(response)
        pressed = await press(stage.ana, response, "more:")
        if pressed.followups:
            break
    (told,) = pressed.followups
    assert told.ephemeral
    assert "“Western”" in told.content
    assert films(response) == before


async def test_the_buttons_of_a_list_outlive_it(stage):
    response = await recommend(stage, private=True)
    await stage.services.storage.database.write(
        lambda con: con.execute("UPDATE listing SET created_at = 0")
    )
    await recommend(stage, stage.ben)  # a new list sweeps the old ones away
    await stage.restart()
    too_old = await press(stage.ana, response, "more:")
    assert too_old.response.ephemeral
    assert len(response.embeds) == 3
    await stage.ana.click(response, custom_id=buttons(response)[0])
    assert lit(response) == ["👍"]
    why = await stage.ana.click(response, custom_id=buttons(response)[4])
    assert why.response.embeds[0].fields


async def test_why_answers_each_by_their_own_taste(stage):
    await like(stage, stage.ana, "Toy Story", "Finding Nemo", "Shrek")
    response = await recommend(stage)
    why = buttons(response)[4]
    hers = (await stage.ana.click(response, custom_id=why)).response
    assert hers.ephemeral
    (embed,) = hers.embeds
    asked, *_ = embed.fields
    assert "100" in asked.value
    assert len(embed.fields) > 3
    assert embed.footer.text == INVENTED
    his = (await stage.ben.click(response, custom_id=why)).response
    assert his.ephemeral
    (embed,) = his.embeds
    assert len(embed.fields) == 1


async def test_why_of_a_film_that_was_rated_meanwhile_does_not_count_itself(stage):
    await like(stage, stage.ana, "Toy Story", "Finding Nemo")
    response = await recommend(stage)
    title = titles(response)[0]
    await stage.ana.click(response, custom_id=buttons(response)[0])
    (embed,) = (await stage.ana.click(response, custom_id=buttons(response)[4])).response.embeds
    assert title in embed.title
    for field in embed.fields:
        assert title not in field.value


async def test_a_hidden_members_public_list_names_no_film_that_they_like(stage):
    liked = ["Toy Story", "Finding Nemo", "Shrek", "Monsters, Inc."]
    await like(stage, stage.ana, *liked)
    hidden = await recommend(stage)
    said = " ".join(each.description for each in hidden.embeds)
    assert "💬" in said
    assert not [title for title in liked if title in said]

    await stage.services.storage.visibility.set(stage.guild.id, stage.ana.id, True)  # noqa: FBT003
    visible = await recommend(stage)
    assert [title for title in liked if title in visible.embeds[0].description]
    assert films(visible) == films(hidden)


async def test_a_private_list_names_them_and_so_does_one_in_direct_messages(stage):
    liked = ["Toy Story", "Finding Nemo", "Shrek", "Monsters, Inc."]
    await like(stage, stage.ana, *liked)
    private = await recommend(stage, private=True)
    assert [title for title in liked if title in private.embeds[0].description]
    direct = (await stage.ana.user.slash("recommend")).response
    assert [title for title in liked if title in direct.embeds[0].description]


async def test_a_list_in_somebody_elses_direct_messages_names_none(stage):
    liked = ["Toy Story", "Finding Nemo", "Shrek", "Monsters, Inc."]
    await like(stage, stage.ana, *liked)
    page = await new_list(stage.services, stage.ana.id, Request(), private=False, guild_id=None)
    said = " ".join(embed.description for embed in page.embeds)
    assert not [title for title in liked if title in said]


async def test_a_list_in_direct_messages_lights_up_like_a_private_one(stage):
    user = stage.ana.user
    response = (await user.slash("recommend", count=1)).response
    assert not response.ephemeral
    await user.click(response, custom_id=buttons(response)[0])
    assert lit(response) == ["👍"]
    await press(user, response, "more:")
    assert len(response.embeds) == 1
    assert lit(response) == []


async def test_nothing_pings(stage):
    await recommend(stage)
    posts = [each for each in stage.env.http_requests if "messages/@original" in each.path]
    assert posts
    for post in posts:
        assert post.json["allowed_mentions"] == {"parse": []}


async def test_a_button_of_a_film_that_the_model_lost_says_so(stage):
    channel = stage.env.bot.get_channel(stage.channel.id)
    row = film_row(ItemId(999_999), listing_id=7)
    message = await channel.send("An old list", view=view_of(*row))
    pressed = await stage.ana.click(message, custom_id="say:l:7:999999")
    assert pressed.response.content.startswith("That film isn't in my catalogue any more. Use ")
    assert pressed.response.ephemeral
