"""What search costs on a generated archive: indexing, size, and latency and transfer in Chromium.

    PYTHONPATH=tests python tests/bench/search.py DIR [--bulletins 10000] [--years 30]

DIR keeps the archive and the index, so that a second run measures the browser only. Prints the
figures as Markdown. Indexing is told in processor seconds, which other work on the machine changes
little. Bytes are those of the files' contents, as a server without compression sends them.
"""

import argparse
import json
import os
import resource
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any
from unittest.mock import patch
from urllib.parse import quote

import archives
from playwright.sync_api import Browser, Page, Playwright, sync_playwright

from bench.generate import generate
from jianbao.archive.model import Archive
from jianbao.base.cache import Cache
from jianbao.content import load
from jianbao.outputs import search
from jianbao.outputs.search import pagefind
from jianbao.pages import render

LAYOUTS = (Path(__file__).parent.parent.parent / "layouts",)
RUNS = 3

# A common and a rare query, of one character to a sentence. {sentence} is taken from an article of
# the middle of the archive.
QUERIES = ("", "的", "DIP付费", "青禾县人民医院", "PM2.5 县", "没有这样的话", "{sentence}")

# Notes when the first result and when the last has been shown.
WATCH = """
new MutationObserver(() => {
  const results = document.getElementById("results");
  window.firstShown ??= results?.querySelector("a") ? performance.now() : undefined;
  window.allShown ??= results?.matches("[aria-busy=false]") ? performance.now() : undefined;
}).observe(document, { subtree: true, childList: true, attributes: true });
"""

AGAIN = """async (query) => {
  const results = document.getElementById("results");
  const form = document.getElementById("search-form");
  const start = performance.now();
  form.elements.q.value = query;
  form.requestSubmit();
  let first = null;
  for (;;) {
    if (first === null && results.querySelector("a")) first = performance.now() - start;
    if (results.getAttribute("aria-busy") === "false") break;
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
  return [first, performance.now() - start];
}"""

Sent = list[tuple[float, int]]


class _Handler(SimpleHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def __init__(self, *args: Any, sent: Sent, **options: Any) -> None:
        self.sent = sent
        super().__init__(*args, **options)

    def copyfile(self, source: Any, outputfile: Any) -> None:
        content = source.read()
        self.sent.append((time.time(), len(content)))
        outputfile.write(content)

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002
        """Stay silent."""


@contextmanager
def served(folder: Path, sent: Sent) -> Iterator[str]:
    handler = partial(_Handler, sent=sent, directory=str(folder))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()


def write_page(archive: Archive, site: Path) -> None:
    """The search page, which needs no other page to be measured."""
    write = archives.writer(site)
    for file in render.render(archive, LAYOUTS):
        if file.path.startswith(("search.html", "assets/")):
            write(file.path, file.make())


def make(folder: Path, bulletins: int, years: int) -> None:
    """Generate, index, and say what that cost."""
    generate(folder / "content", bulletins, years)
    archive = load.load(folder / "content")
    write_page(archive, folder / "site")
    sizes: list[int] = []
    run = pagefind.run

    def counted(records: Any) -> dict[str, bytes]:
        sizes.append(sum(map(len, records)))
        return run(records)

    before = os.times()
    with patch.object(pagefind, "run", counted), Cache(folder / "work" / "cache.sqlite") as cache:
        search.build(archive, archives.writer(folder / "site"), cache)
    first = os.times()
    again = folder / "again"
    with Cache(folder / "work" / "cache.sqlite") as cache:
        search.build(archive, archives.writer(again), cache)
    second = os.times()
    shutil.rmtree(again)
    engine = first.children_user + first.children_system
    engine -= before.children_user + before.children_system
    indexing = first.user + first.system - before.user - before.system + engine
    unchanged = second.user + second.system - first.user - first.system

    articles = sum(len(bulletin.articles) for bulletin in archive.bulletins)
    files = [path for path in (folder / "site" / "search").rglob("*") if path.is_file()]
    size = sum(path.stat().st_size for path in files)
    twins = sum(
        p.stat().st_size for p in files if p.suffix == ".js" and p.with_suffix("").is_file()
    )
    own = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    child = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    rows = [
        ("articles", f"{articles:,}"),
        ("characters", f"{sum(sizes):,}"),
        ("indexes", str(len(sizes))),
        ("indexing", f"{indexing:.0f} s, of which Pagefind {engine:.0f} s"),
        ("the same again, nothing changed", f"{unchanged:.0f} s"),
        ("peak memory", f"{own:.0f} MB, and Pagefind {child:.0f} MB"),
        ("search/", f"{size / 1e6:,.0f} MB in {len(files):,} files"),
        ("of which only for file://", f"{twins / 1e6:,.0f} MB"),
    ]
    print("| what | figure |\n|---|---|")
    for name, figure in rows:
        print(f"| {name} | {figure} |")
    print(flush=True)


def sentence_of(site: Path) -> str:
    indexes = json.loads((site / "search" / "manifest.json").read_bytes())["indexes"]
    middle = indexes[len(indexes) // 2]["path"]
    content = (site / "search" / middle / "text" / "1.js").read_text("utf-8")
    text = json.loads(content.removeprefix("jianbao.got(").removesuffix(")"))[-1]
    return str(max(text["text"], key=len))[:60].replace('"', "")


def launched(playwright: Playwright) -> Browser:
    named = os.environ.get("JIANBAO_CHROMIUM") or shutil.which("chromium")
    flags = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
    return playwright.chromium.launch(executable_path=named, args=flags)


def open_watched(browser: Browser) -> Page:
    page = browser.new_context().new_page()
    page.add_init_script(WATCH)
    return page


def measure(folder: Path) -> None:
    """The table of latency and transfer, the median of some runs."""
    site = folder / "site"
    sent: Sent = []
    heads = "cold: first | bytes till then | all | requests | bytes | warm: first | all |"
    print(f"| query | articles | {heads}\n|{'---|' * 9}")
    with served(site, sent) as address, sync_playwright() as playwright:
        for template in QUERIES:
            query = template.format(sentence=sentence_of(site))
            runs = [_one(playwright, address, query, sent) for _ in range(RUNS)]
            total = runs[0][0]
            medians = [
                sorted(values)[RUNS // 2] for values in zip(*(r[1] for r in runs), strict=True)
            ]
            first, till, full, requests, size, again, rest = medians
            print(
                f"| {query[:12] or '(none)'} | {total:,} | {first:.0f} ms | {till / 1e3:.0f} kB "
                f"| {full:.0f} ms | {requests} | {size / 1e3:,.0f} kB "
                f"| {again:.0f} ms | {rest:.0f} ms |",
                flush=True,
            )


def _one(
    playwright: Playwright, address: str, query: str, sent: Sent
) -> tuple[int, tuple[float, ...]]:
    browser = launched(playwright)
    page = open_watched(browser)
    sent.clear()
    page.goto(f"{address}search.html?q={quote(query)}")
    page.wait_for_function("window.allShown", timeout=600_000)
    origin = page.evaluate("performance.timeOrigin") / 1000
    full = page.evaluate("window.allShown")
    first = page.evaluate("window.firstShown ?? window.allShown")
    total = int(page.get_attribute("#results", "data-total") or 0)
    till = sum(size for when, size in sent if when <= origin + first / 1000)
    requests, size = len(sent), sum(size for _, size in sent)
    # A new page that has answered another query: what a reader who searches on waits for.
    other = open_watched(browser)
    other.goto(f"{address}search.html?q={quote('卫生健康委员会')}")
    other.wait_for_function("window.allShown", timeout=600_000)
    again, rest = other.evaluate(AGAIN, query)
    browser.close()
    return total, (first, till, full, requests, size, again if again is not None else rest, rest)


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("folder", type=Path, help="where the archive and its index are kept")
    parser.add_argument("--bulletins", type=int, default=10_000)
    parser.add_argument("--years", type=int, default=30)
    options = parser.parse_args()
    if not (options.folder / "site" / "search" / "manifest.json").exists():
        make(options.folder, options.bulletins, options.years)
    measure(options.folder)


if __name__ == "__main__":
    main()
