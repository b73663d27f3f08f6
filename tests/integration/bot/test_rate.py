"""``/rate``: the film that is meant, whatever was typed."""

import pytest

from bot.storage.types import Verdict
from bot.ui.limits import plain
from tests.integration.bot.pressing import ids, press


async def rate(stage, movie, verdict="like", actor=None):
    result = await (actor or stage.ana).slash(stage.channel, "rate", movie=movie, verdict=verdict)
    assert result.response.ephemeral
    return result.response


async def verdicts(stage, actor=None):
    catalog = stage.services.recommender.catalog
    kept = await stage.services.storage.verdicts.of((actor or stage.ana).id)
    return {catalog[item].display: verdict for item, verdict in kept.items()}


async def test_films_are_offered_while_typing_and_a_choice_is_the_film(stage):
    offered = await stage.ana.autocomplete(stage.channel, "rate", "movie", "matr")
    assert offered[0]["name"] == "The Matrix (1999)"
    assert offered[0]["value"] == "id:2571"
    assert 0 < len(offered) <= 25
    response = await rate(stage, offered[0]["value"])
    assert response.content.startswith("👍")
    assert "**The Matrix (1999)**" in response.content
    assert await verdicts(stage) == {"The Matrix (1999)": Verdict.LIKE}


async def test_before_anything_is_typed_popular_films_are_offered(stage):
    assert len(await stage.ana.autocomplete(stage.channel, "rate", "movie", "")) == 25
    assert len(await stage.ana.autocomplete(stage.channel, "rate", "movie", "  ")) == 25


async def test_whatever_is_typed_has_an_answer(stage):
    for typed in ("@everyone", "\\", "🎬" * 100, "a" * 200, "%_'\";--", "id:", "\u202e"):
        offered = await stage.ana.autocomplete(stage.channel, "rate", "movie", typed)
        assert len(offered) <= 25


@pytest.mark.parametrize(
    ("verdict", "emoji"),
    [("like", "👍"), ("dislike", "👎"), ("seen", "👀"), ("not_interested", "🙅")],
)
async def test_every_verdict_is_kept_and_can_be_undone(stage, verdict, emoji):
    response = await rate(stage, "The Matrix", verdict)
    assert response.content.startswith(emoji)
    assert await verdicts(stage) == {"The Matrix (1999)": Verdict(verdict)}
    undone = await press(stage.ana, response, "undo:")
    assert undone.response.id == response.id
    assert response.content.startswith("↩️")
    assert await verdicts(stage) == {}


@pytest.mark.parametrize(
    "typed", ["the matrix", "MATRIX, THE", "  Matrix  1999", "id:2571", "2571"]
)
async def test_free_text_with_one_clear_match_is_the_film(stage, typed):
    await rate(stage, typed)
    assert await verdicts(stage) == {"The Matrix (1999)": Verdict.LIKE}


async def test_several_matches_become_buttons_that_work_after_a_restart(stage):
    response = await rate(stage, "harry potter", "dislike", stage.ben)
    (films,) = response.components
    assert all(each["custom_id"].startswith("choose:dislike:") for each in films["components"])
    button = films["components"][-1]
    await stage.restart()
    pressed = await press(stage.ben, response, button["custom_id"])
    assert pressed.response.id == response.id
    assert f"**{button['label']}**" in response.content
    assert await verdicts(stage, stage.ben) == {button["label"]: Verdict.DISLIKE}
    await press(stage.ben, response, "undo:")
    assert await verdicts(stage, stage.ben) == {}


async def test_the_menu_below_the_buttons_has_the_other_matches(stage):
    response = await rate(stage, "star", "dislike", stage.ben)
    films, others = response.components
    assert len(films["components"]) == 5
    (menu,) = others["components"]
    assert menu["custom_id"] == "pick:dislike"
    chosen = menu["options"][-1]
    await stage.ben.select(response, [chosen["value"]])
    assert await verdicts(stage, stage.ben) == {chosen["label"]: Verdict.DISLIKE}


async def test_a_mistyped_title_is_one_press_away_from_its_film(stage):
    response = await rate(stage, "the matriks")
    assert response.content == (
        "I couldn't find “the matriks”. The films I know go up to 2017. Did you mean:"
    )
    assert ids(response)[0] == "choose:like:2571"
    await press(stage.ana, response, "choose:like:2571")
    assert await verdicts(stage) == {"The Matrix (1999)": Verdict.LIKE}


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("zzzzqqqq", "“zzzzqqqq”"),
        ("id:999999999", "“id:999999999”"),
        ("id:99999999999999", "“id:99999999999999”"),
        ("id:0", "“id:0”"),
        ("   ", "“that”"),
        ("q" * 200, "“qqq"),
    ],
)
async def test_what_is_no_film_gets_advice(stage, typed, said):
    response = await rate(stage, typed)
    assert said in response.content
    assert len(response.content) < 1_000
    assert await verdicts(stage) == {}


@pytest.mark.parametrize(
    "typed", ["[win](http://evil.example)", "<@1> @everyone", "||zq|| `zq`", "<t:1:R> <:zq:1>"]
)
async def test_what_was_typed_is_quoted_without_coming_alive(stage, typed):
    response = await rate(stage, typed)
    assert f"“{plain(typed)}”" in response.content
    assert typed not in response.content


async def test_saying_the_same_again_offers_to_take_it_back(stage):
    await rate(stage, "The Matrix")
    again = await rate(stage, "The Matrix")
    await press(stage.ana, again, "forget:")
    assert await verdicts(stage) == {}


async def test_ratings_work_in_direct_messages_and_count_everywhere(stage):
    offered = await stage.ana.user.autocomplete("rate", "movie", "matrix")
    assert offered[0]["value"] == "id:2571"
    await stage.ana.user.slash("rate", movie="id:2571", verdict="like")
    assert await verdicts(stage) == {"The Matrix (1999)": Verdict.LIKE}


async def test_an_old_take_it_back_does_not_take_a_newer_verdict(stage):
    await rate(stage, "id:2571")
    again = await rate(stage, "id:2571")
    await rate(stage, "id:2571", "dislike")
    await press(stage.ana, again, "forget:")
    assert await verdicts(stage) == {"The Matrix (1999)": Verdict.DISLIKE}
