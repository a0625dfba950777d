"""Read web pages: extract the article's blocks from the page.

A piece of the page is left out only on evidence (hidden, a menu by its markup, a list of links, a
counter, a share button), or because it is outside the article and is not prose. Everything that is
left out becomes a removal with its reason. Nothing is ever fetched.
"""

import email
import email.policy
import itertools
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal, NoReturn

from jianbao.archive.kinds import Doubt, RemovalReason
from jianbao.archive.model import Flag
from jianbao.base.problems import ConvertError, Location, problem
from jianbao.convert.blocks import Block, Document, Removal
from jianbao.convert.readers.colours import is_red, named_colour
from jianbao.convert.readers.complete import complete, lines_as_blocks
from jianbao.convert.readers.encodings import decode
from jianbao.convert.readers.runs import (
    Align,
    Line,
    Run,
    broken_kind,
    collapse,
    set_line,
    table_block,
    visible_characters,
    with_captions,
)
from jianbao.convert.readers.web import source
from jianbao.convert.readers.web.boilerplate import judge, outermost, parted
from jianbao.convert.readers.web.pieces import Piece, PieceSpan, Reason, WebPage
from jianbao.convert.readers.web.stated import STATING, Statement, plain, stated
from jianbao.convert.readers.word.numbering import printed_number

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

MAX_BYTES = 16 * 1024 * 1024
MAX_TAGS = 200_000
MAX_ATTRIBUTES = 10_000  # per tag; the parser compares each with all before it
MAX_CELLS = 100_000
MAX_ARCHIVES = 50
_ASIDE_DOUBT = 12
"""With more characters than this, text that was set aside may have been meant for readers."""

_START_TAG = re.compile("""<[a-z](?>[^"'>]+|"[^"]{0,2000}"|'[^']{0,2000}'|["'])*+""", re.IGNORECASE)

_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w.:-]+)", re.IGNORECASE)
_HOLDERS = (b"multipart/", b"message/")
_XML_ENCODING = re.compile(rb"^\s*<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([\w.:-]+)", re.IGNORECASE)

# --- what the markup says ----------------------------------------------------------------------

_BLOCKS = frozenset((
    "address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "details",
    "dialog", "dir", "div", "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form",
    "h1", "h2", "h3", "h4", "h5", "h6", "header", "hgroup", "html", "legend", "li", "main",
    "menu", "nav", "ol", "p", "pre", "section", "summary", "table", "tbody", "td", "tfoot", "th",
    "thead", "tr", "ul", "ucapcontent", "ucaptitle", "noscript", "template", "iframe", "object",
    "video", "audio",
))  # fmt: skip
_NO_TEXT = frozenset(("script", "style", "title", "meta", "link", "base"))
# Elements with text that is never part of a page's text flow.
_ASIDE: Mapping[str, RemovalReason] = {
    "rt": "pinyin",
    "rp": "pinyin",
    "rtc": "pinyin",
    "select": "form-control",
    "button": "form-control",
    "textarea": "form-control",
    "datalist": "form-control",
    "svg": "drawing",
    "canvas": "drawing",
}
_BoxReason = Reason | Literal["content", "box"]
_SUSPECT_TAGS: Mapping[str, RemovalReason] = {
    "nav": "navigation",
    "menu": "navigation",
    "footer": "page-footer",
    "aside": "sidebar",
    "header": "page-header",
    "form": "form",
    "noscript": "noscript",
    "template": "hidden",
    "iframe": "embedded",
    "object": "embedded",
    "video": "embedded",
    "audio": "embedded",
}
_NAMES_OF: Sequence[tuple[RemovalReason, str]] = (
    (
        "navigation",
        r"^(top|left|right|main|sub|sec|site|page|quick|foot)?[-_]?(nav|menu)([-_].*|bar|box|"
        r"list|con|wrap|bg|igation|\d*)$|nav$|bread[-_]?crumb|^crumbs?$|^(cur|current|now|"
        r"your|my)?[-_]?(pos|position|location|place|weizhi)$|^(dqwz|szwz|dangqian|daohang|"
        r"lanmu|mianbaoxie|sitemap)",
    ),
    ("page-footer", r"^foot|[-_]?footer|^bottom([-_]?(nav|bar|box|wrap|bg))?$|copy[-_]?right"
     r"|^banquan|^beian|friend[-_]?links?|^yqlj|youqing"),
    ("page-header", r"^(page|site|web|top)?[-_]?(header|head|top|topbar|logo)"
     r"([-_]?(box|wrap|bar|con|bg|main|inner))?$"),
    ("share", r"^(bd|social)?[-_]?share|[-_]share|jiathis|fenxiang|qr[-_]?code|^ewm|"
     r"erweima|saoyisao|^sys$"),
    ("related", r"relat(ed|e[-_]?news|ion[-_]?news)|^xg(yd|xw|wz|zx|lj|jd|bd|nr)|"
     r"xiangguan|recommend|tuijian|^hot([-_]|news|list|$)|^(click)?rank|paihang|^tjyd|"
     r"guess|morenews"),
    ("sidebar", r"sidebar|^side([-_]?(nav|menu|box|left|right))?$"),
    ("comments", r"^comments?([-_]|$)|pinglun"),
    ("page-tools", r"^(page)?[-_]?(tools?|toolbar|tool[-_]?box)$|^(font|text|zi)[-_]?(size|hao|"
     r"zoom[-_]?btn)|dayin|print[-_]?(btn|button|bar)|^(pager?s?|paging|pagination|page[-_]?(nav|"
     r"num|turn|bar))$|^(pre|prev|up|last)[-_]?(and)?[-_]?next|^(sxp|shangxiapian|sxy)$|"
     r"accessib|wuzhangai|^wza|^(hits?|counters?|click[-_]?num|read[-_]?num|views?[-_]?count)$|"
     r"^search|^login|^tts|voice[-_]?read"),
    ("advertisement", r"^ads?([-_]|$)|advert|guanggao|^piaofu|^float[-_]?(ad|box|win)|"
     r"^(pop[-_]?up|modal|dialog|layui-layer|mask|cookie)"),
)  # fmt: skip
_SUSPECT_NAMES = tuple((reason, re.compile(pattern)) for reason, pattern in _NAMES_OF)
# Names by which the content systems of Chinese offices call the article's text.
_CONTENT = re.compile(
    r"(trs_u?editor(_view)?|trs_autoadd|custom_unionstyle|ucap-?content|zoom|fontzoom|"
    r"contxt|con_?txt|pages?_content|"
    r"article[-_]?(con|content|body|text|main|detail|txt)|(art|artic|arc)[-_]?con(tent)?|"
    r"js_content|rich_media_content|artibody|articlebody|"
    r"(wp_|v_)?(article|news)_?content|news[-_]?(con|text|body|txt|detail)|"
    r"(vf_)?detail[-_]?(con|cont|content|text|main|txt)|(content|con|main|info)[-_]?(text|txt)|"
    r"xxgk[-_]?(con|content|text|nr)|xl[-_]?(con|content|nr)|zw(nr|_nr|con|content)?|zhengwen|"
    r"nei_?rong|info[-_]?con(tent)?|bt[-_]content|print_?(area|content)|endtext|post_text|"
    r"entry-content|post-content)[\d]*"
)
# Comments with which some of these systems mark it.
_CONTENT_BEGINS = re.compile(r"\s*(ZJEG_RSS\.content\.begin|enpcontent)\s*")
_CONTENT_ENDS = re.compile(r"\s*(ZJEG_RSS\.content\.end|/enpcontent)\s*")
_TITLE_NAME = re.compile(
    r"(.*[-_])?(title|tit|bt|biaoti|headline)\d*|(article|news|info|detail|arti|xl|con|main)"
    r"_?-?(title|tit|bt)\d*|activity-name"
)
_BOLD = re.compile(r"font-weight\s*:\s*(bold|bolder|[6-9]00)")
_PLAIN_WEIGHT = re.compile(r"font-weight\s*:\s*(normal|lighter|[1-5]00)")
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden|font-size\s*:\s*0(?![.\d])")
_APART = re.compile(
    r"(?<![-\w])(?:display\s*:\s*(?:block|flex|grid|table|list-item)|position\s*:\s*absolute)"
)
"""The styles that make an element a block, or take it out of its line."""
_ALIGN = re.compile(r"text-align\s*:\s*(left|center|right)")
_INDENT = re.compile(r"text-indent\s*:\s*(-?\d{1,4}(?:\.\d{1,4})?)\s*(em|rem|px|pt)")
_SIZE = re.compile(r"font-size\s*:\s*(\d{1,3}(?:\.\d{1,4})?)\s*(px|pt)")
_COLOR = re.compile(r"(?<![-\w])color\s*:\s*([^;]{1,40})")
_ALIGNS: dict[str, Align] = {"left": "left", "center": "center", "right": "right"}
_FONT_SIZES = {"1": 7.5, "2": 10.0, "3": 12.0, "4": 13.5, "5": 18.0, "6": 24.0, "7": 36.0}


@dataclass(frozen=True, slots=True)
class _Look:
    """The look that an element's text inherits."""

    bold: bool = False
    red: bool = False
    size: float | None = None
    link: bool = False
    align: Align = ""
    indent: float | None = None
    pre: bool = False
    aside: Reason = ""


def read(content: bytes, name: str) -> Document:
    """Read the article of a web page (HTML, or a page saved as MHTML). Raise ConvertError if the
    page cannot be read or holds no text."""
    location = Location(name)
    text, others = _decoded(content, location)
    _check_tags(text, location)
    cut = source.cut(text)
    aside: list[tuple[RemovalReason, str]] = [*cut.aside]
    aside += [("embedded", one) for one in others]
    root = _parse(cut.markup, location)
    language = root.get("lang") or root.get("xml:lang") or ""
    metadata = stated([*_statements(root)], cut.scripts, language.strip())
    page = WebPage()
    _walk(root, page)
    judge(page, metadata)
    blocks, removals = _sorted(page)
    removals += tuple(Removal(reason, len(page.pieces) + 1, words) for reason, words in aside)
    if not any(block.text for block in blocks):
        _refuse(
            location,
            "the web page holds no text of an article; it may be shown by a script or stand in a "
            "frame: open it in a browser, save the text as DOCX or PDF and convert that",
        )
    doubts = (*_doubts(text.count("\ufffd"), aside), *_left_out(page.pieces))
    numbers = (piece.marker for piece in page.pieces if not piece.reason)
    set_aside = removals[len(removals) - len(aside) :]
    document = complete(
        Document("html", blocks, metadata, removals, doubts),
        (*cut.lines, *numbers, *(words for _, words in aside)),
        lambda: Document("html", lines_as_blocks(cut.lines), metadata, set_aside, doubts),
    )
    return replace(document, blocks=with_captions(document.blocks))


def _decoded(content: bytes, location: Location) -> tuple[str, Sequence[str]]:
    """Return the markup of a page, and the texts of the other parts of an MHTML file."""
    if len(content) > MAX_BYTES:
        _refuse(
            location,
            "the web page has {size} MB, more than the {limit} MB that are read; save only the "
            "article and convert that",
            size=len(content) // 1_000_000,
            limit=MAX_BYTES // 1_048_576,
        )
    content, label, others = _unpacked(content, location)
    decoded = decode(content, label or _label(content))
    if decoded is None:
        _refuse(
            location,
            "the characters of the web page are neither UTF-8 nor GB18030 nor UTF-16; open it in "
            "a browser, save it as UTF-8 and convert that",
        )
    return decoded[0], others


def _check_tags(text: str, location: Location) -> None:
    """Refuse a page that is made to take long: no article has so many tags or attributes."""
    if text.count("<") > MAX_TAGS:
        _refuse(
            location,
            "the web page has more than {limit} tags, which no article has; save only the article "
            "and convert that",
            limit=MAX_TAGS,
        )
    if any(
        len(tag) > MAX_ATTRIBUTES and tag.count("=") + len(tag.split()) > 2 * MAX_ATTRIBUTES
        for tag in map(re.Match.group, _START_TAG.finditer(text))
    ):
        _refuse(
            location,
            "a tag of the web page has more than {limit} attributes, which no article has; save "
            "only the article and convert that",
            limit=MAX_ATTRIBUTES,
        )


def _doubts(damaged: int, aside: Sequence[tuple[RemovalReason, str]]) -> Iterator[Flag]:
    if damaged:
        yield Flag.of(Doubt.UNREADABLE_PAGE, 0, "\ufffd", count=damaged)
    for reason, words in aside:
        if reason != "title" and len(words) >= _ASIDE_DOUBT:
            yield Flag.of(Doubt.HIDDEN_IN_MARKUP, 0, words)


_PARAGRAPH = 50
"""Characters of a paragraph that no menu and no list has."""
_MOST_LEFT_OUT = 3


def _left_out(pieces: Sequence[Piece]) -> Iterator[Flag]:
    """Yield a doubt for each run of paragraphs that the names of its element, and not its words,
    put outside the article."""
    runs = [
        next(run)
        for by_name, run in itertools.groupby(
            enumerate(pieces, start=1), key=lambda numbered: _is_left_out_by_name(numbered[1])
        )
        if by_name
    ]
    for number, piece in runs[:_MOST_LEFT_OUT]:
        yield Flag.of(Doubt.READING_LEFT_OUT, number, piece.line.text)


def _is_left_out_by_name(piece: Piece) -> bool:
    named = piece.reason in _BY_NAME and piece.kind != "image"
    return named and piece.prose >= _PARAGRAPH and "。" in piece.line.text


_BY_NAME = frozenset(("sidebar", "page-header", "related", "advertisement", "page-tools", "hidden"))


def _refuse(location: Location, message: str, **values: object) -> NoReturn:
    raise ConvertError([problem(location, "", message, **values)])


def _unpacked(content: bytes, location: Location) -> tuple[bytes, str, list[str]]:
    """Return the page inside a web archive (MHTML), its stated encoding, and the texts of the other
    pages in it; else `content` itself."""
    head = content[:4096].lower()
    if b"mime-version:" not in head or head.lstrip().startswith(b"<"):
        return content, "", []
    # A page is one level deep in its archive; the parser itself has no limit of depth.
    pages: list[tuple[bytes, str]] = []
    if sum(content.lower().count(kind) for kind in _HOLDERS) <= MAX_ARCHIVES:
        message = email.message_from_bytes(content, policy=email.policy.compat32)
        for part in itertools.islice(message.walk(), 1000):
            if part.get_content_type() == "text/html":
                payload = part.get_payload(decode=True)
                if isinstance(payload, bytes):
                    pages.append((payload, str(part.get_content_charset() or "")))
    if not pages:
        _refuse(
            location,
            "the saved web page holds no HTML; open it in a browser and save it as HTML or PDF",
        )
    (page, label), *others = pages
    texts = []
    for other, named in others:
        decoded = decode(other, named or _label(other))
        lines = source.cut(decoded[0]).lines if decoded else ()
        texts.append(" ".join(" ".join(lines).split()))
    return page, label, [text for text in texts if text]


def _label(content: bytes) -> str:
    match = _XML_ENCODING.search(content[:1024]) or _CHARSET.search(content[:8192])
    return match.group(1).decode("ascii", "replace") if match else ""


def _parse(text: str, location: Location) -> "Element":
    try:
        from lxml import etree
    except ModuleNotFoundError:
        _refuse(
            location,
            "{library} is not installed: run `make site` in Jianbao's folder, "
            'or install its wheel with: pip install "JIANBAO.whl[convert]"',
            library="lxml",
        )
    # huge_tree lifts the depth from 256 to 2,048 levels: unclosed <font> tags reach hundreds.
    parser = etree.HTMLParser(encoding="utf-8", no_network=True, huge_tree=True)
    root = etree.fromstring(text.encode("utf-8", "replace"), parser)
    if any(entry.type_name == "ERR_RESOURCE_LIMIT" for entry in parser.error_log):
        _refuse(
            location,
            "the web page is nested too deeply to be read; open it in a browser, save the text as "
            "DOCX or PDF and convert that",
        )
    if root is None:
        _refuse(location, "the web page holds no text; get the document again")
    return root


def _statements(root: "Element") -> Iterator[Statement]:
    for element in root.iter(*STATING):
        if _tag(element.getparent()) != "svg":
            attributes = {str(name): str(value) for name, value in element.attrib.items()}
            yield Statement(_tag(element), attributes, element.text or "")


# --- walking the tree --------------------------------------------------------------------------


def _tag(element: "Element | None") -> str:
    if element is None or not isinstance(element.tag, str):
        return ""
    return element.tag.lower().removeprefix(source.PREFIX)


class _Walker:
    """A walker that passes once over a tree in document order and fills a page's pieces."""

    def __init__(self, page: WebPage) -> None:
        self.page = page
        self.runs: list[Run] = []
        self.aside: list[Run] = []
        self.lines: list[tuple[list[Run], bool]] = []  # of one paragraph, with "a gap before"
        self.gap = False
        self.look = _Look()
        self.heading = 0
        self.titled = False
        self.lists: list[tuple[str, int]] = []  # form and next number of each open list
        self.marker = ""

    def text(self, text: str | None) -> None:
        if not text:
            return
        look = self.look
        run = Run(text, look.bold, look.red, look.size, look.link)
        if look.aside:
            self.aside.append(run)
        elif look.pre and "\n" in text:
            for number, part in enumerate(text.split("\n")):
                if number:
                    self.line_break()
                self.runs.append(replace(run, text=part))
        else:
            self.runs.append(run)

    def line_break(self) -> None:
        self.lines.append((self.runs, self.gap))
        self.gap = not any(run.text.strip() for run in self.runs)
        self.runs = []

    def flush(self) -> None:
        """End the paragraph that is being gathered."""
        self.lines.append((self.runs, self.gap))
        self.runs = []
        look = self.look
        parts = [(set_line(collapse(runs)), gap) for runs, gap in self.lines]
        self.lines = []
        filled = [(line, gap) for line, gap in parts if line.text]
        if not filled:
            # An empty paragraph is an empty line if it holds a line break or a space.
            self.gap = self.gap or len(parts) > 1 or any(line.spaces for line, _ in parts)
            return
        self.gap = not parts[-1][0].text and len(parts) > 1
        followers: list[Line | None] = [line for line, _ in filled[1:]]
        for number, ((line, gap), after) in enumerate(zip(filled, [*followers, None], strict=True)):
            indent = line.spaces if line.spaces else None
            if look.indent is not None:
                indent = line.spaces + (look.indent if number == 0 else 0.0)
            self.add(
                Piece(
                    line,
                    broken_kind(line, after),
                    look.align,
                    indent,
                    self.heading,
                    self.titled,
                    gap,
                    marker=self.marker,
                )
            )
            self.marker = ""

    def add(self, piece: Piece) -> None:
        piece.visible = visible_characters(piece.line.text)
        self.page.pieces.append(piece)

    def end_aside(self, reason: RemovalReason) -> None:
        line = set_line(collapse(self.aside))
        self.aside = []
        if line.text:
            self.add(Piece(line, reason=reason))


def _walk(root: "Element", page: WebPage) -> None:
    from lxml import etree

    walker = _Walker(page)
    stack: list[tuple[_Look, int, int, bool, _BoxReason]] = []
    marked: int | None = None
    events = etree.iterwalk(root, events=("start", "end", "comment", "pi"))
    for event, element in events:
        if event in ("comment", "pi"):
            if event == "comment":
                marked = _mark(walker, element.text or "", marked)
            walker.text(element.tail)
            continue
        tag = _tag(element)
        if event == "start":
            stack.append(_enter(walker, element, tag))
            if tag in _NO_TEXT:
                events.skip_subtree()
            elif tag == "table" and not walker.look.aside:
                table = _data_table(element)
                if table is None:
                    walker.text(element.text)
                else:
                    page.pieces.extend(table)
                    events.skip_subtree()
            else:
                walker.text(element.text)
        else:
            _leave(walker, tag, *stack.pop())
            if stack:
                walker.text(element.tail)
    walker.flush()


def _mark(walker: _Walker, comment: str, start: int | None) -> int | None:
    """Return the piece at which a comment says that the article begins; a comment for the end adds
    a span."""
    begins, ends = _CONTENT_BEGINS.fullmatch(comment), _CONTENT_ENDS.fullmatch(comment)
    if not (begins or ends) or walker.look.aside:
        return start
    walker.flush()
    end = len(walker.page.pieces)
    if ends and start is not None and end > start:
        walker.page.content.append(PieceSpan(start, end))
    return end if begins else None


def _enter(
    walker: _Walker, element: "Element", tag: str
) -> tuple[_Look, int, int, bool, _BoxReason]:
    """Open an element: end the paragraph before it if it is a block, and take over its look. Return
    what `_leave` needs to close it."""
    before = walker.look
    heading, titled = walker.heading, walker.titled
    style = (element.get("style") or "").lower()[:2000]
    names = _names(element)
    block = tag in _BLOCKS or bool(style and _APART.search(style))
    hidden = element.get("hidden") is not None or bool(style and _HIDDEN.search(style))
    aside = before.aside or _ASIDE.get(tag, "") or ("hidden" if hidden and not block else "")
    if block and not aside:
        walker.flush()
        if len(tag) == 2 and tag[0] == "h" and tag[1].isdigit():
            walker.heading = int(tag[1])
        _count(walker, element, tag, style)
        if tag == "ucaptitle" or any(_TITLE_NAME.fullmatch(n) for n in names):
            walker.titled = True
    elif tag == "br" and not aside:
        walker.line_break()
    elif tag == "hr" and not aside:
        walker.flush()
        walker.add(Piece(Line(), "rule"))
    elif tag == "img" and not aside:
        _image(walker, element)
    walker.look = _look(before, element, tag, style, block, aside)
    reason: _BoxReason = ""
    if block and not aside:
        reason = "hidden" if hidden else _suspicion(tag, names)
        reason = reason or ("content" if _holds_content(element, tag, names) else "box")
    return before, len(walker.page.pieces), heading, titled, reason


_LIST_FORMS = {
    "a": "lowerLetter",
    "A": "upperLetter",
    "i": "lowerRoman",
    "I": "upperRoman",
}
_LIST_STYLE = re.compile(r"list-style(?:-type)?\s*:\s*([a-z-]+)")
_CHINESE_LISTS = ("cjk-ideographic", "simp-chinese-informal", "trad-chinese-informal")


def _count(walker: _Walker, element: "Element", tag: str, style: str) -> None:
    """Keep the numbers of ordered lists, which a browser prints and the page does not hold."""
    if tag in ("ol", "ul", "menu", "dir"):
        match = _LIST_STYLE.search(style)
        named = match.group(1) if match else ""
        form = _LIST_FORMS.get((element.get("type") or "").strip(), "decimal")
        if named in _CHINESE_LISTS:
            form = "chineseCountingThousand"
        if tag != "ol" or named == "none":
            form = ""
        walker.lists.append((form, _whole(element.get("start"), 1)))
    elif tag == "li" and walker.lists:
        form, number = walker.lists[-1]
        number = _whole(element.get("value"), number)
        walker.lists[-1] = form, number + 1
        printed = printed_number(number, form) if form else None
        if printed:
            walker.marker = f"{printed}、" if form.startswith("chinese") else f"{printed}. "


def _whole(value: str | None, otherwise: int) -> int:
    text = (value or "").strip()
    return int(text) if re.fullmatch(r"\d{1,4}", text, re.ASCII) else otherwise


def _leave(
    walker: _Walker,
    tag: str,
    before: _Look,
    start: int,
    heading: int,
    titled: bool,
    reason: _BoxReason,
) -> None:
    if reason:
        walker.flush()
        if tag in ("ol", "ul", "menu", "dir"):
            walker.lists.pop()
        elif tag == "li":
            walker.marker = ""
        page, end = walker.page, len(walker.page.pieces)
        if end > start:
            if reason == "content":
                page.content.append(PieceSpan(start, end))
            elif reason != "box":
                page.suspects.append(PieceSpan(start, end, reason))
            page.boxes.append(PieceSpan(start, end))
        if tag == "p" and end == start:
            walker.gap = True
    elif walker.look.aside and not before.aside:
        walker.end_aside(walker.look.aside)
    walker.look, walker.heading, walker.titled = before, heading, titled


def _names(element: "Element") -> list[str]:
    words = f"{element.get('class') or ''} {element.get('id') or ''}".lower()[:2000].split()
    return [word for word in words[:20] if len(word) <= 60]


def _holds_content(element: "Element", tag: str, names: Sequence[str]) -> bool:
    if tag == "ucapcontent" or element.get("itemprop") == "articleBody":
        return True
    return any(_CONTENT.fullmatch(name) for name in names)


def _suspicion(tag: str, names: Sequence[str]) -> Reason:
    if tag in _SUSPECT_TAGS:
        return _SUSPECT_TAGS[tag]
    for reason, pattern in _SUSPECT_NAMES:
        if any(pattern.search(name) for name in names):
            return reason
    return ""


def _look(
    before: _Look, element: "Element", tag: str, style: str, block: bool, aside: Reason
) -> _Look:
    bold, red, size = before.bold, before.red, before.size
    align, indent = before.align, before.indent
    if tag in ("b", "strong") or (style and _BOLD.search(style)):
        bold = True
    elif style and _PLAIN_WEIGHT.search(style):
        bold = False
    color = element.get("color") if tag == "font" else None
    if style:
        match = _COLOR.search(style)
        color = match.group(1) if match else color
        match = _SIZE.search(style)
        if match:
            size = round(float(match.group(1)) * (0.75 if match.group(2) == "px" else 1), 2)
    if color:
        named = named_colour(color)
        red = named is not None and is_red(named)
    if tag == "font" and (element.get("size") or "").strip() in _FONT_SIZES:
        size = _FONT_SIZES[(element.get("size") or "").strip()]
    if block:
        stated = (element.get("align") or "").strip().lower()
        match = _ALIGN.search(style) if style else None
        stated = match.group(1) if match else "center" if tag == "center" else stated
        # The attribute places a table beside the text; it does not align the text in it.
        align = _ALIGNS.get(stated, align) if tag != "table" or match else ""
        if stated_indent := _INDENT.search(style) if style else None:
            indent = _in_em(float(stated_indent.group(1)), stated_indent.group(2), size)
    return _Look(
        bold,
        red,
        size,
        before.link or (tag == "a" and _is_link(element.get("href"))),
        align,
        indent,
        before.pre or tag in ("pre", "listing", "plaintext", "xmp"),
        aside,
    )


def _in_em(value: float, unit: str, size: float | None) -> float:
    """Return a length in em of a text of `size` points."""
    if unit in ("em", "rem"):
        return round(value, 2)
    return round(value * (0.75 if unit == "px" else 1) / (size or 12.0), 2)


_PICTURE = re.compile(r"[^?#]*\.(?:jpe?g|png|gif|bmp|webp)(?:[?#].*)?", re.IGNORECASE)


def _is_link(address: str | None) -> bool:
    """Return whether a link leads to another page, and not to a larger form of a picture."""
    return address is not None and not _PICTURE.fullmatch(address[:2000])


def _image(walker: _Walker, element: "Element") -> None:
    """Add a picture in the flow, by its alternative text; icons and file names are ignored."""
    text = plain(element.get("alt") or element.get("title") or "")
    if re.fullmatch(r"[\w\s().-]*\.(?:jpe?g|png|gif|bmp|webp)|[\w.-]*", text, re.ASCII):
        text = ""
    size = (element.get("width") or "", element.get("height") or "")
    if not text and any(_whole(length, 1000) < 50 for length in size):
        return
    walker.flush()
    linked = visible_characters(text) if walker.look.link else 0
    picture = (element.get("src") or "").strip()
    walker.add(Piece(Line(text, linked=linked), "image", picture=picture))


# --- tables ------------------------------------------------------------------------------------


def _data_table(table: "Element") -> list[Piece] | None:
    """Return the pieces of a table that holds data; None for one that only lays out the page: it
    has a table or a form inside, text beside its cells, one row or one column, or mostly links."""
    if any(True for inner in table.iter("table", "form", "article", "h1") if inner is not table):
        return None
    cells = _rows(table)
    if cells is None or sum(map(bool, cells)) < 2 or max(map(len, cells)) < 2:
        return None
    if any(_content_cell(cell) for row in cells for cell in row):
        return None
    around: list[Piece] = []
    for caption in table.iter("caption"):
        around.extend(_apart(caption))
    pictures: list[Piece] = []
    texts: dict[tuple[int, int], str] = {}
    linked = visible = 0
    for number, row in enumerate(cells):
        for position, cell in enumerate(row):
            pieces = _apart(cell)
            around.extend(p for p in pieces if p.reason)
            pictures.extend(p for p in pieces if p.kind == "image" and not p.reason)
            kept = [p for p in pieces if p.kind != "image" and not p.reason]
            texts[number, position] = "\n".join(p.line.text for p in kept if p.line.text)
            linked += sum(p.line.linked for p in kept)
            visible += sum(p.visible for p in kept)
    grid = _grid(cells, texts) if linked * 2 <= visible else None
    if grid is None:
        return None
    block = table_block(grid, 0)
    piece = Piece(Line(block.text, linked=linked), "table", rows=block.rows)
    piece.visible = visible_characters(block.text)
    return [*around, *([piece] if piece.visible else []), *pictures]


def read_table(markup: str) -> Block | None:
    """Return the table in `markup`, with its cells as rows; None if it holds anything else, or no
    data."""
    table = next(_parse(source.cut(markup).markup, Location("")).iter("table"), None)
    pieces = _data_table(table) if table is not None else None
    if not pieces or [piece.kind for piece in pieces] != ["table"]:
        return None
    return Block(pieces[0].line.text, 0, kind="table", rows=pieces[0].rows)


def _apart(element: "Element") -> list[Piece]:
    """Return the pieces of a cell or a caption alone."""
    page = WebPage()
    _walk(element, page)
    for span in outermost(span for span in page.suspects if span.reason == "hidden"):
        for piece in page.pieces[span.start : span.end]:
            piece.reason = piece.reason or "hidden"
    return page.pieces


_TABLE_PARTS: dict[str, tuple[str, ...]] = {
    "table": ("caption", "colgroup", "col", "thead", "tbody", "tfoot", "tr"),
    "thead": ("tr",),
    "tbody": ("tr",),
    "tfoot": ("tr",),
    "colgroup": ("col",),
    "tr": ("td", "th"),
}


def _rows(table: "Element") -> list[list["Element"]] | None:
    """Return the cells of a table row by row; None if it holds anything in a wrong place."""
    rows: list[list[Element]] = []
    reached = 1
    holders = [table]
    while holders:
        holder = holders.pop()
        tag = _tag(holder)
        if (holder.text or "").strip():
            return None
        children = [child for child in holder if _tag(child) and _tag(child) not in _NO_TEXT]
        if any((child.tail or "").strip() for child in holder) or not all(
            _tag(child) in _TABLE_PARTS[tag] for child in children
        ):
            return None
        reached += len(children)
        if tag == "tr":
            rows.append(children)
        holders.extend(child for child in reversed(children) if _tag(child) in _TABLE_PARTS)
    parts = table.iter("td", "th", "caption", "col", *_TABLE_PARTS)
    return rows if reached == sum(1 for _ in parts) else None


def _content_cell(cell: "Element") -> bool:
    return any(
        _CONTENT.fullmatch(name)
        for element in itertools.islice(cell.iter("td", "div", "ucapcontent"), 200)
        for name in _names(element)
    )


def _grid(
    cells: Sequence[Sequence["Element"]], texts: dict[tuple[int, int], str]
) -> list[list[str]] | None:
    """Return the cells in their places; the other places that a merged cell covers are empty."""
    taken: dict[tuple[int, int], str] = {}
    width = 0
    for number, row in enumerate(cells):
        column = 0
        for position, cell in enumerate(row):
            while (number, column) in taken:
                column += 1
            across = _spanned(cell.get("colspan"), 100)
            down = _spanned(cell.get("rowspan"), len(cells) - number)
            if len(taken) + across * down > MAX_CELLS:
                return None
            for y in range(number, number + down):
                for x in range(column, column + across):
                    taken.setdefault((y, x), "")
            taken[number, column] = texts[number, position]
            column += across
            width = max(width, column)
    if width * len(cells) > MAX_CELLS:
        return None
    return [[taken.get((y, x), "") for x in range(width)] for y in range(len(cells)) if cells[y]]


def _spanned(value: str | None, most: int) -> int:
    return max(1, min(_whole(value, 1), most))


# --- blocks and removals -----------------------------------------------------------------------


def _sorted(page: WebPage) -> tuple[tuple[Block, ...], tuple[Removal, ...]]:
    blocks: list[Block] = []
    removals: list[Removal] = []
    number = 0
    for piece in page.pieces:
        line = piece.line
        number += 1
        if piece.reason:
            # The words of a dropped picture are not text of the page.
            if line.text and piece.kind != "image":
                removals.append(Removal(piece.reason, number, line.text))
            continue
        text, dropped = parted(line) if piece.kind == "paragraph" else (line.text, ())
        removals.extend(Removal("page-tools", number, part) for part in dropped)
        if not text and piece.kind not in ("rule", "image"):
            continue
        shift = len(piece.marker)
        bold = line.bold if text == line.text else ()
        blocks.append(
            Block(
                piece.marker + text,
                number,
                kind=piece.kind,
                bold=tuple((start + shift, end + shift) for start, end in bold),
                align=piece.align,
                indent=piece.indent,
                size=line.size,
                red=line.red,
                gap=piece.gap,
                heading=piece.heading,
                rows=piece.rows,
                picture=piece.picture,
            )
        )
    return tuple(blocks), tuple(removals)
