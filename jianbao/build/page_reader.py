"""Reading of one page for the checks: its ids, its links, the problems of the page itself, and the
personal numbers that it holds.

Nearly all tags of a site are the same from page to page. `read_page` splits a page by one pattern
and reads each distinct tag once. A page in which anything is unusual, or not well formed in the
simplest way, goes through Python's HTML parser instead, which finds all problems with their lines.
"""

import html
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from html.parser import HTMLParser
from typing import Literal, NamedTuple

from jianbao.base.problems import Location, Problem, problem
from jianbao.outputs import privacy_gate

# How a page uses an address. This decides where the address may lead.
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


class PageLink(NamedTuple):
    line: int
    kind: LinkKind
    address: str


@dataclass(frozen=True, slots=True)
class LintedPage:
    """What is known of one page: its ids, its addresses (each once a kind), and the problems of the
    page itself (locations without a path)."""

    ids: tuple[str, ...]
    links: tuple[PageLink, ...]
    problems: tuple[Problem, ...]


class PageReading(NamedTuple):
    """A page as the checks see it. `numbers` are the masked forms of its personal numbers."""

    page: LintedPage
    numbers: tuple[str, ...]


def read_page(content: bytes) -> PageReading:
    """Return what the checks need of one page. A pure function."""
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError:
        page = LintedPage((), (), (problem(Location(""), "", "not UTF-8"),))
    else:
        if plain := _read_plain(text):
            return plain
        page = _read_any(text)
    return PageReading(page, tuple(sorted(privacy_gate.masked("page.html", content))))


def _read_any(text: str) -> LintedPage:
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


class _Element(NamedTuple):
    """What the start tag of an element says. `language`, `charset` and `heading` are about the
    whole page."""

    ids: tuple[str, ...] = ()
    links: tuple[tuple[LinkKind, str], ...] = ()
    problems: tuple[Problem, ...] = ()
    language: str = ""
    charset: str = ""
    heading: bool = False


_Attribute = tuple[str, str | None]


def _element(tag: str, attrs: Sequence[_Attribute]) -> _Element:
    # A browser takes the first of two attributes with the same name.
    attributes = {name: value or "" for name, value in reversed(attrs)}
    problems: list[Problem] = []
    if len(attributes) != len(attrs):
        problems.append(_problem("<{tag}> has an attribute twice", tag=tag))
    if tag == "style":
        problems.append(_problem("a style element: put it into a style sheet"))
    is_script = tag == "script" and "src" not in attributes
    if is_script and attributes.get("type") not in _SCRIPT_DATA_TYPES:
        problems.append(_problem("an inline script: put it into a file"))
    for name in attributes:
        if name.startswith("on") or name in ("style", "srcdoc", "ping"):
            message = "<{tag}> has an inline {attribute}"
            problems.append(_problem(message, tag=tag, attribute=name))
    name = attributes.get("id", "-")
    if not name or any(c.isspace() for c in name):
        problems.append(_problem("not an id: “{id}”", id=name))
    return _Element(
        ids=(name,) if "id" in attributes else (),
        links=tuple(_links(tag, attributes)),
        problems=tuple(problems),
        language=attributes.get("lang", "") if tag == "html" else "",
        charset=attributes.get("charset", "") if tag == "meta" else "",
        heading=tag == "h1",
    )


def _problem(message: str, **values: object) -> Problem:
    """Return a problem whose line is not known yet."""
    return problem(Location(""), "", message, **values)


def _links(tag: str, attributes: _Attributes) -> Iterator[tuple[LinkKind, str]]:
    if tag == "meta" and attributes.get("http-equiv", "").lower() == "refresh":
        match = _REFRESH.fullmatch(attributes.get("content", ""))
        if match:
            yield "redirect", match.group(2)
    for name in sorted(_ID_ATTRIBUTES & attributes.keys()):
        for target in attributes[name].split():
            yield "id", target
    for name in ("srcset", "imagesrcset"):
        for candidate in attributes.get(name, "").split(","):
            if candidate.strip():
                yield "load", candidate.split()[0]
    for kind, name in _addresses(tag, attributes):
        if name in attributes:
            yield kind, attributes[name]


def _addresses(tag: str, attributes: _Attributes) -> Iterator[tuple[LinkKind, str]]:
    """Yield the attributes of an element that may hold an address, and how the page uses it."""
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


class _Page:
    """The part of a page that was read so far."""

    def __init__(self) -> None:
        self.ids: dict[str, int] = {}
        self.links: dict[tuple[LinkKind, str], PageLink] = {}
        self.problems: list[Problem] = []
        self.headings = 0
        self.doctype = False
        self.language = ""
        self.charset = ""
        self.title = ""

    def add(self, element: _Element, line: int) -> None:
        for found in element.problems:
            self.report(found.message, line, **dict(found.values))
        for name in element.ids:
            self.ids[name] = self.ids.get(name, 0) + 1
            if self.ids[name] == 2:
                self.report("the id “{id}” is twice on this page", line, id=name)
        for kind, address in element.links:
            if (kind, address) not in self.links:
                self.links[kind, address] = PageLink(line, kind, address)
        self.note(element)

    def note(self, element: _Element) -> None:
        """Note what an element says of the whole page."""
        self.headings += element.heading
        self.language = element.language or self.language
        self.charset = self.charset or element.charset

    def report(self, message: str, line: int = 0, **values: object) -> None:
        self.problems.append(problem(Location("", line), "", message, **values))

    def linted(self) -> LintedPage:
        if not self.doctype:
            self.report("does not begin with <!doctype html>")
        if not self.language:
            self.report("<html> has no lang")
        if self.charset.lower() != "utf-8":
            self.report("has no <meta charset=utf-8>")
        if not self.title.strip():
            self.report("has no <title>")
        if self.headings != 1:
            self.report("has {count} <h1>, not one", count=self.headings)
        return LintedPage(tuple(self.ids), tuple(self.links.values()), tuple(self.problems))


# --- any page -------------------------------------------------------------------------------------


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._page = _Page()
        self._open: list[tuple[str, int]] = []

    def page(self) -> LintedPage:
        for tag, line in self._open:
            self._leave(tag, line)
        return self._page.linted()

    @property
    def _line(self) -> int:
        return self.getpos()[0]

    def handle_decl(self, decl: str) -> None:
        if decl.lower() == "doctype html" and not self._open:
            self._page.doctype = True

    def handle_data(self, data: str) -> None:
        if self._open and self._open[-1][0] == "title" and not self._inside("svg"):
            self._page.title += data

    def handle_starttag(self, tag: str, attrs: list[_Attribute]) -> None:
        if tag not in _VOID:
            self._open.append((tag, self._line))
        self._page.add(_element(tag, attrs), self._line)

    def handle_startendtag(self, tag: str, attrs: list[_Attribute]) -> None:
        self._page.add(_element(tag, attrs), self._line)
        if tag not in _VOID and not self._inside("svg") and tag != "svg":
            self._page.report("<{tag}/> does not close itself in HTML", self._line, tag=tag)

    def handle_endtag(self, tag: str) -> None:
        if not self._inside(tag):
            self._page.report("</{tag}> closes nothing", self._line, tag=tag)
            return
        while (top := self._open.pop())[0] != tag:
            self._leave(*top)

    def _leave(self, tag: str, line: int) -> None:
        if tag not in _END_TAG_OPTIONAL:
            self._page.report("<{tag}> is never closed", line, tag=tag)

    def _inside(self, tag: str) -> bool:
        return any(tag == open_tag for open_tag, _ in self._open)


# --- a page of plain tags -------------------------------------------------------------------------

# The text between < and > of a tag that all parsers read alike. They differ about an & without
# its ;.
_ENTITY = r"&(?:\#[0-9]+|[a-z]+);"
_VALUE = rf"""(?:"[^"&]*(?:{_ENTITY}[^"&]*)*"|'[^'&]*(?:{_ENTITY}[^'&]*)*')"""
_PLAIN_TAG = re.compile(
    r"(?P<tag>[a-z][a-z0-9]*)"
    rf"(?P<attributes>(?:\s+[a-zA-Z][a-zA-Z0-9:-]*(?:={_VALUE})?)*)\s*(?P<end>/?)"
)
_PLAIN_ATTRIBUTE = re.compile(r"""([a-zA-Z][a-zA-Z0-9:-]*)(?:=("[^"]*"|'[^']*'))?""")
_PLAIN_COMMENT = re.compile("!--[^-<>]*--")
# Elements whose content some parsers read as text, up to their end tag.
_TEXT_ONLY = _words("script style title textarea xmp iframe noembed noframes noscript plaintext")


class _Tag(NamedTuple):
    """What stands between < and >. `closes` is the name of the element that an end tag closes;
    `between` is what a reader sees in its place. `is_special` if the page must know of it,
    `is_about_page` if it says something of the whole page."""

    name: str
    element: _Element = _Element()
    stays_open: bool = False
    closes_itself: bool = False
    closes: str = ""
    between: str = ""
    masked: frozenset[str] = frozenset()
    is_special: bool = False
    is_about_page: bool = False


_DOCTYPE = _Tag("!doctype html", is_special=True)
_COMMENT = _Tag("")


@lru_cache(maxsize=1 << 15)
def _plain_tag(text: str) -> _Tag | None:
    """Read the text between < and > of a tag or comment. Return None if it is unusual or has a
    problem."""
    tag = _alike_tag(text) or _one_tag(text)
    masked = privacy_gate.masked_in_tag(f"<{text}>") if tag else None
    return tag._replace(masked=masked) if tag and masked else tag


def _one_tag(text: str) -> _Tag | None:
    if text.startswith("/") and len(text) > 1:
        return _Tag("", closes=text[1:], between=privacy_gate.ends_of_line(text[1:]))
    if text == _DOCTYPE.name:
        return _DOCTYPE
    if _PLAIN_COMMENT.fullmatch(text):
        return _COMMENT
    match = _PLAIN_TAG.fullmatch(text)
    if match is None:
        return None
    name = match["tag"]
    attributes = [
        (key.lower(), None if value is None else html.unescape(value[1:-1]))
        for key, value in (m.groups() for m in _PLAIN_ATTRIBUTE.finditer(match["attributes"]))
    ]
    element = _element(name, attributes)
    if element.problems:
        return None
    closes_itself = bool(match["end"]) and name not in _VOID
    return _Tag(
        name,
        element,
        stays_open=name not in _VOID and not closes_itself,
        closes_itself=closes_itself,
        between=privacy_gate.ends_of_line(name),
        is_special=closes_itself or name == "title",
        is_about_page=bool(element.language or element.charset or element.heading),
    )


# Attributes whose values decide what a tag says. Any other one says the same whatever its value.
_DECIDING = _ID_ATTRIBUTES | _words(
    "id href xlink:href src poster data srcset imagesrcset action formaction rel type lang charset"
    " http-equiv"
)


class _Alike(NamedTuple):
    """What start tags say that differ only in the values of their attributes. `id` and `link` are
    the places of an id and of the address that a reader follows among the values."""

    tag: _Tag
    id: int | None
    link: int | None


@lru_cache(maxsize=1 << 12)
def _alike(text: str) -> _Alike | None:
    """Read a tag with some value for each attribute. Return None if it is unusual, has a problem,
    or says more than an id and an address that depends on the values."""
    tag = _one_tag(text)
    if tag is None or not tag.name:
        return None
    names = [name.lower() for name, value in _PLAIN_ATTRIBUTE.findall(text) if value]
    deciding = _DECIDING.intersection(names)
    if deciding - {"id", "href"} or ("href" in deciding and tag.name != "a"):
        return None
    return _Alike(
        tag,
        names.index("id") if "id" in deciding else None,
        names.index("href") if "href" in deciding else None,
    )


def _alike_tag(text: str) -> _Tag | None:
    """Read a start tag by one that is alike. Return None if that is not possible."""
    parts = text.split('"')
    if len(parts) < 3 or not len(parts) % 2 or "&" in text or "'" in text:
        return None
    alike = _alike('"x"'.join(parts[::2]))
    if alike is None or (alike.id is None and alike.link is None):
        return alike and alike.tag
    ids = () if alike.id is None else (parts[2 * alike.id + 1],)
    links: tuple[tuple[LinkKind, str], ...] = ()
    if alike.link is not None:
        links = (("follow", parts[2 * alike.link + 1]),)
    if ids and ids[0].split() != [*ids]:
        return None
    return alike.tag._replace(element=alike.tag.element._replace(ids=ids, links=links))


class _Line(NamedTuple):
    """What a line says, read without the lines around it. `shown` is its visible text, `title` the
    part in a title. `closes` are elements of earlier lines, innermost first; `opens` are those that
    stay open; `links` have the number of line ends before them; `about` are elements that say
    something of the whole page."""

    shown: str
    has_tags: bool = True
    closes: tuple[str, ...] = ()
    opens: tuple[str, ...] = ()
    ids: tuple[str, ...] = ()
    links: tuple[tuple[int, tuple[LinkKind, str]], ...] = ()
    masked: tuple[frozenset[str], ...] = ()
    begins_inside: bool = False  # with a tag or comment, not with an end tag
    title: str = ""
    about: tuple[_Element, ...] = ()
    is_doctype: bool = False
    needs_svg: bool = False  # around it, for an element that closes itself
    is_special: bool = False  # whether the page must know of more than what stands before this


_UNUSUAL = _Line("unusual", is_special=True)
_UNFINISHED = _Line("ends inside a tag", is_special=True)


def _read_line(source: str) -> _Line:
    """Read a line, or several if a tag goes on. Return _UNUSUAL if anything in it is unusual or
    wrong, and _UNFINISHED if it ends inside a tag."""
    before, *pieces = source.split("<")
    if not pieces:
        return _Line(html.unescape(before), has_tags=False)
    if ">" not in pieces[-1]:
        return _UNFINISHED
    shown = [before]
    closes: list[str] = []
    opened: list[str] = []
    ids: list[str] = []
    links: list[tuple[int, tuple[LinkKind, str]]] = []
    masked: list[frozenset[str]] = []
    about: list[_Element] = []
    special: list[tuple[_Tag, str]] = []
    passed = before.count("\n")
    for piece in pieces:
        inside, end, after = piece.partition(">")
        tag = _plain_tag(inside) if end else None
        if tag is None or not _nests(tag, opened, closes):
            return _UNUSUAL
        shown += tag.between, after
        ids += tag.element.ids
        for link in tag.element.links:
            links.append((passed, link))
        if tag.masked:
            masked.append(tag.masked)
        if tag.is_about_page:
            about.append(tag.element)
        if tag.is_special and "svg" not in opened:
            special.append((tag, after))
        passed += piece.count("\n")
    line = _Line(
        html.unescape("".join(shown)),
        closes=tuple(closes),
        opens=tuple(opened),
        ids=tuple(ids),
        links=tuple(links),
        masked=tuple(masked),
        begins_inside=not pieces[0].startswith("/"),
        about=tuple(about),
        is_special=bool(about),
    )
    return _special(line, special) if special else line


def _nests(tag: _Tag, opened: list[str], closes: list[str]) -> bool:
    """Return whether a tag may follow those before it on its line, and note what it opens or
    closes."""
    if tag.closes:
        if opened:
            return opened.pop() == tag.closes
        closes.append(tag.closes)
    elif opened and opened[-1] in _TEXT_ONLY:
        return False
    elif tag.stays_open:
        opened.append(tag.name)
    elif tag is _DOCTYPE:
        return not closes and not opened
    return True


def _special(line: _Line, tags: Sequence[tuple[_Tag, str]]) -> _Line:
    """Return a line with what its special tags say; each is given with the text after it."""
    title = "".join(html.unescape(after) for tag, after in tags if tag.name == "title")
    needs_svg = any(tag.closes_itself for tag, _ in tags)
    if "svg" in line.closes and (needs_svg or title):
        return _UNUSUAL
    is_doctype = any(tag is _DOCTYPE for tag, _ in tags)
    is_special = line.is_special or bool(title or is_doctype or needs_svg)
    return line._replace(
        title=title, is_doctype=is_doctype, needs_svg=needs_svg, is_special=is_special
    )


# Most lines are on many pages: the head, the menu, the foot. Long ones are texts of one article.
_read_short_line = lru_cache(maxsize=1 << 14)(_read_line)
_SHORT = 400
# The most lines of one tag. Reading them again with each line costs the square of their number.
_MOST_JOINED = 50


def _lines(text: str) -> Iterable[tuple[int, _Line]]:
    """Return each line of a page with its number; several as one if a tag goes on."""
    sources = text.split("\n")
    lines = [_read_short_line(s) if len(s) < _SHORT else _read_line(s) for s in sources]
    return _joined(sources, lines) if _UNFINISHED in lines else enumerate(lines, 1)


def _joined(sources: Iterable[str], lines: Iterable[_Line]) -> Iterator[tuple[int, _Line]]:
    """Yield lines with their numbers, with those of one tag read as one."""
    begun: list[str] = []  # the lines of a tag that is not at its end yet
    number = 0
    for number, (source, line) in enumerate(zip(sources, lines, strict=True), 1):
        if begun:
            begun.append(source)
            line = _read_line("\n".join(begun))
        if line is _UNFINISHED and len(begun) < _MOST_JOINED:
            begun = begun or [source]
            continue
        yield (number - len(begun) + 1 if begun else number), line
        begun = []
    if begun:
        yield number, _UNFINISHED


def _read_plain(text: str) -> PageReading | None:
    """Read a page, None if anything in it is unusual or wrong."""
    page = _Page()
    opened: list[str] = []
    ids: list[str] = []
    masked: set[frozenset[str]] = set()
    shown: list[str] = []
    for number, line in _lines(text):
        shown.append(line.shown)
        if not line.has_tags:
            continue
        if line.is_special and not _fits(line, opened, page):
            return None
        if line.begins_inside and opened and opened[-1] in _TEXT_ONLY:
            return None
        for name in line.closes:
            if not opened or opened.pop() != name:
                return None
        opened += line.opens
        ids += line.ids
        for passed, link in line.links:
            if link not in page.links:
                page.links[link] = PageLink(number + passed, *link)
        masked.update(line.masked)
    page.ids = Counter(ids)
    said = page.linted()
    if opened or said.problems or len(page.ids) < len(ids):
        return None
    numbers = privacy_gate.masked_in_page("\n".join(shown), masked)
    return PageReading(said, tuple(sorted(numbers)))


def _fits(line: _Line, opened: Sequence[str], page: _Page) -> bool:
    """Return whether a special line may stand inside these elements, and note what it says of the
    page."""
    if line is _UNUSUAL or line is _UNFINISHED:
        return False
    if opened and line.is_doctype:
        return False
    if line.needs_svg and "svg" not in opened:
        return False
    for element in line.about:
        page.note(element)
    page.doctype = page.doctype or line.is_doctype
    if "svg" not in opened:
        page.title += line.title
    return True
