"""``index.json``: what an index folder holds; written last, so that no unfinished index has one."""

import json
import os
from dataclasses import asdict, dataclass
from pathlib import Path

from recsys.errors import IndexDamaged, IndexMissing

_NAME = "index.json"
_REBUILD = "build the model again with `python -m recsys build`"


@dataclass(frozen=True, slots=True)
class Header:
    """What an index folder holds.

    Attributes:
        engine: version of Qdrant Edge that wrote it.
        build_id: the build whose vectors it holds.
        users: how many users it holds.
    """

    engine: str
    build_id: str
    users: int


def write(folder: Path, header: Header) -> None:
    """Write the header, whole or not at all."""
    draft = folder / f"{_NAME}.new"
    with draft.open("w", encoding="utf-8") as file:
        json.dump(asdict(header), file, indent=1)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(folder / _NAME)


def read(folder: Path) -> Header:
    """Return the header of a folder.

    Raises:
        IndexMissing: there is none: no index, or one whose build was interrupted.
        IndexDamaged: it can't be read.
    """
    try:
        fields = json.loads((folder / _NAME).read_text(encoding="utf-8"))
        return Header(str(fields["engine"]), str(fields["build_id"]), int(fields["users"]))
    except (FileNotFoundError, NotADirectoryError):
        raise IndexMissing(f"There is no finished index in {folder}: {_REBUILD}.") from None
    except (KeyError, TypeError, ValueError) as error:
        raise IndexDamaged(f"{folder / _NAME} can't be read: {_REBUILD}.") from error


def remove(folder: Path) -> None:
    """Remove the header: from now on there is no finished index."""
    (folder / _NAME).unlink(missing_ok=True)
