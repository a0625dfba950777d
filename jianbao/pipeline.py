"""A build as an ordered list of named, timed stages: load, render, stage, search, lint, publish.

`load` reads and checks, `render` groups and lays out page by page while `stage` writes each page
down, so that memory does not grow with the site. Search and lint work on the staged tree: a bad
build never reaches `publish`. What a stage can keep for the next build lies in `.jianbao/` of the
root, under hashes of what it was made from; that folder may be deleted at any time.
"""

import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from time import perf_counter
from typing import TypeVar

from jianbao import corrections, exports, feeds, hosting, lint, load, publish, render, search, urls
from jianbao.errors import LintError
from jianbao.load.tree import ORIGINALS
from jianbao.model import Archive

STAGES = ("load", "render", "stage", "search", "lint", "publish")

# Called with the name of a stage and how many files it has done so far.
Progress = Callable[[str, int], None]

_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class Paths:
    """Where an archive lies. `content_shown` and `site_shown` are their names in messages."""

    root: Path
    content: Path
    layouts: tuple[Path, ...]
    site: Path
    content_shown: str = "content"
    site_shown: str = "site"

    @property
    def work(self) -> Path:
        """For what later builds may use again."""
        return self.root / ".jianbao"


@dataclass(frozen=True, slots=True)
class Report:
    """What a build or a check did: `seconds` of each stage that ran, in order."""

    seconds: tuple[tuple[str, float], ...]
    bulletins: int
    articles: int
    pages: int
    files: int
    size: int


def build(paths: Paths, progress: Progress | None = None) -> Report:
    """Build the archive at `paths` and put the site in place. Raises a JianbaoError with all
    problems of the first stage that found any; the old site is then as it was."""
    watch = _Watch(progress)
    archive = _load(paths, watch)
    sources = (paths.root, paths.content, *paths.layouts)
    with publish.staging(paths.site, sources, paths.site_shown) as staged:
        rendered = _stage(archive, paths, staged, watch)
        with watch.stage("search"):
            paths.work.mkdir(exist_ok=True)
            search.build(corrections.searchable(archive), staged.tree, paths.work)
        _lint(archive, paths, staged, rendered, watch)
        with watch.stage("publish"):
            staged.publish()
    return _report(archive, rendered, paths.site, watch)


def check(paths: Paths, progress: Progress | None = None) -> Report:
    """Everything that a build does to find problems, in a folder that is thrown away. Changes
    nothing but the cache; raises as `build` does."""
    watch = _Watch(progress)
    archive = _load(paths, watch)
    with tempfile.TemporaryDirectory(prefix="jianbao-") as folder:
        tree = Path(folder, "site")
        tree.mkdir()
        staged = publish.Staging(tree.with_name("none"), tree, paths.site_shown)
        rendered = _stage(archive, paths, staged, watch)
        _lint(archive, paths, staged, rendered, watch)
        return _report(archive, rendered, tree, watch)


# --- the stages -------------------------------------------------------------------------------


def _load(paths: Paths, watch: "_Watch") -> Archive:
    with watch.stage("load"):
        return corrections.published(load.load(paths.content, paths.content_shown))


def _stage(archive: Archive, paths: Paths, staged: publish.Staging, watch: "_Watch") -> list[str]:
    """Render and write down every file; the output paths."""
    digests = {b.source.file: b.source.sha256 for b in archive.bulletins if b.source}
    made = chain(
        render.render(archive, paths.layouts),
        feeds.render(archive),
        exports.render(archive),
        hosting.render(archive),
    )
    files = exports.with_manifest(
        feeds.with_sitemap(made, archive),
        ((urls.original(name), digests[name]) for name in archive.originals),
    )
    copies = (
        (urls.original(name), (paths.content / ORIGINALS / name).read_bytes())
        for name in archive.originals
    )
    rendered = []
    for path, content in watch.each("render", chain(files, copies)):
        with watch.stage("stage"):
            staged.write(path, content)
        rendered.append(path)
    staged.check()
    return rendered


def _lint(
    archive: Archive,
    paths: Paths,
    staged: publish.Staging,
    rendered: list[str],
    watch: "_Watch",
) -> None:
    with watch.stage("lint"):
        cache = paths.work / "lint.sqlite"
        problems = lint.lint(staged.tree, rendered, archive.site.base_url, cache)
        if problems:
            raise LintError(problems)


def _report(archive: Archive, rendered: list[str], tree: Path, watch: "_Watch") -> Report:
    sizes = [path.stat().st_size for path in tree.rglob("*") if path.is_file()]
    return Report(
        seconds=tuple((stage, watch.seconds[stage]) for stage in STAGES if stage in watch.seconds),
        bulletins=len(archive.bulletins),
        articles=sum(len(bulletin.articles) for bulletin in archive.bulletins),
        pages=sum(map(lint.is_page, rendered)),
        files=len(sizes),
        size=sum(sizes),
    )


class _Watch:
    """Times the stages and tells their progress."""

    def __init__(self, progress: Progress | None) -> None:
        self.seconds: dict[str, float] = {}
        self._progress = progress

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        if self._progress and name not in self.seconds:
            self._progress(name, 0)
        start = perf_counter()
        try:
            yield
        finally:
            self.seconds[name] = self.seconds.get(name, 0.0) + perf_counter() - start

    def each(self, name: str, items: Iterable[_T]) -> Iterator[_T]:
        """`items`, timed while they are made, not while they are used."""
        iterator = iter(items)
        done = 0
        while True:
            with self.stage(name):
                item = next(iterator, None)
            if item is None:
                return
            done += 1
            if self._progress:
                self._progress(name, done)
            yield item
