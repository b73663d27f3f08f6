"""``index.json``: what an index folder holds, and whether it is still whole.

The engine opens a folder without a word even if a part is missing, and answers from the rest. So
every file is checked first.
"""

import errno
import json
import os
import sys
import zlib
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

from recsys.errors import IndexDamaged, IndexMissing

SHARD = "users"
"""The folder of the engine's own files, inside the index's folder."""

_NAME = "index.json"
_REWRITTEN = "edge_config.json"  # by the engine, each time it opens a shard
_CHUNK = 1 << 20
_ZEROS = bytes(_CHUNK)
_REBUILD = "build the model again with `python -m recsys build`"


@dataclass(frozen=True, slots=True)
class Manifest:
    """What an index folder holds.

    Attributes:
        engine: version of Qdrant Edge that wrote it.
        build_id: the build whose vectors it holds.
        users: how many users it holds.
        files: checksum of each file, by its path inside the folder.
    """

    engine: str
    build_id: str
    users: int
    files: Mapping[str, int]


def write(folder: Path, manifest: Manifest) -> None:
    """Write the manifest, whole or not at all."""
    draft = folder / f"{_NAME}.new"
    with draft.open("w", encoding="utf-8") as file:
        json.dump(asdict(manifest), file, indent=1)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(folder / _NAME)


def read(folder: Path) -> Manifest:
    """Return the manifest of a folder.

    Raises:
        IndexMissing: there is none: no index, or one whose build was interrupted.
        IndexDamaged: it can't be read.
    """
    try:
        fields = json.loads((folder / _NAME).read_text(encoding="utf-8"))
        manifest = Manifest(
            engine=str(fields["engine"]),
            build_id=str(fields["build_id"]),
            users=int(fields["users"]),
            files={str(name): int(crc) for name, crc in fields["files"].items()},
        )
    except (FileNotFoundError, NotADirectoryError):
        raise IndexMissing(f"There is no finished index in {folder}: {_REBUILD}.") from None
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise IndexDamaged(f"{folder / _NAME} can't be read: {_REBUILD}.") from error
    return manifest


def remove(folder: Path) -> None:
    """Remove the manifest: from now on there is no finished index."""
    (folder / _NAME).unlink(missing_ok=True)


def checksums(folder: Path) -> dict[str, int]:
    """Return the checksum of each of the engine's files."""
    return {
        file.relative_to(folder).as_posix(): _checksum(file)
        for file in sorted((folder / SHARD).rglob("*"))
        if file.is_file() and file.name != _REWRITTEN
    }


def verify(folder: Path, manifest: Manifest) -> None:
    """Check that each file is as it was written.

    Raises:
        IndexDamaged: names the file that isn't.
    """
    for name, crc in manifest.files.items():
        file = folder / name
        try:
            intact = _checksum(file) == crc
        except OSError as error:
            raise IndexDamaged(f"{file} can't be read ({error.strerror}): {_REBUILD}.") from error
        if not intact:
            raise IndexDamaged(f"{file} is damaged: {_REBUILD}.")


def _checksum(file: Path) -> int:
    """Return the CRC-32 of a file's length and of its chunks that are not all zeros.

    The engine makes its files tens of megabytes long and fills a fraction; where the file system
    can tell, the holes are not even read.
    """
    with file.open("rb", buffering=0) as stream:
        length = os.fstat(stream.fileno()).st_size
        crc = zlib.crc32(b"%d" % length)
        start = 0
        while (start := _next_data(stream.fileno(), start)) < length:
            stream.seek(start)
            chunk = stream.read(_CHUNK)
            if chunk != _ZEROS[: len(chunk)]:
                crc = zlib.crc32(chunk, zlib.crc32(b"%d" % start, crc))
            start += _CHUNK
    return crc


def _next_data(descriptor: int, start: int) -> int:
    """Return the start of the first chunk from ``start`` on that may hold anything."""
    if not hasattr(os, "SEEK_DATA"):
        return start
    try:
        return os.lseek(descriptor, start, os.SEEK_DATA) // _CHUNK * _CHUNK
    except OSError as error:
        if error.errno == errno.ENXIO:  # nothing but a hole up to the end
            return sys.maxsize
        raise
