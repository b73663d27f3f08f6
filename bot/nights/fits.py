"""How well a film fits, in words and small bars, without showing what a member keeps hidden.

A fit is a share of the member's best film, and such shares fall quickly: on MovieLens latest-small
the tenth best film of a member has 0.65 on average, the 50th 0.34, the 200th 0.14 of 9,700. The
words and the blocks tell those places apart.
"""

import math
from collections.abc import Collection, Mapping
from typing import Final

_STEPS: Final = 5
_WORDS: Final = ((0.6, "great"), (0.35, "good"), (0.15, "okay"), (0.0, "weak"))
_GOOD: Final = 0.35
_NAMED: Final = 6
"""Members who are named with a bar of their own; more would fill the message."""
_CROWD: Final = 2
"""So many hidden members are a group in which nobody can be told apart."""


def bar(fit: float) -> str:
    """Return a fit of 0 … 1 as five blocks."""
    full = round(math.sqrt(min(max(fit, 0.0), 1.0)) * _STEPS)
    return "▰" * full + "▱" * (_STEPS - full)


def word(fit: float) -> str:
    """Return a fit of 0 … 1 in a word."""
    return next(name for least, name in _WORDS if fit >= least or least == 0.0)


def own_fit(fit: float) -> str:
    """Return a member's own fit, for their eyes alone."""
    return f"{bar(fit)} {word(fit)} fit for you"


def group_lines(fits: Mapping[int, float | None], visible: Collection[int]) -> list[str]:
    """Return what everybody may read about a film's fits.

    A member who shows their taste in this server has a line; all others are only part of the
    group. Where one member alone is hidden, the group says nothing, for it would give them away.

    Args:
        fits: by member; ``None`` for members without taste.
        visible: members who show their taste in this server.
    """
    known = {member: fit for member, fit in fits.items() if fit is not None}
    shown = {member: fit for member, fit in known.items() if member in visible}
    hidden = len(known) - len(shown)
    lines = []
    if known and (hidden == 0 or hidden >= _CROWD):
        lines.append(_group(list(known.values())))
    named = sorted(shown.items(), key=lambda pair: (-pair[1], pair[0]))[:_NAMED]
    lines += [f"<@{member}> {bar(fit)} {word(fit)}" for member, fit in named]
    if shown and hidden:
        lines.append(f"and {hidden} who keep{'s' if hidden == 1 else ''} their taste hidden")
    return lines


def _group(fits: list[float]) -> str:
    mean, worst = sum(fits) / len(fits), min(fits)
    good = sum(fit >= _GOOD for fit in fits)
    return f"{bar(mean)} {_for_how_many(good, len(fits))}; at worst {word(worst)}"


def _for_how_many(good: int, members: int) -> str:
    if good == members:
        return "a good fit for everybody"
    if good == 0:
        return "a compromise for everybody"
    return f"a good fit for {good} of {members}"
