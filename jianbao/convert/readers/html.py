"""Web pages: the article's blocks out of the page around it.

A piece of the page is left out only on evidence (hidden, a menu by its markup, a list of links,
a counter, a share button), or because it stands outside the article and is no prose; whatever
is left out becomes a removal that says why. Nothing is ever fetched.
"""

import email
import email.policy
import itertools
import json
import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, NoReturn

from jianbao.convert.blocks import Block, BlockKind, Document, Removal
from jianbao.convert.encodings import decode
from jianbao.convert.readers.numbering import printed_number
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
from jianbao.errors import ConvertError, Location, problem
from jianbao.text import strip_space

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

MAX_BYTES = 16 * 1024 * 1024
MAX_TAGS = 200_000
MAX_CELLS = 100_000
MAX_ARCHIVES = 50

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
# Elements whose text is no part of a page's text flow, wherever they stand.
_ASIDE = {
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
_SUSPECT_TAGS = {
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
_SUSPECT_NAMES = tuple(
    (reason, re.compile(pattern))
    for reason, pattern in (
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
    )
)  # fmt: skip
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
_ALIGN = re.compile(r"text-align\s*:\s*(left|center|right)")
_INDENT = re.compile(r"text-indent\s*:\s*(-?\d{1,4}(?:\.\d{1,4})?)\s*(em|rem|px|pt)")
_SIZE = re.compile(r"font-size\s*:\s*(\d{1,3}(?:\.\d{1,4})?)\s*(px|pt)")
_COLOR = re.compile(r"(?<![-\w])color\s*:\s*([^;]{1,40})")
_HEX = re.compile(r"#([0-9a-f]{6}|[0-9a-f]{3})\b")
_RGB = re.compile(r"rgba?\(\s*(\d{1,3})\s*,\s*(\d{1,3})\s*,\s*(\d{1,3})")
_ALIGNS: dict[str, Align] = {"left": "left", "center": "center", "right": "right"}
_FONT_SIZES = {"1": 7.5, "2": 10.0, "3": 12.0, "4": 13.5, "5": 18.0, "6": 24.0, "7": 36.0}

# --- what the words say (white space taken out) ------------------------------------------------

_TOOL = (
    r"(?:我要|点击|网页|本页|文章)?(?:打印|收藏|关闭|纠错|分享|转发|下载|朗读|听新闻|语音播报|返回|复制)"
    r"(?:本页|此页|本文|文章|窗口|页面|顶部|列表|首页|上页|上一页|链接|当前页)?|"
    r"字体|字号|特大|超大|默认|放大|缩小|[大中小]|TOP|顶部|更多"
)
_WORDS = tuple(
    (reason, re.compile(pattern, re.IGNORECASE))
    for reason, pattern in (
        ("page-tools", rf"[【\[（(|/·:：><]*+(?:(?>{_TOOL})[【】\[\]（）()|/·:：><+\-]*+)++"),
        ("page-tools", r"[【\[（(]?字(?:体|号)(?:大小)?[:：].{0,24}"),
        ("counter", r"[【\[（(|]?(?:本文|文章|页面)?"
         r"(?:已?被?(?:浏览|阅读|点击|访问|查看|围观)|人气)(?:量|数|次数|率|人数)?[:：]?(?:了)?\d*(?:次|人次)?[】\]）)|]?"),
        ("counter", r"您是(?:本站)?第?\d*(?:位|个).{0,12}(?:访问者|访客|浏览者|读者|客人)?.{0,4}"),
        ("navigation", r"(?:您|你)?(?:现在|当前)?(?:所在|所处)?的?(?:位置|栏目)(?:是|为|在)?"
         r"[:：].{0,120}"),
        ("navigation", r"(?:网站)?首页(?:[>›»→/|·＞-].{0,120})?"),
        ("navigation", r"(?:上|下|前|后)一?(?:篇|条|页|则|条新闻|篇文章)"
         r"(?:[:：].{0,120}|没有了?)?"),
        ("share", r"(?:一键)?(?:分享|转发)(?:到|至|给|[:：]).{0,40}"),
        ("share", r".{0,10}(?:扫一扫|扫描二维码|扫码).{0,24}"),
        ("related", r"[【\[]?"
         r"(?:相关(?:链接|新闻|阅读|文章|信息|报道|推荐|内容|解读|稿件|资讯)|"
         r"延伸阅读|推荐阅读|热门(?:推荐|新闻|文章|阅读)|猜你喜欢|最新(?:文章|新闻|信息|动态)|图片新闻|"
         r"(?:点击|阅读|热点|本周|本月)排行)[】\]]?[:：]?"),
        ("page-footer", r".{0,120}(?:ICP备|公网安备|网站标识码).{0,120}"),
        ("page-footer", r"(?:版权所有|Copyright|©).{0,120}"),
    )
)  # fmt: skip
_FOOTER_WORDS = re.compile(
    r"(?:网站)?(?:主办|承办|协办|主管|维护|运维|建设|技术支持|开发)(?:单位)?[:：].{0,160}|"
    r".{0,60}(?:版权所有|未经.{0,10}(?:授权|许可|同意).{0,12}(?:转载|镜像|复制)|分辨率|浏览器|违法和不良信息).{0,100}|"
    r"(?:联系我们|网站地图|关于我们|隐私(?:声明|政策)|无障碍|长者).{0,40}|"
    r"(?:地址|联系电话|电话|邮编|传真)[:：].{0,100}",
    re.IGNORECASE,
)
_DROPPED_FIELD = (
    r"(?:浏览|阅读|点击|访问|查看|访客)(?:次数|量|数|人数|率)|浏览|阅读|点击|字体(?:大小)?|字号|"
    r"分享(?:到|至)?|打印|收藏|人气"
)
_KEPT_FIELD = (
    r"(?:发布|发文|成文|印发|更新|生成|公开|录入|编辑)?(?:时间|日期)|(?:信息|文章|稿件|新闻|资料)?来源|"
    r"作者|撰稿(?:人)?|通讯员|记者|供稿(?:单位|人)?|责任编辑|责编|编辑|编审|校对|校审|监审|审核(?:人)?|"
    r"审签(?:人)?|签发(?:人)?|初审|复审|终审|一审|二审|三审|"
    r"(?:发布|发文|公开|制作|供稿)(?:机构|机关|单位|部门)|信息索取号|索引号|(?:主题|体裁|信息)分类|主题词|"
    r"组配分类|文号|发文字号|发文文号|标题|名称|信息名称|有效性|时效性|关键词|栏目|废止日期|公开方式|公开范围"
)
_FIELD = re.compile(rf"[【\[（(|｜]*\s*(?:(?P<dropped>{_DROPPED_FIELD})|(?:{_KEPT_FIELD}))\s*[:：]")
_ATTACHMENT = re.compile(r"附件|.*\.(?:docx?|wps|pdf|ofd|xlsx?|et|pptx?|zip|rar)", re.IGNORECASE)
_PROSE = re.compile("[。；！？，,;!?]")
_TITLE_PARTS = re.compile(r"\s*[-_—–|｜>]+\s*")
_PROSE_LENGTH = 20
_HEAD_LINE = 80
_ARTICLE_LENGTH = 100


@dataclass(frozen=True, slots=True)
class _Look:
    """What an element's text inherits."""

    bold: bool = False
    red: bool = False
    size: float | None = None
    link: bool = False
    align: Align = ""
    indent: float | None = None
    pre: bool = False
    aside: str = ""


@dataclass(slots=True)
class _Piece:
    """One run of text between block boundaries, before it is a block or a removal."""

    line: Line
    kind: BlockKind = "paragraph"
    align: Align = ""
    indent: float | None = None
    heading: int = 0
    titled: bool = False
    gap: bool = False
    reason: str = ""
    rows: tuple[tuple[str, ...], ...] = ()
    marker: str = ""  # the number that a browser sets before a list's item
    visible: int = 0

    @property
    def prose(self) -> int:
        """The characters that count as running text."""
        free = self.visible - self.line.linked
        if self.kind == "table":
            return free if free >= 2 * _PROSE_LENGTH else 0
        return free if free >= _PROSE_LENGTH and _PROSE.search(self.line.text) else 0


@dataclass(frozen=True, slots=True)
class _Span:
    """The pieces `start` to `end` (exclusive) of one element; `reason` for a suspect."""

    start: int
    end: int
    reason: str = ""


@dataclass(slots=True)
class _Page:
    pieces: list[_Piece] = field(default_factory=list)
    suspects: list[_Span] = field(default_factory=list)
    content: list[_Span] = field(default_factory=list)
    boxes: list[_Span] = field(default_factory=list)


def read(content: bytes, name: str) -> Document:
    """The article of a web page (HTML, or a page saved as MHTML). ConvertError where the page
    cannot be read or holds no text."""
    location = Location(name)
    if len(content) > MAX_BYTES:
        _refuse(
            location,
            "the web page has {size} MB, more than the {limit} MB that are read; save only the "
            "article and convert that",
            size=len(content) // 1_000_000,
            limit=MAX_BYTES // 1_048_576,
        )
    content, label = _unpacked(content, location)
    decoded = decode(content, label or _label(content))
    if decoded is None:
        _refuse(
            location,
            "the characters of the web page are neither UTF-8 nor GB18030 nor UTF-16; open it in "
            "a browser, save it as UTF-8 and convert that",
        )
    text, _ = decoded
    if text.count("<") > MAX_TAGS:
        _refuse(
            location,
            "the web page has more than {limit} tags, which no article has; save only the article "
            "and convert that",
            limit=MAX_TAGS,
        )
    damaged = text.count("\ufffd")
    root = _parse(text, location)
    metadata = _metadata(root)
    page = _Page()
    _walk(root, page)
    _judge(page, metadata)
    blocks, removals = _sorted(page)
    if not any(block.text for block in blocks):
        _refuse(
            location,
            "the web page holds no text of an article; it may be shown by a script or stand in a "
            "frame: open it in a browser, save the text as DOCX or PDF and convert that",
        )
    printed = sum(visible_characters(piece.marker) for piece in page.pieces if not piece.reason)
    _account(root, printed, blocks, removals, location)
    doubts = []
    if damaged:
        doubts.append(
            (
                "unreadable",
                0,
                "\ufffd",
                f"网页中有 {damaged} 处字节无法识别，请对照原网页补正。",
            )
        )
    return Document("html", with_captions(blocks), metadata, removals, tuple(doubts))


def _refuse(location: Location, message: str, **values: object) -> NoReturn:
    raise ConvertError([problem(location, "", message, **values)])


def _unpacked(content: bytes, location: Location) -> tuple[bytes, str]:
    """The page inside a web archive (MHTML) and its stated encoding; else `content` itself."""
    head = content[:4096].lower()
    if b"mime-version:" not in head or head.lstrip().startswith(b"<"):
        return content, ""
    # A page is one level deep in its archive; the parser itself goes down without end.
    if sum(content.lower().count(kind) for kind in _HOLDERS) <= MAX_ARCHIVES:
        message = email.message_from_bytes(content, policy=email.policy.compat32)
        for part in itertools.islice(message.walk(), 1000):
            if part.get_content_type() == "text/html":
                payload = part.get_payload(decode=True)
                if isinstance(payload, bytes):
                    return payload, str(part.get_content_charset() or "")
    _refuse(
        location,
        "the saved web page holds no HTML; open it in a browser and save it as HTML or PDF",
    )


def _label(content: bytes) -> str:
    match = _XML_ENCODING.search(content[:1024]) or _CHARSET.search(content[:8192])
    return match.group(1).decode("ascii", "replace") if match else ""


def _parse(text: str, location: Location) -> "Element":
    try:
        from lxml import etree
    except ModuleNotFoundError:
        _refuse(
            location,
            'web pages are read with lxml, which is not installed; pip install "jianbao[convert]"',
        )
    # huge_tree lifts the depth from 256 to 2,048 levels: unclosed <font> tags reach hundreds.
    parser = etree.HTMLParser(encoding="utf-8", no_network=True, huge_tree=True)
    clean = text.replace("\0", "").encode("utf-8", "replace")
    root = etree.fromstring(clean, parser)
    if any(entry.type_name == "ERR_RESOURCE_LIMIT" for entry in parser.error_log):
        _refuse(
            location,
            "the web page is nested too deeply to be read; open it in a browser, save the text as "
            "DOCX or PDF and convert that",
        )
    if root is None:
        _refuse(location, "the web page holds no text; get the document again")
    return root


# --- what the page says about itself -----------------------------------------------------------


def _metadata(root: "Element") -> tuple[tuple[str, str], ...]:
    """Meta tags, the title element and JSON-LD, as (name, value), in the page's order."""
    found: list[tuple[str, str]] = []
    titles = [element for element in root.iter("title") if _tag(element.getparent()) != "svg"]
    if titles:
        found.append(("title", _plain(titles[0].text or "")))
    language = root.get("lang") or root.get("xml:lang") or ""
    found.append(("lang", language.strip()))
    for element in root.iter("meta"):
        name = (element.get("name") or element.get("property") or "").strip()
        found.append((name, _plain(element.get("content") or "")))
    for element in root.iter("script"):
        if (element.get("type") or "").strip().lower() == "application/ld+json":
            found.extend(_linked_data(element.text or ""))
    kept = dict.fromkeys((n[:100], v[:1000]) for n, v in found if n and v)
    return tuple(itertools.islice(kept, 200))


def _plain(text: str) -> str:
    return "".join(c if c.isprintable() else " " for c in " ".join(text.split()))


def _linked_data(text: str) -> Iterator[tuple[str, str]]:
    try:
        value = json.loads(text)
    except (ValueError, RecursionError):
        return
    queue = [value]
    for _ in range(200):
        if not queue:
            return
        item = queue.pop(0)
        if isinstance(item, list):
            queue.extend(item)
        elif isinstance(item, dict):
            for key in ("headline", "datePublished"):
                if isinstance(item.get(key), str):
                    yield f"ld:{key}", _plain(item[key])
            for key in ("author", "publisher"):
                named = item.get(key)
                if isinstance(named, dict):
                    named = named.get("name")
                if isinstance(named, str):
                    yield f"ld:{key}", _plain(named)
            graph = item.get("@graph")
            if isinstance(graph, list):
                queue.extend(graph)


# --- walking the tree --------------------------------------------------------------------------


def _tag(element: "Element | None") -> str:
    if element is None or not isinstance(element.tag, str):
        return ""
    return element.tag.lower()


class _Walker:
    """One pass over a tree in document order, which fills a page's pieces."""

    def __init__(self, page: _Page) -> None:
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
            # An empty paragraph is an empty line, if it holds anything at all.
            self.gap = self.gap or len(parts) > 1 or any(line.spaces for line, _ in parts)
            return
        self.gap = not parts[-1][0].text and len(parts) > 1
        followers: list[Line | None] = [line for line, _ in filled[1:]]
        for number, ((line, gap), after) in enumerate(zip(filled, [*followers, None], strict=True)):
            indent = line.spaces if line.spaces else None
            if look.indent is not None:
                indent = line.spaces + (look.indent if number == 0 else 0.0)
            self.add(
                _Piece(
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

    def add(self, piece: _Piece) -> None:
        piece.visible = visible_characters(piece.line.text)
        self.page.pieces.append(piece)

    def end_aside(self, reason: str) -> None:
        line = set_line(collapse(self.aside))
        self.aside = []
        if line.text:
            self.add(_Piece(line, reason=reason))


def _walk(root: "Element", page: _Page) -> None:
    from lxml import etree

    walker = _Walker(page)
    stack: list[tuple[_Look, int, int, bool, str]] = []
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
    """The piece at which a comment says that the article begins; its end gives a span."""
    begins, ends = _CONTENT_BEGINS.fullmatch(comment), _CONTENT_ENDS.fullmatch(comment)
    if not (begins or ends) or walker.look.aside:
        return start
    walker.flush()
    end = len(walker.page.pieces)
    if ends and start is not None and end > start:
        walker.page.content.append(_Span(start, end))
    return end if begins else None


def _enter(walker: _Walker, element: "Element", tag: str) -> tuple[_Look, int, int, bool, str]:
    """Open an element: end the paragraph before it if it is a block, and take over its look.
    Returns what `_leave` needs to close it."""
    before = walker.look
    heading, titled = walker.heading, walker.titled
    style = (element.get("style") or "").lower()[:2000]
    names = _names(element)
    block = tag in _BLOCKS
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
        walker.add(_Piece(Line(), "rule"))
    elif tag == "img" and not aside:
        _image(walker, element)
    walker.look = _look(before, element, tag, style, block, aside)
    reason = ""
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
    walker: _Walker, tag: str, before: _Look, start: int, heading: int, titled: bool, reason: str
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
                page.content.append(_Span(start, end))
            elif reason != "box":
                page.suspects.append(_Span(start, end, reason))
            page.boxes.append(_Span(start, end))
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


def _suspicion(tag: str, names: Sequence[str]) -> str:
    if tag in _SUSPECT_TAGS:
        return _SUSPECT_TAGS[tag]
    for reason, pattern in _SUSPECT_NAMES:
        if any(pattern.search(name) for name in names):
            return reason
    return ""


def _look(
    before: _Look, element: "Element", tag: str, style: str, block: bool, aside: str
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
        red = _is_red(color.strip().lower())
    if tag == "font" and (element.get("size") or "").strip() in _FONT_SIZES:
        size = _FONT_SIZES[(element.get("size") or "").strip()]
    if block:
        stated = (element.get("align") or "").strip().lower()
        match = _ALIGN.search(style) if style else None
        stated = match.group(1) if match else "center" if tag == "center" else stated
        # The attribute sets a table beside the text, and says nothing of the text in it.
        align = _ALIGNS.get(stated, align) if tag != "table" or match else ""
        match = _INDENT.search(style) if style else None
        if match:
            value, unit = float(match.group(1)), match.group(2)
            if unit == "px":
                value *= 0.75
            em = value if unit in ("em", "rem") else value / (size or 12.0)
            indent = round(em, 2)
    return _Look(
        bold,
        red,
        size,
        before.link or (tag == "a" and element.get("href") is not None),
        align,
        indent,
        before.pre or tag in ("pre", "listing", "plaintext", "xmp"),
        aside,
    )


def _is_red(color: str) -> bool:
    if color in ("red", "crimson", "darkred", "firebrick"):
        return True
    match = _HEX.match(color)
    if match:
        digits = match.group(1)
        if len(digits) == 3:
            digits = "".join(d * 2 for d in digits)
        r, g, b = (int(digits[i : i + 2], 16) for i in (0, 2, 4))
    else:
        match = _RGB.match(color)
        if not match:
            return False
        r, g, b = (int(number) for number in match.groups())
    return r >= 0xA0 and g <= 0x50 and b <= 0x50


def _image(walker: _Walker, element: "Element") -> None:
    """A picture in the flow, by its alternative text; icons and file names say nothing."""
    text = _plain(element.get("alt") or element.get("title") or "")
    if re.fullmatch(r"[\w\s().-]*\.(?:jpe?g|png|gif|bmp|webp)|[\w.-]*", text, re.ASCII):
        text = ""
    size = (element.get("width") or "", element.get("height") or "")
    if not text and any(_whole(length, 1000) < 50 for length in size):
        return
    walker.flush()
    walker.add(_Piece(Line(text), "image"))


# --- tables ------------------------------------------------------------------------------------


def _data_table(table: "Element") -> list[_Piece] | None:
    """The pieces of a table that holds data; None for one that only lays out the page: one with
    a table or a form inside, text beside its cells, one row or one column, or mostly links."""
    if any(True for inner in table.iter("table", "form", "article", "h1") if inner is not table):
        return None
    cells = _rows(table)
    if cells is None or sum(map(bool, cells)) < 2 or max(map(len, cells)) < 2:
        return None
    if any(_content_cell(cell) for row in cells for cell in row):
        return None
    around: list[_Piece] = []
    for caption in table.iter("caption"):
        around.extend(_apart(caption))
    pictures: list[_Piece] = []
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
    piece = _Piece(Line(block.text, linked=linked), "table", rows=block.rows)
    piece.visible = visible_characters(block.text)
    return [*around, *([piece] if piece.visible else []), *pictures]


def _apart(element: "Element") -> list[_Piece]:
    """The pieces of a cell or a caption by itself."""
    page = _Page()
    _walk(element, page)
    for span in _outermost(span for span in page.suspects if span.reason == "hidden"):
        for piece in _of(page.pieces, span):
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
    """The cells of a table row by row; None where it holds anything in a wrong place."""
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
    """The cells in their places: what a merged cell covers stays empty."""
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


# --- what belongs to the article ---------------------------------------------------------------


def _judge(page: _Page, metadata: tuple[tuple[str, str], ...]) -> None:
    """Give every piece that is no part of the article its reason."""
    pieces = page.pieces
    titles = _titles(metadata)
    in_content = _covered(page.content, len(pieces))
    related = False  # below a heading of related headlines
    for number, piece in enumerate(pieces):
        if piece.reason:
            continue
        piece.reason = _wording(piece, in_content[number], titles)
        linked = piece.line.linked * 10 >= piece.visible * 6
        if related and linked and not piece.reason:
            piece.reason = "related"
        related = piece.reason == "related" or (related and linked)
    _convict(page, titles)
    if not any(piece.prose and not piece.reason for piece in pieces) and not any(
        piece.visible and inside and not piece.reason
        for piece, inside in zip(pieces, in_content, strict=True)
    ):
        return
    kept = _regions(page, titles)
    for number, piece in enumerate(pieces):
        if not piece.reason and not kept[number]:
            piece.reason = "outside-article"


def _titles(metadata: tuple[tuple[str, str], ...]) -> tuple[str, ...]:
    """The article's title by the page's own account, without white space, best first."""
    wanted = ("articletitle", "ld:headline", "og:title", "twitter:title", "title")
    named = [(name.lower(), value) for name, value in metadata]
    found = [value for key in wanted for name, value in named if name == key]
    # The title element adds the site's and the column's name, which are shorter.
    parts = [p for value in found for p in (value, max(_TITLE_PARTS.split(value), key=len))]
    return tuple(dict.fromkeys(s for s in map(strip_space, parts) if len(s) >= 4))


def _is_title(piece: _Piece, titles: Sequence[str]) -> bool:
    text = strip_space(piece.line.text) if piece.kind != "image" else ""
    if text in titles:
        return True
    return bool(piece.heading or piece.titled) and len(text) >= 4 and any(text in t for t in titles)


def _looks_like_title(piece: _Piece) -> bool:
    """Whether a line is set off from the text: in the middle, bold, red or large."""
    line = piece.line
    if not 6 <= piece.visible <= 80 or "。" in line.text or piece.kind == "image":
        return False
    if _FIELD.search(line.text):
        return False
    bold = sum(end - start for start, end in line.bold) >= piece.visible
    return bold or line.red or piece.align == "center" or (line.size or 0) >= 15


def _covered(spans: Sequence[_Span], size: int) -> list[bool]:
    marks = [0] * (size + 1)
    for span in spans:
        marks[span.start] += 1
        marks[span.end] -= 1
    return [depth > 0 for depth in itertools.accumulate(marks[:size])]


def _wording(piece: _Piece, in_content: bool, titles: Sequence[str]) -> str:
    """The reason that the words of a piece give to leave it out, or ""."""
    text = strip_space(piece.line.text)
    if not text or piece.kind == "table":
        return ""
    if len(text) <= 200:
        for reason, pattern in _WORDS:
            if pattern.fullmatch(text):
                return reason
    if in_content or _is_title(piece, titles) or _ATTACHMENT.match(text):
        return ""
    if piece.line.linked * 10 >= piece.visible * 6 and piece.line.linked < 400:
        return "links"
    if not piece.heading and len(text) <= 200 and _FOOTER_WORDS.fullmatch(text):
        return "page-footer"
    return ""


def _convict(page: _Page, titles: Sequence[str]) -> None:
    """Leave out what stands in an element that is a menu, a footer, hidden and so on by its
    markup, unless that element holds the article itself."""
    pieces = page.pieces
    prose = _sums(0 if p.reason else p.prose for p in pieces)
    titled = _sums(_is_title(p, titles) for p in pieces)
    content = [c for c in _outermost(page.content) if any(p.visible for p in _of(pieces, c))]
    starts = [c.start for c in content]
    convicted: list[_Span] = []
    for span in page.suspects:
        following = bisect_left(starts, span.start)
        holds = following < len(content) and content[following].end <= span.end
        inside = bool(following) and content[following - 1].end >= span.end
        weight = prose[span.end] - prose[span.start]
        if holds or (weight * 2 > prose[-1] and (not content or inside)):
            continue
        if span.reason != "page-header" or titled[span.end] == titled[span.start]:
            convicted.append(span)
    for span in _outermost(convicted):
        for piece in _of(pieces, span):
            piece.reason = piece.reason or span.reason


def _sums(weights: Iterable[int]) -> list[int]:
    """Running sums: those of pieces m to n (exclusive) are sums[n] - sums[m]."""
    return [0, *itertools.accumulate(weights)]


def _of(pieces: Sequence[_Piece], span: _Span) -> Sequence[_Piece]:
    return pieces[span.start : span.end]


def _outermost(spans: Iterable[_Span]) -> list[_Span]:
    """The spans that stand in no other one, in order."""
    out: list[_Span] = []
    for span in sorted(spans, key=lambda s: (s.start, -s.end)):
        if not out or span.end > out[-1].end:
            out.append(span)
    return out


def _regions(page: _Page, titles: Sequence[str]) -> list[bool]:
    """For every piece whether it stands where an article stands."""
    pieces = page.pieces
    free = [not piece.reason for piece in pieces]
    prose = _sums(0 if p.reason else p.prose for p in pieces)
    spans = [c for c in page.content if any(free[c.start : c.end])]
    if not spans:
        # The smallest element with nearly all the prose; not a paragraph alone, for what goes
        # with it stands beside it.
        enough = [b for b in page.boxes if (prose[b.end] - prose[b.start]) * 10 >= prose[-1] * 8]
        several = [b for b in enough if b.end - b.start > 1] or enough
        spans = [_widened(several, free)]
    kept = _covered(spans, len(pieces))
    _keep_title(pieces, free, kept, titles)
    # Prose elsewhere is kept, with the element around it if that holds a whole article.
    taken = _sums(kept)
    elsewhere = [
        box
        for box in page.boxes
        if taken[box.end] == taken[box.start]
        and prose[box.end] - prose[box.start] >= _ARTICLE_LENGTH
    ]
    for box in _outermost(elsewhere):
        kept[box.start : box.end] = [True] * (box.end - box.start)
    for number, piece in enumerate(pieces):
        kept[number] = kept[number] or (free[number] and bool(piece.prose))
    _keep_fields(pieces, free, kept)
    return kept


def _widened(boxes: Sequence[_Span], free: Sequence[bool]) -> _Span:
    """The smallest of `boxes`, or one around it where that adds nothing that is left out: an
    element that only wraps the article and what goes with it."""
    left_out = _sums(not ok for ok in free)
    best, *wider = sorted(boxes, key=lambda b: (b.end - b.start, b.start))
    for box in wider:
        inside = box.start <= best.start and best.end <= box.end
        without = left_out[best.start] == left_out[box.start] and (
            left_out[box.end] == left_out[best.end]
        )
        if inside and not without:
            break
        best = box if inside else best
    return best


def _keep_title(
    pieces: Sequence[_Piece],
    free: Sequence[bool],
    kept: list[bool],
    titles: Sequence[str],
) -> None:
    """Begin the article at its title, with what stands between the title and the text."""
    first = kept.index(True)
    before = [n for n in range(first) if free[n] and pieces[n].line.text]
    matching = [n for n in before if _is_title(pieces[n], titles)]
    if not matching:
        named = [n for n in before if pieces[n].titled and pieces[n].visible >= 8]
        shown = [n for n in before[-4:] if _looks_like_title(pieces[n])]
        matching = ([n for n in before if pieces[n].heading == 1] or named or shown)[-1:]
    if not matching:
        return
    start = matching[-1]
    likely = set(matching)
    for n in reversed([n for n in before if n < start]):
        above = pieces[n]
        if not (n in likely or above.titled or (above.heading and start - n <= 2)):
            break
        start = n
    kept[start:first] = [True] * (first - start)


def _keep_fields(pieces: Sequence[_Piece], free: Sequence[bool], kept: list[bool]) -> None:
    """Keep the lines that name date, source, writer, editor or index number around an article."""
    edges = [n for n, inside in enumerate(kept) if inside]
    first, last = edges[0], edges[-1]
    near = [n for n in range(len(pieces)) if free[n] and not kept[n]]
    before = [n for n in near if n < first][-15:]
    after = [n for n in near if n > last][:8]
    for n in (*before, *after):
        text = strip_space(pieces[n].line.text)
        if (len(text) <= 200 and _FIELD.match(text)) or "索引号" in text:
            kept[n] = True


# --- blocks and removals -----------------------------------------------------------------------


def _sorted(page: _Page) -> tuple[tuple[Block, ...], tuple[Removal, ...]]:
    blocks: list[Block] = []
    removals: list[Removal] = []
    number = 0
    for piece in page.pieces:
        line = piece.line
        number += 1
        if piece.reason:
            # The words of a picture left out are not the page's text.
            if line.text and piece.kind != "image":
                removals.append(Removal(piece.reason, number, line.text))
            continue
        text, dropped = _fields(line) if piece.kind == "paragraph" else (line.text, ())
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
            )
        )
    return tuple(blocks), tuple(removals)


def _fields(line: Line) -> tuple[str, tuple[str, ...]]:
    """A line of several fields (date, source, counter, type size) that the page sets apart by
    its styles: the fields parted by spaces, and those that are page tools."""
    text = line.text
    if len(text) > 300 or "。" in text:
        return text, ()
    matches = list(_FIELD.finditer(text))
    if len(matches) < 2:
        return _parted(line), ()
    starts = [0, *(m.start() for m in matches if m.start() > 0)]
    parts = [text[start:end] for start, end in itertools.pairwise([*starts, len(text)])]
    kept: list[str] = []
    dropped: list[str] = []
    for part in parts:
        match = _FIELD.match(part)
        if match and match.group("dropped"):
            dropped.append(part.strip())
            continue
        kept.append(part.strip())
    if dropped and kept:
        end = kept[-1].rstrip("|｜/· ")
        if end != kept[-1]:
            dropped.append(kept[-1][len(end) :].strip())
            kept[-1] = end
    return " ".join(part for part in kept if part), tuple(part for part in dropped if part)


_PRINTED_DATE = re.compile(
    r"20\d\d[-/.年]\d{1,2}[-/.月]\d{1,2}日?(?:\s*\d{1,2}:\d\d(?::\d\d)?)?(?![\d:])", re.ASCII
)


def _parted(line: Line) -> str:
    """A line in which a date stands in an element of its own, with a space around the date."""
    text = line.text
    edges = {edge for match in _PRINTED_DATE.finditer(text) for edge in match.span()}
    if len(text) > _HEAD_LINE or not edges.intersection(line.seams):
        return text
    for edge in reversed(line.seams):
        before, after = text[:edge].rstrip(), text[edge:].lstrip()
        text = f"{before} {after}"
    return text


def _account(
    root: "Element",
    printed: int,
    blocks: Sequence[Block],
    removals: Sequence[Removal],
    location: Location,
) -> None:
    """Stop where a character of the page, or one of the `printed` numbers of its lists, is
    neither in a block nor in a removal."""
    for element in root.iter():
        if _tag(element) not in _NO_TEXT and isinstance(element.tag, str):
            printed += visible_characters(element.text or "")
        parent = element.getparent()
        if parent is not None and _tag(parent) not in _NO_TEXT:
            printed += visible_characters(element.tail or "")
    read = sum(visible_characters(b.text) for b in blocks if b.kind != "image")
    read += sum(visible_characters(r.text) for r in removals)
    if printed != read:
        _refuse(
            location,
            "the accounting of the page does not add up ({printed} characters on it, {read} "
            "read); this is a defect of this program, please report it",
            printed=printed,
            read=read,
        )
