"""Every error that ``recsys`` raises on purpose.

::

    RecsysError
    ├── UsageError    InvalidProfile, InvalidVector, UnknownTitle, AmbiguousTitle
    ├── DataError     DatasetNotFound, MalformedData, UnsafeArchive, DownloadFailed
    ├── ModelError    ModelNotFound, ModelDamaged, ModelOutdated, StoreBusy, StoreUnwritable
    ├── StorageFull
    └── IndexFault    IndexLocked, IndexMissing, IndexDamaged, IndexMismatch, IndexUnavailable,
                      IndexTimeout, IndexRefused, EngineUnsupported

Each message is one sentence that tells a person how to fix it. ``exit_code`` is what the command
line returns, a number of BSD's ``sysexits.h``.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import ClassVar


class RecsysError(Exception):
    """Base of every error raised on purpose; its text can be shown to anybody."""

    exit_code: ClassVar[int] = 70


class UsageError(RecsysError):
    """The request itself is wrong."""

    exit_code = 64


class InvalidProfile(UsageError):
    """A profile holds something other than movie ids with +1, −1 or 0."""


class InvalidVector(UsageError):
    """A sparse vector that no engine may see: empty, unsorted, repeated, uneven or not finite."""


class UnknownTitle(UsageError):
    """No film matches; ``candidates`` holds movie ids of films that come close, best first."""

    def __init__(self, message: str, *, candidates: Sequence[int] = ()) -> None:
        super().__init__(message)
        self.candidates = tuple(candidates)


class AmbiguousTitle(UsageError):
    """Several films match; ``candidates`` holds their movie ids, best first."""

    def __init__(self, message: str, *, candidates: Sequence[int]) -> None:
        super().__init__(message)
        self.candidates = tuple(candidates)


class DataError(RecsysError):
    """A data set can't be used."""

    exit_code = 65


class DatasetNotFound(DataError):
    """There is no such data set, or none at that path."""

    exit_code = 66


class MalformedData(DataError):
    """A file of a data set is wrong at a certain line (1-based; ``None``: the file as a whole)."""

    def __init__(self, file: Path | str, line: int | None, reason: str) -> None:
        where = f"{file}, line {line}" if line is not None else f"{file}"
        super().__init__(f"{where}: {reason}")
        self.file = str(file)
        self.line = line
        self.reason = reason


class UnsafeArchive(DataError):
    """A zip has members outside its folder, or unpacks to an absurd size."""


class DownloadFailed(DataError):
    """A release couldn't be fetched, or doesn't match its checksum."""

    exit_code = 69


class ModelError(RecsysError):
    """A built model can't be used."""

    exit_code = 65


class ModelNotFound(ModelError):
    """There is no built model there."""

    exit_code = 66


class ModelDamaged(ModelError):
    """A file of the model is missing, or isn't what was written."""


class ModelOutdated(ModelError):
    """The model was written by another version of the format; ``dataset`` names its release."""

    def __init__(self, message: str, *, dataset: str) -> None:
        super().__init__(message)
        self.dataset = dataset


class StoreBusy(ModelError):
    """Another build is being made in the same place."""

    exit_code = 75


class StoreUnwritable(ModelError):
    """The place for models isn't a folder, or can't be written to."""

    exit_code = 73


class StorageFull(RecsysError):
    """No space left while writing."""

    exit_code = 74


class IndexFault(RecsysError):
    """The engine can't answer."""

    exit_code = 69


class IndexLocked(IndexFault):
    """Another process has the embedded index open."""


class IndexMissing(IndexFault):
    """The index's files or collection are missing."""


class IndexDamaged(IndexFault):
    """The index is there and can't be read, or lacks points."""


class IndexMismatch(IndexFault):
    """The index belongs to another build or data set than the model."""


NOT_THERE = (IndexMissing, IndexMismatch, IndexDamaged)
"""What an index lacks until its build is uploaded."""


class IndexUnavailable(IndexFault):
    """The Qdrant server can't be reached."""


class IndexTimeout(IndexFault):
    """The Qdrant server didn't answer in time."""


class IndexRefused(IndexFault):
    """The Qdrant server refused the API key."""

    exit_code = 77


class EngineUnsupported(IndexFault):
    """There is no embedded engine for this platform."""
