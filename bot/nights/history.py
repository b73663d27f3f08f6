"""What a server has watched. Pure."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from bot.nights.types import Night
from bot.ui import limits
from bot.ui.times import stamp


def history_text(nights: Sequence[Night], titles: Mapping[int, str], page: int) -> str:
    """Return a line a night, newest first.

    Args:
        nights: that were watched.
        titles: of their films by the id of the night, made harmless.
        page: which page this is, from 1 on.
    """
    if not nights:
        if page > 1:
            return "That is further back than there were movie nights."
        return "Nothing yet. `/movienight start` begins the first."
    lines = []
    for night in nights:
        when = _when(night)
        liked = sum(night.liked.values())
        lines.append(
            f"{stamp(when, 'D')} · **{titles.get(night.id, 'a film')}** · "
            f"👍 {liked} 👎 {len(night.liked) - liked} of {len(night.members)}"
        )
    return limits.lines_within(lines, limits.EMBED_DESCRIPTION)


def _when(night: Night) -> datetime:
    """Return when it was watched: at its time, or before if somebody said so."""
    known = [night.options.starts_at, night.watched_at]
    return min((moment for moment in known if moment is not None), default=night.created_at)
