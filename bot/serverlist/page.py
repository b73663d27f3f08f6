"""The server's list as a message, a page at a time, for everybody to read and turn."""

from dataclasses import dataclass
from typing import ClassVar

import discord

from bot.errors import MemberError
from bot.films.actions import ACTIONS, Action
from bot.films.card import ACCENT
from bot.films.find import movie_of
from bot.films.own_lists import ON_A_PAGE, Arrow, arrows, film_line, page_embed
from bot.films.pick_menu import film_options
from bot.services import Services, services_of
from bot.storage.types import ServerFilm
from bot.ui.control import Interaction, Press, chosen, menu, view_of
from bot.ui.message import Message
from bot.ui.paging import Page, page_at
from bot.ui.respond import show
from recsys.movies import Movie
from recsys.types import ItemId

EMPTY = "This server's list is empty. Add the first film with `/list add`."


async def list_message(services: Services, guild_id: int, number: int = 0) -> Message:
    """Return a page of a server's list as it stands now; without controls if it's empty.

    ``number`` counts from 0, and the last page stands for any after it.
    """
    films = await services.storage.server_lists.films(guild_id)
    at = page_at(films, number, ON_A_PAGE)
    movies = tuple(movie_of(services.catalog, film.item_id) for film in at.items)
    if not films:
        return Message(embeds=[discord.Embed(description=EMPTY, colour=ACCENT)])
    page = Page(movies, at.number, at.pages, at.total)
    return Message(
        embeds=[list_embed(page, at.items)],
        view=view_of(
            *arrows(page, TurnServerList),
            menu(OpenListed(), film_options(movies), "Open a film"),
        ),
    )


def list_embed(page: Page[Movie], films: tuple[ServerFilm, ...]) -> discord.Embed:
    """Return a page of a server's list; ``films`` are those of the page."""
    lines = (
        film_line(movie, f"added by <@{film.added_by}>" if film.added_by else "")
        for movie, film in zip(page.items, films, strict=True)
    )
    return page_embed("📋 This server wants to watch", lines, page, "/list add adds one")


@dataclass(frozen=True)
class TurnServerList(Press):
    """Show another page of the server's list, as it is by then.

    Attributes:
        arrow: tells the buttons apart where two lead to the same page.
        number: the page, from 0.
    """

    kind: ClassVar = "server-turn"
    arrow: Arrow
    number: int

    async def press(self, interaction: Interaction) -> None:
        """Put the page in place of the old one."""
        if interaction.guild_id is None:
            raise MemberError("That only works in a server.")
        services = services_of(interaction)
        await show(interaction, await list_message(services, interaction.guild_id, self.number))


@dataclass(frozen=True)
class OpenListed(Press):
    """Show the film that is picked to whoever picks it."""

    kind: ClassVar = "server-open"

    async def press(self, interaction: Interaction) -> None:
        """Show it."""
        catalog = services_of(interaction).catalog
        movie = movie_of(catalog, ItemId(int(chosen(interaction))))
        await ACTIONS[Action.SHOW](interaction, movie)
