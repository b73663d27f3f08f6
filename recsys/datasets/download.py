"""Fetch a release from GroupLens: resume where it stopped, check it, then give it its name."""

import errno
import hashlib
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import httpx

from recsys.datasets.files import ZipFiles
from recsys.datasets.releases import BASE_URL, Release
from recsys.errors import DownloadFailed, MalformedData, StorageFull, UnsafeArchive
from recsys.progress import Progress, Silent

_NO_SPACE: Final = (errno.ENOSPC, errno.EDQUOT)
_MD5: Final = re.compile(r"\b[0-9a-f]{32}\b")


def download(
    release: Release,
    folder: Path,
    progress: Progress | None = None,
    *,
    base_url: str = BASE_URL,
    timeout: float = 30,
) -> Path:
    """Return the release's zip in a folder, fetched unless it is there already.

    If the connection breaks, what came so far stays beside it as ``.part``, and the next call
    resumes there unless the file has changed on the server.

    Args:
        release: which one.
        folder: where to put it; made when missing.
        progress: told of the bytes.
        base_url: where the zip and its ``.md5`` are.
        timeout: seconds without a byte after which the server counts as silent.

    Raises:
        DownloadFailed: no network, trouble with the server, a wrong checksum, or the folder can't
            be written.
        UnsafeArchive: the zip could do harm.
        StorageFull: no space left; what came so far is removed.
    """
    target = folder / release.file
    if target.is_file():
        return target
    part = _Part(folder / f"{release.file}.part")
    url = f"{base_url}/{release.file}"
    progress = progress or Silent()
    with (
        _written(part, target),
        _fetched(url, target),
        httpx.Client(
            timeout=timeout, follow_redirects=True, headers={"Accept-Encoding": "identity"}
        ) as client,
    ):
        folder.mkdir(parents=True, exist_ok=True)
        _fetch(client, url, part, progress)
        published = _published_md5(client, f"{url}.md5")
        _check(part, url, published, progress)
        part.publish(target)
    return target


@dataclass(frozen=True, slots=True)
class _Part:
    """A zip on its way, and beside it the server's tag of the version that it is a part of."""

    path: Path

    @property
    def _tag(self) -> Path:
        return self.path.with_name(f"{self.path.name}.tag")

    @property
    def size(self) -> int:
        return self.path.stat().st_size if self.path.is_file() else 0

    def conditions(self) -> dict[str, str]:
        """Return the headers that ask for the rest, if it is the rest of the same version."""
        if not self.size or not self._tag.is_file():
            return {}
        return {
            "Range": f"bytes={self.size}-",
            "If-Range": self._tag.read_text(encoding="utf-8"),
        }

    def begin(self, tag: str | None) -> None:
        self.discard()
        if tag:
            self._tag.write_text(tag, encoding="utf-8")

    def discard(self) -> None:
        self.path.unlink(missing_ok=True)
        self._tag.unlink(missing_ok=True)

    def publish(self, target: Path) -> None:
        with self.path.open("rb") as stream:
            os.fsync(stream.fileno())
        self.path.replace(target)
        self._tag.unlink(missing_ok=True)


def _fetch(client: httpx.Client, url: str, part: _Part, progress: Progress) -> None:
    """Fetch a file into ``part``, or the rest of it."""
    size = part.size
    with client.stream("GET", url, headers=part.conditions()) as response:
        status = response.status_code
        span: str = response.headers.get("Content-Range", "")
        if status == httpx.codes.REQUESTED_RANGE_NOT_SATISFIABLE and span == f"bytes */{size}":
            return
        if status == httpx.codes.PARTIAL_CONTENT and span.startswith(f"bytes {size}-"):
            _receive(response, part, progress)
            return
        if status in (httpx.codes.PARTIAL_CONTENT, httpx.codes.REQUESTED_RANGE_NOT_SATISFIABLE):
            part.discard()
            raise DownloadFailed(
                f"The rest of {url} doesn't fit what came before: download it again from the start."
            )
        response.raise_for_status()
        part.begin(_version(response))
        _receive(response, part, progress)


def _version(response: httpx.Response) -> str | None:
    """Return what names this version of the file; a weak tag doesn't promise the same bytes."""
    tag: str = response.headers.get("ETag", "")
    return tag if tag and not tag.startswith("W/") else response.headers.get("Last-Modified")


def _receive(response: httpx.Response, part: _Part, progress: Progress) -> None:
    here = part.size
    length = response.headers.get("Content-Length", "")
    total = here + int(length) if length.isdecimal() else None
    title = f"Downloading {part.path.stem}"
    with part.path.open("ab") as stream, progress.stage(title, total) as advance:
        advance(here)
        for data in response.iter_bytes():
            stream.write(data)
            advance(len(data))


def _published_md5(client: httpx.Client, url: str) -> str | None:
    """Return the checksum published beside a zip, ``None`` where there is none."""
    response = client.get(url)
    if response.status_code == httpx.codes.NOT_FOUND:
        return None
    response.raise_for_status()
    found = _MD5.search(response.text.lower())
    return found[0] if found else None


def _check(part: _Part, url: str, published: str | None, progress: Progress) -> None:
    said = "" if published else " (no MD5 is published for it)"
    with progress.stage(f"Checking {part.path.stem}{said}"):
        if published and _md5(part.path) != published:
            part.discard()
            raise DownloadFailed(
                f"{url} doesn't have the MD5 published for it ({published}): download it again."
            )
        try:
            ZipFiles(part.path)
        except UnsafeArchive:
            part.discard()
            raise
        except MalformedData as error:
            part.discard()
            raise DownloadFailed(
                f"{url} didn't send a complete zip: check that no login page or proxy is in the "
                f"way, and download it again."
            ) from error


def _md5(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, lambda: hashlib.md5(usedforsecurity=False)).hexdigest()


@contextmanager
def _fetched(url: str, target: Path) -> Iterator[None]:
    try:
        yield
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        raise DownloadFailed(
            f"{url} can't be fetched ({_reason(error)}): try again, or put {target.name} from "
            f"elsewhere at {target}, or use it from where it is with `--source PATH`."
        ) from error


def _reason(error: Exception) -> str:
    if isinstance(error, httpx.HTTPStatusError):
        return f"the server answered {error.response.status_code}"
    if isinstance(error, httpx.TimeoutException):
        return "no answer in time"
    if isinstance(error, httpx.ReadError | httpx.RemoteProtocolError):
        return "the connection broke; what came so far is saved"
    return "no connection"


@contextmanager
def _written(part: _Part, target: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        if error.errno in _NO_SPACE:
            part.discard()
            raise StorageFull(
                f"No space left for {target}: free some, or choose another folder."
            ) from error
        raise DownloadFailed(
            f"{target} can't be written ({error.strerror}): choose a folder you may write to."
        ) from error
