"""A build as an ordered list of named, timed stages: load, render, stage, search, lint, publish.

`load` reads and checks; `render` groups and renders page by page while `stage` writes each page to
the disk, so that memory does not grow with the site. Search and lint work on the staged tree: a bad
build never reaches `publish`. Stages cache results for the next build in `.jianbao/` of the root,
under hashes of what they were made from; that folder may be deleted at any time.
"""

import hashlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import partial
from itertools import starmap
from pathlib import Path
from time import perf_counter
from typing import TypeVar

from jianbao.archive import corrections, urls
from jianbao.archive.model import Archive, Picture
from jianbao.base.cache import Cache, File, fingerprint, ready
from jianbao.base.files import Folder
from jianbao.base.pictures.clean import clean
from jianbao.base.pictures.picture import MAX_BYTES
from jianbao.base.problems import ContentError, LintError, Location, Problems, problem
from jianbao.build import last_build, lint, publish
from jianbao.build.examination import Examination, is_page
from jianbao.build.last_build import LastBuild, Sources
from jianbao.build.report import Report
from jianbao.content import address_record, going_on, load
from jianbao.content.folder import ORIGINALS, STATIC
from jianbao.content.going_on import GoneOn
from jianbao.content.load import Choices
from jianbao.outputs import exports, feeds, hosting, originals, privacy_gate, search
from jianbao.pages import render

CACHE = "cache.sqlite"
# In bytes. `convert` accepts less, but a person may put a film into originals/.
_MAX_ORIGINAL = 4_000_000_000
PUBLISHED = Choices()
STAGES = ("load", "render", "stage", "search", "lint", "publish")

# Called with the name of a stage and how many files it has done so far.
Progress = Callable[[str, int], None]

_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class Paths:
    """The folders of an archive. `content_shown` and `site_shown` are their names in messages."""

    root: Path
    content: Path
    layouts: tuple[Path, ...]
    site: Path
    content_shown: str = "content"
    site_shown: str = "site"

    @property
    def work(self) -> Path:
        """Return the folder for what later builds may use again."""
        return self.root / ".jianbao"


def build(
    paths: Paths,
    progress: Progress | None = None,
    record: bool = False,
    remarks: Problems | None = None,
    verify: bool = False,
    choices: Choices = PUBLISHED,
    keep_going: bool = False,
) -> Report:
    """Build what `choices` says of the archive at `paths`, and put the site in place. Do nothing if
    the site in place was made from the same sources, unless `verify`. With `record`, write the
    addresses of the site into the record in content/; a build writes nothing else there. With
    `keep_going`, bulletins with problems are taken as they were published, or left out, and their
    problems are in the report. Raise a
    JianbaoError with all problems of the first stage that found any; the old site is then
    unchanged."""
    sources = last_build.look(paths.content, paths.layouts, fingerprint(choices, keep_going))
    with Cache(paths.work / CACHE) as cache:
        outcome = None
        if sources and not verify and publish.is_at_rest(paths.site):
            outcome = last_build.recall(cache, paths.site, sources, record)
        if outcome is None:
            outcome = _build(paths, cache, _Watch(progress), record, sources, choices, keep_going)
            cache.forget_unused()
    if remarks is not None:
        remarks.extend(outcome.remarks)
    return outcome.report


def _build(
    paths: Paths,
    cache: Cache,
    watch: "_Watch",
    record: bool,
    sources: Sources | None,
    choices: Choices,
    keep_going: bool,
) -> LastBuild:
    """Build the site. `sources` describes its sources, None if they could not be read."""
    remarks = Problems()
    folders = (paths.root, paths.content, *paths.layouts)
    gone_on = _load(paths, cache, watch, choices, remarks, keep_going)
    archive = gone_on.archive
    with publish.staging(paths.site, folders, paths.site_shown) as staged:
        examined = Examination(archive.site.base_url, cache, _given(archive))
        rendered = _stage(archive, paths, staged, cache, watch, examined)
        with watch.stage("search"):
            search.build(corrections.searchable(archive), staged.write, cache)
            staged.check()
        _lint(archive, staged, rendered, examined, watch)
        with watch.stage("publish"):
            staged.publish()
    unrecorded, wrote = _record(paths, archive) if record else ("", False)
    report = replace(
        _report(archive, rendered, staged, watch),
        unrecorded=unrecorded,
        left_out=gone_on.left_out,
        as_published=gone_on.as_published,
        problems=gone_on.problems,
    )
    outcome = LastBuild(report, tuple(remarks), recorded=record and not unrecorded)
    if wrote:
        sources = last_build.with_new_addresses(sources, paths.content)
    if sources:
        last_build.keep(cache, paths.site, sources, staged.files, outcome)
    return outcome


def _record(paths: Paths, archive: Archive) -> tuple[str, bool]:
    """Add to the record of addresses. Return why that failed, "" if it did not, and whether
    anything was new."""
    try:
        return "", address_record.add(paths.content, archive)
    except OSError as error:
        return error.strerror or str(error), False


def check(
    paths: Paths,
    progress: Progress | None = None,
    remarks: Problems | None = None,
    choices: Choices = PUBLISHED,
) -> Report:
    """Do everything that a build does to find problems, in a temporary folder. Change nothing but
    the cache; raise as `build` does. Add to `remarks` what is not a problem, but a person should
    look at."""
    watch = _Watch(progress)
    with (
        publish.scratch(paths.site, paths.site_shown) as staged,
        Cache(paths.work / CACHE) as cache,
    ):
        archive = _load(paths, cache, watch, choices, remarks).archive
        examined = Examination(archive.site.base_url, cache, _given(archive))
        rendered = _stage(archive, paths, staged, cache, watch, examined)
        if remarks is not None:
            remarks.extend(render.unused(paths.layouts))
        _lint(archive, staged, rendered, examined, watch)
    return _report(archive, rendered, staged, watch)


# --- the stages -------------------------------------------------------------------------------


def _load(
    paths: Paths,
    cache: Cache,
    watch: "_Watch",
    choices: Choices,
    remarks: Problems | None = None,
    keep_going: bool = False,
) -> GoneOn:
    """Return the archive as it is published; with `keep_going`, without what is wrong in it."""
    content, shown = paths.content, paths.content_shown
    with watch.stage("load"):
        if keep_going:
            loaded = going_on.load_going_on(content, shown, paths.site, cache, remarks, choices)
        else:
            loaded = GoneOn(load.load(content, shown, cache, remarks, choices=choices))
        archive = corrections.published(loaded.archive)
        read, shown = partial(_original, paths), f"{paths.content_shown}/{ORIGINALS}"
        archive, withheld = originals.withhold(archive, read, shown, cache)
        if remarks is not None:
            remarks.extend(withheld)
        return replace(loaded, archive=archive)


def _stage(
    archive: Archive,
    paths: Paths,
    staged: publish.Staging,
    cache: Cache,
    watch: "_Watch",
    examined: Examination,
) -> list[str]:
    """Put every file but those of search into the tree, and examine it. Return the output paths of
    ours."""
    for file in watch.each("render", _files(archive, paths, staged)):
        content = _place(file, staged, cache, watch)
        if stored := staged.files.get(file.path):
            read = (
                (staged.tree / file.path).read_bytes if content is None else partial(bytes, content)
            )
            with watch.stage("lint"):
                examined.see(file.path, stored.sha256, read)
    staged.check()
    return [path for path in staged.files if path not in examined.given]


def _files(archive: Archive, paths: Paths, staged: publish.Staging) -> Iterator[File]:
    """Yield all files but those of search. The last ones describe the files staged before them."""
    yield from render.render(archive, paths.layouts)
    yield from feeds.render(archive)
    yield from exports.render(archive)
    yield from starmap(ready, hosting.render(archive))
    yield from starmap(ready, feeds.sitemap(archive, staged.files))
    yield from _static(archive, paths, staged)
    fixity = {path: (stored.size, stored.sha256) for path, stored in staged.files.items()}
    yield ready(urls.dataset("datapackage.json"), exports.datapackage(archive, fixity))
    for name in archive.originals:
        digest = archive.received[name]
        yield File(urls.original(name), partial(_original, paths, name, digest), sha256=digest)
    for picture in archive.pictures:
        yield File(picture.file, partial(_picture, paths, picture), sha256=picture.sha256)
    yield ready(
        urls.MANIFEST,
        exports.manifest({path: stored.sha256 for path, stored in staged.files.items()}),
    )


def _static(archive: Archive, paths: Paths, staged: publish.Staging) -> Iterator[File]:
    """Yield the files of static/. Raise ContentError if one has the name of a file of ours. The
    owner's robots.txt is a part of ours, if there is one."""
    problems = Problems()
    for file in archive.static:
        if file.path == urls.ROBOTS and file.path in staged.files:
            continue
        other = staged.holder(file.path) or urls.holder(file.path)
        if other:
            where = Location(f"{paths.content_shown}/{STATIC}/{file.path}")
            message = "would replace {file}, which the site makes itself: rename or delete this one"
            problems.add(where, "", message, file=other)
        else:
            yield ready(file.path, file.content)
    problems.raise_if_any(ContentError)


def _given(archive: Archive) -> set[str]:
    """Return the files that are the owner's own, byte for byte."""
    return {file.path for file in archive.static} - {urls.ROBOTS}


def _original(paths: Paths, name: str, sha256: str) -> bytes:
    """Return the document as received. Raise ContentError as `_checked` does."""
    return _checked(paths, f"{ORIGINALS}/{name}", sha256, _MAX_ORIGINAL)


def _picture(paths: Paths, picture: Picture) -> bytes:
    """Return a picture without metadata. Raise ContentError as `_checked` does."""
    return clean(_checked(paths, picture.file, picture.received, MAX_BYTES)).content


def _checked(paths: Paths, file: str, sha256: str, limit: int) -> bytes:
    """Return a file of content/. Raise ContentError if it is not the one that was checked: an
    editor or a program that synchronises folders may change it while the site is built."""
    where = Location(f"{paths.content_shown}/{file}")
    try:
        content = Folder(paths.content).read(file, limit)
    except OSError as error:
        message = "cannot be read any more: {reason}; put it back, then build again"
        raise ContentError([problem(where, "", message, reason=error.strerror or error)]) from error
    if hashlib.sha256(content).hexdigest() != sha256:
        message = "changed while the site was built: build again once no program works on it"
        raise ContentError([problem(where, "", message)])
    return content


def _place(file: File, staged: publish.Staging, cache: Cache, watch: "_Watch") -> bytes | None:
    """Keep the file of the old site if an earlier build made it from the same, otherwise make it.
    Return its content if it was made."""
    content = None
    if file.sha256:
        with watch.stage("stage"):
            if not staged.keep(file.path, file.sha256):
                staged.write(file.path, file.make())
        return None
    missed = []
    for made_of in file.made_of:
        with watch.stage("render"):
            key = cache.key("file", file.path, made_of())
            known = cache.recall(key)
        with watch.stage("stage"):
            digest = known.decode("ascii") if known else ""
            if digest and staged.keep(file.path, digest):
                break
        missed.append(key)
    else:
        with watch.stage("render"):
            content = file.make()
        with watch.stage("stage"):
            digest = staged.write(file.path, content)
    for key in missed:
        cache.keep(key, digest.encode())
    return content


def _lint(
    archive: Archive,
    staged: publish.Staging,
    rendered: list[str],
    examined: Examination,
    watch: "_Watch",
) -> None:
    with watch.stage("lint"):
        digests = {path: stored.sha256 for path, stored in staged.files.items()}
        base_url = archive.site.base_url
        problems = lint.lint(staged.tree, rendered, base_url, digests=digests, examined=examined)
        problems += privacy_gate.check(archive, digests, examined.numbers)
        if problems:
            raise LintError(problems)


def _report(
    archive: Archive, rendered: list[str], staged: publish.Staging, watch: "_Watch"
) -> Report:
    return Report(
        seconds=tuple((stage, watch.seconds[stage]) for stage in STAGES if stage in watch.seconds),
        bulletins=len(archive.bulletins),
        articles=sum(len(bulletin.articles) for bulletin in archive.bulletins),
        pages=sum(map(is_page, rendered)),
        files=len(staged.files),
        size=sum(stored.size for stored in staged.files.values()),
        drafts=archive.held_back.count("draft"),
        unreviewed=archive.held_back.count("unreviewed"),
        before_their_day=archive.held_back.count("date"),
    )


class _Watch:
    """A watch that times the stages and reports their progress."""

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
        """Yield `items`. Time how long they take to make, not how long they are used."""
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
