"""Titles as members type them."""

import re
from typing import Final

_YEAR: Final = re.compile(r"\s*\((18[7-9]\d|19\d\d|20\d\d)\)\s*$")


def title_and_year(typed: str) -> tuple[str, int | None]:
    """Return title and year of "The Matrix (1999)"; the year is ``None`` where none stands."""
    flat = " ".join(typed.split())
    match = _YEAR.search(flat)
    if match is None or match.start() == 0:
        return flat, None
    return flat[: match.start()], int(match[1])
