"""What happens on Discord when somebody presses a button of a movie night, or uses a command."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from functools import partial
from typing import ClassVar, TypeAlias

from bot.errors import MemberError, OutOfDate, UnclearFilm
from bot.films.find import film_buttons
from bot.films.lookup import film_of, offer_elsewhere
from bot.films.undo import after_rating
from bot.films.verdict_words import acknowledge
from bot.nights import render, rules, shortlist
from bot.nights.answers import STARS, star_word, stub_picture
from bot.nights.buttons import NO_VETO, Ballot, Verb, VetoForm, on, on_menu, welcome_view
from bot.nights.calendar import add_event, remove_event
from bot.nights.clock import NightClock
from bot.nights.messages import missing_rights
from bot.nights.night import VOTES, Night, NightOptions, Stage
from bot.nights.people import members_here
from bot.nights.rules import Actor, Rule
from bot.nights.store import nights_here
from bot.nights.text import ended, in_already, left_text, link, vote_news, welcome_text
from bot.onboarding.deck import deal
from bot.services import services_of
from bot.storage.types import Source, Verdict
from bot.ui import respond
from bot.ui.control import (
    Interaction,
    Press,
    all_chosen,
    button,
    chosen,
    is_seen_alone,
    typed,
    view_of,
)
from bot.ui.events import NIGHT_CHANGED
from bot.ui.message import Message
from bot.ui.respond import hold, tell, think
from recsys.movies import Movie
from recsys.types import ItemId

Show: TypeAlias = Callable[[Night], Awaitable[Night]]


def actor_of(interaction: Interaction) -> Actor:
    """Return who pressed, and whether they may manage events here."""
    return Actor(interaction.user.id, manages=interaction.permissions.manage_events)


async def start(interaction: Interaction, options: NightOptions, invited: list[int]) -> None:
    """Announce a night in the channel; the interaction is deferred already."""
    assert interaction.guild_id is not None
    assert interaction.channel_id is not None
    store = nights_here(interaction)
    night = await store.create(
        rules.announce(
            interaction.guild_id,
            interaction.channel_id,
            interaction.user.id,
            options,
            invited,
            store.now(),
        )
    )
    night = await _show(interaction, night, _in_its_message(interaction))
    missing = missing_rights(interaction.app_permissions, interaction.channel)
    if missing:
        await tell(
            interaction,
            "⚠️ I can't update this movie night: I'm missing permissions in this channel. "
            f"Please ask a moderator for: {missing}.",
        )
    await _welcome(interaction, night)


async def add(interaction: Interaction, night: Night, movie: Movie | str) -> None:
    """Put a film on the list for a member, by its title where the catalogue lacks it."""
    services, actor = services_of(interaction), actor_of(interaction)
    film = await shortlist.named(services, night, actor.member_id, movie)
    rule = partial(rules.add_film, actor=actor, film=film)
    night = await _change(interaction, night.id, rule, _later)
    newest = render.titles(night, services.catalog)[night.films[-1].id]
    answer = tell if interaction.message is None else respond.show
    await answer(interaction, f"➕ **{newest}** is up for the vote now.")


async def ask_which(interaction: Interaction, night: Night, unclear: UnclearFilm) -> None:
    """Ask a member which film they want on the list."""

    def press(movie: Movie) -> AddFilm:
        return AddFilm(night.id, movie.id)

    if isinstance(unclear, shortlist.NotListed):
        anyway = button(AddTitle(night.id, unclear.title), label="Add the title", emoji="➕", row=2)
        services = services_of(interaction)
        offered = await offer_elsewhere(services, unclear.title, unclear, press, [anyway])
        await tell(interaction, offered)
        return
    controls = film_buttons(unclear.movies, press)
    await tell(interaction, Message(str(unclear), view=view_of(*controls) if controls else None))


@dataclass(frozen=True)
class AddFilm(Press):
    """Put a film on a night's list."""

    kind: ClassVar = "add"
    private: ClassVar = True
    night_id: int
    item_id: ItemId

    async def press(self, interaction: Interaction) -> None:
        """Add it."""
        await hold(interaction)
        night = await nights_here(interaction).get(self.night_id)
        await add(interaction, night, await film_of(services_of(interaction), self.item_id))


@dataclass(frozen=True)
class AddTitle(Press):
    """Put a film that the catalogue lacks on a night's list."""

    kind: ClassVar = "title"
    private: ClassVar = True
    night_id: int
    title: str

    async def press(self, interaction: Interaction) -> None:
        """Add it."""
        await hold(interaction)
        await add(interaction, await nights_here(interaction).get(self.night_id), self.title)


async def close(interaction: Interaction, night: Night) -> None:
    """End the vote that is on, for a member who used the command."""
    await think(interaction)
    closed = await _change(interaction, night.id, _closing(interaction, night.stage), _later)
    await tell(interaction, f"🏁 {ended(closed)} {link(closed)}")


async def cancel(interaction: Interaction, night: Night) -> None:
    """Call a night off, for a member who used the command."""
    await think(interaction)
    cancelled = await _change(interaction, night.id, _cancelling(interaction), _later)
    await tell(interaction, f"✖️ Cancelled. {link(cancelled)}")
    await _remove_event(interaction, cancelled)


@on(Verb.JOIN)
async def _join(interaction: Interaction, night_id: int) -> None:
    await hold(interaction)
    in_its_message = _in_its_message(interaction)
    actor, fits = actor_of(interaction), {}
    before = await nights_here(interaction).get(night_id)
    member = before.member(actor.member_id)

    async def show(night: Night) -> Night:
        # What the presser gets comes first: in a busy night its message may take a while.
        if member is None:
            await _welcome(interaction, night)
        elif night.stage in VOTES:
            await _show_ballot(interaction, night, in_already(night))
        else:
            await tell(interaction, Message(in_already(night), view=welcome_view(night, member)))
        if member is not None and not member.has_taste:
            await deal(interaction)
        return await in_its_message(night)

    if before.stage in VOTES and member is None:
        fits = await shortlist.fits_of_latecomer(services_of(interaction), before, actor.member_id)
    await _change(interaction, night_id, partial(rules.join, actor=actor, fits=fits), show)


@on(Verb.LEAVE)
async def _leave(interaction: Interaction, night_id: int) -> None:
    await hold(interaction)
    store, actor = nights_here(interaction), actor_of(interaction)
    in_its_message = _in_its_message(interaction)
    before = await store.get(night_id)

    async def show(night: Night) -> Night:
        await tell(interaction, left_text(before, night, actor.member_id))
        return await in_its_message(night)

    await _change(interaction, night_id, partial(rules.leave, actor=actor, now=store.now()), show)


@on(Verb.SUGGEST)
async def _suggest(interaction: Interaction, night_id: int) -> None:
    await hold(interaction)
    services, actor = services_of(interaction), actor_of(interaction)
    store = nights_here(interaction)
    night = await store.get(night_id)
    rules.check_may_ask(night, actor)
    gone = await _gone(interaction, night)
    if gone:
        rule = partial(rules.drop, actor=actor, gone=gone)
        night = await _change(interaction, night_id, rule, _later)
    rules.check_suggest(night, actor)
    films = await shortlist.first_films(services, store, night)
    rule = partial(rules.suggest, actor=actor, films=films, now=store.now())
    await _change(interaction, night_id, rule, _in_its_message(interaction))


@on(Verb.REROLL)
async def _reroll(interaction: Interaction, night_id: int) -> None:
    await hold(interaction)
    services, actor = services_of(interaction), actor_of(interaction)
    store = nights_here(interaction)
    night = await store.get(night_id)
    unbacked = rules.check_swap(night, actor)
    going, films = await shortlist.other_films(services, store, night, unbacked)
    rule = partial(rules.swap, actor=actor, going=going, films=films)
    await _change(interaction, night_id, rule, _in_its_message(interaction))


@on(Verb.BALLOT)
async def _ballot(interaction: Interaction, night_id: int) -> None:
    night = await nights_here(interaction).get(night_id)
    rules.check_ballot(night, actor_of(interaction))
    await _show_ballot(interaction, night)


@on(Ballot.APPROVE)
async def _approve(interaction: Interaction, night_id: int, film_id: int) -> None:
    rule = partial(rules.toggle_approval, film_id=film_id, actor=actor_of(interaction))
    await _fill_in(interaction, night_id, rule)


@on_menu(Ballot.APPROVE)
async def _approve_only(interaction: Interaction, night_id: int, vote: Stage) -> None:
    films = frozenset(map(int, all_chosen(interaction)))
    rule = partial(rules.approve_only, films=films, actor=actor_of(interaction), vote=vote)
    await _fill_in(interaction, night_id, rule)


@on_menu(Ballot.VETO)
async def _choose_veto(interaction: Interaction, night_id: int, vote: Stage) -> None:
    film_id, actor = int(chosen(interaction)), actor_of(interaction)
    if film_id == NO_VETO:
        await _fill_in(interaction, night_id, partial(rules.unveto, actor=actor, vote=vote))
    else:
        await _veto(interaction, night_id, film_id)


@on(Ballot.VETO)
async def _toggle_veto(interaction: Interaction, night_id: int, film_id: int) -> None:
    """Veto a film, or take the veto of it back; ballots of before had a button a film."""
    night = await nights_here(interaction).get(night_id)
    held = night.vetoes.get(interaction.user.id)
    if held is not None and held.film_id == film_id:
        rule = partial(rules.unveto, actor=actor_of(interaction), vote=Stage.VOTING)
        await _fill_in(interaction, night_id, rule)
    else:
        await _veto(interaction, night_id, film_id)


@on(Verb.WHY)
async def _ask_why(interaction: Interaction, night_id: int) -> None:
    """Ask for the reason of a veto that counts already."""
    night = await nights_here(interaction).get(night_id)
    look_for_message(interaction, night)
    try:
        held, film = rules.check_reason(night, actor_of(interaction))
    except OutOfDate as error:
        await _renew_ballot(interaction, night, str(error))
        return
    title = render.as_movie(film, services_of(interaction).catalog).display
    form = VetoForm(SendVeto(night_id, film.id), title, held.reason)
    await respond.acknowledge(interaction, interaction.response.send_modal(form))


@dataclass(frozen=True)
class SendVeto(Press):
    """Say why one vetoes a film, or veto it from a form of before, which asked first."""

    kind: ClassVar = "veto"
    night_id: int
    film_id: int

    async def press(self, interaction: Interaction) -> None:
        """Save the reason."""
        await _veto(interaction, self.night_id, self.film_id, typed(interaction))


async def _veto(
    interaction: Interaction, night_id: int, film_id: int, reason: str | None = None
) -> None:
    rule = partial(rules.veto, film_id=film_id, actor=actor_of(interaction), reason=reason)
    await _fill_in(interaction, night_id, rule)


async def _done(interaction: Interaction, night_id: int, *, vote: Stage, done: bool) -> None:
    services, actor = services_of(interaction), actor_of(interaction)

    async def show(night: Night) -> Night:
        message = Message(f"🗳️ Yours was the last ballot. {ended(night)} {link(night)}")
        if night.stage is vote:
            message = render.ballot(night, actor.member_id, services.catalog)
        await _answer(interaction, message)
        return night

    now = nights_here(interaction).now()
    rule = partial(rules.set_done, actor=actor, vote=vote, now=now, done=done)
    await _on_ballot(interaction, night_id, rule, show)


on(Verb.DONE)(partial(_done, vote=Stage.VOTING, done=True))
on(Verb.UNDONE)(partial(_done, vote=Stage.VOTING, done=False))
on(Verb.RUNOFF_DONE)(partial(_done, vote=Stage.RUNOFF, done=True))
on(Verb.RUNOFF_UNDONE)(partial(_done, vote=Stage.RUNOFF, done=False))


async def _close(interaction: Interaction, night_id: int, *, vote: Stage) -> None:
    night = await _confirmed(interaction, night_id, _closing(interaction, vote))
    await _answer(interaction, Message(f"🏁 {ended(night)} {link(night)}"))


async def _cancel(interaction: Interaction, night_id: int) -> None:
    night = await _confirmed(interaction, night_id, _cancelling(interaction))
    await _answer(interaction, Message(f"✖️ Cancelled. {link(night)}"))
    await _remove_event(interaction, night)


async def _watched(interaction: Interaction, night_id: int) -> None:
    night = await _confirmed(interaction, night_id, _watching(interaction))
    await _answer(interaction, Message(f"🎬 Saved. I'll ask how it was. {link(night)}"))


on(Verb.CLOSE_NOW)(partial(_close, vote=Stage.VOTING))
on(Verb.RUNOFF_CLOSE_NOW)(partial(_close, vote=Stage.RUNOFF))
on(Verb.CANCEL_NOW)(_cancel)
on(Verb.WATCHED_NOW)(_watched)


async def _ask(
    interaction: Interaction, night_id: int, *, verb: Verb, ruling: Callable[[Interaction], Rule]
) -> None:
    """Ask the presser alone whether they mean it; who may not is refused right away."""
    night = await nights_here(interaction).get(night_id)
    look_for_message(interaction, night)
    ruling(interaction)(night)
    catalog = services_of(interaction).catalog
    await tell(interaction, render.asking(night, verb, catalog))


def _closing(interaction: Interaction, vote: Stage) -> Rule:
    now = nights_here(interaction).now()
    return partial(rules.close, actor=actor_of(interaction), vote=vote, now=now)


def _cancelling(interaction: Interaction) -> Rule:
    return partial(rules.cancel, actor=actor_of(interaction))


def _watching(interaction: Interaction) -> Rule:
    now = nights_here(interaction).now()
    return partial(rules.watched, actor=actor_of(interaction), now=now)


on(Verb.CLOSE)(partial(_ask, verb=Verb.CLOSE_NOW, ruling=partial(_closing, vote=Stage.VOTING)))
on(Verb.RUNOFF_CLOSE)(
    partial(_ask, verb=Verb.RUNOFF_CLOSE_NOW, ruling=partial(_closing, vote=Stage.RUNOFF))
)
on(Verb.CANCEL)(partial(_ask, verb=Verb.CANCEL_NOW, ruling=_cancelling))
on(Verb.WATCHED)(partial(_ask, verb=Verb.WATCHED_NOW, ruling=_watching))


@on(Verb.EVENT)
async def _make_event(interaction: Interaction, night_id: int) -> None:
    lock = _clock(interaction).events.of(night_id)
    night = await add_event(interaction, night_id, actor_of(interaction), lock)
    await _show(interaction, night, _later)


async def _remove_event(interaction: Interaction, night: Night) -> None:
    await remove_event(interaction, night, _clock(interaction).events.of(night.id))


async def _rate(interaction: Interaction, night_id: int, rule: Rule) -> None:
    """Save how a member found the film, with the night and among their verdicts."""
    actor, services = actor_of(interaction), services_of(interaction)

    async def show(night: Night) -> Night:
        film = night.winner
        if film is None or film.item_id is None:
            await tell(interaction, "Saved. Thanks!")
            return night
        verdict = Verdict.LIKE if night.liked[actor.member_id] else Verdict.DISLIKE
        change = await services.storage.verdicts.rate(
            actor.member_id, film.item_id, verdict, Source.NIGHT
        )
        movie = render.as_movie(film, services.catalog)
        view = after_rating(movie.id, verdict, change)
        said = acknowledge(movie, verdict, change)
        if actor.member_id in night.stars:
            said = f"{star_word(night.stars[actor.member_id])} {said}"
        await tell(interaction, Message(said, view=view))
        return night

    await _change(interaction, night_id, rule, show)


async def _thumb(interaction: Interaction, night_id: int, *, liked: bool) -> None:
    rule = partial(rules.rate, actor=actor_of(interaction), liked=liked)
    await _rate(interaction, night_id, rule)


on(Verb.LIKED)(partial(_thumb, liked=True))
on(Verb.DISLIKED)(partial(_thumb, liked=False))


@on(Verb.STARS)
async def _stars(interaction: Interaction, night_id: int) -> None:
    await nights_here(interaction).get(night_id)
    stars = STARS.get(chosen(interaction))
    if stars is None:
        raise OutOfDate("Those stars are from an older version of me. Pick again.")
    rule = partial(rules.give_stars, actor=actor_of(interaction), stars=stars)
    await _rate(interaction, night_id, rule)


@on(Verb.STUB)
async def _stub(interaction: Interaction, night_id: int) -> None:
    night, actor = await nights_here(interaction).get(night_id), actor_of(interaction)
    rules.check_stub(night, actor)
    await think(interaction)
    server = "" if interaction.guild is None else interaction.guild.name
    picture = await stub_picture(services_of(interaction), night, actor.member_id, server)
    said = "🎟️ Your ticket stub. Save the picture, and post it where you like."
    await tell(interaction, Message(said, attachments=[picture]))


async def _confirmed(interaction: Interaction, night_id: int, rule: Rule) -> Night:
    """Do what was asked about; the night's message is left to the clock."""
    return await _change(interaction, night_id, rule, _later)


async def _change(interaction: Interaction, night_id: int, rule: Rule, show: Show) -> Night:
    """Apply a rule to a night and show what came of it."""
    nights = nights_here(interaction)
    try:
        night = await nights.change(night_id, rule)
    except MemberError:
        look_for_message(interaction, await nights.get(night_id))
        raise
    return await _show(interaction, night, show)


async def _show(interaction: Interaction, night: Night, show: Show) -> Night:
    """Show a night; the clock attends to what is left to do for it, even if that fails."""
    try:
        night = await show(night)
    finally:
        look_for_message(interaction, night)
    return night


def look_for_message(interaction: Interaction, night: Night) -> None:
    """Have the clock attend to a night, and to its message if that may be gone."""
    pressed = interaction.message
    if pressed is None or pressed.id != night.message_id:
        _clock(interaction).messages.doubt(night)
    interaction.client.dispatch(NIGHT_CHANGED, night)


def _clock(interaction: Interaction) -> NightClock:
    clock: NightClock = interaction.client.get_cog("NightClock")
    return clock


def _in_its_message(interaction: Interaction) -> Show:
    """Show a night in its message, if the interaction comes from there or makes it."""
    messages = _clock(interaction).messages

    async def show(night: Night) -> Night:
        pressed = interaction.message
        if pressed is None or night.message_id in {None, pressed.id}:
            return await messages.show_in(interaction, night)
        return night

    return show


async def _later(night: Night) -> Night:
    """Leave a night's message to the clock."""
    return night


async def _fill_in(interaction: Interaction, night_id: int, rule: Rule) -> None:
    """Change the presser's ballot and show it, with what else came of the change."""
    before: Night | None = None

    def changing(night: Night) -> Night:
        nonlocal before
        before = night
        return rule(night)

    async def show(night: Night) -> Night:
        assert before is not None
        titles = render.titles(night, services_of(interaction).catalog)
        news = vote_news(before, night, interaction.user.id, titles)
        return await _show_ballot(interaction, night, news)

    await _on_ballot(interaction, night_id, changing, show)


async def _on_ballot(interaction: Interaction, night_id: int, rule: Rule, show: Show) -> None:
    """Apply a rule to a night from a ballot; one that is too old becomes the current one."""
    try:
        await _change(interaction, night_id, rule, show)
    except OutOfDate as error:
        night = await nights_here(interaction).get(night_id)
        await _renew_ballot(interaction, night, str(error))


async def _renew_ballot(interaction: Interaction, night: Night, why: str) -> None:
    if night.stage in VOTES:
        await _show_ballot(interaction, night, f"{why} This is your ballot now:")
    else:
        await _answer(interaction, Message(f"🗳️ {why} {link(night)}"))


async def _show_ballot(interaction: Interaction, night: Night, news: str = "") -> Night:
    """Answer with the presser's ballot, in place of it where it was pressed."""
    catalog = services_of(interaction).catalog
    await _answer(interaction, render.ballot(night, interaction.user.id, catalog, news))
    return night


async def _answer(interaction: Interaction, message: Message) -> None:
    """Show the presser alone a message, in place of what they pressed if nobody else sees that."""
    if is_seen_alone(interaction):
        await respond.show(interaction, message)
    else:
        await tell(interaction, message)


async def _welcome(interaction: Interaction, night: Night) -> None:
    """Tell a member who joined what their taste does; show them films to rate if it is unknown."""
    member = night.member(interaction.user.id)
    if member is None:
        return
    if night.stage in VOTES:
        await _show_ballot(
            interaction, night, welcome_text(member, night.options.source, late=True)
        )
    else:
        await tell(interaction, render.welcome(night, member))
    if not member.has_taste:
        await deal(interaction)


async def _show_fits(interaction: Interaction, night_id: int, *, shown: bool) -> None:
    """Let the others see how films suit the presser, or no longer, and say so."""
    actor = actor_of(interaction)

    async def show(night: Night) -> Night:
        member = night.member(actor.member_id)
        if night.stage in VOTES:
            return await _show_ballot(interaction, night)
        if member is not None:
            await _answer(interaction, render.welcome(night, member))
        return night

    rule = partial(rules.show_fits, actor=actor, shown=shown)
    await _change(interaction, night_id, rule, show)


on(Verb.SHOW_FITS)(partial(_show_fits, shown=True))
on(Verb.HIDE_FITS)(partial(_show_fits, shown=False))


async def _gone(interaction: Interaction, night: Night) -> list[int]:
    """Return who joined and has left the server since."""
    if interaction.guild is None:
        return []
    here = await members_here(interaction.guild, night.member_ids)
    return [member_id for member_id in night.member_ids if member_id not in here]
