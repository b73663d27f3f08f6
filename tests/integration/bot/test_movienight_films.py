"""Which films a night has: for whom, and where they come from."""

from itertools import combinations

import numpy as np
import pytest

from bot.nights.shortlist import LENGTH
from recsys.fits import Fit, fit_word
from recsys.model.recommender import Recommender
from recsys.types import Profile
from tests.fakes import SwitchableIndex

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
