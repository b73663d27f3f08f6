"""Options that narrow which films come back, shared by the commands that recommend."""

from argparse import ArgumentParser, Namespace
from typing import TypedDict

from recsys.types import Taste, YearRange


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
        help="films of this genre; repeated: of any of them",
    )
    parser.add_argument(
        "--from", dest="first_year", type=int, metavar="YEAR", help="made in YEAR or later"
    )
    parser.add_argument(
        "--to", dest="last_year", type=int, metavar="YEAR", help="made in YEAR or earlier"
    )
    parser.add_argument(
        "--safe", action="store_true", help="avoid films that people of like taste disliked"
    )


def narrowed(args: Namespace) -> Narrowed:
    """Return what the options say."""
    return Narrowed(
        taste=Taste(args.taste),
        genres=args.genre,
        years=YearRange(args.first_year, args.last_year),
        safe=args.safe,
    )
