"""The evidence for a film as a sentence."""

from collections.abc import Callable
from dataclasses import replace

from recsys.types import Evidence, EvidenceSource, ItemId


def explain(evidence: Evidence, title_of: Callable[[ItemId], str]) -> str:
    """Say the evidence in one sentence, without a full stop; `unnamed` leaves the titles out.

    Args:
        evidence: of a recommendation.
        title_of: gives a film's title, with any markup its reader needs.
    """
    likes = " and ".join(title_of(item) for item in evidence.because)
    match evidence.source:
        case EvidenceSource.NEIGHBOURS:
            most = f", most of all those who love {likes} like you" if likes else ""
            return f"{_counted(evidence)}{most}"
        case EvidenceSource.ITEM_WEIGHTS:
            said = f"because you like {likes}" if likes else "close to films you like"
            return f"{said}; {_counted(evidence)}" if evidence.likers else said
        case EvidenceSource.POPULARITY:
            return (
                f"well loved: {evidence.likers:,} of the {evidence.raters:,} viewers who rated it "
                f"gave it 4★ or more{_mean(evidence)}"
            )


def _counted(evidence: Evidence) -> str:
    return (
        f"{evidence.likers} of the {evidence.neighbours} viewers closest to you loved it"
        f"{_mean(evidence)}"
    )


def _mean(evidence: Evidence) -> str:
    return "" if evidence.mean_stars is None else f" ({evidence.mean_stars:.1f}★)"


def unnamed(evidence: Evidence) -> Evidence:
    """Return the evidence without the member's films, for others to read."""
    return replace(evidence, because=(), contributions=())
