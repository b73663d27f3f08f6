"""How well a film suits somebody, in the same words wherever a night says it. Pure."""

from collections.abc import Mapping
from typing import Final, NamedTuple

from recsys.fits import FIT_BARS, Fit, fit_bars, fit_word


class FitWords(NamedTuple):
    """What is said of a fit.

    Attributes:
        own: to its member.
        of: of others, with ``{}`` for their names.
        theirs: whether those names are in the possessive.
    """

    own: str
    of: str
    theirs: bool


FIT_WORDS: Final[Mapping[Fit, FitWords]] = {
    Fit.GREAT: FitWords("your kind of film", "🎯 {} kind of film", theirs=True),
    Fit.GOOD: FitWords("good for you", "good for {}", theirs=False),
    Fit.OKAY: FitWords("fine for you", "fine for {}", theirs=False),
    Fit.WEAK: FitWords("not your thing", "not {} thing", theirs=True),
}
"""Best first."""


def own_words(fit: float) -> str:
    """Return a member's own fit in words, for their eyes alone."""
    return FIT_WORDS[fit_word(fit)].own


def own_fit(fit: float) -> str:
    """Return a member's own fit in bars and words, for their eyes alone."""
    full = fit_bars(fit)
    return f"{'▰' * full}{'▱' * (len(FIT_BARS) - full)} {own_words(fit)}"
