"""The buttons of a movie night, of its ballot, and the form for a veto's reason."""

from collections.abc import Awaitable, Callable, Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated, Any, ClassVar, Final, NamedTuple, TypeAlias, TypeVar

import discord

from bot.nights.fit_words import own_words
from bot.nights.night import Night, NightMember, Post, Stage
from bot.ui import limits
from bot.ui.control import Control, Interaction, Press, button, menu, view_of

_REASON: Final = 150
_FORM_TITLE: Final = 45
NO_VETO: Final = 0
"""Stands in the menu of films for taking the veto back; no film has this id."""

Handler: TypeAlias = Callable[..., Awaitable[object]]
"""What a press does: it is given the interaction and the ids that stand in the ``custom_id``."""
_Handler = TypeVar("_Handler", bound=Handler)
HANDLERS: Final[dict[str, Handler]] = {}
"""By verb. They show buttons themselves, so `bot.nights.interactions` puts them here, by `on`."""
MENU_HANDLERS: Final[dict[str, Handler]] = {}
"""The same of the menus of a ballot, by `on_menu`."""


class _Face(NamedTuple):
    label: str
    emoji: str
    style: discord.ButtonStyle


class Verb(StrEnum):
    """What can be done with a whole night; the value stands in the ``custom_id``."""

    JOIN = "join"
    LEAVE = "leave"
    INVITE = "invite"
    SUGGEST = "suggest"
    BALLOT = "ballot"
    REROLL = "reroll"
    CLOSE = "close"
    CANCEL = "cancel"
    EVENT = "event"
    WATCHED = "watched"
    LIKED = "liked"
    DISLIKED = "disliked"
    STARS = "stars"
    STUB = "stub"
    # What can't be undone is asked about first; these are the answers.
    CLOSE_NOW = "close_now"
    CANCEL_NOW = "cancel_now"
    WATCHED_NOW = "watched_now"
    DONE = "done"
    UNDONE = "undone"
    WHY = "why"
    SHOW_FITS = "show_fits"
    HIDE_FITS = "hide_fits"
    # A run-off has buttons of its own: a second press on those of the vote must not end it.
    RUNOFF_CLOSE = "runoff_close"
    RUNOFF_CLOSE_NOW = "runoff_close_now"
    RUNOFF_DONE = "runoff_done"
    RUNOFF_UNDONE = "runoff_undone"


class Ballot(StrEnum):
    """What can be said of films on the shortlist."""

    APPROVE = "ok"
    VETO = "no"


def on(verb: Verb | Ballot) -> Callable[[_Handler], _Handler]:
    """Have a function do what a button with this verb is for."""

    def register(handler: _Handler) -> _Handler:
        HANDLERS[verb] = handler
        return handler

    return register


def on_menu(ballot: Ballot) -> Callable[[_Handler], _Handler]:
    """Have a function do what a menu of a ballot is for."""

    def register(handler: _Handler) -> _Handler:
        MENU_HANDLERS[ballot] = handler
        return handler

    return register


_FACES: Final = {
    Verb.JOIN: _Face("Join", "🎟️", discord.ButtonStyle.success),
    Verb.LEAVE: _Face("Leave", "🚪", discord.ButtonStyle.secondary),
    Verb.INVITE: _Face("Invite…", "✉️", discord.ButtonStyle.secondary),
    Verb.SUGGEST: _Face("Suggest films", "🎬", discord.ButtonStyle.primary),
    Verb.BALLOT: _Face("My ballot", "🗳️", discord.ButtonStyle.primary),
    Verb.REROLL: _Face("Reroll", "🎲", discord.ButtonStyle.secondary),
    Verb.CLOSE: _Face("End the vote", "🏁", discord.ButtonStyle.secondary),
    Verb.CANCEL: _Face("Cancel", "✖️", discord.ButtonStyle.secondary),
    Verb.EVENT: _Face("Make an event", "📅", discord.ButtonStyle.secondary),
    Verb.WATCHED: _Face("Watched", "🎬", discord.ButtonStyle.success),
    Verb.LIKED: _Face("I liked it", "👍", discord.ButtonStyle.success),
    Verb.DISLIKED: _Face("I didn't", "👎", discord.ButtonStyle.secondary),
    Verb.STUB: _Face("My ticket stub", "🎟️", discord.ButtonStyle.secondary),
    Verb.CLOSE_NOW: _Face("End it", "🏁", discord.ButtonStyle.danger),
    Verb.CANCEL_NOW: _Face("Cancel it", "✖️", discord.ButtonStyle.danger),
    Verb.WATCHED_NOW: _Face("Yes, we watched it", "🎬", discord.ButtonStyle.success),
    Verb.DONE: _Face("I'm done", "✔️", discord.ButtonStyle.success),
    Verb.UNDONE: _Face("Not done yet", "↩️", discord.ButtonStyle.secondary),
    Verb.WHY: _Face("Say why you veto it", "💬", discord.ButtonStyle.secondary),
    Verb.SHOW_FITS: _Face("Show how films suit me tonight", "👁️", discord.ButtonStyle.secondary),
    Verb.HIDE_FITS: _Face("Hide how films suit me", "🙈", discord.ButtonStyle.secondary),
    Verb.RUNOFF_CLOSE: _Face("End the run-off", "🏁", discord.ButtonStyle.secondary),
    Verb.RUNOFF_CLOSE_NOW: _Face("End it", "🏁", discord.ButtonStyle.danger),
    Verb.RUNOFF_DONE: _Face("I'm done", "✔️", discord.ButtonStyle.success),
    Verb.RUNOFF_UNDONE: _Face("Not done yet", "↩️", discord.ButtonStyle.secondary),
}
_OF_POSTS: Final[Mapping[Post, tuple[Verb, ...]]] = {
    Post.FILMS: (Verb.BALLOT,),
    Post.RUNOFF: (Verb.BALLOT,),
    Post.REMINDER: (Verb.WATCHED,),
}


@dataclass(frozen=True)
class NightPress(Press):
    """Do something with a whole night."""

    kind: ClassVar = "night"
    verb: Verb
    night_id: int

    async def press(self, interaction: Interaction) -> None:
        """Do it."""
        await HANDLERS[self.verb](interaction, self.night_id)


@dataclass(frozen=True)
class Vote(Press):
    """Approve of a film, or veto it; ballots of before had a button a film."""

    kind: ClassVar = "vote"
    ballot: Ballot
    night_id: int
    film_id: int

    async def press(self, interaction: Interaction) -> None:
        """Vote."""
        await HANDLERS[self.ballot](interaction, self.night_id, self.film_id)


@dataclass(frozen=True)
class Mark(Press):
    """Choose the films to approve of, or the one to veto, from a menu of all that are there."""

    kind: ClassVar = "mark"
    private: ClassVar = True
    ballot: Ballot
    vote: Annotated[Stage, {"1": Stage.VOTING, "2": Stage.RUNOFF}]
    night_id: int

    async def press(self, interaction: Interaction) -> None:
        """Vote."""
        await MENU_HANDLERS[self.ballot](interaction, self.night_id, self.vote)


def night_button(verb: Verb, night_id: int, *, row: int | None = None) -> Control:
    """Return the button of something to do with a whole night."""
    face = _FACES[verb]
    return button(
        NightPress(verb, night_id), label=face.label, emoji=face.emoji, style=face.style, row=row
    )


class VetoForm(discord.ui.Modal):
    """Asks why this film, which is vetoed already. What is sent in comes to `take_form`."""

    reason: discord.ui.TextInput[Any] = discord.ui.TextInput(
        label="Why? (shown without your name, at the end)",
        required=False,
        max_length=_REASON,
        placeholder="You can leave this empty",
    )

    def __init__(self, sent: Press, title: str, reason: str | None) -> None:
        named = limits.clip(f"Veto {title}", _FORM_TITLE)
        super().__init__(title=named, timeout=600, custom_id=sent.custom_id)
        self.reason.default = reason


def night_view(night: Night) -> discord.ui.View | None:
    """Return the buttons of a night's message; ``None`` when it is over."""
    view = view_of()
    for row, verbs in enumerate(_verbs(night)):
        for verb in verbs:
            view.add_item(night_button(verb, night.id, row=row))
    return view if view.children else None


def ballot_view(night: Night, member_id: int, labels: Mapping[int, str]) -> discord.ui.View:
    """Return one member's ballot to fill in; ``labels`` are the films' titles as they are."""
    view = view_of()
    approved = {film_id for film_id, who in night.votes.items() if member_id in who}
    which_of_two = night.is_duel
    view.add_item(
        menu(
            Mark(Ballot.APPROVE, night.stage, night.id),
            _options(night, member_id, labels, approved),
            "Which of the two?" if which_of_two else "Which films would you watch?",
            several=not which_of_two,
        )
    )
    if night.stage is Stage.VOTING:
        _add_veto(view, night, member_id, labels)
    member = night.member(member_id)
    done = member is not None and member.done
    if night.stage is Stage.RUNOFF:
        verb = Verb.RUNOFF_UNDONE if done else Verb.RUNOFF_DONE
    else:
        verb = Verb.UNDONE if done else Verb.DONE
    view.add_item(night_button(verb, night.id))
    if night.stage is Stage.VOTING and member_id in night.vetoes:
        view.add_item(night_button(Verb.WHY, night.id))
    _add_showing(view, night, member)
    return view


def welcome_view(night: Night, member: NightMember) -> discord.ui.View | None:
    """Return the button with which a member who joined shows how films suit them, if need be."""
    view = view_of()
    _add_showing(view, night, member)
    return view if view.children else None


def post_view(post: Post, night_id: int) -> discord.ui.View | None:
    """Return the buttons of a message beside the night's own, if it has any."""
    view = view_of(*(night_button(verb, night_id) for verb in _OF_POSTS.get(post, ())))
    return view if view.children else None


def asking_view(verb: Verb, night_id: int) -> discord.ui.View:
    """Return the one button that does what was asked about."""
    return view_of(night_button(verb, night_id))


def _add_showing(view: discord.ui.View, night: Night, member: NightMember | None) -> None:
    """Let a member decide what the others see, unless the server sees their taste anyway."""
    if member is not None and not member.shows_taste:
        verb = Verb.HIDE_FITS if member.shows_fits else Verb.SHOW_FITS
        view.add_item(night_button(verb, night.id))


def _add_veto(
    view: discord.ui.View, night: Night, member_id: int, labels: Mapping[int, str]
) -> None:
    held = night.vetoes.get(member_id)
    options = _options(night, member_id, labels, {held.film_id} if held else set())
    if held is not None:
        options.append(discord.SelectOption(label="No veto after all", value=str(NO_VETO)))
    placeholder = "Your one veto, if you need it"
    view.add_item(menu(Mark(Ballot.VETO, night.stage, night.id), options, placeholder))


def _options(
    night: Night, member_id: int, labels: Mapping[int, str], marked: Collection[int]
) -> list[discord.SelectOption]:
    """Return the films on the ballot as options of a menu."""
    options = []
    for film in night.on_ballot:
        fit = film.fits.get(member_id)
        options.append(
            discord.SelectOption(
                label=limits.clip(labels[film.id], limits.SELECT_TEXT),
                value=str(film.id),
                description=None if fit is None else own_words(fit),
                default=film.id in marked,
            )
        )
    return options


def _verbs(night: Night) -> tuple[tuple[Verb, ...], ...]:
    """Return what can be done, row by row."""
    match night.stage:
        case Stage.GATHERING:
            return ((Verb.JOIN, Verb.LEAVE, Verb.INVITE, Verb.SUGGEST, Verb.CANCEL),)
        case Stage.VOTING:
            return (
                (Verb.BALLOT, Verb.JOIN, Verb.LEAVE),
                (Verb.INVITE, Verb.REROLL, Verb.CLOSE, Verb.CANCEL),
            )
        case Stage.RUNOFF:
            return (
                (Verb.BALLOT, Verb.JOIN, Verb.LEAVE),
                (Verb.INVITE, Verb.RUNOFF_CLOSE, Verb.CANCEL),
            )
        case Stage.DECIDED:
            plans = night.options.starts_at is not None and night.event_id is None
            event = (Verb.EVENT,) if plans and not night.begun else ()
            return ((*event, *((Verb.WATCHED,) if night.begun else ()), Verb.CANCEL),)
        case Stage.WATCHED:
            return ((Verb.LIKED, Verb.DISLIKED, Verb.STUB),)
        case Stage.CANCELLED:
            return ()
