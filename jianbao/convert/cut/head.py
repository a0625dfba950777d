"""The masthead: what stands above the articles of a bulletin."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from jianbao.archive.kinds import Doubt, RemovalReason
from jianbao.archive.model import Flag, Repair, Series, Site
from jianbao.base.dates import PartialDate
from jianbao.convert.blocks import Removal
from jianbao.convert.cut import patterns
from jianbao.convert.cut.draft import Head
from jianbao.convert.cut.paragraphs import LONG, Unit
from jianbao.convert.cut.passage import Passage, joined
from jianbao.convert.cut.repair import close_up, closed_name
from jianbao.convert.cut.titles import is_remark, is_title, writers
from jianbao.convert.cut.web_patterns import is_document_number
from jianbao.text.chinese import HAN, NUMERAL, ends_sentence, is_han, strip_space

REACH = 40
"""Units from the top among which the head of a document may end."""
_SERIES_LIKE = re.compile(
    r"(?:简报|动态|信息|月报|周报|旬报|季报|快报|专报|通讯|要情|参考|摘编?要?|通报|反映|简讯|日报|专刊|特刊|增刊|交流|快讯|要讯|内参|汇编|专辑|要闻|大事记|纪要|参阅件?|文摘|观察|快递|导刊|文件|电报)$"
)
_ISSUED_BY = re.compile(
    r"\s*(?:主办单位|主办|编印单位|编印|编发单位|报送单位|发布单位|承办|主管单位|主管|编辑部?)\s*[:：]\s*"
)
_EDITED_BY = re.compile(r"\s*(?:[（(]代章?[）)]|主办|承办|主编|编辑|编印|编发|编|印发|印|主管)$")
# 本期四版, （季刊）, and what stands before a date: 出版日期：.
_SHEETS = re.compile(
    r"(?:本期)?共?[一二三四五六七八九十\d]{1,2}[版页]|[（(]?(?:半年|季|双月|月|半月|旬|周)刊[）)]?"
    r"|(?:出版|出刊|编印|编发|印发|发布|发行)?(?:日期|时间)[:：]"
)


@dataclass(frozen=True, slots=True)
class Cut:
    """The head, the units below it, and what the cutting recorded. `colophon`: lines of editors and
    addresses in the masthead, a footer printed at the head."""

    head: Head
    rest: tuple[Unit, ...]
    removals: tuple[Removal, ...]
    flags: tuple[Flag, ...]
    repairs: tuple[Repair, ...] = ()
    colophon: tuple[Unit, ...] = ()


def dressing(
    reason: RemovalReason, passage: Passage, kept: Sequence[tuple[int, int]]
) -> tuple[Removal, ...]:
    """The removal of what lies outside the `kept` spans of a passage: labels, brackets, commas."""
    outside = list(passage.text)
    for start, end in kept:
        outside[start:end] = [""] * (end - start)
    rest = strip_space("".join(outside))
    return (Removal(reason, passage.line, rest),) if rest else ()


# --- masthead ---------------------------------------------------------------------------------


@dataclass(slots=True)
class _Masthead:
    """The masthead as it is read, line by line."""

    site: Site
    head: Head = field(default_factory=Head)
    names: list[Passage] = field(default_factory=list)
    after_issue: list[Passage] = field(default_factory=list)
    titles: list[Passage] = field(default_factory=list)
    removals: list[Removal] = field(default_factory=list)
    flags: list[Flag] = field(default_factory=list)
    yearless: tuple[int, int] | None = None
    total: int | None = None
    several: bool = False


def cut_masthead(units: Sequence[Unit], site: Site) -> Cut:
    contents = _contents(units, site)
    names = [
        u for u in units if u.kind == "text" and patterns.column(u.text) and patterns.banner(u.text)
    ]
    columns = len(names) > 1
    last = -1
    signed = False
    read: set[str] = set()
    for i, unit in enumerate(units[:REACH]):
        if i in contents:
            continue
        if is_body(unit) or (signed and _starts_article(unit)):
            break
        sign = _is_sign(unit, site, columns) and not (read >= _WHOLE and _is_of_title(unit))
        if sign or (read == {"issue"} and _NAME_AND_DATE.fullmatch(unit.text)):
            signed = signed or unit.kind != "rule"
            if signed:
                last = i
            read |= _WHOLE & {kind for _, kind in _pieces(unit.passage, site)}
    if read >= _WHOLE and not _holds_names(units[: last + 1], site):
        last += _names_below(units[last + 1 :])
    if signed and last + 1 < len(units) and _names_issuer(units[last + 1], site):
        last += 1
    masthead = _Masthead(site)
    colophon: list[Unit] = []
    above = _above_contents(units, last + 1, contents)
    end = max(last, *contents) + 1 if contents else last + 1
    for i, unit in enumerate(units[:end]):
        if i in contents:
            masthead.removals.append(Removal("contents", unit.line, unit.text))
        elif i not in above and _is_colophon(unit):
            colophon.append(unit)
        elif i not in above:
            _read_line(masthead, unit, columns)
    _name(masthead)
    rest = [*(units[i] for i in above), *units[end:]]
    rest = [*_titles(masthead, units, rest), *rest]
    if masthead.head.issue and rest and (roles := _take_issuer(masthead, rest[0])):
        rest[0] = roles
    while masthead.head.issue and rest and _is_colophon(rest[0]):
        colophon.append(rest.pop(0))
    below = rest and end and not above and not columns and masthead.head.banner is None
    if below and _is_banner(rest[0].text):
        _read_line(masthead, rest.pop(0), columns)
    elif below and _THEME.fullmatch(rest[0].text):
        _read_theme(masthead, rest.pop(0).passage)
    series = masthead.head.series or Passage()
    series, repairs = close_up(series)
    listed = tuple(entry for i in contents for entry in _entries(units[i]))
    head = replace(masthead.head, series=series or None, contents=listed)
    head = _dated(head, masthead)
    if head.number is None and not head.extra and not masthead.several:
        # Where only the running number is printed, it is the issue's.
        head = replace(head, number=masthead.total)
    return Cut(
        head,
        tuple(rest),
        tuple(masthead.removals),
        tuple(masthead.flags),
        repairs,
        tuple(colophon),
    )


def _titles(masthead: _Masthead, units: Sequence[Unit], rest: Sequence[Unit]) -> list[Unit]:
    """What stands above a date alone and is no bulletin's name: the title of what follows, unless
    that has one."""
    titles = masthead.titles
    apart = ("rule", "image", "furniture")
    below = next((u for u in rest if u.kind not in apart and not writers(u.passage)), None)
    if titles and (below is None or is_title(below)):
        masthead.head = replace(masthead.head, series=joined(titles, " "))
        return []
    titles = _last_together(masthead, units)
    owners = [next(u for u in units if title.line in u.passage.lines) for title in titles]
    return [replace(u, passage=title) for u, title in zip(owners, titles, strict=True)]


def _last_together(masthead: _Masthead, units: Sequence[Unit]) -> list[Passage]:
    """Keep the last titles between which nothing else is printed: a title is one piece of the
    text. The others are what is left of the masthead."""
    titles = masthead.titles
    printed = strip_space("".join(unit.text for unit in units[:REACH] if unit.kind != "rule"))
    start = next(
        (
            i
            for i in range(len(titles))
            if strip_space("".join(t.text for t in titles[i:])) in printed
        ),
        0,
    )
    for title in titles[:start]:
        masthead.removals.append(Removal("masthead", title.line, title.text))
        masthead.flags.append(Flag.of(Doubt.MASTHEAD_REST, title.line, title.text))
    return titles[start:]


def _take_issuer(masthead: _Masthead, unit: Unit) -> Unit | None:
    """Take the issuer from a line below the number (主办：宣传科 主编：周明远); the rest of it is
    a colophon."""
    found = patterns.labels(unit.text)
    if masthead.head.issuer or not found or not _ISSUED_BY.match(unit.text):
        return None
    roles = replace(unit, kind="footer", passage=unit.passage[found[0].start :])
    if not _is_colophon(roles):
        return None
    issuer = _without_role(masthead, unit.passage[: found[0].start].strip())
    masthead.head = replace(masthead.head, issuer=issuer or None)
    return roles


def _holds_names(units: Sequence[Unit], site: Site) -> bool:
    return any(
        kind == "name" and not patterns.is_internal_notice(piece.text)
        for unit in units
        if unit.kind == "text"
        for piece, kind in _pieces(unit.passage, site)
    )


def _names_below(units: Sequence[Unit]) -> int:
    """How many lines hold the bulletin's name, and who issues it, where number and date stand
    above both."""
    name = units[0] if units else None
    if name is None or name.kind != "text" or len(name.text) > LONG or is_body(name):
        return 0
    if not _SERIES_LIKE.search(strip_space(name.text)):
        return 0
    return 2 if len(units) > 2 and is_title(units[1]) and _is_issuer(units[1].text) else 1


_WHOLE = frozenset(("issue", "date"))
# Who issues it and when, at the two sides of the line below the number.
_NAME_AND_DATE = re.compile(
    rf"[^\s，。：；]{{4,30}}[\s\u3000]{{3,}}{NUMERAL}{{4}}年{NUMERAL}{{1,3}}月{NUMERAL}{{1,3}}日"
)


def _is_of_title(unit: Unit) -> bool:
    """Whether a date or a number below the masthead's own is a title's: （2024年3月5日） on a line
    of its own, 督查通报（第4期）."""
    text = unit.text.strip()
    issue = patterns.issue_mark(text)
    if issue:
        return bool(text[: issue.start].strip()) and issue.end == len(text)
    return is_remark(text) and patterns.printed_date(text) is not None


def _is_colophon(unit: Unit) -> bool:
    fields = {label.field for label in patterns.labels(unit.text)}
    return unit.kind == "footer" and bool(fields) and fields <= _COLOPHON


_COLOPHON = frozenset(("editor", "reviewer", "contact", "copies"))


def _above_contents(units: Sequence[Unit], start: int, contents: Sequence[int]) -> range:
    """The text between the masthead, which ends before `start`, and the table of contents: a note
    on the whole issue."""
    below = next((i for i in contents if i >= start), start)
    first = next((i for i in range(start, below) if is_body(units[i])), below)
    return range(first, below)


def is_body(unit: Unit) -> bool:
    if unit.kind in ("attribution", "table"):
        return True
    if unit.kind in ("rule", "image", "footer", "furniture"):
        return False
    text = unit.text
    return (
        len(text) > 2 * LONG
        or ends_sentence(text)
        or bool(re.search("[。；]", text))
        or patterns.is_preface(text)
    )


def _starts_article(unit: Unit) -> bool:
    number = patterns.numbering(unit.text)
    return unit.kind == "text" and number is not None and not patterns.issue_mark(unit.text)


def _is_banner(text: str) -> bool:
    """【…】 that may stand over the whole issue: it is no section's name, and heads no contents."""
    other = (
        patterns.section(text) or patterns.is_preface(text) or patterns.is_contents_heading(text)
    )
    return not other and patterns.banner(text) is not None


def _known(name: str, site: Site) -> Series | None:
    bare = strip_space(name)
    for series in site.series:
        if bare in map(strip_space, (series.title, *series.aliases)):
            return series
    return None


def _is_sign(unit: Unit, site: Site, columns: bool) -> bool:
    """Whether a unit above the text can only belong to the masthead. `columns`: 【…】 is the name
    of a column."""
    text = unit.text
    if unit.kind == "rule":
        return True
    if unit.kind == "footer":
        return any(label.field == "signatory" for label in patterns.labels(text))
    if unit.kind != "text" or len(text) > 2 * LONG:
        return False
    if (
        patterns.secrecy(text)
        or patterns.is_internal_notice(text)
        or (not columns and _is_banner(text))
        or _known(text, site)
    ):
        return True
    line, _, _ = _signatory(Passage.at(text, unit.line))
    pieces = _pieces(line, site)
    rest = " ".join(piece.text for piece, kind in pieces if kind == "name")
    text = line.text
    found = patterns.issue_mark(text) or patterns.printed_date(text) or patterns.yearless_date(text)
    if isinstance(found, tuple) and re.match(f"[{HAN}](?!$)", line.text[found[-1] :]):
        return False  # 2024年9月大事记: a date inside a title
    issue = patterns.issue_mark(text)
    if issue and _is_name_with_issue(text, issue, rest):
        return True
    if text.rstrip().endswith("号") and is_document_number(text.split()[-1]):
        return True
    return found is not None and all(
        re.fullmatch("《[^《》]+》", word)
        or _SERIES_LIKE.search(word)
        or patterns.is_internal_notice(word)
        or patterns.ends_like_office(word)
        or _EDITED_BY.search(word)
        or _SHEETS.fullmatch(word)
        or _THEME.fullmatch(word)
        or _known(word, site)
        or _known(rest, site)
        for word in rest.split()
    )


_SHORT_NAME = 12


def _is_name_with_issue(text: str, issue: patterns.IssueMark, rest: str) -> bool:
    """青禾政讯 第25期: one short word before the number and none that goes on after it."""
    after = text[issue.end : issue.end + 1]
    word = text[: issue.start].strip()
    return bool(word) and word == rest.strip() and len(word) <= _SHORT_NAME and not is_han(after)


# What a whole issue is about: 夏收夏种专刊.
_THEME = re.compile(f"（[{HAN}“”]{{2,16}}(?:专刊|特刊|专辑)）|[{HAN}“”]{{2,16}}(?:专刊|特刊|专辑)")


def _names_issuer(unit: Unit, site: Site) -> bool:
    """Whether a line below the issue number says who issues it: 主办：…, …编, a known issuer."""
    text = unit.text.strip()
    if unit.kind != "text" or len(text) > LONG or not _is_issuer(text):
        return False
    issuers = {strip_space(name) for series in site.series for name in series.issuers}
    return bool(strip_space(text) in issuers or _ISSUED_BY.match(text) or _EDITED_BY.search(text))


def _pieces(line: Passage, site: Site) -> Iterator[tuple[Passage, str]]:
    """A masthead line cut into (piece, what it is): issue, document, date, yearless, or name."""
    spans: list[tuple[int, int, str]] = []
    issue = patterns.issue_mark(line.text)
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
                if not re.search(r"\w", line.text[a:b]):
                    continue
                yield line[a:b], "name"
        if kind:
            yield line[start:end], kind
        position = end


_UNTIL = re.compile("(?:截[至止]到?|自|从)\\s*$")
_NAME = re.compile(r"[^\s|｜┃](?:[^|｜┃\n]*[^\s|｜┃])?")
_WIDE = re.compile(r"[\s\u3000]{3,}|(?<=主办|承办|编印|编辑|主编)[\s\u3000]+")


def _columns(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """The spans of what stands side by side in a line: 内部资料        澜川信息. A letter-spaced
    word is one."""
    gaps = [match.span() for match in _WIDE.finditer(text, start, end)]
    edges = [start, *(edge for gap in gaps for edge in gap), end]
    spans = list(zip(edges[::2], edges[1::2], strict=True))
    return spans if all(b - a > 1 for a, b in spans) else [(start, end)]


_OFFICE_CODE = re.compile(f"[{HAN}]{{1,12}}$")


def _document_start(text: str, issue: patterns.IssueMark, site: Site) -> int:
    """Where an official document's number begins, with its office's code (青政办〔2025〕7号); the
    issue's own start where what stands before it is a bulletin's name."""
    code = _OFFICE_CODE.search(text[: issue.start])
    if not code or not is_document_number(text[code.start() : issue.end]):
        return issue.start
    name = code.group()
    return issue.start if _SERIES_LIKE.search(name) or _known(name, site) else code.start()


def _read_line(masthead: _Masthead, unit: Unit, columns: bool) -> None:
    line = unit.passage
    head = masthead.head
    banner = patterns.banner(line.text) if not columns and _is_banner(line.text) else None
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


def _signatory(line: Passage) -> tuple[Passage, Passage, Passage]:
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


def _without_labels(masthead: _Masthead, line: Passage) -> Passage:
    """The line without 签发人：…, which is kept apart."""
    rest, label, value = _signatory(line)
    before = masthead.head.signatory
    if value:
        signatory = joined((before, value), " ") if before else value
        masthead.head = replace(masthead.head, signatory=signatory)
    if label:
        masthead.removals.append(Removal("label", line.line, strip_space(label.text)))
    return rest


def _read_names(masthead: _Masthead, line: Passage) -> None:
    kept: list[tuple[int, int]] = []
    for piece, kind in _pieces(line, masthead.site):
        start = line.text.index(piece.text, kept[-1][1] if kept else 0)
        kept.append((start, start + len(piece)))
        head = masthead.head
        if kind in ("issue", "document"):
            mark = patterns.issue_mark(piece.text)
            assert mark is not None  # noqa: S101 - _pieces found it
            printed = joined((head.issue, piece), " ") if head.issue else piece
            masthead.head = replace(
                head,
                issue=printed,
                number=mark.number if head.number is None else head.number,
                year=mark.year or head.year,
                extra=head.extra or mark.extra,
                document=head.document or kind == "document",
            )
            masthead.several = masthead.several or mark.several
            masthead.total = masthead.total or mark.total
        elif kind == "date" and head.date is None:
            date = patterns.printed_date(piece.text)
            assert date is not None  # noqa: S101 - _pieces found it
            if head.date_printed:  # one without a year stood before it
                masthead.after_issue.append(head.date_printed)
            masthead.yearless = None
            masthead.head = replace(head, date=date[0], date_printed=piece)
        elif kind == "yearless" and head.date_printed is None:
            found = patterns.yearless_date(piece.text)
            assert found is not None  # noqa: S101 - _pieces found it
            masthead.yearless = found[:2]
            masthead.head = replace(head, date_printed=piece)
        elif patterns.is_internal_notice(piece.text):
            masthead.removals.append(Removal("internal-notice", piece.line, piece.text))
        elif piece.text[0] == "（" and _THEME.fullmatch(piece.text) and head.banner is None:
            _read_theme(masthead, piece)
        elif _SHEETS.fullmatch(piece.text):
            masthead.removals.append(Removal("label", piece.line, piece.text))
        else:
            names = masthead.after_issue if head.issue or head.date_printed else masthead.names
            names.append(_closed(piece))
    masthead.removals.extend(dressing("separator", line, kept))


def _closed(name: Passage) -> Passage:
    """简  报 on a line of its own is one word."""
    close = closed_name(name)
    return close if len(close) == 2 and _SERIES_LIKE.search(close.text) else name


def _name(masthead: _Masthead) -> None:
    """Which of the names is the series, which the issuer."""
    names, after = masthead.names, masthead.after_issue
    _drop_running_heads(masthead)
    _take_theme(masthead)
    series: list[Passage] = []
    for start in range(len(names)):
        for end in range(len(names), start, -1):
            if not series and _known(" ".join(n.text for n in names[start:end]), masthead.site):
                series = names[start:end]
    if not series:
        series = _words_of_series(masthead, names)
    likely = [i for i, name in enumerate(names) if _SERIES_LIKE.search(strip_space(name.text))]
    below = [name for name in after if _SERIES_LIKE.search(strip_space(name.text))]
    if not series and likely:
        name = names[likely[-1]]
        before = names[: likely[-1]]
        if strip_space(name.text) != "文件":  # which the offices above it head together
            before = [name for name in before if not _is_issuer(name.text)]
        series = [*before, name]
    elif not series and below:  # the number may stand above the name
        series = below[:1]
    elif not series and masthead.head.issue:
        series = [name for name in names if not _is_issuer(name.text)][:1]
    elif not series:
        masthead.titles = [name for name in names if not _is_issuer(name.text)]
        names = [name for name in names if _is_issuer(name.text)]
    if masthead.head.document and series and _is_documents_title(series, masthead.site):
        masthead.titles, series = series, []
        names = [name for name in names if not any(name is title for title in masthead.titles)]
    if series and any(_is_issuer(name.text) for name in after):
        series = _with_office(series, names, masthead.site)
    left = [name for name in (*names, *after) if not any(name is chosen for chosen in series)]
    if not series:
        series = [name for name in left if _known(name.text, masthead.site)][:1]
        left = [name for name in left if not any(name is chosen for chosen in series)]
    issuers = _issuers([name for name in after if any(name is other for other in left)])
    issuers = issuers or _issuers(left)
    for name in left:
        if masthead.head.banner is None and name.text.startswith(("——", "──", "--")):
            masthead.head = replace(masthead.head, banner=name)
        elif not any(name is issuer for issuer in issuers):
            masthead.removals.append(Removal("masthead", name.line, name.text))
            masthead.flags.append(Flag.of(Doubt.MASTHEAD_REST, name.line, name.text))
    offices = [_without_role(masthead, issuer) for issuer in issuers]
    masthead.head = replace(
        masthead.head,
        series=joined(series, " ") if series else None,
        issuer=joined(offices, " ") if offices else None,
    )


def _drop_running_heads(masthead: _Masthead) -> None:
    """Remove the heads of pages above the masthead: names that the last name, or all names below
    together, repeat."""
    names = masthead.names
    bare = [strip_space(name.text) for name in names]
    repeated = [
        name
        for i, name in enumerate(names[:-1])
        if (bare[i] == bare[-1] and _SERIES_LIKE.search(bare[i]))
        or bare[i] == "".join(bare[i + 1 :])
    ]
    names[:] = [name for name in names if not any(name is other for other in repeated)]
    masthead.removals.extend(Removal("running-head", n.line, n.text) for n in repeated)


def _read_theme(masthead: _Masthead, line: Passage) -> None:
    span = line.text.index(line.text.strip("（）")), len(line.text.rstrip("（）"))
    masthead.head = replace(masthead.head, banner=line[slice(*span)])
    masthead.removals.extend(dressing("brackets", line, (span,)))


def _take_theme(masthead: _Masthead) -> None:
    """Of two names 体育彩票专刊, below 体育信息, is the issue's theme, which stands over it as a
    banner does."""
    names = masthead.names
    named = [name for name in names if _SERIES_LIKE.search(strip_space(name.text))]
    theme = named[-1] if len(named) > 1 and _THEME.fullmatch(named[-1].text) else None
    if theme and masthead.head.banner is None and not _known(theme.text, masthead.site):
        masthead.head = replace(masthead.head, banner=theme)
        names[:] = [name for name in names if name is not theme]


def _is_documents_title(series: Sequence[Passage], site: Site) -> bool:
    """Whether what stands above an official document's number is its title and no red head."""
    name = strip_space("".join(passage.text for passage in series))
    return not _known(name, site) and not name.endswith(("文件", "电报")) and len(name) > _RED_HEAD


_RED_HEAD = 15
"""Characters that the name of a series of official documents may have."""


def _issuers(names: Sequence[Passage]) -> list[Passage]:
    """The offices that issue together: those that stand in the lines below each other."""
    found: list[Passage] = []
    for name in names:
        if _is_issuer(name.text):
            found.append(name)
        elif found:
            break
    return found


def _with_office(series: Sequence[Passage], names: Sequence[Passage], site: Site) -> list[Passage]:
    """The series with the office that stands above it, 澜川市人民政府 会议纪要: the issuer is
    another office, below."""
    if _known(" ".join(name.text for name in series), site):
        return [*series]
    first = next((i for i, name in enumerate(names) if name is series[0]), 0)
    above = [name for name in names[max(0, first - 1) : first] if _is_issuer(name.text)]
    return [*(name for name in above if not _ISSUED_BY.match(name.text)), *series]


def _without_role(masthead: _Masthead, issuer: Passage) -> Passage:
    """The office of 主办：市卫健委 and 市卫健委办公室编."""
    start = _ISSUED_BY.match(issuer.text)
    end = _EDITED_BY.search(issuer.text)
    kept = (start.end() if start else 0, end.start() if end else len(issuer))
    masthead.removals.extend(dressing("label", issuer, (kept,)))
    return issuer[kept[0] : kept[1]].strip()


def _words_of_series(masthead: _Masthead, names: list[Passage]) -> list[Passage]:
    """A line that holds the series and the issuer side by side is cut between them."""
    for i, name in enumerate(names):
        cuts = [match.span() for match in re.finditer(r"\s+", name.text)]
        for start, end in cuts:
            before, behind = name[:start], name[end:]
            for series, issuer in ((before, behind), (behind, before)):
                if _known(series.text, masthead.site) and _is_issuer(issuer.text):
                    names[i : i + 1] = [series, issuer]
                    return [series]
    return []


def _is_issuer(name: str) -> bool:
    bare = strip_space(name)
    office = _EDITED_BY.sub("", _ISSUED_BY.sub("", bare))
    return patterns.ends_like_office(office) and not re.search("[:：]", office)


def _dated(head: Head, masthead: _Masthead) -> Head:
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


def second_masthead(units: Sequence[Unit], head: Head) -> int | None:
    """The line where another issue of the same series begins below the first one's masthead."""
    name = strip_space(head.series.text) if head.series else ""
    for above, unit in pairwise(units if name else ()):
        mark = patterns.issue_mark(unit.text) if unit.kind == "text" else None
        alone = mark and not strip_space(unit.text[: mark.start] + unit.text[mark.end :])
        if alone and mark and strip_space(above.text) == name and mark.number != head.number:
            return above.line
    return None


# --- contents ---------------------------------------------------------------------------------

_LEADERS = re.compile(r"[.．…·‥\-—_/／\s]*[（(]?(?:P|第)?\s*\d{0,3}\s*[页版]?[）)]?\s*$")
_SHORTEST_ENTRY = 4
_ENTRY_HEAD = re.compile(
    rf"^(?:[{patterns.ORNAMENTS}·*\-]|\d{{1,2}}[.、．]|[一二三四五六七八九十]{{1,3}}、)\s*"
)


def _contents(units: Sequence[Unit], site: Site) -> list[int]:
    """A table of contents: its heading and the lines that come again further down."""
    start = next(
        (i for i, unit in enumerate(units[:REACH]) if patterns.is_contents_heading(unit.text)), None
    )
    if start is None:
        return _unheaded_contents(units, site)
    found = [start]
    first = ""
    wholes = [strip_space(_ENTRY_HEAD.sub("", unit.text)) for unit in units]
    for i in range(start + 1, len(units)):
        unit = units[i]
        entry = _entry(unit.text)
        if unit.kind == "rule":
            continue
        if unit.kind == "table":
            below = without_quotes("".join(strip_space(other.text) for other in units[i + 1 :]))
            if all(row in below for row in _entries(unit)):
                found.append(i)
            break
        short = len(entry) < _SHORTEST_ENTRY and entry not in wholes[i + 1 :]
        if unit.kind != "text" or len(unit.text) > 2 * LONG or short or entry == first:
            break
        later = without_quotes("".join(strip_space(other.text) for other in units[i + 1 :]))
        if entry not in later:
            break
        first = first or entry
        found.append(i)
    if len(found) == 1 and any(map(is_body, units[:start])):
        return []
    return found if len(found) > 1 or patterns.is_table_of_contents(units[start].text) else []


def _unheaded_contents(units: Sequence[Unit], site: Site) -> list[int]:
    """Two lines or more above the text that each come again, in the same order, as a line below:
    a table of contents without a heading."""
    entries = [_entry(unit.text) for unit in units]
    for start in range(min(REACH, len(units))):
        if is_body(units[start]):
            break
        end, most = start, min(len(units), start + REACH)
        while end < most and (end == start or entries[end] != entries[start]):
            if not _may_be_entry(units[end], entries[end], site):
                break
            end += 1
        below = iter(entries[end:])
        listed = end > start + 1 and entries[end : end + 1] == [entries[start]]
        if listed and all(entry in below for entry in entries[start:end]):
            return [*range(start, end)]
    return []


def _may_be_entry(unit: Unit, entry: str, site: Site) -> bool:
    if unit.kind != "text" or len(entry) < _SHORTEST_ENTRY or is_body(unit):
        return False
    return not _is_sign(unit, site, columns=False)


def _entries(unit: Unit) -> tuple[str, ...]:
    """The titles that a line of a table of contents names, or its lines where tabs before the page
    numbers made them a table."""
    rows = [" ".join(row) for row in unit.first.rows] if unit.kind == "table" else [unit.text]
    return tuple(map(_entry, rows))


def _entry(text: str) -> str:
    bare = strip_space(_ENTRY_HEAD.sub("", _LEADERS.sub("", text.strip())))
    return without_quotes(bare.rstrip(patterns.ORNAMENTS))


def without_quotes(text: str) -> str:
    """`text` without quotation marks, which a table of contents may leave out, and the line that
    it may have between a column's name and a title."""
    return re.sub("[“”‘’\"'|｜]", "", text)
