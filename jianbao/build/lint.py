"""Check a finished tree before it is published: every link and fragment leads somewhere, ids are
unique, nothing is loaded from elsewhere, nothing runs that a strict content security policy
forbids, and exactly the rendered pages are there.

What a page says (`read_page`) and where it leads (`outline`) depend on its bytes and its path
alone, so both are kept under the hash of these; only what depends on other files is checked anew.
"""

import hashlib
import json
import os
import posixpath
import re
from array import array
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from html.parser import HTMLParser
from pathlib import Path
from typing import Literal
from urllib.parse import unquote, urlsplit

from jianbao.archive import urls
from jianbao.base.cache import Cache
from jianbao.base.problems import Location, Problem, problem

# What a page does with an address decides where the address may lead.
LinkKind = Literal[
    "follow",  # a reader may go there: this site, or the web
    "redirect",  # a reader is sent there: this site
    "load",  # the browser loads it with the page: this site
    "submit",  # a form is sent there: this site
    "public",  # the public address of a page or feed, for machines
    "base",  # where links start from: the error page only
    "id",  # an id of the same page
]

_Attributes = dict[str, str]


@dataclass(frozen=True, slots=True)
class PageLink:
    line: int
    kind: LinkKind
    address: str


@dataclass(frozen=True, slots=True)
class LintedPage:
    """What one page says: its ids, the addresses it names (each once a kind), and what is wrong
    with it on its own (locations without a path)."""

    ids: tuple[str, ...]
    links: tuple[PageLink, ...]
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class LinkTarget:
    """A link to `target`, an output path that should be there, and to the id `fragment` in it.
    `kind` is "own" where the address is an absolute one of this site."""

    line: int
    kind: LinkKind | Literal["own"]
    address: str
    target: str
    fragment: str


@dataclass(frozen=True, slots=True)
class PageOutline:
    """What is known of a page without the other files: its ids, what is wrong with it in any
    case, and what it needs."""

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
    """Everything that is wrong with the site in the folder `tree`, sorted; locations are output
    paths. `rendered` are the output paths that were rendered; `base_url` is the archive's public
    address; `digests` are the SHA-256 of files that need not be read for it."""
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
    """Whether an output path is a page of ours: documents as received are not, whatever they
    hold."""
    return path.endswith(".html") and not path.startswith(f"{urls.ORIGINALS}/")


# --- one page -------------------------------------------------------------------------------------


def read_page(content: bytes) -> LintedPage:
    """What one page says. A pure function."""
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError:
        return LintedPage((), (), (problem(Location(""), "", "not UTF-8"),))
    reader = _Reader()
    reader.feed(text)
    reader.close()
    return reader.page()


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_VOID = _words("area base br col embed hr img input link meta param source track wbr")
_END_TAG_OPTIONAL = _words(
    "html head body p li dt dd option optgroup thead tbody tfoot tr td th colgroup caption rt rp"
)
_LOADING = {
    "script": ("src",),
    "img": ("src",),
    "source": ("src",),
    "video": ("src", "poster"),
    "audio": ("src",),
    "track": ("src",),
    "iframe": ("src",),
    "embed": ("src",),
    "object": ("data",),
    "input": ("src",),
    "use": ("href", "xlink:href"),
    "image": ("href", "xlink:href"),
}
_LOADING_RELATIONS = _words(
    "stylesheet icon apple-touch-icon mask-icon manifest preload modulepreload prefetch"
    " prerender preconnect dns-prefetch"
)
_PUBLIC_RELATIONS = _words("canonical alternate")
# A browser does not run these.
_SCRIPT_DATA_TYPES = _words("application/json application/ld+json")
_ID_ATTRIBUTES = _words(
    "aria-activedescendant aria-controls aria-describedby aria-details aria-errormessage"
    " aria-flowto aria-labelledby aria-owns for form headers list popovertarget"
)
_REFRESH = re.compile(r"\s*\d+\s*[;,]\s*(?:url\s*=\s*)?(['\"]?)(.*?)\1\s*", re.IGNORECASE)


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._ids: Counter[str] = Counter()
        self._links: dict[tuple[LinkKind, str], PageLink] = {}
        self._problems: list[Problem] = []
        self._open: list[tuple[str, int]] = []
        self._headings = 0
        self._doctype = False
        self._language = ""
        self._charset = ""
        self._title = ""

    def page(self) -> LintedPage:
        for tag, line in self._open:
            self._leave(tag, line)
        if not self._doctype:
            self._report("does not begin with <!doctype html>", 0)
        if not self._language:
            self._report("<html> has no lang", 0)
        if self._charset.lower() != "utf-8":
            self._report("has no <meta charset=utf-8>", 0)
        if not self._title.strip():
            self._report("has no <title>", 0)
        if self._headings != 1:
            self._report("has {count} <h1>, not one", 0, count=self._headings)
        return LintedPage(tuple(self._ids), tuple(self._links.values()), tuple(self._problems))

    def _report(self, message: str, line: int | None = None, **values: object) -> None:
        where = Location("", self.getpos()[0] if line is None else line)
        self._problems.append(problem(where, "", message, **values))

    def _link(self, kind: LinkKind, address: str) -> None:
        self._links.setdefault((kind, address), PageLink(self.getpos()[0], kind, address))

    def handle_decl(self, decl: str) -> None:
        if decl.lower() == "doctype html" and not self._open:
            self._doctype = True

    def handle_data(self, data: str) -> None:
        if self._open and self._open[-1][0] == "title" and not self._inside("svg"):
            self._title += data

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in _VOID:
            self._open.append((tag, self.getpos()[0]))
        self._element(tag, attrs)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._element(tag, attrs)
        if tag not in _VOID and not self._inside("svg") and tag != "svg":
            self._report("<{tag}/> does not close itself in HTML", tag=tag)

    def handle_endtag(self, tag: str) -> None:
        if not self._inside(tag):
            self._report("</{tag}> closes nothing", tag=tag)
            return
        while (top := self._open.pop())[0] != tag:
            self._leave(*top)

    def _leave(self, tag: str, line: int) -> None:
        if tag not in _END_TAG_OPTIONAL:
            self._report("<{tag}> is never closed", line, tag=tag)

    def _inside(self, tag: str) -> bool:
        return any(tag == open_tag for open_tag, _ in self._open)

    def _element(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        # The first of two attributes with one name is what a browser takes.
        attributes = {name: value or "" for name, value in reversed(attrs)}
        if len(attributes) != len(attrs):
            self._report("<{tag}> has an attribute twice", tag=tag)
        match tag:
            case "html":
                self._language = attributes.get("lang", "")
            case "h1":
                self._headings += 1
            case "meta":
                self._meta(attributes)
            case "style":
                self._report("a style element: put it into a style sheet")
            case "script":
                if "src" not in attributes and attributes.get("type") not in _SCRIPT_DATA_TYPES:
                    self._report("an inline script: put it into a file")
        if attributes:
            self._attributes(tag, attributes)

    def _meta(self, attributes: _Attributes) -> None:
        self._charset = self._charset or attributes.get("charset", "")
        if attributes.get("http-equiv", "").lower() == "refresh":
            match = _REFRESH.fullmatch(attributes.get("content", ""))
            if match:
                self._link("redirect", match.group(2))

    def _attributes(self, tag: str, attributes: _Attributes) -> None:
        for name in attributes:
            if name.startswith("on") or name in ("style", "srcdoc", "ping"):
                self._report("<{tag}> has an inline {attribute}", tag=tag, attribute=name)
        if "id" in attributes:
            name = attributes["id"]
            self._ids[name] += 1
            if not name or any(c.isspace() for c in name):
                self._report("not an id: “{id}”", id=name)
            elif self._ids[name] == 2:
                self._report("the id “{id}” stands twice on this page", id=name)
        for name in sorted(_ID_ATTRIBUTES & attributes.keys()):
            for target in attributes[name].split():
                self._link("id", target)
        for name in ("srcset", "imagesrcset"):
            for candidate in attributes.get(name, "").split(","):
                if candidate.strip():
                    self._link("load", candidate.split()[0])
        for kind, name in _addresses(tag, attributes):
            if name in attributes:
                self._link(kind, attributes[name])


def _addresses(tag: str, attributes: _Attributes) -> Iterator[tuple[LinkKind, str]]:
    """Which attributes of an element hold an address, and what it is for."""
    if tag in ("a", "area"):
        yield "follow", "href"
        yield "follow", "xlink:href"
    elif tag == "link":
        relations = set(attributes.get("rel", "").lower().split())
        if relations & _LOADING_RELATIONS:
            yield "load", "href"
        else:
            yield ("public" if relations & _PUBLIC_RELATIONS else "follow"), "href"
    elif tag == "base":
        yield "base", "href"
    elif tag == "form":
        yield "submit", "action"
    for name in _LOADING.get(tag, ()):
        yield "load", name
    if tag in ("button", "input"):
        yield "submit", "formaction"


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
    """What the page or style sheet at `path` is by itself. A pure function."""
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
    """Where a link leads, unless to another site; or why it may not lead there. `base` is the
    public address of this one."""
    where = Location(path, link.line)
    address = link.address
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


class _Outlines:
    """The outlines of the pages in `tree`, made where the cache does not have them."""

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
        # Hidden files are marks for programs (.nojekyll).
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
    """Checks what leads from page to page. Keeps little of each page, since there may be very
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
        """What is wrong with a page and its links, apart from fragments of other pages."""
        self._ids[path] = "\n".join(page.ids)
        self._links[path] = array("L")
        yield from self.links(path, page)

    def links(self, path: str, page: PageOutline) -> Iterator[Problem]:
        """What is wrong with a page or style sheet and where it leads."""
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
        """Links to an id that its page does not have; each id once."""
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
        """Pages to which no chain of links leads from the home page."""
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
