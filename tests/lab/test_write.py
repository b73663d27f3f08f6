from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from lab.generators.release import GeneratedSource
from lab.generators.write import write_csv
from recsys.datasets.collect import collect
from recsys.datasets.source import open_source
from recsys.datasets.types import RawMovie, Source
from tests.unit.datasets.memory import MemorySource
from tests.worlds import CampSource


@pytest.mark.parametrize("source", [GeneratedSource(300, 200, 6_000), CampSource()])
def test_what_is_written_is_read_again(source: Source, tmp_path: Path) -> None:
    write_csv(source, tmp_path / "new" / "release")
    written, read = collect(source), collect(open_source(tmp_path / "new" / "release"))

    assert read.movies == written.movies
    assert read.demographics == written.demographics
    for array in ("user_ids", "item_ids", "indptr", "columns", "half_stars", "last_year"):
        np.testing.assert_array_equal(getattr(read.ratings, array), getattr(written.ratings, array))


def test_lines_are_those_of_movielens(tmp_path: Path) -> None:
    class Source(MemorySource):
        def movies(self) -> list[RawMovie]:
            film = RawMovie(7, 'Say "Ahoy", Café (1999)', ("Drama", "War"), "tt0012345", 99)
            return [film, replace(film, item_id=8, title="Dot", genres=(), imdb_id=None)]

    write_csv(Source([(1, 7, 1, 0), (1, 8, 10, 2**32 - 1)], item_ids=[7, 8]), tmp_path)

    assert (tmp_path / "ratings.csv").read_bytes() == (
        b"userId,movieId,rating,timestamp\n1,7,0.5,0\n1,8,5.0,4294967295\n"
    )
    assert (tmp_path / "movies.csv").read_text("utf-8") == (
        'movieId,title,genres\n7,"Say ""Ahoy"", Café (1999)",Drama|War\n8,Dot,(no genres listed)\n'
    )
    assert (tmp_path / "links.csv").read_bytes() == (
        b"movieId,imdbId,tmdbId\n7,0012345,99\n8,,99\n"
    )
