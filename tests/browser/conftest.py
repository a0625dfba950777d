"""A real Chromium, a server on loopback and the sites that the browser tests look at.

A page from `open_page` fails its test on any console error, any error in a script and any request
that leaves the site. Without a browser these tests are skipped, but never where CI=true.
"""

import os
import shutil
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any
from urllib.parse import unquote, urlsplit

import archives
import pytest
from playwright.sync_api import Browser, Page, Playwright, sync_playwright
from playwright.sync_api import Error as BrowserError

from jianbao.content import load
from jianbao.pages import render

SITES = Path(__file__).parent.parent / "sites"
LAYOUTS = (Path(__file__).parent.parent.parent / "layouts",)

# The background traffic of a browser is nobody's business here.
FLAGS = (
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-gpu",
    "--disable-sync",
    "--no-first-run",
    "--no-sandbox",
)


def _launch(playwright: Playwright) -> Browser:
    named = os.environ.get("JIANBAO_CHROMIUM") or shutil.which("chromium")
    try:
        return playwright.chromium.launch(executable_path=named, args=FLAGS)
    except BrowserError as error:
        if os.environ.get("CI") == "true":
            raise
        pytest.skip(f"no Chromium ({str(error).splitlines()[0]}): set JIANBAO_CHROMIUM")


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = _launch(playwright)
        yield browser
        browser.close()


# --- a server ---------------------------------------------------------------------------------


class _Handler(SimpleHTTPRequestHandler):
    """Serves a folder under a path, and the site's own page for what is not there."""

    # A browser keeps its connections: fewer threads, and it asks again when one of them breaks.
    protocol_version = "HTTP/1.1"

    def __init__(self, *args: Any, prefix: str, headers: Mapping[str, str], **options: Any) -> None:
        self.prefix = prefix
        self.sent_always = headers
        super().__init__(*args, **options)

    def translate_path(self, path: str) -> str:
        inside = unquote(urlsplit(path).path)
        if not inside.startswith(self.prefix):
            return os.devnull + "/none"
        return super().translate_path(path[len(self.prefix) - 1 :])

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        page = Path(self.directory, "404.html")
        if code != 404 or not page.is_file():
            super().send_error(code, message, explain)
            return
        body = page.read_bytes()
        self.send_response(404)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def end_headers(self) -> None:
        for name, value in self.sent_always.items():
            self.send_header(name, value)
        super().end_headers()

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002
        """Stay silent."""


class _Server(ThreadingHTTPServer):
    # A browser asks for a page's files all at once; a busy machine must not refuse one of them.
    request_queue_size = 128
    daemon_threads = True


@contextmanager
def served(
    folder: Path, prefix: str = "/", headers: Mapping[str, str] | None = None
) -> Iterator[str]:
    """The address, ending in `prefix`, at which `folder` is served meanwhile, with `headers`."""
    handler = partial(_Handler, prefix=prefix, headers=headers or {}, directory=str(folder))
    with _Server(("127.0.0.1", 0), handler) as server:
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}{prefix}"
        finally:
            server.shutdown()
            thread.join()


Serve = Callable[..., str]


@pytest.fixture
def serve() -> Iterator[Serve]:
    """`serve(folder, prefix="/")` serves a folder to the end of the test."""
    with ExitStack() as stack:
        yield lambda folder, prefix="/": stack.enter_context(served(folder, prefix))


# --- pages ------------------------------------------------------------------------------------

OpenPage = Callable[..., Page]


@pytest.fixture
def open_page(chromium: Browser, serve: Serve) -> Iterator[OpenPage]:
    """`open_page(site, path="", allowed=(), **context)` opens a page of the site at the address
    `site` (http or file, ending in /). `context` are the options of a browser context
    (color_scheme, viewport, java_script_enabled, …). Console errors that contain one of `allowed`
    are expected."""
    # It needs `serve` only so that pages are closed before the servers that they load from.
    faults: list[str] = []
    with ExitStack() as stack:

        def open_one(
            site: str, path: str = "", allowed: tuple[str, ...] = (), **context: Any
        ) -> Page:
            opened = chromium.new_context(**context)
            stack.callback(opened.close)
            page = opened.new_page()

            def report(fault: str) -> None:
                if not any(expected in fault for expected in allowed):
                    faults.append(f"{page.url}: {fault}")

            def check_request(address: str) -> None:
                if not address.startswith((site, "data:", "blob:")):
                    report(f"request to {address}")

            page.on("console", lambda m: report(m.text) if m.type in ("error", "warning") else None)
            page.on("pageerror", lambda error: report(str(error)))
            page.on("request", lambda request: check_request(request.url))
            page.goto(site + path)
            return page

        yield open_one
    assert not faults, "\n".join(faults)


# --- sites ------------------------------------------------------------------------------------


def write_site(archive_root: Path, site: Path) -> None:
    """Render the archive at `archive_root` into `site`, its originals beside it."""
    archive = load.load(archive_root / "content")
    write = archives.writer(site)

    def read(name: str, sha256: str) -> bytes:
        return (archive_root / "content" / "originals" / name).read_bytes()

    for path, content in archives.made(render.prepare(archive, LAYOUTS, read=read).files()):
        write(path, content)
    for name in archive.originals:
        (site / "originals").mkdir(exist_ok=True)
        shutil.copy(archive_root / "content" / "originals" / name, site / "originals" / name)


@pytest.fixture(scope="session")
def typical_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site of tests/sites/typical, without a search index."""
    site = tmp_path_factory.mktemp("typical") / "site"
    write_site(SITES / "typical", site)
    return site
