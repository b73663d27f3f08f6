"""The address of the page that is open, noted for those who start a second demo.

Whoever knows it can use the page, so only this user may read it.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from bot.storage.files import replacing

_NOTE: Final = "address"


def noted_address(folder: Path) -> str | None:
    """Return the address of the demo that works with a folder; ``None`` before its page is open."""
    note = folder / _NOTE
    return note.read_text(encoding="utf-8") if note.is_file() else None


@contextmanager
def noted(folder: Path, url: str) -> Iterator[None]:
    """Note the page's address while it is open."""
    note = folder / _NOTE
    with replacing(note) as new:
        new.write_text(url, encoding="utf-8")
    try:
        yield
    finally:
        note.unlink(missing_ok=True)


def forget_address(folder: Path) -> None:
    """Remove the address of a demo that was killed; the folder must be held."""
    (folder / _NOTE).unlink(missing_ok=True)
