"""Find what a person should look at: it is flagged and left as printed."""

import dataclasses
import itertools
import re
from collections import Counter
from collections.abc import Iterator, Sequence

from jianbao.archive.kinds import DOUBTS, Doubt
from jianbao.archive.model import Flag, Taxonomy
from jianbao.content.suggestions import suggested
from jianbao.convert.cut import patterns
from jianbao.convert.cut.authorities import Authorities
from jianbao.convert.cut.draft import ArticleDraft, Draft, Foot, Head, Part
from jianbao.convert.cut.passage import Passage
from jianbao.convert.cut.table_head import is_merged
from jianbao.convert.names.tagging import Filing
from jianbao.convert.record.field_checks import field_doubts
from jianbao.convert.record.text_checks import text_doubts
from jianbao.text import privacy
from jianbao.text.chinese import HAN, one_line

_LONG_TITLE = 60
_BANNER = 10
"""A banner with more characters in a row than this has probably lost a space."""


def doubts(draft: Draft, filing: Filing, authorities: Authorities) -> tuple[Flag, ...]:
    """Return every doubt about a draft, in the order of the text within each kind."""
    flags = [*_frame(draft, filing), *_articles(draft, authorities)]
    for article in draft.articles:
        flags.extend(_attribution(article, draft))
        flags.extend(_title(article))
        flags.extend(_numbers(article.parts))
        flags.extend(_tables(article.parts))
        flags.extend(_enumerations(article.parts))
        flags.extend(_terms(article))
        flags.extend(_topics(article, authorities.topics))
    flags.extend(field_doubts(draft, authorities))
    flags.extend(text_doubts(draft))
    passages = [*_passages(draft)]
    for passage in passages:
        flags.extend(_typing_errors(passage))
    for passage in (*passages, *_frame_passages(draft)):
        flags.extend(_privacy(passage))
    for passage in passages:
        flags.extend(_townships(passage, authorities))
    return tuple(dict.fromkeys(flags))


_SAID_TOGETHER = {Doubt.MASTHEAD_MISSING, Doubt.ISSUE_MISSING, Doubt.FOOTER_MISSING}
"""What KIND_DOUBTFUL says of a document, too."""


def joined_doubts(flags: Sequence[Flag]) -> tuple[Flag, ...]:
    """Return the doubts without those that another one says, too: of a document without any frame
    the parts of it, of a line in doubt that its reading is not sure."""
    kinds = {flag.kind for flag in flags}
    together = {doubt.kind for doubt in _SAID_TOGETHER} if Doubt.KIND_DOUBTFUL in kinds else ()
    told = {(flag.line, flag.text) for flag in flags if flag.kind not in _OF_ROLES}
    return tuple(
        flag
        for flag in flags
        if flag.kind not in together
        and not (flag.kind in _OF_ROLES and flag.line and (flag.line, flag.text) in told)
    )


_OF_ROLES = frozenset((Doubt.READING_TEXT.kind, Doubt.ATTRIBUTION_IN_TEXT.kind))
"""Kinds of doubt about what a line is, which any doubt about its field includes."""


def _passages(draft: Draft) -> Iterator[Passage]:
    for part in draft.preface:
        yield part.passage
    for article in draft.articles:
        if not article.title_inferred:
            yield article.title
        for part in article.parts:
            yield part.passage


def _frame_passages(draft: Draft) -> Iterator[Passage]:
    """Yield the passages that go into the front matter, except titles."""
    parts: tuple[Head | Foot | ArticleDraft, ...] = (draft.head, draft.foot, *draft.articles)
    for part in parts:
        for field in dataclasses.fields(part):
            value = getattr(part, field.name)
            for one in value if isinstance(value, tuple) else (value,):
                if isinstance(one, Passage) and field.name != "title":
                    yield one


# --- the frame --------------------------------------------------------------------------------


def _frame(draft: Draft, filing: Filing) -> Iterator[Flag]:
    head, foot = draft.head, draft.foot
    news = head.page or (filing.series is not None and filing.series.kind == "news")
    if head.number is None and not news:
        if head.issue:
            yield Flag.of(Doubt.ISSUE_UNREADABLE, head.issue.line, head.issue.text)
        else:
            yield Flag.of(Doubt.ISSUE_MISSING, 0, "")
    if head.date is None and head.date_printed is None:
        yield Flag.of(Doubt.DATE_MISSING, 0, "")
    if (
        head.banner
        and len(head.banner.text) >= _BANNER
        and not re.search(f"[^{HAN}]", head.banner.text.strip())
    ):
        yield Flag.of(Doubt.BANNER_SPACE, head.banner.line, head.banner.text)
    if not news and not any(
        (foot.report_to, foot.send_to, foot.distribute_to, foot.editor, foot.reviewer)
    ):
        yield Flag.of(Doubt.FOOTER_MISSING, 0, "")


_MANY = 60
"""A document with more articles than this is probably a book or a collection."""
_SEVERAL = 10
"""If a document has this many articles, some should be signed by an office."""


def _articles(draft: Draft, authorities: Authorities) -> Iterator[Flag]:
    """Yield a doubt if the articles are hardly those of a bulletin: too many, or most without an
    office."""
    count = len(draft.articles)
    unsigned = sum(
        article.attribution is None and not authorities.mentions(article.title.text, short=True)
        for article in draft.articles
    )
    if count > _MANY:
        yield Flag.of(Doubt.ARTICLES_MANY, 0, "", count=count)
    elif count > _SEVERAL and 2 * unsigned > count:
        yield Flag.of(Doubt.ARTICLES_UNSIGNED, 0, "", count=count, unsigned=unsigned)


def _topics(article: ArticleDraft, topics: Taxonomy) -> Iterator[Flag]:
    """Yield the topics that the words of an article suggest."""
    title = one_line(article.title.text)
    body = "\n".join(part.passage.text for part in article.parts)
    for term, word in suggested(title, body, (), topics):
        yield Flag.of(Doubt.TOPIC_NAMED, article.line, word, word=word, topic=term.name)


def _attribution(article: ArticleDraft, draft: Draft) -> Iterator[Flag]:
    signed = sum(other.attribution is not None for other in draft.articles)
    if article.attribution is None and 2 * signed >= len(draft.articles):
        yield Flag.of(Doubt.ATTRIBUTION_MISSING, article.line, article.title.text)


def _title(article: ArticleDraft) -> Iterator[Flag]:
    if len(article.title) > _LONG_TITLE:
        yield Flag.of(Doubt.TITLE_LONG, article.line, article.title.text)


def _tables(parts: Sequence[Part]) -> Iterator[Flag]:
    """Yield heads of tables with merged cells that could not be filled."""
    for part in parts:
        if part.kind == "table" and is_merged(part.rows):
            yield Flag.of(Doubt.MERGED_CELLS, part.line, " ".join(filter(None, part.rows[0])))


# --- numbers ----------------------------------------------------------------------------------

_RANKS = ("part", "han", "bracketed-han", "arabic", "bracketed", "circled")


def _numbers(parts: Sequence[Part]) -> Iterator[Flag]:
    """Yield section numbers that occur twice or skip one."""
    last: dict[str, int] = {}
    for part in parts:
        number = patterns.numbering(part.passage.text) if part.kind != "table" else None
        if number is None or number.style not in _RANKS:
            continue
        before = last.get(number.style, 0)
        text = part.passage.text[:30]
        if before and number.number == before:
            yield Flag.of(Doubt.NUMBERING_REPEATED, part.line, text)
        elif before and number.number > before + 1:
            numbers = {"before": before, "number": number.number}
            yield Flag.of(Doubt.NUMBERING_GAP, part.line, text, **numbers)
        last[number.style] = number.number
        rank = _RANKS.index(number.style)
        for style in _RANKS[rank + 1 :]:
            last.pop(style, None)


_ENUMERATOR = re.compile("(?:^|(?<=[。；：，”]))([一二三四五六七八九十])(?:是|要)")


def _enumerations(parts: Sequence[Part]) -> Iterator[Flag]:
    """Yield enumerations that continue inside the next paragraph (一是…二是…, then 三是…): perhaps
    a paragraph was cut."""
    for part, after in itertools.pairwise(parts):
        if part.kind != "paragraph" or after.kind != "paragraph":
            continue
        first = _ENUMERATOR.findall(part.passage.text)
        second = list(_ENUMERATOR.finditer(after.passage.text))
        if len(first) < 1 or not second or second[0].start() == 0:
            continue
        numbers = "一二三四五六七八九十"
        if numbers.index(second[0].group(1)) == numbers.index(first[-1]) + 1 and first[0] == "一":
            yield Flag.of(
                Doubt.PARAGRAPH_DOUBTFUL,
                after.line,
                after.passage.text[:20],
                before=first[-1],
                after=second[0].group(1),
            )


# --- words ------------------------------------------------------------------------------------

_NUMERALS = "一二三四五六七八九十百千万两东西南北上下前后大小左右内外省市县区乡镇村院科局委"
_FOUR = re.compile(f"(?=([{HAN}]{{4}}))")


def _terms(article: ArticleDraft) -> Iterator[Flag]:
    """Yield words of the title that the text has only with one other character (心率失常,
    心律失常)."""
    if article.title_inferred:
        return
    body = Counter(word for part in article.parts for _, word in _words(part.passage.text))
    likely: dict[tuple[str, int, str], str] = {}  # the first of the words that differ in one place
    for word in sorted(body, key=lambda w: (-body[w], w)):
        for key, character in _gaps(word):
            if body[word] >= 2 and character not in _NUMERALS:
                likely.setdefault(key, word)
    for i, word in _words(article.title.text):
        if word in body:
            continue
        others = [
            likely[key]
            for key, character in _gaps(word)
            if key in likely and character not in _NUMERALS
        ]
        if others:
            other = min(others, key=lambda w: (-body[w], w))
            both = {"word": word, "other": other}
            yield Flag.of(Doubt.TERM_DIFFERS, article.title.lines[i], word, **both)
            return


def _words(text: str) -> Iterator[tuple[int, str]]:
    """Yield each run of four Chinese characters, with its position."""
    for match in _FOUR.finditer(text):
        yield match.start(), match.group(1)


def _gaps(word: str) -> Iterator[tuple[tuple[str, int, str], str]]:
    """Yield a word without its second and without its third character, with the removed
    character."""
    for k in (1, 2):
        yield (word[:k], k, word[k + 1 :]), word[k]


_ERRORS: tuple[tuple[re.Pattern[str], Doubt], ...] = (
    (
        re.compile(f"([{HAN}]{{2,6}})[和与及、]\\1(?![{HAN}])"),
        Doubt.WORD_TWICE,
    ),
    (
        re.compile(
            f"以[{HAN}]{{1,2}}促[{HAN}]{{1,2}}、以[{HAN}]促[{HAN}](?=推动|推进|实现|带动|确保|提升|加快)"
        ),
        Doubt.COMMA_MISSING,
    ),
    (
        re.compile(r"截止(?=\s*(?:\d|目前|今年|去年|[本上]月|[一二三四五六七八九十]+月))"),
        Doubt.UNTIL,
    ),
    (
        re.compile(f"([{HAN}]{{3,8}})\\1"),
        Doubt.TEXT_TWICE,
    ),
    (
        re.compile(rf"(?<=[{HAN}])\s?\d(?: \d)+(?=\s?[{HAN}%％])"),
        Doubt.DIGITS_APART,
    ),
    (re.compile("([，。；：、])[，。；：、]"), Doubt.PUNCTUATION_TWICE),
)


def _typing_errors(passage: Passage) -> Iterator[Flag]:
    for pattern, doubt in _ERRORS:
        for match in pattern.finditer(passage.text):
            yield Flag.of(doubt, passage.lines[match.start()], match.group())


# --- places -----------------------------------------------------------------------------------

_TOWNSHIP = re.compile(f"[{HAN}]{{1,4}}?(?:镇|乡|街道)")


def _townships(passage: Passage, authorities: Authorities) -> Iterator[Flag]:
    """Yield a township that differs by one character from one of the county named just before
    it."""
    for mention in authorities.mentions(passage.text, short=False):
        townships = authorities.townships_of(mention.term)
        match = _TOWNSHIP.match(passage.text, mention.end)
        if not townships or not match or match.group() in townships:
            continue
        name = match.group()
        near = [
            known
            for known in townships
            if len(known) == len(name)
            and sum(a != b for a, b in zip(known, name, strict=True)) == 1
            and known[-1] == name[-1]
        ]
        if len(near) == 1 and len(name) > 2:
            names = {"county": mention.term.name, "name": name, "near": near[0]}
            line = passage.lines[match.start()]
            yield Flag.of(Doubt.TOWNSHIP_NEAR_MISS, line, name, **names)


# --- privacy ----------------------------------------------------------------------------------


def _privacy(passage: Passage) -> Iterator[Flag]:
    """Yield personal data, masked, because the record is published too."""
    for found in privacy.find(passage.text):
        doubt = DOUBTS[f"privacy_{found.kind}"]
        yield Flag.of(doubt, passage.lines[found.start], found.masked)
