import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from recsys.rows import spans
from tests.worlds import random_ratings

SPANS = st.lists(st.tuples(st.integers(0, 50), st.integers(0, 6)), max_size=10)


@given(SPANS)
def test_spans_follow_one_another(pairs):
    values = np.arange(60) * 3
    expected = [3 * (start + step) for start, length in pairs for step in range(length)]
    starts = np.array([start for start, _ in pairs], dtype=np.int64)
    ends = starts + np.array([length for _, length in pairs], dtype=np.int64)
    found = spans(values, starts, ends)
    assert found.tolist() == expected
    assert found.dtype == values.dtype


@given(st.sets(st.integers(0, 39)))
def test_selected_users_keep_their_ratings(rows):
    ratings = random_ratings(seed=3)
    chosen = np.array(sorted(rows), dtype=np.int64)
    part = ratings.select_users(chosen)
    assert part.user_ids.tolist() == ratings.user_ids[chosen].tolist()
    for new, old in enumerate(chosen.tolist()):
        for mine, theirs in zip(part.row(new), ratings.row(old), strict=True):
            assert mine.tolist() == theirs.tolist()


def test_rows_are_found_by_user_id():
    ratings = random_ratings(seed=3)
    assert ratings.rows_of(np.array([5, 1, 40])).tolist() == [4, 0, 39]
    assert len(ratings) == ratings.row_lengths().sum()
