"""The outline of a page: what the checks know of it without the other files."""

import posixpath
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Literal, NamedTuple
from urllib.parse import SplitResult, unquote, urlsplit

from jianbao.archive import urls
from jianbao.base.problems import Location, Problem, problem
from jianbao.build.page_reader import LinkKind, LintedPage, PageLink


class LinkTarget(NamedTuple):
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


def outline(path: str, page: LintedPage, base_url: str | None) -> PageOutline:
    """Return what is known of the page or style sheet at `path` by itself. A pure function."""
    problems = [
        problem(Location(path, p.location.line), p.field, p.message, **dict(p.values))
        for p in page.problems
    ]
    references: list[LinkTarget] = []
    base = urls.absolute(base_url, urls.HOME) if base_url else None
    based = any(link.kind == "base" for link in page.links)
    folder = posixpath.dirname(path)
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
            led = _plain_lead(path, folder, link) or _lead(path, link, base)
            if isinstance(led, LinkTarget):
                references.append(led)
            elif led:
                problems.append(led)
    return PageOutline(page.ids, tuple(problems), tuple(references))


def _plain_lead(path: str, folder: str, link: PageLink) -> LinkTarget | None:
    """Return where a link of the page `path` in `folder` leads if its address is plain."""
    plain = None if link.kind == "base" else _plain_target(folder, link.address)
    if plain is None:
        return None
    return LinkTarget(link.line, link.kind, link.address, plain[0] or path, plain[1])


def _lead(path: str, link: PageLink, base: str | None) -> LinkTarget | Problem | None:
    """Return where a link leads, None for another site, or a problem if it may not lead there.
    `base` is the public address of this site."""
    where, address = Location(path, link.line), link.address
    try:
        parts = urlsplit(address)
    except ValueError:
        return problem(where, "", "not an address: “{address}”", address=address)
    if link.kind == "base":
        if path == urls.NOT_FOUND and address == urls.base_path(base or ""):
            return None
        return problem(where, "", "<base> is for {page} only", page=urls.NOT_FOUND)
    if not address or not address.isprintable() or "\\" in address:
        return problem(where, "", "not an address: “{address}”", address=address)
    if parts.scheme or parts.netloc:
        return _whole_lead(where, link, parts, base)
    if address.startswith("/"):
        message = "“{address}” begins at the root of the host: links must be relative"
        return problem(where, "", message, address=address)
    target = path
    if parts.path:
        joined = posixpath.join(posixpath.dirname(path), unquote(parts.path))
        target = posixpath.normpath(joined)
    # Text fragments (#:~:text=) are instructions, not ids.
    fragment = unquote(parts.fragment.partition(":~:")[0])
    return LinkTarget(link.line, link.kind, address, target, fragment)


def _whole_lead(
    where: Location, link: PageLink, parts: SplitResult, base: str | None
) -> LinkTarget | Problem | None:
    """Return what `_lead` returns for an address with a scheme or a host."""
    address = link.address
    if parts.scheme and not parts.netloc and link.kind == "follow":
        if parts.scheme in ("mailto", "tel"):
            return None
        return problem(where, "", "links may not be “{scheme}:”", scheme=parts.scheme)
    if parts.scheme and base and f"{address}/".startswith(base):
        if link.kind != "public":
            message = "“{address}” is on this site: links must be relative"
            return problem(where, "", message, address=address)
        target = unquote(urlsplit(address[len(base) :]).path) or urls.HOME
        return LinkTarget(link.line, "own", address, target, "")
    if link.kind != "follow" or parts.scheme not in ("http", "https"):
        message = "“{address}” is not on this site: no page may need it"
        return problem(where, "", message, address=address)
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


def of_style_sheet(path: str, content: bytes, base_url: str | None) -> PageOutline:
    """Return what is known of the style sheet at `path` by itself."""
    links = tuple(_style_sheet_links(content.decode("utf-8", errors="replace")))
    return outline(path, LintedPage((), links, ()), base_url)


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


def pack(made: PageOutline) -> object:
    """Return an outline as JSON can hold it."""
    return (
        made.ids,
        [(found.location.line, found.message, found.values) for found in made.problems],
        made.references,
    )


def unpack(path: str, packed: Any) -> PageOutline:
    """Return the outline that `pack` packed, after it was JSON."""
    ids, problems, references = packed
    return PageOutline(
        tuple(ids),
        tuple(
            Problem(Location(path, line), "", message, tuple((name, value) for name, value in said))
            for line, message, said in problems
        ),
        tuple(LinkTarget(*reference) for reference in references),
    )
