"""What the host has set, for command lines; the library itself is told everything."""

import os
from collections.abc import Mapping
from pathlib import Path

from dotenv import dotenv_values

from recsys.errors import UsageError

DOTENV = Path(".env")


def read_settings(
    environment: Mapping[str, str] | None = None, dotenv: Path = DOTENV
) -> dict[str, str]:
    """Return what is set in the environment; what that lacks comes from a file.

    Blank values count as not set, and those of the environment hide the file's.

    Args:
        environment: instead of the process's own.
        dotenv: the file; it need not be there.

    Raises:
        UsageError: the file can't be read.
    """
    try:
        # As it stands: a key may have "${" in it.
        found = dict(dotenv_values(dotenv, interpolate=False))
    except (OSError, UnicodeDecodeError):
        raise UsageError(f"{dotenv} can't be read; write it as text, in UTF-8.") from None
    found.update(os.environ if environment is None else environment)
    return {name: value.strip() for name, value in found.items() if value and value.strip()}


def with_server(url: str | None, api_key: str | None) -> dict[str, str]:
    """Return the process's environment, for a command that is to use this Qdrant server, or none.

    A key is safer there than among the arguments, which everybody on the machine can read.
    """
    return {**os.environ, "QDRANT_URL": url or "", "QDRANT_API_KEY": api_key or ""}
