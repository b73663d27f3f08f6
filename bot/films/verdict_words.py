"""Verdicts as people see them: emoji, words, and the sentence that acknowledges one."""

from typing import Final

from bot.storage.types import Change, Reaction, Verdict
from bot.ui.limits import plain_clipped
from recsys.movies import Movie

EMOJI: Final = {
    Verdict.LIKE: "👍",
    Verdict.DISLIKE: "👎",
    Verdict.SEEN: "👀",
    Verdict.NOT_INTERESTED: "🙅",
}

SAID: Final = {
    Verdict.LIKE: "you like",
    Verdict.DISLIKE: "you dislike",
    Verdict.SEEN: "you've seen",
    Verdict.NOT_INTERESTED: "you're not interested in",
}

_ALREADY: Final = {
    Verdict.LIKE: "You already like",
    Verdict.DISLIKE: "You already dislike",
    Verdict.SEEN: "You've already seen",
    Verdict.NOT_INTERESTED: "You're already not interested in",
}

_BY_EMOJI: Final = {
    "👍": Verdict.LIKE,
    "❤": Verdict.LIKE,
    "👎": Verdict.DISLIKE,
    "👀": Verdict.SEEN,
}
_VARIANTS: Final = dict.fromkeys([0xFE0F, *range(0x1F3FB, 0x1F400)])
"""Code points that only change how an emoji looks: as a picture, and its skin tone."""
_AS_PICTURE: Final = {0xFE0F: None}
"""Sometimes there and sometimes not for one and the same reaction."""

_TITLE = 200


def reaction_verdict(emoji: str) -> Reaction | None:
    """Return the verdict of a reaction; ``None`` for an emoji that means none.

    Every skin tone is a reaction of its own.
    """
    verdict = _BY_EMOJI.get(emoji.translate(_VARIANTS))
    return None if verdict is None else Reaction(verdict, emoji.translate(_AS_PICTURE))


def bold(movie: Movie) -> str:
    """Return the film as it is named inside a sentence."""
    return f"**{plain_clipped(movie.display, _TITLE)}**"


def acknowledge(movie: Movie, said: Verdict, change: Change | None) -> str:
    """Return the sentence that tells a member what is saved now.

    ``change`` is what their verdict changed; ``None`` when it was saved already.
    """
    if change is None:
        return f"{EMOJI[said]} {_ALREADY[said]} {bold(movie)}."
    if change.before is not None:
        return (
            f"{EMOJI[said]} Changed: {SAID[said]} {bold(movie)} "
            f"(it was {EMOJI[change.before]} before)."
        )
    return f"{EMOJI[said]} Saved: {SAID[said]} {bold(movie)}."


def acknowledge_undo(movie: Movie, change: Change) -> str:
    """Return the sentence after an undo or a removal."""
    if change.after is None:
        return f"↩️ Removed: you have no rating for {bold(movie)} any more."
    return f"↩️ Undone: {SAID[change.after]} {bold(movie)} again."
