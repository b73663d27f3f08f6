"""``screenshots``: the pictures of the README, taken from the demo."""

from argparse import Namespace

from recsys.cli.commands import Commands
from recsys.cli.console import note


def add(commands: Commands) -> None:
    """Offer the command."""
    parser = commands.add_parser("screenshots", help="make the README's pictures from the demo")
    parser.set_defaults(run=run)


def run(_: Namespace) -> int:
    """Write every picture."""
    from lab.screenshots import take_all

    for file in take_all():
        note(f"{file.name}: {file.stat().st_size // 1024} KB")
    return 0
