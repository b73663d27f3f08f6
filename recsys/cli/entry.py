"""The parser, and the one place where errors become sentences and exit codes."""

import argparse
import io
import os
import sys
from collections.abc import Sequence
from importlib.metadata import version

from recsys.cli import (
    build,
    datasets,
    download,
    group,
    index,
    info,
    recommend,
    search,
    similar,
    viewers,
)
from recsys.cli.console import complain
from recsys.errors import RecsysError

_COMMANDS = (
    datasets, download, build, index, info, recommend, similar, group, viewers, search,
)  # fmt: skip
_INTERRUPTED = 130
_IO_ERROR = 74


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; return its exit code (0 done, others as in `recsys.errors`)."""
    return run(parser(), argv)


def parser() -> argparse.ArgumentParser:
    """Return the whole command line's parser."""
    top = argparse.ArgumentParser(
        prog="python -m recsys", description="From MovieLens ratings to recommendations."
    )
    top.add_argument("--version", action="version", version=f"matinee {version('matinee')}")
    commands = top.add_subparsers(required=True, metavar="COMMAND")
    for command in _COMMANDS:
        command.add(commands)
    return top


def run(parser: argparse.ArgumentParser, argv: Sequence[str] | None = None) -> int:
    """Run the command that a parser finds in the arguments; return its exit code."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            # A terminal or pipe without stars in its encoding gets question marks, not a crash.
            stream.reconfigure(errors="replace")
    args = parser.parse_args(argv)
    try:
        code: int = args.run(args)
        sys.stdout.flush()
    except RecsysError as error:
        complain(str(error))
        return error.exit_code
    except KeyboardInterrupt:
        complain("stopped.")
        return _INTERRUPTED
    except BrokenPipeError:
        # Whoever reads the pipe has seen enough; nothing is left to flush at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except OSError as error:
        complain(f"{error.filename or 'Output'}: {error.strerror}: check it and try again.")
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return _IO_ERROR
    return code
