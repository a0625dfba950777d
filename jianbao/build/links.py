"""The check of links from file to file: each leads to a file and an id that are there, and a chain
of links leads to each page from the home page."""

import posixpath
from array import array
from collections.abc import Callable, Collection, Iterator

from jianbao.archive import urls
from jianbao.base.problems import Location, Problem, problem
from jianbao.build.outline import LinkTarget, PageOutline


class Links:
    """The links of all pages and style sheets of a site, added in any order.

    Little is kept of each page, since there may be very many: its ids in one string, and numbers of
    the files that it leads to.
    """

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {}
        self._ids: dict[str, str] = {}
        self._followed: dict[str, array[int]] = {}
        self._needed: dict[str, array[int]] = {}
        self._redirects: set[str] = set()
        self._fragments: dict[tuple[str, str], tuple[str, int, str]] = {}
        self._problems: list[Problem] = []

    def add(self, path: str, page: PageOutline) -> None:
        """Add a page or a style sheet."""
        numbers = self._numbers
        followed, needed = array("L"), array("L")
        for line, kind, address, target, fragment in page.references:
            number = numbers.setdefault(target, len(numbers))
            (followed if kind == "follow" else needed).append(number)
            if kind == "redirect":
                self._redirects.add(path)
            if fragment and kind != "own":
                # Of several links to one id, the first is named, whatever was added first.
                first = path, line, address
                known = self._fragments.setdefault((target, fragment), first)
                if first < known:
                    self._fragments[target, fragment] = first
        self._ids[path] = "\n".join(page.ids)
        self._followed[path], self._needed[path] = followed, needed
        self._problems += page.problems

    def problems(
        self, files: Collection[str], outline_of: Callable[[str], PageOutline]
    ) -> Iterator[Problem]:
        """Yield the problems of all pages and style sheets, and of their links. `files` are the
        output paths of the site. `outline_of` returns again what was added; it is called only for
        a page that leads to a missing file."""
        yield from self._problems
        yield from self._missing(files, outline_of)
        for (target, name), (path, line, address) in self._fragments.items():
            if target in self._ids and name not in self._ids[target].split("\n"):
                message = "“{address}” leads nowhere: {file} has no id “{id}”"
                where = Location(path, line)
                yield problem(where, "", message, address=address, file=target, id=name)
        yield from self._unreachable()

    def _missing(
        self, files: Collection[str], outline_of: Callable[[str], PageOutline]
    ) -> Iterator[Problem]:
        missing = {number for target, number in self._numbers.items() if target not in files}
        if not missing:
            return
        folders = {posixpath.dirname(path) for path in files} - {""}
        for path in self._ids:
            if missing.isdisjoint(self._followed[path]) and missing.isdisjoint(self._needed[path]):
                continue
            for link in outline_of(path).references:
                if link.target not in files:
                    yield _missing(path, link, folders)

    def _unreachable(self) -> Iterator[Problem]:
        """Yield a problem for each page that no chain of links from the home page reaches."""
        if urls.HOME not in self._followed:
            return
        names = list(self._numbers)
        waiting = [urls.HOME]
        reached = set(waiting)
        while waiting:
            for number in self._followed.get(waiting.pop(), ()):
                if names[number] not in reached:
                    reached.add(names[number])
                    waiting.append(names[number])
        for path in self._followed:
            if path in reached or path == urls.NOT_FOUND or path in self._redirects:
                continue
            if path.endswith(".html"):
                message = (
                    "no link leads here from the home page: if the archive has layouts of its own,"
                    " one of them leaves it out"
                )
                yield problem(Location(path), "", message)


def _missing(path: str, link: LinkTarget, folders: Collection[str]) -> Problem:
    where, address, target = Location(path, link.line), link.address, link.target
    if link.kind == "own":
        return problem(where, "", "“{address}” is not in the site", address=address)
    if target in folders or target == ".":
        message = "“{address}” leads to a folder: name its index.html"
        return problem(where, "", message, address=address)
    message = "“{address}” leads nowhere: there is no {file}"
    return problem(where, "", message, address=address, file=target)
