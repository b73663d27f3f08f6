"""Rows of a sparse matrix, against loops."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from recsys.model.user_knn import add_up
from recsys.rows import places

ROWS = st.lists(st.lists(st.tuples(st.integers(0, 8), st.floats(-5, 5)), max_size=6), max_size=5)


@given(ROWS)
def test_rows_are_added_up_each_times_its_factor(rows):
    numbers = [number for row in rows for number in row]
    factors = np.arange(1.0, len(rows) + 1)
    expected = np.zeros(9)
    for row, factor in zip(rows, factors, strict=True):
        for column, value in row:
            expected[column] += value * factor
    found = add_up(
        np.array([column for column, _ in numbers], dtype=np.int32),
        np.array([value for _, value in numbers]),
        np.array([len(row) for row in rows], dtype=np.int64),
        factors,
        9,
    )
    assert found.tolist() == pytest.approx(expected.tolist())


@given(st.sets(st.integers(0, 30)), st.lists(st.integers(0, 30)))
def test_places_say_where_values_stand_and_which_do(ascending, wanted):
    values = np.array(sorted(ascending), dtype=np.int64)
    at, known = places(values, np.array(wanted, dtype=np.int64))
    assert known.tolist() == [value in ascending for value in wanted]
    assert values[at[known]].tolist() == [value for value in wanted if value in ascending]
