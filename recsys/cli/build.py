"""``build``: make a model from a data set."""

import asyncio
from argparse import Namespace
from pathlib import Path

from recsys.cli.commands import Commands
from recsys.cli.console import BarsProgress, note, out
from recsys.cli.places import (
    add_dataset_options,
    add_server_options,
    describe,
    models_of,
    server_of,
    source_of,
)
from recsys.store import builds


def add(commands: Commands) -> None:
    """Offer the command."""
    parser = commands.add_parser("build", help="make a model from a data set")
    add_dataset_options(parser)
    parser.add_argument(
        "--out", type=Path, metavar="MODEL_DIR", help="where models go (default: DATA/models)"
    )
    parser.add_argument(
        "--prune", action="store_true", help="remove older builds afterwards, unless they are open"
    )
    add_server_options(parser)
    parser.set_defaults(run=run)


def run(args: Namespace) -> int:
    """Build, publish, and say what came out."""
    from recsys.store.artifacts import read_meta
    from recsys.store.build import build

    source, server = source_of(args), server_of(args)
    store = args.out or models_of(args)
    folder = build(source, store, server=server, progress=BarsProgress())
    meta = read_meta(folder)
    note(describe(meta))
    if meta.duplicates:
        note(f"Older ratings left out for newer ones: {meta.duplicates:,}.")
    if args.prune:
        note(f"Removed {len(builds.prune(store))} older builds.")
        if left := len(builds.complete(store)) - 1:
            note(f"Left {left} that a program has open: prune again once it has the new one.")
        if server:
            from recsys.store import uploads

            removed = asyncio.run(uploads.clear(store, server))
            note(f"Removed from the server: {', '.join(removed) or 'nothing'}.")
    out.print(f"Built {folder}", soft_wrap=True)
    return 0
