"""``viewers``: the MovieLens users with the same taste."""

from argparse import Namespace
from dataclasses import asdict
from typing import TYPE_CHECKING

from recsys.cli.commands import Commands
from recsys.cli.console import note, show_json, show_table
from recsys.cli.places import with_model
from recsys.cli.tastes import add_person_options, neighbour_filter, note_profile, profile_of

if TYPE_CHECKING:
    from recsys.model.recommender import Recommender


def add(commands: Commands) -> None:
    """Offer the command."""
    parser = commands.add_parser("viewers", help="find the users with the same taste")
    add_person_options(parser)
    parser.set_defaults(run=with_model(run))


async def run(args: Namespace, recommender: "Recommender") -> int:
    """Print the users, how similar they are and what they like or dislike as well."""
    catalog = recommender.catalog
    profile = profile_of(args, catalog)
    note_profile(catalog, profile)
    found = await recommender.similar_users(profile, args.n, neighbour_filter(args))
    viewers = await recommender.viewers(found, profile)
    if args.json:
        show_json([asdict(viewer) for viewer in viewers])
        return 0
    if not viewers:
        note("Nobody is similar: name a film or two more with --like, or leave a filter out.")
        return 0
    show_table(
        ["User", "Similarity", "Rated", "Loved too", "Disliked too"],
        [
            [
                str(viewer.user_id),
                f"{viewer.similarity:.3f}",
                f"{viewer.rated:,}",
                ", ".join(catalog[item].title for item in viewer.shared_likes),
                ", ".join(catalog[item].title for item in viewer.shared_dislikes),
            ]
            for viewer in viewers
        ],
        numbers="abc",
    )
    return 0
