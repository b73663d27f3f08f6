"""The members of the demo's server and their verdicts: four tastes, and somebody new."""

from collections.abc import Mapping
from dataclasses import dataclass

from bot.storage import Storage
from bot.storage.types import Source, Verdict
from recsys.catalog import Catalog
from recsys.errors import AmbiguousTitle, UnknownTitle


@dataclass(frozen=True, slots=True)
class Character:
    """A member of the demo's server.

    Attributes:
        name: what everybody sees.
        taste: in a few words.
        colour: of the picture beside the name.
        visible: whether the server may see the taste.
        likes: films as "Title (year)", found in the sample and in MovieLens alike.
        dislikes: the same.
        seen: watched, without liking or disliking them.
    """

    name: str
    taste: str
    colour: str
    visible: bool = False
    likes: tuple[str, ...] = ()
    dislikes: tuple[str, ...] = ()
    seen: tuple[str, ...] = ()

    def verdicts(self) -> list[tuple[str, Verdict]]:
        """Return what they told the bot, in the order they told it."""
        return [
            *((title, Verdict.SEEN) for title in self.seen),
            *((title, Verdict.DISLIKE) for title in self.dislikes),
            *((title, Verdict.LIKE) for title in self.likes),
        ]


# Discord ids follow from the order: newcomers go to the end, or what is stored changes owners.
CAST = (
    Character(
        name="Ana",
        taste="science fiction that makes you think",
        colour="#3d7ea6",
        visible=True,
        likes=(
            "Blade Runner (1982)",
            "Alien (1979)",
            "The Matrix (1999)",
            "Arrival (2016)",
            "2001: A Space Odyssey (1968)",
            "Children of Men (2006)",
            "Gattaca (1997)",
            "Moon (2009)",
            "The Terminator (1984)",
        ),
        dislikes=("Titanic (1997)", "Notting Hill (1999)", "Battlefield Earth (2000)"),
        seen=("Avatar (2009)",),
    ),
    Character(
        name="Ben",
        taste="crime, hard-boiled or funny",
        colour="#b5533c",
        visible=True,
        likes=(
            "Pulp Fiction (1994)",
            "Fargo (1996)",
            "Goodfellas (1990)",
            "Heat (1995)",
            "Reservoir Dogs (1992)",
            "Seven (1995)",
            "The Big Lebowski (1998)",
            "Chinatown (1974)",
        ),
        dislikes=("The Sound of Music (1965)", "Twilight (2008)", "Shrek (2001)"),
        seen=("The Departed (2006)",),
    ),
    Character(
        name="Chiara",
        taste="love stories, the more singing the better",
        colour="#c2678d",
        likes=(
            "Amélie (2001)",
            "When Harry Met Sally... (1989)",
            "Singin' in the Rain (1952)",
            "Moulin Rouge! (2001)",
            "Before Sunrise (1995)",
            "Casablanca (1942)",
            "Love Actually (2003)",
            "La La Land (2016)",
        ),
        dislikes=("Saw (2004)", "Alien (1979)", "Reservoir Dogs (1992)"),
        seen=("Titanic (1997)",),
    ),
    Character(
        name="Dev",
        taste="animation and big adventures",
        colour="#5f8f4e",
        visible=True,
        likes=(
            "Spirited Away (2001)",
            "My Neighbor Totoro (1988)",
            "Toy Story (1995)",
            "Up (2009)",
            "The Incredibles (2004)",
            "Raiders of the Lost Ark (1981)",
            "The Princess Bride (1987)",
            "How to Train Your Dragon (2010)",
        ),
        dislikes=("Saw (2004)", "Requiem for a Dream (2000)"),
        seen=("Shrek (2001)", "Finding Nemo (2003)"),
    ),
    Character(name="Noor", taste="new here, nothing rated yet", colour="#8a6fb0"),
)
_DONE = "demo cast"


async def seed(
    storage: Storage, catalog: Catalog, guild_id: int, member_ids: Mapping[Character, int]
) -> None:
    """Save the cast's verdicts and visibility at the first start; visitors may change them later.

    Films that the catalogue lacks are left out.
    """
    if await storage.state.get(_DONE) is not None:
        return
    for character, member_id in member_ids.items():
        for title, verdict in character.verdicts():
            try:
                movie = catalog.resolve(title)
            except (UnknownTitle, AmbiguousTitle):
                continue
            await storage.verdicts.rate(member_id, movie.id, verdict, Source.COMMAND)
        await storage.visibility.set(guild_id, member_id, character.visible)
    await storage.state.set(_DONE, "here")
