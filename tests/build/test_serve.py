"""The site on show: its own bytes and one script more, reloaded after every change."""

import http.client
import os
import select
import signal
import socket
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import archives
import pytest

from jianbao.build import serve
from jianbao.outputs import hosting

PAGE = b"<!doctype html><html><head></head><body><h1>1</h1></body></html>"


@pytest.fixture
def site(tmp_path: Path) -> Path:
    site = tmp_path / "site"
    (site / "county").mkdir(parents=True)
    (site / "originals").mkdir()
    (site / "index.html").write_bytes(PAGE)
    (site / "county" / "index.html").write_bytes(PAGE.replace(b">1<", b">2<"))
    (site / "404.html").write_bytes(PAGE.replace(b"<head>", b'<head><base href="/archive/">'))
    (site / "originals" / "as received.html").write_bytes(PAGE)
    (site / "style.css").write_bytes(b"a{}")
    (tmp_path / "secret.txt").write_bytes(b"secret")
    return site


@pytest.fixture
def server(site: Path) -> Iterator[serve.Server]:
    server = serve.Server(site, 0)
    server.start()
    yield server
    server.close()


def ask(
    server: serve.Server, path: str, method: str = "GET"
) -> tuple[http.client.HTTPResponse, bytes]:
    connection = http.client.HTTPConnection(server.address.removeprefix("http://").rstrip("/"))
    connection.request(method, path)
    response = connection.getresponse()
    body = response.read()
    connection.close()
    return response, body


SCRIPT = b'<script src="/.jianbao/reload.js" data-build="'


def test_a_page_gets_the_script_and_the_site_does_not(server: serve.Server, site: Path) -> None:
    response, body = ask(server, "/")
    assert response.status == 200
    assert response.headers["Content-Type"] == "text/html; charset=utf-8"
    assert response.headers["Cache-Control"] == "no-cache"
    tag = SCRIPT + server.state.encode() + b'"></script>'
    assert body == PAGE.replace(b"</body>", tag + b"</body>")
    assert (site / "index.html").read_bytes() == PAGE
    response, body = ask(server, "/.jianbao/reload.js")
    assert response.headers["Content-Type"].startswith("text/javascript")
    assert b"location.reload()" in body


@pytest.mark.parametrize(
    ("path", "content"),
    [
        ("/style.css", b"a{}"),
        ("/style.css?v=1", b"a{}"),
        ("/originals/as%20received.html", PAGE),
    ],
)
def test_other_files_are_as_they_are(server: serve.Server, path: str, content: bytes) -> None:
    response, body = ask(server, path)
    assert (response.status, body) == (200, content)


def test_a_connection_that_stays_open_is_answered_at_once(server: serve.Server) -> None:
    browser = http.client.HTTPConnection(server.address.removeprefix("http://").rstrip("/"))
    waited = []
    for _ in range(30):
        start = time.perf_counter()
        browser.request("GET", "/.jianbao/builds")
        browser.getresponse().read()
        waited.append(time.perf_counter() - start)
    browser.close()
    # A body that waits for the browser to confirm the head takes 0.04 seconds.
    assert statistics.median(waited) < 0.03


def test_only_assets_are_kept_by_a_browser(server: serve.Server, site: Path) -> None:
    (site / "assets").mkdir()
    (site / "assets" / "site-0123456789ab.css").write_bytes(b"a{}")
    response, body = ask(server, "/assets/site-0123456789ab.css")
    assert (response.headers["Cache-Control"], body) == (hosting.IMMUTABLE, b"a{}")
    for path in ("/", "/style.css", "/.jianbao/builds", "/assets/gone.css"):
        assert ask(server, path)[0].headers["Cache-Control"] == "no-cache"


def test_a_folder_is_its_index_page(server: serve.Server) -> None:
    response, _ = ask(server, "/county")
    assert (response.status, response.headers["Location"]) == (301, "/county/")
    assert b"<h1>2</h1>" in ask(server, "/county/")[1]


def test_head_sends_no_body(server: serve.Server) -> None:
    response, body = ask(server, "/style.css", "HEAD")
    assert (response.status, response.headers["Content-Length"], body) == (200, "3", b"")


@pytest.mark.parametrize(
    "path",
    [
        "/gone/deep/down.html",
        "/originals/",
        "/../secret.txt",
        "/%2e%2e/secret.txt",
        "/county/..%2f..%2fsecret.txt",
        "/a%00b",
        "/" + "a" * 5000,
    ],
)
def test_an_unknown_path_gets_the_sites_own_error_page(server: serve.Server, path: str) -> None:
    response, body = ask(server, path)
    assert response.status == 404
    assert b'<base href="/">' in body
    assert SCRIPT in body
    assert b"secret" not in body


def test_without_a_site_the_page_says_so(server: serve.Server, site: Path) -> None:
    for path in (site / "index.html", site / "404.html"):
        path.unlink()
    response, body = ask(server, "/")
    assert response.status == 404
    assert b"Is the build done?" in body
    assert SCRIPT in body


def test_an_open_page_is_told_of_each_build(server: serve.Server, site: Path) -> None:
    states = {ask(server, "/.jianbao/builds")[1]}
    assert b'data-build="%s"' % min(states) in ask(server, "/")[1]
    for _ in range(2):
        server.reload()
        states.add(ask(server, "/.jianbao/builds")[1])
    assert len(states) == 3
    # A page of an earlier server is loaded again too.
    other = serve.Server(site, 0)
    assert other.state.encode() not in states
    other._http.server_close()


def test_a_page_that_is_seen_is_told_at_once(
    server: serve.Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(serve, "_PATIENCE", 60)
    seen = server.state
    told: list[bytes] = []
    asking = threading.Thread(
        target=lambda: told.append(ask(server, f"/.jianbao/builds?{seen}")[1]), daemon=True
    )
    asking.start()
    asking.join(0.3)
    assert not told
    server.reload()
    asking.join(30)
    assert told == [server.state.encode()]
    # What it has seen is no longer on show.
    assert ask(server, f"/.jianbao/builds?{seen}")[1] == server.state.encode()


def test_no_answer_waits_for_long(server: serve.Server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(serve, "_PATIENCE", 0.1)
    seen = server.state
    assert ask(server, f"/.jianbao/builds?{seen}")[1] == seen.encode()


def test_a_document_as_received_runs_no_script(server: serve.Server) -> None:
    for path in ("/originals/as%20received.html", "//originals//as%20received.html"):
        headers = ask(server, path)[0].headers
        assert headers["Content-Security-Policy"] == hosting.ORIGINALS_POLICY
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Content-Type"] == "text/html"
    headers = ask(server, "/")[0].headers
    assert headers["Content-Security-Policy"] == hosting.POLICY


def test_nothing_is_shown_through_a_link(server: serve.Server, site: Path) -> None:
    (site / "secret.html").symlink_to(site.parent / "secret.txt")
    response, body = ask(server, "/secret.html")
    assert response.status == 404
    assert b"secret" not in body


def raw(server: serve.Server, request: bytes) -> bytes:
    host, port = server.address.removeprefix("http://").rstrip("/").split(":")
    with socket.create_connection((host, int(port)), timeout=20) as connection:
        connection.sendall(request)
        return connection.recv(1 << 16)


@pytest.mark.parametrize(
    "host", ["", "Host: evil.example", "Host: 127.0.0.1.evil.example", "Host: localhost:1@evil"]
)
def test_another_host_name_is_not_answered(server: serve.Server, host: str) -> None:
    answer = raw(server, f"GET / HTTP/1.1\r\n{host}\r\nConnection: close\r\n\r\n".encode())
    assert answer.startswith(b"HTTP/1.1 421 ")


@pytest.mark.parametrize("host", ["127.0.0.1:8000", "localhost", "LOCALHOST:8000", "[::1]:80"])
def test_this_machine_is_answered(server: serve.Server, host: str) -> None:
    answer = raw(server, f"GET / HTTP/1.1\r\nHost: {host}\r\n\r\n".encode())
    assert answer.startswith(b"HTTP/1.1 200 ")


@pytest.mark.parametrize(
    "request_line",
    [
        b"GET http://[ HTTP/1.1",
        b"GET",
        b"\0\xff",
        b"GET / HTTP/9.9",
        b"PUT / HTTP/1.1",
        b"G" * 99999,
    ],
)
def test_a_malformed_request_ends_nothing(
    server: serve.Server, capfd: pytest.CaptureFixture[str], request_line: bytes
) -> None:
    with suppress(ConnectionError):
        answer = raw(server, request_line + b"\r\nHost: 127.0.0.1\r\n\r\n")
        assert b" 200 " not in answer.split(b"\r\n")[0]
    assert ask(server, "/")[0].status == 200
    assert capfd.readouterr().err == ""


def test_connections_that_say_nothing_end_nothing(
    server: serve.Server, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(serve._Handler, "timeout", 2)
    # A connection that finds the queue full tries again a second later.
    server._http.socket.listen(300)
    host, port = server.address.removeprefix("http://").rstrip("/").split(":")
    silent = [socket.create_connection((host, int(port)), timeout=20) for _ in range(300)]
    # When the last one is closed, all others have been accepted.
    most = 0
    while not select.select([silent[-1]], [], [], 0.01)[0]:
        most = max(most, threading.active_count())
    assert most < 220
    for connection in silent:
        assert connection.recv(1) == b""
        connection.close()
    assert ask(server, "/")[0].status == 200
    assert capfd.readouterr().err == ""


def test_a_browser_that_hangs_up_is_no_error(
    server: serve.Server, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    refused: list[type[OSError]] = [ConnectionResetError, BrokenPipeError]

    def hang_up(self: object, path: str) -> None:
        raise refused.pop()

    monkeypatch.setattr(serve._Handler, "_send_file", hang_up)
    while refused:
        with pytest.raises(http.client.RemoteDisconnected):
            ask(server, "/")
    assert capsys.readouterr().err == ""


def test_a_taken_port_is_an_error(server: serve.Server, site: Path) -> None:
    port = int(server.address.rstrip("/").rpartition(":")[2])
    with pytest.raises(OSError, match="in use"):
        serve.Server(site, port)


# --- watching ---------------------------------------------------------------------------------


@pytest.mark.parametrize("change", ["new", "edited", "deleted", "renamed"])
def test_every_kind_of_change_is_seen(tmp_path: Path, change: str) -> None:
    folder = tmp_path / "content" / "bulletins"
    folder.mkdir(parents=True)
    (folder / "1.md").write_text("old")
    calls = []

    def changed(_: serve.Snapshot) -> None:
        calls.append(1)

    def edit() -> bool:
        """What happens between two looks: one change, then nothing, then the end."""
        edit_calls.append(1)
        if len(edit_calls) == 1:
            if change == "new":
                (folder / "2.md").write_text("new")
            elif change == "edited":
                (folder / "1.md").write_text("longer than before")
            elif change == "deleted":
                (folder / "1.md").unlink()
            else:
                (folder / "1.md").rename(folder / "3.md")
        return len(edit_calls) < 4

    edit_calls: list[int] = []
    sources = [tmp_path / "content"]
    serve.watch(sources, serve.snapshot(sources), changed, edit, interval=0)
    assert calls == [1]


def test_what_was_saved_since_the_first_look_is_a_change(tmp_path: Path) -> None:
    looks = iter([True, True, False])
    calls = []
    before = serve.snapshot([tmp_path])
    (tmp_path / "1.md").write_text("saved while the first build ran")
    serve.watch([tmp_path], before, lambda _: calls.append(1), lambda: next(looks), interval=0)
    assert calls == [1]


def test_a_source_that_is_not_there_yet_is_watched(tmp_path: Path) -> None:
    assert serve.snapshot([tmp_path / "layouts"]) == {}


def test_a_file_with_its_old_size_and_date_is_a_change(tmp_path: Path) -> None:
    file = tmp_path / "1.md"
    file.write_text("old")
    before, said = serve.snapshot([tmp_path]), file.stat()
    time.sleep(0.05)
    file.write_text("new")
    os.utime(file, ns=(said.st_atime_ns, said.st_mtime_ns))
    assert serve.snapshot([tmp_path]) != before


def test_a_link_is_not_followed_and_may_lead_nowhere(tmp_path: Path) -> None:
    (tmp_path / "loop").symlink_to(tmp_path)
    (tmp_path / "gone").symlink_to("nowhere")
    assert {Path(path).name for path in serve.snapshot([tmp_path])} == {"loop", "gone"}


# --- pages from memory --------------------------------------------------------------------------


@pytest.fixture
def from_memory(site: Path) -> Iterator[serve.Server]:
    def pages(path: str) -> bytes | None:
        if path == "gone.html":
            raise FileNotFoundError(path)
        return (
            PAGE.replace(b">1<", b">%s<" % path.encode())
            if path in ("new/1.html", "index.html")
            else None
        )

    server = serve.Server(site, 0, pages)
    server.start()
    yield server
    server.close()


def test_a_page_from_memory_is_shown_instead_of_the_file(
    from_memory: serve.Server, site: Path
) -> None:
    (site / "gone.html").write_bytes(PAGE)
    for path, shown in (("/", b"index.html"), ("/new/1.html", b"new/1.html"), ("/county/", b"2")):
        response, body = ask(from_memory, path)
        assert response.status == 200
        assert b"<h1>%s</h1>" % shown in body
        assert SCRIPT in body
        assert response.headers["Content-Security-Policy"] == hosting.POLICY
    # Its file is still there, but the page is not.
    assert ask(from_memory, "/gone.html")[0].status == 404


def test_a_document_as_received_never_comes_from_memory(site: Path) -> None:
    def pages(path: str) -> bytes | None:
        return b"not asked" if path.casefold().startswith("originals/") else None

    server = serve.Server(site, 0, pages)
    server.start()
    try:
        for path in ("/originals/as%20received.html", "/ORIGINALS/as%20received.html"):
            assert b"not asked" not in ask(server, path)[1]
        answer = raw(server, b"GET / HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n")
        assert answer.startswith(b"HTTP/1.1 421 ")
        assert b"not asked" not in answer
    finally:
        server.close()


# --- the command ------------------------------------------------------------------------------


class Session:
    """`serve` in a process of its own."""

    def __init__(self, root: Path) -> None:
        self.process = subprocess.Popen(
            [sys.executable, str(archives.BUILD), "--root", ".", "serve", "--port", "0"],
            cwd=root,
            env=archives.environment(JIANBAO_LANG="en"),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            encoding="utf-8",
        )
        # A line that never comes must fail the test, not stop it.
        self.patience = threading.Timer(120, self.process.kill)
        self.patience.start()

    def end(self) -> None:
        self.patience.cancel()
        self.process.kill()
        self.process.communicate()

    def wait_for(self, beginning: str) -> str:
        assert self.process.stdout
        seen = []
        for line in self.process.stdout:
            seen.append(line)
            if line.startswith(beginning):
                return line.rstrip("\n")
        raise AssertionError(seen)


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    session = Session(archives.start(tmp_path / "archive"))
    yield session
    session.end()


def test_serve_builds_shows_builds_again_and_survives_a_mistake(
    session: Session, tmp_path: Path
) -> None:
    session.wait_for("built .jianbao/preview/")
    address = session.wait_for("showing the site at ").split()[4]
    host = address.removeprefix("http://").rstrip("/")
    assert host.startswith("127.0.0.1:")

    def home() -> str:
        connection = http.client.HTTPConnection(host)
        connection.request("GET", "/")
        text = connection.getresponse().read().decode()
        connection.close()
        return text

    assert "我县召开简报工作座谈会" in home()
    bulletin = tmp_path / "archive" / archives.BULLETIN
    text = bulletin.read_text("utf-8")
    bulletin.write_text(text.replace("我县召开", "全县召开"), "utf-8")
    # It is on show before the whole preview is built.
    while "全县召开简报工作座谈会" not in home():
        time.sleep(0.05)
    assert not list((tmp_path / "archive/.jianbao").glob("preview.staging-*"))
    session.wait_for("built .jianbao/preview/")
    assert "全县召开简报工作座谈会" in home()
    bulletin.write_text(text.replace("kind: brief", "kind: breif"), "utf-8")
    session.wait_for("problems: 1; the last good site stays on show")
    assert "全县召开简报工作座谈会" in home()
    bulletin.write_text(text, "utf-8")
    session.wait_for("built .jianbao/preview/")
    assert "我县召开简报工作座谈会" in home()
    session.process.send_signal(signal.SIGINT)
    assert session.process.wait() == 0


def test_a_mistake_at_the_start_does_not_end_serve(tmp_path: Path) -> None:
    root = archives.start(tmp_path / "archive")
    bulletin = root / archives.BULLETIN
    text = bulletin.read_text("utf-8")
    bulletin.write_text("no front matter", "utf-8")
    session = Session(root)
    try:
        session.wait_for("problems: 1; ")
        session.wait_for("showing the site at ")
        bulletin.write_text(text, "utf-8")
        session.wait_for("built .jianbao/preview/")
    finally:
        session.end()
