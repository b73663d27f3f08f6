"""``similar TITLE``: films like one film."""

from argparse import Namespace
from typing import TYPE_CHECKING

from recsys.cli.commands import Commands, add_count_option
from recsys.cli.console import note, show_json, show_table
from recsys.cli.films import film_facts
from recsys.cli.places import add_model_options, with_model
from recsys.cli.tastes import find_film

if TYPE_CHECKING:
    from recsys.model.recommender import Recommender


def add(commands: Commands) -> None:
    """Offer the command."""
    parser = commands.add_parser("similar", help="find films like one film")
    parser.add_argument("title", metavar="TITLE", help="the film, by title or movieId")
    parser.add_argument(
        "--seen",
        action="append",
        default=[],
        metavar="FILM",
        help="a film you know and don't want to get; may be repeated",
    )
    add_count_option(parser, 10)
    add_model_options(parser)
    parser.set_defaults(run=with_model(run))


async def run(args: Namespace, recommender: "Recommender") -> int:
    """Print the films, and how many like both."""
    catalog = recommender.catalog
    item = find_film(catalog, args.title)
    known = [find_film(catalog, text) for text in args.seen]
    films = await recommender.similar(item, args.n, exclude=known)
    note(f"Like {catalog[item].display}:")
    if args.json:
        show_json(
            [
                film_facts(catalog[film.item_id])
                | {"score": film.score, "likers": film.likers, "both": film.both}
                for film in films
            ]
        )
        return 0
    show_table(
        ["", "Film", "Genres", "Who likes it too"],
        [
            [
                str(rank),
                catalog[film.item_id].display,
                ", ".join(catalog[film.item_id].genres),
                f"{film.both:,} of {film.likers:,}",
            ]
            for rank, film in enumerate(films, start=1)
        ],
        numbers="ad",
    )
    return 0
