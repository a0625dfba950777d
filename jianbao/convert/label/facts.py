"""The facts of each block, found once: what it holds, how it looks, where it stands.

A fact is a short word (`date`, `ends:office`, `bold`), so that a person can read why a block got
its role. A fact says what is there and never what it means: that is learnt.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate, groupby, pairwise

from jianbao.convert.blocks import Block, Document
from jianbao.convert.cut import patterns, web_patterns
from jianbao.convert.cut.measure import measure, printed_width
from jianbao.convert.cut.titles import BEGINS_IN_TIME, are_persons, holds_post
from jianbao.convert.label import vocabulary
from jianbao.text.chinese import HAN, NUMERAL, strip_space

LONGEST = 240
"""Characters of a block that its words are looked for in; a longer one is prose."""
_SHORT = 90
"""Characters of a line that may be of a masthead, a card or a footer."""


@dataclass(frozen=True, slots=True)
class Facts:
    """The facts of one block. `shape` is the one word that sums up what it holds; `key` is its
    text without white space, number, ornaments and marks, to compare it with others."""

    shape: str
    holds: tuple[str, ...]
    looks: tuple[str, ...]
    stands: tuple[str, ...]
    key: str


def facts_of(document: Document) -> tuple[Facts, ...]:
    """Find the facts of each block of a document."""
    blocks = document.blocks
    held = [_holds(block.text, block.kind) for block in blocks]
    page = _Page(document, held)
    return tuple(
        Facts(
            own.shape,
            own.words,
            tuple(page.looks(place, block)),
            tuple(page.stands(place, own)),
            own.key,
        )
        for place, (block, own) in enumerate(zip(blocks, held, strict=True))
    )


# --- what a block holds -----------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Held:
    words: tuple[str, ...]
    shape: str
    key: str
    prose: bool
    length: int
    width: int


_TAG = re.compile(r"<[^<>]{1,200}>|&[a-z]{2,6};|\*\*|[\u200b-\u200f\ufeff]")
_ORNAMENT = f"{patterns.ORNAMENTS}≡〓※◇＊*#◎→⇨➔"
_ORNAMENTS = re.compile(f"^[{_ORNAMENT}]|[{_ORNAMENT}]$")
_STRIPPED = _ORNAMENT + "【】[]〔〕（）()《》“”\"'‘’：:。，、；;！!？?·•-—－─|｜丨"
_LEADER = re.compile(r"[.．…·•\-—－_\s]{3,}[(（]?P?\d{0,3}[)）版页]?$|[…]+|[.．·]{4,}")
_KEY_NUMBER = re.compile(
    rf"^(?:[（(]?{NUMERAL}{{1,3}}[)）]?[.．、,，)]|第{NUMERAL}{{1,3}}[章节条部])?"
)
_KEY_TAIL = re.compile(r"[.．…·]{2,}.*$|[（(]?P?\d{1,3}[)）]?$")
_CLOCK = re.compile(r"\d{1,2}[:：时]\d{2}")
_WIDE = re.compile(r"(?<=\S)(?:[ \u3000\t]{3,}|[\u3000\t]+| {2})(?=\S)")
_SPACED = re.compile(rf"(?:[{HAN}][ \u3000]+){{2,}}[{HAN}]|^[{HAN}][ \u3000]+[{HAN}]$")
_DAY_LEAD = re.compile(
    rf"^(?:(?:\d{{4}}年)?{NUMERAL}{{1,3}}月(?:{NUMERAL}{{1,3}}日|份|[上中下]旬)|{NUMERAL}{{1,3}}日[，,上下至])"
)
_DAY_LAST = re.compile(rf"{NUMERAL}{{1,3}}月{NUMERAL}{{1,3}}日(?:[（(]?(?:星期|周).[)）]?)?$")
_ALL_DATE = re.compile(
    rf"[（(]?{NUMERAL}{{2,4}}[年./-]{NUMERAL}{{1,3}}(?:[月./-]{NUMERAL}{{0,3}}[日号]?)?"
    r"(?:\d{1,2}[:：时]\d{0,2}(?:[:：]\d{2})?)?[上中下旬]*[）)]?"
)
_YEARS = re.compile(r"(?:19|20)\d\d|二[〇○零0OＯ][〇○零0一二三][〇○零0一二三四五六七八九]")
_KEYED = re.compile(rf"^[{HAN}\s\u3000]{{2,10}}[：:]")
_RUN_IN = re.compile("^[^。！？；，]{4,45}[。：！？ ].*[。！？”）]")
_NAME = re.compile(rf"[{vocabulary.SURNAMES}][{HAN}]{{1,2}}")
_PLACE = re.compile(rf"^[{HAN}]{{1,6}}?[省市县区镇乡]")
_NUMBERED = frozenset("一二三四五六七八九十（(第①②③④⑤⑥⑦⑧⑨⑩0123456789")
_ADDRESS = re.compile(r"https?://|www\.|@\w|\d{3,4}-\d{7,8}|1[3-9]\d{9}")
_MARKS = re.compile("[，。；：！？]")
_FIRST_STOP = ((6, "1-6"), (14, "7-14"), (24, "15-24"), (45, "25-45"))
_CLOSING = '。．！!？?；;：:”"’）)】」》…'
_BIGGER = ((2, "1-2"), (4, "3-4"), (8, "5-8"), (14, "9-14"), (22, "15-22"), (30, "23-30"),
           (45, "31-45"), (80, "46-80"), (200, "81-200"))  # fmt: skip


def _class_of(number: float, limits: Iterable[tuple[float, str]], beyond: str) -> str:
    return next((name for limit, name in limits if number <= limit), beyond)


def _any_of(words: Iterable[str]) -> str:
    return "|".join(map(re.escape, sorted(set(words), key=lambda word: (-len(word), word))))


_WHOLE = {word: f"is:{name}" for name, words in vocabulary.WHOLE.items() for word in words.split()}
_ENDS = {
    name: tuple(word.strip() for word in words.split()) for name, words in vocabulary.ENDS.items()
}
_BEGINS = {name: tuple(words.split()) for name, words in vocabulary.BEGINS.items()}
_CONTAINS = {
    name: re.compile(_any_of(words.split())) for name, words in vocabulary.CONTAINS.items()
}
_FIRST = {c: f"first:{name}" for name, chars in vocabulary.FIRST.items() for c in chars}
_LAST = {c: f"last:{name}" for name, chars in vocabulary.LAST.items() for c in chars}


@lru_cache(maxsize=4096)
def _holds(text: str, kind: str) -> _Held:
    """The facts in a block's words. What repeats (running heads, empty cells) costs once."""
    if "<" in text or "&" in text or "*" in text:
        text = _TAG.sub("", text)
    full = strip_space(text)
    length = len(full)
    bare = full if length <= LONGEST else full[: LONGEST - 40] + full[-40:]
    line = text.strip() if len(text) <= LONGEST else bare
    prose = length >= 20 and ("。" in bare or "；" in bare or (length > 60 and "，" in bare))
    words: list[str] = []
    if kind not in ("line", "paragraph"):
        words.append(f"kind:{kind}")
    words.append("length:" + _class_of(length, _BIGGER, "201+"))
    if bare:
        words.extend(_edges(bare))
        words.extend(_words(bare))
        words.extend(_sentences(line, bare))
        words.extend(_marks(line, bare, length))
    shape = kind if kind not in ("line", "paragraph") else _shape(words, length, prose)
    return _Held(tuple(dict.fromkeys(words)), shape, _key(bare), prose, length, printed_width(line))


def _key(bare: str) -> str:
    text = bare.strip(_STRIPPED)
    text = _KEY_NUMBER.sub("", text, count=1).lstrip(_STRIPPED)
    return _KEY_TAIL.sub("", text).strip(_STRIPPED)


def _edges(bare: str) -> Iterator[str]:
    first, last = bare[0], bare[-1]
    if first in _ORNAMENT:
        yield "first:ornament"
    else:
        yield _FIRST.get(first, "first:han" if first >= "\u2e80" else "first:latin")
    yield _LAST.get(last, "last:han" if last >= "\u2e80" else "last:other")


def _words(bare: str) -> Iterator[str]:
    """The facts of the vocabulary."""
    plain = bare.strip(_STRIPPED)
    if not plain:
        yield "marks-only"
        return
    if len(plain) <= 12 and (name := _WHOLE.get(plain) or _WHOLE.get(bare)):
        yield name
    for name, beginnings in _BEGINS.items():
        if bare.startswith(beginnings):
            yield f"begins:{name}"
    if len(bare) > _SHORT:
        return
    for name, ends in _ENDS.items():
        if plain.endswith(ends) or bare.endswith(ends):
            yield f"ends:{name}"
    for name, pattern in _CONTAINS.items():
        if pattern.search(bare):
            yield f"has:{name}"


def _sentences(line: str, bare: str) -> Iterator[str]:
    if (end := bare.find("。")) >= 0:
        yield f"first-stop:{_class_of(end, _FIRST_STOP, '46+')}"
    if len(bare) >= 20 and bare[-1] not in _CLOSING:
        yield "open"
    for name, marks in (("stops", "。；！？"), ("commas", "，,")):
        if number := sum(map(bare.count, marks)):
            yield f"{name}:{min(number, 3)}"
    if _DAY_LEAD.match(bare):
        yield "day-lead"
    if len(bare) > 20 and _RUN_IN.match(line):
        yield "run-in"
        if 0 < end <= 45 and BEGINS_IN_TIME.match(bare, end + 1):
            yield "run-in-day"
    if "：" in bare[2:40]:
        yield "colon-inside"
    if "“" in bare:
        yield "quoted"
    yield from _leads(line, bare)


def _leads(line: str, bare: str) -> Iterator[str]:
    """What a line begins with: a number, a bullet, a place."""
    if bare[0] in _NUMBERED and (number := patterns.numbering(line)):
        yield f"number:{number.style}"
        if number.number == 1:
            yield "number-one"
    elif len(bare) <= _SHORT and (named := patterns.word_number(line)):
        yield "number:word"
        if named[1] == 1:
            yield "number-one"
    if bullet := patterns.bullet(line):
        yield "bullet"
        if _DAY_LEAD.match(line[bullet:]):
            yield "bullet-day"
    if _PLACE.match(bare):
        yield "place-first"


def _marks(line: str, bare: str, length: int) -> Iterator[str]:
    """The facts of typed fields, as the patterns know them."""
    if length > LONGEST:
        if patterns.trailing_attribution(bare):
            yield "attribution-last"
        return
    if bare[-1] in "）)】〕" or bare[-2:] in ("）。", ")。"):
        if patterns.attribution(line):
            yield "attribution"
        elif patterns.trailing_attribution(line):
            yield "attribution-last"
        if bare[0] in "（(":
            yield "all-in-brackets"
    if length > _SHORT and "：" not in bare and ":" not in bare:
        return
    yield from _labels(line, bare, length)
    if length <= _SHORT:
        yield from _masthead(line, bare)
        yield from _lines_of_signs(line, bare)
        yield from _persons(line, bare)
        yield from _furniture(line, bare)


def _labels(line: str, bare: str, length: int) -> Iterator[str]:
    found = patterns.labels(line)
    for label in found[:4]:
        yield f"label:{label.field}"
    if found and patterns.is_footer(line):
        yield "footer"
    if length <= 2 * _SHORT and (":" in bare or "：" in bare or "丨" in bare or "发布于" in bare):
        fields = web_patterns.page_labels(line)
        for label in fields[:5]:
            yield f"page:{label.field}"
        if fields and not line[: fields[0].start].strip(web_patterns.BULLETS):
            yield "page-label-first"
        if len(fields) + len(found) > 1:
            yield "labels:several"
    if _KEYED.match(line):
        yield "keyed"
        if bare[-1] in "：:":
            yield "key-alone"


def _masthead(line: str, bare: str) -> Iterator[str]:
    if issue := patterns.issue_mark(line):
        yield "issue"
        yield "issue-and-more" if _rest(line, issue.start, issue.end) else "issue-alone"
    if _YEARS.search(bare):
        yield "year"
    yield from _dates(line, bare)
    if _CLOCK.search(bare):
        yield "clock"
    if web_patterns.is_document_number(line):
        yield "docno"
    if patterns.is_internal_notice(line):
        yield "internal"
    if patterns.is_contents_heading(line):
        yield "contents-heading"


def _dates(line: str, bare: str) -> Iterator[str]:
    if date := patterns.printed_date(line):
        yield "date"
        rest = _rest(line, date[1], date[2])
        if not rest:
            yield "date-alone"
        elif rest.endswith(_ENDS["office"] + _ENDS["issued"]):
            yield "date-and-office"
        if date[0].day:
            yield "date:day"
    elif _ALL_DATE.fullmatch(bare):
        yield "date-alone"
    elif _DAY_LAST.search(bare):
        yield "day-last"


def _rest(line: str, start: int, end: int) -> str:
    """What a line says beside a field, without marks."""
    return strip_space(line[:start] + line[end:]).strip(_STRIPPED)


def _lines_of_signs(line: str, bare: str) -> Iterator[str]:
    if _ORNAMENTS.search(bare):
        yield "ornament"
    if patterns.framed(line):
        yield "framed"
    if patterns.section(line):
        yield "section-name"
    if _LEADER.search(line):
        yield "leader"
    if _SPACED.search(line):
        yield "letter-spaced"
    wide = len(_WIDE.findall(line))
    if wide:
        yield f"wide-gaps:{min(wide, 2)}"
    bars = sum(map(bare.count, "|｜/·•"))
    if bars:
        yield f"bars:{min(bars, 3)}"
    if _ADDRESS.search(bare):
        yield "address"
    if not _MARKS.search(bare):
        yield "no-marks"
    digits = sum(c.isdigit() for c in bare)
    if digits * 2 >= len(bare):
        yield "digits"
    elif digits:
        yield "some-digits"


def _persons(line: str, bare: str) -> Iterator[str]:
    if len(bare) <= 4 and _NAME.fullmatch(bare):
        yield "name"
    if len(bare) <= 20 and are_persons(line):
        yield "names"
    if len(bare) <= 40 and holds_post(line):
        yield "post"
    if patterns.is_byline(line):
        yield "byline"


def _furniture(line: str, bare: str) -> Iterator[str]:
    if web_patterns.is_navigation(line):
        yield "navigation"
    if web_patterns.is_furniture(line):
        yield "furniture"
    if web_patterns.is_page_line(line):
        yield "page-line"
    if web_patterns.is_caption(line):
        yield "caption"


# The first of these facts that a block has is its shape.
_SHAPES = (
    ("furniture", "furniture"), ("navigation", "furniture"), ("is:button", "button"),
    ("is:menu", "menu"), ("begins:neighbour-page", "furniture"), ("is:related", "furniture"),
    ("has:licence", "furniture"), ("page-line", "page-line"), ("docno", "docno"),
    ("issue-alone", "issue"), ("is:contents", "contents"), ("contents-heading", "contents"),
    ("internal", "internal"), ("leader", "leader"), ("attribution", "attribution"),
    ("footer", "footer"), ("date-alone", "date"), ("issue", "issue+"), ("date-and-office", "date+"),
    ("marks-only", "marks"), ("keyed", "keyed"),
)  # fmt: skip
_LATER_SHAPES = (
    ("framed", "framed"), ("section-name", "section"), ("begins:sequel", "sequel"),
    ("name", "name"), ("names", "name"), ("byline", "byline"), ("caption", "caption"),
    ("first:ornament", "ornament"), ("all-in-brackets", "brackets"),
    ("is:generic-series", "series"), ("ends:series", "series"), ("ends:document-kind", "kind"),
    ("ends:office", "office"), ("last:colon", "colon"), ("last:stop", "clause"),
    ("begins:news-lead", "prose"), ("has:title-verb", "title"),
)  # fmt: skip


def _shape(words: Sequence[str], length: int, prose: bool) -> str:
    have = set(words)
    number = next((word for word in words if word.startswith("number:")), "")
    if not prose:
        for word, shape in _SHAPES:
            if word in have and not (word == "keyed" and number):
                return shape
    if number:
        return f"{number}{'+' if prose else ''}"
    if prose:
        return "prose+" if "attribution-last" in have else "footer" if "footer" in have else "prose"
    for word, shape in _LATER_SHAPES:
        if word in have:
            return shape
    return "short" if length <= 7 else "line" if length <= 30 else "long"


# --- how it looks and where it stands -----------------------------------------------------------

_FROM_TOP = ((0, "0"), (1, "1"), (2, "2"), (3, "3"), (5, "4-5"), (9, "6-9"), (19, "10-19"))
_TO_PROSE = ((0, "0"), (1, "1"), (2, "2"), (3, "3"), (5, "4-5"), (9, "6-9"))
_OTHERS = ((0, "0"), (1, "1"), (3, "2-3"))
_SIZES = ((0.85, "smaller"), (0.97, "small"), (1.05, "body"), (1.25, "large"), (1.6, "larger"))
_PREFIX = 10
"""Characters that a line shares with another that goes on with more of the same title."""
_JOINED = 40
"""Characters of a line, at most, that begins with another whole line of the document."""
_FARTHEST_INDENT = 3.5
"""Em. What stands farther from the margin is set apart from the text (a title that is in the middle
of its page, and not of the text's lines)."""
_STATED_TITLES = ("title", "og:title", "articletitle", "ld:headline", "twitter:title")
_TITLE_PARTS = re.compile(r"\s*[-_—–|｜>]+\s*")


class _Page:
    """What all blocks of a document together say about one of them."""

    def __init__(self, document: Document, held: Sequence[_Held]) -> None:
        self.blocks = document.blocks
        self.format = document.format
        self.count = len(held)
        self.held = held
        self.body = _body_size(self.blocks, held)
        bigger = {block.size for block in self.blocks if block.size and block.text.strip()}
        self.sizes = sorted((s for s in bigger if s > self.body * _SIZES[2][0]), reverse=True)
        self.measure = measure(
            own.width for block, own in zip(self.blocks, held, strict=True) if block.kind == "line"
        )
        self.keys = Counter(own.key for own in held if len(own.key) >= 2)
        self.starts = Counter(own.key[:_PREFIX] for own in held if len(own.key) >= _PREFIX)
        self.seen: Counter[str] = Counter()
        self.titles, self.stated = _stated(document)
        self.above = [*accumulate((own.prose for own in held), initial=0)]
        self.to_prose = _distances([own.prose for own in held])
        self.from_prose = _distances([own.prose for own in reversed(held)])[::-1]
        self.met: set[str] = set()
        self.signed = [bool(_SIGNED.intersection(own.words)) for own in held]
        self.whole = tuple(_of_whole(held, sum(self.signed)))
        self.runs = _runs([own.prose for own in held])
        self.heads = 0
        self.signs = [_sign(block, own) for block, own in zip(self.blocks, held, strict=True)]
        self.alike = Counter(
            sign
            for sign, (own, below) in zip(self.signs, pairwise(held), strict=False)
            if below.prose and not own.prose
        )
        self.leads = [*_leads_of_runs(self.signs, held)]
        self.many_signed = sum(self.signed) > 1

    def looks(self, place: int, block: Block) -> Iterator[str]:
        yield from self._type(block)
        yield from self._placement(place, block)
        yield f"setting:{self._setting(block)}"
        if block.kind == "line":
            full = self._fill(place, block)
            yield "full" if full >= 0.92 else "nearly-full" if full >= 0.8 else "not-full"

    def _type(self, block: Block) -> Iterator[str]:
        """Size, rank, weight and colour."""
        if block.size and self.body:
            yield f"size:{_class_of(block.size / self.body, _SIZES, 'largest')}"
            if block.size in self.sizes:
                yield f"size-rank:{min(self.sizes.index(block.size), 2)}"
        if block.heading:
            yield f"heading:{min(block.heading, 4)}"
        bold = sum(end - start for start, end in block.bold)
        if bold:
            yield "bold" if bold * 10 >= len(block.text.strip()) * 8 else "bold-part"
            if block.bold[0][0] == 0 and bold * 10 < len(block.text) * 8:
                yield "bold-first"
        if block.red:
            yield "red"

    def _placement(self, place: int, block: Block) -> Iterator[str]:
        """Alignment, and what parts the block from its neighbours."""
        if block.align in ("center", "right"):
            yield block.align
        elif block.indent is not None and block.indent < _FARTHEST_INDENT:
            yield "indent" if block.indent >= 1 else "no-indent"
        below = self.blocks[place + 1] if place + 1 < self.count else None
        if block.gap:
            yield "gap"
        if below and below.gap:
            yield "gap-below"
        if block.page_start:
            yield "page-start"
        if below is None or below.page_start:
            yield "page-end"

    def _setting(self, block: Block) -> str:
        return block.kind if block.kind != "line" else "wrapped" if self.measure else "line"

    def _fill(self, place: int, block: Block) -> float:
        if block.fill is not None:
            return block.fill
        if not self.measure:
            return 0.0
        indent = 2 * (block.indent or 0.0)
        return (self.held[place].width + indent) / self.measure

    def stands(self, place: int, own: _Held) -> Iterator[str]:
        yield f"top:{_class_of(place, _FROM_TOP, '20+')}"
        yield f"end:{_class_of(self.count - 1 - place, _FROM_TOP, '20+')}"
        yield f"above:{min(self.above[place], 2)}"
        yield f"below:{min(self.above[-1] - self.above[place + 1], 2)}"
        yield f"to-prose:{_class_of(self.to_prose[place], _TO_PROSE, 'far')}"
        yield f"from-prose:{_class_of(self.from_prose[place], _TO_PROSE, 'far')}"
        yield from self.whole
        if self.many_signed and place:
            yield "signed-above" if self.signed[place - 1] else "unsigned-above"
        yield from self._alike(place, own)
        if self._is_head(place):
            self.heads += 1
            yield f"head:{min(self.heads, 2)}"
            yield f"text-below:{min(self.runs[place + 1], 3)}"
        yield from self._elsewhere(own)
        yield from self._met(own)

    def _alike(self, place: int, own: _Held) -> Iterator[str]:
        """How many other lines above prose look like this one; of prose, how many of the same run
        begin with words of their own (青禾县开展义诊。9月1日，……)."""
        if own.prose:
            yield f"leads:{self.leads[place]}"
        elif own.length <= _JOINED:
            others = self.alike[self.signs[place]]
            if place + 1 < self.count and self.held[place + 1].prose:
                others -= 1
            yield f"alike:{_class_of(others, _OTHERS, '4+')}"

    def _is_head(self, place: int) -> bool:
        """Whether a block is a line of words right above prose."""
        return (
            self.held[place].shape in _HEADS
            and place + 1 < self.count
            and self.held[place + 1].prose
        )

    def _elsewhere(self, own: _Held) -> Iterator[str]:
        key = own.key
        if len(key) < 2 or own.prose:
            return
        if self.keys[key] > 1:
            yield "said-above" if self.seen[key] else "said-below"
        elif any(key[:end] in self.keys for end in range(4, min(len(key), _JOINED))):
            yield "said-in-parts"
        elif len(key) >= _PREFIX and self.starts[key[:_PREFIX]] > 1:
            yield "begun-above" if self.seen[key[:_PREFIX]] else "begun-below"
        self.seen[key] += 1
        if len(key) >= _PREFIX:
            self.seen[key[:_PREFIX]] += 1
        if len(key) >= 4:
            if key in self.titles:
                yield "stated:title"
            elif len(key) >= 6 and any(key in title for title in self.titles):
                yield "stated:in-title"
        if key in self.stated:
            yield "stated:field"

    def _met(self, own: _Held) -> Iterator[str]:
        """Which signs a document has shown before this block."""
        yield from sorted(self.met)
        have = set(own.words)
        for word, sign in _SIGNS:
            if word in have:
                self.met.add(sign)
        if own.shape == "prose" or own.shape == "prose+":
            self.met.discard("after:contents")


# What has been met above stays a fact for the blocks below.
_SIGNS = (
    ("issue", "after:issue"), ("date", "after:date"), ("page-line", "after:page-line"),
    ("contents-heading", "after:contents"), ("is:contents", "after:contents"),
    ("docno", "after:docno"), ("framed", "after:framed"), ("section-name", "after:section"),
    ("has:card", "after:card"), ("number-one", "after:number"), ("footer", "after:footer"),
    ("navigation", "after:navigation"), ("is:related", "after:related"),
    ("has:licence", "after:licence"), ("attribution", "after:attribution"),
    ("ends:salutation", "after:salutation"), ("begins:neighbour-page", "after:neighbour-page"),
)  # fmt: skip


_SIGNED = frozenset(("attribution", "attribution-last"))
_HEADS = frozenset(("title", "line", "short", "kind", "office", "long", "series", "sequel"))


def _of_whole(held: Sequence[_Held], signed: int) -> Iterator[str]:
    """What a whole document has: how many articles are signed, a table of contents, heads above
    prose."""
    yield f"signed:{min(signed, 2)}"
    heads = sum(own.shape in _HEADS and below.prose for own, below in pairwise(held))
    yield f"heads:{_class_of(heads, ((0, '0'), (1, '1'), (3, '2-3'), (6, '4-6')), '7+')}"
    if any("contents-heading" in own.words or "is:contents" in own.words for own in held):
        yield "with:contents"
    if any(own.shape == "number:han" for own in held):
        yield "with:numbers"


def _sign(block: Block, own: _Held) -> tuple[object, ...]:
    """What a line has in common with others of its role: its look, its ornament or number."""
    marks = (word for word in own.words if word.startswith(_SIGN_WORDS))
    bold = sum(end - start for start, end in block.bold) * 10 >= len(block.text.strip()) * 8 > 0
    return (block.size, bold, block.red, block.align == "center", block.heading, *marks)


_SIGN_WORDS = ("number:", "first:ornament", "first:frame", "first:bracket", "bullet")


def _leads_of_runs(signs: Sequence[tuple[object, ...]], held: Sequence[_Held]) -> Iterator[str]:
    """Of each block, how many of the prose that follows one another with the same sign begins with
    a short clause of its own."""
    runs = groupby(zip(signs, held, strict=True), lambda pair: (pair[0], pair[1].prose))
    for (_, prose), run in runs:
        leads = ["run-in" in own.words for _, own in run]
        many = "all" if all(leads) else "some" if any(leads) else "none"
        yield from [many if prose and len(leads) > 1 else "one"] * len(leads)


def _runs(prose: Sequence[bool]) -> list[int]:
    """How many blocks of prose follow one another, this one being the first."""
    found = [0]
    for one in reversed(prose):
        found.append(found[-1] + 1 if one else 0)
    return [*found[:0:-1], 0]


def _distances(prose: Sequence[bool]) -> list[int]:
    """How many blocks stand between each one and the next prose."""
    found: list[int] = []
    distance = 1000
    for one in reversed(prose):
        distance = 0 if one else distance + 1
        found.append(distance)
    return found[::-1]


def _body_size(blocks: Sequence[Block], held: Sequence[_Held]) -> float:
    """The size that most characters are set in, 0 if none is known."""
    weights: Counter[float] = Counter()
    for block, own in zip(blocks, held, strict=True):
        if block.size:
            weights[block.size] += own.length
    return max(weights, key=lambda size: (weights[size], -size), default=0.0)


def _stated(document: Document) -> tuple[tuple[str, ...], frozenset[str]]:
    """The titles that a page states about itself, and its other fields, as keys."""
    titles: dict[str, None] = {}
    others: set[str] = set()
    for name, value in document.metadata:
        bare = strip_space(value)
        if name.lower() in _STATED_TITLES:
            parts = (value, *_TITLE_PARTS.split(value)[:1])
            titles.update((_key(strip_space(part)), None) for part in parts)
        elif 2 <= len(bare) <= _SHORT:
            others.add(_key(bare))
    return tuple(title for title in titles if len(title) >= 4), frozenset(others)
