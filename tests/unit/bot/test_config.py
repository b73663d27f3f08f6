"""Settings from the environment and ``.env``; secrets that show themselves to nobody."""

import os
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.config import Secret, Settings
from bot.errors import SettingInvalid
from bot.storage.scheduled import BackupPlan
from recsys.environment import with_server
from recsys.index.address import ServerAddress

NOWHERE = Path("there is no such file")

VALID = {
    "DISCORD_TOKEN": ("MTIz.abc-_.xyz", "discord_token", Secret("MTIz.abc-_.xyz")),
    "OMDB_API_KEY": ("0123abcd", "omdb_key", Secret("0123abcd")),
    "OMDB_BASE_URL": ("http://localhost:8080/", "omdb_base_url", "http://localhost:8080/"),
    "QDRANT_URL": ("https://qdrant:6333", "qdrant_url", "https://qdrant:6333"),
    "QDRANT_REPLICAS": ("3", "qdrant_replicas", 3),
    "QDRANT_SHARDS": ("12", "qdrant_shards", 12),
    "QDRANT_API_KEY": ("k${ey}", "qdrant_key", Secret("k${ey}")),
    "MATINEE_DATA": ("somewhere", "data", Path("somewhere")),
    "MATINEE_DATASET": ("ml-1m", "dataset", "ml-1m"),
    "MATINEE_BACKUPS": ("Weekly, keep=12", "backups", BackupPlan(timedelta(weeks=1), 12)),
    "MATINEE_DEV_GUILD": ("123456789012345678", "dev_guild", 123456789012345678),
    "MATINEE_LOG_LEVEL": ("debug", "log_level", "DEBUG"),
    "MATINEE_LOG_FORMAT": ("JSON", "log_format", "json"),
}

INVALID = [
    ("DISCORD_TOKEN", "two words"),
    ("DISCORD_TOKEN", "tökén-with-accents"),
    ("DISCORD_TOKEN", "tab\tinside"),
    ("OMDB_API_KEY", "key with spaces"),
    ("QDRANT_API_KEY", "clé-secrète"),
    ("OMDB_BASE_URL", "omdb-without-scheme"),
    ("OMDB_BASE_URL", "ftp://omdb.example"),
    ("QDRANT_URL", "http:///path"),
    ("QDRANT_URL", "http://qdrant:secret"),
    ("QDRANT_URL", "http://host:99999"),
    ("QDRANT_URL", "http://[broken"),
    ("QDRANT_URL", "localhost:6333"),
    ("QDRANT_URL", "http://matinee:pass-word@localhost:6333"),
    ("QDRANT_URL", "http://one:6333,http://matinee:pass-word@two:6333"),
    ("QDRANT_URL", "http://one:6333 two:6333"),
    ("QDRANT_URL", "http://localhost:6333?api_key=pass-word"),
    ("QDRANT_REPLICAS", "two"),
    ("QDRANT_REPLICAS", "00"),
    ("QDRANT_SHARDS", "-17"),
    ("QDRANT_SHARDS", "٣٤٥٦"),
    ("QDRANT_SHARDS", "9" * 30),
    ("OMDB_BASE_URL", "https://pass-word@omdb.example/"),
    ("MATINEE_DATA", __file__),
    ("MATINEE_DATA", "~nobody-of-this-name/data"),
    ("MATINEE_BACKUPS", "yes"),
    ("MATINEE_BACKUPS", "daily,keep=0"),
    ("MATINEE_BACKUPS", "daily,keep=1000"),
    ("MATINEE_BACKUPS", "daily,keep=-1"),
    ("MATINEE_BACKUPS", "daily,7"),
    ("MATINEE_BACKUPS", "yearly,keep=7"),
    ("MATINEE_BACKUPS", "daily,keep=\u0667"),
    ("MATINEE_DEV_GUILD", "my-server"),
    ("MATINEE_DEV_GUILD", "-17"),
    ("MATINEE_DEV_GUILD", "٣٤٥٦"),
    ("MATINEE_DEV_GUILD", "9" * 30),
    ("MATINEE_LOG_LEVEL", "verbose"),
    ("MATINEE_LOG_FORMAT", "xml"),
]


def read(environment, dotenv=NOWHERE):
    return Settings.from_env(environment, dotenv)


def test_without_anything_the_defaults_serve():
    assert read({}) == Settings()


@pytest.mark.parametrize("name", VALID)
def test_every_variable_is_read_from_either_place(name, tmp_path):
    value, attribute, meant = VALID[name]
    dotenv = tmp_path / ".env"
    dotenv.write_text(f"{name}='{value}'\n", encoding="utf-8")
    assert getattr(read({name: value}), attribute) == meant
    assert getattr(read({name: f"  {value} "}), attribute) == meant
    assert getattr(read({}, dotenv), attribute) == meant


@pytest.mark.parametrize("name", VALID)
@pytest.mark.parametrize("blank", ["", "   "])
def test_blank_counts_as_not_set(name, blank):
    assert read({name: blank}) == Settings()


@pytest.mark.parametrize(("name", "value"), INVALID)
def test_what_cannot_be_meant_names_the_variable_and_never_its_value(name, value):
    with pytest.raises(SettingInvalid) as caught:
        read({name: value})
    assert str(caught.value).startswith(f"{name} ")
    assert value not in str(caught.value)
    assert caught.value.name == name
    assert caught.value.__cause__ is None
    assert caught.value.__suppress_context__ or caught.value.__context__ is None


def test_the_environment_comes_before_the_file(tmp_path):
    dotenv = tmp_path / ".env"
    dotenv.write_text("# a comment\nDISCORD_TOKEN=of-the-file\nOMDB_API_KEY=kept\n", "utf-8")
    settings = read({"DISCORD_TOKEN": "of-the-environment"}, dotenv)
    assert settings.discord_token == Secret("of-the-environment")
    assert settings.omdb_key == Secret("kept")


def test_the_environment_of_the_process_is_not_changed(tmp_path):
    dotenv = tmp_path / ".env"
    dotenv.write_text("MATINEE_NOT_A_SETTING=1\n", "utf-8")
    read({}, dotenv)
    assert "MATINEE_NOT_A_SETTING" not in os.environ


def test_a_file_that_cannot_be_read_is_named(tmp_path):
    dotenv = tmp_path / ".env"
    dotenv.write_bytes(b"DISCORD_TOKEN=\xff\xfe")
    with pytest.raises(SettingInvalid, match=r"\.env can't be read"):
        read({}, dotenv)


def test_a_folder_in_the_place_of_the_file_is_no_file(tmp_path):
    assert read({}, tmp_path) == Settings()


@given(st.text(alphabet=st.characters(codec="ascii", categories=["L", "N"]), min_size=4))
def test_a_secret_shows_itself_to_nobody(word):
    secret = Secret(f"hidden-{word}")
    settings = Settings(discord_token=secret, omdb_key=secret, qdrant_key=secret)
    for shown in (repr(secret), str(secret), f"{secret}", f"{settings}", repr([settings])):
        assert f"hidden-{word}" not in shown
    assert secret == Secret(f"hidden-{word}") != Secret("other")
    assert hash(secret) == hash(Secret(f"hidden-{word}"))
    assert not hasattr(secret, "__dict__")


def test_a_server_is_given_with_all_that_is_said_of_it():
    assert read({"QDRANT_API_KEY": "of-no-server"}).qdrant is None
    url, said = "http://one:6333, http://two:6333", {"QDRANT_REPLICAS": "3", "QDRANT_SHARDS": "12"}
    settings = read({"QDRANT_URL": url, "QDRANT_API_KEY": "key", **said})
    assert settings.qdrant == ServerAddress(url, "key", replicas=3, shards=12)
    handed_on = with_server(settings.qdrant)
    assert {name: handed_on[name] for name in said} == said
    assert read(handed_on) == settings
    assert read(with_server(None)).qdrant is None


def test_files_are_in_the_data_folder():
    settings = Settings(data=Path("kept"))
    assert settings.database == Path("kept/matinee.sqlite3")
    assert settings.models == Path("kept/models")
