"""What happens on Discord when somebody presses a button of a movie night."""

from collections.abc import Awaitable, Callable, Mapping
from datetime import timedelta
from functools import partial
from typing import Final, TypeAlias

import discord

from bot import limits
from bot.controls.base import Interaction
from bot.controls.night_buttons import ballot_view
from bot.errors import MemberError
from bot.nights.desk import Actor, NightDesk
from bot.nights.display import NightDisplay
from bot.nights.types import Night, NightOptions, Stage
from bot.opinions import acknowledge
from bot.pages import Pages
from bot.storage import Storage
from bot.storage.clock import Clock
from bot.storage.types import Opinion, Source
from recsys.movies import Movie

Press: TypeAlias = Callable[[Interaction, int], Awaitable[None]]
Settle: TypeAlias = Callable[[int, Actor], Awaitable[Night]]

CHANGED: Final = "night_changed"
"""Dispatched on the client after a change that the night's message does not show yet."""

_EVENT_LENGTH: Final = timedelta(hours=3)
_EVENT_NAME: Final = 100
_EVENT_TEXT: Final = 1_000


class NightHost:
    """Answers the presses; `NightDesk` knows the rules, `NightDisplay` the looks."""

    def __init__(
        self, *, desk: NightDesk, display: NightDisplay, storage: Storage, pages: Pages, now: Clock
    ) -> None:
        self.desk = desk
        self.display = display
        self._storage = storage
        self._pages = pages
        self._now = now
        self._presses: Mapping[str, Press] = {
            "join": self._join,
            "leave": self._leave,
            "suggest": self._suggest,
            "reroll": self._reroll,
            "ballot": self._ballot,
            "done": self._done,
            "undone": self._done,
            "close": partial(self._settle, desk.close),
            "cancel": partial(self._settle, desk.cancel),
            "watched": partial(self._settle, desk.watched),
            "event": self._make_event,
            "liked": partial(self._rate, liked=True),
            "disliked": partial(self._rate, liked=False),
        }

    async def start(
        self, interaction: Interaction, options: NightOptions, members: list[int]
    ) -> None:
        """Announce a night in the channel; the interaction is deferred already."""
        assert interaction.guild_id is not None
        assert interaction.channel_id is not None
        night = await self.desk.start(
            interaction.guild_id, interaction.channel_id, interaction.user.id, options, members
        )
        async with self.desk.one_at_a_time(night.id):
            await self._show_page(interaction, night)
        await self._offer_deck(interaction)

    async def press(self, verb: str, interaction: Interaction, night_id: int) -> None:
        """Do what a button of a night is for."""
        await self._presses[verb](interaction, night_id)

    async def approve(self, interaction: Interaction, night_id: int, film_id: int) -> None:
        """Toggle the presser's approval of a film, and show them their ballot."""
        night = await self.desk.toggle_approval(night_id, film_id, actor_of(interaction))
        await self._show_ballot(interaction, night)

    async def holds_veto(self, interaction: Interaction, night_id: int, film_id: int) -> bool:
        """Return whether the presser's veto is against this film."""
        veto = (await self.desk.get(night_id)).vetoes.get(interaction.user.id)
        return veto is not None and veto.film_id == film_id

    async def veto(
        self, interaction: Interaction, night_id: int, film_id: int, reason: str | None
    ) -> None:
        """Use the presser's veto, or take it back, and show them their ballot."""
        night = await self.desk.veto(night_id, film_id, actor_of(interaction), reason)
        await self._show_ballot(interaction, night)

    async def add(self, interaction: Interaction, night_id: int, movie: Movie | str) -> str:
        """Put a film on the list; return what to tell the member."""
        night = await self.desk.add(night_id, actor_of(interaction), movie)
        interaction.client.dispatch(CHANGED)
        return f"➕ Number {len(night.films)} on the list now: {self._newest(night)}."

    async def settle(self, interaction: Interaction, night: Night) -> None:
        """Tell a member who used a command that the night has moved on, and show it."""
        interaction.client.dispatch(CHANGED)
        await interaction.response.send_message(
            f"Done: the night is {night.stage.value} now. {link(night)}", ephemeral=True
        )

    async def _join(self, interaction: Interaction, night_id: int) -> None:
        async with self.desk.one_at_a_time(night_id):
            night = await self.desk.join(night_id, actor_of(interaction))
            await self._show_frame(interaction, night)
        await self._offer_deck(interaction)

    async def _leave(self, interaction: Interaction, night_id: int) -> None:
        async with self.desk.one_at_a_time(night_id):
            await self._show_frame(
                interaction, await self.desk.leave(night_id, actor_of(interaction))
            )

    async def _offer_deck(self, interaction: Interaction) -> None:
        """Show a member without any taste some films to rate."""
        profile = await self._storage.verdicts.profile(interaction.user.id)
        if not profile.signals:
            deck = await self._pages.deck(interaction.user.id)
            await interaction.followup.send(**deck.sending(), ephemeral=True)

    async def _suggest(self, interaction: Interaction, night_id: int) -> None:
        await interaction.response.defer()
        async with self.desk.one_at_a_time(night_id):
            gone = await self._gone(interaction, await self.desk.get(night_id))
            night = await self.desk.suggest(night_id, actor_of(interaction), gone)
            await self._show_page(interaction, night)

    async def _reroll(self, interaction: Interaction, night_id: int) -> None:
        await interaction.response.defer()
        async with self.desk.one_at_a_time(night_id):
            night = await self.desk.reroll(night_id, actor_of(interaction))
            await self._show_page(interaction, night)

    async def _gone(self, interaction: Interaction, night: Night) -> list[int]:
        """Return who joined and has left the server since."""
        guild = interaction.guild
        if guild is None:
            return []
        gone = []
        for member_id in night.member_ids:
            try:
                await guild.fetch_member(member_id)
            except discord.NotFound:
                gone.append(member_id)
        return gone

    async def _ballot(self, interaction: Interaction, night_id: int) -> None:
        night = await self.desk.get(night_id)
        if night.stage not in {Stage.VOTING, Stage.RUNOFF}:
            raise MemberError("There is no vote going on in that night.")
        if interaction.user.id not in night.member_ids:
            raise MemberError("You have not joined this night, so you have no vote in it.")
        await self._show_ballot(interaction, night)

    async def _show_ballot(self, interaction: Interaction, night: Night) -> None:
        """Answer with the presser's ballot, in place of it where it was pressed."""
        text = self.display.ballot(night, interaction.user.id)
        view = ballot_view(night, interaction.user.id)
        if interaction.message is not None and interaction.message.flags.ephemeral:
            await interaction.response.edit_message(content=text, view=view)
        else:
            await interaction.response.send_message(text, view=view, ephemeral=True)
        interaction.client.dispatch(CHANGED)

    async def _done(self, interaction: Interaction, night_id: int) -> None:
        before = await self.desk.get(night_id)
        night = await self.desk.done(night_id, actor_of(interaction))
        if night.stage is before.stage:
            await self._show_ballot(interaction, night)
            return
        said = "a tie, so there is a run-off" if night.stage is Stage.RUNOFF else "it is decided"
        text = f"🗳️ That was the last ballot: {said}. {link(night)}"
        await interaction.response.edit_message(content=text, view=None)
        interaction.client.dispatch(CHANGED)

    async def _settle(self, change: Settle, interaction: Interaction, night_id: int) -> None:
        await interaction.response.defer()
        async with self.desk.one_at_a_time(night_id):
            night = await change(night_id, actor_of(interaction))
            if interaction.message is not None and interaction.message.id == night.message_id:
                await self._show_page(interaction, night)
        interaction.client.dispatch(CHANGED)

    async def _rate(self, interaction: Interaction, night_id: int, *, liked: bool) -> None:
        night = await self.desk.rate(night_id, actor_of(interaction), liked=liked)
        interaction.client.dispatch(CHANGED)
        film = night.winner
        if film is None or film.item_id is None:
            await interaction.response.send_message("Noted. Thank you!", ephemeral=True)
            return
        opinion = Opinion.LIKE if liked else Opinion.DISLIKE
        change = await self._storage.verdicts.rate(
            interaction.user.id, film.item_id, opinion, Source.NIGHT
        )
        movie = self.desk.movie_of(film)
        await interaction.response.send_message(acknowledge(movie, opinion, change), ephemeral=True)

    async def _make_event(self, interaction: Interaction, night_id: int) -> None:
        """Make a scheduled event of Discord for a decided night, once."""
        night = await self.desk.get(night_id)
        actor = actor_of(interaction)
        starts_at, guild = night.options.starts_at, interaction.guild
        if actor.member_id != night.organiser_id and not actor.manages:
            raise MemberError("Only the organiser and members who manage events can do that.")
        if night.winner is None or starts_at is None or guild is None:
            raise MemberError("Only a decided night with a time can become an event.")
        if starts_at <= self._now():
            raise MemberError("The film has begun already, so there is nothing to announce.")
        if not (
            interaction.app_permissions.create_events or interaction.app_permissions.manage_events
        ):
            raise MemberError(
                "I lack the permission **Create Events** in this server. Somebody who manages "
                "roles can give it to me; then press again."
            )
        if not await self._storage.nights.try_event(night_id):
            raise MemberError("That event is made already: see the server's events.")
        await interaction.response.defer(ephemeral=True, thinking=True)
        title = self.desk.movie_of(night.winner).display
        try:
            event = await guild.create_scheduled_event(
                name=limits.clip(f"Movie night: {title}", _EVENT_NAME),
                start_time=starts_at,
                end_time=starts_at + _EVENT_LENGTH,
                privacy_level=discord.PrivacyLevel.guild_only,
                entity_type=discord.EntityType.external,
                location=f"#{getattr(interaction.channel, 'name', 'movies')}"[:_EVENT_NAME],
                description=limits.clip(f"{title}\n{link(night)}", _EVENT_TEXT),
            )
        except discord.HTTPException:
            await self._storage.nights.untry_event(night_id)
            raise
        await self._storage.nights.set_event(night_id, event.id)
        interaction.client.dispatch(CHANGED)
        await interaction.followup.send(f"📅 Made: {event.url}", ephemeral=True)

    async def _show_page(self, interaction: Interaction, night: Night) -> None:
        """Put the whole night into its message, from which the interaction comes."""
        page = await self.display.page(night)
        message = await interaction.edit_original_response(**page.editing())
        if night.message_id is None:
            await self._storage.nights.set_message(night.id, message.channel.id, message.id)
        await self._storage.nights.shown(night.id, night.version)
        interaction.client.dispatch(CHANGED)

    async def _show_frame(self, interaction: Interaction, night: Night) -> None:
        frame = await self.display.frame(night)
        await interaction.response.edit_message(content=frame.content, view=frame.view)
        await self._storage.nights.shown(night.id, night.version)

    def _newest(self, night: Night) -> str:
        return f"**{self.display.titles(night)[night.films[-1].id]}**"


def actor_of(interaction: Interaction) -> Actor:
    """Return who pressed, and whether they may manage events here."""
    return Actor(interaction.user.id, manages=interaction.permissions.manage_events)


def link(night: Night) -> str:
    """Return the address of a night's message."""
    if night.message_id is None:
        return ""
    return f"https://discord.com/channels/{night.guild_id}/{night.channel_id}/{night.message_id}"


def _just_tied(night: Night) -> bool:
    """Return whether a run-off has just begun, which needs a new ballot."""
    return night.stage is Stage.RUNOFF and not any(night.runoff.values())
