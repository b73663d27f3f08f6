"""``bench-bot``: how fast the bot answers when 100 members use it at once."""

import asyncio
from argparse import Namespace
from pathlib import Path
from tempfile import TemporaryDirectory

from recsys.cli.commands import Commands


def add(commands: Commands) -> None:
    """Offer the command."""
    parser = commands.add_parser("bench-bot", help="measure the running bot with 100 members")
    parser.set_defaults(run=run)


def run(_: Namespace) -> int:
    """Measure, and print tables."""
    from lab.bench.bot import measure, show

    with TemporaryDirectory(prefix="matinee-bench-") as folder:
        show(asyncio.run(measure(Path(folder))))
    return 0
