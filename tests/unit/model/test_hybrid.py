import numpy as np
import pytest

from recsys.model.hybrid import blend


def test_each_half_is_scaled_by_its_own_maximum():
    neighbours, weights = blend(np.array([4.0, 2.0, 0.0]), np.array([0.1, -0.1, 0.2]))
    assert neighbours.tolist() == pytest.approx([0.5, 0.25, 0.0])
    assert weights.tolist() == pytest.approx([0.25, -0.25, 0.5])


@pytest.mark.parametrize("silent", [np.zeros(3), np.array([-1.0, -2.0, 0.0])])
def test_a_half_without_anything_positive_is_silent(silent):
    neighbours, weights = blend(silent, np.array([1.0, 0.0, 0.0]))
    assert not neighbours.any()
    assert weights.max() == 0.5
