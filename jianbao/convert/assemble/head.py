"""The fields of the whole document, cut out of the lines that hold them."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from jianbao.archive.kinds import Doubt
from jianbao.archive.model import Flag, Repair, Site
from jianbao.convert.assemble.pieces import FIELDS, PAGE, TEXT, LabelledUnit
from jianbao.convert.blocks import Document, Removal
from jianbao.convert.cut import patterns
from jianbao.convert.cut.draft import Head
from jianbao.convert.cut.masthead import (
    SERIES_LIKE,
    Masthead,
    dated,
    is_issuer,
    known_series,
    read_line,
    without_role,
)
from jianbao.convert.cut.page_fields import (
    WebHead,
    complete_date,
    read_card,
    read_page_line,
    stated_fields,
)
from jianbao.convert.cut.passage import Passage, joined
from jianbao.convert.cut.repair import close_up
from jianbao.convert.cut.web_patterns import is_address
from jianbao.convert.label.roles import Role
from jianbao.text.chinese import strip_space


@dataclass(slots=True)
class HeadCut:
    """The head, and what cutting it recorded. `colophon`: lines of editors among those of the
    masthead."""

    head: Head
    removals: list[Removal] = field(default_factory=list)
    flags: list[Flag] = field(default_factory=list)
    repairs: list[Repair] = field(default_factory=list)
    colophon: list[LabelledUnit] = field(default_factory=list)


def without_late_fields(pieces: Sequence[LabelledUnit]) -> list[LabelledUnit]:
    """The pieces with text in place of a field below the first article that was said above it."""
    said: set[Role] = set()
    result: list[LabelledUnit] = []
    below = False
    for piece in pieces:
        below = below or piece.role in TEXT
        if below and piece.role in FIELDS & said:
            piece = replace(piece, role="para")
        said.add(piece.role)
        result.append(piece)
    return result


def read_head(pieces: Sequence[LabelledUnit], document: Document, file: str, site: Site) -> HeadCut:
    """The head that the masthead's and the page's lines among `pieces` make."""
    reader = _Reader(Masthead(site))
    for piece in pieces:
        if piece.role in FIELDS:
            reader.read(piece)
    reader.name()
    masthead = reader.masthead
    cut = HeadCut(masthead.head, masthead.removals, masthead.flags, colophon=reader.colophon)
    _read_page(cut, pieces, document, file)
    cut.head = dated(cut.head, masthead)
    if cut.head.number is None and not cut.head.extra and not masthead.several:
        cut.head = replace(cut.head, number=masthead.total)
    if cut.head.series:
        series, done = close_up(cut.head.series)
        cut.repairs.extend(done)
        cut.head = replace(cut.head, series=series)
    return cut


class _Reader:
    """Reads the lines of a masthead, and gives each name in them to the field of its line."""

    def __init__(self, masthead: Masthead) -> None:
        self.masthead = masthead
        self.series: list[Passage] = []
        self.issuers: list[Passage] = []
        self.banners: list[Passage] = []
        self.colophon: list[LabelledUnit] = []

    def read(self, piece: LabelledUnit) -> None:
        masthead = self.masthead
        if piece.role == "issuer":
            piece = self._without_colophon(piece)
        count = len(masthead.names), len(masthead.after_issue)
        read_line(masthead, piece.unit, columns=piece.role != "banner")
        names = [*masthead.names[count[0] :], *masthead.after_issue[count[1] :]]
        several = len(names) > 1
        for name in names:
            self._place(name, piece.role, several)

    def _without_colophon(self, piece: LabelledUnit) -> LabelledUnit:
        """The line without the editors beside the issuer: 主办：宣传科 主编：周明远."""
        found = patterns.labels(piece.text)
        if not found or not found[0].start or found[0].field == "signatory":
            return piece
        below = replace(piece.said(piece.passage[found[0].start :]), role="foot")
        self.colophon.append(below)
        return piece.said(piece.passage[: found[0].start].strip())

    def _place(self, name: Passage, role: Role, several: bool) -> None:
        text = name.text
        issues = is_issuer(text) and not known_series(text, self.masthead.site)
        if role == "banner":
            self.banners.append(name)
        elif role == "issuer" or (issues and (role != "series" or several)):
            self.issuers.append(name)
        elif role == "series" or SERIES_LIKE.search(strip_space(text)):
            self.series.append(name)
        elif role == "notice":
            self.masthead.removals.append(Removal("internal-notice", name.line, text))
        elif text.endswith(("：", ":")):
            self.masthead.removals.append(Removal("label", name.line, text))
        else:
            self._leave(name)

    def _leave(self, name: Passage) -> None:
        self.masthead.removals.append(Removal("masthead", name.line, name.text))
        self.masthead.flags.append(Flag.of(Doubt.MASTHEAD_REST, name.line, name.text))

    def name(self) -> None:
        """Give the names to the head: a name that comes twice is a running head."""
        masthead = self.masthead
        series: dict[str, Passage] = {}
        for name in self.series:
            if series.setdefault(strip_space(name.text), name) is not name:
                masthead.removals.append(Removal("running-head", name.line, name.text))
        if self.banners and masthead.head.banner is None:
            masthead.head = replace(masthead.head, banner=joined(self.banners, " "))
        else:
            for banner in self.banners:
                self._leave(banner)
        offices = [without_role(masthead, issuer) for issuer in self.issuers]
        masthead.head = replace(
            masthead.head,
            series=joined(series.values(), " ") if series else None,
            issuer=joined(filter(None, offices), " ") or None,
        )


# --- web pages --------------------------------------------------------------------------------


def _read_page(cut: HeadCut, pieces: Sequence[LabelledUnit], document: Document, file: str) -> None:
    """Add to the head what the lines of a web page and its meta tags say."""
    lines = [piece for piece in pieces if piece.role in PAGE]
    if not lines and document.format != "html":
        return
    yearless = cut.head.date_printed if cut.head.date is None else None
    page = WebHead(replace(cut.head, date_printed=None) if yearless else cut.head)
    stated = dict(stated_fields(document))
    for piece in lines:
        if is_address(piece.text):
            stated.setdefault("url", piece.text)
            page.removals.append(Removal("page-line", piece.unit.line, piece.text))
        elif piece.role == "meta":
            read_page_line(page, piece.passage)
    before = None
    for piece in lines:
        is_card = piece.role == "card" and not is_address(piece.text)
        if is_card:
            read_card(page, piece.unit, before)
        before = piece.unit if is_card else None
    if yearless and page.head.date_printed:
        page.removals.append(Removal("masthead", yearless.line, yearless.text))
    elif yearless:
        page.head = replace(page.head, date_printed=yearless)
    complete_date(page, stated, file)
    head = page.head
    is_page = head.series is None and (head.issue is None or head.document)
    authors = {strip_space(author.text): author for author in head.authors if is_page}
    for author in head.authors:
        if not any(author is kept for kept in authors.values()):
            page.removals.append(Removal("page-head", author.line, author.text))
    cut.head = replace(head, page=is_page, authors=tuple(authors.values()))
    cut.removals.extend(page.removals)
    cut.flags.extend(page.flags)
