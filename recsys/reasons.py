"""The evidence for a film as a sentence."""

from collections.abc import Callable
from dataclasses import replace

from recsys.types import Evidence, EvidenceSource, ItemId

_NAMED = 2
"""Titles in a sentence."""


def explain(evidence: Evidence, title_of: Callable[[ItemId], str], viewers: str) -> str:
    """Say the evidence in one sentence, without a full stop; `unnamed` leaves the titles out.

    Args:
        evidence: of a recommendation.
        title_of: gives a film's title, with any markup its reader needs.
        viewers: how to call the model's users: `ModelMeta.viewers`.
    """
    match evidence.source:
        case EvidenceSource.NEIGHBOURS:
            return _say_neighbours(evidence, title_of, viewers)
        case EvidenceSource.ITEM_WEIGHTS:
            likes = _and(evidence.because, title_of)
            said = f"because you liked {likes}" if likes else "close to films you like"
            return f"{said}; {_counted(evidence, viewers)}" if evidence.likers else said
        case EvidenceSource.POPULARITY:
            return (
                f"well loved: {evidence.likers:,} of {evidence.raters:,} {viewers} who "
                f"rated it gave 4★ or more{_mean(evidence)}"
            )


def _say_neighbours(evidence: Evidence, title_of: Callable[[ItemId], str], viewers: str) -> str:
    said = _counted(evidence, viewers)
    if evidence.shared_likes:
        said += f"; they also loved {_and(evidence.shared_likes, title_of)}"
    return said


def _counted(evidence: Evidence, viewers: str) -> str:
    return (
        f"{evidence.likers} of your {evidence.neighbours} closest {viewers} loved it"
        f"{_mean(evidence)}"
    )


def _mean(evidence: Evidence) -> str:
    return "" if evidence.mean_stars is None else f" ({evidence.mean_stars:.1f}★)"


def _and(items: tuple[ItemId, ...], title_of: Callable[[ItemId], str]) -> str:
    return " and ".join(title_of(item) for item in items[:_NAMED])


def unnamed(evidence: Evidence) -> Evidence:
    """Return the evidence without the member's likes, for others to read."""
    return replace(evidence, shared_likes=(), because=())
