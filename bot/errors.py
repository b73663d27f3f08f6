"""Every error of the bot, and the one table that turns an exception into a sentence.

::

    BotError                    told to the host; one sentence and an exit code
    ├── SettingInvalid          an environment variable that can't be meant
    ├── TokenMissing
    ├── TokenRefused            Discord does not know the token
    ├── DiscordUnreachable
    ├── AlreadyRunning          another process is the bot
    ├── ModelUnavailable        no model, and none could be built
    └── DemoUnavailable         the demo can't start here
    MemberError                 told to the member as it is
    ├── UnclearFilm             carries the films that may be meant
    │   ├── NoSuchFilm
    │   └── SeveralFilms
    ├── NoSuchGenre             carries the genres that may be meant
    └── OutOfDate               a button of a list that is no longer stored

Members never see a trace: they get the sentence, and for what nobody expected a reference that
stands in the log beside the trace. This module has the program's only broad ``except``.
"""

import logging
import secrets
import sys
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, ClassVar, Final

import aiohttp
import discord
from discord import app_commands

from bot.storage.errors import StorageError
from bot.ui import respond
from bot.ui.at_work import StillAtWork
from bot.ui.limits import CONTENT, plain_clipped
from recsys.errors import IndexFault, RecsysError, UnknownTitle, UsageError
from recsys.movies import Movie

log = logging.getLogger(__name__)


class BotError(Exception):
    """Base of what stops the program; its text is one sentence for the host."""

    exit_code: ClassVar[int] = 70


class SettingInvalid(BotError):
    """An environment variable can't be meant; the text names it and never its value."""

    exit_code = 78

    def __init__(self, name: str, reason: str) -> None:
        super().__init__(f"{name} {reason}.")
        self.name = name


class TokenMissing(BotError):
    """There is no token."""

    exit_code = 78


class TokenRefused(BotError):
    """Discord does not know the token."""

    exit_code = 77


class DiscordUnreachable(BotError):
    """Discord can't be reached."""

    exit_code = 69


class AlreadyRunning(BotError):
    """Another process is the bot."""

    exit_code = 75


class ModelUnavailable(BotError):
    """There is no model, and none could be built."""

    exit_code = 69


class DemoUnavailable(BotError):
    """The demo can't start here."""

    exit_code = 69


class MemberError(Exception):
    """Base of what a member can mend; its text is shown to them as it is."""


class UnclearFilm(MemberError):
    """A title doesn't tell which film is meant; ``movies`` may be, the most likely first."""

    def __init__(self, message: str, movies: Sequence[Movie] = ()) -> None:
        super().__init__(message)
        self.movies = tuple(movies)


class NoSuchFilm(UnclearFilm):
    """No film has that title; ``movies`` come close, and ``advice`` says how to go on."""

    def __init__(self, message: str, movies: Sequence[Movie] = (), advice: str = "") -> None:
        super().__init__(f"{message} {advice}".rstrip(), movies)
        self.message = message
        self.advice = advice


class SeveralFilms(UnclearFilm):
    """Several films have that title, or it is the beginning of a far more famous one."""


class NoSuchGenre(MemberError):
    """No film has that genre; ``genres`` come closest."""

    def __init__(self, message: str, genres: Sequence[str]) -> None:
        super().__init__(message)
        self.genres = tuple(genres)


class OutOfDate(MemberError):
    """A button belongs to something that is no longer stored."""


@dataclass(frozen=True, slots=True)
class Told:
    """What an exception means to people.

    Attributes:
        sentence: for the member.
        level: of the log record; ``None`` when it needs none.
        unexpected: whether the log gets the trace, and the member its reference.
    """

    sentence: str
    level: int | None = None
    unexpected: bool = False


_AS_IT_IS: Final = None
_TROUBLE: Final = "Discord is having trouble right now. Please try again in a moment."

# The first row that fits counts.
_TABLE: tuple[tuple[type[Exception] | tuple[type[Exception], ...], str | None, int | None], ...] = (
    (
        # Titles that are typed have their own answer; this is the button of an old message.
        UnknownTitle,
        "That film isn't in my catalogue any more. Use `/recommend` to find others.",
        None,
    ),
    ((MemberError, UsageError), _AS_IT_IS, None),
    (
        IndexFault,
        (
            "Recommendations are down right now. Your ratings are safe; "
            "please try again in a few minutes."
        ),
        logging.ERROR,
    ),
    (StorageError, "I couldn't save that. Please try again in a few minutes.", logging.ERROR),
    (app_commands.NoPrivateMessage, "That only works in a server.", None),
    (app_commands.MissingPermissions, "You need more permissions in this server for that.", None),
    (StillAtWork, "One moment: I'm still working on what you asked for before.", None),
    (
        app_commands.CommandSignatureMismatch,
        "That command has just changed. Please reload Discord (Ctrl+R) and try again.",
        logging.WARNING,
    ),
    (
        app_commands.CommandNotFound,
        "That command is gone. Please reload Discord (Ctrl+R); `/help` lists the others.",
        logging.WARNING,
    ),
    (
        discord.Forbidden,
        (
            "I'm missing permissions in this channel. Please ask a moderator for: "
            "View Channel, Send Messages, Embed Links, Attach Files, Add Reactions."
        ),
        logging.WARNING,
    ),
    (discord.NotFound, "That's gone from Discord. Please try again.", logging.WARNING),
    ((discord.DiscordServerError, aiohttp.ClientError), _TROUBLE, logging.WARNING),
)

_INTERRUPTED: Final = 130
"""What a shell returns for a program that Ctrl-C ended."""
_UNTOLD: Final = (discord.DiscordException, aiohttp.ClientError, OSError)
"""What answering a member may come to: they are gone, or Discord is."""


def tell(error: Exception) -> Told:
    """Look an exception up in the table."""
    error = _original(error)
    for kind, sentence, level in _TABLE:
        if isinstance(error, kind):
            return Told(sentence or _own_words(error), level)
    return Told(
        "Something went wrong on my side. It's been logged.", logging.ERROR, unexpected=True
    )


async def answer(interaction: discord.Interaction[Any], error: Exception) -> None:
    """Tell a member, and them alone, what went wrong; write to the log what the host must know."""
    told = tell(error)
    sentence = told.sentence
    if told.unexpected:
        sentence += f" Reference: `{_record(f'interaction {_name(interaction)}', error)}`"
    elif told.level is not None:
        log.log(told.level, "%s: %s", _name(interaction), _original(error))
    try:
        await _say(interaction, sentence)
    except _UNTOLD as lost:
        log.warning("Could not answer %s: %s", _name(interaction), lost)


async def guarded(interaction: discord.Interaction[Any], work: Awaitable[None]) -> None:
    """Do what a button asks; whatever goes wrong is answered."""
    try:
        await work
    except Exception as error:  # noqa: BLE001 - the one table: members must never see a trace
        await answer(interaction, error)


async def logged(what: str, work: Awaitable[object]) -> None:
    """Do something in the background; whatever goes wrong stands in the log."""
    try:
        await work
    except Exception as error:  # noqa: BLE001 - the one table: nobody else would hear of it
        log_event(what, error)


def exit_code(run: Callable[[], int]) -> int:
    """Run the program and return its exit code; the host reads one sentence of what went wrong.

    What nobody expected goes to the log with its trace, where secrets are blotted out, and ends
    with 1.
    """
    try:
        return run()
    except (BotError, StorageError, RecsysError) as error:
        print(f"matinee: {error}", file=sys.stderr)
        return error.exit_code
    except KeyboardInterrupt:
        print("matinee: stopped.", file=sys.stderr)
        return _INTERRUPTED
    except Exception as error:
        log.critical("Stopped by something unexpected.", exc_info=error)
        return 1


def log_event(what: str, error: Exception) -> None:
    """Write to the log what went wrong in an event, where there is nobody to tell."""
    told = tell(error)
    if told.unexpected:
        _record(what, error)
    elif told.level is not None:
        log.log(told.level, "%s: %s", what, error)


async def _say(interaction: discord.Interaction[Any], sentence: str) -> None:
    if interaction.response.type is discord.InteractionResponseType.deferred_channel_message:
        # Discord puts the next message in the place of "thinking…", before everybody's eyes; what
        # comes after that is for the member alone.
        with suppress(discord.HTTPException):
            await interaction.edit_original_response(content="…")
            await interaction.delete_original_response()
    await respond.tell(interaction, sentence)


def _own_words(error: Exception) -> str:
    if isinstance(error, MemberError):
        return str(error)
    # It may quote what a member typed, and knows nothing of Discord.
    return plain_clipped(str(error), CONTENT // 2)


def _record(what: str, error: Exception) -> str:
    """Write the trace to the log and return the reference that stands beside it."""
    reference = secrets.token_hex(3)
    log.error("Unexpected, reference %s, in %s", reference, what, exc_info=_original(error))
    return reference


def _original(error: Exception) -> Exception:
    return error.original if isinstance(error, app_commands.CommandInvokeError) else error


def _name(interaction: discord.Interaction[Any]) -> str:
    if interaction.command is not None:
        return f"/{interaction.command.qualified_name}"
    data: Any = interaction.data or {}
    # What comes after may be words that the member typed.
    kind, *about = str(data.get("custom_id", "?")).split(":")
    return f"button {':'.join([kind, *about[:1]])}"
