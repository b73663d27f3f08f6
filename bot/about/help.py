"""``/help``: the commands as people read them, made from the command tree."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final

import discord
from discord import AppCommandType, app_commands
from discord.ext import commands

from bot.errors import MemberError
from bot.films.card import ACCENT
from bot.films.options import personal
from bot.ui import limits
from bot.ui.control import Interaction
from bot.ui.message import Message
from bot.ui.respond import tell

_MENUS: Final = {
    AppCommandType.message: "a message",
    AppCommandType.user: "a member",
}
_FIRST: Final = (
    "start",
    "recommend",
    "rate",
    "movie",
    "watchlist show",
    "movienight start",
)
_YOURS: Final = "Your films"
_REST: Final = "About me"
_HEADINGS: Final = {
    _YOURS: {
        "start",
        "recommend",
        "rate",
        "movie",
        "similar",
        "watchlist",
        "profile",
        "import",
    },
    "Movie nights": {"movienight", "settings", "list"},
    "Your data": {"privacy"},
    _REST: set[str](),
}
"""What stands under each heading, by the first words of commands; the last has the rest."""
_NUMBERS: Final = {discord.AppCommandOptionType.integer, discord.AppCommandOptionType.number}


class HelpCog(commands.Cog):
    """The list is made from the commands themselves."""

    @app_commands.command(name="help")
    @personal
    @app_commands.describe(command="The command you want to know more about")
    async def explain(
        self, interaction: Interaction, command: app_commands.Range[str, 1, 100] | None = None
    ) -> None:
        """See what I can do, or the options of a command."""
        every = entries(interaction.client.tree)
        embed = overview(every) if command is None else details(find_entries(every, command))
        await tell(interaction, Message(embeds=[embed]))

    @explain.autocomplete("command")
    async def offer_commands(
        self, interaction: Interaction, typed: str
    ) -> list[app_commands.Choice[str]]:
        """Offer the commands."""
        return entry_choices(entries(interaction.client.tree), typed)


@dataclass(frozen=True, slots=True)
class Option:
    """An option of a command.

    Attributes:
        name: as members see it.
        description: as members see it.
        required: whether the command goes without.
        choices: what can be chosen, where not everything can.
        lowest: of a number.
        highest: of a number.
    """

    name: str
    description: str
    required: bool
    choices: tuple[str, ...] = ()
    lowest: float | None = None
    highest: float | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """A command, or a menu entry.

    Attributes:
        name: ``"privacy show"``; of a menu, what stands in it.
        description: what it does; of a menu, where it is found.
        options: in order.
        is_menu: whether it stands in a menu instead of being typed.
        servers_only: whether it is refused in direct messages.
        rights: what a member needs in the server, unless its managers decide otherwise.
    """

    name: str
    description: str
    options: tuple[Option, ...] = ()
    is_menu: bool = False
    servers_only: bool = False
    rights: tuple[str, ...] = ()

    @property
    def title(self) -> str:
        """How it is written in a text."""
        return self.name if self.is_menu else f"/{self.name}"


def entries(tree: app_commands.CommandTree[Any]) -> list[Entry]:
    """Return what the tree has: commands, those of groups one by one, then menus."""
    commands = [
        _command(command)
        for command in tree.walk_commands(type=AppCommandType.chat_input)
        if isinstance(command, app_commands.Command)
    ]
    menus = [
        Entry(menu.name, f"In the menu of {where}, under Apps", is_menu=True)
        for kind, where in _MENUS.items()
        for menu in tree.get_commands(type=kind)
    ]
    return [*commands, *menus]


def overview(every: Sequence[Entry]) -> discord.Embed:
    """Return the commands to begin with, a line each, and all others under four headings."""
    by_name = {entry.name: entry for entry in every}
    first = [by_name[name] for name in _FIRST if name in by_name]
    lines = (
        "Press a command to use it.",
        *(f"{_named(each)}: {each.description}" for each in first),
    )
    embed = discord.Embed(
        title="What I can do",
        description=limits.lines_within(lines, limits.EMBED_DESCRIPTION),
        colour=ACCENT,
    )
    others: dict[str, list[str]] = {heading: [] for heading in _HEADINGS}
    for entry in every:
        if entry not in first:
            where = f" ({entry.description[0].lower()}{entry.description[1:]})"
            others[_heading(entry)].append(_named(entry) + where * entry.is_menu)
    for heading, names in others.items():
        if names:
            value = limits.clip(" · ".join(names), limits.FIELD_VALUE)
            embed.add_field(name=heading, value=value, inline=False)
    return embed.set_footer(text="/help followed by a command shows its options.")


def details(asked: Sequence[Entry]) -> discord.Embed:
    """Return the options of a command, or of each command of a group."""
    several = len(asked) > 1
    in_servers = all(entry.servers_only for entry in asked)
    lines = [
        line
        for entry in asked
        for line in ("", *_lines(entry, headed=several, noted=not in_servers))
    ]
    if in_servers:
        lines += ["", "Only in servers."]
    title = asked[0].title if len(asked) == 1 else f"/{asked[0].name.split()[0]}"
    return discord.Embed(
        title=limits.clip(title, limits.EMBED_TITLE),
        description=limits.lines_within(lines[1:], limits.EMBED_DESCRIPTION),
        colour=ACCENT,
    )


def find_entries(every: Sequence[Entry], asked: str) -> list[Entry]:
    """Return the command that is asked for, or the commands of the group of that name.

    Raises:
        MemberError: there is no such command.
    """
    name = _folded(asked)
    exact = [entry for entry in every if _folded(entry.name) == name]
    found = exact or [entry for entry in every if _folded(entry.name).startswith(f"{name} ")]
    if not name or not found:
        word = limits.plain_clipped(asked, limits.CHOICE_NAME)
        raise MemberError(f"There's no command “{word}”. `/help` lists all of them.")
    return found


def entry_choices(every: Iterable[Entry], typed: str) -> list[app_commands.Choice[str]]:
    """Return the commands whose name contains what is typed."""
    name = _folded(typed)
    fitting = [entry for entry in every if name in _folded(entry.name)]
    return [limits.choice(entry.title, entry.name) for entry in fitting[: limits.CHOICES]]


def _command(command: app_commands.Command[Any, ..., Any]) -> Entry:
    root = command.root_parent or command
    contexts = root.allowed_contexts
    return Entry(
        name=command.qualified_name,
        description=command.description,
        options=tuple(_option(parameter) for parameter in command.parameters),
        servers_only=root.guild_only or (contexts is not None and not contexts.dm_channel),
        rights=tuple(
            right.replace("_", " ").title()
            for right, needed in root.default_permissions or ()
            if needed
        ),
    )


def _option(parameter: app_commands.Parameter) -> Option:
    # Of a text they are numbers of characters, which nobody needs to know.
    counted = parameter.type in _NUMBERS
    return Option(
        name=parameter.display_name,
        description=str(parameter.description),
        required=parameter.required,
        choices=tuple(choice.name for choice in parameter.choices),
        lowest=parameter.min_value if counted else None,
        highest=parameter.max_value if counted else None,
    )


def _lines(entry: Entry, *, headed: bool, noted: bool) -> Iterable[str]:
    """Yield what is said of a command, ``noted`` with whether it works in servers only."""
    yield f"{_named(entry)}: {entry.description}" if headed else entry.description
    for option in entry.options:
        yield f"• `{option.name}`{'' if option.required else ' (optional)'}: {_meaning(option)}"
    if noted and entry.servers_only:
        yield "Only in servers."
    if entry.rights:
        yield f"For members who may: {', '.join(entry.rights)}."


def _meaning(option: Option) -> str:
    if option.choices:
        return f"{option.description}. One of: {'; '.join(option.choices)}"
    if option.lowest is not None and option.highest is not None:
        return f"{option.description}, {option.lowest:g} to {option.highest:g}"
    return option.description


def _folded(name: str) -> str:
    return " ".join(name.casefold().removeprefix("/").split())


def _heading(entry: Entry) -> str:
    if entry.is_menu:
        return _YOURS
    root = entry.name.split()[0]
    return next((each for each, roots in _HEADINGS.items() if root in roots), _REST)


def _named(entry: Entry) -> str:
    """Return an entry so that it is clickable where it can be."""
    return f"**{entry.title}**" if entry.is_menu else f"`{entry.title}`"
