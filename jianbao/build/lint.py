"""Checks of a finished tree before it is published: every link and fragment leads somewhere, ids
are unique, nothing is loaded from another site, nothing runs that a strict content security policy
forbids, and the pages are exactly those that were rendered.

What a page contains (`read_page`) and where it leads (`outline`) depend only on its bytes and its
path, so both are cached under the hash of these. Only what depends on other files is checked again.
"""

import hashlib
import json
import os
import posixpath
import re
from array import array
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Literal
from urllib.parse import unquote, urlsplit

from jianbao.archive import urls
from jianbao.base.cache import Cache
from jianbao.base.problems import Location, Problem, problem
from jianbao.build.page_reader import LinkKind, LintedPage, PageLink, read_page


@dataclass(frozen=True, slots=True)
class LinkTarget:
    """A link to `target`, an output path that should be there, and to the id `fragment` in it.
    `kind` is "own" if the address is an absolute one of this site."""

    line: int
    kind: LinkKind | Literal["own"]
    address: str
    target: str
    fragment: str


@dataclass(frozen=True, slots=True)
class PageOutline:
    """What is known of a page without the other files: its ids, its own problems, and the files and
    ids that it needs."""

    ids: tuple[str, ...]
    problems: tuple[Problem, ...]
    references: tuple[LinkTarget, ...]


def lint(
    tree: Path,
    rendered: Collection[str] | None = None,
    base_url: str | None = None,
    cache: Cache | None = None,
    digests: Mapping[str, str] | None = None,
) -> list[Problem]:
    """Return all problems of the site in the folder `tree`, sorted; their locations are output
    paths. `rendered` are the output paths that were rendered; `base_url` is the archive's public
    address; `digests` are the known SHA-256 of files, which then need not be read for them."""
    sizes = dict(_sizes(tree))
    check = _Check(frozenset(sizes))
    found = [*_presence(sizes, rendered)]
    kept = _Outlines(tree, base_url, cache or Cache(), digests or {})
    for path in check.pages:
        found += check.page(path, kept.outline(path))
    found += check.fragments()
    found += check.unreachable()
    for path in sorted(path for path in sizes if path.endswith(".css")):
        sheet = (tree / path).read_text("utf-8", errors="replace")
        links = tuple(_style_sheet_links(sheet))
        found += check.links(path, outline(path, LintedPage((), links, ()), base_url))
    return sorted(found)


def _sizes(tree: Path) -> Iterator[tuple[str, int]]:
    for folder, _, names in os.walk(tree):
        inside = Path(folder).relative_to(tree).as_posix()
        for name in names:
            path = name if inside == "." else f"{inside}/{name}"
            yield path, Path(folder, name).stat().st_size


def is_page(path: str) -> bool:
    """Return whether an output path is a page of ours. A document as received never is."""
    return path.endswith(".html") and not path.startswith(f"{urls.ORIGINALS}/")


# --- style sheets -----------------------------------------------------------------------------


_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_CSS_ADDRESS = re.compile(
    r"""url\(\s*(?:"([^"]*)"|'([^']*)'|([^)'"]*?))\s*\)|@import\s+(?:"([^"]*)"|'([^']*)')""",
    re.IGNORECASE,
)


def _style_sheet_links(sheet: str) -> Iterator[PageLink]:
    sheet = _COMMENT.sub(lambda match: re.sub(r"[^\n]", " ", match.group()), sheet)
    for match in _CSS_ADDRESS.finditer(sheet):
        address = next(group for group in match.groups() if group is not None)
        if not address.startswith("#"):
            yield PageLink(sheet.count("\n", 0, match.start()) + 1, "load", address)


# --- where a page leads -----------------------------------------------------------------------


def outline(path: str, page: LintedPage, base_url: str | None) -> PageOutline:
    """Return what is known of the page or style sheet at `path` by itself. A pure function."""
    problems = [
        problem(Location(path, p.location.line), p.field, p.message, **dict(p.values))
        for p in page.problems
    ]
    references: list[LinkTarget] = []
    base = urls.absolute(base_url, urls.HOME) if base_url else None
    based = any(link.kind == "base" for link in page.links)
    for link in page.links:
        if based and link.kind != "id" and link.address.startswith("#"):
            problems.append(
                problem(
                    Location(path, link.line),
                    "",
                    "below a <base>, “{address}” leads to another page: write {page}{address}",
                    address=link.address,
                    page=posixpath.basename(path),
                )
            )
        elif link.kind == "id":
            if link.address not in page.ids:
                where = Location(path, link.line)
                message = "no element has the id “{id}”"
                problems.append(problem(where, "", message, id=link.address))
        else:
            led = _lead(path, link, base)
            if isinstance(led, LinkTarget):
                references.append(led)
            elif led:
                problems.append(led)
    return PageOutline(page.ids, tuple(problems), tuple(references))


def _lead(path: str, link: PageLink, base: str | None) -> LinkTarget | Problem | None:
    """Return where a link leads, None for another site, or a problem if it may not lead there.
    `base` is the public address of this site."""
    where = Location(path, link.line)
    address = link.address
    plain = _plain_target(posixpath.dirname(path), address)
    if plain is not None and link.kind != "base":
        return LinkTarget(link.line, link.kind, address, plain[0] or path, plain[1])
    try:
        parts = urlsplit(address)
    except ValueError:
        return problem(where, "", "not an address: “{address}”", address=address)
    if link.kind == "base":
        if path != urls.NOT_FOUND or address != urls.base_path(base or ""):
            return problem(where, "", "<base> is for {page} only", page=urls.NOT_FOUND)
    elif not address or not address.isprintable() or "\\" in address:
        return problem(where, "", "not an address: “{address}”", address=address)
    elif parts.scheme and not parts.netloc and link.kind == "follow":
        if parts.scheme not in ("mailto", "tel"):
            return problem(where, "", "links may not be “{scheme}:”", scheme=parts.scheme)
    elif parts.scheme and base and f"{address}/".startswith(base):
        if link.kind != "public":
            message = "“{address}” is on this site: links must be relative"
            return problem(where, "", message, address=address)
        target = unquote(urlsplit(address[len(base) :]).path) or urls.HOME
        return LinkTarget(link.line, "own", address, target, "")
    elif parts.scheme or parts.netloc:
        if link.kind != "follow" or parts.scheme not in ("http", "https"):
            message = "“{address}” is not on this site: no page may need it"
            return problem(where, "", message, address=address)
    elif address.startswith("/"):
        message = "“{address}” begins at the root of the host: links must be relative"
        return problem(where, "", message, address=address)
    else:
        target = path
        if parts.path:
            joined = posixpath.join(posixpath.dirname(path), unquote(parts.path))
            target = posixpath.normpath(joined)
        # Text fragments (#:~:text=) are instructions, not ids.
        fragment = unquote(parts.fragment.partition(":~:")[0])
        return LinkTarget(link.line, link.kind, address, target, fragment)
    return None


_PLAIN_ADDRESS = re.compile(
    r"(?P<path>[A-Za-z0-9._%~-][A-Za-z0-9._%~/-]*)?(?:\?[A-Za-z0-9._%~=&-]*)?"
    r"(?:#(?P<fragment>[A-Za-z0-9._%~-]+))?"
)


@lru_cache(maxsize=1 << 16)
def _plain_target(folder: str, address: str) -> tuple[str, str] | None:
    """Return the output path, "" for the page itself, and the id that a relative address of plain
    characters leads to. None for any other address."""
    match = _PLAIN_ADDRESS.fullmatch(address) if address else None
    if match is None:
        return None
    path, fragment = match["path"], match["fragment"] or ""
    target = posixpath.normpath(posixpath.join(folder, unquote(path))) if path else ""
    return target, unquote(fragment)


class _Outlines:
    """The outlines of the pages in `tree`, from the cache if it has them."""

    def __init__(
        self, tree: Path, base_url: str | None, cache: Cache, digests: Mapping[str, str]
    ) -> None:
        self._tree = tree
        self._base_url = base_url
        self._cache = cache
        self._digests = digests

    def outline(self, path: str) -> PageOutline:
        content: bytes | None = None
        digest = self._digests.get(path)
        if digest is None:
            content = (self._tree / path).read_bytes()
            digest = hashlib.sha256(content).hexdigest()
        key = self._cache.key("outline", path, self._base_url or "", digest)
        kept = self._cache.recall(key)
        if kept is not None:
            return _unpack(path, kept)
        made = outline(path, read_page(content or (self._tree / path).read_bytes()), self._base_url)
        self._cache.keep(key, _pack(made))
        return made


def _pack(made: PageOutline) -> bytes:
    said = (
        made.ids,
        [(found.location.line, found.message, found.values) for found in made.problems],
        [(r.line, r.kind, r.address, r.target, r.fragment) for r in made.references],
    )
    return json.dumps(said, ensure_ascii=False).encode()


def _unpack(path: str, packed: bytes) -> PageOutline:
    ids, problems, references = json.loads(packed)
    return PageOutline(
        tuple(ids),
        tuple(
            Problem(Location(path, line), "", message, tuple((name, value) for name, value in said))
            for line, message, said in problems
        ),
        tuple(LinkTarget(*reference) for reference in references),
    )


# --- the site as a whole ----------------------------------------------------------------------


def _presence(sizes: dict[str, int], rendered: Collection[str] | None) -> Iterator[Problem]:
    for path, size in sizes.items():
        # Hidden files are signals to programs (.nojekyll).
        if not size and not posixpath.basename(path).startswith("."):
            yield problem(Location(path), "", "an empty file")
    if urls.HOME not in sizes:
        yield problem(Location(urls.HOME), "", "there is no home page")
    if rendered is not None:
        for path in sorted(set(rendered) - sizes.keys()):
            yield problem(Location(path), "", "was rendered, but is not in the site")
        for path in sorted(set(filter(is_page, sizes)).difference(rendered)):
            yield problem(Location(path), "", "is in the site, but was not rendered")


class _Check:
    """The check of links from page to page. It keeps little of each page, since there may be very
    many: its ids in one string, and the numbers of the pages it links to."""

    def __init__(self, files: frozenset[str]) -> None:
        self.pages: Sequence[str] = sorted(filter(is_page, files))
        self._files = files
        self._folders = {posixpath.dirname(path) for path in files} - {""}
        self._numbers = {path: number for number, path in enumerate(self.pages)}
        self._links: dict[str, array[int]] = {}
        self._ids: dict[str, str] = {}
        self._fragments: dict[tuple[str, str], tuple[Location, str]] = {}
        self._redirects: set[str] = set()

    def page(self, path: str, page: PageOutline) -> Iterator[Problem]:
        """Yield the problems of a page and its links, but not those of fragments of other pages."""
        self._ids[path] = "\n".join(page.ids)
        self._links[path] = array("L")
        yield from self.links(path, page)

    def links(self, path: str, page: PageOutline) -> Iterator[Problem]:
        """Yield the problems of a page or style sheet and of its links."""
        yield from page.problems
        for link in page.references:
            if link.target not in self._files:
                yield self._missing(path, link)
                continue
            if link.target not in self._numbers or link.kind == "own":
                continue
            if link.kind == "follow":
                self._links[path].append(self._numbers[link.target])
            elif link.kind == "redirect":
                self._redirects.add(path)
            if link.fragment:
                where = Location(path, link.line)
                self._fragments.setdefault((link.target, link.fragment), (where, link.address))

    def _missing(self, path: str, link: LinkTarget) -> Problem:
        where, address, target = Location(path, link.line), link.address, link.target
        if link.kind == "own":
            return problem(where, "", "“{address}” is not in the site", address=address)
        if target in self._folders or target == ".":
            message = "“{address}” leads to a folder: name its index.html"
            return problem(where, "", message, address=address)
        message = "“{address}” leads nowhere: there is no {file}"
        return problem(where, "", message, address=address, file=target)

    def fragments(self) -> Iterator[Problem]:
        """Yield a problem for each id that is linked to and that its page does not have."""
        for (target, name), (where, address) in self._fragments.items():
            if name not in self._ids[target].split("\n"):
                yield problem(
                    where,
                    "",
                    "“{address}” leads nowhere: {file} has no id “{id}”",
                    address=address,
                    file=target,
                    id=name,
                )

    def unreachable(self) -> Iterator[Problem]:
        """Yield a problem for each page that no chain of links from the home page reaches."""
        if urls.HOME not in self._numbers:
            return
        waiting = [self._numbers[urls.HOME]]
        reached = set(waiting)
        while waiting:
            for number in self._links[self.pages[waiting.pop()]]:
                if number not in reached:
                    reached.add(number)
                    waiting.append(number)
        for number, path in enumerate(self.pages):
            if number not in reached and path != urls.NOT_FOUND and path not in self._redirects:
                message = (
                    "no link leads here from the home page: if the archive has layouts of its own,"
                    " one of them leaves it out"
                )
                yield problem(Location(path), "", message)
