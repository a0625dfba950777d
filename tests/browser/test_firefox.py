"""The search in Firefox, served and from a disk. Skipped where there is none: Debian has
firefox-esr, and JIANBAO_FIREFOX names another."""

import re
import time
from collections.abc import Iterator
from urllib.parse import quote, unquote

import pytest
from bench.generate import generate
from truth import is_one_term, pieces_of, urls_of

from browser import firefox
from browser.conftest import served
from browser.firefox import Firefox
from browser.test_search import FIND, GO, Site, counts_of, make_site, passes
from jianbao.outputs import hosting

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Firefox]:
    program = firefox.executable()
    if not program:
        pytest.skip("no Firefox: install firefox-esr, or set JIANBAO_FIREFOX")
    profile = tmp_path_factory.mktemp("profile")
    with firefox.started(program, profile) as started:
        yield started
    said = (profile / "output.txt").read_text("utf-8", "replace")
    faults = re.findall("^JavaScript error: (?:file|http).*", said, re.MULTILINE)
    assert not faults


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """64 generated articles in as many indexes as years."""
    root = tmp_path_factory.mktemp("firefox")
    generate(root / "content", 8, 5)
    return make_site(root, root / "site", root / "work")


@pytest.fixture(scope="module", params=["served", "disk"])
def address(request: pytest.FixtureRequest, site: Site) -> Iterator[str]:
    if request.param == "disk":
        yield f"{site.folder.as_uri()}/"
        return
    with served(site.folder, headers=dict(hosting.HEADERS)) as address:
        yield address


def found(browser: Firefox, query: str) -> tuple[int, list[str]]:
    answer = browser.run(FIND, query.replace("\n", " "))
    return answer["total"], [unquote(link.split("#")[0]) for [link] in answer["links"]]


def test_finds_exactly_the_articles_that_hold_the_query(
    browser: Firefox, address: str, site: Site
) -> None:
    browser.open(address + "search.html")
    pieces = [piece for piece in pieces_of(site.rows, 60, 13) if is_one_term(piece)]
    wrong = []
    for piece in pieces:
        truth = urls_of(site.rows, piece)
        total, links = found(browser, f'"{piece}"')
        # Those that a reader sees without scrolling, and some more.
        if total != len(truth) or links != truth[: len(links)] or len(links) < min(total, 10):
            wrong.append(piece)
    assert len(pieces) > 40
    assert not wrong


def test_filters_count_and_are_kept_in_the_address(
    browser: Firefox, address: str, site: Site
) -> None:
    browser.open(address + "search.html")
    chosen = {"county": {"county-03", "county-05"}, "kind": {"brief"}}
    asked = f"search.html?q={quote('的')}&county=county-03&county=county-05&kind=brief"
    browser.run(GO, asked)
    rows = [row for row in site.rows if row.holds("的")]
    shown = browser.run(
        """async () => Object.fromEntries(Array.from(
          document.querySelectorAll("[data-facet=county] label:not([hidden] *)"),
          (label) => [label.querySelector("input").value,
                      Number(label.querySelector(".count").textContent)]))"""
    )
    assert shown == dict(counts_of(rows, chosen)["county"])
    # A list that was sent is opened anew.
    browser.open(address + asked)
    total = browser.run(
        """async () => {
          const results = document.getElementById("results");
          while (results.getAttribute("aria-busy") !== "false") {
            await new Promise((resolve) => setTimeout(resolve, 5));
          }
          return Number(results.dataset.total);
        }"""
    )
    assert total == sum(passes(row, chosen) for row in rows)


def test_a_result_opens_where_the_hit_is_marked(browser: Firefox, address: str, site: Site) -> None:
    browser.open(address + "search.html")
    row = max(site.rows, key=lambda row: len(row.printed))
    piece = row.printed.splitlines()[-2][20:40]
    assert found(browser, f'"{piece}"') == (1, [row.url])
    link = browser.run("async () => document.querySelector('#results a').href")
    browser.open(link)
    marked = browser.run(
        """async () => {
          while (!document.querySelector("mark")) {
            await new Promise((resolve) => setTimeout(resolve, 5));
          }
          const { top, bottom } = document.querySelector("mark").getBoundingClientRect();
          return [top >= 0 && bottom <= innerHeight,
                  Array.from(document.querySelectorAll("mark"), (m) => m.textContent).join("")];
        }"""
    )
    assert marked == [True, piece]


def test_what_is_not_there_is_told(browser: Firefox, address: str) -> None:
    browser.open(address + "search.html")
    assert found(browser, "没有这样的话")[0] == 0
    told = browser.run("async () => document.getElementById('search-help').textContent")
    assert "没有文章包含“没有这样的话”。" in told


def test_the_list_is_downloaded(browser: Firefox, address: str, site: Site) -> None:
    browser.open(address + "search.html")
    found(browser, "县")
    browser.run(
        """async () => {
          document.getElementById("search-take").open = true;
          while (!document.querySelector("[data-take=csv]")) {
            await new Promise((resolve) => setTimeout(resolve, 5));
          }
          document.querySelector("[data-take=csv]").click();
        }"""
    )
    give_up = time.monotonic() + 30
    while not (files := list(browser.downloads.glob("*.csv"))) or not files[0].stat().st_size:
        assert time.monotonic() < give_up
        time.sleep(0.05)
    content = files[0].read_text("utf-8-sig")
    files[0].unlink()
    assert content.count("\n") == 1 + sum(row.holds("县") for row in site.rows)
