"""The colours of a poster."""

from dataclasses import dataclass

from bot.posters.artwork.canvas import Colour, colour


@dataclass(frozen=True, slots=True)
class Palette:
    """Six colours that go together.

    Attributes:
        top: of the sky.
        bottom: of the sky.
        ink: the block below with the title, and silhouettes.
        paper: the lettering, and what is lightest.
        sun: what the eye falls on.
        spark: a second accent.
    """

    top: Colour
    bottom: Colour
    ink: Colour
    paper: Colour
    sun: Colour
    spark: Colour


def palette(top: str, bottom: str, ink: str, paper: str, sun: str, spark: str) -> Palette:
    """Return a palette of colour codes."""
    return Palette(*(colour(code) for code in (top, bottom, ink, paper, sun, spark)))
