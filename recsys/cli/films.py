"""Lists of films, for the commands that recommend: options that narrow one, and a film as JSON."""

from argparse import ArgumentParser, Namespace
from typing import TypedDict

from recsys.movies import Movie
from recsys.types import Taste, YearRange

NO_FILM_LEFT = "No film is left: widen the years, name another genre, or leave a filter out."


class Narrowed(TypedDict):
    """Keyword arguments of the recommender."""

    taste: Taste
    genres: list[str]
    years: YearRange
    safe: bool


def add_filter_options(parser: ArgumentParser) -> None:
    """Offer taste, genres, years and caution."""
    parser.add_argument(
        "--taste",
        choices=[taste.value for taste in Taste],
        default=Taste.BALANCED.value,
        help="how adventurous (default: balanced)",
    )
    parser.add_argument(
        "--genre",
        action="append",
        default=[],
        metavar="GENRE",
        help="films of this genre; repeat it for films of any of several",
    )
    parser.add_argument(
        "--from", dest="first_year", type=int, metavar="YEAR", help="made in YEAR or later"
    )
    parser.add_argument(
        "--to", dest="last_year", type=int, metavar="YEAR", help="made in YEAR or earlier"
    )
    parser.add_argument(
        "--safe", action="store_true", help="avoid films that people with this taste disliked"
    )


def narrowed(args: Namespace) -> Narrowed:
    """Return what the options say."""
    years = YearRange(args.first_year, args.last_year)
    return Narrowed(taste=Taste(args.taste), genres=args.genre, years=years, safe=args.safe)


def film_facts(movie: Movie) -> dict[str, object]:
    """Return what every command's JSON says of a film."""
    return {
        "movie_id": movie.id,
        "title": movie.title,
        "year": movie.year,
        "genres": list(movie.genres),
        "imdb_id": movie.imdb_id,
    }
