"""``datasets``: what can be downloaded, and what is at hand."""

from argparse import Namespace

from recsys.cli.commands import Commands, add_json_option
from recsys.cli.console import note, show_json, show_table
from recsys.cli.places import Places, add_data_option
from recsys.datasets.releases import RELEASES, SAMPLE


def add(commands: Commands) -> None:
    """Offer the command."""
    parser = commands.add_parser("datasets", help="list the data sets and which are at hand")
    add_data_option(parser)
    add_json_option(parser)
    parser.set_defaults(run=run)


def run(args: Namespace) -> int:
    """List the sample and every release."""
    from recsys.datasets.source import downloaded

    here = {SAMPLE.name: "built in", **downloaded(Places(args.data).downloads)}
    rows: list[dict[str, object]] = [
        {
            "name": release.name,
            "ratings": release.ratings,
            "users": release.users,
            "movies": release.movies,
            "here": str(here[release.name]) if release.name in here else None,
            "licence": release.licence,
        }
        for release in (SAMPLE, *RELEASES.values())
    ]
    if args.json:
        show_json(rows)
        return 0
    show_table(
        ["Name", "Ratings", "Users", "Films", "At hand"],
        [
            [
                str(row["name"]),
                f"{row['ratings']:,}",
                f"{row['users']:,}",
                f"{row['movies']:,}",
                str(row["here"] or "-"),
            ]
            for row in rows
        ],
        numbers="bcd",
    )
    for licence in dict.fromkeys(str(row["licence"]) for row in rows):
        names = [str(row["name"]) for row in rows if row["licence"] == licence]
        note(f"{', '.join(names)}: {licence}")
    return 0
