"""The search page in Chromium, held against plain Python over the archive."""

import json
import random
import re
import shutil
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import parse_qs, quote, unquote, urlsplit

import pytest
from bench.generate import generate
from playwright.sync_api import Dialog, Page, expect

from browser.conftest import SITES, OpenPage, Serve, served, write_site
from jianbao import load, markdown, search
from jianbao.model import Archive
from jianbao.search import bundle

pytestmark = pytest.mark.browser

PAGE_LENGTH = 30


# --- the archive in plain Python ----------------------------------------------------------------

HALF = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: " "}
BRACKETS = str.maketrans("[〔]〕", "(())")


def compared(printed: str) -> str:
    return " ".join(printed.translate(HALF).translate(BRACKETS).lower().split())


@dataclass(frozen=True)
class Row:
    """An article as this test sees it."""

    url: str
    title: str
    blocks: tuple[str, ...]
    values: dict[str, set[str]]

    def holds(self, query: str) -> bool:
        return any(compared(query) in compared(block) for block in self.blocks)


def rows_of(archive: Archive) -> list[Row]:
    """The articles, newest first."""
    return [
        Row(
            f"bulletins/{b.series}/{b.folder}/{b.name}/{a.number}.html",
            a.title,
            tuple(
                text
                for text in (
                    a.kicker,
                    a.title,
                    a.subtitle,
                    *markdown.plain_blocks(a.body),
                    a.attribution,
                    *a.authors,
                )
                if text
            ),
            {
                "county": {t.slug for n in a.county if (t := archive.counties.find(n))},
                "department": {t.slug for n in a.department if (t := archive.departments.find(n))},
                "year": {f"{b.date.year:04}" if b.date else "undated"},
                "series": {b.series},
                "kind": {a.kind},
            },
        )
        for b in archive.bulletins
        for a in b.articles
    ]


FACETS = ("county", "department", "year", "series", "kind")
Chosen = dict[str, set[str]]


def passes(row: Row, chosen: Chosen, but: str = "") -> bool:
    return all(not chosen.get(f) or f == but or row.values[f] & chosen[f] for f in FACETS)


def counts_of(rows: list[Row], chosen: Chosen) -> dict[str, Counter[str]]:
    return {
        facet: Counter(
            value for row in rows if passes(row, chosen, facet) for value in row.values[facet]
        )
        for facet in FACETS
    }


# --- sites --------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Site:
    folder: Path
    archive: Archive
    rows: list[Row]


def make_site(root: Path, site: Path, work: Path) -> Site:
    archive = load.load(root / "content")
    write_site(root, site)
    search.build(archive, site, work)
    return Site(site, archive, rows_of(archive))


@pytest.fixture(scope="module")
def big(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """120 generated articles over three years, one of them cut into several indexes."""
    root = tmp_path_factory.mktemp("big")
    generate(root / "content", 15, 3)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(bundle, "CHARACTERS_AN_INDEX", 20_000)
        return make_site(root, root / "site", root / "work")


@pytest.fixture(scope="module")
def typical(tmp_path_factory: pytest.TempPathFactory) -> Site:
    root = tmp_path_factory.mktemp("typical")
    return make_site(SITES / "typical", root / "site", root / "work")


@pytest.fixture(scope="module")
def big_address(big: Site) -> Iterator[str]:
    """On a path, as on a host that holds several sites."""
    with served(big.folder, "/archives/pagefind/") as address:
        yield address


@pytest.fixture(scope="module")
def typical_address(typical: Site) -> Iterator[str]:
    with served(typical.folder) as address:
        yield address


# --- the page -----------------------------------------------------------------------------------

FIND = """async (query) => {
  const results = document.getElementById("results");
  const form = document.getElementById("search-form");
  form.elements.q.value = query;
  form.requestSubmit();
  while (results.getAttribute("aria-busy") !== "false") {
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
  return {
    total: Number(results.dataset.total),
    links: Array.from(results.querySelectorAll("li"), (item) =>
      Array.from(item.querySelectorAll("a"), (link) => link.getAttribute("href"))),
  };
}"""


# As by the buttons for back and forward.
GO = """async (address) => {
  history.pushState(null, "", address);
  dispatchEvent(new PopStateEvent("popstate"));
  const results = document.getElementById("results");
  while (results.getAttribute("aria-busy") !== "false") {
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
}"""


def wait(page: Page) -> None:
    page.wait_for_selector('#results[aria-busy="false"]', state="attached")


def found(page: Page, query: str) -> tuple[int, list[str]]:
    """The total and the links that the page shows for `query`."""
    answer = page.evaluate(FIND, query)
    assert all(len(links) == 1 for links in answer["links"])
    return answer["total"], [unquote(links[0].split("#")[0]) for links in answer["links"]]


def shown_counts(page: Page) -> dict[str, dict[str, int]]:
    """The figures at the check boxes that a reader sees, by facet and value."""
    boxes = page.eval_on_selector_all(
        "#search-facets label:not([hidden] *):has(.count)",
        """(labels) => labels.map((label) => [
          label.querySelector("input").name,
          label.querySelector("input").value,
          label.querySelector(".count").textContent,
        ])""",
    )
    shown: dict[str, dict[str, int]] = {facet: {} for facet in FACETS}
    for facet, value, count in boxes:
        shown[facet][value] = int(count.replace(",", ""))
    return shown


# --- exact --------------------------------------------------------------------------------------


def queries_of(rows: list[Row], count: int, seed: int) -> list[str]:
    """Pieces of the articles of every length, cut anywhere, and such as are in none."""
    chance = random.Random(seed)
    queries: list[str] = []
    while len(queries) < count:
        block = chance.choice(chance.choice(rows).blocks)
        length = chance.choice((1, 1, 2, 2, 2, 3, 3, 4, 5, 6, 8, 12, 20, 40, 80))
        start = chance.randrange(max(1, len(block) - length + 1))
        piece = block[start : start + length].strip()
        if chance.random() < 0.15:
            piece = piece[::-1]
        if piece and not re.search(r'["\s]|^-', piece):
            queries.append(piece)
    numbers = {n for row in rows for block in row.blocks for n in re.findall(r"[0-9.]+", block)}
    queries += chance.sample(sorted(numbers), min(len(numbers), count // 10))
    return queries


NAMED = (
    "120急救站 20急救 急救站 DIP付费 dip付费 ＤＩＰ付费 IP付 PM2.5 pm2.5 M2. 2.5 5G+远程会诊 G+远 "
    "〔2024〕 [2024] （2024） (2024) 024) 〕1 300张 ３００张 00张 “互联网+护理” 互联网＋护理 "
    "℃ % ， 。 、 𠮷 𡋾 𬭳 𰻝 䶮 㛃 犇 堃 77 7 02 县卫生 青禾县人民医院 没有这样的话 zzz Zz 〇"
)


def test_finds_exactly_the_articles_that_hold_the_query(
    big: Site, big_address: str, open_page: OpenPage
) -> None:
    indexes = json.loads((big.folder / "search" / "manifest.json").read_bytes())["indexes"]
    assert len(indexes) > len({index["year"] for index in indexes}) == 3
    page = open_page(big_address, "search.html")
    wait(page)
    queries = [*queries_of(big.rows, 300, 7), *NAMED.split()]
    wrong = []
    empty = 0
    for query in queries:
        truth = [row.url for row in big.rows if row.holds(query)]
        empty += not truth
        if found(page, query) != (len(truth), truth[:PAGE_LENGTH]):
            wrong.append(query)
    assert len(queries) > 350
    assert empty > 30
    assert not wrong


def test_terms_are_joined_by_and_and_a_minus_excludes(
    big: Site, big_address: str, open_page: OpenPage
) -> None:
    page = open_page(big_address, "search.html")
    wait(page)
    chance = random.Random(3)
    terms = [q for q in queries_of(big.rows, 300, 9) if len(q) in (1, 2, 3)]
    several = 0
    for _ in range(60):
        wanted = chance.sample(terms, chance.choice((1, 2, 3)))
        unwanted = chance.sample(terms, chance.choice((0, 0, 1)))
        truth = [
            row.url
            for row in big.rows
            if all(row.holds(w) for w in wanted) and not any(row.holds(u) for u in unwanted)
        ]
        several += 0 < len(truth) < len(big.rows)
        query = "　".join([*wanted, *(f"-{term}" for term in unwanted)])
        assert found(page, query) == (len(truth), truth[:PAGE_LENGTH]), query
    assert several > 20


def test_quotes_keep_the_spaces_of_a_term(typical_address: str, open_page: OpenPage) -> None:
    page = open_page(typical_address, "search.html")
    wait(page)
    title = "青禾县建设紧密型医共体 让群众在家门口看好病"
    assert found(page, f'"{title}"')[0] == 1
    assert found(page, '"医共体 让群众"')[0] == 1
    assert found(page, '"让群众 医共体"')[0] == 0
    assert found(page, "让群众 医共体")[0] == 1
    # A quotation mark inside a term is a character like others.
    assert found(page, '医"共体')[0] == 0


@pytest.mark.parametrize("prefix", ["/", "/a/b/"])
def test_works_at_a_root_and_on_a_path(
    typical: Site, serve: Serve, open_page: OpenPage, prefix: str
) -> None:
    page = open_page(serve(typical.folder, prefix), "search.html?q=" + quote("医共体"))
    wait(page)
    truth = [row.url for row in typical.rows if row.holds("医共体")]
    assert found(page, "医共体") == (len(truth), truth)
    page.click("#results a >> nth=0")
    expect(page).to_have_url(re.compile(re.escape(f"{prefix}{truth[0]}")))


def test_python_and_javascript_compare_alike(typical_address: str, open_page: OpenPage) -> None:
    page = open_page(typical_address, "search.html")
    wait(page)
    chance = random.Random(5)
    planes = (*range(1, 0xD800), *range(0xE000, 0x11000), *range(0x1F000, 0x20100))
    every = [chr(code) for code in planes]
    strings = ["".join(every[i : i + 50]) for i in range(0, len(every), 50)]
    likely = "医共体 　\t\u00a0\u200b\ufeff（）〔〕[]［］【】“”\"'‘’ＡａZz０9-－—–·，,。.；;：:℃"
    likely += "İſẞßǅΣς𠮷𰻝\U0010ffff"
    strings += ["".join(chance.choices(likely, k=chance.randint(0, 12))) for _ in range(3_000)]
    theirs = page.evaluate(
        """async (strings) => {
          const modules = JSON.parse(document.getElementById("search").dataset.modules);
          const text = await import(new URL(modules.text, document.baseURI));
          return strings.map((one) => [text.normalise(one), text.tokens(text.normalise(one))]);
        }""",
        strings,
    )
    ours = [[search.normalise(one), search.tokens(search.normalise(one))] for one in strings]
    different = [one for one, a, b in zip(strings, theirs, ours, strict=True) if a != b]
    assert len(strings) > 4_000
    assert not different


# --- facets -------------------------------------------------------------------------------------


def test_facets_are_or_inside_and_among_with_the_counts_of_a_click(
    big: Site, big_address: str, open_page: OpenPage
) -> None:
    page = open_page(big_address, "search.html")
    wait(page)
    chance = random.Random(11)
    values = {facet: sorted(set().union(*(r.values[facet] for r in big.rows))) for facet in FACETS}
    for _ in range(40):
        query = chance.choice(["", "的", "医", "县", "〔", "没有这样的话"])
        chosen = {
            facet: set(chance.sample(values[facet], chance.choice((0, 0, 1, 2))))
            for facet in FACETS
        }
        rows = [row for row in big.rows if row.holds(query)]
        address = [("q", query)] if query else []
        address += [(facet, value) for facet in FACETS for value in sorted(chosen[facet])]
        page.evaluate(GO, "search.html?" + "&".join(f"{k}={quote(v)}" for k, v in address))
        truth = [row.url for row in rows if passes(row, chosen)]
        links = page.eval_on_selector_all(
            "#results a", "(links) => links.map((link) => link.getAttribute('href').split('#')[0])"
        )
        total = page.get_attribute("#results", "data-total")
        assert (total, links) == (str(len(truth)), truth[:PAGE_LENGTH]), address
        counts = counts_of(rows, chosen)
        expected = {
            facet: {
                value: counts[facet][value]
                for value in values[facet]
                if counts[facet][value] or value in chosen[facet]
            }
            for facet in FACETS
        }
        assert shown_counts(page) == expected, address


def test_an_empty_query_browses_the_archive_without_an_index(
    typical: Site, typical_address: str, open_page: OpenPage
) -> None:
    asked: list[str] = []
    page = open_page(typical_address)
    page.on("request", lambda request: asked.append(request.url))
    page.goto(typical_address + "search.html")
    wait(page)
    assert page.get_attribute("#results", "data-total") == str(len(typical.rows))
    expect(page.locator("#search-status")).to_have_text(f"共 {len(typical.rows)} 篇文章。")
    assert not [address for address in asked if "pagefind" in address]


def test_what_only_a_bulletin_says_is_listed_apart(
    typical: Site, typical_address: str, open_page: OpenPage
) -> None:
    page = open_page(typical_address, "search.html?q=" + quote("林一舟"))
    wait(page)
    assert page.get_attribute("#results", "data-total") == "0"
    issues = page.locator("#search-bulletins li")
    assert issues.count() == sum(b.editor == "林一舟" for b in typical.archive.bulletins)
    expect(issues.first.locator("mark")).to_have_text("林一舟")
    link = issues.first.locator("a").get_attribute("href") or ""
    assert link.split("#")[0] == "bulletins/lanchuan-weisheng/2024/023.html"
    assert found(page, "路子对、办法实")[0] == 0
    expect(page.locator("#search-bulletins li")).to_have_count(1)


# --- the address --------------------------------------------------------------------------------


def state_of(page: Page) -> dict[str, list[str]]:
    return parse_qs(urlsplit(page.url).query)


def test_the_address_holds_the_state_and_back_and_forward_work(
    typical_address: str, open_page: OpenPage
) -> None:
    page = open_page(typical_address, "search.html")
    wait(page)
    page.fill("#search-words", "医共体")
    page.keyboard.press("Enter")
    wait(page)
    assert state_of(page) == {"q": ["医共体"]}
    total = page.get_attribute("#results", "data-total")
    page.check("#search-facets input[value=qinghe]")
    wait(page)
    page.check("#search-facets input[value='2022']")
    wait(page)
    assert state_of(page) == {"q": ["医共体"], "county": ["qinghe"], "year": ["2022"]}
    assert page.get_attribute("#results", "data-total") == "1"
    address = page.url

    page.go_back()
    expect(page.locator("#search-facets input[value='2022']")).not_to_be_checked()
    page.go_back()
    wait(page)
    expect(page.locator("#search-facets input[value=qinghe]")).not_to_be_checked()
    assert page.get_attribute("#results", "data-total") == total
    page.go_forward()
    page.go_forward()
    wait(page)
    assert page.url == address
    expect(page.locator("#results li")).to_have_count(1)

    sent = open_page(typical_address, address.removeprefix(typical_address))
    wait(sent)
    assert sent.inner_text("#results") == page.inner_text("#results")
    assert sent.input_value("#search-words") == "医共体"

    sent.click("#search-chips button:has-text('青禾县')")
    wait(sent)
    assert state_of(sent) == {"q": ["医共体"], "year": ["2022"]}


def test_what_the_address_says_wrongly_does_no_harm(
    typical_address: str, open_page: OpenPage
) -> None:
    page = open_page(typical_address, "search.html?county=nowhere&page=x&year=%00&other=1&q=%ff")
    wait(page)
    assert page.get_attribute("#results", "data-total") == "0"
    page.click("#search-chips button:last-child:has-text('全部去掉')")
    wait(page)
    assert state_of(page) == {"q": ["\ufffd"]}


def test_pages_of_a_long_list(big: Site, big_address: str, open_page: OpenPage) -> None:
    page = open_page(big_address, "search.html?q=" + quote("的"))
    wait(page)
    truth = [row.url for row in big.rows if row.holds("的")]
    assert len(truth) > 3 * PAGE_LENGTH
    seen: list[str] = []
    while True:
        wait(page)
        seen += page.eval_on_selector_all(
            "#results a", "(links) => links.map((link) => link.getAttribute('href').split('#')[0])"
        )
        if not page.locator("#search-pager a[rel=next]").count():
            break
        page.click("#search-pager a[rel=next]")
        expect(page.locator("#search-results-title")).to_be_focused()
    assert seen == truth
    assert state_of(page)["page"] == [str(-(-len(truth) // PAGE_LENGTH))]
    page.go_back()
    wait(page)
    expect(page.locator("#results li")).to_have_count(PAGE_LENGTH)


# --- what is shown ------------------------------------------------------------------------------


def test_a_result_shows_title_excerpt_marks_date_issue_and_places(
    typical_address: str, open_page: OpenPage
) -> None:
    page = open_page(typical_address, "search.html?q=" + quote("ＤＳＡ手术 14个乡镇"))
    wait(page)
    item = page.locator("#results li")
    expect(item).to_have_count(1)
    expect(item.locator("h3")).to_have_text("青禾县建设紧密型医共体 让群众在家门口看好病")
    assert item.locator("mark").all_inner_texts() == ["DSA手术", "14个乡镇"]
    expect(item.locator("time")).to_have_text("2024-08-23")
    expect(item.locator(".by")).to_contain_text("第21期")
    expect(item.locator(".by")).to_contain_text("青禾县卫生健康委员会")
    expect(page.locator("#search-status")).to_have_text("找到 1 篇文章。")


def test_nothing_of_a_hostile_archive_runs(
    tmp_path: Path, serve: Serve, open_page: OpenPage
) -> None:
    hostile = make_site(SITES / "hostile", tmp_path / "site", tmp_path / "work")
    page = open_page(serve(hostile.folder), "search.html")
    ran: list[str] = []

    def note(dialog: Dialog) -> None:
        ran.append(dialog.message)
        dialog.dismiss()

    page.on("dialog", note)
    wait(page)
    titles = page.locator("#results h3").all_text_contents()
    assert titles == [row.title for row in hostile.rows][:PAGE_LENGTH]
    queries = ["<script>", "alert(1)", "onerror", "<", "&", "</h1>", "{{", "`id`", "标题"]
    for query in queries:
        truth = [row.url for row in hostile.rows if row.holds(query)]
        assert found(page, query)[0] == len(truth), query
    page.goto(page.url.split("?")[0] + "?q=" + quote('"><img src=x onerror=alert(9)>'))
    wait(page)
    made = "#search img, #search script, #search style, #search iframe, #search svg"
    assert page.locator(made).count() == 0
    page.evaluate("new Promise((resolve) => setTimeout(resolve, 50))")
    assert not ran


# --- when something is missing ------------------------------------------------------------------


@dataclass(frozen=True)
class Copy:
    """A copy of a site from which files can be taken and put back."""

    folder: Path

    def take(self, pattern: str) -> None:
        gone = sorted((self.folder / "search").glob(pattern))
        assert gone
        for path in gone:
            path.rename(f"{path}.gone")

    def put_back(self) -> None:
        for path in (self.folder / "search").rglob("*.gone"):
            path.rename(path.with_suffix(""))


@pytest.fixture
def copy(typical: Site, tmp_path: Path) -> Copy:
    return Copy(shutil.copytree(typical.folder, tmp_path / "site"))


FAILURES = ("404", "Failed to load", "pagefind")


@pytest.mark.parametrize(
    ("missing", "message"),
    [
        ("manifest.json", "搜索用的数据没有读到"),
        ("*/terms.json", "搜索用的数据没有读到"),
        ("*/facets.json", "下列部分没有读到，结果不全：2024年、2022年。"),
        ("*/pagefind.js", "下列部分没有读到，结果不全：2024年、2022年。"),
        ("*/wasm.*", "下列部分没有读到，结果不全：2024年、2022年。"),
        ("*/pagefind/*.pf_meta", "下列部分没有读到，结果不全：2024年、2022年。"),
        ("*/pagefind/index/*", "下列部分没有读到，结果不全：2024年、2022年。"),
        ("*/text/*.json", "有的结果没有读到，显示不全。"),
    ],
)
def test_a_missing_file_is_told_and_can_be_tried_again(
    copy: Copy, serve: Serve, open_page: OpenPage, missing: str, message: str
) -> None:
    address = serve(copy.folder)
    copy.take(missing)
    page = open_page(address, "search.html?q=" + quote("医共体"), allowed=FAILURES)
    wait(page)
    expect(page.locator("#search-failure")).to_contain_text(message)
    expect(page.locator("#search-help")).to_be_hidden()
    copy.put_back()
    page.click("#search-failure button")
    expect(page.locator("#results a")).to_have_count(3)
    wait(page)
    assert page.get_attribute("#results", "data-total") == "3"
    expect(page.locator("#search-failure")).to_be_hidden()


def test_a_missing_year_leaves_the_others(copy: Copy, serve: Serve, open_page: OpenPage) -> None:
    address = serve(copy.folder)
    manifest = json.loads((copy.folder / "search" / "manifest.json").read_bytes())
    (year,) = (index for index in manifest["indexes"] if index["year"] == "2022")
    copy.take(f"{year['path']}pagefind/index/*")
    page = open_page(address, "search.html?q=" + quote("医共体"), allowed=FAILURES)
    wait(page)
    expect(page.locator("#search-failure")).to_contain_text("结果不全：2022年。")
    assert page.get_attribute("#results", "data-total") == "2"
    expect(page.locator("#results a")).to_have_count(2)


def test_a_damaged_file_is_told(copy: Copy, serve: Serve, open_page: OpenPage) -> None:
    for chunk in (copy.folder / "search").glob("*/pagefind/index/*"):
        chunk.write_bytes(chunk.read_bytes()[:-20])
    page = open_page(serve(copy.folder), "search.html?q=" + quote("医共体"), allowed=FAILURES)
    wait(page)
    expect(page.locator("#search-failure")).to_contain_text("结果不全：2024年")


def test_nothing_found_says_what_to_do(typical_address: str, open_page: OpenPage) -> None:
    page = open_page(typical_address, "search.html?q=" + quote("没有这样的话"))
    wait(page)
    expect(page.locator("#search-status")).to_have_text("没有找到“没有这样的话”。")
    expect(page.locator("#search-help")).to_contain_text("减少字数")


def test_the_last_question_wins(typical_address: str, open_page: OpenPage) -> None:
    page = open_page(typical_address, "search.html")
    wait(page)
    page.evaluate(
        """() => {
          const form = document.getElementById("search-form");
          for (const query of ["县", "的", "没有这样的话", "医共体"]) {
            form.elements.q.value = query;
            form.requestSubmit();
          }
        }"""
    )
    expect(page.locator("#results a")).to_have_count(3)
    wait(page)
    expect(page.locator("#search-status")).to_have_text("找到 3 篇文章。")


# --- for everybody ------------------------------------------------------------------------------


def test_works_by_keyboard_and_keeps_the_focus(typical_address: str, open_page: OpenPage) -> None:
    page = open_page(typical_address, "search.html?q=" + quote("县"))
    wait(page)
    page.focus("#search-words")
    walked = ["#search-form button", "#search-tools button", "#results a"]
    seen: list[str] = []
    for _ in range(10):
        page.keyboard.press("Tab")
        seen += [one for one in walked if page.locator(f"{one}:focus").count()]
    assert sorted(set(seen), key=seen.index) == walked
    page.focus("#search-facets input[value=qinghe]")
    page.keyboard.press("Space")
    wait(page)
    expect(page.locator("#search-facets input[value=qinghe]")).to_be_focused()
    page.keyboard.press("Space")
    wait(page)
    expect(page.locator("#search-facets input[value=qinghe]")).to_be_focused()


def test_facets_are_behind_a_button_on_a_phone(typical_address: str, open_page: OpenPage) -> None:
    page = open_page(typical_address, "search.html", viewport={"width": 360, "height": 800})
    wait(page)
    box = page.locator("#search-facets input[value=qinghe]")
    expect(box).to_be_hidden()
    page.click("#search-facets-toggle")
    expect(box).to_be_visible()
    expect(page.locator("#search-facets-toggle")).to_have_attribute("aria-expanded", "true")


def test_without_a_script_the_page_says_where_to_browse(
    typical_address: str, open_page: OpenPage
) -> None:
    page = open_page(typical_address, "search.html", java_script_enabled=False)
    expect(page.locator("noscript .notice")).to_be_visible()
    assert page.locator("noscript a").all_inner_texts() == ["期刊", "县市区", "部门", "年份"]
    expect(page.locator("#search-status")).to_be_hidden()


POLICY = "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; worker-src 'self'"


def test_a_strict_content_security_policy_is_enough(typical: Site, open_page: OpenPage) -> None:
    with served(typical.folder, headers={"Content-Security-Policy": POLICY}) as address:
        page = open_page(address, "search.html?q=" + quote("医共体"))
        wait(page)
        assert page.get_attribute("#results", "data-total") == "3"


def test_works_where_no_worker_can_start(typical: Site, open_page: OpenPage) -> None:
    # Without worker-src, script-src would allow one.
    policy = POLICY.replace("worker-src 'self'", "worker-src 'none'")
    with served(typical.folder, headers={"Content-Security-Policy": policy}) as address:
        page = open_page(
            address, "search.html?q=" + quote("医共体"), allowed=("Content Security Policy",)
        )
        wait(page)
        assert page.get_attribute("#results", "data-total") == "3"
