"""What the commands share: the type of the parser they join, and common options."""

from argparse import ArgumentParser, ArgumentTypeError, _SubParsersAction
from typing import TypeAlias

Commands: TypeAlias = "_SubParsersAction[ArgumentParser]"
"""Where a command adds its own parser."""


def add_json_option(parser: ArgumentParser) -> None:
    """Offer ``--json``."""
    parser.add_argument("--json", action="store_true", help="print JSON for programs")


def count(text: str) -> int:
    """Parse a number of results, at least 1."""
    try:
        number = int(text)
    except ValueError:
        number = 0
    if number < 1:
        raise ArgumentTypeError(f"{text!r} is no number from 1 up")
    return number
