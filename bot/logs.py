"""Logging: one line a record for people, or one JSON object for programs; never a secret."""

import json
import logging
import re
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any
from urllib.parse import quote

from bot.config import Secret, Settings

_TEXT = "%(asctime)s %(levelname)-7s %(name)s: %(message)s"
_HIDDEN = "…"
_SHORTEST = 6
"""Characters of a secret; blotting out shorter ones would leave nothing of a log to read."""
_INTERACTION_TOKEN = re.compile(r"aW50ZXJhY3Rpb246[A-Za-z0-9_\-=%]+")
"""What Discord's tokens of interactions begin with: "interaction:" in base 64."""


class Redacted(logging.Formatter):
    """Formats as another formatter does, then replaces every secret."""

    def __init__(self, formatter: logging.Formatter, secrets: Sequence[Secret]) -> None:
        super().__init__()
        self._formatter = formatter
        words = {
            word
            for secret in secrets
            for word in _written(secret.reveal())
            if len(word) >= _SHORTEST
        }
        # A long one may have a short one inside.
        self._words = sorted(words, key=len, reverse=True)

    def format(self, record: logging.LogRecord) -> str:
        """Return the line."""
        line = _INTERACTION_TOKEN.sub(_HIDDEN, self._formatter.format(record))
        for word in self._words:
            line = line.replace(word, _HIDDEN)
        return line


def _written(word: str) -> set[str]:
    """Return a word as it stands in text, in JSON and in addresses."""
    return {word, json.dumps(word)[1:-1], quote(word, safe="")}


class TextLines(logging.Formatter):
    """One line a record for people, then the trace if there is one.

    Control characters are written out, so that no text from outside forges a line or paints the
    terminal.
    """

    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802 - of logging
        """Return the line without its trace."""
        record.message = _written_out(record.message, but="")
        return super().formatMessage(record)

    def formatException(self, ei: Any) -> str:  # noqa: ANN401, N802 - of logging
        """Return the trace."""
        return _written_out(super().formatException(ei), but="\n")


def _written_out(text: str, *, but: str) -> str:
    """Return a text with its control characters as escapes."""
    return "".join(
        character
        if character.isprintable() or character in but
        else character.encode("unicode_escape").decode()
        for character in text
    )


class JsonLines(logging.Formatter):
    """One JSON object a line: time, level, logger, message, and the trace if there is one."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line."""
        entry = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
        }
        if record.exc_info:
            entry["trace"] = self.formatException(record.exc_info)
        # In ASCII: no character from outside paints a terminal.
        return json.dumps(entry)


def start_logging(settings: Settings) -> None:
    """Send what is logged to the standard error stream."""
    formatter = JsonLines() if settings.log_format == "json" else TextLines(_TEXT)
    secrets = filter(None, (settings.discord_token, settings.omdb_key, settings.qdrant_key))
    handler = logging.StreamHandler()
    handler.setFormatter(Redacted(formatter, list(secrets)))
    logging.basicConfig(level=settings.log_level, handlers=[handler], force=True)
    # At DEBUG these write members' events and the addresses with the keys of their answers.
    for talkative in ("discord", "aiohttp", "httpx", "httpcore", "PIL"):
        logging.getLogger(talkative).setLevel(max(logging.INFO, logging.root.level))
    logging.getLogger("httpx").setLevel(logging.WARNING)
