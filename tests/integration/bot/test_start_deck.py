"""``/start`` on a simulated Discord, with real storage and a real model."""

import pytest

from bot.onboarding.deck import ROUND
from bot.storage.types import Source, Verdict
from tests.integration.bot.pressing import ids, press

LIKE, SKIP = "deck:l:", "deck:n:"


async def start(stage):
    return (await stage.ana.slash(stage.channel, "start")).response


def film(message):
    """Return the film that a card of the deck asks about."""
    (custom_id,) = (each for each in ids(message) if each.startswith(LIKE))
    return int(custom_id.removeprefix(LIKE))


def labels(message):
    return [each.get("label") for row in message.components for each in row["components"]]


async def answer(actor, message, what=LIKE):
    asked = film(message)
    await press(actor, message, f"{what}{asked}")
    return asked


async def verdicts(stage, actor):
    return await stage.services.storage.verdicts.rated(actor.id)


async def test_a_newcomer_is_asked_about_one_film_at_a_time_in_private(stage):
    card = await start(stage)
    assert card.ephemeral
    assert card.content.startswith("I don't know your taste yet")
    assert f"0 of {ROUND}" in card.content
    (embed,) = card.embeds
    assert embed.image.url.startswith("attachment://")
    assert labels(card)[:4] == ["Like", "Dislike", "Seen it", "Don't know it"]
    assert "See my films" not in labels(card)


async def test_an_answer_is_saved_and_shows_the_next_film(stage):
    card = await start(stage)
    said = {Verdict.LIKE: "deck:l:", Verdict.DISLIKE: "deck:d:", Verdict.SEEN: "deck:s:"}
    asked = {verdict: await answer(stage.ana, card, what) for verdict, what in said.items()}
    assert {each.verdict: each.item_id for each in await verdicts(stage, stage.ana)} == asked
    assert {each.source for each in await verdicts(stage, stage.ana)} == {Source.DECK}
    assert f"3 of {ROUND}" in card.content
    assert film(card) not in asked.values()
    skipped = await answer(stage.ana, card, SKIP)
    assert len(await verdicts(stage, stage.ana)) == 3
    assert f"3 of {ROUND}" in card.content
    assert film(card) != skipped


async def test_it_goes_on_where_it_was_left_also_after_a_restart(stage):
    card = await start(stage)
    before = [await answer(stage.ana, card, what) for what in (LIKE, SKIP, SKIP)]
    left_at = film(card)
    await stage.restart()
    again = await start(stage)
    assert film(again) == left_at
    assert f"1 of {ROUND}" in again.content
    # The old message is a way on, too.
    await answer(stage.ana, card, LIKE)
    assert film(card) not in [*before, left_at]
    assert film(await start(stage)) == film(card)


async def test_three_verdicts_open_the_first_list(stage):
    card = await start(stage)
    for number in range(3):
        assert ("See my films" in labels(card)) is (number == 3)
        await answer(stage.ana, card)
    assert "See my films" in labels(card)
    opened = await press(stage.ana, card, "first-films")
    assert opened.response.ephemeral
    assert opened.response.content.startswith(f"🍿 **For <@{stage.ana.id}>**")
    assert film(card)


async def test_a_round_ends_with_the_taste_as_a_picture_and_goes_on_if_one_likes(stage):
    card = await start(stage)
    for number in range(ROUND):
        await answer(stage.ana, card, LIKE if number % 3 else "deck:d:")
    assert f"{ROUND} films rated" in card.content
    (embed,) = card.embeds
    assert embed.image.url == "attachment://taste.jpg"
    assert card.attachments[0].description
    assert "See my films" in labels(card)
    await press(stage.ana, card, "deck-on")
    assert f"0 of {ROUND}" in card.content
    await answer(stage.ana, card)
    assert f"1 of {ROUND}" in card.content


async def test_it_can_be_left_at_any_time(stage):
    card = await start(stage)
    await press(stage.ana, card, "deck-end")
    assert card.content.startswith("You've rated 0 films.")
    assert card.embeds == []
    await press(stage.ana, card, "deck-on")
    await answer(stage.ana, card)
    await press(stage.ana, card, "deck-end")
    assert card.content.startswith("You've rated 1 film.")


async def test_a_changed_mind_counts_once(stage):
    card, same = await start(stage), await start(stage)
    assert film(card) == film(same)
    asked = await answer(stage.ana, card)
    await press(stage.ana, same, f"deck:d:{asked}")
    (rated,) = await verdicts(stage, stage.ana)
    assert (rated.item_id, rated.verdict) == (asked, Verdict.DISLIKE)
    assert f"1 of {ROUND}" in same.content
    undone = await stage.ana.slash(stage.channel, "profile undo")
    assert "Undone: you like" in undone.response.content


async def test_a_reaction_to_a_film_of_the_deck_takes_nothing_back_with_it(stage):
    card = await start(stage)
    asked = await answer(stage.ana, card)
    title = stage.services.recommender.catalog[asked].display
    shown = await stage.ana.slash(stage.channel, "movie", title=title)
    public = (shown.followups or [shown.response])[0].message
    await stage.ana.react(public, "👍")
    await stage.ana.unreact(public, "👍")
    (rated,) = await verdicts(stage, stage.ana)
    assert (rated.item_id, rated.source) == (asked, Source.DECK)


async def test_the_deck_needs_no_engine(stage):
    stage.index.away = True
    card = await start(stage)
    await answer(stage.ana, card)
    assert f"1 of {ROUND}" in card.content


async def test_it_works_in_direct_messages(stage):
    card = (await stage.ana.user.slash("start")).response
    await answer(stage.ana.user, card)
    assert f"1 of {ROUND}" in card.content


async def test_whoever_knows_everything_is_told_so(stage):
    storage, movies = stage.services.storage, stage.services.recommender.catalog
    for movie in movies:
        await storage.decks.skip(stage.ana.id, movie.id)
    card = await start(stage)
    assert card.content.startswith("You've rated 0 films.")


async def name_four(stage, card, *titles):
    form = await press(stage.ana, card, "favourites")
    fields = [row["components"][0]["custom_id"] for row in form.modal["components"]]
    return await stage.ana.submit_modal(form, dict(zip(fields, titles, strict=True)))


async def test_a_favourite_that_only_comes_close_is_not_passed_off_as_found(stage):
    card = await start(stage)
    asked = await name_four(stage, card, "Past Lives", "Alien", "", "")
    assert "I couldn't find “Past Lives”; only what comes close is here." in asked.response.content
    assert "Alien" not in asked.response.content


@pytest.mark.parametrize("title", ["The Matrix", "the matrix (1999)"])
async def test_favourites_are_saved_when_they_are_confirmed(stage, title):
    card = await start(stage)
    asked = await name_four(stage, card, title, "Alien", "", "qqqqqqqq")
    assert asked.response.ephemeral
    assert labels(asked.response)[0] == "The Matrix (1999)"
    assert "“qqqqqqqq”" in asked.response.content
    assert await verdicts(stage, stage.ana) == []
    await stage.ana.click(asked.response, custom_id=ids(asked.response)[0])
    (rated,) = await verdicts(stage, stage.ana)
    assert rated.verdict is Verdict.LIKE
    assert asked.response.components[0]["components"][0]["style"] == 3
    await stage.ana.click(asked.response, custom_id=ids(asked.response)[0])
    assert await verdicts(stage, stage.ana) == []


async def test_a_favourite_that_is_saved_already_is_lit(stage):
    card = await start(stage)
    await stage.ana.slash(stage.channel, "rate", movie="Alien", verdict="like")
    asked = await name_four(stage, card, "Alien", "The Matrix", "", "")
    styles = [row["components"][0]["style"] for row in asked.response.components]
    assert styles == [3, 2]


async def test_the_same_favourite_twice_is_offered_once(stage):
    card = await start(stage)
    asked = await name_four(stage, card, "The Matrix", "Matrix, The", "the matrix (1999)", "Alien")
    assert len(ids(asked.response)) == len(set(ids(asked.response)))


async def test_import_tells_where_the_files_come_from(stage):
    told = await press(stage.ana, await start(stage), "tell-import")
    assert told.response.ephemeral
    assert "Letterboxd" in str(told.response.embeds[0].to_dict())


async def test_a_second_tap_rates_no_film_that_has_only_just_come(stage):
    card = await start(stage)
    asked = await answer(stage.ana, card)
    second = film(card)
    await stage.ana.tap(card, custom_id=f"{LIKE}{second}")
    assert [each.item_id for each in await verdicts(stage, stage.ana)] == [asked]
    assert film(card) == second
