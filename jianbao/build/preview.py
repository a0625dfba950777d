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
from jianbao.pages.index import Likeness, likeness_of


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
        self._shown: PagesInMemory | None = None
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
        likeness = _carried_over(self._likeness, archive)
        read = pipeline.reader(self._paths)
        pending = render.prepare(offered, self._paths.layouts, likeness, read)
        pages = PagesInMemory(offered, pending)
        with self._lock:
            self._latest, self._shown = archive, pages
        self.wrong = False

    def warm(self, sources: Snapshot) -> None:
        """Read the archive, so that `take` need only read what changes. Show nothing."""
        self._latest = self._read(sources)
        self.catch_up()
        # The archive stays: the collector need not look through it after each change.
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
            return self._shown.content(path) if self._shown else None

    def _read(self, sources: Snapshot) -> Archive:
        inside = f"{self._paths.content}/"
        files = {
            path.removeprefix(inside): state
            for path, state in sources.items()
            if path.startswith(inside)
        }
        self._memory.look(files, time.time_ns())
        return pipeline.read_archive(self._paths, self._cache, EVERYTHING, self._memory)


class PagesInMemory:
    """The pages of one state of an archive, each made when it is asked for first."""

    def __init__(self, archive: Archive, pending: render.PendingPages) -> None:
        self._given = {file.path for file in archive.static}
        self._rest: Iterator[File] = pending.files()
        self._files: dict[str, File] = {
            path: ready(path, content) for path, content in pending.renderer.assets()
        }
        self._made: dict[str, bytes] = {}

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
        for file in self._rest:
            self._files[file.path] = file
            if file.path == path:
                return file
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
    subjects: dict[str, Subject] = {
        urls.place(bulletin, article): (bulletin, article)
        for bulletin in archive.bulletins
        for article in (None, *bulletin.articles)
    }
    versions: list[Versions] = []
    for pair in known.versions:
        old, new = (subjects.get(urls.place(*subject)) for subject in (pair.old, pair.new))
        if old and new:
            versions.append(replace(pair, old=old, new=new))
    return Likeness(_CarriedOver(known.related, archive), known.similar, tuple(versions))


class _CarriedOver(Mapping[str, Related]):
    """The related articles of `archive` as they were known before, as the present texts."""

    def __init__(self, known: Mapping[str, Related], archive: Archive) -> None:
        self._known = known
        self._pairs = {urls.place(*pair): pair for pair in groupings.pairs(archive)}

    def __getitem__(self, place: str) -> Related:
        if place not in self._pairs:
            raise KeyError(place)
        known = self._known.get(place, Related())
        kinds = known.same_office, known.same_county, known.similar
        return Related(*map(self._present, kinds))

    def _present(self, known: tuple[Pair, ...]) -> tuple[Pair, ...]:
        places = (urls.place(*pair) for pair in known)
        return tuple(self._pairs[place] for place in places if place in self._pairs)

    def __iter__(self) -> Iterator[str]:
        return iter(self._pairs)

    def __len__(self) -> int:
        return len(self._pairs)
