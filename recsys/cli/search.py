"""``search``: find films by title."""

from argparse import Namespace

from recsys.cli.commands import Commands, add_json_option, count
from recsys.cli.console import note, show_json, show_table
from recsys.cli.places import add_data_option, add_model_option, catalog_of


def add(commands: Commands) -> None:
    """Offer the command."""
    parser = commands.add_parser("search", help="find films by title")
    parser.add_argument("text", nargs="+", help="words of the title, in any order")
    parser.add_argument("-n", type=count, default=10, metavar="N", help="how many (default: 10)")
    add_data_option(parser)
    add_model_option(parser)
    add_json_option(parser)
    parser.set_defaults(run=run)


def run(args: Namespace) -> int:
    """Print the films that fit best."""
    movies = catalog_of(args).search(" ".join(args.text), args.n)
    if args.json:
        show_json(
            [
                {
                    "movie_id": movie.id,
                    "title": movie.title,
                    "year": movie.year,
                    "genres": list(movie.genres),
                    "aka": list(movie.aka),
                    "imdb_id": movie.imdb_id,
                    "ratings": movie.ratings,
                }
                for movie in movies
            ]
        )
        return 0
    if not movies:
        note("No film fits.")
        return 0
    show_table(
        ["Id", "Film", "Genres", "Ratings"],
        [[str(m.id), m.display, ", ".join(m.genres), f"{m.ratings:,}"] for m in movies],
        numbers="ad",
    )
    return 0
