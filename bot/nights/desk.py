"""What members and the clock do to a night; nothing here knows of messages."""

import asyncio
from collections.abc import AsyncIterator, Collection, Sequence
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from typing import Final
from weakref import WeakValueDictionary

from bot.errors import MemberError, OutOfDate
from bot.nights import rules
from bot.nights.checks import Actor, check_joined, check_runs_it, check_vote, check_voting
from bot.nights.film_cards import as_movie
from bot.nights.shortlist import LENGTH, Shortlister, Tastes
from bot.nights.types import (
    MOST_FILMS,
    MOST_MEMBERS,
    Night,
    NightFilm,
    NightOptions,
    ProposedFilm,
    RunOff,
    Stage,
    Winner,
)
from bot.storage import Storage
from bot.storage.clock import Clock
from recsys.model.recommender import Recommender
from recsys.movies import Movie
from recsys.types import ItemId

FEWEST: Final = 2
RUN_OFF: Final = timedelta(minutes=10)
_USUAL_LENGTH: Final = timedelta(minutes=150)
"""A film whose length nobody knows, with the talk around it."""
_AFTERWARDS: Final = timedelta(minutes=15)


class NightDesk:
    """Runs the nights. Every method that a member calls raises a `MemberError` that explains."""

    def __init__(
        self,
        *,
        recommender: Recommender,
        storage: Storage,
        shortlister: Shortlister,
        now: Clock,
    ) -> None:
        self._recommender = recommender
        self._nights = storage.nights
        self._shortlister = shortlister
        self._now = now
        self._locks: WeakValueDictionary[int, asyncio.Lock] = WeakValueDictionary()

    @asynccontextmanager
    async def one_at_a_time(self, night_id: int) -> AsyncIterator[None]:
        """Let only one change of a night be made and shown at a time."""
        lock = self._locks.setdefault(night_id, asyncio.Lock())
        async with lock:
            yield

    async def get(self, night_id: int) -> Night:
        """Return a night.

        Raises:
            OutOfDate: it is no longer kept.
        """
        night = await self._nights.get(night_id)
        if night is None:
            raise OutOfDate("That movie night is no longer kept. `/movienight start` makes one.")
        return night

    async def start(
        self,
        guild_id: int,
        channel_id: int,
        organiser_id: int,
        options: NightOptions,
        members: Sequence[int],
    ) -> Night:
        """Announce a night."""
        everybody = list(dict.fromkeys([organiser_id, *members]))
        if len(everybody) > MOST_MEMBERS:
            raise MemberError(f"A movie night has room for {MOST_MEMBERS} members.")
        if options.first and options.last and options.first > options.last:
            raise MemberError(f"No year is from {options.first} to {options.last}.")
        return await self._nights.create(guild_id, channel_id, organiser_id, options, everybody)

    async def join(self, night_id: int, actor: Actor) -> Night:
        """Let a member join."""
        night = await self.get(night_id)
        if actor.member_id in night.member_ids:
            raise MemberError("You are in already. See you there!")
        if night.stage is not Stage.GATHERING:
            raise MemberError("The films are chosen already, so nobody can join any more.")
        if len(night.members) >= MOST_MEMBERS:
            raise MemberError(f"This night is full: {MOST_MEMBERS} members joined.")
        return _still(await self._nights.join(night_id, actor.member_id))

    async def leave(self, night_id: int, actor: Actor) -> Night:
        """Let a member leave."""
        night = await self.get(night_id)
        check_joined(night, actor)
        if night.stage is not Stage.GATHERING:
            raise MemberError(
                "The vote is on, so nobody can leave any more. You need not vote, of course."
            )
        return _still(await self._nights.leave(night_id, actor.member_id))

    async def suggest(self, night_id: int, actor: Actor, gone: Collection[int] = ()) -> Night:
        """Draw the films and open the vote.

        Args:
            night_id: the night.
            actor: who asks for it.
            gone: members who have left the server since they joined.
        """
        night = await self.get(night_id)
        if night.stage is not Stage.GATHERING:
            raise MemberError("The films are on the table already. **Reroll** swaps some.")
        if not (night.options.anybody_suggests and actor.member_id in night.member_ids):
            check_runs_it(night, actor, "ask for the films")
        if gone:
            night = await self._nights.drop_members(night_id, gone) or night
        if len(night.members) < FEWEST:
            raise MemberError("It takes two for a movie night. Wait until somebody else joins.")
        tastes = await self._shortlister.tastes(night.member_ids)
        films = await self._shortlister.draw(
            tastes,
            night.options,
            shown=await self._chosen_before(night),
            carried=await self._nights.carry_over(night.guild_id, LENGTH),
            credits_of={member.member_id: member.credit for member in night.members},
        )
        if not films:
            raise MemberError(
                "No film is left that passes the filters and is new to everybody. Cancel this "
                "night and start one with wider filters, or with rewatches."
            )
        return _still(
            await self._nights.put_shortlist(
                night_id, keep=(), add=films, vote_ends_at=self._vote_ends(night.options)
            )
        )

    async def reroll(self, night_id: int, actor: Actor) -> Night:
        """Swap the films that nobody backs."""
        night = await self.get(night_id)
        if night.stage is not Stage.VOTING:
            raise MemberError("There is nothing to swap now.")
        if not (night.options.anybody_suggests and actor.member_id in night.member_ids):
            check_runs_it(night, actor, "swap films")
        going = rules.unbacked(night)
        if not going:
            raise MemberError("Every film on the list is backed by somebody, so all of them stay.")
        staying = [film for film in night.films if film not in going]
        films = await self._shortlister.draw(
            await self._shortlister.tastes(night.member_ids),
            night.options,
            keep=[
                film.item_id
                for film in staying
                if film.item_id is not None and film.item_id in self._recommender.catalog
            ],
            shown=[
                *await self._nights.items_shown(night_id),
                *await self._chosen_before(night),
            ],
            credits_of={member.member_id: member.credit for member in night.members},
            count=len(going),
        )
        if not films:
            raise MemberError("There is no other film left that passes the filters.")
        replaced = going[: len(films)] if len(films) < len(going) else going
        keep = {film.id for film in night.films} - {film.id for film in replaced}
        return _still(
            await self._nights.put_shortlist(
                night_id,
                keep=keep,
                add=films,
                vote_ends_at=night.vote_ends_at or self._vote_ends(night.options),
            )
        )

    async def add(self, night_id: int, actor: Actor, movie: Movie | str) -> Night:
        """Put a film on the list that a member names; a title if the catalogue lacks it."""
        if isinstance(movie, str) and not movie.strip():
            raise MemberError("Name a film: its title is enough.")
        night = await self.get(night_id)
        check_joined(night, actor)
        if night.stage is not Stage.VOTING:
            raise MemberError("Films can be added while the vote is on, not before or after.")
        if any(film.added_by == actor.member_id for film in night.films):
            raise MemberError("You have added a film already, and everybody has one.")
        if len(night.films) >= MOST_FILMS:
            raise MemberError(f"The list is full: {MOST_FILMS} films are on it.")
        film = await self._named(night, actor, movie)
        if any(_same(film, other) for other in night.films):
            raise MemberError("That film is on the list already.")
        return _still(await self._nights.add_film(night_id, film))

    async def toggle_approval(self, night_id: int, film_id: int, actor: Actor) -> Night:
        """Approve of a film, or no longer."""
        night = await self._check_ballot(night_id, film_id, actor)
        return _still(await self._nights.toggle_approval(night.id, film_id, actor.member_id))

    async def veto(self, night_id: int, film_id: int, actor: Actor, reason: str | None) -> Night:
        """Use a member's only veto; on the film that has it already, take it back."""
        night = await self._check_ballot(night_id, film_id, actor)
        if night.stage is not Stage.VOTING:
            raise MemberError("In a run-off there are no vetoes.")
        held = night.vetoes.get(actor.member_id)
        if held is not None and held.film_id == film_id:
            return _still(await self._nights.unveto(night_id, actor.member_id))
        return _still(await self._nights.veto(night_id, film_id, actor.member_id, reason))

    async def done(self, night_id: int, actor: Actor, vote: Stage, *, done: bool) -> Night:
        """Say that one's votes are complete, or not yet; when all have, the vote ends.

        Args:
            night_id: the night.
            actor: who says so.
            vote: the vote or the run-off, whichever they mean.
            done: whether they are.
        """
        night = await self.get(night_id)
        check_joined(night, actor)
        check_vote(night, vote)
        night = _still(await self._nights.set_done(night_id, actor.member_id, done))
        return await self.end_vote(night_id, vote) or night if night.everybody_is_done else night

    async def close(self, night_id: int, actor: Actor, vote: Stage) -> Night:
        """End the vote, or the run-off, now."""
        night = await self.get(night_id)
        check_runs_it(night, actor, "end the vote")
        check_vote(night, vote)
        return _still(await self.end_vote(night_id, vote))

    async def end_vote(self, night_id: int, vote: Stage) -> Night | None:
        """Decide by the stored votes; ``None`` when that vote is over already.

        A tie goes to a run-off where there is time for one before the film begins.

        Args:
            night_id: the night.
            vote: the vote or the run-off. Who is told late to end the one must not end the other,
                which has only begun.
        """
        now = self._now()
        night = await self.get(night_id)
        starts_at = night.options.starts_at
        may_run_off = starts_at is None or now + RUN_OFF <= starts_at
        late = max(now - starts_at, timedelta()) if starts_at is not None else timedelta()

        def decide(stored: Night) -> Winner | RunOff | None:
            return rules.decide(stored, may_run_off=may_run_off) if stored.stage is vote else None

        return await self._nights.close_vote(
            night_id,
            decide,
            runoff_ends_at=now + RUN_OFF,
            film_seconds=int((late + _USUAL_LENGTH + _AFTERWARDS).total_seconds()),
        )

    async def cancel(self, night_id: int, actor: Actor) -> Night:
        """Call a night off."""
        night = await self.get(night_id)
        check_runs_it(night, actor, "cancel it")
        if night.stage in {Stage.WATCHED, Stage.CANCELLED}:
            raise MemberError("That night is over already.")
        return _still(await self._nights.cancel(night_id))

    async def watched(self, night_id: int, actor: Actor) -> Night:
        """Note that the film was watched, so that everybody is asked how it was."""
        night = await self.get(night_id)
        if night.stage is Stage.WATCHED:
            raise MemberError("That is noted already. How was it? Press 👍 or 👎.")
        if night.stage is not Stage.DECIDED:
            raise MemberError("There is no decided film that could have been watched.")
        starts_at = night.options.starts_at
        if actor.member_id not in night.member_ids:
            check_runs_it(night, actor, "say that it was watched")
        elif starts_at is not None and self._now() < starts_at:
            check_runs_it(night, actor, "say before its time that it was watched")
        return _still(await self._nights.watched(night_id))

    async def rate(self, night_id: int, actor: Actor, *, liked: bool) -> Night:
        """Keep how a member found the film."""
        night = await self.get(night_id)
        check_joined(night, actor)
        if night.stage is not Stage.WATCHED:
            raise OutOfDate("That film was not watched.")
        return _still(await self._nights.rate(night_id, actor.member_id, liked))

    async def tastes(self, night: Night) -> Tastes:
        """Return what is known of the members of a night."""
        return await self._shortlister.tastes(night.member_ids)

    @property
    def invented(self) -> bool:
        """Whether the ratings behind all fits are made up."""
        return self._recommender.meta.invented

    def movie_of(self, film: NightFilm) -> Movie:
        """Return what a film of a night is."""
        return as_movie(film, self._recommender.catalog)

    async def _chosen_before(self, night: Night) -> list[ItemId]:
        """Return the films that members chose on other nights, said or not how they were."""
        return [] if night.options.rewatches else await self._nights.chosen_by(night.member_ids)

    async def _named(self, night: Night, actor: Actor, movie: Movie | str) -> ProposedFilm:
        if isinstance(movie, str):
            return ProposedFilm(item_id=None, title=movie, added_by=actor.member_id)
        tastes = await self._shortlister.tastes(night.member_ids)
        fits = await self._shortlister.fits_of(tastes, movie.id)
        return ProposedFilm(item_id=movie.id, added_by=actor.member_id, fits=fits)

    async def _check_ballot(self, night_id: int, film_id: int, actor: Actor) -> Night:
        night = await self.get(night_id)
        check_joined(night, actor)
        check_voting(night)
        if film_id not in {film.id for film in night.on_ballot}:
            raise OutOfDate("That film is not on the ballot any more. Look at the list again.")
        return night

    def _vote_ends(self, options: NightOptions) -> datetime:
        """Return when a vote that begins now ends: in time for a run-off before the film.

        Late in the day it has as long as a run-off, even if the film begins a little later for it.
        """
        now, starts_at = self._now(), options.starts_at
        ends = now + timedelta(seconds=options.vote_seconds)
        return ends if starts_at is None else min(ends, max(starts_at - RUN_OFF, now + RUN_OFF))


def _same(film: ProposedFilm, other: NightFilm) -> bool:
    if film.item_id is not None or other.item_id is not None:
        return film.item_id == other.item_id
    return (film.title or "").casefold() == (other.title or "").casefold()


def _still(night: Night | None) -> Night:
    """Return the night after a change that somebody else may have made impossible meanwhile."""
    if night is None:
        raise OutOfDate("Somebody was faster: the night has moved on. Look at it again.")
    return night
