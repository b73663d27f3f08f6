"""What the commands share: the type of the parser they join, and common options."""

from argparse import ArgumentParser, ArgumentTypeError, _SubParsersAction
from typing import TypeAlias

Commands: TypeAlias = "_SubParsersAction[ArgumentParser]"
"""Where a command adds its own parser."""


def add_json_option(parser: ArgumentParser) -> None:
    """Offer ``--json``."""
    parser.add_argument("--json", action="store_true", help="print JSON for programs")


def add_count_option(parser: ArgumentParser, default: int) -> None:
    """Offer ``-n``."""
    parser.add_argument(
        "-n", type=count, default=default, metavar="N", help=f"how many (default: {default})"
    )


def count(text: str) -> int:
    """Parse a number of results, at least 1."""
    if text.isascii() and text.isdecimal() and int(text):
        return int(text)
    raise ArgumentTypeError(f"{text!r} isn't a number from 1 up")
