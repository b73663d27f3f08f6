import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from recsys.model.ranking import top


@given(st.lists(st.sampled_from([-np.inf, 0.0, 1.0, 2.0]), max_size=30), st.integers(1, 12))
def test_the_top_is_sorted_by_score_then_column(values, n):
    scores = np.array(values, dtype=float)
    ranked = sorted((-s, at) for at, s in enumerate(values) if s > -np.inf)
    assert top(scores, n).tolist() == [at for _, at in ranked[:n]]
