"""Where a release lies, and what all releases that are read from files have in common."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import IO, ClassVar, Final

from recsys.datasets.files import Files
from recsys.datasets.releases import UNKNOWN_LICENCE, recognise
from recsys.datasets.text import columns, record, rows
from recsys.errors import MalformedData

_SAMPLE_BYTES: Final = 2**16


@dataclass(frozen=True, slots=True)
class Place:
    """The folder of a release among files.

    Attributes:
        files: where it lies.
        prefix: its folder there, with a ``/`` at the end unless empty.
    """

    files: Files
    prefix: str

    @property
    def name(self) -> str:
        """Return the release's name if it is a published one, else that of the folder or zip."""
        path = self.files.path.resolve()
        outer = path.stem if path.suffix.lower() == ".zip" else path.name
        inner = self.prefix.rstrip("/").rpartition("/")[2]
        known = recognise(inner) or recognise(outer)
        return known.name if known else inner or outer

    @property
    def licence(self) -> str:
        """Return the terms of use."""
        known = recognise(self.name)
        return known.licence if known else UNKNOWN_LICENCE

    def has(self, file: str) -> bool:
        """Return whether the release has that file."""
        return self.prefix + file in self.files.names()

    def label(self, file: str) -> str:
        """Return how messages call a file."""
        return str(self.files.path / self.prefix / file)

    @contextmanager
    def open(self, file: str) -> Iterator[IO[bytes]]:
        """Open a file for reading.

        Raises:
            MalformedData: the release lacks it.
        """
        if not self.has(file):
            raise MalformedData(self.label(file), None, "the release lacks this file.")
        with self.files.open(self.prefix + file) as stream:
            yield stream

    def records(
        self, file: str, encoding: str, separator: str, names: Sequence[str]
    ) -> Iterator[tuple[int, dict[str, str]]]:
        """Yield the rows of a file without a header, each with its line, by the columns' names."""
        with self.open(file) as stream:
            for line, fields in rows(stream, self.label(file), encoding, separator):
                yield line, record(fields, names, self.label(file), line)

    def csv_records(
        self, file: str, encoding: str, needed: Sequence[str]
    ) -> Iterator[tuple[int, dict[str, str]]]:
        """Yield the rows of a CSV file, each with its line, by the columns' names."""
        with self.open(file) as stream:
            numbered = rows(stream, self.label(file), encoding, ",")
            first, header = next(numbered, (1, []))
            names = columns(header, self.label(file), first, needed)
            for line, fields in numbered:
                yield line, record(fields, names, self.label(file), line)

    def about_ratings(self, file: str) -> int | None:
        """Return the published number of ratings, else one judged by the file's beginning."""
        if known := recognise(self.name):
            return known.ratings
        with self.open(file) as stream:
            sample = stream.read(_SAMPLE_BYTES)
        size = self.files.size(self.prefix + file)
        return size * sample.count(b"\n") // len(sample) if sample else None


@dataclass(frozen=True, slots=True)
class FileRelease:
    """What every release that is read from files answers in the same way.

    Attributes:
        place: where it lies.
        invented: whether the ratings are made up; files are taken at their word.
    """

    ratings_file: ClassVar[str]

    place: Place
    invented: bool = False

    @property
    def name(self) -> str:
        """Return the release's name."""
        return self.place.name

    @property
    def licence(self) -> str:
        """Return the terms of use."""
        return self.place.licence

    @property
    def size_hint(self) -> int | None:
        """Return about how many ratings there are."""
        return self.place.about_ratings(self.ratings_file)
