"""Where a release lies, and its files as rows."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import IO, Final, TypeAlias

from recsys.datasets.files import Files
from recsys.datasets.text import columns, record, rows
from recsys.errors import MalformedData

_BEGINNING: Final = 2**16
"""Bytes that tell how long lines are."""

Row: TypeAlias = tuple[int, dict[str, str]]
"""The number of a line and its fields by the columns' names."""


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
        """Return the name of the folder, else that of what it lies in."""
        return self.names[0] or self.names[1]

    @property
    def names(self) -> tuple[str, str]:
        """Return the name of the folder, empty where there is none, and that of what it lies in."""
        path = self.files.path.resolve()
        outer = path.stem if path.suffix.lower() == ".zip" else path.name
        return self.prefix.rstrip("/").rpartition("/")[2], outer

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
    ) -> Iterator[Row]:
        """Yield the rows of a file without a header."""
        with self.open(file) as stream:
            for line, fields in rows(stream, self.label(file), encoding, separator):
                yield line, record(fields, names, self.label(file), line)

    def csv_records(self, file: str, encoding: str, needed: Sequence[str]) -> Iterator[Row]:
        """Yield the rows of a CSV file, whose header has at least the columns that are needed."""
        with self.open(file) as stream:
            numbered = rows(stream, self.label(file), encoding, ",")
            first, header = next(numbered, (1, []))
            names = columns(header, self.label(file), first, needed)
            for line, fields in numbered:
                yield line, record(fields, names, self.label(file), line)

    def about_lines(self, file: str) -> int | None:
        """Return about how many lines a file has, judged by its beginning."""
        with self.open(file) as stream:
            sample = stream.read(_BEGINNING)
        size = self.files.size(self.prefix + file)
        return size * sample.count(b"\n") // len(sample) if sample else None
