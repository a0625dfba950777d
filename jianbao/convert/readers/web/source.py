"""Cut the source of a web page into tags and texts before a parser reads it.

Parsers drop text below </html>, in an open tag, in an unclosed comment, each in its own way. Here
each character of the source is text, markup, or set aside with a reason. The parser gets plain
markup with nothing left to drop, and its result is compared with these texts.
"""

import html
import re
from dataclasses import dataclass

from jianbao.archive.kinds import RemovalReason
from jianbao.text.chinese import is_han

_TAG = re.compile(
    r"<(?P<end>/?)(?P<name>[a-z][a-z0-9:_-]*+)"
    r"(?P<rest>(?>=\s*+\"[^\"]*+\"(?=[\s/>])|=\s*+'[^']*+'(?=[\s/>])|[^\"'<>=]++|[=\"'])*+)"
    r"(?P<close>>|(?=<)|)",
    re.IGNORECASE,
)
_ATTRIBUTE = re.compile(
    r"([a-z_][\w:.-]*+)(?:\s*+=\s*+(\"[^\"]*+\"|'[^']*+'|[^\s\"'>]++))?+", re.IGNORECASE | re.ASCII
)
_DECLARATION = re.compile(r"<[!?/][^<>]*+>")
_MARKUP = re.compile(r"</?[a-z]", re.IGNORECASE)
_CONTENT_ENDS = {
    name: re.compile(rf"</{name}(?=[\s/>])", re.IGNORECASE) for name in ("script", "style", "title")
}
# Elements with content that a parser reads as plain text or skips; their text counts here.
_RAW = frozenset(
    (
        "iframe",
        "listing",
        "noembed",
        "noframes",
        "noscript",
        "plaintext",
        "template",
        "textarea",
        "xmp",
    )
)
PREFIX = "x-"
"""The prefix of these elements' names in the markup that the parser gets."""
_OUTER = frozenset(("html", "head", "body", "frameset", "frame"))
_BREAKS = frozenset(("br", "p", "div", "li", "tr", "td", "th", "h1", "h2", "h3", "h4", "h5", "h6"))
_CONTROL = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_ESCAPED = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;"})
_TITLE = 300


@dataclass(frozen=True, slots=True)
class Source:
    """`markup` for the parser; `lines` of the text that it must find there; `aside`: (reason, text)
    of what is not text of the page; `scripts`, which are not in the markup."""

    markup: str
    lines: tuple[str, ...]
    aside: tuple[tuple[RemovalReason, str], ...]
    scripts: tuple[str, ...] = ()


def cut(page: str) -> Source:
    """Cut the source of a page into the parser's markup and what is set aside."""
    return _Cutter(page).source()


class _Cutter:
    """A cutter that passes once over the source."""

    def __init__(self, page: str) -> None:
        self.page = page
        self.markup: list[str] = []
        self.lines: list[list[str]] = [[]]
        self.aside: list[tuple[RemovalReason, str]] = []
        self.scripts: list[str] = []
        self.outer: dict[str, str] = {}
        self.titled = False
        self.missing: set[str] = set()  # ends that do not occur again

    def source(self) -> Source:
        position = 0
        while position < len(self.page):
            start = self.page.find("<", position)
            if start < 0:
                start = len(self.page)
            self._text(self.page[position:start])
            position = self._markup(start) if start < len(self.page) else start
        lines = ("".join(line) for line in self.lines)
        opening = f"<html{self.outer.get('html', '')}><body{self.outer.get('body', '')}>"
        return Source(
            opening + "".join(self.markup),
            tuple(line for line in lines if line.strip()),
            tuple(self.aside),
            tuple(self.scripts),
        )

    def _text(self, text: str) -> None:
        if text:
            shown = _CONTROL.sub("", html.unescape(_CONTROL.sub("", text)))
            self.markup.append(shown.translate(_ESCAPED))
            self.lines[-1].append(shown)

    def _set_aside(self, reason: RemovalReason, markup: str) -> None:
        """Record the words of `markup` that is not part of the page."""
        text = " ".join(_text_of(markup).split())
        if any(map(is_han, text)):
            self.aside.append((reason, text))

    def _markup(self, start: int) -> int:
        """Read the markup at `start`; return the position after it."""
        page = self.page
        if page.startswith("<!--", start):
            return self._comment(start)
        if page.startswith("<![CDATA[", start):
            end = self._find("]]>", start)
            self._text(page[start + 9 : end] if end >= 0 else "")
            return end + 3 if end >= 0 else start + 9
        tag = _TAG.match(page, start)
        if tag and (tag["close"] or page.startswith("<", tag.end())):
            return self._tag(tag)
        declaration = _DECLARATION.match(page, start)
        if declaration and not tag:
            self._set_aside("markup", declaration.group()[2:-1])
            return declaration.end()
        self._text("<")
        return start + 1

    def _find(self, end: str, start: int) -> int:
        """Return the next position of `end`, or -1. A page is searched to its end only once."""
        found = -1 if end in self.missing else self.page.find(end, start)
        if found < 0:
            self.missing.add(end)
        return found

    def _comment(self, start: int) -> int:
        if self.page.startswith(("<!-->", "<!--->"), start):
            return self.page.index(">", start) + 1
        end = self._find("-->", start + 4)
        if end < 0:
            return start + 4  # A comment without an end hides nothing on purpose.
        comment = self.page[start + 4 : end]
        if "<!--" in comment:
            self._set_aside("comment", comment)
        self.markup.append(f"<!--{_CONTROL.sub('', comment).replace('--', '- ')}-->")
        return end + 3

    def _tag(self, tag: re.Match[str]) -> int:
        name, ends = tag["name"].lower(), bool(tag["end"])
        attributes = "" if ends else self._attributes(tag["rest"])
        words = _ATTRIBUTE.sub("", tag["rest"])
        if tag["close"]:
            self._set_aside("markup", words)
        if name in _CONTENT_ENDS:
            return tag.end() if ends else self._hidden(name, attributes, tag.end())
        if name in _BREAKS and self.lines[-1]:
            self.lines.append([])
        if name in _OUTER:
            # A page is one page, even if its outer tags are repeated; the first ones are kept.
            self.outer.setdefault(name, attributes)
            return tag.end()
        name = f"{PREFIX}{name}" if name in _RAW else name
        self.markup.append(f"<{'/' if ends else ''}{name}{attributes}>")
        if not tag["close"] and any(map(is_han, words)):
            self._text(words.lstrip())  # The tag has no end, so this is the text below it.
        return tag.end()

    def _attributes(self, rest: str) -> str:
        found: list[str] = []
        for match in _ATTRIBUTE.finditer(rest):
            name, value = match.groups()
            if value is None:
                found.append(f' {name}=""')
                continue
            value = _CONTROL.sub("", value[1:-1] if value[0] in "\"'" else value)
            if _MARKUP.search(value):
                self._set_aside("attribute", value)
            quoted = value.replace('"', "&quot;").replace("<", "&lt;").replace(">", "&gt;")
            found.append(f' {name}="{quoted}"')
        return "".join(found)

    def _hidden(self, name: str, attributes: str, start: int) -> int:
        """Read the content of a script, a style or a title; without an end tag it ends at the next
        tag."""
        end = None
        if name not in self.missing:
            end = _CONTENT_ENDS[name].search(self.page, start)
        if end is None:
            self.missing.add(name)
            end = re.compile(r"(?=</?[a-z])", re.IGNORECASE).search(self.page, start)
        stop = end.start() if end else len(self.page)
        content = _CONTROL.sub("", self.page[start:stop])
        if name == "title":
            if self.titled or len(content) > _TITLE:
                self._set_aside("title", content)
            if not self.titled:
                self.titled = True
                words = html.unescape(content).translate(_ESCAPED)
                self.markup.append(f"<title>{words}</title>")
        elif name == "script" and "ld+json" in attributes:
            self.markup.append(f"<script{attributes}>{content}</script>")
        elif name == "script":
            self.scripts.append(content)
        return stop


def _text_of(markup: str) -> str:
    """Return the text that `markup` shows, roughly."""
    return html.unescape(re.sub(r"<[^<>]*+>", " ", markup))
