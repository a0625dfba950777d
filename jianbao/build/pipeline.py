"""A build as an ordered list of named, timed stages: load, render, stage, search, lint, publish.

`load` reads and checks; `render` groups and renders page by page while `stage` writes each page to
the disk, so that memory does not grow with the site. Search and lint work on the staged tree: a bad
build never reaches `publish`. Stages cache results for the next build in `.jianbao/` of the root,
under hashes of what they were made from; that folder may be deleted at any time.
"""

import hashlib
import posixpath
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass, replace
from functools import partial
from time import perf_counter

from jianbao.archive import corrections, urls
from jianbao.archive.compared_texts import ComparedTexts
from jianbao.archive.model import Archive, Picture, ReadOriginal
from jianbao.base.cache import Cache, File
from jianbao.base.files import Folder
from jianbao.base.pictures.clean import clean
from jianbao.base.pictures.picture import MAX_BYTES
from jianbao.base.problems import (
    ContentError,
    JianbaoError,
    LintError,
    Location,
    Problems,
    problem,
)
from jianbao.build import cluster, graph, last_build, lint, pieces, publish, workers
from jianbao.build.examination import Examination, is_page
from jianbao.build.last_build import LastBuild, Sources
from jianbao.build.paths import Paths
from jianbao.build.pieces import Pieces
from jianbao.build.publish import Staging, Stored
from jianbao.build.report import Progress, Report
from jianbao.build.workers import Crew, Made, Start, Task
from jianbao.content import address_record, going_on, load
from jianbao.content.choices import PUBLISHED, Choices
from jianbao.content.file_names import ORIGINALS, STATIC
from jianbao.content.going_on import GoneOn
from jianbao.content.memory import Memory
from jianbao.outputs import (
    attached_sheets,
    exports,
    feeds,
    originals,
    page_images,
    privacy_gate,
    search,
    year_files,
)
from jianbao.pages import compiled_layouts, render
from jianbao.pages.index import Likeness, likeness_of

_COMPILED = "compiled layouts"
_TEXTS = "compared texts"
# In bytes. `convert` accepts less, but a person may put a film into originals/.
_MAX_ORIGINAL = 4_000_000_000
STAGES = ("load", "render", "search", "stage", "lint", "publish")


@workers.rare_collections()
def build(
    paths: Paths,
    cache: Cache,
    progress: Progress | None,
    how: "How",
    record: bool,
    sources: Sources | None,
) -> LastBuild:
    """Build the site as `builder.build` does. `sources` describes its sources, None if they could
    not be read."""
    watch = _Watch(progress)
    remarks = Problems()
    folders = (paths.root, paths.content, *paths.layouts)
    gone_on = _load(paths, cache, watch, how.choices, remarks, how.keep_going)
    archive = gone_on.archive
    with publish.staging(paths.site, folders, paths.site_shown) as staged:
        made = _Site(archive, paths, staged, cache, watch, gone_on.as_published)
        made.stage(how, search=True)
        made.lint()
        with watch.stage("publish"):
            staged.publish()
    unrecorded, wrote = _record(paths, archive) if record else ("", False)
    report = replace(
        made.report(),
        unrecorded=unrecorded,
        left_out=gone_on.left_out,
        as_published=tuple(gone_on.as_published),
        problems=gone_on.problems,
    )
    outcome = LastBuild(report, tuple(remarks), recorded=record and not unrecorded)
    graph.keep(cache, paths.site, made.outputs(), made.groups)
    pieces.keep(cache, paths.site, made.pieces)
    if wrote:
        sources = last_build.with_new_addresses(sources, paths.content)
    if sources:
        last_build.keep(cache, paths.site, sources, staged.files, outcome)
    return outcome


@dataclass(frozen=True, slots=True)
class How:
    """How a build works: what starts its workers, what it publishes, whether it reads every old
    file, and whether it goes on without what is wrong."""

    start: Start | None
    choices: Choices
    verify: bool = False
    keep_going: bool = False


def workers_of(paths: Paths, jobs: int, scheduler: str) -> AbstractContextManager[Start | None]:
    """Return what starts the workers: `jobs` processes of this machine, or those of a cluster."""
    if scheduler:
        return cluster.connected(scheduler, [paths.content.absolute()])
    return nullcontext(workers.processes(jobs or workers.count()))


def _record(paths: Paths, archive: Archive) -> tuple[str, bool]:
    """Add to the record of addresses. Return why that failed, "" if it did not, and whether
    anything was new."""
    try:
        return "", address_record.add(paths.content, archive)
    except OSError as error:
        return error.strerror or str(error), False


@workers.rare_collections()
def check(
    paths: Paths,
    progress: Progress | None = None,
    remarks: Problems | None = None,
    choices: Choices = PUBLISHED,
    jobs: int = 0,
) -> Report:
    """Do everything that a build does to find problems, in a temporary folder. Change nothing but
    the cache; raise as `build` does. Add to `remarks` what is not a problem, but a person should
    look at."""
    watch = _Watch(progress)
    with (
        publish.scratch(paths.site, paths.site_shown) as staged,
        Cache(paths.cache) as cache,
    ):
        archive = _load(paths, cache, watch, choices, remarks).archive
        made = _Site(archive, paths, staged, cache, watch)
        made.stage(How(workers.processes(jobs or workers.count()), choices, verify=True))
        if remarks is not None:
            remarks.extend(render.unused(paths.layouts))
        made.lint()
    return made.report()


def read_archive(paths: Paths, cache: Cache, choices: Choices, memory: Memory) -> Archive:
    """Return the archive of which a build of `choices` would make the site, without the ZIP files
    of its years. Read only what is not in `memory`. Raise a JianbaoError with all problems."""
    return _load(paths, cache, _Watch(None), choices, memory=memory).archive


def reader(paths: Paths) -> ReadOriginal:
    """Return what reads the documents as received, in any process."""
    return partial(_original, replace(paths, content=paths.content.absolute()))


# --- the stages -------------------------------------------------------------------------------


def _load(
    paths: Paths,
    cache: Cache,
    watch: "_Watch",
    choices: Choices,
    remarks: Problems | None = None,
    keep_going: bool = False,
    memory: Memory | None = None,
) -> GoneOn:
    """Return the archive as it is published; with `keep_going`, without what is wrong in it.
    `memory` holds what was read before, if this program loads again; it does without the ZIP files
    of the years, which take long."""
    content, shown = paths.content, paths.content_shown
    with watch.stage("load"):
        seen = partial(watch.progress, "load")
        if keep_going:
            loaded = going_on.load_going_on(
                content, shown, paths.site, cache, remarks, choices, seen
            )
        else:
            loaded = GoneOn(
                load.load(content, shown, cache, remarks, choices=choices, seen=seen, memory=memory)
            )
        archive = corrections.published(loaded.archive)
        read, shown = reader(paths), f"{paths.content_shown}/{ORIGINALS}"
        archive, withheld = originals.withhold(archive, read, shown, cache)
        archive = attached_sheets.with_sheets(archive, read, cache)
        settings = f"{paths.content_shown}/site.yaml"
        archive = page_images.with_page_images(archive, read, settings, cache, remarks)
        if memory is None:
            archive = year_files.with_year_files(archive, cache)
        if remarks is not None:
            remarks.extend(withheld)
        return replace(loaded, archive=archive)


class _Site:
    """The site of an archive while it is made in a staged tree."""

    def __init__(
        self,
        archive: Archive,
        paths: Paths,
        staged: Staging,
        cache: Cache,
        watch: "_Watch",
        as_published: Mapping[str, bytes] | None = None,
    ) -> None:
        self._archive = archive
        self._paths = paths
        self._staged = staged
        self._cache = cache
        self._watch = watch
        self._as_published = as_published or {}
        self._examined = Examination(archive.site.base_url, _given(archive))
        self._knows_old = self._examined.recall(cache, self._place_of_checks())
        self._made_of: dict[str, str] = {}
        self.pieces: dict[str, Pieces] = {}
        self.groups: dict[str, Sequence[str]] = {}
        self._rendered: list[str] = []
        # Files that are in the tree, and how many there will be, 0 if that is not known yet.
        self._done = self._total = 0

    def stage(self, how: How, search: bool = False) -> None:
        """Put every file into the tree, those of search only if asked for. The index is made while
        workers make the other files; an error is that which one process would find first."""
        known = graph.recall(self._cache, self._paths.site, trusted=not how.verify)
        found: JianbaoError | None = None
        with self._watch.stage("render"):
            compiled = self._cache.recall_latest(_COMPILED, "")
            if compiled:
                compiled_layouts.recall(compiled)
            read = reader(self._paths)
            pages = render.prepare(self._archive, self._paths.layouts, self._likeness(), read)
        task = Task(pages, self._staged.writer, self._knows_old)
        with workers.crew(task, how.start) as crew:
            with self._watch.stage("render"):
                self._make(task, crew, known)
            if search:
                found = self._search(crew, known)
            with self._watch.stage("render"):
                for made in crew.rest():
                    self._take(made)
        compiled = compiled_layouts.export()
        if compiled:
            self._cache.keep_latest(_COMPILED, "", compiled)
        self._staged.check()
        with self._watch.stage("stage"):
            self._describe(known)
        self._staged.check()
        if found:
            raise found

    def _likeness(self) -> Likeness:
        """Compare the texts of the archive, with what earlier builds kept of the unchanged ones."""
        texts = ComparedTexts()
        kept = self._cache.recall_latest(_TEXTS, "")
        if kept:
            texts.unpack(kept)
        changed = texts.update(self._archive)
        if changed:
            self._cache.keep_latest(_TEXTS, "", texts.pack())
        return likeness_of(self._archive, texts)

    def _make(self, task: Task, crew: Crew, known: graph.Graph) -> None:
        """Keep each file of the old site that was made from the same, have the others made."""
        number = 0
        old_pieces = pieces.recall(self._cache, self._paths.site)
        for group in task.groups():
            key = graph.made_of(group)
            paths = known.groups.get(key, ())
            kept = self._reuse_group(paths, known)
            if not paths or len(kept) < len(paths):
                paths = []
                for file in group.files():
                    if file.path not in kept and self._staged.reserve(file.path):
                        last = known.outputs.get(file.path)
                        known_pieces = old_pieces.get(file.path) if file.pieces else None
                        self._make_file(task, crew, number + len(paths), file, last, known_pieces)
                    paths.append(file.path)
            self._rendered += paths
            number += len(paths)
            if key:
                self.groups[key] = paths
        self._total = number

    def _make_file(
        self,
        task: Task,
        crew: Crew,
        number: int,
        file: File,
        last: graph.Output | None,
        known_pieces: Pieces | None,
    ) -> None:
        """Keep the old file if it was made from the same, else have it made."""
        reused, made_of = self._reuse(file, last)
        if reused:
            self._count()
            if known_pieces:
                self.pieces[file.path] = known_pieces
        elif known_pieces:  # the old file is at hand here, and little of it is made anew
            self._take(task.make(file, made_of, known_pieces))
        else:
            for made in crew.assign(number, file, made_of):
                self._take(made)

    def _reuse_group(self, paths: Sequence[str], known: graph.Graph) -> set[str]:
        """Use the old files of an unchanged group again. Return those that nobody changed."""
        kept: set[str] = set()
        for path in paths:
            last = known.outputs.get(path)
            if last and self._staged.keep(path, last.stored.sha256, last.stored.identity):
                self._made_of[path] = last.made_of
                self._count()
                kept.add(path)
        return kept

    def _reuse(self, file: File, last: graph.Output | None) -> tuple[bool, str | None]:
        """Use the old file again if it was made from the same and is as it was made. Return whether
        it is, and the hash of what decides it, None if that is not known yet."""
        if last is None or not last.made_of:
            return False, None
        made_of = graph.made_of(file)
        if made_of == last.made_of:
            stored = last.stored
            kept = self._staged.writer.keep(file.path, stored.sha256, stored.identity)
            if kept:
                self._staged.files[file.path] = kept
                self._made_of[file.path] = made_of
                return True, made_of
        return False, made_of

    def _take(self, made: Made) -> None:
        """Note a file that was made, and what the checks need to know of it."""
        self._staged.files[made.path] = made.stored
        self._made_of[made.path] = made.made_of
        if made.found is not None:
            self._examined.take(made.path, made.stored.sha256, made.found)
        if made.pieces:
            self.pieces[made.path] = Pieces(made.stored.sha256, made.pieces)
        self._count()

    def _count(self) -> None:
        self._done += 1
        self._watch.progress("render", self._done, self._total)

    def _search(self, crew: Crew, known: graph.Graph) -> JianbaoError | None:
        """Make the search. Return the error instead of raising it: one of a page comes first. Take
        what the workers have made meanwhile after each index. The folder of an index has another
        name after a change, so a file that did not change is sought by its hash."""
        before = {
            (one.stored.sha256, posixpath.basename(path)): path
            for path, one in known.outputs.items()
            if path.startswith(f"{urls.SEARCH_FOLDER}/")
        }

        def write(path: str, content: bytes) -> None:
            sha256 = hashlib.sha256(content).hexdigest()
            same = before.get((sha256, posixpath.basename(path)), "")
            self._staged.write(path, content, same)

        def seen(done: int, total: int) -> None:
            self._watch.progress("search", done, total)
            for made in crew.done():
                self._take(made)

        with self._watch.stage("search"):
            try:
                searchable = corrections.searchable(self._archive)
                search.build(searchable, write, self._cache, seen, partial(self._keep, known))
            except JianbaoError as error:
                return error
        return None

    def _describe(self, known: graph.Graph) -> None:
        """Write the files that describe those made before, and the documents as received."""
        described = {path: self._staged.files[path] for path in self._rendered}
        sheets = ((sheet.path, sheet.content) for sheet in self._archive.sheets)
        sitemap = feeds.sitemap(self._archive, list(described))
        ours = (*sitemap, *sheets, *self._static(described))
        for path, content in ours:
            described[path] = self._write(path, content)
        fixity = {path: (stored.size, stored.sha256) for path, stored in described.items()}
        path = urls.dataset("datapackage.json")
        described[path] = self._write(path, exports.datapackage(self._archive, fixity))
        for path, sha256, read in self._received():
            if not self._keep(known, path, sha256):
                self._staged.write(path, read())
            described[path] = self._staged.files.get(path, Stored(0, sha256))
        hashes = {path: stored.sha256 for path, stored in described.items()}
        self._write(urls.MANIFEST, exports.manifest(hashes))
        given = self._examined.given
        self._rendered = [path for path in (*described, urls.MANIFEST) if path not in given]

    def _keep(self, known: graph.Graph, path: str, sha256: str) -> bool:
        """Use the old site's file again if it has that SHA-256. Return whether it has."""
        last = known.outputs.get(path)
        same = last.stored.identity if last and last.stored.sha256 == sha256 else None
        return self._staged.keep(path, sha256, same)

    def _static(self, described: Mapping[str, Stored]) -> Iterator[tuple[str, bytes]]:
        """Yield the files of static/. Raise ContentError if one has the name of a file of ours. The
        owner's robots.txt is a part of ours, if there is one."""
        problems = Problems()
        for file in self._archive.static:
            if file.path == urls.ROBOTS and file.path in described:
                continue
            other = self._staged.holder(file.path) or urls.holder(file.path)
            if other:
                where = Location(f"{self._paths.content_shown}/{STATIC}/{file.path}")
                message = (
                    "would replace {file}, which the site makes itself: rename or delete this one"
                )
                problems.add(where, "", message, file=other)
            else:
                yield file.path, file.content
        problems.raise_if_any(ContentError)

    def _received(self) -> Iterator[tuple[str, str, Callable[[], bytes]]]:
        """Yield the documents, pictures and ZIP files: output path, SHA-256, and how the file is
        read or made."""
        for name in self._archive.originals:
            sha256 = self._archive.received[name]
            yield urls.original(name), sha256, partial(_original, self._paths, name, sha256)
        for image in self._archive.page_images:
            received = self._archive.received[image.file]
            read = partial(
                page_images.content_of, image, received, reader(self._paths), self._cache
            )
            yield image.path, image.sha256, read
        for picture in self._archive.pictures:
            before = self._as_published.get(picture.file)
            yield picture.file, picture.sha256, partial(_picture, self._paths, picture, before)
        for one in self._archive.year_files:
            make = partial(year_files.content_of, self._archive, one.year, self._cache)
            yield one.path, one.sha256, make

    def _write(self, path: str, content: bytes) -> Stored:
        self._staged.write(path, content)
        return self._staged.files.get(path, Stored(0, ""))

    def outputs(self) -> Iterator[tuple[str, graph.Output]]:
        """Yield what is known of each file of the tree."""
        for path, stored in self._staged.files.items():
            yield path, graph.Output(self._made_of.get(path, ""), stored)

    def lint(self) -> None:
        """Check the finished tree. Raise LintError with all problems."""
        with self._watch.stage("lint"):
            digests = {path: stored.sha256 for path, stored in self._staged.files.items()}
            base_url, examined = self._archive.site.base_url, self._examined
            problems = lint.lint(self._staged.tree, self._rendered, base_url, digests, examined)
            problems += privacy_gate.check(self._archive, examined.numbers)
            if problems:
                raise LintError(problems)
            examined.keep(self._cache, self._place_of_checks())

    def _place_of_checks(self) -> str:
        return f"checks of {self._paths.site.absolute()}"

    def report(self) -> Report:
        bulletins = self._archive.bulletins
        seconds = self._watch.seconds
        return Report(
            seconds=tuple((stage, seconds[stage]) for stage in STAGES if stage in seconds),
            bulletins=len(bulletins),
            articles=sum(len(bulletin.articles) for bulletin in bulletins),
            pages=sum(map(is_page, self._rendered)),
            files=len(self._staged.files),
            size=sum(stored.size for stored in self._staged.files.values()),
            drafts=self._archive.held_back.count("draft"),
            unreviewed=self._archive.held_back.count("unreviewed"),
            before_their_day=self._archive.held_back.count("date"),
            has_address=self._archive.site.base_url is not None,
        )


def _given(archive: Archive) -> set[str]:
    """Return the files that are the owner's own, byte for byte."""
    return {file.path for file in archive.static} - {urls.ROBOTS}


def _original(paths: Paths, name: str, sha256: str) -> bytes:
    """Return the document as received. Raise ContentError as `_checked` does."""
    return _checked(paths, f"{ORIGINALS}/{name}", sha256, _MAX_ORIGINAL)


def _picture(paths: Paths, picture: Picture, before: bytes | None) -> bytes:
    """Return a picture without metadata; `before` holds its bytes if it is taken as it was
    published. Raise ContentError as `_checked` does."""
    if before is None:
        before = _checked(paths, picture.file, picture.received, MAX_BYTES)
    return clean(before).content


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


class _Watch:
    """A watch that times the stages and reports their progress."""

    def __init__(self, progress: Progress | None) -> None:
        self.seconds: dict[str, float] = {}
        self._progress = progress

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        if self._progress and name not in self.seconds:
            self._progress(name, 0, 0)
        start = perf_counter()
        try:
            yield
        finally:
            self.seconds[name] = self.seconds.get(name, 0.0) + perf_counter() - start

    def progress(self, name: str, done: int, total: int) -> None:
        if self._progress:
            self._progress(name, done, total)
