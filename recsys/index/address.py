"""Where a Qdrant server is, without its client, which takes a second to import."""

from dataclasses import dataclass, field
from urllib.parse import urlsplit

from recsys.errors import UsageError


@dataclass(frozen=True, slots=True)
class ServerAddress:
    """Where a Qdrant server is and how to get in.

    Attributes:
        url: as ``http://host:6333`` or ``https://…``; port 6333 when it names none.
        api_key: its key; never shown.
        timeout: whole seconds to wait for an answer.

    Raises:
        UsageError: the url or the key is wrong.
    """

    url: str
    api_key: str | None = field(default=None, repr=False)
    timeout: int = 5

    def __post_init__(self) -> None:
        if not _is_http_url(self.url):
            raise UsageError(
                f"{self.url!r} isn't the address of a Qdrant server: write it as http://host:6333."
            )
        key = self.api_key
        if key is not None and not (key and key.isascii() and key.isprintable() and " " not in key):
            raise UsageError(
                "The API key of a Qdrant server is one line of printable ASCII without spaces: "
                "check the file or setting it comes from."
            )


def _is_http_url(url: str) -> bool:
    try:
        parts = urlsplit(url)
        port_fits = parts.port is None or parts.port > 0
    except ValueError:  # a port that is no number, or an unfinished [IPv6]
        return False
    return parts.scheme in ("http", "https") and bool(parts.hostname) and port_fits
