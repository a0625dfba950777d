"""The search page in Chromium, held against plain Python over the archive."""

import csv
import json
import random
import re
import shutil
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import parse_qs, quote, unquote, urlsplit

import archives
import pytest
from bench.generate import generate
from playwright.sync_api import Dialog, Page, Route, expect
from truth import Row, is_one_term, is_plain, pieces_of, rows_of, urls_of

from browser.conftest import SITES, OpenPage, Serve, served, write_site
from browser.test_pages import PHONE, TOUCH_RULES, overflow, set_up, violations
from jianbao.archive import citations
from jianbao.archive.model import Archive
from jianbao.base.cache import Cache
from jianbao.content import load
from jianbao.outputs import search
from jianbao.outputs.search import bundle

pytestmark = pytest.mark.browser

PAGE_LENGTH = 30
# A window in which all results of a page are seen, so that they are read at once.
TALL = {"width": 1280, "height": 9_000}


# --- the archive in plain Python ----------------------------------------------------------------

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
    with Cache(work / "cache.sqlite") as cache:
        search.build(archive, archives.writer(site), cache)
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
def whole(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """80 generated articles of one year in one index."""
    root = tmp_path_factory.mktemp("whole")
    generate(root / "content", 10, 1, seed=2)
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
    # A search begins only when the tick of its filter was painted.
    page.evaluate("new Promise((done) => requestAnimationFrame(() => setTimeout(done, 20)))")
    page.wait_for_selector('#results[aria-busy="false"]', state="attached")


def to_next(page: Page) -> None:
    """Go to the next page of the list. Until its address is there, the page before it is shown."""
    before = page.url
    page.click("#search-pager a[rel=next]")
    page.wait_for_url(lambda address: address != before)
    wait(page)


def found(page: Page, query: str) -> tuple[int, list[str]]:
    """The total and the links that the page shows for `query`, in which a new line is the space
    that a browser makes of it where text is pasted."""
    answer = page.evaluate(FIND, query.replace("\n", " "))
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


NAMED = """
120急救站 20急救 急救站 DIP付费 dip付费 ＤＩＰ付费 IP付 PM2.5 pm2.5 M2. 2.5 5G+远程会诊 G+远
〔2024〕 [2024] （2024） (2024) 024) 〕1 300张 ３００张 00张 “互联网+护理” 互联网＋护理
℃ % ， 。 、 𠮷 𡋾 𬭳 𰻝 䶮 㛃 犇 堃 77 7 02 县卫生 青禾县人民医院 没有这样的话 zzz Zz 〇
- + | A|B C++ -3℃ 第77期 站式" 一"站
"""


def wrong_answers(page: Page, expected: dict[str, list[str]]) -> list[str]:
    return [
        query
        for query, truth in expected.items()
        if found(page, query) != (len(truth), truth[:PAGE_LENGTH])
    ]


@pytest.mark.parametrize("sharded", [True, False])
def test_finds_exactly_the_articles_that_hold_the_query(
    sharded: bool, big: Site, whole: Site, open_page: OpenPage
) -> None:
    site = big if sharded else whole
    indexes = json.loads((site.folder / "search" / "manifest.json").read_bytes())["indexes"]
    assert (len(indexes) > 3) == sharded
    pieces = [*pieces_of(site.rows, 120, 7), *NAMED.split()]
    with served(site.folder) as address:
        # As pasted, without the other names that a query may mean.
        page = open_page(address, "search.html?exact=1", viewport=TALL)
        wait(page)
        pasted = {piece: urls_of(site.rows, *piece.split()) for piece in pieces if is_plain(piece)}
        assert wrong_answers(page, pasted) == []
        # In quotes.
        page = open_page(address, "search.html", viewport=TALL)
        wait(page)
        quoted = {f'"{one}"': urls_of(site.rows, one) for one in pieces if is_one_term(one)}
        assert wrong_answers(page, quoted) == []
        # A piece that could be read otherwise finds at least its own articles.
        for piece in pieces:
            if not is_one_term(piece) and not re.search('" +-"', piece):
                total, _ = found(page, f'"{piece}"')
                assert total >= len(urls_of(site.rows, piece)), piece
    assert len(pasted) > 140
    assert len(quoted) > 140
    assert sum(not truth for truth in quoted.values()) > 20
    assert sum("\n" in query for query in quoted) > 3


def test_terms_are_joined_by_and_and_a_minus_excludes(
    big: Site, big_address: str, open_page: OpenPage
) -> None:
    page = open_page(big_address, "search.html", viewport=TALL)
    wait(page)
    chance = random.Random(3)
    pieces = pieces_of(big.rows, 400, 9)
    terms = [p for p in pieces if len(p) <= 3 and len(p.split()) == 1 and is_plain(p)]
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


def test_what_stands_in_quotes_is_literal(
    typical: Site, typical_address: str, open_page: OpenPage
) -> None:
    page = open_page(typical_address, "search.html")
    wait(page)
    narrow = urls_of(typical.rows, "市卫健委")
    for query in ('"市卫健委"', "＂市卫健委＂"):
        assert found(page, query) == (len(narrow), narrow)
        expect(page.locator("#search-notes")).to_be_hidden()
    assert found(page, '"醫共體"')[0] == 0
    # Beside a quoted term another one is understood as ever.
    both = '"市卫健委" 市卫健委'
    assert found(page, both) == (len(narrow), narrow)
    expect(page.locator("#search-notes")).to_contain_text("“市卫健委”也按")
    assert found(page, '县 -"市卫健委"')[0] == sum(
        row.holds("县") and not row.holds("市卫健委") for row in typical.rows
    )


def test_chinese_quotation_marks_are_sought_as_printed(
    typical: Site, typical_address: str, open_page: OpenPage
) -> None:
    page = open_page(typical_address, "search.html")
    wait(page)
    printed = next(m for row in typical.rows for m in re.findall("“[^”]+”", row.printed))
    assert found(page, printed) == (n := len(t := urls_of(typical.rows, printed)), t)
    assert n
    assert "“医共体 让群众”" not in typical.rows[0].printed
    assert found(page, "“医共体 让群众”")[0] == 0
    page.click("#search-help a >> text='\"医共体 让群众\"'")
    wait(page)
    assert page.get_attribute("#results", "data-total") == "1"


def test_a_passage_over_paragraphs_is_found_and_marked(
    typical: Site, typical_address: str, open_page: OpenPage
) -> None:
    row = next(row for row in typical.rows if row.printed.count("\n") > 2)
    _, first, second, *_ = row.printed.splitlines()
    page = open_page(typical_address, "search.html")
    wait(page)
    page.focus("#search-words")
    page.keyboard.insert_text(f'"{first[-8:]}\n\n{second[:8]}"')
    page.keyboard.press("Enter")
    expect(page.locator("#search-status")).to_have_text("找到 1 篇文章。")
    page.click("#results a")
    page.wait_for_url(f"**/{row.url}#*")
    marks = page.locator("main .paper mark")
    expect(marks.first).to_be_in_viewport()
    assert "".join(marks.all_inner_texts()) == first[-8:] + second[:8]


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
        """(strings) => {
          const { text } = jianbao;
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
    page = open_page(big_address, "search.html", viewport=TALL)
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
    expect(page.locator("#search-status")).to_contain_text("没有文章提到“林一舟”")
    expect(page.locator("#search-help")).to_be_hidden()
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
    page.click("#search-chips button:last-child:has-text('清除全部')")
    wait(page)
    assert state_of(page) == {"q": ["\ufffd"]}


def test_pages_of_a_long_list(big: Site, big_address: str, open_page: OpenPage) -> None:
    page = open_page(big_address, "search.html?q=" + quote("的"), viewport=TALL)
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


def test_a_list_is_read_as_far_as_the_reader_sees(
    big: Site, big_address: str, open_page: OpenPage
) -> None:
    asked: list[str] = []
    page = open_page(big_address)
    page.on("request", lambda request: asked.append(request.url))
    page.goto(big_address + "search.html?q=" + quote("的"))
    wait(page)
    items = page.locator("#results li")
    texts = len([address for address in asked if "/text/" in address])
    expect(items).to_have_count(10)
    total = page.get_attribute("#results", "data-total")
    page.evaluate("scrollTo(0, document.documentElement.scrollHeight)")
    expect(items).to_have_count(PAGE_LENGTH)
    assert len([address for address in asked if "/text/" in address]) > texts
    truth = truth_of(big, "的")
    links = page.eval_on_selector_all(
        "#results a", "(links) => links.map((link) => link.getAttribute('href').split('#')[0])"
    )
    assert links == truth[:PAGE_LENGTH]
    # An article that was read later knows its place, too.
    items.nth(25).locator("a").first.click()
    expect(page.locator(".hit-bar")).to_contain_text(f"结果26/{total}")


def test_a_text_that_is_missing_further_down_is_told(
    big: Site, big_address: str, open_page: OpenPage
) -> None:
    page = open_page(big_address, "search.html?q=" + quote("的"), allowed=FAILURES)
    wait(page)
    page.route("**/text/*.js", lambda route: route.abort())
    page.evaluate("scrollTo(0, document.documentElement.scrollHeight)")
    expect(page.locator("#search-failure")).to_contain_text("部分结果未能加载。")
    page.unroute("**/text/*.js")
    page.click("#search-failure button")
    wait(page)
    expect(page.locator("#search-failure")).to_be_hidden()


def test_a_reader_who_comes_back_finds_the_place(
    big: Site, big_address: str, open_page: OpenPage
) -> None:
    page = open_page(big_address, "search.html?page=2&q=" + quote("的"))
    wait(page)
    page.evaluate("scrollTo(0, document.documentElement.scrollHeight)")
    page.locator("#results a").nth(20).scroll_into_view_if_needed()
    place = page.evaluate("scrollY")
    assert place > 1_000
    page.click("#results a >> nth=20")
    page.wait_for_url("**/bulletins/**")
    page.go_back()
    wait(page)
    expect(page.locator("#results a").nth(20)).to_be_in_viewport()
    assert abs(page.evaluate("scrollY") - place) < 100
    to_next(page)
    page.go_back()
    wait(page)
    page.wait_for_function("scrollY > 1000")


# --- what is shown ------------------------------------------------------------------------------


def slowly(route: Route) -> None:
    time.sleep(0.02)
    route.continue_()


def hold_back(page: Page, pattern: str) -> Callable[[], None]:
    """Hold requests of the page and its workers until the function that is returned lets them go.
    That function waits for a first request: the test means nothing if none was held."""
    held: list[Route] = []
    waiting = True

    def hold(route: Route) -> None:
        if waiting:
            held.append(route)
        else:
            route.continue_()

    def release() -> None:
        nonlocal waiting
        deadline = time.monotonic() + 30
        while not held:
            assert time.monotonic() < deadline, f"nothing asked for {pattern}"
            page.wait_for_timeout(20)
        waiting = False
        for route in held:
            route.continue_()

    page.context.route(pattern, hold)
    return release


def test_a_reader_who_scrolls_while_results_come_is_left_there(
    big: Site, big_address: str, open_page: OpenPage
) -> None:
    oldest = json.loads((big.folder / "search" / "manifest.json").read_bytes())["indexes"][-1]
    page = open_page(big_address)
    release = hold_back(page, f"**/{oldest['path']}pagefind/**")
    page.goto(big_address + "search.html?q=" + quote("的"))
    page.wait_for_selector("#results li:nth-child(10)")
    page.evaluate("scrollTo(0, 1000)")
    expect(page.locator("#results")).to_have_attribute("aria-busy", "true")
    release()
    wait(page)
    page.wait_for_timeout(100)  # for what still comes after the last result
    assert page.evaluate("scrollY") == 1_000


def test_forward_finds_the_place_too(big_address: str, open_page: OpenPage) -> None:
    page = open_page(big_address, "search.html?q=" + quote("的"))
    wait(page)
    to_next(page)
    page.evaluate("scrollTo(0, 900)")
    page.wait_for_function("history.state?.place === 900")
    page.go_back()
    wait(page)
    page.go_forward()
    page.wait_for_function("scrollY === 900")


def test_words_that_were_typed_outlive_a_filter(typical_address: str, open_page: OpenPage) -> None:
    page = open_page(typical_address, "search.html?q=" + quote("医共体"))
    wait(page)
    page.fill("#search-words", "医共体 县")
    page.check("#search-facets input[value=qinghe]")
    page.wait_for_url("**county=qinghe**")
    wait(page)
    assert state_of(page) == {"q": ["医共体 县"], "county": ["qinghe"]}
    expect(page.locator("#search-words")).to_have_value("医共体 县")


def test_the_same_question_again_is_no_step_of_the_history(
    typical_address: str, open_page: OpenPage
) -> None:
    page = open_page(typical_address, "search.html")
    wait(page)
    steps = page.evaluate("history.length")
    for _ in range(3):
        found(page, "医共体")
    assert page.evaluate("history.length") == steps + 1


def test_the_way_past_the_menu_searches_nothing_again(
    typical_address: str, open_page: OpenPage
) -> None:
    page = open_page(typical_address, "search.html?q=" + quote("医共体"))
    wait(page)
    page.eval_on_selector("#results li", "(item) => { item.id = 'still-here'; }")
    page.locator(".skip").press("Enter")
    page.wait_for_function("location.hash === '#main'")
    wait(page)
    expect(page.locator("#still-here")).to_have_count(1)


@pytest.mark.parametrize("order", ["", "&sort=relevance"])
def test_a_page_beyond_the_last_is_the_last(
    big: Site, big_address: str, open_page: OpenPage, order: str
) -> None:
    address = f"search.html?page=9999{order}&q=" + quote("的")
    page = open_page(big_address, address, viewport=TALL)
    wait(page)
    total = sum(row.holds("的") for row in big.rows)
    last = -(-total // PAGE_LENGTH)
    expect(page.locator("#results li")).to_have_count(total - (last - 1) * PAGE_LENGTH)
    expect(page.locator("#search-pager")).to_contain_text(f"第 {last} 页，共 {last} 页")
    page.click("#search-pager a[rel=prev]")
    wait(page)
    assert state_of(page)["page"] == [str(last - 1)]


def test_who_goes_on_while_the_order_changes_keeps_the_focus(
    big_address: str, open_page: OpenPage
) -> None:
    page = open_page(big_address, "search.html?q=" + quote("的"))
    wait(page)
    page.route("**/search/**", slowly)
    page.click("#search-tools [data-sort=relevance]")
    expect(page.locator("#search-tools [data-sort=relevance]")).to_be_focused()
    page.focus("#search-words")
    wait(page)
    page.wait_for_timeout(50)
    expect(page.locator("#search-words")).to_be_focused()


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
    made = "#search img, #search script, #search style, #search iframe, #search svg:not(.bars *)"
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
        ("manifest.json", "搜索数据加载失败"),
        ("*/terms.js", "搜索数据加载失败"),
        ("*/facets.js", "部分结果未能加载：2024年、2023年、2022年。"),
        ("*/pagefind.js", "部分结果未能加载：2024年、2023年、2022年。"),
        ("*/wasm.unknown.pagefind", "部分结果未能加载：2024年、2023年、2022年。"),
        ("*/pagefind/*.pf_meta", "部分结果未能加载：2024年、2023年、2022年。"),
        ("*/pagefind/index/*.pf_index", "部分结果未能加载：2024年、2023年、2022年。"),
        ("*/text/*.js", "部分结果未能加载。"),
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


def test_who_was_offline_when_the_search_began_can_try_again(
    typical_address: str, open_page: OpenPage
) -> None:
    page = open_page(typical_address, "search.html", allowed=FAILURES)
    wait(page)
    page.route("**/*", lambda route: route.abort())
    found(page, "医共体")
    page.unroute_all()
    page.click("#search-failure button")
    expect(page.locator("#results a")).to_have_count(3)


def test_a_missing_year_leaves_the_others(copy: Copy, serve: Serve, open_page: OpenPage) -> None:
    address = serve(copy.folder)
    manifest = json.loads((copy.folder / "search" / "manifest.json").read_bytes())
    (older,) = (index for index in manifest["indexes"] if "2022" in index["years"])
    copy.take(f"{older['path']}pagefind/index/*.pf_index")
    page = open_page(address, "search.html?q=" + quote("医共体"), allowed=FAILURES)
    wait(page)
    expect(page.locator("#search-failure")).to_contain_text("部分结果未能加载：2023年、2022年。")
    assert page.get_attribute("#results", "data-total") == "2"
    expect(page.locator("#results a")).to_have_count(2)


def test_a_damaged_file_is_told(copy: Copy, serve: Serve, open_page: OpenPage) -> None:
    for chunk in (copy.folder / "search").glob("*/pagefind/index/*.pf_index"):
        chunk.write_bytes(chunk.read_bytes()[:-20])
    page = open_page(serve(copy.folder), "search.html?q=" + quote("医共体"), allowed=FAILURES)
    wait(page)
    expect(page.locator("#search-failure")).to_contain_text("部分结果未能加载：2024年")
    expect(page.locator("#search-status")).to_have_text("")


def test_a_site_that_was_published_anew_is_read_anew(
    copy: Copy, serve: Serve, open_page: OpenPage
) -> None:
    page = open_page(serve(copy.folder), "search.html", allowed=FAILURES)
    wait(page)
    manifest = copy.folder / "search" / "manifest.json"
    published = manifest.read_text()
    for index in json.loads(published)["indexes"]:
        name = index["path"].rstrip("/")
        (manifest.parent / name).rename(manifest.parent / f"{name}-new")
        published = published.replace(name, f"{name}-new")
    manifest.write_text(published)
    found(page, "医共体")
    page.click("#search-failure button")
    expect(page.locator("#results a")).to_have_count(3)
    assert state_of(page) == {"q": ["医共体"]}


def test_results_are_shown_as_they_come(
    typical: Site, typical_address: str, open_page: OpenPage
) -> None:
    manifest = json.loads((typical.folder / "search" / "manifest.json").read_bytes())
    (oldest,) = (index["path"] for index in manifest["indexes"] if "2022" in index["years"])
    page = open_page(typical_address)
    release = hold_back(page, f"**/{oldest}pagefind/**")
    page.goto(typical_address + "search.html?q=" + quote("医共体"))
    expect(page.locator("#results a")).to_have_count(2)
    expect(page.locator("#results")).to_have_attribute("aria-busy", "true")
    expect(page.locator("#search-status")).to_have_text("正在搜索……")
    release()
    wait(page)
    expect(page.locator("#results a")).to_have_count(3)


# --- from a disk --------------------------------------------------------------------------------


def test_a_site_on_a_disk_searches_and_filters_alike(
    big: Site, big_address: str, open_page: OpenPage
) -> None:
    served_page = open_page(big_address, "search.html")
    page = open_page(f"{big.folder.as_uri()}/", "search.html")
    for one in (served_page, page):
        wait(one)
    sentence = big.rows[5].printed.splitlines()[2][:60]
    for query in ["", "的", "PM2.5", "𠮷", "县卫健委", "没有这样的话", "的 -县", sentence]:
        assert found(page, query) == found(served_page, query), query
        assert page.inner_text("#search-help") == served_page.inner_text("#search-help")
    asked = f"search.html?q={quote('的')}&county=county-03&year=1996&sort=relevance"
    for one in (served_page, page):
        one.evaluate(GO, asked)
    assert page.inner_text("#results") == served_page.inner_text("#results")
    assert shown_counts(page) == shown_counts(served_page)
    page.click("#results a >> nth=0")
    expect(page.locator("main .paper mark").first).to_be_in_viewport()


def test_a_missing_file_on_a_disk_is_told(copy: Copy, open_page: OpenPage) -> None:
    copy.take("*/pagefind/index/*.js")
    address = f"{copy.folder.as_uri()}/"
    page = open_page(address, "search.html?q=" + quote("医共体"), allowed=(*FAILURES, "ERR_FILE"))
    wait(page)
    expect(page.locator("#search-failure")).to_contain_text(
        "部分结果未能加载：2024年、2023年、2022年。"
    )
    copy.put_back()
    page.click("#search-failure button")
    expect(page.locator("#results a")).to_have_count(3)


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


# --- what a query may also mean -----------------------------------------------------------------


def truth_of(site: Site, *queries: str) -> list[str]:
    """The articles that hold one of `queries`."""
    return [row.url for row in site.rows if any(row.holds(query) for query in queries)]


def test_an_alias_also_finds_the_full_name_and_says_so(
    typical: Site, typical_address: str, open_page: OpenPage
) -> None:
    page = open_page(typical_address, "search.html")
    wait(page)
    wide = truth_of(typical, "市卫健委", "澜川市卫生健康委员会")
    narrow = truth_of(typical, "市卫健委")
    assert len(wide) > len(narrow) > 0
    assert found(page, "市卫健委") == (len(wide), wide)
    note = page.locator("#search-notes")
    expect(note).to_contain_text("“市卫健委”也按“澜川市卫生健康委员会”搜索。")
    note.locator("button").click()
    wait(page)
    assert state_of(page) == {"q": ["市卫健委"], "exact": ["1"]}
    assert page.get_attribute("#results", "data-total") == str(len(narrow))
    expect(note).to_contain_text("现在只搜索原词")
    note.locator("button").click()
    wait(page)
    assert page.get_attribute("#results", "data-total") == str(len(wide))


def test_a_short_form_of_an_office_finds_the_long_one(
    typical: Site, typical_address: str, open_page: OpenPage
) -> None:
    page = open_page(typical_address, "search.html")
    wait(page)
    wide = truth_of(typical, "卫健委", "卫生健康委员会")
    assert len(wide) > len(truth_of(typical, "卫健委"))
    assert found(page, "卫健委") == (len(wide), wide)
    # After a place too, where there is such an office; the full name finds itself alone.
    assert found(page, "石桥区卫健委")[1] == truth_of(typical, "石桥区卫生健康委员会")
    assert found(page, "火星区卫健委")[0] == 0
    assert found(page, "卫生健康委员会")[1] == truth_of(typical, "卫生健康委员会")
    expect(page.locator("#search-notes")).to_be_hidden()


@pytest.mark.parametrize(
    ("typed", "printed"),
    [("醫共體", "医共体"), ("家庭醫生簽約", "家庭医生签约"), ("衛健委", "卫健委")],
)
def test_traditional_characters_find_simplified_ones(
    typical: Site, typical_address: str, open_page: OpenPage, typed: str, printed: str
) -> None:
    page = open_page(typical_address, "search.html")
    wait(page)
    total, links = found(page, typed)
    assert total > 0
    assert (total, links) == found(page, printed)
    page.goto(f"{typical_address}search.html?exact=1&q={quote(typed)}")
    wait(page)
    assert page.get_attribute("#results", "data-total") == "0"


@pytest.mark.parametrize("typed", ["乾", "著", "於"])
def test_a_character_of_both_scripts_stands_for_itself(
    typical_address: str, open_page: OpenPage, typed: str
) -> None:
    page = open_page(typical_address, "search.html?q=" + quote(typed))
    wait(page)
    expect(page.locator("#search-notes")).to_be_hidden()


@pytest.mark.parametrize(
    ("typed", "opened"),
    [
        ("第22期", "lanchuan-weisheng/2024/022"),
        ("第２２期", "lanchuan-weisheng/2024/022"),
        ("2023年第8期", "lanchuan-weisheng/2023/008"),
        ("〔2023〕第七期", "lanchuan-weisheng/2023/007"),
        ("二〇二二年第十二期", "lanchuan-weisheng/2022/012"),
        ("二○二二年第十二期", "lanchuan-weisheng/2022/012"),
    ],
)
def test_an_issue_number_goes_to_the_issue(
    typical_address: str, open_page: OpenPage, typed: str, opened: str
) -> None:
    page = open_page(typical_address, "search.html")
    wait(page)
    page.fill("#search-words", typed)
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/bulletins/{opened}.html")
    page.go_back()
    page.wait_for_url("**/search.html")


def test_an_issue_number_that_is_none_or_several_is_searched(
    typical: Site, typical_address: str, serve: Serve, open_page: OpenPage, tmp_path: Path
) -> None:
    page = open_page(typical_address, "search.html?q=" + quote("第999期"))
    wait(page)
    expect(page.locator("#search-issues")).to_be_hidden()
    # In quotes it is words like others.
    assert found(page, '"第22期"')[0] == len(truth_of(typical, "第22期"))

    site = shutil.copytree(typical.folder, tmp_path / "site")
    (file,) = (site / "search").glob("*/issues.js")
    issues = json.loads(file.read_text("utf-8").removeprefix("jianbao.got(").removesuffix(")"))
    issues["2022"]["22"] = [{"title": "另一期", "url": "bulletins/x.html"}]
    file.write_text(f"jianbao.got({json.dumps(issues)})")
    page = open_page(serve(site), "search.html?q=" + quote("第22期"))
    wait(page)
    assert page.locator("#search-issues a").all_inner_texts() == [
        "澜川卫生健康动态 2024年第22期",
        "另一期",
    ]


# --- suggestions ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("qinghe", "青禾县"),
        ("qh", "青禾县"),
        ("QINGH", "青禾县"),
        ("qhx", "青禾县"),
        ("syy", "澜川市第一人民医院"),
        ("ylxwj", None),
        ("疾控", "澜川市疾病预防控制中心"),
        ("jkzx", "澜川市疾病预防控制中心"),
        ("q", None),
    ],
)
def test_names_are_suggested_by_characters_pinyin_and_initials(
    typical_address: str, open_page: OpenPage, typed: str, first: str | None
) -> None:
    page = open_page(typical_address, "search.html")
    wait(page)
    page.locator("#search-words").press_sequentially(typed)
    options = page.locator("#search-suggestions [role=option]")
    if first is None:
        page.wait_for_timeout(100)
        expect(options).to_have_count(0)
    else:
        expect(options.first).to_contain_text(first)


def test_a_suggestion_is_taken_by_keyboard_and_becomes_a_filter(
    typical_address: str, open_page: OpenPage
) -> None:
    page = open_page(typical_address, "search.html")
    wait(page)
    box = page.locator("#search-words")
    box.press_sequentially("医共体 qinghe")
    expect(box).to_have_attribute("aria-expanded", "true")
    page.keyboard.press("ArrowDown")
    option = page.locator("#search-suggestions [aria-selected=true]")
    expect(option).to_contain_text("青禾县")
    expect(box).to_have_attribute("aria-activedescendant", option.get_attribute("id") or "")
    page.keyboard.press("Enter")
    wait(page)
    assert state_of(page) == {"q": ["医共体"], "county": ["qinghe"]}
    expect(box).to_be_focused()
    expect(box).to_have_value("医共体")
    expect(box).to_have_attribute("aria-expanded", "false")

    box.press_sequentially(" bailu")
    expect(box).to_have_attribute("aria-expanded", "true")
    page.keyboard.press("Escape")
    expect(page.locator("#search-suggestions")).to_be_hidden()
    page.keyboard.press("Enter")
    wait(page)
    assert state_of(page)["q"] == ["医共体 bailu"]


def test_a_suggestion_is_taken_by_pointer(typical_address: str, open_page: OpenPage) -> None:
    page = open_page(typical_address, "search.html")
    wait(page)
    page.locator("#search-words").press_sequentially("石桥")
    page.click("#search-suggestions [role=option] >> nth=0")
    wait(page)
    assert state_of(page) == {"county": ["shiqiao"]}


def test_a_swipe_or_another_button_takes_no_suggestion(
    typical_address: str, open_page: OpenPage
) -> None:
    page = open_page(typical_address, "search.html", has_touch=True)
    wait(page)
    page.fill("#search-words", "县")
    option = page.locator("#search-suggestions [role=option]").first
    option.click(button="right")
    expect(option).to_be_visible()
    box = option.bounding_box()
    assert box
    touch = page.context.new_cdp_session(page)
    for kind, up in (("touchStart", 0), ("touchMove", 40), ("touchMove", 80), ("touchEnd", None)):
        points = [] if up is None else [{"x": box["x"] + 20, "y": box["y"] + 20 - up}]
        touch.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})
    page.wait_for_timeout(100)
    assert not state_of(page).keys() - {"q"}
    option.tap()
    wait(page)
    assert list(state_of(page)) == ["county"]


def test_enter_ends_a_composition_and_searches_nothing(
    typical_address: str, open_page: OpenPage
) -> None:
    page = open_page(typical_address, "search.html")
    wait(page)
    page.focus("#search-words")
    keys = page.context.new_cdp_session(page)
    composed = {"text": "yigongti", "selectionStart": 8, "selectionEnd": 8}
    keys.send("Input.imeSetComposition", composed)
    page.keyboard.press("Enter")
    page.wait_for_timeout(100)
    assert state_of(page) == {}
    keys.send("Input.insertText", {"text": "医共体"})
    page.keyboard.press("Enter")
    page.wait_for_url("**/search.html?q=*")
    assert state_of(page) == {"q": ["医共体"]}


# --- nothing found --------------------------------------------------------------------------------


def help_on(page: Page, query: str) -> str:
    assert found(page, query)[0] == 0
    return page.inner_text("#search-help")


def test_says_which_term_is_nowhere_and_what_is_near(
    typical_address: str, open_page: OpenPage
) -> None:
    page = open_page(typical_address, "search.html")
    wait(page)
    assert "没有文章包含“火星车”。" in help_on(page, "医共体 火星车")
    assert page.locator("#search-help a").all_inner_texts() == ["医共体"]
    help_on(page, "家庭医生签药")
    assert page.locator("#search-help a").all_inner_texts() == ["家庭医生签"]
    help_on(page, "青和县 医共体")
    assert page.locator("#search-help a").all_inner_texts() == ["青禾县 医共体", "医共体"]
    help_on(page, "青和县 火星车")
    assert page.locator("#search-help a").all_inner_texts() == ["青禾县"]
    help_on(page, "青和县 医共体")
    page.click("#search-help a >> nth=0")
    wait(page)
    assert state_of(page) == {"q": ["青禾县 医共体"]}
    assert page.get_attribute("#results", "data-total") != "0"
    assert "每个词都有文章包含，但没有一篇同时包含。" in help_on(page, "CDC 机器人")


@pytest.mark.parametrize(
    ("query", "offers"),
    [
        ("qinghe", ["青禾县", "青禾县卫生健康委员会"]),  # as it reads
        ("医共体，青禾", ["医共体 青禾", "医共体"]),
        ("「医共体」", ['"医共体"', "医共体"]),
        ("机器人20241号", ["机器人"]),  # no number is cut
    ],
)
def test_offers_what_may_be_meant(
    typical_address: str, open_page: OpenPage, query: str, offers: list[str]
) -> None:
    page = open_page(typical_address, "search.html?q=" + quote(query))
    wait(page)
    assert page.locator("#search-help a").all_inner_texts() == offers
    page.click("#search-help a >> nth=0")
    wait(page)
    assert page.get_attribute("#results", "data-total") != "0"


@pytest.mark.parametrize("query", ["青禾县", "青禾", "医共体 青禾县"])
def test_leads_to_the_page_of_what_is_named(
    typical_address: str, open_page: OpenPage, query: str
) -> None:
    page = open_page(typical_address, "search.html?q=" + quote(query))
    wait(page)
    page.get_by_role("link", name="青禾县", exact=True).click()
    expect(page.locator("h1")).to_have_text("青禾县")


def test_says_when_only_the_filters_leave_nothing(
    typical_address: str, open_page: OpenPage
) -> None:
    page = open_page(typical_address, "search.html?county=shiqiao&q=" + quote("医共体"))
    wait(page)
    expect(page.locator("#search-help")).to_contain_text("去掉筛选条件后有结果。")
    page.click("#search-help button")
    wait(page)
    assert state_of(page) == {"q": ["医共体"]}
    assert page.get_attribute("#results", "data-total") == "3"


@pytest.mark.parametrize("quotes", ["“”", "‘’", "「」", "『』", "''"])
def test_other_quotes_that_find_nothing_are_offered_straight(
    typical_address: str, open_page: OpenPage, quotes: str
) -> None:
    page = open_page(typical_address, "search.html")
    wait(page)
    assert '"第一人民医院"' in help_on(page, f"{quotes[0]}第一人民医院{quotes[1]}")


def test_help_repeats_a_term_as_it_was_typed(typical_address: str, open_page: OpenPage) -> None:
    page = open_page(typical_address, "search.html")
    wait(page)
    assert "没有文章包含“〔1899〕Ｎo.12号”。" in help_on(page, "医共体 -〔1898〕 〔1899〕Ｎo.12号")
    assert page.locator("#search-help a").all_inner_texts() == ["医共体 -〔1898〕"]
    help_on(page, '"ＣＤＣ" 火星车')
    assert page.locator("#search-help a").all_inner_texts() == ['"ＣＤＣ"']
    found(page, "市第一人民醫院")
    expect(page.locator("#search-notes")).to_contain_text("“市第一人民醫院”也按")


def test_what_is_offered_finds_something(typical_address: str, open_page: OpenPage) -> None:
    page = open_page(typical_address, "search.html")
    wait(page)
    apart = "CDC 机器人"
    assert found(page, apart)[0] == 0
    help_on(page, f"{apart} 无此词")
    offers = page.locator("#search-help li").all_inner_texts()
    assert [offer for offer in offers if not found(page, offer)[0]] == []


def test_a_page_that_was_pasted_is_not_repeated_whole(
    typical_address: str, open_page: OpenPage
) -> None:
    page = open_page(typical_address, "search.html")
    wait(page)
    assert len(help_on(page, "无" * 3_000)) < 500
    assert len(page.inner_text("#search-status")) < 100
    assert len(page.title()) < 100
    assert help_on(page, " ".join(f"无{number}词" for number in range(300))).count("无") < 50


# --- months, order --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("first", "last", "dates"),
    [
        ("2024-08", "", ["2024-08-23", "2024-09-02", "2024-09-20"]),
        ("2024-03", "2024-05", ["2024-03", "2024-05-06"]),
        ("2023-01", "2023-12", ["2023", "2023-05", "2023-06-20"]),
        ("2023-02", "2023-12", ["2023-05", "2023-06-20"]),
        ("", "2022-12", ["2022-11-03"]),
        ("2025-01", "", []),
    ],
)
def test_a_range_of_months_keeps_what_surely_lies_in_it(
    typical_address: str, open_page: OpenPage, first: str, last: str, dates: list[str]
) -> None:
    page = open_page(typical_address, f"search.html?from={first}&to={last}")
    wait(page)
    assert sorted(set(page.locator("#results time").all_inner_texts())) == dates
    chips = page.locator("#search-chips li").all_inner_texts()
    assert len(chips) >= bool(first) + bool(last)


def test_months_are_chosen_in_the_page(typical_address: str, open_page: OpenPage) -> None:
    page = open_page(typical_address, "search.html")
    wait(page)
    page.fill("#search-facets input[name=from]", "2024-05")
    page.keyboard.press("Tab")
    wait(page)
    assert state_of(page) == {"from": ["2024-05"]}
    page.go_back()
    wait(page)
    expect(page.locator("#search-facets input[name=from]")).to_have_value("")


@pytest.mark.parametrize("month", ["2024-00", "2024-13", "0000-01", "0020-03"])
def test_an_address_with_an_impossible_month_has_none(
    typical_address: str, open_page: OpenPage, month: str
) -> None:
    page = open_page(typical_address, f"search.html?from={month}&to={month}&county=qinghe")
    wait(page)
    expect(page.locator("#search-chips li")).to_have_count(1)
    assert page.get_attribute("#results", "data-total") != "0"


@pytest.mark.parametrize(
    ("written", "month"),
    [
        ("2024-3", "2024-03"),
        ("2024.03", "2024-03"),
        ("２０２４年 １０月", "2024-10"),
        ("202412", "2024-12"),
        ("2024-13", ""),
        ("三月", ""),
    ],
)
def test_a_month_is_read_as_it_may_be_written(
    typical_address: str, open_page: OpenPage, written: str, month: str
) -> None:
    page = open_page(typical_address, "search.html")
    assert page.evaluate("(written) => jianbao.archive.monthOf(written)", written) == month


def test_a_year_that_is_being_typed_filters_when_it_is_whole(
    typical_address: str, open_page: OpenPage
) -> None:
    page = open_page(typical_address, "search.html?from=2023-05")
    wait(page)
    steps = page.evaluate("history.length")
    for value in ("0002-05", "0020-05", "0202-05", "2022-05"):
        page.eval_on_selector(
            "#search-facets input[name=from]",
            """(input, value) => {
              input.value = value;
              input.dispatchEvent(new Event("change"));
            }""",
            value,
        )
    expect(page.locator("#search-facets input[name=from]")).to_have_value("2022-05")
    wait(page)
    assert state_of(page) == {"from": ["2022-05"]}
    assert page.evaluate("history.length") == steps + 1


def test_relevance_puts_titles_first_and_then_what_is_most_about_it(
    big: Site, big_address: str, open_page: OpenPage
) -> None:
    page = open_page(big_address, "search.html")
    wait(page)
    words = sorted({row.title[i : i + 2] for row in big.rows for i in range(0, len(row.title), 5)})
    term = next(
        word
        for word in words
        if 2 <= sum(word in row.title for row in big.rows) < len(truth_of(big, word)) < PAGE_LENGTH
    )
    page.goto(f"{big_address}search.html?sort=relevance&q={quote(term)}")
    wait(page)
    titles = page.locator("#results h3").all_inner_texts()
    in_title = [term in title for title in titles]
    assert sorted(in_title, reverse=True) == in_title
    assert in_title.count(True) == sum(term in row.title for row in big.rows)
    assert len(titles) == len(truth_of(big, term))
    expect(page.locator("#search-tools [data-sort=relevance]")).to_have_attribute(
        "aria-pressed", "true"
    )
    page.click("#search-tools [data-sort=newest]")
    wait(page)
    assert state_of(page) == {"q": [term]}
    expect(page.locator("#search-tools [data-sort=newest]")).to_be_focused()


# --- what a reader takes along --------------------------------------------------------------------


def test_an_article_shows_what_was_sought(typical_address: str, open_page: OpenPage) -> None:
    page = open_page(typical_address, "search.html?q=" + quote("医共体 乡要活、村 １４个"))
    wait(page)
    page.click("#results a")
    marks = page.locator("main .paper mark")
    expect(marks.first).to_have_text("医共体")
    assert {"医共体", "乡要活、村", "14个"} == set(marks.all_inner_texts())
    expect(marks.first).to_be_in_viewport()
    assert page.locator("h1").inner_text().replace("\n", " ").split() == [
        "青禾县建设紧密型医共体",
        "让群众在家门口看好病",
    ]


def test_a_hit_that_runs_over_bold_text_is_marked_whole(
    typical_address: str, open_page: OpenPage
) -> None:
    page = open_page(
        typical_address,
        "bulletins/lanchuan-weisheng/2024/021/1.html#q=" + quote("一号民生工程，“县要强"),
    )
    expect(page.locator("mark").first).to_be_visible()
    assert "".join(page.locator("mark").all_inner_texts()) == "一号民生工程，“县要强"


def test_references_are_copied(typical: Site, typical_address: str, open_page: OpenPage) -> None:
    page = open_page(
        typical_address,
        "search.html?q=" + quote("医共体"),
        permissions=["clipboard-read", "clipboard-write"],
    )
    wait(page)
    page.click("#search-take summary")
    page.click("#search-tools [data-take=citations]")
    expect(page.locator("#search-tools [role=status]")).to_have_text("已复制 3 条引文。")
    copied = page.evaluate("navigator.clipboard.readText()")
    pairs = {
        f"bulletins/{b.series}/{b.folder}/{b.name}/{a.number}.html": citations.gbt7714(
            citations.cite(typical.archive, b, a)
        )
        for b in typical.archive.bulletins
        for a in b.articles
    }
    expected = [pairs[url] for url in truth_of(typical, "医共体")]
    assert copied.splitlines() == [f"[{n}] {one}" for n, one in enumerate(expected, start=1)]


def test_what_is_gathered_is_dropped_with_its_list(
    typical_address: str, open_page: OpenPage
) -> None:
    page = open_page(typical_address, "search.html?q=" + quote("医共体"))
    wait(page)
    release = hold_back(page, "**/list.js")
    with page.expect_request("**/list.js"):
        page.click("#search-take summary")
    expect(page.locator("#search-tools [role=status]")).to_have_text("正在准备……")
    found(page, "县")
    page.wait_for_timeout(50)
    release()
    page.wait_for_timeout(200)
    expect(page.locator("#search-tools [role=status]")).to_have_text("")
    expect(page.locator("#search-tools [data-take]")).to_have_count(0)


def test_references_can_be_copied_by_hand(typical_address: str, open_page: OpenPage) -> None:
    page = open_page(typical_address, "search.html?q=" + quote("医共体"))
    wait(page)
    page.evaluate("Object.defineProperty(navigator, 'clipboard', {value: undefined})")
    page.click("#search-take summary")
    page.click("#search-tools [data-take=citations]")
    box = page.locator("#search-tools textarea")
    expect(box).to_be_focused()
    assert box.input_value().count("\n") == 2


def test_the_list_is_downloaded_as_a_table(
    tmp_path: Path, serve: Serve, open_page: OpenPage
) -> None:
    hostile = make_site(SITES / "hostile", tmp_path / "site", tmp_path / "work")
    address = serve(hostile.folder)
    page = open_page(address, "search.html")
    wait(page)
    with page.expect_download() as download:
        page.click("#search-take summary")
        page.click("#search-tools [data-take=csv]")
    content = download.value.path().read_text("utf-8-sig")
    head, *rows = csv.reader(content.splitlines(keepends=True), strict=True)
    assert head == ["标题", "日期", "刊物", "期号", "单位", "县市区", "状态", "网址"]
    assert [row[0].removeprefix("'") for row in rows] == [row.title for row in hostile.rows]
    assert not [cell for row in rows for cell in row if cell[:1] in set("=+-@\t")]
    assert [unquote(row[-1].removeprefix(address)) for row in rows] == [
        row.url for row in hostile.rows
    ]


def test_a_long_list_of_values_has_a_box_to_find_one_in(
    big: Site, big_address: str, open_page: OpenPage
) -> None:
    page = open_page(big_address, "search.html?q=" + quote("的"))
    wait(page)
    box = page.locator("fieldset[data-facet=department] .facet-find")
    labels = page.locator("fieldset[data-facet=department] label:not([hidden] *)")
    assert labels.count() > 12
    for typed in ("青禾", "qh", "qinghe"):
        box.fill(typed)
        names = labels.all_inner_texts()
        assert names
        assert all("青禾" in name for name in names), typed
    box.fill("")
    assert labels.count() > 12


# --- scale ----------------------------------------------------------------------------------------


def test_an_index_that_cannot_hold_the_query_is_not_asked(
    big: Site, big_address: str, open_page: OpenPage
) -> None:
    indexes = json.loads((big.folder / "search" / "manifest.json").read_bytes())["indexes"]
    asked: list[str] = []
    page = open_page(big_address, "search.html")
    page.context.on("request", lambda request: asked.append(request.url))
    wait(page)

    def folders_asked() -> set[str]:
        return {i["path"] for i in indexes if any(f"/{i['path']}pagefind/" in a for a in asked)}

    assert found(page, "没有这样的话")[0] == 0
    assert folders_asked() == set()
    rare = next(
        piece
        for row in big.rows
        for block in row.printed.splitlines()
        if len(block) > 20 and len(truth_of(big, piece := block[3:8])) == 1
    )
    assert found(page, rare)[0] == 1
    assert len(folders_asked()) < len(indexes)


def test_a_sentence_costs_few_files(big: Site, big_address: str, open_page: OpenPage) -> None:
    asked: list[str] = []
    page = open_page(big_address, "search.html")
    page.context.on("request", lambda request: asked.append(request.url))
    wait(page)
    sentence = max((block for row in big.rows for block in row.printed.splitlines()), key=len)[:200]
    assert not re.search(r'["\s]', sentence)
    truth = truth_of(big, sentence)
    assert found(page, sentence) == (len(truth), truth)
    assert len([address for address in asked if "/pagefind/index/" in address]) < 20
    # What differs only at its end is another text.
    assert found(page, sentence + "鑫")[0] == 0


def test_without_a_guide_every_index_is_asked(
    copy: Copy, serve: Serve, open_page: OpenPage
) -> None:
    copy.take("*/*.bin")
    page = open_page(serve(copy.folder), "search.html", allowed=("404",))
    wait(page)
    assert found(page, "医共体")[0] == 3
    assert found(page, "没有这样的话")[0] == 0


@pytest.mark.parametrize("content", ["", "<!DOCTYPE html>", "x" * 5_000])
def test_a_damaged_guide_proves_nothing(
    copy: Copy, serve: Serve, open_page: OpenPage, content: str
) -> None:
    for part in (copy.folder / "search").glob("*/*.bin"):
        part.write_text(content)
    page = open_page(serve(copy.folder), "search.html")
    wait(page)
    assert found(page, "医共体")[0] == 3


# --- for everybody ------------------------------------------------------------------------------


STATES = (
    "?q=医共体&county=qinghe&from=2022-01",
    "",
    "?q=县&sort=relevance",
    "?q=市卫健委",
    "?q=市卫健委&exact=1",
    "?q=青和县 火星车",
    "?q=林一舟",
)


def test_axe_finds_nothing(typical_address: str, open_page: OpenPage) -> None:
    page = open_page(typical_address, "search.html")
    wait(page)
    page.click(".search-how summary")
    for state in STATES:
        page.evaluate(GO, f"search.html{state}")
        assert violations(page) == [], state
        page.emulate_media(color_scheme="dark")
        assert violations(page, ["color-contrast"]) == [], state
        page.emulate_media(color_scheme="light")


def test_nothing_sticks_out_on_a_narrow_phone(typical_address: str, open_page: OpenPage) -> None:
    page = open_page(typical_address, "search.html", viewport=PHONE)
    wait(page)
    page.click("#search-facets-toggle")
    page.click(".search-how summary")
    for state in STATES:
        page.evaluate(GO, f"search.html{state}")
        assert overflow(page) == [], state
        assert violations(page, TOUCH_RULES) == [], state
        set_up(page, size="larger")
        assert overflow(page) == [], state
        set_up(page, size="normal")


# What moved by itself: how much, and what.
SHIFTS = """() => new Promise((resolve) => {
  const moved = [];
  const name = (node) => node?.id || node?.className || node?.nodeName;
  new PerformanceObserver((list) => {
    for (const { value, sources } of list.getEntries()) {
      moved.push([value, ...sources.map(({ node }) => name(node))]);
    }
  }).observe({ type: "layout-shift", buffered: true });
  setTimeout(() => resolve(moved), 100);
})"""


@pytest.mark.parametrize("width", [360, 1280])
def test_nothing_jumps_while_results_come(
    typical_address: str, open_page: OpenPage, width: int
) -> None:
    for state in ("", "?q=县", "?q=市卫健委&county=qinghe", "?q=没有这样的话"):
        page = open_page(
            typical_address, f"search.html{state}", viewport={"width": width, "height": 800}
        )
        wait(page)
        assert [moved for moved in page.evaluate(SHIFTS) if moved[0] > 0.02] == [], state


def test_axe_finds_nothing_in_suggestions_and_failures(
    copy: Copy, serve: Serve, open_page: OpenPage
) -> None:
    address = serve(copy.folder)
    copy.take("*/pagefind/index/*.pf_index")
    page = open_page(address, "search.html?q=" + quote("医共体"), allowed=FAILURES)
    wait(page)
    assert violations(page) == []
    page.focus("#search-words")
    page.keyboard.press("End")
    page.locator("#search-words").press_sequentially(" qh")
    expect(page.locator("#search-suggestions")).to_be_visible()
    page.keyboard.press("ArrowDown")
    assert violations(page) == []


def test_works_by_keyboard_and_keeps_the_focus(typical_address: str, open_page: OpenPage) -> None:
    page = open_page(typical_address, "search.html?q=" + quote("县"))
    wait(page)
    page.focus("#search-words")
    walked = ["#search-form button", "#search-tools button", "#search-time button", "#results a"]
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
    expect(page.locator("#search-facets")).to_be_focused()
    box.check()
    wait(page)
    page.click("#search-facets-done")
    expect(box).to_be_hidden()
    expect(page.locator("#search-results-title")).to_be_focused()
    expect(page.locator("#results a").first).to_be_in_viewport()


@pytest.mark.parametrize("width", [320, 360, 1280])
def test_a_long_list_of_values_shows_that_it_goes_on(
    big_address: str, open_page: OpenPage, width: int
) -> None:
    page = open_page(big_address, "search.html", viewport={"width": width, "height": 800})
    wait(page)
    if page.locator("#search-facets-toggle").is_visible():
        page.click("#search-facets-toggle")
    counties = page.locator("#search-facets [data-facet=county] > ul")
    shown = counties.evaluate(
        """(list) => {
          const end = list.getBoundingClientRect().bottom;
          return Array.from(list.querySelectorAll("label"), (label) => {
            const { top, height } = label.getBoundingClientRect();
            return (end - top) / height;
          });
        }"""
    )
    assert any(0.25 < part < 0.6 for part in shown)  # its name is cut


def test_a_list_on_paper_says_of_what_it_is(typical_address: str, open_page: OpenPage) -> None:
    page = open_page(typical_address, "search.html?county=qinghe&q=" + quote("卫健委"))
    wait(page)
    page.emulate_media(media="print")
    expect(page.locator("#search-words")).to_be_visible()
    buttons = page.locator("#search button:visible")
    assert [name.removeprefix("移除：") for name in buttons.all_text_contents()] == ["青禾县 ×"]
    expect(page.locator("#search-chips [aria-hidden]")).to_be_hidden()
    # No empty sheet follows.
    main, last = page.locator("main").bounding_box(), page.locator("#results").bounding_box()
    assert main
    assert last
    assert main["y"] + main["height"] - (last["y"] + last["height"]) < 100
    page.goto(f"{typical_address}search.html?county=qinghe&year=2022")
    wait(page)
    expect(page.locator("#search-words")).to_be_hidden()
    expect(page.locator("#search button:visible")).to_have_count(2)


def test_without_a_script_the_page_says_where_to_browse(
    typical_address: str, open_page: OpenPage
) -> None:
    page = open_page(typical_address, "search.html", java_script_enabled=False)
    expect(page.locator("noscript .notice")).to_be_visible()
    assert page.locator("noscript a").all_inner_texts() == [
        *("刊物", "县市区", "单位", "年份", "刊用情况"),
    ]
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
