"""Forged controls: whoever presses what isn't theirs, or not there, is refused with a sentence.

A ``custom_id`` holds all of a press, and nothing stops a member from writing one.
"""

from dataclasses import dataclass

import discord
import pytest

from bot.features import PRESSES
from bot.films.actions import Action
from bot.films.buttons import (
    AskWhy,
    More,
    MoreLike,
    Rate,
    ToggleWatchlist,
    Turn,
    UndoHere,
    Way,
)
from bot.films.own_lists import Arrow, MemberList, TurnPage
from bot.films.pick_menu import ChooseFilm, LookUp, PickFilm
from bot.films.undo import Remove, Undo, UndoNewest
from bot.onboarding.deck import Answer as DeckAnswer
from bot.onboarding.deck import GoOn, Leave, SeeFilms
from bot.onboarding.imports.buttons import DecideImport, SetImport, Setting, Step, TellOfImport
from bot.onboarding.titles import NameFavourites, SendFavourites
from bot.privacy.buttons import Answer, Choice, Erase, SetVisibility
from bot.profile.buttons import OpenFilms, PostTaste
from bot.recommend.command import OfGenre
from bot.storage.imports import Incoming
from bot.storage.types import Source, Verdict
from bot.watchlist.pick_message import AnotherPick
from recsys.types import ItemId, Taste
from tests.integration.bot.pressing import ids

NIGHTS = {"night", "vote", "mark", "veto", "add", "title", "invite", "setting"}
"""Their rules say who may do what: see the tests of movie nights."""
FOR_ANYBODY = {"similar", "privately"}
"""Answers whoever presses, with a list or a page of their own."""
SERVERS = {"server-turn", "server-open"}
"""What is the server's: everybody there may press."""
LOVED, WANTED, OTHER = ItemId(2571), ItemId(1), ItemId(1721)


@dataclass
class Ana:
    """What Ana has, for others to be after."""

    member_id: int
    private: int
    public: int
    change: int
    imported: int

    def presses(self):
        """Return a press of each kind that is about something of hers."""
        return {
            "say": Rate(Verdict.DISLIKE, self.private, LOVED),
            "later": ToggleWatchlist(self.private, WANTED),
            "why": AskWhy(self.private, LOVED),
            "more": More(self.private),
            "page": Turn(self.private, Way.NEXT, 1),
            "genre": OfGenre(1, 0, 0, Taste.BALANCED, alone=True, genre="Horror"),
            "pick": PickFilm(Action.REMOVE),
            "choose": ChooseFilm(Action.REMOVE, LOVED),
            "look-up": LookUp(Action.LIKE, "a title"),
            "forget": Remove(LOVED, Verdict.LIKE),
            "undo": Undo(self.change),
            "undo-page": UndoHere(self.private, 0, self.change),
            "undo-newest": UndoNewest(),
            "turn": TurnPage(MemberList.WATCHLIST, Arrow.NEXT, 0, ""),
            "another": AnotherPick(0, WANTED),
            "post-taste": PostTaste(),
            "my-films": OpenFilms(),
            "deck": DeckAnswer(Verdict.DISLIKE, LOVED),
            "deck-on": GoOn(),
            "deck-end": Leave(),
            "first-films": SeeFilms(),
            "favourites": NameFavourites(),
            "four": SendFavourites(),
            "tell-import": TellOfImport(),
            "visibility": SetVisibility(Choice.VISIBLE),
            "import": DecideImport(Step.UNDO, self.imported),
            "import-set": SetImport(Setting.LIKE, self.imported),
            "erase": Erase(Answer.YES, self.member_id, 10**11),
        }


THEIR_OWN = {
    "deck",
    "deck-on",
    "deck-end",
    "first-films",
    "favourites",
    "four",
    "tell-import",
    "genre",
    "pick",
    "choose",
    "look-up",
    "forget",
    "undo",
    "undo-newest",
    "turn",
    "another",
    "visibility",
    "post-taste",
    "my-films",
}
"""Harmless where a member alone sees them: they are about the data of whoever presses."""


@pytest.fixture
async def ana(stage):
    storage = stage.services.storage
    change = await storage.verdicts.rate(stage.ana.id, LOVED, Verdict.LIKE, Source.COMMAND)
    await storage.watchlists.add(stage.ana.id, WANTED)
    await stage.ana.slash(stage.channel, "recommend", count=1)
    await stage.ana.slash(stage.channel, "recommend", count=1, private=True)
    listings = (await storage.members.tables(stage.ana.id))["listing"].rows
    (public, private) = (row[0] for row in listings)
    imported = await storage.imports.preview(stage.ana.id, "IMDb", {}, {})
    await storage.imports.write(stage.ana.id, imported.id, [Incoming(OTHER, Verdict.SEEN)])
    return Ana(stage.ana.id, private, public, change.id, imported.id)


async def forged(stage, channel, press, film=LOVED):
    """Return a message of the bot for everybody there to see, with this press on it."""
    view = discord.ui.View(timeout=None)
    if isinstance(press, PickFilm | SetImport):
        options = [discord.SelectOption(label="A film", value=str(film))]
        view.add_item(discord.ui.Select(custom_id=press.custom_id, options=options))
    else:
        view.add_item(discord.ui.Button(label="Forged", custom_id=press.custom_id))
    target = stage.env.bot.get_partial_messageable(channel.id)
    return await target.send("Forged", view=view)


async def pressed(actor, message, press):
    if isinstance(press, PickFilm | SetImport):
        return await actor.select(message, [str(LOVED)])
    return await actor.click(message, custom_id=press.custom_id)


async def everything_of(stage, *actors):
    return [await stage.services.storage.members.tables(actor.id) for actor in actors]


async def assert_refused(stage, actor, channel, press):
    """Check that a press is refused, in private, and changes nothing on Discord or here."""
    before = await everything_of(stage, stage.ana, stage.ben)
    message = await forged(stage, channel, press)
    result = await pressed(actor, message, press)
    assert result.ephemeral, press
    assert result.response.content, press
    assert (result.response.embeds, result.response.components) == ([], []), press
    assert "Reference" not in result.response.content, press
    assert await everything_of(stage, stage.ana, stage.ben) == before, press
    (now,) = [each for each in channel.history() if each.id == message.id]
    assert (now.content, now.embeds, ids(now)) == ("Forged", [], [press.custom_id]), press


def test_every_press_has_its_forgery():
    assert Ana(1, 2, 3, 4, 5).presses().keys() | NIGHTS | FOR_ANYBODY | SERVERS >= PRESSES.keys()


async def test_a_stranger_is_refused_what_is_hers(stage, ana):
    for press in ana.presses().values():
        await assert_refused(stage, stage.ben, stage.channel, press)


async def test_a_stranger_is_refused_from_another_server(stage, ana):
    elsewhere = stage.env.create_guild("Elsewhere")
    channel, ben = elsewhere.create_text_channel("movies"), elsewhere.add_member(stage.ben.user)
    for press in [
        *ana.presses().values(),
        More(ana.public),
        Turn(ana.public, Way.NEXT, 1),
        Rate(Verdict.LIKE, ana.public, OTHER),
    ]:
        await assert_refused(stage, ben, channel, press)


async def test_what_she_alone_should_see_is_refused_where_everybody_does(stage, ana):
    for press in ana.presses().values():
        await assert_refused(stage, stage.ana, stage.channel, press)


async def test_nobody_but_the_member_goes_on_with_a_list(stage, ana):
    for press in (More(ana.public), Turn(ana.public, Way.NEXT, 1), Turn(ana.public, Way.BACK, 0)):
        await assert_refused(stage, stage.ben, stage.channel, press)


async def test_a_page_that_is_made_up_is_the_last_one_with_more_behind_it(stage, ana):
    message = await forged(stage, stage.channel, Turn(ana.public, Way.NEXT, 999_999))
    await pressed(stage.ana, message, Turn(ana.public, Way.NEXT, 999_999))
    ((films,),) = await stage.services.storage.database.rows(
        "SELECT json_array_length(films) FROM listing WHERE id = ?", ana.public
    )
    assert films == 2


@pytest.mark.usefixtures("ana")
async def test_films_like_one_are_for_whoever_presses_and_tell_nothing_of_others(stage):
    before = await everything_of(stage, stage.ana)
    message = await forged(stage, stage.channel, MoreLike(OTHER))
    result = await pressed(stage.ben, message, MoreLike(OTHER))
    assert result.response.ephemeral
    made_up = await forged(stage, stage.channel, MoreLike(ItemId(999_999)))
    refused = await pressed(stage.ben, made_up, MoreLike(ItemId(999_999)))
    assert refused.response.ephemeral
    assert await everything_of(stage, stage.ana) == before


async def test_no_verdict_is_saved_on_a_film_that_is_made_up(stage):
    await stage.ben.user.send_dm("Hello")
    for action in (Action.LIKE, Action.SAVE, Action.CARD):
        press = PickFilm(action)
        message = await forged(stage, stage.ben.user.dm_channel, press, film=999_999)
        refused = await stage.ben.user.select(message, ["999999"])
        assert refused.response.content, press
    assert (await stage.services.storage.members.count(stage.ben.id)).is_empty


async def test_a_card_serves_whoever_presses_and_changes_their_data_alone(stage, ana):
    """Harmless by design, and so are the buttons of a public list where it stands."""
    before = await everything_of(stage, stage.ana)
    for listing_id in (0, ana.public):
        for press in (
            Rate(Verdict.LIKE, listing_id, OTHER),
            ToggleWatchlist(listing_id, OTHER),
            AskWhy(listing_id, OTHER),
        ):
            message = await forged(stage, stage.channel, press)
            result = await pressed(stage.ben, message, press)
            assert result.ephemeral
            assert "The Matrix" not in str(result.response.embeds)
    assert await everything_of(stage, stage.ana) == before


async def test_in_direct_messages_a_stranger_reaches_only_what_is_theirs(stage, ana):
    ben = stage.ben.user
    await ben.send_dm("Hello")
    before = await everything_of(stage, stage.ana)
    for kind, press in ana.presses().items():
        if kind not in THEIR_OWN:
            await assert_refused(stage, ben, ben.dm_channel, press)
            continue
        message = await forged(stage, ben.dm_channel, press)
        result = await pressed(ben, message, press)
        assert "The Matrix" not in str(result.response and result.response.embeds)
        assert await everything_of(stage, stage.ana) == before
