"""Check the texts of a draft: lines at their edges that are no text, paragraphs that do not end,
rows of tables among them."""

import itertools
import re
from collections import Counter
from collections.abc import Iterator

from jianbao.archive.kinds import Doubt
from jianbao.archive.model import Flag
from jianbao.convert.cut.draft import ArticleDraft, Draft, Part
from jianbao.convert.cut.paragraphs import is_row
from jianbao.convert.cut.passage import Passage
from jianbao.convert.cut.patterns import is_preface
from jianbao.convert.cut.titles import writers
from jianbao.convert.record.lines import SHORT_LINE, is_open, may_sign
from jianbao.text.chinese import HAN

_CREDIT = re.compile("^(?:图|表|注|附|[-—–]{2})")
"""Captions, notes and credits, which are no sentences and belong to an article (——摘自《…》)."""
_CLOSED = re.compile("[。！？!?…”’」』）)：:；;]$")
_AUTHOR = re.compile(
    f"[（(\\W]*(?:作者|记者|通讯员|撰稿人?|整理|文/?|文字|图文)\\s*[:：/丨|\\s]\\s*[{HAN}\\s、·]{{2,12}}\\W*"
)
_ROWS = 2
"""Rows that follow one another, at least, of a table without rules."""


def text_doubts(draft: Draft) -> Iterator[Flag]:
    """Yield a doubt for each line of a text that does not look like one."""
    yield from _preface(draft)
    yield from _edges(draft)
    for article in draft.articles:
        yield from _open_paragraphs(article)
        yield from _rows(article)


def _preface(draft: Draft) -> Iterator[Flag]:
    """Yield what stands above all titles and is no editor's note, if there is no masthead: below
    one, a bulletin may have a few words to the reader."""
    above = next((part.passage for part in draft.preface if part.kind == "paragraph"), None)
    if above and draft.head.series is None and not is_preface(above.text):
        yield Flag.of(Doubt.ARTICLES_BELOW_TEXT, above.line, above.text)


def _open_paragraphs(article: ArticleDraft) -> Iterator[Flag]:
    for part, below in itertools.pairwise(article.parts):
        if part.kind == below.kind == "paragraph" and is_open(part.passage.text):
            yield Flag.of(Doubt.TEXT_OPEN, part.passage.line, part.passage.text)


def _rows(article: ArticleDraft) -> Iterator[Flag]:
    """Yield the first of several lines that look like rows of a table."""
    for in_table, run in itertools.groupby(article.parts, _is_row):
        rows = [*run]
        if in_table and len(rows) >= _ROWS:
            text = " ".join(part.passage.text for part in rows)
            yield Flag.of(Doubt.TEXT_TABLE, rows[0].passage.line, text)


def _is_row(part: Part) -> bool:
    return part.kind == "paragraph" and is_row(part.passage.text)


def _edges(draft: Draft) -> Iterator[Flag]:
    """Yield the first and last lines of articles that name a person, that other articles begin or
    end with, too, or that are no sentence beside sentences."""
    edges = [_edge_parts(article) for article in draft.articles]
    times = Counter(part.passage.text for part in itertools.chain.from_iterable(edges))
    for article, parts in zip(draft.articles, edges, strict=True):
        for part in parts:
            text = part.passage.text
            if _names_author(part.passage):
                yield Flag.of(Doubt.AUTHOR_IN_TEXT, part.passage.line, text)
            elif times[text] > 1 or _is_loose(article, part):
                yield Flag.of(Doubt.READING_EDGE, part.passage.line, text)


def _edge_parts(article: ArticleDraft) -> tuple[Part, ...]:
    parts = article.parts if len(article.parts) > 1 else ()
    ends = (parts[0], parts[-1]) if parts else ()
    return tuple(part for part in ends if part.kind == "paragraph")


def _names_author(line: Passage) -> bool:
    """Return whether a line is no more than who wrote the text."""
    text = line.text.strip()
    return len(text) <= SHORT_LINE and bool(writers(line) or _AUTHOR.fullmatch(text))


def _is_loose(article: ArticleDraft, edge: Part) -> bool:
    """Return whether an article begins or ends in a short line that is no sentence, beside one."""
    beside = article.parts[1] if edge is article.parts[0] else article.parts[-2]
    text = edge.passage.text.strip()
    is_line = len(text) <= SHORT_LINE and not (_CLOSED.search(text) or _CREDIT.match(text))
    return (
        is_line
        and bool(re.search("[。！？”]$", beside.passage.text.strip()))
        and (not may_sign(text))
    )
