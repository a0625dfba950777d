"""The pages of an archive from memory, for `serve`: what was saved is on show before it is built.

After a change only the changed files are read, and only the pages that a browser asks for are made.
A build of the whole preview follows in a process of its own: it makes the search and everything
else that is no page, and checks the site. When it is done, its files are shown.

Which articles are related, which are versions of one text, and the ZIP files of the years are found
only after a build, because that takes longer than all the rest. Until then each article keeps those
that it had, and a new one has none; pages offer the ZIP files that there were.
"""

import gc
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from jianbao.archive import groupings, urls
from jianbao.archive.compared_texts import ComparedTexts
from jianbao.archive.groupings import Pair, Related
from jianbao.archive.model import Archive, YearFile
from jianbao.archive.repetitions import Subject, Versions
from jianbao.base.cache import Cache, File, ready
from jianbao.base.files import Folder
from jianbao.base.problems import JianbaoError
from jianbao.build import pipeline
from jianbao.build.paths import Paths
from jianbao.build.serve import Snapshot
from jianbao.content.choices import EVERYTHING
from jianbao.content.memory import Memory
from jianbao.outputs import year_files
from jianbao.pages import render
from jianbao.pages.index import Likeness, index_of, likeness_of
from jianbao.pages.layouts import Renderer, read_layouts


class Preview:
    """An archive in memory. `take` is called by one thread; pages may be asked for by several."""

    def __init__(self, paths: Paths) -> None:
        self._paths = paths
        self._cache = Cache(paths.cache)
        self._memory = Memory()
        self._lock = threading.Lock()
        self._likeness = Likeness({}, {}, ())
        self._texts = ComparedTexts()
        self._year_files: tuple[YearFile, ...] = ()
        self._latest: Archive | None = None
        self._renderer: Renderer | None = None
        self._shown: PagesInMemory | None = None
        # The page that was asked for last.
        self._asked = ""
        # Whether something was wrong with what was read last, so that older pages are shown.
        self.wrong = False

    def take(self, sources: Snapshot) -> None:
        """Read what changed, and show its pages from now on. `sources` is what the system says of
        the files now. Raise a JianbaoError if anything is wrong; what was shown stays."""
        self.wrong = True
        archive = self._read(sources)
        years = {bulletin.folder for bulletin in archive.bulletins}
        kept = tuple(one for one in self._year_files if one.year in years)
        offered = replace(archive, year_files=kept)
        pages = self._pages(offered, sources)
        with self._lock:
            self._latest, self._shown = archive, pages
            # It will be asked for when the browser needs the processor itself.
            with suppress(OSError):
                pages.content(self._asked)
        self.wrong = False

    def warm(self, sources: Snapshot) -> None:
        """Read the archive and compile the layouts, so that `take` need only read what changes.
        Show nothing."""
        self._latest = self._read(sources)
        self.catch_up()
        pages = self._pages(self._latest, sources)
        pages.warm()
        # All of it stays: the collector need not look through it after each change.
        gc.freeze()

    def catch_up(self) -> None:
        """Find what `take` leaves out, in the archive as it was read last: which texts are alike,
        and the ZIP files of the years."""
        archive = self._latest
        if archive:
            self._texts.update(archive)
            self._likeness = likeness_of(archive, self._texts)
            # A connection to the cache belongs to one thread, and this may be another one.
            with Cache(self._paths.cache) as cache:
                self._year_files = year_files.with_year_files(archive, cache).year_files

    @property
    def shown(self) -> "PagesInMemory | None":
        """Return what is shown from memory, None if the files of the last build are."""
        return self._shown

    def built(self, pages: "PagesInMemory | None", good: bool) -> bool:
        """Show the files of the build that followed when `pages` were shown, unless newer ones are
        shown now, or it failed because of a mistake that `take` has found already. Return whether
        open pages must be loaded again: because a build that is not `good` left the last good site,
        or because it made one of the pages otherwise."""
        differ = pages is not None and (not good or pages.differ(self._paths.site))
        with self._lock:
            if self._shown is not pages or (self.wrong and not good):
                return False
            self._shown = None
        return differ

    def page(self, path: str) -> bytes | None:
        """Return a page or asset from memory, None if the file of the last build is to be shown.
        Raise FileNotFoundError for a page that is not there any more."""
        with self._lock:
            if path.endswith(".html") and path != urls.NOT_FOUND:
                self._asked = path
            return self._shown.content(path) if self._shown else None

    def _read(self, sources: Snapshot) -> Archive:
        inside = f"{self._paths.content}/"
        files = {path.removeprefix(inside): state for path, state in sources.items()}
        self._memory.look(files, time.time_ns())
        return pipeline.read_archive(self._paths, self._cache, EVERYTHING, self._memory)

    def _pages(self, archive: Archive, sources: Snapshot) -> "PagesInMemory":
        """Return the pages of an archive that was just read."""
        folders = self._paths.layouts
        inside = tuple(f"{folder}/" for folder in folders)
        files = sorted(path for path in sources if path.startswith(inside))
        layouts = self._memory.remember("layouts", files, "", lambda: read_layouts(folders))
        likeness = _carried_over(self._likeness, archive)
        index = index_of(archive, likeness, pipeline.reader(self._paths))
        pending = render.pages_of(index, layouts, self._renderer)
        self._renderer = pending.renderer
        return PagesInMemory(archive, pending)


class PagesInMemory:
    """The pages of one state of an archive, each made when it is asked for first."""

    def __init__(self, archive: Archive, pending: render.PendingPages) -> None:
        self._given = {file.path for file in archive.static}
        self._pending = pending
        self._files: dict[str, File] = {
            path: ready(path, content) for path, content in pending.renderer.assets()
        }
        self._made: dict[str, bytes] = {}

    def warm(self) -> None:
        """Do what pages of later states need not do again."""
        self._pending.warm()

    def content(self, path: str) -> bytes | None:
        if path not in self._made:
            file = self._find(path)
            if file is None:
                return None
            try:
                self._made[path] = file.make()
            except JianbaoError:
                # The build that follows reports it; until then the last good page is shown.
                return None
        return self._made[path]

    def _find(self, path: str) -> File | None:
        if path in self._files or not path.endswith(".html") or path in self._given:
            return self._files.get(path)
        for group in self._pending.around(path):
            for file in group:
                self._files.setdefault(file.path, file)
            if path in self._files:
                return self._files[path]
        raise FileNotFoundError(path)

    def differ(self, site: Path) -> bool:
        folder = Folder(site)
        try:
            return any(folder.read(path, len(page)) != page for path, page in self._made.items())
        except OSError:
            return True


def _carried_over(known: Likeness, archive: Archive) -> Likeness:
    """Return what was known of an archive before, as its present texts, without those that are
    gone."""
    present = _Present(archive)
    versions: list[Versions] = []
    for pair in known.versions:
        old, new = present.subject(pair.old), present.subject(pair.new)
        if old and new:
            versions.append(replace(pair, old=old, new=new))
    return Likeness(_CarriedOver(known.related, archive, present), known.similar, tuple(versions))


class _Present:
    """Finds the texts of an archive that were known before."""

    def __init__(self, archive: Archive) -> None:
        self._bulletins = {urls.place(bulletin): bulletin for bulletin in archive.bulletins}

    def subject(self, known: Subject) -> Subject | None:
        bulletin, article = known
        if article:
            return self.pair((bulletin, article))
        present = self._bulletins.get(urls.place(bulletin))
        return (present, None) if present else None

    def pair(self, known: Pair) -> Pair | None:
        bulletin = self._bulletins.get(urls.place(known[0]))
        if bulletin is None:
            return None
        named = (one for one in bulletin.articles if one.name == known[1].name)
        return next(((bulletin, one) for one in named), None)


class _CarriedOver(Mapping[str, Related]):
    """The related articles of `archive` as they were known before, as the present texts."""

    def __init__(self, known: Mapping[str, Related], archive: Archive, present: _Present) -> None:
        self._known = known
        self._archive = archive
        self._present = present

    def __getitem__(self, place: str) -> Related:
        known = self._known.get(place, Related())
        kinds = known.same_office, known.same_county, known.similar
        return Related(*(tuple(filter(None, map(self._present.pair, kind))) for kind in kinds))

    def __iter__(self) -> Iterator[str]:
        return (urls.place(*pair) for pair in groupings.pairs(self._archive))

    def __len__(self) -> int:
        return sum(len(bulletin.articles) for bulletin in self._archive.bulletins)
