"""``/rate``, ``/movie``, ``/similar``, and the menu of a message that rates the film on it."""

import discord
from discord import app_commands
from discord.ext import commands

from bot.errors import MemberError
from bot.films.actions import Action
from bot.films.buttons import films_on, show_privately
from bot.films.options import act_on_film, offer_films, personal
from bot.films.pick_menu import pick_menu
from bot.films.verdict_words import EMOJI
from bot.services import services_of
from bot.storage.types import Verdict
from bot.ui.control import Interaction, view_of
from bot.ui.message import Message
from bot.ui.respond import tell

VERDICTS = [
    app_commands.Choice(name=f"{EMOJI[verdict]} {words}", value=verdict.value)
    for verdict, words in (
        (Verdict.LIKE, "I like it"),
        (Verdict.DISLIKE, "I don't like it"),
        (Verdict.SEEN, "I've seen it"),
        (Verdict.NOT_INTERESTED, "Not interested: I won't recommend it"),
    )
]


class FilmsCog(commands.Cog):
    """What is done with one film by command."""

    @app_commands.command(name="rate")
    @personal
    @app_commands.describe(movie="The film: start typing its title", verdict="What you think of it")
    @app_commands.autocomplete(movie=offer_films)
    @app_commands.choices(verdict=VERDICTS)
    async def rate(
        self, interaction: Interaction, movie: app_commands.Range[str, 1, 200], verdict: str
    ) -> None:
        """Rate a film; only you see the answer."""
        await act_on_film(interaction, movie, Action(verdict))

    @app_commands.command(name="movie")
    @personal
    @app_commands.describe(title="The film: start typing its title")
    @app_commands.autocomplete(title=offer_films)
    async def movie(self, interaction: Interaction, title: app_commands.Range[str, 1, 200]) -> None:
        """Show everybody here a film to rate and talk about."""
        await act_on_film(interaction, title, Action.CARD)

    @app_commands.command(name="similar")
    @personal
    @app_commands.describe(title="The film: start typing its title")
    @app_commands.autocomplete(title=offer_films)
    async def similar(
        self, interaction: Interaction, title: app_commands.Range[str, 1, 200]
    ) -> None:
        """Find films like one you name; only you see them."""
        await act_on_film(interaction, title, Action.SIMILAR)


@app_commands.context_menu(name="Rate this film")
@personal
async def rate_this_film(interaction: Interaction, message: discord.Message) -> None:
    """Offer the member alone the buttons of the film that a message is about."""
    catalog = services_of(interaction).catalog
    ours = message.author == interaction.client.user
    movies = [catalog[item] for item in films_on(message) if item in catalog] if ours else []
    if not movies:
        raise MemberError("There's no film on that message. `/rate` takes any film by its title.")
    if len(movies) == 1:
        await show_privately(interaction, movies[0])
        return
    await tell(interaction, Message("Which one?", view=view_of(pick_menu(Action.SHOW, movies))))
