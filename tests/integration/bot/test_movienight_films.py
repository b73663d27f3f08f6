"""Which films a night has: for whom, and where they come from."""

from itertools import combinations

import numpy as np
import pytest

from bot.nights.shortlist import LENGTH
from bot.storage.types import Source, Verdict
from recsys.fits import Fit, fit_word
from recsys.model.recommender import Recommender
from recsys.types import Profile
from tests.fakes import SwitchableIndex
from tests.integration.bot.night import approves, does, started, tastes, titles, told, voting

LOVED = 5
"""Films of a genre that a member of this test likes; whoever likes another genre dislikes them."""


def favourites(model, genres):
    """Return the best liked films of each genre that are of none of the others."""
    best_first = np.argsort(-model.reception.likers, kind="stable").tolist()
    movies = list(model.catalog)
    return {
        genre: [
            movies[column].id
            for column in best_first
            if genre in movies[column].genres
            and not set(movies[column].genres) & (set(genres) - {genre})
        ][:LOVED]
        for genre in genres
    }


@pytest.mark.parametrize(
    "genres",
    [
        *combinations(["Horror", "Romance", "Children", "War"], 2),
        ("Horror", "Musical", "Crime"),
        ("Sci-Fi", "Romance", "Children", "War", "Mystery"),
    ],
)
async def test_each_member_of_opposite_tastes_finds_something(opened, genres):
    model, engine = opened
    loved = favourites(model, genres)
    profiles = [
        Profile({film: 1 if of == own else -1 for of in genres for film in loved[of]})
        for own in genres
    ]
    async with Recommender(model, SwitchableIndex(engine)) as recommender:
        films = await recommender.recommend_for_group(profiles, LENGTH)
    for member in range(len(genres)):
        best = max(film.fits[member] for film in films)
        assert fit_word(best) in {Fit.GOOD, Fit.GREAT}, genres[member]


async def save(stage, *titles, by=()):
    """Put films on the watchlists of these members."""
    for title in titles:
        item = stage.services.recommender.catalog.resolve(title).id
        for actor in by:
            await stage.services.storage.watchlists.add(actor.id, item)


async def put_on_list(stage, *titles):
    for title in titles:
        item = stage.services.recommender.catalog.resolve(title).id
        await stage.services.storage.server_lists.add(stage.guild.id, item, stage.cleo.id)


async def dislikes(stage, actor, title):
    item = stage.services.recommender.catalog.resolve(title).id
    await stage.services.storage.verdicts.rate(actor.id, item, Verdict.DISLIKE, Source.COMMAND)


def marks(message):
    """Return what each film of a night says of who wants it, by title."""
    return {
        title: [line for line in (embed.description or "").splitlines() if line[0] in "🔖📋"]
        for title, embed in zip(titles(message), message.embeds, strict=True)
    }


WISHES = ("Heat (1995)", "Gattaca (1997)", "The Terminator (1984)")


async def test_a_night_draws_from_the_watchlists_of_those_who_joined_those_of_several_first(stage):
    await save(stage, "Gattaca", by=(stage.ana, stage.ben))
    await save(stage, "Heat", by=(stage.ana,))
    await save(stage, "The Terminator", by=(stage.ben, stage.cleo))
    await save(stage, "Moon (2009)", by=(stage.cleo,))
    message = await voting(stage, stage.ben, films="watchlists")
    shown = titles(message)
    assert shown[0] == "Gattaca (1997)"
    assert set(shown[1:3]) == {"Heat (1995)", "The Terminator (1984)"}
    assert len(shown) == LENGTH
    assert "Moon (2009)" not in shown
    assert marks(message)["Gattaca (1997)"] == ["🔖 on 2 watchlists"]
    # A film on one watchlist looks like those that are on none.
    assert not any(marks(message)[title] for title in shown[1:])


async def test_who_joins_a_night_from_watchlists_is_told_before_and_then(stage):
    message = await started(stage, films="watchlists")
    assert "from the watchlists of everyone who joins" in message.content
    assert "yours too" in told(await does(stage.ben, message, "join"))


async def test_the_watchlist_of_who_joins_late_counts_only_once_films_are_swapped(stage):
    everything = [movie.display for movie in stage.services.recommender.catalog]
    await save(stage, "Gattaca", "Heat", by=(stage.ana, stage.ben))
    await save(stage, *everything, by=(stage.cleo,))
    message = await voting(stage, stage.ben, films="watchlists")
    before = marks(message)
    assert before["Gattaca (1997)"] == ["🔖 on 2 watchlists"]
    ballot, *_ = (await does(stage.cleo, message, "join")).followups
    assert "yours counts only once films are swapped" in ballot.content
    assert marks(message) == before
    await approves(stage.ben, message, titles(message).index("Gattaca (1997)") + 1)
    await does(stage.ana, message, "reroll")
    assert marks(message)["Gattaca (1997)"] == ["🔖 on 3 watchlists"]


async def test_who_leaves_takes_their_watchlist_along(stage):
    await save(stage, "Heat", by=(stage.cleo,))
    message = await started(stage, stage.ben, stage.cleo, films="watchlists")
    await does(stage.cleo, message, "leave")
    await does(stage.ana, message, "suggest")
    assert "Heat (1995)" not in titles(message)[:1]
    assert len(titles(message)) == LENGTH


async def test_a_night_draws_from_the_servers_list_and_fills_up_with_taste(stage):
    await put_on_list(stage, "Heat", "Gattaca", "The Terminator", "Titanic", "Clue")
    await dislikes(stage, stage.ben, "Clue")
    message = await voting(stage, stage.ben, films="list")
    shown = titles(message)
    # Ben likes Titanic, and may have seen it; it's on the list to be watched.
    assert set(shown[:4]) == {*WISHES, "Titanic (1997)"}
    assert len(shown) == LENGTH
    assert [bool(marks(message)[title]) for title in shown] == [True, True, True, True, False]
    assert marks(message)[shown[0]] == ["📋 on the server's list"]
    assert "from the server's list first" in message.content


async def test_the_filters_hold_for_a_list_too(stage):
    await put_on_list(stage, "Heat", "Gattaca", "The Terminator", "Notting Hill")
    message = await voting(stage, stage.ben, **{"films": "list", "genre": "Sci-Fi", "from": 1990})
    shown = titles(message)
    assert shown[0] == "Gattaca (1997)"
    assert not set(shown) & {"Heat (1995)", "The Terminator (1984)", "Notting Hill (1999)"}


async def test_a_reroll_draws_from_the_same_source(stage):
    wanted = [movie.display for movie in stage.services.recommender.catalog][::20]
    await put_on_list(stage, *wanted)
    message = await voting(stage, stage.ben, films="list")
    before = titles(message)
    await does(stage.ana, message, "reroll")
    after = titles(message)
    assert not set(before) & set(after)
    assert set(after) <= set(wanted)


async def test_an_empty_list_is_told_at_once_and_the_night_goes_on(stage):
    await tastes(stage)
    result = await stage.ana.slash(stage.channel, "movienight start", films="list")
    assert "still empty" in told(result)
    await does(stage.ben, result.response, "join")
    await does(stage.ana, result.response, "suggest")
    assert len(titles(result.response)) == LENGTH


async def test_any_night_counts_the_watchlists_of_those_who_show_their_taste(stage):
    await tastes(stage)
    everything = [movie.display for movie in stage.services.recommender.catalog]
    await save(stage, *everything, by=(stage.ana, stage.ben))
    message = await voting(stage, stage.ben, stage.cleo)
    assert not any(marks(message).values())
    for actor in (stage.ana, stage.ben):
        await stage.services.storage.visibility.set(stage.guild.id, actor.id, visible=True)
    await does(stage.ana, message, "reroll")
    assert all(each == ["🔖 on 2 watchlists"] for each in marks(message).values())


async def test_a_reroll_swaps_films_of_the_servers_list_only_for_others_of_it(stage):
    await put_on_list(stage, "Heat", "Clue")
    await dislikes(stage, stage.ben, "Clue")
    message = await voting(stage, stage.ben, films="list")
    assert "Films someone rated 👎 are left out." in message.content
    for _ in range(2):
        before = {*titles(message)}
        await does(stage.ana, message, "reroll")
        assert {*titles(message)} & before == {"Heat (1995)"}
    await put_on_list(stage, "Gattaca")
    await does(stage.ana, message, "reroll")
    assert {"Heat (1995)", "Gattaca (1997)"} & {*titles(message)} == {"Gattaca (1997)"}
    await does(stage.ana, message, "reroll")
    assert {"Heat (1995)", "Gattaca (1997)"} & {*titles(message)} == {"Heat (1995)"}
