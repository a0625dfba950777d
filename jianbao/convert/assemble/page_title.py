"""The title of a web page, by the votes of what the page states about itself, of its headings and
of the roles of its lines."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from jianbao.archive.kinds import Doubt
from jianbao.archive.model import Flag
from jianbao.convert.assemble.candidates import Candidate
from jianbao.convert.assemble.pieces import TITLES, LabelledUnit
from jianbao.convert.blocks import Block, Document, Removal
from jianbao.convert.cut.draft import ArticleDraft
from jianbao.convert.cut.passage import Passage
from jianbao.convert.cut.patterns import ends_like_office
from jianbao.convert.label.roles import Labelling, Role
from jianbao.text.chinese import strip_space

_REACH = 60
"""Blocks from the top in which a title is looked for."""
_LINES = 4
_SENTENCE = 30
_OFFICE = 16
"""Characters of an office's name, which is stated as the name of the site."""
_LEAST = 5
"""Characters that a title has; shorter ones are the name of a column, too."""
_HEADINGS: Mapping[int, float] = {1: 0.5, 2: 0.3, 3: 0.2, 4: 0.1}
_NEEDED = 0.55
"""Weight of what the page states, below which the roles decide alone."""
_SEPARATOR = re.compile(r"\s*[-_—–|｜>»/]+\s*|\s+")
_BADGE = re.compile(r"(?:原创|转载|独家|置顶|推荐|视频|图文|图集|组图)(?=[^\s：:])")
"""A word that a site sets before a title, without a space in the saved page."""
_MASTHEAD: frozenset[Role] = frozenset(("series", "issue"))
_SITE = re.compile(
    r".*(?:网|网站|官网|门户|政府|频道|新闻|日报|晚报|时报|在线|中心|平台|委员会|局|厅|委|办公室|学会|协会"
    r"|大学|学院|医院|客户端|[A-Za-z.]+)"
)


@dataclass(frozen=True, slots=True)
class PageTitle:
    """The labelling with the page's title in its place, and the doubts about that. `stated`: the
    title that the page states and no line prints."""

    labelling: Labelling
    flags: tuple[Flag, ...] = ()
    stated: str = ""


def titled(document: Document, labelling: Labelling, stated: Sequence[Candidate]) -> PageTitle:
    """Give the lines that print the title that a web page states the role of a title. A bulletin
    on a page keeps its roles: what the page states is the name of the bulletin."""
    titles = [one for one in stated if one.field == "title"]
    masthead = _MASTHEAD & set(labelling.roles) and "issue" in labelling.roles
    if document.format != "html" or masthead or not titles:
        return PageTitle(labelling)
    weights = _weights(titles)
    runs = [*_runs(document.blocks, weights)]
    if not runs:
        return PageTitle(labelling, stated=_without_site(titles))
    start, end, _ = max(
        runs, key=lambda run: run[2] + _look(document.blocks, labelling, run[0], run[1])
    )
    return _placed(document, labelling, start, end)


def _key(text: str) -> str:
    return strip_space(text).replace("“", '"').replace("”", '"')


def _weights(titles: Sequence[Candidate]) -> dict[str, float]:
    """Return what may be printed as the title, with the weight of those that state it: the whole
    of a stated title, or a part of it beside the name of a site or a column."""
    weights: dict[str, float] = {}
    for title in titles:
        for text, share in _parts(title.value):
            key = _key(text)
            if len(key) >= _LEAST:
                weights[key] = weights.get(key, 0.0) + title.weight * share
    return weights


def _parts(title: str) -> Iterator[tuple[str, float]]:
    """Yield the title, then its parts, with how likely each is the article's own title."""
    yield title, 1.0
    cuts = [match.span() for match in _SEPARATOR.finditer(title)][:12]
    for start, end in cuts:
        before, after = title[:start], title[end:]
        longer = len(before) >= len(after)
        yield before, 0.95 if longer else 0.7
        yield after, 0.8 if not longer else 0.4
    if title.startswith("【") and "】" in title:
        yield from ((part, 0.9 * share) for part, share in _parts(title.split("】", 1)[1]))


def _runs(
    blocks: Sequence[Block], weights: Mapping[str, float]
) -> Iterator[tuple[int, int, float]]:
    """Yield each run of lines that together print a stated title: start, end, weight."""
    for start, first in enumerate(blocks[:_REACH]):
        if "。" in first.text and len(first.text) > _SENTENCE:
            return  # the text has begun
        office = len(first.text) <= _OFFICE and ends_like_office(first.text)
        if not first.text.strip() or first.kind not in ("line", "paragraph") or office:
            continue
        text = ""
        for end in range(start, min(start + _LINES, len(blocks))):
            text += _key(blocks[end].text)
            if len(text) > 120 or blocks[end].kind not in ("line", "paragraph"):
                break
            bare = _BADGE.sub("", text, count=1) if end == start and _BADGE.match(text) else text
            weight = max(weights.get(text, 0.0), weights.get(bare, 0.0))
            if weight >= _NEEDED:
                yield start, end + 1, weight


def _look(blocks: Sequence[Block], labelling: Labelling, start: int, end: int) -> float:
    """Return what the look and the roles of some lines add to their weight as a title."""
    role = labelling.roles[start]
    likely = labelling.confidences[start] if role in TITLES else 0.0
    return likely + _HEADINGS.get(blocks[start].heading, 0.0) - 0.01 * start - 0.05 * (end - start)


def _placed(document: Document, labelling: Labelling, start: int, end: int) -> PageTitle:
    """Return the labelling with the title at these lines; other titles above it are navigation,
    repetitions are left out, and what else looked like a title is doubted."""
    blocks, roles = document.blocks, [*labelling.roles]
    title = _key("".join(block.text for block in blocks[start:end]))
    flags: list[Flag] = []
    body = next((i for i in range(end, len(roles)) if roles[i] in ("para", "brief")), len(roles))
    for i, role in enumerate(roles):
        if start <= i < end:
            roles[i] = "title+" if i > start else "title"
        elif _key(blocks[i].text) == title and role in (*TITLES, "heading", "series", "para"):
            roles[i] = "dup"
        elif i < start and role in (*TITLES, "series"):
            roles[i] = "nav"
            flags += _second(blocks[i], labelling.confidences[i], role)
        elif end <= i < body and role == "series":
            roles[i] = "byline"
        elif end <= i < body and role in TITLES:
            roles[i] = "subtitle"
            flags += _second(blocks[i], labelling.confidences[i], role)
    sure = (
        1.0 if new != old or start <= i < end else confidence
        for i, (new, old, confidence) in enumerate(
            zip(roles, labelling.roles, labelling.confidences, strict=True)
        )
    )
    return PageTitle(replace(labelling, roles=tuple(roles), confidences=tuple(sure)), tuple(flags))


def _second(block: Block, confidence: float, role: Role) -> list[Flag]:
    """Return a doubt about a line that its words make a title, and the page does not."""
    if role not in TITLES or confidence < 0.5:
        return []
    return [Flag.of(Doubt.READING_TITLE, block.line, block.text.strip())]


# --- titles that no line prints, and words beside them -------------------------------------------


def _without_site(titles: Sequence[Candidate]) -> str:
    """Return the title that a page states, without the name of the site behind it."""
    best = max(titles, key=lambda one: one.weight)
    text = best.value
    cuts = [match.span() for match in _SEPARATOR.finditer(text) if match.group().strip()]
    for start, end in reversed(cuts):
        if not _SITE.fullmatch(text[end:]) or start < _LEAST:
            break
        text = text[:start]
    site = len(text) < _LEAST or (text == best.value and _SITE.fullmatch(text))
    return "" if site else text.strip()


def with_stated_title(
    articles: Sequence[ArticleDraft], stated: str
) -> tuple[tuple[ArticleDraft, ...], tuple[Flag, ...]]:
    """Return the articles with the title that the page states, where the first one prints none."""
    if not stated or not articles or not articles[0].title_inferred:
        return tuple(articles), ()
    first = articles[0]
    line = first.parts[0].line if first.parts else 0
    titled_first = replace(first, title=Passage.at(stated, line))
    return (titled_first, *articles[1:]), (Flag.of(Doubt.TITLE_OF_METADATA, line, stated),)


def plain_titles(
    pieces: Sequence[LabelledUnit], stated: Sequence[Candidate]
) -> tuple[list[LabelledUnit], list[Removal]]:
    """Return the pieces with the titles of a web page without the word that the site sets before
    them, and with the day in brackets behind them as a line of its own."""
    result: list[LabelledUnit] = []
    removals: list[Removal] = []
    for piece in pieces:
        start = _badge(piece.text, stated) if piece.role == "title" else 0
        if start:
            removals.append(Removal("page-head", piece.unit.line, piece.text[:start]))
            piece = piece.said(piece.passage[start:])
        day = _DAY_BEHIND.search(piece.text) if piece.role in TITLES else None
        if day and day.start() >= _LEAST:
            result.append(piece.said(piece.passage[: day.start()].strip()))
            piece = replace(piece, role="meta").said(piece.passage[day.start() :].strip())
        result.append(piece)
    return result, removals


_DAY_BEHIND = re.compile(
    r"\s*[\[（(【]\s*20\d\d[-/.年]\d{1,2}[-/.月]\d{1,2}日?(?:\s*\d{1,2}:\d\d(?::\d\d)?)?\s*[\]）)】]\s*$"
)


def _badge(text: str, stated: Sequence[Candidate]) -> int:
    """Return the length of a word before a title that the page states without it."""
    match = _BADGE.match(text)
    bare = _key(text[match.end() :]) if match else ""
    titles = (_key(one.value) for one in stated if one.field == "title")
    return match.end() if match and any(title.startswith(bare) for title in titles) else 0
