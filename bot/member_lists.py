"""A member's own lists, a page at a time: their verdicts, and their watchlist."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

import discord

from bot import limits
from bot.cards import ACCENT
from bot.films import movie_of
from bot.opinions import EMOJI
from bot.own_films import matching
from bot.paging import Leaf, leaf
from bot.services import Services
from bot.storage.types import Opinion, Rating, Source
from recsys.catalog import Catalog
from recsys.movies import Movie
from recsys.types import ItemId

ON_A_PAGE = 10
SEARCH_TEXT = 36
"""Characters of a search: it stands in the ``custom_id`` of the buttons."""

NO_VERDICTS = (
    "You have not told me about any film yet. `/recommend` shows you some to press 👍 👎 or 👀 "
    "on, and `/rate` takes any film by its title."
)
NO_WATCHLIST = (
    "Your watchlist is empty. Press 🔖 under any film, or name one with `/watchlist add`."
)

_TITLE = 120
_GENRES = 60
_HOW = {
    Source.COMMAND: "by command",
    Source.BUTTON: "by button",
    Source.REACTION: "by reaction",
    Source.IMPORT: "imported",
    Source.DECK: "at the start",
    Source.NIGHT: "after a movie night",
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
        leaf: the films on it.
    """

    which: MemberList
    search: str
    embed: discord.Embed
    leaf: Leaf[Movie]


def search_text(typed: str) -> str:
    """Return what is searched for as it can stand in a ``custom_id``: one short line."""
    line = " ".join("".join(c if c.isprintable() else " " for c in typed).split())
    return line[:SEARCH_TEXT].rstrip()


async def page_of(
    services: Services, which: MemberList, member_id: int, number: int = 0, search: str = ""
) -> ListPage:
    """Return a page of a member's list as it stands now.

    Args:
        services: the open resources.
        which: the list.
        member_id: whose it is.
        number: which page, from 0; the last one where there are fewer.
        search: words of the titles that are wanted, as `search_text` returns them.
    """
    match which:
        case MemberList.VERDICTS:
            return await _verdicts(services, member_id, number, search)
        case MemberList.WATCHLIST:
            return await _watchlist(services, member_id, number, search)


async def _verdicts(services: Services, member_id: int, number: int, search: str) -> ListPage:
    ratings = await services.storage.verdicts.ratings(member_id)
    by_film = {rating.item_id: rating for rating in ratings}
    page = await _leaf(services.recommender.catalog, list(by_film), number, search)
    embed = verdicts_embed(page, by_film, search) if ratings else _empty(NO_VERDICTS)
    return ListPage(MemberList.VERDICTS, search, embed, page)


async def _watchlist(services: Services, member_id: int, number: int, search: str) -> ListPage:
    items = await services.storage.watchlists.items(member_id)
    opinions = await services.storage.verdicts.opinions(member_id)
    page = await _leaf(services.recommender.catalog, items, number, search)
    embed = watchlist_embed(page, opinions) if items else _empty(NO_WATCHLIST)
    return ListPage(MemberList.WATCHLIST, search, embed, page)


async def _leaf(catalog: Catalog, items: Sequence[ItemId], number: int, search: str) -> Leaf[Movie]:
    if search:
        return leaf(await matching(catalog, items, search), number, ON_A_PAGE)
    at = leaf(items, number, ON_A_PAGE)
    movies = tuple(movie_of(catalog, item_id) for item_id in at.items)
    return Leaf(movies, at.number, at.pages, at.total)


def verdicts_embed(
    page: Leaf[Movie], by_film: Mapping[ItemId, Rating], search: str = ""
) -> discord.Embed:
    """Return a page of verdicts, each with how and when it was given."""
    if search and not page.items:
        asked = limits.plain_clipped(search, _TITLE)
        return _empty(f"None of the {len(by_film):,} films that you rated is called “{asked}”.")
    title = f"Your films with “{limits.plain(search)}”" if search else "Your films"
    lines = (_verdict_line(movie, by_film[movie.id]) for movie in page.items)
    return _listed(title, "\n".join(lines), _footer(page, "/profile remove takes one away"))


def watchlist_embed(page: Leaf[Movie], opinions: Mapping[ItemId, Opinion]) -> discord.Embed:
    """Return a page of a watchlist; films that are rated by now bear their verdict."""
    lines = (_wanted_line(movie, opinions.get(movie.id)) for movie in page.items)
    footer = _footer(page, "/watchlist pick chooses one for you")
    return _listed("🔖 Your watchlist", "\n".join(lines), footer)


def _verdict_line(movie: Movie, rating: Rating) -> str:
    when = discord.utils.format_dt(rating.rated_at, "R")
    return f"{EMOJI[rating.opinion]} **{_name(movie)}** · {_HOW[rating.source]} {when}"


def _wanted_line(movie: Movie, opinion: Opinion | None) -> str:
    genres = limits.plain_clipped(", ".join(movie.genres), _GENRES)
    rated = f"{EMOJI[opinion]} rated" if opinion else ""
    return " · ".join(part for part in (f"**{_name(movie)}**", genres, rated) if part)


def _name(movie: Movie) -> str:
    return limits.plain_clipped(movie.display, _TITLE)


def _footer(page: Leaf[Movie], advice: str) -> str:
    films = f"{page.total:,} film{'s' * (page.total != 1)}"
    place = [f"Page {page.number + 1} of {page.pages}"] if page.pages > 1 else []
    return " · ".join([*place, films, advice])


def _listed(title: str, text: str, footer: str) -> discord.Embed:
    embed = discord.Embed(
        title=limits.clip(title, limits.EMBED_TITLE),
        description=limits.clip(text, limits.EMBED_DESCRIPTION),
        colour=ACCENT,
    )
    return embed.set_footer(text=footer)


def _empty(sentence: str) -> discord.Embed:
    return discord.Embed(description=sentence, colour=ACCENT)
