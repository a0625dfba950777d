"""Find what is not part of the article on a web page: menus, share buttons, counters, related
headlines.

The decision uses only the pieces of the page: the names of their elements, their words and their
positions. It does not need the tree that they came from.
"""

import itertools
import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Sequence

from jianbao.archive.kinds import RemovalReason
from jianbao.convert.readers.runs import Line
from jianbao.convert.readers.web.pieces import Piece, PieceSpan, Reason, WebPage, is_attachment
from jianbao.convert.readers.web.sections import comments, link_lists
from jianbao.text.chinese import strip_space

# --- what the words say (white space taken out) ------------------------------------------------

_TOOL = (
    r"(?:我要|点击|网页|本页|文章)?(?:打印|收藏|关闭|纠错|分享|转发|下载|朗读|听新闻|语音播报|返回|复制)"
    r"(?:本页|此页|本文|文章|窗口|页面|顶部|列表|首页|上页|上一页|链接|当前页)?|"
    r"字体|字号|特大|超大|默认|正常|放大|缩小|[大中小]|TOP|顶部|更多"
)
_WORDS_OF: Sequence[tuple[RemovalReason, str]] = (
    ("page-tools", rf"[【\[（(|/·:：><]*+(?:(?>{_TOOL})[【】\[\]（）()|/·:：><+\-]*+)++"),
    ("page-tools", r"[【\[（(]?字(?:体|号)(?:大小)?[:：].{0,24}"),
    ("counter", r"[【\[（(|]?(?:本文|文章|页面)?"
     r"(?:已?被?(?:浏览|阅读|点击|访问|查看|围观)|人气)(?:量|数|次数|率|人数)?[:：]?(?:了)?\d*(?:次|人次)?[】\]）)|]?"),
    ("page-tools", r"(?:点击)?(?:查看|下载)?(?:高清)?(?:原图|大图)|[+]?关注|换一换|下一个|我要反馈|"
     r"表情|纠错|微博|微信|举报|订阅"),
    ("share", r".{0,16}(?:官方)?(?:微信|微博)?公众(?:账|帐)?号|"
     r".{0,24}扫描.{0,6}(?:二维码|左方|下方|右方).{0,60}"),
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
)  # fmt: skip
_WORDS = tuple((reason, re.compile(words, re.IGNORECASE)) for reason, words in _WORDS_OF)
_DISCLAIMER = re.compile(
    r"(?=.{0,200}(?:不代表(?:本|.{0,12}(?:观点|立场))|仅代表.{0,14}(?:观点|本人|个人)|仅供参考"
    r"|信息存储|信息发布平台|风险自担|文责自负|侵权|授权转载))(?:[【\[（(]?(?:免责|特别|版权|郑重)?(?:声明|提示)[】\])）]?[:：]?|本文(?:为|系|仅|章)|以上(?:内容|文章)).*"
)
"""What a site says of texts that others have uploaded: 声明：本文仅代表作者观点。"""
_ORIGINAL_TITLE = re.compile(r"[（(【]?原(?:标)?题[:：](.{4,80}?)[）)】]?")
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
_TITLE_PARTS = re.compile(r"\s*[-_—–|｜>]+\s*")
_CAPTION = 4
"""Characters that a caption has at least."""
_HEAD_LINE = 80
_WHOLE_TITLE = 12
_HEAD_PIECES = 6
"""Pieces of an element that holds no more than an article's title and the lines about it."""
_ARTICLE_LENGTH = 100


# --- what belongs to the article ---------------------------------------------------------------


def judge(page: WebPage, metadata: tuple[tuple[str, str], ...]) -> None:
    """Set the reason of every piece that is not part of the article."""
    pieces = page.pieces
    titles = _titles(metadata)
    _drop_repeated_words(pieces, titles)
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
    _acquit_title(page, titles)
    for number in comments(pieces):
        pieces[number].reason = "comments"
    for number in link_lists(pieces):
        if not _is_title(pieces[number], titles):
            pieces[number].reason = "links"
    if not any(piece.prose and not piece.reason for piece in pieces) and not any(
        piece.visible and inside and not piece.reason
        for piece, inside in zip(pieces, in_content, strict=True)
    ):
        return
    kept = _regions(page, titles)
    for number, piece in enumerate(pieces):
        if not piece.reason and not kept[number]:
            piece.reason = "outside-article"


def _drop_repeated_words(pieces: Sequence[Piece], titles: Sequence[str]) -> None:
    """Drop the words of pictures that are no captions: the page's title, the same of several, or
    the name of a person or a button."""
    words = [strip_space(p.line.text) if p.kind == "image" else "" for p in pieces]
    times = Counter(words)
    for piece, text in zip(pieces, words, strict=True):
        if text and (text in titles or times[text] > 1 or len(text) < _CAPTION):
            piece.line, piece.visible = Line(linked=piece.line.linked), 0


def _titles(metadata: tuple[tuple[str, str], ...]) -> tuple[str, ...]:
    """Return the titles of the article that the page states, without white space, best first."""
    wanted = ("articletitle", "ld:headline", "og:title", "twitter:title", "title")
    named = [(name.lower(), value) for name, value in metadata]
    found = [value for key in wanted for name, value in named if name == key]
    # The title element adds the site's and the column's name, which are shorter.
    parts = [p for value in found for p in (value, max(_TITLE_PARTS.split(value), key=len))]
    # A column's or an office's name may also stand behind a space.
    parts += [p.rpartition(" ")[0] for p in parts if len(p.rpartition(" ")[0]) >= _WHOLE_TITLE]
    return tuple(dict.fromkeys(s for s in map(strip_space, parts) if len(s) >= 4))


def _is_title(piece: Piece, titles: Sequence[str]) -> bool:
    text = strip_space(piece.line.text) if piece.kind != "image" else ""
    if text in titles:
        return True
    return bool(piece.heading or piece.titled) and len(text) >= 4 and any(text in t for t in titles)


def _looks_like_title(piece: Piece) -> bool:
    """Return whether a line stands out from the text: centred, bold, red or large."""
    line = piece.line
    if not 6 <= piece.visible <= 80 or "。" in line.text or piece.kind == "image":
        return False
    if _FIELD.search(line.text):
        return False
    bold = sum(end - start for start, end in line.bold) >= piece.visible
    return bold or line.red or piece.align == "center" or (line.size or 0) >= 15


def _covered(spans: Sequence[PieceSpan], size: int) -> list[bool]:
    marks = [0] * (size + 1)
    for span in spans:
        marks[span.start] += 1
        marks[span.end] -= 1
    return [depth > 0 for depth in itertools.accumulate(marks[:size])]


def _wording(piece: Piece, in_content: bool, titles: Sequence[str]) -> Reason:
    """Return the reason to leave a piece out because of its words, or ""."""
    text = strip_space(piece.line.text)
    if not text or piece.kind == "table":
        return ""
    if len(text) <= 200:
        for reason, pattern in _WORDS:
            if pattern.fullmatch(text):
                return reason
    original = _ORIGINAL_TITLE.fullmatch(text)
    if original and original.group(1) in titles:
        return "repeated-title"
    if len(text) <= 300 and _DISCLAIMER.fullmatch(text):
        return "page-footer"
    if in_content or _is_title(piece, titles) or is_attachment(text):
        return ""
    if piece.line.linked * 10 >= piece.visible * 6 and piece.line.linked < 400:
        return "links"
    if not piece.heading and len(text) <= 200 and _FOOTER_WORDS.fullmatch(text):
        return "page-footer"
    return ""


def _convict(page: WebPage, titles: Sequence[str]) -> None:
    """Leave out the pieces of an element that its markup makes a menu, a footer, hidden and so on,
    unless it holds the article itself."""
    pieces = page.pieces
    prose = _sums(0 if p.reason else p.prose for p in pieces)
    titled = _sums(_is_title(p, titles) for p in pieces)
    content = [c for c in outermost(page.content) if any(p.visible for p in _of(pieces, c))]
    starts = [c.start for c in content]
    convicted: list[PieceSpan] = []
    for span in page.suspects:
        following = bisect_left(starts, span.start)
        holds = following < len(content) and content[following].end <= span.end
        inside = bool(following) and content[following - 1].end >= span.end
        weight = prose[span.end] - prose[span.start]
        if holds or (weight * 2 > prose[-1] and (not content or inside)):
            continue
        if span.reason == "page-footer" and not prose[span.end] and not _linked(pieces, span):
            continue  # no text above: a masthead whose element is called copyright
        if span.reason != "page-header" or titled[span.end] == titled[span.start]:
            convicted.append(span)
    for span in outermost(convicted):
        for piece in _of(pieces, span):
            piece.reason = piece.reason or span.reason


def _linked(pieces: Sequence[Piece], span: PieceSpan) -> bool:
    return any(piece.line.linked for piece in _of(pieces, span))


def _acquit_title(page: WebPage, titles: Sequence[str]) -> None:
    """Keep the article's title, and the lines about it in the same element, if it is printed only
    where the markup has a sidebar or a header."""
    pieces = page.pieces
    printed = [n for n, p in enumerate(pieces) if strip_space(p.line.text) in titles]
    if not printed or any(not pieces[n].reason for n in printed):
        return
    place = next((n for n in reversed(printed) if pieces[n].reason in _ACQUITTED), None)
    if place is None:
        return
    around = [b for b in page.boxes if b.start <= place < b.end and b.end - b.start <= _HEAD_PIECES]
    widest = max(around, key=lambda b: b.end - b.start, default=PieceSpan(place, place + 1))
    for piece in _of(pieces, PieceSpan(place, widest.end)):
        piece.reason = "" if piece.reason == pieces[place].reason else piece.reason
    pieces[place].reason = ""


_ACQUITTED = frozenset(("sidebar", "page-header", "page-tools", "related"))


def _sums(weights: Iterable[int]) -> list[int]:
    """Return running sums: the sum of pieces m to n (exclusive) is sums[n] - sums[m]."""
    return [0, *itertools.accumulate(weights)]


def _of(pieces: Sequence[Piece], span: PieceSpan) -> Sequence[Piece]:
    return pieces[span.start : span.end]


def outermost(spans: Iterable[PieceSpan]) -> list[PieceSpan]:
    """Return the spans that are not inside another one, in order."""
    out: list[PieceSpan] = []
    for span in sorted(spans, key=lambda s: (s.start, -s.end)):
        if not out or span.end > out[-1].end:
            out.append(span)
    return out


def _regions(page: WebPage, titles: Sequence[str]) -> list[bool]:
    """Return for every piece whether it is inside the article's region."""
    pieces = page.pieces
    free = [not piece.reason for piece in pieces]
    prose = _sums(0 if p.reason else p.prose for p in pieces)
    spans = [c for c in page.content if any(free[c.start : c.end])]
    if not spans:
        # The smallest element with nearly all the prose; not a single paragraph, because what
        # belongs to it is beside it.
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
    for box in outermost(elsewhere):
        kept[box.start : box.end] = [True] * (box.end - box.start)
    for number, piece in enumerate(pieces):
        kept[number] = kept[number] or (free[number] and bool(piece.prose))
    _keep_fields(pieces, free, kept)
    return kept


def _widened(boxes: Sequence[PieceSpan], free: Sequence[bool]) -> PieceSpan:
    """Return the smallest of `boxes`, or one around it if that adds nothing that is left out: an
    element that only wraps the article and what belongs to it."""
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
    pieces: Sequence[Piece],
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
        first_level = [n for n in before if pieces[n].heading == 1]
        lower = [n for n in before[-8:] if 1 < pieces[n].heading <= 4 and pieces[n].visible >= 8]
        matching = (first_level or named or shown or lower)[-1:]
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


def _keep_fields(pieces: Sequence[Piece], free: Sequence[bool], kept: list[bool]) -> None:
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


# --- lines of fields --------------------------------------------------------------------------


def parted(line: Line) -> tuple[str, tuple[str, ...]]:
    """Split a line of several fields (date, source, counter, type size) that the page separates by
    styles: return the fields separated by spaces, and those that are page tools."""
    text = line.text
    if len(text) > 300 or "。" in text:
        return text, ()
    matches = list(_FIELD.finditer(text))
    if len(matches) < 2:
        return _around_dates(line), ()
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
    r"20\d\d[-/.年]\d{1,2}[-/.月]\d{1,2}日?(?:\s*\d{1,2}:\d\d(?::\d\d)?)?(?![\d:])"
    r"|(?:刚刚|今天|昨天|前天|\d{1,2}(?:分钟|小时|天)前)$",
    re.ASCII,
)


def _around_dates(line: Line) -> str:
    """Return the line with a space around a date that has an element of its own."""
    text = line.text
    edges = {edge for match in _PRINTED_DATE.finditer(text) for edge in match.span()}
    if len(text) > _HEAD_LINE or not edges.intersection(line.seams):
        return text
    for edge in reversed(line.seams):
        before, after = text[:edge].rstrip(), text[edge:].lstrip()
        text = f"{before} {after}"
    return text
