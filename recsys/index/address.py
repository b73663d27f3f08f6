"""Where a Qdrant server is, without its client, which takes a second to import."""

import re
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from recsys.errors import UsageError


@dataclass(frozen=True, slots=True)
class ServerAddress:
    """Where a Qdrant server or cluster is, how to get in, and how to lay out what is put there.

    Attributes:
        url: as ``http://host:6333`` or ``https://…``; port 6333 when it names none. For a cluster
            the addresses of several nodes, with commas or spaces between.
        api_key: its key; never shown.
        timeout: whole seconds to wait for an answer.
        replicas: copies of each collection made there; ``None`` for two on a cluster.
        shards: parts of each collection made there; ``None`` for two a node of a cluster.

    Raises:
        UsageError: one of these is wrong. The sentence never repeats an address, which may hold a
            password.
    """

    url: str
    api_key: str | None = field(default=None, repr=False)
    timeout: int = 5
    replicas: int | None = None
    shards: int | None = None

    def __post_init__(self) -> None:
        if not self.urls or not all(map(_is_http_url, self.urls)):
            raise UsageError(
                "That isn't the address of a Qdrant server: write it as http://host:6333, "
                "and several with commas between."
            )
        if any(mark in self.url for mark in "@?#"):
            # The client would leave them out without a word, and addresses are shown.
            raise UsageError(
                "The address of a Qdrant server can't have a name, password or key in it: write "
                "it as http://host:6333, and give the key as QDRANT_API_KEY or in the file of "
                "--qdrant-key-file."
            )
        key = self.api_key
        if key is not None and not (key and key.isascii() and key.isprintable() and " " not in key):
            raise UsageError(
                "The API key of a Qdrant server is one line of printable ASCII without spaces: "
                "check the file or setting it comes from."
            )
        if any(number is not None and number < 1 for number in (self.replicas, self.shards)):
            raise UsageError("A collection has at least one replica and one shard: ask for more.")

    @property
    def urls(self) -> tuple[str, ...]:
        """The address of each node."""
        return split_urls(self.url)


def split_urls(text: str) -> tuple[str, ...]:
    """Return the addresses in a text, each once; commas and spaces separate them."""
    return tuple(dict.fromkeys(filter(None, re.split(r"[,\s]+", text))))


def _is_http_url(url: str) -> bool:
    try:
        parts = urlsplit(url)
        port_fits = parts.port is None or parts.port > 0
    except ValueError:  # a port that is no number, or an unfinished [IPv6]
        return False
    return parts.scheme in ("http", "https") and bool(parts.hostname) and port_fits
