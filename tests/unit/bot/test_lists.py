"""The words around a list of films, and the message that it becomes."""

import discord
import pytest

from bot.films.request import Request
from bot.films.suggest import Kind, Suggestions
from bot.recommend.lists import headline, nothing_left
from bot.ui.control import view_of
from bot.ui.message import Message, Picture


@pytest.mark.parametrize(
    ("kind", "said"),
    [
        (Kind.PERSONAL, "🍿 **For <@7>** · Drama"),
        (Kind.STARTERS, "🍿 **To start with, <@7>** · Drama\nI don't know your taste yet"),
        (Kind.STANDBY, "🍿 **Well loved** · Drama\nThe recommender can't be reached just now"),
    ],
)
def test_a_list_says_what_it_is_and_what_was_asked_for(kind, said):
    assert headline(7, Request(genre="Drama"), kind).startswith(said)
    assert " · " not in headline(7, Request(), kind).partition("\n")[0]


@pytest.mark.parametrize(
    ("asked", "easier", "first", "said"),
    [
        (Request(), (), True, "No film is left. You know them all by now."),
        (Request(), (), False, "No further film is left. You know them all by now."),
        (
            Request(genre="War", first=2090),
            ("the genre War", "the first year 2090"),
            True,
            (
                "No film is left for “War · from 2090”. Try `/recommend` again without the genre "
                "War or without the first year 2090."
            ),
        ),
        (
            Request(genre="War"),
            ("filters",),
            False,
            ("No further film is left for “War”. Try `/recommend` again without filters."),
        ),
    ],
)
def test_a_list_without_films_says_what_to_relax(asked, easier, first, said):
    assert nothing_left(asked, Suggestions(Kind.PERSONAL, (), easier), first=first) == said


async def test_a_message_is_sent_and_put_in_place_of_another():
    picture = Picture("poster-1.png", b"png", "A poster")
    message = Message("Films", [discord.Embed(title="1")], [picture], view_of())
    sent, edited = message.sending(), message.editing()
    assert sent.keys() == {"content", "embeds", "files", "view"}
    assert edited.keys() == {"content", "embeds", "attachments", "view"}
    (first,), (second,) = sent["files"], edited["attachments"]
    assert first is not second
    assert first.description == second.description == "A poster"


def test_a_message_without_films_clears_what_was_there():
    message = Message("Nothing.")
    assert message.sending() == {"content": "Nothing.", "embeds": []}
    assert message.editing() == {
        "content": "Nothing.",
        "embeds": [],
        "attachments": [],
        "view": None,
    }
