"""``info``: what the model in use consists of."""

from argparse import Namespace
from dataclasses import asdict

from recsys.cli.commands import Commands, add_json_option
from recsys.cli.console import show_json, show_table
from recsys.cli.places import add_data_option, add_model_option, store_of
from recsys.store import builds

_YEAR = "newest_film"


def add(commands: Commands) -> None:
    """Offer the command."""
    parser = commands.add_parser("info", help="show what the model in use consists of")
    add_data_option(parser)
    add_model_option(parser)
    add_json_option(parser)
    parser.set_defaults(run=run)


def run(args: Namespace) -> int:
    """Print ``meta.json``, where it is, and the year of the newest film."""
    from recsys.store.artifacts import read_catalog, read_meta

    store = store_of(args)
    newest = {_YEAR: read_catalog(store).newest}
    facts = {"folder": str(builds.current(store)), **asdict(read_meta(store)), **newest}
    if args.json:
        show_json(facts)
    else:
        show_table(
            ["Field", "Value"], [[name, _readable(name, fact)] for name, fact in facts.items()]
        )
    return 0


def _readable(name: str, fact: object) -> str:
    count = isinstance(fact, int) and not isinstance(fact, bool) and name != _YEAR
    return f"{fact:,}" if count else str(fact)
