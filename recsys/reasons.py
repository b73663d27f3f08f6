"""The evidence for a film as a sentence."""

from collections.abc import Callable
from dataclasses import replace
from typing import Final

from recsys.types import Evidence, EvidenceSource, ItemId

_FEW: Final = 1 / 3
"""The share of the neighbours below which a film is known to few."""


def explain(evidence: Evidence, title_of: Callable[[ItemId], str]) -> str:
    """Say the evidence in one sentence, without a full stop; `unnamed` leaves the titles out.

    Where few of the neighbours know a film, those count who have seen it.

    Args:
        evidence: of a recommendation.
        title_of: gives a film's title, with any markup its reader needs.
    """
    if evidence.source is EvidenceSource.POPULARITY:
        return (
            f"well loved: {evidence.likers:,} of the {evidence.raters:,} viewers who rated it gave "
            f"it 4★ or more{_mean(evidence)}"
        )
    likes = " and ".join(title_of(item) for item in evidence.because)
    because = f"because you like {likes}" if likes else ""
    counted = ""
    if evidence.likers and 1 < evidence.raters < _FEW * evidence.neighbours:
        counted = (
            f"loved by {evidence.likers} of the {evidence.raters} viewers like you who saw it"
            f"{_mean(evidence)}"
        )
    elif evidence.likers:
        counted = (
            f"{evidence.likers} of the {evidence.neighbours} viewers closest to you loved it"
            f"{_mean(evidence)}"
        )
    return ": ".join(filter(None, (because, counted))) or "close to films you like"


def _mean(evidence: Evidence) -> str:
    return "" if evidence.mean_stars is None else f" ({evidence.mean_stars:.1f}★)"


def unnamed(evidence: Evidence) -> Evidence:
    """Return the evidence without the member's films, for others to read."""
    return replace(evidence, because=(), contributions=())
