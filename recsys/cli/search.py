"""``search``: find films by title."""

from argparse import Namespace

from recsys.cli.commands import Commands, add_count_option, add_json_option
from recsys.cli.console import note, show_json, show_table
from recsys.cli.films import film_facts
from recsys.cli.places import add_data_option, add_model_option, catalog_of


def add(commands: Commands) -> None:
    """Offer the command."""
    parser = commands.add_parser("search", help="find films by title")
    parser.add_argument("text", nargs="+", help="words of the title, in any order")
    add_count_option(parser, 10)
    add_data_option(parser)
    add_model_option(parser)
    add_json_option(parser)
    parser.set_defaults(run=run)


def run(args: Namespace) -> int:
    """Print the films that fit best."""
    movies = catalog_of(args).search(" ".join(args.text), args.n)
    if args.json:
        show_json(
            [film_facts(m) | {"aka": list(m.aka), "ratings": m.ratings} for m in movies],
        )
        return 0
    if not movies:
        note("No film matches: check the spelling, or try fewer words.")
        return 0
    show_table(
        ["Id", "Film", "Genres", "Ratings"],
        [[str(m.id), m.display, ", ".join(m.genres), f"{m.ratings:,}"] for m in movies],
        numbers="ad",
    )
    return 0
