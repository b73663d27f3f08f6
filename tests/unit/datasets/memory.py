"""A source whose ratings are given as rows."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from recsys.datasets.types import Demographics, RatingChunk, RawMovie

Row = tuple[int, int, int, int]
"""User, item, half stars, time."""


@dataclass
class MemorySource:
    rows: Sequence[Row]
    item_ids: Sequence[int]
    chunk_rows: int = 3
    name: str = "in-memory"
    licence: str = "None."
    invented: bool = False
    size_hint: int | None = None
    people: Mapping[int, Demographics] = field(default_factory=dict)

    def movies(self) -> list[RawMovie]:
        return [RawMovie(item, f"Film {item} (1999)") for item in self.item_ids]

    def demographics(self) -> Mapping[int, Demographics]:
        return self.people

    def ratings(self) -> Iterator[RatingChunk]:
        for start in range(0, len(self.rows), self.chunk_rows):
            part = np.array(self.rows[start : start + self.chunk_rows], dtype=np.int64)
            yield RatingChunk(
                file="memory.csv",
                first_line=start + 2,
                user_ids=part[:, 0],
                item_ids=part[:, 1],
                half_stars=part[:, 2].astype(np.uint8),
                timestamps=part[:, 3],
            )
