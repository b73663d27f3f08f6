"""From the bytes of a file to texts, whatever the bytes are. Pure: nothing is written anywhere.

Memory is bounded by `MOST_TEXT`, whatever a zip claims about itself: what comes out of it is
counted while it comes.
"""

import codecs
import zlib
from collections.abc import Iterator
from io import BytesIO
from typing import Final
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from bot.errors import MemberError

MOST_BYTES: Final = 8 * 2**20
"""Of a file, before it's fetched. 50,000 rows have about 3 MiB; an export of ours, up to 8."""
MOST_TEXT: Final = 16 * 2**20
"""Bytes that come out of a zip, all files together."""
MOST_FILES: Final = 2_000
"""In a zip; Letterboxd writes one for each list."""

_ZIP: Final = b"PK\x03\x04"
_ENTRY: Final = b"PK\x01\x02"
"""What every entry of a zip's directory begins with."""
_ENCRYPTED: Final = 1
_DAMAGED: Final = (BadZipFile, zlib.error, EOFError, ValueError, NotImplementedError, OSError)
_TOO_LARGE: Final = (
    f"That file unpacks to more than {MOST_TEXT // 2**20} MiB. If it's a real export, unpack it "
    "and import its files one by one."
)


def texts(data: bytes, filename: str) -> Iterator[tuple[str, str]]:
    """Yield the texts of a file with their names, those of a zip with their path in it.

    What is no text, in a zip, is left out.

    Raises:
        MemberError: it is damaged, locked with a password, too large, or no text at all.
    """
    if data.startswith(_ZIP):
        yield from _of_zip(data)
        return
    text = _decoded(data)
    if text is None:
        raise MemberError(
            "That isn't a text file or a zip. `/import` without a file says where to get one."
        )
    yield filename, text


def _of_zip(data: bytes) -> Iterator[tuple[str, str]]:
    # Counted before the directory is read, which makes an object of every entry.
    if data.count(_ENTRY) > MOST_FILES:
        raise MemberError(f"That zip has more than {MOST_FILES:,} files in it.")
    room = MOST_TEXT
    try:
        with ZipFile(BytesIO(data)) as archive:
            for entry in archive.infolist():
                if entry.is_dir():
                    continue
                content = _unpacked(archive, entry, room)
                room -= len(content)
                text = _decoded(content)
                if text is not None:
                    yield entry.filename, text
    except _DAMAGED:
        raise MemberError("That zip is damaged. Please download it again.") from None


def _unpacked(archive: ZipFile, entry: ZipInfo, room: int) -> bytes:
    if entry.flag_bits & _ENCRYPTED:
        raise MemberError("That zip has a password. Please unpack it first.")
    if entry.compress_type not in {ZIP_STORED, ZIP_DEFLATED}:
        raise MemberError("I can't unpack that kind of zip. Please import its files one by one.")
    with archive.open(entry) as file:
        content = file.read(room + 1)
    if len(content) > room:
        raise MemberError(_TOO_LARGE)
    return content


def _decoded(data: bytes) -> str | None:
    """Return a text in UTF-8, UTF-16 with its mark, or what Windows writes; ``None`` if none."""
    utf_16 = data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    for encoding in ("utf-16",) if utf_16 else ("utf-8-sig", "cp1252"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        return None if "\0" in text else text
    return None
