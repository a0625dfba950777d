"""The whole site under the policy that docs/deploy.md sends, on every kind of page."""

import shutil
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest

from jianbao.build import builder
from jianbao.build.paths import Paths, layout_folders
from jianbao.outputs import hosting

from .conftest import SITES, OpenPage, served

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("policy") / "archive"
    shutil.copytree(SITES / "typical", root)
    layouts = layout_folders(root)
    builder.build(Paths(root, root / "content", layouts, root / "site"))
    return root / "site"


@pytest.fixture(scope="module")
def address(site: Path) -> Iterator[str]:
    with served(site, "/lanchuan/", dict(hosting.HEADERS)) as address:
        yield address


def test_no_page_is_hindered(site: Path, address: str, open_page: OpenPage) -> None:
    kinds = {
        "/".join(part if part.isalpha() else "*" for part in path.relative_to(site).parts): path
        for path in sorted(site.rglob("*.html"))
        if path.parent.name != "originals"
    }
    assert len(kinds) > 15
    page = open_page(address)
    for path in kinds.values():
        if path.name != "404.html":
            page.goto(address + quote(path.relative_to(site).as_posix()))
            assert page.locator("h1").count() == 1


def test_search_works(address: str, open_page: OpenPage) -> None:
    page = open_page(address, f"search.html?q={quote('医共体')}")
    page.wait_for_selector('#results[aria-busy="false"]')
    assert int(page.get_attribute("#results", "data-total") or 0) > 0


def test_the_error_page_is_whole_at_any_depth(address: str, open_page: OpenPage) -> None:
    page = open_page(address, "gone/deep/page.html", allowed=("404 (",))
    assert page.locator("a[href$='404.html#main']").count() == 1
    sheet = page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert sheet == "rgb(251, 250, 247)"


def test_a_web_page_as_received_runs_nothing(tmp_path: Path, open_page: OpenPage) -> None:
    (tmp_path / "received.html").write_text(
        "<!doctype html><title>before</title><p>x"
        "<script>document.title = 'ran'</script><img src='gone.png' onerror='document.title=1'>",
        "utf-8",
    )
    headers = {"Content-Security-Policy": hosting.ORIGINALS_POLICY}
    with served(tmp_path, headers=headers) as address:
        expected = ("Content Security Policy", "Blocked script", "404 (")
        page = open_page(address, "received.html", allowed=expected)
        assert page.title() == "before"
    with served(tmp_path) as address:
        page = open_page(address, "received.html", allowed=("404 (",))
        assert page.title() != "before"
