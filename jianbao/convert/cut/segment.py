"""A read document cut into masthead, preface, articles and footer, with its text repaired."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from jianbao.archive.model import Site
from jianbao.convert.blocks import Document
from jianbao.convert.cut import articles, foot, patterns, repair, web_head
from jianbao.convert.cut.authorities import Authorities
from jianbao.convert.cut.completion import completed
from jianbao.convert.cut.draft import Draft, Head
from jianbao.convert.cut.head import second_masthead
from jianbao.convert.cut.mending import clean_units, mend_units
from jianbao.convert.cut.paragraphs import Unit, assemble
from jianbao.text.chinese import HAN, is_han, strip_space


def segment(document: Document, file: str, site: Site, authorities: Authorities) -> Draft:
    """Cut a document as read into a draft. Nothing of it is lost: what is no part of the draft is
    a removal."""
    assembled = assemble(document)
    repairs = [*assembled.repairs]
    removals = [*document.removals, *assembled.removals]
    flags = [*document.doubts]
    units, cleaned = clean_units(foot.with_roles(assembled.units))
    repairs.extend(cleaned)
    top = web_head.cut_head(units, document, file, site)
    authorities = authorities.at(top.head.date)
    repairs.extend(top.repairs)
    if not _is_masthead(top.head):
        rest, tail = web_head.cut_tail(top.rest)
        removals.extend(tail)
        is_page = top.head.page or bool(tail) or _has_page_editor(rest)
        titles, mended = repair.mend_all(top.head.title, authorities.counties)
        repairs.extend(mended)
        top = replace(top, rest=rest, head=replace(top.head, page=is_page, title=titles))
    lines = _recipients_below(top.rest)
    start = foot.footer_start(lines)
    body, mended_body = mend_units(lines[:start], authorities)
    below, mended_below = mend_units([*top.colophon, *lines[start:]], authorities)
    repairs.extend((*mended_body, *mended_below))
    bottom = foot.cut_foot([*body, *below], len(body))
    text, heading, sources = web_head.cut_source(bottom.rest, top.head)
    cut = articles.cut_body(text, heading, authorities)
    removals.extend((*top.removals, *bottom.removals, *sources, *cut.removals))
    repairs.extend(cut.repairs)
    flags.extend((*top.flags, *bottom.flags, *cut.flags))
    draft = Draft(
        heading,
        cut.preface,
        cut.articles,
        bottom.foot,
        tuple(repairs),
        tuple(removals),
        tuple(flags),
        second_masthead(top.rest, top.head),
    )
    return completed(draft, text, bottom.printed_on)


def _recipients_below(units: Sequence[Unit]) -> tuple[Unit, ...]:
    """The units with 送：… below the text, if it stands above it."""
    first = next((i for i, unit in enumerate(units) if not foot.names_recipients(unit)), 0)
    return (*units[first:], *units[:first])


def _is_masthead(top: Head) -> bool:
    return bool(top.issue or top.series or (top.issuer and not top.page))


def _has_page_editor(units: Sequence[Unit]) -> bool:
    """（责任编辑：…） at the end: what web pages have and bulletins without a masthead do not."""
    last = [unit for unit in units if unit.kind != "furniture"][-1:]
    return any(
        unit.kind == "footer" and strip_space(unit.text).lstrip("（([【").startswith("责任编辑")
        for unit in last
    )


def secrecy(document: Document) -> str | None:
    """A marking 秘密, 机密 or 绝密 in the document, if any, also where a reader left it out of the
    text: a header of every page, a watermark."""
    for text in _lines_of(document):
        marking = patterns.secrecy(text)
        if marking:
            return marking
        for word in text.split() if len(text) < 40 else ():
            if "★" in word and patterns.secrecy(word):
                return patterns.secrecy(word)
    return None


def _lines_of(document: Document) -> Iterator[str]:
    for block in document.blocks:
        if block.kind != "table":
            yield block.text
            continue
        for row in block.rows:
            # Alone in a cell, 机密 may head a column of a statistic.
            yield from (cell for cell in row if "★" in cell)
            yield from (a + b for a, b in pairwise(row) if strip_space(a).rstrip("：:") == "密级")
    if document.format != "html":  # What is left out of a web page are its menus.
        yield from (removal.text for removal in document.removals)


# Words that only offices' writings are full of.
_OFFICIAL = re.compile(
    "[省市县区乡镇](?:委|人民政府|政府|人大|政协|直|纪委|领导)|卫生健康委|卫健委|委员会|办公室|领导小组|街道办|指挥部"
    "|[省市县区][^，。；：、]{0,6}局|党(?:委|支部|组|总支)|卫生院|有关(?:部门|单位)|工作(?:会议|方案|要点|总结)"
    f"|[{HAN}]{{2}}(?:县|镇|乡|街道)|^同志们|全[省市县区]|讲话"
)


def is_official(draft: Draft) -> bool:
    """Whether the text is worded as an office's, although nothing around it says whose."""
    texts = [a.title.text for a in draft.articles]
    texts += [p.passage.text for a in draft.articles for p in a.parts]
    return len({match for text in texts for match in _OFFICIAL.findall(text)}) >= 2


def is_bulletin(document: Document, draft: Draft) -> bool:
    """Whether anything says that this is a bulletin, an official document or an office's web
    page."""
    top, bottom = draft.head, draft.foot
    signs = [
        top.issue,
        top.series,
        top.issuer and (top.date or top.document),
        top.page,
        bottom.report_to or bottom.send_to or bottom.distribute_to,
        any(article.attribution for article in draft.articles),
        any(name in ("ArticleTitle", "PubDate", "ContentSource") for name, _ in document.metadata),
    ]
    return any(signs)


def has_chinese(document: Document) -> bool:
    """Whether the document's text is Chinese in its greater part."""
    text = "".join(strip_space(block.text) for block in document.blocks)
    return sum(map(is_han, text)) * 3 >= len(text) > 0
