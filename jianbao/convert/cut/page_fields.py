"""The fields inside the lines of a web page's head: labels and their values, cards, meta tags.
Which line belongs to the head is decided elsewhere."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import zip_longest

from jianbao.archive.model import Flag
from jianbao.base.dates import PartialDate
from jianbao.convert.blocks import Removal
from jianbao.convert.cut import patterns
from jianbao.convert.cut.draft import Head
from jianbao.convert.cut.paragraphs import Unit
from jianbao.convert.cut.passage import Passage, dressing
from jianbao.convert.cut.patterns import Label
from jianbao.convert.cut.titles import is_role
from jianbao.convert.cut.web_patterns import is_relative_day, page_labels
from jianbao.text.chinese import strip_space

# Labels of an index card; pages space their characters out (有 效 性).
_CARD_LABELS = (
    "索引号|信息索引|发布机构|发布单位|发布机关|公开机构|公开部门|发文单位|发文机关|发文机构|制发机关|"
    "内容概述|主题分类|公文种类|文号|发文字号|成文日期|发文日期|"
    "发布日期|公开日期|生成日期|印发日期|有效性|公开方式|公开形式|公开范围|公开时限|信息名称|名称|标题|关键词|主题词|"
    "体裁分类|组配分类|信息分类|公开责任部门|责任部门|废止日期|失效日期|施行日期|生效日期|服务对象|公开类别"
)
_CARD = re.compile(
    r"[|｜\s\[【•·]*(?P<label>"
    + "|".join(r"\s*".join(label) for label in _CARD_LABELS.split("|"))
    + r")[】\]]?\s*(?:[:：|｜\t]|$)"
)
_CARD_DATES = ("成文日期", "发文日期", "发布日期", "公开日期", "生成日期", "印发日期")
_WRITTEN = frozenset(("成文日期", "发文日期", "印发日期"))
"""Labels of the day that an official document bears, which dates it before any other."""
_CARD_ISSUERS = (
    *("发布机构", "发布单位", "发文机构", "发文机关", "发文单位", "发布机关", "制发机关"),
    *("公开机构", "公开部门"),
)
_SOURCE_NAME = re.compile(r"[^\s|｜•·\[【（(]{2,20}")
_AUTHOR = re.compile(r"[^\s、，,|｜/]*\w[^\s、，,|｜/]*")


_AROUND = " \t\u3000\u00a0|｜[]【】"
_BUTTONS = ("举报", "订阅")


@dataclass(slots=True)
class WebHead:
    """The head of a page as it is read. `written`: its date is the one that a document bears, and
    not the one on which the page was published."""

    head: Head = field(default_factory=lambda: Head(page=True))
    titles: list[Passage] = field(default_factory=list)
    removals: list[Removal] = field(default_factory=list)
    flags: list[Flag] = field(default_factory=list)
    written: bool = False


def read_page_line(page: WebHead, line: Passage) -> None:
    found = [*_with_bare_dates(line.text, page_labels(line.text))]
    if not found:
        _read_dateline(page, line)
        return
    read = _LabelledLine(line, page.head)
    read.take_unlabelled(found[0].start)
    for label, after in zip_longest(found, found[1:]):
        end = after.start if after else len(line)
        read.take(label.field, label.end, _value_end(line.text, label.end, end))
    page.head = read.head
    page.removals.extend(dressing("page-line", line, read.kept))


@dataclass(slots=True)
class _LabelledLine:
    """A line with labels as it is read into a head; `kept` are the spans of what was taken."""

    line: Passage
    head: Head
    kept: list[tuple[int, int]] = field(default_factory=list)

    def take_unlabelled(self, end: int) -> None:
        """Take the date before the first label, and the office beside it."""
        before = self.line.text[:end]
        date = patterns.printed_date(before)
        if not date or self.head.date:
            return
        self._take_date(date[0], date[1], date[2])
        beside = _SOURCE_NAME.search(before, date[2])
        if beside and patterns.ends_like_office(beside.group()):
            self.head = replace(self.head, issuer=self._keep(*beside.span()))

    def take(self, name: str, start: int, end: int) -> None:
        """Take the value of a label into its field, unless that has one."""
        value, head = self.line.text[start:end], self.head
        if name == "date" and head.date is None:
            if date := patterns.printed_date(value):
                self._take_date(date[0], start + date[1], start + date[2])
        elif name == "issuer" and head.issuer is None:
            self.head = replace(head, issuer=self._keep(start, end))
        elif name == "author" and not head.authors and strip_space(value):
            words = _AUTHOR.finditer(self.line.text, start, end)
            authors = [self._keep(*word.span()) for word in words if not is_role(word.group())]
            self.head = replace(head, authors=tuple(filter(None, authors)))
        elif name == "editor" and head.editor is None:
            self.head = replace(head, editor=self._keep(start, end))

    def _take_date(self, date: PartialDate, start: int, end: int) -> None:
        self.head = replace(self.head, date=date, date_printed=self._keep(start, end))

    def _keep(self, start: int, end: int) -> Passage | None:
        piece = self.line[start:end]
        start += len(piece.text) - len(piece.text.lstrip())
        piece = piece.strip()
        if piece:
            self.kept.append((start, start + len(piece)))
        return piece or None


def _with_bare_dates(text: str, labels: Sequence[Label]) -> Iterator[Label]:
    """Yield the labels of a line, and an empty one before each date that stands behind a source
    without its own: 来源：县卫健局 2024-09-09."""
    for label, after in zip_longest(labels, labels[1:]):
        yield label
        value = text[label.end : after.start if after else len(text)]
        date = patterns.printed_date(value) if label.field == "issuer" else None
        if date and value[: date[1]].strip():
            start = label.end + date[1]
            yield Label("date", "", start, start)


def _value_end(text: str, start: int, end: int) -> int:
    """Where the value of a label ends that begins at `start`: above a bar, brackets or a button."""
    while start < end and text[start] in _AROUND:
        start += 1
    bar = re.compile("[|｜]").search(text, start, end)
    value = text[start : bar.start() if bar else end].rstrip(_AROUND)
    for button in _BUTTONS:
        if value.endswith(button) and len(value) > len(button) + 1:
            value = value.removesuffix(button).rstrip(_AROUND)
    return start + len(value)


def _read_dateline(page: WebHead, line: Passage) -> None:
    """A date with the time of day, and the source beside it."""
    date = patterns.printed_date(line.text)
    kept: list[tuple[int, int]] = []
    found = [m for m in _AUTHOR.finditer(line.text) if not is_role(m.group())]
    words = [m.span() for m in found if not is_relative_day(m.group())]
    if date is None and page.head.issuer is None and len(words) > 1:  # 原创 王小明 健康柳泉
        first = 0 if len(words) < len(found) else 1  # 王小明 健康柳泉 昨天
        authors = tuple(line[a:b] for a, b in words[first:-1])
        page.head = replace(page.head, authors=authors, issuer=line[slice(*words[-1])])
        kept.extend(words[first:])
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


def card_labels(unit: Unit) -> int:
    if unit.kind == "table":
        cells = [cell for row in unit.first.rows for cell in row]
        return sum(bool(_CARD.match(strip_space(cell) + "|")) for cell in cells)
    if unit.kind != "text" or not _CARD.match(unit.text):
        return 0
    return len(_CARD.findall(unit.text))


def read_card(page: WebHead, unit: Unit, before: Unit | None) -> None:
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
        if label in _CARD_DATES and date and _dates(page, label):
            a, b = a + date[1], a + date[2]
            if page.head.date_printed:
                earlier = page.head.date_printed
                page.removals.append(Removal("index-card", earlier.line, earlier.text))
            page.head = replace(page.head, date=date[0], date_printed=line[a:b])
            page.written = label in _WRITTEN
            kept.append((a, b))
        elif label in _CARD_ISSUERS and page.head.issuer is None:
            page.head = replace(page.head, issuer=line[a:b])
            kept.append((a, b))
    page.removals.extend(dressing("index-card", line, kept))


def _dates(page: WebHead, label: str) -> bool:
    """Whether a date of a card with this label dates the document: the first one, or the day that
    the document bears (成文日期) in place of that on which the page was published (发布日期)."""
    return page.head.date is None or (label in _WRITTEN and not page.written)
