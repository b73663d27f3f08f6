"""How well a film fits, in words and small bars, without showing what a member keeps hidden.

A fit is a share of the member's best film, and such shares fall quickly: on MovieLens latest-small
the tenth best film of a member has 0.65 on average, the 50th 0.34, the 200th 0.14 of 9,700. The
blocks tell those places apart, and each number of blocks has one word.
"""

from collections.abc import Collection, Mapping
from typing import Final

_BLOCKS: Final = (0.05, 0.15, 0.35, 0.6, 0.85)
"""From which fit on there is one block more; from the second on a fit is okay, good, great."""
_WORDS: Final = ("weak", "weak", "okay", "good", "great", "great")
_GOOD: Final = _BLOCKS[2]
_NAMED: Final = 6
"""Members who are named with a bar of their own; more would fill the message."""
_CROWD: Final = 2
"""So many hidden members are a group in which nobody can be told apart."""


def bar(fit: float) -> str:
    """Return a fit of 0 … 1 as five blocks."""
    full = _blocks(fit)
    return "▰" * full + "▱" * (len(_BLOCKS) - full)


def word(fit: float) -> str:
    """Return a fit of 0 … 1 in a word."""
    return _WORDS[_blocks(fit)]


def own_fit(fit: float) -> str:
    """Return a member's own fit, for their eyes alone."""
    return f"{bar(fit)} {word(fit)} fit for you"


def group_lines(fits: Mapping[int, float | None], visible: Collection[int]) -> list[str]:
    """Return what everybody may read about a film's fits.

    A member who shows their taste in this server has a line; all others are only part of the
    group. Where one member alone is hidden, they are no part of it, for it would give them away.

    Args:
        fits: by member; ``None`` for members without taste.
        visible: members who show their taste in this server.
    """
    known = {member: fit for member, fit in fits.items() if fit is not None}
    shown = {member: fit for member, fit in known.items() if member in visible}
    hidden = len(known) - len(shown)
    lines = []
    if hidden == 0 or hidden >= _CROWD:
        lines += [_group(list(known.values()), "everyone")] if known else []
    elif len(shown) > 1:
        lines.append(_group(list(shown.values()), "everyone who shows their taste"))
    named = sorted(shown.items(), key=lambda pair: (-pair[1], pair[0]))[:_NAMED]
    lines += [f"<@{member}> {bar(fit)} {word(fit)}" for member, fit in named]
    rest = [
        f"{len(shown) - len(named)} more" if len(shown) > len(named) else "",
        f"{hidden} with a hidden taste" if hidden else "",
    ]
    if shown and any(rest):
        lines.append(f"and {', '.join(filter(None, rest))}")
    return lines


def _group(fits: list[float], all_of_them: str) -> str:
    mean, worst = sum(fits) / len(fits), min(fits)
    good = sum(fit >= _GOOD for fit in fits)
    return f"{bar(mean)} {_for_how_many(good, len(fits), all_of_them)}; at worst {word(worst)}"


def _for_how_many(good: int, members: int, all_of_them: str) -> str:
    if good == members:
        return f"a good fit for {all_of_them}"
    if good == 0:
        return f"a compromise for {all_of_them}"
    return f"a good fit for {good} of {members}"


def _blocks(fit: float) -> int:
    return sum(fit >= least for least in _BLOCKS)
