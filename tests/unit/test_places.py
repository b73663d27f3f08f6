"""Which Qdrant server a command uses: its options' before the environment's before the file's."""

import pytest

from recsys.cli.entry import parser
from recsys.cli.places import server_of
from recsys.environment import with_server
from recsys.errors import UsageError
from recsys.index.address import ServerAddress


@pytest.fixture
def asked(tmp_path, monkeypatch):
    """Return a function that gives the server for options and settings; ``.env`` has its own."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "key").write_text("of-the-option\n")
    for name in ("QDRANT_URL", "QDRANT_API_KEY", "QDRANT_REPLICAS", "QDRANT_SHARDS"):
        monkeypatch.delenv(name, raising=False)

    def ask(*options, **environment):
        for name, value in environment.items():
            monkeypatch.setenv(name, value)
        return server_of(parser().parse_args(["recommend", *options]))

    return ask


@pytest.fixture
def _file(tmp_path):
    (tmp_path / ".env").write_text("QDRANT_URL=http://file:6333\nQDRANT_API_KEY=of-${the}-file\n")


def test_with_nothing_set_the_engine_is_embedded(asked):
    assert asked() is None
    assert asked(QDRANT_URL=" ", QDRANT_API_KEY="of-no-server") is None


@pytest.mark.usefixtures("_file")
def test_the_file_serves_where_nothing_else_says_a_word(asked):
    assert asked() == ServerAddress("http://file:6333", "of-${the}-file")


@pytest.mark.usefixtures("_file")
def test_the_environment_comes_before_the_file(asked):
    environment = {"QDRANT_URL": "http://environment", "QDRANT_API_KEY": "of-the-environment"}
    assert asked(**environment) == ServerAddress("http://environment", "of-the-environment")


@pytest.mark.usefixtures("_file")
def test_options_come_first(asked):
    options = ["--qdrant-url", "http://option", "--qdrant-key-file", "key"]
    assert asked(*options, QDRANT_API_KEY="x") == ServerAddress("http://option", "of-the-option")
    assert asked(*options[:2]) == ServerAddress("http://option", "x")
    assert asked(*options[2:]) == ServerAddress("http://file:6333", "of-the-option")


@pytest.mark.usefixtures("_file")
@pytest.mark.parametrize("blank", ["option", "environment"])
def test_an_empty_address_means_the_embedded_engine(asked, blank):
    options, environment = (
        (["--qdrant-url", ""], {}) if blank == "option" else ([], {"QDRANT_URL": ""})
    )
    assert asked(*options, **environment) is None


def test_replicas_and_shards_come_from_the_settings(asked):
    environment = {"QDRANT_URL": "http://one,http://two", "QDRANT_REPLICAS": "3"}
    expected = ServerAddress("http://one,http://two", replicas=3)
    assert asked(**environment) == expected
    with pytest.raises(UsageError, match="QDRANT_SHARDS is no whole number above 0"):
        asked(**environment, QDRANT_SHARDS="many")


def test_a_password_in_an_address_is_refused_and_not_shown(asked):
    for options, environment in [
        (["--qdrant-url", "http://one,http://me:secret@two"], {}),
        ([], {"QDRANT_URL": "http://me:secret@one"}),
    ]:
        with pytest.raises(UsageError, match="can't have a name, password or key") as raised:
            asked(*options, **environment)
        assert "secret" not in str(raised.value)


@pytest.mark.usefixtures("_file")
@pytest.mark.parametrize(
    "server",
    [
        None,
        ServerAddress("http://one"),
        ServerAddress("http://one,http://two", "a-key", replicas=2, shards=6),
    ],
)
def test_a_program_hands_its_server_to_a_command_whatever_the_file_says(asked, server):
    assert asked(**with_server(server)) == server


def test_a_key_without_a_server_is_refused(asked):
    with pytest.raises(UsageError, match="--qdrant-key-file only works with a server"):
        asked("--qdrant-key-file", "key")


def test_a_file_that_cannot_be_read_is_named(asked, tmp_path):
    (tmp_path / ".env").write_bytes(b"QDRANT_URL=\xff\xfe")
    with pytest.raises(UsageError, match=r"\.env can't be read"):
        asked()
