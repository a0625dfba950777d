"""The fields inside the lines of a masthead: numbers, dates, names, who signed. Which line belongs
to the masthead is decided elsewhere."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from jianbao.archive.kinds import Doubt
from jianbao.archive.model import Flag, Series, Site
from jianbao.base.dates import PartialDate
from jianbao.convert.blocks import Removal
from jianbao.convert.cut import patterns
from jianbao.convert.cut.draft import Head
from jianbao.convert.cut.paragraphs import Unit
from jianbao.convert.cut.passage import Passage, dressing, joined
from jianbao.convert.cut.repair import closed_name
from jianbao.convert.cut.web_patterns import is_document_number
from jianbao.text.chinese import HAN, strip_space

SERIES_LIKE = re.compile(
    r"(?:简报|动态|信息|月报|周报|旬报|季报|快报|专报|通讯|要情|参考|摘编?要?|通报|反映|简讯|日报|专刊|特刊|增刊|交流|快讯|要讯|内参|汇编|专辑|要闻|大事记|纪要|参阅件?|文摘|观察|快递|导刊|文件|电报)$"
)
ISSUED_BY = re.compile(
    r"\s*(?:主办单位|主办|编印单位|编印|编发单位|报送单位|发布单位|承办|主管单位|主管|编辑部?)\s*[:：]\s*"
)
EDITED_BY = re.compile(r"\s*(?:[（(]代章?[）)]|主办|承办|主编|编辑|编印|编发|编|印发|印|主管)$")
# 本期四版, （季刊）, and what stands before or behind a date: 出版日期：, 出版.
SHEETS = re.compile(
    r"(?:本期)?共?[一二三四五六七八九十\d]{1,2}[版页]|[（(]?(?:半年|季|双月|月|半月|旬|周)刊[）)]?"
    r"|(?:出版|出刊|编印|编发|印发|发布|发行)(?:(?:日期|时间)[:：])?|(?:日期|时间)[:：]"
)
# What a whole issue is about: 夏收夏种专刊.
THEME = re.compile(f"（[{HAN}“”]{{2,16}}(?:专刊|特刊|专辑)）|[{HAN}“”]{{2,16}}(?:专刊|特刊|专辑)")


@dataclass(slots=True)
class Masthead:
    """The masthead as it is read, line by line. `stated`: each line is known to be one of it."""

    site: Site
    stated: bool = False
    head: Head = field(default_factory=Head)
    names: list[Passage] = field(default_factory=list)
    after_issue: list[Passage] = field(default_factory=list)
    titles: list[Passage] = field(default_factory=list)
    removals: list[Removal] = field(default_factory=list)
    flags: list[Flag] = field(default_factory=list)
    yearless: tuple[int, int] | None = None
    total: int | None = None
    several: bool = False


def read_line(masthead: Masthead, unit: Unit, columns: bool) -> None:
    line = unit.passage
    head = masthead.head
    banner = patterns.banner(line.text) if not columns and is_banner(line.text) else None
    if unit.kind == "rule":
        masthead.removals.append(Removal("rule", unit.line, unit.text))
    elif unit.kind == "image":
        if unit.text:
            masthead.removals.append(Removal("image", unit.line, unit.text))
    elif unit.kind == "furniture":
        masthead.removals.append(Removal("navigation", unit.line, unit.text))
    elif patterns.is_internal_notice(line.text):
        masthead.removals.append(Removal("internal-notice", unit.line, unit.text))
    elif banner and head.banner is None:
        start, end = banner.span(1)
        masthead.head = replace(head, banner=line[start:end])
        masthead.removals.extend(dressing("brackets", line, ((start, end),)))
    else:
        _read_names(masthead, _without_labels(masthead, line))


def is_banner(text: str) -> bool:
    """【…】 that may stand over the whole issue: it is no section's name, and heads no contents."""
    other = (
        patterns.section(text) or patterns.is_preface(text) or patterns.is_contents_heading(text)
    )
    return not other and patterns.banner(text) is not None


def read_theme(masthead: Masthead, line: Passage) -> None:
    span = line.text.index(line.text.strip("（）")), len(line.text.rstrip("（）"))
    masthead.head = replace(masthead.head, banner=line[slice(*span)])
    masthead.removals.extend(dressing("brackets", line, (span,)))


def _without_labels(masthead: Masthead, line: Passage) -> Passage:
    """The line without 签发人：…, which is kept apart."""
    rest, label, value = signatory_of(line)
    before = masthead.head.signatory
    if value:
        signatory = joined((before, value), " ") if before else value
        masthead.head = replace(masthead.head, signatory=signatory)
    if label:
        masthead.removals.append(Removal("label", line.line, strip_space(label.text)))
    return rest


def signatory_of(line: Passage) -> tuple[Passage, Passage, Passage]:
    """A line without 签发人：…, that label, and who signed: what stands before a date, an issue
    number or another label."""
    found = patterns.labels(line.text)
    place = next((i for i, label in enumerate(found) if label.field == "signatory"), None)
    if place is None:
        return line, Passage(), Passage()
    label = found[place]
    end = found[place + 1].start if place + 1 < len(found) else len(line)
    behind = line.text[label.end : end]
    if date := patterns.printed_date(behind):
        end = min(end, label.end + date[1])
    if issue := patterns.issue_mark(behind):
        end = min(end, label.end + issue.start)
    rest = joined((line[: label.start].strip(), line[end:].strip()), " ").strip()
    return rest, line[label.start : label.end], closed_name(line[label.end : end].strip())


def _read_names(masthead: Masthead, line: Passage) -> None:
    kept: list[tuple[int, int]] = []
    for piece, kind in pieces(line, masthead.site, masthead.stated):
        start = line.text.index(piece.text, kept[-1][1] if kept else 0)
        kept.append((start, start + len(piece)))
        if kind in ("issue", "document"):
            _take_issue(masthead, piece, kind == "document")
        elif kind == "date" and masthead.head.date is None:
            _take_date(masthead, piece)
        elif kind == "yearless" and masthead.head.date_printed is None:
            found = patterns.yearless_date(piece.text)
            masthead.yearless = found[:2] if found else None
            masthead.head = replace(masthead.head, date_printed=piece)
        else:
            _take_name(masthead, piece)
    masthead.removals.extend(dressing("separator", line, kept))


def _take_issue(masthead: Masthead, piece: Passage, document: bool) -> None:
    head, mark = masthead.head, _issue(piece.text, masthead.stated)
    if mark is None:
        return
    masthead.head = replace(
        head,
        issue=joined((head.issue, piece), " ") if head.issue else piece,
        number=mark.number if head.number is None else head.number,
        year=mark.year or head.year,
        extra=head.extra or mark.extra,
        document=head.document or document,
    )
    masthead.several = masthead.several or mark.several
    masthead.total = masthead.total or mark.total


def _take_date(masthead: Masthead, piece: Passage) -> None:
    head, date = masthead.head, patterns.printed_date(piece.text)
    if date is None:
        return
    if head.date_printed:  # one without a year stood before it
        masthead.after_issue.append(head.date_printed)
    masthead.yearless = None
    masthead.head = replace(head, date=date[0], date_printed=piece)


def _take_name(masthead: Masthead, piece: Passage) -> None:
    head = masthead.head
    if patterns.is_internal_notice(piece.text):
        masthead.removals.append(Removal("internal-notice", piece.line, piece.text))
    elif piece.text[0] == "（" and THEME.fullmatch(piece.text) and head.banner is None:
        read_theme(masthead, piece)
    elif SHEETS.fullmatch(piece.text):
        masthead.removals.append(Removal("label", piece.line, piece.text))
    else:
        names = masthead.after_issue if head.issue or head.date_printed else masthead.names
        names.append(_closed(piece))


def _closed(name: Passage) -> Passage:
    """简  报 on a line of its own is one word."""
    close = closed_name(name)
    return close if len(close) == 2 and SERIES_LIKE.search(close.text) else name


def dated(head: Head, masthead: Masthead) -> Head:
    """A date without a year takes the year that the issue number prints."""
    if head.date is None and head.date_printed and masthead.yearless:
        line, text = head.date_printed.line, head.date_printed.text
        if head.year:
            masthead.flags.append(Flag.of(Doubt.DATE_YEAR_OF_ISSUE, line, text, year=head.year))
            try:
                return replace(head, date=PartialDate(head.year, *masthead.yearless))
            except ValueError:
                return head
        masthead.flags.append(Flag.of(Doubt.DATE_INCOMPLETE, line, text))
    return head


def _issue(text: str, stated: bool) -> patterns.IssueMark | None:
    return patterns.stated_issue(text) if stated else patterns.issue_mark(text)


def pieces(line: Passage, site: Site, stated: bool = False) -> Iterator[tuple[Passage, str]]:
    """A masthead line cut into (piece, what it is): issue, document, date, yearless, or name."""
    spans: list[tuple[int, int, str]] = []
    issue = _issue(line.text, stated)
    masked = line.text
    if issue:
        start = _document_start(line.text, issue, site)
        spans.append((start, issue.end, "issue" if start == issue.start else "document"))
        masked = masked[:start] + "\n" * (issue.end - start) + masked[issue.end :]
    date = patterns.printed_date(masked)
    yearless = patterns.yearless_date(masked)
    if date and _UNTIL.search(masked[: date[1]]):
        date = yearless = None
    if date:
        spans.append((date[1], date[2], "date"))
    elif yearless:
        spans.append((yearless[2], yearless[3], "yearless"))
    spans.sort()
    position = 0
    for start, end, kind in [*spans, (len(line), len(line), "")]:
        for match in _NAME.finditer(line.text, position, start):
            for a, b in _columns(line.text, *match.span()):
                a, b = _without_half_brackets(line.text, a, b)
                if re.search(r"\w", line.text[a:b]):
                    yield line[a:b], "name"
        if kind:
            yield line[start:end], kind
        position = end


_UNTIL = re.compile("(?:截[至止]到?|自|从)\\s*$")
_BAR = f"|｜┃{patterns.ORNAMENTS}"
_NAME = re.compile(rf"[^\s{_BAR}](?:[^\n{_BAR}]*[^\s{_BAR}])?")
_WIDE = re.compile(r"[\s\u3000]{3,}|(?<=主办|承办|编印|编辑|主编)[\s\u3000]+")


def _columns(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """The spans of what stands side by side in a line: 内部资料        澜川信息. A letter-spaced
    word is one."""
    gaps = [match.span() for match in _WIDE.finditer(text, start, end)]
    edges = [start, *(edge for gap in gaps for edge in gap), end]
    spans = list(zip(edges[::2], edges[1::2], strict=True))
    return spans if all(b - a > 1 for a, b in spans) else [(start, end)]


def _without_half_brackets(text: str, start: int, end: int) -> tuple[int, int]:
    """The span of a name in a line that is in brackets as a whole: （县卫健局 2023年5月12日）."""
    name = text[start:end]
    if name[0] in "（(" and not re.search("[）)]", name):
        return start + 1, end
    if name[-1] in "）)" and not re.search("[（(]", name):
        return start, end - 1
    return start, end


_OFFICE_CODE = re.compile(f"[{HAN}]{{1,12}}$")


def _document_start(text: str, issue: patterns.IssueMark, site: Site) -> int:
    """Where an official document's number begins, with its office's code (青政办〔2025〕7号); the
    issue's own start where what stands before it is a bulletin's name."""
    code = _OFFICE_CODE.search(text[: issue.start])
    if not code or not is_document_number(text[code.start() : issue.end]):
        return issue.start
    name = code.group()
    return issue.start if SERIES_LIKE.search(name) or known_series(name, site) else code.start()


def known_series(name: str, site: Site) -> Series | None:
    bare = strip_space(name)
    for series in site.series:
        if bare in map(strip_space, (series.title, *series.aliases)):
            return series
    return None


def is_issuer(name: str) -> bool:
    bare = strip_space(name)
    office = EDITED_BY.sub("", ISSUED_BY.sub("", bare))
    return patterns.ends_like_office(office) and not re.search("[:：]", office)


def without_role(masthead: Masthead, issuer: Passage) -> Passage:
    """The office of 主办：市卫健委 and 市卫健委办公室编."""
    start = ISSUED_BY.match(issuer.text)
    end = EDITED_BY.search(issuer.text)
    kept = (start.end() if start else 0, end.start() if end else len(issuer))
    masthead.removals.extend(dressing("label", issuer, (kept,)))
    return issuer[kept[0] : kept[1]].strip()
