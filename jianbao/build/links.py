"""The check of links from file to file: each leads to a file and an id that are there, and a chain
of links leads to each page from the home page."""

import json
import posixpath
from array import array
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from itertools import chain
from typing import Self

from jianbao.archive import urls
from jianbao.base import parts
from jianbao.base.problems import Location, Problem, problem
from jianbao.build.outline import LinkTarget, PageOutline


@dataclass(frozen=True, slots=True)
class _Page:
    """A page or style sheet: its ids, each between two ends of lines, and the numbers of the
    targets of its links. `redirects` if it sends readers on."""

    ids: str
    followed: "array[int]"
    needed: "array[int]"
    redirects: bool

    def links_to(self, targets: frozenset[int]) -> bool:
        return not (targets.isdisjoint(self.followed) and targets.isdisjoint(self.needed))


class Links:
    """The links of all pages and style sheets of a site, added in any order.

    A target is an output path and an id in it, "" for the whole file. Little is kept of each page,
    since there may be very many.
    """

    def __init__(self) -> None:
        self._targets: list[tuple[str, str] | None] = []  # None if no page leads there any more
        self._numbers: dict[tuple[str, str], int] = {}
        self._pages: dict[str, _Page] = {}
        self._problems: dict[str, tuple[Problem, ...]] = {}

    def __contains__(self, path: str) -> bool:
        return path in self._pages

    def add(self, path: str, page: PageOutline) -> None:
        """Add a page or a style sheet."""
        numbers = self._numbers
        followed, needed = array("I"), array("I")
        redirects = False
        for _, kind, _, target, fragment in page.references:
            key = target, fragment
            number = numbers.get(key)
            if number is None:
                number = numbers[key] = len(self._targets)
                self._targets.append(key)
            (followed if kind == "follow" else needed).append(number)
            redirects = redirects or kind == "redirect"
        ids = "\n".join(("", *page.ids, ""))
        self._pages[path] = _Page(ids, followed, needed, redirects)
        if page.problems:
            self._problems[path] = page.problems

    def forget(self, path: str) -> None:
        """Forget the page or style sheet at `path`, if it was added."""
        self._pages.pop(path, None)
        self._problems.pop(path, None)

    def problems(
        self, files: Collection[str], outline_of: Callable[[str], PageOutline]
    ) -> Iterator[Problem]:
        """Yield the problems of all pages and style sheets, and of their links. `files` are the
        output paths of the site. `outline_of` returns again what was added; it is called only for
        a page with a link that leads nowhere."""
        yield from chain.from_iterable(self._problems.values())
        yield from self._dead(files, outline_of)
        yield from self._unreachable()

    def _dead(
        self, files: Collection[str], outline_of: Callable[[str], PageOutline]
    ) -> Iterator[Problem]:
        """Yield a problem for each link to a file that is missing, and for each missing id."""
        dead = frozenset(n for key, n in self._numbers.items() if self._is_dead(*key, files))
        if not dead:
            return
        folders = {posixpath.dirname(path) for path in files} - {""}
        # Of several links to one id, the first is named, whatever was added first.
        first: dict[tuple[str, str], tuple[str, int, str]] = {}
        for path, page in self._pages.items():
            if not page.links_to(dead):
                continue
            for link in outline_of(path).references:
                if link.target not in files:
                    yield _missing(path, link, folders)
                elif self._is_dead(link.target, link.fragment, files):
                    key, place = (link.target, link.fragment), (path, link.line, link.address)
                    first[key] = min(first.get(key, place), place)
        for (target, name), (path, line, address) in first.items():
            message = "“{address}” leads nowhere: {file} has no id “{id}”"
            yield problem(Location(path, line), "", message, address=address, file=target, id=name)

    def _is_dead(self, target: str, fragment: str, files: Collection[str]) -> bool:
        if fragment and target in self._pages:
            return "\n" in fragment or f"\n{fragment}\n" not in self._pages[target].ids
        return target not in files

    def _unreachable(self) -> Iterator[Problem]:
        """Yield a problem for each page that no chain of links from the home page reaches."""
        if urls.HOME not in self._pages:
            return
        waiting = [urls.HOME]
        reached = set(waiting)
        seen: set[int] = set()
        while waiting:
            page = self._pages.get(waiting.pop())
            for number in set(page.followed) - seen if page else ():
                seen.add(number)
                target = self._targets[number]
                if target and target[0] not in reached:
                    reached.add(target[0])
                    waiting.append(target[0])
        for path, page in self._pages.items():
            if path in reached or path == urls.NOT_FOUND or page.redirects:
                continue
            if path.endswith(".html"):
                message = (
                    "no link leads here from the home page: if the archive has layouts of its own,"
                    " one of them leaves it out"
                )
                yield problem(Location(path), "", message)

    def pack(self, files: Collection[str]) -> bytes:
        """Return what `unpack` reads: all pages without a problem of their own. `files` are as for
        `problems`, which found none: so what leads to another file is a link of the past."""
        targets = [one if one and not self._is_dead(*one, files) else None for one in self._targets]
        pages = {path: one for path, one in self._pages.items() if path not in self._problems}
        rows = [
            (path, one.ids, len(one.followed), len(one.needed), one.redirects)
            for path, one in pages.items()
        ]
        head = json.dumps((targets, rows), ensure_ascii=False).encode()
        numbers = (part.tobytes() for one in pages.values() for part in (one.followed, one.needed))
        return parts.join(head, b"".join(numbers))

    @classmethod
    def unpack(cls, packed: bytes) -> Self:
        links = cls()
        head, packed_numbers = parts.split(packed)
        targets, rows = json.loads(head)
        links._targets = [tuple(one) if one else None for one in targets]
        links._numbers = {one: number for number, one in enumerate(links._targets) if one}
        numbers = array("I", packed_numbers)
        start = 0
        for path, ids, followed, needed, redirects in rows:
            middle, end = start + followed, start + followed + needed
            links._pages[path] = _Page(ids, numbers[start:middle], numbers[middle:end], redirects)
            start = end
        return links


def _missing(path: str, link: LinkTarget, folders: Collection[str]) -> Problem:
    where, address, target = Location(path, link.line), link.address, link.target
    if link.kind == "own":
        return problem(where, "", "“{address}” is not in the site", address=address)
    if target in folders or target == ".":
        message = "“{address}” leads to a folder: name its index.html"
        return problem(where, "", message, address=address)
    message = "“{address}” leads nowhere: there is no {file}"
    return problem(where, "", message, address=address, file=target)
