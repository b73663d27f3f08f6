"""The buttons of a movie night, of its ballot, and the form for a veto's reason."""

from collections.abc import Awaitable, Callable, Collection
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, ClassVar, Final, NamedTuple, TypeAlias, TypeVar

import discord

from bot.nights.night import VOTES, Night, NightMember, Stage
from bot.ui.control import Control, Interaction, Press, button, view_of

_ROW: Final = 5
_REASON: Final = 150

Handler: TypeAlias = Callable[..., Awaitable[object]]
"""What a press does: it is given the interaction and the ids that stand in the ``custom_id``."""
_Handler = TypeVar("_Handler", bound=Handler)
HANDLERS: Final[dict[str, Handler]] = {}
"""By verb. They show buttons themselves, so `bot.nights.interactions` puts them here, by `on`."""


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
    DONE = "done"
    UNDONE = "undone"
    SHOW_FITS = "show_fits"
    HIDE_FITS = "hide_fits"
    # A run-off has buttons of its own: a second press on those of the vote must not end it.
    RUNOFF_CLOSE = "runoff_close"
    RUNOFF_DONE = "runoff_done"
    RUNOFF_UNDONE = "runoff_undone"


class Ballot(StrEnum):
    """What can be said of a film on the shortlist."""

    APPROVE = "ok"
    VETO = "no"


def on(verb: Verb | Ballot) -> Callable[[_Handler], _Handler]:
    """Have a function do what a button with this verb is for."""

    def register(handler: _Handler) -> _Handler:
        HANDLERS[verb] = handler
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
    Verb.DONE: _Face("I'm done", "✔️", discord.ButtonStyle.success),
    Verb.UNDONE: _Face("Not done yet", "↩️", discord.ButtonStyle.secondary),
    Verb.SHOW_FITS: _Face("Show how films suit me tonight", "👁️", discord.ButtonStyle.secondary),
    Verb.HIDE_FITS: _Face("Hide how films suit me", "🙈", discord.ButtonStyle.secondary),
    Verb.RUNOFF_CLOSE: _Face("End the run-off", "🏁", discord.ButtonStyle.secondary),
    Verb.RUNOFF_DONE: _Face("I'm done", "✔️", discord.ButtonStyle.success),
    Verb.RUNOFF_UNDONE: _Face("Not done yet", "↩️", discord.ButtonStyle.secondary),
}

_MARKS: Final = {
    Ballot.APPROVE: ("✅", discord.ButtonStyle.success),
    Ballot.VETO: ("🚫", discord.ButtonStyle.danger),
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
    """Approve of a film, or veto it."""

    kind: ClassVar = "vote"
    ballot: Ballot
    night_id: int
    film_id: int

    async def press(self, interaction: Interaction) -> None:
        """Vote."""
        await HANDLERS[self.ballot](interaction, self.night_id, self.film_id)


def night_button(verb: Verb, night_id: int, *, row: int | None = None) -> Control:
    """Return the button of something to do with a whole night."""
    face = _FACES[verb]
    return button(
        NightPress(verb, night_id), label=face.label, emoji=face.emoji, style=face.style, row=row
    )


class VetoForm(discord.ui.Modal, title="Your one veto"):
    """Asks why; an answer is optional. What is sent in comes to `bot.ui.control.take_form`."""

    reason: discord.ui.TextInput[Any] = discord.ui.TextInput(
        label="Why? (shown without your name, at the end)",
        required=False,
        max_length=_REASON,
        placeholder="You can leave this empty",
    )

    def __init__(self, sent: Press) -> None:
        super().__init__(timeout=600, custom_id=sent.custom_id)


def night_view(night: Night) -> discord.ui.View | None:
    """Return the buttons of a night's message; ``None`` when it is over."""
    view = view_of()
    row = 0
    if night.stage in VOTES:
        row = _add_votes(view, night, Ballot.APPROVE, lit=(), row=0)
    for verb in _verbs(night):
        view.add_item(night_button(verb, night.id, row=row))
    return view if view.children else None


def ballot_view(night: Night, member_id: int) -> discord.ui.View:
    """Return the buttons of one member's ballot, lit as they voted."""
    view = view_of()
    approved = {film for film, members in night.votes.items() if member_id in members}
    row = _add_votes(view, night, Ballot.APPROVE, lit=approved, row=0)
    if night.stage is Stage.VOTING:
        veto = night.vetoes.get(member_id)
        row = _add_votes(view, night, Ballot.VETO, lit={veto.film_id} if veto else set(), row=row)
    member = night.member(member_id)
    done = member is not None and member.done
    if night.stage is Stage.RUNOFF:
        verb = Verb.RUNOFF_UNDONE if done else Verb.RUNOFF_DONE
    else:
        verb = Verb.UNDONE if done else Verb.DONE
    view.add_item(night_button(verb, night.id, row=row))
    _add_showing(view, night, member, row=row)
    return view


def welcome_view(night: Night, member: NightMember) -> discord.ui.View | None:
    """Return the button with which a member who joined shows how films suit them, if need be."""
    view = view_of()
    _add_showing(view, night, member, row=0)
    return view if view.children else None


def post_view(verbs: tuple[Verb, ...], night_id: int) -> discord.ui.View:
    """Return the buttons of a message beside the night's own."""
    view = view_of()
    for verb in verbs:
        view.add_item(night_button(verb, night_id))
    return view


def _add_showing(
    view: discord.ui.View, night: Night, member: NightMember | None, *, row: int
) -> None:
    """Let a member decide what the others see, unless the server sees their taste anyway."""
    if member is not None and not member.shows_taste:
        verb = Verb.HIDE_FITS if member.shows_fits else Verb.SHOW_FITS
        view.add_item(night_button(verb, night.id, row=row))


def _add_votes(
    view: discord.ui.View, night: Night, ballot: Ballot, *, lit: Collection[int], row: int
) -> int:
    """Add a button a film on the ballot; return the first row that is free below."""
    emoji, bright = _MARKS[ballot]
    for at, film in enumerate(night.on_ballot):
        view.add_item(
            button(
                Vote(ballot, night.id, film.id),
                label=str(night.numbers[film.id]),
                emoji=emoji,
                style=bright if film.id in lit else discord.ButtonStyle.secondary,
                row=row + at // _ROW,
            )
        )
    return row + -(-len(night.on_ballot) // _ROW)


def _verbs(night: Night) -> tuple[Verb, ...]:
    match night.stage:
        case Stage.GATHERING:
            return (Verb.JOIN, Verb.LEAVE, Verb.INVITE, Verb.SUGGEST, Verb.CANCEL)
        case Stage.VOTING:
            return (Verb.BALLOT, Verb.REROLL, Verb.CLOSE, Verb.CANCEL)
        case Stage.RUNOFF:
            return (Verb.BALLOT, Verb.RUNOFF_CLOSE, Verb.CANCEL)
        case Stage.DECIDED:
            timed = night.options.starts_at is not None and night.event_id is None
            return (*((Verb.EVENT,) if timed else ()), Verb.WATCHED, Verb.CANCEL)
        case Stage.WATCHED:
            return (Verb.LIKED, Verb.DISLIKED, Verb.STUB)
        case Stage.CANCELLED:
            return ()
