"""Every error that ``recsys`` raises on purpose.

::

    RecsysError
    ├── UsageError              the request itself is wrong
    │   ├── InvalidProfile      not movie ids with +1, −1 or 0
    │   ├── InvalidVector       a vector that no engine may see
    │   ├── UnknownTitle        no film of that name (carries suggestions)
    │   └── AmbiguousTitle      several films of that name (carries them)
    ├── DataError               a data set can't be used
    │   ├── DatasetNotFound     nothing there, or not a MovieLens release
    │   ├── MalformedData       file, line and reason
    │   ├── UnsafeArchive       a zip that tries something
    │   └── DownloadFailed      no network, wrong checksum, server trouble
    ├── ModelError              a built model can't be used
    │   ├── ModelNotFound
    │   ├── ModelDamaged
    │   ├── ModelOutdated       written by another version of the format
    │   ├── StoreBusy           another build is being made there
    │   └── StoreUnwritable     no folder, or no right to write into it
    ├── StorageFull             no space left while writing
    └── IndexFault              the engine can't answer
        ├── IndexLocked         another process has the folder open
        ├── IndexMissing        files or collection are not there
        ├── IndexDamaged        files are there and can't be read
        ├── IndexMismatch       index and model belong to different builds
        ├── IndexUnavailable    server down or unreachable
        ├── IndexTimeout        no answer in time
        ├── IndexRefused        wrong or missing API key
        └── EngineUnsupported   no engine for this platform or version

The message is one sentence for a person and names the fix. ``exit_code`` is what the command line
returns; the numbers are those of BSD ``sysexits.h``.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import ClassVar


class RecsysError(Exception):
    """Base of every error raised on purpose; its text is fit to be shown to a person."""

    exit_code: ClassVar[int] = 70


class UsageError(RecsysError):
    """The request itself is wrong."""

    exit_code = 64


class InvalidProfile(UsageError):
    """A profile holds something other than movie ids with +1, −1 or 0."""


class InvalidVector(UsageError):
    """A sparse vector is not sorted, unique, finite, non-empty and of equal lengths."""


class UnknownTitle(UsageError):
    """No film matches; ``suggestions`` holds display titles that come close, best first."""

    def __init__(self, message: str, *, suggestions: Sequence[str] = ()) -> None:
        super().__init__(message)
        self.suggestions = tuple(suggestions)


class AmbiguousTitle(UsageError):
    """Several films match; ``candidates`` holds their movie ids, best first."""

    def __init__(self, message: str, *, candidates: Sequence[int]) -> None:
        super().__init__(message)
        self.candidates = tuple(candidates)


class DataError(RecsysError):
    """A data set can't be used."""

    exit_code = 65


class DatasetNotFound(DataError):
    """There is no such data set, or the path holds none."""

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
    """A zip file has members outside its folder, or unpacks to an absurd size."""


class DownloadFailed(DataError):
    """A release could not be fetched, or isn't what its checksum says."""

    exit_code = 69


class ModelError(RecsysError):
    """A built model can't be used."""

    exit_code = 65


class ModelNotFound(ModelError):
    """There is no built model at that place."""

    exit_code = 66


class ModelDamaged(ModelError):
    """A file of the model is missing or unreadable."""


class ModelOutdated(ModelError):
    """The model was written by another version of the format; ``dataset`` names its release."""

    def __init__(self, message: str, *, dataset: str) -> None:
        super().__init__(message)
        self.dataset = dataset


class StoreBusy(ModelError):
    """Another build is being made in the same place."""

    exit_code = 75


class StoreUnwritable(ModelError):
    """The place for models is no folder, or may not be written to."""

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
    """The index's files or collection are not there."""


class IndexDamaged(IndexFault):
    """The index's files are there and can't be read."""


class IndexMismatch(IndexFault):
    """The index belongs to another build or data set than the model."""


class IndexUnavailable(IndexFault):
    """The Qdrant server can't be reached."""


class IndexTimeout(IndexFault):
    """The Qdrant server did not answer in time."""


class IndexRefused(IndexFault):
    """The Qdrant server refused the API key."""

    exit_code = 77


class EngineUnsupported(IndexFault):
    """There is no embedded engine for this platform."""
