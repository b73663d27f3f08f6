"""``download``: fetch a release from GroupLens."""

from argparse import Namespace

from recsys.cli.commands import Commands
from recsys.cli.console import BarsProgress, note, out
from recsys.cli.places import add_data_option, downloads_of
from recsys.datasets.releases import release_named


def add(commands: Commands) -> None:
    """Offer the command."""
    parser = commands.add_parser("download", help="fetch a MovieLens release from GroupLens")
    parser.add_argument("name", metavar="NAME", help="a name that `datasets` lists")
    add_data_option(parser)
    parser.set_defaults(run=run)


def run(args: Namespace) -> int:
    """Fetch it, with its terms shown first."""
    release = release_named(args.name)
    note(release.licence)
    from recsys.datasets.download import download

    file = download(release, downloads_of(args), BarsProgress())
    out.print(f"Saved {file}. Now build a model from it: `python -m recsys build`", soft_wrap=True)
    return 0
