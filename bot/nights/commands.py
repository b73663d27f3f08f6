"""``/movienight``: the group picks a film."""

import asyncio
import re
from datetime import UTC, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

import discord
from discord import app_commands
from discord.ext import commands

from bot.errors import MemberError, UnclearFilm
from bot.films.find import find_genre, genre_choices
from bot.films.options import offer_films
from bot.films.request import FIRST_FILM, LAST_YEAR
from bot.nights import interactions
from bot.nights.choosing import choose, describe
from bot.nights.clock import NightClock
from bot.nights.history import history_message
from bot.nights.messages import Messages
from bot.nights.night import OPEN, VOTES, FilmSource, Night, NightOptions, Stage
from bot.nights.people import invited
from bot.nights.shortlist import TITLE, named_film
from bot.nights.store import night_store
from bot.nights.wall import COLUMNS
from bot.services import Resources, services_of
from bot.storage.types import Remind
from bot.ui import limits, times
from bot.ui.control import Interaction
from bot.ui.respond import show, tell, think
from recsys.types import GroupStrategy

STRATEGIES: Final = [
    app_commands.Choice(name="fair: nobody is left out", value=GroupStrategy.FAIR.value),
    app_commands.Choice(name="average: the best for most", value=GroupStrategy.AVERAGE.value),
    app_commands.Choice(
        name="no misery: nothing anyone would hate", value=GroupStrategy.NO_MISERY.value
    ),
]
REMINDERS: Final = [
    app_commands.Choice(name="everything: films, winner, reminders", value=Remind.ALL.value),
    app_commands.Choice(name="only when the film starts", value=Remind.START.value),
    app_commands.Choice(name="nothing", value=Remind.NOTHING.value),
]
SOURCES: Final = [
    app_commands.Choice(name="from our taste", value=FilmSource.TASTE.value),
    app_commands.Choice(
        name="from the watchlists of everyone who joins", value=FilmSource.WATCHLISTS.value
    ),
    app_commands.Choice(name="from the server's list", value=FilmSource.LIST.value),
]
_MENTION: Final = re.compile(r"<@!?([0-9]{1,19})>")
_PAGE: Final = 2 * COLUMNS
_PLANNED: Final = 5
_NO_TIME: Final = datetime.max.replace(tzinfo=UTC)
"""After every other time."""


@app_commands.guild_only()
class MovieNightCog(
    commands.GroupCog, name="movienight", description="Choose a film together, fairly."
):
    """Starts nights; their buttons do the rest."""

    def __init__(self, client: commands.AutoShardedBot, resources: Resources) -> None:
        self._client = client
        self._resources = resources
        self._store = night_store(resources)

    async def cog_load(self) -> None:
        """Start the clock, and load what the first time that is typed needs."""
        await self._client.add_cog(NightClock(self._store, Messages(self._client, self._resources)))
        await asyncio.to_thread(times.warm_up)

    @app_commands.command(name="start")
    @app_commands.describe(
        when="When the film starts: friday 20:00, in 2 hours, 2026-12-24 19:30",
        members="Mention members to invite them",
        voice="Invite everyone in your voice channel",
        films="Where the films come from (our taste)",
        genre="Only films of this genre",
        first="Only films from this year on",
        last="Only films up to this year",
        max_minutes="The longest film, in minutes",
        vote_for="How long the vote takes at most: 2 hours, 45 min (1 day)",
        strategy="How the films are chosen (fair)",
        rewatches="Allow films someone has already seen",
        remind="What I tell everyone who joined, besides this message (everything)",
    )
    @app_commands.rename(first="from", last="to")
    @app_commands.choices(films=SOURCES, strategy=STRATEGIES, remind=REMINDERS)
    async def start(
        self,
        interaction: Interaction,
        when: app_commands.Range[str, 1, 60] | None = None,
        members: app_commands.Range[str, 1, 1000] | None = None,
        voice: bool = False,
        films: str = FilmSource.TASTE.value,
        genre: app_commands.Range[str, 1, 100] | None = None,
        first: app_commands.Range[int, FIRST_FILM, LAST_YEAR] | None = None,
        last: app_commands.Range[int, FIRST_FILM, LAST_YEAR] | None = None,
        max_minutes: app_commands.Range[int, 30, 600] | None = None,
        vote_for: app_commands.Range[str, 1, 30] | None = None,
        strategy: str = GroupStrategy.FAIR.value,
        rewatches: bool | None = None,
        remind: str = Remind.ALL.value,
    ) -> None:
        """Announce a movie night in this channel."""
        assert interaction.guild_id is not None
        services = services_of(interaction)
        setting = await services.storage.guild_settings.get(interaction.guild_id)
        now = discord.utils.utcnow()
        starts_at = times.parse_when(when, ZoneInfo(setting.time_zone), now) if when else None
        length = times.parse_duration(vote_for, now) if vote_for else timedelta(days=1)
        options = NightOptions(
            starts_at=starts_at,
            vote_seconds=int(length.total_seconds()),
            genre=find_genre(services.catalog, genre) if genre else None,
            first=first,
            last=last,
            max_minutes=max_minutes,
            source=FilmSource(films),
            strategy=GroupStrategy(strategy),
            rewatches=setting.rewatches if rewatches is None else rewatches,
            hidden_votes=setting.hidden_votes,
            anybody_suggests=setting.anybody_suggests,
            remind=setting.remind.at_most(Remind(remind)),
        )
        assert interaction.guild is not None
        mentioned = _mentioned(members)
        in_voice = _in_voice(interaction) if voice else []
        await think(interaction, private=False)
        asked = await invited(interaction.guild, mentioned, in_voice)
        await interactions.start(interaction, options, asked)
        if options.source is FilmSource.LIST:
            await self._warn_of_an_empty_list(interaction, interaction.guild_id)

    @app_commands.command(name="suggest")
    @app_commands.describe(
        title="Any film, even one I don't know",
        night="Which night, if there are several",
    )
    @app_commands.autocomplete(title=offer_films)
    async def suggest(
        self,
        interaction: Interaction,
        title: app_commands.Range[str, 1, TITLE],
        night: int | None = None,
    ) -> None:
        """Add one film of your choice to the vote."""
        chosen = await self._night(interaction, night, VOTES)
        await think(interaction)
        try:
            film = named_film(services_of(interaction).catalog, title)
        except UnclearFilm as unclear:
            await interactions.ask_which(interaction, chosen, unclear)
        else:
            await interactions.add(interaction, chosen, film)

    @app_commands.command(name="close")
    @app_commands.describe(night="Which night, if there are several")
    async def close(self, interaction: Interaction, night: int | None = None) -> None:
        """End the vote now."""
        chosen = await self._night(interaction, night, VOTES)
        await interactions.close(interaction, chosen)

    @app_commands.command(name="cancel")
    @app_commands.describe(night="Which night, if there are several")
    async def cancel(self, interaction: Interaction, night: int | None = None) -> None:
        """Cancel a movie night."""
        chosen = await self._night(interaction, night, OPEN)
        await interactions.cancel(interaction, chosen)

    @app_commands.command(name="history")
    @app_commands.describe(page="Which page (1)")
    async def history(
        self, interaction: Interaction, page: app_commands.Range[int, 1, 1000] = 1
    ) -> None:
        """See what this server has watched, and how it was liked."""
        assert interaction.guild_id is not None
        await think(interaction)
        nights = await self._store.history(interaction.guild_id, _PAGE, (page - 1) * _PAGE)
        services = services_of(interaction)
        setting = await services.storage.guild_settings.get(interaction.guild_id)
        planned = await self._store.active(interaction.guild_id) if page == 1 else []
        zone = ZoneInfo(setting.time_zone)
        soonest = sorted(planned, key=lambda night: (night.options.starts_at or _NO_TIME, night.id))
        message = await history_message(services, nights, page, zone, soonest[:_PLANNED])
        await show(interaction, message)

    @start.autocomplete("genre")
    async def offer_genres(
        self, interaction: Interaction, typed: str
    ) -> list[app_commands.Choice[str]]:
        """Offer the catalogue's genres."""
        return genre_choices(services_of(interaction).catalog, typed)

    @suggest.autocomplete("night")
    @close.autocomplete("night")
    @cancel.autocomplete("night")
    async def offer_nights(
        self, interaction: Interaction, _typed: str
    ) -> list[app_commands.Choice[int]]:
        """Offer the nights that are on in this server."""
        if interaction.guild_id is None:
            return []
        nights = await self._store.active(interaction.guild_id)
        return [
            limits.choice(describe(night), night.id)
            for night in nights[::-1]
            if night.stage in _stages(interaction)
        ][: limits.CHOICES]

    async def _warn_of_an_empty_list(self, interaction: Interaction, guild_id: int) -> None:
        if not await services_of(interaction).storage.server_lists.films(guild_id):
            await tell(
                interaction,
                "📋 The server's list is still empty. Until someone uses `/list add`, the films "
                "come from your tastes.",
            )

    async def _night(
        self, interaction: Interaction, named: int | None, stages: frozenset[Stage]
    ) -> Night:
        """Return the night that is meant.

        Raises:
            MemberError: there is none, or there are several.
        """
        assert interaction.guild_id is not None
        nights = await self._store.active(interaction.guild_id)
        try:
            return choose(
                nights,
                stages,
                channel_id=interaction.channel_id,
                member_id=interaction.user.id,
                named=named,
            )
        except MemberError:
            for night in nights:
                if night.channel_id == interaction.channel_id:
                    interactions.look_for_message(interaction, night)
            raise


def _stages(interaction: Interaction) -> frozenset[Stage]:
    """Return the stages in which the command that is typed can do something."""
    cancels = interaction.command is not None and interaction.command.name == "cancel"
    return OPEN if cancels else VOTES


def _mentioned(typed: str | None) -> list[int]:
    """Return the members who are mentioned in a text, each once."""
    ids = list(dict.fromkeys(int(match) for match in _MENTION.findall(typed or "")))
    if typed and not ids:
        raise MemberError("Mention the members, like @ana @ben.")
    return ids


def _in_voice(interaction: Interaction) -> list[int]:
    """Return who is in the voice channel of whoever uses the command."""
    member = interaction.user
    if not isinstance(member, discord.Member) or member.voice is None or not member.voice.channel:
        raise MemberError("I can't see you in a voice channel. Join one, or leave out `voice`.")
    return [*member.voice.channel.voice_states]
