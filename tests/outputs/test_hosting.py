"""The recipes of docs/deploy.md do what they say, on servers of this machine."""

import http.client
import re
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import archives
import pytest

from jianbao.build import builder
from jianbao.build.paths import Paths, layout_folders
from jianbao.outputs import hosting

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[2]
DEPLOY = (ROOT / "docs" / "deploy.md").read_text("utf-8")
TYPICAL = Path(__file__).parents[1] / "sites" / "typical"
PATH = "/lanchuan/"  # that of the archive's base_url


def blocks(language: str) -> list[str]:
    found: list[str] = re.findall(rf"```{language}\n(.*?)```", DEPLOY, re.DOTALL)
    return found


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("deployed") / "archive"
    shutil.copytree(TYPICAL, root)
    layouts = layout_folders(root)
    builder.build(Paths(root, root / "content", layouts, root / "site"))
    for folder in (root, *root.parents):
        if Path(tempfile.gettempdir()) in folder.parents:
            folder.chmod(0o755)  # servers give up being root
    return root / "site"


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        port: int = one.getsockname()[1]
        return port


@contextmanager
def running(command: list[str], port: int) -> Iterator[None]:
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    try:
        for _ in range(200):
            assert process.poll() is None, process.communicate()[0].decode()
            with socket.socket() as one:
                if one.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.05)
        yield
    finally:
        process.terminate()
        process.communicate()


def nginx(block: str, site: Path, folder: Path, port: int) -> list[str]:
    program = shutil.which("nginx", path="/usr/sbin:/usr/bin:/usr/local/bin")
    types = Path("/etc/nginx/mime.types")
    if not program or not types.exists():
        pytest.skip("nginx is not installed")
    block = block.replace("listen 80", f"listen 127.0.0.1:{port}")
    block = block.replace("include mime.types", f"include {types}")
    temporary = "".join(
        f"{name}_temp_path {folder}/{name}; "
        for name in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    (folder / "nginx.conf").write_text(
        f"daemon off; pid {folder}/pid; error_log {folder}/error.log; events {{}}\n"
        f"http {{ access_log off; {temporary}\n{block.replace('/srv/jianbao/site', str(site))} }}\n"
    )
    return [program, "-c", str(folder / "nginx.conf"), "-e", str(folder / "error.log")]


def apache(block: str, site: Path, folder: Path, port: int) -> list[str]:
    program = shutil.which("apache2", path="/usr/sbin:/usr/bin:/usr/local/bin")
    modules = Path("/usr/lib/apache2/modules")
    if not program or not modules.exists():
        pytest.skip("Apache is not installed")
    names = ("mpm_event", "authz_core", "headers", "deflate", "mime", "dir", "filter", "alias")
    loaded = "".join(f"LoadModule {n}_module {modules}/mod_{n}.so\n" for n in names)
    block = block.replace("*:80", f"127.0.0.1:{port}")
    (folder / "apache.conf").write_text(
        f"ServerRoot {folder}\nServerName localhost\nListen 127.0.0.1:{port}\n{loaded}"
        f"PidFile {folder}/pid\nErrorLog {folder}/error.log\nTypesConfig /etc/mime.types\n"
        f"{block.replace('/srv/jianbao/site', str(site))}\n"
    )
    return [program, "-X", "-f", str(folder / "apache.conf")]


def nginx_at_root() -> str:
    return blocks("nginx")[0]


def nginx_under_a_path() -> str:
    server, location = blocks("nginx")
    maps = server[: server.index("server {")]
    inside = re.search(r" {4}charset utf-8;.*jianbao_cache;\n", server, re.DOTALL)
    assert inside
    location = location.replace(" /jianbao/", f" {PATH}").replace("^/jianbao/", f"^{PATH}")
    return f"{maps}server {{ listen 80;\n{location.rstrip()[:-1]}{inside.group()}}}\n}}"


def apache_at_root() -> str:
    return blocks("apache")[0]


def apache_under_a_path() -> str:
    path = PATH.rstrip("/")
    return (
        apache_at_root()
        .replace("DocumentRoot /srv", f"Alias {path} /srv")
        .replace("ErrorDocument 404 /404", f"ErrorDocument 404 {path}/404")
    )


RECIPES = {
    "nginx": (nginx, nginx_at_root, "/"),
    "nginx under a path": (nginx, nginx_under_a_path, PATH),
    "Apache": (apache, apache_at_root, "/"),
    "Apache under a path": (apache, apache_under_a_path, PATH),
}


@pytest.fixture(scope="module", params=RECIPES.keys())
def address(
    request: pytest.FixtureRequest, site: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[int, str]]:
    """Yield the port at which a recipe serves the site, and the path under which."""
    server, block, path = RECIPES[request.param]
    port = free_port()
    command = server(block(), site, tmp_path_factory.mktemp("server"), port)
    with running(command, port):
        yield port, path


def ask(
    address: tuple[int, str], path: str, **headers: str
) -> tuple[http.client.HTTPResponse, bytes]:
    port, root = address
    connection = http.client.HTTPConnection("127.0.0.1", port)
    connection.request("GET", root + path, headers=headers)
    response = connection.getresponse()
    body = response.read()
    connection.close()
    return response, body


def test_every_file_is_served_as_it_is(address: tuple[int, str], site: Path) -> None:
    for path in archives.tree(site):
        if not path.startswith(".") and path.isascii():
            response, body = ask(address, path)
            assert response.status == 200, path
            assert body == (site / path).read_bytes(), path
    response, body = ask(address, "")
    assert body == (site / "index.html").read_bytes()


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("index.html", "text/html; charset=utf-8"),
        ("assets/*.css", "text/css; charset=utf-8"),
        ("assets/*.js", "(application|text)/javascript; charset=utf-8"),
        ("assets/*.svg", "image/svg\\+xml"),
        ("search/manifest.json", "application/json(; charset=utf-8)?"),
        ("feed.xml", "(text|application)/xml(; charset=utf-8)?"),
        ("data/articles.csv", "text/csv; charset=utf-8"),
        ("data/articles/2024.jsonl", "application/jsonl(; charset=utf-8)?"),
        ("bulletins/*/2024/*.md", "text/markdown; charset=utf-8"),
        ("bulletins/*/2024/*.bib", "text/plain; charset=utf-8"),
        ("originals/*.txt", "text/plain"),
        ("originals/*.pdf", "application/pdf"),
    ],
)
def test_files_have_their_types(address: tuple[int, str], site: Path, path: str, kind: str) -> None:
    file = min(site.glob(path)).relative_to(site).as_posix()
    found = ask(address, file)[0].headers["Content-Type"]
    assert re.fullmatch(kind, found, re.IGNORECASE), (file, found)


def test_the_policy_is_sent(address: tuple[int, str], site: Path) -> None:
    response, _ = ask(address, "county/index.html")
    for name, value in hosting.HEADERS:
        assert response.headers.get_all(name) == [value]
    assert response.headers.get_all("Cache-Control") == ["no-cache"]


def test_documents_as_received_run_nothing(address: tuple[int, str], site: Path) -> None:
    file = min(site.glob("originals/*.html")).name
    response, _ = ask(address, f"originals/{file}")
    assert response.headers.get_all("Content-Security-Policy") == [hosting.ORIGINALS_POLICY]


def test_what_changes_its_name_is_kept_for_ever(address: tuple[int, str], site: Path) -> None:
    files = [path for path in archives.tree(site) if path.startswith(("assets/", "search/"))]
    fixed = [path for path in files if path.startswith("search/manifest.")]
    assert fixed
    assert len(files) > len(fixed) + 20
    for path in files:
        cache = ask(address, path)[0].headers.get_all("Cache-Control")
        assert cache == ["no-cache" if path in fixed else hosting.IMMUTABLE], path


@pytest.mark.parametrize("path", ["gone.html", "a/b/c.html", "assets/gone.css", "assets/"])
def test_what_is_not_there_gets_the_sites_own_page(
    address: tuple[int, str], site: Path, path: str
) -> None:
    response, body = ask(address, path)
    assert response.status == 404
    assert body == (site / "404.html").read_bytes()
    assert hosting.IMMUTABLE not in response.headers.get_all("Cache-Control", [])
    assert response.headers.get_all("Content-Security-Policy") == [hosting.POLICY]


def test_pages_are_sent_packed(address: tuple[int, str]) -> None:
    response, body = ask(address, "index.html", **{"Accept-Encoding": "gzip"})
    assert response.headers["Content-Encoding"] == "gzip"
    assert len(body) < 20_000


# --- what hosts read ----------------------------------------------------------------------------


def test_the_headers_file_says_the_same_as_the_recipes(site: Path) -> None:
    text = (site / hosting.HEADERS_FILE).read_text("utf-8")
    assert text == (
        f"{PATH}*\n"
        f"  Content-Security-Policy: {hosting.POLICY}\n"
        "  X-Content-Type-Options: nosniff\n"
        "  Referrer-Policy: same-origin\n"
        f"{PATH}originals/*\n"
        f"  Content-Security-Policy: {hosting.ORIGINALS_POLICY}\n"
        f"{PATH}assets/*\n"
        f"  Cache-Control: {hosting.IMMUTABLE}\n"
        f"{PATH}search/:index/*\n"
        f"  Cache-Control: {hosting.IMMUTABLE}\n"
    )
    assert (site / hosting.NO_JEKYLL).read_bytes() == b""
    for recipe in (*blocks("apache"), blocks("nginx")[0]):
        for value in (hosting.POLICY, hosting.ORIGINALS_POLICY, hosting.IMMUTABLE):
            assert f'"{value}"' in recipe


def test_rsync_sends_only_what_changed(site: Path, tmp_path: Path) -> None:
    if not shutil.which("rsync"):
        pytest.skip("rsync is not installed")
    [command] = blocks("sh")
    words = command.split()
    assert words[-2:] == ["site/", "archive.example.org:/srv/jianbao/site/"]
    copy = [*words[:-2], "--itemize-changes", f"{site}/", f"{tmp_path}/there/"]
    subprocess.run(copy, check=True, capture_output=True)
    assert archives.tree(tmp_path / "there") == archives.tree(site)
    root = site.parent
    bulletin = root / "content/bulletins/qinghe-xinxi/2023/zengkan.md"
    text = bulletin.read_text("utf-8")
    bulletin.write_text(text + "\n又一段。\n", "utf-8")
    layouts = layout_folders(root)
    builder.build(Paths(root, root / "content", layouts, site))
    sent = subprocess.run(copy, check=True, capture_output=True, text=True).stdout
    assert archives.tree(tmp_path / "there") == archives.tree(site)
    pages = re.findall(r"^>f\S+ (\S+\.html)$", sent, re.MULTILINE)
    assert "bulletins/qinghe-xinxi/2023/zengkan.html" in pages
    assert len(pages) < 40
