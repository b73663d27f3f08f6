"""``manifest.json``: the checksum of every file of a build.

A damaged array answers wrongly without a word, and so does the engine with a part of its files. So
each time a build is opened, every file is read once and compared before anything is taken from it.
The checksum is CRC-32: it finds every damage of up to 32 bits in a row and all but one in four
billion of the others, at 2 GB a second and core. It's no protection against people who mean harm.
"""

import errno
import json
import os
import sys
import zlib
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path

from recsys.errors import ModelDamaged
from recsys.index.edge.lock import LOCK

_NAME = "manifest.json"
_UNLISTED = (_NAME, LOCK)
_CHUNK = 1 << 20
_ZEROS = bytes(_CHUNK)
_REBUILD = "build the model again with `python -m recsys build`"


def write(folder: Path) -> None:
    """Write the manifest of all files that a build's folder has now.

    Raises:
        OSError: a file can't be read, or the manifest can't be written.
    """
    names = sorted(
        file.relative_to(folder).as_posix()
        for file in folder.rglob("*")
        if file.is_file() and file.name not in _UNLISTED
    )
    # zlib and reading release the interpreter.
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        checksums = pool.map(_checksum, [folder / name for name in names])
        files = dict(zip(names, checksums, strict=True))
    content = json.dumps({"checksum": _of_list(files), "files": files}, indent=1)
    (folder / _NAME).write_text(content, encoding="utf-8")


def verify(folder: Path, *names: str) -> None:
    """Check that files of a build are as they were written: those named, or else all of them.

    Raises:
        ModelDamaged: names the file that isn't.
    """
    files = _read(folder)
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        for _ in pool.map(partial(_compare, folder, files), names or files):
            pass


def _compare(folder: Path, files: Mapping[str, int], name: str) -> None:
    file = folder / name
    try:
        checksum = _checksum(file)
    except OSError as error:
        raise ModelDamaged(f"{file} can't be read ({error.strerror}): {_REBUILD}.") from error
    if checksum != files.get(name):
        raise ModelDamaged(f"{file} is damaged: {_REBUILD}.")


def _read(folder: Path) -> Mapping[str, int]:
    """Return the checksum of each file, by its path inside the folder."""
    file = folder / _NAME
    try:
        content = json.loads(file.read_text(encoding="utf-8"))
        files: dict[str, int] = content["files"]
        intact = content["checksum"] == _of_list(files)
    except OSError as error:
        raise ModelDamaged(f"{file} can't be read ({error.strerror}): {_REBUILD}.") from error
    except (KeyError, TypeError, ValueError) as error:
        raise ModelDamaged(f"{file} is damaged: {_REBUILD}.") from error
    if not intact:
        raise ModelDamaged(f"{file} is damaged: {_REBUILD}.")
    return files


def _of_list(files: Mapping[str, int]) -> int:
    return zlib.crc32(json.dumps(files).encode())


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
