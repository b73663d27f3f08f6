"""``datasets``: what can be downloaded, and what already is."""

from argparse import Namespace

from recsys.cli.commands import Commands, add_json_option
from recsys.cli.console import note, show_json, show_table
from recsys.cli.places import add_data_option, downloads_of
from recsys.datasets.releases import RELEASES, SAMPLE


def add(commands: Commands) -> None:
    """Offer the command."""
    parser = commands.add_parser("datasets", help="list the data sets, and which of them you have")
    add_data_option(parser)
    add_json_option(parser)
    parser.set_defaults(run=run)


def run(args: Namespace) -> int:
    """List the sample and every release."""
    from recsys.datasets.source import downloaded

    releases = (SAMPLE, *RELEASES.values())
    here = {SAMPLE.name: "built in"}
    here |= {name: str(place) for name, place in downloaded(downloads_of(args)).items()}
    if args.json:
        show_json(
            [
                {
                    "name": release.name,
                    "ratings": release.ratings,
                    "users": release.users,
                    "movies": release.movies,
                    "here": here.get(release.name),
                    "licence": release.licence,
                }
                for release in releases
            ]
        )
        return 0
    show_table(
        ["Name", "Ratings", "Users", "Films", "At hand"],
        [
            [
                release.name,
                *(f"{size:,}" for size in (release.ratings, release.users, release.movies)),
                here.get(release.name, "-"),
            ]
            for release in releases
        ],
        numbers="bcd",
    )
    for licence in dict.fromkeys(release.licence for release in releases):
        names = ", ".join(release.name for release in releases if release.licence == licence)
        note(f"{names}: {licence}")
    return 0
