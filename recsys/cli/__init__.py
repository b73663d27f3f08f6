"""The command line, a command a file."""

from recsys.cli.entry import main

__all__ = ["main"]
