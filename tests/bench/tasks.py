"""Ten tasks of readers, done as readers do them: clicks, keys, screens scrolled, seconds.

    PYTHONPATH=tests python tests/bench/tasks.py DIR [--bulletins 600] [--only 1 8]

DIR keeps two archives and their sites, so that a second run only walks: `own`, a copy of
content/, and `large`, a generated one. Each gets a text that replaces another. Only the home page
is opened by its address, and each task begins with an empty cache. A screen is the height of the
window, scrolled from where the last act left the page to the place that is clicked or read.
`waited` is what the clock says, without any pause of a reader; `by hand` adds the times of the
keystroke-level model (Card, Moran and Newell): 2.65 s for a click with the thought before it,
0.28 s for a key, 1 s for a screen. An act that fails stops the run, so a table is of tasks that
were done.
"""

import argparse
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from browser.conftest import served
from browser.test_pages import overflow, violations
from playwright.sync_api import Browser, Locator, Page, expect, sync_playwright
from truth import Row, rows_of

from bench.generate import generate
from bench.search import launched
from jianbao.content import load

PROJECT = Path(__file__).parent.parent.parent
WIDTHS = {360: 740, 1280: 800}
CLICK, KEY, SCREEN = 2.65, 0.28, 1.0

PLACE = """element => {
  const { top, bottom } = element.getBoundingClientRect();
  const height = Math.min(bottom - top, innerHeight / 2);
  const over = Math.max(0, top + height - innerHeight, -top);
  if (over) scrollBy(0, top - innerHeight / 3);
  return over / innerHeight;
}"""


VALUES = "all => all.map(cell => cell.dataset.value)"


@dataclass(frozen=True)
class Subject:
    """What the tasks are about in one archive."""

    name: str
    site: Path
    rows: list[Row]
    county: str  # as a reader types it
    slug: str
    year: str
    term: str
    replaced: str  # a number of an issue that is replaced

    def found(self, *terms: str, **values: str) -> int:
        return sum(
            all(row.holds(term) for term in terms)
            and all(value in row.values[facet] for facet, value in values.items())
            for row in self.rows
        )


@dataclass
class Reader:
    """A reader at one page, and what the reader did."""

    page: Page
    subject: Subject
    address: str
    clicks: int = 0
    keys: int = 0
    screens: float = 0
    started: float = field(default_factory=time.perf_counter)

    @property
    def is_on_phone(self) -> bool:
        return self.page.viewport_size is not None and self.page.viewport_size["width"] < 700

    def see(self, place: str | Locator) -> Locator:
        """Scroll to a place, and return it."""
        found = (self.page.locator(place) if isinstance(place, str) else place).first
        expect(found).to_be_visible(timeout=20_000)
        self.screens += found.evaluate(PLACE)
        return found

    def click(self, place: str | Locator) -> None:
        self.see(place).click()
        self.clicks += 1

    def type(self, text: str) -> None:
        """Type into the search box that "/" leads to, or on a phone a tap into it."""
        if self.is_on_phone:
            self.click(self.page.locator("[role=search] [name=q]").locator("visible=true"))
        else:
            self.press("/")
        self.page.keyboard.type(text)
        self.keys += len(text)

    def press(self, *names: str) -> None:
        for name in names:
            self.page.keyboard.press(name)
            self.keys += 1

    def suggestion(self, name: str) -> None:
        self.click(self.page.locator("[role=option]", has_text=name))

    def filter(self, *boxes: str) -> None:
        """Tick values of the facets, on a phone behind their button."""
        if self.is_on_phone:
            self.click("#search-facets-toggle")
        for box in boxes:
            self.click(self.page.locator("#search-facets label", has=self.page.locator(box)))
        if self.is_on_phone:
            self.click("#search-facets-done")

    def finds(self, count: int) -> None:
        """Read the number of results, without a scroll."""
        expect(self.page.locator("#results")).to_have_attribute(
            "data-total", str(count), timeout=20_000
        )
        assert count, "nothing to find"
        expect(self.page.locator("#search-status")).to_be_in_viewport()


def find_in_county_and_year(reader: Reader) -> None:
    """all articles of one county in one year about one thing"""
    subject = reader.subject
    reader.type(f"{subject.term} {subject.county[:2]}")
    reader.suggestion(subject.county)
    reader.click(f"#search-time [data-value='{subject.year}']")
    reader.finds(subject.found(subject.term, county=subject.slug, year=subject.year))


def find_who_is_silent(reader: Reader) -> None:
    """which counties have not reported for a year"""
    reader.click(reader.page.get_by_role("link", name="刊用情况"))
    if reader.page.locator(".silent a").count():
        reader.see(".silent a")
        return
    reader.click(reader.page.get_by_role("button", name="未见刊"))
    months = reader.page.locator("tbody tr td:nth-child(5)")
    reader.see(months)
    shown = [int(value or -1) for value in months.evaluate_all(VALUES)]
    assert shown == sorted(shown, reverse=True)


def follow_over_time(reader: Reader) -> None:
    """what one county reported on a thing, and how that changed"""
    subject = reader.subject
    reader.type(f"{subject.term} {subject.county[:2]}")
    reader.suggestion(subject.county)
    reader.click("[data-sort=oldest]")
    reader.finds(subject.found(subject.term, county=subject.slug))
    reader.see("#search-time")
    days = reader.page.locator("#results time").evaluate_all("all => all.map(t => t.dateTime)")
    assert days == sorted(days)


def cite_a_paragraph(reader: Reader) -> None:
    """quote one paragraph with its reference"""
    reader.click(".lead-article a")
    paragraph = reader.see(".text p >> nth=1")
    paragraph.click(click_count=3)
    reader.clicks += 1
    reader.click("[data-quote]")
    expect(reader.page.locator("[data-quote]")).to_contain_text("已复制")
    copied = reader.page.evaluate("navigator.clipboard.readText()")
    assert "［J" in copied or "[J" in copied, copied


def take_the_data(reader: Reader) -> None:
    """everything about one county as a table"""
    reader.type(reader.subject.county[:2])
    reader.suggestion(reader.subject.county)
    reader.click("[data-export]")
    with reader.page.expect_download() as download:
        reader.click(reader.page.locator("#search-take button", has_text="CSV"))
    lines = Path(download.value.path()).read_text("utf-8-sig").splitlines()
    assert len(lines) == 1 + reader.subject.found(county=reader.subject.slug)


def read_as_printed(reader: Reader) -> None:
    """an issue as it was printed, and its original if there is one"""
    reader.click(".issue-name a")
    reader.see(".masthead")
    if reader.page.locator(".paper-tools [data-original]").count():
        reader.click(".paper-tools [data-original]")
        reader.see(".beside")


def compare_replaced(reader: Reader) -> None:
    """what changed in an issue that was replaced"""
    reader.type(f"第{reader.subject.replaced}期")
    reader.click(reader.page.locator("[role=option]"))
    reader.click(reader.page.locator(".notice a", has_text="对照"))
    reader.see("main ins")


def browse_county_and_office(reader: Reader) -> None:
    """a county and an office at once, by browsing; the address for somebody else"""
    if reader.is_on_phone:
        reader.click(".menu a >> text=县市区")
    reader.click(reader.page.locator(f"main a[href*='{reader.subject.slug}.html']"))
    office = reader.see(".three-parts .first .terms li a")
    count = int(office.locator(".count").inner_text())
    reader.click(office)
    reader.finds(count)
    other = reader.page.context.new_page()
    other.goto(reader.page.url)
    expect(other.locator("#results")).to_have_attribute("data-total", str(count), timeout=20_000)
    other.close()


def read_larger(reader: Reader) -> None:
    """the largest type, and reading aloud or why not"""
    reader.click(".lead-article a")
    reader.click(".reader summary")
    reader.click("[data-setting=size][data-value=larger]")
    voice = reader.page.locator("[data-no-voice], [data-aloud]").locator("visible=true")
    expect(voice).not_to_have_count(0)
    assert overflow(reader.page) == []


def use_a_screen_reader(reader: Reader) -> None:
    """from the top to the text by keyboard; landmarks, headings and names"""
    reader.click(".lead-article a")
    reader.page.wait_for_url("**/bulletins/**")
    reader.press("Tab", "Enter")
    expect(reader.page.locator("main")).to_be_focused()
    assert reader.page.locator("h1").count() == 1
    assert violations(reader.page) == []


TASKS: tuple[Callable[[Reader], None], ...] = (
    find_in_county_and_year,
    find_who_is_silent,
    follow_over_time,
    cite_a_paragraph,
    take_the_data,
    read_as_printed,
    compare_replaced,
    browse_county_and_office,
    read_larger,
    use_a_screen_reader,
)


def replace_issue(content: Path, name: str) -> None:
    """Add an issue to the series and year of `name` that replaces it, with one word changed."""
    [old] = content.glob(f"bulletins/{name}.md")
    text = old.read_text("utf-8")
    number = max(int(file.stem) for file in old.parent.glob("[0-9][0-9][0-9].md")) + 1
    head, body = text[4:].split("\n---\n", 1)
    new = re.sub(r"(?m)^source:\n(?:  .*\n)+|^reviewed:.*\n|^issue_printed:.*\n", "", f"{head}\n")
    new = re.sub(r"(?m)^issue: .*$", f"issue: {number}", new)
    new = re.sub(r"第\d+期", f"第{number}期", new, count=1)
    changed = body.rstrip().removesuffix("。") + "，特此更正。\n"
    old.with_name(f"{number:03}.md").write_text(f"---\n{new}---\n{changed}", "utf-8")
    path = f"{Path(name).parent}/{number:03}"
    status = f"status: replaced\nstatus_date: '2025-01-02'\nreplaced_by: {path}"
    old.write_text(f"---\n{head.rstrip()}\n{status}\n---\n{body}", "utf-8")


def prepare(folder: Path, bulletins: int) -> list[Subject]:
    """Make the archives and their sites, unless they are there."""
    own, large = folder / "own", folder / "large"
    if not own.exists():
        shutil.copytree(PROJECT / "content", own / "content")
        replace_issue(own / "content", "nanyang-weisheng/2024/114")
    if not large.exists():
        generate(large / "content", bulletins, 10)
        replace_issue(large / "content", "shengcheng/2004/042")
    for root in (own, large):
        if not (root / "site").exists():
            build = [sys.executable, str(PROJECT / "build.py"), "--root", str(root), "--quiet"]
            subprocess.run(build, check=True)
    of_own = ("唐河县", "tanghe", "2024", "气排球", "114")
    of_large = ("柳泉县", "county-03", "2002", "DIP付费", "42")
    return [
        Subject("own", own / "site", _rows(own), *of_own),
        Subject("large", large / "site", _rows(large), *of_large),
    ]


def _rows(root: Path) -> list[Row]:
    return rows_of(load.load(root / "content"))


def walk(browser: Browser, address: str, subject: Subject, width: int, number: int) -> str:
    """Do one task, and return its row of the table."""
    size: Any = {"width": width, "height": WIDTHS[width]}
    context = browser.new_context(viewport=size, permissions=["clipboard-read", "clipboard-write"])
    page = context.new_page()
    page.goto(address)
    reader = Reader(page, subject, address)
    TASKS[number - 1](reader)
    waited = time.perf_counter() - reader.started
    hand = waited + CLICK * reader.clicks + KEY * reader.keys + SCREEN * reader.screens
    context.close()
    task = (TASKS[number - 1].__doc__ or "").strip()
    return (
        f"| {number} {task} | {subject.name} | {width} | {reader.clicks} | {reader.keys} "
        f"| {reader.screens:.1f} | {waited:.1f} | {hand:.0f} |"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("folder", type=Path, help="where the archives and their sites are kept")
    parser.add_argument("--bulletins", type=int, default=600)
    parser.add_argument("--only", type=int, nargs="+", default=range(1, len(TASKS) + 1))
    options = parser.parse_args()
    subjects = prepare(options.folder, options.bulletins)
    print("| task | archive | width | clicks | keys | screens | waited | by hand |")
    print("|---|---|---|---|---|---|---|---|")
    with sync_playwright() as playwright:
        browser = launched(playwright)
        for number in options.only:
            for subject in subjects:
                with served(subject.site) as address:
                    for width in WIDTHS:
                        print(walk(browser, address, subject, width, number), flush=True)


if __name__ == "__main__":
    main()
