"""``index``: put the vectors of the model in use where they are asked for."""

import asyncio
from argparse import Namespace

from recsys.cli.commands import Commands
from recsys.cli.console import BarsProgress, out
from recsys.cli.places import add_data_option, add_server_options, models_of, server_of


def add(commands: Commands) -> None:
    """Offer the command."""
    parser = commands.add_parser(
        "index", help="bring the model in use onto a Qdrant server, or back, without a new build"
    )
    add_data_option(parser)
    add_server_options(parser)
    parser.set_defaults(run=run)


def run(args: Namespace) -> int:
    """Upload the vectors, or index them in the folder, unless they are there already."""
    from recsys.store.artifacts import read_meta
    from recsys.store.build import embed

    store, server, progress = models_of(args), server_of(args), BarsProgress()
    if server is None:
        out.print(f"The vectors are in {embed(store, progress=progress)}", soft_wrap=True)
        return 0
    from recsys.store.uploads import ensure_uploaded

    meta = read_meta(store)
    with progress.stage(f"Uploading {meta.dataset}", meta.users) as advance:
        asyncio.run(ensure_uploaded(store, server, advance))
    out.print(f"The vectors of build {meta.build_id} are on the Qdrant server.", soft_wrap=True)
    return 0
