"""What everybody watches: the share that a genre or a decade has of all ratings."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from recsys.movies import Movie


@dataclass(frozen=True, slots=True)
class Habits:
    """Shares of all ratings, 0 … 1; without an entry, nobody rated such films.

    Attributes:
        genres: by genre; a film counts in all of its own.
        decades: by the first year of the decade of release.
    """

    genres: Mapping[str, float]
    decades: Mapping[int, float]


def habits_of(movies: Iterable[Movie]) -> Habits:
    """Count the ratings of these films."""
    genres: Counter[str] = Counter()
    decades: Counter[int] = Counter()
    total = 0
    for movie in movies:
        total += movie.ratings
        genres.update(dict.fromkeys(movie.genres, movie.ratings))
        if movie.decade is not None:
            decades[movie.decade] += movie.ratings
    return Habits(
        {genre: ratings / total for genre, ratings in genres.items() if ratings},
        {decade: ratings / total for decade, ratings in decades.items() if ratings},
    )
