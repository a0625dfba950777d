"""The head of a web page: breadcrumbs, an index card (索引号, 文号…), the title, and the line
发布时间 | 来源 | 责任编辑."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import takewhile, zip_longest
from pathlib import PurePath

from jianbao.archive.kinds import Doubt
from jianbao.archive.model import Flag, Site
from jianbao.base.dates import PartialDate
from jianbao.convert.blocks import Document, Removal
from jianbao.convert.cut import patterns
from jianbao.convert.cut.draft import Head
from jianbao.convert.cut.head import REACH, Cut, cut_masthead, dressing, is_body
from jianbao.convert.cut.paragraphs import Unit
from jianbao.convert.cut.passage import Passage
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
from jianbao.text.chinese import find_date, one_line, strip_space

# Labels of an index card; pages space their characters out (有 效 性).
_CARD_LABELS = (
    "索引号|信息索引|发布机构|发文机关|发布机关|制发机关|主题分类|公文种类|文号|发文字号|成文日期|发文日期|"
    "发布日期|公开日期|生成日期|印发日期|有效性|公开方式|公开形式|公开范围|公开时限|信息名称|名称|标题|关键词|主题词|"
    "体裁分类|组配分类|信息分类|公开责任部门|责任部门|废止日期|失效日期|施行日期|生效日期|服务对象|公开类别"
)
_CARD = re.compile(
    r"[|｜\s\[【]*(?P<label>"
    + "|".join(r"\s*".join(label) for label in _CARD_LABELS.split("|"))
    + r")[】\]]?\s*(?:[:：|｜\t]|$)"
)
# A date as the program behind a page prints it, perhaps with the time.
_STAMP = re.compile(
    r"20\d\d[-/.]\d{1,2}[-/.]\d{1,2}(?!\d)(?:\s*\d{1,2}:\d\d(?::\d\d)?)?"
    r"|20\d\d年\d{1,2}月\d{1,2}日\s*\d{1,2}:\d\d(?::\d\d)?"
)
_BESIDE_STAMP = 24
_SOURCE = re.compile(
    r"[（(]?\s*(?:(?:信息|文章|稿件|新闻)?来源|供稿(?:单位)?)\s*[:：丨]\s*([^。]{2,40}?)\s*[）)]?"
)
_CARD_DATES = ("成文日期", "发文日期", "发布日期", "公开日期", "生成日期", "印发日期")
_CARD_ISSUERS = ("发布机构", "发文机关", "发布机关", "制发机关")
_CARD_TITLES = ("信息名称", "名称", "标题")
_ADDRESS_DATE = re.compile(r"(?:^|[^0-9])t?(20\d{2})[-_/]?([01]\d)[-_/]?([0-3]\d)(?![0-9])")
_SOURCE_NAME = re.compile(r"[^\s|｜•·\[【（(]{2,20}")
_AUTHOR = re.compile(r"[^\s、，,|｜/]+")
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


@dataclass(slots=True)
class _Page:
    """The head of a page as it is read."""

    head: Head = field(default_factory=lambda: Head(page=True))
    titles: list[Passage] = field(default_factory=list)
    removals: list[Removal] = field(default_factory=list)
    flags: list[Flag] = field(default_factory=list)


def _cut_page(units: Sequence[Unit], document: Document, file: str) -> Cut | None:
    """The head of a web page, None where nothing says that this is one."""
    stated = _stated(document)
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
    page = _Page()
    if address is not None:
        stated = {"url": units[address].text, **stated}
    titles = _title_lines(units, [i for i in range(end) if i not in card and i != place])
    if end - 1 == address and is_title(units[end]):  # above the address stands whose page it is
        titles = set()
    for i, unit in enumerate(units[:end]):
        if i in card:
            continue
        if i == place or (page_labels(unit.text) and _is_page_rest(unit)):
            _read_line(page, unit.passage)
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
        _read_card(page, units[i], units[i - 1] if i - 1 in card else None)
    _complete(page, stated, file)
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


def _stated(document: Document) -> Mapping[str, str]:
    """What a page's own meta tags say: title, date, issuer."""
    names = {
        "articletitle": "title",
        "og:title": "title",
        "pubdate": "date",
        "article:published_time": "date",
        "publishdate": "date",
        "contentsource": "issuer",
        "source": "issuer",
        "url": "url",
        "og:url": "url",
        "canonical": "url",
    }
    values: dict[str, str] = {}
    for name, value in document.metadata:
        known = names.get(name.lower())
        if known and value.strip():
            values.setdefault(known, one_line(value))
    return values


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


def _read_line(page: _Page, line: Passage) -> None:
    found = page_labels(line.text)
    kept: list[tuple[int, int]] = []
    head = page.head
    if not found:
        _read_dateline(page, line)
        return

    def keep(start: int, end: int) -> Passage | None:
        piece = line[start:end]
        start += len(piece.text) - len(piece.text.lstrip())
        piece = piece.strip()
        if piece:
            kept.append((start, start + len(piece)))
        return piece or None

    before = line.text[: found[0].start] if found else line.text
    if (date := patterns.printed_date(before)) and not head.date:
        head = replace(head, date=date[0], date_printed=keep(date[1], date[2]))
        beside = _SOURCE_NAME.search(before, date[2])
        if beside and patterns.ends_like_office(beside.group()):
            head = replace(head, issuer=keep(*beside.span()))
    for label, after in zip_longest(found, found[1:]):
        end = after.start if after else len(line)
        value = line.text[label.end : end]
        trailing = re.search(r"[\s|｜\[\]【】]*$", value)
        end -= len(trailing.group()) if trailing else 0
        if label.field == "date" and head.date is None:
            date = patterns.printed_date(value)
            if date:
                start = label.end
                head = replace(
                    head, date=date[0], date_printed=keep(start + date[1], start + date[2])
                )
        elif label.field == "issuer" and head.issuer is None:
            head = replace(head, issuer=keep(label.end, end))
        elif label.field == "author" and not head.authors and strip_space(value):
            words = _AUTHOR.finditer(line.text, label.end, end)
            authors = [keep(*word.span()) for word in words]
            head = replace(head, authors=tuple(a for a in authors if a))
        elif label.field == "editor" and head.editor is None:
            head = replace(head, editor=keep(label.end, end))
    page.head = head
    page.removals.extend(dressing("page-line", line, kept))


def _read_dateline(page: _Page, line: Passage) -> None:
    """A date with the time of day, and the source beside it."""
    date = patterns.printed_date(line.text)
    kept: list[tuple[int, int]] = []
    words = [match.span() for match in _AUTHOR.finditer(line.text)]
    if date is None and page.head.issuer is None and len(words) > 1:  # 原创 王小明 健康柳泉
        authors = tuple(line[a:b] for a, b in words[1:-1])
        page.head = replace(page.head, authors=authors, issuer=line[slice(*words[-1])])
        kept.extend(words[1:])
    elif date and page.head.date is None:
        kept.append((date[1], date[2]))
        page.head = replace(page.head, date=date[0], date_printed=line[date[1] : date[2]])
        for start, end in ((0, date[1]), (date[2], len(line))):
            names = [*_AUTHOR.finditer(line.text[start:end])]
            if names and page.head.issuer is None:
                # Of an author and the account beside the date, the account is the source.
                a, b = (start + place for place in names[-1 if start == 0 else 0].span())
                page.head = replace(page.head, issuer=line[a:b])
                kept.append((a, b))
    page.removals.extend(dressing("page-line", line, kept))


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
    labelled = [i for i, unit in enumerate(units[:REACH]) if _card_labels(unit)]
    if sum(_card_labels(units[i]) for i in labelled) < 2:
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


def _card_labels(unit: Unit) -> int:
    if unit.kind == "table":
        cells = [cell for row in unit.first.rows for cell in row]
        return sum(bool(_CARD.match(strip_space(cell) + "|")) for cell in cells)
    if unit.kind != "text" or not _CARD.match(unit.text):
        return 0
    return len(_CARD.findall(unit.text))


def _read_card(page: _Page, unit: Unit, before: Unit | None) -> None:
    """Take the date and the office from the card, where the page has not said them yet."""
    line = unit.passage
    kept: list[tuple[int, int]] = []
    found = list(_CARD.finditer(line.text))
    spans = [
        (strip_space(m.group("label")), m.end(), after.start() if after else len(line))
        for m, after in zip_longest(found, found[1:])
    ]
    if not found and before and (match := _CARD.match(before.text)):
        spans = [(strip_space(match.group("label")), 0, len(line))]
    for label, start, end in spans:
        value = line.text[start:end]
        inside = re.search(r"[^\s|｜](?:[^|｜\t]*[^\s|｜])?", value)
        if not inside:
            continue
        date = patterns.printed_date(inside.group())
        a, b = start + inside.start(), start + inside.end()
        if label in _CARD_DATES and date and page.head.date is None:
            a, b = a + date[1], a + date[2]
            page.head = replace(page.head, date=date[0], date_printed=line[a:b])
            kept.append((a, b))
        elif label in _CARD_ISSUERS and page.head.issuer is None:
            page.head = replace(page.head, issuer=line[a:b])
            kept.append((a, b))
    page.removals.extend(dressing("index-card", line, kept))


# --- what the page does not print ---------------------------------------------------------------


def _complete(page: _Page, stated: Mapping[str, str], file: str) -> None:
    """Take a date that is only in the meta tags or in the page's address, and say so."""
    if page.head.date is not None:
        return
    found = find_date(stated.get("date", ""))
    date, doubt = found[0] if found else None, Doubt.DATE_OF_METADATA
    for name in (stated.get("url", ""), PurePath(file).stem):
        match = _ADDRESS_DATE.search(name) if date is None else None
        if match:
            date, doubt = _valid(match), Doubt.DATE_OF_ADDRESS
    if date is not None:
        page.head = replace(page.head, date=date)
        page.flags.append(Flag.of(doubt, 0, str(date)))


def _valid(match: re.Match[str]) -> PartialDate | None:
    try:
        return PartialDate(*map(int, match.groups()))
    except ValueError:
        return None
