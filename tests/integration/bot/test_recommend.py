"""``/recommend`` and its buttons, on a simulated Discord."""

import json

import pytest

from bot.films.buttons import More, film_row, page
from bot.films.card import INVENTED
from bot.films.lists import new_list
from bot.films.request import DEFAULT_COUNT, Request
from bot.storage.types import Source, Verdict
from bot.ui.control import button, view_of
from recsys.types import ItemId
from tests.integration.bot.pressing import ids, press


def buttons(response, row=0):
    """Return the custom ids of a row: 👍 👎 👀 🔖 ❓."""
    return [each["custom_id"] for each in response.components[row]["components"]]


def lit(response):
    return [
        each["emoji"]["name"] for each in response.components[0]["components"] if each["style"] == 3
    ]


def film(response):
    """Return the movie id of the film that a page shows."""
    return int(buttons(response)[0].rpartition(":")[2])


def title(response):
    (embed,) = response.embeds
    return embed.title


def place(response):
    """Return what stands between the arrows: which film of how many."""
    return response.components[1]["components"][1]["label"]


async def turn(actor, response, arrow="next"):
    return await press(actor, response, f"page:{buttons(response)[0].split(':')[2]}:{arrow}:")


async def all_films(actor, response, count):
    """Turn the pages of a list; return its films."""
    found = [film(response)]
    while len(found) < count:
        await turn(actor, response)
        found.append(film(response))
    return found


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
    assert len(response.embeds) == len(response.attachments) == 1
    assert all(attachment.description for attachment in response.attachments)
    assert "💬" in response.embeds[0].description
    assert response.embeds[-1].footer.text == INVENTED
    assert response.content.startswith("🍿 **To start with")


@pytest.mark.parametrize("count", [1, 6, 10])
async def test_a_list_shows_one_film_large_under_the_titles_of_all(stage, count):
    response = await recommend(stage, count=count)
    (embed,) = response.embeds
    assert embed.url.startswith("https://www.imdb.com/title/tt")
    assert embed.image.url.startswith("attachment://")
    assert len(response.components) == 2
    row, arrows = (each["components"] for each in response.components)
    assert [each.get("label") for each in row] == [None] * 5
    back, here, *_ = arrows
    assert (back["disabled"], here["disabled"], here["label"]) == (True, True, f"1/{count}")
    *_, titles = response.content.splitlines()
    if count > 1:
        assert len(titles.split("· ")) == count
        assert titles.startswith(f"**{embed.title[:30]}")


async def test_arrows_reach_every_film_and_back(stage):
    response = await recommend(stage, count=3)
    shown = await all_films(stage.ana, response, 3)
    assert len(set(shown)) == 3
    assert place(response) == "3/3"
    for number in (2, 1):
        await stage.restart()
        await turn(stage.ana, response, "back")
        assert (place(response), film(response)) == (f"{number}/3", shown[number - 1])
        assert len(response.attachments) == 1


async def test_the_list_is_of_the_genre_and_the_years_that_were_asked_for(stage):
    catalog = stage.services.recommender.catalog
    options = {"genre": "Comedy", "from": 1990, "to": 1999, "taste": "hidden-gems"}
    response = await recommend(stage, count=4, **options)
    assert "Comedy · 1990–1999 · hidden gems" in response.content
    for item in await all_films(stage.ana, response, 4):
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
    others = len(stage.services.recommender.catalog.genres) - 2
    assert asked.response.content == (
        "I don't know the genre “scifi horor”. Try one of: Sci-Fi, Horror. "
        f"There are {others} more: they're offered while you type."
    )
    pressed = await press(stage.ana, asked.response, "genre:2:1970:0:balanced:o:Horror")
    (posted,) = pressed.followups
    assert not posted.ephemeral
    assert "Horror · from 1970" in posted.content
    assert posted.embeds


async def test_a_genre_of_a_private_request_is_answered_in_private(stage):
    asked = await stage.ana.slash(stage.channel, "recommend", genre="horor", private=True)
    await press(stage.ana, asked.response, f"genre:{DEFAULT_COUNT}:0:0:balanced:a:Horror")
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
    result = await stage.ana.slash(stage.channel, "recommend", genre="Horror", **{"from": 2090})
    (told,) = result.followups
    assert told.ephemeral
    assert (told.embeds, told.components) == ([], [])
    assert "“Horror · from 2090”" in told.content
    assert "without the start year 2090" in told.content


async def test_where_no_single_filter_helps_all_have_to_go(stage):
    catalog = stage.services.recommender.catalog
    for movie in catalog:
        if "Horror" in movie.genres:
            await stage.services.storage.verdicts.rate(
                stage.ana.id, movie.id, Verdict.SEEN, Source.COMMAND
            )
    result = await stage.ana.slash(stage.channel, "recommend", genre="Horror", **{"from": 2090})
    (told,) = result.followups
    assert "without filters" in told.content


async def test_who_knows_every_film_is_told_so(stage):
    for movie in stage.services.recommender.catalog:
        await stage.services.storage.verdicts.rate(
            stage.ana.id, movie.id, Verdict.SEEN, Source.COMMAND
        )
    result = await stage.ana.slash(stage.channel, "recommend")
    (told,) = result.followups
    assert told.ephemeral
    assert told.content


async def test_no_list_of_a_day_comes_twice(stage):
    await like(stage, stage.ana, "Toy Story", "Finding Nemo")
    shown = []
    for _ in range(4):
        response = await recommend(stage, count=3)
        shown += await all_films(stage.ana, response, 3)
        await turn(stage.ana, response)
        shown.append(film(response))
    assert len(set(shown)) == len(shown)


async def test_films_come_again_where_there_are_no_others(stage):
    first = await recommend(stage, count=10, genre="Western")
    again = await recommend(stage, count=10, genre="Western")
    while place(again).partition("/")[2] == "10" and film(again) != film(first):
        await turn(stage.ana, again)
    assert again.embeds


async def test_who_has_seen_most_of_what_is_shown_gets_less_famous_films(stage):
    """Each half of the answers to films on lists, and only those, are counted."""
    shown, verdicts = stage.services.storage.shown, stage.services.storage.verdicts
    await verdicts.rate(stage.ana.id, 1, Verdict.SEEN, Source.COMMAND)
    response = await recommend(stage, private=True, count=4)
    for answer in (2, 2, 0):
        await stage.ana.click(response, custom_id=buttons(response)[answer])
    told = await shown.of(stage.ana.id)
    assert (told.seen, told.answers) == (2, 3)


async def test_the_films_of_a_like_come_with_a_reason(stage):
    await like(stage, stage.ana, "Toy Story", "Finding Nemo")
    response = await recommend(stage, private=True)
    reason = response.embeds[0].description
    assert "💬" in reason


async def test_a_public_list_tells_whoever_presses_and_them_alone(stage):
    response = await recommend(stage)
    shown = film(response)
    pressed = await stage.ben.click(response, custom_id=buttons(response)[1])
    assert pressed.response.ephemeral
    assert pressed.response.content.startswith("👎")
    verdicts = stage.services.storage.verdicts
    assert await verdicts.get(stage.ben.id, shown) is Verdict.DISLIKE
    assert await verdicts.get(stage.ana.id, shown) is None
    assert (film(response), lit(response)) == (shown, [])


async def test_a_members_own_public_list_moves_on_for_everybody_and_shows_no_answer(stage):
    response = await recommend(stage)
    shown = film(response)
    pressed = await stage.ana.click(response, custom_id=buttons(response)[0])
    (told,) = pressed.followups
    assert told.ephemeral
    assert told.content.startswith("👍")
    assert await stage.services.storage.verdicts.get(stage.ana.id, shown) is Verdict.LIKE
    assert place(response) == "2/6"
    await turn(stage.ana, response, "back")
    assert (film(response), lit(response)) == (shown, [])


async def test_only_its_member_turns_the_pages_of_a_public_list(stage):
    response = await recommend(stage)
    refused = await turn(stage.ben, response)
    assert refused.response.ephemeral
    assert f"<@{stage.ana.id}>" in refused.response.content
    assert "</recommend:" in refused.response.content
    assert place(response) == "1/6"


async def test_a_press_can_be_undone_and_pressing_twice_offers_to_take_it_back(stage):
    response = await recommend(stage)
    shown, (up, down, *_) = film(response), buttons(response)
    verdicts = stage.services.storage.verdicts

    await stage.ben.click(response, custom_id=up)
    changed = await stage.ben.click(response, custom_id=down)
    assert changed.response.content.startswith("👎")
    assert "👍" in changed.response.content
    undone = await press(stage.ben, changed.response, "undo:")
    assert undone.response.components == []
    assert await verdicts.get(stage.ben.id, shown) is Verdict.LIKE

    again = await stage.ben.click(response, custom_id=up)
    taken = await press(stage.ben, again.response, "forget:")
    assert await verdicts.get(stage.ben.id, shown) is None
    await press(stage.ben, taken.response, "undo:")
    assert await verdicts.get(stage.ben.id, shown) is Verdict.LIKE


async def test_an_undo_that_came_too_late_changes_nothing(stage):
    response = await recommend(stage)
    shown, (up, down, *_) = film(response), buttons(response)
    first = await stage.ben.click(response, custom_id=up)
    await stage.ben.click(response, custom_id=down)
    late = await press(stage.ben, first.response, "undo:")
    assert late.response.ephemeral
    verdicts = stage.services.storage.verdicts
    assert await verdicts.get(stage.ben.id, shown) is Verdict.DISLIKE


async def test_a_private_list_saves_moves_on_and_goes_back_to_what_was_answered(stage):
    response = await recommend(stage, private=True)
    assert response.ephemeral
    verdicts, shown = stage.services.storage.verdicts, film(response)
    up, down, _, later, _ = buttons(response)
    await stage.ana.click(response, custom_id=later)
    assert (place(response), lit(response)) == ("1/6", ["🔖"])
    pressed = await stage.ana.click(response, custom_id=up)
    assert pressed.followups == []
    assert (place(response), lit(response)) == ("2/6", [])
    await stage.restart()
    await turn(stage.ana, response, "back")
    assert (film(response), lit(response)) == (shown, ["👍", "🔖"])
    await stage.ana.click(response, custom_id=down)
    assert place(response) == "2/6"
    await turn(stage.ana, response, "back")
    assert lit(response) == ["👎", "🔖"]
    await stage.ana.click(response, custom_id=down)
    assert (place(response), lit(response)) == ("1/6", ["🔖"])
    assert await verdicts.of(stage.ana.id) == {}


async def test_the_watchlist_button_toggles_for_whoever_presses(stage):
    response = await recommend(stage)
    shown, later = film(response), buttons(response)[3]
    on = await stage.ben.click(response, custom_id=later)
    assert on.response.ephemeral
    assert list(await stage.services.storage.watchlists.items(stage.ben.id)) == [shown]
    off = await stage.ben.click(response, custom_id=later)
    assert off.response.content != on.response.content
    assert list(await stage.services.storage.watchlists.items(stage.ben.id)) == []


async def test_a_list_goes_on_past_its_end_and_loses_nothing(stage):
    response = await recommend(stage, genre="Drama", count=2)
    shown = [film(response)]
    for number in range(2, 8):
        await turn(stage.ana, response)
        assert place(response) == f"{number}/{number + number % 2}"
        assert len(response.embeds) == len(response.attachments) == 1
        assert "Drama" in response.content
        shown.append(film(response))
        await stage.restart()
    assert len(set(shown)) == 7
    for expected in shown[-2::-1]:
        await turn(stage.ana, response, "back")
        assert film(response) == expected


async def test_three_answers_of_a_newcomer_open_a_list_of_their_own(stage):
    response = await recommend(stage, private=True)
    for _ in range(2):
        await stage.ana.click(response, custom_id=buttons(response)[0])
    assert not [each for each in buttons(response, 1) if each.startswith("more:")]
    await stage.ana.click(response, custom_id=buttons(response)[0])
    await press(stage.ana, response, "more:")
    assert response.content.startswith(f"🍿 **For <@{stage.ana.id}>**")
    assert place(response) == "7/12"
    assert "well loved" not in response.embeds[0].description.lower()
    assert not [each for each in buttons(response, 1) if each.startswith("more:")]


async def test_a_list_that_comes_to_its_end_keeps_its_films(stage):
    response = await recommend(stage, genre="Western", count=10)
    for _ in range(400):
        before = film(response)
        pressed = await turn(stage.ana, response)
        if pressed.followups:
            break
    (told,) = pressed.followups
    assert told.ephemeral
    assert "“Western”" in told.content
    assert film(response) == before


async def test_the_buttons_of_a_list_outlive_it(stage):
    response = await recommend(stage, private=True)
    await stage.services.storage.database.write(
        lambda con: con.execute("UPDATE listing SET created_at = 0")
    )
    await recommend(stage, stage.ben)  # a new list sweeps the old ones away
    await stage.restart()
    too_old = await turn(stage.ana, response)
    assert too_old.response.ephemeral
    up, *_, why = buttons(response)
    await stage.ana.click(response, custom_id=up)
    assert lit(response) == ["👍"]
    await stage.ana.click(response, custom_id=up)
    assert lit(response) == []
    told = await stage.ana.click(response, custom_id=why)
    assert told.response.embeds[0].title.startswith("Why ")


async def test_why_answers_each_by_their_own_taste(stage):
    await like(stage, stage.ana, "Toy Story", "Finding Nemo", "Shrek")
    response = await recommend(stage)
    why = buttons(response)[4]
    hers = (await stage.ana.click(response, custom_id=why)).response
    assert hers.ephemeral
    (embed,) = hers.embeds
    assert [each.name for each in embed.fields] == ["What speaks against it"]
    assert len(hers.attachments) == 1
    assert embed.footer.text == INVENTED
    his = (await stage.ben.click(response, custom_id=why)).response
    assert his.ephemeral
    (embed,) = his.embeds
    assert embed.description
    assert (embed.fields, his.attachments) == ([], [])


async def test_why_of_a_film_that_was_rated_meanwhile_does_not_count_itself(stage):
    await like(stage, stage.ana, "Toy Story", "Finding Nemo")
    response = await recommend(stage)
    called, (up, *_, why) = title(response), buttons(response)
    await stage.ana.click(response, custom_id=up)
    await turn(stage.ana, response, "back")
    (embed,) = (await stage.ana.click(response, custom_id=why)).response.embeds
    assert called in embed.title
    for field in embed.fields:
        assert called not in field.value


async def test_a_hidden_members_public_list_names_no_film_that_they_like(stage):
    liked = ["Toy Story", "Finding Nemo", "Shrek", "Monsters, Inc."]
    await like(stage, stage.ana, *liked)
    hidden = await recommend(stage)
    said = hidden.embeds[0].description
    assert "💬" in said
    assert not [each for each in liked if each in said]

    await stage.services.storage.visibility.set(stage.guild.id, stage.ana.id, True)  # noqa: FBT003
    await turn(stage.ana, hidden)
    await turn(stage.ana, hidden, "back")
    assert [each for each in liked if each in hidden.embeds[0].description]


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
    listing = await new_list(stage.services, stage.ana.id, Request(), private=False, guild_id=None)
    for at in range(len(listing.films)):
        (embed,) = (await page(stage.services, listing, at)).embeds
        assert not [each for each in liked if each in embed.description]


async def test_a_list_in_direct_messages_lights_up_like_a_private_one(stage):
    user = stage.ana.user
    response = (await user.slash("recommend", count=1)).response
    assert not response.ephemeral
    await user.click(response, custom_id=buttons(response)[0])
    assert (place(response), lit(response)) == ("2/2", [])
    await turn(user, response, "back")
    assert lit(response) == ["👍"]


async def test_more_like_this_is_a_list_for_whoever_presses(stage):
    await like(stage, stage.ben, "Toy Story")
    response = await recommend(stage)
    pressed = await press(stage.ben, response, "similar:")
    similar = pressed.response
    assert similar.ephemeral
    name = title(response)
    assert similar.content.startswith(f"🎬 **More like** **{name}**")
    assert name in similar.embeds[0].description
    found = await all_films(stage.ben, similar, 8)
    assert len(set(found)) == 8
    assert not {film(response), 1} & set(found)
    assert place(response) == "1/6"


async def test_similar_finds_films_like_one_that_is_named(stage):
    result = await stage.ana.slash(stage.channel, "similar", title="Alien")
    assert result.response.ephemeral
    assert "More like" in result.response.content
    assert "**Alien (1979)**" in result.response.content


OLD = """
INSERT INTO listing (id, member_id, private, options, films, created_at)
VALUES (?, ?, ?, '{"count": 3}', ?, unixepoch())
"""


async def old_list(stage, *, private):
    """Post a list as an earlier version left it; return what looks at it, and its films."""
    shown = [2571, 1721, 260, 296]
    films = json.dumps([{"item_id": item} for item in shown])
    await stage.services.storage.database.execute(OLD, 7, stage.ana.id, private, films)
    channel, posting = stage.channel.id, stage.env.bot
    if private:
        await stage.ana.user.send_dm("Hello")
        channel = stage.ana.user.dm_channel.id
    rows = [each for row, item in enumerate(shown[1:]) for each in numbered(item, row)]
    target = posting.get_partial_messageable(channel)
    more = button(More(7), label="More", row=3)
    message = await target.send("Three", view=view_of(*rows, more))
    where = stage.ana.user.dm_channel if private else stage.channel

    def now():
        (found,) = [each for each in where.history() if each.id == message.id]
        return found

    return now, shown


def numbered(item, row):
    return film_row(ItemId(item), listing_id=7, row=row)


@pytest.mark.parametrize("private", [False, True])
async def test_a_list_of_an_earlier_version_becomes_a_page_when_it_is_pressed(stage, private):
    now, shown = await old_list(stage, private=private)
    actor = stage.ana.user if private else stage.ana
    await actor.click(now(), custom_id=f"say:l:7:{shown[1]}")
    assert await stage.services.storage.verdicts.get(stage.ana.id, shown[1]) is Verdict.LIKE
    assert len(ids(now())) == 9 + private
    assert f"say:l:7:{shown[2]}" in ids(now())


async def test_more_on_a_list_of_an_earlier_version_goes_on(stage):
    now, shown = await old_list(stage, private=False)
    storage = stage.services.storage
    await storage.cards.add(now().id, stage.channel.id, stage.guild.id, shown[-1])
    await stage.ana.click(now(), custom_id="more:7")
    assert f"page:7:here:{len(shown)}" in ids(now())
    (card,) = await storage.database.rows("SELECT message_id, item_id FROM card")
    assert f"say:l:7:{card[1]}" in ids(now())
    assert card[0] == now().id
    for item in shown[::-1]:
        await press(stage.ana, now(), "page:7:back:")
        assert f"say:l:7:{item}" in ids(now())


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


@pytest.mark.parametrize("private", [False, True])
async def test_a_second_tap_on_the_page_that_the_first_one_turned_does_nothing(stage, private):
    response = await recommend(stage, private=private)
    first, (_, down, *_) = film(response), buttons(response)
    await stage.ana.click(response, custom_id=down)
    for tapped in (1, 3):
        ignored = await stage.ana.tap(response, custom_id=buttons(response)[tapped])
        assert (ignored.followups, place(response)) == ([], "2/6")
    assert list(await stage.services.storage.verdicts.of(stage.ana.id)) == [first]
    assert list(await stage.services.storage.watchlists.items(stage.ana.id)) == []
    second = film(response)
    await stage.ana.click(response, custom_id=buttons(response)[1])
    assert set(await stage.services.storage.verdicts.of(stage.ana.id)) == {first, second}


async def test_a_second_tap_means_the_same_film_while_the_page_has_not_turned(stage):
    response = await recommend(stage)
    first, (_, down, *_) = film(response), buttons(response)
    await stage.ben.tap(response, custom_id=down)
    await stage.ben.tap(response, custom_id=down)
    assert list(await stage.services.storage.verdicts.of(stage.ben.id)) == [first]


async def test_a_private_list_says_above_the_next_film_what_was_saved_and_undoes_it(stage):
    response = await recommend(stage, private=True)
    name, shown = title(response), film(response)
    await stage.ana.click(response, custom_id=buttons(response)[0])
    said, *_ = response.content.splitlines()
    assert said == f"👍 Saved: you like **{name}**."
    await stage.restart()
    await press(stage.ana, response, "undo-page:")
    said, *_ = response.content.splitlines()
    assert said.startswith("↩️ Removed")
    assert (film(response), lit(response), place(response)) == (shown, [], "1/6")
    assert await stage.services.storage.verdicts.of(stage.ana.id) == {}
    assert not [each for each in ids(response) if each.startswith("undo")]
    await turn(stage.ana, response)
    assert response.content.startswith("🍿")


async def test_an_undo_above_a_page_that_came_too_late_changes_nothing(stage):
    response = await recommend(stage, private=True)
    shown = film(response)
    await stage.ana.click(response, custom_id=buttons(response)[0])
    verdicts = stage.services.storage.verdicts
    await verdicts.rate(stage.ana.id, shown, Verdict.DISLIKE, Source.COMMAND)
    late = await press(stage.ana, response, "undo-page:")
    assert [each.ephemeral for each in late.followups] == [True]
    assert await verdicts.get(stage.ana.id, shown) is Verdict.DISLIKE


async def test_what_a_member_says_on_their_public_list_is_confirmed_in_one_private_message(stage):
    response = await recommend(stage)
    first = await stage.ana.click(response, custom_id=buttons(response)[0])
    (told,) = first.followups
    for answer in (1, 2):
        name = title(response)
        pressed = await stage.ana.click(response, custom_id=buttons(response)[answer])
        assert pressed.followups == []
        assert name in told.content
    undone = film(response)
    await press(stage.ana, told, "undo:")
    assert told.content.startswith("↩️")
    assert len(await stage.services.storage.verdicts.of(stage.ana.id)) == 2
    await stage.ana.click(response, custom_id=buttons(response)[0])
    assert told.content.startswith("👍")
    assert await stage.services.storage.verdicts.get(stage.ana.id, undone) is Verdict.LIKE


async def test_a_private_message_that_can_no_longer_be_edited_gets_a_new_one(stage):
    response = await recommend(stage)
    await stage.ana.click(response, custom_id=buttons(response)[0])
    stage.env.backend.advance_clock(15 * 60)
    (anew,) = (await stage.ana.click(response, custom_id=buttons(response)[0])).followups
    assert anew.ephemeral
    await stage.restart()
    (again,) = (await stage.ana.click(response, custom_id=buttons(response)[0])).followups
    assert again.ephemeral


@pytest.mark.parametrize("private", [False, True])
async def test_after_three_answers_a_newcomers_list_no_longer_says_their_taste_is_unknown(
    stage, private
):
    response = await recommend(stage, private=private)
    for answered in range(3):
        assert ("don't know your taste" in response.content) is (answered < 3)
        await stage.ana.click(response, custom_id=buttons(response)[0])
    assert "don't know your taste" not in response.content
    assert "See my films" in response.content
