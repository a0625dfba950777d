"""The lines of a web page's head, its card, and what its meta tags say."""

import re
from collections.abc import Sequence
from dataclasses import replace

from jianbao.archive.kinds import Doubt
from jianbao.archive.model import Flag
from jianbao.convert.assemble.pieces import PAGE, LabelledUnit
from jianbao.convert.blocks import Document, Removal
from jianbao.convert.cut import patterns
from jianbao.convert.cut.draft import Head
from jianbao.convert.cut.page_fields import (
    WebHead,
    complete_date,
    read_card,
    read_page_line,
    stated_fields,
)
from jianbao.convert.cut.passage import Passage
from jianbao.convert.cut.web_patterns import is_address, is_page_line, page_labels
from jianbao.text.chinese import HAN, strip_space

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
    stated = dict(stated_fields(document))
    for piece in lines:
        if is_address(piece.text):
            stated.setdefault("url", piece.text)
    _read_lines(page, lines)
    _read_cards(page, lines)
    if yearless and page.head.date_printed:
        page.removals.append(Removal("masthead", yearless.line, yearless.text))
    elif yearless:
        page.head = replace(page.head, date_printed=yearless)
    complete_date(page, stated, file)
    _read_left_out(page, [*document.removals, *_dropped(pieces)])
    _keep_authors(page)
    return page


def _read_lines(page: WebHead, lines: Sequence[LabelledUnit]) -> None:
    """Read the lines with labels, then those that are only a name."""
    names: list[LabelledUnit] = []
    for piece in lines:
        if is_address(piece.text):
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


def _read_left_out(page: WebHead, removals: Sequence[Removal]) -> None:
    """Take date and source, where the page's head has none, from a line of labels that is left
    out with what stands around the article. Both are copies: the line stays left out."""
    if page.head.date is not None or page.head.date_printed is not None:
        return
    for removal in removals:
        if not is_page_line(removal.text) or not page_labels(removal.text):
            continue
        other = WebHead()
        read_page_line(other, Passage.at(removal.text, removal.line))
        if other.head.date is None:
            continue
        page.head = replace(page.head, date=other.head.date)
        if other.head.issuer and page.head.issuer is None:
            copied = page.head.copied | {"issuer"}
            page.head = replace(page.head, issuer=other.head.issuer, copied=copied)
        page.flags.append(Flag.of(Doubt.DATE_LEFT_OUT, removal.line, removal.text))
        return


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
