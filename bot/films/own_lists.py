"""A member's own lists, a page at a time: the films they rated, and their watchlist."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar, Final

import discord

from bot.films.actions import Action
from bot.films.card import ACCENT
from bot.films.find import movie_of, search_own
from bot.films.pick_menu import pick_menu
from bot.films.verdict_words import EMOJI
from bot.services import Services, services_of
from bot.storage.types import RatedFilm, Source, Verdict
from bot.ui import limits
from bot.ui.control import Control, Interaction, Press, button, view_of
from bot.ui.message import with_attached
from bot.ui.paging import Page, page_at
from bot.ui.respond import acknowledge
from recsys.catalog import Catalog
from recsys.movies import Movie
from recsys.types import ItemId

ON_A_PAGE = 10
SEARCH_TEXT = 36
"""Characters of a search: it stands in the ``custom_id`` of the buttons."""

NO_VERDICTS = (
    "You haven't rated any films yet. `/start` asks you about a few, and `/rate` takes any film by "
    "its title."
)
NO_WATCHLIST = (
    "Your watchlist is empty. Press 🔖 under any film, `/recommend` has some for you, or use "
    "`/watchlist add`."
)

_TITLE = 120
_GENRES = 60
_HOW = {
    Source.COMMAND: "by command",
    Source.BUTTON: "by button",
    Source.REACTION: "by reaction",
    Source.NIGHT: "after a movie night",
    Source.DECK: "in /start",
    Source.IMPORT: "imported",
}


class MemberList(StrEnum):
    """Which list; its value stands in ``custom_id``."""

    VERDICTS = "verdicts"
    WATCHLIST = "watchlist"


@dataclass(frozen=True, slots=True)
class ListPage:
    """A page of a list.

    Attributes:
        which: the list.
        search: what its films are called; empty for all.
        embed: how it looks; a sentence on what to do when nothing stands on it.
        films: what stands on it.
    """

    which: MemberList
    search: str
    embed: discord.Embed
    films: Page[Movie]


def search_text(typed: str) -> str:
    """Return a search as it can stand in a ``custom_id``: one short line."""
    line = " ".join("".join(c if c.isprintable() else " " for c in typed).split())
    return line[:SEARCH_TEXT].rstrip()


async def page_of(
    services: Services, which: MemberList, member_id: int, number: int = 0, search: str = ""
) -> ListPage:
    """Return a page of a member's list as it stands now.

    ``number`` counts from 0, and the last page stands for any after it; ``search`` has words of
    the titles that are wanted, as `search_text` returns them.
    """
    storage, catalog = services.storage, services.catalog
    match which:
        case MemberList.VERDICTS:
            by_film = {rated.item_id: rated for rated in await storage.verdicts.rated(member_id)}
            page = await _films(catalog, list(by_film), number, search)
            embed = verdicts_embed(page, by_film, search) if by_film else _empty(NO_VERDICTS)
        case MemberList.WATCHLIST:
            items = await storage.watchlists.items(member_id)
            verdicts = await storage.verdicts.of(member_id)
            page = await _films(catalog, items, number, search)
            embed = watchlist_embed(page, verdicts) if items else _empty(NO_WATCHLIST)
    return ListPage(which, search, embed, page)


async def _films(
    catalog: Catalog, items: Sequence[ItemId], number: int, search: str
) -> Page[Movie]:
    if search:
        return page_at(await search_own(catalog, items, search), number, ON_A_PAGE)
    at = page_at(items, number, ON_A_PAGE)
    movies = tuple(movie_of(catalog, item_id) for item_id in at.items)
    return Page(movies, at.number, at.pages, at.total)


def verdicts_embed(
    page: Page[Movie], by_film: Mapping[ItemId, RatedFilm], search: str = ""
) -> discord.Embed:
    """Return a page of verdicts, each with how and when it was given."""
    if search and not page.items:
        asked = limits.plain_clipped(search, _TITLE)
        return _empty(
            f"None of the {len(by_film):,} films you've rated matches “{asked}”. `/profile films` "
            "lists them all, and `/rate` adds one."
        )
    title = f"Your films matching “{limits.plain(search)}”" if search else "Your films"
    lines = (_verdict_line(movie, by_film[movie.id]) for movie in page.items)
    return page_embed(title, lines, page, "/profile remove deletes one")


def watchlist_embed(page: Page[Movie], verdicts: Mapping[ItemId, Verdict]) -> discord.Embed:
    """Return a page of a watchlist; films that are rated by now show their verdict."""
    lines = (
        film_line(movie, f"{EMOJI[verdicts[movie.id]]} rated" if movie.id in verdicts else "")
        for movie in page.items
    )
    return page_embed("🔖 Your watchlist", lines, page, "/watchlist pick picks one for you")


def _verdict_line(movie: Movie, rating: RatedFilm) -> str:
    when = discord.utils.format_dt(rating.rated_at, "R")
    return f"{EMOJI[rating.verdict]} **{_name(movie)}** · {_HOW[rating.source]} {when}"


def film_line(movie: Movie, remark: str = "") -> str:
    """Return a film in a line, with its genres and a remark."""
    genres = limits.plain_clipped(", ".join(movie.genres), _GENRES)
    return " · ".join(part for part in (f"**{_name(movie)}**", genres, remark) if part)


def _name(movie: Movie) -> str:
    return limits.plain_clipped(movie.display, _TITLE)


def _footer(page: Page[Movie], advice: str) -> str:
    films = f"{page.total:,} film{'s' * (page.total != 1)}"
    place = [f"Page {page.number + 1} of {page.pages}"] if page.pages > 1 else []
    return " · ".join([*place, films, advice])


def page_embed(title: str, lines: Iterable[str], page: Page[Movie], advice: str) -> discord.Embed:
    """Return a page of films, a line each, with its place in the whole list and some advice."""
    embed = discord.Embed(
        title=limits.clip(title, limits.EMBED_TITLE),
        description=limits.clip("\n".join(lines), limits.EMBED_DESCRIPTION),
        colour=ACCENT,
    )
    return embed.set_footer(text=_footer(page, advice))


def _empty(sentence: str) -> discord.Embed:
    return discord.Embed(description=sentence, colour=ACCENT)


class Arrow(StrEnum):
    """The arrows under a list."""

    FIRST = "first"
    BACK = "back"
    NEXT = "next"
    LAST = "last"


_ARROWS: Final = {Arrow.FIRST: "⏮️", Arrow.BACK: "◀️", Arrow.NEXT: "▶️", Arrow.LAST: "⏭️"}
_MANY: Final = 3
"""With more pages than this, there are arrows to the first and the last one."""


@dataclass(frozen=True)
class TurnPage(Press):
    """Show another page of the member's list, as it is by then.

    Attributes:
        which: the list.
        arrow: tells the buttons apart where two lead to the same page.
        number: the page, from 0.
        search: words of the titles that are wanted.
    """

    kind: ClassVar = "turn"
    private: ClassVar = True
    which: MemberList
    arrow: Arrow
    number: int
    search: str

    async def press(self, interaction: Interaction) -> None:
        """Put the page in place of the old one; what stands above it stays."""
        page = await page_of(
            services_of(interaction), self.which, interaction.user.id, self.number, self.search
        )
        # The picture above is attached already, so this is only part of a message.
        assert interaction.message is not None
        embeds = [*with_attached(interaction.message)[:-1], page.embed]
        turned = interaction.response.edit_message(embeds=embeds, view=list_view(page))
        await acknowledge(interaction, turned)


def list_view(page: ListPage) -> discord.ui.View | None:
    """Return what belongs under a page: its arrows, and for a watchlist a menu of its films."""
    controls = arrows(
        page.films, lambda arrow, number: TurnPage(page.which, arrow, number, page.search)
    )
    if page.which is MemberList.WATCHLIST and page.films.items:
        controls.append(pick_menu(Action.SHOW, page.films.items, "Open a film"))
    return view_of(*controls) if controls else None


def arrows(at: Page[Movie], turn: Callable[[Arrow, int], Press]) -> list[Control]:
    """Return buttons to the pages around this one, if there are any; ``turn`` shows a page."""
    if at.pages == 1:
        return []
    ways = {
        Arrow.BACK: (max(at.number - 1, 0), not at.is_first),
        Arrow.NEXT: (min(at.number + 1, at.pages - 1), not at.is_last),
    }
    if at.pages > _MANY:
        ends = (0, not at.is_first), (at.pages - 1, not at.is_last)
        ways = {Arrow.FIRST: ends[0], **ways, Arrow.LAST: ends[1]}
    return [
        button(turn(arrow, number), emoji=_ARROWS[arrow], disabled=not possible)
        for arrow, (number, possible) in ways.items()
    ]
