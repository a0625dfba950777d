"""The head of a web page: breadcrumbs, an index card (索引号, 文号…), the title, and the line
发布时间 | 来源 | 责任编辑."""

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import takewhile

from jianbao.archive.kinds import Doubt
from jianbao.archive.model import Flag, Site
from jianbao.convert.blocks import Document, Removal
from jianbao.convert.cut import patterns
from jianbao.convert.cut.draft import Head
from jianbao.convert.cut.head import REACH, Cut, cut_masthead, is_body
from jianbao.convert.cut.page_fields import (
    WebHead,
    card_labels,
    complete_date,
    read_card,
    read_page_line,
    stated_fields,
)
from jianbao.convert.cut.paragraphs import Unit
from jianbao.convert.cut.passage import dressing
from jianbao.convert.cut.titles import is_title
from jianbao.convert.cut.web_patterns import (
    BULLETS,
    ends_page,
    is_address,
    is_furniture,
    is_navigation,
    is_page_line,
    page_labels,
)
from jianbao.text.chinese import strip_space

# A date as the program behind a page prints it, perhaps with the time.
_STAMP = re.compile(
    r"20\d\d[-/.]\d{1,2}[-/.]\d{1,2}(?!\d)(?:\s*\d{1,2}:\d\d(?::\d\d)?)?"
    r"|20\d\d年\d{1,2}月\d{1,2}日\s*\d{1,2}:\d\d(?::\d\d)?"
)
_BESIDE_STAMP = 24
_SOURCE = re.compile(
    r"[（(]?\s*(?:(?:信息|文章|稿件|新闻)?来源|供稿(?:单位)?)\s*[:：丨]\s*([^。]{2,40}?)\s*[）)]?"
)
_TITLE_LINES = 4
_VALUE = 30
"""Characters beyond which a line is no value of an index card."""
_LINE = 80
"""Characters beyond which a line is none of a page's head."""


def cut_head(units: Sequence[Unit], document: Document, file: str, site: Site) -> Cut:
    """The head of any document: a masthead, a web page's head, or one inside the other."""
    page = _cut_page(units, document, file)
    masthead = cut_masthead(page.rest if page else units, site)
    if page is None:
        return masthead
    if masthead.head.document or not (masthead.head.issue or masthead.head.series):
        return page
    # A bulletin on a web page: the page's title repeats the masthead.
    titles = tuple(Removal("page-head", title.line, title.text) for title in page.head.title)
    head = replace(
        masthead.head,
        date=masthead.head.date or page.head.date,
        date_printed=masthead.head.date_printed or page.head.date_printed,
        issuer=masthead.head.issuer or page.head.issuer,
        editor=page.head.editor,
    )
    unused = tuple(
        Removal("page-head", passage.line, passage.text)
        for passage, kept in (
            (page.head.date_printed, head.date_printed),
            (page.head.issuer, head.issuer),
            *((author, None) for author in page.head.authors),
        )
        if passage and passage is not kept
    )
    return Cut(
        head,
        masthead.rest,
        (*page.removals, *titles, *unused, *masthead.removals),
        (*page.flags, *masthead.flags),
        masthead.repairs,
        masthead.colophon,
    )


def _cut_page(units: Sequence[Unit], document: Document, file: str) -> Cut | None:
    """The head of a web page, None where nothing says that this is one."""
    stated = stated_fields(document)
    card = _card(units)
    place = next((i for i, u in enumerate(units[:REACH]) if is_page_line(u.text)), None)
    if place is None and document.format == "html":
        place = next((i for i, u in enumerate(units[:REACH]) if i and _is_stamped(u)), None)
    if place is None:
        place = _source_below_title(units)
    if place is not None and any(is_body(u) for i, u in enumerate(units[:place]) if i not in card):
        place = None
    address = _address(units)
    if place is None and not card and address is None and document.format != "html":
        return None
    end = place + 1 if place is not None else max(card, default=-1) + 1
    if address is not None:
        end = max(end, address + 1)
    while end < len(units) and (end in card or _is_page_rest(units[end])):
        end += 1
    if place is None and document.format == "html":
        end = max(end, _titled(units, end, stated.get("title", "")))
    page = WebHead()
    if address is not None:
        stated = {"url": units[address].text, **stated}
    titles = _title_lines(units, [i for i in range(end) if i not in card and i != place])
    if end - 1 == address and is_title(units[end]):  # above the address stands whose page it is
        titles = set()
    for i, unit in enumerate(units[:end]):
        if i in card:
            continue
        if i == place or (page_labels(unit.text) and _is_page_rest(unit)):
            read_page_line(page, unit.passage)
        elif i == address:
            page.removals.append(Removal("page-line", unit.line, unit.text))
        elif i not in titles and page.head.issuer is None and patterns.ends_like_office(unit.text):
            page.head = replace(page.head, issuer=unit.passage)
        elif (
            unit.kind not in ("text", "furniture")
            or is_navigation(unit.text)
            or is_furniture(unit.text)
        ):
            page.removals.append(Removal("navigation", unit.line, unit.text))
        elif i in titles:
            page.titles.append(unit.passage)
        else:
            page.removals.append(Removal("page-head", unit.line, unit.text))
            page.flags.append(Flag.of(Doubt.PAGE_REST, unit.line, unit.text))
    for i in sorted(i for i in card if i < end):
        read_card(page, units[i], units[i - 1] if i - 1 in card else None)
    complete_date(page, stated, file)
    head = replace(page.head, title=tuple(page.titles))
    return Cut(head, tuple(units[end:]), tuple(page.removals), tuple(page.flags))


def _title_lines(units: Sequence[Unit], places: Sequence[int]) -> set[int]:
    """The last lines above the line of labels that may be a title, four at most."""
    found: set[int] = set()
    for i in reversed(places):
        text = units[i].text
        furniture = is_navigation(text) or is_furniture(text) or page_labels(text)
        fits = len(found) < _TITLE_LINES and (not found or i + 1 in found)
        if is_title(units[i]) and not furniture and fits:
            found.add(i)
        elif found:
            break
    return found


def _titled(units: Sequence[Unit], start: int, title: str) -> int:
    """The end of the title lines that the page's meta tags repeat."""
    wanted = strip_space(title)
    read = ""
    for end in range(start, min(len(units), start + 6)):
        if units[end].kind != "text" or is_body(units[end]):
            break
        read += strip_space(units[end].text)
        if wanted and read.endswith(wanted):
            return end + 1
    return start


def _address(units: Sequence[Unit]) -> int | None:
    """The line with the page's address, above the text and below no issue number."""
    for i, unit in enumerate(units[:REACH]):
        if is_address(unit.text):
            return i if i + 1 < len(units) else None
        if patterns.issue_mark(unit.text) or is_body(unit):
            return None
    return None


def _source_below_title(units: Sequence[Unit]) -> int | None:
    """The line 来源：… below the title, where nothing above it makes the document a bulletin."""
    above = [*takewhile(lambda unit: not is_body(unit), units[:REACH])]
    if any(patterns.issue_mark(unit.text) for unit in above):
        return None
    return next(
        (
            i
            for i, unit in enumerate(above[:_TITLE_LINES])
            if i and unit.kind == "text" and _SOURCE.fullmatch(unit.text) and is_title(above[i - 1])
        ),
        None,
    )


def _is_stamped(unit: Unit) -> bool:
    """A line without labels that is no more than a date and perhaps a name beside it."""
    if unit.kind != "text" or "。" in unit.text or not _STAMP.search(unit.text):
        return False
    return len(strip_space(_STAMP.sub("", unit.text))) <= _BESIDE_STAMP


def cut_source(
    units: Sequence[Unit], head: Head
) -> tuple[tuple[Unit, ...], Head, tuple[Removal, ...]]:
    """Take the source of a web page from its last line (来源：…): its issuer where its head names
    none, else who supplied the text."""
    match = _SOURCE.fullmatch(units[-1].text) if units and units[-1].kind == "text" else None
    if not head.page or match is None:
        return tuple(units), head, ()
    last = units[-1].passage
    source = last[match.start(1) : match.end(1)]
    removals = dressing("page-line", last, [match.span(1)])
    if head.issuer is not None:  # the channel is named above, who wrote it here
        signed = replace(units[-1], kind="attribution", passage=source.plain())
        return (*units[:-1], signed), head, removals
    return tuple(units[:-1]), replace(head, issuer=source), removals


def _is_page_rest(unit: Unit) -> bool:
    """More lines of labels, or page furniture, around the line of labels."""
    text = unit.text.strip()
    if unit.kind == "furniture":
        return True
    if unit.kind != "text" or len(text) > _LINE or "。" in text:
        return False
    labels = page_labels(text)
    return is_page_line(text) or bool(labels and not text[: labels[0].start].strip(BULLETS))


def cut_tail(units: Sequence[Unit]) -> tuple[tuple[Unit, ...], tuple[Removal, ...]]:
    """The units without what a page has below its text: from the first 上一篇, 版权所有 or the like
    on, where only short lines follow. Editors' names and the source stay."""
    for i, unit in enumerate(units):
        below = units[i:]
        if (
            i
            and unit.kind == "furniture"
            and ends_page(unit.text)
            and not any(u.kind in ("table", "attribution") or is_body(u) for u in below)
        ):
            kept = [u for u in below if u.kind == "footer" or _SOURCE.fullmatch(u.text)]
            gone = [u for u in below if u not in kept]
            removals = tuple(Removal("navigation", u.line, u.text) for u in gone if u.text)
            return (*units[:i], *kept), removals
    return tuple(units), ()


# --- index cards ------------------------------------------------------------------------------


def _card(units: Sequence[Unit]) -> set[int]:
    """The units of an index card: the lines with its labels, and the values between them."""
    labelled = [i for i, unit in enumerate(units[:REACH]) if card_labels(unit)]
    if sum(card_labels(units[i]) for i in labelled) < 2:
        return set()
    last = labelled[0]
    if any(is_body(unit) for unit in units[:last]):
        return set()
    found: set[int] = set()
    for i in labelled:
        between = units[last + 1 : i]
        if len(between) > 2 or any("。" in u.text or len(u.text) > _VALUE for u in between):
            break
        # What stands between the card and the line of labels is the title.
        if between and (is_page_line(units[i].text) or any(u.first.heading for u in between)):
            break
        found.update(range(last, i + 1))
        last = i
    text = units[last].text.rstrip()
    after = units[last + 1] if last + 1 < len(units) else None
    # Where values stand on lines of their own, the last label has one below it too.
    apart = len(found) > len(labelled) and text.endswith((":", "："))
    if apart and after and after.kind == "text" and len(after.text) <= 20:
        found.add(last + 1)
    return found if all(len(units[i].text) <= 8 * _LINE for i in found) else set()


# --- what the page does not print ---------------------------------------------------------------
