"""``index.json``: what an index folder holds, and whether it still does.

The engine opens a folder of which a part is missing without a word and answers from the rest, so
every file is checked before it sees them.
"""

import json
import os
import zlib
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

from recsys.errors import IndexDamaged, IndexMissing

SHARDS = ("users", "items")
_NAME = "index.json"
_REWRITTEN = "edge_config.json"  # by the engine, each time it opens a shard
_CHUNK = 1 << 20
_REBUILD = "build the model again with `python -m recsys build`"


@dataclass(frozen=True, slots=True)
class Manifest:
    """What an index folder holds.

    Attributes:
        engine: version of Qdrant Edge that wrote it.
        build_id: the build whose vectors it holds.
        users: number of user points.
        items: number of item points.
        files: CRC-32 of each file, by its path inside the folder.
    """

    engine: str
    build_id: str
    users: int
    items: int
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
            items=int(fields["items"]),
            files={str(name): int(crc) for name, crc in fields["files"].items()},
        )
    except (FileNotFoundError, NotADirectoryError):
        raise IndexMissing(f"There is no finished index in {folder}: {_REBUILD}.") from None
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise IndexDamaged(f"{folder / _NAME} can't be read: {_REBUILD}.") from error
    return manifest


def remove(folder: Path) -> None:
    """Declare that there is no finished index."""
    (folder / _NAME).unlink(missing_ok=True)


def checksums(folder: Path) -> dict[str, int]:
    """Return the CRC-32 of each of the shards' files."""
    files = (file for shard in SHARDS for file in (folder / shard).rglob("*") if file.is_file())
    return {
        file.relative_to(folder).as_posix(): _crc(file)
        for file in sorted(files)
        if file.name != _REWRITTEN
    }


def verify(folder: Path, manifest: Manifest) -> None:
    """Return when each file is what it was when it was written.

    Raises:
        IndexDamaged: it isn't; names the file.
    """
    for name, crc in manifest.files.items():
        file = folder / name
        try:
            intact = _crc(file) == crc
        except OSError as error:
            raise IndexDamaged(f"{file} can't be read ({error.strerror}): {_REBUILD}.") from error
        if not intact:
            raise IndexDamaged(f"{file} is damaged: {_REBUILD}.")


def _crc(file: Path) -> int:
    crc = 0
    with file.open("rb") as stream:
        while chunk := stream.read(_CHUNK):
            crc = zlib.crc32(chunk, crc)
    return crc
