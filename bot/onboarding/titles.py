"""Four favourites, named in a form and confirmed one by one."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, Final

import discord

from bot.errors import MemberError, NoSuchFilm, SeveralFilms
from bot.films.buttons import LIT, UNLIT, Rate
from bot.films.find import OFFERED, film_label, find_film
from bot.films.lookup import look_up
from bot.services import Services, services_of
from bot.storage.types import Verdict
from bot.ui import limits
from bot.ui.control import Control, Interaction, Press, all_typed, button, view_of
from bot.ui.message import Message
from bot.ui.respond import acknowledge, show, think
from recsys.movies import Movie
from recsys.types import ItemId

FAVOURITES: Final = 4
_TITLE: Final = 100


class FavouritesForm(discord.ui.Modal):
    """Asks for titles; what is sent in comes to `bot.ui.control.take_form`."""

    def __init__(self) -> None:
        super().__init__(
            title="Your four favourites", timeout=600, custom_id=SendFavourites().custom_id
        )
        for number, example in enumerate(("The Matrix", "Amélie (2001)", "", "")):
            field: discord.ui.TextInput[Any] = discord.ui.TextInput(
                label="A film you love" if not number else "Another one",
                placeholder=f"As in {example}" if example else None,
                required=not number,
                max_length=_TITLE,
            )
            self.add_item(field)


@dataclass(frozen=True)
class NameFavourites(Press):
    """Ask the member for four favourites."""

    kind: ClassVar = "favourites"
    private: ClassVar = True

    async def press(self, interaction: Interaction) -> None:
        """Open the form."""
        await acknowledge(interaction, interaction.response.send_modal(FavouritesForm()))


@dataclass(frozen=True)
class SendFavourites(Press):
    """Find the films that were named, for the member to confirm."""

    kind: ClassVar = "four"
    private: ClassVar = True

    async def press(self, interaction: Interaction) -> None:
        """Offer them as buttons in a message of its own; nothing is saved before one is pressed."""
        titles = list(dict.fromkeys(all_typed(interaction)))[:FAVOURITES]
        if not titles:
            raise MemberError("No title came with that. Press **My four favourites** again.")
        services = services_of(interaction)
        profile = await services.storage.verdicts.profile(interaction.user.id)
        await think(interaction)
        meant = {title: await _meant(services, title) for title in titles}
        await show(interaction, _confirmation(meant, profile.likes))


@dataclass(frozen=True, slots=True)
class _Meant:
    """What a typed title may mean.

    Attributes:
        movies: likeliest first.
        known: whether one of them has that title; else they only come close.
    """

    movies: Sequence[Movie]
    known: bool = True


def _confirmation(meant: Mapping[str, _Meant], liked: Collection[ItemId]) -> Message:
    """Return a row of films for each title, of which the member presses those that are meant."""
    offered: set[ItemId] = set()
    controls: list[Control] = []
    close: list[str] = []
    lost: list[str] = []
    for row, (title, found) in enumerate(meant.items()):
        # A button stands once on a message.
        movies = [each for each in found.movies if each.id not in offered][:OFFERED]
        offered |= {movie.id for movie in movies}
        controls += [
            button(
                Rate(Verdict.LIKE, 0, movie.id),
                label=film_label(movie),
                style=LIT if movie.id in liked else UNLIT,
                row=row,
            )
            for movie in movies
        ]
        if not (movies and found.known):
            (close if movies else lost).append(f"“{limits.plain_clipped(title, _TITLE)}”")
    said = [
        "Press the films you meant. A green one is saved as 👍; press it again to remove it."
        if controls
        else "",
        f"I couldn't find {' or '.join(close)}; only what comes close is here." if close else "",
        f"I couldn't find {' or '.join(lost)}. `/rate` finds films while you type." if lost else "",
    ]
    return Message("\n".join(filter(None, said)), view=view_of(*controls) if controls else None)


async def _meant(services: Services, title: str) -> _Meant:
    """Return the films that a title may mean; OMDb's come first where the catalogue has none."""
    try:
        return _Meant([find_film(services.catalog, title)])
    except NoSuchFilm as none:
        found = (await look_up(services, title)).movies if services.facts.has_key else ()
        return _Meant([*found, *none.movies], known=bool(found))
    except SeveralFilms as several:
        return _Meant(several.movies)
