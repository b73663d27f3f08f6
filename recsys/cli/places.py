"""Where data sets and models are, and which one is taken when none is named."""

import asyncio
from argparse import ArgumentParser, Namespace
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import TYPE_CHECKING

from recsys.cli.commands import add_json_option
from recsys.cli.console import BarsProgress, note
from recsys.datasets.releases import SAMPLE
from recsys.environment import read_settings, whole_number
from recsys.errors import UsageError
from recsys.index.address import ServerAddress
from recsys.store import builds

if TYPE_CHECKING:
    from recsys.catalog import Catalog
    from recsys.datasets.types import Source
    from recsys.model.built import ModelMeta
    from recsys.model.recommender import Recommender

    _AsksModel = Callable[[Namespace, Recommender], Awaitable[int]]

AUTO = "auto"
_BETTER = (
    "For real ratings: `python -m recsys download ml-latest-small`, then `python -m recsys build`."
)
_LARGER = "Larger ones: `python -m recsys datasets`."


def models_of(args: Namespace) -> Path:
    """Return the data folder's store of built models."""
    data: Path = args.data
    return data / "models"


def downloads_of(args: Namespace) -> Path:
    """Return where the data folder has its downloads."""
    data: Path = args.data
    return data / "downloads"


def add_data_option(parser: ArgumentParser) -> None:
    """Offer ``--data``."""
    parser.add_argument(
        "--data",
        type=Path,
        default=Path("data"),
        metavar="DIR",
        help="folder of downloads and models (default: data)",
    )


def add_dataset_options(parser: ArgumentParser) -> None:
    """Offer ``--dataset`` and ``--source``."""
    add_data_option(parser)
    parser.add_argument(
        "--dataset",
        default=AUTO,
        metavar="NAME",
        help="a downloaded release or 'sample' (default: the best release downloaded, else sample)",
    )
    parser.add_argument(
        "--source", type=Path, metavar="PATH", help="folder or zip of a MovieLens release"
    )


def add_server_options(parser: ArgumentParser) -> None:
    """Offer ``--qdrant-url`` and ``--qdrant-key-file``."""
    parser.add_argument(
        "--qdrant-url",
        metavar="URL",
        help="Qdrant server, or nodes of a cluster with commas between; '' for the embedded "
        "engine (default: QDRANT_URL from the environment or .env, else the embedded engine)",
    )
    parser.add_argument(
        "--qdrant-key-file",
        type=Path,
        metavar="FILE",
        help="file with the server's API key, which others could read on the command line "
        "(default: QDRANT_API_KEY from the environment or .env)",
    )


def add_model_option(parser: ArgumentParser) -> None:
    """Offer ``--model``."""
    parser.add_argument(
        "--model",
        type=Path,
        metavar="MODEL_DIR",
        help="a built model (default: the current one in the data folder)",
    )


def add_model_options(parser: ArgumentParser) -> None:
    """Offer what a command takes that asks a model: which one, where its engine is, ``--json``."""
    add_data_option(parser)
    add_model_option(parser)
    add_server_options(parser)
    add_json_option(parser)


def server_of(args: Namespace) -> ServerAddress | None:
    """Return the Qdrant server asked for, by an option or by what the host has set.

    Raises:
        UsageError: a key without a server, or a key file that can't be read.
    """
    found = read_settings()
    url = found.get("QDRANT_URL") if args.qdrant_url is None else args.qdrant_url
    if not url:
        if args.qdrant_key_file:
            raise UsageError(
                "--qdrant-key-file only works with a server: name it with --qdrant-url or "
                "QDRANT_URL."
            )
        return None
    key_file: Path | None = args.qdrant_key_file
    return ServerAddress(
        url,
        _key(key_file) if key_file else found.get("QDRANT_API_KEY"),
        replicas=whole_number(found, "QDRANT_REPLICAS"),
        shards=whole_number(found, "QDRANT_SHARDS"),
    )


def _key(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(
            f"The API key can't be read from {file}: {error.__class__.__name__}; "
            f"--qdrant-key-file names a text file with the key alone."
        ) from error


def source_of(args: Namespace) -> "Source":
    """Return the data set asked for: ``--source``, ``--dataset``, or the best one downloaded."""
    from recsys.datasets.source import find_release, locate, open_sample, open_source

    if args.source is not None:
        if args.dataset != AUTO:
            raise UsageError("Give either --dataset or --source, not both.")
        return open_source(args.source)
    if args.dataset == SAMPLE.name:
        return open_sample()
    if args.dataset != AUTO:
        return open_source(locate(args.dataset, downloads_of(args)))
    found = find_release(downloads_of(args))
    return open_source(found) if found else open_sample()


def store_of(args: Namespace) -> Path:
    """Return where the model asked for is."""
    model: Path | None = args.model
    return model or models_of(args)


def catalog_of(args: Namespace) -> "Catalog":
    """Return the films of the model asked for; they don't need the engine."""
    from recsys.store import artifacts

    store = store_of(args)
    _build_if_missing(args, store)
    note(describe(artifacts.read_meta(store)))
    return artifacts.read_catalog(store)


def with_model(command: "_AsksModel") -> Callable[[Namespace], int]:
    """Return a command that gets the model asked for, open.

    If there is none yet, it is built first, from the best data at hand, but never onto a Qdrant
    server unasked. One line beside the results tells which data they come from.
    """

    def run(args: Namespace) -> int:
        store, server = store_of(args), server_of(args)
        if server is None:
            _build_if_missing(args, store)
        return asyncio.run(_ask(command, args, store, server))

    return run


def _build_if_missing(args: Namespace, store: Path) -> None:
    if args.model is None and not builds.has_model(store):
        from recsys.store.build import build

        args.dataset, args.source = AUTO, None
        build(source_of(args), store, progress=BarsProgress())


async def _ask(
    command: "_AsksModel", args: Namespace, store: Path, server: ServerAddress | None
) -> int:
    from recsys.store.open import open_recommender

    url, key = (server.url, server.api_key) if server else (None, None)
    async with await open_recommender(store, qdrant_url=url, api_key=key) as recommender:
        note(describe(recommender.meta))
        return await command(args, recommender)


def describe(meta: "ModelMeta") -> str:
    """Say in one line which data is in use, and how to get better data."""
    size = f"{meta.ratings:,} ratings of {meta.movies:,} films by {meta.users:,} users"
    if meta.invented:
        return f"Sample data (invented ratings): {size}. {_BETTER}"
    return f"Data set {meta.dataset}: {size}. {_LARGER}"
