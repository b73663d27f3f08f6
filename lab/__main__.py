"""``python -m lab``: the laboratory's command line."""

import argparse
import sys
from collections.abc import Sequence

from lab.commands import bench, bench_bot, evaluate, generate, paths, personas, screenshots
from recsys.cli.entry import run

_COMMANDS = (evaluate, personas, bench, bench_bot, generate, paths, screenshots)


def parser() -> argparse.ArgumentParser:
    """Return the whole command line's parser."""
    top = argparse.ArgumentParser(
        prog="python -m lab", description="Measure Matinee, and make the files that it ships."
    )
    commands = top.add_subparsers(required=True, metavar="COMMAND")
    for command in _COMMANDS:
        command.add(commands)
    return top


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; return its exit code."""
    return run(parser(), argv)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
