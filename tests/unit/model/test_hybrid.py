import numpy as np
import pytest

from recsys.model.hybrid import half_over_best


def test_the_best_of_a_part_is_a_half():
    scores = np.array([4.0, 2.0, -1.0])
    assert (scores * half_over_best(scores)).tolist() == pytest.approx([0.5, 0.25, -0.125])


@pytest.mark.parametrize("silent", [np.zeros(3), np.array([-1.0, -2.0, 0.0]), np.zeros(0)])
def test_a_part_without_anything_positive_is_silent(silent):
    assert half_over_best(silent) == 0
