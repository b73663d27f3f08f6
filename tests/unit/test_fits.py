import pytest
from hypothesis import given
from hypothesis import strategies as st

from recsys.fits import FIT_BARS, Fit, fit_bars, fit_word


@pytest.mark.parametrize(
    ("fit", "word", "bars"),
    [
        (0.0, Fit.WEAK, 0),
        (0.15, Fit.WEAK, 1),
        (0.34, Fit.WEAK, 1),
        (0.35, Fit.OKAY, 2),
        (0.74, Fit.OKAY, 3),
        (0.75, Fit.GOOD, 4),
        (0.95, Fit.GREAT, 5),
        (1.0, Fit.GREAT, 5),
    ],
)
def test_words_and_bars(fit, word, bars):
    assert (fit_word(fit), fit_bars(fit)) == (word, bars)


@given(st.floats(0, 1), st.floats(0, 1))
def test_a_word_never_contradicts_its_bars(one, other):
    low, high = sorted((one, other))
    assert fit_bars(low) <= fit_bars(high) <= len(FIT_BARS)
    words = list(Fit)
    assert words.index(fit_word(low)) <= words.index(fit_word(high))
