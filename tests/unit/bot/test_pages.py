"""The words around a list of films, and the message that it becomes."""

import discord
import pytest

from bot.films.looks import Picture
from bot.films.request import Wish
from bot.films.suggest import Kind, Suggestions
from bot.recommend.lists import Page, headline, nothing_left
from bot.ui.control import empty_view
from recsys.types import ItemId


@pytest.mark.parametrize(
    ("kind", "said"),
    [
        (Kind.PERSONAL, "🍿 **For <@7>** · Drama"),
        (Kind.STARTERS, "🍿 **To start with, <@7>** · Drama\nI don't know your taste yet"),
        (Kind.STANDBY, "🍿 **Well loved** · Drama\nThe recommender can't be reached just now"),
    ],
)
def test_a_list_says_what_it_is_and_what_was_asked_for(kind, said):
    assert headline(7, Wish(genre="Drama"), kind).startswith(said)
    assert " · " not in headline(7, Wish(), kind).partition("\n")[0]


@pytest.mark.parametrize(
    ("wish", "easier", "first", "said"),
    [
        (Wish(), (), True, "No film is left. You know them all by now."),
        (Wish(), (), False, "No further film is left. You know them all by now."),
        (
            Wish(genre="War", first=2090),
            ("the genre War", "the first year 2090"),
            True,
            (
                "No film is left for “War · from 2090”. Try `/recommend` again without the genre "
                "War or without the first year 2090."
            ),
        ),
        (
            Wish(genre="War"),
            ("filters",),
            False,
            ("No further film is left for “War”. Try `/recommend` again without filters."),
        ),
    ],
)
def test_a_list_without_films_says_what_to_relax(wish, easier, first, said):
    assert nothing_left(wish, Suggestions(Kind.PERSONAL, (), easier), first=first) == said


async def test_a_page_is_sent_and_put_in_place_of_another():
    picture = Picture("poster-1.png", b"png", "A poster")
    page = Page("Films", [discord.Embed(title="1")], [picture], empty_view(), films=(ItemId(1),))
    sent, edited = page.sending(), page.editing()
    assert sent.keys() == {"content", "embeds", "files", "view"}
    assert edited.keys() == {"content", "embeds", "attachments", "view"}
    (first,), (second,) = sent["files"], edited["attachments"]
    assert first is not second
    assert first.description == second.description == "A poster"
    assert not page.is_empty


def test_a_page_without_films_clears_what_was_there():
    page = Page("Nothing.")
    assert page.is_empty
    assert page.sending() == {"content": "Nothing.", "embeds": []}
    assert page.editing() == {"content": "Nothing.", "embeds": [], "attachments": [], "view": None}
