"""Holds the search in Chromium against plain Python, on three generated archives: one whose years
are cut into several indexes, one whose years share indexes, one in a single index.

    PYTHONPATH=tests python tests/bench/exact.py [--bulletins 60] [--queries 3000] [--seed 1]

The queries are pieces of the articles of every length, as they are printed, in full width and
turned round: each in quotes, and as pasted where it holds no syntax. An answer is right where the
total is and the first page has the right articles in the right order. Prints a table, and each
query that was answered wrongly.
"""

import argparse
import json
import sys
import tempfile
from pathlib import Path
from unittest.mock import patch
from urllib.parse import unquote

import archives
from playwright.sync_api import Page, sync_playwright
from truth import is_one_term, is_plain, pieces_of, rows_of, urls_of

from bench.generate import generate
from bench.search import launched, served, write_page
from jianbao.base.cache import Cache
from jianbao.content import load
from jianbao.outputs import search
from jianbao.outputs.search import bundle

PAGE_LENGTH = 30
BATCH = 100

ANSWERS = """async (queries) => {
  const results = document.getElementById("results");
  const form = document.getElementById("search-form");
  const answers = [];
  for (const query of queries) {
    form.elements.q.value = query;
    form.requestSubmit();
    while (results.getAttribute("aria-busy") !== "false") {
      await new Promise((resolve) => setTimeout(resolve, 0));
    }
    const links = Array.from(results.querySelectorAll("h3 a"), (a) => a.getAttribute("href"));
    answers.push([Number(results.dataset.total), links]);
  }
  return answers;
}"""


def wrong(page: Page, expected: dict[str, list[str]]) -> list[str]:
    queries = list(expected)
    found = []
    for start in range(0, len(queries), BATCH):
        # A browser makes a space of a new line that is pasted.
        batch = [query.replace("\n", " ") for query in queries[start : start + BATCH]]
        found += page.evaluate(ANSWERS, batch)
    right = [(len(truth), truth[:PAGE_LENGTH]) for truth in expected.values()]
    answers = [(total, [unquote(link.split("#")[0]) for link in links]) for total, links in found]
    return [q for q, answer, truth in zip(queries, answers, right, strict=True) if answer != truth]


def measure(folder: Path, bulletins: int, years: int, count: int, seed: int) -> bool:
    """Print one line of the table; whether all was right."""
    generate(folder / "content", bulletins, years, seed)
    archive = load.load(folder / "content")
    write_page(archive, folder / "site")
    search.build(archive, archives.writer(folder / "site"), Cache())
    indexes = json.loads((folder / "site/search/manifest.json").read_bytes())["indexes"]
    rows = rows_of(archive)
    pieces = list(pieces_of(rows, count, seed))
    quoted = {f'"{one}"': urls_of(rows, one) for one in pieces if is_one_term(one)}
    pasted = {piece: urls_of(rows, *piece.split()) for piece in pieces if is_plain(piece)}
    faults = []
    with served(folder / "site", []) as address, sync_playwright() as playwright:
        browser = launched(playwright)
        for state, expected in (("", quoted), ("?exact=1", pasted)):
            # A window in which all results of a page are seen, so that they are read at once.
            page = browser.new_page(viewport={"width": 1280, "height": 9_000})
            page.goto(f"{address}search.html{state}")
            faults += wrong(page, expected)
        browser.close()
    asked = len(quoted) + len(pasted)
    absent = sum(not truth for truth in (*quoted.values(), *pasted.values()))
    print(
        f"| {len(rows):,} | {len(indexes)} | {asked:,} | {absent:,} | {asked - len(faults):,} |",
        flush=True,
    )
    for query in faults:
        print(f"wrong: {query!r}")
    return not faults


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--bulletins", type=int, default=60)
    parser.add_argument("--queries", type=int, default=3_000, help="pieces for each archive")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    print("| articles | indexes | queries | of which in no article | exactly right |")
    print("|---|---|---|---|---|")
    right = []
    for years, characters in ((6, 40_000), (6, 150_000), (1, 10**9)):
        with (
            tempfile.TemporaryDirectory() as folder,
            patch.object(bundle, "CHARACTERS_AN_INDEX", characters),
        ):
            arguments = (options.bulletins, years, options.queries, options.seed)
            right.append(measure(Path(folder), *arguments))
    sys.exit(0 if all(right) else 1)


if __name__ == "__main__":
    main()
