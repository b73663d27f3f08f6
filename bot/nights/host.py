"""What happens on Discord when somebody presses a button of a movie night."""

from collections.abc import Awaitable, Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from typing import TypeAlias

from bot.errors import MemberError
from bot.films.deck import deck
from bot.films.undo import after_rating
from bot.films.verdict_words import acknowledge
from bot.nights.buttons import ballot_view
from bot.nights.calendar import NightCalendar
from bot.nights.checks import Actor
from bot.nights.desk import NightDesk
from bot.nights.display import NightDisplay
from bot.nights.links import link
from bot.nights.people import members_here
from bot.nights.rights import missing_rights
from bot.nights.types import Night, NightOptions, Stage
from bot.services import services_of
from bot.storage import Storage
from bot.storage.clock import Clock
from bot.storage.types import Source, Verdict
from bot.ui.control import Interaction
from bot.ui.events import NIGHT_CHANGED
from recsys.movies import Movie

Press: TypeAlias = Callable[[Interaction, int], Awaitable[object]]
Settle: TypeAlias = Callable[[int, Actor], Awaitable[Night]]


class NightHost:
    """Answers the presses; `NightDesk` knows the rules, `NightDisplay` the looks."""

    def __init__(
        self, *, desk: NightDesk, display: NightDisplay, storage: Storage, now: Clock
    ) -> None:
        self.desk = desk
        self.display = display
        self._storage = storage
        self._calendar = NightCalendar(desk=desk, storage=storage, now=now)
        self._presses: Mapping[str, Press] = {
            "join": self._join,
            "leave": self._leave,
            "suggest": self._suggest,
            "reroll": self._reroll,
            "ballot": self._ballot,
            "done": partial(self._done, vote=Stage.VOTING, done=True),
            "undone": partial(self._done, vote=Stage.VOTING, done=False),
            "runoff_done": partial(self._done, vote=Stage.RUNOFF, done=True),
            "runoff_undone": partial(self._done, vote=Stage.RUNOFF, done=False),
            "close": partial(self._settle, partial(desk.close, vote=Stage.VOTING)),
            "runoff_close": partial(self._settle, partial(desk.close, vote=Stage.RUNOFF)),
            "cancel": self._cancel,
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
        with _shown_afterwards(interaction):
            night = await self.desk.start(
                interaction.guild_id, interaction.channel_id, interaction.user.id, options, members
            )
            async with self.desk.one_at_a_time(night.id):
                await self._show_page(interaction, night)
        missing = missing_rights(interaction.app_permissions, interaction.channel)
        if missing:
            await interaction.followup.send(
                f"⚠️ I can't keep this night up to date in this channel: I lack {missing}. "
                "Somebody who manages the channel can let me.",
                ephemeral=True,
            )
        await self._offer_deck(interaction)

    async def press(self, verb: str, interaction: Interaction, night_id: int) -> None:
        """Do what a button of a night is for."""
        with _shown_afterwards(interaction):
            await self._presses[verb](interaction, night_id)

    async def approve(self, interaction: Interaction, night_id: int, film_id: int) -> None:
        """Toggle the presser's approval of a film, and show them their ballot."""
        with _shown_afterwards(interaction):
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
        with _shown_afterwards(interaction):
            night = await self.desk.veto(night_id, film_id, actor_of(interaction), reason)
            await self._show_ballot(interaction, night)

    async def add(self, interaction: Interaction, night_id: int, movie: Movie | str) -> str:
        """Put a film on the list; return what to tell the member."""
        with _shown_afterwards(interaction):
            night = await self.desk.add(night_id, actor_of(interaction), movie)
        return f"➕ Number {len(night.films)} on the list now: {self._newest(night)}."

    async def close(self, interaction: Interaction, night: Night) -> None:
        """End the vote that is on, for a member who used the command."""
        await interaction.response.defer(ephemeral=True, thinking=True)
        with _shown_afterwards(interaction):
            async with self.desk.one_at_a_time(night.id):
                closed = await self.desk.close(night.id, actor_of(interaction), night.stage)
        await interaction.followup.send(f"🏁 {_ended(closed)} {link(closed)}", ephemeral=True)

    async def cancel(self, interaction: Interaction, night: Night) -> None:
        """Call a night off, for a member who used the command."""
        await interaction.response.defer(ephemeral=True, thinking=True)
        with _shown_afterwards(interaction):
            async with self.desk.one_at_a_time(night.id):
                cancelled = await self.desk.cancel(night.id, actor_of(interaction))
        await interaction.followup.send(f"✖️ Cancelled. {link(cancelled)}", ephemeral=True)
        await self._calendar.remove(interaction, cancelled)

    async def _join(self, interaction: Interaction, night_id: int) -> None:
        await interaction.response.defer()
        has_taste = await self._has_taste(interaction)
        if has_taste or not await self._is_in(interaction, night_id):
            async with self.desk.one_at_a_time(night_id):
                night = await self.desk.join(night_id, actor_of(interaction))
                await self._show_frame(interaction, night)
        if not has_taste:
            await self._offer_deck(interaction)

    async def _leave(self, interaction: Interaction, night_id: int) -> None:
        await interaction.response.defer()
        async with self.desk.one_at_a_time(night_id):
            night = await self.desk.leave(night_id, actor_of(interaction))
            await self._show_frame(interaction, night)

    async def _is_in(self, interaction: Interaction, night_id: int) -> bool:
        """Return whether the presser has joined a night that can still be joined."""
        night = await self.desk.get(night_id)
        return night.stage is Stage.GATHERING and interaction.user.id in night.member_ids

    async def _has_taste(self, interaction: Interaction) -> bool:
        return bool((await self._storage.verdicts.profile(interaction.user.id)).signals)

    async def _offer_deck(self, interaction: Interaction) -> None:
        """Show a member without any taste some films to rate."""
        if not await self._has_taste(interaction):
            films = await deck(services_of(interaction), interaction.user.id)
            await interaction.followup.send(**films.sending(), ephemeral=True)

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
        if interaction.guild is None:
            return []
        here = await members_here(interaction.guild, night.member_ids)
        return [member_id for member_id in night.member_ids if member_id not in here]

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

    async def _done(
        self, interaction: Interaction, night_id: int, *, vote: Stage, done: bool
    ) -> None:
        await interaction.response.defer()
        async with self.desk.one_at_a_time(night_id):
            night = await self.desk.done(night_id, actor_of(interaction), vote, done=done)
        if night.stage is not vote:
            text = f"🗳️ That was the last ballot. {_ended(night)} {link(night)}"
            await interaction.edit_original_response(content=text, view=None)
            return
        await interaction.edit_original_response(
            content=self.display.ballot(night, interaction.user.id),
            view=ballot_view(night, interaction.user.id),
        )

    async def _settle(self, change: Settle, interaction: Interaction, night_id: int) -> Night:
        await interaction.response.defer()
        async with self.desk.one_at_a_time(night_id):
            night = await change(night_id, actor_of(interaction))
            if interaction.message is not None and interaction.message.id == night.message_id:
                await self._show_page(interaction, night)
        return night

    async def _cancel(self, interaction: Interaction, night_id: int) -> None:
        await self._calendar.remove(
            interaction, await self._settle(self.desk.cancel, interaction, night_id)
        )

    async def _rate(self, interaction: Interaction, night_id: int, *, liked: bool) -> None:
        night = await self.desk.rate(night_id, actor_of(interaction), liked=liked)
        film = night.winner
        if film is None or film.item_id is None:
            await interaction.response.send_message("Noted. Thank you!", ephemeral=True)
            return
        verdict = Verdict.LIKE if liked else Verdict.DISLIKE
        change = await self._storage.verdicts.rate(
            interaction.user.id, film.item_id, verdict, Source.NIGHT
        )
        movie = self.desk.movie_of(film)
        await interaction.response.send_message(
            acknowledge(movie, verdict, change),
            view=after_rating(movie.id, verdict, change),
            ephemeral=True,
        )

    async def _make_event(self, interaction: Interaction, night_id: int) -> None:
        night = await self.desk.get(night_id)
        actor = actor_of(interaction)
        if actor.member_id != night.organiser_id and not actor.manages:
            raise MemberError("Only the organiser and members who manage events can do that.")
        await self._calendar.add(interaction, night)

    async def _show_page(self, interaction: Interaction, night: Night) -> None:
        """Put the whole night into its message, from which the interaction comes."""
        page = await self.display.page(night)
        message = await interaction.edit_original_response(**page.editing())
        if night.message_id is None:
            await self._storage.nights.set_message(night.id, message.channel.id, message.id)
        await self._storage.nights.shown(night.id, night.version)

    async def _show_frame(self, interaction: Interaction, night: Night) -> None:
        frame = await self.display.frame(night)
        await interaction.edit_original_response(content=frame.content, view=frame.view)
        await self._storage.nights.shown(night.id, night.version)

    def _newest(self, night: Night) -> str:
        return f"**{self.display.titles(night)[night.films[-1].id]}**"


def actor_of(interaction: Interaction) -> Actor:
    """Return who pressed, and whether they may manage events here."""
    return Actor(interaction.user.id, manages=interaction.permissions.manage_events)


@contextmanager
def _shown_afterwards(interaction: Interaction) -> Iterator[None]:
    """Have the night's message brought up to date and its timers set, even if answering fails."""
    try:
        yield
    finally:
        interaction.client.dispatch(NIGHT_CHANGED)


def _ended(night: Night) -> str:
    return (
        "It is a tie, so there is a run-off." if night.stage is Stage.RUNOFF else "It is decided."
    )
