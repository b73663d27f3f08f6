"""What the host has set, for command lines; the library itself is told everything."""

import os
from collections.abc import Mapping
from pathlib import Path

from dotenv import dotenv_values

from recsys.errors import UsageError
from recsys.index.address import ServerAddress

DOTENV = Path(".env")
_MOST_DIGITS = 9


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


def with_server(server: ServerAddress | None) -> dict[str, str]:
    """Return the process's environment, for a command that is to use this Qdrant server, or none.

    A key is safer there than among the arguments, which everybody on the machine can read.
    """
    if server is None:
        return {**os.environ, "QDRANT_URL": ""}
    said = {
        "QDRANT_URL": server.url,
        "QDRANT_API_KEY": server.api_key,
        "QDRANT_REPLICAS": server.replicas,
        "QDRANT_SHARDS": server.shards,
    }
    return {**os.environ, **{name: str(value or "") for name, value in said.items()}}


def whole_number(settings: Mapping[str, str], name: str) -> int | None:
    """Return a setting that is a number above 0, or ``None`` if it isn't set.

    Raises:
        UsageError: it is something else.
    """
    value = settings.get(name)
    if value is None:
        return None
    if not (value.isascii() and value.isdecimal()) or len(value) > _MOST_DIGITS or int(value) < 1:
        raise UsageError(f"{name} is no whole number above 0: write one, or leave it out.")
    return int(value)
