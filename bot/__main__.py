"""The bot's command line: run · demo · sync · backup · restore."""

import argparse
import asyncio
import signal
import sys
from collections.abc import Sequence
from contextlib import suppress
from functools import partial
from importlib.metadata import version
from pathlib import Path

from bot.config import Settings
from bot.errors import SettingInvalid, TokenRefused, exit_code
from bot.logs import start_logging
from recsys.signals import sigterm_as_ctrl_c

_FOR_THE_HOST = (TokenRefused.exit_code, SettingInvalid.exit_code)
"""Exit codes of what another start does not mend."""


def main(argv: Sequence[str] | None = None, *, prog: str = "matinee") -> int:
    """Run one command; return its exit code (0 done, others as in BSD's ``sysexits.h``).

    Args:
        argv: the command and its options; those of the process by default.
        prog: what the usage line calls the program.
    """
    args = parser(prog).parse_args(argv)
    code = exit_code(partial(_carry_out, args))
    if code in _FOR_THE_HOST and getattr(args, "hold", False):
        print("matinee: waiting to be stopped; mend that, then start again.", file=sys.stderr)
        with suppress(KeyboardInterrupt), sigterm_as_ctrl_c():
            while True:
                signal.pause()
    return code


def _carry_out(args: argparse.Namespace) -> int:
    settings = Settings.from_env()
    start_logging(settings)
    with sigterm_as_ctrl_c():
        code: int = asyncio.run(args.command(settings, args))
    return code


def parser(prog: str) -> argparse.ArgumentParser:
    """Return the command line's parser."""
    top = argparse.ArgumentParser(prog=prog, description="Matinee, the movie bot for Discord.")
    top.add_argument("--version", action="version", version=f"matinee {version('matinee')}")
    commands = top.add_subparsers(required=True, metavar="COMMAND")
    run = commands.add_parser("run", help="be the bot on Discord, until Ctrl-C")
    run.add_argument(
        "--hold",
        action="store_true",
        help="when a token, a key or a setting is refused, say so and wait to be stopped: for a "
        "container that is started again whenever the bot ends",
    )
    run.set_defaults(command=_run)
    demo = commands.add_parser("demo", help="try the bot in a browser, without Discord")
    demo.add_argument("--reset", action="store_true", help="delete what earlier demos saved")
    demo.add_argument(
        "--port", type=int, metavar="N", help="port of the local page (default: a free one)"
    )
    demo.set_defaults(command=_demo)
    sync = commands.add_parser("sync", help="tell Discord the commands now, changed or not")
    sync.set_defaults(command=_sync)
    backup = commands.add_parser("backup", help="copy the database while the bot runs")
    backup.add_argument("file", type=Path, metavar="FILE", help="the copy, replaced if it is there")
    backup.set_defaults(command=_backup)
    restore = commands.add_parser("restore", help="put a copy in the place of the database")
    restore.add_argument("file", type=Path, metavar="FILE", help="the copy; it stays as it is")
    restore.set_defaults(command=_restore)
    return top


# Each command imports what it needs: discord.py takes a second, and `--help` should not.


async def _run(settings: Settings, _args: argparse.Namespace) -> int:
    from bot.app import run  # noqa: PLC0415 - see above

    await run(settings)
    return 0


async def _demo(settings: Settings, args: argparse.Namespace) -> int:
    from bot.demo import run_demo  # noqa: PLC0415 - see above

    await run_demo(settings, reset=args.reset, port=args.port)
    return 0


async def _sync(settings: Settings, _args: argparse.Namespace) -> int:
    from bot.app import sync  # noqa: PLC0415 - see above

    print(f"Told Discord {await sync(settings)} commands.")
    return 0


async def _backup(settings: Settings, args: argparse.Namespace) -> int:
    from bot.storage.backup import copy_database  # noqa: PLC0415 - see above

    await asyncio.to_thread(copy_database, settings.database, args.file)
    print(f"Copied the database to {args.file}.")
    return 0


async def _restore(settings: Settings, args: argparse.Namespace) -> int:
    from bot.lock import hold_folder  # noqa: PLC0415 - see above
    from bot.storage.clock import utc_now  # noqa: PLC0415 - see above
    from bot.storage.restore import restore_database  # noqa: PLC0415 - see above

    async with hold_folder(settings.data):
        aside = await asyncio.to_thread(restore_database, args.file, settings.database, utc_now())
    print(f"Restored the database from {args.file}.")
    if aside is not None:
        print(f"The old one is {aside} now: delete it when you no longer need it.")
    return 0


if __name__ == "__main__":
    sys.exit(main(prog="python -m bot"))
