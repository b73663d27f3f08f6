"""The deck: one film after the other to rate, of which the recommender learns most."""

from dataclasses import dataclass, replace
from typing import Annotated, ClassVar, Final

import discord

from bot.films.buttons import ENOUGH, large_embed, page
from bot.films.find import movie_of
from bot.films.lists import new_list
from bot.films.looks import looks_of, pictures_of
from bot.films.request import Request
from bot.films.taste_card import taste_message
from bot.films.verdict_words import EMOJI
from bot.onboarding.imports.buttons import TellOfImport
from bot.onboarding.titles import NameFavourites
from bot.services import services_of
from bot.storage.decks import DeckState
from bot.storage.types import Source, Verdict
from bot.ui.control import Control, Interaction, Press, button, view_of
from bot.ui.message import Message
from bot.ui.respond import begin, hold, show, tell, think
from recsys.types import ItemId, Profile, Signal

ROUND: Final = 10
"""Films rated, after which the deck shows the taste so far."""

_ANSWERS: Final = {
    Verdict.LIKE: "Like",
    Verdict.DISLIKE: "Dislike",
    Verdict.SEEN: "Seen it",
    None: "Don't know it",
}
_SKIP: Final = "⏭️"
_MAIN: Final = discord.ButtonStyle.primary


@dataclass(frozen=True)
class Answer(Press):
    """Save what the member says about the film that the deck shows, and show the next one.

    Attributes:
        verdict: what they say; ``None`` if they don't know the film.
        item_id: the film.
    """

    kind: ClassVar = "deck"
    private: ClassVar = True
    judges: ClassVar = True
    verdict: Annotated[
        Verdict | None,
        {"l": Verdict.LIKE, "d": Verdict.DISLIKE, "s": Verdict.SEEN, "n": None},
    ]
    item_id: ItemId

    async def press(self, interaction: Interaction) -> None:
        """Save it before it is acknowledged: what a member was told stands."""
        begin(interaction)
        services, member_id = services_of(interaction), interaction.user.id
        movie = services.catalog[self.item_id]
        new = False
        if self.verdict is None:
            await services.storage.decks.skip(member_id, movie.id)
        else:
            verdicts = services.storage.verdicts
            change = await verdicts.rate(member_id, movie.id, self.verdict, Source.DECK)
            new = change is not None and change.before is None
        await hold(interaction)
        state = await services.storage.decks.of(member_id)
        ends = new and state.rated % ROUND == 0
        message = await (_ending if ends else _card)(interaction, state)
        interaction.client.turned.note(await show(interaction, message))


@dataclass(frozen=True)
class GoOn(Press):
    """Show the deck's next film in place of what was pressed."""

    kind: ClassVar = "deck-on"
    private: ClassVar = True

    async def press(self, interaction: Interaction) -> None:
        """Show it."""
        await hold(interaction)
        await show(interaction, await next_card(interaction))


@dataclass(frozen=True)
class Leave(Press):
    """End the deck, and show the taste so far."""

    kind: ClassVar = "deck-end"
    private: ClassVar = True

    async def press(self, interaction: Interaction) -> None:
        """Show it in place of the film."""
        await hold(interaction)
        state = await services_of(interaction).storage.decks.of(interaction.user.id)
        await show(interaction, await _ending(interaction, state))


@dataclass(frozen=True)
class SeeFilms(Press):
    """Make the member a list of films, as ``/recommend`` does, for them alone."""

    kind: ClassVar = "first-films"
    private: ClassVar = True

    async def press(self, interaction: Interaction) -> None:
        """Show it in a message of its own: the deck stays where it is."""
        await think(interaction)
        services = services_of(interaction)
        listing = await new_list(
            services,
            interaction.user.id,
            Request(),
            private=True,
            guild_id=interaction.guild_id,
        )
        await show(interaction, await page(services, listing, 0))


async def deal(interaction: Interaction) -> None:
    """Show the member alone the film at which they are, in a message of its own."""
    await tell(interaction, await next_card(interaction))


async def next_card(interaction: Interaction) -> Message:
    """Return the film at which the member is, with buttons to rate it."""
    state = await services_of(interaction).storage.decks.of(interaction.user.id)
    return await _card(interaction, state)


async def _card(interaction: Interaction, state: DeckState) -> Message:
    """Return the next film; where none is left to ask about, the end."""
    services = services_of(interaction)
    item_id = await services.recommender.ask_next(state.profile, state.skipped)
    if item_id is None:
        return await _ending(interaction, state)
    recommender = services.recommender
    movie = movie_of(recommender.catalog, item_id)
    liked = Profile({**state.profile, item_id: Signal.LIKE})
    following = [
        await recommender.ask_next(liked, state.skipped),
        await recommender.ask_next(state.profile, state.skipped | {item_id}),
    ]
    # What OMDb knows of the film after this one is there when it comes.
    ahead = [movie_of(recommender.catalog, each) for each in following if each is not None]
    looks = await looks_of(services, [movie], ahead=ahead)
    controls = [
        button(Answer(verdict, movie.id), label=label, emoji=_emoji(verdict), row=0)
        for verdict, label in _ANSWERS.items()
    ]
    if _tells(state):
        controls.append(_see_films())
    controls.append(button(NameFavourites(), label="My four favourites", emoji="⭐", row=1))
    controls.append(button(TellOfImport(), label="Import", emoji="📥", row=1))
    controls.append(button(Leave(), label="That's all for now", row=1))
    return Message(
        content=_heading(state),
        embeds=[large_embed(services, movie, looks[movie.id])],
        attachments=pictures_of(looks),
        view=view_of(*controls),
    )


async def _ending(interaction: Interaction, state: DeckState) -> Message:
    """Return the taste so far as a sentence and a picture, and where to go from here."""
    services = services_of(interaction)
    controls = [button(GoOn(), label="Rate more", emoji="🎬", row=1)]
    if _tells(state):
        controls.insert(0, _see_films())
    picture = await taste_message(services, interaction.user.id)
    rated = len(state.profile)
    if picture is None:
        said = (
            f"You've rated {rated} film{'s' * (rated != 1)}. A few more likes and dislikes, and "
            "I'll know your taste: `/start` goes on where you left off."
        )
        return Message(said, view=view_of(*controls))
    said = f"🎬 **{rated} films rated**, and this is your taste so far. `/start` goes on any time."
    return replace(picture, content=said, view=view_of(*controls))


def _heading(state: DeckState) -> str:
    done = state.rated % ROUND
    known = "" if state.profile else "I don't know your taste yet, so "
    asked = "what do you think of this one?" if known else "What do you think of this one?"
    return f"{known}{asked}\n{'▰' * done}{'▱' * (ROUND - done)} {done} of {ROUND} rated"


def _see_films() -> Control:
    return button(SeeFilms(), label="See my films", emoji="🍿", style=_MAIN, row=1)


def _tells(state: DeckState) -> bool:
    """Return whether a member has said enough to get films of their own."""
    return bool(state.profile.signals) and len(state.profile) >= ENOUGH


def _emoji(verdict: Verdict | None) -> str:
    return _SKIP if verdict is None else EMOJI[verdict]
