"""Buttons and menus that outlive a restart: all of a press is in its ``custom_id``.

A control is two things: a `Press`, the value that says what pressing means, and the button or menu
that carries it. Nothing of it is in memory, so controls work on messages of any age.
"""

import re
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from enum import StrEnum
from functools import cache
from typing import Annotated, Any, ClassVar, Final, Self, TypeAlias, get_args, get_origin
from typing import get_type_hints as type_hints

import discord

from bot.errors import MemberError, OutOfDate, guarded
from bot.services import begin
from bot.ui.respond import acknowledge

Interaction: TypeAlias = discord.Interaction[Any]

_SECONDARY: Final = discord.ButtonStyle.secondary


class Press(ABC):
    """What pressing a control means; a frozen dataclass, whose fields are its ``custom_id``.

    A field is an `int`, a `StrEnum`, a `str` without colons (with any characters where it stands
    last), or one of a few values by their codes: ``Annotated[Verdict, {"l": Verdict.LIKE}]``.

    Attributes:
        kind: the first word of the ``custom_id``; it never changes, for members have it in their
            channels.
        private: whether its controls stand only where their member alone sees them; anywhere else
            they're forged, and refused.
        judges: whether it says something of the film on show; the second of two taps does nothing
            when the first had the message go on to another film.
    """

    kind: ClassVar[str]
    private: ClassVar[bool] = False
    judges: ClassVar[bool] = False

    @property
    def custom_id(self) -> str:
        """Everything about the press, in at most 100 characters."""
        return ":".join(
            [self.kind, *(part.write(getattr(self, part.name)) for part in _parts(type(self)))]
        )

    @classmethod
    def parse(cls, custom_id: str) -> Self | None:
        """Return the press that a ``custom_id`` stands for; ``None`` if it is of another kind."""
        parts = _parts(cls)
        pattern = ":".join([re.escape(cls.kind), *(f"({part.pattern})" for part in parts)])
        match = re.fullmatch(pattern, custom_id, re.DOTALL)
        if match is None:
            return None
        texts = zip(parts, match.groups(), strict=True)
        return cls(**{part.name: part.read(text) for part, text in texts})

    @abstractmethod
    async def press(self, interaction: Interaction) -> None:
        """Do what the control is for."""


class Control(discord.ui.DynamicItem[discord.ui.Item[Any]], template=re.compile(r"(?s:.+)")):
    """A button or menu of ours, new or on an old message; the client knows what it means."""

    @classmethod
    async def from_custom_id(
        cls, _interaction: Interaction, item: discord.ui.Item[Any], _match: re.Match[str], /
    ) -> Self:
        """Make the control of an old message."""
        return cls(item)

    async def callback(self, interaction: Interaction) -> None:
        """Carry out the press and answer its errors; called by discord.py."""
        await guarded(interaction, _pressed(interaction, self.custom_id))


async def take_form(interaction: Interaction) -> None:
    """Do what a form means that was sent in; do nothing with any other interaction.

    A form is a press too: discord.py forgets forms at a restart, its ``custom_id`` doesn't.
    """
    if interaction.type is discord.InteractionType.modal_submit:
        data: dict[str, Any] = dict(interaction.data or {})
        await guarded(interaction, _pressed(interaction, data["custom_id"]))


async def _pressed(interaction: Interaction, custom_id: str) -> None:
    begin(interaction)
    presses: Mapping[str, type[Press]] = interaction.client.presses
    kind, _, _ = custom_id.partition(":")
    meant = presses[kind].parse(custom_id) if kind in presses else None
    if meant is None:
        raise OutOfDate("That button is from an older version of me. Try the command again.")
    if meant.private and not is_seen_alone(interaction):
        raise MemberError("That button only works on messages that you alone can see.")
    if meant.judges and interaction.client.turned.is_unread(interaction):
        await acknowledge(interaction, interaction.response.defer())
        return
    await meant.press(interaction)


def is_seen_alone(interaction: Interaction) -> bool:
    """Return whether the message that was pressed is seen by nobody but the member."""
    message = interaction.message
    return message is not None and (message.flags.ephemeral or interaction.context.dm_channel)


def button(
    press: Press,
    *,
    label: str | None = None,
    emoji: str | None = None,
    style: discord.ButtonStyle = _SECONDARY,
    row: int | None = None,
    disabled: bool = False,
) -> Control:
    """Return a button; arguments as of `discord.ui.Button`."""
    return Control(
        discord.ui.Button(
            label=label,
            emoji=emoji,
            style=style,
            row=row,
            disabled=disabled,
            custom_id=press.custom_id,
        )
    )


def menu(
    press: Press,
    options: Sequence[discord.SelectOption],
    placeholder: str,
    *,
    several: bool = False,
    row: int | None = None,
) -> Control:
    """Return a menu; `chosen` tells the press which option was picked.

    Of ``several``, any number can be picked, none included; `all_chosen` tells which.
    """
    return Control(
        discord.ui.Select(
            custom_id=press.custom_id,
            options=list(options),
            placeholder=placeholder,
            min_values=0 if several else 1,
            max_values=len(options) if several else 1,
            row=row,
        )
    )


def people_menu(press: Press, placeholder: str, most: int) -> Control:
    """Return Discord's own menu of members; `chosen_people` tells the press who was picked."""
    return Control(
        discord.ui.UserSelect(
            custom_id=press.custom_id, placeholder=placeholder, min_values=1, max_values=most
        )
    )


def chosen_people(interaction: Interaction) -> list[int]:
    """Return the ids that a menu of members came with: whose they are, nobody has looked at."""
    data: dict[str, Any] = dict(interaction.data or {})
    return [int(value) for value in data["values"]]


def chosen(interaction: Interaction) -> str:
    """Return the value of the option that a member picked from a menu."""
    (value,) = all_chosen(interaction)
    return value


def all_chosen(interaction: Interaction) -> list[str]:
    """Return the values of the options that a member picked from a menu."""
    data: dict[str, Any] = dict(interaction.data or {})
    return [str(value) for value in data["values"]]


def typed(interaction: Interaction) -> str | None:
    """Return what was typed into the one field of a form; ``None`` if nothing was."""
    return next(iter(all_typed(interaction)), None)


def all_typed(interaction: Interaction) -> list[str]:
    """Return what was typed into the fields of a form, without those that were left empty."""
    data: dict[str, Any] = dict(interaction.data or {})
    fields = (field["value"].strip() for row in data["components"] for field in row["components"])
    return [value for value in fields if value]


def view_of(*controls: Control) -> discord.ui.View:
    """Return a view that never times out: what it holds lives as long as its message."""
    view = discord.ui.View(timeout=None)
    for control in controls:
        view.add_item(control)
    return view


def is_lit(interaction: Interaction, custom_id: str, on: discord.ButtonStyle) -> bool:
    """Return whether a button of the message that was pressed has the style ``on``."""
    message = interaction.message
    controls = discord.ui.View.from_message(message, timeout=None).children if message else ()
    return any(
        isinstance(each, discord.ui.Button) and (each.custom_id, each.style) == (custom_id, on)
        for each in controls
    )


async def relight(
    interaction: Interaction,
    lit: Mapping[str, bool],
    on: discord.ButtonStyle,
    off: discord.ButtonStyle,
) -> None:
    """Restyle buttons of the message that was pressed: ``on`` if lit, else ``off``.

    ``lit`` has them by ``custom_id``; all others stay as they are.
    """
    assert interaction.message is not None
    view = view_of()
    for item in discord.ui.View.from_message(interaction.message, timeout=None).children:
        if not item.is_dispatchable():
            view.add_item(item)
            continue
        control = Control(item)
        if isinstance(item, discord.ui.Button) and control.custom_id in lit:
            item.style = on if lit[control.custom_id] else off
        view.add_item(control)
    await acknowledge(interaction, interaction.response.edit_message(view=view))


@dataclass(frozen=True, slots=True)
class _Part:
    """How a field stands in a ``custom_id``."""

    name: str
    pattern: str
    write: Callable[[Any], str]
    read: Callable[[str], Any]


@cache
def _parts(press: type[Press]) -> tuple[_Part, ...]:
    hints = type_hints(press, include_extras=True)
    # The annotations of a subclass of Press are those of a dataclass.
    names = [field.name for field in fields(press)]  # type: ignore[arg-type]
    return tuple(_part(name, hints[name], last=name == names[-1]) for name in names)


def _part(name: str, hint: object, *, last: bool) -> _Part:
    if get_origin(hint) is Annotated:
        _, by_code = get_args(hint)
        codes = {value: code for code, value in by_code.items()}
        return _Part(name, _one_of(by_code), codes.__getitem__, by_code.__getitem__)
    kind = getattr(hint, "__supertype__", hint)
    if kind is int:
        # Discord's ids, and SQLite's numbers, are below 2**63.
        return _Part(name, "[0-9]{1,18}|[1-8][0-9]{18}", str, int)
    if kind is str:
        return _Part(name, ".*" if last else "[^:]*", str, str)
    if isinstance(kind, type) and issubclass(kind, StrEnum):
        return _Part(name, _one_of(kind), str, kind)
    raise TypeError(f"{name}: no way to write {hint!r} into a custom_id")


def _one_of(codes: Iterable[str]) -> str:
    return "|".join(map(re.escape, codes))
