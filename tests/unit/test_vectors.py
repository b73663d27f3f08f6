import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from recsys.errors import InvalidVector
from recsys.types import Profile
from recsys.vectors import sparse_vector, taste_query

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
