"""Settings: what the host has set, with its meaning."""

import re
import stat
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Final, Self, TypeVar
from urllib.parse import urlsplit

from bot.errors import SettingInvalid
from bot.storage.scheduled import BackupPlan
from recsys.environment import DOTENV, read_settings, whole_number
from recsys.errors import UsageError
from recsys.index.address import ServerAddress

_T = TypeVar("_T")

_EVERY: Final = {
    "hourly": timedelta(hours=1),
    "daily": timedelta(days=1),
    "weekly": timedelta(weeks=1),
}
_KEPT: Final = 7
_PLAN: Final = re.compile(
    rf"(?P<every>{'|'.join(_EVERY)})(?: *, *keep *= *(?P<keep>[1-9][0-9]{{0,2}}))?"
)
AUTO: Final = "auto"
"""The data set that suits the machine."""
LOG_LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR")
LOG_FORMATS = ("text", "json")


class Secret:
    """A value that is only shown by `reveal`."""

    __slots__ = ("_value",)

    def __init__(self, value: str) -> None:
        self._value = value

    def reveal(self) -> str:
        """Return the value; for the one call that needs it."""
        return self._value

    def __repr__(self) -> str:
        return "Secret(…)"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Secret) and other._value == self._value

    def __hash__(self) -> int:
        return hash(self._value)


@dataclass(frozen=True, slots=True)
class Settings:
    """What the host has set.

    Attributes:
        discord_token: the bot's token; ``None`` is enough for everything but `run` and `sync`.
        omdb_key: key of the OMDb API; without it films have drawn posters and no facts.
        omdb_base_url: where OMDb answers.
        qdrant_url: a Qdrant server, or several nodes of a cluster; the embedded engine when
            ``None``.
        qdrant_key: its API key.
        qdrant_replicas: copies of each collection; the recommender's choice when ``None``.
        qdrant_shards: parts of each collection; the recommender's choice when ``None``.
        data: folder of everything that is saved: database, models, downloads.
        dataset: the MovieLens release to fetch at the first start, ``sample``, or `AUTO`: a small
            one first, and the largest as soon as it is built.
        backups: which copies of the database the bot makes by itself; none when ``None``.
        dev_guild: a server that gets new commands at once, while developing.
        log_level: one of `LOG_LEVELS`.
        log_format: one of `LOG_FORMATS`.
    """

    discord_token: Secret | None = None
    omdb_key: Secret | None = None
    omdb_base_url: str = "https://www.omdbapi.com/"
    qdrant_url: str | None = None
    qdrant_key: Secret | None = None
    qdrant_replicas: int | None = None
    qdrant_shards: int | None = None
    data: Path = Path("data")
    dataset: str = AUTO
    backups: BackupPlan | None = None
    dev_guild: int | None = None
    log_level: str = "INFO"
    log_format: str = "text"

    @property
    def database(self) -> Path:
        """The SQLite file."""
        return self.data / "matinee.sqlite3"

    @property
    def models(self) -> Path:
        """The store of built models."""
        return self.data / "models"

    @property
    def qdrant(self) -> ServerAddress | None:
        """The Qdrant server; the embedded engine when ``None``."""
        if self.qdrant_url is None:
            return None
        key = self.qdrant_key.reveal() if self.qdrant_key else None
        return ServerAddress(
            self.qdrant_url, key, replicas=self.qdrant_replicas, shards=self.qdrant_shards
        )

    @classmethod
    def from_env(cls, environment: Mapping[str, str] | None = None, dotenv: Path = DOTENV) -> Self:
        """Read the environment; what it lacks comes from the file ``.env``.

        Blank values count as not set.

        Args:
            environment: instead of the process's own.
            dotenv: the file; it need not be there.

        Raises:
            SettingInvalid: names the variable, never its value; or the file that can't be read.
        """
        try:
            given = read_settings(environment, dotenv)
        except UsageError:
            raise SettingInvalid(str(dotenv), "can't be read; write it as text, in UTF-8") from None
        defaults = cls()

        def read(name: str, parse: Callable[[str, str], _T], default: _T) -> _T:
            return parse(name, given[name]) if name in given else default

        return cls(
            discord_token=read("DISCORD_TOKEN", _secret, None),
            omdb_key=read("OMDB_API_KEY", _secret, None),
            omdb_base_url=read("OMDB_BASE_URL", _url, defaults.omdb_base_url),
            qdrant_url=read("QDRANT_URL", _nodes, None),
            qdrant_key=read("QDRANT_API_KEY", _secret, None),
            qdrant_replicas=read("QDRANT_REPLICAS", _whole_number, None),
            qdrant_shards=read("QDRANT_SHARDS", _whole_number, None),
            data=read("MATINEE_DATA", _folder, defaults.data),
            dataset=read("MATINEE_DATASET", _text, defaults.dataset),
            backups=read("MATINEE_BACKUPS", _backups, None),
            dev_guild=read("MATINEE_DEV_GUILD", _snowflake, None),
            log_level=read("MATINEE_LOG_LEVEL", _one_of(LOG_LEVELS), defaults.log_level),
            log_format=read("MATINEE_LOG_FORMAT", _one_of(LOG_FORMATS), defaults.log_format),
        )


def others_may_read(dotenv: Path) -> bool:
    """Return whether a file is there that every user of the machine may read."""
    return dotenv.is_file() and bool(dotenv.stat().st_mode & stat.S_IROTH)


def _text(_name: str, value: str) -> str:
    return value


def _secret(name: str, value: str) -> Secret:
    if not value.isascii() or not value.isprintable() or " " in value:
        raise SettingInvalid(name, "has spaces or odd characters in it; copy it again")
    return Secret(value)


def _url(name: str, value: str) -> str:
    try:
        parts = urlsplit(value)
        fine = parts.scheme in {"http", "https"} and bool(parts.hostname) and parts.port != 0
    except ValueError:
        fine = False
    if not fine:
        raise SettingInvalid(name, "is no address; write it as http://host:port")
    if "@" in parts.netloc:
        # Addresses are shown, in the log and in the list of the machine's processes.
        raise SettingInvalid(name, "has a name or a password in it; write it as http://host:port")
    return value


def _nodes(name: str, value: str) -> str:
    try:
        return ServerAddress(value).url
    except UsageError:
        raise SettingInvalid(
            name,
            "is no address, or has a name, password or key in it; write it as http://host:port, "
            "and several with commas between",
        ) from None


def _whole_number(name: str, value: str) -> int | None:
    try:
        return whole_number({name: value}, name)
    except UsageError:
        raise SettingInvalid(name, "is no whole number above 0; write one") from None


def _folder(name: str, value: str) -> Path:
    try:
        folder = Path(value).expanduser()
    except RuntimeError:
        raise SettingInvalid(name, "names a home folder that is not there") from None
    if folder.exists() and not folder.is_dir():
        raise SettingInvalid(name, "names a file; name a folder")
    return folder


def _backups(name: str, value: str) -> BackupPlan:
    plan = _PLAN.fullmatch(value.lower())
    if plan is None:
        raise SettingInvalid(
            name, "is no plan; write it as daily,keep=7 (or hourly, or weekly; keep 1 to 999)"
        )
    return BackupPlan(_EVERY[plan["every"]], int(plan["keep"] or _KEPT))


def _snowflake(name: str, value: str) -> int:
    if not (value.isascii() and value.isdigit()) or int(value) >= 2**63:
        raise SettingInvalid(name, "is no server id; copy it with Discord's developer mode on")
    return int(value)


def _one_of(known: tuple[str, ...]) -> Callable[[str, str], str]:
    def parse(name: str, value: str) -> str:
        for each in known:
            if value.lower() == each.lower():
                return each
        raise SettingInvalid(name, f"is none of {', '.join(known)}")

    return parse
