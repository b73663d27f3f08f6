"""A file server on this machine that can be told to misbehave."""

import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@dataclass
class FileServer:
    """What it serves and how; ``asked`` keeps the requests: path, ``Range``, ``If-Range``."""

    files: dict[str, bytes]
    etag: str | None = '"one"'
    modified: str | None = None
    status: int | None = None
    knows_ranges: bool = True
    cut_after: int | None = None
    span: str | None = None
    silent: bool = False
    url: str = ""
    asked: list[tuple[str, str | None, str | None]] = field(default_factory=list)
    over: threading.Event = field(default_factory=threading.Event)

    def answer(self, handler: BaseHTTPRequestHandler) -> None:
        wanted, condition = handler.headers.get("Range"), handler.headers.get("If-Range")
        self.asked.append((handler.path, wanted, condition))
        if self.silent:
            self.over.wait(10)
            return
        data = self.files.get(handler.path)
        if data is None or self.status:
            handler.send_error(self.status or 404)
            return
        start = 0
        unchanged = condition is None or condition in (self.etag, self.modified)
        if wanted and self.knows_ranges and unchanged:
            found = re.fullmatch(r"bytes=(\d+)-", wanted)
            assert found
            start = int(found[1])
        if start >= len(data):
            handler.send_response(416)
            handler.send_header("Content-Range", self.span or f"bytes */{len(data)}")
            handler.send_header("Content-Length", "0")
            handler.end_headers()
            return
        handler.send_response(206 if start else 200)
        if start:
            span = self.span or f"bytes {start}-{len(data) - 1}/{len(data)}"
            handler.send_header("Content-Range", span)
        if self.etag:
            handler.send_header("ETag", self.etag)
        if self.modified:
            handler.send_header("Last-Modified", self.modified)
        handler.send_header("Content-Length", str(len(data) - start))
        handler.end_headers()
        cut = handler.path.endswith(".zip") and self.cut_after is not None
        handler.wfile.write(data[start : start + self.cut_after] if cut else data[start:])
        handler.close_connection = True


@contextmanager
def serving(files: dict[str, bytes]) -> Iterator[FileServer]:
    server = FileServer(files)

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            server.answer(self)

        def log_message(self, *_: object) -> None:
            """Nothing is logged in tests."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as http:
        thread = threading.Thread(target=http.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        server.url = f"http://127.0.0.1:{http.server_address[1]}"
        try:
            yield server
        finally:
            server.over.set()
            http.shutdown()
            thread.join()
