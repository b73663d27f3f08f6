"""Who may do what to a night, and what becomes of it. Pure, and the only place that says so.

A rule takes a night as it stands and returns it as it is then, or raises a `MemberError` that says
why not. `NightStore.change` applies it within one transaction, so whoever comes a moment too late
hears what is true by then. docs/movie-night.md says the same for organisers.
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final, TypeAlias

from bot.errors import MemberError, OutOfDate
from bot.films.request import check_years
from bot.nights import outcome
from bot.nights.night import (
    MOST_FILMS,
    MOST_MEMBERS,
    NEW,
    OPEN,
    POSTS,
    VOTES,
    Night,
    NightFilm,
    NightMember,
    NightOptions,
    Post,
    PostState,
    Sending,
    Stage,
    Timer,
    Veto,
)
from recsys.types import ItemId

Rule: TypeAlias = Callable[[Night], Night]

FEWEST: Final = 2
"""So many it takes for a night."""
MOST_OF_ORGANISER: Final = 3
"""So many undecided nights a member can have in a server."""
MOST_OF_GUILD: Final = 20
"""So many undecided nights a server can have."""
RUN_OFF: Final = timedelta(minutes=10)
"""How long a run-off takes."""
_USUAL_LENGTH: Final = timedelta(minutes=150)
"""A film whose length nobody knows, with the talk around it."""
_AFTERWARDS: Final = timedelta(minutes=15)
_ANSWERS: Final = timedelta(days=1)
"""So long answers are waited for, unless all who joined have given one."""
_LIKED: Final = 3
"""From so many stars on, of five, a film counts as liked."""
SOON: Final = timedelta(minutes=15)
"""So long before the film those who joined are reminded."""
_ALL_BACKED: Final = "Someone backs every film on the list, so they all stay."


@dataclass(frozen=True, slots=True)
class Actor:
    """Who does something.

    Attributes:
        member_id: Discord's id.
        manages: whether they have Manage Events in this server.
    """

    member_id: int
    manages: bool = False


# People come together.


def announce(
    guild_id: int,
    channel_id: int,
    organiser_id: int,
    options: NightOptions,
    invited: Iterable[int],
    now: datetime,
) -> Night:
    """Return a new night that the organiser has joined, and to which these members are asked."""
    others = tuple(each for each in dict.fromkeys(invited) if each != organiser_id)
    if len(others) >= MOST_MEMBERS:
        raise MemberError(f"A movie night has room for {MOST_MEMBERS} members.")
    check_years(options.first, options.last)
    return Night(
        id=NEW,
        guild_id=guild_id,
        channel_id=channel_id,
        message_id=None,
        organiser_id=organiser_id,
        stage=Stage.GATHERING,
        options=options,
        created_at=now,
        members=(NightMember(organiser_id),),
        invited=others,
    )


def check_room(undecided_here: int, undecided_of_organiser: int) -> None:
    """Let nobody start a night beside so many that are still to be decided."""
    if undecided_of_organiser >= MOST_OF_ORGANISER:
        raise MemberError(
            f"You have {MOST_OF_ORGANISER} movie nights without a film yet. "
            "Finish one first, or cancel it with `/movienight cancel`."
        )
    if undecided_here >= MOST_OF_GUILD:
        raise MemberError(
            f"This server has {MOST_OF_GUILD} movie nights without a film yet. "
            "Finish one first, or cancel it with `/movienight cancel`."
        )


def join(night: Night, actor: Actor, fits: Mapping[ItemId, float | None] | None = None) -> Night:
    """Let a member join until the vote is over; a second time changes nothing.

    ``fits`` are how well the films that are on the list already suit them.
    """
    _check_not_over(night)
    joined = night.member(actor.member_id) is not None
    if night.stage is Stage.DECIDED:
        raise MemberError(
            "You're already in. See you there!"
            if joined
            else "The film is already chosen, so it's too late to vote. Come along anyway!"
        )
    if joined:
        return night
    if len(night.members) >= MOST_MEMBERS:
        raise MemberError(f"This movie night is full: {MOST_MEMBERS} members have joined.")
    return replace(
        night,
        members=(*night.members, NightMember(actor.member_id, late=night.stage in VOTES)),
        invited=tuple(each for each in night.invited if each != actor.member_id),
        films=tuple(_with_fit(film, actor.member_id, fits or {}) for film in night.films),
    )


def check_invite(night: Night, actor: Actor) -> None:
    """Let only those go on who may invite others now."""
    _check_not_over(night)
    _check_joined(night, actor)
    if night.stage is Stage.DECIDED:
        raise MemberError("The film is already chosen, so it's too late to invite anyone.")


def invite(night: Night, actor: Actor, asked: Iterable[int]) -> Night:
    """Ask members to a night; who has joined or was asked before stays as they are."""
    check_invite(night, actor)
    known = {*night.member_ids, *night.invited}
    new = [each for each in dict.fromkeys(asked) if each not in known]
    if not new:
        raise MemberError("They're all in or invited already.")
    if len(known) + len(new) > MOST_MEMBERS:
        raise MemberError(f"A movie night has room for {MOST_MEMBERS} members.")
    return replace(night, invited=(*night.invited, *new))


def show_fits(night: Night, actor: Actor, *, shown: bool) -> Night:
    """Let the others see how films suit a member on this night, or no longer."""
    _check_joined(night, actor)
    members = (
        replace(each, shows_fits=shown) if each.member_id == actor.member_id else each
        for each in night.members
    )
    return replace(night, members=tuple(members))


def leave(night: Night, actor: Actor, now: datetime) -> Night:
    """Let a member leave, or refuse an invitation, until the vote is over.

    Their votes and their veto go with them. When everyone who stays is done, the vote ends.
    """
    _check_not_over(night)
    if actor.member_id not in night.invited:
        _check_joined(night, actor)
    if night.stage is Stage.DECIDED:
        raise MemberError("The film is chosen, so you can't leave now. You don't have to come.")
    left = _without(night, {actor.member_id})
    return _end_vote(left, now) if left.stage in VOTES and left.everybody_is_done else left


def drop(night: Night, actor: Actor, gone: Collection[int]) -> Night:
    """Take out members who have left the server, before the films are chosen."""
    check_may_ask(night, actor)
    return _without(night, gone)


# The shortlist.


def check_may_ask(night: Night, actor: Actor) -> None:
    """Let only those go on who may ask for the films."""
    _check_not_over(night)
    if night.stage is not Stage.GATHERING:
        raise MemberError("The films are already chosen. Press **Reroll** to swap some.")
    _check_may_draw(night, actor, "ask for the films")


def check_suggest(night: Night, actor: Actor) -> None:
    """Let only those go on who may have the films chosen now."""
    check_may_ask(night, actor)
    if len(night.members) < FEWEST:
        raise MemberError(_too_few(night, actor))


def suggest(night: Night, actor: Actor, films: Sequence[NightFilm], now: datetime) -> Night:
    """Put the first films on the list and open the vote."""
    check_suggest(night, actor)
    if not films:
        raise MemberError(
            "No film matches your filters and is new to everyone. Cancel this movie night and "
            "start one with wider filters, or with rewatches."
        )
    options = _postponed(night.options, now)
    ends_at = _vote_ends(options, now)
    voting = replace(
        _all_anew(night),
        stage=Stage.VOTING,
        options=options,
        films=tuple(_listed(film, night) for film in _fresh((), films)[:MOST_FILMS]),
        vote_ends_at=ends_at,
        timers={Timer.VOTE_ENDS: ends_at, **_before_the_film(options, now)},
    )
    return _posting(voting, Post.FILMS)


def check_swap(night: Night, actor: Actor) -> list[NightFilm]:
    """Return the films that a new draw replaces: nobody backs them."""
    if night.stage is not Stage.VOTING:
        raise MemberError("There's nothing to swap right now.")
    _check_may_draw(night, actor, "swap films")
    going = outcome.unbacked(night)
    if not going:
        raise MemberError(_ALL_BACKED)
    return going


def swap(night: Night, actor: Actor, going: Collection[int], films: Sequence[NightFilm]) -> Night:
    """Put new films in the place of those that nobody backs.

    A film that somebody has backed since the draw stays, and one of the new ones with it away.
    Vetoes of what goes can be used again, and everyone has to look at their ballot once more; if
    somebody was done, a post says so.
    ``going`` are the ids of the films that the new ones were drawn for.
    """
    unbacked = [film.id for film in check_swap(night, actor) if film.id in going]
    if not {film.id for film in night.films}.issuperset(going):
        raise OutOfDate("Someone else just swapped films. Take another look at the list.")
    if not unbacked:
        raise MemberError(_ALL_BACKED)
    new = _fresh(night.films, films)[: len(unbacked)]
    if not new:
        raise MemberError("No other film matches your filters.")
    leaving = set(unbacked[: len(new)])
    items = {film.item_id for film in night.films if film.id in leaving}
    return replace(
        _all_anew(_telling(night) if any(each.done for each in night.members) else night),
        films=(
            *(film for film in night.films if film.id not in leaving),
            *(_listed(film, night) for film in new),
        ),
        dropped=night.dropped | {ItemId(item) for item in items if item is not None},
        vetoes={who: veto for who, veto in night.vetoes.items() if veto.film_id not in leaving},
    )


def add_film(night: Night, actor: Actor, film: NightFilm) -> Night:
    """Put the film that a member names on the list; each has one.

    Who is done stays so: what they voted for still counts, and they can look again.
    """
    _check_joined(night, actor)
    if night.stage is not Stage.VOTING:
        raise MemberError("You can only add films during the vote.")
    if any(other.added_by == actor.member_id for other in night.films):
        raise MemberError("You've already added a film. Everyone gets one.")
    if len(night.films) >= MOST_FILMS:
        raise MemberError(f"The list is full: it has {MOST_FILMS} films.")
    if not _fresh(night.films, [film]):
        raise MemberError("That film is already on the list.")
    named = _listed(replace(film, added_by=actor.member_id), night)
    return replace(night, films=(*night.films, named))


# The vote.


def check_ballot(night: Night, actor: Actor) -> None:
    """Let only those see a ballot who have one now."""
    _check_voting(night)
    _check_joined(night, actor)


def toggle_approval(night: Night, film_id: int, actor: Actor) -> Night:
    """Approve of a film, or stop doing so; approving removes the member's veto of it."""
    _check_on_ballot(night, film_id, actor)
    night = _with_done(night, {actor.member_id}, done=False)
    votes = {**night.votes, film_id: night.votes.get(film_id, frozenset()) ^ {actor.member_id}}
    if night.stage is Stage.RUNOFF:
        return replace(night, runoff=votes)
    held = night.vetoes.get(actor.member_id)
    vetoes = dict(night.vetoes)
    if actor.member_id in votes[film_id] and held is not None and held.film_id == film_id:
        del vetoes[actor.member_id]
    return replace(night, approvals=_given(votes), vetoes=vetoes)


def approve_only(night: Night, films: Collection[int], actor: Actor, vote: Stage) -> Night:
    """Approve of these films and of no others; approving removes the member's veto."""
    _check_joined(night, actor)
    _check_vote(night, vote)
    for film_id in sorted(films):
        _check_on_ballot(night, film_id, actor)
    for film in night.on_ballot:
        if (film.id in films) != (actor.member_id in night.votes.get(film.id, ())):
            night = toggle_approval(night, film.id, actor)
    return night


def check_veto(night: Night, film_id: int, actor: Actor) -> NightFilm:
    """Let only those go on who may veto a film now; return it."""
    _check_on_ballot(night, film_id, actor)
    if night.stage is not Stage.VOTING:
        raise MemberError("There are no vetoes in a run-off.")
    return next(film for film in night.films if film.id == film_id)


def check_reason(night: Night, actor: Actor) -> tuple[Veto, NightFilm]:
    """Let only those go on who may say why they veto a film; return the veto and the film."""
    check_ballot(night, actor)
    held = night.vetoes.get(actor.member_id)
    if held is None:
        raise OutOfDate("You have no veto any more.")
    return held, check_veto(night, held.film_id, actor)


def unveto(night: Night, actor: Actor, vote: Stage) -> Night:
    """Take a member's veto back, if they used it."""
    _check_joined(night, actor)
    _check_vote(night, vote)
    if actor.member_id not in night.vetoes:
        return night
    vetoes = {who: held for who, held in night.vetoes.items() if who != actor.member_id}
    return replace(_with_done(night, {actor.member_id}, done=False), vetoes=vetoes)


def veto(night: Night, film_id: int, actor: Actor, reason: str | None = None) -> Night:
    """Use a member's only veto, in place of approval; on the film that has it, say why."""
    check_veto(night, film_id, actor)
    held = night.vetoes.get(actor.member_id)
    if held is None or held.film_id != film_id:
        night = _with_done(night, {actor.member_id}, done=False)
    others = night.approvals.get(film_id, frozenset()) - {actor.member_id}
    return replace(
        night,
        vetoes={**night.vetoes, actor.member_id: Veto(film_id, reason)},
        approvals=_given({**night.approvals, film_id: others}),
    )


def set_done(night: Night, actor: Actor, vote: Stage, now: datetime, *, done: bool) -> Night:
    """Note whether a member's votes are complete; when everyone's are, the vote ends.

    ``vote`` is the vote or the run-off, whichever they mean: a late press on the one must not end
    the other, which has only begun.
    """
    _check_joined(night, actor)
    _check_vote(night, vote)
    night = _with_done(night, {actor.member_id}, done=done)
    return _end_vote(night, now) if night.everybody_is_done else night


def close(night: Night, actor: Actor, vote: Stage, now: datetime) -> Night:
    """End the vote, or the run-off, whichever is meant, now."""
    _check_runs_it(night, actor, "end the vote")
    _check_vote(night, vote)
    return _end_vote(night, now)


# The evening, and what comes after it.


def cancel(night: Night, actor: Actor) -> Night:
    """Call a night off."""
    _check_organises(night, actor, "cancel it")
    _check_not_over(night)
    return call_off(night)


def call_off(night: Night) -> Night:
    """Cancel a night that was not watched, with all that waits."""
    if night.stage not in OPEN:
        return night
    posts = {post: state for post, state in night.posts.items() if post not in night.pending}
    return replace(night, stage=Stage.CANCELLED, vote_ends_at=None, timers={}, posts=posts)


def watched(night: Night, actor: Actor, now: datetime) -> Night:
    """Note that the film was watched, so that everybody is asked how it was."""
    if night.stage is Stage.WATCHED:
        raise MemberError("That's already saved. How was it? Press 👍 or 👎.")
    _check_not_over(night)
    if night.stage is not Stage.DECIDED:
        raise MemberError("No film has been chosen yet.")
    starts_at = night.options.starts_at
    if night.member(actor.member_id) is None:
        _check_runs_it(night, actor, "mark it as watched")
    elif starts_at is not None and now < starts_at:
        _check_runs_it(night, actor, "mark it as watched before it starts")
    return _watched(night, now)


def rate(night: Night, actor: Actor, *, liked: bool) -> Night:
    """Note whether a member liked the film; stars of theirs that say otherwise go."""
    stars = night.stars.get(actor.member_id)
    return _rate(night, actor, liked=liked, stars=stars if _likes(stars) is liked else None)


def give_stars(night: Night, actor: Actor, *, stars: float) -> Night:
    """Note how many stars a member gives the film, which say whether they liked it."""
    return _rate(night, actor, liked=_likes(stars) is True, stars=stars)


def check_stub(night: Night, actor: Actor) -> None:
    """Let only those have a ticket stub who came."""
    _check_joined(night, actor)
    _check_watched(night)


def plan_event(night: Night, actor: Actor, now: datetime) -> Night:
    """Note that the scheduled event of a decided night is about to be made."""
    _check_runs_it(night, actor, "make the event")
    starts_at = night.options.starts_at
    if night.stage is not Stage.DECIDED or starts_at is None:
        raise MemberError("I can only make an event for a chosen film with a start time.")
    if night.event_id is not None:
        raise MemberError("I already made that event. It's among the server's events.")
    if starts_at <= now:
        raise MemberError("The film has already started, so it's too late for an event.")
    return replace(night, event_tried=True)


def event_made(night: Night, event_id: int) -> Night:
    """Note which event was made."""
    return replace(night, event_id=event_id)


# What the clock does.


def ring(night: Night, now: datetime) -> Night:
    """Do what the timers wait for whose time has come, the first one first."""
    while due := [(at, timer) for timer, at in night.timers.items() if at <= now]:
        _, timer = min(due)
        night = _rung(_without_timer(night, timer), timer, now)
    return night


def attempt(night: Night, post: Post, now: datetime) -> Night:
    """Note that sending a post is tried now."""
    return _post(night, post, lambda state: replace(state, attempted_at=now))


def sent(night: Night, post: Post, message_id: int) -> Night:
    """Note that a post is out, as this message."""
    asked = post in night.pending and night.posts[post].message_id is None
    night = _post(
        night, post, lambda state: replace(state, sending=Sending.SENT, message_id=message_id)
    )
    return _with_result(night) if asked else night


def edited(night: Night, post: Post, showed: Night) -> Night:
    """Note that a post which is out shows what a night held; if that has changed, it waits on."""
    if (night.liked, night.stars, night.members) != (showed.liked, showed.stars, showed.members):
        return night
    is_out = post in night.pending and night.posts[post].message_id is not None
    sending = Sending.SENT if is_out else Sending.PENDING
    return _post(night, post, lambda state: replace(state, sending=sending))


def give_up(night: Night, post: Post) -> Night:
    """Note that a post can't be sent."""
    return _post(night, post, lambda state: replace(state, sending=Sending.GIVEN_UP))


def put_up(night: Night, channel_id: int, message_id: int) -> Night:
    """Note which message is the night's; it shows no version yet."""
    return replace(night, channel_id=channel_id, message_id=message_id, shown=0)


def show(night: Night, version: int) -> Night:
    """Note that the night's message shows this version, or a later one."""
    return replace(night, shown=max(night.shown, version))


# How.


def _check_not_over(night: Night) -> None:
    if night.stage is Stage.CANCELLED:
        raise MemberError("That movie night was cancelled.")
    if night.stage is Stage.WATCHED:
        raise MemberError("That movie night is already over.")


def _check_watched(night: Night) -> None:
    if night.stage is not Stage.WATCHED:
        raise OutOfDate("Nobody has watched that film yet.")


def _check_joined(night: Night, actor: Actor) -> None:
    if night.member(actor.member_id) is None:
        may_join = night.stage in VOTES | {Stage.GATHERING}
        raise MemberError(
            "You haven't joined this movie night yet. Press **Join**."
            if may_join
            else "You didn't join this movie night."
        )


def _check_runs_it(night: Night, actor: Actor, what: str) -> None:
    """Let those who run a night go on; ``what`` they would do.

    Where the organiser isn't in, everyone who joined runs it, so that no night waits for nobody.
    """
    if night.organiser_is_in or night.member(actor.member_id) is None:
        _check_organises(night, actor, what)


def _check_organises(night: Night, actor: Actor, what: str) -> None:
    """Let the organiser and members with Manage Events go on; ``what`` they would do."""
    if actor.member_id == night.organiser_id or actor.manages:
        return
    organiser = f"the organiser (<@{night.organiser_id}>) or " if night.organiser_id else ""
    raise MemberError(f"Only {organiser}someone with **Manage Events** can {what}.")


def _check_may_draw(night: Night, actor: Actor, what: str) -> None:
    if not (night.options.anybody_suggests and night.member(actor.member_id) is not None):
        _check_runs_it(night, actor, what)


def _check_voting(night: Night) -> None:
    if night.stage not in VOTES:
        raise OutOfDate("There's no vote going on right now.")


def _check_vote(night: Night, vote: Stage) -> None:
    _check_voting(night)
    if night.stage is not vote:
        raise OutOfDate("That vote was a tie, so there's a run-off now.")


def _check_on_ballot(night: Night, film_id: int, actor: Actor) -> None:
    _check_joined(night, actor)
    _check_voting(night)
    if film_id not in {film.id for film in night.on_ballot}:
        raise OutOfDate("That film isn't on the ballot any more. Take another look at the list.")


def _without(night: Night, gone: Collection[int]) -> Night:
    members = tuple(member for member in night.members if member.member_id not in gone)
    staying = replace(
        night, members=members, invited=tuple(each for each in night.invited if each not in gone)
    )
    approvals = {film_id: who.difference(gone) for film_id, who in night.approvals.items()}
    return replace(
        staying,
        films=tuple(_listed(film, staying) for film in night.films),
        approvals=_given(approvals),
        runoff={film_id: who.difference(gone) for film_id, who in night.runoff.items()},
        vetoes={who: veto for who, veto in night.vetoes.items() if who not in gone},
    )


def _with_done(night: Night, who: Collection[int], *, done: bool) -> Night:
    """Set the *done* flag of these members."""
    members = (
        replace(each, done=done) if each.member_id in who else each for each in night.members
    )
    return replace(night, members=tuple(members))


def _all_undone(night: Night) -> Night:
    """Reset everyone's *done* flag: there is something new to vote on."""
    return _with_done(night, night.member_ids, done=False)


def _all_anew(night: Night) -> Night:
    """Take everyone as not done and in time: films were drawn, for all who are here now."""
    undone = _all_undone(night)
    return replace(undone, members=tuple(replace(each, late=False) for each in undone.members))


def _given(votes: dict[int, frozenset[int]]) -> dict[int, frozenset[int]]:
    return {film_id: members for film_id, members in votes.items() if members}


def _fresh(listed: Iterable[NightFilm], films: Iterable[NightFilm]) -> list[NightFilm]:
    """Return the films that aren't listed, each once."""
    known = {_identity(film) for film in listed}
    fresh = []
    for film in films:
        if _identity(film) not in known:
            known.add(_identity(film))
            fresh.append(film)
    return fresh


def _identity(film: NightFilm) -> int | str:
    if film.item_id is not None:
        return film.item_id
    return " ".join((film.title or "").split()).casefold()


def _with_fit(film: NightFilm, member_id: int, fits: Mapping[ItemId, float | None]) -> NightFilm:
    if film.item_id is None or film.item_id not in fits:
        return film
    return replace(film, fits={**film.fits, member_id: fits[film.item_id]})


def _listed(film: NightFilm, night: Night) -> NightFilm:
    """Return a film as it stands on the list, with no fits of members who left meanwhile."""
    joined = set(night.member_ids)
    return replace(film, fits={who: fit for who, fit in film.fits.items() if who in joined})


def _postponed(options: NightOptions, now: datetime) -> NightOptions:
    """Have the film begin late where there's no time left to vote before it."""
    starts_at = options.starts_at
    if starts_at is None:
        return options
    earliest = now + RUN_OFF
    return options if starts_at >= earliest else replace(options, starts_at=earliest, moved=True)


def _before_the_film(options: NightOptions, now: datetime) -> dict[Timer, datetime]:
    starts_at = options.starts_at
    soon = None if starts_at is None else starts_at - SOON
    return {Timer.SOON: soon} if soon is not None and soon > now else {}


def _vote_ends(options: NightOptions, now: datetime) -> datetime:
    """Return when a vote that begins now ends: in time for a run-off before the film.

    Late in the day it has as long as a run-off, and ends with the film's time at the latest.
    """
    starts_at, ends = options.starts_at, now + timedelta(seconds=options.vote_seconds)
    return ends if starts_at is None else min(ends, max(starts_at - RUN_OFF, now + RUN_OFF))


def _end_vote(night: Night, now: datetime) -> Night:
    """Decide by the votes; a tie goes to a run-off where there is time for one before the film.

    A night that everyone left is called off.
    """
    if not night.members:
        return call_off(night)
    starts_at = night.options.starts_at
    soon = _before_the_film(night.options, now)
    decision = outcome.decide(night, may_run_off=starts_at is None or now + RUN_OFF <= starts_at)
    if isinstance(decision, outcome.RunOff):
        ends_at = now + RUN_OFF
        running_off = replace(
            _all_undone(night),
            stage=Stage.RUNOFF,
            runoff=dict.fromkeys(sorted(decision.film_ids), frozenset[int]()),
            vote_ends_at=ends_at,
            timers={Timer.RUNOFF_ENDS: ends_at, **soon},
        )
        return _posting(running_off, Post.RUNOFF)
    timers = {}
    if starts_at is not None:
        # Chosen late, the film begins late, and ends late.
        ends_at = max(starts_at, now) + _USUAL_LENGTH + _AFTERWARDS
        timers = {**soon, Timer.REMINDER: starts_at, Timer.HOW_WAS_IT: ends_at}
    decided = replace(
        night,
        stage=Stage.DECIDED,
        winner_id=decision.film_id,
        why=decision.why,
        decided_at=now,
        vote_ends_at=None,
        timers=timers,
    )
    return _posting(decided, Post.WINNER)


def _watched(night: Night, now: datetime) -> Night:
    timers = {Timer.HOW_WAS_IT: now + _ANSWERS}
    watched = replace(night, stage=Stage.WATCHED, watched_at=now, timers=timers)
    return _posting(watched, Post.HOW_WAS_IT)


def _posting(night: Night, post: Post) -> Night:
    """Have a post sent, if the organiser wished it, in the place of what is no news any more."""
    posts = {each: state for each, state in night.posts.items() if each not in night.pending}
    if post in POSTS[night.options.remind]:
        posts = {post: PostState(), **posts}
    return replace(night, posts=posts)


def _telling(night: Night) -> Night:
    """Have those who joined told again that there are films, if the organiser wished it."""
    if Post.FILMS not in POSTS[night.options.remind]:
        return night
    return replace(night, posts={**night.posts, Post.FILMS: PostState()})


def _too_few(night: Night, actor: Actor) -> str:
    """Say who is missing for a night."""
    others = [each for each in night.member_ids if each != actor.member_id]
    if others:
        said = f"Only <@{others[0]}> is in, and a movie night takes two. Press **Join**, too"
    elif night.members:
        said = "You're the only one in, and a movie night takes two"
    else:
        said = "Nobody's in, and a movie night takes two. Press **Join**"
    asked = " ".join(f"<@{each}>" for each in night.invited if each != actor.member_id)
    return f"{said}. Still invited: {asked}." if asked else f"{said}, or wait for someone to join."


def _likes(stars: float | None) -> bool | None:
    return None if stars is None else stars >= _LIKED


def _rate(night: Night, actor: Actor, *, liked: bool, stars: float | None) -> Night:
    _check_joined(night, actor)
    _check_watched(night)
    others = {who: each for who, each in night.stars.items() if who != actor.member_id}
    return _with_result(
        replace(
            night,
            liked={**night.liked, actor.member_id: liked},
            stars=others if stars is None else {**others, actor.member_id: stars},
        )
    )


def _with_result(night: Night) -> Night:
    """Have the question become the result, or show what has changed of it, if it's time."""
    if night.liked.keys() >= {*night.member_ids}:
        night = _without_timer(night, Timer.HOW_WAS_IT) if night.stage is Stage.WATCHED else night
    question = night.posts.get(Post.HOW_WAS_IT)
    if not night.has_result or question is None or question.sending is not Sending.SENT:
        return night
    waiting = replace(question, sending=Sending.PENDING)
    return replace(night, posts={**night.posts, Post.HOW_WAS_IT: waiting})


def _rung(night: Night, timer: Timer, now: datetime) -> Night:
    match timer, night.stage:
        case (Timer.VOTE_ENDS, Stage.VOTING) | (Timer.RUNOFF_ENDS, Stage.RUNOFF):
            return _end_vote(night, now)
        case Timer.SOON, Stage.VOTING | Stage.RUNOFF | Stage.DECIDED:
            return _posting(night, Post.SOON)
        case Timer.REMINDER, Stage.DECIDED:
            return _posting(night, Post.REMINDER)
        case Timer.HOW_WAS_IT, Stage.DECIDED:
            return _watched(night, now)
        case Timer.HOW_WAS_IT, Stage.WATCHED:
            return _with_result(night)
        case _:
            # What it waited for has come about otherwise.
            return night


def _without_timer(night: Night, timer: Timer) -> Night:
    return replace(night, timers={each: at for each, at in night.timers.items() if each != timer})


def _post(night: Night, post: Post, change: Callable[[PostState], PostState]) -> Night:
    """Change a post that waits; others stay as they are."""
    if post not in night.pending:
        return night
    return replace(night, posts={**night.posts, post: change(night.posts[post])})
