"""The preview's server: serve a site on this machine, and watch its sources.

The served pages get an additional script, which reloads them after a change; the files of the site
do not get it. The headers are those that docs/deploy.md asks of a host, so documents as received
run no script.
"""

import os
import posixpath
import re
import sys
import threading
import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from secrets import token_hex
from typing import Any, ClassVar
from urllib.parse import quote, unquote, urlsplit

from jianbao.archive import urls
from jianbao.base.files import Folder
from jianbao.content.memory import FileState
from jianbao.outputs import hosting

HOST = "127.0.0.1"

_PREFIX = "/.jianbao/"
_SCRIPT = f"{_PREFIX}reload.js"
_BUILDS = f"{_PREFIX}builds"
# A page that somebody sees asks again and again, and is answered as soon as there is something else
# to show. A browser opens at most six connections to a host, so no answer may wait for long: else a
# seventh window would never load. A page that nobody sees does without a connection.
_RELOAD = f"""\
(() => {{
  const seen = document.currentScript.dataset.build;
  const ask = async () => {{
    let pause = 1000;
    try {{
      const address = document.hidden ? "{_BUILDS}" : `{_BUILDS}?${{seen}}`;
      const answer = await fetch(address, {{ cache: "no-store" }});
      if (answer.ok) {{
        if ((await answer.text()) !== seen) return location.reload();
        if (!document.hidden) pause = 0;
      }}
    }} catch {{
      // The server has ended, or is not there yet.
    }}
    setTimeout(ask, pause);
  }};
  ask();
}})();
""".encode()
_BASE = re.compile(rb"<base[^>]*>", re.IGNORECASE)
_NO_SITE = (
    b"<!doctype html><title>Jianbao</title>"
    b"<p>There is no such page. Is the build done? The terminal tells."
)
# Seconds for which an answer waits for something else to show.
_PATIENCE = 1.0
# Seconds between two looks at the sources, and for which a file must stay as it is.
_INTERVAL, _SETTLED = 0.05, 0.02
_MAX_CONNECTIONS = 200
# A page that is loaded again need not ask for them: their names change with their content.
_ASSETS = "assets/"
_NO_CACHE = "no-cache"
_MAX_BYTES = 1_000_000_000
# The names by which a browser on this machine reaches the preview.
_HOST = re.compile(r"(127\.0\.0\.1|localhost|\[::1\])(:[0-9]{1,5})?", re.IGNORECASE)
_TYPES = {
    ".css": "text/css; charset=utf-8",
    ".csv": "text/csv; charset=utf-8",
    ".gif": "image/gif",
    ".html": "text/html; charset=utf-8",
    ".jpeg": "image/jpeg",
    ".jpg": "image/jpeg",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json",
    ".jsonl": "application/jsonl; charset=utf-8",
    ".md": "text/markdown; charset=utf-8",
    ".pdf": "application/pdf",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".txt": "text/plain; charset=utf-8",
    ".wasm": "application/wasm",
    ".webp": "image/webp",
    ".xml": "application/xml",
}

# What the system says of each file, by its path.
Snapshot = dict[str, FileState]
# Returns what is on show at an output path: None for the file of the site. Raises
# FileNotFoundError if there is no such page any more.
Pages = Callable[[str], bytes | None]


class Server:
    """A server of the folder `site` on 127.0.0.1; what `pages` returns is shown instead of a file.
    A `port` of 0 takes any free one. Raises OSError if the port is taken."""

    def __init__(self, site: Path, port: int, pages: Pages = lambda _: None) -> None:
        self.pages = pages
        self._session = token_hex(8)
        self._builds = 0
        self._changed = threading.Condition()
        handler = type("Handler", (_Handler,), {"site": site, "owner": self})
        self._http = _HTTPServer((HOST, port), handler)
        self._thread = threading.Thread(target=self._http.serve_forever, args=(0.1,), daemon=True)

    @property
    def address(self) -> str:
        return f"http://{HOST}:{self._http.server_address[1]}/"

    def start(self) -> None:
        self._thread.start()

    def reload(self) -> None:
        """Make open pages reload."""
        with self._changed:
            self._builds += 1
            self._changed.notify_all()

    def news(self, seen: str) -> str:
        """Return `state` as soon as it is not `seen`, or after a moment."""
        with self._changed:
            self._changed.wait_for(lambda: self.state != seen, _PATIENCE)
        return self.state

    @property
    def state(self) -> str:
        """Return a text that changes with every build and with every start of the server."""
        return f"{self._session}-{self._builds}"

    def close(self) -> None:
        self._http.shutdown()
        self._http.server_close()


def watch(
    sources: Iterable[Path],
    known: Snapshot,
    changed: Callable[[Snapshot], None],
    go_on: Callable[[], bool] = lambda: True,
    interval: float = _INTERVAL,
) -> None:
    """Call `changed` whenever the files below `sources` differ from `known`, as soon as they stop
    changing. Looking takes at most a tenth of the time, however large the archive."""
    sources = tuple(sources)
    before = 0.0
    while go_on():
        latest, took = _timed_snapshot(sources)
        if latest == known:
            # A look that other programs held up says little.
            time.sleep(max(interval, min(before, took) * 9) if interval else 0)
            before = took
            continue
        while True:
            time.sleep(min(interval, _SETTLED))
            later = snapshot(sources)
            if later == latest:
                break
            latest = later
        known = latest
        changed(known)


def _timed_snapshot(sources: Iterable[Path]) -> tuple[Snapshot, float]:
    start = time.perf_counter()
    return snapshot(sources), time.perf_counter() - start


def snapshot(sources: Iterable[Path]) -> Snapshot:
    """Return what the system says of every file below `sources`. Links are not followed."""
    found: Snapshot = {}
    waiting = [str(source) for source in sources]
    while waiting:
        folder = waiting.pop()
        # A folder or file may be deleted since it was listed.
        with suppress(OSError), os.scandir(folder) as entries:
            for entry in entries:
                if entry.is_dir(follow_symlinks=False):
                    waiting.append(entry.path)
                    continue
                with suppress(OSError):
                    one = entry.stat(follow_symlinks=False)
                    dates = one.st_mtime_ns, one.st_ctime_ns
                    found[entry.path] = (one.st_mode, one.st_size, *dates, one.st_ino)
    return found


class _HTTPServer(ThreadingHTTPServer):
    daemon_threads = True
    # A browser asks for all files of a page at once. It waits a second if one is refused.
    request_queue_size = 128

    def __init__(self, address: tuple[str, int], handler: type[BaseHTTPRequestHandler]) -> None:
        super().__init__(address, handler)
        self._free = threading.BoundedSemaphore(_MAX_CONNECTIONS)

    def process_request(self, request: Any, client_address: Any) -> None:
        if not self._free.acquire(blocking=False):
            self.shutdown_request(request)
            return
        try:
            super().process_request(request, client_address)
        except BaseException:  # a thread could not be started
            self._free.release()
            raise

    def process_request_thread(self, request: Any, client_address: Any) -> None:
        try:
            super().process_request_thread(request, client_address)
        finally:
            self._free.release()

    def handle_error(self, request: object, client_address: object) -> None:
        """Ignore a browser that hangs up, and a system that has no more threads."""
        if not isinstance(sys.exception(), (OSError, RuntimeError)):
            super().handle_error(request, client_address)  # type: ignore[arg-type]


class _Handler(BaseHTTPRequestHandler):
    site: ClassVar[Path]
    owner: ClassVar[Server]
    protocol_version = "HTTP/1.1"
    # Else the body may wait until the browser has confirmed the head, on a connection that is open.
    disable_nagle_algorithm = True
    # Seconds after which a connection without a request is closed.
    timeout = 15

    def do_GET(self) -> None:
        try:
            address = urlsplit(self.path)
        except ValueError:
            self._send(HTTPStatus.BAD_REQUEST)
            return
        path = unquote(address.path)
        if not self._is_for_us():
            # A page of another site whose name leads to this machine must not read the preview.
            self._send(HTTPStatus.MISDIRECTED_REQUEST)
        elif path == _SCRIPT:
            self._send(HTTPStatus.OK, _TYPES[".js"], _RELOAD)
        elif path == _BUILDS:
            news = self.owner.news(address.query)
            self._send(HTTPStatus.OK, _TYPES[".txt"], news.encode())
        else:
            self._send_file(path)

    do_HEAD = do_GET  # noqa: N815

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        """Log nothing: the terminal shows the builds."""

    def _is_for_us(self) -> bool:
        hosts = self.headers.get_all("Host", [])
        return len(hosts) == 1 and _HOST.fullmatch(hosts[0].strip()) is not None

    def _send_file(self, path: str) -> None:
        # Taken before the file is read, so that a page of an earlier build is reloaded.
        state = self.owner.state
        parts = [part for part in path.split("/") if part]
        if any(part in (".", "..") for part in parts):
            self._send_not_found(state)
            return
        name = "/".join(parts)
        # A file system that ignores case also finds originals/ as ORIGINALS/.
        is_original = bool(parts) and parts[0].casefold() == urls.ORIGINALS
        try:
            if parts and not path.endswith("/") and self._is_folder(name):
                self._send(HTTPStatus.MOVED_PERMANENTLY, location=f"/{quote(name)}/")
                return
            name = "/".join([*parts, urls.HOME]) if path.endswith("/") else name
            shown = None if is_original else self.owner.pages(name)
            content = Folder(self.site).read(name, _MAX_BYTES) if shown is None else shown
        except OSError:
            self._send_not_found(state)
            return
        ending = posixpath.splitext(name)[1].lower()
        kind = _TYPES.get(ending, "application/octet-stream")
        if is_original:
            # A document as received may have any encoding.
            kind = kind.partition(";")[0]
        elif ending == ".html":
            content = _with_reload(content, state)
        policy = hosting.ORIGINALS_POLICY if is_original else hosting.POLICY
        cache = hosting.IMMUTABLE if name.startswith(_ASSETS) else _NO_CACHE
        self._send(HTTPStatus.OK, kind, content, policy=policy, cache=cache)

    def _is_folder(self, name: str) -> bool:
        return not name.endswith(".html") and Folder(self.site).kind(name) == "folder"

    def _send_not_found(self, state: str) -> None:
        """Send the site's own error page, as a host would."""
        try:
            page = self.owner.pages(urls.NOT_FOUND)
            page = Folder(self.site).read(urls.NOT_FOUND, _MAX_BYTES) if page is None else page
        except OSError:
            page = _NO_SITE
        # The page's links start from the public address; here the site is at the root.
        page = _BASE.sub(b'<base href="/">', page)
        self._send(HTTPStatus.NOT_FOUND, _TYPES[".html"], _with_reload(page, state))

    def _send(
        self,
        status: HTTPStatus,
        kind: str = "",
        content: bytes = b"",
        location: str = "",
        policy: str = hosting.POLICY,
        cache: str = _NO_CACHE,
    ) -> None:
        self.send_response(status)
        if kind:
            self.send_header("Content-Type", kind)
        if location:
            self.send_header("Location", location)
        for name, value in {**dict(hosting.HEADERS), "Content-Security-Policy": policy}.items():
            self.send_header(name, value)
        self.send_header("Cache-Control", cache)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        if self.command != "HEAD":
            with suppress(ConnectionError):
                self.wfile.write(content)


def _with_reload(page: bytes, state: str) -> bytes:
    tag = f'<script src="{_SCRIPT}" data-build="{state}"></script>'.encode()
    head, end, rest = page.rpartition(b"</body>")
    return head + tag + end + rest if end else page + tag
