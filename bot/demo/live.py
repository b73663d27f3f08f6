"""simcord with real time: its clock and the bot's timers go on by themselves.

simcord is made for tests, where time stands still between two actions. This and `bot.demo.page`
use its private parts, hence its exact version in ``pyproject.toml``.
"""

import contextvars
import logging
from datetime import UTC, datetime
from typing import Any

import discord
from discord.app_commands import AppCommandError
from simcord import Env
from simcord._clock import Clock
from simcord._dpy_internals import real_monotonic
from simcord._runtime import _CallbackRecord

log = logging.getLogger(__name__)


class RealTime(Clock):
    """A clock that goes by itself, and never backwards.

    simcord's own begins at the same moment in every run: ids would repeat, and collide with those
    that the last demo saved.
    """

    def __init__(self) -> None:
        self._epoch = datetime.now(UTC)
        self._reached = 0.0

    @property
    def elapsed(self) -> float:
        """Seconds since the clock was made."""
        passed = (datetime.now(UTC) - self._epoch).total_seconds()
        self._reached = max(self._reached, passed)
        return self._reached

    @elapsed.setter
    def elapsed(self, seconds: float) -> None:
        self._reached = max(self._reached, seconds)


class LiveEnv(Env):
    """A simulated Discord in which timers run by the real clock and errors go to the log."""

    def __init__(self, bot: discord.Client) -> None:
        super().__init__(bot, check_errors=False)
        self._read = 0
        self._news = 0

    @property
    def acting(self) -> bool:
        """Whether somebody's action is being carried out right now."""
        return self._operation_task is not None

    def news(self) -> int:
        """Count what has happened so far that a page could show."""
        unread = self.backend.transcript[self._read :]
        self._read += len(unread)
        self._news += sum(_is_news(kind, what) for kind, what, _ in unread)
        return self._news

    def catch_up(self) -> None:
        """Start and end what is due by now: polls, scheduled events."""
        if not self.acting:
            self._process_resource_deadlines()

    def _schedule_timer(
        self,
        record: _CallbackRecord,
        _callback: object,
        _args: tuple[Any, ...],
        _schedule_context: contextvars.Context | None,
    ) -> None:
        """Let a timer of the bot fire when it is due, and let no action wait for it.

        simcord's own way holds an action up for as long as the bot sleeps, up to the timeout.
        """
        assert self._runtime is not None
        assert record.when is not None

        def fire() -> None:
            pending = any(each is record for each in self._work.callbacks)
            if pending and record.handle is not None and not record.handle.cancelled():
                record.handle._run()  # noqa: SLF001 - the one way to run a handle in its context

        due = real_monotonic() + max(record.when - self._virtual_time, 0.0)
        self._runtime.call_at(due, fire, context=contextvars.Context())

    def _record_error(self, error: BaseException) -> None:
        """Log what nobody else reports; the bot has answered the errors of commands."""
        if not isinstance(error, AppCommandError):
            super()._record_error(error)
            log.error("The bot failed at something nobody waits for.", exc_info=error)


def _is_news(kind: str, what: str) -> bool:
    """Return whether an entry of simcord's transcript may change a page.

    Suggestions while somebody types don't: a page that is published then would disturb them.
    """
    if kind == "GATEWAY":
        return what != "INTERACTION_CREATE"
    return kind == "HTTP" and "/webhooks/" in what and not what.startswith("GET")
