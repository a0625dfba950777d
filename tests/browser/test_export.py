"""What a list of results exports in Chromium, held against the exports of a build."""

import io
import json
import zipfile
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import Any
from xml.etree import ElementTree

import pytest
from playwright.sync_api import Page, expect

from browser.conftest import SITES, OpenPage, served
from browser.test_search import Site, make_site, wait
from jianbao.archive import citations
from jianbao.archive.model import Article, Bulletin
from jianbao.outputs import exports

pytestmark = pytest.mark.browser

OPF = "{http://www.idpf.org/2007/opf}"
XHTML = "{http://www.w3.org/1999/xhtml}"
FORMS = ["citations", "csv", "jsonl", "gbt.txt", "bib", "ris", "csl.json", "epub"]


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    folder = tmp_path_factory.mktemp("hostile")
    return make_site(SITES / "hostile", folder / "site", folder / "work")


@pytest.fixture(params=["http", "file"])
def address(request: pytest.FixtureRequest, site: Site) -> Iterator[str]:
    if request.param == "file":
        yield f"{site.folder.as_uri()}/"
        return
    with served(site.folder) as address:
        yield address


@pytest.fixture(scope="module")
def typical_address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("typical")
    typical = make_site(SITES / "typical", folder / "site", folder / "work")
    with served(typical.folder) as address:
        yield address


def opened(open_page: OpenPage, address: str, path: str = "search.html") -> Page:
    page = open_page(address, path)
    wait(page)
    page.click("#search-take summary")
    expect(page.locator("#search-take [data-take]")).to_have_count(len(FORMS))
    return page


def taken(page: Page, form: str) -> bytes:
    with page.expect_download() as download:
        page.click(f"[data-take='{form}']")
    assert download.value.suggested_filename.endswith(f".{form}")
    return Path(download.value.path()).read_bytes()


def articles(site: Site) -> list[tuple[Bulletin, Article]]:
    """Return the articles in the order of the list."""
    pairs = {
        f"bulletins/{b.series}/{b.folder}/{b.name}/{a.number}.html": (b, a)
        for b in site.archive.bulletins
        for a in b.articles
    }
    return [pairs[row.url] for row in site.rows]


def bytes_in(size: str) -> float:
    number, unit = size.removeprefix("约 ").split()
    return float(number) * {"KB": 1e3, "MB": 1e6}[unit]


def test_references_are_those_of_the_files_of_a_build(
    site: Site, address: str, open_page: OpenPage
) -> None:
    page = opened(open_page, address)
    cited = [citations.cite(site.archive, b, a) for b, a in articles(site)]
    assert taken(page, "bib").decode() == "\n".join(map(citations.bibtex, cited))
    assert taken(page, "ris").decode() == "".join(map(citations.ris, cited))
    assert taken(page, "csl.json").decode() == citations.csl_file(cited)
    assert taken(page, "gbt.txt").decode().splitlines() == [
        f"[{number}] {citations.gbt7714(one)}" for number, one in enumerate(cited, 1)
    ]


def test_lines_are_those_of_the_files_of_a_build(
    site: Site, address: str, open_page: OpenPage
) -> None:
    lines = taken(opened(open_page, address), "jsonl").decode().splitlines()
    built = exports.lines_file(site.archive, site.archive.bulletins).decode().splitlines()
    expected = {line["id"]: line for line in map(json.loads, built)}
    made = [json.loads(line) for line in lines]
    assert [line["page"] for line in made] == [row.url for row in site.rows]
    for line in made:
        whole = expected[line["id"]]
        assert line.pop("status") in (whole["status"], None, "withdrawn", "replaced", "corrected")
        assert plain(line) == plain({name: whole[name] for name in line})


def plain(line: dict[str, Any]) -> dict[str, Any]:
    """Return a line without the order of its terms, which a list of results does not know."""
    terms = ("department", "county", "township", "topics")
    return {name: sorted(value) if name in terms else value for name, value in line.items()}


def test_a_book_is_a_whole_epub(site: Site, address: str, open_page: OpenPage) -> None:
    book = zipfile.ZipFile(io.BytesIO(taken(opened(open_page, address), "epub")))
    assert book.testzip() is None
    first = book.infolist()[0]
    assert (first.filename, first.compress_type, first.extra) == ("mimetype", 0, b"")
    assert book.read("mimetype") == b"application/epub+zip"
    files = set(book.namelist()) - {"mimetype"}
    trees = {
        name: ElementTree.fromstring(book.read(name)) for name in files if not name.endswith("css")
    }
    root_file = trees["META-INF/container.xml"].find(".//{*}rootfile")
    assert root_file is not None
    package = trees[root_file.attrib["full-path"]]
    folder = PurePosixPath(root_file.attrib["full-path"]).parent
    items = {item.attrib["id"]: item for item in package.iter(f"{OPF}item")}
    named = {str(folder / item.attrib["href"]) for item in items.values()}
    assert named == files - {"META-INF/container.xml", root_file.attrib["full-path"]}
    [nav] = [one for one in items.values() if one.get("properties") == "nav"]
    links = [
        link.attrib["href"] for link in trees[str(folder / nav.attrib["href"])].iter(f"{XHTML}a")
    ]
    spine = [items[ref.attrib["idref"]].attrib["href"] for ref in package.iter(f"{OPF}itemref")]
    assert spine == [nav.attrib["href"], *links]
    for needed in ("identifier", "title", "language"):
        assert package.findtext(f".//{{http://purl.org/dc/elements/1.1/}}{needed}")
    read = ["".join(trees[str(folder / link)].itertext()) for link in links]
    for text, (_, article) in zip(read, articles(site), strict=True):
        for piece in ("".join(filter(str.isalnum, one)) for one in (article.title,)):
            assert piece in "".join(filter(str.isalnum, text))


def test_sizes_are_said_before(typical_address: str, open_page: OpenPage) -> None:
    page = opened(open_page, typical_address)
    total = page.locator("#results").get_attribute("data-total")
    assert page.locator("#search-take .limits").inner_text() == f"共 {total} 篇。"
    assert page.eval_on_selector_all("[data-take]", "all => all.map(b => b.dataset.take)") == FORMS
    for form in FORMS[1:]:
        said = page.locator(f"li:has([data-take='{form}']) .quiet").inner_text()
        real = len(taken(page, form))
        assert abs(bytes_in(said) - real) <= 0.2 * real + 600, (form, said, real)


def test_the_page_of_a_term_exports_what_it_lists(
    site: Site, address: str, open_page: OpenPage
) -> None:
    slug = next(s for row in site.rows for s in sorted(row.values["county"]))
    page = opened(open_page, address, f"county/{slug}.html?from=1900-01")
    shown = page.locator("#results").get_attribute("data-total")
    with page.expect_download() as download:
        page.click("[data-take=jsonl]")
    assert download.value.suggested_filename == f"county-{slug}.jsonl"
    assert len(Path(download.value.path()).read_bytes().splitlines()) == int(shown or 0) > 0


def test_the_exporters_are_loaded_when_a_reader_asks_for_them(
    typical_address: str, open_page: OpenPage
) -> None:
    page = open_page(typical_address)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{typical_address}search.html")
    wait(page)
    scripts = ("search-export", "search-epub", "search-references")
    assert not [url for url in asked if any(script in url for script in scripts)]
    page.click("#search-take summary")
    expect(page.locator("[data-take=epub]")).to_be_visible()
    assert all(any(script in url for url in asked) for script in scripts)


def test_a_list_that_cannot_be_read_says_so(typical_address: str, open_page: OpenPage) -> None:
    page = open_page(typical_address, "search.html", allowed=("Failed to load resource",))
    wait(page)
    page.route("**/text/*.js", lambda route: route.abort())
    page.route("**/list.js", lambda route: route.abort())
    page.click("#search-take summary")
    message = page.locator("#search-take [role=status]")
    expect(message).to_have_text("数据加载失败，请检查网络后重试。")
    page.unroute("**/list.js")
    page.click("#search-take summary")
    page.click("#search-take summary")
    expect(page.locator("[data-take]")).to_have_count(len(FORMS))
