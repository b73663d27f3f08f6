"""The one table: what members are told, and what stands in the log."""

import logging
from types import SimpleNamespace

import aiohttp
import discord
import pytest
from discord import app_commands

from bot.errors import (
    BotError,
    MemberError,
    NoSuchFilm,
    OutOfDate,
    SettingInvalid,
    guarded,
    log_event,
    logged,
    tell,
)
from bot.storage.errors import DatabaseClosed, StorageError
from recsys.errors import IndexTimeout, UnknownTitle, UsageError


def refusal(kind, status):
    return kind(SimpleNamespace(status=status, reason="because"), {"code": 50013, "message": "no"})


def wrapped(error):
    command = app_commands.Command(name="x", description="y", callback=_callback)
    return app_commands.CommandInvokeError(command, error)


async def _callback(interaction: discord.Interaction) -> None:
    """Stand in for a command."""


@pytest.mark.parametrize(
    ("error", "level"),
    [
        (MemberError("Say it **so**."), None),
        (NoSuchFilm("None."), None),
        (OutOfDate("Old."), None),
        (IndexTimeout("no answer"), logging.ERROR),
        (DatabaseClosed("closed"), logging.ERROR),
        (app_commands.NoPrivateMessage(), None),
        (app_commands.MissingPermissions(["manage_guild"]), None),
        (refusal(discord.Forbidden, 403), logging.WARNING),
        (refusal(discord.NotFound, 404), logging.WARNING),
        (refusal(discord.DiscordServerError, 503), logging.WARNING),
        (aiohttp.ServerDisconnectedError(), logging.WARNING),
    ],
)
@pytest.mark.parametrize("through", [lambda error: error, wrapped], ids=["bare", "in a command"])
def test_every_row_has_a_sentence_and_its_level(error, level, through):
    told = tell(through(error))
    assert told.sentence
    assert (told.sentence == str(error)) is isinstance(error, MemberError)
    assert told.level == level
    assert not told.unexpected


@pytest.mark.parametrize("error", [ValueError("secret detail"), wrapped(KeyError("secret detail"))])
def test_what_stands_in_no_row_is_unexpected_and_tells_no_detail(error):
    told = tell(error)
    assert told.unexpected
    assert told.level == logging.ERROR
    assert "secret detail" not in told.sentence


def test_the_button_of_a_film_that_is_gone_speaks_of_no_number():
    told = tell(UnknownTitle("No film has the movieId 8 in this catalogue."))
    assert "movieId" not in told.sentence
    assert "/recommend" in told.sentence


@pytest.mark.parametrize("kind", [UsageError, UnknownTitle])
def test_sentences_that_quote_members_are_made_harmless(kind):
    told = tell(kind('No film is called "[x](http://e.example) @everyone" ' + "x" * 5_000))
    assert "](http:" not in told.sentence
    assert "@everyone" not in told.sentence
    assert len(told.sentence) <= 1_000


def test_a_setting_is_named_and_the_exit_codes_are_those_of_sysexits():
    error = SettingInvalid("QDRANT_URL", "is no address")
    assert str(error) == "QDRANT_URL is no address."
    assert error.exit_code == 78
    assert all(64 <= kind.exit_code <= 78 for kind in [BotError, *BotError.__subclasses__()])
    assert all(
        64 <= kind.exit_code <= 78 for kind in [StorageError, *StorageError.__subclasses__()]
    )


async def test_background_work_that_fails_stands_in_the_log(caplog):
    async def work():
        raise ValueError("boom")

    await logged("tidying", work())
    assert "in tidying" in caplog.text
    assert "boom" in caplog.text


def test_an_event_that_fails_for_a_known_reason_has_one_line(caplog):
    log_event("on_ready", DatabaseClosed("The database is closed."))
    assert [each.getMessage() for each in caplog.records] == ["on_ready: The database is closed."]
    log_event("on_ready", MemberError("nobody to tell"))
    assert len(caplog.records) == 1


class Response:
    """An interaction's response on a connection that is gone."""

    type = None

    def __init__(self, error):
        self._error = error

    def is_done(self):
        return False

    async def send_message(self, **_options):
        raise self._error


@pytest.mark.parametrize(
    "lost",
    [
        refusal(discord.NotFound, 404),
        refusal(discord.DiscordServerError, 500),
        aiohttp.ServerDisconnectedError(),
        ConnectionResetError(),
        TimeoutError(),
        discord.InteractionResponded(SimpleNamespace()),
    ],
)
async def test_where_nobody_can_be_told_the_log_hears_it_and_nothing_is_raised(lost, caplog):
    async def work():
        raise MemberError("Hello?")

    interaction = SimpleNamespace(
        client=SimpleNamespace(command_ids={}),
        extras={},
        response=Response(lost),
        command=None,
        data={"custom_id": "more:1"},
    )
    await guarded(interaction, work())
    assert "Could not answer button more:1" in caplog.text
