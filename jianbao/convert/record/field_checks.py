"""Check the fields of a whole draft against their usual form.

A line can be read wrongly with great confidence. What comes of it often has a form that its field
does not have: an issuer that is no office, a title that ends in a comma. Each check looks at one
kind of field and yields a doubt at the line that it comes from.
"""

import itertools
import re
from collections import Counter
from collections.abc import Iterator

from jianbao.archive.kinds import Doubt
from jianbao.archive.model import Flag
from jianbao.convert.cut import patterns
from jianbao.convert.cut.authorities import Authorities
from jianbao.convert.cut.draft import ArticleDraft, Draft, Part
from jianbao.convert.cut.passage import Passage
from jianbao.text.chinese import HAN, strip_space

_SENTENCE_GOES_ON = re.compile("[，。；：、,;]$")
"""A title that ends like this is part of a sentence (青禾县开展义诊，)."""
_PAIRS = (("《", "》"), ("“", "”"), ("（", "）"), ("【", "】"))
_LABEL_FIRST = re.compile("[^\\s，。：:]{0,6}(?:人|者|员|单位|部门|机构|日期|时间|来源)\\s*[:：]")
"""A title that begins with the label of another field (反映人：罗一鸣 关于…的建议)."""
_SIGNS = re.compile(f"(?:^|\\s)[{HAN}·]{{2,4}}$|组$")
"""What signs an article and is no office: a person, perhaps with a post, or a group (调研组)."""
_CREDIT = re.compile("^(?:图|表|注|附|[-—–]{2})")
"""Captions, notes and credits, which are no sentences and belong to an article (——摘自《…》)."""
_SHORT_TITLE = 4
"""A title with fewer characters is more often a section or a day (要闻, 三季度)."""
_CLOSED = re.compile("[。！？!?…”’」』）)：:；;]$")
_SHORT_LINE = 24
"""A line at the edge of an article that is shorter and no sentence may belong around it."""


def field_doubts(draft: Draft, authorities: Authorities) -> Iterator[Flag]:
    """Yield a doubt for each field that does not look like one."""
    yield from _issuer(draft, authorities)
    for article in draft.articles:
        yield from _attribution(article, draft, authorities)
        yield from _title(article, draft)
    yield from _edges(draft)


def _issuer(draft: Draft, authorities: Authorities) -> Iterator[Flag]:
    head = draft.head
    if head.issuer is None:
        if head.series and head.issue and not draft.foot.publisher:
            yield Flag.of(Doubt.ISSUER_MISSING, head.series.line, head.series.text)
        elif head.page:
            yield Flag.of(Doubt.SOURCE_MISSING, 0, "")
    elif head.page:  # accounts and media have names of any kind
        if re.search("[:：]|[0-9]+次", head.issuer.text):
            yield Flag.of(Doubt.ISSUER_SHAPE, head.issuer.line, head.issuer.text)
    elif not _is_office(head.issuer, authorities, None):
        yield Flag.of(Doubt.ISSUER_SHAPE, head.issuer.line, head.issuer.text)


def _is_office(passage: Passage, authorities: Authorities, issuer: str | None) -> bool:
    return patterns.looks_like_office(passage.text) or bool(
        authorities.office(passage.text, issuer) or patterns.ends_like_office(passage.text)
    )


def _attribution(article: ArticleDraft, draft: Draft, authorities: Authorities) -> Iterator[Flag]:
    given = article.attribution
    if given is not None:
        issuer = draft.head.issuer.text if draft.head.issuer else None
        if not _is_office(given, authorities, issuer) and not _SIGNS.search(given.text.strip()):
            yield Flag.of(Doubt.ATTRIBUTION_SHAPE, given.line, given.text)
        return
    last = article.parts[-1] if article.parts else None
    if last and last.kind == "paragraph" and _may_sign(last.passage.text):
        yield Flag.of(Doubt.ATTRIBUTION_IN_TEXT, last.passage.line, last.passage.text)


def _may_sign(text: str) -> bool:
    """Return whether a paragraph is no more than an office, perhaps with a person."""
    short = len(strip_space(text)) <= _SHORT_LINE and not re.search(r"[\d:：◇◆]", text)
    return short and patterns.looks_like_office(text.strip("（()） "))


def _title(article: ArticleDraft, draft: Draft) -> Iterator[Flag]:
    if article.title_inferred:
        return
    text = article.title.text.strip()
    bare = strip_space(text)
    head = draft.head
    above = {strip_space(one.text) for one in (head.series, head.issuer, head.banner) if one}
    if _SENTENCE_GOES_ON.search(text) or any(
        text.count(opened) != text.count(closed) for opened, closed in _PAIRS
    ):
        yield Flag.of(Doubt.TITLE_BROKEN, article.line, text)
    elif _LABEL_FIRST.match(text):
        yield Flag.of(Doubt.TITLE_LABEL, article.line, text)
    elif bare in above:
        yield Flag.of(Doubt.TITLE_OF_MASTHEAD, article.line, text)
    elif len(bare) < _SHORT_TITLE:
        yield Flag.of(Doubt.TITLE_SHORT, article.line, text)
    elif head.issuer and bare.startswith("关于") and head.issuer.line == article.line - 1:
        yield Flag.of(Doubt.TITLE_WITHOUT_OFFICE, article.line, text)


def _edges(draft: Draft) -> Iterator[Flag]:
    """Yield the first and last lines of articles that other articles begin or end with, too, and a
    last line that is no sentence below sentences."""
    edges = [_edge_parts(article) for article in draft.articles]
    times = Counter(part.passage.text for part in itertools.chain.from_iterable(edges))
    for article, parts in zip(draft.articles, edges, strict=True):
        for part in parts:
            text = part.passage.text
            if times[text] > 1 or (part is article.parts[-1] and _is_loose(article)):
                yield Flag.of(Doubt.READING_EDGE, part.passage.line, text)


def _edge_parts(article: ArticleDraft) -> tuple[Part, ...]:
    parts = article.parts if len(article.parts) > 1 else ()
    ends = (parts[0], parts[-1]) if parts else ()
    return tuple(part for part in ends if part.kind == "paragraph")


def _is_loose(article: ArticleDraft) -> bool:
    """Return whether an article ends in a short line that is no sentence, below a sentence."""
    before, last = (part.passage.text.strip() for part in article.parts[-2:])
    is_line = len(last) <= _SHORT_LINE and not (_CLOSED.search(last) or _CREDIT.match(last))
    return is_line and bool(re.search("[。！？”]$", before)) and not _may_sign(last)
