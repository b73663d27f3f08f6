"""A page of a member's list, as text within Discord's limits."""

from datetime import UTC, datetime

import discord
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.films.own_lists import (
    ON_A_PAGE,
    SEARCH_TEXT,
    ListPage,
    MemberList,
    TurnPage,
    list_view,
    search_text,
    verdicts_embed,
    watchlist_embed,
)
from bot.storage.types import RatedFilm, Source, Verdict
from bot.ui import limits
from bot.ui.paging import page_at
from recsys.movies import Movie
from recsys.types import ItemId

NOON = datetime(2026, 1, 2, 12, tzinfo=UTC)

titles = st.text(max_size=300)
films = st.lists(
    st.tuples(titles, st.lists(st.text(max_size=30), max_size=5).map(tuple)), max_size=25
).map(lambda rows: [Movie(ItemId(n), t, 1999, g) for n, (t, g) in enumerate(rows, start=1)])


def rating(movie, verdict=Verdict.LIKE, source=Source.BUTTON):
    return RatedFilm(movie.id, verdict, source, NOON)


def test_a_line_says_what_how_and_when():
    heat = Movie(ItemId(6), "Heat", 1995)
    embed = verdicts_embed(page_at([heat], 0, ON_A_PAGE), {heat.id: rating(heat)})
    assert embed.description.startswith("👍 **Heat (1995)** · ")
    assert embed.description.endswith(f" <t:{int(NOON.timestamp())}:R>")
    assert embed.footer.text.startswith("1 film ")


@pytest.mark.parametrize("source", Source)
def test_every_source_has_words(source):
    heat = Movie(ItemId(6), "Heat", 1995)
    embed = verdicts_embed(page_at([heat], 0, ON_A_PAGE), {heat.id: rating(heat, source=source)})
    assert " <t:" in embed.description


def test_rated_films_of_a_watchlist_say_so():
    heat, alien = Movie(ItemId(6), "Heat", 1995, ("Crime",)), Movie(ItemId(7), "Alien", 1979)
    embed = watchlist_embed(page_at([heat, alien], 0, ON_A_PAGE), {alien.id: Verdict.DISLIKE})
    assert embed.description == "**Heat (1995)** · Crime\n**Alien (1979)** · 👎 rated"


@given(films, st.integers(0, 5), titles.map(search_text))
def test_any_titles_fit_and_bring_no_markdown_along(movies, number, search):
    page = page_at(movies, number, ON_A_PAGE)
    by_film = {movie.id: rating(movie) for movie in movies}
    for embed in (verdicts_embed(page, by_film, search), watchlist_embed(page, {})):
        assert len(embed) <= limits.ALL_EMBEDS // 1.5
        assert len(embed.title or "") <= limits.EMBED_TITLE
        assert "@everyone" not in str(embed.to_dict())
        assert len((embed.description or "").splitlines()) <= max(1, len(page.items))


@given(films.filter(bool), st.integers(0, 99_999), titles.map(search_text), st.booleans())
async def test_the_buttons_of_any_page_fit(movies, number, search, wanted):
    which = MemberList.WATCHLIST if wanted else MemberList.VERDICTS
    page = page_at(movies * 40, number, 2)
    view = list_view(ListPage(which, search, discord.Embed(), page))
    items = view.to_components()[0]["components"]
    ids = [each["custom_id"] for each in items]
    assert len(set(ids)) == len(ids)
    for custom_id in ids:
        assert len(custom_id.encode("utf-16-le")) / 2 <= limits.CUSTOM_ID
        press = TurnPage.parse(custom_id)
        assert press is not None
        assert press.search == search


@given(titles)
def test_a_search_is_one_short_line_and_stays_what_it_is(typed):
    search = search_text(typed)
    assert len(search) <= SEARCH_TEXT
    assert "\n" not in search
    assert search_text(search) == search


async def test_a_single_page_of_verdicts_has_no_buttons():
    page = page_at([Movie(ItemId(6), "Heat", 1995)], 0, ON_A_PAGE)
    assert list_view(ListPage(MemberList.VERDICTS, "", discord.Embed(), page)) is None


@pytest.mark.parametrize(
    ("number", "pages", "arrows"),
    [
        (0, 2, {"back": False, "next": True}),
        (1, 2, {"back": True, "next": False}),
        (0, 5, {"first": False, "back": False, "next": True, "last": True}),
        (4, 5, {"first": True, "back": True, "next": False, "last": False}),
    ],
)
async def test_arrows_that_lead_nowhere_are_off(number, pages, arrows):
    page = page_at([Movie(ItemId(6), "Heat", 1995)] * pages, number, 1)
    view = list_view(ListPage(MemberList.VERDICTS, "", discord.Embed(), page))
    shown = view.to_components()[0]["components"]
    assert {each["custom_id"].split(":")[2]: not each["disabled"] for each in shown} == arrows
