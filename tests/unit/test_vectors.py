import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from recsys.errors import InvalidVector
from recsys.types import Profile
from recsys.vectors import sparse_vector, sparse_vectors, taste_query

DIMENSIONS = st.integers(0, 2**32 - 1)
VALUES = st.floats(-1e30, 1e30, allow_nan=False)


@given(st.dictionaries(DIMENSIONS, VALUES, min_size=1, max_size=30))
def test_every_valid_input_becomes_sorted_and_keeps_its_values(given_values):
    vector = sparse_vector(list(given_values), list(given_values.values()))
    assert (np.diff(vector.indices.astype(np.int64)) > 0).all()
    assert vector.indices.dtype == np.uint32
    assert vector.values.dtype == np.float32
    for index, value in zip(vector.indices.tolist(), vector.values.tolist(), strict=True):
        assert value == np.float32(given_values[index])


@pytest.mark.parametrize(
    ("indices", "values"),
    [
        ([], []),
        ([1], [1.0, 2.0]),
        ([1, 1], [1.0, 2.0]),
        ([-1], [1.0]),
        ([2**32], [1.0]),
        ([1.5], [1.0]),
        ([1], [np.nan]),
        ([1], [np.inf]),
        ([1], [1e300]),
        ([[1]], [[1.0]]),
    ],
)
def test_no_engine_sees_an_invalid_vector(indices, values):
    with pytest.raises(InvalidVector):
        sparse_vector(indices, values)


ROWS = st.lists(
    st.dictionaries(DIMENSIONS, VALUES, min_size=1, max_size=6).map(lambda row: sorted(row.items()))
)


def flat(rows):
    bounds = np.cumsum([0, *map(len, rows)])
    pairs = [pair for row in rows for pair in row]
    indices = np.array([index for index, _ in pairs], dtype=np.int64)
    return bounds, indices, np.array([value for _, value in pairs], dtype=np.float64)


@given(ROWS)
def test_many_vectors_are_what_each_is_alone(rows):
    together = list(sparse_vectors(*flat(rows)))
    alone = [sparse_vector(*zip(*row, strict=True)) for row in rows]
    assert [v.indices.tolist() for v in together] == [v.indices.tolist() for v in alone]
    assert [v.values.tolist() for v in together] == [v.values.tolist() for v in alone]


@pytest.mark.parametrize(
    "rows",
    [
        [[(1, 1.0)], []],
        [[(1, 1.0)], [(2, 1.0), (2, 2.0)]],
        [[(1, 1.0)], [(3, 1.0), (2, 2.0)]],
        [[(-1, 1.0)]],
        [[(2**32, 1.0)]],
        [[(1, 1.0)], [(1, np.nan)]],
        [[(1, 1e300)]],
    ],
)
def test_one_bad_vector_among_many_is_seen(rows):
    with pytest.raises(InvalidVector):
        list(sparse_vectors(*flat(rows)))


def test_a_vector_can_not_be_changed_behind_the_engine():
    vector = sparse_vector([3, 1], [0.5, 2.0])
    with pytest.raises(ValueError, match="read-only"):
        vector.values[0] = np.nan


def test_the_query_is_signed_and_leaves_out_what_says_nothing():
    query = taste_query(Profile({7: 1, 3: -1, 5: 0}), dislike=-0.3)
    assert query is not None
    assert query.indices.tolist() == [3, 7]
    assert query.values.tolist() == pytest.approx([-0.3, 1.0])


def test_a_profile_without_signals_has_no_query():
    assert taste_query(Profile({5: 0}), dislike=-0.3) is None
