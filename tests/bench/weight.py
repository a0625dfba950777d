"""How heavy pages are, how many requests a query makes, and how soon a click shows.

    PYTHONPATH=tests python tests/bench/weight.py DIR [--bulletins 600]

DIR keeps the archives of tasks.py. Prints tables in Markdown: bytes of HTML as they are and
compressed, bytes of the scripts that a page loads, compressed one by one; requests and bytes of a
query on the search page, cold; and the time from a click on a filter to the next paint with a
processor slowed down four times (the median and the most of CLICKS clicks, by Event Timing).
"""

import argparse
import gzip
import statistics
from pathlib import Path
from urllib.parse import quote, urlsplit

from browser.conftest import served
from playwright.sync_api import Browser, Page, Response, sync_playwright

from bench.search import launched
from bench.tasks import Subject, prepare

CLICKS = 12
SLOWER = 4

WATCH = """
window.clicks = [];
new PerformanceObserver((list) => {
  for (const one of list.getEntries()) if (one.interactionId) window.clicks.push(one);
}).observe({ type: "event", durationThreshold: 16 });
"""
# The longest event of each interaction.
LASTED = """() => {
  const longest = new Map();
  for (const { interactionId, duration } of window.clicks)
    longest.set(interactionId, Math.max(duration, longest.get(interactionId) ?? 0));
  return [...longest.values()];
}"""


def pages_of(subject: Subject) -> dict[str, str]:
    article = next(row.url for row in subject.rows if subject.slug in row.values["county"])
    return {
        "home": "index.html",
        "article": article,
        "county": f"county/{subject.slug}.html",
        "search": "search.html",
        "who reports": "reporting/county.html",
    }


def weigh(browser: Browser, address: str, subject: Subject, name: str, path: str) -> str:
    html = (subject.site / path).read_bytes()
    loaded: list[Response] = []
    page = browser.new_context().new_page()
    page.on("response", lambda one: loaded.append(one))
    page.goto(address + path, wait_until="networkidle")
    scripts = {urlsplit(one.url).path for one in loaded if one.url.endswith(".js")}
    assets = [subject.site / one.removeprefix("/") for one in scripts if "/assets/" in one]
    code = sum(len(gzip.compress(file.read_bytes(), 9)) for file in assets)
    page.context.close()
    return (
        f"| {name} | {subject.name} | {len(html) / 1e3:.1f} | "
        f"{len(gzip.compress(html, 9)) / 1e3:.1f} | {code / 1e3:.1f} |"
    )


def ask(browser: Browser, address: str, subject: Subject, query: str) -> str:
    loaded: list[Response] = []
    page = browser.new_context().new_page()
    page.on("response", lambda one: loaded.append(one))
    page.goto(f"{address}search.html?q={quote(query)}")
    page.wait_for_selector('#results[aria-busy="false"]', timeout=60_000)
    size = sum(len(one.body()) for one in loaded)
    page.context.close()
    return f"| {query} | {subject.name} | {len(loaded)} | {size / 1e3:.0f} |"


def click(page: Page) -> None:
    """Tick and untick values of the facets."""
    boxes = page.locator("#search-facets input[type=checkbox]:visible")
    for number in range(CLICKS):
        boxes.nth(number // 2 % 3).click()
        page.wait_for_selector('#results[aria-busy="false"]')
        page.wait_for_timeout(300)


def lasted(browser: Browser, address: str, subject: Subject) -> str:
    page = browser.new_context(viewport={"width": 1280, "height": 800}).new_page()
    page.add_init_script(WATCH)
    page.goto(f"{address}county/{subject.slug}.html?page=1")
    page.wait_for_selector('#results[aria-busy="false"]', timeout=60_000)
    session = page.context.new_cdp_session(page)
    session.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    click(page)
    times = page.evaluate(LASTED)
    page.context.close()
    median = statistics.median(times) if times else 0
    return f"| {subject.name} | {len(times)} | {median:.0f} | {max(times, default=0):.0f} |"


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("folder", type=Path, help="where the archives and their sites are kept")
    parser.add_argument("--bulletins", type=int, default=600)
    options = parser.parse_args()
    subjects = prepare(options.folder, options.bulletins)
    weights: list[str] = []
    queries: list[str] = []
    clicks: list[str] = []
    with sync_playwright() as playwright:
        browser = launched(playwright)
        for subject in subjects:
            with served(subject.site) as address:
                for name, path in pages_of(subject).items():
                    weights.append(weigh(browser, address, subject, name, path))
                queries.append(ask(browser, address, subject, subject.term))
                queries.append(ask(browser, address, subject, "的"))
                clicks.append(lasted(browser, address, subject))
    heads = (
        "| page | archive | HTML, kB | compressed | scripts, compressed |\n|---|---|---|---|---|",
        "| query | archive | requests | kB |\n|---|---|---|---|",
        "| archive | clicks over 16 ms | median, ms | most |\n|---|---|---|---|",
    )
    for head, rows in zip(heads, (weights, queries, clicks), strict=True):
        print(head, *rows, sep="\n", end="\n\n")


if __name__ == "__main__":
    main()
