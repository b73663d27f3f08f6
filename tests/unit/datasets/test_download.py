import errno
import hashlib
import os
import re
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from recsys.datasets.collect import collect
from recsys.datasets.download import download
from recsys.datasets.releases import BASE_URL, RELEASES, release_named
from recsys.datasets.source import open_source
from recsys.errors import DatasetNotFound, DownloadFailed, StorageFull, UnsafeArchive
from tests.unit.datasets.loopback import FileServer, serving
from tests.unit.datasets.written import ML1M, write_zip

_RELEASE = release_named("ml-1m")


class _Bars:
    def __init__(self) -> None:
        self.stages: list[tuple[str, int | None, int]] = []

    @contextmanager
    def stage(self, title: str, total: int | None = None) -> Iterator[Callable[[int], None]]:
        steps = [0]
        yield steps.append
        self.stages.append((title, total, sum(steps)))


@pytest.fixture
def data(tmp_path: Path) -> bytes:
    # Noise makes it long enough to be cut in the middle.
    noise = {"README": os.urandom(100_000)}
    return write_zip(tmp_path / "made.zip", {**ML1M, **noise}, "ml-1m/").read_bytes()


@pytest.fixture
def server(data: bytes, monkeypatch: pytest.MonkeyPatch) -> Iterator[FileServer]:
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    md5 = hashlib.md5(data).hexdigest()
    with serving({"/ml-1m.zip": data, "/ml-1m.zip.md5": f"{md5}  ml-1m.zip\n".encode()}) as files:
        yield files


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "data" / "downloads"


def _cut(server: FileServer, folder: Path, after: int) -> None:
    server.cut_after = after
    with pytest.raises(DownloadFailed, match="the connection broke; what came so far is saved"):
        download(_RELEASE, folder, base_url=server.url)
    assert (folder / "ml-1m.zip.part").stat().st_size == after
    assert not (folder / "ml-1m.zip").exists()
    server.cut_after = None
    server.asked.clear()


def _assert_whole(folder: Path, data: bytes) -> None:
    assert (folder / "ml-1m.zip").read_bytes() == data
    assert [path.name for path in folder.iterdir()] == ["ml-1m.zip"]


def test_a_release_is_fetched_checked_and_ready_to_read(
    server: FileServer, folder: Path, data: bytes
) -> None:
    bars = _Bars()
    path = download(_RELEASE, folder, bars, base_url=server.url)
    assert path == folder / "ml-1m.zip"
    _assert_whole(folder, data)
    assert bars.stages == [
        ("Downloading ml-1m.zip", len(data), len(data)),
        ("Checking ml-1m.zip", None, 0),
    ]
    assert len(collect(open_source(path)).ratings) == 3


def test_what_is_there_is_not_fetched_again(server: FileServer, folder: Path) -> None:
    path = download(_RELEASE, folder, base_url=server.url)
    server.asked.clear()
    assert download(_RELEASE, folder, base_url=server.url) == path
    assert not server.asked


@pytest.mark.parametrize(
    ("etag", "modified"), [('"one"', None), ('W/"weak"', "Tue, 01 Oct 2024 00:00:00 GMT")]
)
def test_a_cut_connection_goes_on_where_it_stopped(
    server: FileServer, folder: Path, data: bytes, etag: str, modified: str | None
) -> None:
    server.etag, server.modified = etag, modified
    _cut(server, folder, 40_000)
    bars = _Bars()
    download(_RELEASE, folder, bars, base_url=server.url)
    assert server.asked[0] == ("/ml-1m.zip", "bytes=40000-", modified or etag)
    assert bars.stages[0] == ("Downloading ml-1m.zip", len(data), len(data))
    _assert_whole(folder, data)


def test_a_file_that_changed_meanwhile_is_fetched_from_the_start(
    server: FileServer, folder: Path, tmp_path: Path
) -> None:
    _cut(server, folder, 40_000)
    changed = write_zip(tmp_path / "changed.zip", {**ML1M, "new": os.urandom(90_000)}).read_bytes()
    server.etag = '"two"'
    server.files["/ml-1m.zip"] = changed
    server.files["/ml-1m.zip.md5"] = hashlib.md5(changed).hexdigest().upper().encode()
    download(_RELEASE, folder, base_url=server.url)
    _assert_whole(folder, changed)


def test_a_server_without_ranges_sends_everything_again(
    server: FileServer, folder: Path, data: bytes
) -> None:
    _cut(server, folder, 40_000)
    server.knows_ranges = False
    download(_RELEASE, folder, base_url=server.url)
    _assert_whole(folder, data)


def test_a_server_without_versions_is_not_asked_for_the_rest(
    server: FileServer, folder: Path, data: bytes
) -> None:
    server.etag = None
    _cut(server, folder, 40_000)
    download(_RELEASE, folder, base_url=server.url)
    assert server.asked[0] == ("/ml-1m.zip", None, None)
    _assert_whole(folder, data)


def test_a_whole_file_that_only_lacks_its_check_is_not_fetched_again(
    server: FileServer, folder: Path, data: bytes
) -> None:
    published = server.files["/ml-1m.zip.md5"]
    _cut(server, folder, len(data) - 1)
    (folder / "ml-1m.zip.part").write_bytes(data)
    server.files["/ml-1m.zip.md5"] = published
    download(_RELEASE, folder, base_url=server.url)
    assert server.asked[0] == ("/ml-1m.zip", f"bytes={len(data)}-", '"one"')
    _assert_whole(folder, data)


@pytest.mark.parametrize("span", ["bytes 7-9/10", "bytes */7"])
def test_a_rest_that_does_not_fit_is_dropped(
    server: FileServer, folder: Path, data: bytes, span: str
) -> None:
    _cut(server, folder, 40_000)
    if "*" in span:
        server.files["/ml-1m.zip"] = data[:7]
    server.span = span
    with pytest.raises(DownloadFailed, match="doesn't fit what came before: download it again"):
        download(_RELEASE, folder, base_url=server.url)
    assert not list(folder.iterdir())
    server.span, server.files["/ml-1m.zip"] = None, data
    download(_RELEASE, folder, base_url=server.url)
    _assert_whole(folder, data)


def test_a_wrong_checksum_leaves_nothing(server: FileServer, folder: Path) -> None:
    server.files["/ml-1m.zip.md5"] = b"MD5 (ml-1m.zip) = " + b"0" * 32
    with pytest.raises(DownloadFailed, match=r"ml-1m\.zip doesn't have the MD5 .*again"):
        download(_RELEASE, folder, base_url=server.url)
    assert not list(folder.iterdir())


def test_a_release_without_a_checksum_is_taken_and_said(
    server: FileServer, folder: Path, data: bytes
) -> None:
    del server.files["/ml-1m.zip.md5"]
    bars = _Bars()
    download(_RELEASE, folder, bars, base_url=server.url)
    assert bars.stages[1][0] == "Checking ml-1m.zip (no MD5 is published for it)"
    _assert_whole(folder, data)


def test_a_login_page_is_no_release(server: FileServer, folder: Path) -> None:
    page = b"<html>Please log in</html>"
    server.files = {"/ml-1m.zip": page, "/ml-1m.zip.md5": page}
    with pytest.raises(
        DownloadFailed, match="didn't send a complete zip: check that no login page"
    ):
        download(_RELEASE, folder, base_url=server.url)
    assert not list(folder.iterdir())


def test_a_hostile_zip_leaves_nothing(server: FileServer, folder: Path, tmp_path: Path) -> None:
    hostile = write_zip(tmp_path / "bad.zip", {"../evil": b""}).read_bytes()
    server.files = {"/ml-1m.zip": hostile}
    with pytest.raises(UnsafeArchive, match="leads outside"):
        download(_RELEASE, folder, base_url=server.url)
    assert not list(folder.iterdir())


@pytest.mark.parametrize("status", [403, 404, 500, 503])
def test_trouble_of_the_server_is_one_sentence_that_names_the_ways_out(
    server: FileServer, folder: Path, status: int
) -> None:
    server.status = status
    target = re.escape(str(folder / "ml-1m.zip"))
    with pytest.raises(
        DownloadFailed,
        match=rf"ml-1m\.zip can't be fetched \(the server answered {status}\): .*put ml-1m\.zip "
        rf"from elsewhere at {target}, or use it from where it is with `--source PATH`\.$",
    ):
        download(_RELEASE, folder, base_url=server.url)


def test_a_silent_server_is_given_up(server: FileServer, folder: Path) -> None:
    server.silent = True
    with pytest.raises(DownloadFailed, match="no answer in time"):
        download(_RELEASE, folder, base_url=server.url, timeout=0.1)


def test_no_server_is_told(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{unused.getsockname()[1]}"
        with pytest.raises(DownloadFailed, match=r"\(no connection\).*`--source PATH`"):
            download(_RELEASE, folder, base_url=url)


@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EDQUOT])
def test_a_full_disk_is_told_and_given_its_space_back(
    server: FileServer, folder: Path, code: int
) -> None:
    class FullBars(_Bars):
        @contextmanager
        def stage(self, title: str, total: int | None = None) -> Iterator[Callable[[int], None]]:
            # Stands in for the write beside which it is called: a disk can't be filled in a test.
            with super().stage(title, total) as advance:

                def fail(steps: int) -> None:
                    advance(steps)
                    if steps:
                        raise OSError(code, os.strerror(code))

                yield fail

    with pytest.raises(StorageFull, match=r"No space left for .*ml-1m\.zip: free some"):
        download(_RELEASE, folder, FullBars(), base_url=server.url)
    assert not list(folder.iterdir())


def test_a_folder_that_can_not_be_made_is_told(server: FileServer, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(DownloadFailed, match=r"can't be written \(.*choose a folder"):
        download(_RELEASE, tmp_path / "file" / "downloads", base_url=server.url)


def test_every_release_lies_at_grouplens() -> None:
    assert BASE_URL.startswith("https://files.grouplens.org/")
    for name, release in RELEASES.items():
        assert release.file == f"{name}.zip"
        assert "non-commercial" in release.licence
        assert release.redistributable == (name == "ml-latest-small")


def test_an_unknown_release_is_answered_with_the_known_ones() -> None:
    with pytest.raises(DatasetNotFound, match=r"no release 'ml-2m': choose one of ml-latest-sm.*"):
        release_named("ml-2m")
