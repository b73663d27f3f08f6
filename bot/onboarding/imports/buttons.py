"""The buttons and menus of a preview, and the one that undoes an import."""

import asyncio
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import ClassVar, Final

import discord

from bot.errors import OutOfDate
from bot.films.lookup import confirm
from bot.onboarding.imports.preview import Choices, Found, Preview, beyond, incoming, preview
from bot.onboarding.imports.rows import Means
from bot.onboarding.imports.scale import BEST
from bot.onboarding.imports.words import (
    EXPIRED,
    LISTED_AS,
    UNDONE_ALREADY,
    WITHDRAWN,
    instructions,
    many,
    preview_embed,
    stars,
    undone_text,
    written_text,
)
from bot.services import Services, services_of
from bot.storage.beyond import FilmBeyond
from bot.storage.imports import Import, Incoming, Standing
from bot.ui.control import Control, Interaction, Press, button, chosen, menu, view_of
from bot.ui.message import Message
from bot.ui.respond import hold, show, tell
from recsys.movies import Movie

_PRIMARY: Final = discord.ButtonStyle.primary


class Step(StrEnum):
    """What a button does with an import."""

    WRITE = "write"
    CANCEL = "cancel"
    WITH_UNSURE = "with"
    WITHOUT_UNSURE = "without"
    UNDO = "undo"


class Setting(StrEnum):
    """What a menu sets in a preview."""

    LIKE = "like"
    DISLIKE = "dislike"
    LISTED = "listed"


@dataclass(frozen=True)
class DecideImport(Press):
    """Write an import, or drop it, or leave out what is unsure, or undo it."""

    kind: ClassVar = "import"
    private: ClassVar = True
    step: Step
    import_id: int

    async def press(self, interaction: Interaction) -> None:
        """Do it, and show what came of it in place of the message."""
        undo = self.step is Step.UNDO
        saved = await _saved(interaction, self.import_id, done=undo)
        await hold(interaction)
        match self.step:
            case Step.WRITE:
                await show(interaction, await _write(interaction, saved))
                found = await asyncio.to_thread(Found.from_json, saved.found)
                items = [film.item_id for film in found.films if film.item_id is not None]
                await confirm(services_of(interaction), items)
            case Step.UNDO:
                await show(interaction, await _undo(interaction, saved))
            case Step.CANCEL:
                imports = services_of(interaction).storage.imports
                await imports.withdraw(interaction.user.id, saved.id)
                await show(interaction, WITHDRAWN)
            case Step.WITH_UNSURE | Step.WITHOUT_UNSURE:
                choices = Choices.from_json(saved.choices)
                unsure = self.step is Step.WITH_UNSURE
                await _choose(interaction, saved, replace(choices, unsure=unsure))


@dataclass(frozen=True)
class SetImport(Press):
    """Change what a rating means in a preview, or say what a list is."""

    kind: ClassVar = "import-set"
    private: ClassVar = True
    setting: Setting
    import_id: int

    async def press(self, interaction: Interaction) -> None:
        """Save it, and show the preview that follows from it."""
        saved = await _saved(interaction, self.import_id, done=False)
        choices = self._changed(Choices.from_json(saved.choices), chosen(interaction))
        await hold(interaction)
        await _choose(interaction, saved, choices)

    def _changed(self, choices: Choices, value: str) -> Choices:
        match self.setting:
            case Setting.LISTED if value in LISTED_AS:
                return replace(choices, listed=Means(value))
            case Setting.LIKE if value in _NUMBERS[1:]:
                return choices.scaled(choices.scale.liking_from(int(value)))
            case Setting.DISLIKE if value in _NUMBERS[:-1]:
                return choices.scaled(choices.scale.disliking_to(int(value)))
        raise OutOfDate(EXPIRED)


_NUMBERS: Final = [str(half_stars) for half_stars in range(BEST + 2)]


@dataclass(frozen=True)
class TellOfImport(Press):
    """Tell a member how ratings from elsewhere come here."""

    kind: ClassVar = "tell-import"
    private: ClassVar = True

    async def press(self, interaction: Interaction) -> None:
        """Tell them in a message of its own."""
        await tell(interaction, await how_message(services_of(interaction), interaction.user.id))


async def how_message(services: Services, member_id: int) -> Message:
    """Return where the files come from, with a button to undo the newest import."""
    newest = await services.storage.imports.newest(member_id)
    view = None if newest is None else undo_view(newest.id)
    return Message(embeds=[instructions(newest)], view=view)


async def preview_message(services: Services, member_id: int, saved: Import) -> Message:
    """Return an import as its member sees it before it's written."""
    standing = await services.storage.imports.standing(member_id)
    # Thousands of films, and the event loop is everybody's.
    return await asyncio.to_thread(_message, saved, standing)


def undo_view(import_id: int) -> discord.ui.View:
    """Return the button that undoes an import."""
    undo = DecideImport(Step.UNDO, import_id)
    return view_of(button(undo, label="Undo import", emoji="↩️"))


def _message(saved: Import, standing: Standing) -> Message:
    found, choices = Found.from_json(saved.found), Choices.from_json(saved.choices)
    would = preview(found, choices, standing)
    controls = [*_menus(saved.id, found, choices), *_buttons(saved.id, choices, would)]
    embed = preview_embed(saved.service, found, choices, would)
    return Message(embeds=[embed], view=view_of(*controls))


def _menus(import_id: int, found: Found, choices: Choices) -> list[Control]:
    menus: list[Control] = []
    if found.is_unnamed:
        lists = [
            discord.SelectOption(label=name, value=means, default=means is choices.listed)
            for means, name in LISTED_AS.items()
        ]
        menus.append(menu(SetImport(Setting.LISTED, import_id), lists, "What is this list?"))
    given = found.half_stars
    if given:
        liked, disliked = [], []
        for each in range(1, BEST + 1):
            films = sum(half_stars >= each for half_stars in given)
            liked.append((each, f"👍 from {stars(each)}", films))
            films = sum(half_stars <= each for half_stars in given)
            disliked.append((each, f"👎 up to {stars(each)}", films))
        liked.append((BEST + 1, "No 👍", 0))
        disliked.insert(0, (0, "No 👎", 0))
        menus.append(
            menu(
                SetImport(Setting.LIKE, import_id),
                [_option(*each, choices.like_from) for each in liked],
                "👍 from …",
            )
        )
        menus.append(
            menu(
                SetImport(Setting.DISLIKE, import_id),
                [_option(*each, choices.dislike_to) for each in disliked],
                "👎 up to …",
            )
        )
    return menus


def _option(value: int, label: str, films: int, now: int) -> discord.SelectOption:
    return discord.SelectOption(
        label=label, value=str(value), description=many(films, "film"), default=value == now
    )


def _buttons(import_id: int, choices: Choices, would: Preview) -> list[Control]:
    buttons: list[Control] = []
    if would.changes:
        write = DecideImport(Step.WRITE, import_id)
        buttons.append(button(write, label="Import", emoji="📥", style=_PRIMARY))
    if would.unsure:
        step = Step.WITHOUT_UNSURE if choices.unsure else Step.WITH_UNSURE
        label = "Leave out the uncertain" if choices.unsure else "Take the uncertain along"
        buttons.append(button(DecideImport(step, import_id), label=label))
    buttons.append(button(DecideImport(Step.CANCEL, import_id), label="Cancel"))
    return buttons


async def _saved(interaction: Interaction, import_id: int, *, done: bool) -> Import:
    """Return the import of whoever presses, if it's written as the press needs it."""
    saved = await services_of(interaction).storage.imports.get(interaction.user.id, import_id)
    if saved is None or (saved.done_at is not None) is not done:
        raise OutOfDate(UNDONE_ALREADY if done else EXPIRED)
    return saved


async def _choose(interaction: Interaction, saved: Import, choices: Choices) -> None:
    services, member_id = services_of(interaction), interaction.user.id
    await services.storage.imports.choose(member_id, saved.id, choices.to_json())
    saved = replace(saved, choices=choices.to_json())
    await show(interaction, await preview_message(services, member_id, saved))


async def _write(interaction: Interaction, saved: Import) -> Message:
    services = services_of(interaction)
    films, beyond = await asyncio.to_thread(_films_of, saved)
    catalog = services.catalog
    await services.catalogs.add(
        *(FilmBeyond(movie, confirmed=False) for movie in beyond if movie.id not in catalog)
    )
    # A newer model may know by now what the preview didn't.
    catalog = services.catalog
    films = [
        replace(film, item_id=catalog[film.item_id].id) for film in films if film.item_id in catalog
    ]
    written = await services.storage.imports.write(interaction.user.id, saved.id, films)
    if written is None:
        raise OutOfDate(EXPIRED)
    return Message(written_text(saved.service, written), view=undo_view(saved.id))


async def _undo(interaction: Interaction, saved: Import) -> Message:
    undone = await services_of(interaction).storage.imports.undo(interaction.user.id, saved.id)
    if undone is None:
        raise OutOfDate(UNDONE_ALREADY)
    return Message(undone_text(undone))


def _films_of(saved: Import) -> tuple[list[Incoming], list[Movie]]:
    found = Found.from_json(saved.found)
    return incoming(found, Choices.from_json(saved.choices)), beyond(found)
