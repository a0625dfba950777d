"""Show the site on this machine and build it again when its sources change.

The served pages get one script more, which reloads them after a build; `site/` itself does not.
A build that fails leaves the last good site on show.
"""

import re
import sys
import threading
import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import ClassVar
from urllib.parse import quote, unquote, urlsplit

from jianbao.archive import urls

HOST = "127.0.0.1"

_PREFIX = "/.jianbao/"
_SCRIPT = f"{_PREFIX}reload.js"
_BUILDS = f"{_PREFIX}builds"
_RELOAD = f"""new EventSource("{_BUILDS}").onmessage = () => location.reload();\n""".encode()
_TAG = f'<script src="{_SCRIPT}"></script>'.encode()
_BASE = re.compile(rb"<base[^>]*>", re.IGNORECASE)
_NO_SITE = (
    b"<!doctype html><title>Jianbao</title>"
    b"<p>There is no such page. Is the build done? The terminal tells."
)
_HEARTBEAT = 15.0
_TYPES = {
    ".css": "text/css; charset=utf-8",
    ".csv": "text/csv; charset=utf-8",
    ".html": "text/html; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json",
    ".jsonl": "application/jsonl; charset=utf-8",
    ".md": "text/markdown; charset=utf-8",
    ".pdf": "application/pdf",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".txt": "text/plain; charset=utf-8",
    ".wasm": "application/wasm",
    ".xml": "application/xml",
}

Snapshot = dict[str, tuple[int, int]]


class Server:
    """Serves the folder `site` on 127.0.0.1. A `port` of 0 takes any that is free; OSError where
    the port is taken."""

    def __init__(self, site: Path, port: int) -> None:
        self._built = threading.Condition()
        self.builds = 0
        handler = type("Handler", (_Handler,), {"site": site, "owner": self})
        self._http = _HTTPServer((HOST, port), handler)
        self._thread = threading.Thread(target=self._http.serve_forever, args=(0.1,), daemon=True)

    @property
    def address(self) -> str:
        return f"http://{HOST}:{self._http.server_address[1]}/"

    def start(self) -> None:
        self._thread.start()

    def reload(self) -> None:
        """Make open pages load again."""
        with self._built:
            self.builds += 1
            self._built.notify_all()

    def wait_for_build(self, seen: int) -> int:
        """The number of builds, once it is not `seen` any more or a while has passed."""
        with self._built:
            self._built.wait_for(lambda: self.builds != seen, _HEARTBEAT)
            return self.builds

    def close(self) -> None:
        self._http.shutdown()
        self._http.server_close()


def watch(
    sources: Iterable[Path],
    known: Snapshot,
    changed: Callable[[], None],
    go_on: Callable[[], bool] = lambda: True,
    interval: float = 0.5,
) -> None:
    """Call `changed` whenever the files below `sources` are no longer as `known`, once they have
    come to rest."""
    sources = tuple(sources)
    while go_on():
        time.sleep(interval)
        latest = snapshot(sources)
        if latest == known:
            continue
        while (later := snapshot(sources)) != latest:
            latest = later
            time.sleep(interval)
        known = latest
        changed()


def snapshot(sources: Iterable[Path]) -> Snapshot:
    """The date and size of every file below `sources`."""
    found: Snapshot = {}
    for source in sources:
        for path in source.rglob("*"):
            try:
                status = path.stat()
            except OSError:  # gone since it was listed
                continue
            found[str(path)] = (status.st_mtime_ns, status.st_size)
    return found


class _HTTPServer(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request: object, client_address: object) -> None:
        """A browser that hangs up is no error."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)  # type: ignore[arg-type]


class _Handler(BaseHTTPRequestHandler):
    site: ClassVar[Path]
    owner: ClassVar[Server]
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        path = unquote(urlsplit(self.path).path)
        if path == _SCRIPT:
            self._send(HTTPStatus.OK, _TYPES[".js"], _RELOAD)
        elif path == _BUILDS:
            self._send_builds()
        else:
            self._send_file(path)

    do_HEAD = do_GET  # noqa: N815

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        """The terminal is for builds."""

    def _send_file(self, path: str) -> None:
        parts = [part for part in path.split("/") if part]
        file = self.site.joinpath(*parts)
        if any(part in (".", "..") or "\0" in part for part in parts):
            self._send_not_found()
        elif _is_folder(file) and not path.endswith("/"):
            self._send(HTTPStatus.MOVED_PERMANENTLY, location=f"{quote(path)}/")
        else:
            file = file / urls.HOME if path.endswith("/") else file
            try:
                content = file.read_bytes()
            except OSError:
                self._send_not_found()
                return
            kind = _TYPES.get(file.suffix.lower(), "application/octet-stream")
            if file.suffix == ".html" and parts[:1] != [urls.ORIGINALS]:
                content = _with_reload(content)
            self._send(HTTPStatus.OK, kind, content)

    def _send_not_found(self) -> None:
        """The site's own error page, as a host would send it."""
        try:
            page = (self.site / urls.NOT_FOUND).read_bytes()
        except OSError:
            page = _NO_SITE
        # The page starts from the public address; here the site is at the root.
        page = _BASE.sub(b'<base href="/">', page)
        self._send(HTTPStatus.NOT_FOUND, _TYPES[".html"], _with_reload(page))

    def _send_builds(self) -> None:
        """An event for every build, for as long as the page is open."""
        self.close_connection = True
        seen = self.owner.builds
        self.send_response(HTTPStatus.OK)
        self.send_header("Content-Type", "text/event-stream")
        self.send_header("Cache-Control", "no-cache")
        self.end_headers()
        with suppress(ConnectionError):
            while True:
                builds = self.owner.wait_for_build(seen)
                self.wfile.write(b"data: built\n\n" if builds != seen else b": wait\n\n")
                self.wfile.flush()
                seen = builds

    def _send(
        self, status: HTTPStatus, kind: str = "", content: bytes = b"", location: str = ""
    ) -> None:
        self.send_response(status)
        if kind:
            self.send_header("Content-Type", kind)
        if location:
            self.send_header("Location", location)
        self.send_header("Cache-Control", "no-cache")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        if self.command != "HEAD":
            with suppress(ConnectionError):
                self.wfile.write(content)


def _is_folder(path: Path) -> bool:
    try:
        return path.is_dir()
    except OSError:  # a name that the system cannot take
        return False


def _with_reload(page: bytes) -> bytes:
    head, end, rest = page.rpartition(b"</body>")
    return head + _TAG + end + rest if end else page + _TAG
