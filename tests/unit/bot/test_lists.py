"""The words around a list of films, and the message that it becomes."""

import discord
import pytest

from bot.films.lists import headline, nothing_left
from bot.films.request import Request
from bot.films.suggest import Suggestions
from bot.storage.types import Kind
from bot.ui.control import view_of
from bot.ui.message import Message, Picture

OF_A_REQUEST = (Kind.PERSONAL, Kind.STARTERS, Kind.STANDBY)


@pytest.mark.parametrize("kind", OF_A_REQUEST)
def test_a_list_says_what_it_is_and_what_was_asked_for(kind):
    first, *_ = headline(7, Request(genre="Drama"), kind).splitlines()
    assert first.endswith(" · Drama")
    assert ("<@7>" in first) is (kind is not Kind.STANDBY)
    assert " · " not in headline(7, Request(), kind).splitlines()[0]


def test_every_list_is_told_from_the_others():
    assert len({headline(7, Request(), kind) for kind in OF_A_REQUEST}) == 3


@pytest.mark.parametrize(
    ("asked", "easier"),
    [
        (Request(), ()),
        (Request(genre="War", first=2090), ("the genre War", "the first year 2090")),
        (Request(genre="War"), ("filters",)),
    ],
)
@pytest.mark.parametrize("first", [True, False])
def test_a_list_without_films_says_what_to_relax(asked, easier, first):
    said = nothing_left(asked, Suggestions(Kind.PERSONAL, (), easier), first=first)
    assert all(each in said for each in easier)
    assert (f"“{asked.describe()}”" in said) is bool(easier)
    assert ("/recommend" in said) is bool(easier)


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
