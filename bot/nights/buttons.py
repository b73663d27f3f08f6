"""The buttons of a movie night, of its ballot, and the form for a veto's reason."""

import re
from collections.abc import Awaitable, Callable, Collection
from typing import Any, Final, NamedTuple, Self, TypeAlias, TypeVar

import discord

from bot.nights.night import Night, Stage
from bot.ui.control import Interaction, Pressed, empty_view

_ROW: Final = 5
_REASON: Final = 150

Handler: TypeAlias = Callable[..., Awaitable[object]]
"""What a press does: it is given the interaction and the ids that stand in the ``custom_id``."""
_Handler = TypeVar("_Handler", bound=Handler)
HANDLERS: Final[dict[str, Handler]] = {}
"""By verb. They show buttons themselves, so `bot.nights.interactions` puts them here, by `on`."""


def on(verb: str) -> Callable[[_Handler], _Handler]:
    """Have a function do what a button with this verb is for."""

    def register(handler: _Handler) -> _Handler:
        HANDLERS[verb] = handler
        return handler

    return register


class _Face(NamedTuple):
    label: str
    emoji: str
    style: discord.ButtonStyle


_FACES: Final = {
    "join": _Face("Join", "🎟️", discord.ButtonStyle.success),
    "leave": _Face("Leave", "🚪", discord.ButtonStyle.secondary),
    "suggest": _Face("Suggest films", "🎬", discord.ButtonStyle.primary),
    "ballot": _Face("My ballot", "🗳️", discord.ButtonStyle.primary),
    "reroll": _Face("Reroll", "🎲", discord.ButtonStyle.secondary),
    "close": _Face("End the vote", "🏁", discord.ButtonStyle.secondary),
    "cancel": _Face("Cancel", "✖️", discord.ButtonStyle.secondary),
    "event": _Face("Make an event", "📅", discord.ButtonStyle.secondary),
    "watched": _Face("Watched", "🎬", discord.ButtonStyle.success),
    "liked": _Face("I liked it", "👍", discord.ButtonStyle.success),
    "disliked": _Face("I did not", "👎", discord.ButtonStyle.secondary),
    "done": _Face("I'm done", "✔️", discord.ButtonStyle.success),
    "undone": _Face("Not done yet", "↩️", discord.ButtonStyle.secondary),
    # A run-off has buttons of its own: a second press on those of the vote must not end it.
    "runoff_close": _Face("End the run-off", "🏁", discord.ButtonStyle.secondary),
    "runoff_done": _Face("I'm done", "✔️", discord.ButtonStyle.success),
    "runoff_undone": _Face("Not done yet", "↩️", discord.ButtonStyle.secondary),
}


class NightButton(
    Pressed,
    discord.ui.DynamicItem[discord.ui.Button[Any]],
    template=rf"night:(?P<verb>{'|'.join(_FACES)}):(?P<night>[0-9]{{1,18}})",
):
    """Something to do with a whole night."""

    def __init__(self, verb: str, night_id: int, *, row: int | None = None) -> None:
        face = _FACES[verb]
        super().__init__(
            discord.ui.Button(
                label=face.label,
                emoji=face.emoji,
                style=face.style,
                custom_id=f"night:{verb}:{night_id}",
                row=row,
            )
        )
        self._verb = verb
        self._night_id = night_id

    @classmethod
    async def from_custom_id(
        cls, _interaction: Interaction, _item: discord.ui.Item[Any], match: re.Match[str], /
    ) -> Self:
        """Make the button of an old message."""
        return cls(match["verb"], int(match["night"]))

    async def press(self, interaction: Interaction) -> None:
        """Do it."""
        await HANDLERS[self._verb](interaction, self._night_id)


class VoteButton(
    Pressed,
    discord.ui.DynamicItem[discord.ui.Button[Any]],
    template=r"vote:(?P<verb>ok|no):(?P<night>[0-9]{1,18}):(?P<film>[0-9]{1,18})",
):
    """Approval of a film, or the veto against it."""

    def __init__(
        self,
        verb: str,
        night_id: int,
        film_id: int,
        *,
        number: int = 0,
        lit: bool = False,
        row: int | None = None,
    ) -> None:
        on = discord.ButtonStyle.success if verb == "ok" else discord.ButtonStyle.danger
        super().__init__(
            discord.ui.Button(
                label=str(number),
                emoji="✅" if verb == "ok" else "🚫",
                style=on if lit else discord.ButtonStyle.secondary,
                custom_id=f"vote:{verb}:{night_id}:{film_id}",
                row=row,
            )
        )
        self._verb = verb
        self._night_id = night_id
        self._film_id = film_id

    @classmethod
    async def from_custom_id(
        cls, _interaction: Interaction, _item: discord.ui.Item[Any], match: re.Match[str], /
    ) -> Self:
        """Make the button of an old message."""
        return cls(match["verb"], int(match["night"]), int(match["film"]))

    async def press(self, interaction: Interaction) -> None:
        """Vote."""
        await HANDLERS[self._verb](interaction, self._night_id, self._film_id)


class VetoForm(discord.ui.Modal, title="Your one veto"):
    """Asks why; an answer is not needed.

    discord.py forgets forms at a restart, so what is sent in comes to
    `bot.nights.interactions.receive_veto` by the event.
    """

    reason: discord.ui.TextInput[Any] = discord.ui.TextInput(
        label="Why? (shown without your name, at the end)",
        required=False,
        max_length=_REASON,
        placeholder="You may leave this empty",
    )

    def __init__(self, night_id: int, film_id: int) -> None:
        super().__init__(timeout=600, custom_id=f"veto:{night_id}:{film_id}")

    async def on_submit(self, _interaction: Interaction, /) -> None:
        """Leave it to `receive_veto`."""


def night_view(night: Night) -> discord.ui.View | None:
    """Return the buttons of a night's message; ``None`` when it is over."""
    view = empty_view()
    row = 0
    if night.stage in {Stage.VOTING, Stage.RUNOFF}:
        row = _add_votes(view, night, "ok", lit=(), row=0)
    for verb in _verbs(night):
        view.add_item(NightButton(verb, night.id, row=row))
    return view if view.children else None


def ballot_view(night: Night, member_id: int) -> discord.ui.View:
    """Return the buttons of one member's ballot, lit as they voted."""
    view = empty_view()
    approved = {film for film, members in night.votes.items() if member_id in members}
    row = _add_votes(view, night, "ok", lit=approved, row=0)
    if night.stage is Stage.VOTING:
        veto = night.vetoes.get(member_id)
        row = _add_votes(view, night, "no", lit={veto.film_id} if veto else set(), row=row)
    member = night.member(member_id)
    done = member is not None and member.done
    vote = "runoff_" if night.stage is Stage.RUNOFF else ""
    view.add_item(NightButton(f"{vote}{'undone' if done else 'done'}", night.id, row=row))
    return view


def post_view(verbs: tuple[str, ...], night_id: int) -> discord.ui.View:
    """Return the buttons of a message beside the night's own."""
    view = empty_view()
    for verb in verbs:
        view.add_item(NightButton(verb, night_id))
    return view


def _add_votes(
    view: discord.ui.View, night: Night, verb: str, *, lit: Collection[int], row: int
) -> int:
    """Add a button a film on the ballot; return the first row that is free below."""
    ballot = {film.id for film in night.on_ballot}
    numbered = [(n, film) for n, film in enumerate(night.films, start=1) if film.id in ballot]
    for at, (number, film) in enumerate(numbered):
        view.add_item(
            VoteButton(
                verb, night.id, film.id, number=number, lit=film.id in lit, row=row + at // _ROW
            )
        )
    return row + -(-len(numbered) // _ROW)


def _verbs(night: Night) -> tuple[str, ...]:
    match night.stage:
        case Stage.GATHERING:
            return ("join", "leave", "suggest", "cancel")
        case Stage.VOTING:
            return ("ballot", "reroll", "close", "cancel")
        case Stage.RUNOFF:
            return ("ballot", "runoff_close", "cancel")
        case Stage.DECIDED:
            timed = night.options.starts_at is not None and night.event_id is None
            return (*(("event",) if timed else ()), "watched", "cancel")
        case Stage.WATCHED:
            return ("liked", "disliked")
        case Stage.CANCELLED:
            return ()
