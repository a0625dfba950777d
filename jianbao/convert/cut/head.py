"""The masthead: what stands above the articles of a bulletin."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from jianbao.archive.kinds import Doubt
from jianbao.archive.model import Flag, Repair, Site
from jianbao.convert.blocks import Removal
from jianbao.convert.cut import patterns
from jianbao.convert.cut.draft import Head
from jianbao.convert.cut.masthead import (
    EDITED_BY,
    ISSUED_BY,
    SERIES_LIKE,
    SHEETS,
    THEME,
    Masthead,
    dated,
    is_banner,
    is_issuer,
    known_series,
    pieces,
    read_line,
    read_theme,
    signatory_of,
    without_role,
)
from jianbao.convert.cut.paragraphs import LONG, Unit
from jianbao.convert.cut.passage import Passage, joined
from jianbao.convert.cut.repair import close_up
from jianbao.convert.cut.titles import is_remark, is_title, writers
from jianbao.convert.cut.web_patterns import is_document_number
from jianbao.text.chinese import HAN, NUMERAL, ends_sentence, is_han, strip_space

REACH = 40
"""Units from the top among which the head of a document may end."""


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


# --- masthead ---------------------------------------------------------------------------------


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
            read |= _WHOLE & {kind for _, kind in pieces(unit.passage, site)}
    if read >= _WHOLE and not _holds_names(units[: last + 1], site):
        last += _names_below(units[last + 1 :])
    if signed and last + 1 < len(units) and _names_issuer(units[last + 1], site):
        last += 1
    masthead = Masthead(site)
    colophon: list[Unit] = []
    above = _above_contents(units, last + 1, contents)
    end = max(last, *contents) + 1 if contents else last + 1
    for i, unit in enumerate(units[:end]):
        if i in contents:
            masthead.removals.append(Removal("contents", unit.line, unit.text))
        elif i not in above and _is_colophon(unit):
            colophon.append(unit)
        elif i not in above:
            read_line(masthead, unit, columns)
    _name(masthead)
    rest = [*(units[i] for i in above), *units[end:]]
    rest = [*_titles(masthead, units, rest), *rest]
    if masthead.head.issue and rest and (roles := _take_issuer(masthead, rest[0])):
        rest[0] = roles
    while masthead.head.issue and rest and _is_colophon(rest[0]):
        colophon.append(rest.pop(0))
    below = rest and end and not above and not columns and masthead.head.banner is None
    if below and is_banner(rest[0].text):
        read_line(masthead, rest.pop(0), columns)
    elif below and THEME.fullmatch(rest[0].text):
        read_theme(masthead, rest.pop(0).passage)
    series = masthead.head.series or Passage()
    series, repairs = close_up(series)
    listed = tuple(entry for i in contents for entry in contents_entries(units[i]))
    head = replace(masthead.head, series=series or None, contents=listed)
    head = dated(head, masthead)
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


def _titles(masthead: Masthead, units: Sequence[Unit], rest: Sequence[Unit]) -> list[Unit]:
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


def _last_together(masthead: Masthead, units: Sequence[Unit]) -> list[Passage]:
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


def _take_issuer(masthead: Masthead, unit: Unit) -> Unit | None:
    """Take the issuer from a line below the number (主办：宣传科 主编：周明远); the rest of it is
    a colophon."""
    found = patterns.labels(unit.text)
    if masthead.head.issuer or not found or not ISSUED_BY.match(unit.text):
        return None
    roles = replace(unit, kind="footer", passage=unit.passage[found[0].start :])
    if not _is_colophon(roles):
        return None
    issuer = without_role(masthead, unit.passage[: found[0].start].strip())
    masthead.head = replace(masthead.head, issuer=issuer or None)
    return roles


def _holds_names(units: Sequence[Unit], site: Site) -> bool:
    return any(
        kind == "name" and not patterns.is_internal_notice(piece.text)
        for unit in units
        if unit.kind == "text"
        for piece, kind in pieces(unit.passage, site)
    )


def _names_below(units: Sequence[Unit]) -> int:
    """How many lines hold the bulletin's name, and who issues it, where number and date stand
    above both."""
    name = units[0] if units else None
    if name is None or name.kind != "text" or len(name.text) > LONG or is_body(name):
        return 0
    if not SERIES_LIKE.search(strip_space(name.text)):
        return 0
    return 2 if len(units) > 2 and is_title(units[1]) and is_issuer(units[1].text) else 1


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
        or (not columns and is_banner(text))
        or known_series(text, site)
    ):
        return True
    line, _, _ = signatory_of(Passage.at(text, unit.line))
    names = [piece.text for piece, kind in pieces(line, site) if kind == "name"]
    rest = " ".join(names)
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
        or SERIES_LIKE.search(word)
        or patterns.is_internal_notice(word)
        or patterns.ends_like_office(word)
        or EDITED_BY.search(word)
        or SHEETS.fullmatch(word)
        or THEME.fullmatch(word)
        or known_series(word, site)
        or known_series(rest, site)
        for word in rest.split()
    )


_SHORT_NAME = 12


def _is_name_with_issue(text: str, issue: patterns.IssueMark, rest: str) -> bool:
    """青禾政讯 第25期: one short word before the number and none that goes on after it."""
    after = text[issue.end : issue.end + 1]
    word = text[: issue.start].strip()
    return bool(word) and word == rest.strip() and len(word) <= _SHORT_NAME and not is_han(after)


def _names_issuer(unit: Unit, site: Site) -> bool:
    """Whether a line below the issue number says who issues it: 主办：…, …编, a known issuer."""
    text = unit.text.strip()
    if unit.kind != "text" or len(text) > LONG or not is_issuer(text):
        return False
    issuers = {strip_space(name) for series in site.series for name in series.issuers}
    return bool(strip_space(text) in issuers or ISSUED_BY.match(text) or EDITED_BY.search(text))


def _name(masthead: Masthead) -> None:
    """Which of the names is the series, which the issuer."""
    names, after = masthead.names, masthead.after_issue
    _drop_running_heads(masthead)
    _take_theme(masthead)
    series: list[Passage] = []
    for start in range(len(names)):
        for end in range(len(names), start, -1):
            if not series and known_series(
                " ".join(n.text for n in names[start:end]), masthead.site
            ):
                series = names[start:end]
    if not series:
        series = _words_of_series(masthead, names)
    likely = [i for i, name in enumerate(names) if SERIES_LIKE.search(strip_space(name.text))]
    below = [name for name in after if SERIES_LIKE.search(strip_space(name.text))]
    if not series and likely:
        name = names[likely[-1]]
        before = names[: likely[-1]]
        if strip_space(name.text) != "文件":  # which the offices above it head together
            before = [name for name in before if not is_issuer(name.text)]
        series = [*before, name]
    elif not series and below:  # the number may stand above the name
        series = below[:1]
    elif not series and masthead.head.issue:
        series = [name for name in names if not is_issuer(name.text)][:1]
    elif not series:
        masthead.titles = [name for name in names if not is_issuer(name.text)]
        names = [name for name in names if is_issuer(name.text)]
    if masthead.head.document and series and _is_documents_title(series, masthead.site):
        masthead.titles, series = series, []
        names = [name for name in names if not any(name is title for title in masthead.titles)]
    if series and any(is_issuer(name.text) for name in after):
        series = _with_office(series, names, masthead.site)
    left = [name for name in (*names, *after) if not any(name is chosen for chosen in series)]
    if not series:
        series = [name for name in left if known_series(name.text, masthead.site)][:1]
        left = [name for name in left if not any(name is chosen for chosen in series)]
    issuers = _issuers([name for name in after if any(name is other for other in left)])
    issuers = issuers or _issuers(left)
    for name in left:
        if masthead.head.banner is None and name.text.startswith(("——", "──", "--")):
            masthead.head = replace(masthead.head, banner=name)
        elif not any(name is issuer for issuer in issuers):
            masthead.removals.append(Removal("masthead", name.line, name.text))
            masthead.flags.append(Flag.of(Doubt.MASTHEAD_REST, name.line, name.text))
    offices = [without_role(masthead, issuer) for issuer in issuers]
    masthead.head = replace(
        masthead.head,
        series=joined(series, " ") if series else None,
        issuer=joined(offices, " ") if offices else None,
    )


def _drop_running_heads(masthead: Masthead) -> None:
    """Remove the heads of pages above the masthead: names that the last name, or all names below
    together, repeat."""
    names = masthead.names
    bare = [strip_space(name.text) for name in names]
    repeated = [
        name
        for i, name in enumerate(names[:-1])
        if (bare[i] == bare[-1] and SERIES_LIKE.search(bare[i]))
        or bare[i] == "".join(bare[i + 1 :])
    ]
    names[:] = [name for name in names if not any(name is other for other in repeated)]
    masthead.removals.extend(Removal("running-head", n.line, n.text) for n in repeated)


def _take_theme(masthead: Masthead) -> None:
    """Of two names 体育彩票专刊, below 体育信息, is the issue's theme, which stands over it as a
    banner does."""
    names = masthead.names
    named = [name for name in names if SERIES_LIKE.search(strip_space(name.text))]
    theme = named[-1] if len(named) > 1 and THEME.fullmatch(named[-1].text) else None
    if theme and masthead.head.banner is None and not known_series(theme.text, masthead.site):
        masthead.head = replace(masthead.head, banner=theme)
        names[:] = [name for name in names if name is not theme]


def _is_documents_title(series: Sequence[Passage], site: Site) -> bool:
    """Whether what stands above an official document's number is its title and no red head."""
    name = strip_space("".join(passage.text for passage in series))
    return (
        not known_series(name, site)
        and not name.endswith(("文件", "电报"))
        and len(name) > _RED_HEAD
    )


_RED_HEAD = 15
"""Characters that the name of a series of official documents may have."""


def _issuers(names: Sequence[Passage]) -> list[Passage]:
    """The offices that issue together: those that stand in the lines below each other."""
    found: list[Passage] = []
    for name in names:
        if is_issuer(name.text):
            found.append(name)
        elif found:
            break
    return found


def _with_office(series: Sequence[Passage], names: Sequence[Passage], site: Site) -> list[Passage]:
    """The series with the office that stands above it, 澜川市人民政府 会议纪要: the issuer is
    another office, below."""
    if known_series(" ".join(name.text for name in series), site):
        return [*series]
    first = next((i for i, name in enumerate(names) if name is series[0]), 0)
    above = [name for name in names[max(0, first - 1) : first] if is_issuer(name.text)]
    return [*(name for name in above if not ISSUED_BY.match(name.text)), *series]


def _words_of_series(masthead: Masthead, names: list[Passage]) -> list[Passage]:
    """A line that holds the series and the issuer side by side is cut between them."""
    for i, name in enumerate(names):
        cuts = [match.span() for match in re.finditer(r"\s+", name.text)]
        for start, end in cuts:
            before, behind = name[:start], name[end:]
            for series, issuer in ((before, behind), (behind, before)):
                if known_series(series.text, masthead.site) and is_issuer(issuer.text):
                    names[i : i + 1] = [series, issuer]
                    return [series]
    return []


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
            if all(row in below for row in contents_entries(unit)):
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


def contents_entries(unit: Unit) -> tuple[str, ...]:
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
