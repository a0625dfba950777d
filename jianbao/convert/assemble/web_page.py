"""The lines of a web page's head, its card, and what its meta tags say."""

import re
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import date

from jianbao.archive.kinds import Doubt
from jianbao.archive.model import Flag
from jianbao.base.dates import PartialDate
from jianbao.convert.assemble.candidates import (
    Candidate,
    Where,
    best,
    completed_day,
    left_out_candidates,
    stated_candidates,
)
from jianbao.convert.assemble.pieces import PAGE, TEXT, LabelledUnit
from jianbao.convert.blocks import Document, Removal
from jianbao.convert.cut import patterns
from jianbao.convert.cut.draft import Head
from jianbao.convert.cut.page_fields import (
    WebHead,
    read_card,
    read_page_line,
)
from jianbao.convert.cut.passage import Passage
from jianbao.convert.cut.web_patterns import is_address, is_relative_day
from jianbao.text.chinese import HAN, is_han, strip_space

_NAME = re.compile(f"[{HAN}A-Za-z0-9·]{{2,16}}")
"""A line that is no more than a name: the source, without a label."""


def holds_issue(piece: LabelledUnit) -> bool:
    """Whether a line with the date of a page holds an issue number: it is a masthead's, too."""
    return piece.role == "meta" and patterns.issue_mark(piece.text) is not None


def read_page(head: Head, pieces: Sequence[LabelledUnit], document: Document, file: str) -> WebHead:
    """The head with what the lines of a web page and its meta tags say, and what reading them
    recorded; unchanged where nothing says that this is a web page."""
    lines = [p for p in pieces if p.role in PAGE and not holds_issue(p)]
    if not lines and document.format != "html":
        return WebHead(head)
    # A date without a year is left to one that has its year.
    yearless = head.date_printed if head.date is None else None
    page = WebHead(replace(head, date_printed=None) if yearless else head)
    address = next((piece.text for piece in lines if is_address(piece.text)), "")
    _read_lines(page, lines)
    _read_cards(page, lines)
    if yearless and page.head.date_printed:
        page.removals.append(Removal("masthead", yearless.line, yearless.text))
    elif yearless:
        page.head = replace(page.head, date_printed=yearless)
    found = stated_candidates(document, file, address)
    found += _left_out(document, pieces)
    _complete_date(page, found, _day_of_lines(lines, yearless, document))
    _complete_source(page, found)
    _keep_authors(page)
    return page


def _left_out(document: Document, pieces: Sequence[LabelledUnit]) -> list[Candidate]:
    title = next((piece.unit.line for piece in pieces if piece.role == "title"), 0)
    last = max((piece.unit.line for piece in pieces if piece.role in TEXT), default=0)
    return left_out_candidates([*document.removals, *_dropped(pieces)], title, last)


_SPLIT_DAYS = (
    re.compile(r"(?P<y>20\d\d)[\s年/.-]+(?P<m>[01]?\d)[/.月-](?P<d>[0-3]?\d)(?!\d)"),
    re.compile(r"(?P<d>[0-3]\d)\s*(?P<y>20\d\d)[/.年-](?P<m>[01]\d)(?![\d/.-])"),
)
"""A date whose parts stand in elements of their own, the day perhaps above the month."""
_NUMBERS = re.compile(r"[\d\s/.:：年月日-]{1,40}", re.ASCII)
"""Lines that may be parts of one: they hold nothing else, such as a count of readers."""


def _day_of_lines(
    lines: Sequence[LabelledUnit], yearless: Passage | None, document: Document
) -> tuple[PartialDate | None, str]:
    """Return the day that the page's lines print in parts or without its year, and these lines."""
    texts = [piece.text for piece in lines]
    joined = " ".join(text for text in texts if _NUMBERS.fullmatch(text.strip()))
    for pattern in _SPLIT_DAYS:
        if match := pattern.search(joined):
            with suppress(ValueError):
                return PartialDate(int(match["y"]), int(match["m"]), int(match["d"])), match.group()
    for text in (*([yearless.text] if yearless else ()), *texts):
        if (day := completed_day(text, document)) is not None:
            return day, text
    return None, ""


def _complete_date(
    page: WebHead, found: Sequence[Candidate], printed: tuple[PartialDate | None, str]
) -> None:
    """Take the date that no line prints whole from what states it elsewhere, and say so; doubt a
    printed one if the page states another."""
    chosen = best(found, "date")
    head = page.head
    if head.date is not None and head.date.day:
        stated = best([one for one in found if one.where == "metadata"], "date")
        heavy = stated is not None and stated.weight >= _CONTRADICTS and not page.written
        if stated and heavy and not _is_near(head.date, stated.value):
            page.flags.append(Flag.of(Doubt.DATE_OTHER, 0, stated.value))
        return
    day, text = printed
    if day is not None:
        page.head = replace(head, date=day)
        page.flags.append(Flag.of(Doubt.DATE_OF_METADATA, 0, text))
    elif chosen is not None and (head.date is None or chosen.value.startswith(str(head.date))):
        page.head = replace(head, date=PartialDate(*map(int, chosen.value.split("-"))))
        doubt, text = _DOUBTS[chosen.where], chosen.text or chosen.value
        if not _is_certain(chosen, found):
            page.flags.append(Flag.of(doubt, chosen.line, text))


def _is_certain(chosen: Candidate, found: Sequence[Candidate]) -> bool:
    """Return whether a page states a date or source where governments and portals must, in a line
    with a label that says so, or in two ways, and no other one."""
    same = [one for one in found if one.field == chosen.field]
    if any(one.value != chosen.value for one in same):
        return False
    return chosen.weight >= _CERTAIN[chosen.where] or len(same) > 1


_CERTAIN: Mapping[Where, float] = {"metadata": 1.0, "left out": 0.8, "address": 2.0}
"""Weight from which one statement is enough: an address alone is not."""
_CONTRADICTS = 0.9
"""Weight of a stated date that a person should compare with the printed one."""
_DOUBTS: Mapping[Where, Doubt] = {
    "metadata": Doubt.DATE_OF_METADATA,
    "address": Doubt.DATE_OF_ADDRESS,
    "left out": Doubt.DATE_LEFT_OUT,
}


def _is_near(printed: PartialDate, stated: str) -> bool:
    """Return whether two days are at most one apart, as clocks of two places may be."""
    days = (date(printed.year, printed.month, printed.day), date.fromisoformat(stated))
    return abs((days[0] - days[1]).days) <= 1


def _complete_source(page: WebHead, found: Sequence[Candidate]) -> None:
    """Take the source that no line prints from what states it elsewhere, as a copy."""
    chosen = best(found, "source") if page.head.issuer is None else None
    if chosen is None or not any(map(is_han, chosen.value)):
        return
    page.head = replace(
        page.head,
        issuer=Passage.at(chosen.value, chosen.line),
        copied=page.head.copied | {"issuer"},
    )
    doubted = {flag.line for flag in page.flags if flag.line}
    labelled = chosen.where == "left out" and _is_certain(chosen, found)
    if chosen.line not in doubted and not labelled:  # the doubt about the date shows the same line
        page.flags.append(Flag.of(Doubt.ISSUER_OF_PAGE, chosen.line, chosen.value))


def _read_lines(page: WebHead, lines: Sequence[LabelledUnit]) -> None:
    """Read the lines with labels, then those that are only a name."""
    names: list[LabelledUnit] = []
    for piece in lines:
        if is_address(piece.text) or is_relative_day(piece.text):
            page.removals.append(Removal("page-line", piece.unit.line, piece.text))
        elif piece.role == "meta" and _NAME.fullmatch(piece.text.strip()):
            names.append(piece)
        elif piece.role == "meta":
            read_page_line(page, piece.passage)
    for piece in names:
        if page.head.issuer is None:
            page.head = replace(page.head, issuer=piece.passage)
        else:
            page.removals.append(Removal("page-line", piece.unit.line, piece.text))


def _read_cards(page: WebHead, lines: Sequence[LabelledUnit]) -> None:
    """Read the cards: a value may stand on the line below its label."""
    before = None
    for piece in lines:
        is_card = piece.role == "card" and not is_address(piece.text)
        if is_card:
            read_card(page, piece.unit, before)
        before = piece.unit if is_card else None


def _dropped(pieces: Sequence[LabelledUnit]) -> list[Removal]:
    return [Removal("navigation", p.unit.line, p.text) for p in pieces if p.role == "nav"]


def _keep_authors(page: WebHead) -> None:
    """Say whether this is a web page or a bulletin on one, which has no authors itself; each
    author is named once."""
    head = page.head
    is_page = head.series is None and (head.issue is None or head.document)
    authors = {strip_space(author.text): author for author in head.authors if is_page}
    for author in head.authors:
        if not any(author is kept for kept in authors.values()):
            page.removals.append(Removal("page-head", author.line, author.text))
    page.head = replace(head, page=is_page, authors=tuple(authors.values()))
