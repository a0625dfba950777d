"""What a list of results exports in Chromium, held against the exports of a build."""

import io
import json
import shutil
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
from jianbao.base.pictures.clean import clean
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


FIGURES = """
各乡镇进度不一[^1]。

### 进度

表1：各镇培训人次

| 镇 | 人次 |
|---|---:|
| 柳溪镇 | 320 |

[^1]: 截至3月底。
"""


@pytest.fixture(scope="module")
def typical(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """The typical site, with a heading, a table and a footnote beside its two pictures."""
    folder = tmp_path_factory.mktemp("typical")
    shutil.copytree(SITES / "typical/content", folder / "content")
    bulletin = folder / "content/bulletins/qinghe-xinxi/2024/005.md"
    bulletin.write_text(bulletin.read_text("utf-8") + FIGURES, "utf-8")
    typical = make_site(folder, folder / "site", folder / "work")
    for picture in typical.archive.pictures:
        (typical.folder / picture.file).parent.mkdir(parents=True, exist_ok=True)
        content = (folder / "content" / picture.file).read_bytes()
        (typical.folder / picture.file).write_bytes(clean(content).content)
    return typical


@pytest.fixture(scope="module")
def typical_address(typical: Site) -> Iterator[str]:
    with served(typical.folder) as address:
        yield address


def opened(open_page: OpenPage, address: str, path: str = "search.html") -> Page:
    page = open_page(address, path)
    wait(page)
    page.click("#search-take summary")
    expect(page.locator("#search-take [data-take]")).to_have_count(len(FORMS))
    return page


def test_the_page_of_a_county_offers_its_data_at_once(
    typical_address: str, open_page: OpenPage
) -> None:
    page = open_page(typical_address, "county/qinghe.html")
    page.click("[data-export]")
    expect(page.locator("#search-take [data-take=csv]")).to_be_visible()
    page.reload()
    expect(page.locator("#search-take [data-take=csv]")).to_be_visible()
    page.click(".search-page .more a")
    expect(page.locator("#whole")).to_be_visible()


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
    for entry in trees[str(folder / nav.attrib["href"])].iter(f"{XHTML}li"):
        [link] = entry  # an entry of a table of contents is a link alone
        assert not "".join([entry.text or "", link.tail or ""]).strip()
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


def chapter_with(book: zipfile.ZipFile, words: str) -> ElementTree.Element:
    chapters = [book.read(name).decode() for name in book.namelist() if name.endswith(".xhtml")]
    [chapter] = [chapter for chapter in chapters if "<h1>" in chapter and words in chapter]
    return ElementTree.fromstring(chapter)


def test_a_book_has_pictures_tables_and_footnotes(
    typical: Site, typical_address: str, open_page: OpenPage
) -> None:
    page = opened(open_page, typical_address)
    book = zipfile.ZipFile(io.BytesIO(taken(page, "epub")))
    expect(page.locator("#search-take [role=status]")).not_to_contain_text("图片")
    chapter = chapter_with(book, "图为第二期培训班课堂")
    shown = [
        (image.attrib["alt"], figure.findtext(f"{XHTML}figcaption"), image.attrib["src"])
        for figure in chapter.iter(f"{XHTML}figure")
        for image in figure.iter(f"{XHTML}img")
    ]
    assert [one[:2] for one in shown] == [
        ("六名学员坐在教室里，面前是写着三行字的白板", "图为第二期培训班课堂。王小明摄"),
        ("培训考核试卷", "培训考核试卷"),
    ]
    items = ElementTree.fromstring(book.read("EPUB/package.opf")).iter(f"{OPF}item")
    types = {item.attrib["href"]: item.attrib["media-type"] for item in items}
    assert [types[source] for *_, source in shown] == ["image/jpeg", "image/png"]
    for (*_, source), name in zip(shown, ("peixun.jpg", "juanzi.png"), strict=True):
        published = typical.folder / "bulletins/qinghe-xinxi/2024/pictures" / name
        assert book.read(f"EPUB/{source}") == published.read_bytes()
    assert chapter.findtext(f".//{XHTML}h2") == "进度"
    assert chapter.findtext(f".//{XHTML}caption") == "表1：各镇培训人次"
    assert [cell.text for cell in chapter.iter(f"{XHTML}td")] == ["柳溪镇", "320"]
    [mark, back] = [link.attrib for link in chapter.iter(f"{XHTML}a")]
    ids = {element.attrib["id"] for element in chapter.iter() if "id" in element.attrib}
    assert {mark["href"][1:], back["href"][1:]} <= ids


@pytest.mark.parametrize("place", ["disk", "broken"])
def test_a_book_says_which_pictures_it_lacks(
    place: str, typical: Site, typical_address: str, open_page: OpenPage
) -> None:
    address = f"{typical.folder.as_uri()}/" if place == "disk" else typical_address
    page = open_page(address, "search.html", allowed=("Failed to load resource",))
    page.route("**/pictures/*", lambda route: route.abort())
    wait(page)
    page.click("#search-take summary")
    book = zipfile.ZipFile(io.BytesIO(taken(page, "epub")))
    expect(page.locator("#search-take [role=status]")).to_contain_text("有 2 幅图片读不到")
    chapter = chapter_with(book, "图为第二期培训班课堂")
    assert not list(chapter.iter(f"{XHTML}img"))
    captions = [caption.text for caption in chapter.iter(f"{XHTML}figcaption")]
    assert captions == ["图为第二期培训班课堂。王小明摄", "培训考核试卷"]


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
    assert not [url for url in asked if "search-export" in url]
    page.click("#search-take summary")
    expect(page.locator("[data-take=epub]")).to_be_visible()
    assert [url for url in asked if "search-export" in url]


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
