"""Log lines: readable or JSON, and never a secret."""

import base64
import json
import logging
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.config import Secret, Settings
from bot.logs import JsonLines, Redacted, TextLines, start_logging


def failed(text):
    """Return an error that was raised."""
    with pytest.raises(RuntimeError) as caught:
        raise RuntimeError(text)
    return caught.value


def record(message, *args, error=None):
    found = (type(error), error, error.__traceback__) if error else None
    return logging.LogRecord("bot.x", logging.WARNING, __file__, 1, message, args, found)


@given(st.text(), st.text())
def test_a_json_line_is_one_line_and_parses(message, argument):
    line = JsonLines().format(record("%s: %s", message, argument))
    assert "\n" not in line
    assert line.isascii()
    entry = json.loads(line)
    assert entry["message"] == f"{message}: {argument}"
    assert (entry["level"], entry["logger"]) == ("WARNING", "bot.x")
    assert entry["time"].endswith("+00:00")


def test_a_json_line_carries_the_trace():
    entry = json.loads(JsonLines().format(record("Oh.", error=failed("two\nlines"))))
    assert "RuntimeError: two\nlines" in entry["trace"]
    assert "Traceback" in entry["trace"]


@pytest.mark.parametrize("formatter", [JsonLines(), logging.Formatter("%(message)s")])
@pytest.mark.parametrize("secret", ["abc123", 'quo"ted', "back\\slash", "a+b/c==", "k&y=%20"])
def test_no_secret_passes_in_any_spelling(formatter, secret):
    redacted = Redacted(formatter, [Secret(secret)])
    error = failed(f"https://omdb.example/?apikey={secret}")
    line = redacted.format(record("Asking %s", secret, error=error))
    assert secret not in line
    assert json.dumps(secret)[1:-1] not in line
    quoted = quote(secret, safe="")
    assert quoted not in redacted.format(record(f"?apikey={quoted}"))
    if isinstance(formatter, JsonLines):
        assert json.loads(line)["message"] == "Asking …"


def test_a_secret_inside_another_does_not_uncover_the_rest():
    redacted = Redacted(logging.Formatter("%(message)s"), [Secret("abcdef"), Secret("abcdefgh")])
    assert redacted.format(record("abcdefgh abcdef")) == "… …"


def test_tokens_of_interactions_are_hidden():
    token = base64.b64encode(b"interaction:12345:secret-part").decode()
    line = Redacted(logging.Formatter("%(message)s"), []).format(record(f"/webhooks/1/{token}/x"))
    assert line == "/webhooks/1/…/x"


@pytest.fixture
def _loggers():
    """Put logging back as it was."""
    root, names = logging.root, ("discord", "aiohttp", "httpx", "httpcore", "PIL")
    before = (root.level, list(root.handlers), [logging.getLogger(name).level for name in names])
    yield
    root.setLevel(before[0])
    root.handlers[:] = before[1]
    for name, level in zip(names, before[2], strict=True):
        logging.getLogger(name).setLevel(level)


@pytest.mark.usefixtures("_loggers")
@pytest.mark.parametrize("log_format", ["text", "json"])
def test_logging_goes_to_standard_error_without_secrets(log_format, capsys):
    settings = Settings(
        discord_token=Secret("the-token"),
        omdb_key=Secret("the-omdb-key"),
        qdrant_key=Secret("the-qdrant-key"),
        log_level="DEBUG",
        log_format=log_format,
    )
    start_logging(settings)
    logging.getLogger("bot").debug("the-token, the-omdb-key and the-qdrant-key")
    logging.getLogger("discord.gateway").debug("an event of a member")
    logging.getLogger("httpx").info("GET http://qdrant/?api_key=x")
    said = capsys.readouterr()
    assert said.out == ""
    assert "…, … and …" in said.err
    assert "event of a member" not in said.err
    assert "GET" not in said.err
    if log_format == "json":
        assert json.loads(said.err)["level"] == "DEBUG"


@pytest.mark.usefixtures("_loggers")
def test_a_quieter_level_holds_for_the_libraries_too(capsys):
    start_logging(Settings(log_level="ERROR"))
    for name in ("bot", "discord", "aiohttp.client", "PIL.Image"):
        logging.getLogger(name).warning("psst")
    assert capsys.readouterr().err == ""


@given(st.text(), st.text())
def test_a_text_line_is_one_line_whatever_is_logged(message, argument):
    line = TextLines("%(levelname)s %(message)s").format(record("%s: %s", message, argument))
    assert line.isprintable()
    assert line.startswith("WARNING ")


def test_a_trace_keeps_its_lines_and_paints_nothing():
    line = TextLines("%(message)s").format(record("Oh.", error=failed("red \x1b[31m\nforged")))
    assert "\x1b" not in line
    assert "RuntimeError: red \\x1b[31m\nforged" in line


def test_a_word_too_short_for_a_secret_leaves_the_log_readable():
    formatter = Redacted(TextLines("%(message)s"), [Secret("a"), Secret("long enough")])
    assert formatter.format(record("a banana, long enough")) == "a banana, …"
