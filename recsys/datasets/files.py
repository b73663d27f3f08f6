"""The files of a release: in a folder, or in a zip, which is read without unpacking it."""

import stat
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path, PureWindowsPath
from typing import IO, Final, Protocol

from recsys.errors import DatasetNotFound, MalformedData, UnsafeArchive

_MAX_MEMBERS: Final = 10_000
_MAX_UNPACKED: Final = 16 * 2**30
"""Bytes; the largest release unpacks to about 2 GiB, genome scores included."""
_MAX_RATIO: Final = 100
"""Releases are packed four to eight times smaller."""
_HARMLESS: Final = 2**20
"""Bytes up to which no ratio is absurd."""
_ENCRYPTED: Final = 0x1
_READABLE: Final = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
"""The other methods unpack in one go, whatever the size turns out to be."""
_DAMAGE: Final = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    # What `zipfile` lets through: flags and methods it doesn't know, names in no encoding.
    NotImplementedError,
    UnicodeDecodeError,
)


class Files(Protocol):
    """Where the files of a release are; names have ``/`` between their parts."""

    @property
    def path(self) -> Path:
        """Return the folder or zip."""

    def names(self) -> list[str]:
        """Return the names of all files, relative to the path."""

    def size(self, name: str) -> int:
        """Return the number of bytes of a file, unpacked."""

    def open(self, name: str) -> AbstractContextManager[IO[bytes]]:
        """Open a file for reading; whatever goes wrong while it is open is a `DataError`."""


class FolderFiles:
    """The files of a folder and of the folders in it.

    Raises:
        DatasetNotFound: a file can't be read.
    """

    def __init__(self, path: Path) -> None:
        self.path = path

    def names(self) -> list[str]:
        """Return the names of all files, relative to the path."""
        found = (path for pattern in ("*", "*/*") for path in self.path.glob(pattern))
        return sorted(path.relative_to(self.path).as_posix() for path in found if path.is_file())

    def size(self, name: str) -> int:
        """Return the number of bytes of a file."""
        return (self.path / name).stat().st_size

    @contextmanager
    def open(self, name: str) -> Iterator[IO[bytes]]:
        """Open a file for reading."""
        try:
            with (self.path / name).open("rb") as stream:
                yield stream
        except OSError as error:
            raise DatasetNotFound(
                f"{self.path / name} can't be read ({error.strerror}): check its permissions."
            ) from error


class ZipFiles:
    """The files of a zip.

    Raises:
        UnsafeArchive: a name that leads outside, a link, a repeated or encrypted member, an absurd
            number of members, size or ratio.
        MalformedData: not a zip, or a damaged or incomplete one.
        DatasetNotFound: the zip can't be read.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        with _faults(path), zipfile.ZipFile(path) as archive:
            members = archive.infolist()
        _check_together(path, members)
        for member in members:
            _check_one(path, member)
        self._sizes = {
            member.filename: member.file_size for member in members if not member.is_dir()
        }

    def names(self) -> list[str]:
        """Return the names of all files, relative to the path."""
        return sorted(self._sizes)

    def size(self, name: str) -> int:
        """Return the number of bytes of a file, unpacked."""
        return self._sizes[name]

    @contextmanager
    def open(self, name: str) -> Iterator[IO[bytes]]:
        """Open a file for reading; it is unpacked while it is read."""
        with (
            _faults(self.path / name),
            zipfile.ZipFile(self.path) as archive,
            archive.open(name) as stream,
        ):
            yield stream


@contextmanager
def _faults(path: Path) -> Iterator[None]:
    try:
        yield
    except _DAMAGE as error:
        raise MalformedData(
            path, None, "the zip is damaged or incomplete; download it again."
        ) from error
    except OSError as error:
        # A damaged zip may also send the reader to an impossible place in the file.
        raise DatasetNotFound(
            f"{path} can't be read ({error.strerror}): check that it is whole and yours to read."
        ) from error


def _check_together(path: Path, members: Sequence[zipfile.ZipInfo]) -> None:
    if len(members) > _MAX_MEMBERS:
        raise UnsafeArchive(f"{path} has {len(members):,} members: that isn't a MovieLens release.")
    unpacked = sum(member.file_size for member in members)
    if unpacked > _MAX_UNPACKED:
        raise UnsafeArchive(
            f"{path} unpacks to {unpacked / 2**30:,.0f} GiB: that isn't a MovieLens release."
        )
    if len({member.filename for member in members}) < len(members):
        raise UnsafeArchive(f"{path} has two members of the same name: download it again.")


def _check_one(path: Path, member: zipfile.ZipInfo) -> None:
    reason = _objection(member)
    if reason:
        raise UnsafeArchive(
            f"{path} isn't a MovieLens release: its member {member.filename!r} {reason}."
        )


def _objection(member: zipfile.ZipInfo) -> str | None:
    """Return what is wrong with a member, judged by the zip's own directory."""
    # Windows' rules know both kinds of slash and drives, so they refuse more.
    place = PureWindowsPath(member.filename)
    objections = (
        (not member.filename, "has no name"),
        (place.anchor, "has an absolute name"),
        (".." in place.parts, "leads outside the archive"),
        (stat.S_ISLNK(member.external_attr >> 16), "is a link"),
        (member.flag_bits & _ENCRYPTED, "is encrypted"),
        (member.compress_type not in _READABLE, "is packed by another method than deflate"),
        (
            member.file_size > max(_HARMLESS, _MAX_RATIO * member.compress_size),
            f"claims to be packed more than {_MAX_RATIO} times smaller",
        ),
    )
    return next((reason for applies, reason in objections if applies), None)
