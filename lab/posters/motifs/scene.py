"""What a motif is, and the list of them all."""

from collections.abc import Callable
from dataclasses import dataclass
from random import Random
from typing import Final, Literal, TypeAlias

from lab.posters.canvas import Canvas, Colour, colour


@dataclass(frozen=True, slots=True)
class Tint:
    """Six colours that go together.

    Attributes:
        top: of the ground.
        bottom: of the ground.
        ink: the darkest; silhouettes.
        paper: the lightest.
        sun: what the eye falls on.
        spark: a second accent.
    """

    top: Colour
    bottom: Colour
    ink: Colour
    paper: Colour
    sun: Colour
    spark: Colour


def tints(*rows: str) -> tuple[Tint, ...]:
    """Return palettes, each written as six colour codes in the order of `Tint`."""
    return tuple(Tint(*map(colour, row.split())) for row in rows)


Draw: TypeAlias = Callable[[Canvas, Tint, Random], None]
Edge: TypeAlias = Literal["head", "foot"]
Align: TypeAlias = Literal["left", "centre"]


@dataclass(frozen=True, slots=True)
class Motif:
    """A picture for films of one genre.

    Attributes:
        genre: of MovieLens; "" is for films without one.
        shows: the picture in words.
        edge: where the title goes: above 215, or below 385.
        align: how its lines stand.
        draw: draws it on an empty canvas.
    """

    genre: str
    shows: str
    edge: Edge
    align: Align
    draw: Draw

    @property
    def name(self) -> str:
        """Return the name of the picture's files, without the palette's number."""
        return self.draw.__name__.replace("_", "-")


MOTIFS: Final[list[Motif]] = []


def motif(
    genre: str, shows: str, *, edge: Edge = "foot", align: Align = "left"
) -> Callable[[Draw], Draw]:
    """Enter a function that draws into `MOTIFS`."""

    def enter(draw: Draw) -> Draw:
        MOTIFS.append(Motif(genre, shows, edge, align, draw))
        return draw

    return enter
