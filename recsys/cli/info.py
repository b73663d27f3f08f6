"""``info``: what the model in use consists of."""

from argparse import Namespace
from dataclasses import asdict

from recsys.cli.commands import Commands, add_json_option
from recsys.cli.console import show_json, show_table
from recsys.cli.places import add_data_option, add_model_option, store_of
from recsys.store import builds


def add(commands: Commands) -> None:
    """Offer the command."""
    parser = commands.add_parser("info", help="show what the model in use consists of")
    add_data_option(parser)
    add_model_option(parser)
    add_json_option(parser)
    parser.set_defaults(run=run)


def run(args: Namespace) -> int:
    """Print ``meta.json`` and where it is."""
    from recsys.store.artifacts import read_meta

    store = store_of(args)
    facts = {"folder": str(builds.current(store)), **asdict(read_meta(store))}
    if args.json:
        show_json(facts)
    else:
        show_table(["Field", "Value"], [[name, _readable(fact)] for name, fact in facts.items()])
    return 0


def _readable(fact: object) -> str:
    number = isinstance(fact, int) and not isinstance(fact, bool)
    return f"{fact:,}" if number else str(fact)
