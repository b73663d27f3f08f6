"""``paths``: how far it is from a press to a row."""

import sys
from argparse import Namespace

from recsys.cli.commands import Commands


def add(commands: Commands) -> None:
    """Offer the command."""
    parser = commands.add_parser("paths", help="count what five actions of members go through")
    parser.add_argument("--files", action="store_true", help="name the files, too")
    parser.add_argument("--statements", action="store_true", help="list the SQL statements, too")
    parser.set_defaults(run=run)


def run(options: Namespace) -> int:
    """Measure and print the table."""
    from lab.paths import report

    sys.stdout.write(report(files=options.files, statements=options.statements) + "\n")
    return 0
