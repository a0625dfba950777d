"""The folder content/ on disk, read without leaving it.

content/ may hold site.yaml, about.md, refused.yaml, learnt.yaml, learnt-weights.json, authorities/,
bulletins/SERIES/YEAR/NAME.md with NAME.review.yaml, the pictures of their texts in
bulletins/SERIES/YEAR/pictures/, pages/NAME.md with pages/pictures/, static/ and originals/. Names
that begin with `.` or `~`, the copies that editors and the conversion keep (NAME~, #NAME#,
NAME.bak), the files that desktops leave (Thumbs.db, desktop.ini), and README and LICENSE files are
not content and are ignored. Anything else outside originals/ and static/ is a problem, because it
may be a bulletin in the wrong place.
"""

import os
import posixpath
import re
import unicodedata
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TypeVar

from jianbao.archive import urls
from jianbao.archive.places import BULLETIN_ENDING, BULLETINS, PICTURES, REVIEW_ENDING, Place
from jianbao.base.files import Folder, FolderEntry, TooLargeError
from jianbao.base.problems import ConfigError, ContentError, Location, Problem, problem
from jianbao.content.copies import copied_from
from jianbao.content.file_names import (
    ABOUT,
    ADDRESSES,
    AUTHORITIES,
    COUNTIES,
    DEPARTMENTS,
    LEARNT,
    LEARNT_WEIGHTS,
    ORIGINALS,
    OUTLINES,
    PAGES,
    PATTERN,
    PATTERN_OF_PAGES,
    PICTURES_OF_PAGES,
    REFUSED,
    SITE,
    STATIC,
    TOPICS,
    TOWNSHIPS,
)
from jianbao.content.memory import Memory

_TOP = (
    *(SITE, ABOUT, REFUSED, LEARNT, LEARNT_WEIGHTS),
    *(AUTHORITIES, BULLETINS, PAGES, STATIC, ORIGINALS, ADDRESSES),
)

_T = TypeVar("_T")

MAX_BYTES = 4 * 1024 * 1024
# In bytes; leaves room for the longest ending of the files that are made from a bulletin.
_MAX_NAME = urls.MAX_NAME - len(".csl.json") + len(".md")

# Hidden files, copies, and what desktops leave.
_LEFT_BEHIND = re.compile(
    r"[.~].*|.*~|#.*#|.*\.bak(-[0-9]+)?|thumbs\.db|desktop\.ini", re.IGNORECASE
)
_NOTES = re.compile(r"(readme|license)(\..*)?", re.IGNORECASE)


def folded(name: str) -> str:
    """Return `name` as file systems that ignore case and Unicode normal form compare it."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", name).casefold())


class Tree:
    """The folder content/, read without leaving it. Paths are posix, relative to it. A file in
    `replaced` is read as if it held the bytes given there; one in `left_out`, and the review record
    of a bulletin there, as if it did not exist."""

    def __init__(
        self,
        root: Path,
        shown: str,
        replaced: Mapping[str, bytes] | None = None,
        left_out: Collection[str] = (),
        memory: Memory | None = None,
    ) -> None:
        self._memory = memory or Memory()
        self._folder = Folder(root)
        self._shown = shown
        self._replaced = replaced or {}
        records = (f.removesuffix(BULLETIN_ENDING) + REVIEW_ENDING for f in left_out)
        self._left_out = {*left_out, *records}

    @property
    def is_whole(self) -> bool:
        """Whether every file is read, as it is on disk."""
        return not self._replaced and not self._left_out

    def show(self, file: str) -> str:
        return f"{self._shown}/{file}" if file else self._shown

    def has(self, file: str) -> bool:
        """Return whether anything has that name, even a broken link."""
        if file in self._replaced or file in self._left_out:
            return file in self._replaced
        try:
            return self._folder.has(file)
        except OSError:  # reading it reports the reason
            return True

    def read(self, file: str, limit: int = MAX_BYTES) -> tuple[bytes | None, list[Problem]]:
        if file in self._replaced:
            return self._replaced[file], []
        try:
            return self._folder.read(file, limit), []
        except TooLargeError:
            message = "is larger than {limit} MB: split it"
            if limit > MAX_BYTES:
                message = "is larger than {limit} MB: save it smaller"
            where = Location(self.show(file))
            return None, [problem(where, "", message, limit=limit // 1024 // 1024)]
        except OSError as error:
            return None, [self._unreadable(file, error)]

    def remember(self, kind: str, files: Iterable[str], make: Callable[[], _T]) -> _T:
        """Return what `make` makes of some files, which need not exist; made before if they are the
        same."""
        there = [file for file in files if self.has(file)]
        return self._memory.remember(kind, there, self._shown, make)

    def sha256(self, file: str) -> tuple[str | None, str]:
        """Return the digest of a file, or None and the reason why it cannot be read."""
        digest, _, reason = self.fixity(file)
        return digest, reason

    def fixity(self, file: str) -> tuple[str | None, int, str]:
        """Return the digest and the size of a file, or None and the reason why it cannot be
        read."""
        return self._memory.remember("fixity", [file], "", lambda: self._fixity(file))

    def _fixity(self, file: str) -> tuple[str | None, int, str]:
        try:
            digest, size = self._folder.fixity(file)
        except OSError as error:
            return None, 0, _reason(error)
        return digest, size, ""

    def check_top(self) -> Iterator[Problem]:
        """Report what does not belong at the top of content/ or in authorities/."""
        for folder, known in (
            ("", _TOP),
            (AUTHORITIES, (COUNTIES, DEPARTMENTS, TOWNSHIPS, TOPICS, OUTLINES)),
        ):
            names, problems = self._names(folder)
            yield from problems
            for name in names:
                file = f"{folder}/{name}" if folder else name
                if file not in known:
                    yield self._misplaced(file, ", ".join(known))

    def bulletins(self) -> tuple[list[tuple[Place, bool]], list[Problem]]:
        """Return the places of all bulletins, and whether each has a review record."""
        places: list[tuple[Place, bool]] = []
        all_series, problems = self._names(BULLETINS)
        for series in all_series:
            years, found = self._names(f"{BULLETINS}/{series}")
            problems += found
            for year in years:
                folder = f"{BULLETINS}/{series}/{year}"
                names, found = self._names(folder)
                problems += found
                problems += self._check_names(folder, names)
                present = set(names)
                stems = _stems(names)
                for name in names:
                    stem = name.removesuffix(BULLETIN_ENDING)
                    if name.endswith(BULLETIN_ENDING) and not copied_from(stem, stems):
                        place = Place.of_file(f"{folder}/{name}")
                        has_review = f"{place.name}{REVIEW_ENDING}" in present
                        places.append((place, has_review))
        return places, problems

    def pages(self) -> tuple[list[str], list[Problem]]:
        """Return the names of the owner's pages."""
        names, problems = self._names(PAGES, PATTERN_OF_PAGES)
        problems += self._check_names(PAGES, names, PATTERN_OF_PAGES)
        stems = _stems(names)
        return sorted(stem for stem in stems if not copied_from(stem, stems)), problems

    def static(self) -> tuple[list[FolderEntry], list[Problem]]:
        """Return everything below static/ that is not a folder, without strays. Of the names that
        begin with a dot, only .well-known counts."""
        if not self.has(STATIC):
            return [], []
        try:
            return list(self._folder.walk(STATIC, _is_no_static)), []
        except NotADirectoryError:
            return [], [self._misplaced(STATIC, PATTERN)]
        except OSError as error:
            return [], [self._unreadable(STATIC, error)]

    def pictures(self) -> tuple[tuple[str, ...], list[Problem]]:
        """Return the files in the folders of pictures, in order."""
        files: list[str] = []
        problems: list[Problem] = []
        folders = [
            f"{BULLETINS}/{series}/{year}/{PICTURES}"
            for series in self._names(BULLETINS)[0]
            for year in self._names(f"{BULLETINS}/{series}")[0]
        ]
        for folder in (*folders, PICTURES_OF_PAGES):
            pattern = PATTERN_OF_PAGES if folder == PICTURES_OF_PAGES else PATTERN
            names, found = self._names(folder, pattern)
            restored = (f for f in self._replaced if posixpath.dirname(f) == folder)
            names = sorted({*names, *map(posixpath.basename, restored)})
            files += (f"{folder}/{name}" for name in names)
            problems += (*found, *self._alike(folder, names))
        return tuple(files), problems

    def _alike(self, folder: str, names: Sequence[str]) -> Iterator[Problem]:
        """Report names that are one on systems that ignore case."""
        first: dict[str, str] = {}
        for name in names:
            other = first.setdefault(folded(name), name)
            if other != name:
                message = "is one name with {file} on systems that ignore case: rename one"
                where = Location(self.show(f"{folder}/{name}"))
                yield problem(where, "", message, file=other)

    def _names(self, folder: str, pattern: str = PATTERN) -> tuple[list[str], list[Problem]]:
        """Return the sorted names in a folder, without strays; an empty list if there is no such
        folder."""
        if not self.has(folder):
            return [], []
        try:
            names = [entry.name for entry in self._folder.entries(folder)]
        except NotADirectoryError:
            return [], [self._misplaced(folder, pattern)]
        except OSError as error:
            return [], [self._unreadable(folder, error)]
        found = [name for name in names if not _is_stray(name)]
        return [name for name in found if f"{folder}/{name}" not in self._left_out], []

    def _check_names(
        self, folder: str, names: Sequence[str], pattern: str = PATTERN
    ) -> Iterator[Problem]:
        """Report names in a folder that no bulletin, or no page, can have."""
        present = set(names)
        stems = _stems(names)
        yield from self._alike(folder, names)
        for name in names:
            location = Location(self.show(f"{folder}/{name}"))
            bulletin = name.removesuffix(REVIEW_ENDING) + ".md"
            stem = name.removesuffix(REVIEW_ENDING).removesuffix(".md")
            copied = copied_from(stem, stems)
            if copied is not None:
                ending = REVIEW_ENDING if name.endswith(REVIEW_ENDING) else ".md"
                yield _conflict_copy(location, f"{copied}{ending}")
            elif name.endswith(REVIEW_ENDING):
                if bulletin not in present:
                    message = "belongs to no bulletin: delete it too, or put {file} back"
                    yield problem(location, "", message, file=bulletin)
            elif name == PICTURES:
                continue
            elif not name.endswith(".md"):
                yield self._misplaced(f"{folder}/{name}", pattern)
            elif len(os.fsencode(name)) > _MAX_NAME:
                message = "is too long: at most {han} Chinese characters or {letters} letters"
                letters = _MAX_NAME - len(".md")
                yield problem(location, "", message, han=letters // 3, letters=letters)
            elif not _is_bulletin_name(name.removesuffix(".md")):
                message = (
                    "cannot be the name of a page: rename it, without control characters,"
                    ' \\ / : * ? " < > |, outer spaces and dots, and names that systems reserve'
                )
                yield problem(location, "", message)

    def _misplaced(self, file: str, known: str) -> Problem:
        stem, dot, ending = file.rpartition(".")
        siblings = {name.removesuffix(f".{ending}") for name in known.split(", ")}
        copied = copied_from(stem, siblings) if dot else None
        if copied is not None:
            return _conflict_copy(Location(self.show(file)), f"{copied}.{ending}")
        message = "does not belong here (known: {known}); move it away or begin its name with a dot"
        return problem(Location(self.show(file)), "", message, known=known)

    def _unreadable(self, file: str, error: OSError) -> Problem:
        message = "cannot be read: {reason}"
        return problem(Location(self.show(file)), "", message, reason=_reason(error))


def open_tree(
    content: Path,
    shown: str,
    replaced: Mapping[str, bytes] | None = None,
    left_out: Collection[str] = (),
    memory: Memory | None = None,
) -> Tree:
    if not content.is_dir():
        message = "is no folder; init starts a new archive"
        raise ConfigError([problem(Location(shown), "", message)])
    return Tree(content, shown, replaced, left_out, memory)


def write(content: Path, shown: str, file: str, text: bytes) -> None:
    """Write a file of content/, whole or not at all. Raise ContentError if that fails."""
    try:
        Folder(content).write(file, text)
    except OSError as error:
        message = "cannot be written: {reason}"
        where = Location(f"{shown}/{file}")
        raise ContentError([problem(where, "", message, reason=_reason(error))]) from error


def _is_stray(name: str) -> bool:
    return bool(_LEFT_BEHIND.fullmatch(name) or _NOTES.fullmatch(name))


def _is_no_static(name: str) -> bool:
    """Return whether a name in static/ is a stray. A README or LICENSE there is content."""
    return name != ".well-known" and bool(_LEFT_BEHIND.fullmatch(name))


def _conflict_copy(location: Location, file: str) -> Problem:
    message = (
        "looks like the conflict copy of {file} that a cloud drive or a file manager makes: compare"
        " the two, keep one under that name and delete the other"
    )
    return problem(location, "", message, file=file)


def _stems(names: Sequence[str]) -> set[str]:
    return {name.removesuffix(".md") for name in names if name.endswith(".md")}


def _is_bulletin_name(name: str) -> bool:
    """Return whether a bulletin can have that name: its articles' folder must not have the name of
    the page or the file of another bulletin."""
    return urls.is_file_name(name) and not name.casefold().endswith((".html", ".md", ".json"))


def _reason(error: OSError) -> str:
    return error.strerror or str(error)
