from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from recsys.datasets.collect import collect
from recsys.datasets.types import Dataset, Demographics
from recsys.errors import MalformedData
from recsys.types import MAX_ID
from tests.unit.datasets.memory import MemorySource, Row

_ITEMS = (1, 5, 260, MAX_ID)
_rows = st.lists(
    st.tuples(
        st.sampled_from([1, 2, 7, MAX_ID]),
        st.sampled_from(_ITEMS),
        st.integers(1, 10),
        st.sampled_from([0, 1, 946_684_799, 946_684_800, 2**32 - 1]),
    ),
    min_size=1,
    max_size=40,
)


def _as_dict(dataset: Dataset) -> dict[tuple[int, int], int]:
    ratings = dataset.ratings
    found = {}
    for row, user in enumerate(ratings.user_ids):
        columns, half_stars = ratings.row(row)
        assert (columns[1:] > columns[:-1]).all()
        items = ratings.item_ids[columns]
        found |= {(user, item): int(h) for item, h in zip(items, half_stars, strict=True)}
    assert len(found) == len(ratings)
    return found


@given(rows=_rows, chunk_rows=st.integers(1, 50))
def test_every_pair_keeps_its_newest_rating(rows: list[Row], chunk_rows: int) -> None:
    newest: dict[tuple[int, int], tuple[int, int]] = {}
    latest: dict[int, int] = {}
    for user, item, half_stars, time in rows:
        if (user, item) not in newest or time >= newest[user, item][0]:
            newest[user, item] = (time, half_stars)
        latest[user] = max(time, latest.get(user, 0))

    dataset = collect(MemorySource(rows, _ITEMS, chunk_rows))

    assert _as_dict(dataset) == {pair: half_stars for pair, (_, half_stars) in newest.items()}
    assert dataset.duplicates == len(rows) - len(newest)
    assert dataset.ratings.user_ids.tolist() == sorted(latest)
    assert dataset.ratings.last_year.tolist() == [
        datetime.fromtimestamp(latest[user], UTC).year if latest[user] else 0
        for user in sorted(latest)
    ]


@given(rows=_rows, chunk_rows=st.integers(1, 50))
def test_order_of_rows_is_no_matter(rows: list[Row], chunk_rows: int) -> None:
    distinct = list({row[:2]: row for row in rows}.values())
    shuffled = _as_dict(collect(MemorySource(distinct, _ITEMS, chunk_rows)))
    assert shuffled == _as_dict(collect(MemorySource(sorted(distinct), _ITEMS)))


def test_movies_stand_in_the_order_of_the_columns_rated_or_not() -> None:
    dataset = collect(MemorySource([(1, 9, 8, 0)], item_ids=[9, 4, 6]))
    assert [movie.item_id for movie in dataset.movies] == [4, 6, 9]
    assert dataset.ratings.item_ids.tolist() == [4, 6, 9]
    assert dataset.ratings.columns.tolist() == [2]


def test_what_the_source_says_of_itself_is_kept() -> None:
    people = {3: Demographics(age=25, gender="F", occupation="12")}
    source = MemorySource(
        [(3, 1, 8, 0)], [1], name="x", licence="Mine.", invented=True, people=people
    )
    dataset = collect(source)
    assert (dataset.name, dataset.licence, dataset.invented) == ("x", "Mine.", True)
    assert dataset.demographics == people


def test_progress_counts_every_row_read() -> None:
    steps: list[int] = []
    rows = [(1, 1, 8, 0), (1, 1, 9, 0), (2, 1, 8, 0), (3, 1, 2, 0)]
    collect(MemorySource(rows, [1], chunk_rows=3), on_progress=steps.append)
    assert steps == [3, 1]


def test_rating_of_an_unknown_movie_names_its_line() -> None:
    rows = [(1, 1, 8, 0), (1, 2, 8, 0), (2, 1, 8, 0), (2, 3, 8, 0)]
    with pytest.raises(MalformedData, match=r"memory\.csv, line 5: movie 3 isn't in") as caught:
        collect(MemorySource(rows, item_ids=[1, 2, 4]))
    assert caught.value.line == 5


def test_release_without_ratings_or_movies_is_refused() -> None:
    with pytest.raises(MalformedData, match="holds no ratings"):
        collect(MemorySource([], [1]))
    with pytest.raises(MalformedData, match="lists no movies"):
        collect(MemorySource([(1, 1, 8, 0)], []))
