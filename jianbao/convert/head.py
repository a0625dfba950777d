"""The masthead: what stands above the articles of a bulletin."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from jianbao.convert import marks
from jianbao.convert.blocks import Removal
from jianbao.convert.draft import Head
from jianbao.convert.paragraphs import LONG, Unit
from jianbao.convert.passage import Passage, joined
from jianbao.convert.repair import close_up, closed_name
from jianbao.model import Flag, PartialDate, Repair, Series, Site
from jianbao.text import ends_sentence, strip_space

REACH = 40
"""Units from the top among which the head of a document may end."""
_SERIES_LIKE = re.compile(
    r"(?:简报|动态|信息|月报|周报|旬报|季报|快报|专报|通讯|要情|参考|摘编?要?|通报|反映|简讯|日报|专刊|特刊|增刊|交流|快讯|要讯|内参|汇编|简讯|专辑)$"
)
_ISSUED_BY = re.compile(
    r"\s*(?:主办单位|主办|编印单位|编印|编发单位|承办|主管单位|主管|编辑部?)\s*[:：]\s*"
)
_EDITED_BY = re.compile(r"\s*(?:主办|承办|编印|编发|编|印发|印|主管)$")


@dataclass(frozen=True, slots=True)
class Cut:
    """The head, the units below it, and what the cutting recorded."""

    head: Head
    rest: tuple[Unit, ...]
    removals: tuple[Removal, ...]
    flags: tuple[Flag, ...]
    repairs: tuple[Repair, ...] = ()


def dressing(reason: str, passage: Passage, kept: Sequence[tuple[int, int]]) -> tuple[Removal, ...]:
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
    removals: list[Removal] = field(default_factory=list)
    flags: list[Flag] = field(default_factory=list)
    yearless: tuple[int, int] | None = None
    total: int | None = None


def cut_masthead(units: Sequence[Unit], site: Site) -> Cut:
    contents = _contents(units)
    last = contents[-1] if contents else -1
    signed = False
    for i, unit in enumerate(units[:REACH]):
        if i in contents:
            continue
        if is_body(unit) or (signed and _starts_article(unit)):
            break
        if _is_sign(unit, site):
            signed = signed or unit.kind != "rule"
            if signed:
                last = max(last, i)
    if signed and last + 1 < len(units) and _names_issuer(units[last + 1], site):
        last += 1
    masthead = _Masthead(site)
    for i, unit in enumerate(units[: last + 1]):
        if i in contents:
            masthead.removals.append(Removal("contents", unit.line, unit.text))
        else:
            _read_line(masthead, unit)
    _name(masthead)
    rest = units[last + 1 :]
    if masthead.head.banner is None and rest and _banner(rest[0].text) and last >= 0:
        _read_line(masthead, rest[0])
        rest = rest[1:]
    series = masthead.head.series or Passage()
    series, repairs = close_up(series)
    head = _dated(replace(masthead.head, series=series or None), masthead)
    if head.number is None and not head.extra:
        # Where only the running number is printed, it is the issue's.
        head = replace(head, number=masthead.total)
    return Cut(head, tuple(rest), tuple(masthead.removals), tuple(masthead.flags), repairs)


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
        or marks.is_preface(text)
    )


def _starts_article(unit: Unit) -> bool:
    number = marks.numbering(unit.text)
    return unit.kind == "text" and number is not None and not marks.issue_mark(unit.text)


def _banner(text: str) -> re.Match[str] | None:
    """【…】 that stands over the whole issue, and is no section's name."""
    other = marks.section(text) or marks.is_preface(text)
    return None if other else marks.banner(text)


def _known(name: str, site: Site) -> Series | None:
    bare = strip_space(name)
    for series in site.series:
        if bare in map(strip_space, (series.title, *series.aliases)):
            return series
    return None


def _is_sign(unit: Unit, site: Site) -> bool:
    """Whether a unit above the text can only belong to the masthead."""
    text = unit.text
    if unit.kind == "rule":
        return True
    if unit.kind == "footer":
        return any(label.field == "signatory" for label in marks.labels(text))
    if unit.kind != "text" or len(text) > 2 * LONG:
        return False
    if (
        marks.secrecy(text)
        or marks.is_internal_notice(text)
        or marks.is_contents_heading(text)
        or _banner(text)
        or _known(text, site)
    ):
        return True
    pieces = _pieces(Passage.at(text, unit.line), Head())
    rest = " ".join(piece.text for piece, kind in pieces if kind == "name")
    found = marks.issue_mark(text) or marks.printed_date(text) or marks.yearless_date(text)
    return found is not None and all(
        _SERIES_LIKE.search(word)
        or marks.ends_like_office(word)
        or _EDITED_BY.search(word)
        or _known(word, site)
        or _known(rest, site)
        for word in rest.split()
    )


def _names_issuer(unit: Unit, site: Site) -> bool:
    """Whether a line below the issue number says who issues it: 主办：…, …编, a known issuer."""
    text = unit.text.strip()
    if unit.kind != "text" or len(text) > LONG or not _is_issuer(text):
        return False
    issuers = {strip_space(name) for series in site.series for name in series.issuers}
    return bool(strip_space(text) in issuers or _ISSUED_BY.match(text) or _EDITED_BY.search(text))


def _pieces(line: Passage, head: Head) -> Iterator[tuple[Passage, str]]:
    """A masthead line cut into (piece, what it is): issue, total, date, yearless, or name."""
    spans: list[tuple[int, int, str]] = []
    issue = marks.issue_mark(line.text)
    if issue:
        spans.append((issue.start, issue.end, "issue"))
    masked = (
        line.text
        if not issue
        else (line.text[: issue.start] + "\n" * (issue.end - issue.start) + line.text[issue.end :])
    )
    date = marks.printed_date(masked)
    yearless = marks.yearless_date(masked)
    if date:
        spans.append((date[1], date[2], "date"))
    elif yearless:
        spans.append((yearless[2], yearless[3], "yearless"))
    spans.sort()
    position = 0
    for start, end, kind in [*spans, (len(line), len(line), "")]:
        for match in re.finditer(
            r"[^\s|｜\u3000](?:[^|｜]*[^\s|｜\u3000])?", line.text[position:start]
        ):
            a, b = position + match.start(), position + match.end()
            yield line[a:b], "name"
        if kind:
            yield line[start:end], kind
        position = end


def _read_line(masthead: _Masthead, unit: Unit) -> None:
    line = unit.passage
    head = masthead.head
    banner = _banner(line.text)
    if unit.kind == "rule":
        masthead.removals.append(Removal("rule", unit.line, unit.text))
    elif unit.kind == "image":
        if unit.text:
            masthead.removals.append(Removal("image", unit.line, unit.text))
    elif unit.kind == "furniture":
        masthead.removals.append(Removal("navigation", unit.line, unit.text))
    elif marks.is_internal_notice(line.text):
        masthead.removals.append(Removal("internal-notice", unit.line, unit.text))
    elif banner and head.banner is None:
        start, end = banner.span(1)
        masthead.head = replace(head, banner=line[start:end])
        masthead.removals.extend(dressing("brackets", line, ((start, end),)))
    else:
        _read_names(masthead, _without_labels(masthead, line))


def _without_labels(masthead: _Masthead, line: Passage) -> Passage:
    """The line without 签发人：…, which is kept apart."""
    found = [label for label in marks.labels(line.text) if label.field == "signatory"]
    if not found:
        return line
    label = found[0]
    value = closed_name(line[label.end :].strip())
    before = masthead.head.signatory
    if value:
        signatory = joined((before, value), " ") if before else value
        masthead.head = replace(masthead.head, signatory=signatory)
    masthead.removals.append(
        Removal("label", line.line, strip_space(line.text[label.start : label.end]))
    )
    return line[: label.start].strip()


def _read_names(masthead: _Masthead, line: Passage) -> None:
    kept: list[tuple[int, int]] = []
    for piece, kind in _pieces(line, masthead.head):
        start = line.text.index(piece.text, kept[-1][1] if kept else 0)
        kept.append((start, start + len(piece)))
        head = masthead.head
        if kind == "issue":
            mark = marks.issue_mark(piece.text)
            assert mark is not None  # noqa: S101 - _pieces found it
            printed = joined((head.issue, piece), " ") if head.issue else piece
            masthead.head = replace(
                head,
                issue=printed,
                number=mark.number if head.number is None else head.number,
                year=mark.year or head.year,
                extra=head.extra or mark.extra,
            )
            masthead.total = masthead.total or mark.total
        elif kind == "date" and head.date is None:
            date = marks.printed_date(piece.text)
            assert date is not None  # noqa: S101 - _pieces found it
            if head.date_printed:  # one without a year stood before it
                masthead.after_issue.append(head.date_printed)
            masthead.yearless = None
            masthead.head = replace(head, date=date[0], date_printed=piece)
        elif kind == "yearless" and head.date_printed is None:
            found = marks.yearless_date(piece.text)
            assert found is not None  # noqa: S101 - _pieces found it
            masthead.yearless = found[:2]
            masthead.head = replace(head, date_printed=piece)
        else:
            names = masthead.after_issue if head.issue or head.date_printed else masthead.names
            names.append(piece)
    masthead.removals.extend(dressing("separator", line, kept))


def _name(masthead: _Masthead) -> None:
    """Which of the names is the series, which the issuer."""
    names, after = masthead.names, masthead.after_issue
    series: list[Passage] = []
    for start in range(len(names)):
        for end in range(len(names), start, -1):
            if not series and _known(" ".join(n.text for n in names[start:end]), masthead.site):
                series = names[start:end]
    if not series:
        series = _words_of_series(masthead, names)
    likely = [i for i, name in enumerate(names) if _SERIES_LIKE.search(strip_space(name.text))]
    if not series and likely:
        series = names[: likely[-1] + 1]
    elif not series:
        series = [name for name in names if not _is_issuer(name.text)][:1]
    left = [name for name in (*names, *after) if not any(name is chosen for chosen in series)]
    if not series:
        series = [name for name in left if _known(name.text, masthead.site)][:1]
        left = [name for name in left if not any(name is chosen for chosen in series)]
    issuers = [name for name in left if _is_issuer(name.text)]
    issuer = issuers[0] if issuers else None
    for name in left:
        if name is not issuer:
            masthead.removals.append(Removal("masthead", name.line, name.text))
            masthead.flags.append(
                Flag(
                    "masthead_rest",
                    name.line,
                    name.text,
                    "报头中的这一行未能归入刊名、期号、编发单位或日期，已略去，请核对。",
                )
            )
    if issuer:
        issuer = _without_role(masthead, issuer)
    masthead.head = replace(
        masthead.head, series=joined(series, " ") if series else None, issuer=issuer
    )


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
    return bool(marks.ends_like_office(_EDITED_BY.sub("", _ISSUED_BY.sub("", bare))))


def _dated(head: Head, masthead: _Masthead) -> Head:
    """A date without a year takes the year that the issue number prints."""
    if head.date is None and head.date_printed and masthead.yearless:
        line, text = head.date_printed.line, head.date_printed.text
        if head.year:
            masthead.flags.append(
                Flag(
                    "date_incomplete", line, text, f"日期没有年份，按期号取{head.year}年，请核对。"
                )
            )
            try:
                return replace(head, date=PartialDate(head.year, *masthead.yearless))
            except ValueError:
                return head
        masthead.flags.append(Flag("date_incomplete", line, text, "日期没有年份，请补全。"))
    return head


# --- contents ---------------------------------------------------------------------------------

_LEADERS = re.compile(r"[.．…·‥\-—_\s]*[（(]?\d{0,3}[）)]?\s*$")
_ENTRY_HEAD = re.compile(r"^(?:[●★☆◆◇■□▲△※⊙○•·*✦\-]|\d{1,2}[.、．])\s*")


def _contents(units: Sequence[Unit]) -> list[int]:
    """A table of contents: its heading and the lines that come again further down."""
    start = next(
        (i for i, unit in enumerate(units[:REACH]) if marks.is_contents_heading(unit.text)), None
    )
    if start is None:
        return []
    found = [start]
    first = ""
    for i in range(start + 1, len(units)):
        unit = units[i]
        entry = _entry(unit.text)
        if unit.kind == "rule":
            continue
        if unit.kind != "text" or len(unit.text) > 2 * LONG or len(entry) < 4 or entry == first:
            break
        later = "".join(strip_space(other.text) for other in units[i + 1 :])
        if entry not in later:
            break
        first = first or entry
        found.append(i)
    return found


def _entry(text: str) -> str:
    return strip_space(_ENTRY_HEAD.sub("", _LEADERS.sub("", text.strip())))
